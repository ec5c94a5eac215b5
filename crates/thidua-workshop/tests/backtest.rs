//! Backtests: the new side is what the engine says, shares add up to the last digit, and nothing is guessed.

#![expect(clippy::unwrap_used, reason = "a test that fails loudly is what is wanted")]

use std::path::Path;

use thidua::{Decimal, Exact, Files, GradingId, Language, RankingId, Report, Severity, run};
use thidua_rulefile::Document;
use thidua_workshop::{
    Attribution, Backtest, BacktestOptions, Effect, Shift, backtest, backtest_csv, backtest_impact,
    backtest_page, backtest_text, without_names,
};

fn options() -> BacktestOptions {
    BacktestOptions { assumed: Vec::new(), scale_points: false, near: Exact::ONE, threads: 2 }
}

fn document(name: &str, text: &str) -> Document {
    Document::parse(name, text).unwrap()
}

fn sum(shares: &[Exact]) -> Exact {
    shares.iter().fold(Exact::ZERO, |sum, share| sum + share.clone())
}

/// Every share list adds up to its difference, and is there whenever both sides are.
fn adds_up(shift: &Shift) {
    let Effect { points, rank, grade, awards } = &shift.effect;
    let (old, new) = (&shift.old, &shift.new);
    let id = &shift.entrant;
    let whole = |number: u32| Exact::from(i64::from(number));
    if let Some(points) = points {
        assert_eq!(sum(points), new.total.clone().unwrap() - old.total.clone().unwrap(), "{id}");
    }
    if let Some(rank) = rank {
        assert_eq!(sum(rank), whole(new.rank.unwrap()) - whole(old.rank.unwrap()), "{id}");
    }
    let count = |count: usize| Exact::from(i64::try_from(count).unwrap());
    assert_eq!(sum(awards.as_ref().unwrap()), count(new.recommended()) - count(old.recommended()), "{id}");
    if let Some(grade) = grade {
        assert_eq!(old.grade == new.grade, sum(grade).is_zero(), "{id}");
    }
}

fn everything(tested: &Backtest) -> Vec<Vec<u8>> {
    let mut all = vec![thidua_json::to_json(tested).into_bytes()];
    for language in [Language::Vietnamese, Language::English] {
        all.push(backtest_text(tested, language, 1000).into_bytes());
        all.push(backtest_csv(tested, language));
        all.push(backtest_page(tested, language).into_bytes());
    }
    all
}

/// The seed's folder with all its files.
fn seed() -> (Files, String, String) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/dan-van-kheo-2014");
    let mut files = Files::default();
    for folder in ["", "rules", "data"] {
        for entry in std::fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let name = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
                files.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    let read = |name: &str| std::fs::read_to_string(root.join(name)).unwrap();
    (files, read("rules/xa.yaml"), read("drafts/xa-2015.yaml"))
}

#[test]
fn the_seeds_drafts_add_up_for_every_entrant_and_twice_the_same() {
    let (files, old, new) = seed();
    let (old, new) = (document("rules/xa.yaml", &old), document("drafts/xa-2015.yaml", &new));
    let folders = [("nam-truoc".to_owned(), run(&files, "thidua.yaml").unwrap())];
    let test = |threads: usize| {
        backtest(&old, &new, &folders, &BacktestOptions { threads, ..options() }, &|_, _| {}).unwrap()
    };
    let tested = test(1);
    assert_eq!(tested.edits.len(), 3);
    assert_eq!(tested.attribution, Attribution::Exact { mixtures: 8 });
    assert_eq!(tested.runs.len(), 2);
    let mut moved = 0;
    for run in &tested.runs {
        assert_eq!(run.shifts.len(), 144);
        for shift in &run.shifts {
            adds_up(shift);
            // With a total on both sides there is a share of it.
            assert_eq!(shift.effect.points.is_some(), shift.old.total.is_some() && shift.new.total.is_some());
            moved += usize::from(shift.moved());
        }
    }
    assert!(moved > 200, "the drafts move almost everybody: {moved}");
    assert_eq!(everything(&tested), everything(&test(3)));
    reported(&tested);
}

