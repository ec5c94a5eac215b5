//! A second run says what has changed since the first, from the file that lies there.

use thidua::{EarlierOutcome, Language, Report, results};

use crate::support::{simple, worked};

const RULES: &str = "rule_set: x\nversion: 1\ntitle: x\ncriteria: [ { code: I, points_max: 10 } ]\n\
    gradings: [ { id: g, title: Loại, grades: [ { id: a, title: A, from: 8 }, { id: b, title: B, below: 8 } ] } ]\n\
    rankings: [ { id: r, scope: all } ]\n\
    awards: [ { id: k, title: Giấy khen, kind: commendation, for: collective, quota: { count: 1, per: all }, ranked_by: r } ]\n";

pub(crate) fn written(report: &Report) -> EarlierOutcome {
    let files = results(report, Language::Vietnamese);
    let outcome = files.iter().find(|file| file.name == "outcome.json").unwrap();
    EarlierOutcome::read(&outcome.bytes).unwrap()
}

#[test]
fn totals_grades_awards_and_who_came_and_went_are_told() {
    let before = written(&simple(RULES, "entrant,I\na,9\nb,8.5\nc,7.5\nd,1\n"));
    let after = simple(RULES, "entrant,I\na,9\nb,9.5\nc,8\ne,1\n");
    let told = before.changes(&after, Language::Vietnamese);
    let lines: Vec<&str> = told.lines().map(str::trim).collect();
    assert_eq!(
        lines,
        [
            "SO VỚI LẦN TRƯỚC: 5 thay đổi về điểm, mức, khen thưởng; 2 đối tượng đổi hạng",
            "a (a) [x]: Giấy khen: đề nghị → ngoài chỉ tiêu",
            "b (b) [x]: tổng điểm 8,5 → 9,5; Giấy khen: ngoài chỉ tiêu → đề nghị",
            "c (c) [x]: tổng điểm 7,5 → 8; Loại B → A",
            "e (e) [x]: mới có trong đợt xét",
            "d (d) [x]: không còn trong đợt xét",
        ]
    );
}

#[test]
fn nothing_is_said_to_change_when_nothing_does() {
    for folder in ["khen-thuong-2026", "doi-chieu"] {
        let report = worked(folder);
        let told = written(&report).changes(&report, Language::English);
        assert_eq!(told, "Since the last run: nothing has changed.\n", "{folder}");
    }
}

#[test]
fn a_file_of_another_format_is_no_earlier_outcome() {
    assert!(EarlierOutcome::read(br#"{"format":"thidua-outcome/1","runs":[]}"#).is_none());
    assert!(EarlierOutcome::read(b"[1").is_none());
}
