//! Documents in the form of the state (văn bản hành chính): a request, a draft decision and the minutes of each run.
//!
//! They are Vietnamese whatever language the tables have. What the engine does not know stands in square
//! brackets: body, number, date, signatures.

mod annex;
mod form;
mod minutes;
mod unit;

pub use annex::annex_document;
pub use unit::unit_papers;

use std::collections::BTreeMap;

use docx_rs::{AlignmentType, Docx};
use thidua_core::{EntrantKind, Exact, Language};

use crate::Paper;
use crate::number::{grouped, shown};
use crate::run::{MovementResults, RunResults};
use crate::tables::recommendations::rows_of;
use form::{Head, body, centred, finish, letterhead, line, new_page, signature, table, title};

/// A document that could not be put together.
#[derive(Debug)]
pub struct DocumentError(String);

impl std::fmt::Display for DocumentError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(formatter)
    }
}

impl std::error::Error for DocumentError {}

/// `to-trinh.docx`, `du-thao-quyet-dinh.docx` and `bien-ban.docx` of every run that has awards.
///
/// # Errors
/// When a file cannot be packed.
pub fn documents(results: &MovementResults<'_>) -> Result<Vec<Paper>, DocumentError> {
    let mut papers = Vec::new();
    for run in results.runs.iter().filter(|run| !run.plan.rules().awards.is_empty()) {
        let lists = lists(run);
        for (name, document) in [
            ("to-trinh.docx", request(results, run, &lists)),
            ("du-thao-quyet-dinh.docx", decision(results, run, &lists)),
            ("bien-ban.docx", minutes::minutes(results, run)),
        ] {
            papers.push(Paper { name: format!("{}/{name}", run.id), bytes: finish(document)? });
        }
    }
    Ok(papers)
}

/// Who is on the list of one award for certain: nobody whose case hangs on an open one.
struct List {
    award: usize,
    rows: Vec<usize>,
    money: Exact,
    /// How many more may still join it.
    open: usize,
}

fn lists(run: &RunResults<'_>) -> Vec<List> {
    let recommendations = &run.outcome.recommendations;
    (0..run.plan.rules().awards.len())
        .map(|award| {
            let listed = rows_of(run, award);
            let certain = |row: &usize| {
                recommendations.holds(award, *row) == Some(true)
                    && !recommendations.is_provisional(award, *row)
            };
            let rows: Vec<usize> = listed.iter().copied().filter(certain).collect();
            let open = listed.iter().filter(|row| {
                let holds = recommendations.holds(award, **row);
                holds.is_none() || (holds == Some(true) && !certain(row))
            });
            let amounts = rows.iter().filter_map(|row| recommendations.case(award, *row)?.money.as_ref());
            let money = amounts.fold(Exact::ZERO, |sum, amount| sum + amount.clone());
            List { award, open: open.count(), rows, money }
        })
        .collect()
}

fn request(results: &MovementResults<'_>, run: &RunResults<'_>, lists: &[List]) -> Docx {
    let mut document = letterhead("TTr");
    for line in title("TỜ TRÌNH", &["Về việc đề nghị khen thưởng", results.movement, run.title])
    {
        document = document.add_paragraph(line);
    }
    document = document.add_paragraph(centred("Kính gửi: [Cấp có thẩm quyền quyết định khen thưởng]", false));
    for clause in basis(run) {
        document = document.add_paragraph(line(&format!("Căn cứ {clause};")));
    }
    let entrants = run.evaluations.entrants().len();
    let scored = (0..entrants).filter(|row| run.outcome.scorecards.total(*row).is_some()).count();
    document = document.add_paragraph(body(&format!(
        "[Tên cơ quan trình] đã tổng hợp kết quả chấm điểm của {scored}/{entrants} đối tượng theo {} (phiên bản {}). \
         Kết quả xét như sau:",
        run.plan.rules().title, run.plan.rules().version
    )));
    document = document.add_table(counts(run, lists));
    for (payer, sum) in money(run, lists) {
        let fund = if payer.is_empty() { String::new() } else { format!(" từ quỹ {payer}") };
        let amount = grouped(&sum, Language::Vietnamese);
        document = document.add_paragraph(body(&format!("Tổng số tiền thưởng{fund}: {amount} đồng.")));
    }
    let open: usize = lists.iter().map(|list| list.open).sum();
    if open > 0 {
        document = document.add_paragraph(body(&format!(
            "Còn {open} trường hợp chưa kết luận hoặc còn tùy thuộc trường hợp khác, không có trong danh sách này; \
             trình bổ sung sau khi có kết luận."
        )));
    }
    document = document.add_paragraph(body(
        "[Tên cơ quan trình] kính trình [cấp có thẩm quyền] xem xét, quyết định (danh sách kèm theo)./.",
    ));
    document =
        document.add_table(signature("[CHỨC VỤ NGƯỜI KÝ]", &["Như trên;", "Lưu: VT, [đơn vị soạn thảo]."]));
    annex(document, run, lists, "Kèm theo Tờ trình số [số] ngày [ngày] tháng [tháng] năm [năm]")
}

