//! The oracles over folders, numbers and rules made up from fixed seeds.

#![expect(clippy::print_stdout, reason = "a test that fails loudly is what is wanted")]

use thidua::{Exact, Files};
use thidua_oracles::{Random, fixture, fixtures_below, layout, places, printed, report, wellformed};

#[test]
fn places_never_exceed_their_number() {
    let mut random = Random::new(16);
    let mut counted = 0;
    for _ in 0..600 {
        counted += places::hold(&mut random).unwrap_or_else(|wrong| panic!("{wrong}"));
    }
    println!("{counted} awards");
}

#[test]
fn a_printed_number_reads_back_as_itself() {
    let mut random = Random::new(17);
    let hold = |number: &Exact| printed::hold_number(number).unwrap_or_else(|wrong| panic!("{wrong}"));
    for number in [0, 1, -1, 999, 1000, -1000, 1_234_567, 100_000_000_000] {
        for scale in [1, 10, 100, 1000, 10_000, 3, 7, 1_000_000] {
            hold(&Exact::ratio(number, scale));
        }
    }
    for _ in 0..20_000 {
        let size = 1_usize << random.below(40);
        let number = i128::try_from(random.below(size)).unwrap_or_default();
        let sign = if random.below(4) == 0 { -1 } else { 1 };
        let scale = *random.pick(&[1, 10, 100, 1000, 10_000, 100_000, 3, 7, 9, 64, 1_000_000_007]);
        hold(&Exact::ratio(sign * number, scale));
    }
}

/// A condition or formula of some depth, in the words of rule files.
fn term(random: &mut Random, depth: usize) -> String {
    let signs = ["+", "-", "*", "/"];
    match random.below(if depth == 0 { 3 } else { 6 }) {
        0 => {
            (*random.pick(&["a", "số_vụ", "điểm của I.1", "điểm", "lớn_nhất của m", "2/3", "50%"])).to_owned()
        }
        1 => random.below(1000).to_string(),
        2 => format!("{}.{}", random.below(20), random.below(100)),
        3 => format!("-({})", term(random, depth - 1)),
        4 => format!("({})", term(random, depth - 1)),
        _ => format!("{} {} {}", term(random, depth - 1), random.pick(&signs), term(random, depth - 1)),
    }
}

fn condition(random: &mut Random, depth: usize) -> String {
    match random.below(if depth == 0 { 2 } else { 6 }) {
        0 => {
            let sign = *random.pick(&[">=", "<=", ">", "<", "=", "!="]);
            format!("{} {sign} {}", term(random, depth), term(random, depth))
        }
        1 => (*random.pick(&["a", "không a", "xếp_loại = tot", "xếp_loại của g >= kha", "hạng của r <= 3"]))
            .to_owned(),
        2 => format!("không ({})", condition(random, depth - 1)),
        3 => format!("({})", condition(random, depth - 1)),
        4 => format!("{} và {}", condition(random, depth - 1), condition(random, depth - 1)),
        _ => format!("({}) hoặc ({})", condition(random, depth - 1), condition(random, depth - 1)),
    }
}

#[test]
fn a_printed_rule_reads_back_as_itself() {
    let mut random = Random::new(18);
    for _ in 0..5_000 {
        let (formula, when) = (term(&mut random, 3), condition(&mut random, 3));
        printed::hold_formula(&formula).unwrap_or_else(|wrong| panic!("{wrong}"));
        printed::hold_condition(&when).unwrap_or_else(|wrong| panic!("{wrong}"));
    }
}