/// The report for the council says the same: counts, grades from where to where, and everybody whose grade or awards move.
fn reported(tested: &Backtest) {
    let impact = backtest_impact(tested);
    assert_eq!(impact.changes.len(), tested.edits.len());
    assert!(
        impact.changes.iter().all(|change| change.moved > 0 && change.share.ends_with('%')),
        "{impact:?}"
    );
    for (run, told) in tested.runs.iter().zip(&impact.runs) {
        assert_eq!(told.entrants, run.shifts.len());
        let graded = run.shifts.iter().filter(|shift| shift.grade_moved()).count();
        assert_eq!(told.flows.iter().map(|flow| flow.count).sum::<usize>(), graded);
        let listed = run
            .shifts
            .iter()
            .filter(|shift| shift.grade_moved() || shift.awards_moved() != (Vec::new(), Vec::new()));
        assert_eq!(told.moves.len(), listed.count());
        assert_eq!(told.near.len(), run.near.len());
    }
}

/// What the backtest calls new is what the folder gives when the new file takes the old one's place.
#[test]
fn the_new_side_is_what_a_run_of_the_new_rules_gives() {
    let (files, old_text, new_text) = seed();
    let (old, new) = (document("rules/xa.yaml", &old_text), document("drafts/xa-2015.yaml", &new_text));
    let report = run(&files, "thidua.yaml").unwrap();
    let mut replaced = files.clone();
    replaced.insert("rules/xa.yaml", new_text.into_bytes());
    let real = run(&replaced, "thidua.yaml").unwrap();
    let tested = backtest(&old, &new, &[("x".to_owned(), report)], &options(), &|_, _| {}).unwrap();
    for run in &tested.runs {
        let real = real.runs.iter().find(|real| real.id == run.run).unwrap();
        for (row, shift) in real.evaluations.entrants().keys().zip(&run.shifts) {
            assert_eq!(shift.entrant, real.evaluations.entrants()[row].id);
            assert_eq!(shift.new.total, real.outcome.scorecards.total(row), "{}", shift.entrant);
            assert_eq!(
                shift.new.rank,
                real.outcome.standings.place(RankingId::FIRST, row),
                "{}",
                shift.entrant
            );
            let grade = real
                .outcome
                .grades
                .grade(GradingId::FIRST, row)
                .map(|at| real.plan.rules().gradings[0].grades()[at].id.clone());
            assert_eq!(shift.new.grade.as_ref().map(|(id, _)| id.clone()), grade, "{}", shift.entrant);
        }
    }
}

const MANIFEST: &str = "\
movement: thử
runs:
- id: r
  rules: rules.yaml
  period: { from: 2024-01-01, until: 2024-12-31 }
  evaluations: [ { file: points.csv, layout: { cluster: cụm } } ]
";
const RULES: &str = "\
rule_set: x
version: 1
title: X
points_max: 20
criteria:
- { code: I, title: Một, points_max: 10, direct: {} }
- { code: II, title: Hai, points_max: 6, direct: {} }
- { code: III, title: Ba, points_max: 4, direct: {} }
gradings: [ { id: g, grades: [ { id: tot, title: Tốt, from: 15 }, { id: kha, title: Khá, below: 15 } ] } ]
rankings: [ { id: chung, scope: all } ]
awards:
- { id: merit, title: Bằng khen, kind: commendation, for: collective, requires: [ { when: điểm >= 15 } ], quota: { count: 1, per: all }, tie_on_line: widen }
";
const POINTS: &str = "entrant,cụm,I,II,III\na,A,10,3,2\nb,A,7,6,3\nc,B,9,2,4\nd,B,1,1,1\n";

fn folder(rules: &str) -> (String, Report) {
    let files = Files::from([("thidua.yaml", MANIFEST), ("rules.yaml", rules), ("points.csv", POINTS)]);
    ("nam-truoc".to_owned(), run(&files, "thidua.yaml").unwrap())
}

fn changed(replacements: &[(&str, &str)]) -> Document {
    let text = replacements.iter().fold(RULES.to_owned(), |text, (from, to)| {
        assert_eq!(text.matches(from).count(), 1, "{from}");
        text.replace(from, to)
    });
    document("new.yaml", &text)
}

fn test(new: &Document, options: &BacktestOptions) -> Result<Backtest, Vec<thidua::Diagnostic>> {
    backtest(&document("old.yaml", RULES), new, &[folder(RULES)], options, &|_, _| {})
}

