use thidua_rules::rule::{Award, Base, MoneyOf, Quota, Requirement, RuleSet, VoteShare, WrittenVotes};

use crate::plan::resolve::{Reach, Resolver};
use crate::plan::{PlanAward, PlanBase, PlanMoneyOf, PlanQuota, PlanRequirement};
use crate::{AwardId, Located, Span, Text, text};

pub(super) fn award(resolver: &mut Resolver<'_>, index: AwardId) -> Option<PlanAward> {
    let rules = resolver.rules;
    let award: &Award = rules.awards().get(index)?;
    let reach = Reach::Ranks;
    super::kinds::award(resolver, award);
    let kinds = resolver.kinds(&award.kinds);
    votes(resolver, award);
    let requires = award.requires.iter().filter_map(|each| requirement(resolver, each, index)).collect();
    let hold_when = award.hold_when.iter().map(|hold| resolver.condition(&hold.when, reach)).collect();
    let ranking = match (&award.ranked_by, award.quota.is_some() || award.reserve > 0) {
        (Some(id), _) => resolver.ranking(Some(id), id.span),
        (None, true) => resolver.ranking(None, award.id.span),
        (None, false) => None,
    };
    let quota = award.quota.as_ref().map(|each| quota(resolver, each, index));
    let multiple =
        award.money.as_ref().map(|money| resolver.dated(&money.multiple, "multiple", award.id.span));
    let multiple_of =
        award.money.as_ref().and_then(|money| money_of(resolver, money.of.as_ref()?, award.id.span, index));
    let excluded_by = rules
        .one_form
        .iter()
        .filter_map(|group| {
            let at = group.awards.iter().position(|id| id.value == award.id.value)?;
            Some(group.awards.iter().take(at).filter_map(|id| award_named(rules, id)))
        })
        .flatten()
        .collect();
    Some(PlanAward { kinds, requires, hold_when, ranking, quota, multiple, multiple_of, excluded_by })
}

/// A requirement, or nothing where it does not say what it is.
fn requirement(
    resolver: &mut Resolver<'_>,
    requirement: &Located<Requirement>,
    index: AwardId,
) -> Option<PlanRequirement> {
    let named = [
        requirement.when.is_some(),
        requirement.history.is_some(),
        requirement.votes.is_some(),
        !requirement.holds.is_empty(),
        !requirement.any.is_empty(),
    ];
    let empty = requirement.any.iter().any(Vec::is_empty);
    if named.iter().filter(|present| **present).count() != 1 || empty {
        resolver.error(
            "TD0241",
            requirement.span,
            text!(
                "mỗi điều kiện cần đúng một trong `when`, `history`, `votes`, `holds`, `any`",
                "a requirement needs exactly one of `when`, `history`, `votes`, `holds`, `any`"
            ),
            text!(
                "tách thành nhiều mục, mỗi mục một điều kiện; `any` là danh sách các đường, mỗi đường một danh sách điều kiện",
                "split it into several entries, one requirement each; `any` is a list of ways, each a list of requirements"
            ),
        );
        return None;
    }
    Some(match &requirement.when {
        Some(condition) => PlanRequirement::When(resolver.condition(condition, Reach::Ranks)),
        None if requirement.history.is_some() => PlanRequirement::History,
        None if requirement.votes.is_some() => PlanRequirement::Votes,
        None if !requirement.any.is_empty() => {
            let mut ways = Vec::with_capacity(requirement.any.len());
            for way in &requirement.any {
                // A way that lost a part would be easier than what is written.
                let parts: Vec<_> = way.iter().map(|each| self::requirement(resolver, each, index)).collect();
                ways.push(parts.into_iter().collect::<Option<Vec<_>>>()?);
            }
            PlanRequirement::Any(ways)
        }
        None => PlanRequirement::Holds(earlier_awards(resolver, &requirement.holds, index)),
    })
}

/// Bodies that are asked after another of this award are written below it; votes in writing that count are of those counted.
fn votes(resolver: &mut Resolver<'_>, award: &Award) {
    let mut above: Vec<&str> = Vec::new();
    for requirement in award.requirements() {
        let Some(vote) = &requirement.votes else { continue };
        if let Some(after) = vote.after.as_ref().filter(|after| !above.contains(&after.as_str())) {
            resolver.error(
                "TD0241",
                requirement.span,
                text!(
                    "phía trên không có `votes` nào của `{after}` để `after` nhắc đến",
                    "no `votes` of `{after}`, which `after` names, stands above"
                ),
                text!(
                    "ghi `votes` của `{after}` phía trên, đúng tên ở `body`",
                    "write the `votes` of `{after}` above, by the name in its `body`"
                ),
            );
        }
        if vote.written == Some(WrittenVotes::AsVotes) && vote.of == VoteShare::Present {
            resolver.error(
                "TD0241",
                requirement.span,
                text!(
                    "`written: as-votes` tính phiếu của người vắng mặt mà `of: present` không tính người đó",
                    "`written: as-votes` counts the votes of absent members, whom `of: present` leaves out"
                ),
                text!(
                    "viết `of: all-members`, hoặc `written: as-present`",
                    "write `of: all-members`, or `written: as-present`"
                ),
            );
        }
        above.push(&vote.body);
    }
}

/// The award above whose multiple or amount the money is a multiple of.
fn money_of(resolver: &mut Resolver<'_>, of: &MoneyOf, span: Span, index: AwardId) -> Option<PlanMoneyOf> {
    let (MoneyOf::Multiple(id) | MoneyOf::Amount(id)) = of;
    let position = earlier_award(resolver, id, span, index)?;
    if resolver.rules.awards().get(position)?.money.is_none() {
        resolver.error(
            "TD0242",
            span,
            text!("`{id}` không có tiền thưởng (`money`)", "`{id}` pays no `money`"),
            text!("dùng một hình thức có tiền thưởng", "name an award that pays money"),
        );
        return None;
    }
    Some(match of {
        MoneyOf::Multiple(_) => PlanMoneyOf::Multiple(position),
        MoneyOf::Amount(_) => PlanMoneyOf::Amount(position),
    })
}

