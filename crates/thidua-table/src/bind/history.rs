use std::collections::BTreeMap;

use thidua_core::{
    BaseSalary, Date, Decimal, DecisionText, Decisions, Diagnostic, FINDINGS_SHOWN_MAX, History,
    HistoryRecord, Located, Place, Severity, Vote, has_errors, text,
};

use super::cell::date;
use super::columns::{ENTRANT, NAME, find, no_column, unused};
use super::{Register, several_entrants};
use crate::{Dictionary, Match, NumberStyle, Row, Table, Written, parse_number, same};

pub(super) const YEAR: &[&str] = &["year", "năm"];
pub(super) const RESULT: &[&str] = &["result", "kết quả", "danh hiệu"];
pub(super) const DECISION: &[&str] = &["decision", "quyết định", "số quyết định"];
pub(super) const USED_FOR: &[&str] = &["used_for", "đã dùng cho"];
pub(super) const WITHDRAWN: &[&str] = &["withdrawn", "thu hồi", "quyết định thu hồi"];
const REMARK: &[&str] = &["ghi chú", "note", "nhận xét"];
pub(super) const FROM: &[&str] = &["effective_from", "từ ngày", "hiệu lực từ"];
pub(super) const AMOUNT: &[&str] = &["amount", "mức lương", "vnd_per_month", "số tiền"];
pub(super) const AWARD: &[&str] = &["award", "danh hiệu", "hình thức"];
pub(super) const BODY: &[&str] = &["body", "hội đồng"];
pub(super) const VOTES: &[&str] = &["votes", "số phiếu đồng ý"];
pub(super) const MEMBERS: &[&str] = &["members", "tổng số thành viên"];
pub(super) const PRESENT: &[&str] = &["present", "số có mặt"];
pub(super) const BALLOT: &[&str] = &["ballot", "lần bỏ phiếu", "lần"];
pub(super) const WRITTEN: &[&str] = &["written", "số phiếu bằng văn bản", "phiếu bằng văn bản"];
pub(super) const WRITTEN_VOTES: &[&str] = &["written_votes", "đồng ý bằng văn bản"];
pub(super) const RUN: &[&str] = &["run", "đợt xét", "lượt"];
pub(super) const REPLACES: &[&str] = &["replaces", "thay cho"];
pub(super) const NUMBER: &[&str] = &["number", "số biên bản"];
pub(super) const DATE: &[&str] = &["date", "ngày"];

