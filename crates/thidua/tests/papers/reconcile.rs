//! Published lists held against results: the published case of 2026, its caps and counts, and lists that cannot be read.

use std::fmt::Write as _;

use thidua::{AwardId, EntrantId, Language, PublishedLayout, Report, read_published};
use thidua_report::{Reconciliation, Tolerance, reconcile};

use crate::support::{root, simple, worked};

fn against(report: &Report, list: &str, layout: &PublishedLayout) -> (Reconciliation, String) {
    let run = &report.runs[0];
    let (list, notes) =
        read_published(run, report.register.as_ref(), ("cong-bo.csv", list.as_bytes()), layout)
            .unwrap_or_else(|found| panic!("{found:#?}"));
    assert!(notes.is_empty(), "{notes:#?}");
    let found = reconcile(&run.results(), &list);
    let page = found.page(&run.results(), Language::Vietnamese);
    (found, page)
}

fn refused(report: &Report, list: &str, layout: &PublishedLayout) -> Vec<&'static str> {
    let read = read_published(&report.runs[0], None, ("x.csv", list.as_bytes()), layout);
    read.unwrap_err().iter().map(|finding| finding.code).collect()
}

fn fixture(name: &str) -> String {
    std::fs::read_to_string(root().join("fixtures/doi-chieu").join(name)).unwrap()
}

#[test]
fn the_published_list_agrees_but_for_three_whom_points_do_not_explain() {
    let report = worked("doi-chieu");
    let (found, page) = against(&report, &fixture("cong-bo.csv"), &PublishedLayout::default());
    assert_eq!((found.listed, found.matched, found.absent.len()), (14, 14, 0));
    assert_eq!((found.sums_right, found.sums.len(), found.sums_rounded), (10, 0, 0), "{page}");
    assert!(found.numbers.is_empty(), "{page}");
    let shifted: Vec<_> = found.grades.iter().map(|shift| shift.entrant.id.as_str()).collect();
    assert_eq!(shifted, ["p02", "p03", "p07"]);
    assert!(found.grades.iter().all(|shift| shift.printed == "B" && shift.ours.as_deref() == Some("A")));
    assert!(page.contains("97,5 điểm đạt `A` và không có gì hạ mức"), "{page}");
    let grades = found.columns.iter().find(|column| column.heading == "Loại").unwrap();
    // Three by discipline and one by leave agree though points say otherwise or nothing of the kind.
    assert_eq!((grades.agree, grades.compared, grades.not_by_points), (11, 14, Some(4)));
}

#[test]
fn counts_that_agree_only_by_accident_are_told() {
    let report = worked("doi-chieu");
    let (found, page) = against(&report, &fixture("he-thong.csv"), &PublishedLayout::default());
    assert_eq!((found.numbers.len(), found.grades.len()), (11, 14), "{page}");
    let thirty_five = found.numbers.iter().filter(|shift| shift.printed.shown == "35");
    assert_eq!(thirty_five.count(), 6);
    assert!(page.contains("do điểm: biểu ghi 35, tính được 95"), "{page}");
    assert!(page.contains("1 Tiêu chí chung 25; 2 Kết quả nhiệm vụ (KPI) 70"), "{page}");
    assert!(page.contains("hạ xuống mức `D` do kỷ luật"), "{page}");
    let by_accident: Vec<_> = found.counts[0].by_accident.iter().map(|text| text.vi.as_str()).collect();
    assert_eq!(by_accident, ["`B`: hai bên cùng có 3 nhưng chỉ 0 là cùng người; các sai lệch bù trừ nhau"]);
}

