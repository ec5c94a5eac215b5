//! Values in memory are judged like cells of a table, and every refusal names whom and what it is about.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that fails loudly is what is wanted"
)]

use std::sync::Arc;

use serde::Serialize;
use thidua::{
    AwardStatus, CellState, Date, Decimal, DecisionText, Decisions, EntrantText, Exact, Located, Plan,
    Rejected, Sheet, Value, day, plan, read_rules,
};

const RULES: &str = "
rule_set: vi-du
version: 1
title: Ví dụ
effective: { from: 2026-01-01, until: 2026-12-31 }
kinds: { xa: { title: Xã, entrant: collective }, ca-nhan: { title: Cá nhân, entrant: individual } }
inputs:
  đúng_hạn: { title: Đúng hạn, kind: count, max: 12 }
  mức: { title: Mức, kind: choice, choices: [ { id: tot, title: Tốt }, { id: kha, title: Khá } ], order: best-first }
  kỷ_luật: { title: Kỷ luật, kind: yes-no }
  nộp: { title: Ngày nộp, kind: date }
  đạt_được: { title: Tỷ lệ, kind: percent }
  đợt: { title: Các đợt, kind: number, many: true }
criteria:
- { code: I, title: Hồ sơ, points_max: 12, formula: { is: đúng_hạn } }
- { code: II, title: Điểm chấm, points_max: 10 }
rankings: [ { id: chung, scope: kind } ]
awards:
- { id: bang-khen, title: Bằng khen, kind: commendation, for: collective,
    requires: [ { when: 'điểm >= 15 và không kỷ_luật và mức >= kha và đạt_được >= 50% và nộp <= 31/12/2026 và tổng của đợt >= 1' } ],
    quota: { count: 1, per: kind } }
";

fn made() -> Arc<Plan> {
    plan(&read_rules("vi-du.yaml", RULES).unwrap(), day("2026-12-31").unwrap()).unwrap()
}

fn sheet(plan: &Arc<Plan>) -> Sheet {
    Sheet::new(plan, ["a", "b"].map(|id| EntrantText::new(id).of_kind("xa"))).unwrap()
}

fn code(result: Result<(), Rejected>) -> String {
    match result {
        Ok(()) => "accepted".to_owned(),
        Err(refused) => {
            let [finding] = refused.findings() else { panic!("{refused}") };
            assert!(finding.entrant.is_some() && finding.input.is_some(), "{finding}");
            finding.diagnostic.code.to_owned()
        }
    }
}

#[test]
fn what_a_table_would_refuse_is_refused() {
    let plan = made();
    let mut sheet = sheet(&plan);
    let cases: [(&str, Value, &str); 27] = [
        ("đúng_hạn", "99.5".into(), "TD0410"),
        ("đúng_hạn", 99.into(), "TD0411"),
        ("đúng_hạn", (-1).into(), "TD0410"),
        ("đúng_hạn", "8,5".into(), "TD0410"),
        ("đúng_hạn", Date::from_calendar(2026, 1, 1).into(), "TD0454"),
        ("mức", 99.into(), "TD0410"),
        ("mức", 0.into(), "TD0410"),
        ("mức", "rất tốt".into(), "TD0410"),
        ("kỷ_luật", 2.into(), "TD0410"),
        ("kỷ_luật", "có lẽ".into(), "TD0410"),
        ("nộp", "31/11/2026".into(), "TD0321"),
        ("nộp", true.into(), "TD0320"),
        ("đạt_được", 95.into(), "TD0469"),
        ("đạt_được", "1".into(), "TD0453"),
        ("đạt_được", "nhiều".into(), "TD0310"),
        ("II", "10.01".into(), "TD0411"),
        ("II", (-1).into(), "TD0412"),
        ("II", "9.5%".into(), "TD0410"),
        ("III", 1.into(), "TD0402"),
        ("I", 1.into(), "TD0460"),
        ("II", "8.125".into(), "accepted"),
        ("II", 9.into(), "TD0413"),
        ("mức", "Khá".into(), "accepted"),
        ("đạt_được", "95%".into(), "accepted"),
        ("kỷ_luật", false.into(), "accepted"),
        ("nộp", "2026-11-30".into(), "accepted"),
        ("đợt", Decimal::from(3).into(), "accepted"),
    ];
    for (input, value, wanted) in cases {
        assert_eq!(code(sheet.set("a", input, value.clone())), wanted, "{input} = {value:?}");
    }
    assert_eq!(code(sheet.set("c", "II", 1)), "TD0404");
    assert_eq!(code(sheet.set_at("tự_chấm", "a", "II", 1)), "TD0407");
}

