//! Real law as rules: the table in the README of a fixture leads from each clause and number of the text to the node of the
//! compiled plan that carries it, and what was computed apart comes out.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests may fail loudly, as tests do"
)]

#[path = "law/kpi.rs"]
mod kpi;
#[path = "law/prize.rs"]
mod prize;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use thidua::{Exact, Files, GradingId, Language, Plan, Report, run};

const DECREE: &str = "phan-loai-don-vi-307-2025";
const PLAN: &str = "can-tho-157-2025";
const MOVEMENT: &str = "dan-van-chinh-quyen-2026";
const AWARDS: &str = "khen-thuong-2026";

fn root(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures").join(folder)
}

fn report(folder: &str) -> Report {
    let mut files = Files::default();
    for part in [".", "rules", "data"] {
        for entry in fs::read_dir(root(folder).join(part)).unwrap().map(Result::unwrap) {
            let file = entry.file_name().into_string().unwrap();
            if entry.path().is_file() && !file.ends_with(".md") {
                let path = if part == "." { file } else { format!("{part}/{file}") };
                files.insert(path, fs::read(entry.path()).unwrap());
            }
        }
    }
    run(&files, "thidua.yaml").unwrap_or_else(|findings| panic!("{findings:#?}"))
}

/// One row of the table: the clause, the numbers it prints, how often it prints points, and the nodes that carry them.
struct Row {
    clause: String,
    numbers: BTreeSet<Exact>,
    points: usize,
    nodes: Vec<String>,
}

fn table(folder: &str) -> Vec<Row> {
    let page = fs::read_to_string(root(folder).join("README.md")).unwrap();
    let (_, table) = page.split_once("Nút, hay vì sao không |\n|---|---|---|\n").unwrap();
    let rows = table.lines().take_while(|line| line.starts_with('|')).map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [clause, numbers, nodes] = cells[..] else { panic!("{line}") };
        let carried = !nodes.starts_with("không: ");
        let nodes = nodes.split('`').skip(1).step_by(2).map(str::to_owned).filter(|_| carried).collect();
        let vietnamese = numbers.replace('.', "").replace(',', ".");
        let points = numbers.matches(" điểm").count();
        Row { clause: clause.to_owned(), numbers: numbers_of(&vietnamese), points, nodes }
    });
    rows.collect()
}

/// Every number in a text, `75%` as a share, zero left out: nobody prints it everywhere.
fn numbers_of(text: &str) -> BTreeSet<Exact> {
    let mut numbers = BTreeSet::new();
    let mut before = ' ';
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length =
            rest.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(rest.len());
        if !first.is_ascii_digit() || before.is_alphanumeric() || before == '_' {
            before = first;
            rest = &rest[first.len_utf8()..];
            continue;
        }
        let written = rest[..length].trim_end_matches('.');
        rest = &rest[length..];
        let places = written.split_once('.').map_or(0, |(_, places)| places.len())
            + if rest.starts_with('%') { 2 } else { 0 };
        let digits: i64 = written.replace('.', "").parse().unwrap();
        let scale = Exact::from(10_i64.pow(u32::try_from(places).unwrap()));
        numbers.insert(Exact::from(digits).checked_div(&scale).unwrap());
        before = '0';
    }
    numbers.remove(&Exact::ZERO);
    numbers
}

/// The numbers of a part of the rules, words apart.
fn numbers_in(value: &Value, into: &mut BTreeSet<Exact>) {
    const WORDS: [&str; 11] = [
        "code",
        "title",
        "basis",
        "note",
        "label",
        "id",
        "children",
        "lowest",
        "highest",
        "legal_basis",
        "unit",
    ];
    match value {
        Value::Object(keys) => {
            let carried = keys.iter().filter(|(key, _)| !WORDS.contains(&key.as_str()));
            carried.for_each(|(_, value)| numbers_in(value, into));
        }
        Value::Array(values) => values.iter().for_each(|value| numbers_in(value, into)),
        // A yes-no input that holds is written `= 1`.
        Value::String(text) => into.extend(numbers_of(&text.replace(" = 1", ""))),
        Value::Number(number) => into.extend(numbers_of(&number.to_string())),
        Value::Null | Value::Bool(_) => {}
    }
}

