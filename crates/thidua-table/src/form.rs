//! Scoring forms that come back (phiếu chấm gửi về): what a form says, with the cell of everything it says, wherever rows
//! and columns were moved or inserted meanwhile.
//!
//! Whoever makes a form writes the marks of [`FormMark`] and [`FormIdentity`] into hidden rows, columns and a hidden sheet;
//! [`read_form`] finds them again. The meaning of both lies here and nowhere else.

mod lists;
mod mark;
mod rows;

use thidua_core::{Diagnostic, Place, text};

use crate::table::RowError;
use crate::{Legacy, Sheet, Table, Written};

pub use mark::{
    CHOICES_SHEET, ELSEWHERE, FormIdentity, FormMark, GENERIC_LABELS, IDENTITY_SHEET, LIST_MARK, LIST_ROW,
    MIRROR_SHEET, STEPS_SHEET, WORKINGS,
};

/// A form as it was read (phiếu đã đọc).
#[derive(Clone, Debug)]
pub struct Form {
    /// What the hidden sheet says of it.
    pub identity: FormIdentity,
    /// Whom it is about: the id it was made for, or what was written into a blank one.
    pub entrant: String,
    /// Where it says so: the cell that was filled in, or the file where its hidden parts tell.
    pub named_at: Place,
    /// What it says, in the order of its sheets.
    pub entries: Vec<FormEntry>,
    /// The provisional points that it shows: the path of the criterion, what stands there, and where.
    pub points: Vec<(String, String, Place)>,
    /// What a person should know, or what keeps it from being read.
    pub findings: Vec<Diagnostic>,
}

/// One thing that a form says (một nội dung của phiếu).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormEntry {
    /// The input or criterion, by whatever the row says of it: its name, else its code or title.
    pub name: String,
    /// What stands in the cell.
    pub words: String,
    /// How it is written.
    pub written: Written,
    /// The sheet, with its file.
    pub sheet: std::sync::Arc<str>,
    /// Row and column on it, from 1.
    pub at: (u32, u32),
    /// The evidence that stands beside it.
    pub evidence: String,
    /// The remark that stands beside it: for a claim its reason.
    pub note: String,
}

impl FormEntry {
    /// Where it stands.
    #[must_use]
    pub fn place(&self) -> Place {
        Place::cell(self.sheet.clone(), self.at.0, self.at.1)
    }
}

/// Reads a form (đọc phiếu chấm); `None` when the sheets are none of a form.
///
/// ```
/// use thidua_table::{Sheet, Written, read_form};
/// let text = |words: &'static str| (words, Written::Text);
/// let mut hidden = Sheet::new("phieu.xlsx!_thidua");
/// for (row, pair) in [["form", "1"], ["rule_set", "mau"], ["version", "1"], ["entrant", "xa-a"]].iter().enumerate() {
///     hidden.push_row(row as u32 + 1, pair.map(text))?;
/// }
/// let mut sheet = Sheet::new("phieu.xlsx!Phiếu chấm");
/// sheet.push_row(1, ["thidua:code", "thidua:value", "thidua:input", "thidua:criterion"].map(text))?;
/// sheet.push_row(9, ["I", "8,5", "I", "I"].map(text))?;
/// let form = read_form("phieu.xlsx", &[sheet, hidden]).expect("a form");
/// assert_eq!((form.entrant.as_str(), form.entries[0].words.as_str()), ("xa-a", "8,5"));
/// assert_eq!(form.entries[0].place().to_string(), "phieu.xlsx!Phiếu chấm!B9");
/// assert!(read_form("bang.xlsx", &[Sheet::new("bang.xlsx!1")]).is_none());
/// # Ok::<(), thidua_table::RowError>(())
/// ```
#[must_use]
pub fn read_form(name: &str, sheets: &[Sheet]) -> Option<Form> {
    let identity = sheets.iter().find_map(FormIdentity::read);
    let heads: Vec<(&Sheet, rows::Head)> = sheets
        .iter()
        .filter_map(|sheet| Some((sheet, rows::Head::find(sheet, identity.is_some())?)))
        .collect();
    if identity.is_none() && !heads.iter().any(|(_, head)| head.marked) {
        return None;
    }
    let lists: Vec<(&Sheet, lists::Head)> =
        sheets.iter().filter_map(|sheet| Some((sheet, lists::Head::find(sheet)?))).collect();
    let mut findings = Vec::new();
    if identity.is_none() {
        findings.push(no_identity(name));
    }
    let identity = identity.unwrap_or_default();
    let named_at = Place::file(name);
    let mut form = Form {
        entrant: identity.entrant.clone(),
        named_at,
        identity,
        entries: Vec::new(),
        points: Vec::new(),
        findings,
    };
    for (sheet, head) in &heads {
        rows::read(sheet, head, &mut form);
    }
    for (sheet, head) in &lists {
        lists::read(sheet, head, &mut form);
    }
    let old = old_letters(&mut form);
    form.findings.extend(old);
    let found: Vec<Diagnostic> = sheets.iter().flat_map(|sheet| beside(sheet, &form)).collect();
    form.findings.extend(found);
    if heads.is_empty() {
        form.findings.push(no_rows(name));
    }
    if form.entrant.is_empty() {
        form.findings.push(nobody(name));
    }
    Some(form)
}

