use thidua::{Spot, Text};

use super::run::Coverage;

/// One line of a rule file and the branches on it.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    pub(super) reached: usize,
    pub(super) all: usize,
    /// What was not reached, in words.
    pub(super) left: Vec<Text>,
    /// What nobody can reach, and why.
    pub(super) never: Vec<(Text, Text)>,
}

/// The lines of a rule file, each with the branches that are written there.
pub(super) fn lines(coverage: &Coverage, count: usize) -> Vec<Line> {
    let mut lines = vec![Line::default(); count];
    let at = |spot: Spot| match spot {
        Spot::Text(span) => usize::try_from(span.line).unwrap_or(1).saturating_sub(1),
        _ => 0,
    };
    for branch in &coverage.branches {
        let Some(line) = lines.get_mut(at(branch.place.spot)) else { continue };
        line.all += 1;
        line.reached += usize::from(branch.reached);
        if !branch.reached {
            line.left.push(branch.what.clone());
        }
    }
    for branch in &coverage.unreachable {
        let Some(line) = lines.get_mut(at(branch.place.spot)) else { continue };
        line.never.push((branch.what.clone(), branch.why.clone()));
    }
    lines
}
