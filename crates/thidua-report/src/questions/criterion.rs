use std::fmt::Write;

use thidua_core::{EntrantId, Exact, Language, NodeId, NodeKind, explain_row};

use crate::number::shown;
use crate::run::RunResults;
use crate::words::say;

/// One criterion for everybody (giải trình một tiêu chí): what it is, and how each entrant's points came about.
///
/// `code` is a path, or a printed code that no other criterion has; `None` when there is no such criterion.
#[must_use]
pub fn criterion_page(run: &RunResults<'_>, code: &str, language: Language) -> Option<String> {
    let position = position(run, code)?;
    let node = run.plan.nodes().get(position)?;
    let places = run.places().node(position);
    let t = |vi, en| say(language, vi, en);
    let mut page = String::new();
    // Writing to a String cannot fail.
    let _ = writeln!(
        page,
        "{} {} {} — {}",
        t("TIÊU CHÍ", "CRITERION"),
        node.path,
        node.criterion.title,
        run.title
    );
    let _ = write!(page, "{}: {}", t("Điểm tối đa", "Maximum"), shown(&node.max, None, language));
    if let Some(basis) = &node.criterion.basis {
        let _ = write!(page, " · {}: {}", t("Căn cứ", "Basis"), basis.value);
    }
    let _ = writeln!(page);
    if matches!(node.kind, NodeKind::Group { .. }) {
        let children = node.children.iter().filter_map(|child| run.plan.nodes().get(*child));
        let children: Vec<&str> = children.map(|child| child.path.as_str()).collect();
        let _ = writeln!(page, "{}: {}", t("Gồm", "Made of"), children.join(", "));
    }
    let explainable = run.explainable();
    let points = |row: EntrantId| run.outcome.scorecards.points(position, row);
    let mut rows = run.rows().to_vec();
    // Highest first; those without points last. The order of names stays within equals.
    rows.sort_by_cached_key(|row| std::cmp::Reverse(points(*row)));
    for row in rows {
        let Some(explanation) = explain_row(&explainable, row) else { continue };
        let Some(line) = explanation.sheet.iter().find(|line| line.path == node.path) else { continue };
        let told = line
            .points
            .as_ref()
            .map_or_else(|| "—".to_owned(), |points: &Exact| shown(points, places, language));
        let _ = writeln!(
            page,
            "{told:>9}  {} ({}): {}",
            explanation.name,
            explanation.entrant,
            line.arithmetic.in_language(language)
        );
    }
    Some(page)
}

fn position(run: &RunResults<'_>, code: &str) -> Option<NodeId> {
    let nodes = || run.plan.nodes().iter_enumerated().filter(|(position, _)| *position != run.plan.root());
    let by_path = nodes().find(|(_, node)| node.path == code).map(|(position, _)| position);
    by_path.or_else(|| {
        let mut by_code = nodes().filter(|(_, node)| node.criterion.code.value == code);
        let (position, _) = by_code.next()?;
        by_code.next().is_none().then_some(position)
    })
}
