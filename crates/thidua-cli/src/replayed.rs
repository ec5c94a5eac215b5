use std::fs::File;
use std::io::{BufRead, BufReader, Result, Write};
use std::path::Path;

use thidua::ResultSink;

use crate::record::{FileRecord, Hashed};

/// The first line that differs: its number from 1, the line as written and as replayed.
pub(crate) type Difference = (usize, String, String);

/// Results that are compared with the written ones while they come out, and kept nowhere.
pub(crate) struct Replayed<'a> {
    /// The folder of the written results.
    pub(crate) written: &'a Path,
    open: Option<Compared>,
    /// The files so far.
    files: Vec<(FileRecord, Option<Difference>)>,
}

/// One file under comparison.
struct Compared {
    name: String,
    hashed: Hashed,
    /// The written file, while no line differs.
    written: Option<BufReader<File>>,
    /// The lines compared so far.
    lines: usize,
    /// The begin of a line that is not complete.
    begun: Vec<u8>,
    difference: Option<Difference>,
}

impl<'a> Replayed<'a> {
    /// Compares with this folder.
    pub(crate) fn with(written: &'a Path) -> Self {
        Self { written, open: None, files: Vec::new() }
    }

    /// Name, size and hash of every file that came out, and where it first differs from what was written.
    pub(crate) fn finish(mut self) -> Vec<(FileRecord, Option<Difference>)> {
        self.files.extend(self.open.take().map(Compared::finish));
        self.files
    }
}

impl Compared {
    /// Compares the next replayed line; `None` when there are no more.
    fn compare(&mut self, replayed: Option<&[u8]>) -> bool {
        let mut written = Vec::new();
        let reader = self.written.as_mut().map(|file| file.read_until(b'\n', &mut written));
        let more = matches!(reader, Some(Ok(count)) if count > 0);
        self.lines += 1;
        let (before, now) = (shown(&written), shown(replayed.unwrap_or_default()));
        if self.difference.is_none() && before != now {
            self.difference = Some((self.lines, before, now));
        }
        more
    }

    fn finish(mut self) -> (FileRecord, Option<Difference>) {
        let last = std::mem::take(&mut self.begun);
        if !last.is_empty() {
            self.compare(Some(&last));
        }
        while self.difference.is_none() && self.compare(None) {}
        (self.hashed.record(&self.name), self.difference)
    }
}

/// A line as text, without its end.
fn shown(line: &[u8]) -> String {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(line)).into_owned()
}

impl Write for Replayed<'_> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        let Some(file) = &mut self.open else { return Ok(bytes.len()) };
        file.hashed.take(bytes);
        if file.difference.is_some() {
            return Ok(bytes.len());
        }
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            file.begun.extend_from_slice(piece);
            if piece.ends_with(b"\n") {
                let line = std::mem::take(&mut file.begun);
                file.compare(Some(&line));
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

impl ResultSink for Replayed<'_> {
    fn begin(&mut self, name: &str) -> Result<()> {
        self.files.extend(self.open.take().map(Compared::finish));
        self.open = Some(Compared {
            name: name.to_owned(),
            hashed: Hashed::default(),
            written: File::open(self.written.join(name)).ok().map(BufReader::new),
            lines: 0,
            begun: Vec::new(),
            difference: None,
        });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_difference_is_found_wherever_the_pieces_break() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a"), "một\nhai\nba\n").unwrap();
        for (now, expected) in [
            ("một\nhai\nba\n", None),
            ("một\nhai\nba", None),
            ("một\nhai!\nba\n", Some((2, "hai", "hai!"))),
            ("một\nhai\n", Some((3, "ba", ""))),
            ("một\nhai\nba\nbốn", Some((4, "", "bốn"))),
            ("", Some((1, "một", ""))),
        ] {
            for size in 1..=now.len().max(1) {
                let mut replayed = Replayed::with(folder.path());
                replayed.begin("a").unwrap();
                for piece in now.as_bytes().chunks(size) {
                    replayed.write_all(piece).unwrap();
                }
                let (_, found) = replayed.finish().pop().unwrap();
                let expected = expected.map(|(line, before, now)| (line, before.to_owned(), now.to_owned()));
                assert_eq!(found, expected, "{now:?} in pieces of {size}");
            }
        }
    }
}
