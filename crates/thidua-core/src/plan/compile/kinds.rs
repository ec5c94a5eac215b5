//! Which kind of value each place of a rule set takes: formulas, ends of tables, amounts, roundings.

use thidua_rules::method::Declared;
use thidua_rules::program::Kind;
use thidua_rules::rule::{Award, Base, DatedNumber, GradeCap, Grading, Inherited, RuleSet};

use crate::plan::PlanNode;
use crate::plan::resolve::Resolver;
use crate::{Formula, Number, Rounding, Span, Text};

/// A number of the rule set: the kind it must be of, its key and where it stands.
type Placed<'n> = (Kind, &'n str, &'n Number, Span);

/// The numbers that belong to no criterion, grading or award.
pub(super) fn head(resolver: &mut Resolver<'_>, rules: &RuleSet) {
    let whole = rules.rule_set.span;
    for rounding in [rules.rounding.leaf, rules.rounding.group, rules.rounding.total, rules.rounding.show] {
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
    for (name, input) in rules.inputs.iter() {
        let Some(per_row) = &input.per_row else { continue };
        let kind = resolver.input_kind(&name.value);
        takes(resolver, "per_row", &per_row.is, kind);
        let ends = [("at_least", &per_row.at_least), ("at_most", &per_row.at_most)];
        let kind = kind.amount().unwrap_or(Kind::Unknown);
        all.extend(ends.into_iter().filter_map(|(key, end)| Some((kind, key, end.as_ref()?, name.span))));
    }
    for (name, number) in rules.parameters.iter() {
        all.extend(
            // A day is one as it stands.
            number
                .all()
                .into_iter()
                .filter(|number| !number.is_day())
                .map(|number| (Kind::Number, name.value.as_str(), number, name.span)),
        );
    }
    for budget in &rules.budgets {
        let amounts = budget.amount.all().into_iter();
        all.extend(amounts.map(|amount| (Kind::Money, "amount", amount, budget.payer.span)));
        all.extend(budget.kept_back.iter().map(|kept| (Kind::Share, "kept_back", kept, budget.payer.span)));
    }
    placed(resolver, all);
}

/// What a criterion reads, and its numbers.
pub(super) fn criterion(resolver: &mut Resolver<'_>, node: &PlanNode) {
    let (criterion, span) = (&node.criterion, node.span);
    let method = criterion.method();
    let mut declared = Declared::default();
    method.declares(&mut declared);
    for (key, of, wanted) in declared.formulas {
        takes(resolver, key, of, wanted);
    }
    listed(resolver, declared.lists, span);
    for (of, ends) in declared.tables {
        looked_up(resolver, of, ends.into_iter().map(|(end, own)| (end, own.unwrap_or(span))).collect());
    }
    for (one, other) in declared.alike {
        resolver.alike(one, other);
    }
    let max = criterion
        .points_max
        .iter()
        .flat_map(DatedNumber::all)
        .map(|max| (Kind::Points, "points_max", max, span));
    placed(resolver, max);
    let held = [("cap", &criterion.cap), ("floor", &criterion.floor)];
    placed(
        resolver,
        held.into_iter().filter_map(|(key, end)| Some((Kind::Points, key, end.as_ref()?, span))),
    );
    placed(resolver, criterion.points_min.iter().map(|min| (Kind::Points, "points_min", min, span)));
    let numbers = declared.numbers.into_iter();
    placed(resolver, numbers.map(|each| (each.kind, each.key, each.number, each.span.unwrap_or(span))));
    rounding(resolver, criterion.rounding, span);
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
    let caps = grading.grades.iter().flat_map(|grade| {
        let limits = grade.cap.iter().flat_map(GradeCap::limits);
        let raised = grade.cap.iter().filter_map(|cap| cap.raised_to.as_ref());
        limits.map(|(share, ..)| share).chain(raised).map(move |share| (share, grade.span))
    });
    placed(resolver, caps.map(|(share, span)| (Kind::Share, "cap", share, span)));
}

/// The roundings and numbers of an award.
pub(super) fn award(resolver: &mut Resolver<'_>, award: &Award) {
    for requirement in award.requirements() {
        let inherited = requirement.history.iter().filter_map(|history| history.inherited.as_ref());
        let shares = inherited.filter_map(|inherited| match inherited {
            Inherited::Share(share) => Some((Kind::Share, "inherited", share, requirement.span)),
            Inherited::None | Inherited::Any | Inherited::All => None,
        });
        placed(resolver, shares);
    }
    if let Some(money) = &award.money {
        let multiples = money.multiple.all().into_iter();
        placed(resolver, multiples.map(|number| (Kind::Number, "multiple", number, award.id.span)));
        rounding(resolver, money.rounding, award.id.span);
    }
    if let Some(quota) = &award.quota {
        let by = quota.apportioned.as_ref().map(|apportion| &apportion.by);
        let bases =
            [("of", quota.of.as_ref()), ("by", by)].into_iter().filter_map(|(key, base)| match base {
                Some(Base::Input(name)) => Some((key, name.as_str())),
                _ => None,
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
fn listed<'n>(resolver: &mut Resolver<'_>, inputs: impl IntoIterator<Item = (&'n str, &'n str)>, span: Span) {
    for (key, name) in inputs {
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