fn decision(results: &MovementResults<'_>, run: &RunResults<'_>, lists: &[List]) -> Docx {
    let mut document = letterhead("QĐ");
    for line in title("QUYẾT ĐỊNH", &["Về việc khen thưởng", results.movement, run.title, "(DỰ THẢO)"])
    {
        document = document.add_paragraph(line);
    }
    document = document.add_paragraph(centred("[THẨM QUYỀN BAN HÀNH]", true));
    for clause in basis(run) {
        document = document.add_paragraph(line(&format!("Căn cứ {clause};")));
    }
    document = document
        .add_paragraph(line(
            "Xét đề nghị của [cơ quan trình] tại Tờ trình số [số] ngày [ngày] tháng [tháng] năm [năm].",
        ))
        .add_paragraph(centred("QUYẾT ĐỊNH:", true));
    let awards = &run.plan.rules().awards;
    let given: Vec<String> = lists
        .iter()
        .filter(|list| !list.rows.is_empty())
        .filter_map(|list| Some(format!("{} cho {}", awards.get(list.award)?.title, who(run, &list.rows))))
        .collect();
    document =
        document.add_paragraph(body(&format!("Điều 1. Tặng {} (danh sách kèm theo).", given.join("; "))));
    let sums: Vec<String> = money(run, lists)
        .into_iter()
        .map(|(payer, sum)| {
            let fund =
                if payer.is_empty() { "[nguồn kinh phí]".to_owned() } else { format!("quỹ {payer}") };
            format!("{} đồng từ {fund}", grouped(&sum, Language::Vietnamese))
        })
        .collect();
    if !sums.is_empty() {
        document = document.add_paragraph(body(&format!("Điều 2. Tiền thưởng: {}.", sums.join("; "))));
    }
    let last = if sums.is_empty() { 2 } else { 3 };
    document = document
        .add_paragraph(body(&format!("Điều {last}. Quyết định này có hiệu lực kể từ ngày ký.")))
        .add_paragraph(body(&format!(
            "Điều {}. [Các cơ quan, đơn vị liên quan] và các tập thể, cá nhân có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./.",
            last + 1
        )));
    document = document
        .add_table(signature("[CHỨC VỤ NGƯỜI KÝ]", &["Như Điều thi hành;", "Lưu: VT, [đơn vị soạn thảo]."]));
    annex(document, run, lists, "Kèm theo Quyết định số [số] ngày [ngày] tháng [tháng] năm [năm]")
}

/// The documents the rules rest on, in full.
fn basis(run: &RunResults<'_>) -> Vec<String> {
    let documents = run.plan.rules().legal_basis.iter().map(|(_, basis)| {
        let number = basis.number.as_ref().map(|number| format!(" số {number}")).unwrap_or_default();
        let issued = basis.issued.as_ref().map(|issued| format!(" ({issued})")).unwrap_or_default();
        let named = if basis.number.as_ref().is_some_and(|number| basis.document.contains(number)) {
            ""
        } else {
            &number
        };
        format!("{}{named}{issued}", basis.document)
    });
    documents.collect()
}

