use std::collections::BTreeMap;

use thidua_core::{AwardId, EntrantId, EntrantKind, Exact, Language};

use super::{Fields, ballots, cases};
use crate::listed::{Listed, count, listed, payer};
use crate::number::{grouped, shown};
use crate::run::{MovementResults, RunResults};
use crate::tables::recommendations::history;

/// What the documents of a run can say: as `RUN` describes it.
pub(crate) fn run_fields(results: &MovementResults<'_>, run: &RunResults<'_>) -> Fields {
    let lists = listed(run);
    let rules = run.plan.rules();
    let entrants = run.evaluations.entrants().len();
    let scored =
        run.evaluations.entrants().keys().filter(|row| run.outcome.scorecards.total(*row).is_some()).count();
    let open: usize = lists.iter().map(|list| list.open).sum();
    let some = lists.iter().filter(|list| !list.rows.is_empty());
    let given = some.filter_map(|list| {
        Some(format!("{} cho {}", rules.awards().get(list.award)?.title, who(run, &list.rows)))
    });
    let money = money_by_payer(run, &lists);
    let sums = money.iter().map(|(payer, sum)| {
        let fund = if payer.is_empty() { "[nguồn kinh phí]".to_owned() } else { format!("quỹ {payer}") };
        format!("{} đồng từ {fund}", grouped(sum, Language::Vietnamese))
    });
    let funds = money.iter().map(|(payer, sum)| {
        Fields::default().text("tên quỹ", payer).text("số tiền", grouped(sum, Language::Vietnamese))
    });
    let awards: Vec<Fields> =
        lists.iter().enumerate().map(|(number, list)| award(run, number, list)).collect();
    let with_some = lists.iter().zip(&awards).filter(|(list, _)| !list.rows.is_empty());
    let with_some = with_some.map(|(_, fields)| fields.clone()).collect();
    Fields::default()
        .text("phong trào", results.movement)
        .text("đợt xét", run.title)
        .text("bộ tiêu chí", &rules.title)
        .text("phiên bản", &rules.version)
        .text("số đối tượng", entrants.to_string())
        .text("số có tổng điểm", scored.to_string())
        .text("số để ngỏ", if open == 0 { String::new() } else { open.to_string() })
        .text("nội dung khen", given.collect::<Vec<_>>().join("; "))
        .text("nội dung tiền thưởng", sums.collect::<Vec<_>>().join("; "))
        .each("căn cứ", basis_fields(run))
        .each("quỹ", funds.collect())
        .each("hình thức có người", with_some)
        .each("hình thức", awards)
        .each("kết quả xét", cases::results(run))
        .each("quyết định khác", cases::departures(run))
        .each("để ngỏ", cases::open(run))
        .each("bỏ phiếu", ballots(run).into_iter().map(|ballot| ballot.fields).collect())
}

/// The documents the rules rest on, in full.
pub(super) fn basis_fields(run: &RunResults<'_>) -> Vec<Fields> {
    let documents = run.plan.rules().legal_basis.iter().map(|(_, basis)| {
        let number = basis.number.as_ref().map(|number| format!(" số {number}")).unwrap_or_default();
        let issued = basis.issued.as_ref().map(|issued| format!(" ({issued})")).unwrap_or_default();
        let named = if basis.number.as_ref().is_some_and(|number| basis.document.contains(number)) {
            ""
        } else {
            &number
        };
        Fields::default().text("văn bản", format!("{}{named}{issued}", basis.document))
    });
    documents.collect()
}

fn award(run: &RunResults<'_>, number: usize, list: &Listed) -> Fields {
    let title = run.plan.rules().awards().get(list.award).map_or("", |award| award.title.as_str());
    let money = if list.money.is_zero() { String::new() } else { grouped(&list.money, Language::Vietnamese) };
    let kind = |kind| count(run, &list.rows, kind).to_string();
    let lines = list.rows.iter().enumerate();
    let lines = lines.filter_map(|(number, row)| one(run, list.award, number, *row)).collect();
    Fields::default()
        .text("tt", (number + 1).to_string())
        .text("tên hình thức", title)
        .text("số lượng", who(run, &list.rows))
        .text("số tập thể", kind(EntrantKind::Collective))
        .text("số cá nhân", kind(EntrantKind::Individual))
        .text("số hộ gia đình", kind(EntrantKind::Household))
        .text("tiền thưởng", money)
        .each("danh sách", lines)
}

fn one(run: &RunResults<'_>, award: AwardId, number: usize, row: EntrantId) -> Option<Fields> {
    let entrant = run.evaluations.entrants().get(row)?;
    let case = run.outcome.recommendations.case(award, row)?;
    let total = run.outcome.scorecards.total(row);
    let total = total.map(|total| shown(&total, run.places().total(), Language::Vietnamese));
    let place = run.outcome.standings.place(run.ranking_of(award), row);
    let money = case.money().map(|money| grouped(money, Language::Vietnamese));
    Some(
        Fields::default()
            .text("tt", (number + 1).to_string())
            .text("mã", entrant.id.as_str())
            .text("tên", entrant.name.as_str())
            .text("cụm", &*entrant.cluster)
            .text("tổng điểm", total.unwrap_or_default())
            .text("hạng", place.map(|place| place.to_string()).unwrap_or_default())
            .text("thành tích", history(run, &entrant.id).shown(Language::Vietnamese))
            .text("tiền thưởng", money.unwrap_or_default()),
    )
}

/// How many collectives, people and households, in words.
fn who(run: &RunResults<'_>, rows: &[EntrantId]) -> String {
    let parts = [
        (EntrantKind::Collective, "tập thể"),
        (EntrantKind::Individual, "cá nhân"),
        (EntrantKind::Household, "hộ gia đình"),
    ];
    let parts = parts.map(|(kind, word)| (count(run, rows, kind), word)).into_iter();
    let parts = parts.filter(|(count, _)| *count > 0);
    parts.map(|(count, word)| format!("{count:02} {word}")).collect::<Vec<_>>().join(", ")
}

/// What each fund pays for certain; the empty name stands for awards that name none.
fn money_by_payer(run: &RunResults<'_>, lists: &[Listed]) -> BTreeMap<String, Exact> {
    let mut sums: BTreeMap<String, Exact> = BTreeMap::new();
    for list in lists.iter().filter(|list| !list.money.is_zero()) {
        *sums.entry(payer(run, list.award).to_owned()).or_default() += &list.money;
    }
    sums
}
