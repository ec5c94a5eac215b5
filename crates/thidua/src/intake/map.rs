//! A first look at a table (xem trước bảng): where it stands and what its columns are taken for, as a `layout` to be mended.

use std::collections::BTreeMap;

use thidua_core::{Diagnostic, Language, Plan, Spot, Text, one_line, text};
use thidua_table::{
    Found, Frame, InputNames, Layout, Match, Register, Sheet, Table, TextOrList, Within, evaluation_words,
    naming_columns, quoted, read_form,
};

use super::collect::bound;
use crate::run::tables;

/// What a file is taken for, as lines of a manifest (đề xuất cách đọc): an entry of `evaluations` with its `layout`, and
/// remarks about whatever a person must settle.
///
/// ```
/// let text = "rule_set: a\nversion: 1\ntitle: A\ncriteria: [ { code: I, title: Vệ sinh, points_max: 10 } ]\n";
/// let rules = thidua::read_rules("a.yaml", text).map_err(|rejected| rejected.to_string())?;
/// let day = thidua::default_day(&rules).ok_or("no day")?;
/// let plan = thidua::compile(&rules, "a.yaml", day).map_err(|found| format!("{found:?}"))?;
/// let told = thidua::propose_layout(&plan, None, "bang.csv", "Đơn vị,Vệ sinh,Máy\nXã A,9,m1\n".as_bytes(), thidua::Language::English);
/// assert!(told.contains(r#"columns: { "I": "Vệ sinh" }"#) && told.contains("Máy"), "{told}");
/// # Ok::<(), String>(())
/// ```
#[must_use]
pub fn propose_layout(
    plan: &Plan,
    register: Option<&Register>,
    name: &str,
    bytes: &[u8],
    language: Language,
) -> String {
    let mut lines = vec![format!("- file: {}", quoted(name))];
    let sheets = match tables::sheets(name, bytes) {
        Ok((sheets, _)) => sheets,
        Err(found) => {
            remarks(&found, language, &mut lines);
            return finished(&lines);
        }
    };
    if read_form(name, &sheets).is_some() {
        remark(&text!("phiếu chấm: tự đọc, không cần khai", "a form: read by itself"), language, &mut lines);
        return finished(&lines);
    }
    let words = evaluation_words(plan, &Layout::default(), register);
    let look = |sheet: Option<String>| {
        let frame = Frame { sheet, propose: true, ..Frame::default() };
        tables::find(name, &sheets, &words, &frame)
    };
    let look_for_blocks = || {
        let frame = Frame { blocks: Some(true), ..Frame::default() };
        tables::find(name, &sheets, &words, &frame).ok()
    };
    match look(None) {
        Ok(found) => known(plan, register, &sheets, &found, language, &mut lines),
        Err(found) if found.iter().any(|finding| finding.code == "TD0334") => {
            if let Some(blocks) = look_for_blocks().filter(|found| found.blocks) {
                known(plan, register, &sheets, &blocks, language, &mut lines);
                return finished(&lines);
            }
            remarks(&found, language, &mut lines);
            each_sheet(plan, register, &sheets, &look, language, &mut lines);
        }
        Err(found) => {
            remarks(&found, language, &mut lines);
            guessed(plan, &sheets, language, &mut lines);
        }
    }
    finished(&lines)
}

/// Several sheets hold tables: an entry for each, of which a person keeps those that count.
fn each_sheet(
    plan: &Plan,
    register: Option<&Register>,
    sheets: &[Sheet],
    look: &impl Fn(Option<String>) -> Result<Found, Vec<Diagnostic>>,
    language: Language,
    lines: &mut Vec<String>,
) {
    let file = lines.first().cloned().unwrap_or_default();
    let mut is_first = true;
    for sheet in sheets.iter().filter(|sheet| sheet.row_count() > 0) {
        let Some((_, own)) = sheet.name().split_once('!') else { continue };
        let Ok(found) = look(Some(own.to_owned())) else { continue };
        if !is_first {
            lines.push(file.clone());
        }
        is_first = false;
        known(plan, register, sheets, &found, language, lines);
    }
    if is_first {
        guessed(plan, sheets, language, lines);
    }
}