fn numbers(value: &impl serde::Serialize) -> BTreeSet<Exact> {
    let mut numbers = BTreeSet::new();
    numbers_in(&serde_json::to_value(value).unwrap(), &mut numbers);
    numbers
}

/// What carries numbers of the text: every criterion with a maximum of its own, grades, rankings and awards.
fn carriers(plan: &Plan) -> BTreeMap<String, BTreeSet<Exact>> {
    let rules = plan.rules();
    let criteria = plan.nodes().iter().filter(|node| !node.path.is_empty());
    let mut all: BTreeMap<String, BTreeSet<Exact>> = criteria
        .filter(|node| node.children.is_empty() || node.criterion.points_max.is_some())
        .map(|node| (node.path.clone(), numbers(&*node.criterion)))
        .collect();
    for grading in &rules.gradings {
        let grades = grading.grades.iter();
        all.extend(grades.map(|grade| (format!("{}/{}", grading.id, grade.id), numbers(&**grade))));
    }
    all.extend(rules.rankings.iter().map(|ranking| (ranking.id.clone(), numbers(&**ranking))));
    all.extend(rules.awards.iter().map(|award| (award.id.value.clone(), numbers(&award.quota))));
    all
}

#[test]
fn every_clause_of_the_decree_leads_to_the_node_that_carries_it() {
    let report = report(DECREE);
    let plan = &report.runs[0].plan;
    let mut carried = carriers(plan);
    carried.insert("sheet".to_owned(), numbers(&plan.rules().points_max));
    carried.insert("rounding".to_owned(), BTreeSet::new());
    carried.insert("bonus".to_owned(), BTreeSet::new());
    // Of the class until there is one of its own the text prints no number.
    let until_then = report.runs.iter().find(|run| run.id == "chuyen-tiep").unwrap();
    assert!(until_then.plan.nodes().iter().any(|node| node.path == "15.3"));
    carried.insert("chuyen-tiep:15.3".to_owned(), BTreeSet::new());
    compare(&table(DECREE), &carried);
}

#[test]
fn every_clause_of_the_plan_leads_to_the_node_that_carries_it() {
    let report = report(PLAN);
    let mut carried = BTreeMap::new();
    for run in &report.runs {
        for (node, numbers) in carriers(&run.plan) {
            carried.insert(format!("{}:{node}", run.id), numbers);
        }
    }
    let asked = report.runs[0].plan.inputs().iter().find(|input| input.name == "xác_nhận").unwrap();
    carried.insert("xa-phuong:xác_nhận".to_owned(), asked.max.iter().cloned().collect());
    compare(&table(PLAN), &carried);
}

/// The nodes of every run by `run:node`, and what awards require and pay.
fn of_runs(report: &Report) -> BTreeMap<String, BTreeSet<Exact>> {
    let mut carried = BTreeMap::new();
    for run in &report.runs {
        let mut own = carriers(&run.plan);
        for award in &run.plan.rules().awards {
            own.insert(format!("{}/requires", award.id.value), numbers(&award.requires));
            own.insert(format!("{}/money", award.id.value), numbers(&award.money));
        }
        own.retain(|node, numbers| {
            !numbers.is_empty() || !(node.ends_with("/requires") || node.ends_with("/money"))
        });
        carried.extend(own.into_iter().map(|(node, numbers)| (format!("{}:{node}", run.id), numbers)));
    }
    carried
}

#[test]
fn every_clause_of_the_movement_of_today_leads_to_the_node_that_carries_it() {
    compare(&table(MOVEMENT), &of_runs(&report(MOVEMENT)));
}

