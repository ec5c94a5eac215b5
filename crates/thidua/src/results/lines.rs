//! The lines of a table in a file: those of CSV, or with tabs between the cells where CSV is not built in.

use thidua_core::ShortDecimal;

/// Lines that begin with the mark by which spreadsheet programs read Vietnamese letters rightly.
#[cfg(feature = "csv")]
pub(super) struct Lines(thidua_csv::Lines);

#[cfg(feature = "csv")]
impl Lines {
    pub(super) fn with_mark() -> Self {
        Self(thidua_csv::Lines::new(thidua_csv::WriteOptions { bom: true, ..Default::default() }))
    }

    #[inline]
    pub(super) fn cell(&mut self, cell: &str) {
        self.0.cell(cell);
    }

    #[inline]
    pub(super) fn number(&mut self, number: &ShortDecimal) {
        self.0.number(number);
    }

    pub(super) fn end_line(&mut self) {
        self.0.end_line();
    }

    pub(super) fn made(&self) -> &[u8] {
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
        if std::mem::replace(&mut self.begun, true) {
            self.text.push('\t');
        }
        self.text.push_str(cell);
    }

    pub(super) fn number(&mut self, number: &ShortDecimal) {
        self.cell(&number.to_string());
    }

    pub(super) fn end_line(&mut self) {
        self.text.push('\n');
        self.begun = false;
    }

    pub(super) fn made(&self) -> &[u8] {
        self.text.as_bytes()
    }

    pub(super) fn clear(&mut self) {
        self.text.clear();
    }
}
