use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use thidua_table::{Frame, find_table};

use super::make::{xlsx, xlsx_with};
use super::{found, read, rows, words};

fn saved(mut workbook: Workbook) -> Vec<u8> {
    workbook.save_to_buffer().unwrap()
}

#[test]
fn cells_are_what_was_typed() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("Bảng 1").unwrap();
    sheet.write_row(2, 0, ["Đơn vị", "I", "II", "III", "đạt", "ngày", "chữ số"]).unwrap();
    let numbers = [0.1, 8.45, 94.75, 1_234_567.89, 38.0, 0.0];
    for (row, number) in (3..).zip(numbers) {
        sheet.write(row, 0, format!("xa-{row}")).unwrap();
        sheet.write(row, 1, number).unwrap();
    }
    sheet.write_with_format(3, 2, 0.855, &Format::new().set_num_format("0.0%")).unwrap();
    sheet.write_with_format(4, 2, 1, &Format::new().set_num_format("0%")).unwrap();
    sheet.write_formula(5, 2, Formula::new("=B4+B5").set_result("8.55")).unwrap();
    sheet.write(3, 4, true).unwrap();
    let day = ExcelDateTime::from_ymd(2025, 8, 4).unwrap();
    sheet.write_with_format(3, 5, &day, &Format::new().set_num_format("dd/mm/yyyy")).unwrap();
    sheet.write(3, 6, "8,5").unwrap();
    let sheets = read(&saved(workbook));
    assert_eq!(sheets[0].name().as_ref(), "phieu.xlsx!Bảng 1");
    let read = rows(&sheets[0]);
    let column =
        |column: usize| read.iter().skip(1).map(|(_, cells)| cells[column].as_str()).collect::<Vec<_>>();
    assert_eq!(read[0].0, 3, "blank rows are counted");
    assert_eq!(column(1), ["0.1", "8.45", "94.75", "1234567.89", "38", "0"]);
    assert_eq!(column(2)[..3], ["85.5%", "100%", "8.55"]);
    assert_eq!((column(4)[0], column(5)[0], column(6)[0]), ("true", "04/08/2025", "8,5"));
}

#[test]
fn what_nobody_sees_is_told() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, unit) in (1..).zip(["a", "b", "c"]) {
        sheet.write(row, 0, unit).unwrap();
        sheet.write(row, 1, 5).unwrap();
    }
    sheet.write_row(0, 0, ["Đơn vị", "I"]).unwrap();
    sheet.set_row_hidden(2).unwrap();
    let other = workbook.add_worksheet();
    other.write_row(0, 0, ["Đơn vị", "I"]).unwrap();
    other.set_hidden(true);
    let bytes = saved(workbook);
    assert_eq!(found(&bytes), Ok((3, vec!["TD0336"])));
    let sheets = read(&bytes);
    let asked = Frame { sheet: Some("sheet2".to_owned()), ..Frame::default() };
    let told = find_table(&sheets, &words(), &asked).unwrap();
    assert_eq!(
        (told.table.row_count(), told.findings[0].code),
        (0, "TD0336"),
        "a hidden sheet that was asked for"
    );
    let nowhere = Frame { sheet: Some("Sheet9".to_owned()), ..Frame::default() };
    assert_eq!(find_table(&sheets, &words(), &nowhere).unwrap_err()[0].code, "TD0335");
}

#[test]
fn merged_cells_hold_for_all_they_cover() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let format = Format::new();
    sheet.write(0, 0, "BẢNG TỔNG HỢP ĐIỂM").unwrap();
    sheet.merge_range(2, 0, 3, 0, "Cụm", &format).unwrap();
    sheet.merge_range(2, 1, 3, 1, "Đơn vị", &format).unwrap();
    sheet.merge_range(2, 2, 2, 3, "Tiêu chí", &format).unwrap();
    sheet.write_row(3, 2, ["I", "II"]).unwrap();
    sheet.merge_range(4, 0, 5, 0, "Cụm 1", &format).unwrap();
    for (row, unit) in (4..).zip(["xa-a", "xa-b"]) {
        sheet.write(row, 1, unit).unwrap();
        sheet.write_row(row, 2, [5, 6]).unwrap();
    }
    let sheets = read(&saved(workbook));
    let table = find_table(&sheets, &words(), &Frame::default()).unwrap().table;
    let header: Vec<&str> = table.header().cells().map(|cell| cell.text).collect();
    assert_eq!(header, ["Cụm", "Đơn vị", "I", "II"]);
    let units: Vec<(&str, &str, &str)> =
        table.rows().map(|row| (row.cell(1), row.cell(2), row.cell(4))).collect();
    assert_eq!(units, [("Cụm 1", "xa-a", "6"), ("Cụm 1", "xa-b", "6")]);
    assert_eq!(table.row(1).unwrap().place(4).to_string(), "phieu.xlsx!Sheet1!D6");
}

#[test]
fn one_value_merged_over_two_entrants_is_refused() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_row(0, 0, ["Đơn vị", "I"]).unwrap();
    sheet.write(1, 0, "a").unwrap();
    sheet.write(2, 0, "b").unwrap();
    sheet.merge_range(1, 1, 2, 1, "5", &Format::new()).unwrap();
    assert_eq!(found(&saved(workbook)), Err(vec!["TD0337"]));
}

#[test]
fn formulas_count_by_their_stored_values() {
    let header = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Đơn vị</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>I</t></is></c></row>";
    let cells = "<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>a</t></is></c><c r=\"B2\"><f>1+1</f><v>2</v></c></row>\
        <row r=\"3\"><c r=\"A3\" t=\"inlineStr\"><is><t>b</t></is></c><c r=\"B3\"><f>SUM(B2,&quot;1&quot;)</f></c></row>\
        <row r=\"4\"><c r=\"A4\" t=\"inlineStr\"><is><t>c</t></is></c><c r=\"B4\" t=\"e\"><f>1/0</f><v>#DIV/0!</v></c></row>";
    let bytes = xlsx(&format!("{header}{cells}"));
    let sheet = &read(&bytes)[0];
    let texts: Vec<String> = rows(sheet).into_iter().skip(1).map(|(_, cells)| cells[1].clone()).collect();
    assert_eq!(texts, ["2", "=SUM(B2,\"1\")", "#DIV/0!"]);
    assert_eq!(found(&bytes), Ok((3, vec!["TD0376"])), "formulas are told once for the sheet");
    let link =
        xlsx_with(&format!("{header}{cells}"), &[("xl/externalLinks/externalLink1.xml", "<externalLink/>")]);
    assert_eq!(found(&link).unwrap().1, ["TD0376", "TD0377"]);
}

#[test]
fn a_computed_fraction_is_kept_and_is_no_number() {
    let row = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>x</t></is></c></row><row r=\"2\"><c r=\"A2\"><v>0.30000000000000004</v></c></row>";
    let table = read(&xlsx(row))[0].first_row_as_header().unwrap();
    let cell = table.row(0).unwrap();
    assert_eq!((cell.cell(1), cell.written(1)), ("0.30000000000000004", thidua_table::Written::Inexact));
}
