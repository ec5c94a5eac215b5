//! Published scales, weights and indices.

use std::fmt::Write;

use thidua::{Exact, Files, RuleSet, check};

use crate::support::{
    Tally, case, exact, grade, of, over, place, points, records, row, rules, run_named, told,
};

fn warnings(files: &Files, rule_file: &str) -> Vec<(&'static str, String)> {
    let set: RuleSet = thidua_rulefile::read_bytes(rule_file, files.get(rule_file).unwrap())
        .unwrap_or_else(|found| panic!("{}", told(&found)));
    let valid = check(set, rule_file).unwrap_or_else(|found| panic!("{}", told(&found)));
    valid.warnings().iter().map(|finding| (finding.code, finding.message.en.clone())).collect()
}

/// Scheme as printed, its rule file, what the check says no grade holds, and values that therefore get none.
const SCALES: [(&str, &str, &[&str], &[&str]); 7] = [
    ("NĐ 335/2025/NĐ-CP công chức", "nd335.yaml", &[], &[]),
    ("MTTQ Đồng Nai app", "bands-mttq.yaml", &[], &[]),
    (
        "MAMPU star rating (Malaysia)",
        "bands-mampu.yaml",
        &["(49.9; 50)", "(59.9; 60)", "(69.9; 70)", "(79.9; 80)", "(89.9; 90)"],
        &["89.95", "49.95"],
    ),
    (
        "CDA SPMS quantity regulatory (Philippines)",
        "bands-cda-regulatory.yaml",
        &["(79.99; 80)", "(89.99; 90)", "(99.99; 100)"],
        &["99.995"],
    ),
    (
        "CDA SPMS quantity non-regulatory (Philippines)",
        "bands-cda-non-regulatory.yaml",
        &["[50; 51)", "(99; 100)", "(114; 115)", "(129; 130)"],
        &["129.5", "114.5", "99.5", "50"],
    ),
    (
        "CDA SPMS budget use (Philippines)",
        "bands-cda-budget.yaml",
        &["(79; 80)", "(89; 90)", "(95; 96)"],
        &["95.5"],
    ),
    // The scale starts at 1.00, which a grading cannot say: the stretch below is told too.
    (
        "BPA manual final rating (Philippines)",
        "bands-bpa.yaml",
        &["[0; 1)", "(1.8; 1.81)", "(2.6; 2.61)", "(3.4; 3.41)", "(4.2; 4.21)"],
        &["4.205", "3.405", "2.605", "1.805"],
    ),
];

#[test]
fn gaps_of_band_tables() {
    let files = rules("published_rules");
    for (scheme, rule_file, gaps, without) in SCALES {
        let found = warnings(&files, rule_file);
        let mut told: Vec<&str> = found
            .iter()
            .filter(|(code, _)| *code == "TD0222")
            .map(|(_, message)| {
                message.split("no grade holds ").nth(1).unwrap().split(", for").next().unwrap()
            })
            .collect();
        told.sort_by_key(|gap| exact(gap[1..].split(';').next().unwrap()));
        assert_eq!(told, gaps, "{scheme}");
        assert_eq!(told.len(), found.len(), "{scheme}: nothing else is found");
        for value in without {
            // Three decimals may be read as a grouping of thousands, which is refused; four may not.
            let three = value.split('.').nth(1).is_some_and(|decimals| decimals.len() == 3);
            let written = if three { format!("{value}0") } else { (*value).to_owned() };
            let report = over(rule_file, format!("entrant,điểm\na,{written}\n"));
            assert!(grade(&report.runs[0], 0, "a").is_none(), "{scheme}: {value}");
        }
    }
}

#[test]
fn labels_of_band_tables() {
    let Some(files) = case("published_rules") else { return };
    let mut tally = Tally::new("rating_bands");
    for printed in records(&files, "rating_bands.csv") {
        let (_, rule_file, ..) = SCALES.iter().find(|(scheme, ..)| *scheme == printed["scheme"]).unwrap();
        let set: RuleSet = thidua_rulefile::read_bytes(rule_file, files.get(rule_file).unwrap()).unwrap();
        let grades = &set.gradings[0].grades;
        let label = printed["label"].as_str();
        tally.holds(label, grades.iter().any(|grade| grade.title == label), || "no such grade".to_owned());
    }
    tally.finish(33);
}

