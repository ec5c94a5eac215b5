use std::collections::{BTreeMap, BTreeSet};

use thidua_rules::diagnostic::listed;
use thidua_rules::method::{show, show_percent};
use thidua_rules::program::PlanCondition;
use thidua_rules::rule::{Apportion, Award, Fraction, Quota, Scope};

use super::apportion::{Ends, apportion};
use super::contested::settle;
use super::quota::is_eligible;
use super::{Case, Circumstances, Recommendations, Status};
use crate::assessed::assessed;
use crate::awaited::lacks;
use crate::facts::Facts;
use crate::plan::{Plan, PlanBase, PlanQuota};
use crate::{
    AwardId, Diagnostic, EntrantId, Exact, Floors, GradingId, Located, RoundingMode, Span, Text, TiSlice,
    text,
};

/// The places of an award in one scope (chỉ tiêu của một phạm vi), and what became of them.
#[derive(Clone, Debug, Default)]
pub struct QuotaPlaces {
    /// The cluster, or the id of the kind; empty where all compete.
    pub scope: String,
    /// What a share or a division is taken of.
    pub base: Option<Exact>,
    /// Where the number comes from.
    pub arithmetic: Text,
    /// How many places there are.
    pub places: u32,
    /// How many are recommended, those by which a tie widens the quota included.
    pub filled: u32,
}

impl QuotaPlaces {
    /// Places that nobody has yet.
    #[must_use]
    pub fn left(&self) -> u32 {
        self.places.saturating_sub(self.filled)
    }
}

/// What stays open when places are counted.
pub(super) enum Open {
    Nothing,
    /// So many places are for one each of these groups, which are equal.
    Contested {
        left: u32,
        among: BTreeSet<u32>,
    },
    /// So many places cannot be divided at all.
    Unsettled(u32),
}

pub(super) struct Allotment {
    pub(super) groups: BTreeMap<u32, QuotaPlaces>,
    pub(super) open: Open,
}

/// Counts the places of an award in each group with entrants it is for.
pub(super) fn allot(
    facts: &Facts<'_>,
    circumstances: &Circumstances<'_>,
    all: &mut Recommendations,
    position: AwardId,
    cases: &TiSlice<EntrantId, Case>,
) -> Allotment {
    let plan = facts.plan;
    let mut allotted = Allotment { groups: BTreeMap::new(), open: Open::Nothing };
    let rules = plan.rules.awards().get(position);
    let compiled = plan.awards.get(position).and_then(|award| award.quota.as_ref());
    let (Some(rules), Some(compiled)) = (rules, compiled) else { return allotted };
    let Some(quota) = &rules.quota else { return allotted };
    let mut meant = vec![false; facts.evaluations.group_count(quota.per)];
    for (row, _) in cases.iter_enumerated().filter(|(_, case)| case.status != Status::OtherKind) {
        let group = facts.evaluations.group_position(row, quota.per);
        meant.get_mut(group).into_iter().for_each(|meant| *meant = true);
    }
    let meant = (0..).zip(meant).filter(|(_, meant)| *meant);
    let places = |group| QuotaPlaces { scope: scope_name(facts, quota.per, group), ..QuotaPlaces::default() };
    allotted.groups = meant.map(|(group, _)| (group, places(group))).collect();
    let base = compiled.apportioned.as_ref().map(|(_, base)| base).or(compiled.base.as_ref());
    let mut complete = true;
    let mut by_class = BTreeMap::new();
    if let Some(base) = base {
        let found = bases(facts, all, (base, &compiled.shares), quota.per, cases);
        complete = found.negative.is_empty() && !found.missing;
        all.findings.extend(left_out(plan, rules, (base, quota.span), &found));
        by_class = found.classes;
        for (group, places) in &mut allotted.groups {
            let size = usize::try_from(*group).ok().and_then(|group| found.sizes.get(group));
            places.base = Some(size.cloned().unwrap_or_default());
        }
    }
    match (&compiled.apportioned, &quota.apportioned) {
        (Some((total, _)), Some(rule)) => {
            let total = total.floor_i64().unwrap_or(0);
            divide(facts, circumstances, all, (rules, quota, rule), (total, complete), &mut allotted);
        }
        _ => {
            let mut last: Option<QuotaPlaces> = None;
            for (group, places) in &mut allotted.groups {
                // Clusters of one size, of which there are thousands, have the same places.
                match last.as_ref().filter(|last| by_class.is_empty() && last.base == places.base) {
                    Some(last) => {
                        (places.places, places.arithmetic) = (last.places, last.arithmetic.clone());
                    }
                    None => {
                        count(quota, compiled, by_class.get(group), places);
                        last = Some(places.clone());
                    }
                }
            }
        }
    }
    allotted
}

