use std::sync::Arc;

use super::inputs::PlanInput;
use super::node::{Leaf, NodeKind, PlanNode, PlanRead, Role};
use super::resolve::{Reach, Resolver};
use super::{
    Plan, PlanAward, PlanBase, PlanGrading, PlanQuota, PlanRanking, PlanRequirement, PlanStep, Valid,
};
use crate::method::{InputKind, Read};
use crate::rules::{Aggregate, Award, Base, Criterion, Grading, Quota, Ranking, RuleSet, ValueKind};
use crate::{Date, Diagnostic, Exact, Located, Span, has_errors, text};

/// Compiles a checked rule set for one day (lập kế hoạch tính): names resolved, dated values chosen.
///
/// # Errors
/// Every dated value that has no entry for the day.
pub fn compile(
    rules: &Valid<RuleSet>,
    file: impl Into<Arc<str>>,
    day: Date,
) -> Result<Plan, Vec<Diagnostic>> {
    let (plan, findings) = build(rules, file.into(), day);
    if has_errors(&findings) { Err(findings) } else { Ok(plan) }
}

/// Compiles as far as possible and says all that is wrong.
pub(crate) fn build(rules: &RuleSet, file: Arc<str>, day: Date) -> (Plan, Vec<Diagnostic>) {
    let rules = Arc::new(rules.clone());
    let mut resolver = Resolver {
        rules: &rules,
        file: &file,
        day,
        inputs: declared_inputs(&rules),
        codes: Vec::new(),
        findings: Vec::new(),
    };
    let mut nodes = Vec::new();
    let top = rules
        .criteria
        .iter()
        .filter_map(|criterion| flatten(&mut resolver, &mut nodes, criterion, "", 1, Role::Sheet))
        .collect::<Vec<_>>();
    let root = nodes.len();
    nodes.push(root_node(&rules, top));
    let mut adjustments = |items: Option<&crate::rules::ItemGroup>, role| -> Vec<usize> {
        let items = items.map(|group| group.items.as_slice()).unwrap_or_default();
        items.iter().filter_map(|item| flatten(&mut resolver, &mut nodes, item, "", 1, role)).collect()
    };
    let declared = rules.adjustments.as_ref();
    let bonus = adjustments(declared.and_then(|all| all.bonus.as_ref()), Role::Bonus);
    let deductions = adjustments(declared.and_then(|all| all.deductions.as_ref()), Role::Deduction);
    resolver.codes =
        nodes.iter().map(|node| (node.path.clone(), node.criterion.code.value.clone())).collect();
    add_own_inputs(&mut resolver, &mut nodes);
    for node in &mut nodes {
        settle(&mut resolver, node);
    }
    fill_group_maxima(&mut nodes);
    let gradings: Vec<PlanGrading> =
        rules.gradings.iter().enumerate().map(|(index, each)| grading(&mut resolver, each, index)).collect();
    let rankings = rules.rankings.iter().map(|each| ranking(&mut resolver, each)).collect();
    let awards = (0..rules.awards.len()).filter_map(|index| award(&mut resolver, index)).collect();
    let Resolver { inputs, findings, .. } = resolver;
    let plan = Plan {
        rules: rules.clone(),
        file: file.clone(),
        day,
        inputs,
        nodes,
        root,
        bonus,
        deductions,
        gradings,
        rankings,
        awards,
    };
    (plan, findings)
}

fn declared_inputs(rules: &RuleSet) -> Vec<PlanInput> {
    rules
        .inputs
        .iter()
        .map(|(name, input)| PlanInput {
            name: name.value.clone(),
            aliases: input.title.iter().cloned().collect(),
            title: input.title.clone().unwrap_or_else(|| name.value.clone()),
            unit: input.unit.clone(),
            kind: input.kind,
            choices: input.choices.iter().map(|choice| (choice.id.clone(), choice.title.clone())).collect(),
            min: input.min.as_ref().map(|number| number.exact().clone()),
            max: input.max.as_ref().map(|number| number.exact().clone()),
            many: input.many,
            blank: input.blank.as_ref().map(|number| number.exact().clone()),
            node: None,
            span: name.span,
        })
        .collect()
}