/// A folder whose every name, title and note is the same text.
fn named(text: &str) -> Files {
    let quoted = serde_json::Value::from(text).to_string();
    let cell = format!("\"{}\"", text.replace('"', "\"\""));
    let rules = format!(
        "rule_set: r\nversion: 1\ntitle: {quoted}\ninputs: {{ k: {{ title: {quoted}, kind: yes-no }} }}\n\
         legal_basis: {{ d: {{ document: {quoted} }} }}\n\
         criteria: [ {{ code: I, title: {quoted}, points_max: 10, basis: d }}, {{ code: II, title: x, points_max: 5, basis: d 2 }} ]\n\
         gradings: [ {{ id: g, title: {quoted}, grades: [ {{ id: t, title: {quoted}, from: 8 }}, {{ id: y, title: x, below: 8 }} ] }} ]\n\
         rankings: [ {{ id: v, title: {quoted}, scope: all }} ]\n\
         awards: [ {{ id: w, title: {quoted}, kind: commendation, for: collective, requires: [ {{ when: không k, label: {quoted} }} ], quota: {{ count: 2, per: all }}, money: {{ multiple: 1, payer: q }} }} ]\n\
         budgets: [ {{ payer: q, amount: 100 }} ]\n"
    );
    let manifest = format!(
        "movement: {quoted}\nnote: {quoted}\nregister: {{ file: d.csv }}\nbase_salary: l.csv\nruns: [ {{ id: r, title: {quoted}, rules: rules.yaml, decision_date: 2026-12-31, \
         period: {{ from: 2026-01-01, until: 2026-12-31 }}, evaluations: [ {{ file: points.csv }} ] }} ]\n"
    );
    let register = format!("id,name,cluster\na,{cell},{cell}\nb,B,{cell}\nc,C,x\n");
    Files::from([
        ("thidua.yaml", manifest.as_str()),
        ("rules.yaml", rules.as_str()),
        ("d.csv", register.as_str()),
        ("l.csv", "effective_from,amount\n2013-07-01,1000000\n"),
        ("points.csv", "entrant,I,II,k\na,9,1,không\nb,5,,có\nc,9,1,không\n"),
    ])
}

#[test]
fn any_name_can_be_written_in_any_format() {
    let (mut taken, mut wrong) = (0, Vec::new());
    let long = "Ủy ban ".repeat(600);
    for text in wellformed::HOSTILE.iter().copied().chain([long.as_str()]) {
        match report(&named(text)) {
            Ok(report) => {
                taken += 1;
                wrong.extend(wellformed::hold(&report).err().map(|parts| format!("{text:.40?}: {parts}")));
            }
            Err(found) => {
                let told: Vec<String> =
                    found.iter().map(|each| format!("{} {}", each.code, each.message.en)).collect();
                println!("{text:.40?} is refused: {told:?}");
            }
        }
    }
    assert!(taken > 20, "only {taken} texts are taken as names");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_file_that_is_laid_out_stays_as_it_is() {
    let odd = [
        " ",
        "  ",
        "\n",
        "\n\n\n",
        " # ghi chú\n",
        "\n  # ghi chú\n",
        "[ ]",
        "{ }",
        ", ",
        "- ",
        "\"",
        "'",
        ">-\n",
        "é",
    ];
    let mut random = Random::new(19);
    let mut laid_out = 0;
    for folder in fixtures_below("methods") {
        let files = fixture(&folder);
        let text =
            std::str::from_utf8(files.get("rules.yaml").unwrap_or_default()).unwrap_or_default().to_owned();
        for _ in 0..40 {
            let mut text = text.clone();
            for _ in 0..=random.below(4) {
                let mut at = random.below(text.len());
                while !text.is_char_boundary(at) {
                    at -= 1;
                }
                text.insert_str(at, random.pick::<&str>(&odd));
            }
            laid_out += usize::from(thidua_rulefile::format("rules.yaml", &text).is_ok());
            layout::hold_text("rules.yaml", &text)
                .unwrap_or_else(|wrong| panic!("{wrong}\nlaid out from\n{text:?}"));
        }
    }
    // Comes to rest in the second round only.
    layout::hold_text("rules.yaml", "\n  # ghi chú\n>-\n").unwrap_or_else(|wrong| panic!("{wrong}"));
    println!("{laid_out} texts laid out");
    assert!(laid_out > 300);
}