#[test]
fn what_is_computed_is_told_as_in_a_table() {
    let refused = sheet(&made()).set("a", "I", 1).unwrap_err();
    assert!(
        refused.findings()[0].diagnostic.help.as_ref().unwrap().en.contains("enter `đúng_hạn`"),
        "{refused}"
    );
    let rules = "rule_set: a\nversion: 1\ntitle: A\ninputs:\n  sl: { title: Số lượng, kind: number, many: true }\n  \
                 hs: { title: Hệ số, kind: number, many: true }\n  kl: { title: Khối lượng, kind: number, per_row: { is: sl * hs } }\n\
                 criteria: [ { code: I, title: Việc, points_max: 10, formula: { is: tổng của kl } }, { code: II, title: Chấm, points_max: 5 } ]\n";
    let plan = plan(&read_rules("a.yaml", rules).unwrap(), day("2026-12-31").unwrap()).unwrap();
    let mut sheet = Sheet::new(&plan, ["a"]).unwrap();
    assert_eq!(code(sheet.set("a", "kl", 1)), "TD0460");
    sheet.set("a", "II", 1).unwrap();
    let mut season = sheet.season().unwrap();
    for computed in ["kl", "I"] {
        assert_eq!(code(season.set("a", computed, 1).map(drop)), "TD0460");
    }
}

#[test]
fn a_sheet_is_whole_or_refused() {
    let plan = made();
    let mut sheet = sheet(&plan);
    sheet.set("a", "II", 9).unwrap();
    let refused = sheet.evaluate().unwrap_err();
    let absent: Vec<&str> =
        refused.findings().iter().filter_map(|finding| finding.input.as_deref()).collect();
    assert!(refused.findings().iter().all(|finding| finding.diagnostic.code == "TD0403"), "{refused}");
    assert_eq!(absent, ["đúng_hạn", "mức", "kỷ_luật", "nộp", "đạt_được"]);
    assert!(
        refused.to_string().contains("đúng_hạn") && refused.to_string().contains("is missing"),
        "{refused}"
    );
    assert!(Sheet::new(&plan, [] as [&str; 0]).unwrap().evaluate().unwrap_err().has("TD0423"));
}

#[test]
fn entrants_come_once_and_are_of_a_known_kind() {
    let plan = made();
    let refused = Sheet::new(
        &plan,
        [
            EntrantText::new("a").of_kind("xa"),
            EntrantText::new("a").of_kind("xa"),
            EntrantText::new("  ").of_kind("xa"),
            EntrantText::new("b").of_kind("xax"),
            EntrantText::new("c"),
            EntrantText::new("a\u{200b}b").of_kind("xa"),
        ],
    )
    .unwrap_err();
    let codes: Vec<&str> = refused.findings().iter().map(|finding| finding.diagnostic.code).collect();
    assert_eq!(codes, ["TD0414", "TD0404", "TD0507", "TD0507", "TD1011"], "{refused}");
}

#[test]
fn days_out_of_effect_are_refused() {
    let rules = read_rules("vi-du.yaml", RULES).unwrap();
    assert!(plan(&rules, day("01/01/2027").unwrap()).unwrap_err().has("TD0502"));
    assert!(day("31/11/2026").is_err() && day("hôm nay").is_err());
    assert!(read_rules("vi-du.yaml", "rule_set: [").is_err());
}

#[derive(Serialize)]
struct Row {
    #[serde(rename = "đúng_hạn")]
    in_time: u32,
    #[serde(rename = "mức")]
    level: &'static str,
    #[serde(rename = "kỷ_luật")]
    disciplined: bool,
    #[serde(rename = "nộp")]
    sent: Option<Date>,
    #[serde(rename = "đạt_được")]
    share: Decimal,
    #[serde(rename = "đợt")]
    rounds: Vec<Decimal>,
    #[serde(rename = "II")]
    points: &'static str,
}

fn row() -> Row {
    Row {
        in_time: 8,
        level: "tot",
        disciplined: false,
        sent: Date::from_calendar(2026, 11, 30),
        share: "0.955".parse().unwrap(),
        rounds: vec![1.into(), 2.into()],
        points: "7.25",
    }
}

#[test]
fn rows_are_whatever_serde_can_write_but_floats() {
    let plan = made();
    let mut sheet = sheet(&plan);
    sheet.row("a", &row()).unwrap();
    sheet.row("b", &Row { in_time: 7, sent: None, ..row() }).unwrap();
    let result = sheet.evaluate().unwrap();
    assert!(result.warnings.is_empty(), "{:?}", result.warnings);
    let a = result.entrant("a").unwrap();
    assert_eq!(a.total(), Some(Exact::ratio(61, 4)));
    assert_eq!((a.points("I"), a.place("chung")), (Some(Exact::from(8)), Some(1)));
    assert_eq!(a.award("bang-khen").map(|award| award.status()), Some(AwardStatus::Recommended));
    assert_eq!(result.entrant("b").unwrap().award("bang-khen").unwrap().status(), AwardStatus::Refused);
    assert!(result.entrant("c").is_none() && a.award("khac").is_none() && a.grade("khac").is_none());

    let mut sheet = Sheet::new(&plan, [EntrantText::new("a").of_kind("xa")]).unwrap();
    let refused = sheet.row("a", &serde_json::json!({ "II": 9.3, "I": 8, "mức": { "a": 1 } })).unwrap_err();
    let about: Vec<_> = refused.findings().iter().filter_map(|finding| finding.input.as_deref()).collect();
    assert_eq!(about, ["I", "II", "mức"], "{refused}");
    assert!(sheet.row("a", &7).is_err());
}

