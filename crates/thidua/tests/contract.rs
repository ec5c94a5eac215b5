//! The JSON contract: every answer keeps to its schema, every number is exact, every refusal says whom and what.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests may fail loudly, as tests do"
)]

use serde_json::{Value, json};
use thidua::{
    EntrantText, Files, Language, Manifest, Sheet, day, evaluate_json, evaluate_request, plan, read_rules,
    run_manifest,
};

const RULES: &str = "
rule_set: hop-dong
version: 2
title: Hợp đồng
effective: { from: 2026-01-01, until: 2026-12-31 }
inputs:
  đúng_hạn: { title: Đúng hạn, kind: count }
  tiếp_nhận: { title: Tiếp nhận, kind: count, min: 1 }
  kỷ_luật: { title: Kỷ luật, kind: yes-no }
criteria:
- { code: I, title: Hồ sơ, points_max: 30, ratio: { numerator: đúng_hạn, denominator: tiếp_nhận } }
- { code: II, title: Chấm, points_max: 70 }
gradings: [ { id: loai, title: Loại, grades: [ { id: a, title: A, from: 80, requires: 'không kỷ_luật' }, { id: b, title: B } ] } ]
rankings: [ { id: cum, scope: cluster, tie_break: [ { of: điểm của I } ] } ]
awards:
- { id: co, title: Cờ, kind: emulation-title, for: collective, requires: [ { when: 'không kỷ_luật' } ], quota: { count: 1, per: cluster }, reserve: 1 }
- { id: giay-khen, title: Giấy khen, kind: commendation, for: collective, requires: [ { when: 'điểm >= 50' } ], money: { multiple: 0.5 } }
one_form: [ { awards: [ co, giay-khen ] } ]
";

fn request() -> Value {
    json!({
        "format": "thidua-request/1",
        "rules": RULES,
        "period": { "from": "2026-01-01", "until": "2026-12-31" },
        "decision_date": "2026-12-31",
        "entrants": [
            { "id": "a", "name": "Xã A", "cluster": "c1" },
            { "id": "b", "cluster": "c1" },
            { "id": "c", "cluster": "c2" },
            { "id": "d", "cluster": "c2" }
        ],
        "values": [ { "rows": [
            { "entrant": "a", "đúng_hạn": 7, "tiếp_nhận": 9, "kỷ_luật": false, "II": 60.5 },
            { "entrant": "b", "đúng_hạn": "7", "tiếp_nhận": "9", "kỷ_luật": "không", "II": "60.5" },
            { "entrant": "c", "đúng_hạn": 3, "tiếp_nhận": 4, "kỷ_luật": null, "II": 70 },
            { "entrant": "d", "đúng_hạn": 4, "tiếp_nhận": 4, "kỷ_luật": true, "II": null }
        ] } ],
        "decisions": [ { "number": "5/QĐ", "date": "2026-12-20", "award": { "award": "giay-khen", "entrant": "b", "outcome": "refuse" } } ],
        "base_salary": [ { "effective_from": "2024-07-01", "amount": "2340000" } ]
    })
}

fn answer(request: &Value) -> Value {
    let text = evaluate_json(&request.to_string());
    assert!(text.ends_with('\n') && text.matches('\n').count() == 1, "compact, and one line break");
    let answer: Value = serde_json::from_str(&text).unwrap();
    conforms("answer", &answer);
    answer
}

fn conforms(kind: &str, value: &Value) {
    let schema = serde_json::to_value(thidua::schema(kind, Language::English).unwrap()).unwrap();
    let id = schema["$id"].as_str().unwrap().to_owned();
    assert!(id.ends_with(&format!("thidua-{kind}/1")), "{id}");
    let mut compiler = boon::Compiler::new();
    compiler.add_resource(&id, schema).unwrap();
    let mut schemas = boon::Schemas::new();
    let index = compiler.compile(&id, &mut schemas).unwrap();
    schemas.validate(value, index).unwrap_or_else(|error| panic!("{error:#}\n{value:#}"));
}

/// Every text of a tree that could be taken for a number.
fn numbers<'a>(value: &'a Value, key: &str, found: &mut Vec<(String, &'a str)>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, value)| numbers(value, key, found)),
        Value::Array(items) => items.iter().for_each(|item| numbers(item, key, found)),
        Value::String(text) => found.push((key.to_owned(), text)),
        Value::Number(number) => {
            assert!(number.is_u64(), "{key}: only counts are JSON numbers, not {number}")
        }
        Value::Null | Value::Bool(_) => {}
    }
}

