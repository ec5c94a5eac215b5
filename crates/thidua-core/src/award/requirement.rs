use super::{Circumstances, Recommendations, history};
use crate::evaluation::Ruling;
use crate::facts::Facts;
use crate::method::{show, show_percent};
use crate::plan::{PlanComparison, PlanCondition, PlanRequirement, PlanTerm};
use crate::rules::{HistoryRequirement, RuleSet, ValueKind, VoteRequirement, VoteShare};
use crate::{Date, Exact, Text, text};

/// Whether a requirement is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is.
    Met,
    /// It is not.
    Failed,
    /// That cannot be told yet.
    Unknown,
}

impl From<Option<bool>> for Verdict {
    fn from(holds: Option<bool>) -> Self {
        match holds {
            Some(true) => Self::Met,
            Some(false) => Self::Failed,
            None => Self::Unknown,
        }
    }
}

/// A requirement with its verdict (kết quả xét từng điều kiện).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Met, failed or unknown.
    pub verdict: Verdict,
    /// The requirement in words.
    pub label: Text,
    /// What was found, with the numbers.
    pub found: Text,
    /// The smallest change that would have helped.
    pub change: Option<Text>,
    /// The clause.
    pub basis: Option<String>,
}

/// Checks one requirement of an award.
pub(super) fn check(
    facts: &Facts<'_>,
    circumstances: &Circumstances<'_>,
    recommendations: &Recommendations,
    award: usize,
    index: usize,
    row: usize,
) -> Check {
    let rules = &facts.plan.rules;
    let written = rules.awards.get(award).and_then(|award| award.requires.get(index));
    let compiled = facts.plan.awards.get(award).and_then(|award| award.requires.get(index));
    let (Some(written), Some(compiled)) = (written, compiled) else { return unknown() };
    let id = rules.awards.get(award).map(|award| award.id.value.as_str()).unwrap_or_default();
    let entrant =
        facts.evaluations.entrants().get(row).map(|entrant| entrant.id.as_str()).unwrap_or_default();
    let mut check = match compiled {
        PlanRequirement::When(condition) => check_condition(facts, condition, row),
        PlanRequirement::History => match &written.history {
            Some(rule) => {
                let reached = rule
                    .results
                    .iter()
                    .map(|result| reached_this_year(facts, recommendations, award, result, row));
                let this_year = any_of(reached);
                history::check(
                    rule,
                    id,
                    circumstances.history.of(entrant),
                    circumstances.year,
                    this_year,
                    &titles(rules, rule),
                )
            }
            None => unknown(),
        },
        PlanRequirement::Votes => match &written.votes {
            Some(rule) => check_vote(rule, circumstances, id, entrant),
            None => unknown(),
        },
        PlanRequirement::Holds(others) => check_holds(facts, recommendations, others, row),
    };
    if let Some(label) = &written.label {
        check.label = Text::same(label.clone());
    }
    check.basis = written.basis.as_ref().map(|basis| basis.value.clone());
    check
}

/// The names people read of results that history files call by id.
fn titles(rules: &RuleSet, rule: &HistoryRequirement) -> String {
    let title = |id: &String| {
        let award = rules.awards.iter().find(|award| award.id.value == *id).map(|award| award.title.clone());
        let mut grades = rules.gradings.iter().flat_map(|grading| &grading.grades);
        let grade = || grades.find(|grade| grade.id == *id).map(|grade| grade.title.clone());
        award.or_else(grade).unwrap_or_else(|| id.clone())
    };
    let titles = || rule.results.iter().map(title).collect::<Vec<_>>().join(" / ");
    rule.called.clone().unwrap_or_else(titles)
}

/// Checks one of the conditions that hold a case: met means that the case may go on.
pub(super) fn check_hold(facts: &Facts<'_>, award: usize, index: usize, row: usize) -> Check {
    let written = facts.plan.rules.awards.get(award).and_then(|award| award.hold_when.get(index));
    let compiled = facts.plan.awards.get(award).and_then(|award| award.hold_when.get(index));
    let (Some(written), Some(condition)) = (written, compiled) else { return unknown() };
    let mut check = check_condition(facts, condition, row);
    check.verdict = match check.verdict {
        Verdict::Met => Verdict::Unknown,
        Verdict::Failed => Verdict::Met,
        Verdict::Unknown => Verdict::Unknown,
    };
    let label = written.label.clone().map_or_else(|| written.when.words(), Text::same);
    check.label = Text::new(format!("tạm dừng xét khi: {}", label.vi), format!("held while: {}", label.en));
    check.change = None;
    check.basis = written.basis.as_ref().map(|basis| basis.value.clone());
    check
}

