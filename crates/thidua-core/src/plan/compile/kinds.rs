//! Which kind of value each place of a rule set takes: formulas, ends of tables, amounts, roundings.

use crate::method::{Minus, RelativeKind};
use crate::plan::PlanNode;
use crate::plan::kind::Kind;
use crate::plan::resolve::Resolver;
use crate::rules::{Award, Base, Criterion, DatedNumber, Grading, RuleSet};
use crate::{Formula, Number, Rounding, Span, Text};

/// A number of the rule set: the kind it must be of, its key and where it stands.
type Placed<'n> = (Kind, &'n str, &'n Number, Span);

/// The numbers that belong to no criterion, grading or award.
pub(super) fn head(resolver: &mut Resolver<'_>, rules: &RuleSet) {
    let whole = rules.rule_set.span;
    for rounding in [rules.rounding.leaf, rules.rounding.group, rules.rounding.total] {
        self::rounding(resolver, rounding, rules.rounding.span);
    }
    let groups = rules.adjustments.iter().flat_map(|both| both.bonus.iter().chain(&both.deductions));
    let mut all: Vec<Placed<'_>> = Vec::new();
    all.extend(rules.points_max.iter().map(|max| (Kind::Points, "points_max", max, whole)));
    all.extend(rules.gap.iter().map(|gap| (Kind::Share, "above", &gap.above, gap.span)));
    all.extend(groups.filter_map(|group| {
        Some((
            Kind::Points,
            "cap",
            group.cap.as_ref()?,
            group.items.first().map_or(whole, |item| item.code.span),
        ))
    }));
    for (name, input) in rules.inputs.iter() {
        let kind = resolver.input_kind(&name.value).amount().unwrap_or(Kind::Unknown);
        let keys = [("min", &input.min), ("max", &input.max), ("blank", &input.blank)];
        all.extend(
            keys.into_iter().filter_map(|(key, number)| Some((kind, key, number.as_ref()?, name.span))),
        );
    }
    for (name, number) in rules.parameters.iter() {
        all.extend(
            number.all().into_iter().map(|number| (Kind::Number, name.value.as_str(), number, name.span)),
        );
    }
    for budget in &rules.budgets {
        let amounts = budget.amount.all().into_iter();
        all.extend(amounts.map(|amount| (Kind::Money, "amount", amount, budget.payer.span)));
    }
    placed(resolver, all);
}

/// What a criterion reads, and its numbers.
pub(super) fn criterion(resolver: &mut Resolver<'_>, node: &PlanNode) {
    let criterion = &node.criterion;
    for (key, of, wanted) in formulas(criterion) {
        takes(resolver, key, of, wanted);
    }
    let panel = criterion.panel.as_ref().and_then(|panel| panel.of.as_deref());
    let items = criterion.items.as_ref().map(|items| items.of.as_str());
    listed(resolver, [("panel", panel), ("items", items)], node.span);
    for (of, ends) in tables(criterion, node.span) {
        looked_up(resolver, of, ends);
    }
    let pairs = [
        criterion.ratio.as_ref().map(|ratio| (&ratio.numerator, &ratio.denominator)),
        criterion.relative.as_ref().and_then(|relative| Some((&relative.of, relative.target.as_ref()?))),
    ];
    for (one, other) in pairs.into_iter().flatten() {
        resolver.alike(one, other);
    }
    placed(resolver, numbers(criterion, node.span));
    rounding(resolver, criterion.rounding, node.span);
}

/// The formulas of the method, with the kind that each must go together with.
#[rustfmt::skip]
fn formulas(criterion: &Criterion) -> Vec<(&'static str, &Formula, Kind)> {
    let mut all = Vec::new();
    all.extend(criterion.yes_no.iter().filter_map(|method| Some(("yes_no", method.of.as_ref()?, Kind::Count))));
    all.extend(criterion.ratio.iter().flat_map(|method| [&method.numerator, &method.denominator]).map(|of| ("ratio", of, Kind::Number)));
    all.extend(criterion.lateness.iter().flat_map(|method| [&method.due, &method.actual]).map(|of| ("lateness", of, Kind::Day)));
    all.extend(criterion.survey.iter().flat_map(|method| &method.answers).map(|answer| ("survey", &answer.count, Kind::Count)));
    all.extend(criterion.panel.iter().flat_map(|method| &method.scorers).map(|of| ("panel", of, Kind::Number)));
    all.extend(criterion.formula.iter().map(|method| ("formula", &method.is, Kind::Count)));
    // Days have places and distances, but no day is a multiple of another.
    all.extend(criterion.relative.iter().filter(|method| method.by == RelativeKind::Leader).map(|method| ("by: leader", &method.of, Kind::Number)));
    let proportional = |method: &&crate::method::Bands| method.steps.iter().any(|band| band.proportional == Some(true));
    all.extend(criterion.bands.iter().filter(proportional).map(|method| ("proportional", &method.of, Kind::Share)));
    all
}

