//! What the runs of a string say (đoạn chữ của ô): shared ones and those that stand in their cell.

use std::borrow::Cow;

use quick_xml::events::Event;

use crate::part::{attribute, entity};

/// Gathers the runs of one string; the reading aids of East Asian texts are none of them.
#[derive(Default)]
pub(super) struct Runs {
    said: String,
    run: String,
    keeps_spaces: bool,
    in_run: bool,
    in_aid: bool,
}

impl Runs {
    pub(super) fn take(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "rPh" => self.in_aid = true,
                "t" if !self.in_aid => {
                    self.in_run = true;
                    self.keeps_spaces = attribute(tag, "space").is_some_and(|space| space == "preserve");
                }
                _ => {}
            },
            Event::Text(text) if self.in_run => self.run.push_str(&text.xml10_content()),
            Event::CData(text) if self.in_run => self.run.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) if self.in_run => self.run.push_str(&entity(reference)),
            Event::End(tag) => match tag.local_name().as_ref() {
                "rPh" => self.in_aid = false,
                "t" if self.in_run => {
                    let spaces = [' ', '\t', '\r', '\n'];
                    let run = if self.keeps_spaces { &self.run } else { self.run.trim_matches(spaces) };
                    self.said.push_str(&unescaped(run));
                    self.run.clear();
                    self.in_run = false;
                }
                _ => {}
            },
            _ => {}
        }
    }

    pub(super) fn said(&self) -> &str {
        &self.said
    }

    /// Makes ready for the next string.
    pub(super) fn clear(&mut self) {
        self.said.clear();
        self.run.clear();
        (self.in_run, self.in_aid) = (false, false);
    }
}

/// `_x000D_` stands for a character that XML has no room for, in units of UTF-16.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let unit = |rest: &str| {
        let digits = rest.strip_prefix("_x")?.get(..5)?.strip_suffix('_')?;
        let hexadecimal = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        hexadecimal.then(|| u16::from_str_radix(digits, 16).ok()).flatten()
    };
    let (mut said, mut units, mut rest) = (String::with_capacity(text.len()), Vec::new(), text);
    while let Some(first) = rest.chars().next() {
        if let Some(unit) = unit(rest) {
            units.push(unit);
            rest = rest.get(ESCAPE_LENGTH..).unwrap_or_default();
            continue;
        }
        said.push_str(&String::from_utf16_lossy(&units));
        units.clear();
        said.push(first);
        rest = rest.get(first.len_utf8()..).unwrap_or_default();
    }
    said.push_str(&String::from_utf16_lossy(&units));
    Cow::Owned(said)
}

const ESCAPE_LENGTH: usize = "_x000D_".len();

#[cfg(test)]
mod tests {
    use super::unescaped;

    #[test]
    fn escapes_are_read_and_nothing_else() {
        for (written, said) in [
            ("một_x000D_hai", "một\rhai"),
            ("_x005F_x000D_", "_x000D_"),
            ("_xD83D__xDE00_!", "😀!"),
            ("_xD83D_!", "\u{fffd}!"),
            ("he_x12_ so_xau _x", "he_x12_ so_xau _x"),
            ("_x00é1_", "_x00é1_"),
        ] {
            assert_eq!(unescaped(written), said, "{written}");
        }
    }
}
