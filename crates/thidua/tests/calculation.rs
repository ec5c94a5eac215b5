//! The tree of an explanation is the number it stands beside: worked out again from its operands, in every fixture.

#![expect(clippy::unwrap_used, reason = "a test that fails loudly is what is wanted")]

use std::path::{Path, PathBuf};

use thidua::{Calculation, CellState, Exact, Explanation, Files, Report, explain_row, run, run_simple};

/// What a tree comes to; `None` where a root of a power is in it, which only its rounding makes a number.
fn value(calculation: &Calculation) -> Option<Exact> {
    let both = |of: &[Calculation; 2]| Some((value(&of[0])?, value(&of[1])?));
    match calculation {
        Calculation::Operand(operand) => Some(operand.value.clone()),
        Calculation::Sum(of) => of.iter().try_fold(Exact::default(), |sum, part| Some(sum + value(part)?)),
        Calculation::Difference(of) => both(of).map(|(one, other)| one - other),
        Calculation::Product(of) => both(of).map(|(one, other)| one * other),
        Calculation::Quotient(of) => both(of).and_then(|(one, other)| one.checked_div(&other)),
        Calculation::Rounded { of, step, mode } => Some(value(of)?.round_to_multiple(step, *mode)),
        Calculation::Power { .. } => None,
    }
}

/// Every number that a tree was made of.
fn operands<'a>(calculation: &'a Calculation, found: &mut Vec<&'a thidua::CalculationOperand>) {
    match calculation {
        Calculation::Operand(operand) => found.push(operand),
        Calculation::Sum(of) => of.iter().for_each(|part| operands(part, found)),
        Calculation::Difference(of) | Calculation::Product(of) | Calculation::Quotient(of) => {
            of.iter().for_each(|part| operands(part, found));
        }
        Calculation::Rounded { of, .. } | Calculation::Power { of, .. } => operands(of, found),
    }
}

#[derive(Default)]
struct Counted {
    trees: usize,
    cells: usize,
    points: usize,
}

fn hold(explanation: &Explanation, counted: &mut Counted) {
    let whole = explanation.exact_total.as_ref().or(explanation.total.as_ref());
    let lines = explanation.sheet.iter();
    let trees = lines.map(|line| {
        let points = line.before_rounding.as_ref().or(line.points.as_ref());
        (line.path.as_str(), line.calculation.as_ref(), points)
    });
    for (path, tree, points) in trees.chain([("", explanation.total_calculation.as_ref(), whole)]) {
        let (Some(tree), Some(points)) = (tree, points) else { continue };
        counted.trees += 1;
        if let Some(value) = value(tree) {
            assert_eq!(value, *points, "{} {path}: {tree:?}", explanation.entrant);
        }
        let mut found = Vec::new();
        operands(tree, &mut found);
        for operand in found {
            if let Some(input) = &operand.input {
                counted.cells += 1;
                let line = explanation.sheet.iter().find(|line| line.path == path).unwrap();
                let cells = line.cells.iter().filter(|cell| cell.input == *input);
                // What detail rows come to is told by its rows.
                let there = cells.clone().any(|cell| {
                    cell.calculation.is_some()
                        || cell.state != CellState::Value
                        || cell.values.contains(&operand.value)
                });
                assert!(there || cells.count() == 0, "{} {path}: {operand:?}", explanation.entrant);
            }
            if let Some(criterion) = operand.criterion.as_ref().filter(|path| !path.is_empty()) {
                counted.points += 1;
                let line = explanation.sheet.iter().find(|line| line.path == *criterion).unwrap();
                assert_eq!(line.points.as_ref(), Some(&operand.value), "{criterion}");
            }
        }
    }
}

