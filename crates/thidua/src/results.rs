use thidua_core::{AwardStatus, Exact, Language};

use crate::outcome_file::{
    OutcomeFile, case_words, decided_words, gap_words, grade_words, open_requirements,
};
use crate::page::{number, page, say};
use crate::run::{Report, Run};
use crate::summary::summary;

/// One file of the results folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultFile {
    /// Name, relative to the results folder.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The files of the results folder (thư mục kết quả), without the run record.
///
/// The same inputs give the same bytes, whatever the order of their rows.
#[must_use]
pub fn results(report: &Report, language: Language) -> Vec<ResultFile> {
    let mut files = vec![file("summary.txt", summary(report, language, usize::MAX).into_bytes())];
    #[cfg(feature = "json")]
    files.push(file("outcome.json", thidua_json::to_json(&OutcomeFile::of(report)).into_bytes()));
    #[cfg(not(feature = "json"))]
    let _ = OutcomeFile::of;
    for run in &report.runs {
        let folder = &run.id;
        for (name, rows) in [
            ("standings.csv", standings(run, language)),
            ("scorecards.csv", scorecards(run, language)),
            ("recommendations.csv", recommendations(run, language)),
            ("refusals.csv", refusals(run, language)),
            ("quotas.csv", quotas(run, language)),
            ("findings.csv", findings(run, language)),
        ] {
            files.push(file(&format!("{folder}/{name}"), csv(&rows)));
        }
        let pages: Vec<String> =
            (0..run.evaluations.entrants().len()).map(|row| page(run, row, language, false)).collect();
        files.push(file(&format!("{folder}/explanations.txt"), pages.join("\n────────\n\n").into_bytes()));
    }
    files
}

fn file(name: &str, bytes: Vec<u8>) -> ResultFile {
    ResultFile { name: name.to_owned(), bytes }
}

/// A byte order mark lets spreadsheet programs read Vietnamese letters rightly.
fn csv(rows: &[Vec<String>]) -> Vec<u8> {
    #[cfg(feature = "csv")]
    return thidua_csv::write(rows, thidua_csv::WriteOptions { bom: true, ..Default::default() });
    #[cfg(not(feature = "csv"))]
    rows.iter().flat_map(|row| (row.join("\t") + "\n").into_bytes()).collect()
}

fn words(language: Language, pairs: &[(&'static str, &'static str)]) -> Vec<String> {
    pairs.iter().map(|(vi, en)| say(language, vi, en).to_owned()).collect()
}

/// Points in the tables are exact: a decimal, or a fraction where there is no finite one.
fn exact(value: Option<Exact>, language: Language) -> String {
    let shown = value.map(|value| value.to_string()).unwrap_or_default();
    if language == Language::Vietnamese { shown.replace('.', ",") } else { shown }
}

fn standings(run: &Run, language: Language) -> Vec<Vec<String>> {
    let rules = run.plan.rules();
    let mut header = words(
        language,
        &[("STT", "no"), ("Mã", "id"), ("Đơn vị", "entrant"), ("Cụm", "cluster"), ("Tổng điểm", "total")],
    );
    header.extend(
        rules
            .gradings
            .iter()
            .map(|grading| if grading.title.is_empty() { grading.id.clone() } else { grading.title.clone() }),
    );
    for ranking in &rules.rankings {
        header.push(ranking.title.clone().unwrap_or_else(|| ranking.id.clone()));
        header.push(say(language, "Đồng hạng", "shared by").to_owned());
    }
    let mut order: Vec<usize> = (0..run.evaluations.entrants().len()).collect();
    order.sort_by_key(|row| {
        let cluster = run.evaluations.entrants().get(*row).map(|entrant| entrant.cluster.clone());
        (cluster, run.outcome.standings.place(0, *row).unwrap_or(u32::MAX), *row)
    });
    let mut rows = vec![header];
    for (index, row) in order.into_iter().enumerate() {
        let Some(entrant) = run.evaluations.entrants().get(row) else { continue };
        let mut cells =
            vec![(index + 1).to_string(), entrant.id.clone(), entrant.name.clone(), entrant.cluster.clone()];
        cells.push(exact(run.outcome.scorecards.total(row), language));
        for position in 0..rules.gradings.len() {
            cells.push(grade_words(run, position, row).unwrap_or_default());
        }
        for position in 0..rules.rankings.len() {
            cells.push(
                run.outcome.standings.place(position, row).map(|place| place.to_string()).unwrap_or_default(),
            );
            cells.push(
                run.outcome
                    .standings
                    .ranking(position)
                    .map(|ranked| ranked.sharing(row).to_string())
                    .unwrap_or_default(),
            );
        }
        rows.push(cells);
    }
    rows
}

fn scorecards(run: &Run, language: Language) -> Vec<Vec<String>> {
    let order: Vec<usize> =
        run.plan.reading_order().into_iter().filter(|node| *node != run.plan.root()).collect();
    let mut header = words(language, &[("Mã", "id"), ("Đơn vị", "entrant")]);
    header.extend(order.iter().filter_map(|node| run.plan.nodes().get(*node)).map(|node| node.path.clone()));
    header.extend(words(
        language,
        &[
            ("Điểm thưởng", "bonus"),
            ("Điểm trừ", "deductions"),
            ("Tổng điểm", "total"),
            ("Điểm tối đa", "maximum"),
        ],
    ));
    let mut rows = vec![header];
    for (row, entrant) in run.evaluations.entrants().iter().enumerate() {
        let cards = &run.outcome.scorecards;
        let mut cells = vec![entrant.id.clone(), entrant.name.clone()];
        cells.extend(order.iter().map(|node| exact(cards.points(*node, row), language)));
        cells.push(exact(cards.bonus(row), language));
        cells.push(exact(cards.deductions(row), language));
        cells.push(exact(cards.total(row), language));
        cells.push(exact(Some(cards.max(&run.plan, run.plan.root(), row)), language));
        rows.push(cells);
    }
    rows
}

