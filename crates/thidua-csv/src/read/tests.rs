use proptest::prelude::*;
use thidua_core::Severity;

use super::*;
use crate::{WriteOptions, write};

/// The table as rows of texts behind their numbers, or the findings as `code@cell`.
fn show(bytes: &[u8]) -> Result<Vec<(u32, Vec<String>)>, Vec<String>> {
    let table = read("a.csv", bytes).map_err(|found| found.iter().map(code_at).collect::<Vec<_>>())?;
    Ok(std::iter::once(table.header())
        .chain(table.rows())
        .map(|row| (row.number(), row.cells().map(|cell| cell.text.to_owned()).collect()))
        .collect())
}

fn code_at(found: &Diagnostic) -> String {
    assert!(found.help.is_some() && !found.message.vi.is_empty() && !found.message.en.ends_with('.'));
    format!("{}@{}", found.code, found.place.to_string().trim_start_matches("a.csv!"))
}

fn rows(expected: &[(u32, &[&str])]) -> Result<Vec<(u32, Vec<String>)>, Vec<String>> {
    Ok(expected.iter().map(|(row, cells)| (*row, cells.iter().map(ToString::to_string).collect())).collect())
}

#[test]
fn reads_what_spreadsheets_write() {
    let plain = rows(&[(1, &["Đơn vị", "Điểm"]), (2, &["Phường 1", "8,5"])]);
    for text in [
        "Đơn vị;Điểm\nPhường 1;8,5\n",
        "\u{feff}Đơn vị;Điểm\r\nPhường 1;8,5\r\n",
        "Đơn vị,Điểm\nPhường 1,\"8,5\"",
        "Đơn vị\tĐiểm\rPhường 1\t8,5\r",
        "\u{feff}\"Đơn vị\",\"Điểm\"\n\"Phường 1\",\"8,5\"\n",
        "Đơn vị;Điểm;;\n\u{a0}Phường 1 ; 8,5;;\n;;;\n",
        "D\u{31b}\n".replace("D\u{31b}", "Đơn vị;Điểm\nPhu\u{31b}o\u{31b}\u{300}ng 1;8,5").as_str(),
    ] {
        assert_eq!(show(text.as_bytes()), plain, "{text}");
    }
    assert_eq!(show(b"a\n"), rows(&[(1, &["a"])]), "a header alone has no rows");
}

#[test]
fn counts_rows_as_a_spreadsheet_does() {
    assert_eq!(
        show(b"\n\"a\nb\",c\r\n\r\n1,2\n , \n\"3\r\n\",4\n\n5,6"),
        rows(&[(2, &["a\nb", "c"]), (4, &["1", "2"]), (6, &["3", "4"]), (8, &["5", "6"])])
    );
}

