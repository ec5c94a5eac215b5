//! What an entrant still lacks, held against every way in which its cells can be filled.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that fails loudly is what is wanted"
)]

use proptest::prelude::*;
use thidua::{
    Answer, AwardId, AwardStatus, Budget, Cell, CellChange, CellState, Decimal, EntrantId, Evaluations,
    Exact, Files, Goal, GradeId, GradingId, InputId, Origin, Report, Run, StageId, WaitsFor, Which, evaluate,
    run, run_simple, smallest_changes,
};

const INPUTS: &str = "rule_set: x\nversion: 1\ntitle: x\n\
    inputs:\n  a: { title: Đúng hạn, kind: count, unit: hồ sơ, max: 4 }\n  b: { title: Tiếp nhận, kind: count, max: 4 }\n  \
    k: { title: Kỷ luật, kind: yes-no, blank: 0 }\n  \
    l: { title: Mô hình, kind: count, unit: mô hình, max: 2, many: true }\n";

/// Rule sets in which something else stands in the way: a ratio with a floor, a ceiling and a knock-out, requirements,
/// a cap, places in a ranking, a reference set, lists, and a number that is computed of rows and of a cell.
const RULES: [&str; 7] = [
    "criteria:\n- { code: I, points_max: 6, ratio: { numerator: a, denominator: b, floor: 50%, when_zero: 100% } }\n\
     - { code: m, title: Mức, points_max: 4, levels: { choices: [ { id: tot, title: Tốt, points: 4 }, { id: kha, title: Khá, points: 2.5 }, { id: kem, title: Kém, points: 0 } ] } }\n\
     gradings: [ { id: g, title: G, grades: [ { id: t, title: T, from: 8 }, { id: k, title: K, from: 5, below: 8 }, { id: y, title: Y, below: 5, knocked_out_when: k } ], \
     ceilings: [ { when: b <= 1, at_most: k } ] } ]\n",
    "criteria:\n- { code: I, points_max: 4, count: { of: a, each: 1 } }\n- { code: II, points_max: 4, count: { of: b, each: 1 } }\n\
     - { code: m, title: Mức, points_max: 2, levels: { choices: [ { id: tot, title: Tốt, points: 2 }, { id: kha, title: Khá, points: 1 }, { id: kem, title: Kém, points: 0 } ] } }\n\
     gradings: [ { id: g, title: G, grades: [ { id: t, title: T, from: 7, requires: \"mọi tiêu chí >= 50%\" }, { id: k, title: K, from: 4, below: 7 }, { id: y, title: Y, below: 4 } ] } ]\n\
     rankings: [ { id: r, scope: all, tie_break: [ { of: a } ] } ]\n\
     awards: [ { id: c, title: C, kind: commendation, for: collective, requires: [ { when: không k }, { when: b >= 1 } ], quota: { count: 1, per: all }, ranked_by: r } ]\n",
    "criteria:\n- { code: I, points_max: 8, formula: { is: a * b / 2 } }\n- { code: m, title: Mức, points_max: 2, levels: { choices: [ { id: tot, title: Tốt, points: 2 }, { id: kha, title: Khá, points: 1 }, { id: kem, title: Kém, points: 0 } ] } }\n\
     gradings: [ { id: g, title: G, grades: [ { id: t, title: T, from: 5, cap: { share: 50%, per: all } }, { id: k, title: K, from: 2, below: 5 }, { id: y, title: Y, below: 2 } ] } ]\n\
     awards: [ { id: c, title: C, kind: commendation, for: collective, requires: [ { when: a >= 2 } ], hold_when: [ { when: k } ] } ]\n",
    "criteria:\n- { code: I, points_max: 6, relative: { of: a, by: leader, reference: all } }\n- { code: II, points_max: 4, count: { of: b, each: 1 } }\n\
     gradings: [ { id: g, title: G, grades: [ { id: t, title: T, from: 8 }, { id: y, title: Y, below: 8 } ] } ]\n",
    "criteria:\n- { code: I, title: Một, points_max: 1 }\n- { code: II, points_max: 4, count: { of: a, each: 1 } }\n\
     gradings: [ { id: g, title: G, grades: [ { id: t, title: T, from: 4.5, requires: không k }, { id: k, title: K, from: 2, below: 4.5 }, { id: y, title: Y, below: 2 } ] } ]\n\
     rankings: [ { id: r, scope: all } ]\n\
     awards: [ { id: c, title: C, kind: commendation, for: collective, quota: { count: 2, per: all }, ranked_by: r }, { id: d, title: D, kind: commendation, for: collective, requires: [ { holds: [ c ] } ] } ]\n",
    "criteria:\n- { code: I, points_max: 5, formula: { is: tổng của l } }\n- { code: II, points_max: 4, count: { of: a, each: 1 } }\n\
     gradings: [ { id: g, title: G, grades: [ { id: t, title: T, from: 7, requires: số_lượng của l >= 2 }, { id: k, title: K, from: 4, below: 7 }, { id: y, title: Y, below: 4 } ] } ]\n\
     rankings: [ { id: r, scope: all, tie_break: [ { of: a } ] } ]\n\
     awards: [ { id: c, title: C, kind: commendation, for: collective, requires: [ { when: số_lượng của l <= 3 } ], quota: { count: 1, per: all }, ranked_by: r } ]\n",
    "inputs:\n  q: { title: Quy đổi, kind: number, per_row: { is: l * b } }\n\
     criteria:\n- { code: I, points_max: 6, formula: { is: tổng của q } }\n- { code: II, points_max: 4, count: { of: a, each: 1 } }\n\
     gradings: [ { id: g, title: G, grades: [ { id: t, title: T, from: 7 }, { id: y, title: Y, below: 7 } ] } ]\n",
];

