//! Whole conduct forms, and reward money.

use std::collections::BTreeMap;

use thidua::{Exact, Files, Plan, RuleSet, check, compile};

use crate::support::{Record, Tally, case, of, points, records, row, rules, run, told};

fn checked(files: &Files) -> thidua::Valid<RuleSet> {
    let set: RuleSet = thidua_rulefile::read_bytes("rules.yaml", files.get("rules.yaml").unwrap())
        .unwrap_or_else(|found| panic!("{}", told(&found)));
    check(set, "rules.yaml").unwrap_or_else(|found| panic!("{}", told(&found)))
}

fn compiled(files: &Files) -> Plan {
    let day = thidua::Date::from_calendar(2025, 1, 1).unwrap();
    compile(&checked(files), "rules.yaml", day).unwrap_or_else(|found| panic!("{}", told(&found)))
}

/// Every printed path is in the plan, with its printed maximum and label.
fn every_criterion(name: &'static str, files: &Files, expected: usize) {
    let plan = compiled(files);
    let mut paths: BTreeMap<String, String> = BTreeMap::new();
    let mut tally = Tally::new(name);
    for printed in records(files, "criteria.csv") {
        let code = &printed["printed_code"];
        let above = paths.get(&printed["parent"]);
        let path = above.map_or_else(|| code.clone(), |above| format!("{above}/{code}"));
        paths.insert(printed["path"].clone(), path.clone());
        let node = plan.nodes().iter().find(|node| node.path == path);
        let max = node.map(|node| node.max.clone());
        tally.value(&path, max, &printed["max_points"]);
        tally.same(&path, node.map_or("", |node| &node.criterion.title), &printed["label"]);
    }
    tally.finish(expected);
    assert_eq!(plan.nodes()[plan.root()].max, Exact::from(100));
}

#[test]
fn form_a_is_sound() {
    let found = checked(&rules("conduct_form_a"));
    assert!(found.warnings().is_empty(), "{}", told(found.warnings()));
}

#[test]
fn form_a_has_every_criterion() {
    let Some(files) = case("conduct_form_a") else { return };
    every_criterion("conduct_form_a", &files, 30 * 2);
}

#[test]
fn form_c_tells_its_printed_mistakes() {
    let found = checked(&rules("conduct_form_c"));
    let told: Vec<(&str, &str)> =
        found.warnings().iter().map(|finding| (finding.code, finding.message.en.as_str())).collect();
    assert_eq!(
        told,
        [
            ("TD0225", "the criterion `I/4.` can never reach its maximum 4: the most it gives is 3"),
            ("TD0222", "no band holds [0; 5), for example the value 0"),
        ]
    );
}

/// The defects of the printed table itself: its bands are read from the words, its rows from their parents.
#[test]
fn form_c_as_printed() {
    let Some(files) = case("conduct_form_c") else { return };
    let mut tally = Tally::new("conduct_form_c as printed");
    let rows = records(&files, "criteria.csv");
    let children = |row: &Record| -> Vec<&Record> {
        rows.iter().filter(|child| child["parent"] == row["path"]).collect()
    };
    for row in &rows {
        let found = match row["method"].as_str() {
            "bands" => found_in(&banded(row)),
            "either_or" => {
                // Read as a plain sum, the two branches around the word “Hoặc” come to 20 under a maximum of 10;
                // read as a choice they are sound.
                assert_eq!(found_in(&summed(row, children(row), "either-or")), []);
                found_in(&summed(row, children(row), "sum"))
            }
            "group" => found_in(&summed(row, children(row), "sum")),
            _ => continue,
        };
        let codes: Vec<&str> = found.iter().map(|(code, _)| *code).collect();
        let wanted: &[&str] = match row["path"].as_str() {
            "1.4" => &["TD0225"],
            "1.5" => &["TD0222"],
            "5" => &["TD0224"],
            _ => &[],
        };
        tally.holds(&row["label"], codes == wanted, || format!("{found:?}"));
        if let ("1.5", [(_, words)]) = (row["path"].as_str(), found.as_slice()) {
            tally.same("1.5", words, "no band holds [0; 5), for example the value 0");
        }
    }
    // Four sums, two tables of bands, one choice; and the stretch below 5.
    tally.finish(4 + 2 + 1 + 1);
}

fn found_in(text: &str) -> Vec<(&'static str, String)> {
    let set: RuleSet =
        thidua_rulefile::read("printed.yaml", text).unwrap_or_else(|found| panic!("{text}{}", told(&found)));
    let found = match check(set, "printed.yaml") {
        Ok(valid) => valid.warnings().to_vec(),
        Err(found) => found,
    };
    found.into_iter().map(|finding| (finding.code, finding.message.en)).collect()
}

/// One group with its printed maximum over its children with theirs.
fn summed(row: &Record, children: Vec<&Record>, aggregate: &str) -> String {
    let head = format!(
        "rule_set: printed\nversion: 1\ntitle: x\ncriteria:\n- code: I\n  points_max: {}\n  aggregate: {aggregate}\n  children:\n",
        row["max_points"]
    );
    let child = |child: &Record| {
        format!("  - {{ code: {:?}, points_max: {} }}\n", child["path"], child["max_points"])
    };
    head + &children.into_iter().map(child).collect::<String>()
}

