//! What is missing satisfies nothing: a condition over missing cells is settled only where every filling that kinds and
//! bounds allow gives the same answer, and a case rests wherever two of them disagree.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail where it stands"
)]

use std::fmt::Write;

use thidua::{AwardStatus, Files, run_simple};

/// The cells of an entrant and what each may hold.
const CELLS: [(&str, &[&str]); 5] = [
    ("a", &["có", "không"]),
    ("b", &["có", "không"]),
    ("c", &["0", "1", "2", "3"]),
    ("d", &["mot", "hai", "ba"]),
    ("m", &["0", "1", "2"]),
];

const INPUTS: &str = "inputs:
  a: { kind: yes-no }
  b: { kind: yes-no }
  c: { kind: count, max: 3 }
  d: { kind: choice, choices: [ { id: mot, title: Một }, { id: hai, title: Hai }, { id: ba, title: Ba } ] }
  m: { kind: count, max: 2, many: true }
";

/// Small whole numbers, the same on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[usize::try_from(self.below(u64::try_from(from.len()).unwrap())).unwrap()]
    }
}

fn condition(random: &mut Random, depth: u32) -> String {
    match random.below(if depth == 0 { 3 } else { 6 }) {
        0 => random.pick(&["a", "b", "không a", "d = mot", "d != ba", "c = 2"]).to_owned(),
        1 => {
            let term = random.pick(&["a + b + c", "c * 2 - a", "a + b", "c - 3 * b", "c / 2", "3 - c"]);
            let sign = random.pick(&[">=", "<=", ">", "<", "="]);
            format!("{term} {sign} {}", random.below(5))
        }
        2 => {
            let list = random.pick(&["tổng của m", "số_lượng của m", "lớn_nhất của m", "trung_bình của m"]);
            format!("{list} {} {}", random.pick(&[">=", "<=", "="]), random.below(3))
        }
        3 => format!("không ({})", condition(random, depth - 1)),
        4 => format!("({}) và ({})", condition(random, depth - 1), condition(random, depth - 1)),
        _ => format!("({}) hoặc ({})", condition(random, depth - 1), condition(random, depth - 1)),
    }
}

/// Every way to fill the blanks of a row.
fn fillings(row: &[String]) -> Vec<Vec<String>> {
    let mut all = vec![Vec::new()];
    for (cell, (_, values)) in row.iter().zip(CELLS) {
        let options: Vec<String> = if cell.is_empty() {
            values.iter().map(ToString::to_string).collect()
        } else {
            vec![cell.clone()]
        };
        all = all
            .iter()
            .flat_map(|start| {
                options.iter().map(|option| [start.as_slice(), std::slice::from_ref(option)].concat())
            })
            .collect();
    }
    all
}

#[test]
fn nothing_missing_satisfies_a_condition() {
    let mut random = Random(7);
    let (mut settled, mut resting, mut needless) = (0, 0, 0);
    for _ in 0..12 {
        let conditions: Vec<String> = (0..40).map(|_| condition(&mut random, 2)).collect();
        let mut rules = format!(
            "rule_set: r\nversion: 1\ntitle: R\n{INPUTS}criteria: [ {{ code: I, points_max: 10 }} ]\nawards:\n"
        );
        for (at, condition) in conditions.iter().enumerate() {
            writeln!(rules, "- {{ id: a{at}, title: A, kind: commendation, for: collective, requires: [ {{ when: \"{condition}\" }} ] }}").unwrap();
        }
        let mut table = "entrant,I,a,b,c,d,m\n".to_owned();
        let mut groups = Vec::new();
        for entrant in 0..8 {
            let row: Vec<String> = CELLS
                .iter()
                .map(
                    |(_, values)| {
                        if random.below(2) == 0 { String::new() } else { random.pick(values).to_owned() }
                    },
                )
                .collect();
            let filled = fillings(&row);
            for (at, cells) in std::iter::once(&row).chain(&filled).enumerate() {
                writeln!(table, "e{entrant}-{at},5,{}", cells.join(",")).unwrap();
            }
            groups.push((entrant, filled.len(), row));
        }
        let files = Files::from([("rules.yaml", rules.as_str()), ("points.csv", table.as_str())]);
        let report = run_simple(&files, "rules.yaml", "points.csv").unwrap_or_else(|found| {
            panic!(
                "{:?}",
                found.iter().map(|each| format!("{} {}", each.place, each.message.en)).collect::<Vec<_>>()
            )
        });
        let run = &report.runs[0];
        let status = |award: usize, id: String| {
            let row = run.evaluations.position(&id).unwrap();
            AwardStatus::of(&run.outcome.recommendations.case(award.into(), row).unwrap().status)
        };
        for (award, condition) in conditions.iter().enumerate() {
            for (entrant, count, row) in &groups {
                let open = status(award, format!("e{entrant}-0"));
                let answers: Vec<AwardStatus> =
                    (1..=*count).map(|at| status(award, format!("e{entrant}-{at}"))).collect();
                assert!(
                    !answers.contains(&AwardStatus::Held),
                    "`{condition}` is unknown though nothing is missing"
                );
                let agree = answers.iter().all(|answer| *answer == answers[0]);
                if open == AwardStatus::Held {
                    resting += 1;
                    needless += usize::from(agree);
                } else {
                    settled += 1;
                    assert!(
                        agree && open == answers[0],
                        "`{condition}` over {row:?} is {open:?}, filled {answers:?}"
                    );
                }
            }
        }
    }
    println!("{settled} settled, {resting} rest, {needless} of them though every filling agrees");
    assert!(settled > 500 && resting > 500);
}
