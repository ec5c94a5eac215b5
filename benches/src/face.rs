//! What an embedder waits for: one person through a plan that is kept, and one cell changed among many.

use std::time::Instant;

use thidua::{EntrantText, PlanInput, Plans, Sheet, Value, ValueKind, day, evaluate_with, plan, read_rules};

use crate::best;
use crate::random::Random;

pub(crate) const RULES: &str = "
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

/// The rules of the movement for communes: 35 criteria and groups, a ranking in clusters, two awards.
pub(crate) const SEED: &str = "fixtures/dan-van-kheo-2014/rules/xa.yaml";
/// Its limit over the whole province, by which a changed cell may move anybody.
const PROVINCE: &str = ", within: [ { count: 22, per: all } ]";

pub(crate) fn measure(entrants: usize) {
    one_person();
    changed("five criteria", RULES, entrants);
    let Ok(seed) = std::fs::read_to_string(SEED) else {
        return println!("no {SEED}: run from the top of the repository");
    };
    assert!(seed.contains(PROVINCE), "{SEED} has no limit over the province");
    changed("communes, no limit over the province", &seed.replace(PROVINCE, ""), entrants);
    changed("communes, 22 diplomas in the province", &seed, entrants);
}

/// One person whose values are there, and through JSON.
pub(crate) fn one_person() {
    let rules = read_rules("face.yaml", RULES).expect("sound rules");
    let plan = plan(&rules, day("2026-12-31").expect("a day")).expect("a plan");
    let values = [("tiếp_nhận", 40), ("đúng_hạn", 39), ("I.2", 9), ("II", 28), ("III", 27)];
    let filled = || {
        let mut sheet = Sheet::new(&plan, ["p"]).expect("an entrant");
        for (input, value) in values {
            sheet.set("p", input, value).expect("a value");
        }
        sheet.set("p", "kỷ_luật", false).expect("a value");
        sheet
    };
    let total = |sheet: Sheet| {
        let result = sheet.evaluate().expect("a result");
        result.entrant("p").and_then(|person| person.total())
    };
    let (whole, _) = best(20_000, || total(filled()));
    println!("\none person through a kept plan: {whole:?}, the typed values put in and judged on the way");
    let cells =
        values.iter().map(|(input, value)| format!("\"{input}\": {value}")).collect::<Vec<_>>().join(", ");
    let request = format!(
        "{{\"format\": \"thidua-request/1\", \"rules\": {}, \"period\": {{\"from\": \"2026-01-01\", \"until\": \"2026-12-31\"}}, \"values\": [ {{ \"rows\": [ {{ \"entrant\": \"p\", {cells}, \"kỷ_luật\": false }} ] }} ]}}",
        quoted(RULES)
    );
    let plans = Plans::keeping(1);
    let answered = evaluate_with(&plans, request.as_bytes());
    assert!(!answered.refused, "{}", answered.json);
    let (kept, _) = best(2000, || evaluate_with(&plans, request.as_bytes()).json.len());
    let (fresh, _) = best(200, || evaluate_with(&Plans::default(), request.as_bytes()).json.len());
    println!(
        "  as a request in JSON: {kept:?} with a kept plan, {fresh:?} without; answer of {} bytes",
        answered.json.len()
    );
}

/// A text as JSON writes it.
pub(crate) fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    format!("\"{escaped}\"")
}

/// One cell changed among many, again and again.
fn changed(name: &str, rules: &str, entrants: usize) {
    let rules = read_rules("face.yaml", rules).expect("sound rules");
    let day = rules.effective.until.unwrap_or_else(|| day("2026-12-31").expect("a day"));
    let plan = plan(&rules, day).expect("a plan");
    let ids: Vec<String> = (0..entrants).map(|row| format!("e{row:07}")).collect();
    let start = Instant::now();
    let register = ids.iter().enumerate();
    let register =
        register.map(|(row, id)| EntrantText::new(id.as_str()).in_cluster(format!("c{:05}", row / CLUSTER)));
    let mut sheet = Sheet::new(&plan, register).expect("entrants");
    let mut random = Random(15);
    for input in plan.inputs() {
        let values: Vec<(&str, Value)> =
            ids.iter().map(|id| (id.as_str(), drawn(input, &mut random))).collect();
        sheet.column(&input.name, values).expect("values");
    }
    println!("{name}: {entrants} entrants in clusters of {CLUSTER}");
    println!("  filled in: {:?}", start.elapsed());
    let start = Instant::now();
    let mut season = sheet.season().expect("a season");
    println!("  worked out and kept: {:?}", start.elapsed());
    let changing: Vec<&PlanInput> = plan.inputs().iter().filter(|input| !input.many).collect();
    let (mut moved, mut times) = (0, Vec::new());
    for _ in 0..CHANGES {
        let id = &ids[at(&mut random, entrants)];
        let input = changing[at(&mut random, changing.len())];
        let value = drawn(input, &mut random);
        let start = Instant::now();
        moved += season.set(id, &input.name, value).expect("a change").moved.len();
        times.push(start.elapsed());
        // The whole province again and again would take minutes.
        if times.len() >= 5 && times.iter().sum::<std::time::Duration>().as_secs() >= 5 {
            break;
        }
    }
    times.sort_unstable();
    let count = times.len();
    println!(
        "  one cell changed: {:?} (median of {count}), {:?} at the 99th of 100; {moved} moved",
        times[count / 2],
        times[count * 99 / 100]
    );
}

fn at(random: &mut Random, end: usize) -> usize {
    usize::try_from(random.below(u64::try_from(end).unwrap_or(1))).unwrap_or(0)
}

/// Some value that the input takes.
pub(crate) fn drawn(input: &PlanInput, random: &mut Random) -> Value {
    match input.kind {
        ValueKind::YesNo => (random.below(20) == 0).into(),
        ValueKind::Choice => input.choices[at(random, input.choices.len())].0.as_str().into(),
        ValueKind::Date => format!("2014-12-{:02}", 1 + random.below(28)).into(),
        ValueKind::Percent => format!("{}%", random.below(101)).into(),
        ValueKind::Count | ValueKind::Number => {
            let most = input.max.as_ref().and_then(thidua::Exact::floor_i64).unwrap_or(30).clamp(1, 60);
            (1 + random.below(u64::try_from(most).unwrap_or(1))).into()
        }
    }
}
