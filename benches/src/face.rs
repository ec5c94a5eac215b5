//! What an embedder waits for: one person through a plan that is kept, and one cell changed among many.

use std::time::Instant;

use thidua::{EntrantText, Sheet, day, plan, read_rules};

use crate::best;
use crate::random::Random;

const RULES: &str = "
rule_set: khoi
version: 1
title: Thi đua theo cụm
inputs:
  tiếp_nhận: { title: Tiếp nhận, kind: count, min: 1 }
  đúng_hạn: { title: Đúng hạn, kind: count }
  kỷ_luật: { title: Kỷ luật, kind: yes-no }
criteria:
- code: I
  title: Hồ sơ
  points_max: 40
  children: [ { code: I.1, points_max: 30, ratio: { numerator: đúng_hạn, denominator: tiếp_nhận } }, { code: I.2, points_max: 10 } ]
- { code: II, title: Kế hoạch, points_max: 30 }
- { code: III, title: Đối thoại, points_max: 30 }
gradings: [ { id: loai, title: Xếp loại, grades: [ { id: a, title: A, from: 80, requires: 'không kỷ_luật' }, { id: b, title: B, from: 60 }, { id: c, title: C } ] } ]
rankings: [ { id: cum, scope: cluster, tie_break: [ { of: điểm của I } ] } ]
awards:
- { id: bang-khen, title: Bằng khen, kind: commendation, for: collective, requires: [ { when: 'xếp_loại >= b' } ], quota: { share: 20%, of: entrants, fraction: down, at_least: 1, per: cluster } }
";

/// So many entrants are in one cluster.
const CLUSTER: usize = 50;
const CHANGES: u32 = 1000;

pub(crate) fn measure(entrants: usize) {
    let rules = read_rules("face.yaml", RULES).expect("sound rules");
    let plan = plan(&rules, day("2026-12-31").expect("a day")).expect("a plan");
    let (one, _) = best(2000, || {
        let mut sheet = Sheet::new(&plan, ["p"]).expect("an entrant");
        for (input, value) in [("tiếp_nhận", 40), ("đúng_hạn", 39), ("I.2", 9), ("II", 28), ("III", 27)]
        {
            sheet.set("p", input, value).expect("a value");
        }
        sheet.set("p", "kỷ_luật", false).expect("a value");
        let result = sheet.evaluate().expect("a result");
        result.entrant("p").and_then(|person| person.total())
    });
    println!("\nthe face: one person through a kept plan, typed values and all: {one:?}");
    let ids: Vec<String> = (0..entrants).map(|row| format!("e{row:07}")).collect();
    let start = Instant::now();
    let register = ids.iter().enumerate();
    let register =
        register.map(|(row, id)| EntrantText::new(id.as_str()).in_cluster(format!("c{:05}", row / CLUSTER)));
    let mut sheet = Sheet::new(&plan, register).expect("entrants");
    let mut random = Random(15);
    for input in plan.inputs() {
        let max = if input.name == "tiếp_nhận" { 60 } else { 30 };
        let values: Vec<(&str, thidua::Value)> = ids
            .iter()
            .map(|id| {
                let number = 1 + random.below(if input.name.ends_with("I.2") { 10 } else { max });
                (id.as_str(), if input.name == "kỷ_luật" { (number > 29).into() } else { number.into() })
            })
            .collect();
        sheet.column(&input.name, values).expect("values");
    }
    println!("  {entrants} entrants filled in: {:?}", start.elapsed());
    let start = Instant::now();
    let mut season = sheet.season().expect("a season");
    println!("  worked out and kept: {:?}", start.elapsed());
    let (mut moved, mut times) = (0, Vec::new());
    for change in 0..CHANGES {
        let id = &ids[usize::try_from(random.below(u64::try_from(entrants).unwrap_or(1))).unwrap_or(0)];
        let start = Instant::now();
        moved += season.set(id, "II", i64::from(change % 30)).expect("a change").moved.len();
        times.push(start.elapsed());
    }
    times.sort_unstable();
    println!(
        "  one cell changed, a cluster of {CLUSTER} worked out again: {:?} (median of {CHANGES}; {moved} moved)",
        times[times.len() / 2]
    );
}