#[test]
fn changes_that_only_make_sense_together_are_one_edit() {
    let new = changed(&[
        ("points_max: 20", "points_max: 22"),
        ("title: Hai, points_max: 6", "title: Hai, points_max: 8"),
        ("from: 15 }", "from: 14 }"),
        ("below: 15 }", "below: 14 }"),
    ]);
    let tested = test(&new, &BacktestOptions { scale_points: true, ..options() }).unwrap();
    let edits: Vec<Vec<&str>> =
        tested.edits.iter().map(|edit| edit.what.iter().map(|what| what.vi.as_str()).collect()).collect();
    assert_eq!(
        edits,
        [
            vec!["Điểm tối đa: 20 → 22", "Tiêu chí II (Hai): điểm tối đa: 6 → 8"],
            vec!["Mức xếp loại “Tốt”: từ 15 → 14 (cùng lúc mức xếp loại “Khá”: dưới)"],
        ]
    );
    // 3 of 6 points are 4 of 8.
    assert_eq!(tested.runs[0].shifts[0].new.total, Some(Exact::from(16)));
    tested.runs[0].shifts.iter().for_each(adds_up);
}

#[test]
fn a_dropped_criterion_is_told_and_counted() {
    let new = changed(&[
        ("- { code: III, title: Ba, points_max: 4, direct: {} }\n", ""),
        ("points_max: 20", "points_max: 16"),
    ]);
    let tested = test(&new, &options()).unwrap();
    let codes: Vec<&str> = tested.warnings.iter().map(|warning| warning.code).collect();
    assert_eq!(codes, ["TD0706"], "{:?}", tested.warnings);
    assert_eq!(tested.edits.len(), 1, "the maximum goes with the criterion: {:?}", tested.edits);
    assert_eq!(tested.runs[0].shifts[0].effect.points, Some(vec![Exact::from(-2)]));
}

#[test]
fn a_new_criterion_is_never_guessed() {
    let new = changed(&[
        (
            "direct: {} }\ngradings",
            "direct: {} }\n- { code: IV, title: Bốn, points_max: 5, direct: {} }\ngradings",
        ),
        ("points_max: 20", "points_max: 25"),
    ]);
    let refused = test(&new, &options()).unwrap_err();
    assert_eq!(refused.iter().map(|finding| finding.code).collect::<Vec<_>>(), ["TD0705"]);
    assert!(refused[0].help.as_ref().unwrap().vi.contains("--assume \"IV="), "{refused:?}");

    let assume = |name: &str, value: &str| BacktestOptions {
        assumed: vec![(name.to_owned(), value.to_owned())],
        ..options()
    };
    let tested = test(&new, &assume("IV", "2.5")).unwrap();
    let two_and_a_half = Exact::from("2.5".parse::<Decimal>().unwrap());
    assert!(
        tested.runs[0].shifts.iter().all(|shift| shift.effect.points == Some(vec![two_and_a_half.clone()]))
    );
    // A blank cell is a blank cell: nobody has a total then.
    let blank = test(&new, &assume("IV", "")).unwrap();
    assert!(
        blank.runs[0].shifts.iter().all(|shift| shift.new.total.is_none() && shift.effect.points.is_none())
    );
    assert_eq!(blank.warnings[0].code, "TD0707");

    let codes = |wrong: Result<Backtest, Vec<thidua::Diagnostic>>| {
        wrong.unwrap_err().iter().map(|finding| finding.code).collect::<Vec<_>>()
    };
    assert_eq!(codes(test(&new, &assume("VI", "1"))), ["TD0704", "TD0705"]);
    assert!(!codes(test(&new, &assume("IV", "nhiều"))).is_empty());
}

#[test]
fn data_that_has_nothing_to_do_with_the_rules_is_refused() {
    let other = folder(&RULES.replace("rule_set: x", "rule_set: y"));
    let later = RULES.replace("title: X\n", "title: X\neffective: { from: 2025-01-01 }\n");
    let version = RULES.replace("version: 1", "version: 0");
    let wrong = |old: &str, data: (String, Report)| {
        backtest(&document("old.yaml", old), &document("new.yaml", old), &[data], &options(), &|_, _| {})
    };
    let codes = |found: &[thidua::Diagnostic]| found.iter().map(|finding| finding.code).collect::<Vec<_>>();
    assert_eq!(codes(&wrong(RULES, other).unwrap_err()), ["TD0701"]);
    assert_eq!(codes(&wrong(&later, folder(RULES)).unwrap_err()), ["TD0703"]);
    let tested = wrong(&version, folder(RULES)).unwrap();
    assert_eq!(codes(&tested.warnings), ["TD0702"]);
    assert!(tested.warnings.iter().all(|warning| warning.severity == Severity::Warning));
    assert!(tested.runs[0].shifts.iter().all(|shift| !shift.moved()));
}

