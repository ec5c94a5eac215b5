use std::collections::BTreeMap;

use thidua_core::{
    BaseSalary, Date, Decimal, DecisionText, Decisions, Diagnostic, History, HistoryRecord, Located, Place,
    Vote, has_errors, text,
};

use super::cell::date;
use super::layout::{ENTRANT, find, no_column};
use crate::{NumberStyle, Table, parse_number};

/// Reads results of earlier years (đọc thành tích các năm trước): entrant, year, result, decision, used_for.
///
/// # Errors
/// Missing columns and unreadable years, each with its cell.
pub fn read_history(table: &Table) -> Result<History, Vec<Diagnostic>> {
    let mut findings = Vec::new();
    let entrant = required(table, ENTRANT, &mut findings);
    let year = required(table, &["year", "năm"], &mut findings);
    let result = required(table, &["result", "kết quả", "danh hiệu"], &mut findings);
    let decision = find(table, &["decision", "quyết định", "số quyết định"]);
    let used_for = find(table, &["used_for", "đã dùng cho"]);
    let (Some(entrant), Some(year), Some(result)) = (entrant, year, result) else { return Err(findings) };
    let mut history = History::default();
    for row in table.rows() {
        let optional = |column: Option<u32>| {
            column.map(|column| row.cell(column).to_owned()).filter(|text| !text.is_empty())
        };
        match row.cell(year).parse::<i32>().ok().filter(|year| (1900..=2200).contains(year)) {
            Some(number) if !row.cell(entrant).is_empty() && !row.cell(result).is_empty() => history.add(
                row.cell(entrant),
                HistoryRecord {
                    year: number,
                    result: row.cell(result).to_owned(),
                    decision: optional(decision).unwrap_or_default(),
                    used_for: optional(used_for),
                },
            ),
            Some(_) => findings.push(incomplete(row.place(entrant))),
            None => {
                let words = row.cell(year);
                findings.push(
                    Diagnostic::error(
                        "TD0415",
                        row.place(year),
                        text!("`{words}` không phải là một năm", "`{words}` is not a year"),
                    )
                    .with_help(text!("viết năm bằng bốn chữ số", "write the year with four digits")),
                );
            }
        }
    }
    if has_errors(&findings) { Err(findings) } else { Ok(history) }
}

/// Reads base salaries (đọc mức lương cơ sở): effective_from, amount.
///
/// # Errors
/// Missing columns, unreadable dates and amounts, each with its cell.
pub fn read_base_salary(table: &Table) -> Result<BaseSalary, Vec<Diagnostic>> {
    let mut findings = Vec::new();
    let from = required(table, &["effective_from", "từ ngày", "hiệu lực từ"], &mut findings);
    let amount = required(table, &["amount", "mức lương", "vnd_per_month", "số tiền"], &mut findings);
    let (Some(from), Some(amount)) = (from, amount) else { return Err(findings) };
    let mut salaries = BaseSalary::default();
    let mut seen: BTreeMap<Date, (Decimal, Place)> = BTreeMap::new();
    for row in table.rows() {
        let number = parse_number(row.cell(amount), NumberStyle::DecimalComma)
            .map_err(|error| error.diagnostic(row.place(amount), row.cell(amount)));
        match (date(row.cell(from), &row.place(from)), number) {
            (Ok(day), Ok(number)) => {
                let (first, place) =
                    seen.entry(day).or_insert_with(|| (number.value(), row.place(amount))).clone();
                if first != number.value() {
                    findings.push(two_amounts(day, &place, row.place(amount)));
                }
                salaries.add(day, first);
            }
            (day, number) => findings.extend(day.err().into_iter().chain(number.err())),
        }
    }
    if has_errors(&findings) { Err(findings) } else { Ok(salaries) }
}

