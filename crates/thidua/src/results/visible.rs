use std::io::{Result, Write};

use thidua_core::visible_lines;

use super::ResultSink;

/// A sink that lets no hidden letter through: whatever came in with the inputs is seen in the results, or not there.
///
/// JSON has escapes of its own, which its writer makes.
pub(super) struct Visible<'a> {
    sink: &'a mut dyn ResultSink,
    is_text: bool,
    /// A byte order mark is only one at the very beginning.
    first: bool,
}

impl<'a> Visible<'a> {
    pub(super) fn over(sink: &'a mut dyn ResultSink) -> Self {
        Self { sink, is_text: false, first: false }
    }
}

const MARK: &str = "\u{feff}";

impl Visible<'_> {
    /// Writes some whole lines.
    pub(super) fn write_lines(&mut self, mut text: &str) -> Result<()> {
        if std::mem::take(&mut self.first)
            && let Some(rest) = text.strip_prefix(MARK)
        {
            self.sink.write_all(MARK.as_bytes())?;
            text = rest;
        }
        self.sink.write_all(visible_lines(text).as_bytes())
    }
}

impl Write for Visible<'_> {
    /// Whole pieces only: no letter is written in two.
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        match if self.is_text { std::str::from_utf8(bytes).ok() } else { None } {
            Some(text) => self.write_lines(text)?,
            None => self.sink.write_all(bytes)?,
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> Result<()> {
        self.sink.flush()
    }
}

impl ResultSink for Visible<'_> {
    fn begin(&mut self, name: &str) -> Result<()> {
        self.is_text = [".txt", ".csv"].iter().any(|ending| name.ends_with(ending));
        self.first = true;
        self.sink.begin(name)
    }
}
