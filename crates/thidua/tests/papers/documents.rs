//! Documents are read back: the counts and the money in them are those of the results.

use thidua::Language;
use thidua_report::{Templates, documents, grouped};

use crate::support::{simple, worked};

/// All the words of a document, in order.
pub(crate) fn words(bytes: &[u8]) -> String {
    fn gather(value: &serde_json::Value, words: &mut String) {
        match value {
            serde_json::Value::Object(object) => {
                if object.get("type").is_some_and(|kind| kind == "text") {
                    words.push_str(object["data"]["text"].as_str().unwrap());
                    words.push('\n');
                }
                object.values().for_each(|value| gather(value, words));
            }
            serde_json::Value::Array(values) => values.iter().for_each(|value| gather(value, words)),
            _ => {}
        }
    }
    let json: serde_json::Value = serde_json::from_str(&docx_rs::read_docx(bytes).unwrap().json()).unwrap();
    let mut words = String::new();
    gather(&json, &mut words);
    words
}

#[test]
fn counts_and_money_are_those_of_the_results() {
    let report = worked("khen-thuong-2026");
    let results = report.results();
    let papers = documents(&results, &Templates::read([]).unwrap(), None).unwrap();
    for run in &results.runs {
        let text = |name: &str| {
            let paper = papers.iter().find(|paper| paper.name == format!("{}/{name}", run.id)).unwrap();
            words(&paper.bytes)
        };
        let (request, decision, minutes) =
            (text("to-trinh.docx"), text("du-thao-quyet-dinh.docx"), text("bien-ban.docx"));
        let recommendations = &run.outcome.recommendations;
        for (position, award) in run.plan.rules().awards().iter_enumerated() {
            let (mut certain, mut money) = (0, thidua::Exact::ZERO);
            for (row, entrant) in run.evaluations.entrants().iter_enumerated() {
                let Some(case) = recommendations.case(position, row) else { continue };
                let listed = case.holds() == Some(true) && !recommendations.is_provisional(position, row);
                if listed {
                    certain += 1;
                    money += &case.money().cloned().unwrap_or_default();
                    assert!(
                        request.contains(entrant.name.as_str()) && decision.contains(entrant.name.as_str()),
                        "{}",
                        entrant.name
                    );
                }
                if case.holds().is_none() {
                    assert!(
                        minutes.contains(entrant.name.as_str()),
                        "{} is open and not in the minutes",
                        entrant.name
                    );
                }
            }
            let of = |word: &str| format!("{}\n{certain:02} {word}\n", award.title);
            if certain > 0 {
                assert!(
                    ["cá nhân", "tập thể", "hộ gia đình"].iter().any(|word| request.contains(&of(word))),
                    "{} {certain}",
                    award.title
                );
                assert!(decision.contains(&format!("{} cho {certain:02}", award.title)));
            }
            if !money.is_zero() {
                assert!(request.contains(&grouped(&money, Language::Vietnamese)), "{}", award.title);
            }
        }
    }
}

#[test]
fn odd_names_stay_text() {
    let name = "A & B <w:tbl> \u{7}[số]";
    let report = simple(
        "rule_set: x\nversion: 1\ntitle: x\ncriteria: [ { code: I, points_max: 10 } ]\nawards: [ { id: a, title: \"<b>\", kind: commendation, for: collective } ]\n",
        &format!("entrant,I\n{},9\n", name.replace('\u{7}', "")),
    );
    for paper in documents(&report.results(), &Templates::read([]).unwrap(), None).unwrap() {
        assert!(words(&paper.bytes).contains("A & B <w:tbl> [số]"), "{}", paper.name);
    }
}

#[test]
fn every_unit_has_its_own_papers_and_reads_of_nobody_else() {
    let report = worked("khen-thuong-2026");
    let results = report.results();
    let papers = thidua_report::unit_papers(&results, &Templates::read([]).unwrap()).unwrap();
    let run = results.runs.iter().find(|run| run.id == "ca-nhan").unwrap();
    let named = |folder: &str, id: &str| {
        let name = format!("ca-nhan/{folder}/{id}.docx");
        papers.iter().find(|paper| paper.name == name).map(|paper| words(&paper.bytes))
    };
    let recommendations = &run.outcome.recommendations;
    let entrants = run.evaluations.entrants();
    for (row, entrant) in entrants.iter_enumerated().take(40) {
        let page = named("phieu-giai-trinh", &entrant.id).unwrap();
        assert!(page.contains(entrant.name.as_str()));
        let others = entrants.iter().filter(|other| other.id != entrant.id);
        assert!(others.clone().all(|other| !page.contains(&format!("({})", other.id))), "{page}");
        if let Some(total) = run.outcome.scorecards.total(row) {
            let total = thidua_report::shown(&total, run.places().total(), Language::Vietnamese);
            assert!(page.contains(&format!("Tổng điểm: {total} trên")), "{page}");
        }
        let refused = run.plan.rules().awards().keys().filter(|award| {
            let case = recommendations.case(*award, row);
            case.is_some_and(|case| thidua::AwardStatus::of(&case.status) == thidua::AwardStatus::Refused)
        });
        let refused: Vec<&str> =
            refused.map(|award| run.plan.rules().awards()[award].title.as_str()).collect();
        let notice = named("thong-bao-khong-du-dieu-kien", &entrant.id);
        assert_eq!(notice.is_some(), !refused.is_empty(), "{}", entrant.id);
        for title in refused {
            // Refusals first, each with its document in full.
            let notice = notice.as_ref().unwrap();
            assert!(notice.contains(title) && notice.contains("06/2022/QH15"), "{notice}");
            let first = page.find("1. Điều kiện chưa đạt").unwrap();
            assert!(page[first..].find(title).unwrap() < page[first..].find("2. Kết quả").unwrap(), "{page}");
        }
    }
}

