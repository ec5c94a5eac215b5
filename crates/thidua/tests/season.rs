//! A changed cell answers as a run made anew would: for everybody, down to the explanation.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests may fail loudly, as tests do"
)]

use std::path::Path;

use thidua::{
    EntrantResult, EntrantText, Files, PlanInput, Season, Sheet, Value, ValueKind, day, plan, read_rules, run,
};

/// Numbers that are the same in every run of the tests (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end.max(1)).unwrap()).unwrap()
    }
}

/// Some value that the input takes, or none at all.
fn value(random: &mut Random, input: &PlanInput) -> Value {
    match random.below(8) {
        0 => return Value::Blank,
        1 => return Value::NotApplicable,
        2 => return Value::Exempt,
        _ => {}
    }
    let number = i64::try_from(random.below(12)).unwrap();
    let drawn = match input.kind {
        ValueKind::YesNo => Value::YesNo(number % 2 == 0),
        ValueKind::Choice => Value::from(input.choices[random.below(input.choices.len())].0.as_str()),
        ValueKind::Date => day("2014-11-20").unwrap().into(),
        ValueKind::Percent => Value::from(format!("{}%", number * 10)),
        ValueKind::Count | ValueKind::Number => Value::from(number),
    };
    let max = input.max.as_ref().and_then(|max| max.to_decimal());
    match (&drawn, max) {
        (Value::Number(number), Some(max)) if thidua::Exact::from(*number) > max.into() => Value::from(max),
        _ => drawn,
    }
}

/// All that can be said about an entrant.
fn told(result: Option<EntrantResult<'_>>) -> String {
    serde_json::to_string(&result.unwrap().explanation().unwrap()).unwrap()
}

fn everybody(season: &Season) -> Vec<String> {
    season.entrants().map(|id| told(season.entrant(id))).collect()
}

/// Changes cells at random, and holds what the season says against a run made anew.
fn shaken(mut season: Season, seed: u64, changes: usize) {
    let mut random = Random(seed);
    let ids: Vec<String> = season.entrants().map(str::to_owned).collect();
    let plan = season.run().plan.clone();
    for _ in 0..changes {
        let before = everybody(&season);
        let mut worked_out = 0;
        let mut moved = std::collections::BTreeSet::new();
        for _ in 0..=random.below(2) {
            let input = &plan.inputs().raw[random.below(plan.inputs().len())];
            let id = &ids[random.below(ids.len())];
            // A value above or below what the input takes is refused, and nothing is changed.
            let Ok(change) = season.set(id, &input.name, value(&mut random, input)) else { continue };
            worked_out = worked_out.max(change.worked_out);
            moved.extend(change.moved);
        }
        let after = everybody(&season);
        season.run();
        assert_eq!(after, everybody(&season), "the same as made anew");
        if moved.is_empty() {
            let totals = |told: &[String]| -> Vec<String> {
                told.iter().map(|page| page.split("\"total\":").last().unwrap()[..12].to_owned()).collect()
            };
            assert_eq!(totals(&before), totals(&after), "nobody moved");
        }
    }
}

fn of_fixture(name: &str) -> Vec<Season> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures").join(name);
    let mut files = Files::default();
    let mut open = vec![folder.clone()];
    while let Some(each) = open.pop() {
        for entry in std::fs::read_dir(each).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(&folder).unwrap().to_string_lossy().replace('\\', "/");
                files.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    let report = run(&files, "thidua.yaml").unwrap_or_else(|found| panic!("{found:#?}"));
    report.runs.into_iter().map(Season::of_run).collect()
}

#[test]
fn the_movement_of_2014_answers_changed_cells() {
    let mut divided = 0;
    for season in of_fixture("dan-van-kheo-2014").into_iter().filter(|season| season.entrants().count() < 80)
    {
        divided += 1;
        shaken(season, 2014, 2);
    }
    assert!(divided >= 2);
}

/// Everything is per cluster: a reference set, a cap, a ranking and a quota.
const PER_CLUSTER: &str = "
rule_set: cum
version: 1
title: Theo cụm
inputs:
  thu: { title: Thu ngân sách, kind: number, min: 0 }
  vi_phạm: { title: Vi phạm, kind: yes-no }
  lần: { title: Các lần, kind: count, many: true }
