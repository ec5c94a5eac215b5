//! Parts of a column put together again (ghép các phần).

use super::{NodeColumn, NodeState};
use crate::Exact;
use crate::evaluation::Values;

/// Columns of consecutive rows as one; the denominators may differ.
///
/// `usual` is the maximum of the rows of a part that holds none of its own.
pub(super) fn concatenated(parts: &[(NodeColumn, usize)], usual: &Exact) -> NodeColumn {
    let rows: Vec<(usize, usize)> = parts
        .iter()
        .enumerate()
        .flat_map(|(part, (_, rows))| (0..*rows).map(move |row| (part, row)))
        .collect();
    let column = |part: usize| parts.get(part).map(|(column, _)| column);
    let values = same_denominator(parts).unwrap_or_else(|| {
        Values::compress(
            rows.iter()
                .map(|(part, row)| column(*part).map(|column| column.values.get(*row)).unwrap_or_default())
                .collect(),
        )
    });
    let states = parts.iter().any(|(column, _)| column.states.is_some()).then(|| {
        rows.iter()
            .map(|(part, row)| column(*part).map_or(NodeState::Missing, |column| column.state(*row)))
            .collect()
    });
    let own = |part: usize, row: usize| column(part)?.maxima.as_ref()?.get(row).cloned();
    let maxima = parts
        .iter()
        .any(|(column, _)| column.maxima.is_some())
        .then(|| rows.iter().map(|(part, row)| own(*part, *row).unwrap_or_else(|| usual.clone())).collect());
    NodeColumn { values, states, maxima }
}

fn same_denominator(parts: &[(NodeColumn, usize)]) -> Option<Values> {
    let mut common = None;
    let mut all = Vec::new();
    for (column, _) in parts {
        let Values::Scaled { denominator, numerators } = &column.values else { return None };
        if *common.get_or_insert(*denominator) != *denominator {
            return None;
        }
        all.extend_from_slice(numerators);
    }
    Some(Values::Scaled { denominator: common?, numerators: all.into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_without_maxima_of_their_own_keep_the_usual_one() {
        let part = |maxima: Option<Exact>| NodeColumn {
            values: Values::compress(vec![Exact::ONE]),
            states: None,
            maxima: maxima.map(|max| vec![max].into()),
        };
        let usual = Exact::from(100);
        let parts = [(part(None), 1), (part(Some(Exact::from(60))), 1), (part(None), 1)];
        let maxima = concatenated(&parts, &usual).maxima.map(|maxima| maxima.to_vec());
        assert_eq!(maxima, Some(vec![usual.clone(), Exact::from(60), usual.clone()]));
        assert!(concatenated(&[(part(None), 1), (part(None), 1)], &usual).maxima.is_none());
    }
}
