use thidua_core::{Diagnostic, Place, text};

use super::mark::{ELSEWHERE, FormMark, GENERIC_LABELS, MARKS_BEGIN};
use super::{Form, FormEntry};
use crate::{Line, Sheet, Written, is_exempt, is_not_applicable, same};

/// The key of the row that names the entrant.
const ENTRANT: &str = "thidua:entrant";

/// Which column of a sheet holds what.
pub(super) struct Head {
    row: u32,
    columns: Vec<(FormMark, u32)>,
    /// Whether the hidden marks are there; else the columns are known by what people read.
    pub(super) marked: bool,
}

impl Head {
    /// The row of marks, or the header that people read where somebody took the marks away.
    pub(super) fn find(sheet: &Sheet, is_form: bool) -> Option<Self> {
        let of = |line: Line<'_>, name: fn(FormMark) -> &'static str, begin: &str| {
            let named = |column: u32| {
                let words =
                    Some(line.text(column)).filter(|words| !words.is_empty() && words.starts_with(begin))?;
                let mark = FormMark::ALL.into_iter().find(|mark| name(*mark) == words);
                mark.map(|mark| (mark, column))
            };
            line.columns().filter_map(named).collect::<Vec<_>>()
        };
        let found = |name: fn(FormMark) -> &'static str, begin: &str, marked: bool| {
            sheet.lines().find_map(|line| {
                let columns = of(line, name, begin);
                let has = |mark: FormMark| columns.iter().any(|(known, _)| *known == mark);
                let told = has(FormMark::Value) && (has(FormMark::Input) || has(FormMark::Code));
                told.then(|| Self { row: line.number(), columns: columns.clone(), marked })
            })
        };
        let headed = || is_form.then(|| found(FormMark::heading, "", false)).flatten();
        // Almost no file is a form, and most are no small ones.
        let marked =
            || sheet.mentions(MARKS_BEGIN).then(|| found(FormMark::mark, MARKS_BEGIN, true)).flatten();
        marked().or_else(headed)
    }

    fn column(&self, mark: FormMark) -> Option<u32> {
        self.columns.iter().find(|(known, _)| *known == mark).map(|(_, column)| *column)
    }

    fn text<'s>(&self, line: Line<'s>, mark: FormMark) -> &'s str {
        self.column(mark).map_or("", |column| line.text(column))
    }
}

/// The rows of one criterion that people fill in.
struct Own<'s> {
    name: String,
    line: Line<'s>,
}

/// Reads what stands below the head.
pub(super) fn read(sheet: &Sheet, head: &Head, form: &mut Form) {
    let Some(value) = head.column(FormMark::Value) else { return };
    let mut criterion = String::new();
    let mut code = String::new();
    let mut own: Vec<Own<'_>> = Vec::new();
    let mut claim: Option<Line<'_>> = None;
    // The header that people read is no row of the form, and in a form without marks it is the head itself.
    let is_row = |line: &Line<'_>| line.number() > head.row && line.text(value) != FormMark::Value.heading();
    for line in sheet.lines().filter(is_row) {
        if head.text(line, FormMark::Input) == ENTRANT {
            if form.entrant.is_empty() {
                line.text(value).clone_into(&mut form.entrant);
                if !form.entrant.is_empty() {
                    form.named_at = place(sheet, head, line, FormMark::Value);
                }
            }
            continue;
        }
        let known = head.column(FormMark::Criterion).is_some();
        let printed = head.text(line, FormMark::Code);
        let here = if known { head.text(line, FormMark::Criterion) } else { printed };
        if !here.is_empty() && here != criterion {
            settle(sheet, head, form, &criterion, &mut own, &mut claim);
            here.clone_into(&mut criterion);
        }
        if !printed.is_empty() {
            printed.clone_into(&mut code);
        }
        if known && !here.is_empty() && !printed.is_empty() && !is_code_of(printed, here) {
            form.findings.push(moved(place(sheet, head, line, FormMark::Code), printed, here));
        }
        let shown = head.text(line, FormMark::Points);
        if known && !here.is_empty() && !shown.is_empty() {
            form.points.push((here.to_owned(), shown.to_owned(), place(sheet, head, line, FormMark::Points)));
        }
        match claimed(sheet, head, line, claim) {
            Ok(said) => claim = said.or(claim),
            Err(finding) => form.findings.push(finding),
        }
        match name_of(head, line, &code) {
            Some(name) => own.push(Own { name, line }),
            None if here.is_empty() && known && !line.text(value).is_empty() => {
                form.findings.push(inserted(
                    Place::cell(sheet.name().clone(), line.number(), value),
                    line.text(value),
                ));
            }
            None => {}
        }
    }
    settle(sheet, head, form, &criterion, &mut own, &mut claim);
}

/// What a row is about: by its hidden name, else by the words beside the cell, else by its code.
fn name_of(head: &Head, line: Line<'_>, code: &str) -> Option<String> {
    if head.column(FormMark::Input).is_some() {
        return Some(head.text(line, FormMark::Input)).filter(|name| !name.is_empty()).map(str::to_owned);
    }
    let label = head.text(line, FormMark::Label);
    if ELSEWHERE.iter().any(|words| label.ends_with(words)) {
        return None;
    }
    if GENERIC_LABELS.contains(&label) {
        return Some(code).filter(|code| !code.is_empty()).map(str::to_owned);
    }
    Some(label).filter(|label| !label.is_empty()).map(str::to_owned)
}

fn is_code_of(printed: &str, path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|code| same(code) == same(printed))
}

