//! How the time grows with what an author, a clerk or a wrong file can make large: from 1,000 to 16,000 of each.

use std::fmt::Write;
use std::time::{Duration, Instant};

use thidua::{Files, RuleSet, check, run};

const SIZES: [usize; 5] = [1_000, 2_000, 4_000, 8_000, 16_000];
/// The best of so many counts, at every size alike: what disturbs only adds.
const ROUNDS: usize = 3;
const ONE: &str =
    "rule_set: r\nversion: 1\ntitle: R\ncriteria: [ { code: I, title: Một, points_max: 100 } ]\n";
const MANIFEST: &str = "movement: M\nregister: { file: ds.csv }\nruns:\n- { id: r, rules: r.yaml, period: { from: 2014-01-01, until: 2014-12-31 }, \
                        decision_date: 2015-01-15, evaluations: [ { file: p.csv } ] }\n";

/// Makes the input of a size, and gives back the work to be timed.
type Made = fn(usize) -> Box<dyn Fn() -> usize>;

/// What grows; the aim is an exponent of at most 1.2 in each.
const GROWING: [(&str, Made); 12] = [
    ("criteria, check", |size| checked(criteria(size))),
    ("criteria in groups of ten, check", |size| checked(groups(size))),
    ("bands of one criterion, check", |size| checked(bands(size))),
    ("inputs and a formula each, check", |size| checked(formulas(size))),
    ("names that no input has, check", |size| checked(unknown_inputs(size))),
    ("awards, check", |size| checked(awards(size))),
    ("criteria and columns, run", |size| worked(wide(size))),
    ("units that no register has, run", |size| worked(units(size, "z-", "1"))),
    ("unreadable cells, run", |size| worked(units(size, "x-", "tám"))),
    ("headers that no criterion has, run", |size| worked(headers(size))),
    ("votes and their findings, run", |size| worked(votes(size, "v-"))),
    ("votes about unknown units, run", |size| worked(votes(size, "z-"))),
];

pub(crate) fn measure() {
    println!(
        "\nwhat grows, in ms at each size, and the exponent from {} to {}",
        SIZES[0],
        SIZES[SIZES.len() - 1]
    );
    print!("  {:<38}", "");
    SIZES.iter().for_each(|size| print!("{size:>9}"));
    println!("  exponent  findings");
    for (what, made) in GROWING {
        if std::env::args().nth(2).is_some_and(|words| !what.contains(&words)) {
            continue;
        }
        print!("  {what:<38}");
        let mut times = Vec::new();
        let mut findings = 0;
        for size in SIZES {
            let work = made(size);
            let time = (0..ROUNDS).map(|_| timed(&work, &mut findings)).min().unwrap_or_default();
            print!("{:>9}", tenths(time));
            let _ = std::io::Write::flush(&mut std::io::stdout());
            times.push(time);
            if time > Duration::from_secs(60) {
                break;
            }
        }
        println!("  {:>8}  {findings:>8}", exponent(&times));
    }
}

fn timed(work: &dyn Fn() -> usize, findings: &mut usize) -> Duration {
    let start = Instant::now();
    *findings = std::hint::black_box(work());
    start.elapsed()
}