#[test]
fn what_is_missing_is_asked_of_the_unit_that_has_to_send_it() {
    let report = simple(
        "rule_set: x\nversion: 1\ntitle: x\ncriteria: [ { code: I, title: Đối thoại, points_max: 10 }, { code: II, points_max: 10 } ]\n\
         awards: [ { id: a, title: Giấy khen, kind: commendation, for: collective, requires: [ { when: điểm >= 15 } ] } ]\n",
        "entrant,I,II\nxa/a,,9\nXA_A,8,9\n",
    );
    let papers = thidua_report::unit_papers(&report.results(), &Templates::read([]).unwrap()).unwrap();
    let names: Vec<&str> = papers.iter().map(|paper| paper.name.as_str()).collect();
    // An id that is no file name gets one, and two that come to the same are told apart.
    assert_eq!(
        names,
        [
            "x/phieu-giai-trinh/XA_A.docx",
            "x/phieu-giai-trinh/xa_a-2.docx",
            "x/danh-muc-can-bo-sung/xa_a-2.docx"
        ]
    );
    let list = words(&papers[2].bytes);
    assert!(list.contains("I Đối thoại") && list.contains("Giấy khen"), "{list}");
}

/// A word that stands in the facts of one person only.
const FACT: &str = "khiếu nại số 17";

/// Two people; one of them waits for the end of a complaint, and is refused another award for a discipline.
fn with_facts() -> thidua::Report {
    simple(
        &format!(
            "rule_set: x\nversion: 1\ntitle: x\n\
             inputs: {{ kỷ_luật: {{ title: Bị kỷ luật, kind: yes-no }}, đơn: {{ title: Có đơn, kind: yes-no }} }}\n\
             criteria: [ {{ code: I, points_max: 10 }} ]\n\
             awards:\n\
             - {{ id: a, title: Giấy khen, kind: commendation, for: collective, requires: [ {{ when: không kỷ_luật, label: không bị kỷ luật }} ] }}\n\
             - {{ id: b, title: Bằng khen, kind: commendation, for: collective, hold_when: [ {{ when: đơn, label: {FACT} }} ] }}\n"
        ),
        "entrant,I,kỷ_luật,đơn\nngười-một,9,có,có\nngười-hai,8,không,không\n",
    )
}

#[test]
fn facts_about_a_person_stand_only_where_they_must_be_known() {
    let report = with_facts();
    let results = report.results();
    let templates = Templates::read([]).unwrap();
    let own = thidua_report::unit_papers(&results, &templates).unwrap();
    for paper in &own {
        let text = words(&paper.bytes);
        let about = paper.name.ends_with("/người-một.docx");
        assert!(!text.contains(if about { "người-hai" } else { "người-một" }), "{}: {text}", paper.name);
        // The person reads it where the award is, and nobody else reads it at all.
        let is_explanation = paper.name.contains("/phieu-giai-trinh/");
        assert_eq!(text.contains(FACT), about && is_explanation, "{}: {text}", paper.name);
        assert!(about || !text.contains("kỷ luật"), "{}: {text}", paper.name);
    }
    assert!(own.iter().any(|paper| paper.name.ends_with("thong-bao-khong-du-dieu-kien/người-một.docx")));
    // The council decides, so its minutes say it; what leaves the council does not.
    for paper in documents(&results, &templates, None).unwrap() {
        let text = words(&paper.bytes);
        let of_council = paper.name.ends_with("/bien-ban.docx");
        assert!(of_council || (!text.contains(FACT) && !text.contains("kỷ luật")), "{}: {text}", paper.name);
    }
    let public = thidua_report::public_page(&results, Language::Vietnamese).unwrap();
    let public = String::from_utf8(public.bytes).unwrap();
    assert!(!public.contains(FACT) && !public.contains("kỷ luật") && !public.contains("người-một"));
    let listed = thidua_report::workbooks(&results, Language::Vietnamese).unwrap();
    for paper in listed.iter().filter(|paper| !paper.name.ends_with("/danh-sach-de-nghi.xlsx")) {
        let text = format!("{:?}", crate::workbooks::sheets(paper));
        assert!(!text.contains(FACT) && !text.contains("kỷ luật"), "{}: {text}", paper.name);
    }
}
