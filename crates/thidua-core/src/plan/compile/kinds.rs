//! Which kind of value each place of a rule set takes: formulas, ends of tables, amounts, roundings.

use crate::method::{Bands, Ratio, Relative, RelativeKind};
use crate::plan::PlanNode;
use crate::plan::kind::Kind;
use crate::plan::resolve::Resolver;
use crate::rules::{Award, Criterion, DatedNumber, Grading, RuleSet, ValueKind};
use crate::{Formula, Number, Rounding, Span, Text, text};

/// The numbers that belong to no criterion, grading or award.
pub(super) fn head(resolver: &mut Resolver<'_>, rules: &RuleSet) {
    let whole = rules.rule_set.span;
    each(resolver, Kind::Points, "points_max", &rules.points_max, whole);
    if let Some(gap) = &rules.gap {
        each(resolver, Kind::Share, "above", [&gap.above], gap.span);
    }
    for rounding in [rules.rounding.leaf, rules.rounding.group, rules.rounding.total] {
        self::rounding(resolver, rounding, rules.rounding.span);
    }
    for (name, input) in rules.inputs.iter() {
        let kind = match input.kind {
            ValueKind::Percent => Kind::Share,
            ValueKind::Count => Kind::Count,
            _ => Kind::Number,
        };
        each(resolver, kind, "min", &input.min, name.span);
        each(resolver, kind, "max", &input.max, name.span);
        each(resolver, kind, "blank", &input.blank, name.span);
    }
    for (name, number) in rules.parameters.iter() {
        each(resolver, Kind::Number, &name.value, number.all(), name.span);
    }
    for group in rules.adjustments.iter().flat_map(|both| both.bonus.iter().chain(&both.deductions)) {
        let first = group.items.first().map_or(whole, |item| item.code.span);
        each(resolver, Kind::Points, "cap", &group.cap, first);
    }
    for budget in &rules.budgets {
        each(resolver, Kind::Money, "amount", budget.amount.all(), budget.payer.span);
    }
}

/// What a criterion reads, and its numbers.
pub(super) fn criterion(resolver: &mut Resolver<'_>, node: &PlanNode) {
    let (criterion, span): (&Criterion, Span) = (&node.criterion, node.span);
    let maxima = criterion.points_max.iter().flat_map(DatedNumber::all);
    each(resolver, Kind::Points, "points_max", maxima, span);
    each(resolver, Kind::Points, "points_min", &criterion.points_min, span);
    rounding(resolver, criterion.rounding, span);
    if let Some(direct) = &criterion.direct {
        each(resolver, Kind::Points, "step", &direct.step, span);
    }
    if let Some(method) = &criterion.yes_no {
        if let Some(of) = &method.of {
            let kind = amount(resolver, "yes_no", of);
            if kind
                .is_some_and(|kind| !matches!(kind, Kind::YesNo | Kind::Count | Kind::Number | Kind::Unknown))
            {
                refused(
                    resolver,
                    "yes_no",
                    of,
                    kind.unwrap_or(Kind::Unknown),
                    text!("viết một điều kiện thành đầu vào `yes-no`", "declare a `yes-no` input for it"),
                );
            }
        }
        each(resolver, Kind::Points, "yes", &method.yes, span);
        each(resolver, Kind::Points, "no", &method.no, span);
    }
    for level in criterion.levels.iter().flat_map(|levels| &levels.choices) {
        each(resolver, Kind::Points, "points", [&level.points], level.span);
    }
    if let Some(method) = &criterion.bands {
        bands(resolver, method);
    }
    if let Some(method) = &criterion.ratio {
        ratio(resolver, method, span);
    }
    if let Some(method) = &criterion.linear {
        looked_up(resolver, "linear", &method.of, method.anchors.iter().map(|anchor| (&anchor.at, span)));
        each(resolver, Kind::Points, "points", method.anchors.iter().map(|anchor| &anchor.points), span);
    }
    if let Some(method) = &criterion.count {
        looked_up(resolver, "count", &method.of, method.free.iter().map(|free| (free, span)));
        each(resolver, Kind::Points, "each", [&method.each], span);
        each(resolver, Kind::Points, "cap", &method.cap, span);
        each(resolver, Kind::Points, "floor", &method.floor, span);
    }
    for item in criterion.deduct.iter().flat_map(|deduct| &deduct.items) {
        looked_up(
            resolver,
            "deduct",
            &item.of,
            item.ladder.iter().flatten().map(|rung| (&rung.at, item.span)),
        );
        each(resolver, Kind::Points, "each", &item.each, item.span);
        each(resolver, Kind::Points, "at_most", &item.at_most, item.span);
        let minus = item.ladder.iter().flatten().filter_map(|rung| match &rung.minus {
            crate::method::Minus::Points(points) => Some(points),
            crate::method::Minus::All => None,
        });
        each(resolver, Kind::Points, "minus", minus, item.span);
    }
    if let Some(method) = &criterion.lateness {
        for of in [&method.due, &method.actual] {
            let kind = resolver.kind(&of.term.value).unwrap_or(Kind::Unknown);
            if !matches!(kind, Kind::Day | Kind::Unknown) {
                refused(resolver, "lateness", of, kind, kind.help(Kind::Day));
            }
        }
        each(resolver, Kind::Days, "allowed", &method.allowed, span);
        each(resolver, Kind::Days, "not_after", &method.not_after, span);
        each(resolver, Kind::Points, "each_day", &method.each_day, span);
    }
    if let Some(method) = &criterion.survey {
        for answer in &method.answers {
            looked_up(resolver, "survey", &answer.count, []);
            each(resolver, Kind::Share, "share", [&answer.share], span);
        }
        each(resolver, Kind::Count, "at_least", &method.at_least, span);
    }
    if let Some(method) = &criterion.panel {
        for scorer in &method.scorers {
            amount(resolver, "panel", scorer);
        }
        each(resolver, Kind::Points, "mark_max", &method.mark_max, span);
    }
    let lists = criterion.panel.iter().filter_map(|panel| panel.of.as_deref()).map(|name| ("panel", name));
    for (key, name) in lists.chain(criterion.items.iter().map(|items| ("items", items.of.as_str()))) {
        let kind = resolver.input_kind(name);
        if kind.amount().is_none() {
            refused(resolver, key, &Formula::input(name), kind, kind.help(kind));
        }
    }
    if let Some(method) = &criterion.items {
        each(resolver, Kind::Points, "cap", &method.cap, span);
    }
    if let Some(method) = &criterion.relative {
        relative(resolver, method, span);
    }
    if let Some(method) = &criterion.formula
        && amount(resolver, "formula", &method.is) == Some(Kind::Share)
    {
        refused(
            resolver,
            "formula",
            &method.is,
            Kind::Share,
            text!(
                "nhân với số điểm: `… * {}`",
                "multiply by the points: `… * {}`",
                crate::method::show(&node.max)
            ),
        );
    }
}

