//! Runs and clusters that columns of a table make: a run for each value, a cluster of two columns.

use thidua::{Files, RankingId, Report, run};

const RULES: &str = "rule_set: x\nversion: 1\ntitle: x\ncriteria: [ { code: I, title: Một, points_max: 10 } ]\n\
    rankings: [ { id: r, scope: cluster } ]\n";
const YEAR: &str = "rule_set: y\nversion: 1\ntitle: y\ninputs: { q: { title: Điểm quý, kind: number, many: true } }\n\
    criteria: [ { code: I, title: Năm, points_max: 40, formula: { is: tổng của q } } ]\n";

fn report(runs: &str, table: &str) -> Result<Report, Vec<(&'static str, String)>> {
    let manifest = format!("movement: x\nruns:\n{runs}");
    let files = Files::from([
        ("thidua.yaml", manifest.as_str()),
        ("rules.yaml", RULES),
        ("year.yaml", YEAR),
        ("bang.csv", table),
    ]);
    run(&files, "thidua.yaml")
        .map_err(|found| found.into_iter().map(|found| (found.code, found.message.en)).collect())
}

const QUARTERS: &str = "- { id: quy, title: Điểm, rules: rules.yaml, period: { from: 2025-01-01, until: 2025-12-31 }, evaluations: [ { file: bang.csv } ], \
    for_each: { column: quý, values: [ { value: I, period: { from: 2025-01-01, until: 2025-03-31 } }, { value: II } ] } }\n";

#[test]
fn each_value_of_a_column_is_a_run_of_its_own() {
    let year = "- { id: nam, rules: year.yaml, period: { from: 2025-01-01, until: 2025-12-31 }, carry: [ { from: [ quy ], value: total, into: q } ] }\n";
    let table = "entrant,criterion,value,quý\na,I,3,I\na,I,4,II\nb,I,5,I\nb,I,6,ii\nb,I,7,III\n";
    let report = report(&format!("{QUARTERS}{year}"), table).unwrap();
    let ids: Vec<(&str, &str)> =
        report.runs.iter().map(|run| (run.id.as_str(), run.title.as_str())).collect();
    assert_eq!(ids, [("quy-i", "Điểm - quý I"), ("quy-ii", "Điểm - quý II"), ("nam", "y")]);
    let total =
        |run: usize, row: usize| report.runs[run].outcome.scorecards.total(row.into()).unwrap().to_string();
    assert_eq!([total(0, 0), total(0, 1), total(1, 0), total(1, 1)], ["3", "5", "4", "6"]);
    assert_eq!([total(2, 0), total(2, 1)], ["7", "11"], "the year adds all of them up");
    assert_eq!(report.runs[0].period.until.to_string(), "2025-03-31");
    let left: Vec<&str> = report
        .warnings
        .iter()
        .filter(|found| found.code == "TD0455")
        .map(|found| found.message.en.as_str())
        .collect();
    assert_eq!(left.len(), 1, "rows of a value without a run are told once: {left:?}");
    assert!(left[0].contains("`III` (1)"), "{left:?}");
}

#[test]
fn two_values_of_one_name_are_two_runs_of_one_id() {
    let twice = QUARTERS.replace("{ value: II }", "{ value: i }");
    let found = report(&twice, "entrant,criterion,value,quý\na,I,3,I\n").unwrap_err();
    assert!(found.iter().any(|(_, message)| message.contains("quy-i")), "{found:?}");
}

#[test]
fn two_columns_make_a_cluster() {
    let runs = "- { id: a, rules: rules.yaml, period: { from: 2025-01-01, until: 2025-12-31 }, \
        evaluations: [ { file: bang.csv, layout: { cluster: [ khối, tỉnh ] } } ] }\n";
    let table = "entrant,I,khối,tỉnh\na,9,Khối 1,T1\nb,8,Khối 1,T2\nc,7,khối 1,T1\nd,6,,\n";
    let report = report(runs, table).unwrap();
    let entrants = report.runs[0].evaluations.entrants();
    let clusters: Vec<&str> = entrants.iter().map(|entrant| &*entrant.cluster).collect();
    assert_eq!(clusters, ["Khối 1 / T1", "Khối 1 / T2", "Khối 1 / T1", ""]);
    let place = |row: usize| report.runs[0].outcome.standings.place(RankingId::FIRST, row.into());
    assert_eq!([place(0), place(1), place(2)], [Some(1), Some(1), Some(2)]);
}
