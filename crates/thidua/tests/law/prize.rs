//! Prize money of articles 50 and 54 of Nghị định 152/2025: multiples of the base salary on the day of the decision, rounded up to
//! 10,000 đồng by article 49, and what a publisher printed without that rounding.

use std::fmt::Write as _;

use thidua::{AwardId, EntrantId, Files, run};

/// The fifteenth line: a household gets 1.5 times what a person gets for the same form, where the multiple is what is multiplied,
/// and where the amount is: awards of persons, then of the household by either reading.
const HOUSEHOLD: [(&str, [&str; 2]); 2] =
    [("multiple", ["5270000", "1060000"]), ("amount", ["5270000", "1070000"])];

#[test]
fn a_household_gets_one_and_a_half_times_what_a_person_gets() {
    for (reading, paid) in HOUSEHOLD {
        let money = |rest: &str| format!("money: {{ {rest}, rounding: {{ to: 10000, mode: up }} }}");
        let award = |id: &str, subject: &str, rest: &str| {
            format!("- {{ id: {id}, title: {id}, kind: commendation, for: {subject}, {} }}\n", money(rest))
        };
        let mut awards = award("bang-khen", "individual", "multiple: 1.5");
        awards += &award("giay-khen", "individual", "multiple: 0.3");
        for form in ["bang-khen", "giay-khen"] {
            let rest = format!("multiple: 1.5, of: {{ {reading}: {form} }}");
            awards += &award(&format!("{form}-ho"), "household", &rest);
        }
        let rules = format!(
            "rule_set: tien\nversion: 1\ntitle: Tiền thưởng\nkinds: {{ h: {{ title: Hộ, entrant: household }} }}\n\
             criteria: [ {{ code: I, title: Nội dung, points_max: 10 }} ]\nawards:\n{awards}"
        );
        let manifest = "movement: Thử\nregister: { file: ds.csv }\nbase_salary: luong.csv\nruns:\n- id: t\n  rules: r.yaml\n  \
                        period: { from: 2025-01-01, until: 2025-12-31 }\n  decision_date: 2026-06-30\n  \
                        evaluations: [ { file: d.csv } ]\n";
        let mut files = Files::default();
        for (path, text) in [
            ("thidua.yaml", manifest),
            ("r.yaml", &rules),
            ("ds.csv", "mã,loại\nh,h\n"),
            ("d.csv", "mã,I\nh,9\n"),
            ("luong.csv", "từ ngày,mức lương\n01/07/2024,2.340.000\n"),
        ] {
            files.insert(path.to_owned(), text.as_bytes().to_vec());
        }
        let report = run(&files, "thidua.yaml").unwrap_or_else(|findings| panic!("{findings:#?}"));
        let recommendations = &report.runs[0].outcome.recommendations;
        let amounts = [2, 3].map(AwardId::from).map(|award| {
            let case = recommendations.case(award, EntrantId::FIRST).unwrap();
            case.money().unwrap().to_string()
        });
        assert_eq!(amounts, paid, "{reading}");
    }
}

type Award = (&'static str, &'static str, &'static str, Option<&'static str>, &'static str, &'static str);