#[test]
fn a_grade_that_a_person_gave_says_so() {
    let mut asked = request();
    let given = json!({ "number": "6/QĐ", "date": "2026-12-21", "by": "Chủ tịch", "grade": { "grading": "loai", "entrant": "c", "grade": "b" } });
    asked["decisions"].as_array_mut().unwrap().push(given);
    conforms("request", &asked);
    let told = answer(&asked);
    let c = &told["runs"][0]["entrants"][2]["grades"]["loai"];
    assert_eq!(c["grade"], "b");
    // A condition that is not known yet left it open.
    let decision =
        json!({ "number": "6/QĐ", "date": "2026-12-21", "by": "Chủ tịch", "reason": null, "computed": null });
    assert_eq!((&c["given"], &c["open"]), (&decision, &Value::Null));
    assert_eq!(told["runs"][0]["entrants"][0]["grades"]["loai"]["given"], Value::Null);
    asked["select"] = json!({ "by_column": true });
    let columns = &answer(&asked)["runs"][0]["columns"];
    assert_eq!(columns["given_grades"]["loai"], json!([null, null, "6/QĐ", null]));
    asked["decisions"][1]["grade"]["grade"] = json!("z");
    assert!(answer(&asked)["errors"].to_string().contains("TD0510"));
}

#[test]
fn everything_is_told_exactly() {
    let mut asked = request();
    let parts = ["points", "grades", "ranks", "awards", "quotas", "findings", "reasons", "explanation"];
    asked["select"] = json!({ "parts": parts });
    conforms("request", &asked);
    let answer = answer(&asked);
    let run = &answer["runs"][0];
    let a = &run["entrants"][0];
    assert_eq!(a["total"], json!({ "fraction": "503/6", "shown": "83.833333" }));
    assert_eq!(a["points"]["I"], json!({ "fraction": "70/3", "shown": "23.333333" }));
    assert_eq!(a["points"]["II"], json!({ "decimal": "60.5" }));
    assert_eq!(a["ranks"]["cum"], json!({ "place": 1, "sharing": 2 }));
    assert_eq!(a["grades"]["loai"]["grade"], "a");
    assert_eq!(a["awards"]["co"]["tied"], json!({ "places": 1, "entrants": 2 }));
    assert_eq!(a["awards"]["giay-khen"]["money"], json!({ "decimal": "1170000" }));
    let b = &run["entrants"][1];
    assert_eq!(b["awards"]["giay-khen"]["decided"]["number"], "5/QĐ");
    let c = &run["entrants"][2];
    assert_eq!(
        (&c["grades"]["loai"]["grade"], &c["grades"]["loai"]["open"]["missing"]),
        (&Value::Null, &json!(["kỷ_luật"]))
    );
    assert_eq!(c["awards"]["co"]["waits_for"], json!(["data"]));
    let d = &run["entrants"][3];
    assert_eq!((&d["total"], &d["absent"][0]["criterion"]), (&Value::Null, &json!("II")));
    assert_eq!(d["awards"]["co"]["open"][0]["verdict"], "failed");
    assert_eq!(run["quotas"][0]["scope"], "c1");
    assert_eq!(run["needs_person"], true);
    assert_eq!(run["titles"]["awards"]["giay-khen"], "Giấy khen");
    assert_eq!(run["rules"]["sha256"].as_str().map(str::len), Some(64));
    assert!(a["explanation"]["sheet"][0]["arithmetic"]["vi"].as_str().unwrap().contains("7 / 9 × 30"));
    let input = |name: &str, value: &str| json!({ "op": "number", "value": { "decimal": value }, "unit": "number", "input": name });
    let share = json!({ "op": "quotient", "of": [ input("đúng_hạn", "7"), input("tiếp_nhận", "9") ] });
    let thirty = json!({ "op": "number", "value": { "decimal": "30" }, "unit": "number" });
    assert_eq!(
        a["explanation"]["sheet"][0]["calculation"],
        json!({ "op": "product", "of": [ share, thirty ] })
    );
    let cell = &a["explanation"]["sheet"][0]["cells"][0];
    assert_eq!(
        (&cell["input"], &cell["numbers"][0]["decimal"], &cell["state"]),
        (&json!("đúng_hạn"), &json!("7"), &json!("value"))
    );
    assert_eq!(a["explanation"]["total_calculation"]["of"][0]["criterion"], "I");
    let mut found = Vec::new();
    numbers(&answer, "", &mut found);
    for (key, text) in found {
        let fraction = text.split_once('/').is_some_and(|(over, under)| {
            [over, under].iter().all(|part| part.chars().all(|letter| letter.is_ascii_digit()))
        });
        assert!(!fraction || key == "fraction", "{key}: a bare fraction {text}");
    }
}

