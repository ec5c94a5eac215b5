//! Vietnamese words for the schemas: what an editor shows when the pointer rests on a key or a value.

use std::collections::{BTreeMap, BTreeSet};

use schemars::{JsonSchema, Schema, schema_for};
use serde_json::{Map, Value};

/// The words of the engine's own files: one line for each type, property and value.
const ENGINE: &str = include_str!("hover.vi.txt");

/// Puts the Vietnamese words in front and keeps the English ones beneath, where the editor can show both.
pub(super) fn describe(schema: &mut Schema, root: &str, own: &str) {
    Describer::new(own).file(schema, root);
}

/// What of a kind of file has no Vietnamese words, and which lines of `own` speak of nothing (thiếu, thừa lời giải thích).
#[must_use]
pub fn hover_faults<T: JsonSchema>(own: &str) -> Vec<String> {
    let mut describer = Describer::new(own);
    describer.file(&mut schema_for!(T), &T::schema_name());
    describer.faults(own)
}

/// The words, and what was asked of them.
struct Describer<'w> {
    own: BTreeMap<&'w str, &'w str>,
    engine: BTreeMap<&'w str, &'w str>,
    used: BTreeSet<&'w str>,
    missing: BTreeSet<String>,
}

impl<'w> Describer<'w> {
    fn new(own: &'w str) -> Self {
        Self { own: read(own), engine: read(ENGINE), used: BTreeSet::new(), missing: BTreeSet::new() }
    }

    fn file(&mut self, schema: &mut Schema, root: &str) {
        let Some(object) = schema.as_object_mut() else { return };
        self.entry(object, root);
        self.members(object, root);
        let Some(Value::Object(types)) = object.get_mut("$defs") else { return };
        for (name, definition) in types {
            if let Value::Object(definition) = definition {
                self.entry(definition, name);
                self.members(definition, name);
            }
        }
    }

    /// The properties and the values of one type.
    fn members(&mut self, object: &mut Map<String, Value>, name: &str) {
        if let Some(Value::Object(properties)) = object.get_mut("properties") {
            for (property, schema) in properties {
                if let Value::Object(schema) = schema {
                    self.entry(schema, &format!("{name}.{property}"));
                }
            }
        }
        self.words_of_enum(object, name);
        if let Some(Value::Array(choices)) = object.get_mut("oneOf") {
            for choice in choices.iter_mut().filter_map(Value::as_object_mut) {
                self.choice(choice, name);
            }
        }
    }

    /// One value to choose: a word, or a key with something in it such as `{ best: 2 }`.
    fn choice(&mut self, choice: &mut Map<String, Value>, name: &str) {
        if let Some(Value::String(word)) = choice.get("const") {
            let key = format!("{name}#{word}");
            self.entry(choice, &key);
        }
        self.words_of_enum(choice, name);
        let mut keys = Vec::new();
        if let Some(Value::Object(properties)) = choice.get_mut("properties") {
            for (property, schema) in properties {
                let key = format!("{name}#{property}");
                if let Value::Object(schema) = schema {
                    self.entry(schema, &key);
                }
                keys.push(key);
            }
        }
        if let [key] = keys.as_slice() {
            self.entry(choice, key);
        }
    }

    /// Words listed without a schema of their own have their explanations in a list beside them.
    fn words_of_enum(&mut self, object: &mut Map<String, Value>, name: &str) {
        let Some(Value::Array(words)) = object.get("enum") else { return };
        let explained: Vec<Value> = words
            .iter()
            .filter_map(Value::as_str)
            .map(|word| self.find(&format!("{name}#{word}")).unwrap_or_default().into())
            .collect();
        object.insert("enumDescriptions".to_owned(), explained.clone().into());
        object.insert("markdownEnumDescriptions".to_owned(), explained.into());
    }

    fn entry(&mut self, object: &mut Map<String, Value>, key: &str) {
        let Some(vietnamese) = self.find(key) else { return };
        let both = match object.get("description").and_then(Value::as_str) {
            Some(english) => with_english(vietnamese, english),
            None => vietnamese.to_owned(),
        };
        object.insert("description".to_owned(), vietnamese.into());
        object.insert("markdownDescription".to_owned(), both.into());
    }

    /// The words for a key: its own line first, then the line for all properties of that name.
    fn find(&mut self, key: &str) -> Option<&'w str> {
        let shared = key.split_once('.').map(|(_, property)| format!("*.{property}"));
        for wanted in [Some(key), shared.as_deref()].into_iter().flatten() {
            for words in [&self.own, &self.engine] {
                if let Some((found, vietnamese)) = words.get_key_value(wanted) {
                    self.used.insert(found);
                    return Some(vietnamese);
                }
            }
        }
        self.missing.insert(key.to_owned());
        None
    }

    fn faults(&self, own: &str) -> Vec<String> {
        let missing = self.missing.iter().map(|key| format!("no words for `{key}`"));
        let idle = read(own).into_keys().filter(|key| !self.used.contains(key));
        missing.chain(idle.map(|key| format!("nothing is called `{key}`"))).collect()
    }
}

/// `key = words`, one a line; `#` at the start makes a remark.
fn read(lines: &str) -> BTreeMap<&str, &str> {
    lines.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(" = ")).collect()
}

/// The first paragraph of the English comment in italics, and its example; the rest is for programmers.
fn with_english(vietnamese: &str, english: &str) -> String {
    let (prose, rest) = english.split_once("\n\n").unwrap_or((english, ""));
    // Some types already say both.
    let prose = prose.strip_prefix(vietnamese).unwrap_or(prose).trim();
    let example = rest.split_once("```yaml\n").and_then(|(_, example)| example.split_once("```"));
    match example {
        Some((example, _)) => format!("{vietnamese}\n\n*{prose}*\n\n```yaml\n{example}```"),
        None => format!("{vietnamese}\n\n*{prose}*"),
    }
}

#[cfg(test)]
mod tests {
    use thidua_core::{Decisions, RuleSet};

    use super::*;
    use crate::manifest::Manifest;

    #[test]
    fn every_key_and_value_is_explained_in_vietnamese_and_no_line_is_idle() {
        let mut describer = Describer::new("");
        describer.file(&mut schema_for!(RuleSet), "RuleSet");
        describer.file(&mut schema_for!(Manifest), "Manifest");
        describer.file(&mut schema_for!(Decisions), "Decisions");
        let faults = describer.faults(ENGINE);
        assert!(faults.is_empty(), "\n{}", faults.join("\n"));
        assert!(describer.used.len() > 300, "only {} lines were used", describer.used.len());
    }

    #[test]
    fn gaps_and_idle_lines_are_told() {
        #[derive(JsonSchema)]
        #[expect(dead_code, reason = "only its schema is looked at")]
        struct Unheard {
            note: String,
            colour: String,
        }
        let faults = hover_faults::<Unheard>("Unheard = Lạ.\nUnheard.shape = Hình.");
        assert_eq!(faults, ["no words for `Unheard.colour`", "nothing is called `Unheard.shape`"]);
    }

    #[test]
    fn each_key_has_one_line() {
        let lines = ENGINE.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).count();
        assert_eq!(lines, read(ENGINE).len());
    }

    #[test]
    fn english_stands_beneath_with_its_example() {
        let comment = "Bands\nof a value.\n\nLong.\n\n```yaml\nbands: {}\n```";
        assert_eq!(
            with_english("Thang.", comment),
            "Thang.\n\n*Bands\nof a value.*\n\n```yaml\nbands: {}\n```"
        );
        assert_eq!(with_english("Ngày.", "Ngày. A date."), "Ngày.\n\n*A date.*");
    }
}
