use std::io::{BufReader, Cursor, Read};

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use thidua_core::{Diagnostic, Place};

use crate::archive::Archive;
use crate::finding;

/// A name without its prefix.
pub(crate) fn bare(name: &str) -> &str {
    // Names are short: nothing is gained by looking faster.
    let prefix = name.bytes().position(|letter| letter == b':');
    prefix.and_then(|at| name.get(at + 1..)).unwrap_or(name)
}

/// An attribute of a tag, by its name without prefix.
pub(crate) fn attribute(tag: &BytesStart<'_>, wanted: &str) -> Option<String> {
    let mut attributes = tag.attributes();
    attributes.with_checks(false);
    let found = attributes.flatten().find(|attribute| bare(attribute.key.as_ref()) == wanted)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(|value| value.into_owned())
}

/// What an entity such as `&amp;` stands for; nothing but the five of XML and numbers.
pub(crate) fn entity(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(letter)) = reference.resolve_char_ref() {
        return letter.to_string();
    }
    quick_xml::escape::resolve_predefined_entity(&reference.xml10_content()).unwrap_or_default().to_owned()
}

/// A part that says it is larger than this is walked over piece by piece.
const IN_MEMORY_MAX: u64 = 32 << 20;

/// Whether a part says nothing of another encoding; each event is held to it.
fn is_utf8(content: &[u8]) -> bool {
    let head = content.get(..content.len().min(128)).unwrap_or_default().to_ascii_lowercase();
    let told = head.windows(ENCODING.len()).position(|window| window == ENCODING);
    let is_wide =
        content.starts_with(&[0xfe, 0xff]) || content.starts_with(&[0xff, 0xfe]) || head.contains(&0);
    !is_wide
        && told.is_none_or(|at| {
            head.get(at + ENCODING.len() + 1..).is_some_and(|name| name.starts_with(b"utf-8"))
        })
}

const ENCODING: &[u8] = b"encoding=";

/// How `<c/>` is told: as a beginning and an end, or as what it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hollow {
    InTwo,
    InOne,
}

/// Hands every event of a part to `take`, until the part ends or `take` has had enough.
pub(crate) fn each(
    name: &str,
    archive: &mut Archive<'_>,
    part: &str,
    take: impl FnMut(Event<'_>) -> Result<bool, Box<Diagnostic>>,
) -> Result<(), Box<Diagnostic>> {
    each_told(name, archive, (part, Hollow::InTwo), take)
}

/// The same, with a say in how hollow elements are told.
pub(crate) fn each_told(
    name: &str,
    archive: &mut Archive<'_>,
    (part, hollow): (&str, Hollow),
    mut take: impl FnMut(Event<'_>) -> Result<bool, Box<Diagnostic>>,
) -> Result<(), Box<Diagnostic>> {
    let damaged =
        |error: &dyn std::fmt::Display| finding::damaged(Place::file(name), &format!("{part}: {error}"));
    let (mut file, size) = archive.part(part)?;
    let allowed = file.limit();
    // Events of a text that lies in memory are borrowed from it; nearly every part is one.
    let mut content = Vec::new();
    if size <= IN_MEMORY_MAX {
        content.reserve(usize::try_from(size).unwrap_or(0));
        (&mut file).take(IN_MEMORY_MAX).read_to_end(&mut content).map_err(|error| damaged(&error))?;
    }
    let whole = u64::try_from(content.len()).is_ok_and(|size| size > 0 && size < IN_MEMORY_MAX);
    if whole && is_utf8(&content) {
        let left = file.limit();
        drop(file);
        archive.took(part, allowed - left, left)?;
        let mut reader = Reader::from_reader(content.as_slice());
        let config = reader.config_mut();
        config.expand_empty_elements = hollow == Hollow::InTwo;
        config.check_end_names = false;
        loop {
            match reader.read_event().map_err(|error| damaged(&error))? {
                Event::Eof => return Ok(()),
                event => {
                    if !take(event)? {
                        return Ok(());
                    }
                }
            }
        }
    }
    let mut file = Cursor::new(content).chain(file);
    let mut reader = Reader::from_reader(BufReader::new(&mut file));
    let config = reader.config_mut();
    config.expand_empty_elements = hollow == Hollow::InTwo;
    config.check_end_names = false;
    let mut buffer = Vec::with_capacity(1024);
    let walked = loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|error| damaged(&error)) {
            Err(error) => break Err(error),
            Ok(Event::Eof) => break Ok(()),
            Ok(event) => match take(event) {
                Ok(true) => {}
                Ok(false) => break Ok(()),
                Err(error) => break Err(error),
            },
        }
    };
    drop(reader);
    let left = file.get_ref().1.limit();
    drop(file);
    // What was cut off for being too much looks damaged.
    archive.took(part, allowed - left, left)?;
    walked
}
