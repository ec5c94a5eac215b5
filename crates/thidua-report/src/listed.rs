//! Who is on the lists for certain, and what they are paid: the same for documents, statistics and funds.

use thidua_core::{AwardId, EntrantId, EntrantKind, Exact};

use crate::run::RunResults;
use crate::tables::recommendations::rows_of;

/// Who is on the list of one award for certain: nobody whose case hangs on an open one.
pub(crate) struct Listed {
    pub(crate) award: AwardId,
    pub(crate) rows: Vec<EntrantId>,
    pub(crate) money: Exact,
    /// How many more may still join it.
    pub(crate) open: usize,
    /// What those who get it only provisionally would be paid.
    pub(crate) money_open: Exact,
}

/// The list of every award of a run.
pub(crate) fn listed(run: &RunResults<'_>) -> Vec<Listed> {
    let recommendations = &run.outcome.recommendations;
    (run.plan.rules().awards().keys())
        .map(|award| {
            let mut list =
                Listed { award, rows: Vec::new(), money: Exact::ZERO, open: 0, money_open: Exact::ZERO };
            for row in rows_of(run, award) {
                let holds = recommendations.holds(award, row);
                let certain = holds == Some(true) && !recommendations.is_provisional(award, row);
                let money = recommendations.case(award, row).and_then(|case| case.money());
                if certain {
                    list.rows.push(row);
                    money.into_iter().for_each(|money| list.money += money);
                } else if holds != Some(false) {
                    list.open += 1;
                    money.into_iter().for_each(|money| list.money_open += money);
                }
            }
            list
        })
        .collect()
}

/// How many of these are of a kind.
pub(crate) fn count(run: &RunResults<'_>, rows: &[EntrantId], kind: EntrantKind) -> usize {
    let entrants = rows.iter().filter_map(|row| run.evaluations.entrants().get(*row));
    entrants.filter(|entrant| entrant.entrant == kind).count()
}

/// The fund that pays for an award; empty where none is named.
pub(crate) fn payer<'a>(run: &RunResults<'a>, award: AwardId) -> &'a str {
    let award = run.plan.rules().awards().get(award);
    award.and_then(|award| award.money.as_ref()?.payer.as_ref()).map_or("", |payer| payer.value.as_str())
}
