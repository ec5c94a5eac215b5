//! What a name written by a person stands for (so khớp tên): asked in one place for everything that names something.

mod index;

use std::ops::{Deref, Range};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};

use arcstr::{ArcStr, Substr};
use thidua_core::nearest;

use index::Index;

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
    /// Every name as it was added, one behind the other.
    text: Texts,
    /// Where each of them ends, and what it stands for.
    written: Vec<Written<I>>,
    /// Each way of looking names up is made ready when somebody first asks so: of the million names of a register whose
    /// tables have its ids nobody does.
    ids: OnceLock<Index>,
    same: OnceLock<Index>,
    folded: OnceLock<Index>,
    last: Last,
}

/// The id that was found last (mã tìm thấy sau cùng), and which came after which before: most tables have the order of the
/// register, or several rows for each, and the tables of a movement the same order. It says where to look first, never what
/// is there.
#[derive(Debug, Default)]
struct Last {
    found: AtomicUsize,
    /// For each name the one that was found after it, where that is not one of those behind it; 0 for none.
    after: OnceLock<Vec<AtomicU32>>,
}

/// So many names behind it are looked at.
const LOOKED_AT: usize = 8;

impl Last {
    /// The name that came after the last one before.
    fn next(&self) -> Option<usize> {
        let after = self.after.get()?.get(self.found.load(Ordering::Relaxed))?;
        usize::try_from(after.load(Ordering::Relaxed)).ok()
    }

    /// Remembers what came after the last one, among so many names.
    fn jumps(&self, to: usize, names: usize) {
        let after =
            self.after.get_or_init(|| std::iter::repeat_with(AtomicU32::default).take(names).collect());
        let from = after.get(self.found.load(Ordering::Relaxed));
        from.into_iter().for_each(|from| from.store(u32::try_from(to).unwrap_or(0), Ordering::Relaxed));
    }
}

impl Clone for Last {
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// Names one behind the other.
#[derive(Clone, Debug)]
enum Texts {
    /// More are to come.
    Growing(String),
    /// Others keep parts of it.
    Shared(ArcStr),
}

impl Default for Texts {
    fn default() -> Self {
        Self::Growing(String::new())
    }
}

impl Deref for Texts {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Growing(text) => text,
            Self::Shared(text) => text,
        }
    }
}

impl Texts {
    fn push(&mut self, name: &str) {
        match self {
            Self::Growing(text) => text.push_str(name),
            // Those who keep parts of it keep the text as it was.
            Self::Shared(text) => *self = Self::Growing([text.as_str(), name].concat()),
        }
    }
}

/// A name among others.
#[derive(Clone, Copy, Debug)]
struct Written<I> {
    /// Where it ends in the text of all.
    end: usize,
    of: I,
    is_id: bool,
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
        let position = self.names.with_id(id).unwrap_or_else(|| {
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
        let (text, ids, same, folded, last) = Default::default();
        Self { text, written: Vec::new(), ids, same, folded, last }
    }
}

impl<I: Copy + Ord> Names<I> {
    /// Nobody yet, with room for so many names of so many bytes together.
    pub(crate) fn with_room(names: usize, bytes: usize) -> Self {
        let (text, written) = (Texts::Growing(String::with_capacity(bytes)), Vec::with_capacity(names));
        Self { text, written, ..Self::default() }
    }

    /// Adds an id, which stands before titles.
    pub fn add_id(&mut self, position: I, id: &str) {
        self.push(position, id, true);
    }

    /// Adds a title or another declared name.
    pub fn add(&mut self, position: I, name: &str) {
        if !name.is_empty() {
            self.push(position, name, false);
        }
    }

    fn push(&mut self, of: I, name: &str, is_id: bool) {
        let at = self.written.len();
        self.text.push(name);
        self.written.push(Written { end: self.text.len(), of, is_id });
        // What is ready stays so.
        if let Some(ids) = self.ids.get_mut().filter(|_| is_id) {
            ids.add(at, name);
        }
        if let Some(all) = self.same.get_mut().filter(|_| !name.is_empty()) {
            all.add(at, &same(name));
        }
        if let Some(all) = self.folded.get_mut().filter(|_| !name.is_empty()) {
            all.add(at, &fold(name));
        }
    }

