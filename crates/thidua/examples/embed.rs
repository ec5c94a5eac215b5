//! Embedding in ten lines: rules and points as text in, ranked recommendations out.
//!
//! Run with `cargo run -p thidua --example embed`.

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use thidua::{AwardStatus, Files, run_simple};

const RULES: &str = "
rule_set: vi-du
version: 1
title: Ví dụ
criteria: [ { code: I, title: Cải cách hành chính, points_max: 60 }, { code: II, title: Đối thoại, points_max: 40 } ]
rankings: [ { id: chung, scope: all, tie_break: [ { of: điểm của I } ] } ]
awards:
- { id: bang-khen, title: Bằng khen, kind: commendation, for: collective, requires: [ { when: điểm >= 90 } ], quota: { count: 1, per: all } }
";

const POINTS: &str = "entrant;I;II\nxa-a;55,5;39\nxa-b;60;34,5\nxa-c;50;39\n";

fn main() {
    let files = Files::from([("rules.yaml", RULES), ("points.csv", POINTS)]);
    match run_simple(&files, "rules.yaml", "points.csv") {
        Ok(report) => {
            for run in &report.runs {
                for (row, entrant) in run.evaluations.entrants().iter().enumerate() {
                    let total = run.outcome.scorecards.total(row).map(|total| total.to_string());
                    let place = run.outcome.standings.place(0, row);
                    let status =
                        run.outcome.recommendations.case(0, row).map(|case| AwardStatus::of(&case.status));
                    println!("{}: {total:?} points, place {place:?}, {status:?}", entrant.id);
                }
            }
        }
        Err(findings) => {
            for finding in findings {
                println!("{} {}: {}", finding.place, finding.code, finding.message.en);
            }
        }
    }
}
