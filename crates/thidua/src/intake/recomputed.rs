//! The provisional points of a form worked out again (tính lại điểm tạm tính): a formula that somebody wrote over says something else.

use std::collections::BTreeMap;

use thidua_core::{
    Decimal, Diagnostic, Evaluations, Exact, NodeId, Place, Plan, References, Spot, StageId, column_letters,
    score_rows, text,
};
use thidua_table::{Form, NumberStyle, parse_number};

/// A sheet shows no more than so many hundredths; what it works out in binary fractions may be that far off.
const HUNDREDTHS_APART: i64 = 1;

/// The criteria and groups by what programs call them.
pub(super) type NodesByPath<'p> = BTreeMap<&'p str, NodeId>;

pub(super) fn nodes_by_path(plan: &Plan) -> NodesByPath<'_> {
    plan.nodes().iter_enumerated().map(|(at, node)| (node.path.as_str(), at)).collect()
}

/// Where the form shows other points than its figures come to; criteria that others take part in are not worked out there.
pub(super) fn recomputed(
    plan: &Plan,
    nodes: &NodesByPath<'_>,
    evaluations: &Evaluations,
    form: &Form,
) -> Option<Diagnostic> {
    if form.points.is_empty() {
        return None;
    }
    let stage = evaluations.stage(&form.identity.stage).unwrap_or(StageId::OFFICIAL);
    let row = evaluations.position(&form.entrant)?;
    // Nobody's points are known from one form where entrants are held against one another.
    if plan.compares() {
        return None;
    }
    let references = References::gather(plan, evaluations, stage);
    let cards = score_rows(plan, evaluations, &references, 0..evaluations.entrants().len());
    let differ: Vec<(&Place, String)> = form
        .points
        .iter()
        .filter_map(|(path, shown, place)| {
            let node = *nodes.get(path.as_str())?;
            let (own, shown) = (cards.points(node, row)?, number(shown)?);
            if own == shown {
                return None;
            }
            let apart = if own > shown { own.clone() - shown.clone() } else { shown.clone() - own.clone() };
            let cell = match place.spot {
                Spot::Cell { row, column } => format!("{}{row}", column_letters(column)),
                Spot::Whole | Spot::Text(_) => String::new(),
            };
            let (shown, own) = (written(&shown), written(&own));
            (apart > Exact::ratio(HUNDREDTHS_APART.into(), 100))
                .then(|| (place, format!("{cell} `{path}`: {shown} ≠ {own}")))
        })
        .collect();
    let (place, _) = differ.first()?;
    let cells = differ.iter().take(8).map(|(_, words)| words.as_str()).collect::<Vec<_>>().join("; ");
    let more = if differ.len() > 8 { "; …" } else { "" };
    let message = text!(
        "điểm tạm tính ghi trên phiếu khác điểm tính lại từ số liệu: {cells}{more}",
        "the provisional points on the form differ from those its figures come to: {cells}{more}"
    );
    Some(Diagnostic::warning("TD0446", (*place).clone(), message).with_help(text!(
        "điểm tính lại được dùng; hỏi đơn vị nếu công thức trên phiếu đã bị sửa hoặc chưa tính lại",
        "the points worked out again count; ask whether a formula on the form was changed or not recalculated"
    )))
}

fn number(words: &str) -> Option<Exact> {
    parse_number(words, NumberStyle::Program).ok().map(|number| Exact::from(number.value()))
}

fn written(value: &Exact) -> String {
    value.to_decimal().map_or_else(|| value.to_string(), |value: Decimal| value.normalized().to_string())
}