#[test]
fn changes_of_an_index() {
    let Some(files) = case("published_rules") else { return };
    let report = run_named(&files, "thidua-par-index.yaml");
    let regions = of(&report, "vung");
    let mut tally = Tally::new("par_index");
    for published in records(&files, "par_index.csv") {
        if published["index"] == "PAR INDEX region" {
            let unit = published["unit"].as_str();
            tally.value(
                unit,
                points(regions, "tăng", unit),
                published["published_change"].trim_start_matches('+'),
            );
        }
    }
    for (unit, wanted) in [("Đồng bằng sông Cửu Long", "5"), ("Tây Nguyên", "5"), ("Đông Nam Bộ", "2")]
    {
        tally.same(unit, &place(regions, 0, unit), wanted);
    }
    for unit in ["Hải Phòng", "Hà Nội"] {
        tally.same(unit, &grade(of(&report, "tinh"), 0, unit).unwrap().id, "A");
    }
    tally.finish(11);
}

#[test]
fn published_weights_add_up() {
    let Some(files) = case("published_rules") else { return };
    let file_of = |scheme: &str| match scheme {
        "Swachh Survekshan 2021" => "weights-swachh-2021.yaml",
        "Swachh Survekshan 2024 visible cleanliness" => "weights-swachh-2024.yaml",
        "Malaysia SPB-PBT" => "weights-malaysia.yaml",
        "Baldrige (handbook table)" => "weights-baldrige.yaml",
        "NĐ 335/2025/NĐ-CP (công chức)" => "nd335.yaml",
        other => panic!("no rule set for {other}"),
    };
    let mut tally = Tally::new("published_weights");
    for published in records(&files, "published_weights.csv") {
        let rule_file = file_of(&published["scheme"]);
        assert_eq!(warnings(&files, rule_file), [], "{rule_file}");
        let set: RuleSet = thidua_rulefile::read_bytes(rule_file, files.get(rule_file).unwrap()).unwrap();
        let day = thidua::Date::from_calendar(2026, 6, 30).unwrap();
        let plan = thidua::compile(&check(set, rule_file).unwrap(), rule_file, day).unwrap();
        let at = plan.nodes().position(|node| node.criterion.title == published["item"]).unwrap();
        let parent = plan.nodes().iter().find(|node| node.children.contains(&at)).unwrap();
        let node = &plan.nodes()[at];
        let value = match published["unit"].as_str() {
            "percent" => node.weight.clone() * Exact::from(100),
            _ => node.max.clone(),
        };
        tally.value(&published["item"], Some(value), &published["value"]);
        tally.value(&published["item"], Some(parent.max.clone()), &published["parent_value"]);
    }
    tally.finish(31 * 2);
}

#[test]
fn totals_of_two_cities() {
    let Some(mut files) = case("published_rules") else { return };
    let rows = records(&files, "swachh_survekshan_2023_top2.csv");
    let mut marks = "city,component,marks\n".to_owned();
    for row in rows.iter().filter(|row| !row["component"].ends_with("(published)")) {
        writeln!(marks, "{},{},{}", row["city"], row["component"], row["marks"]).unwrap();
    }
    files.insert("marks.csv", marks);
    let report = run_named(&files, "thidua-swachh.yaml");
    let run = of(&report, "2023");
    let mut tally = Tally::new("swachh_survekshan_2023");
    for published in rows.iter().filter(|row| row["component"].starts_with("TOTAL")) {
        let city = published["city"].as_str();
        tally.value(city, run.outcome.scorecards.total(row(run, city)), &published["marks"]);
    }
    // Published as joint first by decision; the totals are 0.1 apart.
    tally.same("Indore", &place(run, 0, "Indore"), "1");
    tally.same("Surat", &place(run, 0, "Surat"), "2");
    tally.finish(4);
}

#[test]
fn ties_within_groups() {
    let Some(files) = case("published_rules") else { return };
    let report = run_named(&files, "thidua-korea.yaml");
    let latest = of(&report, "2023");
    let places = ["Jeonbuk", "Jeonnam", "Chungnam", "Gyeongnam", "Ulsan", "Gwangju", "Daejeon"];
    assert_eq!(places.map(|unit| place(latest, 0, unit)), ["1", "2", "3", "3", "1", "2", "3"]);
    assert_eq!(place(of(&report, "2020"), 0, "Sejong"), "1");
}
