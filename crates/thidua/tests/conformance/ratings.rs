//! Rating tables as they are printed: the words are read into bands, and the check says of each what is remarked.

use std::fmt::Write;

use thidua::{Diagnostic, Exact, RuleSet, check};

use crate::support::{Record, Tally, case, exact, records, told};

/// One interval of a printed row: lower and upper end, each with whether it is included.
type Stretch = (Option<(String, bool)>, Option<(String, bool)>);

#[test]
fn printed_rating_tables() {
    let Some(files) = case("published_rules") else { return };
    let rows = records(&files, "rating_bands.csv");
    let mut tally = Tally::new("rating_bands as printed");
    let (mut schemes, mut remarked) = (0, 0);
    for table in rows.chunk_by(|left, right| left["scheme"] == right["scheme"]) {
        schemes += 1;
        let scheme = table[0]["scheme"].as_str();
        let text = rule_set(table);
        let rules: RuleSet = thidua_rulefile::read("printed.yaml", &text)
            .unwrap_or_else(|found| panic!("{text}{}", told(&found)));
        let found = match check(rules, "printed.yaml") {
            Ok(valid) => valid.warnings().to_vec(),
            Err(found) => panic!("{scheme}: {}\n{text}", told(&found)),
        };
        let gaps: Vec<&Diagnostic> = found.iter().filter(|finding| finding.code == "TD0222").collect();
        // Every value that the remarks name lies in a gap that was found.
        for remark in table.iter().map(|row| row["remark"].as_str()).filter(|remark| remark.contains("gap")) {
            remarked += 1;
            let Some(value) = number_in(remark) else {
                tally.holds(remark, !gaps.is_empty(), || told(&found));
                continue;
            };
            // “gap below 80.0” names the end of the gap, the others a value inside.
            let below = remark.contains("gap below");
            let met = |gap: &&Diagnostic| if below { ends(gap).1 == value } else { lies_in(&value, gap) };
            tally.holds(remark, gaps.iter().any(met), || told(&found));
        }
        for gap in &gaps {
            let shown = gap.witness.as_ref().map(|witness| witness.text.en.as_str()).unwrap_or_default();
            let value =
                shown.split(" = ").nth(1).map(|words| words.trim_end_matches('%')).unwrap_or_default();
            tally.holds(shown, !value.is_empty() && lies_in(&exact(value), gap), || told(&found));
        }
        let sound =
            table.iter().all(|row| !row["remark"].contains("gap") && !row["remark"].contains("not monotone"));
        if sound {
            tally.holds(scheme, found.is_empty(), || told(&found));
        }
        let two_sided = table.iter().any(|row| row["remark"].contains("not monotone"));
        let falls = found.iter().any(|finding| finding.code == "TD0258");
        tally.holds(scheme, falls == two_sided, || told(&found));
    }
    assert_eq!((schemes, remarked), (7, 15), "another table");
    // The remarks; a witness for each gap; two sound tables; seven times whether the table rises throughout.
    tally.finish(15 + 19 + 2 + 7);
}

/// A rule set with one criterion that pays the printed rows, the best row most.
fn rule_set(table: &[Record]) -> String {
    let percent = table.iter().any(|row| row["as_printed"].contains('%'));
    let stretches: Vec<Vec<Stretch>> = table.iter().map(|row| printed(&row["as_printed"])).collect();
    let ends = || stretches.iter().flatten().flat_map(|(lower, upper)| [lower, upper]).flatten();
    let highest = ends().map(|(end, _)| exact(end)).max().unwrap();
    // A scale that is printed from its lowest value on starts there.
    let closed = stretches.iter().flatten().all(|(lower, _)| lower.is_some());
    let lowest = ends().map(|(end, _)| exact(end)).min().filter(|_| closed).unwrap_or_default();
    let open_above = stretches.iter().flatten().any(|(_, upper)| upper.is_none());
    let highest = if open_above { highest + Exact::from(100) } else { highest };
    let decimal = |value: &Exact| value.to_decimal().unwrap().normalized().to_string();
    let mut text = format!(
        "rule_set: printed\nversion: 1\ntitle: {:?}\ninputs: {{ v: {{ kind: number, min: {}, max: {} }} }}\ncriteria:\n\
         - code: I\n  title: I\n  points_max: {}\n  bands:\n    of: v\n    steps:\n",
        format!("{}{}", table[0]["scheme"], if percent { " (%)" } else { "" }),
        decimal(&lowest),
        decimal(&highest),
        table.len(),
    );
    for (at, row) in stretches.iter().enumerate() {
        for (lower, upper) in row {
            let lower = lower
                .as_ref()
                .map(|(end, included)| format!("{}: {end}, ", if *included { "from" } else { "above" }));
            let upper = upper
                .as_ref()
                .map(|(end, included)| format!("{}: {end}, ", if *included { "to" } else { "below" }));
            let (lower, upper) = (lower.unwrap_or_default(), upper.unwrap_or_default());
            writeln!(text, "    - {{ {lower}{upper}points: {} }}", table.len() - at).unwrap();
        }
    }
    text
}

/// The intervals of a printed row; a remark in brackets is no part of it.
fn printed(words: &str) -> Vec<Stretch> {
    let words = words.split(" (").next().unwrap().to_lowercase();
    words.split(" or ").map(stretch).collect()
}

fn stretch(words: &str) -> Stretch {
    let numbers = numbers_in(words);
    let end = |at: usize, included: bool| numbers.get(at).map(|number| (number.clone(), included));
    let says = |word: &str| words.contains(word);
    match numbers.len() {
        // “Từ 70 … đến dưới 90”, “đến 100”, “80-89”.
        2 => (end(0, true), end(1, !says("đến dưới"))),
        1 if says("dưới") || says("below") && !says("and below") => (None, end(0, false)),
        1 if says("and below") => (None, end(0, true)),
        // “Exceeding 130 % and above” names 130 twice over: it is counted in.
        1 if says("trở lên") || says("and above") => (end(0, true), None),
        1 if says("above") => (end(0, false), None),
        1 if says("100% of targets") => (end(0, true), end(0, true)),
        _ => panic!("cannot read `{words}`"),
    }
}

/// The numbers in the words, in order.
fn numbers_in(words: &str) -> Vec<String> {
    let parts = words.split(|sign: char| !(sign.is_ascii_digit() || sign == '.'));
    parts
        .filter(|part| part.starts_with(|sign: char| sign.is_ascii_digit()))
        .map(|part| part.trim_end_matches('.').to_owned())
        .collect()
}

fn number_in(words: &str) -> Option<Exact> {
    numbers_in(words).first().map(|number| exact(number))
}

/// Whether the value lies in the gap that the message names: `no band holds [70; 75), …`.
fn lies_in(value: &Exact, gap: &Diagnostic) -> bool {
    let (low, high) = ends(gap);
    let words = named(gap);
    (*value > low || (words.starts_with('[') && *value == low))
        && (*value < high || (words.ends_with(']') && *value == high))
}

/// The ends of the gap that the message names.
fn ends(gap: &Diagnostic) -> (Exact, Exact) {
    let words = named(gap);
    let (low, high) = words[1..words.len() - 1].split_once("; ").unwrap();
    (exact(low), exact(high))
}

fn named(gap: &Diagnostic) -> &str {
    gap.message.en.split("no band holds ").nth(1).unwrap().split(", for").next().unwrap()
}
