//! One thing is no many (số ít): `1 rows` in an English sentence is `1 row`, and what is said of it is said of one.

/// What is counted in sentences, in its plural.
const THINGS: &[&str] = &[
    "awards",
    "blocks",
    "branches",
    "bytes",
    "cells",
    "clusters",
    "columns",
    "criteria",
    "days",
    "duplicates",
    "entrants",
    "entries",
    "equals",
    "errors",
    "figures",
    "files",
    "findings",
    "forms",
    "grades",
    "items",
    "lines",
    "members",
    "months",
    "mutants",
    "names",
    "notes",
    "parts",
    "places",
    "points",
    "records",
    "rows",
    "runs",
    "scopes",
    "sets",
    "sheets",
    "shifts",
    "steps",
    "tests",
    "times",
    "units",
    "values",
    "votes",
    "warnings",
    "years",
    "changes",
];
/// What may stand between the number and the thing.
const BETWEEN: &[&str] = &[
    "more",
    "other",
    "hidden",
    "consecutive",
    "working",
    "rule",
    "evaluation",
    "further",
    "different",
    "calendar",
];
/// What is said of many, and of one.
const SAID: &[(&str, &str)] = &[
    ("are", "is"),
    ("were", "was"),
    ("have", "has"),
    ("hold", "holds"),
    ("name", "names"),
    ("stay", "stays"),
    ("need", "needs"),
    ("do", "does"),
];
/// A number after one of these is a name and counts nothing.
const NAMED: &[&str] = &[
    "row", "rows", "line", "column", "level", "page", "part", "number", "version", "round", "rank",
    "cluster", "run", "of",
];

/// The same of a sentence that is ours already: most count nothing, and those are not copied.
pub(super) fn mended(words: String) -> String {
    if counts_one(&words) { one_of_many(&words) } else { words }
}

/// Whether a one stands before a word, as far as a glance tells.
fn counts_one(words: &str) -> bool {
    let bytes = words.as_bytes();
    let is_alone = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        before.is_none_or(|before| !before.is_ascii_alphanumeric() && !b".,".contains(before))
    };
    let one = |(at, three): (usize, &[u8])| matches!(three, [b'1', b' ', b'a'..=b'z']) && is_alone(at);
    bytes.windows(3).enumerate().any(one)
}

/// The sentence with one of a thing said as one (viết đúng số ít); names in quotes stay as they are.
///
/// ```
/// assert_eq!(thidua_rules::one_of_many("1 hidden rows were read: 3"), "1 hidden row was read: 3");
/// assert_eq!(thidua_rules::one_of_many("11 rows, 0.1 points, 1 criteria"), "11 rows, 0.1 points, 1 criterion");
/// assert_eq!(thidua_rules::one_of_many("row 1 names nobody, `1 rows`"), "row 1 names nobody, `1 rows`");
/// ```
#[must_use]
pub fn one_of_many(words: &str) -> String {
    if !counts_one(words) {
        return words.to_owned();
    }
    let pieces: Vec<&str> = words.split(' ').collect();
    let mut mended: Vec<String> = Vec::with_capacity(pieces.len());
    let mut quoted = false;
    // What the number before counts: not reached yet, or the thing was said just now.
    let (mut counting, mut said) = (false, false);
    for (at, piece) in pieces.iter().enumerate() {
        let was_quoted = quoted;
        quoted ^= piece.matches(['`', '“', '”']).count() % 2 == 1;
        let letters = piece.trim_matches(|letter: char| !letter.is_ascii_alphanumeric());
        let before = at.checked_sub(1).and_then(|before| pieces.get(before)).copied().unwrap_or_default();
        let mut own = (*piece).to_owned();
        if was_quoted || quoted {
            (counting, said) = (false, false);
        } else if counting && THINGS.contains(&letters) {
            own = piece.replacen(letters, &one(letters), 1);
            (counting, said) = (false, *piece == letters);
        } else if said {
            if let Some((_, single)) = SAID.iter().find(|(many, _)| many == piece) {
                (*single).clone_into(&mut own);
            }
            said = false;
        } else {
            let goes_on = counting && BETWEEN.contains(piece);
            let ends = |sign: char| before.ends_with(sign);
            let is_one = piece.trim_start_matches(['(', '\n', '"']) == "1";
            counting = goes_on || (is_one && !NAMED.contains(&before.trim_matches([',', ':'])) && !ends('='));
        }
        mended.push(own);
    }
    mended.join(" ")
}

fn one(thing: &str) -> String {
    match thing {
        "criteria" => "criterion".to_owned(),
        "branches" => "branch".to_owned(),
        "entries" => "entry".to_owned(),
        _ => thing.strip_suffix('s').unwrap_or(thing).to_owned(),
    }
}