fn award_named(rules: &RuleSet, id: &str) -> Option<AwardId> {
    rules.awards().position(|award| award.id.value == id)
}

/// Awards that are settled before the one at `index`.
fn earlier_awards(resolver: &mut Resolver<'_>, ids: &[Located<String>], index: AwardId) -> Vec<AwardId> {
    ids.iter().filter_map(|id| earlier_award(resolver, id, id.span, index)).collect()
}

fn earlier_award(resolver: &mut Resolver<'_>, id: &str, span: Span, index: AwardId) -> Option<AwardId> {
    match award_named(resolver.rules, id) {
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

fn quota(resolver: &mut Resolver<'_>, quota: &Located<Quota>, index: AwardId) -> PlanQuota {
    let span = quota.span;
    let shared = quota.share.is_some() || !quota.shares.is_empty();
    let given =
        [quota.count.is_some(), quota.share.is_some(), !quota.shares.is_empty(), quota.apportioned.is_some()];
    if given.iter().filter(|present| **present).count() != 1 {
        resolver.error(
            "TD0243",
            span,
            text!(
                "chỉ tiêu cần đúng một trong `count`, `share`, `shares`, `apportioned`",
                "a quota needs exactly one of `count`, `share`, `shares`, `apportioned`"
            ),
            text!(
                "viết `count: 2` hoặc `share: 20%` cùng `of` và `fraction`",
                "write `count: 2`, or `share: 20%` with `of` and `fraction`"
            ),
        );
    }
    if shared && (quota.of.is_none() || quota.fraction.is_none()) {
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
    let last = quota.shares.len().saturating_sub(1);
    if let Some(row) = quota.shares.iter().take(last).find(|row| row.when.is_none()) {
        resolver.error(
            "TD0909",
            row.span,
            text!(
                "các dòng sau của `shares` không dành cho ai: dòng này không có `when` nên dành cho tất cả",
                "the rows of `shares` below are for nobody: this one has no `when` and is for all"
            ),
            text!("thêm `when`, hoặc để dòng này cuối cùng", "add `when`, or put this row last"),
        );
    }
    if let Some((message, help)) = idle_key(quota) {
        resolver.error("TD0243", span, message, help);
    }
    PlanQuota {
        count: quota.count.as_ref().map(|count| resolver.dated(count, "count", span)),
        share: quota.share.as_ref().map(|share| resolver.dated(share, "share", span)),
        shares: quota
            .shares
            .iter()
            .map(|row| {
                let when = row.when.as_ref().map(|when| resolver.condition(when, Reach::Ranks));
                (when, resolver.dated(&row.share, "share", row.span))
            })
            .collect(),
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

/// A key of a quota that does nothing beside the others, or lacks the one that says what it means.
fn idle_key(quota: &Quota) -> Option<(Text, Text)> {
    if quota.count.is_some() && quota.at_least > 0 {
        return Some((
            text!("`at_least` không có tác dụng bên cạnh `count`", "`at_least` does nothing beside `count`"),
            text!("ghi số lượng đúng vào `count`", "write the right number as `count`"),
        ));
    }
    let floors = quota.apportioned.as_ref().map(|apportion| apportion.floors.is_some());
    match (floors, quota.at_least > 0) {
        (Some(false), true) => Some((
            text!(
                "`at_least` cùng `apportioned` có hai cách hiểu, cần nói rõ bằng `floors`",
                "`at_least` with `apportioned` has two meanings, and `floors` must say which"
            ),
            text!(
                "thêm vào `apportioned`: `floors: first` (cấp đủ số tối thiểu rồi mới phân bổ phần còn lại) hoặc `floors: minimum` (phân bổ cả tổng số, không ai dưới mức tối thiểu)",
                "add to `apportioned`: `floors: first` (the minimum is handed out before the rest is divided) or `floors: minimum` (the whole total is divided, nobody gets less)"
            ),
        )),
        (Some(true), false) => Some((
            text!(
                "`floors` không có tác dụng khi thiếu `at_least`",
                "`floors` does nothing without `at_least`"
            ),
            text!(
                "thêm `at_least: 1` vào `quota`, hoặc bỏ `floors`",
                "add `at_least: 1` to the quota, or drop `floors`"
            ),
        )),
        _ => None,
    }
}

fn base(resolver: &mut Resolver<'_>, base: &Base, span: Span, index: AwardId) -> Option<PlanBase> {
    Some(match base {
        Base::Entrants => PlanBase::Entrants,
        Base::Eligible => PlanBase::Eligible,
        Base::Recommended(id) => PlanBase::Recommended(earlier_award(resolver, id, span, index)?),
        Base::Graded(ids) => {
            let rules = resolver.rules;
            let grades = rules.gradings.first().map(|grading| grading.grades()).unwrap_or_default();
            let mut positions = Vec::new();
            for id in ids {
                match grades.position(|grade| grade.id == *id) {
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
            resolver.named.insert(name.clone());
            match resolver
                .inputs
                .named(name)
                .filter(|at| resolver.inputs.get(*at).is_some_and(|input| !input.many))
            {
                Some(position) => PlanBase::Input(position),
                None => {
                    resolver.error(
                        "TD0210",
                        span,
                        text!("không có số liệu nào tên `{name}`", "there is no input called `{name}`"),
                        text!("khai tên này trong `inputs`", "declare the name under `inputs`"),
                    );
                    return None;
                }
            }
        }
    })
}
