//! The work list (danh sách việc cần xử lý): every decision the runs wait for, with a cell to give it in.

mod awards;
mod cells;
mod entered;
mod other;
mod ties;

use std::collections::BTreeSet;

use rust_xlsxwriter::XlsxError;
use thidua_core::{Diagnostic, EntrantId, Language, NodeId, Text, text};
use thidua_table::{Matter, everybody};

use super::sheet::{Names, Sheet};
use super::{WorkbookError, dated};
use crate::run::MovementResults;
use crate::table::Column;
use crate::words::say;

/// One decision that a run waits for (một việc chờ quyết định).
struct Pending {
    run: String,
    matter: Matter,
    /// The tie, or the body that votes.
    group: String,
    /// Id and name.
    who: (String, String),
    /// What programs call the criterion, ranking or award, and its title.
    subject: (String, String),
    state: Text,
    place: String,
    /// How many stand in the tie.
    tied: u32,
    /// The decision that this one has to replace.
    replaces: String,
}

impl Pending {
    fn key(&self) -> (&str, Matter, &str, &str) {
        (&self.run, self.matter, &self.subject.0, &self.group)
    }

    /// The row that answers for all the rows about the same thing.
    fn for_all(&self, count: usize) -> Self {
        let all = everybody();
        Self {
            run: self.run.clone(),
            matter: self.matter,
            group: self.group.clone(),
            who: (all.vi, String::new()),
            subject: self.subject.clone(),
            state: text!(
                "{count} dòng bên dưới: quyết định ghi ở đây dùng cho mọi dòng còn để trống",
                "{count} rows below: what is decided here counts for those left blank"
            ),
            place: String::new(),
            tied: 0,
            replaces: String::new(),
        }
    }
}

/// The work list as a workbook (danh sách việc cần xử lý), in the order of the runs: decisions first, then what only data
/// can settle.
///
/// Filled in, it is read as a file of decisions.
///
/// # Errors
/// When it would not fit the format: more rows than a sheet holds.
pub fn work_list(
    results: &MovementResults<'_>,
    warnings: &[Diagnostic],
    language: Language,
) -> Result<Vec<u8>, WorkbookError> {
    let Some(first) = results.runs.first() else { return Ok(Vec::new()) };
    let mut book = dated(results.movement, first.plan.day())?;
    let (mut pending, mut listed) = (Vec::new(), Vec::new());
    for run in &results.runs {
        entered::claims_of(run, &mut pending);
        entered::gaps_of(run, &mut pending);
        ties::of(run, &mut pending);
        awards::of(run, &mut pending);
        listed.push(entered::blanks_of(run, &mut pending));
    }
    let (votes, others): (Vec<Pending>, Vec<Pending>) =
        pending.into_iter().partition(|each| each.matter == Matter::Vote);
    let titles = [results.movement, say(language, "VIỆC CẦN QUYẾT ĐỊNH", "DECISIONS TO TAKE")];
    let name = say(language, "Việc cần quyết định", "Decisions");
    book.push_worksheet(cells::sheet(name, &titles, &others, cells::Votes::Without, language)?);
    if !votes.is_empty() {
        let titles = [results.movement, say(language, "VIỆC CẦN BỎ PHIẾU", "VOTES TO TAKE")];
        let name = say(language, "Bỏ phiếu", "Votes");
        book.push_worksheet(cells::sheet(name, &titles, &votes, cells::Votes::With, language)?);
    }
    book.push_worksheet(rest(results, &listed, warnings, language)?);
    Ok(book.save_to_buffer()?)
}

/// A file of an entrant that sent several, for a person to choose (phiếu trùng).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileToChoose {
    /// The id of the entrant.
    pub entrant: String,
    /// Its name.
    pub name: String,
    /// The file, as it is called in the folder.
    pub file: String,
    /// What is to be known of it.
    pub state: Text,
}

/// The work list of a folder of returned forms (chọn phiếu trùng): a row for each file that waits for a choice.
///
/// # Errors
/// As for [`work_list`].
pub fn work_list_of_files(
    title: &str,
    day: thidua_core::Date,
    files: &[FileToChoose],
    language: Language,
) -> Result<Vec<u8>, WorkbookError> {
    let mut book = dated(title, day)?;
    let pending: Vec<Pending> = files
        .iter()
        .map(|file| Pending {
            run: String::new(),
            matter: Matter::File,
            group: String::new(),
            who: (file.entrant.clone(), file.name.clone()),
            subject: (file.file.clone(), file.file.clone()),
            state: file.state.clone(),
            place: file.file.clone(),
            tied: 0,
            replaces: String::new(),
        })
        .collect();
    let titles = [title, say(language, "PHIẾU TRÙNG CẦN CHỌN", "FILES TO CHOOSE FROM")];
    let name = say(language, "Việc cần quyết định", "Decisions");
    book.push_worksheet(cells::sheet(name, &titles, &pending, cells::Votes::Without, language)?);
    Ok(book.save_to_buffer()?)
}

/// Entrants and nodes of a run whose blank cells stand among the decisions.
type Listed = BTreeSet<(EntrantId, NodeId)>;

/// What no decision can settle: figures that are missing, and everything found on the way.
fn rest(
    results: &MovementResults<'_>,
    listed: &[Listed],
    warnings: &[Diagnostic],
    language: Language,
) -> Result<rust_xlsxwriter::Worksheet, XlsxError> {
    let name = say(language, "Việc khác", "Other things");
    let columns = other::COLUMNS.iter().map(Column::new).collect();
    let mut sheet = Sheet::new(&Names::default().fresh(name), columns, language)?;
    let title = say(language, "SỐ LIỆU CẦN BỔ SUNG, VIỆC CẦN XEM", "DATA TO ADD, THINGS TO LOOK AT");
    sheet.titles(&[results.movement, title])?;
    for line in other::lines(results, listed, warnings) {
        sheet.line(&line)?;
    }
    sheet.finish()
}
