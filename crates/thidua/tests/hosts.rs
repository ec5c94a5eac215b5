//! What a host may count on: a small stack is enough for the deepest input, and threads leave no trace.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests may fail loudly, as tests do"
)]

use std::fmt::Write;

use thidua::{Files, Language, evaluate_json, results, run_simple, run_with_threads};
use thidua_rulefile::Limits;

/// Threads of hosts may have little more; frames of an unoptimised build are many times as large.
const STACK_KIB: usize = if cfg!(debug_assertions) { 2048 } else { 256 };

/// As deep as a text of one line may nest, and as many operations as it may have.
const NESTED_MAX: usize = 24;
const OPERATIONS_MAX: usize = 128;

fn on_small_stack<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    std::thread::Builder::new().stack_size(STACK_KIB * 1024).spawn(work).unwrap().join().unwrap()
}

/// Groups within groups, and at the bottom a criterion with this formula.
fn criteria(groups: usize, formula: &str) -> String {
    let mut text =
        "rule_set: sau\nversion: 1\ntitle: Sâu\ninputs: { x: { title: X, kind: number } }\ncriteria:\n"
            .to_owned();
    for level in 0..groups {
        let indent = "  ".repeat(level);
        writeln!(text, "{indent}- code: N{level}\n{indent}  title: Nhóm {level}\n{indent}  children:")
            .unwrap();
    }
    let indent = "  ".repeat(groups);
    writeln!(text, "{indent}- {{ code: I, title: Lá, points_max: 1000, formula: {{ is: \"{formula}\" }} }}")
        .unwrap();
    text + "rankings: [ { id: chung, scope: all } ]\n"
}

fn graded(condition: &str) -> String {
    let grades = format!("[ {{ id: a, title: A, from: 1, requires: {condition} }}, {{ id: b, title: B }} ]");
    criteria(0, "x") + &format!("gradings:\n- id: g\n  title: G\n  grades: {grades}\n")
}

/// Wraps a text in itself so many times.
fn wrapped(count: usize, inner: &str, wrap: impl Fn(&str) -> String) -> String {
    (0..count).fold(inner.to_owned(), |text, _| wrap(&text))
}

