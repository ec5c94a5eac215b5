//! Names that a reader takes for one another: ways of writing one cluster, and letters that only look alike.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use thidua_core::{Diagnostic, Place, text};

use crate::{fold, same};

/// Clusters as they are written, each under the key of its name.
#[derive(Default)]
pub(super) struct Clusters {
    /// Every spelling.
    spelled: HashMap<String, usize>,
    keys: HashMap<String, usize>,
    /// The spelling that is shown, and where the cluster stands first.
    named: Vec<(String, Place)>,
    /// How many entrants have no cluster, and the first of them.
    without: usize,
    first_without: Option<(Place, String)>,
}

impl Clusters {
    /// Takes the cluster of an entrant: which of them it is, in the order in which they were first met.
    pub(super) fn add(&mut self, cluster: &str, entrant: &str, place: Place) -> Option<usize> {
        if cluster.is_empty() {
            self.without += 1;
            if self.first_without.as_ref().is_none_or(|(first, _)| place < *first) {
                self.first_without = Some((place, entrant.to_owned()));
            }
            return None;
        }
        if let Some(at) = self.spelled.get(cluster).copied() {
            // The order of rows must leave no trace.
            if let Some((_, first)) = self.named.get_mut(at).filter(|(_, first)| place < *first) {
                *first = place;
            }
            return Some(at);
        }
        let key = same(cluster);
        let written = cluster.split_whitespace().collect::<Vec<_>>().join(" ");
        let written = written.trim_end_matches(['.', ',', ';', ':', ' ']).to_owned();
        let at = *self.keys.entry(key).or_insert(self.named.len());
        self.spelled.insert(cluster.to_owned(), at);
        match self.named.get_mut(at) {
            Some((shown, first)) => {
                if written < *shown {
                    *shown = written;
                }
                if place < *first {
                    *first = place;
                }
            }
            None => self.named.push((written, place)),
        }
        Some(at)
    }

    /// The spelling under which a cluster is shown.
    pub(super) fn shown(&self, cluster: &str) -> String {
        let named = self.spelled.get(cluster).and_then(|at| self.named.get(*at));
        named.map_or_else(|| cluster.to_owned(), |(shown, _)| shown.clone())
    }

    /// The spellings under which clusters are shown, in the order in which they were first met.
    pub(super) fn all_shown(&self) -> Vec<Arc<str>> {
        self.named.iter().map(|(shown, _)| shown.as_str().into()).collect()
    }

    /// Clusters that may be one, and entrants that have none while others do.
    pub(super) fn findings(&self) -> Vec<Diagnostic> {
        let mut keys: Vec<(&str, usize)> = self.keys.iter().map(|(key, at)| (key.as_str(), *at)).collect();
        keys.sort_unstable();
        let named: Vec<&(String, Place)> = keys.iter().filter_map(|(_, at)| self.named.get(*at)).collect();
        let place = |at: usize| named.get(at).map(|(_, place)| place.clone());
        let mut findings = homographs(named.iter().map(|(name, _)| name.as_str()), place);
        // Thousands of clusters are generated ones: nobody typed them side by side.
        let typed = named.iter().take(if named.len() <= 500 { 500 } else { 0 });
        let typed: Vec<(&str, &Place, Looks)> =
            typed.map(|(name, place)| (name.as_str(), place, Looks::of(name))).collect();
        for (position, (name, place, looks)) in typed.iter().enumerate() {
            let before = typed.iter().take(position);
            let near = before
                .into_iter()
                .find(|(.., other)| looks.skeleton != other.skeleton && other.is_near(looks));
            if let Some((other, first, _)) = near {
                findings.push(
                    Diagnostic::warning(
                        "TD0456",
                        (*place).clone(),
                        text!(
                            "cụm `{name}` và cụm `{other}` ({first}) gần giống nhau, được xếp hạng riêng",
                            "the clusters `{name}` and `{other}` ({first}) are nearly alike and ranked apart"
                        ),
                    )
                    .with_help(text!(
                        "nếu là một cụm, viết cùng một tên; nếu là hai, không cần sửa",
                        "write one name if they are one cluster; if they are two, leave them"
                    )),
                );
            }
        }
        if let (Some((place, first)), false) = (&self.first_without, self.named.is_empty()) {
            let count = self.without;
            findings.push(
                Diagnostic::warning(
                    "TD0457",
                    place.clone(),
                    text!(
                        "{count} đơn vị chưa ghi cụm, ví dụ `{first}`: các đơn vị này thành một cụm không tên",
                        "{count} entrants have no cluster, such as `{first}`: they make a cluster without a name"
                    ),
                )
                .with_help(text!("ghi cụm cho từng đơn vị", "give each its cluster")),
            );
        }
        findings
    }
}