/// Whom the base leaves out, each cause once.
fn left_out(plan: &Plan, rules: &Award, (base, span): (&PlanBase, Span), found: &Bases) -> Vec<Diagnostic> {
    let title = &rules.title;
    let mut told = Vec::new();
    let mut tell = |code, who: &[String], say: &dyn Fn(&str) -> (Text, Text)| {
        if !who.is_empty() {
            let (message, help) = say(&listed(who));
            told.push(plan.finding(span, code, message, help));
        }
    };
    if let PlanBase::Input(input) = base {
        let name = plan.inputs.get(*input).map(|input| input.name.as_str()).unwrap_or_default();
        tell("TD0803", &found.negative, &|who| {
            (
                text!(
                    "`{title}`: cơ số `{name}` nhỏ hơn 0 nên không được tính: {who}",
                    "`{title}`: the base `{name}` is below 0 and does not count: {who}"
                ),
                text!("nhập một số từ 0 trở lên", "enter a number of 0 or more"),
            )
        });
    }
    tell("TD0810", &found.nobody, &|who| {
        (
            text!(
                "`{title}`: không dòng nào của `shares` dành cho: {who}",
                "`{title}`: no row of `shares` is for: {who}"
            ),
            text!(
                "thêm dòng cho các trường hợp đó, hoặc một dòng cuối không có `when`",
                "add a row for them, or a last one without `when`"
            ),
        )
    });
    tell("TD0812", &found.classless, &|who| {
        (
            text!(
                "`{title}`: chưa rõ dòng nào của `shares` dành cho: {who}; phần đó chưa được tính vào chỉ tiêu",
                "`{title}`: which row of `shares` is for these is not known: {who}; they add nothing to the places yet"
            ),
            text!(
                "điền dữ liệu mà `when` của các dòng hỏi đến",
                "fill in what the `when` of the rows ask for"
            ),
        )
    });
    told
}

/// A number, or a share of the base, and at least the floor.
fn count(
    quota: &Quota,
    compiled: &PlanQuota,
    classes: Option<&BTreeMap<usize, Exact>>,
    group: &mut QuotaPlaces,
) {
    // One share is that of the only class.
    let one = compiled.share.iter().zip(&group.base);
    let sizes = classes.into_iter().flatten();
    let each = sizes.filter_map(|(class, size)| Some((&compiled.shares.get(*class)?.1, size)));
    let shares: Vec<(&Exact, &Exact)> = one.chain(each).collect();
    let (places, arithmetic) = match &compiled.count {
        Some(count) => (count.floor_i64().unwrap_or(0), text!("{}", "{}", show(count))),
        None => {
            let product = shares
                .iter()
                .fold(Exact::ZERO, |sum, (share, size)| sum + (*share).clone() * (*size).clone());
            let mode = match quota.fraction {
                Some(Fraction::Up) => RoundingMode::Up,
                Some(Fraction::HalfUp) => RoundingMode::HalfUp,
                Some(Fraction::Down) | None => RoundingMode::Down,
            };
            // More places than can be counted are as many as anybody can need.
            let whole = product.round_to_multiple(&Exact::ONE, mode).floor_i64().unwrap_or(i64::MAX);
            let parts =
                shares.iter().map(|(share, size)| format!("{} × {}", show_percent(share), show(size)));
            let (sum, product) = (parts.collect::<Vec<_>>().join(" + "), show(&product));
            let sum = if sum.is_empty() { "0".to_owned() } else { sum };
            (whole, text!("{sum} = {product} → {whole}", "{sum} = {product} → {whole}"))
        }
    };
    (group.places, group.arithmetic) = (number(places), arithmetic);
    if group.places < quota.at_least {
        group.places = quota.at_least;
        group.arithmetic = with_floor(&group.arithmetic, quota.at_least);
    }
}

