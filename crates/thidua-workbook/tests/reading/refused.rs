use rust_xlsxwriter::Workbook;
use thidua_workbook::Limits;

use super::make::{archive, encrypted, xlsx, xlsx_with};

fn code(bytes: &[u8], limits: &Limits) -> (&'static str, String) {
    let mut found = thidua_workbook::read("phieu.xlsx", bytes, limits).unwrap_err();
    assert_eq!(found.len(), 1, "{found:?}");
    let one = found.remove(0);
    assert!(one.help.is_some_and(|help| !help.vi.is_empty() && !help.en.is_empty()));
    (one.code, one.place.to_string())
}

fn text(at: &str) -> String {
    format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>x</t></is></c>")
}

#[test]
fn what_is_no_workbook_is_refused_once() {
    let usual = Limits::default();
    let mut workbook = Workbook::new();
    workbook.add_worksheet().write(0, 0, "x").unwrap();
    let whole = workbook.save_to_buffer().unwrap();
    assert!(thidua_workbook::read("a.xlsx", &whole, &usual).is_ok());
    for cut in [5, whole.len() / 3, whole.len() / 2, whole.len() - 10] {
        assert_eq!(code(&whole[..cut], &usual).0, "TD0370", "cut at {cut}");
    }
    assert_eq!(code(&archive(&[("word/document.xml", "<a/>")]), &usual).0, "TD0370");
    assert_eq!(code(&archive(&[("xl/workbook.bin", "")]), &usual).0, "TD0370");
    assert_eq!(code(&xlsx("<row r=\"1\"><c r=\"A1\"><v>1</v>"), &usual).0, "TD0370", "half a sheet");
    assert_eq!(code(&encrypted(), &usual).0, "TD0371");
    assert_eq!(code(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0], &usual).0, "TD0370");
    assert_eq!(code(&xlsx(""), &usual).0, "TD0373");
}

#[test]
fn limits_hold_before_anything_is_unpacked() {
    let usual = Limits::default();
    let far =
        xlsx(&format!("<row r=\"1\">{}</row><row r=\"1048576\">{}</row>", text("A1"), text("XFD1048576")));
    assert_eq!(code(&far, &usual), ("TD0372", "phieu.xlsx!Bảng 1!XFD1048576".to_owned()));
    let deep =
        xlsx(&format!("<row r=\"1\">{}</row><row r=\"1048576\">{}</row>", text("A1"), text("A1048576")));
    assert_eq!(thidua_workbook::read("a.xlsx", &deep, &usual).unwrap()[0].row_count(), 2);
    // 64 MiB of blanks pack to 64 KiB.
    let blanks = " ".repeat(64 << 20);
    let bomb = xlsx_with(&format!("<row r=\"1\">{}</row>", text("A1")), &[("xl/sharedStrings.xml", &blanks)]);
    assert!(bomb.len() < 1 << 20);
    assert_eq!(code(&bomb, &usual).0, "TD0372");
    let small = Limits { cells_max: 3, columns_max: 4, bytes_max: 1 << 20, sheets_max: 1, ..usual };
    let row = format!("<row r=\"1\">{}{}</row><row r=\"2\">{}</row>", text("A1"), text("C1"), text("A2"));
    assert_eq!(code(&xlsx(&row), &small), ("TD0372", "phieu.xlsx!Bảng 1!A2".to_owned()));
    assert_eq!(code(&xlsx(&row), &Limits { bytes_max: 10, ..usual }).0, "TD0372");
    assert_eq!(code(&xlsx(&row), &Limits { unpacked_max: 100, ..usual }).0, "TD0372");
    assert_eq!(code(&xlsx(&row), &Limits { parts_max: 2, ..usual }).0, "TD0372");
    assert_eq!(code(&xlsx(&row), &Limits { cell_bytes_max: 0, ..usual }).0, "TD0372");
}

#[test]
fn a_million_rows_without_a_word_are_nothing() {
    let blank: String = (2..=200_000).map(|row| format!("<row r=\"{row}\" s=\"1\"/>")).collect();
    let bytes = xlsx(&format!("<row r=\"1\">{}</row>{blank}", text("A1")));
    assert_eq!(thidua_workbook::read("a.xlsx", &bytes, &Limits::default()).unwrap()[0].row_count(), 1);
}

#[test]
fn any_damage_is_read_or_refused() {
    let whole = xlsx(&format!("<row r=\"1\">{}</row>", text("A1")));
    for position in 0..whole.len() {
        let mut bytes = whole.to_vec();
        bytes[position] ^= 0x5a;
        if let Err(found) = thidua_workbook::read("a.xlsx", &bytes, &Limits::default()) {
            assert!(!found.is_empty());
        }
    }
}

/// Streams below 4 KiB are kept elsewhere in the container than longer ones.
#[test]
fn old_workbooks_are_read_whatever_their_length() {
    let usual = Limits::default();
    let books: [(&[u8], usize); 2] = [(include_bytes!("small.xls"), 3), (include_bytes!("large.xls"), 81)];
    for (bytes, rows) in books {
        let sheets = thidua_workbook::read("a.xls", bytes, &usual).unwrap();
        assert_eq!(sheets.iter().map(thidua_table::Sheet::row_count).sum::<usize>(), rows);
    }
}

/// An old workbook is damaged at every place, one byte at a time: it is read or refused, and nothing else.
#[test]
fn damage_in_an_old_workbook_is_a_finding() {
    // Three rows, saved by LibreOffice.
    let whole = include_bytes!("small.xls");
    let usual = Limits::default();
    let mut refused = 0;
    for at in 8..whole.len() {
        for other in [0, 0xff, whole[at] ^ 1] {
            let mut bytes = *whole;
            bytes[at] = other;
            refused += usize::from(thidua_workbook::read("a.xls", &bytes, &usual).is_err());
        }
    }
    assert!(refused > 100, "{refused}");
}