/// Adds the criterion and its children, children first; `None` when it is not in force on the day.
fn flatten(
    resolver: &mut Resolver<'_>,
    nodes: &mut Vec<PlanNode>,
    criterion: &Located<Criterion>,
    parent: &str,
    depth: usize,
    role: Role,
) -> Option<usize> {
    if criterion.effective.is_some_and(|dates| !dates.contains(resolver.day)) {
        return None;
    }
    let path = if parent.is_empty() {
        criterion.code.value.clone()
    } else {
        format!("{parent}/{}", criterion.code.value)
    };
    let children: Vec<usize> = criterion
        .children
        .iter()
        .filter_map(|child| flatten(resolver, nodes, child, &path, depth + 1, role))
        .collect();
    let span = criterion.code.span;
    let rules = resolver.rules;
    let is_group = !criterion.children.is_empty();
    let place = if is_group { rules.rounding.group } else { rules.rounding.leaf };
    let kind = if is_group {
        NodeKind::Group {
            aggregate: criterion.aggregate.unwrap_or_default(),
            present_at_least: criterion
                .present_at_least
                .as_ref()
                .map(|least| (least.share.exact().clone(), least.otherwise)),
        }
    } else {
        NodeKind::Leaf(Leaf {
            method: Arc::from(criterion.method()),
            reads: Vec::new(),
            missing: criterion.missing.unwrap_or(rules.missing),
            only_if: None,
            scope: None,
        })
    };
    let mut shallow = criterion.value.clone();
    shallow.children = Vec::new();
    nodes.push(PlanNode {
        path,
        criterion: Arc::new(shallow),
        span,
        depth,
        role,
        children,
        max: Exact::ZERO,
        min: criterion.points_min.as_ref().map_or(Exact::ZERO, |min| min.exact().clone()),
        ceiling: Exact::ZERO,
        weight: Exact::ONE,
        kinds: resolver.kinds(&criterion.kinds),
        rounding: criterion.rounding.or(place),
        kind,
    });
    Some(nodes.len() - 1)
}

fn root_node(rules: &RuleSet, children: Vec<usize>) -> PlanNode {
    let max = rules.points_max.as_ref().map_or(Exact::ZERO, |max| max.exact().clone());
    PlanNode {
        path: String::new(),
        criterion: Arc::new(Criterion {
            title: rules.title.clone(),
            points_max: rules.points_max.clone().map(crate::rules::DatedNumber::Always),
            aggregate: Some(rules.aggregate),
            ..Criterion::default()
        }),
        span: rules.rule_set.span,
        depth: 0,
        role: Role::Sheet,
        children,
        ceiling: max.clone(),
        max,
        min: Exact::ZERO,
        weight: Exact::ONE,
        kinds: None,
        rounding: None,
        kind: NodeKind::Group {
            aggregate: rules.aggregate,
            present_at_least: rules
                .present_at_least
                .as_ref()
                .map(|least| (least.share.exact().clone(), least.otherwise)),
        },
    }
}

/// One input for each leaf that reads its own cell.
fn add_own_inputs(resolver: &mut Resolver<'_>, nodes: &mut [PlanNode]) {
    for (position, node) in nodes.iter_mut().enumerate() {
        let NodeKind::Leaf(leaf) = &mut node.kind else { continue };
        let method = leaf.method.clone();
        for read in method.reads() {
            let Read::Own(kind) = read else { continue };
            let printed = &node.criterion.code.value;
            let unique = resolver.codes.iter().filter(|(_, code)| code == printed).count() == 1;
            let mut aliases = vec![node.criterion.title.clone()];
            if unique && *printed != node.path {
                aliases.push(printed.clone());
            }
            let (kind, choices) = match kind {
                InputKind::Points => (ValueKind::Number, Vec::new()),
                InputKind::YesNo => (ValueKind::YesNo, Vec::new()),
                InputKind::Choice(choices) => (ValueKind::Choice, choices),
            };
            resolver.inputs.push(PlanInput {
                name: node.path.clone(),
                aliases,
                title: format!("{} {}", printed, node.criterion.title).trim().to_owned(),
                unit: None,
                kind,
                choices,
                min: None,
                max: None,
                many: false,
                blank: None,
                node: Some(position),
                span: node.span,
            });
            leaf.reads.push(PlanRead::Own(resolver.inputs.len() - 1));
        }
    }
}

