//! A plain sheet: 40 criteria scored directly with two decimals, one ranking of everybody.

use std::fmt::Write;
use std::time::Duration;

use rust_decimal::Decimal as Plain;
use thidua_check::{check, compile};
use thidua_core::{
    Cell, CellState, Date, Decimal, DecisionIndex, Entrant, EntrantKind, Evaluations, EvaluationsBuilder,
    Grades, Origin, Plan, RankingId, RuleSet, StageId, rank, score,
};

use crate::random::Random;
use crate::{bare, best, peers};

const CRITERIA: usize = 40;
const ROUNDS: usize = 15;

pub(crate) fn measure(entrants: usize) {
    let mut random = Random(2014);
    // Hundredths of points, at most 10.00.
    let columns: Vec<Vec<i64>> =
        (0..CRITERIA).map(|_| (0..entrants).map(|_| random.below(1001)).collect()).collect();
    let weights: Vec<i64> = (0..CRITERIA).map(|_| 1 + random.below(9)).collect();
    let ones = vec![1; CRITERIA];
    println!("{entrants} entrants × {CRITERIA} criteria, best of {ROUNDS} rounds, one thread\n");

    let (bare, order) = best(ROUNDS, || bare::i64_sum(&columns, &weights));
    line("bare i64 weighted sum + sort", bare, bare);
    let floats = |values: &[i64]| -> Vec<f64> { values.iter().map(|value| to_float(*value)).collect() };
    let float_columns: Vec<Vec<f64>> = columns.iter().map(|column| floats(column)).collect();
    let float_weights = floats(&weights);
    let (time, _) = best(ROUNDS, || bare::f64_sum(&float_columns, &float_weights));
    line("bare f64 weighted sum + sort", time, bare);
    drop(float_columns);
    let decimal_columns: Vec<Vec<Plain>> =
        columns.iter().map(|column| column.iter().map(|value| Plain::new(*value, 2)).collect()).collect();
    let decimal_weights: Vec<Plain> = weights.iter().map(|weight| Plain::from(*weight)).collect();
    let (time, _) = best(5, || bare::decimal_sum(&decimal_columns, &decimal_weights));
    line("bare rust_decimal weighted sum + sort", time, bare);
    drop(decimal_columns);

    let (sum, evaluations) = bound(&columns, &rules(None));
    let (time, places) = ours(&sum, &evaluations);
    line("thidua score + rank, sum", time, bare);
    compare(&places, &bare::i64_sum(&columns, &ones));
    let (mean, evaluations) = bound(&columns, &rules(Some(&weights)));
    let (time, places) = ours(&mean, &evaluations);
    line("thidua score + rank, weighted mean", time, bare);
    compare(&places, &order);
    let (time, _) = best(ROUNDS, || score(&mean, &evaluations));
    line("  of which scoring", time, bare);
    match peers::measure(&columns, &weights, &places) {
        Ok(peers) => {
            for peer in peers {
                match peer.measured {
                    Some((time, 0)) => line(&format!("{} weighted sum + rank", peer.name), time, bare),
                    Some((time, wrong)) => {
                        line(&format!("{} ({wrong} places wrong)", peer.name), time, bare);
                    }
                    None => println!("{:<42} not there", peer.name),
                }
            }
        }
        Err(error) => println!("numpy, polars and DuckDB are not measured: {error}"),
    }
}

fn to_float(value: i64) -> f64 {
    f64::from(i32::try_from(value).unwrap_or(0))
}

fn line(what: &str, time: Duration, bare: Duration) {
    let (time, bare) = (time.as_micros(), bare.as_micros().max(1));
    let hundredths = time * 100 / bare;
    println!(
        "{what:<42} {:>7}.{:01} ms  {:>4}.{:02} ×",
        time / 1000,
        time % 1000 / 100,
        hundredths / 100,
        hundredths % 100
    );
}

fn rules(weights: Option<&[i64]>) -> String {
    let mut text = "rule_set: bench\nversion: 1\ntitle: Bench\n".to_owned();
    if weights.is_some() {
        text.push_str("aggregate: weighted-mean\npoints_max: 100\n");
    }
    text.push_str("criteria:\n");
    for criterion in 0..CRITERIA {
        let weight = weights.map(|weights| format!(", weight: {}", weights[criterion])).unwrap_or_default();
        writeln!(text, "- {{ code: C{criterion}, title: C{criterion}, points_max: 10{weight} }}")
            .expect("text");
    }
    text.push_str("rankings: [ { id: chung, scope: all } ]\n");
    text
}

pub(crate) fn bound(columns: &[Vec<i64>], rules: &str) -> (Plan, Evaluations) {
    let rules: RuleSet = thidua_rulefile::read("rules.yaml", rules).expect("rules that can be read");
    let rules = check(rules, "rules.yaml").expect("sound rules");
    let day = Date::from_calendar(2014, 12, 31).expect("a day");
    let plan = compile(&rules, "rules.yaml", day).expect("a plan");
    let entrants = (0..columns[0].len()).map(entrant).collect();
    let mut builder = EvaluationsBuilder::new(&plan, entrants);
    for (input, column) in columns.iter().enumerate() {
        for (row, value) in column.iter().enumerate() {
            let value = Decimal::from_scaled(i128::from(*value), 2).expect("a decimal");
            let cell = Cell { state: CellState::Value, value, origin: Origin::default() };
            builder.put(StageId::OFFICIAL, row.into(), input.into(), cell).expect("an empty cell");
        }
    }
    (plan, builder.finish())
}

fn entrant(row: usize) -> Entrant {
    Entrant {
        id: format!("e{row:07}").into(),
        name: String::new().into(),
        kind: None,
        entrant: EntrantKind::Collective,
        cluster: format!("c{:03}", row % 100).into(),
    }
}

/// Score and rank together, and the places.
fn ours(plan: &Plan, evaluations: &Evaluations) -> (Duration, Vec<u32>) {
    let (grades, decisions) = (Grades::default(), DecisionIndex::default());
    let (time, standings) = best(ROUNDS, || {
        let scorecards = score(plan, evaluations);
        rank(plan, evaluations, &scorecards, &grades, &decisions)
    });
    (time, standings.ranking(RankingId::FIRST).map(|ranked| ranked.places.raw.clone()).unwrap_or_default())
}

/// The engine's order is the bare one.
fn compare(places: &[u32], order: &[(std::cmp::Reverse<i64>, usize)]) {
    let mut place = 0;
    for (at, (sum, row)) in order.iter().enumerate() {
        if at == 0 || order[at - 1].0 != *sum {
            place = u32::try_from(at + 1).expect("fewer entrants");
        }
        assert_eq!(places[*row], place, "row {row}");
    }
}
