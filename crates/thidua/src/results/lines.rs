//! The lines of a table in a file: those of CSV, or with tabs between the cells where CSV is not built in.

/// Lines that begin with the mark by which spreadsheet programs read Vietnamese letters rightly.
#[cfg(feature = "csv")]
pub(super) struct Lines(thidua_csv::Lines);

#[cfg(feature = "csv")]
impl Lines {
    pub(super) fn with_mark() -> Self {
        Self(thidua_csv::Lines::new(thidua_csv::WriteOptions { bom: true, ..Default::default() }))
    }

    pub(super) fn cell(&mut self, cell: &str) {
        self.0.cell(cell);
    }

    pub(super) fn cell_of(&mut self, put: impl FnOnce(&mut String)) {
        self.0.cell_of(put);
    }

    pub(super) fn number_of(&mut self, put: impl FnOnce(&mut String)) {
        self.0.number_of(put);
    }

    pub(super) fn end_line(&mut self) {
        self.0.end_line();
    }

    pub(super) fn made(&self) -> &str {
        self.0.made()
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

#[cfg(not(feature = "csv"))]
pub(super) struct Lines {
    text: String,
    begun: bool,
}

#[cfg(not(feature = "csv"))]
impl Lines {
    pub(super) fn with_mark() -> Self {
        Self { text: String::new(), begun: false }
    }

    pub(super) fn cell(&mut self, cell: &str) {
        self.cell_of(|text| text.push_str(cell));
    }

    pub(super) fn cell_of(&mut self, put: impl FnOnce(&mut String)) {
        if std::mem::replace(&mut self.begun, true) {
            self.text.push('\t');
        }
        put(&mut self.text);
    }

    pub(super) fn number_of(&mut self, put: impl FnOnce(&mut String)) {
        self.cell_of(put);
    }

    pub(super) fn end_line(&mut self) {
        self.text.push('\n');
        self.begun = false;
    }

    pub(super) fn made(&self) -> &str {
        &self.text
    }

    pub(super) fn clear(&mut self) {
        self.text.clear();
    }
}