fn bands(resolver: &mut Resolver<'_>, bands: &Bands) {
    let ends = bands.steps.iter().flat_map(|band| {
        let ends = band.from.iter().chain(&band.above).chain(&band.to).chain(&band.below);
        ends.map(|end| (end, band.span))
    });
    let span = bands.of.term.span;
    let kind = looked_up(
        resolver,
        "bands",
        &bands.of,
        ends.chain(bands.lowest.iter().chain(&bands.highest).map(|end| (end, span))),
    );
    for band in &bands.steps {
        each(resolver, Kind::Points, "points", &band.points, band.span);
        each(resolver, Kind::Share, "share", &band.share, band.span);
        if let Some(line) = &band.line {
            each(resolver, Kind::Points, "line", [&line.at_lower, &line.at_upper], band.span);
        }
        if band.proportional == Some(true) && kind.beside(Kind::Share).is_none() {
            refused(
                resolver,
                "proportional",
                &bands.of,
                kind,
                text!(
                    "`proportional` nhân điểm tối đa với một tỷ lệ; dùng `line` hoặc `points`",
                    "`proportional` multiplies the maximum by a share; use `line` or `points`"
                ),
            );
        }
    }
}

fn ratio(resolver: &mut Resolver<'_>, ratio: &Ratio, span: Span) {
    let numerator = amount(resolver, "ratio", &ratio.numerator);
    let denominator = amount(resolver, "ratio", &ratio.denominator);
    if let (Some(numerator), Some(denominator)) = (numerator, denominator)
        && numerator.beside(denominator).is_none()
    {
        refused(resolver, "ratio", &ratio.numerator, numerator, numerator.help(denominator));
    }
    for (key, number) in [("floor", &ratio.floor), ("cap", &ratio.cap), ("when_zero", &ratio.when_zero)] {
        each(resolver, Kind::Share, key, number, span);
    }
    if let Some(over) = &ratio.over {
        each(resolver, Kind::Share, "each", [&over.each], span);
        each(resolver, Kind::Points, "over", [&over.points, &over.at_most], span);
    }
}