/// 546 people with the published numbers: 233 reach 90 points, of whom 112 were published A and 121 B.
#[test]
fn the_cap_is_held_against_the_published_numbers() {
    let rules = "rule_set: x\nversion: 1\ntitle: x\n\
        inputs: { ky_luat: { title: Kỷ luật, kind: yes-no, blank: 0 }, nghi: { title: Nghỉ, kind: yes-no, blank: 0 } }\n\
        criteria: [ { code: I, points_max: 100 } ]\n\
        gradings: [ { id: loai, title: Loại, grades: [ { id: A, title: A, from: 90, cap: { share: 20%, per: all } }, { id: B, title: B, from: 70, below: 90 }, \
        { id: C, title: C, from: 50, below: 70 }, { id: D, title: D, from: 0, below: 50, knocked_out_when: ky_luat }, { id: E, title: E, below: 0, knocked_out_when: nghi } ] } ]\n";
    let (mut points, mut list) = ("entrant,I,ky_luat,nghi\n".to_owned(), "entrant,total,class\n".to_owned());
    for number in 0..546 {
        let (value, class, knocked) = match number {
            0..112 => (91 + number % 9, "A", ","),
            112..233 => (90, "B", ","),
            233..542 => (75, "B", ","),
            542..545 => (86, "D", "1,"),
            _ => (0, "E", ",1"),
        };
        writeln!(points, "p{number:03},{value},{knocked}").unwrap();
        writeln!(list, "p{number:03},{value},{class}").unwrap();
    }
    let report = simple(rules, &points);
    let (found, page) = against(&report, &list, &PublishedLayout::default());
    let counts = &found.counts[0];
    assert_eq!((counts.graded, counts.graded_by_points), (546, 542));
    let listed: Vec<_> = counts.lines.iter().map(|line| line.listed).collect();
    assert_eq!(listed, [112, 430, 0, 3, 1]);
    assert_eq!(counts.caps[0].vi, "112 `A` trên 430 `B` = 26,05%, quá tỷ lệ khống chế 20%", "{page}");
    assert!(page.contains("20,51% / 546 · 20,66% / 542"), "{page}");
    // Ours keeps the cap: the 90 best stay, whoever stands beyond falls, and the page says so of each.
    assert!(!found.grades.is_empty());
    for shift in &found.grades {
        assert_eq!((shift.printed.as_str(), shift.ours.as_deref()), ("A", Some("B")), "{shift:?}");
        assert!(shift.why.vi.contains("vượt tỷ lệ khống chế 20% (tối đa 90)"), "{}", shift.why.vi);
    }
}

#[test]
fn a_default_that_nobody_declared_is_no_value_here() {
    // (a + b + c + d + đ + e) / 6 × 70, of which a, b and c were never entered; the other side took 0, 0, 0, 1, 1, 1.
    let rules = "rule_set: x\nversion: 1\ntitle: x\ninputs: { a: { title: A, kind: number, min: 0, max: 1 }, b: { title: B, kind: number, min: 0, max: 1 }, c: { title: C, kind: number, min: 0, max: 1 } }\n\
        criteria: [ { code: KPI, points_max: 70, formula: { is: \"(a + b + c + 3) / 6 * 70\" } } ]\n";
    let report = simple(rules, "entrant,a,b,c\ntruong-don-vi,,,\n");
    let (found, page) = against(&report, "entrant,total\ntruong-don-vi,35\n", &PublishedLayout::default());
    assert_eq!(found.numbers.len(), 1);
    assert!(found.numbers[0].ours.is_none());
    assert!(page.contains("ghi 35 · tính được chưa có"), "{page}");
    assert!(!found.numbers[0].why.vi.is_empty());
}

#[test]
fn both_directions_tolerances_and_sums() {
    let report = simple(
        "rule_set: x\nversion: 1\ntitle: x\ncriteria: [ { code: I, title: Một, points_max: 10 }, { code: II, title: Hai, points_max: 10 } ]\n\
         rankings: [ { id: r, title: Toàn tỉnh, scope: all } ]\n",
        "entrant,I,II\nxa-a,9.46,8\nxa-b,7,6\nxa-c,5,5\n",
    );
    let list = "Đơn vị,Một,Hai,Tổng điểm,Hạng\nXA-A.,\"9,4\",8,\"17,4\",#1/3\nxa-b,7,6,14,2\nxa-d,1,1,2,\nxa-b,7,6,13,2\n";
    let (found, page) = against(&report, list, &PublishedLayout::default());
    assert_eq!(found.unmatched.len(), 2, "{page}");
    assert_eq!(found.absent.iter().map(|who| who.id.as_str()).collect::<Vec<_>>(), ["xa-c"]);
    assert_eq!(found.sums.len(), 1, "{page}");
    assert_eq!((found.sums[0].printed.shown.as_str(), found.sums[0].parts.shown.as_str()), ("14", "13"));
    assert_eq!(found.numbers.len(), 3, "{page}");
    let cut = |name: &str| (name.to_owned(), Tolerance::Cut(1));
    let layout =
        PublishedLayout { tolerances: vec![cut("Một"), cut("total")], ..PublishedLayout::default() };
    let (found, page) = against(&report, list, &layout);
    assert_eq!(found.numbers.len(), 1, "only the wrong sum is left: {page}");
}