/// An award whose places are filled in rank order needs a rank: nobody without a total slips in.
pub(super) fn check_place(facts: &Facts<'_>, award: usize, row: usize) -> Option<Check> {
    let ranking = facts.plan.awards.get(award)?.ranking?;
    let placed = facts.standings.and_then(|standings| standings.place(ranking, row)).is_some();
    let rules = facts.plan.rules.rankings.get(ranking).filter(|_| !placed)?;
    let title = rules.title.as_ref().unwrap_or(&rules.id);
    Some(Check {
        verdict: Verdict::Unknown,
        label: text!("có thứ hạng trong “{title}”", "has a place in “{title}”"),
        found: text!("chưa có điểm hoặc không được xếp hạng", "no total yet, or not ranked"),
        change: None,
        basis: None,
    })
}

fn unknown() -> Check {
    Check {
        verdict: Verdict::Unknown,
        label: Text::default(),
        found: Text::default(),
        change: None,
        basis: None,
    }
}

fn check_condition(facts: &Facts<'_>, condition: &PlanCondition, row: usize) -> Check {
    let verdict = Verdict::from(facts.verdict(condition, row));
    let found: Vec<Text> =
        condition.comparisons().into_iter().map(|comparison| found(facts, comparison, row)).collect();
    let join = |pick: fn(&Text) -> &str| found.iter().map(pick).collect::<Vec<_>>().join("; ");
    let change = (verdict == Verdict::Failed).then(|| change(facts, condition, row)).flatten();
    Check {
        verdict,
        label: written(condition),
        found: Text { vi: join(|text| &text.vi), en: join(|text| &text.en) },
        change,
        basis: None,
    }
}

/// The smallest change of the first part that fails; none is named where several ways lead on.
fn change(facts: &Facts<'_>, condition: &PlanCondition, row: usize) -> Option<Text> {
    match condition {
        PlanCondition::Compare(comparison) => smallest_change(facts, comparison, row),
        PlanCondition::All(parts) => {
            let failed = parts.iter().find(|part| facts.verdict(part, row) == Some(false))?;
            change(facts, failed, row)
        }
        PlanCondition::Any(_) | PlanCondition::Not(_) => None,
    }
}

fn written(condition: &PlanCondition) -> Text {
    let join = |parts: &[PlanCondition], vi: &str, en: &str| {
        let parts: Vec<Text> = parts.iter().map(written).collect();
        let words = |pick: fn(&Text) -> &str, by: &str| parts.iter().map(pick).collect::<Vec<_>>().join(by);
        Text { vi: words(|text| &text.vi, vi), en: words(|text| &text.en, en) }
    };
    let wrapped = |text: Text, vi: &str, en: &str| Text {
        vi: format!("{vi}({})", text.vi),
        en: format!("{en}({})", text.en),
    };
    match condition {
        PlanCondition::All(parts) => join(parts, " và ", " and "),
        PlanCondition::Any(parts) => wrapped(join(parts, " hoặc ", " or "), "", ""),
        PlanCondition::Not(part) => wrapped(written(part), "không ", "not "),
        PlanCondition::Compare(comparison) => comparison.written.words(),
    }
}

