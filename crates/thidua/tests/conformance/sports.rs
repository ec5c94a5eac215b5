//! Championships and contests: best of n, tie chains, lexicographic ranks.

use crate::support::{Tally, case, of, place, records, row, rules, run, run_named};

#[test]
fn best_eleven_results() {
    let Some(files) = case("f1_best_eleven") else { return };
    let report = run(&files);
    let mut tally = Tally::new("f1_best_eleven");
    for published in records(&files, "expected.csv") {
        let (run, driver) = (of(&report, &published["season"]), published["driver"].as_str());
        let what = format!("{} {driver}", run.id);
        tally.value(&what, run.outcome.scorecards.total(row(run, driver)), &published["published_points"]);
        tally.same(&what, &place(run, 0, driver), &published["published_position"]);
    }
    tally.finish(107 * 2);
}

#[test]
fn eurovision_finals() {
    let Some(files) = case("eurovision") else { return };
    let report = run(&files);
    let mut tally = Tally::new("eurovision");
    for published in records(&files, "expected.csv") {
        let (run, country) = (of(&report, &published["year"]), published["country"].as_str());
        let what = format!("{} {country}", run.id);
        tally.value(&what, run.outcome.scorecards.total(row(run, country)), &published["total_points"]);
        tally.same(&what, &place(run, 0, country), &published["place"]);
    }
    tally.finish(188 * 2);
}

/// The tables hold no year of the fourth era: three songs with the same total, told apart by the televote alone.
#[test]
fn eurovision_by_televote() {
    let mut files = rules("eurovision");
    files.insert("songs.csv", "country,running_order\nA,3\nB,1\nC,2\nD,4\n");
    files.insert(
        "votes.csv",
        "to,televote_points,jury_points\nA,12,0\nA,0,12\nB,12,12\nC,10,10\nC,2,2\nD,12,12\n",
    );
    files.insert(
        "thidua.yaml",
        "movement: m\nruns:\n- id: y\n  rules: rules-2016.yaml\n  period: { from: 2016-01-01, until: 2016-12-31 }\n  evaluations:\n  - { file: songs.csv, layout: { entrant: country } }\n  - { file: votes.csv, layout: { entrant: to, blank_marker: \"0\" } }\n",
    );
    let report = run_named(&files, "thidua.yaml");
    let run = of(&report, "y");
    let places: Vec<String> = ["A", "B", "C", "D"].iter().map(|song| place(run, 0, song)).collect();
    // A country that gave 0 gave nothing: `blank_marker` says so.
    // C has two giving countries; B and D have one twelve each like A, and B sang first.
    assert_eq!(places, ["3", "2", "1", "4"]);
}

#[test]
fn medal_table() {
    let Some(files) = case("tokyo_2020_medals") else { return };
    let report = run(&files);
    let run = of(&report, "tokyo");
    let mut tally = Tally::new("tokyo_2020_medals");
    for published in records(&files, "expected.csv") {
        let team = published["team"].as_str();
        tally.same(team, &place(run, 0, team), &published["rank"]);
        tally.value(team, run.outcome.scorecards.total(row(run, team)), &published["total"]);
        tally.same(team, &place(run, 1, team), &published["rank_by_total"]);
    }
    tally.finish(93 * 3);
}
