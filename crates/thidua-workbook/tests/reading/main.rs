//! Workbooks of every kind: read as they were typed, or refused once with what to send instead.

#![expect(clippy::unwrap_used, reason = "a test that fails loudly is what is wanted")]

mod make;
mod ods;
mod refused;
#[expect(
    clippy::float_arithmetic,
    reason = "the usual reader speaks in binary fractions, and is held to them"
)]
mod usual;
mod values;

use thidua_table::{Role, Sheet, Words, find_table};

/// The cells of a sheet, row by row, through the only door there is: a table whose header is its first row.
fn rows(sheet: &Sheet) -> Vec<(u32, Vec<String>)> {
    let table = sheet.first_row_as_header().unwrap();
    std::iter::once(table.header())
        .chain(table.rows())
        .map(|row| (row.number(), row.cells().map(|cell| cell.text.to_owned()).collect()))
        .collect()
}

fn read(bytes: &[u8]) -> Vec<Sheet> {
    thidua_workbook::read("phieu.xlsx", bytes, &Default::default()).unwrap_or_else(|found| {
        let told: Vec<String> = found.iter().map(|one| format!("{} {}", one.code, one.message.en)).collect();
        assert!(told.is_empty(), "{told:?}");
        Vec::new()
    })
}

/// The words of a small table of evaluations.
fn words() -> Words {
    let mut words = Words::default();
    words.add("Đơn vị", Role::Entrant);
    for name in ["I", "II", "III"] {
        words.add(name, Role::Value { max: None });
    }
    words.add("Cụm", Role::Other);
    words
}

/// What is said beside the table that is found.
fn found(bytes: &[u8]) -> Result<(usize, Vec<&'static str>), Vec<&'static str>> {
    let codes = |found: &[thidua_core::Diagnostic]| found.iter().map(|one| one.code).collect::<Vec<_>>();
    match find_table(&read(bytes), &words(), &Default::default()) {
        Ok(found) => Ok((found.table.row_count(), codes(&found.findings))),
        Err(found) => Err(codes(&found)),
    }
}
