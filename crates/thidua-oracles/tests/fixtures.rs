//! The oracles over the folders of `fixtures`, from fixed seeds.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a test that fails loudly is what is wanted")]

use thidua_oracles::{
    Random, borders, fixture, fixtures_below, layout, missing, order, printed, report, spelling, told,
    unknown, wellformed,
};

/// The folders after real decrees and directives that are worked through in moments.
const LAW: &[&str] = &["khen-thuong-2026", "phan-loai-don-vi-307-2025", "can-tho-157-2025", "kpi-335-2025"];
const SEED: &str = "dan-van-kheo-2014";

/// All folders with a case of their own, small ones.
fn small() -> Vec<String> {
    let mut all = fixtures_below("trouble");
    all.extend(fixtures_below("methods"));
    all.extend(LAW.iter().map(ToString::to_string));
    all
}

/// Asks of every folder and says of all that do not hold.
fn each(folders: &[String], ask: impl Fn(&str, &mut Random) -> Result<(), String>) {
    let mut wrong = Vec::new();
    for (seed, folder) in folders.iter().enumerate() {
        let mut random = Random::new(u64::try_from(seed).unwrap());
        if let Err(parts) = ask(folder, &mut random) {
            wrong.push(format!("{folder}: {parts}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), folders.len(), wrong.join("\n"));
}

/// The small folders but those whose names hold one of these.
fn without(names: &[&str]) -> Vec<String> {
    let mut all = small();
    all.retain(|folder| !names.iter().any(|name| folder.contains(name)));
    all
}

/// A table that lies on its side, or ends in two tables, is another table when its rows are moved; a row of maxima that does
/// not stand below the header is refused; a heading that heads nobody is read as a row of somebody without values.
const FIXED: &[&str] =
    &["table-turned", "two-tables", "header-over-values", "row-of-maxima", "cluster-headings"];

#[test]
fn order_leaves_no_trace() {
    each(&without(FIXED), |folder, random| order::hold(&fixture(folder), random));
    each(&[SEED.to_owned()], |folder, random| order::hold(&fixture(folder), random));
}

#[test]
fn what_is_on_no_list_is_told() {
    // The header of a table on its side are its units; the units of a table below another one are nobody's list.
    each(&without(&["table-turned", "header-over-values"]), |folder, random| {
        let count = if LAW.contains(&folder) { (6, 4) } else { (12, 4) };
        unknown::hold(&fixture(folder), random, count)?;
        unknown::keys(&fixture(folder), random, 4)
    });
}

#[test]
fn a_name_is_the_same_however_it_is_spelt() {
    each(&without(FIXED), |folder, random| {
        spelling::decomposed(&fixture(folder))?;
        let count = if LAW.contains(&folder) { 1 } else { 3 };
        let (taken, refused) = spelling::hold(&fixture(folder), random, count)?;
        let (keys, keys_refused) = spelling::keys(&fixture(folder), random, count)?;
        println!("{folder}: {taken} + {keys} spellings taken, {refused} + {keys_refused} refused");
        Ok(())
    });
}

#[test]
fn laying_out_changes_nothing() {
    each(&small(), |folder, _| layout::hold(&fixture(folder)));
    each(&[SEED.to_owned()], |folder, _| layout::hold(&fixture(folder)));
}

#[test]
fn what_is_printed_reads_back() {
    let mut all = small();
    all.push(SEED.to_owned());
    all.push("lints".to_owned());
    each(&all, |folder, _| {
        let files = fixture(folder);
        let rules = files.iter().filter(|(name, _)| name.ends_with(".yaml"));
        rules.into_iter().try_for_each(|(name, bytes)| printed::hold_rules(name, bytes))
    });
}

#[test]
fn what_is_missing_satisfies_nothing() {
    // A judge who gives no mark is left out, of two ways the one that is filled in counts, and of exclusive branches a second
    // one that is filled in takes the total away: as these methods declare.
    let open = ["methods/panel", "methods/cases", "methods/aggregates", "methods/when"];
    each(&without(&open), |folder, random| {
        let Ok(report) = report(&fixture(folder)) else { return Ok(()) };
        missing::hold(&report, random, 10).map(drop)
    });
}

#[test]
fn what_is_told_has_words() {
    // A class that nobody has told, and a value that a tie waits for, leave something open beside points and cases.
    let mut all = without(&["methods/class-shares", "rank-asked-of-tie", "tie-without-places"]);
    all.push(SEED.to_owned());
    each(&all, |folder, _| report(&fixture(folder)).map_or(Ok(()), |report| told::hold(&report).map(drop)));
}

#[test]
fn what_is_written_can_be_read() {
    each(&small(), |folder, _| report(&fixture(folder)).map_or(Ok(()), |report| wellformed::hold(&report)));
}

#[test]
fn every_border_gives_the_answer_of_the_folder() {
    each(&small(), |folder, _| borders::hold(&fixture(folder)).map(drop));
    each(&[SEED.to_owned()], |folder, _| borders::hold(&fixture(folder)).map(drop));
}
