//! Weighted and banded indices: Freedom in the World, PCI, ASEM connectivity.

use std::collections::BTreeMap;

use thidua::{Exact, Rounding, RoundingMode};

use crate::support::{Tally, case, exact, grade, node, of, place, points, records, row, run};

#[test]
fn freedom_in_the_world() {
    let Some(files) = case("freedom_house") else { return };
    let report = run(&files);
    let mut tally = Tally::new("freedom_house");
    for published in records(&files, "expected.csv") {
        let (run, country) = (of(&report, &published["edition"]), published["country"].as_str());
        let what = |column: &str| format!("{} {country} {column}", published["edition"]);
        for column in ["PR", "CL", "PR/A", "PR/B", "PR/C", "CL/D", "CL/E", "CL/F", "CL/G"] {
            let printed = column.rsplit('/').next().unwrap();
            tally.value(&what(column), points(run, column, country), &published[printed]);
        }
        tally.value(&what("total"), run.outcome.scorecards.total(row(run, country)), &published["total"]);
        for (grading, column) in ["pr_rating", "cl_rating", "status"].into_iter().enumerate() {
            let id = grade(run, grading, country).map_or("", |grade| grade.id.as_str());
            tally.same(&what(column), id, &published[column]);
        }
    }
    tally.finish(418 * 13);
}

#[test]
fn provincial_competitiveness() {
    let Some(files) = case("pci_vietnam") else { return };
    let report = run(&files);
    let two_places = Rounding { places: Some(2), to: None, mode: RoundingMode::HalfUp };
    let mut tally = Tally::new("pci_vietnam");
    for published in records(&files, "expected.csv") {
        let (year, province) = (published["year"].as_str(), published["province"].as_str());
        let run = of(&report, year);
        let what = |column: &str| format!("{year} {province} {column}");
        let total = run.outcome.scorecards.total(row(run, province)).unwrap();
        let wanted = two_places.apply(&exact(&published["published_total"]));
        tally.holds(&what("total"), total == wanted, || format!("{total}, published {wanted}"));
        tally.same(&what("rank"), &place(run, 0, province), &published["published_rank"]);
        // The workbook of 2013 is in English, the others in Vietnamese.
        let grade = grade(run, 0, province).unwrap();
        let group = &published["published_group"];
        let agrees = grade.title == *group || grade.id == group.to_lowercase().replace(' ', "-");
        tally.holds(&what("group"), agrees, || format!("{}, published {group}", grade.title));
    }
    tally.finish(378 * 3);
}

#[test]
fn ranking_rounded_totals_would_change_ranks() {
    let Some(mut files) = case("pci_vietnam") else { return };
    let rules = String::from_utf8(files.get("rules.yaml").unwrap().to_vec()).unwrap();
    files.insert("rules.yaml", rules.replace("rank_on: exact", "rank_on: rounded"));
    let report = run(&files);
    let differ = records(&files, "expected.csv")
        .into_iter()
        .filter(|published| {
            place(of(&report, &published["year"]), 0, &published["province"]) != published["published_rank"]
        })
        .count();
    assert!(differ > 0, "the rounding order is part of the rule");
}

#[test]
fn weights_of_every_year() {
    let Some(files) = case("pci_vietnam") else { return };
    let report = run(&files);
    let mut tally = Tally::new("pci_vietnam weights");
    for published in records(&files, "weights.csv") {
        let run = of(&report, &published["year"]);
        let weight = run.plan.nodes()[node(run, &published["criterion"])].weight.clone();
        let percent = weight * Exact::from(100);
        tally.value(&published["criterion"], Some(percent), &published["weight_percent"]);
    }
    tally.finish(58);
}

/// Real spellings, many of them decomposed: no key is shared by two provinces.
#[test]
fn spellings_of_provinces() {
    let Some(files) = case("pci_vietnam") else { return };
    let mut units: BTreeMap<String, String> = BTreeMap::new();
    let mut tally = Tally::new("pci_vietnam spellings");
    for printed in records(&files, "name_variants.csv") {
        let (unit, variant) = (&printed["unit_key"], &printed["variant_as_printed"]);
        let first = units.entry(thidua_table::fold(variant)).or_insert_with(|| unit.clone());
        tally.same(variant, first, unit);
    }
    eprintln!("{} keys", units.len());
    tally.finish(186);
}

#[test]
fn sustainable_connectivity() {
    let Some(files) = case("coinr_asem") else { return };
    let report = run(&files);
    let tables = [
        ("du", "expected"),
        ("reweight", "missing_expected_reweight"),
        ("threshold90", "missing_expected_threshold90"),
    ];
    let mut tally = Tally::new("coinr_asem");
    for (id, file) in tables {
        let run = of(&report, id);
        for published in records(&files, &format!("{file}.csv")) {
            let unit = published["unit"].as_str();
            for (column, wanted) in &published {
                let what = format!("{id} {unit} {column}");
                match column.as_str() {
                    "unit" => {}
                    "rank_index" => tally.same(&what, &place(run, 0, unit), wanted),
                    "Index" => tally.close(&what, run.outcome.scorecards.total(row(run, unit)), wanted),
                    group => {
                        let path = run.plan.nodes().iter().find(|node| node.criterion.code.value == group);
                        tally.close(&what, points(run, &path.unwrap().path, unit), wanted);
                    }
                }
            }
        }
    }
    tally.finish(51 * (11 * 3 + 1));
}
