use thidua_core::rule::Scope;
use thidua_core::{AwardId, AwardStatus, Case, EntrantId, Plan, PointsOf, Text};

use super::words::{AWARD, CLUSTER, DECISION, ENTRANT, HISTORY, ID, MONEY, PLACE, STATUS, TOTAL};
use crate::run::RunResults;
use crate::table::{CellSink, Column, ColumnWords, Value};
use crate::words::{case_value, decided_text};

pub(crate) const WORDS: &[&ColumnWords] =
    &[&AWARD, &ID, &ENTRANT, &CLUSTER, &STATUS, &TOTAL, &PLACE, &HISTORY, &MONEY, &DECISION];

pub(crate) fn columns(run: &RunResults<'_>) -> Vec<Column> {
    let places = run.places().total();
    WORDS.iter().map(|words| Column::new(words).with_places(places.filter(|_| **words == TOTAL))).collect()
}

pub(crate) fn cells<'a>(run: &RunResults<'a>, to: &mut impl CellSink<'a>) {
    for award in run.plan.rules().awards().keys() {
        run.each_of(&rows_of(run, award), |row| put_line(run, award, row, to));
    }
}

fn put_line<'a>(run: &RunResults<'a>, award: AwardId, row: EntrantId, to: &mut impl CellSink<'a>) {
    let (Some(rules), Some(entrant), Some(case)) = (
        run.plan.rules().awards().get(award),
        run.evaluations.entrants().get(row),
        run.outcome.recommendations.case(award, row),
    ) else {
        return;
    };
    to.name(&rules.title);
    to.name(&entrant.id);
    to.name(&entrant.name);
    to.name(&entrant.cluster);
    to.cell(case_value(run, award, row));
    to.points(run.outcome.scorecards.figure(PointsOf::Total, row), run.places().total());
    to.count(run.outcome.standings.place(run.ranking_of(award), row).map(Into::into));
    to.cell(history(run, &entrant.id));
    to.cell(case.money().cloned().map_or(Value::Empty, Value::Money));
    to.cell(case.decided().map_or(Value::Empty, |(outcome, decision)| {
        let (words, number) = (decided_text(*outcome), &decision.number);
        let date = decision.date.to_vietnamese();
        Value::Words(Text {
            vi: format!("{}: {number} {date}", words.vi),
            en: format!("{}: {number} {date}", words.en),
        })
    }));
    to.end_line();
}

/// Results of earlier years, the newest first.
pub(crate) fn history<'a>(run: &RunResults<'a>, id: &str) -> Value<'a> {
    let mut records: Vec<(i32, String)> = run
        .circumstances
        .history
        .of(id)
        .iter()
        .filter(|record| record.decision != run.id)
        .map(|record| (record.year, result_title(run, &record.result)))
        .collect();
    records.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
    records.dedup();
    let words: Vec<String> = records.into_iter().map(|(year, title)| format!("{title} {year}")).collect();
    if words.is_empty() { Value::Empty } else { Value::Words(Text::same(words.join("; "))) }
}

/// What a result on record is called: by the rules of the run, or else by those of another run.
fn result_title(run: &RunResults<'_>, result: &str) -> String {
    let title = |plan: &Plan| {
        let rules = plan.rules();
        let award = rules.awards.iter().find(|award| award.id.value == result).map(|award| &award.title);
        let grades = || rules.gradings.iter().flat_map(|grading| &grading.grades);
        award.or_else(|| grades().find(|grade| grade.id == result).map(|grade| &grade.title)).cloned()
    };
    let plans = std::iter::once(run.plan).chain(run.other_plans.iter().copied());
    plans.into_iter().find_map(title).unwrap_or_else(|| result.to_owned())
}

/// Those who are listed under an award: recommendations first, each part by rank.
pub(crate) fn rows_of(run: &RunResults<'_>, award: AwardId) -> Vec<EntrantId> {
    by_rank(run, award, |case| match AwardStatus::of(&case.status) {
        AwardStatus::Recommended => Some(0),
        AwardStatus::TiedOnLine => Some(1),
        AwardStatus::Held => Some(2),
        AwardStatus::Reserve => Some(3),
        AwardStatus::BelowLine => Some(4),
        AwardStatus::Superseded => Some(5),
        AwardStatus::Refused if case.decided().is_some() => Some(6),
        AwardStatus::Refused | AwardStatus::OtherKind => None,
    })
}

/// Everybody the award is for and `part` takes, in the order of the parts and by rank within each.
pub(crate) fn by_rank(
    run: &RunResults<'_>,
    award: AwardId,
    part: impl Fn(&Case) -> Option<u8>,
) -> Vec<EntrantId> {
    let ranking = run.ranking_of(award);
    let scope = run.plan.rules().rankings().get(ranking).map_or(Scope::All, |ranking| ranking.scope);
    let rows = run.rows();
    let mut listed: Vec<(u8, u32, u32, u32)> = Vec::new();
    let (mut cluster, mut clusters) = (None, 0);
    for (order, row) in (0..).zip(rows.iter().copied()) {
        let own = run.evaluations.group_of(row, Scope::Cluster);
        if cluster.replace(own) != Some(own) {
            clusters += 1;
        }
        let case = run.outcome.recommendations.case(award, row);
        let case = case.filter(|case| AwardStatus::of(&case.status) != AwardStatus::OtherKind);
        let Some(part) = case.and_then(&part) else { continue };
        let place = run.outcome.standings.place(ranking, row).unwrap_or(u32::MAX);
        // Places are counted within these groups, so the list goes through one after another.
        let group = match scope {
            Scope::All => 0,
            Scope::Kind => {
                let kind = run.evaluations.entrants().get(row).and_then(|entrant| entrant.kind);
                kind.and_then(|kind| u32::try_from(usize::from(kind) + 1).ok()).unwrap_or(0)
            }
            Scope::Cluster => clusters,
        };
        listed.push((part, group, place, order));
    }
    if scope == Scope::Cluster {
        // They stand one cluster after another already.
        let clusters = listed.chunk_by_mut(|(_, one, ..), (_, other, ..)| one == other);
        clusters.for_each(<[_]>::sort_unstable);
        listed.sort_by_key(|(part, ..)| *part);
    } else {
        listed.sort_unstable();
    }
    let row = |order: u32| rows.get(usize::try_from(order).unwrap_or(usize::MAX)).copied();
    listed.into_iter().filter_map(|(.., order)| row(order)).collect()
}
