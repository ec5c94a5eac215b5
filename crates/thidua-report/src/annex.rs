//! The criteria as the annex of a decision (phụ lục tiêu chí): what each is worth and how it is scored, in words.

use thidua_core::{Exact, NodeId, NodeKind, Plan, PlanNode, Role};

/// A line of the annex.
pub(crate) struct AnnexLine {
    pub(crate) code: String,
    pub(crate) title: String,
    /// None for a line of words across the table.
    pub(crate) max: Option<Exact>,
    /// How points come about.
    pub(crate) how: String,
    pub(crate) basis: String,
    pub(crate) is_group: bool,
}

/// Groups and criteria in the order of the rule file, bonus and deductions after the sheet, and the total.
pub(crate) fn annex_lines(plan: &Plan) -> Vec<AnnexLine> {
    let mut lines = Vec::new();
    let mut role = Role::Sheet;
    for position in plan.reading_order().into_iter().filter(|node| *node != plan.root()) {
        let Some(node) = plan.nodes().get(position) else { continue };
        if node.role != role {
            role = node.role;
            lines.push(words(if role == Role::Bonus { "ĐIỂM THƯỞNG" } else { "ĐIỂM TRỪ" }));
        }
        let is_group = matches!(node.kind, NodeKind::Group { .. });
        lines.push(AnnexLine {
            code: node.criterion.code.value.clone(),
            title: node.criterion.title.clone(),
            max: Some(node.max.clone()),
            how: how(plan, node, position),
            basis: node.criterion.basis.as_ref().map(|basis| clause(plan, &basis.value)).unwrap_or_default(),
            is_group,
        });
    }
    let total = plan.nodes().get(plan.root()).map(|root| root.max.clone());
    lines.push(AnnexLine { max: total, ..words("TỔNG CỘNG") });
    lines
}

fn words(title: &str) -> AnnexLine {
    AnnexLine {
        code: String::new(),
        title: title.to_owned(),
        max: None,
        how: String::new(),
        basis: String::new(),
        is_group: true,
    }
}

/// The guidance as it is written; then what is entered, and the ways in which it becomes points.
fn how(plan: &Plan, node: &PlanNode, position: NodeId) -> String {
    let mut parts: Vec<String> = node.criterion.note.iter().cloned().collect();
    let inputs = plan.criterion_inputs(&node.path).unwrap_or_default();
    let entered: Vec<String> = inputs
        .into_iter()
        .filter_map(|input| plan.inputs().get(input))
        .filter(|input| input.node.is_none())
        .map(|input| {
            let unit = input.unit.as_ref().map(|unit| format!(" ({unit})")).unwrap_or_default();
            format!("{}{unit}", input.title)
        })
        .collect();
    if !entered.is_empty() {
        parts.push(format!("Số liệu: {}", entered.join("; ")));
    }
    parts.extend(plan.scale(position).into_iter().map(|way| format!("- {}", way.vi)));
    if node.criterion.not_applicable.is_some() {
        parts.push("Được đề nghị không áp dụng, kèm lý do".to_owned());
    }
    parts.join("\n")
}

/// The name of a document that has no number, cut after a word where it is long.
pub(crate) fn short(document: &str) -> String {
    if document.chars().count() <= SHORT_MOST {
        return document.to_owned();
    }
    let cut: String = document.chars().take(SHORT_MOST).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
    format!("{}…", whole.trim_end())
}

const SHORT_MOST: usize = 40;

/// `ct 2.1` as the number of the document and the place in it.
pub(crate) fn clause(plan: &Plan, basis: &str) -> String {
    let (key, place) = basis.split_once(' ').unwrap_or((basis, ""));
    let documents = &plan.rules().legal_basis;
    let known = documents.iter().find(|(known, _)| known.value == key).map(|(_, document)| document);
    let short = known.map(|known| known.number.clone().unwrap_or_else(|| short(&known.document)));
    let short = short.unwrap_or_else(|| key.to_owned());
    if place.is_empty() { short } else { format!("{place}, {short}") }
}