#[test]
fn a_list_that_says_nothing_is_refused_with_what_it_says() {
    let report = simple(
        "rule_set: x\nversion: 1\ntitle: x\ncriteria: [ { code: I, points_max: 10 } ]\n",
        "entrant,I\na,9\n",
    );
    let plain = PublishedLayout::default();
    assert_eq!(refused(&report, "Ai đó,I\na,9\n", &plain), ["TD1012"]);
    assert_eq!(refused(&report, "entrant,Nhận định\na,9\n", &plain), ["TD1016"]);
    let named = |heading: &str, what: &str| PublishedLayout {
        columns: vec![(heading.to_owned(), what.to_owned())],
        ..PublishedLayout::default()
    };
    assert_eq!(refused(&report, "entrant,I\na,9\n", &named("Điểm công bố", "total")), ["TD1017"]);
    assert_eq!(refused(&report, "entrant,I\na,9\n", &named("I", "totl")), ["TD1018"]);
    assert_eq!(refused(&report, "entrant,total,Tổng điểm\na,9,9\n", &plain), ["TD1019"]);
    let (list, notes) =
        read_published(&report.runs[0], None, ("x.csv", "entrant,I\na,chín\n,5\n".as_bytes()), &plain)
            .unwrap();
    assert_eq!(notes.iter().map(|note| note.code).collect::<Vec<_>>(), ["TD0310", "TD1013"]);
    assert_eq!(list.rows.len(), 1);
}

#[test]
fn awards_are_held_against_one_another_in_both_directions() {
    let report = worked("dan-van-kheo-2014");
    let run = report.runs.iter().find(|run| run.id == "huyen-2014").unwrap();
    let results = run.results();
    let award = &run.plan.rules().awards[0];
    let on = |row: &EntrantId| {
        let case = run.outcome.recommendations.case(AwardId::FIRST, *row);
        case.is_some_and(|case| thidua::AwardStatus::of(&case.status) == thidua::AwardStatus::Recommended)
    };
    let holders: Vec<EntrantId> = (run.evaluations.entrants().keys()).filter(on).collect();
    let stranger = (run.evaluations.entrants().keys()).find(|row| !on(row)).unwrap();
    let mut list = "Mã,Danh hiệu\n".to_owned();
    for row in holders.iter().skip(1).chain([&stranger]) {
        writeln!(list, "{},{}", run.evaluations.entrants()[*row].id, award.title).unwrap();
    }
    let read = read_published(
        run,
        report.register.as_ref(),
        ("x.csv", list.as_bytes()),
        &PublishedLayout::default(),
    );
    let (list, notes) = read.unwrap_or_else(|found| panic!("{found:#?}"));
    assert!(notes.is_empty(), "{notes:#?}");
    let found = reconcile(&results, &list);
    assert!(found.absent.is_empty(), "a list of awards need not name everybody");
    let sides: Vec<_> = found.awards.iter().map(|shift| (shift.entrant.id.as_str(), shift.listed)).collect();
    let id = |row: EntrantId| run.evaluations.entrants()[row].id.as_str();
    assert_eq!(sides, [(id(stranger), true), (id(holders[0]), false)]);
    assert!(found.awards.iter().all(|shift| !shift.why.vi.is_empty()));
}
