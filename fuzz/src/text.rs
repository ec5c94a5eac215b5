use thidua::{Files, RuleSet, check, compile, day, has_errors};
use thidua_oracles::{layout as laid_out, printed, report, wellformed};

use crate::must;

/// A rule file: read, checked, compiled; printed, it is the same rule set.
pub fn rule_file(bytes: &[u8]) {
    must(printed::hold_rules("rules.yaml", bytes));
    let Ok(rules) = thidua_rulefile::read_rule_set("rules.yaml", bytes) else { return };
    let Ok(rules) = check(rules, "rules.yaml") else { return };
    for on in ["2014-12-31", "2026-06-30"] {
        let _ = compile(&rules, "rules.yaml", day(on).unwrap());
    }
}

/// A file that is laid out: it says the same, and stays as it is.
pub fn layout(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    must(laid_out::hold_text("rules.yaml", text));
    let Ok(after) = thidua_rulefile::format("rules.yaml", text) else { return };
    let read = |text: &str| thidua_rulefile::read_rule_set("rules.yaml", text.as_bytes());
    let shown = |rules: &RuleSet| serde_json::to_string(rules).unwrap();
    match (read(text), read(&after)) {
        (Ok(before), Ok(after)) => assert_eq!(shown(&before), shown(&after)),
        (before, after) => assert_eq!(before.is_err(), after.is_err(), "laid out: {after:?}"),
    }
}

/// A test file, played over a small rule set.
pub fn test_file(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(suite) = thidua_workshop::read_suite("a.test.yaml", text, &|_| None) else { return };
    let rules = include_bytes!("../../fixtures/hostile/don-gian/rules.yaml");
    let rules = thidua_rulefile::read_rule_set("rules.yaml", rules).unwrap();
    let rules = check(rules, "rules.yaml").unwrap();
    let _ = thidua_workshop::run_suites(&rules, "rules.yaml", &[suite]);
}

/// A CSV file: as strict as our own reader is.
pub fn csv(bytes: &[u8]) {
    if let Err(found) = thidua_csv::read("points.csv", bytes) {
        assert!(has_errors(&found), "refused without an error: {found:?}");
    }
}

/// A text as every name there is: whatever is taken can be written in every format.
pub fn names(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let quoted = serde_json::Value::from(text).to_string();
    let cell = format!("\"{}\"", text.replace('"', "\"\""));
    let rules = format!(
        "rule_set: r\nversion: 1\ntitle: {quoted}\ncriteria: [ {{ code: I, title: {quoted}, points_max: 10 }} ]\n\
         gradings: [ {{ id: g, title: {quoted}, grades: [ {{ id: t, title: {quoted}, from: 8 }}, {{ id: y, title: x, below: 8 }} ] }} ]\n\
         rankings: [ {{ id: v, title: {quoted}, scope: cluster }} ]\n\
         awards: [ {{ id: w, title: {quoted}, kind: commendation, for: collective, requires: [ {{ when: điểm >= 5, label: {quoted} }} ], quota: {{ count: 1, per: cluster }} }} ]\n"
    );
    let manifest = format!(
        "movement: {quoted}\nnote: {quoted}\nregister: {{ file: d.csv }}\nruns: [ {{ id: r, title: {quoted}, rules: rules.yaml, \
         period: {{ from: 2026-01-01, until: 2026-12-31 }}, evaluations: [ {{ file: points.csv }} ] }} ]\n"
    );
    let register = format!("id,name,cluster\na,{cell},{cell}\nb,B,{cell}\n");
    let files = Files::from([
        ("thidua.yaml", manifest.as_str()),
        ("rules.yaml", rules.as_str()),
        ("d.csv", register.as_str()),
        ("points.csv", "entrant,I\na,9\nb,5\n"),
    ]);
    if let Ok(report) = report(&files) {
        must(wellformed::hold(&report));
    }
}
