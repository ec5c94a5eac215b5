use schemars::{Schema, schema_for};
use thidua_core::{Decisions, RuleSet};

use crate::manifest::Manifest;
use crate::outcome_file::OutcomeFile;

/// The files that have a schema (các loại tệp có lược đồ).
pub const SCHEMAS: [&str; 4] = ["rule-set", "manifest", "decisions", "outcome"];

/// The JSON Schema of a kind of file (lược đồ JSON), draft 2020-12; `None` for an unknown kind.
#[must_use]
pub fn schema(kind: &str) -> Option<Schema> {
    Some(match kind {
        "rule-set" => schema_for!(RuleSet),
        "manifest" => schema_for!(Manifest),
        "decisions" => schema_for!(Decisions),
        "outcome" => schema_for!(OutcomeFile),
        _ => return None,
    })
}
