//! A work list that was filled in, read as decisions (đọc danh sách việc đã quyết định).

mod decide;
mod line;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use thidua_core::{Decisions, Diagnostic, Place, Severity, has_errors, text};

use super::columns::unused;
use super::columns::{find, no_column};
use crate::word::folds_to_any;
use crate::work::{Matter, Ruled, WorkColumn};
use crate::{Role, Sheet, Table, Words, fold};
use line::{Key, Line};

/// What the headers of a work list may say.
#[must_use]
pub fn work_words() -> Words {
    let mut words = Words::default();
    for column in WorkColumn::ALL {
        let role = match column {
            WorkColumn::Entrant => Role::Entrant,
            WorkColumn::Number => Role::Remark,
            _ => Role::Other,
        };
        column.names().iter().for_each(|name| words.add(name, role.clone()));
    }
    words
}

/// Whether a sheet holds a work list: some line of it names the column of matters.
#[must_use]
pub fn is_work_list(sheet: &Sheet) -> bool {
    static NAMES: LazyLock<[String; 2]> = LazyLock::new(|| WorkColumn::Matter.names().map(fold));
    let names = |text: &str| folds_to_any(text, &*NAMES);
    sheet.lines().take(LINES_ABOVE).any(|line| line.columns().any(|column| names(line.text(column))))
}

/// No more titles stand above a list.
const LINES_ABOVE: usize = 40;

/// Reads a work list (đọc danh sách việc cần quyết định): a decision for every row with an answer.
///
/// A row without an answer decides nothing; a row about everybody answers for the rows about the same thing that have no
/// answer of their own; the row of the common document gives number and date to those without.
///
/// # Errors
/// Everything that is said and cannot be understood, each with its cell.
pub fn read_work_list(table: &Table) -> Result<(Decisions, Vec<Diagnostic>), Vec<Diagnostic>> {
    let mut findings = Vec::new();
    let columns = Columns::of(table, &mut findings);
    if has_errors(&findings) {
        return Err(findings);
    }
    findings.extend(unused(table, &columns.used(), &columns.wanted(), &[]));
    let lines: Vec<Line> = table.rows().filter_map(|row| line::read(&columns, row, &mut findings)).collect();
    let common: Vec<&Line> = lines.iter().filter(|line| line.is_document()).collect();
    let bulk: BTreeMap<&Key, &Line> =
        lines.iter().filter(|line| line.everybody).map(|line| (&line.key, line)).collect();
    let mut ready: Vec<Line> = Vec::new();
    let mut open = Vec::new();
    for line in lines.iter().filter(|line| !line.everybody && !line.is_document()) {
        let line = line.completed(bulk.get(&line.key).copied(), common.first().copied());
        if line.is_answered() { ready.push(line) } else { open.push(line) }
    }
    findings.extend(unread_bulk(&lines, &ready));
    findings.extend(open.iter().filter(|line| !line.reason.is_empty()).map(no_answer));
    let left: Vec<&Line> =
        open.iter().filter(|line| line.reason.is_empty() && !is_settled(line, &ready)).collect();
    if let Some(first) = left.first() {
        findings.push(undecided(first.place.clone(), left.len()));
    }
    let decisions = decide::decisions(&ready, &open, &mut findings);
    if has_errors(&findings) { Err(findings) } else { Ok((decisions, findings)) }
}

/// Which column holds what.
pub(super) struct Columns(Vec<(WorkColumn, u32)>);

impl Columns {
    fn of(table: &Table, findings: &mut Vec<Diagnostic>) -> Self {
        let mut columns = Vec::new();
        // Votes are decided in columns of their own.
        let votes = find(table, &WorkColumn::Votes.names()).is_some();
        for column in WorkColumn::ALL {
            match find(table, &column.names()) {
                Some(at) => columns.push((column, at)),
                None if needed(column) && !(column == WorkColumn::Answer && votes) => {
                    findings.push(no_column(table, column.names().first().copied().unwrap_or_default()));
                }
                None => {}
            }
        }
        Self(columns)
    }

    pub(super) fn at(&self, column: WorkColumn) -> Option<u32> {
        self.0.iter().find(|(each, _)| *each == column).map(|(_, at)| *at)
    }

    fn used(&self) -> Vec<u32> {
        self.0.iter().map(|(_, at)| *at).collect()
    }

    /// The columns that may be missing: a header that is nearly one of them is no slip to pass over.
    fn wanted(&self) -> Vec<&'static [&'static str]> {
        const OPTIONAL: [&[&str]; 7] = [
            &["Đợt xét", "Run"],
            &["Nhóm, hội đồng", "Group, body"],
            &["Số phiếu đồng ý", "Votes"],
            &["Số có mặt", "Present"],
            &["Tổng số thành viên", "Members"],
            &["Lý do", "Reason"],
            &["Thay cho", "Replaces"],
        ];
        OPTIONAL.to_vec()
    }
}

fn needed(column: WorkColumn) -> bool {
    matches!(
        column,
        WorkColumn::Matter
            | WorkColumn::Entrant
            | WorkColumn::Subject
            | WorkColumn::Answer
            | WorkColumn::Document
            | WorkColumn::Date
    )
}

/// Whether another row answers for this one too: of the files of an entrant one counts, and nothing is left to say of the others.
fn is_settled(line: &Line, ready: &[Line]) -> bool {
    line.key.matter == Matter::File
        && ready.iter().any(|other| {
            other.key.matter == Matter::File
                && other.key.run == line.key.run
                && other.entrants == line.entrants
                && other.answer == Some(Ruled::FileCounts)
        })
}

/// A row about everybody that answers for nobody.
fn unread_bulk(lines: &[Line], ready: &[Line]) -> Vec<Diagnostic> {
    let answered: BTreeSet<&Key> = ready.iter().map(|line| &line.key).collect();
    let idle =
        lines.iter().filter(|line| line.everybody && line.is_answered() && !answered.contains(&line.key));
    idle.map(|line| {
        let message = text!(
            "dòng `(tất cả)` này không có dòng nào cùng việc để áp dụng",
            "this row for all has no row on the same matter to apply to"
        );
        Diagnostic::error("TD0548", line.place.clone(), message).with_help(text!(
            "giữ các dòng từng đơn vị bên dưới, hoặc ghi mã các đơn vị vào ô này, cách nhau bằng dấu `;`",
            "keep the rows of the entrants below it, or write their ids into this cell, separated by `;`"
        ))
    })
    .collect()
}

fn no_answer(line: &Line) -> Diagnostic {
    let message = text!("dòng có lý do nhưng chưa có quyết định", "the row has a reason and no decision");
    Diagnostic::warning("TD0545", line.place.clone(), message).with_help(text!(
        "chọn một mục ở cột `Quyết định`, hoặc xóa lý do nếu chưa quyết định",
        "choose something in the column of decisions, or delete the reason if nothing is decided yet"
    ))
}

fn undecided(place: Place, count: usize) -> Diagnostic {
    let message = text!(
        "{count} dòng chưa có quyết định, bắt đầu từ dòng này",
        "{count} rows have no decision, from here on"
    );
    let note = Diagnostic { severity: Severity::Note, ..Diagnostic::warning("TD0549", place, message) };
    note.with_help(text!(
        "để trống nếu chưa quyết định; việc này vẫn còn trong danh sách lần sau",
        "leave them blank while nothing is decided; they stand on the next list again"
    ))
}
