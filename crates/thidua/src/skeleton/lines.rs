//! The rows of a form table: code, title, maximum, how it is scored.

use thidua_core::{Decimal, Diagnostic, Place, text};
use thidua_table::{NumberStyle, Role, Sheet, Table, Words, Written, fold, parse_number};

pub(super) const CODE: &[&str] =
    &["tt", "stt", "số tt", "mã", "mã tiêu chí", "ký hiệu", "số thứ tự", "mục", "code"];
pub(super) const TITLE: &[&str] = &[
    "nội dung, tiêu chí",
    "nội dung tiêu chí",
    "nội dung",
    "tiêu chí",
    "tên tiêu chí",
    "nội dung đánh giá",
    "tiêu chí đánh giá",
    "nội dung chấm điểm",
    "tiêu chí thành phần",
    "criterion",
    "title",
];
const MAX: &[&str] =
    &["điểm tối đa", "điểm chuẩn", "thang điểm", "số điểm tối đa", "mức điểm", "điểm", "số điểm", "maximum"];
const HOW: &[&str] = &[
    "cách chấm điểm",
    "cách tính điểm",
    "cách chấm",
    "cách tính",
    "phương pháp chấm",
    "phương pháp",
    "hướng dẫn chấm điểm",
    "hướng dẫn chấm",
    "hướng dẫn",
    "method",
    "how it is scored",
];
const BASIS: &[&str] = &["căn cứ", "cơ sở pháp lý", "văn bản", "basis"];

/// One row of the table.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) code: String,
    pub(super) title: String,
    pub(super) max: Option<Decimal>,
    pub(super) how: String,
    pub(super) basis: String,
    /// Where its title stands, its maximum and how it is scored.
    pub(super) at: Place,
    pub(super) max_at: Place,
    pub(super) how_at: Place,
}

/// What the headers of such a table may say.
pub(super) fn words() -> Words {
    let mut words = Words::default();
    TITLE.iter().for_each(|name| words.add(name, Role::Entrant));
    [CODE, MAX, HOW, BASIS].into_iter().flatten().for_each(|name| words.add(name, Role::Other));
    words
}

/// Every row that says something; what cannot be read is a finding at its cell.
pub(super) fn read(table: &Table, findings: &mut Vec<Diagnostic>) -> Result<Vec<Line>, Vec<Diagnostic>> {
    let column = |names: &[&str]| {
        let header = table.header();
        names.iter().find_map(|name| {
            header.cells().find(|cell| fold(cell.text) == fold(name)).map(|cell| cell.column)
        })
    };
    let (Some(title), Some(max)) = (column(TITLE), column(MAX)) else { return Err(vec![no_table(table)]) };
    let (code, how, basis) = (column(CODE), column(HOW), column(BASIS));
    let used = [Some(title), Some(max), code, how, basis];
    let header = table.header();
    let left: Vec<&str> = header
        .cells()
        .filter(|cell| !cell.text.is_empty() && !used.contains(&Some(cell.column)))
        .map(|cell| cell.text)
        .collect();
    if !left.is_empty() {
        findings.push(columns_left(table, &left.join("`, `")));
    }
    let mut lines = Vec::new();
    for row in table.rows() {
        let cell = |column: Option<u32>| column.map_or("", |column| row.cell(column)).trim();
        if [Some(title), Some(max), code, how].into_iter().all(|column| cell(column).is_empty()) {
            continue;
        }
        let words = cell(Some(max));
        let style =
            if row.written(max) != Written::Text { NumberStyle::DecimalPoint } else { NumberStyle::Careful };
        let points = if words.is_empty() { None } else { parse_number(digits(words), style).ok() };
        if points.is_none() && !words.is_empty() {
            findings.push(no_maximum(words, row.place(max)));
        }
        lines.push(Line {
            code: cell(code).trim_end_matches(['.', ')', ':', ' ']).to_owned(),
            title: cell(Some(title)).to_owned(),
            max: points.map(|points| points.value()),
            how: cell(how).to_owned(),
            basis: cell(basis).to_owned(),
            at: row.place(title),
            max_at: row.place(max),
            how_at: row.place(how.unwrap_or(title)),
        });
    }
    Ok(lines)
}

/// `10 điểm` is 10.
fn digits(words: &str) -> &str {
    ["điểm", "đ"].iter().find_map(|unit| words.strip_suffix(unit)).unwrap_or(words).trim()
}

/// What stands above the table in capitals or names criteria: the title of the rule set.
pub(super) fn title(sheets: &[Sheet], table: &Table) -> Option<String> {
    let sheet = sheets.iter().find(|sheet| sheet.name() == table.name())?;
    let above = sheet.lines().take_while(|line| line.number() < table.header().number());
    let texts = above.flat_map(|line| {
        let cells: Vec<String> = line.columns().map(|column| line.text(column).trim().to_owned()).collect();
        cells
    });
    let speaks = |words: &String| {
        let key = fold(words);
        ["tieu-chi", "cham-diem", "thang-diem", "bang-diem"].iter().any(|word| key.contains(word))
    };
    texts.filter(speaks).max_by_key(|words| words.chars().count())
}

fn no_table(table: &Table) -> Diagnostic {
    let message = text!(
        "bảng không có cột nội dung tiêu chí và cột điểm tối đa",
        "the table has no column of criteria and none of maxima"
    );
    Diagnostic::error("TD0493", Place::file(table.name().clone()), message).with_help(text!(
        "đặt tên cột như `TT`, `Nội dung`, `Điểm tối đa`, `Cách chấm điểm`",
        "name the columns `TT`, `Nội dung`, `Điểm tối đa`, `Cách chấm điểm`"
    ))
}

fn columns_left(table: &Table, names: &str) -> Diagnostic {
    let message =
        text!("các cột `{names}` không lấy vào bộ tiêu chí", "the columns `{names}` are not taken over");
    let note = Diagnostic {
        severity: thidua_core::Severity::Note,
        ..Diagnostic::warning("TD0494", table.header().place(1), message)
    };
    note.with_help(text!(
        "không cần sửa nếu đó là cột để chấm; nếu là cách chấm, đổi tên cột thành `Cách chấm điểm`",
        "nothing to mend if they are for scores; name a column of methods `Cách chấm điểm`"
    ))
}

fn no_maximum(words: &str, place: Place) -> Diagnostic {
    let message = text!("`{words}` không phải điểm tối đa", "`{words}` is no maximum");
    Diagnostic::warning("TD0495", place, message).with_help(text!(
        "ghi một số vào ô, hoặc điền `points_max` ở dòng đánh dấu CẦN XEM",
        "write a number into the cell, or fill in `points_max` at the line marked CẦN XEM"
    ))
}