/// The values that are looked up and the numbers they are compared with.
#[rustfmt::skip]
fn tables(criterion: &Criterion, span: Span) -> Vec<(&Formula, Vec<(&Number, Span)>)> {
    let at = move |number| (number, span);
    let mut all: Vec<(&Formula, Vec<(&Number, Span)>)> = Vec::new();
    all.extend(criterion.bands.iter().map(|method| {
        let ends = method.steps.iter().flat_map(|band| {
            band.from.iter().chain(&band.above).chain(&band.to).chain(&band.below).map(|end| (end, band.span))
        });
        (&method.of, ends.chain(method.lowest.iter().chain(&method.highest).map(at)).collect())
    }));
    all.extend(criterion.linear.iter().map(|method| (&method.of, method.anchors.iter().map(|anchor| at(&anchor.at)).collect())));
    all.extend(criterion.count.iter().map(|method| (&method.of, method.free.iter().map(at).collect())));
    all.extend(criterion.deduct.iter().flat_map(|method| &method.items).map(|item| {
        (&item.of, item.ladder.iter().flatten().map(|rung| (&rung.at, item.span)).collect())
    }));
    all
}

/// The numbers of a criterion and its method.
#[rustfmt::skip]
fn numbers<'n>(criterion: &'n Criterion, span: Span) -> Vec<Placed<'n>> {
    let mut all: Vec<Placed<'n>> = Vec::new();
    let mut add = |kind, key, numbers: Vec<&'n Number>| all.extend(numbers.into_iter().map(|number| (kind, key, number, span)));
    add(Kind::Points, "points_max", criterion.points_max.iter().flat_map(DatedNumber::all).collect());
    add(Kind::Points, "points_min", criterion.points_min.iter().collect());
    add(Kind::Points, "step", criterion.direct.iter().flat_map(|method| &method.step).collect());
    add(Kind::Points, "yes_no", criterion.yes_no.iter().flat_map(|method| method.yes.iter().chain(&method.no)).collect());
    if let Some(ratio) = &criterion.ratio {
        add(Kind::Share, "floor", ratio.floor.iter().collect());
        add(Kind::Share, "cap", ratio.cap.iter().collect());
        add(Kind::Share, "when_zero", ratio.when_zero.iter().collect());
        add(Kind::Share, "each", ratio.over.iter().map(|over| &over.each).collect());
        add(Kind::Points, "over", ratio.over.iter().flat_map(|over| [&over.points, &over.at_most]).collect());
    }
    add(Kind::Points, "anchors", criterion.linear.iter().flat_map(|method| &method.anchors).map(|anchor| &anchor.points).collect());
    add(Kind::Points, "count", criterion.count.iter().flat_map(|method| [Some(&method.each), method.cap.as_ref(), method.floor.as_ref()]).flatten().collect());
    add(Kind::Days, "lateness", criterion.lateness.iter().flat_map(|method| method.allowed.iter().chain(&method.not_after)).collect());
    add(Kind::Points, "each_day", criterion.lateness.iter().flat_map(|method| &method.each_day).collect());
    add(Kind::Share, "share", criterion.survey.iter().flat_map(|method| &method.answers).map(|answer| &answer.share).collect());
    add(Kind::Count, "at_least", criterion.survey.iter().flat_map(|method| &method.at_least).collect());
    add(Kind::Points, "mark_max", criterion.panel.iter().flat_map(|method| &method.mark_max).collect());
    add(Kind::Points, "cap", criterion.items.iter().flat_map(|method| &method.cap).collect());
    if let Some(relative) = &criterion.relative {
        add(Kind::Points, "relative", relative.step.iter().chain(&relative.table).collect());
        add(Kind::Share, "lowest_share", relative.lowest_share.iter().collect());
        add(Kind::Share, "when_equal", relative.when_equal.iter().collect());
    }
    all.extend(criterion.levels.iter().flat_map(|method| &method.choices).map(|level| (Kind::Points, "points", &level.points, level.span)));
    for band in criterion.bands.iter().flat_map(|method| &method.steps) {
        all.extend(band.share.iter().map(|share| (Kind::Share, "share", share, band.span)));
        let line = band.line.iter().flat_map(|line| [&line.at_lower, &line.at_upper]);
        all.extend(band.points.iter().chain(line).map(|points| (Kind::Points, "points", points, band.span)));
    }
    for item in criterion.deduct.iter().flat_map(|method| &method.items) {
        let minus = item.ladder.iter().flatten().filter_map(|rung| match &rung.minus { Minus::Points(points) => Some(points), Minus::All => None });
        all.extend(item.each.iter().chain(&item.at_most).chain(minus).map(|points| (Kind::Points, "deduct", points, item.span)));
    }
    all
}