fn two_amounts(day: Date, first: &Place, second: Place) -> Diagnostic {
    let day = day.to_vietnamese();
    let message = text!(
        "mức lương cơ sở từ ngày {day} đã ghi khác ở {first}",
        "the base salary from {day} stands otherwise at {first}"
    );
    Diagnostic::error("TD0424", second, message)
        .with_help(text!("giữ một dòng cho mỗi ngày", "keep one row for each day"))
}

/// Reads votes (đọc kết quả bỏ phiếu): award, entrant, body, votes, members, present, number, date, run, replaces.
///
/// # Errors
/// Missing columns and unreadable numbers or dates, each with its cell.
pub fn read_votes(table: &Table) -> Result<Decisions, Vec<Diagnostic>> {
    let mut findings = Vec::new();
    let award = required(table, &["award", "danh hiệu", "hình thức"], &mut findings);
    let entrant = required(table, ENTRANT, &mut findings);
    let body = required(table, &["body", "hội đồng"], &mut findings);
    let votes = required(table, &["votes", "số phiếu đồng ý"], &mut findings);
    let members = required(table, &["members", "tổng số thành viên"], &mut findings);
    let present = find(table, &["present", "số có mặt"]);
    let run = find(table, &["run", "lượt"]);
    let replaces = find(table, &["replaces", "thay cho"]);
    let number = required(table, &["number", "số biên bản"], &mut findings);
    let day = required(table, &["date", "ngày"], &mut findings);
    let (Some(award), Some(entrant), Some(body), Some(votes), Some(members), Some(number), Some(day)) =
        (award, entrant, body, votes, members, number, day)
    else {
        return Err(findings);
    };
    let mut decisions = Decisions::default();
    for row in table.rows() {
        let mut count = |column: u32| {
            let parsed = row.cell(column).parse::<u32>();
            if parsed.is_err() {
                let words = row.cell(column);
                findings.push(
                    Diagnostic::error(
                        "TD0416",
                        row.place(column),
                        text!("`{words}` không phải là một số phiếu", "`{words}` is not a number of votes"),
                    )
                    .with_help(text!(
                        "cần một số nguyên không âm",
                        "a whole number, zero or more, is needed"
                    )),
                );
            }
            parsed.ok()
        };
        let (for_it, all) = (count(votes), count(members));
        let there = present.filter(|column| !row.cell(*column).is_empty()).map(&mut count);
        let when = date(row.cell(day), &row.place(day)).map_err(|finding| findings.push(finding)).ok();
        if row.cell(award).is_empty() || row.cell(entrant).is_empty() {
            findings.push(incomplete(row.place(award)));
        }
        let (Some(for_it), Some(all), Some(when)) = (for_it, all, when) else { continue };
        decisions.decisions.push(Located::nowhere(DecisionText {
            run: run.map(|column| row.cell(column).to_owned()).filter(|run| !run.is_empty()),
            replaces: replaces.map(|column| row.cell(column).to_owned()).filter(|number| !number.is_empty()),
            vote: Some(Vote {
                award: row.cell(award).to_owned(),
                entrant: row.cell(entrant).to_owned(),
                body: row.cell(body).to_owned(),
                votes: for_it,
                members: all,
                present: there.flatten(),
            }),
            place: Some(row.place(entrant)),
            ..DecisionText::new(row.cell(number), when)
        }));
    }
    if has_errors(&findings) { Err(findings) } else { Ok(decisions) }
}

fn required(table: &Table, names: &[&str], findings: &mut Vec<Diagnostic>) -> Option<u32> {
    let column = find(table, names);
    if column.is_none() {
        let name = names.first().copied().unwrap_or_default();
        findings.push(no_column(table, name));
    }
    column
}

fn incomplete(place: Place) -> Diagnostic {
    Diagnostic::error(
        "TD0417",
        place,
        text!("dòng này còn thiếu thông tin bắt buộc", "this row lacks something required"),
    )
    .with_help(text!(
        "điền đủ các ô bắt buộc, hoặc xóa dòng",
        "fill in the required cells, or delete the row"
    ))
}
