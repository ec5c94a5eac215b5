use serde::Serialize;
use thidua::Text;

/// Something that is not as the record says, or does not come out again (khác biệt).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Difference {
    pub(crate) what: What,
    /// The file it is about: an input, a result or the record.
    pub(crate) file: String,
    /// The line that differs first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) line: Option<Line>,
    pub(crate) message: Text,
}

/// The kinds of differences; their names are part of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum What {
    /// The record has another digest than the one kept apart.
    Digest,
    /// The signature is not there, does not fit or is somebody else's.
    Signature,
    /// The record is of an unknown format.
    Format,
    /// The record was made by another version of the engine.
    Engine,
    /// The record itself does not say what it would say today: rules, decisions, entries.
    Record,
    InputChanged,
    InputMissing,
    InputAdded,
    /// The inputs are refused today.
    InputsRefused,
    /// A result on the disk is not what was written.
    ResultChanged,
    ResultMissing,
    /// A file lies among the results that the record does not have.
    ResultAdded,
    /// A result comes out differently.
    ResultDiffers,
}

/// A line as written and as it comes out now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Line {
    pub(crate) number: usize,
    pub(crate) written: String,
    pub(crate) replayed: String,
}

impl Difference {
    pub(crate) fn new(what: What, file: &str, message: Text) -> Self {
        Self { what, file: file.to_owned(), line: None, message }
    }
}
