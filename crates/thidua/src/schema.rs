use schemars::transform::{RecursiveTransform, Transform};
use schemars::{JsonSchema, Schema, schema_for};
use thidua_core::{Decisions, Language, RuleSet};

use crate::manifest::Manifest;
use crate::outcome_file::OutcomeFile;
use crate::outcome_lines::OutcomeLine;

mod hover;

pub use hover::hover_faults;

/// The files that have a schema (các loại tệp có lược đồ).
#[cfg(feature = "json")]
pub const SCHEMAS: [&str; 8] =
    ["rule-set", "manifest", "decisions", "outcome", "outcome-line", "request", "answer", "change"];
/// The files that have a schema (các loại tệp có lược đồ).
#[cfg(not(feature = "json"))]
pub const SCHEMAS: [&str; 5] = ["rule-set", "manifest", "decisions", "outcome", "outcome-line"];

/// The JSON Schema of a kind of file (lược đồ JSON), draft 2020-12; `None` for an unknown kind.
///
/// What people write is described in `language`; what the engine writes, in English.
#[must_use]
pub fn schema(kind: &str, language: Language) -> Option<Schema> {
    Some(match kind {
        "rule-set" => authored_schema::<RuleSet>(language, ""),
        "manifest" => authored_schema::<Manifest>(language, ""),
        "decisions" => authored_schema::<Decisions>(language, ""),
        "outcome" => schema_for!(OutcomeFile),
        "outcome-line" => schema_for!(OutcomeLine),
        #[cfg(feature = "json")]
        "request" => schema_for!(crate::json::RequestFile),
        #[cfg(feature = "json")]
        "answer" => schema_for!(crate::json::AnswerFile),
        #[cfg(feature = "json")]
        "change" => schema_for!(crate::json::ChangeFile),
        _ => return None,
    })
}

/// The JSON Schema of a file that people write in YAML (lược đồ tệp người soạn viết).
///
/// `words` are Vietnamese descriptions of types that the engine does not know, in the format of `schema/hover.vi.txt`.
#[must_use]
pub fn authored_schema<T: JsonSchema>(language: Language, words: &str) -> Schema {
    let mut authored = schema_for!(T);
    RecursiveTransform(texts_may_look_like_numbers).transform(&mut authored);
    if language == Language::Vietnamese {
        hover::describe(&mut authored, &T::schema_name(), words);
    }
    authored
}

/// YAML takes the code `1.1` or the year `2014` for a number; our reader keeps the text, and editors should not object.
fn texts_may_look_like_numbers(schema: &mut Schema) {
    let Some(object) = schema.as_object_mut() else { return };
    if ["pattern", "enum", "const", "format"].iter().any(|key| object.contains_key(*key)) {
        return;
    }
    let kinds = match object.get("type") {
        Some(kind) if kind == "string" => serde_json::json!(["string", "number"]),
        Some(kind) if *kind == serde_json::json!(["string", "null"]) => {
            serde_json::json!(["string", "number", "null"])
        }
        _ => return,
    };
    object.insert("type".to_owned(), kinds);
}
