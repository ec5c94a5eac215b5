use std::sync::Arc;

use serde::de::DeserializeOwned;
use thidua_core::{Diagnostic, Place, sort_diagnostics, text};

use crate::recovery::MISTAKES_MAX;
use crate::tree::{Growth, grow};
use crate::wording::{Source, with_remedy};
use crate::{Limits, bytes, code, recovery};

/// Reads a rule file (đọc bộ tiêu chí) that is already text.
///
/// # Errors
/// Every mistake in the text, in the order of the file; at most 100, and then a note that says so.
///
/// ```
/// let points: Vec<thidua_core::Decimal> = thidua_rulefile::read("diem.yaml", "[8.50, 10]").unwrap();
/// assert_eq!(points[0].to_string(), "8.50");
/// ```
pub fn read<T: DeserializeOwned>(name: &str, source: &str) -> Result<T, Vec<Diagnostic>> {
    read_with(name, source, &Limits::default())
}

/// Reads a text with limits of one's own (đọc với giới hạn riêng).
///
/// # Errors
/// As for [`read`].
///
/// ```
/// use thidua_rulefile::{Limits, read_with};
/// let limits = Limits { depth: 2, ..Limits::default() };
/// let found = read_with::<Vec<Vec<Vec<u32>>>>("sau.json", "[[[1]]]", &limits).unwrap_err();
/// assert_eq!(found[0].place.to_string(), "sau.json:1:3");
/// ```
pub fn read_with<T: DeserializeOwned>(
    name: &str,
    source: &str,
    limits: &Limits,
) -> Result<T, Vec<Diagnostic>> {
    let name: Arc<str> = name.into();
    bytes::check_size(&name, source.len(), limits).map_err(|finding| vec![with_remedy(*finding)])?;
    read_text(&Source { name, text: bytes::without_mark(source) }, limits)
}

/// Reads the bytes of a rule file (đọc tệp bộ tiêu chí), which must be UTF-8; a byte order mark is skipped.
///
/// # Errors
/// As for [`read`]; also when the bytes are not text, with the place of the first wrong byte.
///
/// ```
/// let found = thidua_rulefile::read_bytes::<String>("cu.yaml", b"a: 1\nb: \xe0\n").unwrap_err();
/// assert_eq!(found[0].place.to_string(), "cu.yaml:2:4");
/// ```
pub fn read_bytes<T: DeserializeOwned>(name: &str, bytes: &[u8]) -> Result<T, Vec<Diagnostic>> {
    read_bytes_with(name, bytes, &Limits::default())
}

/// Reads bytes with limits of one's own (đọc tệp với giới hạn riêng).
///
/// # Errors
/// As for [`read_bytes`].
///
/// ```
/// use thidua_rulefile::{Limits, read_bytes_with};
/// let limits = Limits { bytes: 3, ..Limits::default() };
/// let found = read_bytes_with::<Vec<u32>>("lon.json", b"[1, 2]", &limits).unwrap_err();
/// assert_eq!(found[0].code, "TD0101");
/// ```
pub fn read_bytes_with<T: DeserializeOwned>(
    name: &str,
    bytes: &[u8],
    limits: &Limits,
) -> Result<T, Vec<Diagnostic>> {
    let name: Arc<str> = name.into();
    let text = bytes::text_of(&name, bytes, limits).map_err(|finding| vec![with_remedy(*finding)])?;
    read_text(&Source { name, text }, limits)
}

fn read_text<T: DeserializeOwned>(source: &Source<'_>, limits: &Limits) -> Result<T, Vec<Diagnostic>> {
    let Growth { tree, mut diagnostics } = grow(&source.name, source.text, limits);
    if let Some(tree) = tree {
        match recovery::deserialize(source, tree) {
            Ok(value) if diagnostics.is_empty() => return Ok(value),
            Ok(_) => {}
            Err(mistakes) => diagnostics.extend(mistakes),
        }
    }
    Err(in_order(source, diagnostics))
}

/// The findings in the order of the file, the note about stopping last.
fn in_order(source: &Source<'_>, mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let before = diagnostics.len();
    diagnostics.retain(|finding| finding.code != code::STOPPED);
    let stopped = before != diagnostics.len() || diagnostics.len() >= MISTAKES_MAX;
    sort_diagnostics(&mut diagnostics);
    diagnostics.truncate(MISTAKES_MAX);
    if diagnostics.is_empty() {
        // A mended tree always has a finding; this guards the promise that an error says why.
        let message = text!("không đọc được tệp này", "this file cannot be read");
        diagnostics.push(Diagnostic::error(code::SYNTAX, Place::file(source.name.clone()), message));
    }
    if stopped {
        diagnostics.push(recovery::stopped(&source.name));
    }
    diagnostics.into_iter().map(with_remedy).collect()
}
