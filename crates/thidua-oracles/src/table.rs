use thidua::Files;

/// A CSV table of a folder, ready to be changed: its first row is the header.
#[derive(Clone, Debug)]
pub struct Table {
    /// The name of the file.
    pub name: String,
    /// All rows.
    pub rows: Vec<Vec<String>>,
    separator: u8,
}

impl Table {
    /// The plain tables of a folder: UTF-8, one header in the first row, as many cells in every row.
    #[must_use]
    pub fn all(files: &Files) -> Vec<Self> {
        files.iter().filter_map(|(name, bytes)| Self::read(name, bytes)).collect()
    }

    fn read(name: &str, bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok().filter(|_| name.ends_with(".csv"))?;
        let header = text.lines().next()?;
        let separator = *[b';', b'\t', b','].iter().find(|sign| header.as_bytes().contains(sign))?;
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .delimiter(separator)
            .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let rows: Vec<Vec<String>> = reader
            .records()
            .map(|row| row.map(|row| row.iter().map(str::to_owned).collect()))
            .collect::<Result<_, _>>()
            .ok()?;
        let plain = rows.len() > 1 && rows[0].iter().all(|cell| !cell.trim().is_empty());
        plain.then(|| Self { name: name.to_owned(), rows, separator })
    }

    /// Puts the table back into a copy of the folder.
    ///
    /// # Panics
    /// When a row has no cell at all.
    #[must_use]
    pub fn put(&self, files: &Files) -> Files {
        let mut writer =
            csv::WriterBuilder::new().has_headers(false).delimiter(self.separator).from_writer(Vec::new());
        for row in &self.rows {
            writer.write_record(row).unwrap();
        }
        let mut files = files.clone();
        files.insert(self.name.clone(), writer.into_inner().unwrap());
        files
    }

    /// The position of the column that goes by one of these names.
    #[must_use]
    pub fn column(&self, names: &[&str]) -> Option<usize> {
        self.rows[0].iter().position(|header| {
            let header = thidua_table::fold(header);
            names.iter().any(|name| header == thidua_table::fold(name))
        })
    }
}
