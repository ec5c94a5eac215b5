use std::collections::BTreeMap;

use thidua_table::{Sheet, same};

/// The files of a folder in memory (các tệp số liệu), by name relative to the manifest.
#[derive(Clone, Debug, Default)]
pub struct Files {
    files: BTreeMap<String, Vec<u8>>,
    /// Tables that were never written as bytes, by the names they go by in findings.
    sheets: BTreeMap<String, Sheet>,
}

impl Files {
    /// Adds or replaces a file.
    pub fn insert(&mut self, name: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.files.insert(name.into(), bytes.into());
    }

    /// The bytes of a file.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&[u8]> {
        self.files.get(name).map(Vec::as_slice)
    }

    /// The file that a name means (tệp được gọi tên): of this very name, else the only one of the same name to a reader, in
    /// whatever case, composition of accents and kind of space.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&str> {
        let file = self.files.get_key_value(name).map(|(file, _)| file);
        let exact = file.or_else(|| self.sheets.get_key_value(name).map(|(sheet, _)| sheet));
        let all = || self.files.keys().chain(self.sheets.keys()).map(String::as_str);
        exact.map(String::as_str).or_else(|| only_named(all(), name))
    }

    /// Adds a table that is in memory already, and was never a file.
    #[cfg(feature = "json")]
    pub(crate) fn insert_sheet(&mut self, name: impl Into<String>, sheet: Sheet) {
        self.sheets.insert(name.into(), sheet);
    }

    /// Lets go of the tables that were never files, once whoever reads them has their own.
    #[cfg(feature = "json")]
    pub(crate) fn forget_sheets(&mut self) {
        self.sheets.clear();
    }

    /// A table that is in memory already; a copy of it shares its cells.
    pub(crate) fn sheet(&self, name: &str) -> Option<&Sheet> {
        self.sheets.get(name)
    }

    /// The bytes of a file, or of all that stands in a table; `None` when there is neither.
    pub(crate) fn size(&self, name: &str) -> Option<usize> {
        let texts = |sheet: &Sheet| {
            sheet
                .lines()
                .map(|line| line.columns().map(|column| line.text(column).len() + 1).sum::<usize>())
                .sum()
        };
        self.get(name).map(<[u8]>::len).or_else(|| self.sheet(name).map(texts))
    }

    /// Names and bytes, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
    }
}

/// The only one of these files that has the same name to a reader (tên tệp giống nhau khi đọc); `None` where there are more.
pub fn only_named<'f>(files: impl Iterator<Item = &'f str>, name: &str) -> Option<&'f str> {
    let key = |name: &str| same(&name.replace('\\', "/"));
    let asked = key(name);
    let mut found = files.filter(|file| key(file) == asked);
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

impl<const N: usize> From<[(&str, &str); N]> for Files {
    fn from(files: [(&str, &str); N]) -> Self {
        Self {
            files: files
                .into_iter()
                .map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()))
                .collect(),
            sheets: BTreeMap::new(),
        }
    }
}
