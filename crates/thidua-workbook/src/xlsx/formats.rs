//! How the styles of a workbook show a number (định dạng số): as it is, as a percentage, as a day, as a length of time.

use std::collections::BTreeMap;

use quick_xml::events::Event;
use thidua_core::Diagnostic;

use crate::archive::Archive;
use crate::cell;
use crate::part::{attribute, each};

/// How a number is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Shown {
    #[default]
    Plain,
    Percent,
    /// A day, a time of day, or both.
    Moment,
    /// Hours, minutes or seconds that run on beyond a day.
    Span,
}

/// What each style shows, by its number.
pub(super) fn read(name: &str, archive: &mut Archive<'_>, part: &str) -> Result<Vec<Shown>, Box<Diagnostic>> {
    let mut codes: BTreeMap<u32, Shown> = BTreeMap::new();
    let (mut styles, mut inside) = (Vec::new(), false);
    each(name, archive, part, |event| {
        match event {
            Event::Start(tag) => {
                let id = || attribute(&tag, "numFmtId").and_then(|id| id.parse().ok());
                match tag.local_name().as_ref() {
                    "numFmt" => {
                        let code = attribute(&tag, "formatCode").unwrap_or_default();
                        codes.extend(id().map(|id| (id, of_code(&code))));
                    }
                    "cellXfs" => inside = true,
                    "xf" if inside => {
                        let id: u32 = id().unwrap_or(0);
                        styles.push(codes.get(&id).copied().unwrap_or_else(|| built_in(id)));
                    }
                    _ => {}
                }
            }
            Event::End(tag) if tag.local_name().as_ref() == "cellXfs" => inside = false,
            _ => {}
        }
        Ok(true)
    })?;
    Ok(styles)
}

/// The formats that have a number and no code (ECMA-376, 18.8.30); those of East Asia are days and times.
fn built_in(id: u32) -> Shown {
    match id {
        9 | 10 => Shown::Percent,
        14..=22 | 27..=36 | 45 | 47 | 50..=58 => Shown::Moment,
        46 => Shown::Span,
        _ => Shown::Plain,
    }
}

/// What the code of a format shows; its first section counts.
fn of_code(code: &str) -> Shown {
    if cell::is_percent(code) {
        return Shown::Percent;
    }
    let mut letters = code.chars();
    let mut half_of_day = false;
    while let Some(letter) = letters.next() {
        match letter {
            ';' => return Shown::Plain,
            // What follows is itself, or fills the cell.
            '\\' | '_' | '*' => {
                letters.next();
            }
            '"' => {
                letters.by_ref().find(|letter| *letter == '"');
            }
            '[' => {
                let inner: String = letters.by_ref().take_while(|letter| *letter != ']').collect();
                let same = |letter: char| inner.chars().all(|other| other.eq_ignore_ascii_case(&letter));
                if !inner.is_empty() && ['h', 'm', 's'].into_iter().any(same) {
                    return Shown::Span;
                }
            }
            'a' | 'A' => half_of_day = true,
            'p' | 'P' | '/' if half_of_day => return Shown::Moment,
            'd' | 'm' | 'h' | 'y' | 's' | 'D' | 'M' | 'H' | 'Y' | 'S' => return Shown::Moment,
            _ => {}
        }
    }
    Shown::Plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_say_what_they_show() {
        for (code, shown) in [
            ("General", Shown::Plain),
            ("#,##0.00", Shown::Plain),
            ("0.0%", Shown::Percent),
            ("0\"%\"", Shown::Plain),
            ("dd/mm/yyyy", Shown::Moment),
            ("[$-42A]dd\\ mmmm\\ yyyy;@", Shown::Moment),
            ("h:mm AM/PM", Shown::Moment),
            ("[h]:mm:ss", Shown::Span),
            ("[ss].000", Shown::Span),
            ("[Red]0;[Blue]-0", Shown::Plain),
            ("#,##0\\ \"đồng\"", Shown::Plain),
            ("#,##0 _đ;d", Shown::Plain),
            ("\"ngày\"0", Shown::Plain),
            ("0*y", Shown::Plain),
        ] {
            assert_eq!(of_code(code), shown, "{code}");
        }
    }
}