fn relative(resolver: &mut Resolver<'_>, relative: &Relative, span: Span) {
    let kind = resolver.kind(&relative.of.term.value).unwrap_or(Kind::Unknown);
    // Days have places and distances, but no day is a multiple of another.
    if kind != Kind::Day || relative.by == RelativeKind::Leader {
        amount(resolver, "relative", &relative.of);
    }
    if let Some(target) = &relative.target
        && amount(resolver, "target", target).is_some_and(|target| target.beside(kind).is_none())
    {
        refused(
            resolver,
            "target",
            target,
            kind,
            text!("`target` và `of` phải cùng loại giá trị", "`target` and `of` must be of one kind"),
        );
    }
    each(resolver, Kind::Points, "step", relative.step.iter().chain(&relative.table), span);
    each(
        resolver,
        Kind::Share,
        "lowest_share",
        relative.lowest_share.iter().chain(&relative.when_equal),
        span,
    );
}

/// The value that is classified and the ends of the grades, on the day.
pub(super) fn grading(resolver: &mut Resolver<'_>, grading: &Grading, span: Span) {
    let total = Formula::parse("điểm").ok();
    let day = resolver.day;
    let ends = grading
        .grades
        .iter()
        .flat_map(|grade| grade.ends().filter_map(|end| end.on(day)).map(|end| (end, grade.span)));
    let ends = ends.chain(grading.lowest.iter().chain(&grading.highest).map(|end| (end, span)));
    if let Some(of) = grading.of.as_ref().or(total.as_ref()) {
        looked_up(resolver, "gradings", of, ends);
    }
    for grade in &grading.grades {
        each(resolver, Kind::Number, "value", &grade.value.value, grade.span);
        each(resolver, Kind::Share, "cap", grade.cap.iter().map(|cap| &cap.share), grade.span);
    }
}

/// The roundings and numbers of an award.
pub(super) fn award(resolver: &mut Resolver<'_>, award: &Award) {
    let span = award.id.span;
    if let Some(money) = &award.money {
        each(resolver, Kind::Number, "multiple", money.multiple.all(), span);
        rounding(resolver, money.rounding, span);
    }
    if let Some(quota) = &award.quota {
        let totals = quota.apportioned.iter().map(|apportion| &apportion.total);
        let counts = quota.count.iter().chain(totals).chain(quota.within.iter().map(|cap| &cap.count));
        each(resolver, Kind::Count, "count", counts.flat_map(DatedNumber::all), quota.span);
    }
}

/// A table over the value of a formula: its ends are of the same kind. One mistake is told once.
fn looked_up<'n>(
    resolver: &mut Resolver<'_>,
    key: &str,
    of: &Formula,
    ends: impl IntoIterator<Item = (&'n Number, Span)>,
) -> Kind {
    let Some(kind) = amount(resolver, key, of) else { return Kind::Unknown };
    let mut told = false;
    for (end, span) in ends {
        told = told || !fits(resolver, kind, &of.term.value.words(), end, span);
    }
    kind
}

/// The kind of the formula where an amount is needed; `None` when it is none, or makes no sense.
fn amount(resolver: &mut Resolver<'_>, key: &str, of: &Formula) -> Option<Kind> {
    let kind = resolver.kind(&of.term.value).ok()?;
    if kind.amount().is_none() {
        refused(resolver, key, of, kind, kind.help(kind));
        return None;
    }
    Some(kind)
}

fn each<'n>(
    resolver: &mut Resolver<'_>,
    kind: Kind,
    key: &str,
    numbers: impl IntoIterator<Item = &'n Number>,
    span: Span,
) {
    for number in numbers {
        fits(resolver, kind, &Text::same(key.to_owned()), number, span);
    }
}

/// Whether a number may stand where this kind is needed; what is only doubtful is told and fits.
fn fits(resolver: &mut Resolver<'_>, kind: Kind, what: &Text, number: &Number, span: Span) -> bool {
    resolver.thousands(&number.to_string(), span);
    let written = if number.is_percent() { Kind::Share } else { Kind::Number };
    if kind.beside(written).is_some() {
        return !resolver.percent_forgotten(kind, what, number, span);
    }
    let message = text!("`{number}` là một tỷ lệ, còn `", "`{number}` is a share; `").and_then(what);
    let message = message.and_then(&text!("` cần ", "` needs ")).and_then(&kind.words());
    resolver.error("TD0250", span, message, kind.help(written));
    false
}

fn refused(resolver: &mut Resolver<'_>, key: &str, of: &Formula, kind: Kind, help: Text) {
    let words = of.term.value.words();
    let message = text!("`{key}` không dùng được với `", "`{key}` cannot take `").and_then(&words);
    let message = message.and_then(&text!("`: đó là ", "`, which is ")).and_then(&kind.words());
    resolver.error("TD0250", of.term.span, message, help);
}

fn rounding(resolver: &mut Resolver<'_>, rounding: Option<Rounding>, span: Span) {
    if let Some(to) = rounding.and_then(|rounding| rounding.to) {
        resolver.thousands(&to.to_string(), span);
    }
}