/// Writes what was typed in a font of before Unicode as Unicode has it; told once, at the first cell.
fn old_letters(form: &mut Form) -> Option<Diagnostic> {
    let mut first: Option<(Legacy, Place, String, usize)> = None;
    let mut mend = |words: &mut String, place: Place| {
        let Some(legacy) = Legacy::recognise(words) else { return };
        let before = std::mem::replace(words, legacy.to_unicode(words));
        first.get_or_insert((legacy, place, before, 0)).3 += 1;
    };
    mend(&mut form.entrant, form.named_at.clone());
    for entry in &mut form.entries {
        let place = Place::cell(entry.sheet.clone(), entry.at.0, entry.at.1);
        for words in [&mut entry.words, &mut entry.evidence, &mut entry.note] {
            mend(words, place.clone());
        }
    }
    let (legacy, place, before, count) = first?;
    let (name, after) = (legacy.name(), legacy.to_unicode(&before));
    let message = text!(
        "{count} ô gõ bằng phông chữ cũ ({name}), đã đổi sang Unicode: `{before}` là `{after}`",
        "{count} cells were typed in an old font ({name}) and written as Unicode: `{before}` is `{after}`"
    );
    Some(Diagnostic::warning("TD0364", place, message).with_help(text!(
        "xem lại chữ trong các ô đó; lần sau gõ bằng Unicode, phông Times New Roman",
        "look at the words of those cells; next time type Unicode, in Times New Roman"
    )))
}

/// What a person should know of how a sheet was read: rows that nobody sees, other files that it links to.
fn beside(sheet: &Sheet, form: &Form) -> Vec<Diagnostic> {
    let own = form.entries.iter().filter(|entry| entry.sheet == *sheet.name() && !entry.words.is_empty());
    let mut rows: Vec<u32> = own.map(|entry| entry.at.0).collect();
    rows.sort_unstable();
    rows.dedup();
    // Its own live formulas are no news; links are told once, by the sheet that says whose form it is.
    let links = sheet.remarks.iter().filter(|remark| remark.code == "TD0377");
    let is_identity = sheet.name().rsplit('!').next() == Some(IDENTITY_SHEET);
    let links = links.filter(|_| is_identity).cloned();
    let hidden = crate::find::hidden_rows(sheet, rows.into_iter());
    hidden.into_iter().chain(links).chain(typed_formulas(sheet, form)).collect()
}