/// Reads results of earlier years (đọc thành tích các năm trước): entrant, year, result, decision, used_for.
///
/// Entrants may be named by id or title as in the register, results by id or by the title printed on the
/// certificate; what is nearly such a name is a warning, since a record under another name earns nobody anything.
///
/// # Errors
/// Missing columns and unreadable years, each with its cell.
pub fn read_history(
    table: &Table,
    register: Option<&Register>,
    results: &Dictionary,
) -> Result<(History, Vec<Diagnostic>), Vec<Diagnostic>> {
    let mut findings = Vec::new();
    let entrant = find(table, ENTRANT).or_else(|| find(table, NAME));
    if entrant.is_none() {
        findings.push(no_column(table, ENTRANT.first().copied().unwrap_or_default()));
    }
    let year = required(table, YEAR, &mut findings);
    let result = required(table, RESULT, &mut findings);
    let (decision, used_for) = (find(table, DECISION), find(table, USED_FOR));
    let (withdrawn, remark_at) = (find(table, WITHDRAWN), find(table, REMARK));
    let (Some(entrant), Some(year), Some(result)) = (entrant, year, result) else { return Err(findings) };
    let mut used = vec![entrant, year, result];
    used.extend([decision, used_for, withdrawn, find(table, NAME)].into_iter().flatten());
    findings.extend(unused(table, &used, &[YEAR, RESULT, DECISION, USED_FOR, WITHDRAWN], &[]));
    let mut history = History::default();
    let mut unknown = Unknown::default();
    for row in table.rows() {
        let optional = |column: Option<u32>| {
            column.map(|column| row.cell(column).to_owned()).filter(|text| !text.is_empty())
        };
        let Some(number) = year_of(row, year) else {
            findings.push(no_year(row, year));
            continue;
        };
        if row.cell(entrant).is_empty() || row.cell(result).is_empty() {
            findings.push(incomplete(row.place(entrant)));
            continue;
        }
        let whom = match register.map(|register| register.find(row.cell(entrant))) {
            Some(Match::One(position)) => register.and_then(|register| register.id(position)),
            Some(Match::Several(positions)) => {
                let ids =
                    positions.into_iter().filter_map(|position| register?.id(position).map(str::to_owned));
                let ids: Vec<String> = ids.collect();
                findings.push(several_entrants(row.cell(entrant), &ids, row.place(entrant)));
                continue;
            }
            Some(Match::Nothing) => {
                let former = register.and_then(|register| register.former(row.cell(entrant)));
                if former.is_none() {
                    unknown.add(row, entrant);
                }
                former
            }
            None => None,
        };
        let what = results.id(row.cell(result));
        if what.is_none() {
            unknown.add(row, result);
        }
        let used_for =
            optional(used_for).map(|award| results.id(&award).map_or(award.clone(), str::to_owned));
        let whom = whom.unwrap_or(row.cell(entrant));
        let record = HistoryRecord {
            year: number,
            result: what.unwrap_or(row.cell(result)).to_owned(),
            decision: optional(decision).unwrap_or_default(),
            used_for,
        };
        let by = optional(withdrawn).filter(|by| !matches!(same(by).as_str(), "không" | "no" | "0"));
        // A cell that says `no` has answered the question.
        let answered = withdrawn.is_some_and(|column| !row.cell(column).is_empty());
        let remark =
            remark_at.map(|column| row.cell(column)).filter(|remark| !answered && sounds_withdrawn(remark));
        match (by, remark) {
            (Some(by), _) => history.add_withdrawn(whom, record, &by),
            (None, Some(remark)) => {
                let place = remark_at.map_or_else(|| row.place(entrant), |column| row.place(column));
                findings.push(maybe_withdrawn(place, whom, remark));
                history.add_unclear(whom, record);
            }
            (None, None) => history.add(whom, record),
        }
    }
    let meant = |column: u32, name: &str, search: bool| -> Option<String> {
        let near = match (column == entrant, search) {
            (true, true) => register?.nearest(name),
            (true, false) => register?.alike(name),
            // A result of another place is no slip of the pen.
            (false, true) => results
                .nearest(name)
                .filter(|near| crate::fold(near) == crate::fold(name) || is_close(near, name)),
            (false, false) => results.alike(name),
        };
        near.map(str::to_owned)
    };
    findings.extend(unknown.findings(entrant, &meant));
    if has_errors(&findings) { Err(findings) } else { Ok((history, findings)) }
}

/// Words by which a remark says that a result was taken back.
fn sounds_withdrawn(remark: &str) -> bool {
    let remark = same(remark);
    ["thu hồi", "hủy bỏ", "huỷ bỏ", "tước", "withdrawn", "revoked"].iter().any(|words| remark.contains(words))
}

fn maybe_withdrawn(place: Place, whom: &str, remark: &str) -> Diagnostic {
    let message = text!(
        "thành tích của `{whom}` có ghi chú “{remark}” mà không có cột `thu hồi`: chưa rõ có tính không",
        "the record of `{whom}` has the remark “{remark}” and no column `withdrawn`: whether it counts is not said"
    );
    Diagnostic::warning("TD0467", place, message).with_help(text!(
        "thêm cột `thu hồi` ghi số quyết định thu hồi, hoặc `không` nếu vẫn được tính",
        "add a column `withdrawn` with the number of the decision, or `no` where it still counts"
    ))
}

/// A year of four digits, or one that a workbook holds as a number.
fn year_of(row: Row<'_>, column: u32) -> Option<i32> {
    row.cell(column).parse::<i32>().ok().filter(|year| (1900..=2200).contains(year))
}