#[test]
fn points_beyond_a_new_maximum_leave_no_total_unless_they_are_scaled() {
    let new = changed(&[
        ("title: Một, points_max: 10", "title: Một, points_max: 5"),
        ("points_max: 20", "points_max: 15"),
    ]);
    let tested = test(&new, &options()).unwrap();
    assert_eq!(tested.warnings[0].code, "TD0707");
    let scaled = test(&new, &BacktestOptions { scale_points: true, ..options() }).unwrap();
    assert!(scaled.warnings.is_empty());
    assert_eq!(scaled.runs[0].shifts[1].new.total, Some(Exact::from("12.5".parse::<Decimal>().unwrap())));
}

/// New codes for old criteria: the points stay with the criterion, not with the code.
#[test]
fn a_renamed_criterion_keeps_its_points() {
    let new = changed(&[
        ("code: I, title: Một", "code: II, title: Một"),
        ("code: II, title: Hai", "code: I, title: Hai"),
        ("from: 15 }", "from: 16 }"),
        ("below: 15 }", "below: 16 }"),
    ]);
    let tested = test(&new, &options()).unwrap();
    assert_eq!(tested.edits.len(), 2, "{:?}", tested.edits);
    assert!(tested.runs[0].shifts.iter().all(|shift| shift.old.total == shift.new.total));
    assert!(tested.runs[0].shifts.iter().any(Shift::grade_moved));
    tested.runs[0].shifts.iter().for_each(adds_up);
}

/// More edits than mixtures can be computed of: declared orders, and still to the last digit.
#[test]
fn many_edits_are_split_approximately_and_say_so() {
    let criteria = |each: &dyn Fn(usize) -> String| {
        let lines: String = (1..=13)
            .map(|at| {
                format!(
                    "- {{ code: C{at}, title: T{at}, points_max: 4, count: {{ of: n, each: {} }} }}\n",
                    each(at)
                )
            })
            .collect();
        format!(
            "rule_set: x\nversion: 1\ntitle: X\ninputs: {{ n: {{ kind: count }} }}\ncriteria:\n{lines}rankings: [ {{ id: chung, scope: all }} ]\n"
        )
    };
    let (old, new) = (criteria(&|_| "1".to_owned()), criteria(&|at| format!("0.{at}")));
    let files = Files::from([
        ("thidua.yaml", MANIFEST),
        ("rules.yaml", old.as_str()),
        ("points.csv", "entrant,cụm,n\na,A,1\nb,A,3\nc,A,9\n"),
    ]);
    let data = [("x".to_owned(), run(&files, "thidua.yaml").unwrap())];
    let tested =
        backtest(&document("old.yaml", &old), &document("new.yaml", &new), &data, &options(), &|_, _| {})
            .unwrap();
    assert!(matches!(tested.attribution, Attribution::Approximate { .. }));
    assert!(backtest_text(&tested, Language::Vietnamese, 9).contains("XẤP XỈ"));
    for shift in &tested.runs[0].shifts {
        adds_up(shift);
        assert_eq!(shift.effect.points.as_ref().unwrap().len(), 13);
    }
}

#[test]
fn the_public_variant_names_nobody() {
    let (files, old, new) = seed();
    let (old, new) = (document("rules/xa.yaml", &old), document("drafts/xa-2015.yaml", &new));
    let folders = [("nam-truoc".to_owned(), run(&files, "thidua.yaml").unwrap())];
    let tested = backtest(&old, &new, &folders, &options(), &|_, _| {}).unwrap();
    let named: Vec<String> = tested.runs[0]
        .shifts
        .iter()
        .flat_map(|shift| [shift.entrant.clone(), shift.name.clone(), shift.cluster.clone()])
        .collect();
    let public = without_names(&tested);
    for bytes in everything(&public) {
        let text = String::from_utf8(bytes).unwrap();
        assert!(named.iter().all(|name| !text.contains(name.as_str())));
    }
    let impact = format!("{:?}", backtest_impact(&public));
    assert!(named.iter().all(|name| !impact.contains(name.as_str())), "{impact}");
    public.runs.iter().flat_map(|run| &run.shifts).for_each(|shift| {
        assert!(shift.old.total.is_none() && shift.new.total.is_none());
        let Effect { rank, .. } = &shift.effect;
        assert!(rank.is_none() || shift.new.rank.is_some());
    });
}