#[test]
fn every_clause_of_the_awards_of_a_province_leads_to_the_node_that_carries_it() {
    compare(&table(AWARDS), &of_runs(&report(AWARDS)));
}

/// The numbers of all clauses that lead to a node are its numbers, and no node stands without a clause.
fn compare(rows: &[Row], carried: &BTreeMap<String, BTreeSet<Exact>>) {
    let mut printed: BTreeMap<&str, BTreeSet<Exact>> = BTreeMap::new();
    for row in rows {
        // One sentence may lead to several nodes, each with its part of the numbers.
        let held = |number: &&Exact| {
            row.nodes.iter().any(|node| carried.get(node).is_some_and(|all| all.contains(*number)))
        };
        let lost: Vec<&Exact> =
            row.numbers.iter().filter(|number| !row.nodes.is_empty() && !held(number)).collect();
        assert!(lost.is_empty(), "{}: {lost:?}", row.clause);
        for node in &row.nodes {
            assert!(carried.contains_key(node), "{}: no node `{node}`", row.clause);
            let several = row.nodes.len() > 1;
            let own = row.numbers.iter().filter(|number| !several || carried[node].contains(*number));
            printed.entry(node).or_default().extend(own.cloned());
        }
    }
    for (node, numbers) in carried {
        let Some(printed) = printed.get(node.as_str()) else { panic!("no clause leads to `{node}`") };
        assert_eq!(printed, numbers, "`{node}`");
    }
}

/// What the rule file writes for one article: criteria with points of their own, and steps.
#[derive(Debug, Default, PartialEq, Eq)]
struct Written {
    criteria: usize,
    steps: usize,
}

/// By article: a criterion is what is scored itself; a step is every other number of points written in it, the maximum again left out.
fn written(plan: &Plan) -> BTreeMap<String, Written> {
    let mut articles: BTreeMap<String, Written> = BTreeMap::new();
    for node in plan.nodes().iter().filter(|node| !node.path.is_empty()) {
        let criterion = &*node.criterion;
        if !node.children.is_empty() {
            assert!(
                criterion.points_max.is_none(),
                "`{}` has points of its own beside its children's",
                node.path
            );
            continue;
        }
        let article = criterion.code.value.split('.').next().unwrap().to_owned();
        let most = criterion.points_max.as_ref().map(numbers).unwrap();
        let article = articles.entry(article).or_default();
        article.criteria += 1;
        article.steps += steps(&serde_json::to_value(criterion).unwrap(), &most);
    }
    articles
}

fn steps(value: &Value, most: &BTreeSet<Exact>) -> usize {
    match value {
        Value::Object(keys) => keys
            .iter()
            .map(|(key, value)| match key.as_str() {
                "points" | "adds" | "at_most" | "is" => usize::from(numbers(value) != *most),
                _ => steps(value, most),
            })
            .sum(),
        Value::Array(values) => values.iter().map(|value| steps(value, most)).sum(),
        _ => 0,
    }
}

/// How often each article of the text itself prints a number of points, where the texts lie beside the checkout.
fn printed_in_the_text() -> Option<BTreeMap<String, usize>> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/cases");
    let cases = std::env::var_os("THIDUA_CASES").map_or_else(beside, PathBuf::from);
    let Ok(text) = fs::read_to_string(cases.join("../law/nd-307-2025-phan-loai-don-vi.md")) else {
        eprintln!("skipped: ../shared/law is absent");
        return None;
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut articles = BTreeMap::new();
    let mut article = String::new();
    for pair in words.windows(2) {
        if let ["**Điều", number] = pair {
            article = number.trim_end_matches('.').to_owned();
        }
        if pair[0].ends_with(|last: char| last.is_ascii_digit()) && pair[1].starts_with("điểm") {
            *articles.entry(article.clone()).or_default() += 1;
        }
    }
    Some(articles)
}