/// A table whose header was found: what each column is, and which ones nobody knows.
fn known(
    plan: &Plan,
    register: Option<&Register>,
    sheets: &[Sheet],
    found: &Found,
    language: Language,
    lines: &mut Vec<String>,
) {
    let table = &found.table;
    let named = naming_columns(table).first().copied().or_else(|| named_by_register(register, table));
    let heading = |column: u32| table.header().cell(column).to_owned();
    let entrant = named.map(|column| TextOrList(vec![heading(column)]));
    let layout = Layout { entrant, ..Layout::default() };
    let filled = sheets.iter().filter(|sheet| sheet.row_count() > 0).count();
    let mut entries = Vec::new();
    if filled > 1 && !found.blocks {
        entries.extend(table.name().split_once('!').map(|(_, sheet)| format!("sheet: {}", quoted(sheet))));
    }
    let header = table.header();
    if found.blocks {
        entries.push("blocks: true".to_owned());
        let how = found.findings.iter().filter(|finding| finding.code == "TD0425");
        how.for_each(|finding| remark(&finding.message, language, lines));
        return written(&entries, lines);
    }
    entries.extend(named.map(|column| format!("entrant: {}", quoted(&heading(column)))));
    entries.extend(found.within.as_ref().map(Within::written));
    if !layout.is_long(table) {
        let names = InputNames::of(plan);
        let columns: Vec<String> = header
            .cells()
            .filter_map(|cell| Some((names.one(cell.text)?, cell.text)))
            .filter_map(|(input, heading)| Some((plan.inputs().get(input)?.name.as_str(), heading)))
            .map(|(input, heading)| format!("{}: {}", quoted(input), quoted(heading)))
            .collect();
        if columns.is_empty() {
            return guessed(plan, sheets, language, lines);
        }
        entries.push(format!("columns: {{ {} }}", columns.join(", ")));
    }
    let found = bound(plan, register, &layout, std::slice::from_ref(table));
    let in_header = |finding: &&Diagnostic| {
        let at = match finding.place.spot {
            Spot::Cell { row, .. } => row,
            Spot::Whole | Spot::Text(_) => 0,
        };
        matches!(finding.code, "TD0402" | "TD0409" | "TD0305" | "TD0460") && at == header.number()
    };
    let unknown: Vec<(&Diagnostic, String)> = found
        .iter()
        .filter(in_header)
        .filter_map(|finding| match finding.place.spot {
            Spot::Cell { column, .. } => Some((finding, heading(column))),
            Spot::Whole | Spot::Text(_) => None,
        })
        .collect();
    if !unknown.is_empty() {
        let list: Vec<String> = unknown.iter().map(|(_, heading)| quoted(heading)).collect();
        entries.push(format!("ignore: [ {} ]", list.join(", ")));
    }
    let row = header.number();
    remark(
        &text!("tiêu đề ở dòng {row}, {} dòng số liệu", "header on row {row}, {} rows", table.row_count()),
        language,
        lines,
    );
    written(&entries, lines);
    for (finding, heading) in &unknown {
        let help = finding.help.clone().unwrap_or_default();
        let told = text!(
            "chưa rõ cột `{heading}` là gì: {}",
            "nobody knows the column `{heading}`: {}",
            help.in_language(language)
        );
        remark(&told, language, lines);
    }
    // What no column was found for, and which columns are passed over.
    let told = found.iter().filter(|finding| matches!(finding.code, "TD0403" | "TD0444"));
    told.for_each(|finding| remark(&finding.message, language, lines));
}

/// The column in which most rows name somebody of the register, where no heading says so.
fn named_by_register(register: Option<&Register>, table: &Table) -> Option<u32> {
    let register = register?;
    let count = |column: u32| {
        table.rows().filter(|row| matches!(register.find(row.cell(column)), Match::One(_))).count()
    };
    let counted = (1..=table.column_count()).map(|column| (count(column), std::cmp::Reverse(column)));
    let (count, column) = counted.max()?;
    (count * 2 > table.row_count()).then_some(column.0)
}

/// No header was found: the line that looks like one, and the inputs that want a column.
fn guessed(plan: &Plan, sheets: &[Sheet], language: Language, lines: &mut Vec<String>) {
    let candidates = sheets.iter().filter_map(|sheet| {
        let texts = |line: &thidua_table::Line<'_>| {
            let told = |column: &u32| {
                let words = line.text(*column);
                !words.is_empty()
                    && !words.chars().all(|letter| letter.is_ascii_digit() || ".,%-".contains(letter))
            };
            line.columns().filter(told).count()
        };
        let best = sheet
            .lines()
            .take(LINES_LOOKED_AT)
            .max_by_key(|line| (texts(line), std::cmp::Reverse(line.number())))?;
        Some((texts(&best), sheet, best))
    });
    let Some((_, sheet, line)) = candidates.max_by_key(|(count, ..)| *count) else { return };
    let mut entries = Vec::new();
    if sheets.len() > 1 {
        entries.extend(sheet.name().split_once('!').map(|(_, sheet)| format!("sheet: {}", quoted(sheet))));
    }
    entries.push(format!("header: {}", line.number()));
    let headings: Vec<String> =
        line.columns().map(|column| line.text(column).to_owned()).filter(|words| !words.is_empty()).collect();
    if let Some(first) = headings.first() {
        entries.push(format!("entrant: {}", quoted(first)));
    }
    written(&entries, lines);
    remark(
        &text!(
            "ghi cột của từng số liệu dưới `columns`, mỗi cột một dòng như sau:",
            "give the column of each input under `columns`, one a line:"
        ),
        language,
        lines,
    );
    let inputs: BTreeMap<&str, &str> = plan
        .inputs()
        .iter()
        .filter(|input| !input.computed)
        .map(|input| (input.name.as_str(), input.title.as_str()))
        .collect();
    for (name, title) in inputs {
        lines.push(format!("  #   {}: \"…\"   # {}", quoted(name), one_line(title)));
    }
    let list: Vec<String> =
        headings.iter().skip(1).map(|heading| format!("`{}`", one_line(heading))).collect();
    remark(&text!("các cột của bảng: {}", "the columns of the table: {}", list.join(", ")), language, lines);
}

/// No header stands further down.
const LINES_LOOKED_AT: usize = 60;

fn written(entries: &[String], lines: &mut Vec<String>) {
    if entries.is_empty() {
        return;
    }
    lines.push("  layout:".to_owned());
    lines.extend(entries.iter().map(|entry| format!("    {entry}")));
}

fn remarks(found: &[Diagnostic], language: Language, lines: &mut Vec<String>) {
    for finding in found {
        let (code, words) = (finding.code, finding.message.in_language(language));
        lines.push(format!("  # {code} {}: {}", finding.place, one_line(words)));
    }
}

fn remark(words: &Text, language: Language, lines: &mut Vec<String>) {
    lines.push(format!("  # {}", one_line(words.in_language(language))));
}

fn finished(lines: &[String]) -> String {
    lines.join("\n") + "\n"
}
