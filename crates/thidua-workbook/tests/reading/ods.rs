use std::io::Cursor;

use calamine::{Data, Ods, Reader};
use thidua_table::find_table;

use super::make::ods;
use super::{read, rows, words};

const TABLE: &str = "<table:table table:name=\"Bảng 1\">\
    <table:table-row table:number-rows-repeated=\"2\"><table:table-cell table:number-columns-repeated=\"3\"/></table:table-row>\
    <table:table-row><table:table-cell office:value-type=\"string\"><text:p>Đơn vị</text:p></table:table-cell><table:table-cell office:value-type=\"string\"><text:p>I</text:p></table:table-cell><table:table-cell office:value-type=\"string\"><text:p>II</text:p></table:table-cell></table:table-row>\
    <table:table-row><table:table-cell office:value-type=\"string\"><text:p>xa-a<office:annotation><text:p>ghi chú của ô</text:p></office:annotation></text:p></table:table-cell><table:table-cell office:value-type=\"float\" office:value=\"8.45\"><text:p>8,5</text:p></table:table-cell><table:table-cell office:value-type=\"percentage\" office:value=\"0.855\"><text:p>86%</text:p></table:table-cell></table:table-row>\
    <table:table-row table:visibility=\"collapse\"><table:table-cell office:value-type=\"string\"><text:p>xa-b</text:p></table:table-cell><table:table-cell table:formula=\"of:=[.B4]*2\" office:value-type=\"float\" office:value=\"16.9\"><text:p>16,9</text:p></table:table-cell><table:table-cell office:value-type=\"date\" office:date-value=\"2025-08-04\"><text:p>4/8</text:p></table:table-cell></table:table-row>\
    <table:table-row table:number-rows-repeated=\"2\"><table:table-cell office:value-type=\"boolean\" office:boolean-value=\"true\"><text:p>ĐÚNG</text:p></table:table-cell><table:table-cell table:number-columns-repeated=\"2\" office:value-type=\"float\" office:value=\"7\"><text:p>7</text:p></table:table-cell></table:table-row>\
    <table:table-row table:number-rows-repeated=\"1048569\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>\
    </table:table><table:table table:name=\"Ẩn\" table:style-name=\"ta2\"/>";

#[test]
fn a_sheet_is_read_in_one_walk() {
    let bytes = ods(TABLE);
    let sheets = read(&bytes);
    let read = rows(&sheets[0]);
    let shown: Vec<(u32, Vec<&str>)> =
        read.iter().map(|(row, cells)| (*row, cells.iter().map(String::as_str).collect())).collect();
    assert_eq!(
        shown,
        [
            (3, vec!["Đơn vị", "I", "II"]),
            (4, vec!["xa-a", "8.45", "85.5%"]),
            (5, vec!["xa-b", "16.9", "04/08/2025"]),
            (6, vec!["true", "7", "7"]),
            (7, vec!["true", "7", "7"]),
        ]
    );
    let told = find_table(&sheets, &words(), &Default::default()).unwrap();
    let codes: Vec<&str> = told.findings.iter().map(|one| one.code).collect();
    assert_eq!(codes, ["TD0376", "TD0336"], "a formula, and a row nobody sees");
}

/// The usual reader, on the same bytes, finds the same values where it says what they are.
#[test]
fn the_usual_reader_agrees() {
    let bytes = ods(TABLE);
    let mut workbook = Ods::new(Cursor::new(bytes.as_slice())).unwrap();
    let range = workbook.worksheet_range("Bảng 1").unwrap();
    let number = |row, column| match range.get_value((row, column)) {
        Some(Data::Float(value)) => value.to_string(),
        other => format!("{other:?}"),
    };
    assert_eq!(
        (number(3, 1), number(4, 1), number(6, 2)),
        ("8.45".to_owned(), "16.9".to_owned(), "7".to_owned())
    );
}

#[test]
fn a_row_drawn_down_to_the_end_is_refused() {
    let row = "<table:table table:name=\"T\"><table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell office:value-type=\"float\" office:value=\"1\"/></table:table-row></table:table>";
    let found = thidua_workbook::read("a.ods", &ods(row), &Default::default()).unwrap_err();
    assert_eq!(found[0].code, "TD0372");
    let wide = "<table:table table:name=\"T\"><table:table-row><table:table-cell table:number-columns-repeated=\"16384\" office:value-type=\"float\" office:value=\"1\"/></table:table-row></table:table>";
    let found = thidua_workbook::read("a.ods", &ods(wide), &Default::default()).unwrap_err();
    assert_eq!(found[0].code, "TD0372");
}