criteria:
- { code: I, title: Thu, points_max: 40, relative: { of: thu, by: range, reference: cluster } }
- { code: II, title: Chấm, points_max: 60 }
gradings:
- id: loai
  title: Xếp loại
  grades:
  - { id: a, title: A, from: 70, requires: 'không vi_phạm', cap: { share: 50%, per: cluster } }
  - { id: b, title: B, from: 40 }
  - { id: c, title: C }
rankings: [ { id: cum, scope: cluster, tie_break: [ { of: điểm của II }, { council: true } ] } ]
awards:
- { id: co, title: Cờ, kind: emulation-title, for: collective, requires: [ { when: 'xếp_loại >= a' } ], quota: { count: 1, per: cluster } }
- { id: bang-khen, title: Bằng khen, kind: commendation, for: collective, requires: [ { when: 'điểm >= 50 và tổng của lần >= 1' } ], quota: { share: 40%, of: entrants, fraction: up, per: cluster }, reserve: 1 }
one_form: [ { awards: [ co, bang-khen ] } ]
";

fn clusters(rules: &str, count: usize) -> Season {
    let plan = plan(
        &read_rules("cum.yaml", rules).unwrap_or_else(|refused| panic!("{refused}")),
        day("2026-12-31").unwrap(),
    )
    .unwrap();
    let entrants =
        (0..count).map(|row| EntrantText::new(format!("e{row:02}")).in_cluster(format!("c{}", row % 4)));
    let mut sheet = Sheet::new(&plan, entrants).unwrap();
    let mut random = Random(7);
    for row in 0..count {
        for input in plan.inputs() {
            let _ = sheet.set(&format!("e{row:02}"), &input.name, value(&mut random, input));
        }
    }
    sheet.season().unwrap_or_else(|refused| panic!("{refused}"))
}

#[test]
fn what_is_compared_within_clusters_moves_within_clusters() {
    let mut season = clusters(PER_CLUSTER, 22);
    assert_eq!(season.set("e05", "II", 60).unwrap().worked_out, 6, "one cluster of four");
    for seed in 1..4 {
        shaken(clusters(PER_CLUSTER, 22), seed, 12);
    }
}

#[test]
fn what_is_compared_more_widely_moves_more_widely() {
    for (narrow, wide) in [
        ("rankings: [ { id: cum, scope: cluster", "rankings: [ { id: cum, scope: all"),
        ("reference: cluster", "reference: all"),
        ("cap: { share: 50%, per: cluster", "cap: { share: 50%, per: all"),
        (
            "quota: { count: 1, per: cluster }",
            "quota: { count: 1, per: cluster, within: [ { count: 2, per: all } ] }",
        ),
    ] {
        assert!(PER_CLUSTER.contains(narrow), "{narrow}");
        let rules = PER_CLUSTER.replace(narrow, wide);
        let mut season = clusters(&rules, 22);
        assert_eq!(season.set("e05", "II", 60).unwrap().worked_out, 22, "{wide}");
        shaken(season, 11, 6);
    }
}

#[test]
fn a_refused_cell_changes_nothing() {
    let mut season = clusters(PER_CLUSTER, 22);
    let before = everybody(&season);
    for (id, input, value) in
        [("e01", "II", "61"), ("e01", "II", "x"), ("e99", "II", "1"), ("e01", "III", "1")]
    {
        let refused = season.set(id, input, value).unwrap_err();
        assert_eq!(refused.findings()[0].entrant.as_deref(), Some(id));
    }
    assert!(season.set_all("e01", "II", [1, 2]).unwrap_err().has("TD0413"));
    assert_eq!(before, everybody(&season));
    season.set_all("e01", "lần", [1, 2]).unwrap();
}

/// Two rounds, the first of which stands in for blanks of the second; rows with something computed of each.
const TWO_ROUNDS: &str = "
rule_set: hai-vong
version: 1
title: Hai vòng
stages: [ { id: mot, title: Vòng một }, { id: hai, title: Vòng hai }, { id: ba, title: Vòng ba } ]
official_stage: hai
fall_back: [ mot ]
inputs:
  sl: { title: Số lượng, kind: number, many: true }
  hs: { title: Hệ số, kind: number, many: true }
  tích: { title: Tích, kind: number, many: true, per_row: { is: sl * hs * k } }
  k: { title: Hệ số chung, kind: number }
