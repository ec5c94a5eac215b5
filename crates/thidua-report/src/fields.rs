//! What the documents of a run say (trường của văn bản): every field that a template may name, defined once.

mod ballots;
mod cases;
mod differences;
mod impact;
mod impact_words;
mod run;
mod unit;
mod unit_words;
mod words;

pub(crate) use ballots::{Ballot, ballots};
pub(crate) use differences::difference_fields;
pub(crate) use impact::impact_fields;
pub(crate) use impact_words::IMPACT;
use run::basis_fields;
pub(crate) use run::run_fields;
pub(crate) use unit::{Units, own_run_fields};
pub(crate) use unit_words::{RUN_OF_UNIT, UNIT};
pub(crate) use words::{BALLOT, DIFFERENCES, RUN};

/// A field that a template may name (trường của mẫu).
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct FieldWords {
    /// Its name between the braces; accents and case do not matter there.
    pub(crate) name: &'static str,
    /// What it says, in Vietnamese.
    pub(crate) meaning_vi: &'static str,
    /// What it says, in English.
    pub(crate) meaning_en: &'static str,
    /// The fields of each of its lines, where it is a list.
    pub(crate) each: &'static [FieldWords],
}

impl FieldWords {
    /// Whether it is a list, to be repeated with `mỗi`.
    pub(crate) fn is_list(&self) -> bool {
        !self.each.is_empty()
    }
}

/// What a field holds in one document.
#[derive(Clone, Debug)]
pub(crate) enum Field {
    Text(String),
    Each(Vec<Fields>),
}

/// The fields of a document, or of one line of a list, by name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields(Vec<(&'static str, Field)>);

impl Fields {
    pub(crate) fn text(mut self, name: &'static str, words: impl Into<String>) -> Self {
        self.0.push((name, Field::Text(words.into())));
        self
    }

    pub(crate) fn each(mut self, name: &'static str, lines: Vec<Self>) -> Self {
        self.0.push((name, Field::Each(lines)));
        self
    }

    /// These fields before the others.
    pub(crate) fn and(mut self, others: &Self) -> Self {
        self.0.extend(others.0.iter().cloned());
        self
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Field> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, field)| field)
    }
}