fn no_year(row: Row<'_>, column: u32) -> Diagnostic {
    let words = row.cell(column);
    Diagnostic::error(
        "TD0415",
        row.place(column),
        text!("`{words}` không phải là một năm", "`{words}` is not a year"),
    )
    .with_help(text!("viết năm bằng bốn chữ số", "write the year with four digits"))
}

/// A letter or two away, in a name long enough for that to be a slip.
fn is_close(near: &str, written: &str) -> bool {
    near.chars().count() >= 6 && near.chars().count().abs_diff(written.chars().count()) <= 2
}

/// Names that stand for nobody and nothing, each told once: the first cell, how many rows, the nearest name.
#[derive(Default)]
struct Unknown {
    names: BTreeMap<(u32, String), (Place, usize)>,
}

/// All names are gone through for so many unknown ones; for the rest those are found that differ in accents alone.
const SEARCHED: usize = FINDINGS_SHOWN_MAX;

impl Unknown {
    fn add(&mut self, row: Row<'_>, column: u32) {
        let key = (column, row.cell(column).to_owned());
        self.names.entry(key).or_insert_with(|| (row.place(column), 0)).1 += 1;
    }

    /// `meant` tells the name that was most likely meant in a column, and whether it may go through all names for it.
    fn findings(self, entrant: u32, meant: &dyn Fn(u32, &str, bool) -> Option<String>) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        let mut searched = 0;
        let looked_up = self.names.into_iter().map(|((column, name), (place, rows))| {
            let near = meant(column, &name, false).or_else(|| {
                searched += 1;
                if searched <= SEARCHED { meant(column, &name, true) } else { None }
            });
            ((column, name), (place, rows, near))
        });
        // Unlike an entrant, a result that nobody asks for is nothing to speak of unless it is nearly one.
        let told = looked_up.filter(|((column, _), (_, _, near))| *column == entrant || near.is_some());
        let (near, far): (Vec<_>, Vec<_>) = told.partition(|(_, (_, _, near))| near.is_some());
        for ((_, name), (place, rows, near)) in near {
            let near = near.unwrap_or_default();
            let message = text!(
                "`{name}` ({rows} dòng thành tích) không có trong danh sách: không tính cho ai",
                "`{name}` ({rows} records) is not on the list: it counts for nobody"
            );
            let help = text!(
                "có phải `{near}` không? Nếu là đơn vị cũ đã sáp nhập, ghi vào cột `tiền thân` của đơn vị mới trong danh sách",
                "did you mean `{near}`? If it is a unit that was merged into another, name it in the column `predecessors` of the new unit in the register"
            );
            findings.push(Diagnostic::warning("TD0461", place, message).with_help(help));
        }
        if let Some(((_, first), (place, ..))) = far.first() {
            let (count, rows) = (far.len(), far.iter().map(|(_, (_, rows, _))| rows).sum::<usize>());
            let message = text!(
                "{rows} dòng thành tích nói về {count} tên ngoài danh sách đơn vị, ví dụ `{first}`",
                "{rows} records are about {count} names outside the register, such as `{first}`"
            );
            let note = Diagnostic {
                severity: Severity::Note,
                ..Diagnostic::warning("TD0462", place.clone(), message)
            };
            findings.push(note.with_help(text!(
                "không cần sửa nếu tệp chung cho nhiều nơi; nếu không, thêm tên cũ vào cột `tên khác` của danh sách",
                "nothing to mend where a file serves several places; else add former names to the column `alias` of the register"
            )));
        }
        findings
    }
}