fn decision(number: &str, run: Option<&str>, applies: bool) -> Located<DecisionText> {
    let mut decision = DecisionText::new(number, Date::from_calendar(2026, 12, 1).unwrap());
    decision.run = run.map(str::to_owned);
    decision.not_applicable =
        Some(thidua::Approval { entrant: "a".to_owned(), criterion: "II".to_owned(), approved: applies });
    Located::nowhere(decision)
}

#[test]
fn decisions_are_those_of_the_run() {
    let rules = RULES.replace(
        "points_max: 10 }",
        "points_max: 10, not_applicable: { claimed_by: unit, approved_by: council, then: rescale } }",
    );
    let plan = plan(&read_rules("vi-du.yaml", &rules).unwrap(), day("2026-12-31").unwrap()).unwrap();
    let decided = |run: Option<&str>, id: Option<&str>| {
        let mut sheet = Sheet::new(&plan, [EntrantText::new("a").of_kind("xa")])
            .unwrap()
            .with_decisions(Decisions { decisions: vec![decision("1", run, true)] });
        if let Some(id) = id {
            sheet = sheet.with_run_id(id);
        }
        let values =
            serde_json::json!({ "đúng_hạn": 6, "mức": "tot", "kỷ_luật": false, "nộp": null, "đạt_được": 1 });
        sheet.row("a", &values).unwrap();
        sheet.set("a", "II", Value::NotApplicable).unwrap();
        sheet.season()
    };
    let total = |run, id| decided(run, id).unwrap().entrant("a").unwrap().total();
    assert_eq!(total(None, None), Some(Exact::from(11)), "6 of 12, rescaled to 22");
    assert_eq!(total(Some("r"), Some("r")), Some(Exact::from(11)));
    assert_eq!(total(Some("khác"), Some("r")), None, "a decision on another run decides nothing here");
    assert!(decided(Some("khác"), None).unwrap_err().has("TD0509"));

    let mut season = decided(None, None).unwrap();
    season.set("a", "II", 9).unwrap();
    assert_eq!(season.entrant("a").unwrap().total(), Some(Exact::from(15)));
    season.set("a", "II", Value::NotApplicable).unwrap();
    assert_eq!(season.entrant("a").unwrap().total(), Some(Exact::from(11)), "approved again at once");
}

#[test]
fn the_builder_below_refuses_too() {
    let plan = made();
    let entrants = || {
        vec![thidua::Entrant {
            id: "a".into(),
            name: "A".into(),
            kind: Some(thidua::KindId::FIRST),
            entrant: thidua::EntrantKind::Collective,
            cluster: "".into(),
        }]
    };
    let mut builder = thidua::EvaluationsBuilder::new(&plan, entrants());
    let cell = |value: &str| thidua::Cell {
        state: CellState::Value,
        value: value.parse().unwrap(),
        origin: thidua::Origin::default(),
    };
    let mut put = |stage: usize, row: usize, input: &str, value| {
        let input = plan.input_position(input).unwrap_or(usize::MAX.into());
        builder.put(stage.into(), row.into(), input, cell(value))
    };
    for (stage, row, input, value) in
        [(1, 0, "II", "1"), (0, 1, "II", "1"), (0, 0, "III", "1"), (usize::MAX, usize::MAX, "II", "1")]
    {
        assert_eq!(put(stage, row, input, value), Err(thidua::PutError::Nowhere));
    }
    for (input, value) in [
        ("đúng_hạn", "9.5"),
        ("đúng_hạn", "13"),
        ("đúng_hạn", "-1"),
        ("mức", "2"),
        ("mức", "-1"),
        ("mức", "0.5"),
        ("kỷ_luật", "2"),
        ("nộp", "0.5"),
        ("nộp", "999999"),
        ("II", "10.5"),
        ("II", "-1"),
    ] {
        assert!(matches!(put(0, 0, input, value), Err(thidua::PutError::Misfit(_))), "{input} {value}");
    }
    assert_eq!(put(0, 0, "II", "9"), Ok(()));
    assert!(matches!(put(0, 0, "II", "9"), Err(thidua::PutError::Taken(_))));
}