#[test]
fn the_answer_holds_what_was_selected() {
    let mut asked = request();
    asked["select"] = json!({ "entrants": ["c"], "parts": ["awards"], "languages": ["en"] });
    let answer = answer(&asked);
    let run = &answer["runs"][0];
    let keys: Vec<&str> = run["entrants"][0].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(run["entrants"].as_array().map(Vec::len), Some(1));
    assert!(keys.contains(&"awards") && !keys.contains(&"points") && !keys.contains(&"grades"), "{keys:?}");
    assert!(run.get("quotas").is_none() && run.get("findings").is_none());
    assert!(!answer.to_string().contains("\"vi\":"), "English only");

    asked["select"] = json!({ "entrants": ["e"] });
    let refused = serde_json::from_str::<Value>(&evaluate_json(&asked.to_string())).unwrap();
    assert_eq!(refused["errors"][0]["code"], "TD0404");
}

#[test]
fn lines_hold_the_same_as_one_answer() {
    let whole = answer(&request());
    let mut asked = request();
    asked["lines"] = true.into();
    let text = evaluate_json(&asked.to_string());
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 5);
    conforms("answer", &lines[0]);
    let entrants: Vec<&Value> = lines[1..].iter().map(|line| &line["entrant"]).collect();
    assert_eq!(Value::from(entrants.into_iter().cloned().collect::<Vec<_>>()), whole["runs"][0]["entrants"]);
    asked["pretty"] = true.into();
    assert_eq!(evaluate_json(&asked.to_string()), text, "lines are never indented");
}

#[test]
fn rows_columns_folders_and_sheets_say_the_same() {
    let rows = answer(&request());
    let mut columns = request();
    let table: Vec<Value> = columns["values"][0]["rows"].as_array().unwrap().clone();
    let names = ["entrant", "đúng_hạn", "tiếp_nhận", "kỷ_luật", "II"];
    let column = |name: &&str| ((*name).to_owned(), table.iter().map(|row| row[name].clone()).collect());
    columns["values"] = json!([ { "columns": names.iter().map(column).collect::<serde_json::Map<_, _>>() } ]);
    assert_eq!(answer(&columns), rows);

    let folder = json!({
        "format": "thidua-request/1",
        "manifest": {
            "movement": "", "register": { "file": "entrants.csv" }, "decisions": ["decisions.yaml"], "base_salary": "luong.csv",
            "runs": [ { "id": "run", "rules": "rules", "period": { "from": "2026-01-01", "until": "2026-12-31" },
                "decision_date": "2026-12-31", "evaluations": [ { "file": "values.csv" } ] } ]
        },
        "files": {
            "rules": RULES,
            "entrants.csv": "id,name,cluster\na,Xã A,c1\nb,,c1\nc,,c2\nd,,c2\n",
            "values.csv": "entrant,đúng_hạn,tiếp_nhận,kỷ_luật,II\na,7,9,không,\"60,5\"\nb,7,9,không,\"60,5\"\nc,3,4,,70\nd,4,4,có,\n",
            "decisions.yaml": "decisions: [ { number: 5/QĐ, date: 2026-12-20, award: { award: giay-khen, entrant: b, outcome: refuse } } ]",
            "luong.csv": "effective_from,amount\n2024-07-01,2340000\n"
        }
    });
    conforms("request", &folder);
    assert_eq!(answer(&folder)["runs"][0]["entrants"], rows["runs"][0]["entrants"]);

    let plan = plan(&read_rules("rules", RULES).unwrap(), day("2026-12-31").unwrap()).unwrap();
    let entrants = [("a", "c1"), ("b", "c1"), ("c", "c2"), ("d", "c2")];
    let entrants = entrants.map(|(id, cluster)| EntrantText::new(id).in_cluster(cluster));
    let mut sheet = Sheet::new(&plan, entrants).unwrap();
    for row in &table {
        let mut fields = row.as_object().unwrap().clone();
        let id = fields.remove("entrant").unwrap();
        if let Some(points) = fields.get_mut("II").filter(|points| points.is_f64()) {
            *points = points.to_string().into();
        }
        sheet.row(id.as_str().unwrap(), &fields).unwrap();
    }
    let season = sheet.season().unwrap();
    for told in rows["runs"][0]["entrants"].as_array().unwrap() {
        let typed = season.entrant(told["id"].as_str().unwrap()).unwrap();
        let exact = told["total"].get("decimal").or_else(|| told["total"].get("fraction"));
        assert_eq!(typed.total().map(|total| total.to_string()).as_deref(), exact.and_then(Value::as_str));
        for award in ["co", "giay-khen"] {
            let status = serde_json::to_value(typed.award(award).unwrap().status()).unwrap();
            assert_eq!(status, told["awards"][award]["status"], "{award}");
        }
    }
}