/// The values of the list of an entrant, derived from its other cells so that they vary with them.
fn list(cell: &[String; 5]) -> Vec<i64> {
    let number = |at: usize| cell[at].parse::<i64>().unwrap_or(1);
    let mut list = [vec![number(0) % 3], vec![number(1) % 3; usize::from(cell[3] != "kem")]].concat();
    list.sort_by(|left, right| right.cmp(left));
    if cell[3] == "tot" { list } else { list.into_iter().take(usize::from(number(1) != 3)).collect() }
}

fn report(rules: usize, cells: &[[String; 5]]) -> Result<Report, String> {
    let has = |what: &str| RULES[rules].contains(what);
    let (has_m, has_i, has_l) = (has("code: m,"), has("title: Một"), has("của l") || has("l * b"));
    let only = |has: bool, cell: &str| if has { format!(",{cell}") } else { String::new() };
    let mut table = format!("entrant,a,b,k{}{}\n", only(has_m, "m"), only(has_i, "I"));
    let mut lists = "entrant,l\n".to_owned();
    for (row, cell) in cells.iter().enumerate() {
        let [a, b, k, m, i] = cell;
        // With a tenth in the column, a tenth is the step.
        let i = if row + 1 == cells.len() { "0.5" } else { i };
        table.push_str(&format!("e{row},{a},{b},{k}{}{}\n", only(has_m, m), only(has_i, i)));
        list(cell).iter().for_each(|value| lists.push_str(&format!("e{row},{value}\n")));
    }
    let rules = format!("{INPUTS}{}", RULES[rules].replacen("inputs:\n", "", 1));
    let second = if has_l { ", { file: lists.csv }" } else { "" };
    let manifest = format!(
        "movement: x\nruns: [ {{ id: r, rules: rules.yaml, period: {{ from: 2025-01-01, until: 2025-12-31 }}, \
         evaluations: [ {{ file: points.csv }}{second} ] }} ]\n"
    );
    let files = Files::from([
        ("rules.yaml", rules.as_str()),
        ("points.csv", table.as_str()),
        ("lists.csv", lists.as_str()),
        ("thidua.yaml", manifest.as_str()),
    ]);
    run(&files, "thidua.yaml").map_err(|found| format!("{found:#?}"))
}