#[test]
fn the_decree_needs_no_more_criteria_and_steps_than_it_prints_points() {
    let report = report(DECREE);
    let written = written(&report.runs[0].plan);
    let mut printed: BTreeMap<String, usize> = BTreeMap::new();
    for row in table(DECREE) {
        let words: Vec<&str> = row.clause.split_whitespace().collect();
        *printed.entry(words[1].trim_end_matches(',').to_owned()).or_default() += row.points;
    }
    let page = fs::read_to_string(root(DECREE).join("README.md")).unwrap();
    let (_, counted) =
        page.split_once("| Điều | Số điểm in | Tiêu chí | Bước |\n|---|---|---|---|\n").unwrap();
    let counted: BTreeMap<String, [usize; 3]> = counted
        .lines()
        .take_while(|line| line.starts_with('|'))
        .map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            (cells[0].to_owned(), [1, 2, 3].map(|at| cells[at].parse().unwrap()))
        })
        .collect();
    assert!(counted.keys().eq(written.keys()), "{counted:?} {written:?}");
    for (article, [points, criteria, steps]) in &counted {
        assert_eq!(written[article], Written { criteria: *criteria, steps: *steps }, "article {article}");
        assert_eq!(printed[article], *points, "article {article}");
        assert!(criteria + steps <= *points, "article {article}");
    }
    let Some(text) = printed_in_the_text() else { return };
    for (article, [points, ..]) in counted {
        assert_eq!(text[&article], points, "article {article}");
    }
}

#[test]
fn every_unit_of_the_decree_comes_out_as_computed_apart() {
    let report = report(DECREE);
    let run = &report.runs[0];
    let grades = run.plan.rules().gradings[0].grades();
    let rows = expected(DECREE);
    assert_eq!(rows.len(), run.evaluations.entrants().len());
    for row in rows {
        let at = run.evaluations.position(&row[0]).unwrap();
        let total = run.outcome.scorecards.total(at).unwrap().to_string();
        let bonus = run.outcome.scorecards.bonus(at).unwrap().to_string();
        let grade =
            run.outcome.grades.grade(GradingId::FIRST, at).map_or("", |grade| grades[grade].id.as_str());
        assert_eq!([row[0].clone(), total, bonus, grade.to_owned()][..], row[..], "{}", row[0]);
    }
}

#[test]
fn until_it_has_a_class_of_its_own_a_unit_has_the_best_of_those_it_came_from() {
    let report = report(DECREE);
    let run = report.runs.iter().find(|run| run.id == "chuyen-tiep").unwrap();
    let grades = run.plan.rules().gradings[0].grades();
    let class = |unit: &str| {
        let grade = run.outcome.grades.grade(GradingId::FIRST, run.evaluations.position(unit).unwrap());
        grade.map_or("", |grade| grades[grade].id.as_str())
    };
    // Of one of the two that m5 came from nothing is known.
    let expected = [("m1", "loai-ii"), ("m2", "loai-ii"), ("m3", "loai-iii"), ("m4", "loai-iii"), ("m5", "")];
    assert_eq!(run.evaluations.entrants().len(), expected.len());
    for (unit, wanted) in expected {
        assert_eq!(class(unit), wanted, "{unit}");
    }
}

#[test]
fn every_commune_of_the_plan_comes_out_as_computed_apart() {
    let report = report(PLAN);
    let run = &report.runs[0];
    let rows = expected(PLAN);
    assert_eq!(rows.len(), run.evaluations.entrants().len());
    for row in rows {
        let at = run.evaluations.position(&row[0]).unwrap();
        let total = run.outcome.scorecards.total(at);
        let places = run.results().places().total();
        let shown = total.as_ref().map(|total| thidua_report::shown(total, places, Language::English));
        let got = [total.map(|total| total.to_string()), shown].map(Option::unwrap_or_default);
        assert_eq!(got[..], row[1..], "{}", row[0]);
    }
}

fn expected(folder: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(root(folder).join("expected.csv")).unwrap();
    text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
}