/// The codes of a refused request, each with its entrant and input.
fn refused(request: &Value) -> Vec<(String, Option<String>, Option<String>)> {
    let answer = answer(request);
    assert!(answer.get("runs").is_none() && answer["format"] == "thidua-answer/1", "{answer}");
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let errors = answer["errors"].as_array().unwrap().iter();
    errors
        .map(|error| (text(&error["code"]).unwrap(), text(&error["entrant"]), text(&error["input"])))
        .collect()
}

#[test]
fn every_refusal_says_whom_and_what() {
    let with = |place: &str, value: Value| {
        let mut asked = request();
        let (parent, key) = place.rsplit_once('/').unwrap();
        asked.pointer_mut(parent).unwrap()[key] = value;
        refused(&asked)
    };
    let one = |code: &str, entrant: Option<&str>, input: Option<&str>| {
        vec![(code.to_owned(), entrant.map(str::to_owned), input.map(str::to_owned))]
    };
    let cell = |input: &str, value: Value| with(&format!("/values/0/rows/1/{input}"), value);
    assert_eq!(cell("II", json!(70.01)), one("TD0411", Some("b"), Some("II")));
    assert_eq!(cell("đúng_hạn", json!(9.5)), one("TD0410", Some("b"), Some("đúng_hạn")));
    assert_eq!(cell("kỷ_luật", json!("có lẽ")), one("TD0410", Some("b"), Some("kỷ_luật")));
    assert_eq!(with("/values/0/rows/1/entrant", json!("a")), one("TD0413", Some("a"), None));
    assert_eq!(with("/values/0/rows/1/entrant", json!("z")), one("TD0404", Some("z"), None));
    assert_eq!(with("/entrants/1/id", json!("a"))[0], one("TD0414", Some("a"), None)[0]);
    assert_eq!(with("/decisions/0/award/entrant", json!("z"))[0].0, "TD0420");
    assert_eq!(with("/format", json!("thidua-request/9")), one("TD0514", None, None));
    assert_eq!(with("/manifest", json!("x.yaml")), one("TD0514", None, None));
    assert_eq!(with("/period/until", json!("2027-12-31"))[0].0, "TD0502");
    assert_eq!(with("/values/0/columns", json!({ "entrant": ["a"] })), one("TD0514", None, None));
    assert_eq!(with("/seelct", json!({}))[0].0, "TD0120");
    assert_eq!(with("/select", json!({ "parts": ["pionts"] }))[0].0, "TD0123");
    let mut asked = request();
    asked.as_object_mut().unwrap().remove("period");
    asked.as_object_mut().unwrap().remove("decision_date");
    assert_eq!(refused(&asked), one("TD0514", None, None));
    asked.as_object_mut().unwrap().remove("rules");
    assert_eq!(refused(&asked), one("TD0514", None, None));
}