fn reached(run: &Run, evaluations: &Evaluations, row: EntrantId, goal: Goal) -> bool {
    let outcome = evaluate(&run.plan, evaluations, &run.circumstances());
    match goal {
        Goal::Grade { grading, grade } => outcome.grades.grade(grading, row).is_some_and(|own| own <= grade),
        Goal::Award(award) => {
            let case = outcome.recommendations.case(award, row).unwrap();
            match AwardStatus::of(&case.status) {
                AwardStatus::Recommended => true,
                AwardStatus::Held => case.waits_for() == [WaitsFor::Vote],
                _ => false,
            }
        }
    }
}

/// What an input holds after a change: one value, or all of its list.
type Held = (InputId, Vec<Decimal>);

fn with(run: &Run, row: EntrantId, changes: &[Held]) -> Evaluations {
    let mut evaluations = run.evaluations.clone();
    for (input, values) in changes {
        let cell =
            |value: &Decimal| Cell { state: CellState::Value, value: *value, origin: Origin::default() };
        let cells: Vec<Cell> = values.iter().map(cell).collect();
        evaluations.replace(&run.plan, (StageId::OFFICIAL, row, *input), &cells).unwrap();
    }
    evaluations
}

/// The changes as what each input holds after them.
fn held(set: &[CellChange], list: &[i64]) -> Vec<Held> {
    let mut all: Vec<Held> = Vec::new();
    for change in set {
        let standing = || match change.which {
            Which::Only => vec![change.to],
            _ => list.iter().map(|value| Decimal::from(*value)).collect(),
        };
        if !all.iter().any(|(input, _)| *input == change.input) {
            all.push((change.input, standing()));
        }
        let (_, values) = all.iter_mut().find(|(input, _)| *input == change.input).unwrap();
        match change.which {
            Which::Only => {}
            Which::Value(at) => values[at] = change.to,
            Which::More(_) => values.push(change.to),
        }
    }
    all
}

/// What an input can hold, with the cells and the steps it takes.
type Filling = (Vec<Decimal>, usize, u64);

/// Whole numbers from 0 to 2 in the place of those of a list, and rows more.
fn lists(list: &[i64]) -> Vec<Filling> {
    let mut all: Vec<(Vec<i64>, usize, u64)> = vec![(Vec::new(), 0, 0)];
    for value in list {
        let each = |(before, cells, steps): &(Vec<i64>, usize, u64)| {
            let (before, cells, steps) = (before.clone(), *cells, *steps);
            (0..=2).map(move |to: i64| {
                let changed = usize::from(to != *value);
                ([before.as_slice(), &[to]].concat(), cells + changed, steps + to.abs_diff(*value))
            })
        };
        all = all.iter().flat_map(each).collect();
    }
    let mut from = 0;
    for _ in 0..3 {
        let to = all.len();
        for at in from..to {
            for more in 0..=2_i64 {
                let (before, cells, steps) = all[at].clone();
                if cells < 3 {
                    all.push((
                        [before.as_slice(), &[more]].concat(),
                        cells + 1,
                        steps + more.unsigned_abs() + 1,
                    ));
                }
            }
        }
        from = to;
    }
    let decimals = |list: Vec<i64>| list.into_iter().map(Decimal::from).collect();
    let changed = all.into_iter().filter(|(_, cells, _)| (1..=3).contains(cells));
    changed.map(|(list, cells, steps)| (decimals(list), cells, steps)).collect()
}

