//! A correction after signature: the signed list with its differences is the list as it is now.

use std::collections::BTreeSet;

use proptest::prelude::*;
use thidua::Report;
use thidua_report::{SignedList, Templates, documents, signed_differences};

use crate::documents::words;
use crate::since::written;
use crate::support::simple;

const RULES: &str = "rule_set: x\nversion: 1\ntitle: x\ncriteria: [ { code: I, points_max: 10 } ]\n\
    rankings: [ { id: r, scope: all } ]\n\
    awards: [ { id: k, title: Giấy khen, kind: commendation, for: collective, quota: { count: 2, per: all }, ranked_by: r }, \
    { id: b, title: Bằng khen, kind: commendation, for: collective, requires: [ { when: điểm >= 8 } ] } ]\n";

fn signed(report: &Report) -> SignedList {
    SignedList { digest: "abc".to_owned(), runs: written(report).signed_runs() }
}

/// Award and entrant of everybody on the list for certain.
fn listed(report: &Report) -> BTreeSet<(String, String)> {
    let run = &report.runs[0];
    let mut listed = BTreeSet::new();
    for (position, award) in run.plan.rules().awards().iter_enumerated() {
        for (row, entrant) in run.evaluations.entrants().iter_enumerated() {
            let recommendations = &run.outcome.recommendations;
            if recommendations.holds(position, row) == Some(true)
                && !recommendations.is_provisional(position, row)
            {
                listed.insert((award.title.clone(), entrant.id.to_string()));
            }
        }
    }
    listed
}

#[test]
fn who_joins_leaves_and_is_corrected_is_told_and_nobody_else() {
    let before = signed(&simple(RULES, "entrant,I\na,9\nb,8.5\nc,7.5\nd,1\n"));
    let after = simple(RULES, "entrant,I\na,9\nb,9.5\nc,9.25\ne,1\n");
    let results = after.results();
    let found = signed_differences(&results.runs[0], &before.runs[0]);
    let told = |list: &[thidua_report::SignedDifference]| -> Vec<String> {
        list.iter().map(|each| format!("{} {}: {}", each.award, each.entrant, each.why)).collect()
    };
    assert_eq!(
        told(&found.added),
        ["Giấy khen c: khi ký: ngoài chỉ tiêu", "Bằng khen c: khi ký: không đủ điều kiện"]
    );
    assert_eq!(told(&found.removed), ["Giấy khen a: ngoài chỉ tiêu"]);
    assert_eq!(
        told(&found.corrected),
        ["Giấy khen b: tổng điểm: đã ký 8,5, nay là 9,5", "Bằng khen b: tổng điểm: đã ký 8,5, nay là 9,5"]
    );
    let papers = documents(&results, &Templates::read([]).unwrap(), Some(&before)).unwrap();
    let paper = papers.iter().find(|paper| paper.name == "x/dinh-chinh-bo-sung.docx").unwrap();
    let text = words(&paper.bytes);
    assert!(
        text.contains("2. Đưa ra khỏi danh sách") && text.contains("abc") && !text.contains("{{"),
        "{text}"
    );
    // Without a difference there is no paper.
    let same = documents(&results, &Templates::read([]).unwrap(), Some(&signed(&after))).unwrap();
    assert!(same.iter().all(|paper| !paper.name.ends_with("dinh-chinh-bo-sung.docx")));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn the_signed_list_with_its_differences_is_the_list_now(
        before in proptest::collection::vec(proptest::option::of(0_u32..=10), 6),
        after in proptest::collection::vec(proptest::option::of(0_u32..=10), 6),
    ) {
        let table = |values: &[Option<u32>]| {
            let lines = values.iter().enumerate().map(|(at, value)| {
                format!("e{at},{}\n", value.map(|value| value.to_string()).unwrap_or_default())
            });
            format!("entrant,I\n{}", lines.collect::<String>())
        };
        let (before, after) = (simple(RULES, &table(&before)), simple(RULES, &table(&after)));
        let found = signed_differences(&after.results().runs[0], &signed(&before).runs[0]);
        let set = |list: &[thidua_report::SignedDifference]| -> BTreeSet<(String, String)> {
            list.iter().map(|each| (each.award.clone(), each.entrant.clone())).collect()
        };
        let (was, is) = (listed(&before), listed(&after));
        let (added, removed, corrected) = (set(&found.added), set(&found.removed), set(&found.corrected));
        prop_assert_eq!(&added, &is.difference(&was).cloned().collect());
        prop_assert_eq!(&removed, &was.difference(&is).cloned().collect());
        prop_assert!(corrected.iter().all(|each| is.contains(each) && was.contains(each)));
    }
}
