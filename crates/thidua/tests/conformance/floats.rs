//! Cases on which binary floating point gives the wrong quota, rounding, grade or tie.

use std::fmt::Write;

use thidua::{EntrantId, Exact, Files};

use crate::support::{Record, Tally, case, exact, grade, ladder, over, place, recommended, records, row};

fn of_kind(files: &Files, kind: &str) -> Vec<Record> {
    let all = records(files, "float_counterexamples.csv");
    all.into_iter().filter(|record| record["kind"] == kind).collect()
}

/// The digits of `n=50; p=58%`, in order.
fn numbers(words: &str) -> Vec<String> {
    let parts = words.split(|character: char| !character.is_ascii_digit() && character != '.');
    parts.filter(|part| part.starts_with(|first: char| first.is_ascii_digit())).map(str::to_owned).collect()
}

#[test]
fn quotas_on_which_doubles_err() {
    let Some(files) = case("published_rules") else { return };
    let mut tally = Tally::new("float_counterexamples quota");
    for published in of_kind(&files, "quota") {
        let [count, share] = <[String; 2]>::try_from(numbers(&published["expression"])).unwrap();
        let report = over("quota-shares.yaml", ladder(count.parse().unwrap()));
        let held = recommended(&report.runs[0], &format!("ty-le-{share}")).len();
        tally.same(&published["expression"], &held.to_string(), &published["exact"]);
    }
    tally.finish(12);
}

#[test]
fn roundings_on_which_doubles_err() {
    let Some(files) = case("published_rules") else { return };
    let rows = of_kind(&files, "rounding");
    let mut table = "entrant,điểm_tối_đa,thực_hiện,chỉ_tiêu\n".to_owned();
    for published in &rows {
        let [half, max, actual, target] = <[String; 4]>::try_from(numbers(&published["expression"])).unwrap();
        assert_eq!(half, "0.5");
        writeln!(table, "{},{max},{actual},{target}", published["expression"]).unwrap();
    }
    let report = over("rounding.yaml", table);
    let run = &report.runs[0];
    let mut tally = Tally::new("float_counterexamples rounding");
    for published in &rows {
        let what = published["expression"].as_str();
        tally.value(what, run.outcome.scorecards.total(row(run, what)), &published["exact"]);
    }
    tally.finish(45);
}

#[test]
fn a_tie_on_which_doubles_err() {
    let report = over("tie.yaml", "entrant,a,b,c\nđi,0.1,0.2,0.3\nvề,0.3,0.2,0.1\n");
    let run = &report.runs[0];
    assert_eq!([place(run, 0, "đi"), place(run, 0, "về")], ["1", "1"]);
    assert_eq!(run.outcome.scorecards.total(EntrantId::FIRST), Some(exact("0.6")));
}

/// Forms of so many criteria in steps whose exact total is 95: units are moved between criteria at random.
fn forms(count: usize, step: &str, forms: usize) -> String {
    let step = exact(step);
    let units = usize::try_from(exact("95").checked_div(&step).unwrap().floor_i64().unwrap()).unwrap();
    let mut table = "entrant,điểm\n".to_owned();
    let mut state = 2014_u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    for form in 0..forms {
        let mut parts: Vec<usize> =
            (0..count).map(|at| units / count + usize::from(at < units % count)).collect();
        for _ in 0..200 {
            let (from, to) = (next(count), next(count));
            if parts[from] > 0 {
                parts[from] -= 1;
                parts[to] += 1;
            }
        }
        for part in parts {
            let value = Exact::from(i64::try_from(part).unwrap()) * step.clone();
            writeln!(table, "f{form},{value}").unwrap();
        }
    }
    table
}

#[test]
fn thresholds_on_which_doubles_err() {
    let Some(files) = case("published_rules") else { return };
    let mut tally = Tally::new("float_counterexamples threshold");
    for published in of_kind(&files, "threshold") {
        let [count, step, total] = <[String; 3]>::try_from(numbers(&published["expression"])).unwrap();
        let report = over("threshold.yaml", forms(count.parse().unwrap(), &step, 50));
        let run = &report.runs[0];
        for form in 0..50 {
            let id = format!("f{form}");
            tally.value(&id, run.outcome.scorecards.total(row(run, &id)), &total);
            tally.same(&id, &grade(run, 0, &id).unwrap().id, "xuat-sac");
        }
    }
    tally.finish(4 * 50 * 2);
}