fn recommendations(run: &Run, language: Language) -> Vec<Vec<String>> {
    let mut rows = vec![words(
        language,
        &[
            ("Danh hiệu, hình thức", "award"),
            ("Mã", "id"),
            ("Đơn vị", "entrant"),
            ("Cụm", "cluster"),
            ("Kết quả xét", "status"),
            ("Tổng điểm", "total"),
            ("Hạng", "rank"),
            ("Tiền thưởng (đồng)", "money"),
            ("Quyết định", "decision"),
        ],
    )];
    for (position, award) in run.plan.rules().awards.iter().enumerate() {
        for (row, entrant) in run.evaluations.entrants().iter().enumerate() {
            let Some(case) = run.outcome.recommendations.case(position, row) else { continue };
            let status = AwardStatus::of(&case.status);
            let listed = status != AwardStatus::Refused || case.decided.is_some();
            if status == AwardStatus::OtherKind || !listed {
                continue;
            }
            let ranking = award
                .ranked_by
                .as_ref()
                .and_then(|id| run.plan.rules().rankings.iter().position(|ranking| ranking.id == id.value))
                .unwrap_or(0);
            rows.push(vec![
                award.title.clone(),
                entrant.id.clone(),
                entrant.name.clone(),
                entrant.cluster.clone(),
                case_words(run, position, row, language),
                exact(run.outcome.scorecards.total(row), language),
                run.outcome.standings.place(ranking, row).map(|place| place.to_string()).unwrap_or_default(),
                case.money.as_ref().map(|money| number(money, language)).unwrap_or_default(),
                case.decided
                    .as_ref()
                    .map(|(outcome, decision)| {
                        let words = decided_words(*outcome, language);
                        format!("{words}: {} {}", decision.number, decision.date.to_vietnamese())
                    })
                    .unwrap_or_default(),
            ]);
        }
    }
    rows
}

/// Every refusal and hold with all its reasons, the first one first.
fn refusals(run: &Run, language: Language) -> Vec<Vec<String>> {
    let mut rows = vec![words(
        language,
        &[
            ("Danh hiệu, hình thức", "award"),
            ("Mã", "id"),
            ("Đơn vị", "entrant"),
            ("Kết quả xét", "status"),
            ("Điều kiện", "requirement"),
            ("Thực tế", "found"),
            ("Cần thay đổi", "change"),
            ("Căn cứ", "basis"),
        ],
    )];
    for (position, award) in run.plan.rules().awards.iter().enumerate() {
        for (row, entrant) in run.evaluations.entrants().iter().enumerate() {
            let Some(case) = run.outcome.recommendations.case(position, row) else { continue };
            let status = AwardStatus::of(&case.status);
            if !matches!(status, AwardStatus::Refused | AwardStatus::Held) {
                continue;
            }
            for check in open_requirements(run, position, row) {
                rows.push(vec![
                    award.title.clone(),
                    entrant.id.clone(),
                    entrant.name.clone(),
                    case_words(run, position, row, language),
                    check.label.in_language(language).to_owned(),
                    check.found.in_language(language).to_owned(),
                    check.change.map(|change| change.in_language(language).to_owned()).unwrap_or_default(),
                    check.basis.unwrap_or_default(),
                ]);
            }
        }
    }
    rows
}

fn findings(run: &Run, language: Language) -> Vec<Vec<String>> {
    let mut rows = vec![words(
        language,
        &[("Mã", "id"), ("Đơn vị", "entrant"), ("Tiêu chí", "criterion"), ("Nội dung", "finding")],
    )];
    for short in &run.shortfalls {
        let entrant = run.evaluations.entrants().get(short.entrant);
        rows.push(vec![
            entrant.map(|entrant| entrant.id.clone()).unwrap_or_default(),
            entrant.map(|entrant| entrant.name.clone()).unwrap_or_default(),
            run.plan.nodes().get(short.node).map(|node| node.path.clone()).unwrap_or_default(),
            short.reason.in_language(language).to_owned(),
        ]);
    }
    for gap in &run.gaps {
        rows.push(vec![
            gap.entrant.clone(),
            String::new(),
            gap.criterion.clone(),
            gap_words(gap).in_language(language).to_owned(),
        ]);
    }
    for finding in run.findings() {
        let message = finding.message.in_language(language).to_owned();
        rows.push(vec![String::new(), String::new(), String::new(), message]);
    }
    rows
}

/// The places of every award and scope, and where their number comes from.
fn quotas(run: &Run, language: Language) -> Vec<Vec<String>> {
    let mut rows = vec![words(
        language,
        &[
            ("Danh hiệu, hình thức", "award"),
            ("Phạm vi", "scope"),
            ("Cơ số", "base"),
            ("Cách tính", "arithmetic"),
            ("Chỉ tiêu", "places"),
            ("Đã dùng", "filled"),
            ("Còn lại", "left"),
        ],
    )];
    for (position, award) in run.plan.rules().awards.iter().enumerate() {
        for quota in run.outcome.recommendations.quotas(position) {
            rows.push(vec![
                award.title.clone(),
                quota.scope.clone(),
                exact(quota.base.clone(), language),
                quota.arithmetic.in_language(language).to_owned(),
                quota.places.to_string(),
                quota.filled.to_string(),
                quota.left().to_string(),
            ]);
        }
    }
    rows
}
