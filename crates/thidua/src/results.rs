mod visible;

use std::io::{self, Write};

use thidua_core::{AwardStatus, Exact, Language};

use crate::outcome_file::{
    OutcomeFile, case_words, decided_words, gap_words, grade_words, open_requirements,
};
use crate::page::{number, page_of, say};
use crate::run::{Report, Run};
use crate::summary::summary;
use visible::Visible;

/// One file of the results folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultFile {
    /// Name, relative to the results folder.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Where results are written to (nơi nhận kết quả): one file after another.
pub trait ResultSink: Write {
    /// Begins a file, by its name relative to the results folder; what is written next belongs to it.
    ///
    /// # Errors
    /// When the sink cannot take the file.
    fn begin(&mut self, name: &str) -> io::Result<()>;
}

/// The files of the results folder (thư mục kết quả), without the run record, all in memory.
///
/// The same inputs give the same bytes, whatever the order of their rows.
#[must_use]
pub fn results(report: &Report, language: Language) -> Vec<ResultFile> {
    let mut files = InMemory(Vec::new());
    // Memory takes everything.
    let _ = write_results(report, language, &mut files);
    files.0
}

/// Writes the files of the results folder one after another (ghi kết quả lần lượt): the same bytes as
/// [`results`], of which no more than a table row or one entrant's page is held at a time.
///
/// # Errors
/// What the sink reports.
pub fn write_results(report: &Report, language: Language, sink: &mut dyn ResultSink) -> io::Result<()> {
    let sink = &mut Visible::over(sink);
    sink.begin("summary.txt")?;
    sink.write_all(summary(report, language, usize::MAX).as_bytes())?;
    #[cfg(feature = "json")]
    {
        sink.begin("outcome.json")?;
        // It is written sign by sign, and every write is hashed.
        let mut pieces = io::BufWriter::with_capacity(1 << 16, &mut *sink);
        thidua_json::write_json(&mut pieces, &OutcomeFile::of(report))?;
        pieces.flush()?;
    }
    #[cfg(not(feature = "json"))]
    let _ = OutcomeFile::of;
    for run in &report.runs {
        let tables: [(&str, Table); 6] = [
            ("standings.csv", standings),
            ("scorecards.csv", scorecards),
            ("recommendations.csv", recommendations),
            ("refusals.csv", refusals),
            ("quotas.csv", quotas),
            ("findings.csv", findings),
        ];
        for (name, table) in tables {
            sink.begin(&format!("{}/{name}", run.id))?;
            let mut rows = Rows { out: &mut *sink, first: true, written: Ok(()) };
            table(run, language, &mut rows);
            rows.written?;
        }
        sink.begin(&format!("{}/explanations.txt", run.id))?;
        let explainable = run.explainable();
        for row in 0..run.evaluations.entrants().len() {
            if row > 0 {
                sink.write_all("\n────────\n\n".as_bytes())?;
            }
            sink.write_all(page_of(&explainable, run, row, language, false).as_bytes())?;
        }
    }
    sink.flush()
}

struct InMemory(Vec<ResultFile>);

impl Write for InMemory {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Some(file) = self.0.last_mut() {
            file.bytes.extend_from_slice(bytes);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl ResultSink for InMemory {
    fn begin(&mut self, name: &str) -> io::Result<()> {
        self.0.push(ResultFile { name: name.to_owned(), bytes: Vec::new() });
        Ok(())
    }
}

/// Makes the rows of a table.
type Table = fn(&Run, Language, &mut Rows<'_>);

/// The rows of a table: each is written as it is made.
struct Rows<'a> {
    out: &'a mut dyn ResultSink,
    first: bool,
    /// The first fault; nothing is written after it.
    written: io::Result<()>,
}

impl Rows<'_> {
    fn push(&mut self, row: Vec<String>) {
        if self.written.is_ok() {
            self.written = self.out.write_all(&csv(&row, self.first));
            self.first = false;
        }
    }
}

/// A byte order mark lets spreadsheet programs read Vietnamese letters rightly.
fn csv(row: &[String], bom: bool) -> Vec<u8> {
    #[cfg(feature = "csv")]
    return thidua_csv::write([row], thidua_csv::WriteOptions { bom, ..Default::default() });
    #[cfg(not(feature = "csv"))]
    return (bom, (row.join("\t") + "\n").into_bytes()).1;
}

fn words(language: Language, pairs: &[(&'static str, &'static str)]) -> Vec<String> {
    pairs.iter().map(|(vi, en)| say(language, vi, en).to_owned()).collect()
}

/// Points in the tables are exact: a decimal, or a fraction where there is no finite one.
fn exact(value: Option<Exact>, language: Language) -> String {
    let Some(value) = value else { return String::new() };
    let mut shown = String::new();
    let mark = if language == Language::Vietnamese { ',' } else { '.' };
    if value.write_decimal(u32::MAX, mark, &mut shown) { shown } else { value.to_string() }
}

fn standings(run: &Run, language: Language, rows: &mut Rows<'_>) {
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
    order.sort_by_cached_key(|row| {
        let cluster = run.evaluations.entrants().get(*row).map(|entrant| entrant.cluster.as_str());
        (cluster, run.outcome.standings.place(0, *row).unwrap_or(u32::MAX), *row)
    });
    rows.push(header);
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
}

fn scorecards(run: &Run, language: Language, rows: &mut Rows<'_>) {
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
    rows.push(header);
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
}

fn recommendations(run: &Run, language: Language, rows: &mut Rows<'_>) {
    rows.push(words(
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
    ));
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
}

/// Every refusal and hold with all its reasons, the first one first.
fn refusals(run: &Run, language: Language, rows: &mut Rows<'_>) {
    rows.push(words(
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
    ));
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
}

fn findings(run: &Run, language: Language, rows: &mut Rows<'_>) {
    rows.push(words(
        language,
        &[("Mã", "id"), ("Đơn vị", "entrant"), ("Tiêu chí", "criterion"), ("Nội dung", "finding")],
    ));
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
}

/// The places of every award and scope, and where their number comes from.
fn quotas(run: &Run, language: Language, rows: &mut Rows<'_>) {
    rows.push(words(
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
    ));
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
}
