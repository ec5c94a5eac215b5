//! What a name written by a person stands for (so khớp tên): asked in one place for everything that names something.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use thidua_core::nearest;

use crate::word::{fold, plain};

/// Names and what each stands for (bảng tên), by position or by the id of a plan.
///
/// ```
/// use thidua_table::{Match, Names};
/// let mut names = Names::default();
/// names.add_id(0, "ubnd-tinh");
/// names.add(0, "UBND tỉnh");
/// names.add(1, "Hội đồng tỉnh");
/// assert_eq!(names.find("ubnd  TỈNH."), Match::One(0));
/// assert_eq!(names.find("Hoi dong tinh"), Match::Nothing, "a name without its accents is a question");
/// assert_eq!(names.nearest("Hoi dong tinh"), Some("Hội đồng tỉnh"));
/// assert_eq!(names.nearest("Văn phòng Hội đồng tỉnh khóa X"), Some("Hội đồng tỉnh"), "it stands in it");
/// ```
#[derive(Clone, Debug)]
pub struct Names<I = usize> {
    ids: HashMap<String, Positions<I>>,
    same: HashMap<String, Positions<I>>,
    /// Every name as it was added.
    written: Vec<(I, String)>,
    /// By the folded name what it stands for, and the first that is written so: gathered when somebody asks without
    /// accents, since of a hundred thousand names of a register nobody does.
    folded: OnceLock<BTreeMap<String, (Positions<I>, usize)>>,
}

/// Things with an id that go by titles too (danh mục): what people write becomes the id.
///
/// ```
/// let mut awards = thidua_table::Dictionary::default();
/// awards.add("co-thi-dua", "Cờ thi đua của UBND tỉnh");
/// assert_eq!(awards.id("cờ thi đua của  UBND tỉnh"), Some("co-thi-dua"));
/// assert_eq!(awards.id("Cờ thi đua"), None);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    names: Names,
    ids: Vec<String>,
}

impl Dictionary {
    /// Adds a thing by its id and a title; several titles may be added one after another.
    pub fn add(&mut self, id: &str, title: &str) {
        let position = self.names.ids.get(id).and_then(Positions::first).unwrap_or_else(|| {
            self.ids.push(id.to_owned());
            self.names.add_id(self.ids.len() - 1, id);
            self.ids.len() - 1
        });
        self.names.add(position, title);
    }

    /// The id that a name stands for, if it stands for one.
    #[must_use]
    pub fn id(&self, name: &str) -> Option<&str> {
        match self.names.find(name) {
            Match::One(position) => self.ids.get(position).map(String::as_str),
            Match::Several(_) | Match::Nothing => None,
        }
    }

    /// The name that was most likely meant.
    #[must_use]
    pub fn nearest(&self, name: &str) -> Option<&str> {
        self.names.nearest(name)
    }

    /// The name that differs in accents, case and signs alone.
    #[must_use]
    pub fn alike(&self, name: &str) -> Option<&str> {
        self.names.alike(name)
    }
}

/// What a name was found to stand for (kết quả so khớp).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Match<I = usize> {
    /// One thing.
    One(I),
    /// Several things alike.
    Several(Vec<I>),
    /// Nothing.
    Nothing,
}

impl<I> Match<I> {
    /// The same by another name of what was found.
    #[must_use]
    pub fn map<J>(self, mut of: impl FnMut(I) -> J) -> Match<J> {
        match self {
            Self::One(one) => Match::One(of(one)),
            Self::Several(several) => Match::Several(several.into_iter().map(of).collect()),
            Self::Nothing => Match::Nothing,
        }
    }

    /// What was found, where it is one thing.
    #[must_use]
    pub fn one(self) -> Option<I> {
        match self {
            Self::One(one) => Some(one),
            Self::Several(_) | Self::Nothing => None,
        }
    }
}

impl<I> Default for Names<I> {
    fn default() -> Self {
        let (ids, same) = (HashMap::new(), HashMap::new());
        Self { ids, same, written: Vec::new(), folded: OnceLock::new() }
    }
}

