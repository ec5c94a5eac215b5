//! Many entrants through the JSON border, beside the same through typed values: time, memory, and the size of the answer.

use std::fmt::Write as _;
use std::time::Instant;

use thidua::{Cancel, EntrantText, Plan, Plans, Sheet, Value, day, evaluate_until, plan, read_rules};

use crate::face::{RULES, SEED, drawn, quoted};
use crate::random::Random;

const CLUSTER: usize = 50;

/// Writes the request and ends; then `json` works it through, and `typed` the same values: each in a process of its
/// own, so that the kernel tells what it took at most.
pub(crate) fn measure(words: &[String], entrants: usize) {
    let seed = words.iter().any(|word| word == "xa");
    let rules = if seed { std::fs::read_to_string(SEED).expect("the rules") } else { RULES.to_owned() };
    let has = |word: &str| words.iter().any(|other| other == word);
    let (name, by_column) = (if seed { "xa" } else { "small" }, has("columns"));
    let shape = if by_column { "columns" } else { "rows" };
    let request = std::env::temp_dir().join(format!("thidua-request-{name}-{shape}.json"));
    let sound = read_rules("face.yaml", &rules).expect("sound rules");
    let of = sound.effective.until.unwrap_or_else(|| day("2026-12-31").expect("a day"));
    let plan = plan(&sound, of).expect("a plan");
    if has("write") {
        let text = written(&rules, &plan, entrants, by_column);
        println!("{}: {} bytes", request.display(), text.len());
        return std::fs::write(request, text).expect("a file");
    }
    let start = Instant::now();
    if has("typed") {
        let register = (0..entrants).map(|row| EntrantText::new(id(row)).in_cluster(cluster(row)));
        let mut sheet = Sheet::new(&plan, register).expect("entrants");
        let mut random = Random(15);
        for row in 0..entrants {
            for input in plan.inputs() {
                sheet.set(&id(row), &input.name, drawn(input, &mut random)).expect("a value");
            }
        }
        let filled = start.elapsed();
        let result = sheet.evaluate().expect("a result");
        println!("typed: {:?}, of which values {filled:?}", start.elapsed());
        println!("  {} warnings; at most {} MiB", result.warnings.len(), peak());
        return;
    }
    let bytes = std::fs::read(request).expect("the request that `write` makes");
    println!("read: {:?}, {} bytes, {} MiB", start.elapsed(), bytes.len(), peak());
    let start = Instant::now();
    let answered = evaluate_until(&Plans::default(), bytes, &Cancel::default());
    assert!(!answered.refused, "{}", answered.json.chars().take(2000).collect::<String>());
    println!("json: {:?}, an answer of {} bytes", start.elapsed(), answered.json.len());
    println!("  at most {} MiB", peak());
}

fn id(row: usize) -> String {
    format!("e{row:07}")
}

fn cluster(row: usize) -> String {
    format!("c{:05}", row / CLUSTER)
}

fn written(rules: &str, plan: &Plan, entrants: usize, by_column: bool) -> String {
    let mut text = format!(
        "{{\"format\":\"thidua-request/1\",\"rules\":{},\"period\":{{\"from\":\"{}\",\"until\":\"{}\"}},\"entrants\":[",
        quoted(rules),
        day(&format!("{}-01-01", plan.day().year())).expect("a day"),
        plan.day()
    );
    for row in 0..entrants {
        let comma = if row == 0 { "" } else { "," };
        let kind =
            plan.rules().kinds.keys().next().map(|kind| format!(",\"kind\":\"{kind}\"")).unwrap_or_default();
        let _ = write!(text, "{comma}{{\"id\":\"{}\",\"cluster\":\"{}\"{kind}}}", id(row), cluster(row));
    }
    let _ = write!(
        text,
        "],\"select\":{{\"languages\":[\"vi\"],\"parts\":[\"points\",\"grades\",\"ranks\",\"awards\"],\"by_column\":{by_column}}},\"values\":[{{"
    );
    let mut random = Random(15);
    if by_column {
        let mut columns = vec![String::new(); plan.inputs().len()];
        for row in 0..entrants {
            for (column, input) in columns.iter_mut().zip(plan.inputs()) {
                let comma = if row == 0 { "" } else { "," };
                let _ = write!(column, "{comma}{}", said(drawn(input, &mut random)));
            }
        }
        let ids: Vec<String> = (0..entrants).map(|row| format!("\"{}\"", id(row))).collect();
        let _ = write!(text, "\"columns\":{{\"entrant\":[{}]", ids.join(","));
        for (input, column) in plan.inputs().iter().zip(columns) {
            let _ = write!(text, ",{}:[{column}]", quoted(&input.name));
        }
        return text + "}}]}";
    }
    text += "\"rows\":[";
    for row in 0..entrants {
        let comma = if row == 0 { "" } else { "," };
        let _ = write!(text, "{comma}{{\"entrant\":\"{}\"", id(row));
        for input in plan.inputs() {
            let _ = write!(text, ",{}:{}", quoted(&input.name), said(drawn(input, &mut random)));
        }
        text.push('}');
    }
    text + "]}]}"
}

/// A value as JSON writes it.
fn said(value: Value) -> String {
    match value {
        Value::Number(number) => number.to_string(),
        Value::YesNo(yes) => yes.to_string(),
        Value::Text(words) => quoted(&words),
        _ => "null".to_owned(),
    }
}

/// The most memory this process has had, in MiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kib| kib.parse::<u64>().ok()).unwrap_or(0) / 1024
}