criteria:
- { code: I, title: Tích, points_max: 1000, formula: { is: tổng của tích } }
- { code: II, title: Chấm, points_max: 60 }
rankings: [ { id: cum, scope: cluster } ]
";

#[test]
fn cells_that_belong_together_are_not_changed_alone() {
    let rules = read_rules("hai-vong.yaml", TWO_ROUNDS).unwrap_or_else(|refused| panic!("{refused}"));
    let plan = plan(&rules, day("2026-12-31").unwrap()).unwrap();
    let mut sheet = Sheet::new(&plan, ["a", "b"]).unwrap();
    for (id, points) in [("a", 40), ("b", 41)] {
        sheet.set_at("mot", id, "II", points).unwrap();
        sheet.row(id, &serde_json::json!({ "k": 2, "sl": [3], "hs": [4] })).unwrap();
    }
    sheet.set("a", "II", Value::Blank).unwrap();
    sheet.set("b", "II", 50).unwrap();
    let mut season = sheet.season().unwrap_or_else(|refused| panic!("{refused}"));
    let points = |season: &Season, id: &str| season.entrant(id).unwrap().points("II").unwrap().to_string();
    assert_eq!((points(&season, "a"), points(&season, "b")), ("40".to_owned(), "50".to_owned()));
    season.set("b", "II", Value::Blank).unwrap();
    season.set("a", "II", 39).unwrap();
    assert_eq!((points(&season, "a"), points(&season, "b")), ("39".to_owned(), "41".to_owned()));
    let kept = everybody(&season);
    assert!(season.set_all_at("mot", "a", "II", [1]).unwrap_err().has("TD0516"));
    assert!(season.set_all("a", "sl", [1, 2]).unwrap_err().has("TD0515"));
    assert!(season.set("a", "tích", 1).unwrap_err().has("TD0460"));
    assert_eq!(kept, everybody(&season));
    assert!(season.set_all_at("ba", "a", "II", [1]).unwrap().moved.is_empty());
    assert_ne!(kept, everybody(&season), "the page shows the other stage");
    season.set("a", "k", 3).unwrap();
    assert_eq!(season.entrant("a").unwrap().points("I"), Some(36.into()));
    let now = everybody(&season);
    season.run();
    assert_eq!(now, everybody(&season), "what is computed of rows follows the cells it reads");
}

/// Somebody says in the first round that a criterion does not apply; the second decides where it says something.
const CLAIMED_BEFORE: &str = "
rule_set: de-nghi
version: 1
title: Đề nghị ở vòng trước
stages: [ { id: mot, title: Vòng một }, { id: hai, title: Vòng hai } ]
official_stage: hai
criteria:
- { code: I, title: Chấm, points_max: 40 }
- { code: II, title: Chấm hoặc không, points_max: 60, not_applicable: { then: rescale } }
rankings: [ { id: cum, scope: cluster } ]
";

#[test]
fn a_claim_of_another_stage_stands_and_falls_with_its_cell() {
    let rules = read_rules("de-nghi.yaml", CLAIMED_BEFORE).unwrap_or_else(|refused| panic!("{refused}"));
    let plan = plan(&rules, day("2026-12-31").unwrap()).unwrap();
    let mut sheet = Sheet::new(&plan, ["a"]).unwrap();
    sheet.set_at("mot", "a", "II", Value::NotApplicable).unwrap();
    sheet.set("a", "I", 20).unwrap();
    let mut season = sheet.season().unwrap_or_else(|refused| panic!("{refused}"));
    let total = |season: &Season| season.entrant("a").unwrap().total().map(|total| total.to_string());
    let of = |points: &str| Some(points.to_owned());
    assert_eq!(total(&season), of("50"), "the claim is heard: 20 of 40 are 50 of 100");
    season.set("a", "II", 30).unwrap();
    assert_eq!(total(&season), of("50"), "20 and 30: what the second round says counts");
    season.set("a", "I", 40).unwrap();
    assert_eq!(total(&season), of("70"));
    season.set("a", "II", Value::Blank).unwrap();
    assert_eq!(total(&season), of("100"), "the claim stands again");
    season.set_all_at("mot", "a", "II", [5]).unwrap();
    assert_eq!(total(&season), None, "it was taken back");
    season.set_all_at("mot", "a", "II", [Value::NotApplicable]).unwrap();
    assert_eq!(total(&season), of("100"));
}