/// One criterion with the bands of its printed parameters: `<10%: 3; [10%,20%]: 2` or `[5,6)=2; <5 not stated`.
fn banded(row: &Record) -> String {
    let words = row["parameters"].split("  (").next().unwrap();
    let percent = words.contains('%');
    let kind = if percent { "percent, min: 0, max: 100%" } else { "number, min: 0, max: 10" };
    let mut text = format!(
        "rule_set: printed\nversion: 1\ntitle: x\ninputs: {{ v: {{ kind: {kind} }} }}\ncriteria:\n- code: I\n  points_max: {}\n  bands:\n    of: v\n    steps:\n",
        row["max_points"]
    );
    for entry in words.split("; ").filter(|entry| !entry.contains("not stated")) {
        let (interval, points) = entry.split_once(": ").or_else(|| entry.split_once('=')).unwrap();
        let ends = if let Some(end) = interval.strip_prefix('<') {
            format!("below: {end}")
        } else if let Some(end) = interval.strip_prefix('>') {
            format!("above: {end}")
        } else {
            let (low, high) = interval[1..interval.len() - 1].split_once(',').unwrap();
            let from = if interval.starts_with('[') { "from" } else { "above" };
            let to = if interval.ends_with(']') { "to" } else { "below" };
            format!("{from}: {low}, {to}: {high}")
        };
        text += &format!("    - {{ {ends}, points: {points} }}\n");
    }
    text
}

#[test]
fn what_the_forms_can_come_to() {
    let most = |form: &str| {
        let plan = compiled(&rules(form));
        let bounds = thidua::attainable(&plan);
        assert!(bounds.complete);
        let total = bounds.kinds[0].applicable.total.clone().unwrap();
        (total.least.unwrap(), total.most.unwrap())
    };
    assert_eq!(most("conduct_form_a"), (Exact::ZERO, Exact::from(100)));
    // One point is lost for everybody in I.4; whoever left V empty would have no total.
    assert_eq!(most("conduct_form_c"), (Exact::from(2), Exact::from(99)));
}

#[test]
fn form_c_has_every_criterion() {
    let Some(files) = case("conduct_form_c") else { return };
    every_criterion("conduct_form_c", &files, 24 * 2);
}

#[test]
fn form_c_scores_two_students() {
    let files = rules("conduct_form_c");
    let report = run(&files);
    let run = of(&report, "hk1");
    let mut tally = Tally::new("conduct_form_c students");
    // Worked out by hand from the printed ladders, bands and ranges.
    let expected = [
        ("I/1.", "2", "0"),
        ("I/2.", "1.5", "2"),
        ("I/3.", "2", "1"),
        ("I/4.", "2", "3"),
        ("I/5.", "5", "6"),
        ("I", "12.5", "12"),
        ("II./2.", "4", "0"),
        ("II./3.", "0", "6"),
        ("II./4.", "1.5", "4"),
        ("II./5.", "2", "0"),
        ("II.", "14.5", "13"),
        ("III./1.", "5", "0"),
        ("III./3.", "3", "5"),
        ("III.", "13", "6"),
        ("IV./1.", "10", "8"),
        ("IV./2.", "4", "7"),
        ("IV./3.", "6", "0"),
        ("IV.", "20", "15"),
        ("V.", "8", "10"),
        ("", "68", "56"),
    ];
    for (path, first, second) in expected {
        tally.value(path, points(run, path, "sv-1"), first);
        tally.value(path, points(run, path, "sv-2"), second);
    }
    tally.finish(40);
}

#[test]
fn both_branches_are_no_result() {
    let mut files = rules("conduct_form_c");
    let sheet = String::from_utf8(files.get("phieu.csv").unwrap().to_vec()).unwrap();
    files.insert("phieu.csv", sheet.replace("sv-1,V./2.,\n", "sv-1,V./2.,giai-quoc-gia\n"));
    let report = run(&files);
    let run = of(&report, "hk1");
    assert_eq!(points(run, "V.", "sv-1"), None);
    let max = run.outcome.scorecards.max(&run.plan, run.plan.root(), row(run, "sv-1"));
    assert_eq!(max, Exact::from(100), "the sheet keeps its maximum");
    assert!(run.shortfalls.iter().any(|shortfall| shortfall.reason.en.contains("exactly one branch")));
}

#[test]
fn reward_money() {
    let Some(files) = case("prize_money") else { return };
    let report = run(&files);
    let money = |rounding: &str, salary: &str, award: &str| {
        let run = of(&report, &format!("{rounding}-{salary}"));
        let position = run.plan.rules().awards().position(|each| each.id.value == award)?;
        let mut cases = (0..3_usize).filter_map(|row| run.outcome.recommendations.case(position, row.into()));
        cases.find_map(|case| case.money().cloned())
    };
    let mut tally = Tally::new("prize_money");
    for published in records(&files, "published.csv") {
        let salary = published["base_salary_vnd"].as_str();
        let award = published["award"].replace(" tập thể", "_TT");
        tally.value(&award, money("len", salary, &award), &published["ceil_10k"]);
        tally.value(&award, money("gan-nhat", salary, &award), &published["nearest_10k"]);
        tally.value(&award, money("khong", salary, &award), &published["raw_product_vnd"]);
        let practices: &[&str] = match published["consistent_with"].as_str() {
            "up" => &["len"],
            "nearest" => &["gan-nhat"],
            "exact" => &["khong"],
            "up or nearest" => &["len", "gan-nhat"],
            _ => &["len", "gan-nhat", "khong"],
        };
        for practice in practices {
            tally.value(practice, money(practice, salary, &award), &published["published_vnd"]);
        }
    }
    // Rows that fit one practice, two of them, all three.
    let practices = 9 + 2 * 5 + 3 * 16;
    tally.finish(30 * 3 + practices);
}