/// The kinds of nesting: a name, how deep it may go, and the rule set of a depth.
type Nesting = (&'static str, usize, fn(usize) -> String);

fn nestings() -> [Nesting; 8] {
    let depth = Limits::default().depth;
    [
        // Each group is a list and a group of keys, below those of the rule set and above those of the criterion.
        ("groups of criteria", (depth - 4) / 2, |deep| criteria(deep, "x")),
        ("parentheses", NESTED_MAX, |deep| {
            criteria(3, &wrapped(deep, "x", |inner| format!("({inner} + 1)")))
        }),
        ("signs", NESTED_MAX, |deep| criteria(3, &wrapped(deep, "x", |inner| format!("-{inner}")))),
        ("operations", OPERATIONS_MAX, |deep| {
            criteria(3, &wrapped(deep, "x", |inner| format!("{inner} + 1")))
        }),
        ("not in words", NESTED_MAX, |deep| {
            graded(&format!("\"{}\"", wrapped(deep, "x >= 1", |inner| format!("không {inner}"))))
        }),
        ("not as a tree", depth - 5, |deep| {
            graded(&wrapped(deep, "x >= 1", |inner| format!("{{ not: {inner} }}")))
        }),
        ("all as a tree", (depth - 5) / 2, |deep| {
            graded(&wrapped(deep, "x >= 1", |inner| format!("{{ all: [ {inner}, x >= 0 ] }}")))
        }),
        ("groups with a long formula", (depth - 4) / 2, |deep| {
            let sum = wrapped(OPERATIONS_MAX - NESTED_MAX, "x", |inner| format!("{inner} + 1"));
            criteria(deep, &wrapped(NESTED_MAX, &sum, |inner| format!("({inner}) * 1")))
        }),
    ]
}

#[test]
fn the_deepest_rule_sets_work_on_a_small_stack() {
    for (name, deepest, rules) in nestings() {
        let table = "entrant,x\na,5\nb,\"6,5\"\n";
        let files = Files::from([("rules.yaml", rules(deepest).as_str()), ("points.csv", table)]);
        let written = on_small_stack(move || {
            let report = run_simple(&files, "rules.yaml", "points.csv")
                .unwrap_or_else(|found| panic!("{name}: {:#?}", found.first()));
            results(&report, Language::Vietnamese).len()
        });
        assert!(written > 5, "{name}");
        let manifest = "movement: M\nruns: [ { id: r, rules: r.yaml, period: { from: 2026-01-01, until: 2026-12-31 }, evaluations: [ { file: p.csv } ] } ]";
        let request = |rules: String| {
            serde_json::json!({ "format": "thidua-request/1", "manifest": "m.yaml", "files": { "m.yaml": manifest, "r.yaml": rules, "p.csv": table } })
                .to_string()
        };
        let (deep, deeper) = (request(rules(deepest)), request(rules(deepest + 1)));
        let (deep, deeper) = on_small_stack(move || (evaluate_json(&deep), evaluate_json(&deeper)));
        assert!(deep.contains("\"runs\""), "{name}: {deep:.500}");
        assert!(deeper.contains("\"errors\""), "{name}: the next depth is refused: {deeper:.500}");
    }
}

#[test]
fn what_is_far_too_deep_is_refused_on_a_small_stack() {
    for (_, deepest, rules) in nestings() {
        let rules = rules(deepest * 8);
        let files = Files::from([("rules.yaml", rules.as_str()), ("points.csv", "entrant,x\na,1\n")]);
        assert!(on_small_stack(move || run_simple(&files, "rules.yaml", "points.csv").is_err()));
    }
}

#[test]
fn many_entrants_on_many_threads_leave_no_trace() {
    let mut table = "entrant,cluster,x\n".to_owned();
    for entrant in 0..1500 {
        writeln!(table, "e{entrant:04},c{},{}", entrant % 7, entrant * 37 % 101).unwrap();
    }
    let manifest = "movement: M\nruns: [ { id: r, rules: rules.yaml, period: { from: 2026-01-01, until: 2026-12-31 }, evaluations: [ { file: points.csv, layout: { cluster: cluster } } ] } ]";
    let rules = criteria(2, "x / 3");
    let files =
        Files::from([("m.yaml", manifest), ("rules.yaml", rules.as_str()), ("points.csv", table.as_str())]);
    let written = |threads| {
        let report = run_with_threads(&files, "m.yaml", threads).unwrap_or_else(|found| panic!("{found:#?}"));
        results(&report, Language::English)
    };
    let one = written(1);
    for threads in [2, 3, 64] {
        assert!(one == written(threads), "{threads} threads");
    }
}

#[test]
fn a_long_call_ends_when_it_is_cancelled() {
    let table = |entrants: usize| {
        (0..entrants).fold("entrant,x\n".to_owned(), |table, entrant| table + &format!("e{entrant:06},5\n"))
    };
    let manifest = "movement: M\nruns: [ { id: r, rules: r.yaml, period: { from: 2026-01-01, until: 2026-12-31 }, evaluations: [ { file: p.csv } ] } ]";
    let (rules, long, short) = (criteria(2, "x / 3"), table(40_000), table(3));
    let files =
        |table: &str| Files::from([("m.yaml", manifest), ("r.yaml", rules.as_str()), ("p.csv", table)]);
    let request = serde_json::json!({ "format": "thidua-request/1", "manifest": "m.yaml",
        "files": { "m.yaml": manifest, "r.yaml": rules, "p.csv": long } })
    .to_string();
    // Told from another thread while the work is under way.
    let (cancel, plans) = (thidua::Cancel::default(), thidua::Plans::default());
    let answered = std::thread::scope(|scope| {
        let work = scope.spawn(|| thidua::evaluate_until(&plans, request.as_bytes(), &cancel));
        std::thread::sleep(std::time::Duration::from_millis(20));
        cancel.cancel();
        work.join().unwrap()
    });
    assert!(answered.refused && answered.json.contains("TD0586"), "{:.300}", answered.json);
    // Whoever comes with a wish that was told is not served at all, by whatever door.
    let found = thidua::run_until(&files(&long), "m.yaml", 1, &cancel).unwrap_err();
    assert_eq!(found[0].code, "TD0586");
    let (season, refused) = thidua::JsonSeason::open_until(request.as_bytes(), &cancel);
    assert!(season.is_none() && refused.json.contains("TD0586"));
    let plan = thidua::read_rules("r.yaml", &rules)
        .and_then(|rules| thidua::plan(&rules, thidua::day("2026-12-31")?))
        .unwrap();
    let mut sheet = thidua::Sheet::new(&plan, ["a"]).unwrap();
    sheet.set("a", "x", 5).unwrap();
    assert!(sheet.clone().evaluate_until(&cancel).is_err_and(|refused| refused.has("TD0586")));
    assert!(sheet.clone().season_until(&cancel).is_err_and(|refused| refused.has("TD0586")));
    // A wish that was not told changes nothing.
    let wish = thidua::Cancel::default();
    assert!(thidua::run_until(&files(&short), "m.yaml", 1, &wish).is_ok());
    assert!(sheet.evaluate_until(&wish).is_ok());
}

/// Holds while it compiles: the value moves between threads and may be looked at by several.
fn shared<T: Send + Sync + 'static>() {}

#[test]
fn values_move_between_threads_and_a_plan_is_shared() {
    shared::<thidua::Plan>();
    shared::<thidua::Cancel>();
    shared::<thidua::Plans>();
    shared::<thidua::Run>();
    shared::<thidua::Season>();
    shared::<thidua::JsonSeason>();
    shared::<thidua::Sheet>();
    shared::<thidua::Rejected>();
    shared::<thidua::Explanation>();
    let rules = thidua::read_rules("rules.yaml", &criteria(2, "x / 3")).unwrap();
    let plan = thidua::plan(&rules, thidua::day("2026-12-31").unwrap()).unwrap();
    let total = |points: i64| {
        let mut sheet = thidua::Sheet::new(&plan, ["a"]).unwrap();
        sheet.set("a", "x", points).unwrap();
        sheet.season().unwrap().entrant("a").unwrap().total().unwrap()
    };
    let alone: Vec<_> = (0..16).map(total).collect();
    let together: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..16).map(|points| scope.spawn(move || total(points))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(alone, together);
}