#[test]
fn a_budget_is_kept_and_told() {
    let mut within = request();
    within["budget"] = json!(10_000_000);
    let told = answer(&within);
    let spent = told["steps"].as_u64().unwrap();
    assert!(answer(&request())["steps"].is_null(), "told only to who asks");
    within["budget"] = json!(spent);
    assert_eq!(answer(&within)["steps"], json!(spent), "just enough is enough");
    // One step less does not do for the awards, and ten do not do for the reading.
    for most in [spent - 1, 10, 0] {
        within["budget"] = json!(most);
        let [(code, ..)] = &refused(&within)[..] else { panic!("one finding for {most}") };
        assert_eq!(code, "TD0530");
    }
    // What is told to be needed is enough for that part of the work.
    within["budget"] = json!(0);
    let needed = answer(&within)["errors"][0]["help"]["en"].to_string();
    let needed: u64 = needed.split(' ').find_map(|word| word.trim_matches(',').parse().ok()).unwrap();
    within["budget"] = json!(needed);
    let next = refused(&within);
    assert_eq!(next.len(), 1);
    assert!(needed < spent);
    // One more entrant costs more.
    let mut more = request();
    more["entrants"].as_array_mut().unwrap().push(json!({ "id": "e", "cluster": "c2" }));
    more["budget"] = json!(10_000_000);
    assert!(answer(&more)["steps"].as_u64().unwrap() > spent);
}

