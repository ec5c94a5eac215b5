//! The table of defects in the fixture: what was seeded, where, and by which code it is found.

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
