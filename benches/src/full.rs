//! All the rules of a movement at national size: score, classify, rank and award.

use thidua_check::{check, compile};
use thidua_core::{
    BaseSalary, Cell, CellState, Circumstances, Date, Decimal, DecisionIndex, Entrant, Evaluations,
    EvaluationsBuilder, History, Origin, Plan, PlanInput, RuleSet, StageId, ValueKind, award, classify, rank,
    score,
};

use crate::best;
use crate::random::Random;

const SEED: &str = "fixtures/dan-van-kheo-2014/rules";
const ROUNDS: usize = 3;

/// Every rule set, or those whose file has one of the words in its name.
pub(crate) fn measure(entrants: usize, words: &[String]) {
    let mut files: Vec<std::path::PathBuf> =
        std::fs::read_dir(SEED).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.retain(|file| {
        let name = file.to_string_lossy();
        name.ends_with(".yaml") && !name.ends_with(".test.yaml")
    });
    files.sort();
    let named = |file: &std::path::PathBuf| {
        let name = file.file_stem().map(|name| name.to_string_lossy().into_owned());
        words.iter().any(|word| Some(word) == name.as_ref())
    };
    let chosen = files.iter().any(named);
    if chosen {
        files.retain(named);
    }
    if files.is_empty() {
        println!("\nno rule files in {SEED} (run from the top of the repository): a synthetic set only");
    }
    if !chosen {
        run("every method (synthetic)", include_bytes!("every-method.yaml"), entrants);
    }
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
    println!(
        "\n{name}: {entrants} entrants, {} criteria and groups, {} awards; a second:",
        plan.nodes().len(),
        plan.rules().awards.len()
    );
    println!(
        "  {:<28} {:>10} {:>10} {:>10} {:>10}  totals",
        "rows", "scoring", "grades too", "ranks too", "awards too"
    );
    let seeds = complete(&plan, entrants, 0);
    steps("complete", &plan, &evaluations(&plan, &seeds, false), day);
    steps("a gap in every third", &plan, &evaluations(&plan, &seeds, true), day);
    let random: Vec<u64> = (0..entrants).map(|row| u64::try_from(row).unwrap_or(0)).collect();
    steps("anything an input may hold", &plan, &evaluations(&plan, &random, false), day);
}

/// All four steps, one after the other, and how many entrants a second each comes to with those before it.
fn steps(rows: &str, plan: &Plan, evaluations: &Evaluations, day: Date) {
    let (history, decisions, base_salary) =
        (History::default(), DecisionIndex::default(), BaseSalary::default());
    let circumstances = Circumstances {
        history: &history,
        decisions: &decisions,
        base_salary: &base_salary,
        decision_date: None,
        year: day.year(),
    };
    let (scoring, scorecards) = best(ROUNDS, || score(plan, evaluations));
    let (classifying, grades) = best(ROUNDS, || classify(plan, evaluations, &scorecards, &decisions));
    let (ranking, standings) = best(ROUNDS, || rank(plan, evaluations, &scorecards, &grades, &decisions));
    let (awarding, _) =
        best(ROUNDS, || award(plan, evaluations, &scorecards, &grades, &standings, &circumstances));
    print!("  {rows:<28}");
    let mut time = std::time::Duration::ZERO;
    for step in [scoring, classifying, ranking, awarding] {
        time += step;
        let rate = u128::try_from(scorecards.rows()).unwrap_or(0) * 1_000_000 / time.as_micros().max(1);
        print!(" {rate:>10}");
    }
    let with_total = scorecards.entrants().filter(|row| scorecards.total(*row).is_some()).count();
    println!("  {with_total}");
}

/// Seeds of rows that have a total, the first from `from` on: what is entered for a row follows from its seed alone.
pub(crate) fn complete(plan: &Plan, count: usize, from: u64) -> Vec<u64> {
    let mut found = Vec::with_capacity(count);
    let mut all = from..;
    // Where hardly anybody has a total there are fewer rows than asked for.
    for _ in 0..20 {
        let seeds: Vec<u64> = all.by_ref().take(count).collect();
        let scorecards = score(plan, &evaluations(plan, &seeds, false));
        let there = |(row, seed): (usize, &u64)| scorecards.total(row.into()).map(|_| *seed);
        found.extend(seeds.iter().enumerate().filter_map(there));
        if found.len() >= count {
            break;
        }
    }
    found.truncate(count);
    found
}

/// Every input filled with values its kind allows; with gaps, every third row leaves one cell blank.
fn evaluations(plan: &Plan, seeds: &[u64], gaps: bool) -> Evaluations {
    let kinds: Vec<_> = plan.rules().kinds.iter().map(|(_, kind)| kind.entrant).collect();
    let entrants = (0..seeds.len())
        .map(|row| Entrant {
            id: format!("e{row:07}").into(),
            name: format!("Đơn vị {row}").into(),
            kind: (!kinds.is_empty()).then(|| (row % kinds.len()).into()),
            entrant: kinds
                .get(row % kinds.len().max(1))
                .copied()
                .unwrap_or(thidua_core::EntrantKind::Collective),
            cluster: format!("c{:03}", row % 100).into(),
        })
        .collect();
    let mut builder = EvaluationsBuilder::new(plan, entrants);
    for (row, seed) in seeds.iter().enumerate() {
        let gap = (gaps && row % 3 == 0).then(|| random_position(*seed, plan.inputs().len()));
        for (position, values) in values(plan, *seed).into_iter().enumerate() {
            let cells: Vec<(CellState, Decimal)> = if gap == Some(position) {
                vec![(CellState::Blank, Decimal::default())]
            } else {
                values.into_iter().map(|value| (CellState::Value, value)).collect()
            };
            for (state, value) in cells {
                let cell = Cell { state, value, origin: Origin::default() };
                builder.put(StageId::OFFICIAL, row.into(), position.into(), cell).expect("an empty cell");
            }
        }
    }
    builder.finish()
}

/// What is entered for a row, input by input.
pub(crate) fn values(plan: &Plan, seed: u64) -> Vec<Vec<Decimal>> {
    let mut random = Random(seed * 1_000);
    let mut of = |input: &PlanInput| {
        (0..if input.many { 3 } else { 1 }).map(|_| value(input, &mut random)).collect::<Vec<_>>()
    };
    plan.inputs().iter().map(&mut of).collect()
}

fn random_position(seed: u64, count: usize) -> usize {
    let position = Random(seed.wrapping_mul(31)).below(u64::try_from(count).unwrap_or(1).max(1));
    usize::try_from(position).unwrap_or(0)
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