    /// How many names there are.
    pub(crate) fn len(&self) -> usize {
        self.written.len()
    }

    /// The name that was added so many names after the first.
    pub(crate) fn name(&self, at: usize) -> &str {
        self.text.get(self.range(at)).unwrap_or("")
    }

    /// Lays the names where others may keep parts of them: those who keep a million keep one piece of memory.
    pub(crate) fn share(&mut self) {
        self.text = Texts::Shared(ArcStr::from(&*self.text));
    }

    /// The same name, to be kept.
    pub(crate) fn kept(&self, at: usize) -> Substr {
        match &self.text {
            // Parts of longer texts have no place in a `Substr`.
            Texts::Shared(text) if u32::try_from(text.len()).is_ok() => text.substr(self.range(at)),
            Texts::Growing(_) | Texts::Shared(_) => self.name(at).into(),
        }
    }

    fn range(&self, at: usize) -> Range<usize> {
        let end_of = |at: usize| self.written.get(at).map_or(self.text.len(), |name| name.end);
        at.checked_sub(1).map_or(0, end_of)..end_of(at)
    }

    /// What a name stands for: an id as it is written, else any name but for case, kinds of space and signs at its end.
    #[must_use]
    pub fn find(&self, name: &str) -> Match<I> {
        let spelled = |name: &str| self.matched(self.spelled(&same(name)));
        or_else(self.matched(self.with_this_id(name)), || {
            or_else(spelled(name), || unnumbered(name).map_or(Match::Nothing, spelled))
        })
    }

    /// What has this id, as it is written.
    pub(crate) fn with_id(&self, id: &str) -> Option<I> {
        let last = self.last.found.load(Ordering::Relaxed);
        let is_id = |at: &usize| self.written.get(*at).is_some_and(|name| name.is_id);
        let from = |at: usize| (at..at.saturating_add(LOOKED_AT)).filter(is_id);
        // The same one again, or the next of them; or the first, where they are gone through once more.
        let near = from(last).take(2).chain(self.last.next().filter(is_id)).chain(from(0).take(1));
        let mut near = near.filter(|at| self.name(*at) == id);
        let found = near.next().or_else(|| {
            let found = self.with_this_id(id).last()?;
            self.last.jumps(found, self.written.len());
            Some(found)
        })?;
        self.last.found.store(found, Ordering::Relaxed);
        self.written.get(found).map(|name| name.of)
    }

    /// Whether a name is one of them but for case, kinds of space and signs at its end.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.with_id(name).is_some() || self.spelled(&same(name)).next().is_some()
    }

    /// Like [`find`](Self::find), and failing that without accents too: for headers, which tables write in every way.
    #[must_use]
    pub fn find_loosely(&self, name: &str) -> Match<I> {
        or_else(self.find(name), || match fold(name) {
            key if key.is_empty() => Match::Nothing,
            key => self.matched(self.folded(&key)),
        })
    }

    /// The names that are this id, the last added first.
    fn with_this_id<'n>(&'n self, id: &'n str) -> impl Iterator<Item = usize> + 'n {
        let all = self.ids.get_or_init(|| {
            let ids = self.written.iter().enumerate().filter(|(_, name)| name.is_id);
            Index::of(ids.clone().count(), ids.map(|(at, _)| (at, self.name(at))))
        });
        all.get(id).filter(move |at| self.name(*at) == id)
    }

    /// The names that are the same to a reader as those with this key, the last added first.
    fn spelled<'n>(&'n self, key: &'n str) -> impl Iterator<Item = usize> + 'n {
        let all = self
            .same
            .get_or_init(|| Index::of(self.written.len(), self.written().map(|(at, name)| (at, same(name)))));
        self.of_key(all.get(key), key, same)
    }

    /// The names with this folded key, the last added first.
    fn folded<'n>(&'n self, key: &'n str) -> impl Iterator<Item = usize> + 'n {
        let all = self
            .folded
            .get_or_init(|| Index::of(self.written.len(), self.written().map(|(at, name)| (at, fold(name)))));
        self.of_key(all.get(key), key, fold)
    }

