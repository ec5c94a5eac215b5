//! A season behind the JSON border: it answers as a request made anew would, and refuses whole changes.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests may fail loudly, as tests do"
)]

use serde_json::{Value, json};
use thidua::{JsonSeason, Language, evaluate_json};

fn request(points: [[&str; 2]; 4]) -> Value {
    let row = |(number, points): (usize, [&str; 2])| json!({ "entrant": format!("e{number}"), "cluster": format!("c{}", number / 2), "I": points[0], "II": points[1] });
    json!({
        "format": "thidua-request/1",
        "rules": "rule_set: r\nversion: 1\ntitle: R\ncriteria: [ { code: I, points_max: 50 }, { code: II, points_max: 50 } ]\nrankings: [ { id: cum, scope: cluster } ]\nawards: [ { id: co, title: Cờ, kind: emulation-title, for: collective, requires: [ { when: điểm >= 60 } ], quota: { count: 1, per: cluster } } ]",
        "period": { "from": "2026-01-01", "until": "2026-12-31" },
        "values": [ { "rows": points.into_iter().enumerate().map(row).collect::<Vec<_>>(), "layout": { "cluster": "cluster" } } ]
    })
}

const FIRST: [[&str; 2]; 4] = [["40", "30.5"], ["41", "30"], ["20", "20"], ["", "40"]];

fn opened() -> JsonSeason {
    let (season, answered) = JsonSeason::open(request(FIRST).to_string().as_bytes());
    assert!(!answered.refused && answered.needs_person, "{}", answered.json);
    assert_eq!(answered.json, evaluate_json(&request(FIRST).to_string()));
    season.unwrap()
}

fn change(season: &mut JsonSeason, change: &Value) -> Value {
    let schema = serde_json::to_value(thidua::schema("answer", Language::English).unwrap()).unwrap();
    let answer: Value = serde_json::from_str(&season.change(change.to_string().as_bytes()).json).unwrap();
    let mut compiler = boon::Compiler::new();
    compiler.add_resource("answer.json", schema).unwrap();
    let mut schemas = boon::Schemas::new();
    let index = compiler.compile("answer.json", &mut schemas).unwrap();
    schemas.validate(&answer, index).unwrap_or_else(|error| panic!("{error:#}\n{answer:#}"));
    answer
}

fn set(entrant: &str, input: &str, value: Value) -> Value {
    json!({ "format": "thidua-change/1", "set": [ { "entrant": entrant, "input": input, "value": value } ] })
}

#[test]
fn changed_cells_answer_as_a_request_made_anew() {
    let mut season = opened();
    let one = change(&mut season, &set("e0", "I", json!(40.5)));
    assert_eq!((&one["change"]["worked_out"], &one["change"]["moved"]), (&json!(2), &json!(["e0", "e1"])));
    let now = [["40.5", "30.5"], ["41", "30"], ["20", "20"], ["", "40"]];
    let anew: Value = serde_json::from_str(&evaluate_json(&request(now).to_string())).unwrap();
    assert_eq!(one["change"]["entrants"][0], anew["runs"][0]["entrants"][0]);

    let both = json!({ "format": "thidua-change/1", "whole": true, "set": [
        { "entrant": "e3", "input": "I", "value": "35" }, { "entrant": "e2", "input": "II", "value": null } ] });
    let whole = change(&mut season, &both);
    let now = [["40.5", "30.5"], ["41", "30"], ["20", ""], ["35", "40"]];
    let anew: Value = serde_json::from_str(&evaluate_json(&request(now).to_string())).unwrap();
    for part in ["entrants", "quotas", "needs_person", "rules"] {
        assert_eq!(whole["runs"][0][part], anew["runs"][0][part], "{part}");
    }
    let asked =
        json!({ "format": "thidua-change/1", "select": { "entrants": ["e2"], "parts": ["explanation"] } });
    let asked = change(&mut season, &asked);
    assert_eq!(asked["change"]["moved"], json!([]));
    assert_eq!(asked["change"]["entrants"][0]["absent"][0]["criterion"], "II");
    assert!(asked["change"]["entrants"][0]["explanation"].is_object());
}

#[test]
fn a_refused_change_changes_nothing() {
    let mut season = opened();
    let before = change(&mut season, &json!({ "format": "thidua-change/1", "whole": true }));
    let good = json!({ "entrant": "e0", "input": "I", "value": 1 });
    for (bad, code) in [
        (json!({ "entrant": "e0", "input": "I", "value": 51 }), "TD0411"),
        (json!({ "entrant": "e9", "input": "I", "value": 1 }), "TD0404"),
        (json!({ "entrant": "e0", "input": "III", "value": 1 }), "TD0402"),
        (json!({ "entrant": "e1", "input": "I", "value": [1, 2] }), "TD0413"),
        (json!({ "entrant": "e0", "input": "I", "value": 2 }), "TD0413"),
        (json!({ "entrant": "e1", "input": "I", "value": 2, "stage": "x" }), "TD0407"),
        (json!({ "entrant": "e1", "input": "I", "value": {} }), "TD0122"),
    ] {
        let asked = json!({ "format": "thidua-change/1", "set": [ good.clone(), bad ] });
        let refused = change(&mut season, &asked);
        assert_eq!(refused["errors"][0]["code"], code, "{asked} {refused}");
        assert_eq!(refused["errors"].as_array().map(Vec::len), Some(1));
    }
    assert_eq!(change(&mut season, &json!({ "format": "thidua-change/2" }))["errors"][0]["code"], "TD0514");
    let unknown = json!({ "format": "thidua-change/1", "select": { "entrants": ["x"] } });
    assert_eq!(change(&mut season, &unknown)["errors"][0]["code"], "TD0404");
    assert_eq!(change(&mut season, &json!({ "format": "thidua-change/1", "whole": true })), before);
}
