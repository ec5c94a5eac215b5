//! The published schemas accept every file of `fixtures/`, as an editor would read them.

#![expect(clippy::unwrap_used, reason = "a test that fails loudly is what is wanted")]

use std::path::{Path, PathBuf};

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use thidua::Language;

#[test]
fn fixtures_conform_to_the_schemas() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    let mut files = Vec::new();
    collect(&root, &mut files);
    let mut wrong = Vec::new();
    let mut checked = 0;
    for path in files {
        let text = std::fs::read_to_string(&path).unwrap();
        let name = path.display().to_string();
        let Some(kind) = kind_of(&text) else { continue };
        let Editor(value) =
            thidua_rulefile::read(&name, &text).unwrap_or_else(|found| panic!("{name}: {found:?}"));
        // A key in a wrong place is refused by both.
        let refused = text.lines().any(|line| line.starts_with("# expect: TD0120"));
        match validate(kind, &value) {
            Err(error) if !refused => wrong.push(format!("{name}: {error}")),
            Ok(()) if refused => wrong.push(format!("{name}: is taken")),
            Ok(()) | Err(_) => {}
        }
        checked += 1;
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(checked > 30, "only {checked} files were checked");
}

#[test]
fn the_schemas_refuse_what_the_reader_refuses() {
    let wrong = [
        "rule_set: x\nversion: 1\ntitle: x\npoins_max: 3",
        "rule_set: x\nversion: 1\ntitle: x\ncriteria: [ { code: I, points_max: nhiều } ]",
        "rule_set: x\nversion: 1\ntitle: x\nrankings: [ { id: a, scope: everywhere } ]",
    ];
    for text in wrong {
        let Editor(value) = thidua_rulefile::read("x.yaml", text).unwrap();
        assert!(validate("rule-set", &value).is_err(), "{text}");
        assert!(thidua_rulefile::read::<thidua::RuleSet>("x.yaml", text).is_err(), "{text}");
    }
}

#[test]
fn an_editor_shows_vietnamese_first_and_english_on_request() {
    for kind in ["rule-set", "manifest", "decisions"] {
        let vietnamese = serde_json::to_value(thidua::schema(kind, Language::Vietnamese).unwrap()).unwrap();
        let mut wrong = Vec::new();
        let explained = unexplained(&vietnamese, kind, &mut wrong);
        assert!(wrong.is_empty(), "without Vietnamese:\n{}", wrong.join("\n"));
        assert!(explained > 15, "{kind}: only {explained} keys and values");
        let english = serde_json::to_value(thidua::schema(kind, Language::English).unwrap()).unwrap();
        assert!(!english.to_string().contains("markdownDescription"), "{kind}");
    }
    let schema = serde_json::to_value(thidua::schema("rule-set", Language::Vietnamese).unwrap()).unwrap();
    let text = |place: &str| schema.pointer(place).and_then(Value::as_str).unwrap_or_default().to_owned();
    let points_max = "/$defs/Criterion/properties/points_max";
    assert!(text(&format!("{points_max}/description")).starts_with("Điểm tối đa của tiêu chí"));
    assert!(
        text(&format!("{points_max}/markdownDescription"))
            .ends_with("\n\n*Maximum points; a group may leave it out, it is then made from the children.*")
    );
    assert_eq!(text("/$defs/Scope/oneOf/0/description"), "Cùng cụm, khối thi đua.");
}