fn with_floor(arithmetic: &Text, least: u32) -> Text {
    let more = text!(", ít nhất {least}", ", at least {least}");
    arithmetic.clone().and_then(&more)
}

/// Divides the total between the groups; what equals would have to draw lots for goes to the council.
fn divide(
    facts: &Facts<'_>,
    circumstances: &Circumstances<'_>,
    all: &mut Recommendations,
    (award, quota, rule): (&Award, &Located<Quota>, &Apportion),
    (total, complete): (i64, bool),
    allotted: &mut Allotment,
) {
    let weights: Vec<Exact> =
        allotted.groups.values().map(|group| group.base.clone().unwrap_or_default()).collect();
    let (count, least) = (weights.len(), i64::from(quota.at_least));
    let promised = least.saturating_mul(i64::try_from(count).unwrap_or(i64::MAX));
    let title = &award.title;
    let mut tell =
        |code, message, help| all.findings.push(facts.plan.finding(quota.span, code, message, help));
    if promised > total {
        tell(
            "TD0801",
            text!(
                "`{title}`: {count} phạm vi, mỗi phạm vi ít nhất {least}, vượt tổng số {total} chỉ tiêu",
                "`{title}`: {count} scopes with at least {least} each are more than the {total} places"
            ),
            text!("nâng `total`, hoặc hạ `at_least`", "raise `total`, or lower `at_least`"),
        );
    } else if total > promised && weights.iter().all(Exact::is_zero) {
        tell(
            "TD0804",
            text!("`{title}`: mọi cơ số để phân bổ đều bằng 0", "`{title}`: every base of the division is 0"),
            text!("nhập cơ số, hoặc phân bổ theo cơ số khác", "enter the bases, or divide by another one"),
        );
    } else if complete {
        let floors = rule.floors.unwrap_or(Floors::First);
        let ends = Ends { least, floors, most: rule.at_most.map(i64::from) };
        let division = apportion(total, &weights, rule.method, ends);
        let mut left = number(division.left);
        for (group, places) in allotted.groups.values_mut().zip(&division.places) {
            let weight = show(group.base.as_ref().unwrap_or(&Exact::ZERO));
            group.arithmetic = text!("phân bổ {total} theo {weight}", "{total} divided by {weight}");
            group.places = number(*places);
            if least > 0 {
                group.arithmetic = with_floor(&group.arithmetic, quota.at_least);
            }
            if let Some(most) = rule.at_most.filter(|most| i64::from(*most) == *places) {
                let more = text!(", nhiều nhất {most}", ", at most {most}");
                group.arithmetic = group.arithmetic.clone().and_then(&more);
            }
        }
        // What no group may take any more is nobody's: no council can give it out either.
        if left > 0 && division.tied.is_empty() {
            let most = rule.at_most.unwrap_or_default();
            tell(
                "TD0809",
                text!(
                    "`{title}`: {left} trong {total} chỉ tiêu không phân bổ được vì mọi phạm vi đã đủ mức nhiều nhất {most}",
                    "`{title}`: {left} of the {total} places cannot be divided: every scope has the {most} it may have"
                ),
                text!("hạ `total`, hoặc nâng `at_most`", "lower `total`, or raise `at_most`"),
            );
            return;
        }
        let among = settle(circumstances, all, award, &division, &mut left, &mut allotted.groups);
        if left > 0 {
            let names: Vec<String> = among
                .iter()
                .filter_map(|group| allotted.groups.get(group))
                .map(|group| format!("`{}`", group.scope))
                .collect();
            let names = names.join(", ");
            let id = &award.id.value;
            let message = text!(
                "`{title}`: còn {left} trong {total} chỉ tiêu chưa phân bổ được vì bằng nhau: {names}",
                "`{title}`: {left} of the {total} places stay undivided between equals: {names}"
            );
            let help = text!(
                "ghi quyết định `places: {{ award: {id}, to: [ … ] }}`",
                "record a decision `places: {{ award: {id}, to: [ … ] }}`"
            );
            all.findings.push(facts.plan.finding(quota.span, "TD0802", message, help));
            allotted.open = Open::Contested { left, among };
        }
        return;
    }
    for group in allotted.groups.values_mut() {
        group.arithmetic = text!("{total} chỉ tiêu chưa phân bổ được", "{total} places not divided yet");
    }
    if total > 0 && count > 0 {
        allotted.open = Open::Unsettled(number(total));
    }
}