/// The row, if it says that its criterion does not apply; two rows of one criterion must not say different things.
fn claimed<'s>(
    sheet: &Sheet,
    head: &Head,
    line: Line<'s>,
    before: Option<Line<'s>>,
) -> Result<Option<Line<'s>>, Diagnostic> {
    let words = head.text(line, FormMark::Claim);
    let understood = is_not_applicable(words) || is_exempt(words);
    let other = before.map(|line| head.text(line, FormMark::Claim));
    match (words.is_empty(), understood) {
        (true, _) => Ok(None),
        (false, true) if other.is_none_or(|other| is_exempt(other) == is_exempt(words)) => Ok(Some(line)),
        (false, _) => Err(unknown_claim(place(sheet, head, line, FormMark::Claim), words, other)),
    }
}

/// What was said of one criterion: its values, or that it does not apply.
fn settle(
    sheet: &Sheet,
    head: &Head,
    form: &mut Form,
    criterion: &str,
    own: &mut Vec<Own<'_>>,
    claim: &mut Option<Line<'_>>,
) {
    let Some(value) = head.column(FormMark::Value) else { return };
    let rows = std::mem::take(own);
    let entry = |name: &str, words: &str, written: Written, line: Line<'_>, column: u32| FormEntry {
        name: name.to_owned(),
        words: words.to_owned(),
        written,
        sheet: sheet.name().clone(),
        at: (line.number(), column),
        evidence: head.text(line, FormMark::Evidence).to_owned(),
        note: head.text(line, FormMark::Note).to_owned(),
    };
    if let Some((line, column)) = claim.take().zip(head.column(FormMark::Claim)) {
        let words = head.text(line, FormMark::Claim);
        let filled = rows.iter().find(|row| !row.line.text(value).is_empty());
        if let Some(filled) = filled {
            let at = Place::cell(sheet.name().clone(), filled.line.number(), value);
            form.findings.push(both(at, criterion, filled.line.text(value)));
        } else {
            if head.text(line, FormMark::Note).is_empty() {
                form.findings
                    .push(no_reason(Place::cell(sheet.name().clone(), line.number(), column), criterion));
            }
            // What a criterion shares with others is theirs too: only what is entered beside it is claimed.
            let names: Vec<&str> = match rows.as_slice() {
                [] => vec![criterion],
                rows => rows.iter().map(|row| row.name.as_str()).collect(),
            };
            form.entries.extend(names.iter().map(|name| entry(name, words, Written::Text, line, column)));
            return;
        }
    }
    form.entries.extend(
        rows.iter()
            .map(|row| entry(&row.name, row.line.text(value), row.line.written(value), row.line, value)),
    );
}

fn place(sheet: &Sheet, head: &Head, line: Line<'_>, mark: FormMark) -> Place {
    Place::cell(sheet.name().clone(), line.number(), head.column(mark).unwrap_or(1))
}

fn moved(place: Place, printed: &str, path: &str) -> Diagnostic {
    let message = text!(
        "dòng này ghi mã `{printed}` nhưng là dòng của tiêu chí `{path}`",
        "the row shows the code `{printed}` and belongs to the criterion `{path}`"
    );
    Diagnostic::error("TD0475", place, message).with_help(text!(
        "mã đã bị sửa, hoặc ô bị chép đè: ghi lại mã ban đầu rồi kiểm tra số liệu cùng dòng",
        "the code was changed or a cell copied over it: put the printed code back and check the figures of the row"
    ))
}

fn inserted(place: Place, words: &str) -> Diagnostic {
    let message = text!(
        "dòng chèn thêm có giá trị `{words}` nhưng không thuộc tiêu chí nào",
        "an inserted row holds `{words}` and belongs to no criterion"
    );
    Diagnostic::error("TD0474", place, message).with_help(text!(
        "chuyển giá trị vào ô của tiêu chí, hoặc xóa dòng chèn thêm",
        "move the value into the cell of its criterion, or delete the inserted row"
    ))
}

fn both(place: Place, criterion: &str, words: &str) -> Diagnostic {
    let message = text!(
        "tiêu chí `{criterion}` vừa có số liệu `{words}` vừa đề nghị không áp dụng",
        "the criterion `{criterion}` has the figure `{words}` and is claimed not to apply"
    );
    Diagnostic::error("TD0476", place, message).with_help(text!(
        "xóa số liệu nếu không áp dụng, hoặc xóa ô `Không áp dụng`",
        "delete the figure if it does not apply, or clear the cell `Không áp dụng`"
    ))
}

fn unknown_claim(place: Place, words: &str, other: Option<&str>) -> Diagnostic {
    let message = match other.filter(|_| is_not_applicable(words) || is_exempt(words)) {
        Some(other) => text!(
            "cùng một tiêu chí, dòng trên ghi `{other}` còn dòng này ghi `{words}`",
            "of one criterion an earlier row says `{other}` and this one `{words}`"
        ),
        None => text!(
            "cột `Không áp dụng` chỉ nhận “Không áp dụng” hoặc để trống, không nhận `{words}`",
            "the column `Không áp dụng` takes “Không áp dụng” or nothing, not `{words}`"
        ),
    };
    Diagnostic::error("TD0477", place, message).with_help(text!(
        "chọn trong danh sách thả xuống; lý do ghi ở cột `Ghi chú, lý do`",
        "choose from the list; the reason goes into the column `Ghi chú, lý do`"
    ))
}

fn no_reason(place: Place, criterion: &str) -> Diagnostic {
    let message = text!(
        "đề nghị không áp dụng tiêu chí `{criterion}` chưa ghi lý do",
        "the claim that the criterion `{criterion}` does not apply gives no reason"
    );
    Diagnostic::warning("TD0483", place, message).with_help(text!(
        "ghi lý do ở cột `Ghi chú, lý do` cùng dòng",
        "write the reason into the column `Ghi chú, lý do` of the row"
    ))
}