/// What one input can hold, with the cells and the steps it takes.
fn grid(run: &Run, input: InputId, now: &[String; 5]) -> Vec<Filling> {
    let name = run.plan.inputs()[input].name.as_str();
    let one = |values: Vec<(Decimal, u64)>| {
        values.into_iter().map(|(value, steps)| (vec![value], 1, steps)).collect()
    };
    let scaled = |now: &str, count: i64, places: u32| -> Vec<(Decimal, u64)> {
        let (one, blank) = (10_i64.pow(places), now.is_empty());
        let base = if blank {
            0
        } else {
            (Exact::from(now.parse::<Decimal>().unwrap()) * Exact::from(one)).floor_i64().unwrap()
        };
        (0..=count)
            .filter(|value| blank || *value != base)
            .map(|value| {
                let text =
                    if places == 0 { value.to_string() } else { format!("{}.{}", value / one, value % one) };
                (text.parse().unwrap(), value.abs_diff(base) + u64::from(blank))
            })
            .collect()
    };
    let listed = |values: usize, own: Option<usize>| -> Vec<(Decimal, u64)> {
        let values = (0..values).filter(|value| Some(*value) != own);
        values.map(|value| (Decimal::from(i64::try_from(value).unwrap()), 1)).collect()
    };
    match name {
        "a" => one(scaled(&now[0], 4, 0)),
        "b" => one(scaled(&now[1], 4, 0)),
        "k" => one(listed(2, Some(usize::from(now[2] == "1")))),
        "m" => one(listed(3, ["tot", "kha", "kem"].iter().position(|choice| *choice == now[3]))),
        // What rows are computed of belongs together, and what is computed is nobody's cell.
        "l" if run.plan.inputs().iter().any(|input| input.name == "q") => Vec::new(),
        "l" => lists(&list(now)),
        "q" => Vec::new(),
        _ => one(scaled(&now[4], 10, 1)),
    }
}

/// The fewest cells and then the fewest steps that reach the goal, by trying everything.
fn brute(run: &Run, row: EntrantId, now: &[String; 5], goal: Goal) -> Option<(usize, u64)> {
    let mut all: Vec<(Vec<Held>, usize, u64)> = vec![(Vec::new(), 0, 0)];
    for input in run.plan.inputs().keys() {
        let options = grid(run, input, now);
        let longer = all.iter().flat_map(|(set, cells, steps)| {
            options.iter().map(move |(values, more, further)| {
                ([set.as_slice(), &[(input, values.clone())]].concat(), cells + more, steps + further)
            })
        });
        let longer: Vec<_> = longer.filter(|(_, cells, _)| *cells <= 3).collect();
        all.extend(longer);
    }
    all.sort_by_key(|(_, cells, steps)| (*cells, *steps));
    let found = all.into_iter().skip(1).find(|(set, ..)| reached(run, &with(run, row, set), row, goal));
    found.map(|(_, cells, steps)| (cells, steps))
}

fn cell() -> impl Strategy<Value = [String; 5]> {
    let count = || prop_oneof![8 => (0..5_u8).prop_map(|count| count.to_string()), 1 => Just(String::new())];
    let yes = prop_oneof![2 => Just("0".to_owned()), 1 => Just("1".to_owned())];
    let choice = prop_oneof![Just("tot".to_owned()), Just("kha".to_owned()), Just("kem".to_owned())];
    let points =
        prop_oneof![8 => (0..10_u8).prop_map(|tenth| format!("0.{tenth}")), 1 => Just(String::new())];
    (count(), count(), yes, choice, points).prop_map(|(a, b, k, m, i)| [a, b, k, m, i])
}