#[test]
fn refuses_with_the_place() {
    for (bytes, findings) in [
        (&b""[..], &["TD0350@a.csv"][..]),
        (b"\xef\xbb\xbf\r\n\n  \n", &["TD0350@a.csv"]),
        (b"PK\x03\x04....", &["TD0351@a.csv"]),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", &["TD0351@a.csv"]),
        (b"%PDF-1.7", &["TD0351@a.csv"]),
        (b"a,b\n1,\0\n", &["TD0352@B2"]),
        (b"a\0,\0b\0", &["TD0352@A1"]),
        (b"\xff\xfea\0,", &["TD0353@a.csv"]),
        (b"<html><table>", &["TD0351@a.csv"]),
        (b"a,b\n1,2\n3,Ph\xfd\xee\n", &["TD0354@B3"]),
        (b"a,b\n1,2,3\n4\n5,6\n7,8,,9", &["TD0355@C2", "TD0355@B3", "TD0355@D5"]),
        (b"Title\na,b\n1,2", &["TD0355@B2", "TD0355@B3"]),
        (b"a,b\n1,\"2\n3,4\n", &["TD0356@B2"]),
        (b"\"a\"x,b\n1,2\n1,2,3", &["TD0357@A1"]),
        (b"a,b\n\"x\"y\",1\n2,\"3\" z\n4\n", &["TD0357@A2", "TD0357@B3"]),
    ] {
        let expected = Err(findings.iter().map(ToString::to_string).collect());
        assert_eq!(show(bytes), expected, "{}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn keeps_to_the_limits() {
    let limits = Limits { bytes_max: 40, columns_max: 3, rows_max: 4, cells_max: 9, cell_bytes_max: 5 };
    for (text, findings) in [
        ("a,b,c\n1,2,3\n4,5,6\n", &[][..]),
        (&"a".repeat(41), &["TD0358@a.csv"]),
        ("a,b,c,d\n", &["TD0359@D1"]),
        ("a\n1\n\n2\n3\n", &["TD0360@A5"]),
        ("a,b\n1,123456\n", &["TD0361@B2"]),
        ("a,b\n1,\"23456\n7,8\n", &["TD0361@B2"]),
        ("a,ườ\n1,ườườườ\n", &["TD0361@B2"]),
        ("a,b,c\n1,2,3\n4,5,6\n7,8,9\n", &["TD0362@A4"]),
    ] {
        let found = read_with_limits("a.csv", text.as_bytes(), &limits).err().unwrap_or_default();
        assert_eq!(found.iter().map(code_at).collect::<Vec<_>>(), findings, "{text}");
    }
}

#[test]
fn lists_a_hundred_errors_and_counts_the_rest() {
    let found = read("a.csv", format!("a,b\n{}", "1\n".repeat(130)).as_bytes()).unwrap_err();
    let last = found.last().unwrap();
    assert_eq!((found.len(), last.code, last.severity), (101, "TD0363", Severity::Note));
    assert_eq!(
        (last.message.en.as_str(), last.place.to_string().as_str()),
        ("and 30 more errors", "a.csv!B102")
    );
}

#[test]
fn refuses_large_nonsense_early() {
    let size = 8 << 20;
    for (pattern, code) in [
        (&b"\0"[..], "TD0352"),
        (b"x", "TD0361"),
        (b",", "TD0359"),
        (b"\n", "TD0360"),
        (b"\"", "TD0361"),
        (b"\xe1", "TD0366"),
    ] {
        let bytes = pattern.repeat(size);
        assert_eq!(read("a.csv", &bytes).unwrap_err()[0].code, code);
    }
    let ragged = [&b"a,b\n"[..], &b"1,2,3\n".repeat(size / 6)].concat();
    let note = read("a.csv", &ragged).unwrap_err().pop().unwrap();
    assert!(note.message.en.starts_with("and "), "{}", note.message.en);
}

#[test]
fn a_large_table_stays_small() {
    let row = ["8,5"; 40].join(";");
    let text = format!(
        "{}\n{}",
        (0..40).map(|n| format!("c{n}")).collect::<Vec<_>>().join(";"),
        format!("{row}\n").repeat(5_000)
    );
    let table = read("a.csv", text.as_bytes()).unwrap();
    assert_eq!((table.row_count(), table.column_count()), (5_000, 40));
    assert!(table.rows().all(|row| row.cell(40) == "8,5"));
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(
        body in prop::collection::vec(prop::collection::vec("[a-cĐộ8;,\"\n\t]{0,5}", 3), 0..8),
        bom: bool,
        separator in prop::sample::select(vec![crate::Separator::Comma, crate::Separator::Semicolon, crate::Separator::Tab]),
    ) {
        let header = ["Mã; số", "Tên, họ", "Điểm"].map(String::from).to_vec();
        let rows: Vec<Vec<String>> = std::iter::once(header).chain(body).collect();
        let table = read("a.csv", &write(&rows, WriteOptions { bom, separator })).unwrap();
        let read: Vec<Vec<&str>> = table.rows().map(|row| row.cells().map(|cell| cell.text).collect()).collect();
        // A cell that starts with a tab or a line break was disarmed; reading trims the rest.
        let expected: Vec<Vec<String>> = rows[1..]
            .iter()
            .map(|row| row.iter().map(|cell| {
                let disarmed = if cell.starts_with(['\t', '\n']) { format!("'{cell}") } else { cell.clone() };
                clean(&disarmed).into_owned()
            }).collect::<Vec<_>>())
            .filter(|row| row.iter().any(|cell| !cell.is_empty()))
            .collect();
        prop_assert_eq!(read, expected);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Err(found) = read("a.csv", &bytes) {
            prop_assert!(!found.is_empty());
        }
    }
}