fn files(folder: &Path) -> Files {
    let (mut files, mut open) = (Files::default(), vec![folder.to_owned()]);
    while let Some(each) = open.pop() {
        for entry in std::fs::read_dir(each).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
                files.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    files
}

fn explained(report: &Report, counted: &mut Counted) {
    for run in &report.runs {
        let all = run.explainable();
        for row in run.evaluations.entrants().keys() {
            hold(&explain_row(&all, row).unwrap(), counted);
        }
    }
}

#[test]
fn every_tree_comes_to_the_number_beside_it() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    let mut folders: Vec<PathBuf> = vec![fixtures.join("dan-van-kheo-2014")];
    for kind in ["methods", "trouble"] {
        folders.extend(std::fs::read_dir(fixtures.join(kind)).unwrap().map(|entry| entry.unwrap().path()));
    }
    let mut counted = Counted::default();
    for folder in folders {
        let files = files(&folder);
        let report = if files.get("thidua.yaml").is_some() {
            run(&files, "thidua.yaml")
        } else {
            run_simple(&files, "rules.yaml", "points.csv")
        };
        // What is refused is told elsewhere.
        if let Ok(report) = report {
            explained(&report, &mut counted);
        }
    }
    let Counted { trees, cells, points } = counted;
    assert!(
        trees > 10_000 && cells > 5_000 && points > 5_000,
        "{trees} trees, {cells} cells, {points} points"
    );
}

/// What the annex prints of a criterion: each way it can go, and what that pays where nothing need be entered to know it.
#[test]
fn the_scale_of_a_criterion_is_told_in_words() {
    let rules = "rule_set: x\nversion: 1\ntitle: X\n\
inputs:\n  vắng: { title: Vắng, kind: yes-no }\n  x: { title: Số x, kind: number, min: 0, max: 10 }\n  tin: { title: Tin bài, kind: count }\n  \
làm: { title: Đã làm, kind: count }\n  giao: { title: Được giao, kind: count, min: 1 }\n\
criteria:\n\
- { code: A, points_max: 10, levels: { choices: [ { id: nhat, title: Nhất, points: 10 }, { id: ba, title: Ba, points: 2.5 } ] } }\n\
- { code: B, points_max: 5, yes_no: { of: vắng, yes: 0, no: 5 } }\n\
- { code: C, points_max: 10, linear: { of: x, anchors: [ { at: 0, points: 2 }, { at: 10, points: 10 } ] } }\n\
- { code: D, points_max: 6, count: { of: tin, each: 0.5 } }\n\
- { code: E, points_max: 8, ratio: { numerator: làm, denominator: giao, floor: 50% } }\n\
- { code: F, points_max: 5, cases: [ { when: x >= 5, points: 5 }, { points: 1 } ] }\n";
    let files = Files::from([
        ("rules.yaml", rules),
        ("points.csv", "entrant,vắng,x,tin,làm,giao,A\na,không,1,1,1,1,nhat\n"),
    ]);
    let report = run_simple(&files, "rules.yaml", "points.csv").unwrap();
    let plan = &report.runs[0].plan;
    let mut told: Vec<String> = plan
        .nodes
        .iter_enumerated()
        .flat_map(|(node, is)| {
            plan.scale(node).into_iter().map(move |way| format!("{}: {}", is.path, way.vi))
        })
        .collect();
    told.sort();
    let expected = [
        "A: mức “Ba”: 2,5 điểm",
        "A: mức “Nhất”: 10 điểm",
        "B: có: 0 điểm",
        "B: không: 5 điểm",
        "C: giá trị giữa 0 và 10: từ 2 đến 10 điểm",
        "C: giá trị từ 0 trở xuống: 2 điểm",
        "C: giá trị từ 10 trở lên: 10 điểm",
        "D: tính theo số lượng, chưa tới mức trần 6: số đếm được × 0,5 điểm",
        "D: đạt mức trần 6: 6 điểm",
        "E: tỷ lệ dưới mức sàn 50%: 0 điểm",
        "E: tỷ lệ được tính đúng như đạt (dưới 100%): từ 4 đến 8 điểm",
        "E: tỷ lệ đạt mức trần 100%: 8 điểm",
        "F: các trường hợp còn lại: 1 điểm",
        "F: trường hợp “x ≥ 5”: 5 điểm",
    ];
    assert_eq!(told, expected);
}