/// Resolves what the node reads, and its numbers for the day.
fn settle(resolver: &mut Resolver<'_>, node: &mut PlanNode) {
    let criterion = node.criterion.clone();
    let span = node.span;
    if let Some(weight) = &criterion.weight {
        node.weight = resolver.dated(weight, "weight", span);
    }
    let declared = criterion.points_max.as_ref().map(|max| resolver.dated(max, "points_max", span));
    let NodeKind::Leaf(leaf) = &mut node.kind else {
        node.max = declared.unwrap_or_default();
        return;
    };
    let method = leaf.method.clone();
    let (_, most) = method.bounds(declared.as_ref().unwrap_or(&Exact::ZERO));
    node.max = match declared {
        Some(max) => max,
        None => most.clone().unwrap_or_default(),
    };
    let (_, most) = method.bounds(&node.max);
    node.ceiling = most.map_or_else(|| node.max.clone(), |most| most.max(node.max.clone()));
    let reads = method.reads();
    let mut resolved = Vec::with_capacity(reads.len());
    let mut own = std::mem::take(&mut leaf.reads).into_iter();
    for read in reads {
        match read {
            Read::Own(_) => resolved.extend(own.next()),
            Read::Formula(formula) => resolved.push(PlanRead::Term(resolver.formula(formula, Reach::Inputs))),
            Read::List(name) => resolved.extend(resolver.list(name, span).map(PlanRead::List)),
        }
    }
    leaf.reads = resolved;
    let only_if = criterion.not_applicable.as_ref().and_then(|rule| rule.only_if.as_ref());
    leaf.only_if = only_if.map(|condition| resolver.condition(condition, Reach::Inputs));
    if let Some(scope) = method.scope() {
        let among = criterion.relative.as_ref().and_then(|relative| relative.among.as_ref());
        leaf.scope = Some((scope, among.map(|condition| resolver.condition(condition, Reach::Inputs))));
    }
    let own = match leaf.reads.first() {
        Some(PlanRead::Own(own)) => resolver.inputs.get_mut(*own),
        _ => None,
    };
    if let Some(input) = own.filter(|input| input.kind == ValueKind::Number) {
        (input.min, input.max) = (Some(node.min.clone()), Some(node.max.clone()));
    }
}

/// A group that declares no maximum has the one its children make.
fn fill_group_maxima(nodes: &mut [PlanNode]) {
    for position in 0..nodes.len() {
        let made = nodes.get(position).and_then(|node| children_max(nodes, node, None));
        let Some(node) = nodes.get_mut(position) else { continue };
        if matches!(node.kind, NodeKind::Group { .. }) {
            if node.criterion.points_max.is_none() {
                node.max = made.unwrap_or_default();
            }
            node.ceiling = node.max.clone();
        }
    }
}

/// The maximum the children of a group make, for one kind of entrants; `None` for leaves and means.
pub(crate) fn children_max(nodes: &[PlanNode], node: &PlanNode, kind: Option<usize>) -> Option<Exact> {
    let NodeKind::Group { aggregate, .. } = &node.kind else { return None };
    let mut maxima: Vec<Exact> = node
        .children
        .iter()
        .filter_map(|child| nodes.get(*child))
        .filter(|child| kind.is_none() || child.has_kind(kind))
        .map(|child| child.max.clone())
        .collect();
    maxima.sort_by(|left, right| right.cmp(left));
    let keep = match aggregate {
        Aggregate::Sum => maxima.len(),
        Aggregate::Max | Aggregate::EitherOr => 1,
        Aggregate::Best(count) => usize::try_from(*count).unwrap_or(usize::MAX),
        Aggregate::WeightedMean => return maxima.into_iter().next(),
    };
    Some(maxima.into_iter().take(keep).fold(Exact::ZERO, |sum, max| sum + max))
}

fn grading(resolver: &mut Resolver<'_>, grading: &Located<Grading>, known: usize) -> PlanGrading {
    let reach = Reach::Points(known);
    let of = grading.of.as_ref().map_or(super::PlanTerm::Total, |formula| resolver.formula(formula, reach));
    let grades = grading
        .grades
        .iter()
        .map(|grade| {
            let mut resolve = |condition: &Option<crate::Condition>| {
                condition.as_ref().map(|condition| resolver.condition(condition, reach))
            };
            (resolve(&grade.requires), resolve(&grade.knocked_out_when))
        })
        .collect();
    let ceilings = grading
        .ceilings
        .iter()
        .filter_map(|ceiling| {
            let condition = resolver.condition(&ceiling.when, reach);
            let best = grading.grades.iter().position(|grade| grade.id == ceiling.at_most);
            if best.is_none() {
                let name = &ceiling.at_most;
                resolver.error(
                    "TD0212",
                    ceiling.span,
                    text!("không có mức xếp loại `{name}`", "there is no grade `{name}`"),
                    text!("dùng `id` của một mức trong `grades`", "use the `id` of one of the `grades`"),
                );
            }
            best.map(|best| (condition, best))
        })
        .collect();
    PlanGrading { of, grades, ceilings }
}