/// The left side with its value, as a reader would say it.
fn found(facts: &Facts<'_>, comparison: &PlanComparison, row: usize) -> Text {
    let left = comparison.written.left.words();
    let Some(value) = facts.value(&comparison.left, row) else {
        return Text::new(format!("{}: chưa có dữ liệu", left.vi), format!("{}: no data", left.en));
    };
    let (vi, en) = match named(facts, &comparison.left, &value) {
        Some(name) => (name.clone(), name),
        None => match &comparison.left {
            PlanTerm::Input(input) if has_kind(facts, *input, ValueKind::Date) => {
                let day = value.floor_i64().and_then(Date::from_day_number);
                let day = day.map_or_else(|| show(&value), Date::to_vietnamese);
                (day.clone(), day)
            }
            PlanTerm::Input(input) if has_kind(facts, *input, ValueKind::YesNo) => {
                if value.is_zero() {
                    ("không".to_owned(), "no".to_owned())
                } else {
                    ("có".to_owned(), "yes".to_owned())
                }
            }
            PlanTerm::Percent | PlanTerm::Share(_) | PlanTerm::EveryGroup => {
                (show_percent(&value), show_percent(&value))
            }
            _ => (show(&value), show(&value)),
        },
    };
    Text::new(format!("{} = {vi}", left.vi), format!("{} = {en}", left.en))
}

fn has_kind(facts: &Facts<'_>, input: usize, kind: ValueKind) -> bool {
    facts.plan.inputs.get(input).is_some_and(|input| input.kind == kind)
}

/// The name behind the number of a grade or a choice.
fn named(facts: &Facts<'_>, term: &PlanTerm, value: &Exact) -> Option<String> {
    let number = usize::try_from(value.floor_i64()?).ok()?;
    match term {
        PlanTerm::Grade(grading) => {
            let grades = &facts.plan.rules.gradings.get(*grading)?.grades;
            grades.get(grades.len().checked_sub(number)?).map(|grade| grade.title.clone())
        }
        PlanTerm::Input(input) => {
            facts.plan.inputs.get(*input)?.choices.get(number).map(|(_, title)| title.clone())
        }
        PlanTerm::Kind => facts.plan.rules.kinds.iter().nth(number).map(|(_, kind)| kind.title.clone()),
        _ => None,
    }
}

fn smallest_change(facts: &Facts<'_>, comparison: &PlanComparison, row: usize) -> Option<Text> {
    let (left, right) = (facts.value(&comparison.left, row)?, facts.value(&comparison.right, row)?);
    if comparison.comparator.holds(left.cmp(&right)) || named(facts, &comparison.left, &left).is_some() {
        return None;
    }
    let percent = matches!(comparison.left, PlanTerm::Percent | PlanTerm::Share(_) | PlanTerm::EveryGroup);
    if matches!(&comparison.left, PlanTerm::Input(input) if has_kind(facts, *input, ValueKind::YesNo)) {
        return None;
    }
    let gap = if left < right { right.clone() - left.clone() } else { left.clone() - right.clone() };
    let amount = if percent { show_percent(&gap) } else { show(&gap) };
    let what = comparison.written.left.words();
    let (vi, en) = (what.vi, what.en);
    let dated =
        matches!(&comparison.left, PlanTerm::Input(input) if has_kind(facts, *input, ValueKind::Date));
    Some(match (dated, left < right) {
        (true, true) => Text::new(
            format!("cần muộn hơn {amount} ngày ({vi})"),
            format!("{amount} days later needed ({en})"),
        ),
        (true, false) => Text::new(
            format!("cần sớm hơn {amount} ngày ({vi})"),
            format!("{amount} days earlier needed ({en})"),
        ),
        (false, true) => {
            Text::new(format!("cần thêm {amount} ({vi})"), format!("{amount} more needed ({en})"))
        }
        (false, false) => {
            Text::new(format!("cần bớt {amount} ({vi})"), format!("{amount} less needed ({en})"))
        }
    })
}

/// Whether this run brings the result: an award recommended before, or a grade reached; unknown while an
/// award rests.
fn reached_this_year(
    facts: &Facts<'_>,
    recommendations: &Recommendations,
    before: usize,
    result: &str,
    row: usize,
) -> Option<bool> {
    // An award that is settled later cannot count yet.
    let award = facts.plan.rules.awards.iter().take(before).position(|award| award.id.value == result);
    let graded = facts.plan.rules.gradings.iter().enumerate().any(|(grading, rules)| {
        let grade = facts.grades.and_then(|grades| grades.grade(grading, row));
        grade.and_then(|grade| rules.grades.get(grade)).is_some_and(|grade| grade.id == result)
    });
    let awarded = award.map_or(Some(false), |award| recommendations.holds(award, row));
    any_of([Some(graded), awarded].into_iter())
}