/// What a share or a division is taken of, for each group.
#[derive(Default)]
struct Bases {
    sizes: Vec<Exact>,
    /// The same for each class that has a share of its own.
    classes: BTreeMap<u32, BTreeMap<usize, Exact>>,
    /// Who enters something below 0, which is left out, as what is missing is.
    negative: Vec<String>,
    missing: bool,
    /// Whom no share is for, and of whom that cannot be told.
    nobody: Vec<String>,
    classless: Vec<String>,
}

fn bases(
    facts: &Facts<'_>,
    all: &Recommendations,
    (base, shares): (&PlanBase, &[(Option<PlanCondition>, Exact)]),
    scope: Scope,
    cases: &TiSlice<EntrantId, Case>,
) -> Bases {
    let sizes = vec![Exact::ZERO; facts.evaluations.group_count(scope)];
    let mut found = Bases { sizes, ..Bases::default() };
    let one = |counts: bool| counts.then_some(Exact::ONE);
    for (row, entrant) in facts.evaluations.entrants().iter_enumerated() {
        let of_kind = cases.get(row).is_some_and(|case| case.status != Status::OtherKind);
        let grade = || facts.grades.and_then(|known| known.grade(GradingId::FIRST, row));
        let size = match base {
            PlanBase::Entrants => one(of_kind && assessed(facts, row) != Some(false)),
            PlanBase::Eligible => one(is_eligible(cases, row)),
            PlanBase::Graded(grades) => one(of_kind && grade().is_some_and(|grade| grades.contains(&grade))),
            PlanBase::Recommended(award) => one(all.holds(*award, row) == Some(true)),
            PlanBase::Input(input) => {
                let value = facts.input(*input, row);
                if value.as_ref().is_some_and(Exact::is_negative) {
                    found.negative.push(format!("`{}`", entrant.id));
                }
                found.missing |= of_kind && lacks(facts, *input, row);
                value.filter(|value| !value.is_negative())
            }
        };
        let Some(size) = size else { continue };
        let group = facts.evaluations.group_of(row, scope);
        if !shares.is_empty() {
            match class_of(facts, shares, row) {
                Ok(Some(class)) => {
                    *found.classes.entry(group).or_default().entry(class).or_default() += &size;
                }
                Ok(None) => found.nobody.push(format!("`{}`", entrant.id)),
                Err(()) => found.classless.push(format!("`{}`", entrant.id)),
            }
        }
        let group = facts.evaluations.group_position(row, scope);
        found.sizes.get_mut(group).into_iter().for_each(|own| *own += &size);
    }
    found
}

/// The first row of shares that is for an entrant.
///
/// # Errors
/// While that cannot be told.
pub(super) fn class_of(
    facts: &Facts<'_>,
    shares: &[(Option<PlanCondition>, Exact)],
    row: EntrantId,
) -> Result<Option<usize>, ()> {
    for (class, (when, _)) in shares.iter().enumerate() {
        match when.as_ref().map_or(Some(true), |when| facts.verdict(when, row)) {
            Some(true) => return Ok(Some(class)),
            Some(false) => {}
            None => return Err(()),
        }
    }
    Ok(None)
}

fn scope_name(facts: &Facts<'_>, scope: Scope, group: u32) -> String {
    let group = usize::try_from(group).unwrap_or(usize::MAX);
    match scope {
        Scope::All => String::new(),
        Scope::Cluster => {
            facts.evaluations.clusters().get(group).map(ToString::to_string).unwrap_or_default()
        }
        Scope::Kind => {
            let kind = group.checked_sub(1).and_then(|kind| facts.plan.rules.kinds.iter().nth(kind));
            kind.map(|(name, _)| name.value.clone()).unwrap_or_default()
        }
    }
}

fn number(places: i64) -> u32 {
    u32::try_from(places.max(0)).unwrap_or(u32::MAX)
}
