//! The table of defects in the fixture: what was seeded, where, and by which code it is found.

use std::collections::BTreeSet;

use crate::units::folder;

/// One defect that was put somewhere, and the finding it must have.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Seeded {
    pub(crate) file: String,
    /// Sheet and cell; empty for the file as a whole.
    pub(crate) sheet: String,
    pub(crate) cell: String,
    pub(crate) code: String,
    pub(crate) what: String,
}

impl Seeded {
    pub(crate) fn new(what: &str, file: &str, code: &str, at: Option<&(String, u32, u32)>) -> Self {
        let (sheet, cell) = at.map_or_else(Default::default, |(sheet, row, column)| {
            (sheet.clone(), format!("{}{row}", thidua::column_letters(*column)))
        });
        Self { file: file.to_owned(), sheet, cell, code: code.to_owned(), what: what.to_owned() }
    }

    /// As a finding shows its place.
    pub(crate) fn place(&self) -> String {
        let mut place = self.file.clone();
        for more in [&self.sheet, &self.cell].into_iter().filter(|more| !more.is_empty()) {
            place += &format!("!{more}");
        }
        place
    }
}

/// Holds what was seeded to the table of the fixture; `THIDUA_UPDATE=1` writes it anew.
pub(crate) fn in_the_table(name: &str, seeded: &[Seeded]) {
    let path = folder().join(name);
    let mut rows = vec![["lỗi", "tệp", "trang", "ô", "mã"].map(str::to_owned).to_vec()];
    rows.extend(seeded.iter().map(|one| {
        vec![one.what.clone(), one.file.clone(), one.sheet.clone(), one.cell.clone(), one.code.clone()]
    }));
    let written = thidua_csv::write(rows, thidua_csv::WriteOptions::default());
    if std::env::var_os("THIDUA_UPDATE").is_some() {
        std::fs::write(&path, &written).unwrap();
    }
    let stands = std::fs::read(&path).unwrap_or_default();
    assert!(stands == written, "{name} is not what is seeded; THIDUA_UPDATE=1 writes it anew");
}

/// The tables of defects, each held to what is seeded by a test of its own.
const LISTS: [&str; 3] = ["loi-bang.csv", "loi-phieu.csv", "loi-trong-ngay.csv"];

/// Findings about a file as a whole; all others stand in a cell.
const WHOLE: &[&str] = &[
    "TD0350", "TD0370", "TD0371", "TD0372", "TD0373", "TD0377", "TD0403", "TD0404", "TD0470", "TD0471",
    "TD0472", "TD0473", "TD0478", "TD0479", "TD0480", "TD0481", "TD0482", "TD0485", "TD0489", "TD0490",
    "TD0491", "TD0492",
];

#[test]
fn the_defects_are_many_and_each_has_an_address() {
    let mut distinct = BTreeSet::new();
    let mut codes = BTreeSet::new();
    for name in LISTS {
        let bytes = std::fs::read(folder().join(name)).unwrap();
        let read = thidua_csv::read_sheet(name, &bytes, &Default::default()).unwrap();
        for line in read.sheet.lines().skip(1) {
            let [what, file, cell, code] = [1, 2, 4, 5].map(|column| line.text(column).to_owned());
            assert!(!file.is_empty() && code.starts_with("TD"), "{what}: {file} {code}");
            assert!(
                !cell.is_empty() || WHOLE.contains(&code.as_str()),
                "{what} in {file}: {code} in no cell"
            );
            codes.insert(code);
            distinct.insert(what);
        }
    }
    println!("{} distinct defects, {} codes", distinct.len(), codes.len());
    assert!(distinct.len() >= 80, "{} distinct defects", distinct.len());
}