/// Reads base salaries (đọc mức lương cơ sở): effective_from, amount.
///
/// # Errors
/// Missing columns, unreadable dates and amounts, each with its cell.
pub fn read_base_salary(table: &Table) -> Result<(BaseSalary, Vec<Diagnostic>), Vec<Diagnostic>> {
    let mut findings = Vec::new();
    let from = required(table, FROM, &mut findings);
    let amount = required(table, AMOUNT, &mut findings);
    let (Some(from), Some(amount)) = (from, amount) else { return Err(findings) };
    findings.extend(unused(table, &[from, amount], &[], &[]));
    let mut salaries = BaseSalary::default();
    let mut seen: BTreeMap<Date, (Decimal, Place)> = BTreeMap::new();
    for row in table.rows() {
        let number = money(row, amount);
        match (date(row.cell(from), &row.place(from)), number) {
            (Ok(day), Ok(number)) => {
                let (first, place) = seen.entry(day).or_insert_with(|| (number, row.place(amount))).clone();
                if first != number {
                    findings.push(two_amounts(day, &place, row.place(amount)));
                }
                salaries.add(day, first);
            }
            (day, number) => findings.extend(day.err().into_iter().chain(number.err())),
        }
    }
    if has_errors(&findings) { Err(findings) } else { Ok((salaries, findings)) }
}

/// An amount in đồng: positive, whole, and of a size that a monthly salary has had since 1900.
fn money(row: Row<'_>, column: u32) -> Result<Decimal, Diagnostic> {
    let (words, place) = (row.cell(column), row.place(column));
    let style = if row.written(column) != Written::Text {
        NumberStyle::DecimalPoint
    } else {
        NumberStyle::DecimalComma
    };
    let number = parse_number(words, style).map_err(|error| error.diagnostic(place.clone(), words))?;
    let value = number.value();
    let sane = Decimal::from(1_000_i64) <= value && value <= Decimal::from(1_000_000_000_i64);
    if !number.is_percent() && sane && value.normalized().scale() == 0 {
        return Ok(value);
    }
    let message = text!(
        "`{words}` không thể là một mức lương cơ sở bằng đồng",
        "`{words}` cannot be a base salary in đồng"
    );
    Err(Diagnostic::error("TD0463", place, message).with_help(text!(
        "ghi số đồng mỗi tháng, ví dụ `2340000` hoặc `2.340.000`",
        "write đồng per month, such as `2340000` or `2.340.000`"
    )))
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
pub fn read_votes(table: &Table) -> Result<(Decisions, Vec<Diagnostic>), Vec<Diagnostic>> {
    let mut findings = Vec::new();
    let award = required(table, AWARD, &mut findings);
    let entrant = find(table, ENTRANT).or_else(|| find(table, NAME));
    if entrant.is_none() {
        findings.push(no_column(table, ENTRANT.first().copied().unwrap_or_default()));
    }
    let body = required(table, BODY, &mut findings);
    let votes = required(table, VOTES, &mut findings);
    let members = required(table, MEMBERS, &mut findings);
    let present = find(table, PRESENT);
    let (ballot, written) = (find(table, BALLOT), find(table, WRITTEN));
    let written_votes = find(table, WRITTEN_VOTES);
    let run = find(table, RUN);
    let replaces = find(table, REPLACES);
    let number = required(table, NUMBER, &mut findings);
    let day = required(table, DATE, &mut findings);
    let (Some(award), Some(entrant), Some(body), Some(votes), Some(members), Some(number), Some(day)) =
        (award, entrant, body, votes, members, number, day)
    else {
        return Err(findings);
    };
    let mut used = vec![award, entrant, body, votes, members, number, day];
    used.extend(
        [present, ballot, written, written_votes, run, replaces, find(table, NAME)].into_iter().flatten(),
    );
    let optional = [PRESENT, BALLOT, WRITTEN, WRITTEN_VOTES, RUN, REPLACES];
    findings.extend(unused(table, &used, &optional, &[]));
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
        let [there, ballot, written, written_votes] = [present, ballot, written, written_votes]
            .map(|column| column.filter(|column| !row.cell(*column).is_empty()).map(&mut count));
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
                ballot: ballot.flatten(),
                written: written.flatten(),
                written_votes: written_votes.flatten(),
            }),
            place: Some(row.place(entrant)),
            ..DecisionText::new(row.cell(number), when)
        }));
    }
    if has_errors(&findings) { Err(findings) } else { Ok((decisions, findings)) }
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