/// Whether one of them is true; unknown when none is and one may be.
fn any_of(mut each: impl Iterator<Item = Option<bool>> + Clone) -> Option<bool> {
    if each.clone().any(|holds| holds == Some(true)) {
        return Some(true);
    }
    if each.any(|holds| holds.is_none()) { None } else { Some(false) }
}

fn check_vote(
    rule: &VoteRequirement,
    circumstances: &Circumstances<'_>,
    award: &str,
    entrant: &str,
) -> Check {
    let body = &rule.body;
    let share = &rule.share;
    let label = match rule.of {
        VoteShare::AllMembers => text!(
            "ít nhất {share} trên tổng số thành viên {body} đồng ý",
            "at least {share} of all members of {body} in favour"
        ),
        VoteShare::Present => {
            text!(
                "ít nhất {share} số thành viên {body} có mặt đồng ý",
                "at least {share} of the members of {body} present in favour"
            )
        }
    };
    let waiting = |label: Text, found: Text| Check {
        verdict: Verdict::Unknown,
        label,
        found,
        change: None,
        basis: None,
    };
    let vote = match circumstances.decisions.vote(award, entrant, body) {
        Ruling::Given(vote) => vote,
        Ruling::Silent => return waiting(label, text!("chưa có kết quả bỏ phiếu", "no vote yet")),
        Ruling::Contradicted => {
            return waiting(
                label,
                text!("các kết quả bỏ phiếu trái nhau", "the votes contradict one another"),
            );
        }
    };
    let count = |number: u32| Exact::from(i64::from(number));
    let against = match rule.of {
        VoteShare::AllMembers => Some(vote.members),
        VoteShare::Present => vote.present,
    };
    let quorate = rule.quorum.as_ref().is_none_or(|quorum| {
        vote.present.is_some_and(|present| count(present) >= quorum.exact().clone() * count(vote.members))
    });
    let lacks_quorum_base = rule.quorum.is_some() && vote.present.is_none();
    let Some(against) = against.filter(|against| *against > 0 && !lacks_quorum_base) else {
        return waiting(
            label,
            text!(
                "kết quả bỏ phiếu thiếu số có mặt hoặc số thành viên",
                "the vote lacks the number present or of members"
            ),
        );
    };
    let needed = share.exact().clone() * count(against);
    let enough = count(vote.votes) >= needed;
    let verdict = if enough && quorate { Verdict::Met } else { Verdict::Failed };
    let least = needed.round_to_multiple(&Exact::ONE, crate::RoundingMode::Up);
    let percent = count(vote.votes).checked_div(&count(against)).unwrap_or_default();
    let (votes, members, percent) = (vote.votes, vote.members, show_percent(&percent));
    let found = if quorate {
        text!(
            "{votes}/{against} phiếu = {percent} (tổng số thành viên {members})",
            "{votes}/{against} votes = {percent} ({members} members)"
        )
    } else {
        text!("không đủ số thành viên có mặt", "no quorum")
    };
    let change = (!enough).then(|| {
        let more = show(&(least - count(votes)));
        text!("cần thêm {more} phiếu", "{more} more votes needed")
    });
    Check { verdict, label, found, change, basis: None }
}

fn check_holds(facts: &Facts<'_>, recommendations: &Recommendations, others: &[usize], row: usize) -> Check {
    let titles: Vec<&str> = others
        .iter()
        .filter_map(|other| facts.plan.rules.awards.get(*other))
        .map(|award| award.title.as_str())
        .collect();
    let titles = titles.join(" / ");
    let holds = any_of(others.iter().map(|other| recommendations.holds(*other, row)));
    let found = match holds {
        Some(true) => text!("được đề nghị trong kỳ này", "recommended in this run"),
        None => text!("chưa quyết định", "not decided yet"),
        Some(false) => text!("không được đề nghị", "not recommended"),
    };
    Check {
        verdict: holds.into(),
        label: text!("đạt {titles}", "holds {titles}"),
        found,
        change: None,
        basis: None,
    }
}