/// Counts the keys and values with Vietnamese words, wherever they stand, and lists those without.
fn unexplained(value: &Value, place: &str, wrong: &mut Vec<String>) -> usize {
    let mut explained = 0;
    let mut look = |schema: &Value, place: String| {
        let has = |key: &str| schema.get(key).is_some_and(Value::is_string);
        if has("description") && has("markdownDescription") {
            explained += 1;
        } else {
            wrong.push(place);
        }
    };
    match value {
        Value::Object(object) => {
            for (key, property) in object.get("properties").and_then(Value::as_object).into_iter().flatten() {
                look(property, format!("{place}/{key}"));
            }
            if object.contains_key("const") {
                look(value, place.to_owned());
            }
            let count = |key: &str| object.get(key).and_then(Value::as_array).map(Vec::len);
            if count("enum") != count("markdownEnumDescriptions") {
                wrong.push(format!("{place}/enum"));
            }
            for (key, inner) in object {
                explained += unexplained(inner, &format!("{place}/{key}"), wrong);
            }
        }
        Value::Array(items) => {
            for (index, inner) in items.iter().enumerate() {
                explained += unexplained(inner, &format!("{place}/{index}"), wrong);
            }
        }
        _ => {}
    }
    explained
}

#[test]
fn the_outcome_conforms_to_its_schema() {
    let files = thidua::Files::from([
        (
            "r.yaml",
            "rule_set: x\nversion: 1\ntitle: x\ncriteria: [ { code: I, points_max: 10 } ]\nrankings: [ { id: c, scope: all } ]\nawards: [ { id: b, title: B, kind: commendation, for: collective, requires: [ { when: điểm >= 9 } ] } ]",
        ),
        ("p.csv", "entrant,I\na,9.5\nb,\n"),
    ]);
    let report = thidua::run_simple(&files, "r.yaml", "p.csv").unwrap();
    let results = thidua::results(&report, Language::Vietnamese);
    let outcome = results.iter().find(|file| file.name.ends_with("outcome.json")).unwrap();
    validate("outcome", &serde_json::from_slice(&outcome.bytes).unwrap()).unwrap();
    let mut lines = Vec::new();
    thidua::write_outcome(&report, thidua::OutcomeForm::Lines, &mut lines).unwrap();
    for line in String::from_utf8(lines).unwrap().lines() {
        validate("outcome-line", &serde_json::from_str(line).unwrap()).unwrap();
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            files.push(path);
        }
    }
}

fn kind_of(text: &str) -> Option<&'static str> {
    let has = |key: &str| text.lines().any(|line| line.starts_with(key));
    match (has("rule_set:"), has("movement:") && has("runs:"), has("decisions:")) {
        (true, ..) => Some("rule-set"),
        (_, true, _) => Some("manifest"),
        (_, _, true) => Some("decisions"),
        _ => None,
    }
}

fn validate(kind: &str, value: &Value) -> Result<(), String> {
    let schema = serde_json::to_value(thidua::schema(kind, Language::Vietnamese).unwrap()).unwrap();
    let mut compiler = boon::Compiler::new();
    compiler.add_resource("schema.json", schema).unwrap();
    let mut schemas = boon::Schemas::new();
    let index = compiler.compile("schema.json", &mut schemas).map_err(|error| error.to_string())?;
    schemas.validate(value, index).map_err(|error| format!("{error:#}"))
}

/// A YAML file as a schema-aware editor sees it: plain numbers are numbers, `true` is true.
struct Editor(Value);

impl<'de> Deserialize<'de> for Editor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(EditorVisitor)
    }
}

struct EditorVisitor;

impl<'de> Visitor<'de> for EditorVisitor {
    type Value = Editor;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("anything")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Editor, E> {
        let plain = matches!(text, "true" | "false") || text.parse::<serde_json::Number>().is_ok();
        Ok(Editor(if plain {
            serde_json::from_str(text).map_err(E::custom)?
        } else {
            Value::String(text.to_owned())
        }))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Editor, E> {
        Ok(Editor(Value::Null))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Editor, A::Error> {
        let mut items = Vec::new();
        while let Some(Editor(item)) = sequence.next_element()? {
            items.push(item);
        }
        Ok(Editor(Value::Array(items)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Editor, A::Error> {
        let mut entries = serde_json::Map::new();
        while let Some((key, Editor(value))) = map.next_entry::<String, Editor>()? {
            entries.insert(key, value);
        }
        Ok(Editor(Value::Object(entries)))
    }
}