impl<I: Copy + PartialEq> Names<I> {
    /// Nobody yet, with room for so many things of an id and a name each.
    pub(crate) fn with_room(things: usize) -> Self {
        let names = things.saturating_mul(2);
        Self {
            ids: HashMap::with_capacity(things),
            same: HashMap::with_capacity(names),
            written: Vec::with_capacity(names),
            folded: OnceLock::new(),
        }
    }

    /// Adds an id, which stands before titles.
    pub fn add_id(&mut self, position: I, id: &str) {
        put(&mut self.ids, id.to_owned(), position);
        self.add(position, id);
    }

    /// Adds a title or another declared name.
    pub fn add(&mut self, position: I, name: &str) {
        if name.is_empty() {
            return;
        }
        put(&mut self.same, same(name), position);
        self.written.push((position, name.to_owned()));
        self.folded.take();
    }

    /// What a name stands for: an id as it is written, else any name but for case, kinds of space and signs at its end.
    #[must_use]
    pub fn find(&self, name: &str) -> Match<I> {
        let bare = || one(self.same.get(&same(unnumbered(name)?)));
        one(self.ids.get(name))
            .or_else(|| one(self.same.get(&same(name))))
            .or_else(bare)
            .unwrap_or(Match::Nothing)
    }

    /// What has this id, as it is written.
    pub(crate) fn with_id(&self, id: &str) -> Option<I> {
        self.ids.get(id).and_then(Positions::first)
    }

    /// Whether a name is one of them but for case, kinds of space and signs at its end.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.ids.contains_key(name) || self.same.contains_key(&same(name))
    }

    /// Like [`find`](Self::find), and failing that without accents too: for headers, which tables write in every way.
    #[must_use]
    pub fn find_loosely(&self, name: &str) -> Match<I> {
        let key = || Some(fold(name)).filter(|key| !key.is_empty());
        match self.find(name) {
            Match::Nothing => {
                key().and_then(|key| one(self.folded().get(&key).map(|(is, _)| is))).unwrap_or(Match::Nothing)
            }
            found => found,
        }
    }

    fn folded(&self) -> &BTreeMap<String, (Positions<I>, usize)> {
        self.folded.get_or_init(|| {
            let mut folded = BTreeMap::new();
            for (at, (position, name)) in self.written.iter().enumerate() {
                let known = folded.entry(fold(name)).or_insert((Positions::One(*position), at));
                known.0.add(*position);
            }
            folded
        })
    }

    /// The name that differs in accents, case and signs alone, where there is one: looked up at once.
    #[must_use]
    pub fn alike(&self, name: &str) -> Option<&str> {
        let key = Some(fold(name)).filter(|key| !key.is_empty())?;
        let (_, first) = self.folded().get(&key)?;
        self.written.get(*first).map(|(_, name)| name.as_str())
    }

    /// The name that was most likely meant, where there is one. All names are gone through: whoever asks for many names
    /// asks for those alone that are told, see `Findings::tells`.
    #[must_use]
    pub fn nearest(&self, name: &str) -> Option<&str> {
        self.alike(name).or_else(|| nearest(name, self.written())).or_else(|| self.inside(name))
    }

    fn written(&self) -> impl Iterator<Item = &str> {
        self.written.iter().map(|(_, name)| name.as_str())
    }

    /// The longest name that stands in another as whole words: `Xã A` in `UBND xã A`.
    fn inside(&self, name: &str) -> Option<&str> {
        let words = format!(" {} ", same(name));
        let stands =
            |written: &&str| written.contains(' ') && words.contains(&format!(" {} ", same(written)));
        self.written().filter(stands).max_by_key(|written| written.len())
    }
}