/// How many collectives, people and households.
fn who(run: &RunResults<'_>, rows: &[usize]) -> String {
    let of = |kind: EntrantKind| {
        let entrants = rows.iter().filter_map(|row| run.evaluations.entrants().get(*row));
        entrants.filter(|entrant| entrant.entrant == kind).count()
    };
    let parts = [
        (of(EntrantKind::Collective), "tập thể"),
        (of(EntrantKind::Individual), "cá nhân"),
        (of(EntrantKind::Household), "hộ gia đình"),
    ];
    let parts = parts.into_iter().filter(|(count, _)| *count > 0);
    parts.map(|(count, word)| format!("{count:02} {word}")).collect::<Vec<_>>().join(", ")
}

fn money(run: &RunResults<'_>, lists: &[List]) -> BTreeMap<String, Exact> {
    let mut sums: BTreeMap<String, Exact> = BTreeMap::new();
    for list in lists.iter().filter(|list| !list.money.is_zero()) {
        let award = run.plan.rules().awards.get(list.award);
        let payer =
            award.and_then(|award| award.money.as_ref()?.payer.as_ref()).map(|payer| payer.value.clone());
        *sums.entry(payer.unwrap_or_default()).or_default() += &list.money;
    }
    sums
}

fn counts(run: &RunResults<'_>, lists: &[List]) -> docx_rs::Table {
    let awards = &run.plan.rules().awards;
    let rows = lists.iter().enumerate().filter_map(|(index, list)| {
        let money =
            if list.money.is_zero() { String::new() } else { grouped(&list.money, Language::Vietnamese) };
        let title = awards.get(list.award)?.title.clone();
        Some(vec![(index + 1).to_string(), title, who(run, &list.rows), money])
    });
    let heads = [
        Head { text: "TT", width: 600, align: AlignmentType::Center },
        Head { text: "Danh hiệu, hình thức", width: 4400, align: AlignmentType::Left },
        Head { text: "Số lượng", width: 2400, align: AlignmentType::Left },
        Head { text: "Tiền thưởng (đồng)", width: 1900, align: AlignmentType::Right },
    ];
    table(&heads, rows)
}

/// The list on a page of its own: an award after another, by rank.
fn annex(document: Docx, run: &RunResults<'_>, lists: &[List], under: &str) -> Docx {
    let mut document = document
        .add_paragraph(new_page())
        .add_paragraph(centred("DANH SÁCH", true))
        .add_paragraph(centred(&format!("({under})"), false));
    let places = run.places().total();
    for list in lists.iter().filter(|list| !list.rows.is_empty()) {
        let Some(award) = run.plan.rules().awards.get(list.award) else { continue };
        document = document.add_paragraph(line(&format!("{}: {}", award.title, who(run, &list.rows))));
        let rows = list.rows.iter().enumerate().filter_map(|(index, row)| {
            let entrant = run.evaluations.entrants().get(*row)?;
            let case = run.outcome.recommendations.case(list.award, *row)?;
            let total = run.outcome.scorecards.total(*row);
            let total = total.map(|total| shown(&total, places, Language::Vietnamese)).unwrap_or_default();
            let money =
                case.money.as_ref().map(|money| grouped(money, Language::Vietnamese)).unwrap_or_default();
            Some(vec![(index + 1).to_string(), entrant.name.clone(), entrant.cluster.clone(), total, money])
        });
        let heads = [
            Head { text: "TT", width: 600, align: AlignmentType::Center },
            Head { text: "Tên tập thể, cá nhân", width: 3900, align: AlignmentType::Left },
            Head { text: "Cụm, khối", width: 2200, align: AlignmentType::Left },
            Head { text: "Tổng điểm", width: 1100, align: AlignmentType::Right },
            Head { text: "Tiền thưởng (đồng)", width: 1500, align: AlignmentType::Right },
        ];
        document = document.add_table(table(&heads, rows));
    }
    document
}
