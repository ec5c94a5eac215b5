//! The usual reader, calamine, on the same bytes: every cell of every workbook says the same in both.

use std::io::Cursor;
use std::path::Path;

use calamine::{DataRef, Reader, Xlsx};
use proptest::prelude::*;
use rust_xlsxwriter::{Format, Formula, Workbook};
use thidua_table::{Sheet, clean};

use super::make::{xlsx, xlsx_with};
use super::read;

/// Our text of a cell, by the number of its row in the file and its column.
fn ours(sheet: &Sheet, row: u32, column: u32) -> &str {
    sheet.lines().find(|line| line.number() == row).map_or("", |line| line.text(column))
}

fn agrees(value: &DataRef<'_>, ours: &str) -> bool {
    let number = |wanted: f64| match ours.strip_suffix('%') {
        Some(share) => (share.parse::<f64>().unwrap() / 100.0 - wanted).abs() < 1e-12,
        None => ours.parse::<f64>() == Ok(wanted),
    };
    match value {
        DataRef::String(text) => clean(text) == ours,
        DataRef::SharedString(text) => clean(text) == ours,
        DataRef::Float(value) => number(*value),
        DataRef::Int(value) => ours == value.to_string(),
        DataRef::Bool(value) => ours == value.to_string(),
        DataRef::Error(error) => ours == error.to_string(),
        DataRef::DateTime(value) => {
            let (year, month, day, ..) = value.to_ymd_hms_milli();
            let is_day = value.is_datetime() && value.as_f64() >= 1.0;
            if is_day {
                ours.starts_with(&format!("{day:02}/{month:02}/{year:04}"))
            } else {
                number(value.as_f64())
            }
        }
        DataRef::DateTimeIso(_) | DataRef::DurationIso(_) => !ours.is_empty(),
        DataRef::Empty => ours.is_empty() || ours.starts_with('='),
    }
}

/// How many cells both found.
fn held(bytes: &[u8]) -> usize {
    let sheets = read(bytes);
    let mut workbook = Xlsx::new(Cursor::new(bytes)).unwrap();
    let mut count = 0;
    for sheet in &sheets {
        let name = sheet.name().split_once('!').unwrap().1;
        let mut cells = workbook.worksheet_cells_reader(name).unwrap();
        let mut said = 0;
        while let Some(cell) = cells.next_cell().unwrap() {
            let (row, column) = cell.get_position();
            let ours = ours(sheet, row + 1, column + 1);
            assert!(
                agrees(cell.get_value(), ours),
                "{} {row} {column}: {:?}, {ours}",
                sheet.name(),
                cell.get_value()
            );
            said += usize::from(!ours.is_empty());
        }
        let all: usize = sheet
            .lines()
            .map(|line| line.columns().filter(|column| !line.text(*column).is_empty()).count())
            .sum();
        assert_eq!(said, all, "{}: cells that only one of them sees", sheet.name());
        count += said;
    }
    count
}

#[test]
fn every_workbook_of_the_fixtures_says_the_same() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures")];
    let mut count = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "xlsx") {
                count += held(&std::fs::read(path).unwrap());
            }
        }
    }
    assert!(count > 3_000, "{count} cells");
}

#[test]
fn what_programs_write_in_many_ways_says_the_same() {
    let strings = "<sst><si><t>một</t></si><si><r><t xml:space=\"preserve\">ha</t></r><r><t>i </t></r></si>\
        <si><t> ba </t><rPh sb=\"0\" eb=\"1\"><t>x</t></rPh></si><si><t>b_x00E1_o &amp; &#x110;</t></si><si/></sst>";
    let styles = "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy;@\"/><numFmt numFmtId=\"165\" formatCode=\"0.00&quot; điểm&quot;\"/></numFmts>\
        <cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"10\"/><xf numFmtId=\"46\"/><xf numFmtId=\"14\"><alignment/></xf></cellXfs></styleSheet>";
    let cells = "<row r=\"2\" spans=\"1:9\"><c r=\"A2\" t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c><c r=\"D2\" t=\"s\"><v>2</v></c><c r=\"E2\" t=\"s\"><v>3</v></c><c r=\"F2\" t=\"s\"><v>4</v></c>\
        <c r=\"G2\" s=\"1\"><v>42000</v></c><c r=\"H2\" s=\"2\"><v>8.4500000000000011</v></c><c r=\"I2\" s=\"3\"><v>0.855</v></c><c r=\"J2\" s=\"4\"><v>1.5</v></c><c r=\"K2\" s=\"5\" t=\"n\"><v>42000.5</v></c></row>\
        <row><c t=\"b\"><v>1</v></c><c t=\"e\"><v>#REF!</v></c><c t=\"str\"><f>A1</f><v>chữ &lt;x&gt;</v></c><c t=\"str\"><f>A1</f><v></v></c><c t=\"inlineStr\"><is><r><t>in</t></r><r><t>line</t></r></is></c>\
        <c><v>1E-3</v></c><c><v>-12.50</v></c><c><v>1234567890123456789</v></c><c s=\"9\"/><c><f>1+</f></c><c t=\"d\"><v>2025-08-04</v></c></row>";
    let bytes = xlsx_with(cells, &[("xl/sharedStrings.xml", strings), ("xl/styles.xml", styles)]);
    assert_eq!(held(&bytes), 18);
}

#[test]
fn a_part_that_never_ends_is_refused() {
    for half in [
        "<row r=\"1\"><c r=\"A1\"><v>1</v>",
        "<row r=\"1\"><c r=\"A1\"><v>1</v><c r=\"B1\"/></row>",
        "<row r=\"1\"><c r=\"1A\"><v>1</v></c></row>",
        "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>7</v></c></row>",
    ] {
        assert_eq!(
            thidua_workbook::read("a.xlsx", &xlsx(half), &Default::default()).unwrap_err()[0].code,
            "TD0370",
            "{half}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn random_workbooks_say_the_same(cells in prop::collection::vec((0_u32..40, 0_u16..12, 0_u8..6, -1e7_f64..1e7), 1..120)) {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet().set_name("Bảng & <1>").unwrap();
        sheet.write(60, 0, "cuối").unwrap();
        for (row, column, kind, number) in cells {
            match kind {
                0 => sheet.write(row, column, format!("ô {number:.0}\n_x000D_ & <a>")).unwrap(),
                1 => sheet.write(row, column, number).unwrap(),
                2 => sheet.write(row, column, (number / 100.0).round() / 4.0).unwrap(),
                3 => sheet.write_with_format(row, column, number.abs() / 100.0, &Format::new().set_num_format("dd/mm/yyyy")).unwrap(),
                4 => sheet.write_with_format(row, column, (number / 1e6).round() / 100.0, &Format::new().set_num_format("0.0%")).unwrap(),
                _ => sheet.write_formula(row, column, Formula::new("=1+1").set_result("2")).unwrap(),
            };
        }
        held(&workbook.save_to_buffer().unwrap());
    }
}
