mod awards;
mod earlier;
mod kinds;
mod leaf;
mod order;
mod rows;
mod tree;

use std::collections::BTreeSet;
use std::sync::Arc;

use super::inputs::PlanInput;
use super::names::{Codes, Inputs};
use super::node::Role;
use super::resolve::{Reach, Resolver};
use super::{Plan, PlanGrading};
use crate::{Date, Diagnostic, Findings, NodeId, TiVec};
use thidua_rules::rule::RuleSet;

pub use tree::children_max;

/// Compiles a rule set for one day as far as possible (lập kế hoạch tính), and says all that is wrong: names resolved, dated
/// values chosen. Only what is checked too has a meaning, which `thidua-check` sees to.
#[must_use]
pub fn build(rules: &RuleSet, file: Arc<str>, day: Date) -> (Plan, Vec<Diagnostic>) {
    let rules = Arc::new(rules.clone());
    let mut resolver = Resolver {
        rules: &rules,
        file: &file,
        day,
        inputs: declared_inputs(&rules),
        codes: Codes::default(),
        findings: Findings::default(),
        named: BTreeSet::new(),
        in_rows: false,
        given: TiVec::new(),
    };
    let per_row = rows::all(&mut resolver);
    let mut nodes = TiVec::new();
    let top = rules
        .criteria
        .iter()
        .filter_map(|criterion| tree::flatten(&mut resolver, &mut nodes, criterion, "", 1, Role::Sheet))
        .collect::<Vec<_>>();
    let root = nodes.push_and_get_key(tree::root_node(&rules, top));
    let mut adjustments = |items: Option<&thidua_rules::rule::ItemGroup>, role| -> Vec<NodeId> {
        let items = items.map(|group| group.items.as_slice()).unwrap_or_default();
        items.iter().filter_map(|item| tree::flatten(&mut resolver, &mut nodes, item, "", 1, role)).collect()
    };
    let declared = rules.adjustments.as_ref();
    let bonus = adjustments(declared.and_then(|all| all.bonus.as_ref()), Role::Bonus);
    let deductions = adjustments(declared.and_then(|all| all.deductions.as_ref()), Role::Deduction);
    tree::divide(&mut nodes, day);
    let (mut root, mut bonus, mut deductions) = (root, bonus, deductions);
    if let Some(moved) = earlier::order(&mut resolver, &mut nodes) {
        let all = bonus.iter_mut().chain(&mut deductions).chain([&mut root]);
        all.for_each(|position| *position = moved.get(*position).copied().unwrap_or(*position));
    }
    let codes = nodes.iter().map(|node| (node.path.clone(), node.criterion.code.value.clone()));
    resolver.codes = Codes::new(codes.collect());
    tree::add_own_inputs(&mut resolver, &mut nodes);
    kinds::head(&mut resolver, &rules);
    for node in &mut nodes {
        tree::settle(&mut resolver, node);
        kinds::criterion(&mut resolver, node);
        resolver.given.push(tree::given(node));
    }
    tree::fill_through(&mut nodes);
    tree::pass_down(&mut nodes);
    tree::fill_group_maxima(&mut nodes);
    let mut controls = Vec::with_capacity(rules.controls.len());
    for control in &rules.controls {
        resolver.alike(&control.printed, &control.equals);
        controls.push((
            resolver.formula(&control.printed, Reach::Inputs),
            resolver.formula(&control.equals, Reach::Points(0)),
        ));
    }
    let gradings: TiVec<_, PlanGrading> = rules
        .gradings
        .iter()
        .enumerate()
        .map(|(known, each)| order::grading(&mut resolver, each, known))
        .collect();
    let rankings = rules.rankings.iter().map(|each| order::ranking(&mut resolver, each)).collect();
    let awards = rules.awards().keys().filter_map(|award| awards::award(&mut resolver, award)).collect();
    let Resolver { inputs, findings, named, .. } = resolver;
    let plan = Plan {
        rules: rules.clone(),
        file: file.clone(),
        day,
        inputs: inputs.into_vec().into_boxed_slice().into(),
        per_row,
        controls,
        nodes,
        root,
        bonus,
        deductions,
        gradings,
        rankings,
        awards,
        named,
    };
    (plan, findings.into_vec())
}

fn declared_inputs(rules: &RuleSet) -> Inputs {
    let mut inputs = Inputs::default();
    for (name, input) in rules.inputs.iter() {
        inputs.push(PlanInput {
            name: name.value.clone(),
            aliases: input.title.iter().cloned().collect(),
            title: input.title.clone().unwrap_or_else(|| name.value.clone()),
            unit: input.unit.clone(),
            kind: input.kind,
            choices: input.choices.iter().map(|choice| (choice.id.clone(), choice.title.clone())).collect(),
            min: input.min.as_ref().map(|number| number.exact().clone()),
            max: input.max.as_ref().map(|number| number.exact().clone()),
            places: input.places,
            rounded: None,
            many: input.many || input.per_row.is_some(),
            computed: input.per_row.is_some(),
            blank: input.blank.as_ref().map(|number| number.exact().clone()),
            node: None,
            span: name.span,
        });
    }
    inputs
}