#[test]
fn what_is_no_request_is_answered() {
    let whole = request().to_string();
    let deep = format!("{{\"format\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let cut = (0..whole.len()).step_by(97).map(|end| whole.as_bytes()[..end].to_vec());
    let odd =
        [&b"\xff\xfe"[..], b"\0", b"[]", b"null", b"{}", b"{\"format\":1}", deep.as_bytes(), b"PK\x03\x04"];
    for bytes in cut.chain(odd.map(<[u8]>::to_vec)) {
        let answered = evaluate_request(&bytes);
        assert!(answered.refused && !answered.needs_person, "{:.200}", answered.json);
        let answer: Value = serde_json::from_str(&answered.json).unwrap();
        conforms("answer", &answer);
        assert!(answer["errors"].as_array().is_some_and(|errors| !errors.is_empty()));
    }
}

#[test]
fn whoever_asked_for_no_words_is_told_why_it_was_refused() {
    let mut wordless = request();
    wordless["select"] = json!({ "languages": [] });
    assert!(!answer(&wordless).to_string().contains("\"vi\""), "no words where all is well");
    wordless["values"] = json!([ { "rows": [ { "entrant": "a", "II": 71 } ] } ]);
    let refused = answer(&wordless);
    assert!(
        refused["errors"][0]["message"]["vi"].is_string()
            && refused["errors"][0]["message"]["en"].is_string()
    );
}

#[test]
fn columns_say_what_the_entrants_say() {
    let rows = answer(&request());
    let mut asked = request();
    asked["select"] = json!({ "by_column": true });
    conforms("request", &asked);
    let by_column = answer(&asked);
    let (run, entrants) = (&by_column["runs"][0], rows["runs"][0]["entrants"].as_array().unwrap());
    assert!(run.get("entrants").is_none() && run["quotas"] == rows["runs"][0]["quotas"]);
    let columns = &run["columns"];
    let cell = |number: &Value| number.get("decimal").unwrap_or(number).clone();
    for (at, entrant) in entrants.iter().enumerate() {
        assert_eq!((&columns["id"][at], &columns["name"][at]), (&entrant["id"], &entrant["name"]));
        assert_eq!(columns["cluster"][at], entrant["cluster"]);
        assert_eq!(columns["total"][at], cell(&entrant["total"]));
        assert_eq!(columns["points_max"][at], cell(&entrant["points_max"]));
        for part in ["I", "II"] {
            assert_eq!(columns["points"][part][at], cell(&entrant["points"][part]), "{part}");
        }
        assert_eq!(columns["grades"]["loai"][at], entrant["grades"]["loai"]["grade"]);
        assert_eq!(columns["ranks"]["cum"][at], entrant["ranks"]["cum"]["place"]);
        for award in ["co", "giay-khen"] {
            assert_eq!(columns["awards"][award][at], entrant["awards"][award]["status"]);
        }
    }
    assert_eq!(columns["total"][0], json!({ "fraction": "503/6", "shown": "83.833333" }));
    asked["select"] = json!({ "by_column": true, "entrants": ["c"], "parts": ["ranks"] });
    assert_eq!(answer(&asked)["runs"][0]["columns"]["id"], json!(["c"]));
    asked["select"] = json!({ "by_column": true, "parts": ["explanation"] });
    assert_eq!(refused(&asked)[0].0, "TD0585");
    asked["select"] = json!({ "by_column": true });
    asked["lines"] = true.into();
    assert_eq!(refused(&asked)[0].0, "TD0585");
}

#[test]
fn requirements_are_trees_down_to_what_was_compared() {
    let mut asked = request();
    asked["select"] = json!({ "parts": ["explanation"], "languages": [] });
    let answer = answer(&asked);
    let awards = &answer["runs"][0]["entrants"][0]["explanation"]["awards"];
    let number = |value: &str| json!({ "op": "number", "value": { "decimal": value }, "unit": "number" });
    let condition = &awards[1]["requirements"][0]["condition"];
    assert_eq!((&condition["verdict"], &condition["op"]), (&json!("met"), &json!("compared")));
    assert_eq!(condition["comparator"], "at-least");
    assert_eq!(condition["of"][0]["value"], json!({ "fraction": "503/6", "shown": "83.833333" }));
    assert_eq!(condition["of"][1], number("50"));
    let discipline = &awards[0]["requirements"][0]["condition"];
    assert_eq!((&discipline["verdict"], &discipline["op"]), (&json!("met"), &json!("not")));
    assert_eq!(discipline["of"][0]["of"][0]["input"], "kỷ_luật");
    // What is not known is null.
    let open = &answer["runs"][0]["entrants"][2]["explanation"]["awards"][0]["requirements"][0]["condition"];
    assert_eq!((&open["verdict"], &open["of"][0]["of"][0]), (&json!("unknown"), &Value::Null));
}

/// Whoever is not assessed has no points: each requirement says so in its own words, and a vote of two ballots which of them
/// was counted.
#[test]
fn requirements_are_told_of_whoever_is_not_assessed_or_voted_on_twice() {
    let asked = json!({
        "format": "thidua-request/1",
        "rules": "rule_set: x\nversion: 1\ntitle: X\ninputs: { mới: { title: Mới thành lập, kind: yes-no } }\n\
    criteria: [ { code: I, title: Chấm, points_max: 100, when: không mới } ]\n\
    rankings: [ { id: r, title: Xếp hạng, scope: all } ]\n\
    awards:\n- { id: co, title: Cờ, kind: emulation-title, for: collective, ranked_by: r, requires: [ { when: 'điểm >= 50' } ] }\n\
    - { id: bk, title: Bằng khen, kind: commendation, for: collective, requires: [ { votes: { body: Hội đồng, share: 2/3, of: all-members, ballots: 2 } } ] }\n",
        "period": { "from": "2026-01-01", "until": "2026-12-31" },
        "decision_date": "2026-12-31",
        "entrants": [ { "id": "a" }, { "id": "b" }, { "id": "c" } ],
        "values": [ { "rows": [ { "entrant": "a", "I": 60, "mới": false }, { "entrant": "b", "I": 40, "mới": false }, { "entrant": "c", "mới": true } ] } ],
        "decisions": [
            { "number": "1/BB", "date": "2026-12-01", "vote": { "award": "bk", "entrant": "a", "body": "Hội đồng", "votes": 6, "members": 9 } },
            { "number": "2/BB", "date": "2026-12-01", "vote": { "award": "bk", "entrant": "b", "body": "Hội đồng", "votes": 5, "members": 9 } },
            { "number": "3/BB", "date": "2026-12-01", "vote": { "award": "bk", "entrant": "c", "body": "Hội đồng", "votes": 5, "members": 9 } },
            { "number": "4/BB", "date": "2026-12-02", "vote": { "award": "bk", "entrant": "c", "body": "Hội đồng", "votes": 4, "members": 9, "ballot": 2 } }
        ],
        "select": { "parts": ["explanation"], "languages": ["vi"] }
    });
    let answer = answer(&asked);
    let mut told = Vec::new();
    for entrant in answer["runs"][0]["entrants"].as_array().unwrap() {
        for award in entrant["explanation"]["awards"].as_array().unwrap() {
            for asked in award["requirements"].as_array().unwrap() {
                let words = |key: &str| asked[key]["vi"].as_str().unwrap().to_owned();
                let verdict = asked["verdict"].as_str().unwrap();
                told.push(format!(
                    "{} {}: {}: {verdict}, {}",
                    entrant["id"].as_str().unwrap(),
                    award["award"].as_str().unwrap(),
                    words("requirement"),
                    words("found")
                ));
            }
        }
    }
    let expected = [
        "a co: tổng điểm ≥ 50: met, tổng điểm = 60",
        "a bk: ít nhất 2/3 trên tổng số thành viên Hội đồng đồng ý: met, lần 1: 6/9 phiếu ≈ 66,67% (tổng số thành viên 9)",
        "b co: tổng điểm ≥ 50: failed, tổng điểm = 40",
        "b bk: ít nhất 2/3 trên tổng số thành viên Hội đồng đồng ý: unknown, lần 1: 5/9 phiếu ≈ 55,56% (tổng số thành viên 9); còn bỏ phiếu lần 2",
        "c co: tổng điểm ≥ 50: failed, không thuộc diện đánh giá nên không có điểm",
        "c co: có thứ hạng trong “Xếp hạng”: failed, không thuộc diện đánh giá nên không có điểm",
        "c bk: ít nhất 2/3 trên tổng số thành viên Hội đồng đồng ý: failed, lần 2: 4/9 phiếu ≈ 44,44% (tổng số thành viên 9)",
    ];
    assert_eq!(told, expected);
}

#[test]
fn what_is_wrong_in_a_large_request_has_its_place() {
    let rows = |broken: &str| {
        let rows: Vec<String> = (0..100_000)
            .map(|row| {
                format!("{{\"entrant\":\"e{row}\",\"I\":{}}}", if row == 77_777 { broken } else { "1" })
            })
            .collect();
        format!(
            "{{\"format\":\"thidua-request/1\",\"period\":{{\"from\":\"2026-01-01\",\"until\":\"2026-12-31\"}},\n\"values\":[{{\"rows\":[\n{}]}}],\"select\":{{\"parts\":[]}},\n\"rules\":\"rule_set: a\\nversion: 1\\ntitle: A\\ncriteria: [ {{ code: I, points_max: 10 }} ]\"}}",
            rows.join(",\n")
        )
    };
    let told = |request: &str| -> Value { serde_json::from_str(&evaluate_json(request)).unwrap() };
    for broken in ["[1]", "1,\"I\":2", "1}", "\"\\ud800\""] {
        let error = &told(&rows(broken))["errors"][0];
        assert_eq!(error["code"], "TD0584", "{broken}");
        assert!(error["place"].as_str().unwrap().starts_with("(request):77780:"), "{broken}: {error}");
    }
    let sound = rows("1");
    assert_eq!(told(&sound)["runs"][0]["entrants"].as_array().map(Vec::len), Some(100_000));
    // What stands behind the tables is told at its own place.
    let error = &told(&sound.replace("\"parts\"", "\"prats\""))["errors"][0];
    assert_eq!((&error["code"], &error["place"]), (&json!("TD0120"), &json!("(request):100002:41")));
}

#[test]
fn a_manifest_that_is_a_value_finds_its_files_however_they_are_spelt() {
    let manifest = "
movement: Thử
register: { file: Don-Vi.csv }
runs:
- { id: r, rules: RULES.yaml, period: { from: 2026-01-01, until: 2026-12-31 }, evaluations: [ { file: so/Diem.CSV } ] }
";
    let files = Files::from([
        ("thidua.yaml", manifest),
        ("rules.yaml", RULES),
        ("don-vi.csv", "id,name,cluster\na,Xã A,c1\n"),
        ("so/diem.csv", "entrant,đúng_hạn,tiếp_nhận,kỷ_luật,II\na,7,9,không,60.5\n"),
    ]);
    let of_folder = thidua::run(&files, "thidua.yaml").unwrap();
    let parsed = Manifest::read("thidua.yaml", manifest.as_bytes()).unwrap();
    let of_value = run_manifest(&files, parsed, 1).unwrap();
    let total = |report: &thidua::Report| report.runs[0].entrant("a").unwrap().total();
    assert!(total(&of_value).is_some());
    assert_eq!(total(&of_folder), total(&of_value));
}