fn hold(rules: usize, cells: &[[String; 5]]) -> Result<(), TestCaseError> {
    let report = report(rules, cells).map_err(TestCaseError::fail)?;
    let run = &report.runs[0];
    let set = run.plan.rules();
    let grades = set
        .gradings()
        .iter_enumerated()
        .flat_map(|(grading, rules)| rules.grades().keys().map(move |grade| Goal::Grade { grading, grade }));
    let goals: Vec<Goal> = grades.chain(set.awards().keys().map(Goal::Award)).collect();
    let budget = Budget { ranges: 1_000_000, results: 1_000_000, sets: 2, ..Budget::default() };
    for goal in goals {
        let row = EntrantId::FIRST;
        let answer = smallest_changes(&run.plan, &run.evaluations, &run.circumstances(), row, goal, budget);
        let least = brute(run, row, &cells[0], goal);
        match answer {
            Answer::Reached => prop_assert!(reached(run, &run.evaluations, row, goal)),
            Answer::Changes(sets) => {
                let sizes =
                    sets.iter().map(|set| (set.len(), set.iter().map(|change| change.steps).sum::<u64>()));
                prop_assert_eq!(sizes.min(), least, "{:?} {:?}", goal, sets);
                for set in &sets {
                    let changes = held(set, &list(&cells[0]));
                    prop_assert!(reached(run, &with(run, row, &changes), row, goal), "{:?} {:?}", goal, set);
                }
            }
            Answer::Unreachable(_) | Answer::NotFound { .. } => {
                prop_assert!(!reached(run, &run.evaluations, row, goal));
                prop_assert_eq!(least, None, "{:?} {:?}", goal, answer);
            }
            Answer::Perhaps(set) => {
                return Err(TestCaseError::fail(format!("the budget was large: {set:?}")));
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    /// A proposed change reaches the goal, and none with fewer cells or fewer steps does.
    #[test]
    fn the_smallest_changes_are_those_that_trying_everything_finds(
        rules in 0..RULES.len(),
        cells in prop::collection::vec(cell(), 3),
    ) {
        hold(rules, &cells)?;
    }
}

fn of(rules: usize, cells: [[&str; 5]; 3]) -> Report {
    let cells: Vec<[String; 5]> = cells.iter().map(|row| row.map(str::to_owned)).collect();
    report(rules, &cells).unwrap_or_else(|found| panic!("{found}"))
}

#[test]
fn an_award_by_other_values_is_reached_without_a_total() {
    let row = |b: &str| ["0", b, "0", "tot", "0.0"].map(str::to_owned);
    hold(2, &[row(""), row("0"), row("0")]).unwrap();
}

#[test]
fn a_small_budget_is_said_and_no_minimum_claimed() {
    let report = of(1, [["0", "0", "1", "kem", ""], ["4", "4", "0", "tot", ""], ["4", "4", "0", "tot", ""]]);
    let run = &report.runs[0];
    let budget = Budget { ranges: 3, ..Budget::default() };
    let goal = Goal::Grade { grading: GradingId::FIRST, grade: GradeId::FIRST };
    let answer =
        smallest_changes(&run.plan, &run.evaluations, &run.circumstances(), EntrantId::FIRST, goal, budget);
    match answer {
        Answer::Perhaps(set) => {
            assert!(reached(run, &with(run, EntrantId::FIRST, &held(&set, &[])), EntrantId::FIRST, goal));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_no_value_of_their_own_changes_is_proved() {
    let rules = "rule_set: x\nversion: 1\ntitle: x\nmissing: { exempt: reduce }\ncriteria: [ { code: I, points_max: 10 }, { code: II, points_max: 10 } ]\n\
        gradings: [ { id: g, title: G, grades: [ { id: t, title: T, from: 15 }, { id: y, title: Y, below: 15 } ] } ]\n\
        awards: [ { id: c, title: C, kind: commendation, for: collective, requires: [ { history: { years: 2, results: [ t ] } } ] } ]\n";
    // The second criterion was let go: what is left comes to 10 points at most.
    let files = Files::from([("rules.yaml", rules), ("points.csv", "entrant,I,II\nx,9,miễn\ny,9,9\n")]);
    let report = run_simple(&files, "rules.yaml", "points.csv").unwrap_or_else(|found| panic!("{found:#?}"));
    let run = &report.runs[0];
    for (goal, said) in [
        (Goal::Grade { grading: GradingId::FIRST, grade: GradeId::FIRST }, "cao nhất có thể đạt là 10"),
        (Goal::Award(AwardId::FIRST), "thành tích các năm trước"),
    ] {
        let answer = smallest_changes(
            &run.plan,
            &run.evaluations,
            &run.circumstances(),
            EntrantId::FIRST,
            goal,
            Budget::default(),
        );
        let Answer::Unreachable(why) = answer else { panic!("{answer:?}") };
        assert!(why.vi.contains(said), "{}", why.vi);
    }
}

/// A vote that was held is not undone by a value; one still to come leaves the way open.
#[test]
fn whom_a_body_has_voted_down_no_value_helps() {
    let rules = "rule_set: x\nversion: 1\ntitle: x\ncriteria: [ { code: I, points_max: 10 } ]\n\
        awards: [ { id: c, title: C, kind: commendation, for: collective, requires: [ { when: điểm >= 8 }, { votes: { body: Hội đồng, share: 2/3, of: all-members } } ] } ]\n";
    let manifest = "movement: x\ndecisions: [ decisions.yaml ]\nruns: [ { id: r, rules: rules.yaml, period: { from: 2025-01-01, until: 2025-12-31 }, \
        evaluations: [ { file: points.csv } ] } ]\n";
    let decisions = "decisions:\n- { number: 1/BB, date: 2025-12-01, vote: { award: c, entrant: x, body: Hội đồng, votes: 3, members: 9 } }\n";
    let points = "entrant,I\nx,5\ny,5\n";
    let files = Files::from([
        ("rules.yaml", rules),
        ("thidua.yaml", manifest),
        ("decisions.yaml", decisions),
        ("points.csv", points),
    ]);
    let report = run(&files, "thidua.yaml").unwrap_or_else(|found| panic!("{found:#?}"));
    let run = &report.runs[0];
    let asked = |row: &str| {
        let row = run.evaluations.entrants().position(|entrant| entrant.id == row).unwrap();
        let goal = Goal::Award(AwardId::FIRST);
        smallest_changes(&run.plan, &run.evaluations, &run.circumstances(), row, goal, Budget::default())
    };
    let Answer::Unreachable(why) = asked("x") else { panic!("{:?}", asked("x")) };
    assert!(why.vi.contains("không đạt được bằng số liệu của kỳ này: kết quả bỏ phiếu"), "{}", why.vi);
    assert!(matches!(asked("y"), Answer::Changes(_)), "{:?}", asked("y"));
}

#[test]
fn each_change_is_said_in_the_unit_of_the_form() {
    let report = of(0, [["1", "4", "1", "kha", ""], ["4", "4", "0", "tot", ""], ["4", "4", "0", "tot", ""]]);
    let results = report.runs[0].results();
    let missing = thidua_report::missing(&results, EntrantId::FIRST, Budget::default());
    let page = missing.page(&results, thidua::Language::Vietnamese);
    // 1 of 4 is below the floor and the discipline takes the rest: 2 of 4 pay 3 points beside the 2.5.
    assert!(
        page.contains("cần: thêm 1 hồ sơ: Đúng hạn (từ 1 lên 2); và Kỷ luật: phải là `không` (đang là `có`)"),
        "{page}"
    );
    assert!(page.contains("đang xếp `Y`") && page.contains("G: mức `K`"), "{page}");
    assert_eq!(missing.goals[0].state, thidua_report::GoalState::Changes);
}

#[test]
fn rows_are_spoken_of_as_rows_and_what_is_left_alone_is_named() {
    let row = |b: &'static str| ["3", b, "0", "kha", ""];
    let report = of(5, [row("1"), row("4"), row("4")]);
    let results = report.runs[0].results();
    let page = thidua_report::missing(&results, EntrantId::FIRST, Budget::default())
        .page(&results, thidua::Language::Vietnamese);
    assert!(page.contains("thêm một dòng: Mô hình, ghi 1"), "{page}");
    let report = of(6, [row("1"), row("4"), row("4")]);
    let results = report.runs[0].results();
    let missing = thidua_report::missing(&results, EntrantId::FIRST, Budget::default());
    assert_eq!(missing.left.iter().map(|left| left.input.as_str()).collect::<Vec<_>>(), ["l"]);
    let page = missing.page(&results, thidua::Language::Vietnamese);
    assert!(
        page.contains("Không xét khi tìm thay đổi:")
            && page.contains("- Mô hình: các ô của một dòng chi tiết"),
        "{page}"
    );
}
