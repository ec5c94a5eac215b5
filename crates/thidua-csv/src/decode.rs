use std::borrow::Cow;
use std::sync::Arc;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1258};
use thidua_core::{Diagnostic, Place};
use thidua_table::{Legacy, clean, is_vietnamese};

use crate::finding;

/// The text of a file in UTF-8, without its byte order mark.
#[derive(Debug)]
pub(crate) struct Decoded<'b> {
    letters: Letters<'b>,
    /// What a person should know about how it was read.
    pub(crate) note: Option<Diagnostic>,
}

#[derive(Debug)]
enum Letters<'b> {
    Text(Cow<'b, str>),
    /// Bytes of which some are no letters: the reader names the first of them.
    Broken(&'b [u8]),
}

impl<'b> Decoded<'b> {
    fn plain(bytes: &'b [u8]) -> Self {
        let text = simdutf8::basic::from_utf8(bytes).map(Cow::Borrowed);
        Self { letters: text.map_or(Letters::Broken(bytes), Letters::Text), note: None }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        match &self.letters {
            Letters::Text(text) => text.as_bytes(),
            Letters::Broken(bytes) => bytes,
        }
    }

    /// The same as text, where all of it is.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.letters {
            Letters::Text(text) => Some(text),
            Letters::Broken(_) => None,
        }
    }
}

/// Brings a text to UTF-8 where its encoding can be told for certain.
///
/// UTF-16 says what it is. Windows-1258 has no mark: it is taken only where it makes every word Vietnamese and
/// the Western reading of the same bytes does not. TCVN3 and VNI are fonts rather than encodings, so their text
/// is recognised and never converted unasked.
pub(crate) fn decoded<'b>(name: &Arc<str>, bytes: &'b [u8]) -> Result<Decoded<'b>, Box<Diagnostic>> {
    let place = || Place::file(Arc::clone(name));
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => return Ok(Decoded::plain(rest)),
        [0xff, 0xfe, rest @ ..] => return wide(UTF_16LE, rest, place()),
        [0xfe, 0xff, rest @ ..] => return wide(UTF_16BE, rest, place()),
        _ => {}
    }
    let window = bytes.get(..LOOKED_AT).unwrap_or(bytes);
    let plain = Decoded::plain(bytes);
    if plain.text().is_some() || window.contains(&0) {
        return Ok(plain);
    }
    // Both have one byte for each letter: any beginning can be judged.
    let read = |encoding: &'static Encoding, bytes: &[u8]| {
        clean(&encoding.decode_without_bom_handling(bytes).0).into_owned()
    };
    let beginning = bytes.get(..JUDGED).unwrap_or(bytes);
    let (western, vietnamese) = (read(WINDOWS_1252, beginning), read(WINDOWS_1258, beginning));
    match (is_vietnamese(&vietnamese), is_vietnamese(&western)) {
        (true, false) => {
            let whole = read(WINDOWS_1258, bytes);
            if is_vietnamese(&whole) {
                let note = finding::converted(place(), sample(&whole));
                return Ok(Decoded { letters: Letters::Text(Cow::Owned(whole)), note: Some(note) });
            }
        }
        (true, true) => {
            return Err(finding::two_encodings(place(), sample(&vietnamese), sample(&western)).into());
        }
        (false, _) => {}
    }
    match Legacy::recognise(&western) {
        Some(legacy) => Err(legacy.diagnostic(place(), &western).into()),
        None => Ok(plain),
    }
}

const LOOKED_AT: usize = 1 << 20;
const JUDGED: usize = 64 << 10;

fn wide<'b>(
    encoding: &'static Encoding,
    bytes: &'b [u8],
    place: Place,
) -> Result<Decoded<'b>, Box<Diagnostic>> {
    match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Ok(Decoded { letters: Letters::Text(Cow::Owned(text.into_owned())), note: None }),
        None => Err(finding::broken_utf16(place).into()),
    }
}

/// The first word with a letter that is not ASCII.
fn sample(text: &str) -> &str {
    text.split(|character: char| character.is_whitespace() || matches!(character, ',' | ';' | '"'))
        .find(|word| !word.is_ascii())
        .unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> Result<(String, Option<&'static str>), &'static str> {
        let decoded = decoded(&"a.csv".into(), bytes).map_err(|refusal| refusal.code)?;
        Ok((String::from_utf8_lossy(decoded.bytes()).into_owned(), decoded.note.map(|note| note.code)))
    }

    #[test]
    fn what_says_its_encoding_is_read() {
        assert_eq!(text("\u{feff}Xã".as_bytes()), Ok(("Xã".to_owned(), None)));
        assert_eq!(text(b"\xff\xfeX\0\xe3\0"), Ok(("Xã".to_owned(), None)));
        assert_eq!(text(b"\xfe\xff\0X\0\xe3"), Ok(("Xã".to_owned(), None)));
        assert_eq!(text(b"\xff\xfeX"), Err("TD0353"));
        assert_eq!(text(b"\xff\xfe\0\xd8a\0"), Err("TD0353"), "half of a pair");
    }

    #[test]
    fn windows_1258_is_told_by_its_marks() {
        // `Đơn vị,Điểm` as Windows writes it: `ị` is `i` with a mark after it.
        let bytes = b"\xd0\xf5n vi\xf2,\xd0i\xea\xd2m\r\nXa\xde Ho\xcca Bi\xccnh,90\r\n";
        let (words, note) = text(bytes).unwrap();
        assert_eq!((words.as_str(), note), ("Đơn vị,Điểm\r\nXã Hòa Bình,90", Some("TD0365")));
        // `Xã Ba` in Latin-1 is `Xă Ba` in Windows-1258: nobody can tell.
        assert_eq!(text(b"X\xe3 Ba,90\n"), Err("TD0366"));
        // Letters were lost when the file was written.
        assert_eq!(text(b"\xd0o?n vi\xf2,1\n").map(|_| ()), Ok(()));
        assert!(crate::read("a.csv", b"\xd0o?n vi\xf2,1\n").is_err_and(|found| found[0].code == "TD0354"));
    }

    #[test]
    fn fonts_are_recognised_and_refused() {
        assert_eq!(text(b"\xa7\xacn v\xde,\xa7i\xd3m\n"), Err("TD0364"), "TCVN3");
        assert_eq!(text(b"\xd1\xf4n v\xf2,\xd1ie\xe5m\n"), Err("TD0364"), "VNI");
    }
}