    /// Those of the names that have this key. Thousands of people may have one name: its key is made once.
    fn of_key<'n>(
        &'n self,
        names: impl Iterator<Item = usize> + 'n,
        key: &'n str,
        key_of: fn(&str) -> String,
    ) -> impl Iterator<Item = usize> + 'n {
        let mut known = None;
        names.filter(move |at| {
            let name = Some(self.name(*at));
            let has_key = known == name || name.is_some_and(|name| key_of(name) == key);
            if has_key {
                known = name;
            }
            has_key
        })
    }

    /// What these names stand for, each thing once and in their own order, whatever that of their names is.
    fn matched(&self, names: impl Iterator<Item = usize>) -> Match<I> {
        let mut found: Vec<I> = names.filter_map(|at| Some(self.written.get(at)?.of)).collect();
        found.sort_unstable();
        found.dedup();
        match found.as_slice() {
            [] => Match::Nothing,
            [one] => Match::One(*one),
            _ => Match::Several(found),
        }
    }

    /// The name that differs in accents, case and signs alone, where there is one: looked up at once.
    #[must_use]
    pub fn alike(&self, name: &str) -> Option<&str> {
        let key = Some(fold(name)).filter(|key| !key.is_empty())?;
        // Of several the first name of the first thing.
        let order = |at: &usize| (self.written.get(*at).map(|name| name.of), *at);
        self.folded(&key).min_by_key(order).map(|at| self.name(at))
    }

    /// The name that was most likely meant, where there is one. All names are gone through: whoever asks for many names
    /// asks for those alone that are told, see `Findings::tells`.
    #[must_use]
    pub fn nearest(&self, name: &str) -> Option<&str> {
        self.alike(name)
            .or_else(|| nearest(name, self.written().map(|(_, name)| name)))
            .or_else(|| self.inside(name))
    }

    /// Every name that says anything, each with how many were added before it.
    fn written(&self) -> impl Iterator<Item = (usize, &str)> {
        (0..self.written.len()).map(|at| (at, self.name(at))).filter(|(_, name)| !name.is_empty())
    }

    /// The longest name that stands in another as whole words: `Xã A` in `UBND xã A`.
    fn inside(&self, name: &str) -> Option<&str> {
        let words = format!(" {} ", same(name));
        let stands =
            |written: &&str| written.contains(' ') && words.contains(&format!(" {} ", same(written)));
        self.written().map(|(_, name)| name).filter(stands).max_by_key(|written| (written.len(), *written))
    }
}

/// What was found, else what another way of looking finds.
fn or_else<I>(found: Match<I>, other: impl FnOnce() -> Match<I>) -> Match<I> {
    match found {
        Match::Nothing => other(),
        found => found,
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
    // Most names begin with a letter, and no number does.
    if name.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return None;
    }
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

    #[test]
    fn what_has_several_names_alike_is_found_once_and_in_its_own_order() {
        let mut names = Names::default();
        for (of, name) in [(7, "Hoa"), (3, "HOA"), (7, "hoa."), (5, "Hoa"), (3, "Hoa")] {
            names.add(of, name);
        }
        assert_eq!(names.find("hoa"), Match::Several(vec![3, 5, 7]));
        names.add(9, "hoa");
        assert_eq!(names.find("Hoa"), Match::Several(vec![3, 5, 7, 9]), "what is added later is found too");
        assert_eq!(names.alike("HÒA"), Some("HOA"));
    }

    #[test]
    fn an_id_is_found_wherever_the_last_one_stood() {
        let mut names = Names::default();
        for of in 0..30 {
            names.add_id(of, &format!("x{of}"));
            (0..of % 11).for_each(|alias| names.add(of, &format!("Tên {of} {alias}")));
        }
        let ids = (0..30).chain((0..30).rev()).chain((0..30).map(|of| of * 7 % 30)).chain([4, 4, 29, 29, 0]);
        for of in ids {
            assert_eq!(names.with_id(&format!("x{of}")), Some(of));
        }
        assert_eq!(names.with_id("x30"), None);
        assert_eq!(names.clone().with_id("x29"), Some(29));
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
