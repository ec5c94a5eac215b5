//! The form of Nghị định 30/2020/NĐ-CP: margins, the two heads, titles, tables, the signature.

use std::io::Cursor;

use docx_rs::{
    AlignmentType, BreakType, Docx, LineSpacing, PageMargin, Paragraph, Run, RunFonts, SpecialIndentType,
    Table, TableCell, TableRow, WidthType,
};
use thidua_core::one_line;

use super::DocumentError;
use crate::template::repacked;

/// Sizes are in half points.
const BODY: usize = 28;
const SMALL: usize = 24;

/// A millimetre in twentieths of a point.
const fn millimetres(count: i32) -> i32 {
    count * 567 / 10
}

/// A column of a table.
pub(super) struct Head {
    pub(super) text: &'static str,
    pub(super) width: usize,
    pub(super) align: AlignmentType,
}

impl Head {
    pub(super) fn left(text: &'static str, width: usize) -> Self {
        Self { text, width, align: AlignmentType::Left }
    }

    pub(super) fn centre(text: &'static str, width: usize) -> Self {
        Self { text, width, align: AlignmentType::Center }
    }

    pub(super) fn right(text: &'static str, width: usize) -> Self {
        Self { text, width, align: AlignmentType::Right }
    }
}

/// A4 upright with the margins of the decree.
pub(super) fn page() -> Docx {
    let margin = PageMargin::new()
        .left(millimetres(30))
        .right(millimetres(15))
        .top(millimetres(20))
        .bottom(millimetres(20));
    Docx::new().page_size(11906, 16838).page_margin(margin)
}

/// A page with the heads of the office and of the state.
pub(super) fn letterhead(code: &str) -> Docx {
    // A paper without a code, such as a ballot, has no number either.
    let number =
        if code.is_empty() { String::new() } else { format!("Số: [số]/{code}-[tên viết tắt]") };
    let left = [("[CƠ QUAN CHỦ QUẢN]", false), ("[TÊN CƠ QUAN]", true), ("————", false), (&number, false)];
    let right = [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", true),
        ("Độc lập - Tự do - Hạnh phúc", true),
        ("————————", false),
        ("[Địa danh], ngày [ngày] tháng [tháng] năm [năm]", false),
    ];
    let cell = |lines: &[(&str, bool)], width| {
        lines.iter().fold(TableCell::new().width(width, WidthType::Dxa), |cell, (text, bold)| {
            cell.add_paragraph(words(text, *bold, SMALL).align(AlignmentType::Center))
        })
    };
    let heads = Table::without_borders(vec![TableRow::new(vec![cell(&left, 3700), cell(&right, 5650)])]);
    page().add_table(heads.set_grid(vec![3700, 5650])).add_paragraph(Paragraph::new())
}

fn text(words: &str, bold: bool, size: usize) -> Run {
    // Every kind of letter has its own font: without all four, some are shown in another one.
    let font = "Times New Roman";
    let fonts = RunFonts::new().ascii(font).hi_ansi(font).cs(font).east_asia(font);
    let run = Run::new().add_text(one_line(words)).fonts(fonts).size(size);
    if bold { run.bold() } else { run }
}

fn words(words: &str, bold: bool, size: usize) -> Paragraph {
    Paragraph::new().add_run(text(words, bold, size))
}

/// What kind of document it is, and what it is about.
pub(super) fn title(kind: &str, about: &[&str]) -> Vec<Paragraph> {
    let about = about.iter().filter(|words| !words.trim().is_empty());
    std::iter::once(centred(kind, true)).chain(about.map(|words| centred(words, true))).collect()
}

pub(super) fn centred(line: &str, bold: bool) -> Paragraph {
    words(line, bold, BODY).align(AlignmentType::Center).line_spacing(LineSpacing::new().after(60))
}

/// A paragraph of the text: first line indented by 1 cm, both sides straight.
pub(super) fn body(line: &str) -> Paragraph {
    words(line, false, BODY)
        .align(AlignmentType::Both)
        .indent(Some(0), Some(SpecialIndentType::FirstLine(millimetres(10))), None, None)
        .line_spacing(LineSpacing::new().before(60).after(60))
}