fn tenths(time: Duration) -> String {
    let tenths = time.as_micros() / 100;
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// The slope of the line through first and last, time against size, both as powers of two.
fn exponent(times: &[Duration]) -> String {
    let (Some(first), Some(last)) = (times.first(), times.last()) else { return String::new() };
    let doublings = u32::try_from(times.len()).unwrap_or(1) - 1;
    let grown = last.as_secs_f64() / first.as_secs_f64().max(1e-9);
    format!("{:.2}", grown.log2() / f64::from(doublings.max(1)))
}

/// Reads and checks rules; says how many findings there are.
fn checked(rules: String) -> Box<dyn Fn() -> usize> {
    Box::new(move || {
        match thidua_rulefile::read::<RuleSet>("r.yaml", &rules).and_then(|rules| check(rules, "r.yaml")) {
            Ok(rules) => rules.warnings().len(),
            Err(found) => refused(&found),
        }
    })
}

/// Works through a folder; says how many findings there are.
fn worked(files: Files) -> Box<dyn Fn() -> usize> {
    Box::new(move || match run(&files, "thidua.yaml") {
        Ok(report) => report.warnings.len(),
        Err(found) => refused(&found),
    })
}

/// How many findings there are; a row of the table that measures something else than it says would show here.
fn refused(found: &[thidua::Diagnostic]) -> usize {
    if std::env::var_os("THIDUA_BOUNDS_SHOWN").is_some() {
        found
            .iter()
            .take(2)
            .for_each(|finding| println!("\n{} {}: {}", finding.code, finding.place, finding.message.en));
    }
    found.len()
}

fn listed(size: usize, each: impl Fn(usize) -> String) -> String {
    (0..size).fold(String::new(), |mut text, position| {
        let _ = writeln!(text, "{}", each(position));
        text
    })
}

fn criteria(size: usize) -> String {
    let each = |at| format!("- {{ code: c{at}, title: Tiêu chí {at}, points_max: 5 }}");
    format!("rule_set: r\nversion: 1\ntitle: R\ncriteria:\n{}", listed(size, each))
}

fn groups(size: usize) -> String {
    let leaf = |at| {
        format!(
            "  - {{ code: c{at}, title: Tiêu chí {at}, points_max: 5, not_applicable: {{ then: rescale }} }}"
        )
    };
    let group = |at: usize| {
        let leaves = listed(10, |leaf_at| leaf(at * 10 + leaf_at));
        format!("- code: g{at}\n  title: Nhóm {at}\n  points_max: 50\n  children:\n{}", leaves.trim_end())
    };
    format!("rule_set: r\nversion: 1\ntitle: R\ncriteria:\n{}", listed(size / 10, group))
}

fn bands(size: usize) -> String {
    let band = |at| format!("    - {{ from: {at}, points: {at} }}");
    format!(
        "rule_set: r\nversion: 1\ntitle: R\ninputs: {{ x: {{ kind: count }} }}\ncriteria:\n- code: I\n  title: Một\n  points_max: {size}\n  bands:\n    value: x\n    table:\n{}",
        listed(size, band)
    )
}

fn formulas(size: usize) -> String {
    let input = |at| format!("  x{at}: {{ kind: count }}");
    let each = |at| {
        format!("- {{ code: c{at}, title: Tiêu chí {at}, points_max: 5, formula: {{ is: x{at} / 100 }} }}")
    };
    format!(
        "rule_set: r\nversion: 1\ntitle: R\ninputs:\n{}criteria:\n{}",
        listed(size, input),
        listed(size, each)
    )
}

fn unknown_inputs(size: usize) -> String {
    formulas(size).replace("{ is: x", "{ is: y")
}

fn awards(size: usize) -> String {
    let each = |at| {
        format!(
            "- {{ id: a{at}, title: Giấy khen {at}, kind: commendation, for: collective, requires: [ {{ when: điểm >= {} }} ] }}",
            at % 90
        )
    };
    format!("{ONE}awards:\n{}", listed(size, each))
}

fn folder(rules: String, register: String, points: String) -> Files {
    Files::from([("thidua.yaml", MANIFEST), ("r.yaml", &rules), ("ds.csv", &register), ("p.csv", &points)])
}

fn register(size: usize) -> String {
    format!("id,tên,cụm\n{}", listed(size, |at| format!("x-{at},Xã {at},C")))
}

fn wide(size: usize) -> Files {
    let header: String = (0..size).map(|at| format!(",c{at}")).collect();
    let cells = ",5".repeat(size);
    folder(criteria(size), register(2), format!("entrant{header}\nx-0{cells}\nx-1{cells}\n"))
}

fn units(size: usize, prefix: &str, points: &str) -> Files {
    folder(
        ONE.to_owned(),
        register(size),
        format!("entrant,I\n{}", listed(size, |at| format!("{prefix}{at},{points}"))),
    )
}

fn headers(size: usize) -> Files {
    let size = size.min(4_000);
    let header: String = (0..size).map(|at| format!(",k{at}")).collect();
    folder(criteria(size), register(2), format!("entrant{header}\nx-0{}\n", ",5".repeat(size)))
}

fn votes(size: usize, prefix: &str) -> Files {
    let award = "awards: [ { id: gk, title: Giấy khen, kind: commendation, for: collective, requires: [ { votes: { body: hội đồng, share: 50%, of: present } } ] } ]\n";
    let mut files = folder(
        format!("{ONE}{award}"),
        register(size),
        format!("entrant,I\n{}", listed(size, |at| format!("x-{at},5"))),
    );
    files.insert("thidua.yaml", MANIFEST.replace("runs:", "votes: [ v.csv ]\nruns:"));
    let id = if prefix == "v-" { "x-" } else { prefix };
    let each = |at| format!("gk,{id}{at},hội đồng,{},10,10,{at}/BB,05/01/2015", at % 11);
    files.insert(
        "v.csv",
        format!("award,entrant,body,votes,members,present,number,date\n{}", listed(size, each)),
    );
    files
}
