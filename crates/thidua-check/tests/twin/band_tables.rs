//! Random tables of bands: what `check` says of their rows is what scoring does with every value.

use std::collections::BTreeMap;

use thidua_check::{check, compile};
use thidua_core::rule::{Band, Bands, CheckLevel, Criterion, DatedNumber, MissingPolicy};
use thidua_core::{
    CellState, Decimal, Diagnostic, Entrant, EntrantKind, Exact, KindId, Level, Located, NodeState, RuleSet,
    Span, Spot, score,
};

use crate::compare::bind;
use crate::generate::{Given, World, formula, number, world};
use crate::random::Random;

const TABLES: u64 = 400;
/// Every quarter from 0 to 10: the ends of rows are halves.
const VALUES: i64 = 41;

#[test]
fn rows_are_as_check_says() {
    let (mut dead, mut gaps, mut sound) = (0, 0, 0);
    for seed in 1..=TABLES {
        let rules = table(seed);
        let Ok(valid) = check(rules.clone(), "bands.yaml") else { panic!("seed {seed}") };
        let before = points(&rules);
        let rows = &rules.criteria[0].value.bands.as_ref().unwrap().steps;
        let told = |codes: &[&str]| -> Vec<&Diagnostic> {
            valid.warnings().iter().filter(|finding| codes.contains(&finding.code)).collect()
        };
        // Each dead row alone, and all of them together.
        let found: Vec<u32> = told(&["TD0256", "TD0257"]).iter().map(|finding| line(finding)).collect();
        for gone in found.iter().map(|line| vec![*line]).chain([found.clone()]) {
            let mut fewer = rules.clone();
            let bands = fewer.criteria[0].value.bands.as_mut().unwrap();
            bands.steps.retain(|step| !gone.contains(&step.span.line));
            assert_eq!(before, points(&fewer), "seed {seed}: {rows:?} without {gone:?}");
            dead += gone.len();
        }
        let holds = |row: &Band, value: &Exact| {
            row.lower()
                .is_none_or(|(end, included)| value > end.exact() || (included && value == end.exact()))
                && row
                    .upper()
                    .is_none_or(|(end, included)| value < end.exact() || (included && value == end.exact()))
        };
        // A row is dead when no value falls into it first.
        let used = |at: usize| {
            (0..VALUES).any(|step| rows.iter().position(|row| holds(&row.value, &value(step))) == Some(at))
        };
        for (at, row) in rows.iter().enumerate() {
            let called = found.contains(&row.span.line);
            assert!(!called || !used(at), "seed {seed}: row {at} of {rows:?}");
            // An open row reaches beyond the grid, where it may be of use.
            let within = row.value.lower().is_some() && row.value.upper().is_some();
            assert!(called || used(at) || !within, "seed {seed}: row {at} of {rows:?}");
        }
        let holes = before.iter().filter(|points| points.is_none()).count();
        assert_eq!(holes > 0, !told(&["TD0222"]).is_empty(), "seed {seed}: gaps of {rows:?}");
        gaps += usize::from(holes > 0);
        sound += usize::from(found.is_empty() && holes == 0);
    }
    println!("{dead} dead rows deleted, {gaps} tables with gaps, {sound} without either");
    assert!(dead > 100 && gaps > 100 && sound > 10);
}

fn line(finding: &Diagnostic) -> u32 {
    match finding.place.spot {
        Spot::Text(span) => span.line,
        _ => 0,
    }
}

/// The value of a step of the grid.
fn value(step: i64) -> Exact {
    Exact::ratio(i128::from(step), 4)
}

/// One criterion with a table of random rows between halves; every row on a line of its own.
fn table(seed: u64) -> RuleSet {
    let mut random = Random::new(seed);
    let mut rules = world(1, 1).rules;
    let mut steps = Vec::new();
    for row in 0..2 + random.below(5) {
        let low = random.below(20);
        let high = low + 1 + random.below(20 - low);
        let end = |halves: usize| Some(number(&format!("{}.{}", halves / 2, halves % 2 * 5)));
        let mut band = Band {
            from: None,
            above: None,
            to: None,
            below: None,
            points: Some(number(&row.to_string())),
            share: None,
            full: None,
            proportional: None,
            line: None,
        };
        if !random.chance(25) {
            if random.chance(60) { band.from = end(low) } else { band.above = end(low) }
        }
        if band.lower().is_none() || !random.chance(25) {
            if random.chance(40) { band.to = end(high) } else { band.below = end(high) }
        }
        steps.push(band);
        if random.chance(15) {
            steps.extend(steps.last().cloned());
        }
    }
    let placed = steps.into_iter().zip(1..).map(|(value, line)| Located {
        span: Span { line, column: 1, end_line: line, end_column: 2 },
        value,
    });
    let bands = Bands {
        of: formula("n0"),
        steps: placed.collect(),
        lowest: Some(number("0")),
        highest: Some(number("10")),
    };
    rules.criteria = vec![Located::nowhere(Criterion {
        code: Located::nowhere("I".to_owned()),
        points_max: Some(DatedNumber::Always(number("10"))),
        bands: Some(Box::new(bands)),
        ..Criterion::default()
    })];
    (rules.adjustments, rules.present_at_least, rules.points_max) = (None, None, None);
    (rules.gradings, rules.rankings) = (Vec::new(), Vec::new());
    rules.aggregate = thidua_core::rule::Aggregate::Sum;
    rules.missing = MissingPolicy::default();
    rules.rounding = Located::default();
    rules.checks = ["TD0223", "TD0256"]
        .iter()
        .map(|lint| {
            let lint = Located::nowhere((*lint).to_owned());
            Located::nowhere(CheckLevel { lint, level: Level::Note, at: None, reason: None })
        })
        .collect();
    rules
}

/// What every value of the grid gets.
fn points(rules: &RuleSet) -> Vec<Option<Exact>> {
    let kind = rules.kinds.iter().next().map(|_| KindId::FIRST);
    let entrants = (0..VALUES).map(|step| Entrant {
        id: format!("e{step:02}").into(),
        name: "".into(),
        kind,
        entrant: EntrantKind::Collective,
        cluster: "".into(),
    });
    let cells = (0..VALUES).map(|step| {
        let row = usize::try_from(step).unwrap();
        let value = Decimal::from_scaled(i128::from(step) * 25, 2).unwrap();
        ((row, "n0".to_owned()), Given::One(CellState::Value, value))
    });
    let entrants: Vec<Entrant> = entrants.collect();
    let world = World {
        rules: rules.clone(),
        day: crate::generate::day(),
        submitted: vec![true; entrants.len()],
        entrants,
        cells: cells.collect::<BTreeMap<_, _>>(),
        more: crate::generate::More::default(),
    };
    let valid = check(rules.clone(), "bands.yaml").unwrap_or_else(|found| panic!("{found:?}"));
    let plan = compile(&valid, "bands.yaml", world.day).unwrap();
    let scorecards = score(&plan, &bind(&world, &plan));
    let leaf = plan.nodes().position(|node| node.path == "I").unwrap();
    let each = |row: usize| match scorecards.state(leaf, row.into()) {
        NodeState::Present => scorecards.points(leaf, row.into()),
        _ => None,
    };
    (0..world.entrants.len()).map(each).collect()
}
