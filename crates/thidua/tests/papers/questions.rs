//! Questions asked of finished results: compare, near, stats, and finding somebody by name.

use thidua::{EntrantId, Exact, Language};
use thidua_report::{DifferenceKind, Found, compare, criterion_page, find, near, stats};

use crate::support::{of, row, simple, worked};

#[test]
fn the_parts_add_up_to_the_difference_for_every_pair() {
    let report = worked("dan-van-kheo-2014");
    let (mut pairs, mut plain) = (0, 0);
    for id in ["so-2014", "huyen-2014", "truyen-thong-2015"] {
        let run = of(&report, id).results();
        let cards = &run.outcome.scorecards;
        for one in run.evaluations.entrants().keys() {
            for other in run.evaluations.entrants().keys() {
                let comparison = compare(&run, one, other);
                let (Some(first), Some(second)) = (cards.total(one), cards.total(other)) else {
                    assert!(comparison.difference.is_none() && comparison.terms.is_empty());
                    continue;
                };
                let sum = comparison.terms.iter().fold(Exact::ZERO, |sum, term| sum + term.part.clone());
                assert_eq!(sum, first.clone() - second, "{id} {:?}", comparison.entrants);
                let back = compare(&run, other, one).difference.unwrap();
                assert_eq!(back, -comparison.difference.unwrap());
                pairs += 1;
                plain +=
                    usize::from(comparison.terms.iter().all(|term| term.kind != DifferenceKind::Remainder));
            }
        }
    }
    // Only where somebody is let off a criterion is there anything beyond the criteria themselves.
    assert!(pairs > 700 && plain * 10 > pairs * 8, "{plain} of {pairs}");
}

#[test]
fn weights_caps_and_rounding_are_told_as_what_they_are() {
    let report = simple(
        "rule_set: x\nversion: 1\ntitle: x\nrounding: { total: { places: 0, mode: half-up } }\ncriteria:\n\
         - { code: I, points_max: 10, aggregate: weighted-sum, children: [ { code: a, points_max: 10, weight: 0.5 }, { code: b, points_max: 10, weight: 0.5 } ] }\n\
         - { code: II, points_max: 10, aggregate: max, children: [ { code: c, points_max: 10 }, { code: d, points_max: 10 } ] }\n",
        "entrant,a,b,c,d\nx,9,8,3,7\ny,4,8,6,1\n",
    );
    let run = of(&report, "x").results();
    let comparison = compare(&run, EntrantId::FIRST, EntrantId::from(1));
    let parts: Vec<(String, String)> =
        comparison.terms.iter().map(|term| (term.path.clone(), term.part.to_string())).collect();
    let part = |path: &str, part: &str| (path.to_owned(), part.to_owned());
    // 8.5 + 7 = 15.5 → 16; 6 + 6 = 12: the rounding is the last half point.
    assert_eq!(parts, [part("I/a", "2.5"), part("I/b", "0"), part("II", "1"), part("", "0.5")]);
}

#[test]
fn somebody_is_found_by_name_without_accents() {
    let report = worked("dan-van-kheo-2014");
    let sheets = &of(&report, "huyen-2014").evaluations;
    assert_eq!(find(sheets, "h-lai-vung"), Found::One(row(sheets, "h-lai-vung")));
    assert_eq!(find(sheets, "thi xa HONG ngu"), Found::One(row(sheets, "h-tx-hong-ngu")));
    assert_eq!(
        find(sheets, "Hồng Ngự"),
        Found::Several(vec![row(sheets, "h-hong-ngu"), row(sheets, "h-tx-hong-ngu")])
    );
    assert_eq!(find(sheets, "Cà Mau"), Found::Nobody);
    assert_eq!(find(sheets, "  "), Found::Nobody);
}

#[test]
fn near_names_both_sides_of_a_line_and_nobody_else() {
    let report = simple(
        "rule_set: x\nversion: 1\ntitle: x\ncriteria: [ { code: I, points_max: 100 } ]\n\
         gradings: [ { id: g, title: G, grades: [ { id: a, title: A, from: 80 }, { id: b, title: B, below: 80 } ] } ]\n\
         rankings: [ { id: r, scope: all } ]\n\
         awards: [ { id: k, title: K, kind: commendation, for: collective, quota: { count: 1, per: all } } ]\n",
        "entrant,I\na,99\nb,98.6\nc,90\nd,80.2\ne,79.5\nf,79.4\n",
    );
    let run = of(&report, "x").results();
    let found = near(&run, &Exact::ratio(1, 2));
    let told: Vec<(EntrantId, String, String)> = found
        .lines
        .iter()
        .map(|line| {
            (line.row, line.line.in_language(Language::English).to_owned(), line.distance.to_string())
        })
        .collect();
    let line = |row: usize, line: &str, distance: &str| (row.into(), line.to_owned(), distance.to_owned());
    assert_eq!(
        told,
        [
            line(0, "last place of “K” (99)", "0"),
            line(3, "grade “A” (80)", "0.2"),
            line(1, "last place of “K” (99)", "-0.4"),
            line(4, "grade “A” (80)", "-0.5"),
        ]
    );
}

#[test]
fn figures_are_exact_and_shares_of_a_plain_sum_add_up() {
    let report = simple(
        "rule_set: x\nversion: 1\ntitle: x\ncriteria: [ { code: I, points_max: 4 }, { code: II, points_max: 4 }, { code: III, points_max: 9 } ]\n",
        "entrant,I,II,III\na,0,1,9\nb,2,2,1\nc,4,3,5\n",
    );
    let run = of(&report, "x").results();
    let figures = stats(&run);
    let first = figures.criteria.first().unwrap();
    assert_eq!((first.mean.shown.as_str(), first.full, first.zero), ("2.00", 1, 1));
    // The variance of 0, 2, 4 is 8/3.
    assert_eq!(first.spread.shown, "1.632");
    let shares = figures.criteria.iter().map(|each| each.share.as_ref().unwrap().exact.clone());
    assert_eq!(shares.fold(Exact::ZERO, |sum, share| sum + share), Exact::ONE);
    let pairs: Vec<_> =
        figures.pairs.iter().map(|pair| (pair.paths.join(" "), pair.correlation.shown.clone())).collect();
    assert_eq!(pairs, [("I II".to_owned(), "1.000".to_owned())]);
}

#[test]
fn a_criterion_is_explained_for_everybody() {
    let report = worked("dan-van-kheo-2014");
    let run = of(&report, "so-2014").results();
    let page = criterion_page(&run, "II.1", Language::Vietnamese).unwrap();
    assert_eq!(page.lines().count(), 2 + 20, "{page}");
    assert!(page.contains("Sở Nông nghiệp và Phát triển nông thôn (so-07): 2274 / 2310"), "{page}");
    assert!(criterion_page(&run, "IX", Language::Vietnamese).is_none());
}
