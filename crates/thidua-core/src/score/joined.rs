//! Parts of a column put together again (ghép các phần).

use super::{NodeColumn, NodeState, Scorecards};
use crate::evaluation::{PartRow, Values};
use crate::{EntrantId, Exact, NodeId};

/// Puts the points of parts together (ghép điểm của các phần): for every row the part and the row it comes from.
///
/// The parts are of one plan; the result is the same however they were divided.
#[must_use]
pub fn lay(parts: &[&Scorecards], rows: &[PartRow]) -> Option<Scorecards> {
    let first = parts.first()?;
    let usual = |node: NodeId| first.maxima.get(node).cloned().unwrap_or_default();
    let columns = |pick: &dyn for<'a> Fn(&'a Scorecards) -> Option<&'a NodeColumn>, usual: &Exact| {
        let all: Option<Vec<&NodeColumn>> = parts.iter().map(|part| pick(part)).collect();
        all.map(|all| laid(&all, rows, usual))
    };
    let nodes = first.nodes.keys().filter_map(|node| columns(&|part| part.nodes.get(node), &usual(node)));
    let nodes = nodes.collect();
    let sheet = usual(first.root);
    Some(Scorecards {
        nodes,
        exact: columns(&|part| Some(&part.exact), &sheet)?,
        total: columns(&|part| Some(&part.total), &sheet)?,
        bonus: columns(&|part| part.bonus.as_ref(), &Exact::ZERO),
        deductions: columns(&|part| part.deductions.as_ref(), &Exact::ZERO),
        rank_on: first.rank_on,
        rows: rows.len(),
        maxima: first.maxima.clone(),
        root: first.root,
    })
}

/// Rows of several columns as one; the denominators may differ.
///
/// `usual` is the maximum of the rows of a part that holds none of its own.
fn laid(parts: &[&NodeColumn], rows: &[PartRow], usual: &Exact) -> NodeColumn {
    let column = |part: usize| parts.get(part).copied();
    let values: Vec<Option<&Values>> = parts.iter().map(|column| Some(&column.values)).collect();
    let states = parts.iter().any(|column| column.states.is_some()).then(|| {
        rows.iter()
            .map(|(part, row)| column(*part).map_or(NodeState::Missing, |column| column.state((*row).into())))
            .collect()
    });
    let own = |part: usize, row: EntrantId| column(part)?.max(row.into()).cloned();
    let maxima = parts
        .iter()
        .any(|column| column.maxima.is_some())
        .then(|| rows.iter().map(|(part, row)| own(*part, *row).unwrap_or_else(|| usual.clone())).collect());
    NodeColumn { values: Values::laid(&values, rows), states, maxima }
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
        let (plain, own) = (part(None), part(Some(Exact::from(60))));
        let maxima = laid(&[&plain, &own, &plain], &[0, 1, 2].map(|part| (part, EntrantId::FIRST)), &usual)
            .maxima
            .map(|maxima| maxima.to_vec());
        assert_eq!(maxima, Some(vec![usual.clone(), Exact::from(60), usual.clone()]));
        assert!(
            laid(&[&plain, &plain], &[0, 1].map(|part| (part, EntrantId::FIRST)), &usual).maxima.is_none()
        );
    }
}