fn ranking(resolver: &mut Resolver<'_>, ranking: &Located<Ranking>) -> PlanRanking {
    let reach = Reach::Grades;
    let by = match &ranking.by {
        Some(key) => (resolver.formula(&key.of, reach), key.order),
        None => (super::PlanTerm::Total, crate::rules::Direction::Higher),
    };
    let steps = ranking
        .tie_break
        .iter()
        .filter_map(|step| match (&step.of, &step.most_of, step.council) {
            (Some(formula), None, false) => {
                Some(PlanStep::Value(resolver.formula(formula, reach), step.order))
            }
            (None, Some(input), false) => {
                let marks = step.marks.iter().map(|mark| mark.exact().clone()).collect();
                resolver.list(input, step.span).map(|input| PlanStep::Marks(input, marks))
            }
            (None, None, true) => Some(PlanStep::Council),
            _ => {
                resolver.error(
                    "TD0240",
                    step.span,
                    text!(
                        "mỗi bước xét bằng điểm cần đúng một trong `of`, `most_of`, `council`",
                        "a tie-break step needs exactly one of `of`, `most_of`, `council`"
                    ),
                    text!(
                        "viết `{{ of: điểm của I }}` hoặc `{{ council: true }}`",
                        "write `{{ of: points of I }}` or `{{ council: true }}`"
                    ),
                );
                None
            }
        })
        .collect();
    let among = ranking.among.as_ref().map(|condition| resolver.condition(condition, reach));
    PlanRanking { by, steps, among }
}

fn award(resolver: &mut Resolver<'_>, index: usize) -> Option<PlanAward> {
    let rules = resolver.rules;
    let award: &Award = rules.awards.get(index)?;
    let reach = Reach::Ranks;
    let kinds = resolver.kinds(&award.kinds);
    let requires = award
        .requires
        .iter()
        .filter_map(|requirement| {
            let named = [
                requirement.when.is_some(),
                requirement.history.is_some(),
                requirement.votes.is_some(),
                !requirement.holds.is_empty(),
            ];
            if named.iter().filter(|present| **present).count() != 1 {
                resolver.error(
                    "TD0241",
                    requirement.span,
                    text!(
                        "mỗi điều kiện cần đúng một trong `when`, `history`, `votes`, `holds`",
                        "a requirement needs exactly one of `when`, `history`, `votes`, `holds`"
                    ),
                    text!(
                        "tách thành nhiều mục, mỗi mục một điều kiện",
                        "split it into several entries, one requirement each"
                    ),
                );
                return None;
            }
            Some(match &requirement.when {
                Some(condition) => PlanRequirement::When(resolver.condition(condition, reach)),
                None if requirement.history.is_some() => PlanRequirement::History,
                None if requirement.votes.is_some() => PlanRequirement::Votes,
                None => PlanRequirement::Holds(earlier_awards(resolver, &requirement.holds, index)),
            })
        })
        .collect();
    let hold_when = award.hold_when.iter().map(|hold| resolver.condition(&hold.when, reach)).collect();
    let ranking = match (&award.ranked_by, award.quota.is_some() || award.reserve > 0) {
        (Some(id), _) => resolver.ranking(Some(id), id.span),
        (None, true) => resolver.ranking(None, award.id.span),
        (None, false) => None,
    };
    let quota = award.quota.as_ref().map(|each| quota(resolver, each, index));
    let multiple =
        award.money.as_ref().map(|money| resolver.dated(&money.multiple, "multiple", award.id.span));
    let excluded_by = rules
        .one_form
        .iter()
        .filter_map(|group| {
            let at = group.awards.iter().position(|id| id.value == award.id.value)?;
            Some(group.awards.iter().take(at).filter_map(|id| award_position(rules, id)))
        })
        .flatten()
        .collect();
    Some(PlanAward { kinds, requires, hold_when, ranking, quota, multiple, excluded_by })
}

fn award_position(rules: &RuleSet, id: &str) -> Option<usize> {
    rules.awards.iter().position(|award| award.id.value == id)
}

