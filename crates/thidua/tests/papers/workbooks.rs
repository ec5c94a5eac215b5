//! Workbooks are read back by another program's reader: the numbers are those of the results.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use thidua::Language;
use thidua_report::{Paper, workbooks};

use crate::support::{simple, worked};

pub(crate) fn sheets(paper: &Paper) -> Vec<(String, Vec<Vec<Data>>)> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(paper.bytes.clone())).unwrap();
    let names = book.sheet_names();
    names
        .into_iter()
        .map(|name| {
            let range = book.worksheet_range(&name).unwrap();
            (name, range.rows().map(<[Data]>::to_vec).collect())
        })
        .collect()
}

fn column(rows: &[Vec<Data>], heading: &str) -> (usize, usize) {
    let found = rows.iter().enumerate().find_map(|(line, row)| {
        Some((line, row.iter().position(|cell| matches!(cell, Data::String(text) if text == heading))?))
    });
    found.unwrap_or_else(|| panic!("no column {heading}"))
}

fn shown(cell: Option<&Data>) -> Option<String> {
    match cell {
        Some(Data::Float(number)) => Some(number.to_string()),
        Some(Data::Int(number)) => Some(number.to_string()),
        Some(Data::String(text)) => Some(text.clone()),
        _ => None,
    }
}

/// As a workbook shows a number: without zeros behind the last digit.
fn trimmed(number: &str) -> String {
    match number.split_once('.') {
        Some(_) => number.trim_end_matches('0').trim_end_matches('.').to_owned(),
        None => number.to_owned(),
    }
}

#[test]
fn every_total_and_every_sum_of_money_is_that_of_the_results() {
    for folder in ["khen-thuong-2026", "dan-van-kheo-2014"] {
        let report = worked(folder);
        let results = report.results();
        let papers = workbooks(&results, Language::English).unwrap();
        let outcome = thidua::results(&report, Language::English);
        let outcome = outcome.iter().find(|file| file.name == "outcome.json").unwrap();
        let outcome: serde_json::Value = serde_json::from_slice(&outcome.bytes).unwrap();
        for told in outcome["runs"].as_array().unwrap() {
            let run = told["id"].as_str().unwrap();
            let paper =
                |name: &str| papers.iter().find(|paper| paper.name == format!("{run}/{name}")).unwrap();
            let entrants: BTreeMap<&str, &serde_json::Value> = told["entrants"]
                .as_array()
                .unwrap()
                .iter()
                .map(|each| (each["id"].as_str().unwrap(), each))
                .collect();
            let mut met = 0;
            for (_, rows) in sheets(paper("bang-tong-hop.xlsx")) {
                if !rows.iter().flatten().any(|cell| matches!(cell, Data::String(text) if text == "id")) {
                    continue;
                }
                let ((head, id), (_, total)) = (column(&rows, "id"), column(&rows, "total"));
                for row in &rows[head + 1..] {
                    let entrant = entrants[shown(row.get(id)).unwrap().as_str()];
                    let wanted = entrant["total"]["shown"].as_str().map(trimmed);
                    assert_eq!(shown(row.get(total)), wanted, "{run} {entrant}");
                    met += 1;
                }
            }
            assert_eq!(met, entrants.len(), "{run}: everybody stands on one sheet");
            // The sums of the lists are what the results pay to those who are certain.
            let lists = sheets(paper("danh-sach-de-nghi.xlsx"));
            let awards = &results.runs.iter().find(|each| each.id == run).unwrap().plan.rules().awards;
            for (award, (_, rows)) in awards.iter().zip(&lists) {
                let (head, money) = column(rows, "money");
                let sum = rows.iter().skip(head).find(|row| shown(row.first()).as_deref() == Some("Sum"));
                let paid: i64 = entrants
                    .values()
                    .filter_map(|entrant| {
                        let case = entrant["awards"]
                            .as_array()?
                            .iter()
                            .find(|each| each["award"] == *award.id.value)?;
                        let certain = case.get("provisional").is_none();
                        case["money"]["exact"].as_str().filter(|_| certain)?.parse::<i64>().ok()
                    })
                    .sum();
                assert_eq!(
                    sum.and_then(|row| shown(row.get(money))).unwrap_or("0".to_owned()),
                    paid.to_string()
                );
            }
        }
    }
}

/// The numbers of a column below its heading, down to the first cell without one.
fn numbers(rows: &[Vec<Data>], heading: &str) -> Vec<i64> {
    let (head, at) = column(rows, heading);
    let cells = rows[head + 1..].iter().map(|row| shown(row.get(at)).unwrap_or_default());
    cells.map_while(|cell| if cell.is_empty() { Some(0) } else { cell.parse().ok() }).collect()
}