/// A line of a list of documents.
pub(super) fn line(words: &str) -> Paragraph {
    body(words)
}

/// A line in small letters, such as a digest.
pub(super) fn small(line: &str) -> Paragraph {
    words(line, false, 20).line_spacing(LineSpacing::new().before(120))
}

pub(super) fn new_page() -> Paragraph {
    Paragraph::new().add_run(Run::new().add_break(BreakType::Page))
}

/// A table whose one row is repeated for each line of a list; its cells are fields.
pub(super) fn list(name: &str, heads: &[Head], cells: &[&str]) -> Table {
    let last = cells.len().saturating_sub(1);
    let row = cells.iter().enumerate().map(|(at, cell)| {
        let first = if at == 0 { format!("{{{{mỗi {name}}}}}") } else { String::new() };
        let end = if at == last { format!("{{{{hết {name}}}}}") } else { String::new() };
        format!("{first}{cell}{end}")
    });
    table(heads, std::iter::once(row.collect()))
}

/// A table with its head; the head is repeated on every page.
pub(super) fn table(heads: &[Head], rows: impl Iterator<Item = Vec<String>>) -> Table {
    let cell =
        |words: Paragraph, width: usize| TableCell::new().width(width, WidthType::Dxa).add_paragraph(words);
    let head = heads
        .iter()
        .map(|head| cell(words(head.text, true, SMALL).align(AlignmentType::Center), head.width))
        .collect();
    let lines = rows.map(|row| {
        let cells = row.iter().zip(heads);
        let cells = cells.map(|(value, head)| cell(words(value, false, SMALL).align(head.align), head.width));
        TableRow::new(cells.collect()).cant_split()
    });
    let rows: Vec<TableRow> = std::iter::once(TableRow::new(head).cant_split()).chain(lines).collect();
    Table::new(rows).set_grid(heads.iter().map(|head| head.width).collect())
}

/// Who gets it on the left, who signs on the right.
pub(super) fn signature(office: &str, to: &[&str]) -> Table {
    let mut left = TableCell::new().width(4600, WidthType::Dxa).add_paragraph(words("Nơi nhận:", true, 24));
    for line in to {
        left = left.add_paragraph(words(&format!("- {line}"), false, 22));
    }
    let mut right = TableCell::new().width(4750, WidthType::Dxa);
    for (line, bold) in
        [(office, true), ("(Chữ ký, dấu)", false), ("", false), ("", false), ("[Họ và tên]", true)]
    {
        right = right.add_paragraph(words(line, bold, BODY).align(AlignmentType::Center));
    }
    Table::without_borders(vec![TableRow::new(vec![left, right])]).set_grid(vec![4600, 4750])
}

/// Two who sign side by side.
pub(super) fn signers(left: &str, right: &str) -> Table {
    let cells = [left, right].map(|office| {
        [(office, true), ("(Ký, ghi rõ họ tên)", false)]
            .into_iter()
            .fold(TableCell::new().width(4650, WidthType::Dxa), |cell, (line, bold)| {
                cell.add_paragraph(words(line, bold, BODY).align(AlignmentType::Center))
            })
    });
    Table::without_borders(vec![TableRow::new(cells.to_vec())]).set_grid(vec![4650, 4650])
}

/// The bytes of the document, with the heads of its tables marked to be repeated.
pub(super) fn finish(document: Docx) -> Result<Vec<u8>, DocumentError> {
    let failed = |error: String| DocumentError(error);
    let mut parts = document.build();
    let xml =
        String::from_utf8(std::mem::take(&mut parts.document)).map_err(|error| failed(error.to_string()))?;
    // The writer knows no repeated heads: the first row of each table that has rows kept whole is one.
    let marked: Vec<String> = xml
        .split("<w:tbl>")
        .map(|table| table.replacen("<w:cantSplit />", "<w:cantSplit /><w:tblHeader />", 1))
        .collect();
    parts.document = marked.join("<w:tbl>").into_bytes();
    let mut bytes = Cursor::new(Vec::new());
    parts.pack(&mut bytes).map_err(|error| failed(error.to_string()))?;
    // The writer packs without making anything smaller, and there is a paper for every unit.
    repacked(&bytes.into_inner()).map_err(failed)
}