/// Positions of awards that are settled before the one at `index`.
fn earlier_awards(resolver: &mut Resolver<'_>, ids: &[Located<String>], index: usize) -> Vec<usize> {
    ids.iter().filter_map(|id| earlier_award(resolver, id, id.span, index)).collect()
}

fn earlier_award(resolver: &mut Resolver<'_>, id: &str, span: Span, index: usize) -> Option<usize> {
    match award_position(resolver.rules, id) {
        Some(position) if position < index => Some(position),
        found => {
            let message = match found {
                Some(_) => text!("`{id}` được xét sau danh hiệu này", "`{id}` is settled after this award"),
                None => text!("không có danh hiệu hay hình thức nào tên `{id}`", "there is no award `{id}`"),
            };
            resolver.error(
                "TD0242",
                span,
                message,
                text!("khai `{id}` phía trên trong `awards`", "declare `{id}` above it under `awards`"),
            );
            None
        }
    }
}

fn quota(resolver: &mut Resolver<'_>, quota: &Located<Quota>, index: usize) -> PlanQuota {
    let span = quota.span;
    let given = [quota.count.is_some(), quota.share.is_some(), quota.apportioned.is_some()];
    if given.iter().filter(|present| **present).count() != 1 {
        resolver.error(
            "TD0243",
            span,
            text!(
                "chỉ tiêu cần đúng một trong `count`, `share`, `apportioned`",
                "a quota needs exactly one of `count`, `share`, `apportioned`"
            ),
            text!(
                "viết `count: 2` hoặc `share: 20%` cùng `of` và `fraction`",
                "write `count: 2`, or `share: 20%` with `of` and `fraction`"
            ),
        );
    }
    if quota.share.is_some() && (quota.of.is_none() || quota.fraction.is_none()) {
        resolver.error(
            "TD0244",
            span,
            text!(
                "chỉ tiêu theo tỷ lệ cần cơ số `of` và cách xử lý số lẻ `fraction`",
                "a quota by share needs its base `of` and what a `fraction` becomes"
            ),
            text!("thêm `of: entrants` và `fraction: down`", "add `of: entrants` and `fraction: down`"),
        );
    }
    PlanQuota {
        count: quota.count.as_ref().map(|count| resolver.dated(count, "count", span)),
        share: quota.share.as_ref().map(|share| resolver.dated(share, "share", span)),
        base: quota.of.as_ref().and_then(|each| base(resolver, each, span, index)),
        apportioned: quota.apportioned.as_ref().and_then(|apportion| {
            let total = resolver.dated(&apportion.total, "total", span);
            base(resolver, &apportion.by, span, index).map(|base| (total, base))
        }),
        within: quota
            .within
            .iter()
            .map(|cap| {
                let count = resolver.dated(&cap.count, "count", span);
                (count, earlier_awards(resolver, &cap.together_with, index))
            })
            .collect(),
    }
}

fn base(resolver: &mut Resolver<'_>, base: &Base, span: Span, index: usize) -> Option<PlanBase> {
    Some(match base {
        Base::Entrants => PlanBase::Entrants,
        Base::Eligible => PlanBase::Eligible,
        Base::Recommended(id) => PlanBase::Recommended(earlier_award(resolver, id, span, index)?),
        Base::Graded(ids) => {
            let rules = resolver.rules;
            let grades = rules.gradings.first().map(|grading| grading.grades.as_slice()).unwrap_or_default();
            let mut positions = Vec::new();
            for id in ids {
                match grades.iter().position(|grade| grade.id == *id) {
                    Some(position) => positions.push(position),
                    None => resolver.error(
                        "TD0212",
                        span,
                        text!("không có mức xếp loại `{id}`", "there is no grade `{id}`"),
                        text!(
                            "dùng `id` của một mức trong bảng xếp loại đầu tiên",
                            "use the `id` of a grade of the first grading"
                        ),
                    ),
                }
            }
            PlanBase::Graded(positions)
        }
        Base::Input(name) => {
            match resolver.inputs.iter().position(|input| input.name == *name && !input.many) {
                Some(position) => PlanBase::Input(position),
                None => {
                    resolver.error(
                        "TD0210",
                        span,
                        text!("không có đầu vào nào tên `{name}`", "there is no input called `{name}`"),
                        text!("khai tên này trong `inputs`", "declare the name under `inputs`"),
                    );
                    return None;
                }
            }
        }
    })
}
