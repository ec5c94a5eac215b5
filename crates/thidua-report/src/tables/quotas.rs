use super::words::{ARITHMETIC, AWARD, BASE, FILLED, LEFT, QUOTA, SCOPE};
use crate::order::VietnameseOrder;
use crate::run::RunResults;
use crate::table::{CellSink, Column, ColumnWords, Value};

pub(crate) const WORDS: &[&ColumnWords] = &[&AWARD, &SCOPE, &BASE, &ARITHMETIC, &QUOTA, &FILLED, &LEFT];

pub(crate) fn columns() -> Vec<Column> {
    WORDS.iter().map(|words| Column::new(words)).collect()
}

/// The places of every award and scope, and where their number comes from.
pub(crate) fn cells<'a>(run: &RunResults<'a>, to: &mut impl CellSink<'a>) {
    let order = VietnameseOrder::new();
    for (position, award) in run.plan.rules().awards().iter_enumerated() {
        let mut quotas: Vec<_> = run.outcome.recommendations.quotas(position).collect();
        quotas.sort_by_cached_key(|quota| order.key(&quota.scope));
        for quota in quotas {
            to.line([
                Value::name(&award.title),
                Value::name(&quota.scope),
                Value::points(quota.base.clone(), None),
                Value::Words(quota.arithmetic.clone()),
                Value::Count(quota.places.into()),
                Value::Count(quota.filled.into()),
                Value::Count(quota.left().into()),
            ]);
        }
    }
}
