//! The entries of `fixtures/hostile`, as its README describes them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::play::Told;

/// The files of a folder.
pub(crate) type Folder = BTreeMap<String, Vec<u8>>;

/// A finding that must be told.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    code: String,
    file: String,
    words: String,
}

/// One hostile input.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entry {
    pub(crate) line: usize,
    pub(crate) folder: String,
    pub(crate) wanted: Vec<Wanted>,
    /// What stands in the file, and what takes its place.
    changes: Vec<(String, String)>,
    /// Whole files.
    replaced: Vec<(String, Vec<u8>)>,
    pub(crate) command: Option<String>,
    pub(crate) input: String,
}

impl Wanted {
    fn read(line: &str) -> Self {
        let (code, place) = line.split_once(' ').unwrap_or_else(|| panic!("no place: {line}"));
        let (file, words) = place.split_once(' ').unwrap_or((place, ""));
        Self { code: code.to_owned(), file: file.to_owned(), words: words.to_owned() }
    }

    /// Whether a finding is this one: the code, the place as it is shown or its file, and words of its line.
    pub(crate) fn is(&self, told: &Told, files: &Folder) -> bool {
        let place = self.file == "-" || told.place == self.file || told.file == self.file;
        let words = || {
            let text = files.get(&told.file).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
            let line = told.line.and_then(|line| text?.lines().nth(line - 1).map(str::to_owned));
            line.unwrap_or_default().contains(&self.words)
        };
        told.code == self.code && place && (self.words.is_empty() || words())
    }
}

impl Entry {
    /// What makes it an input of its own.
    pub(crate) fn key(&self) -> String {
        format!("{} {:?} {:?} {:?} {}", self.folder, self.changes, self.replaced, self.command, self.input)
    }

    /// The folder with its mistake.
    pub(crate) fn files(&self, base: &Folder) -> Folder {
        let mut files = base.clone();
        files.extend(self.replaced.iter().cloned());
        let name = self.wanted[0].file.split(['!', ':']).next().unwrap().to_owned();
        for (was, becomes) in &self.changes {
            // The mistake may be told elsewhere than where it is made.
            let in_it = |name: &String| String::from_utf8_lossy(&files[name]).contains(was.as_str());
            let named = Some(name.clone()).filter(|name| files.contains_key(name) && in_it(name));
            let name = named.or_else(|| files.keys().find(|name| in_it(name)).cloned());
            let name = name.unwrap_or_else(|| panic!("line {}: `{was}` stands nowhere", self.line));
            let text = String::from_utf8(files[&name].clone()).unwrap();
            files.insert(name, text.replacen(was, becomes, 1).into_bytes());
        }
        files
    }
}

/// All entries of a list.
pub(crate) fn entries(path: &Path) -> Vec<Entry> {
    let text = fs::read_to_string(path).unwrap();
    let (mut all, mut folder) = (Vec::new(), String::new());
    let mut open: Option<Entry> = None;
    for (number, line) in text.lines().enumerate().chain([(0, "")]) {
        if line.is_empty() {
            all.extend(open.take().filter(|entry: &Entry| !entry.wanted.is_empty()));
        } else if let Some(name) = line.strip_prefix("folder ") {
            folder = name.to_owned();
        } else if !line.starts_with('#') {
            let entry = open.get_or_insert_with(|| Entry {
                line: number + 1,
                folder: folder.clone(),
                ..Entry::default()
            });
            read(entry, line);
        }
    }
    all
}

fn read(entry: &mut Entry, line: &str) {
    let told = |words: &str| letters(words);
    let (sign, rest) = line.split_at(1);
    let rest = rest.strip_prefix(' ').unwrap_or(rest);
    match sign {
        "-" => match entry.changes.last_mut().filter(|(_, becomes)| becomes.is_empty()) {
            Some((was, _)) => *was += &format!("\n{}", told(rest)),
            None => entry.changes.push((told(rest), String::new())),
        },
        "+" => {
            let (_, becomes) = entry.changes.last_mut().unwrap();
            let line = told(rest);
            *becomes = if becomes.is_empty() { line } else { format!("{becomes}\n{line}") };
        }
        "=" => entry.replaced.push((rest.to_owned(), Vec::new())),
        " " => {
            let (_, bytes) = entry.replaced.last_mut().unwrap();
            bytes.extend(told(line.strip_prefix("  ").unwrap_or_else(|| panic!("indent: {line}"))).bytes());
            bytes.push(b'\n');
        }
        "<" => {
            let (_, bytes) = entry.replaced.last_mut().unwrap();
            let pairs = rest.strip_prefix("bytes ").unwrap().split(' ');
            bytes.extend(pairs.map(|pair| u8::from_str_radix(pair, 16).unwrap()));
        }
        "$" => entry.command = Some(rest.to_owned()),
        "|" => entry.input += rest,
        _ => entry.wanted.push(Wanted::read(line)),
    }
}

/// `⟨U+200B⟩` becomes the letter of that number.
fn letters(text: &str) -> String {
    let mut parts = text.split("⟨U+");
    let mut told = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (number, rest) = part.split_once('⟩').unwrap();
        told.push(char::from_u32(u32::from_str_radix(number, 16).unwrap()).unwrap());
        told += rest;
    }
    told
}