/// Award, for whom, multiple, printed amount at 2,340,000, amount by the decree at 2,340,000 and at 2,530,000.
const AWARDS: [Award; 14] = [
    ("cstd-toan-quoc", "individual", "4.5", Some("10530000"), "10530000", "11390000"),
    ("cstd-tinh", "individual", "3.0", Some("7020000"), "7020000", "7590000"),
    ("cstd-co-so", "individual", "1.0", Some("2340000"), "2340000", "2530000"),
    ("ldtt", "individual", "0.3", Some("702000"), "710000", "760000"),
    ("ttldxs", "collective", "1.5", Some("3510000"), "3510000", "3800000"),
    ("ttldtt", "collective", "0.8", Some("1872000"), "1880000", "2030000"),
    ("xa-tieu-bieu", "collective", "2.0", Some("4680000"), "4680000", "5060000"),
    ("thon-van-hoa", "collective", "1.5", Some("3510000"), "3510000", "3800000"),
    ("co-chinh-phu", "collective", "12.0", Some("28080000"), "28080000", "30360000"),
    ("co-tinh", "collective", "8.0", Some("18720000"), "18720000", "20240000"),
    ("co-quan-khu", "collective", "6.0", Some("14040000"), "14040000", "15180000"),
    ("bang-khen-ttg", "collective", "7.0", None, "16380000", "17710000"),
    ("bang-khen-tinh", "collective", "3.0", None, "7020000", "7590000"),
    ("giay-khen", "collective", "0.6", None, "1410000", "1520000"),
];

/// What every award pays when it is decided on this day.
fn amounts(rounding: &str, decided: &str) -> Vec<String> {
    let mut rules = "rule_set: tien\nversion: 1\ntitle: Tiền thưởng\n\
                     kinds: { n: { title: Cá nhân, entrant: individual }, t: { title: Tập thể, entrant: collective } }\n\
                     criteria: [ { code: I, title: Nội dung, points_max: 10 } ]\nrankings: [ { id: r, scope: all } ]\nawards:\n"
        .to_owned();
    for (id, subject, multiple, ..) in AWARDS {
        writeln!(
            rules,
            "- {{ id: {id}, title: {id}, kind: commendation, for: {subject}, money: {{ multiple: {multiple}{rounding} }} }}"
        )
        .unwrap();
    }
    let manifest = format!(
        "movement: Thử\nregister: {{ file: ds.csv }}\nbase_salary: luong.csv\nruns:\n- id: t\n  rules: r.yaml\n  \
         period: {{ from: 2025-01-01, until: 2025-12-31 }}\n  decision_date: {decided}\n  evaluations: [ {{ file: d.csv }} ]\n"
    );
    let mut files = Files::default();
    for (path, text) in [
        ("thidua.yaml", manifest),
        ("r.yaml", rules),
        ("ds.csv", "mã,loại\nn,n\nt,t\n".to_owned()),
        ("d.csv", "mã,I\nn,9\nt,9\n".to_owned()),
        ("luong.csv", "từ ngày,mức lương\n01/07/2024,2.340.000\n01/07/2026,2.530.000\n".to_owned()),
    ] {
        files.insert(path.to_owned(), text.into_bytes());
    }
    let report = run(&files, "thidua.yaml").unwrap_or_else(|findings| panic!("{findings:#?}"));
    let run = &report.runs[0];
    let amount = |(award, subject): (usize, &str)| {
        let row = run.evaluations.position(if subject == "individual" { "n" } else { "t" }).unwrap();
        run.outcome.recommendations.case(award.into(), row).unwrap().money().unwrap().to_string()
    };
    AWARDS.iter().enumerate().map(|(award, (_, subject, ..))| amount((award, subject))).collect()
}

#[test]
fn every_multiple_of_the_decree_pays_what_it_says() {
    let rounded = ", rounding: { to: 10000, mode: up }";
    let (before, after) = (amounts(rounded, "2026-06-30"), amounts(rounded, "2026-07-01"));
    let plain = amounts("", "2026-06-30");
    for (award, (id, .., printed, then, now)) in AWARDS.iter().enumerate() {
        assert_eq!((before[award].as_str(), after[award].as_str()), (*then, *now), "{id}");
        // The publisher left out the rounding of article 49.
        if let Some(printed) = printed {
            assert_eq!(plain[award], *printed, "{id}");
        }
    }
    let differ =
        AWARDS.iter().filter(|(.., printed, then, _)| printed.is_some_and(|printed| printed != *then));
    assert_eq!(differ.map(|(id, ..)| *id).collect::<Vec<_>>(), ["ldtt", "ttldtt"]);
}