/// Names that differ only in letters that look alike, such as `Đ` and the Icelandic `Ð`: nobody means two by them.
pub(super) fn homographs<'n>(
    names: impl Iterator<Item = &'n str> + Clone,
    place: impl Fn(usize) -> Option<Place>,
) -> Vec<Diagnostic> {
    let strange = |name: &str| name.chars().find(|letter| plain_letter(*letter) != *letter);
    // One of two names that only look alike has a strange letter: almost no list has any.
    if !names.clone().any(|name| !name.is_ascii() && strange(name).is_some()) {
        return Vec::new();
    }
    let mut seen: BTreeMap<String, (&str, usize)> = BTreeMap::new();
    let mut findings = Vec::new();
    for (position, name) in names.enumerate() {
        let (first, at) = *seen.entry(skeleton(name)).or_insert((name, position));
        if first == name || same(first) == same(name) {
            continue;
        }
        let letter = strange(name).or_else(|| strange(first));
        let (Some(letter), Some(at), Some(here)) = (letter, place(at), place(position)) else { continue };
        let (code, meant) = (u32::from(letter), plain_letter(letter));
        findings.push(
            Diagnostic::error(
                "TD0458",
                here,
                text!(
                    "`{name}` và `{first}` ({at}) trông như nhau nhưng khác chữ: có `{letter}` (U+{code:04X}) thay cho `{meant}`",
                    "`{name}` and `{first}` ({at}) look alike and are not: one has `{letter}` (U+{code:04X}) for `{meant}`"
                ),
            )
            .with_help(text!("gõ lại tên bằng bộ gõ tiếng Việt Unicode", "type the name again with a Unicode keyboard")),
        );
    }
    findings
}

/// The key of a name with every letter as it looks.
fn skeleton(name: &str) -> String {
    same(&name.chars().map(plain_letter).collect::<String>())
}

/// Letters of other alphabets that look like a Latin one.
const LOOKALIKES: (&str, &str) =
    ("ÐðƉɖАВЕЗІЈКМНОРСТХаеіјорсхуΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ĐđĐđABE3IJKMHOPCTXaeijopcxyABEZHIKMNOPTYXo");

fn plain_letter(letter: char) -> char {
    // Greek, Cyrillic, and a few that look like `Đ`: all other letters of a list are looked up nowhere.
    if !matches!(letter, 'Ð' | 'ð' | 'Ɖ' | 'ɖ' | '\u{370}'..='\u{4ff}') {
        return letter;
    }
    let mut pairs = LOOKALIKES.0.chars().zip(LOOKALIKES.1.chars());
    pairs.find(|(strange, _)| *strange == letter).map_or(letter, |(_, plain)| plain)
}

/// What of a name is compared with those of others.
struct Looks {
    skeleton: String,
    /// What tells it from its neighbours.
    marks: Vec<String>,
    /// All other words that count.
    words: Vec<String>,
}

impl Looks {
    fn of(name: &str) -> Self {
        let key = fold(name);
        let counting = key.split('-').filter(|word| !FILLERS.contains(word)).map(str::to_owned);
        let (marks, words) = counting.partition(|word| is_marker(word));
        Self { skeleton: skeleton(name), marks, words }
    }

    /// Whether two different names may well be one: all that counts in them is equal, and the words nearly so.
    fn is_near(&self, other: &Self) -> bool {
        if self.marks != other.marks {
            return false;
        }
        self.words == other.words
            || (self.words.len() == other.words.len()
                && self.words.join("").len() >= 5
                && one_letter_apart(&self.words.join("-"), &other.words.join("-")))
    }
}

/// Words that come and go in the name of one cluster: `Cụm thi đua số 1`, `Cụm 1`.
const FILLERS: &[&str] = &["so", "thi", "dua", "thu"];

/// A part of a name that tells it from its neighbours: a number, a single letter, a Roman numeral.
fn is_marker(word: &str) -> bool {
    word.chars().count() == 1
        || word.chars().any(|letter| letter.is_ascii_digit())
        || word.chars().all(|letter| matches!(letter, 'i' | 'v' | 'x'))
}

fn one_letter_apart(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (short, long) = if one.len() <= other.len() { (&one, &other) } else { (&other, &one) };
    let start = short.iter().zip(long).take_while(|(left, right)| left == right).count();
    let end =
        |left: usize| short.iter().rev().zip(long.iter().rev()).take_while(|(a, b)| a == b).count().min(left);
    match long.len() - short.len() {
        0 => start + end(short.len() - start) + 1 >= short.len(),
        1 => start + end(short.len() - start) >= short.len(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lookalikes_are_pairs() {
        assert_eq!(LOOKALIKES.0.chars().count(), LOOKALIKES.1.chars().count());
        for (strange, plain) in LOOKALIKES.0.chars().zip(LOOKALIKES.1.chars()) {
            assert_eq!(plain_letter(strange), plain);
        }
        assert_eq!(skeleton("Xã Ðông Hà"), skeleton("Xã Đông Hà"));
        assert_eq!(skeleton("Хã"), skeleton("Xã"), "a Cyrillic capital");
    }

    #[test]
    fn tells_spellings_from_neighbours() {
        for (one, other) in [
            ("Cụm 1", "Cụm số 1"),
            ("Cụm thi đua số 2", "Cụm 2"),
            ("Cụm miền núi", "Cum mien nui"),
            ("Khối sở ngành", "Khối sở nghành"),
        ] {
            assert!(Looks::of(one).is_near(&Looks::of(other)), "{one} / {other}");
        }
        for (one, other) in [
            ("Cụm 1", "Cụm 2"),
            ("Cụm I", "Cụm II"),
            ("Khối A", "Khối B"),
            ("Cụm 1", "Cụm 11"),
            ("Cụm Bắc", "Cụm Nam"),
            ("Sở số 1", "UBND xã số 1"),
        ] {
            assert!(!Looks::of(one).is_near(&Looks::of(other)), "{one} / {other}");
        }
    }
}
