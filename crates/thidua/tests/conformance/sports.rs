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
    files.insert("thidua.yaml", one_year("2016"));
    let report = run_named(&files, "thidua.yaml");
    let run = of(&report, "y");
    let places: Vec<String> = ["A", "B", "C", "D"].iter().map(|song| place(run, 0, song)).collect();
    // C has two giving countries; B and D have one twelve each like A, and B sang first.
    assert_eq!(places, ["3", "2", "1", "4"]);
}

/// The published tables leave out countries that gave nothing. Where a table writes them as 0 they must not count as givers:
/// A has three rows and one giver, B two rows and two givers, at the same total.
#[test]
fn eurovision_counts_points_above_zero() {
    for (year, points) in [("2008", "points"), ("2016", "televote_points")] {
        let mut files = rules("eurovision");
        files.insert("songs.csv", "country,running_order\nA,1\nB,2\n");
        files.insert("votes.csv", format!("to,{points}\nA,12\nA,0\nA,0\nB,10\nB,2\n"));
        files.insert("thidua.yaml", one_year(year));
        let report = run_named(&files, "thidua.yaml");
        let run = of(&report, "y");
        for song in ["A", "B"] {
            let total = run.outcome.scorecards.total(row(run, song));
            assert_eq!(total.map(|total| total.to_string()).as_deref(), Some("12"), "{year} {song}");
        }
        assert_eq!([place(run, 0, "A"), place(run, 0, "B")], ["2", "1"], "{year}");
    }
    // Of 1991 only the marks count: a 0 more is no mark, and the first place stays shared.
    let mut files = rules("eurovision");
    files.insert("songs.csv", "country,running_order\nA,1\nB,2\n");
    files.insert("votes.csv", "to,points\nA,12\nA,0\nB,12\n");
    files.insert("thidua.yaml", one_year("1991"));
    let report = run_named(&files, "thidua.yaml");
    let run = of(&report, "y");
    assert_eq!([place(run, 0, "A"), place(run, 0, "B")], ["1", "1"]);
}

/// A manifest over `songs.csv` and `votes.csv` with the rules of an era.
fn one_year(era: &str) -> String {
    format!(
        "movement: m\nruns:\n- id: y\n  rules: rules-{era}.yaml\n  period: {{ from: {era}-01-01, until: {era}-12-31 }}\n  evaluations:\n  - {{ file: songs.csv, layout: {{ entrant: country }} }}\n  - {{ file: votes.csv, layout: {{ entrant: to }} }}\n"
    )
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
