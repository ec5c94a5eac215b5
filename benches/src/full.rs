//! All the rules of a movement at national size: score, classify, rank and award.

use thidua_check::{check, compile};
use thidua_core::{
    BaseSalary, Cell, CellState, Circumstances, Date, Decimal, DecisionIndex, Entrant, EvaluationsBuilder,
    History, Origin, Plan, PlanInput, RuleSet, StageId, ValueKind, award, classify, rank, score,
};

use crate::best;
use crate::random::Random;

const SEED: &str = "fixtures/dan-van-kheo-2014/rules";
const ROUNDS: usize = 3;

pub(crate) fn measure(entrants: usize) {
    let mut files: Vec<std::path::PathBuf> =
        std::fs::read_dir(SEED).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.retain(|file| {
        let name = file.to_string_lossy();
        name.ends_with(".yaml") && !name.ends_with(".test.yaml")
    });
    files.sort();
    if files.is_empty() {
        println!("\nno rule files in {SEED} (run from the top of the repository): a synthetic set only");
    }
    run("every method (synthetic)", include_bytes!("every-method.yaml"), entrants);
    for file in files {
        let bytes = std::fs::read(&file).expect("a readable file");
        run(&file.display().to_string(), &bytes, entrants);
    }
}

fn run(name: &str, bytes: &[u8], entrants: usize) {
    let rules: RuleSet = match thidua_rulefile::read_bytes(name, bytes) {
        Ok(rules) => rules,
        Err(findings) => {
            return println!("\n{name}: not read: {:?}", findings.first().map(|found| &found.message));
        }
    };
    let rules = match check(rules, name) {
        Ok(rules) => rules,
        Err(findings) => {
            return println!("\n{name}: not sound: {:?}", findings.first().map(|found| &found.message));
        }
    };
    let day = rules.effective.until.or_else(|| Date::from_calendar(2014, 12, 31)).expect("a day");
    let plan = compile(&rules, name, day).expect("a plan");
    let evaluations = filled(&plan, entrants);
    let (history, decisions, base_salary) =
        (History::default(), DecisionIndex::default(), BaseSalary::default());
    let circumstances = Circumstances {
        history: &history,
        decisions: &decisions,
        base_salary: &base_salary,
        decision_date: None,
        year: day.year(),
    };
    println!(
        "\n{name}: {entrants} entrants, {} criteria and groups, {} awards",
        plan.nodes().len(),
        plan.rules().awards.len()
    );
    let rate = |what: &str, time: std::time::Duration| {
        let rate = u128::try_from(entrants).unwrap_or(0) * 1_000_000 / time.as_micros().max(1);
        println!("  {what:<10} {:>7} ms  {rate:>9} entrants/s", time.as_millis());
    };
    let (scoring, scorecards) = best(ROUNDS, || score(&plan, &evaluations));
    rate("score", scoring);
    let (classifying, grades) = best(ROUNDS, || classify(&plan, &evaluations, &scorecards, &decisions));
    rate("classify", classifying);
    let (ranking, standings) = best(ROUNDS, || rank(&plan, &evaluations, &scorecards, &grades, &decisions));
    rate("rank", ranking);
    let (awarding, _) =
        best(ROUNDS, || award(&plan, &evaluations, &scorecards, &grades, &standings, &circumstances));
    rate("award", awarding);
    rate("all", scoring + classifying + ranking + awarding);
    let with_total = scorecards.entrants().filter(|row| scorecards.total(*row).is_some()).count();
    println!("  {with_total} entrants have a total");
}

/// Every input filled with values its kind allows; every cell has a value, as in a real file before the cut-off.
fn filled(plan: &Plan, count: usize) -> thidua_core::Evaluations {
    let mut random = Random(2015);
    let kinds: Vec<_> = plan.rules().kinds.iter().map(|(_, kind)| kind.entrant).collect();
    let entrants = (0..count)
        .map(|row| Entrant {
            id: format!("e{row:07}"),
            name: format!("Đơn vị {row}"),
            kind: (!kinds.is_empty()).then(|| (row % kinds.len()).into()),
            entrant: kinds
                .get(row % kinds.len().max(1))
                .copied()
                .unwrap_or(thidua_core::EntrantKind::Collective),
            cluster: format!("c{:03}", row % 100),
        })
        .collect();
    let mut builder = EvaluationsBuilder::new(plan, entrants);
    for (position, input) in plan.inputs().iter_enumerated() {
        for row in 0..count {
            for _ in 0..if input.many { 3 } else { 1 } {
                let cell = Cell {
                    state: CellState::Value,
                    value: value(input, &mut random),
                    origin: Origin::default(),
                };
                builder.put(StageId::OFFICIAL, row.into(), position, cell).expect("an empty cell");
            }
        }
    }
    builder.finish()
}

fn value(input: &PlanInput, random: &mut Random) -> Decimal {
    match input.kind {
        ValueKind::YesNo => Decimal::from(random.below(2)),
        ValueKind::Choice => {
            Decimal::from(random.below(u64::try_from(input.choices.len().max(1)).unwrap_or(1)))
        }
        // Days of 2014.
        ValueKind::Date => Decimal::from(16_071 + random.below(365)),
        ValueKind::Count => Decimal::from(1 + random.below(30)),
        ValueKind::Percent => Decimal::from_scaled(i128::from(random.below(1001)), 3).expect("a decimal"),
        ValueKind::Number => {
            let most = input.max.as_ref().and_then(thidua_core::Exact::floor_i64).unwrap_or(10).max(1);
            Decimal::from(random.below(u64::try_from(most + 1).unwrap_or(1)))
        }
    }
}