/// Cells to fill in that hold a formula of somebody's own: the stored value counts, and a person may want to look.
fn typed_formulas(sheet: &Sheet, form: &Form) -> Option<Diagnostic> {
    let own = form.entries.iter().filter(|entry| entry.sheet == *sheet.name() && !entry.words.is_empty());
    // A formula that failed or was not worked out has a finding of its own.
    let worked_out = |entry: &&FormEntry| !entry.words.starts_with(['#', '=']);
    let is_formula = |entry: &&FormEntry| sheet.formulas.binary_search(&entry.at).is_ok();
    let typed: Vec<&FormEntry> = own.filter(worked_out).filter(is_formula).collect();
    let first = typed.first()?;
    let cells = typed.iter().take(8).map(|entry| {
        let (row, column) = entry.at;
        format!("{}{row} `{}`", thidua_core::column_letters(column), entry.words)
    });
    let cells = cells.collect::<Vec<_>>().join(", ") + if typed.len() > 8 { ", …" } else { "" };
    let count = typed.len();
    let message = text!(
        "{count} ô số liệu của phiếu ghi bằng công thức tự gõ, đọc theo kết quả đã lưu: {cells}",
        "cells of the form that hold a formula typed by hand, read by their stored values: {cells} ({count} in all)"
    );
    let note = Diagnostic {
        severity: thidua_core::Severity::Note,
        ..Diagnostic::warning("TD0445", first.place(), message)
    };
    Some(note.with_help(text!(
        "không cần gửi lại nếu số đúng; công thức lấy số từ tệp khác thì dán lại thành giá trị",
        "nothing to send again if the numbers are right; paste values where a formula reads another file"
    )))
}

impl Form {
    /// What it says as tables that can be bound, one for each sheet, each row at home in its own cell.
    ///
    /// # Errors
    /// [`RowError::Full`] when it holds more than a table can.
    pub fn tables(&self) -> Result<Vec<Table>, RowError> {
        let mut tables = Vec::new();
        for entries in self.entries.chunk_by(|one, other| one.sheet == other.sheet) {
            let Some(first) = entries.first() else { continue };
            let mut table = Table::new(first.sheet.clone(), 1, ["entrant", "criterion", "value", "stage"])?;
            for entry in entries {
                let cells = [
                    (self.entrant.as_str(), Written::Text),
                    (entry.name.as_str(), Written::Text),
                    (entry.words.as_str(), entry.written),
                    (self.identity.stage.as_str(), Written::Text),
                ];
                table.push_about(entry.at, cells)?;
            }
            tables.push(table);
        }
        Ok(tables)
    }
}

fn no_identity(name: &str) -> Diagnostic {
    let message = text!(
        "phiếu đã mất trang ẩn `{IDENTITY_SHEET}` cho biết bộ tiêu chí và đơn vị",
        "the form has lost the hidden sheet `{IDENTITY_SHEET}` that says the rule set and the entrant"
    );
    Diagnostic::warning("TD0481", Place::file(name), message).with_help(text!(
        "kiểm tra tên đơn vị ghi trên phiếu; lần sau điền thẳng vào tệp đã gửi, không chép sang tệp khác",
        "check the entrant named on the form; next time fill in the file that was sent, without copying it into another"
    ))
}

fn no_rows(name: &str) -> Diagnostic {
    let message = text!(
        "phiếu không còn dòng tiêu đề có cột `{}`",
        "the form has lost the header with the column `{}`",
        FormMark::Value.heading()
    );
    Diagnostic::error("TD0482", Place::file(name), message).with_help(text!(
        "gửi lại phiếu gốc cho đơn vị và chép số liệu vào đó",
        "send the original form again and have the figures copied into it"
    ))
}

fn nobody(name: &str) -> Diagnostic {
    Diagnostic::error(
        "TD0473",
        Place::file(name),
        text!("phiếu chưa ghi tên hoặc mã đơn vị", "the form names no entrant"),
    )
    .with_help(text!(
        "ghi mã hoặc tên đơn vị vào ô `Đơn vị` ở đầu phiếu",
        "write the id or the name into the cell `Đơn vị` at the top"
    ))
}