#[test]
fn statistics_and_funds_add_up_to_the_results() {
    let report = worked("khen-thuong-2026");
    let results = report.results();
    let papers = workbooks(&results, Language::English).unwrap();
    let book = |name: &str| sheets(papers.iter().find(|paper| paper.name == name).unwrap());
    let (mut certain, mut money, mut open) = ([0_i64; 3], 0_i64, 0_i64);
    for run in &results.runs {
        for award in run.plan.rules().awards().keys() {
            for (row, entrant) in run.evaluations.entrants().iter_enumerated() {
                let recommendations = &run.outcome.recommendations;
                let holds = recommendations.holds(award, row);
                if holds == Some(true) && !recommendations.is_provisional(award, row) {
                    certain[entrant.entrant as usize] += 1;
                    let paid = recommendations.case(award, row).unwrap().money().cloned();
                    money += paid.map_or(0, |paid| paid.to_string().parse::<i64>().unwrap());
                } else if holds != Some(false) && recommendations.case(award, row).is_some() {
                    open += i64::from(holds.is_none() || recommendations.is_provisional(award, row));
                }
            }
        }
    }
    assert!(certain[0] > 0 && certain[1] > 0 && money > 0 && open > 0);
    let statistics = book("bieu-0603.xlsx");
    let (name, rows) = &statistics[0];
    assert_eq!(name, "Form 0603 of 2026");
    // The last line is the sum of those above it.
    for (heading, wanted) in
        [("people", certain[0]), ("collectives", certain[1]), ("all", certain.iter().sum()), ("open", open)]
    {
        let found = numbers(rows, heading);
        let (sum, each) = found.split_last().unwrap();
        assert_eq!((*sum, each.iter().sum::<i64>()), (wanted, wanted), "{heading}");
    }
    assert_eq!(numbers(&statistics[1].1, "all").iter().sum::<i64>(), certain.iter().sum::<i64>());
    let funds = book("bao-cao-quy.xlsx");
    let by_fund: i64 = funds[0]
        .1
        .iter()
        .filter(|row| {
            !row.iter().any(|cell| matches!(cell, Data::String(text) if text.starts_with("sum of")))
        })
        .filter_map(|row| shown(row.get(3))?.parse::<i64>().ok())
        .sum();
    assert_eq!(by_fund, money);
    assert_eq!(numbers(&funds[1].1, "certain").iter().sum::<i64>(), money);
    let paid = numbers(&funds[2].1, "money");
    let (sum, each) = paid.split_last().unwrap();
    assert_eq!((*sum, each.iter().sum::<i64>()), (money, money));
    for row in &funds[0].1[4..] {
        if let (Some(budget), Some(rest)) = (shown(row.get(2)), shown(row.get(5)))
            && let (Ok(budget), Ok(rest)) = (budget.parse::<i64>(), rest.parse::<i64>())
        {
            let spent = shown(row.get(3)).unwrap().parse::<i64>().unwrap();
            assert_eq!(budget - spent, rest);
            assert_eq!(rest < 0, shown(row.get(6)).unwrap_or_default().ends_with(" over"), "{row:?}");
        }
    }
}

#[test]
fn what_looks_like_a_formula_stays_text_and_odd_names_stay_readable() {
    let report = simple(
        "rule_set: x\nversion: 1\ntitle: \"=1+1\"\ncriteria: [ { code: I, title: \"=SUM(A1)\", points_max: 10 } ]\n\
         awards: [ { id: a, title: \"[=a/b*?]: một hình thức có tên dài hơn ba mươi mốt chữ\", kind: commendation, for: collective }, { id: b, title: \"[=a/b*?]: một hình thức có tên dài hơn ba mươi mốt chữ\", kind: commendation, for: collective } ]\n",
        "entrant,I\n=cmd|' /C calc'!A0,9\n@b,8\n",
    );
    let papers = workbooks(&report.results(), Language::Vietnamese).unwrap();
    let all: Vec<_> = papers.iter().flat_map(sheets).collect();
    let formulas = papers.iter().flat_map(|paper| {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(paper.bytes.clone())).unwrap();
        let names = book.sheet_names();
        names.into_iter().map(move |name| book.worksheet_formula(&name).unwrap()).collect::<Vec<_>>()
    });
    assert!(
        formulas
            .flat_map(|range| range.cells().map(|(_, _, formula)| formula.clone()).collect::<Vec<_>>())
            .all(|formula| formula.is_empty())
    );
    assert!(
        all.iter()
            .flat_map(|(_, rows)| rows.iter().flatten())
            .any(|cell| matches!(cell, Data::String(text) if text == "@b"))
    );
}

#[test]
fn the_same_results_give_the_same_bytes() {
    let report = worked("khen-thuong-2026");
    let (one, other) = (
        workbooks(&report.results(), Language::Vietnamese),
        workbooks(&report.results(), Language::Vietnamese),
    );
    assert!(one.unwrap() == other.unwrap());
}