/// A name without the running number or dash before it (tên bỏ số thứ tự, gạch đầu dòng); `None` where there is none.
///
/// ```
/// assert_eq!(thidua_table::unnumbered("12. Xã A"), Some("Xã A"));
/// assert_eq!(thidua_table::unnumbered("- Vệ sinh"), Some("Vệ sinh"));
/// assert_eq!(thidua_table::unnumbered("I.1 Vệ sinh"), None);
/// ```
#[must_use]
pub fn unnumbered(name: &str) -> Option<&str> {
    let name = name.trim_start();
    let (mark, rest) = name.split_once(char::is_whitespace)?;
    let rest = rest.trim_start();
    let digits =
        mark.trim_start_matches('(').strip_suffix(['.', ')', '/']).map(|mark| mark.trim_end_matches(')'));
    let counts = |mark: &str| (1..=3).contains(&mark.len()) && mark.bytes().all(|byte| byte.is_ascii_digit());
    let numbered = digits.is_some_and(counts) || matches!(mark, "-" | "–" | "+" | "*" | "•");
    (numbered && !rest.is_empty()).then_some(rest)
}

/// The key under which two ways of writing are the same name: composition, case, kinds of space, signs at the end.
///
/// ```
/// assert_eq!(thidua_table::same("Cụm\u{a0} số  1. "), thidua_table::same("cụm số 1"));
/// ```
#[must_use]
pub fn same(name: &str) -> String {
    // One word of plain letters, as ids are: nothing to take apart.
    if name.bytes().all(|byte| byte.is_ascii_graphic()) {
        let mut key = name.to_ascii_lowercase();
        key.truncate(key.trim_end_matches(['.', ',', ';', ':']).len());
        return key;
    }
    let is_silent = |letter: char| matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}');
    let mut key = match name.contains(is_silent) {
        true => plain(&name.replace(is_silent, "")),
        false => plain(name),
    };
    if key.contains(" ,") {
        key = key.replace(" ,", ",");
    }
    key.truncate(key.trim_end_matches(['.', ',', ';', ':', ' ', '…']).len());
    key
}

/// What a key stands for: of a hundred thousand keys almost every one for one thing.
#[derive(Clone, Debug)]
enum Positions<I> {
    One(I),
    Several(Vec<I>),
}

impl<I: Copy + PartialEq> Positions<I> {
    /// Stands for this too.
    fn add(&mut self, position: I) {
        match self {
            Self::One(known) if *known == position => {}
            Self::Several(known) if known.contains(&position) => {}
            Self::Several(known) => known.push(position),
            Self::One(known) => *self = Self::Several(vec![*known, position]),
        }
    }

    fn first(&self) -> Option<I> {
        match self {
            Self::One(position) => Some(*position),
            Self::Several(positions) => positions.first().copied(),
        }
    }
}

fn put<I: Copy + PartialEq>(map: &mut HashMap<String, Positions<I>>, key: String, position: I) {
    map.entry(key).or_insert(Positions::One(position)).add(position);
}

fn one<I: Copy>(found: Option<&Positions<I>>) -> Option<Match<I>> {
    Some(match found? {
        Positions::One(position) => Match::One(*position),
        Positions::Several(positions) => Match::Several(positions.clone()),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_id_stands_before_a_title() {
        let mut names = Names::default();
        names.add_id(0, "a");
        names.add(0, "B");
        names.add_id(1, "b");
        names.add(1, "Hai");
        assert_eq!(names.find("b"), Match::One(1));
        assert_eq!(names.find("B"), Match::Several(vec![0, 1]));
        assert_eq!(names.find_loosely("HAI:"), Match::One(1));
    }

    proptest! {
        #[test]
        fn a_spelling_changes_nothing(name in "[a-zà-ỹđ]{1,6}( [a-zà-ỹđ]{1,6}){0,3}", upper: bool, end in "[.,;: ]{0,3}") {
            use unicode_normalization::UnicodeNormalization;
            let mut names = Names::default();
            names.add(7, &name);
            let written: String = name.replace(' ', "\u{a0} ").nfd().collect();
            let written = if upper { written.to_uppercase() } else { written };
            // A letter whose capital is written with two letters has no way back.
            prop_assume!(!upper || written.to_lowercase().nfc().eq(name.replace(' ', "\u{a0} ").nfc()));
            prop_assert_eq!(names.find(&format!("{written}{end}")), Match::One(7));
        }
    }
}