/// The value that is classified and the ends of the grades, on the day.
pub(super) fn grading(resolver: &mut Resolver<'_>, grading: &Grading, span: Span) {
    let (total, day) = (Formula::parse("điểm").ok(), resolver.day);
    let ends = grading
        .grades
        .iter()
        .flat_map(|grade| grade.ends().filter_map(move |end| end.on(day)).map(|end| (end, grade.span)));
    let ends = ends.chain(grading.lowest.iter().chain(&grading.highest).map(|end| (end, span)));
    if let Some(of) = grading.of.as_ref().or(total.as_ref()) {
        looked_up(resolver, of, ends.collect());
    }
    let caps = grading.grades.iter().filter_map(|grade| Some((&grade.cap.as_ref()?.share, grade.span)));
    placed(resolver, caps.map(|(share, span)| (Kind::Share, "cap", share, span)));
}

/// The roundings and numbers of an award.
pub(super) fn award(resolver: &mut Resolver<'_>, award: &Award) {
    if let Some(money) = &award.money {
        let multiples = money.multiple.all().into_iter();
        placed(resolver, multiples.map(|number| (Kind::Number, "multiple", number, award.id.span)));
        rounding(resolver, money.rounding, award.id.span);
    }
    if let Some(quota) = &award.quota {
        let by = quota.apportioned.as_ref().map(|apportion| &apportion.by);
        let bases = [("of", quota.of.as_ref()), ("by", by)].map(|(key, base)| match base {
            Some(Base::Input(name)) => (key, Some(name.as_str())),
            _ => (key, None),
        });
        listed(resolver, bases, quota.span);
        let totals = quota.apportioned.iter().map(|apportion| &apportion.total);
        let counts = quota.count.iter().chain(totals).chain(quota.within.iter().map(|cap| &cap.count));
        placed(
            resolver,
            counts.flat_map(DatedNumber::all).map(|count| (Kind::Number, "count", count, quota.span)),
        );
    }
}

/// Inputs that are named alone, each of them an amount.
fn listed(resolver: &mut Resolver<'_>, inputs: [(&str, Option<&str>); 2], span: Span) {
    for (key, name) in inputs.into_iter().filter_map(|(key, name)| Some((key, name?))) {
        let kind = resolver.input_kind(name);
        if kind.beside(Kind::Number).is_none() {
            resolver.unfit(key, &Text::same(name.to_owned()), kind, Kind::Number, span);
        }
    }
}

/// A table over the value of a formula: its ends are of the same kind. One mistake is told once.
fn looked_up(resolver: &mut Resolver<'_>, of: &Formula, ends: Vec<(&Number, Span)>) {
    let Some(kind) = takes(resolver, "of", of, Kind::Number) else { return };
    let words = of.term.value.words();
    for (end, span) in ends {
        if !resolver.fits(kind, &words, end, span) {
            return;
        }
    }
}

/// The kind of the formula, where it goes together with what is wanted.
fn takes(resolver: &mut Resolver<'_>, key: &str, of: &Formula, wanted: Kind) -> Option<Kind> {
    let kind = resolver.kind(&of.term.value).ok()?;
    if kind.beside(wanted).is_none() {
        resolver.unfit(key, &of.term.value.words(), kind, wanted, of.term.span);
        return None;
    }
    Some(kind)
}

fn placed<'n>(resolver: &mut Resolver<'_>, numbers: impl IntoIterator<Item = Placed<'n>>) {
    for (kind, key, number, span) in numbers {
        resolver.fits(kind, &Text::same(key.to_owned()), number, span);
    }
}

fn rounding(resolver: &mut Resolver<'_>, rounding: Option<Rounding>, span: Span) {
    if let Some(to) = rounding.and_then(|rounding| rounding.to) {
        resolver.thousands(&to.to_string(), span);
    }
}
