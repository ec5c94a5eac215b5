//! The deepest rule sets that are accepted work on a small stack.

use thidua::{Files, Language, evaluate_json, results, run_simple};

fn on_small_stack(work: impl FnOnce() + Send + 'static, kib: usize) -> bool {
    std::thread::Builder::new().stack_size(kib * 1024).spawn(work).unwrap().join().is_ok()
}

fn nested_criteria(depth: usize) -> String {
    let mut text = "rule_set: sau\nversion: 1\ntitle: Sâu\ncriteria:\n".to_owned();
    for level in 0..depth {
        let indent = "  ".repeat(level);
        text += &format!("{indent}- code: C{level}\n{indent}  title: Mục {level}\n{indent}  children:\n");
    }
    let indent = "  ".repeat(depth);
    text + &format!("{indent}- {{ code: I, title: Lá, points_max: 10 }}\n")
}

fn main_rules(criteria: usize, term: &str, condition: &str) -> String {
    nested_criteria(criteria)
        + &format!("- code: F\n  title: Công thức\n  points_max: 1000000\n  formula: {{ is: \"{term}\" }}\n")
        + "inputs: { x: { title: X, kind: number } }\n"
        + &format!(
            "gradings:\n- id: g\n  title: G\n  grades:\n  - {{ id: a, title: A, from: 1, requires: {condition} }}\n  - {{ id: b, title: B }}\n"
        )
}

#[test]
#[ignore]
fn probe() {
    let kind = std::env::var("KIND").unwrap();
    let n: usize = std::env::var("N").unwrap().parse().unwrap();
    let kib: usize = std::env::var("KIB").unwrap().parse().unwrap();
    let rules = match kind.as_str() {
        "criteria" => main_rules(n, "x", "x >= 0"),
        "sum" => main_rules(1, &vec!["x"; n].join(" + "), "x >= 0"),
        "paren" => main_rules(1, &("(".repeat(n) + "x" + &")".repeat(n)), "x >= 0"),
        "minus" => main_rules(1, &("-".repeat(n) + "x"), "x >= 0"),
        "not" => main_rules(1, "x", &format!("\"{}x >= 0\"", "không ".repeat(n))),
        "nested" => main_rules(1, &("(x+".repeat(n) + "x" + &")".repeat(n)), "x >= 0"),
        "tree" => {
            let mut tree = "x >= 0".to_owned();
            for _ in 0..n {
                tree = format!("{{ all: [ {tree}, x >= 0 ] }}");
            }
            main_rules(1, "x", &tree)
        }
        "nottree" => {
            let mut tree = "x >= 0".to_owned();
            for _ in 0..n {
                tree = format!("{{ not: {tree} }}");
            }
            main_rules(1, "x", &tree)
        }
        _ => panic!(),
    };
    let files = Files::from([("r.yaml", rules.as_str()), ("p.csv", "entrant,I,x\na,5,1\nb,6,2\n")]);
    let step: usize = std::env::var("STEP").map_or(9, |s| s.parse().unwrap());
    on_small_stack(
        move || {
            if step == 1 {
                let r: Result<thidua::RuleSet, _> =
                    thidua_rulefile::read_bytes("r.yaml", files.get("r.yaml").unwrap());
                println!("read {:?}", r.map(|_| ()).map_err(|e| e[0].message.en.clone()));
                return;
            }
            if step == 2 {
                let r: Result<thidua::RuleSet, _> =
                    thidua_rulefile::read_bytes("r.yaml", files.get("r.yaml").unwrap());
                let c = thidua::check(r.unwrap(), "r.yaml");
                println!("check {:?}", c.map(|_| ()).map_err(|e| e[0].message.en.clone()));
                return;
            }
            match run_simple(&files, "r.yaml", "p.csv") {
                Ok(report) => {
                    let all = results(&report, Language::Vietnamese);
                    println!("ok {}", all.len());
                }
                Err(found) => println!(
                    "refused {}",
                    found.iter().map(|f| f.message.en.clone()).take(3).collect::<Vec<_>>().join(" | ")
                ),
            }
        },
        kib,
    );
    let _ = evaluate_json;
}
