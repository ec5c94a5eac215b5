use thidua_rules::program::PlanCondition;
use thidua_rules::rule::{Award, HistoryRequirement, Requirement, RuleSet};

use super::inherit::on_record;
use super::{Circumstances, Recommendations, WaitsFor, history, vote};
use crate::assessed::assessed;
use crate::facts::Facts;
use crate::grade::verdict;
use crate::plan::PlanRequirement;
use crate::{AwardId, EntrantId, Exact, GradeId, Located, Text, checked, text};

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
    /// What was counted, years or a share of votes, and how much is needed.
    pub(crate) counted: Option<(Exact, Exact)>,
}

/// Checks one requirement of an award.
pub(super) fn check(
    facts: &Facts<'_>,
    circumstances: &Circumstances<'_>,
    recommendations: &Recommendations,
    award: AwardId,
    index: usize,
    row: EntrantId,
) -> Check {
    let of = Of { facts, circumstances, recommendations, award, row };
    of.requirement(index).map_or_else(unknown, |(written, compiled)| of.check(written, compiled))
}

/// Checks one requirement, or a part of one that is met in several ways.
pub(crate) fn check_part(
    facts: &Facts<'_>,
    circumstances: &Circumstances<'_>,
    recommendations: &Recommendations,
    (award, row): (AwardId, EntrantId),
    (written, compiled): (&Requirement, &PlanRequirement),
) -> Check {
    Of { facts, circumstances, recommendations, award, row }.check(written, compiled)
}

/// What a requirement that cannot be told waits for.
pub(super) fn waits(
    facts: &Facts<'_>,
    circumstances: &Circumstances<'_>,
    recommendations: &Recommendations,
    award: AwardId,
    index: usize,
    row: EntrantId,
) -> Vec<WaitsFor> {
    let of = Of { facts, circumstances, recommendations, award, row };
    of.requirement(index).map(|(written, compiled)| of.waits(written, compiled)).unwrap_or_default()
}

/// Whose case at which award.
struct Of<'a> {
    facts: &'a Facts<'a>,
    circumstances: &'a Circumstances<'a>,
    recommendations: &'a Recommendations,
    award: AwardId,
    row: EntrantId,
}

impl<'a> Of<'a> {
    /// One requirement of the award, as written and as compiled.
    fn requirement(&self, index: usize) -> Option<(&'a Requirement, &'a PlanRequirement)> {
        let plan = self.facts.plan;
        let written = plan.rules.awards().get(self.award)?.requires.get(index)?;
        Some((written, plan.awards.get(self.award)?.requires.get(index)?))
    }

    fn check(&self, written: &Requirement, compiled: &PlanRequirement) -> Check {
        let Self { facts, circumstances, recommendations, award, row } = *self;
        let rules = &facts.plan.rules;
        let id = rules.awards().get(award).map(|award| award.id.value.as_str()).unwrap_or_default();
        let entrant =
            facts.evaluations.entrants().get(row).map(|entrant| entrant.id.as_str()).unwrap_or_default();
        let mut check = match compiled {
            PlanRequirement::When(condition) => {
                let own = written.label.is_none().then(|| checked::label(facts, condition));
                Check { label: own.unwrap_or_default(), ..check_condition(facts, condition, row) }
            }
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
                        &on_record(circumstances.history, rule, entrant),
                        circumstances.year,
                        this_year,
                        &|result| reached_this_year(facts, recommendations, award, result, row),
                        (&titles(rules, rule), &each_title(rules, &rule.each_year, ", ")),
                    )
                }
                None => unknown(),
            },
            PlanRequirement::Votes => match (rules.awards().get(award), &written.votes) {
                (Some(award), Some(rule)) => vote::check(award, rule, circumstances, entrant),
                _ => unknown(),
            },
            PlanRequirement::Holds(others) => check_holds(facts, recommendations, others, row),
            PlanRequirement::Any(ways) => self.ways(written, ways),
        };
        if let Some(label) = &written.label {
            check.label = Text::same(label.clone());
        }
        check.basis = written.basis.as_ref().map(|basis| basis.value.clone());
        check
    }

    /// What it waits for: of several ways, what those wait for that nothing has failed in yet.
    fn waits(&self, written: &Requirement, compiled: &PlanRequirement) -> Vec<WaitsFor> {
        match compiled {
            PlanRequirement::Votes => vec![WaitsFor::Vote],
            PlanRequirement::History => self.looked_back(written),
            PlanRequirement::Holds(_) => vec![WaitsFor::Award],
            PlanRequirement::When(_) => vec![WaitsFor::Data],
            PlanRequirement::Any(ways) => {
                let mut all = Vec::new();
                for (written, compiled) in written.any.iter().zip(ways) {
                    let parts = || written.iter().zip(compiled);
                    let verdict = |(written, compiled): (&Located<Requirement>, &PlanRequirement)| {
                        self.check(written, compiled).verdict
                    };
                    if parts().any(|part| verdict(part) == Verdict::Failed) {
                        continue;
                    }
                    for (written, compiled) in parts().filter(|part| verdict(*part) == Verdict::Unknown) {
                        all.extend(self.waits(written, compiled));
                    }
                }
                all
            }
        }
    }

    /// What the results wait for that a history counts: a grade for values, an award for its own case.
    fn looked_back(&self, written: &Requirement) -> Vec<WaitsFor> {
        let Self { facts, recommendations, award, row, circumstances, .. } = *self;
        let results = || written.history.iter().flat_map(|rule| &rule.results);
        let mut all = Vec::new();
        for result in results() {
            if graded_this_year(facts, result, row).is_none() {
                all.push(WaitsFor::Data);
            }
            if awarded_this_year(facts, recommendations, award, result, row).is_none() {
                all.push(WaitsFor::Award);
            }
        }
        if !all.is_empty() {
            return all;
        }
        // Nothing of this run: an earlier year is open. Only what an earlier run left open is for another case to settle.
        let gradings = &facts.plan.rules.gradings;
        let is_grade =
            |result: &String| gradings.iter().flat_map(|each| &each.grades).any(|grade| grade.id == *result);
        let entrant = facts.evaluations.entrants().get(row).map(|entrant| entrant.id.as_str());
        let left = |result: &String| {
            let mut open =
                entrant.into_iter().flat_map(|entrant| circumstances.history.left_open_of(entrant));
            open.any(|record| record.result == *result)
        };
        let of_award = |result: &String| !is_grade(result) && left(result);
        results().map(|result| if of_award(result) { WaitsFor::Award } else { WaitsFor::Data }).collect()
    }

    /// The way that is met, or what stands in each.
    fn ways(&self, written: &Requirement, ways: &[Vec<PlanRequirement>]) -> Check {
        let each: Vec<Vec<Check>> = written
            .any
            .iter()
            .zip(ways)
            .map(|(written, compiled)| {
                written
                    .iter()
                    .zip(compiled)
                    .map(|(written, compiled)| self.check(written, compiled))
                    .collect()
            })
            .collect();
        let of_way = |way: &Vec<Check>| {
            let worst = |verdict| way.iter().any(|check| check.verdict == verdict);
            match (worst(Verdict::Failed), worst(Verdict::Unknown)) {
                (true, _) => Verdict::Failed,
                (false, true) => Verdict::Unknown,
                (false, false) => Verdict::Met,
            }
        };
        let among = |verdict| each.iter().find(|way| of_way(way) == verdict);
        let verdict = match (among(Verdict::Met), among(Verdict::Unknown)) {
            (Some(_), _) => Verdict::Met,
            (None, Some(_)) => Verdict::Unknown,
            (None, None) => Verdict::Failed,
        };
        let in_the_way = |way: &Vec<Check>| {
            let open = way.iter().filter(|check| check.verdict != Verdict::Met);
            joined(
                open.map(|check| check.label.clone().and_then(&text!(": ", ": ")).and_then(&check.found)),
                ", ",
                ", ",
            )
        };
        let found = match among(Verdict::Met) {
            Some(way) => joined(way.iter().map(|check| check.found.clone()), "; ", "; "),
            None => joined(each.iter().map(in_the_way), "; hoặc ", "; or "),
        };
        let change = |way: &Vec<Check>| {
            let failed = way.iter().filter(|check| check.verdict == Verdict::Failed);
            let changes: Option<Vec<Text>> = failed.map(|check| check.change.clone()).collect();
            changes.map(|changes| joined(changes.into_iter(), " và ", " and "))
        };
        let changes: Vec<Text> = each.iter().filter_map(change).collect();
        let labels =
            each.iter().map(|way| joined(way.iter().map(|check| check.label.clone()), " và ", " and "));
        Check {
            verdict,
            label: joined(labels, " hoặc ", " or "),
            found,
            change: (verdict == Verdict::Failed && !changes.is_empty())
                .then(|| joined(changes.into_iter(), "; hoặc ", "; or ")),
            basis: None,
            counted: None,
        }
    }
}

fn joined(parts: impl Iterator<Item = Text>, vi: &str, en: &str) -> Text {
    let parts: Vec<Text> = parts.filter(|part| !part.vi.is_empty()).collect();
    let join = |pick: fn(&Text) -> &str, by: &str| parts.iter().map(pick).collect::<Vec<_>>().join(by);
    Text { vi: join(|part| &part.vi, vi), en: join(|part| &part.en, en) }
}

/// Whether a requirement that nothing on the sheet settles can still be met, whatever the results of this run are:
/// votes as they were cast, or not yet; years on record with this year or without.
pub fn may_be_met(
    plan: &crate::plan::Plan,
    circumstances: &Circumstances<'_>,
    award: AwardId,
    index: usize,
    entrant: &str,
) -> bool {
    let written = plan.rules.awards().get(award);
    let compiled = plan.awards.get(award).and_then(|award| award.requires.get(index));
    let Some((award, written)) = written.and_then(|award| Some((award, award.requires.get(index)?))) else {
        return false;
    };
    let Some(compiled) = compiled else { return true };
    part_may_be_met(circumstances, award, written, compiled, entrant)
}

fn part_may_be_met(
    circumstances: &Circumstances<'_>,
    award: &Award,
    written: &Requirement,
    compiled: &PlanRequirement,
    entrant: &str,
) -> bool {
    match (compiled, &written.history, &written.votes) {
        (PlanRequirement::History, Some(rule), _) => {
            let records = on_record(circumstances.history, rule, entrant);
            let check = |this_year| {
                let (id, year) = (&award.id.value, circumstances.year);
                history::check(rule, id, &records, year, Some(this_year), &|_| Some(true), ("", "")).verdict
            };
            [true, false].into_iter().any(|this_year| check(this_year) == Verdict::Met)
        }
        (PlanRequirement::Votes, _, Some(rule)) => {
            vote::check(award, rule, circumstances, entrant).verdict != Verdict::Failed
        }
        (PlanRequirement::Any(ways), ..) => written.any.iter().zip(ways).any(|(written, compiled)| {
            let mut parts = written.iter().zip(compiled);
            parts.all(|(written, compiled)| part_may_be_met(circumstances, award, written, compiled, entrant))
        }),
        _ => true,
    }
}

/// The names people read of results that history files call by id.
fn titles(rules: &RuleSet, rule: &HistoryRequirement) -> String {
    rule.called.clone().unwrap_or_else(|| each_title(rules, &rule.results, " / "))
}

fn each_title(rules: &RuleSet, results: &[String], between: &str) -> String {
    let title = |id: &String| {
        let award = rules.awards.iter().find(|award| award.id.value == *id).map(|award| award.title.clone());
        let mut grades = rules.gradings.iter().flat_map(|grading| &grading.grades);
        let grade = || grades.find(|grade| grade.id == *id).map(|grade| grade.title.clone());
        award.or_else(grade).unwrap_or_else(|| id.clone())
    };
    results.iter().map(title).collect::<Vec<_>>().join(between)
}

/// Checks one of the conditions that hold a case: met means that the case may go on.
pub(super) fn check_hold(facts: &Facts<'_>, award: AwardId, index: usize, row: EntrantId) -> Check {
    let written = facts.plan.rules.awards().get(award).and_then(|award| award.hold_when.get(index));
    let compiled = facts.plan.awards.get(award).and_then(|award| award.hold_when.get(index));
    let (Some(written), Some(condition)) = (written, compiled) else { return unknown() };
    let mut check = check_condition(facts, condition, row);
    check.verdict = match check.verdict {
        Verdict::Met => Verdict::Unknown,
        Verdict::Failed => Verdict::Met,
        Verdict::Unknown => Verdict::Unknown,
    };
    let label = written.label.clone().map_or_else(|| written.when.words(), Text::same);
    check.label = Text::new(format!("chờ xem xét khi: {}", label.vi), format!("held while: {}", label.en));
    check.change = None;
    check.basis = written.basis.as_ref().map(|basis| basis.value.clone());
    check
}

/// An award whose places are filled in rank order needs a rank: nobody without a total slips in.
pub(super) fn check_place(facts: &Facts<'_>, award: AwardId, row: EntrantId) -> Option<Check> {
    let ranking = facts.plan.awards.get(award)?.ranking?;
    let placed = facts.standings.and_then(|standings| standings.place(ranking, row)).is_some();
    let rules = facts.plan.rules.rankings().get(ranking).filter(|_| !placed)?;
    let title = rules.title.as_ref().unwrap_or(&rules.id);
    if outside(facts, row) {
        let label = text!("có thứ hạng trong “{title}”", "has a place in “{title}”");
        return Some(Check { label, ..not_assessed() });
    }
    Some(Check {
        verdict: Verdict::Unknown,
        label: text!("có thứ hạng trong “{title}”", "has a place in “{title}”"),
        found: text!("chưa có điểm hoặc không được xếp hạng", "no total yet, or not ranked"),
        change: None,
        basis: None,
        counted: None,
    })
}

fn unknown() -> Check {
    Check {
        verdict: Verdict::Unknown,
        label: Text::default(),
        found: Text::default(),
        change: None,
        basis: None,
        counted: None,
    }
}

/// Whether a condition is met; one that needs points or what comes of them is not by somebody who is not assessed.
pub(super) fn answer(facts: &Facts<'_>, condition: &PlanCondition, row: EntrantId) -> Verdict {
    match Verdict::from(verdict(facts, condition, row)) {
        Verdict::Unknown if condition.reads_results() && outside(facts, row) => Verdict::Failed,
        verdict => verdict,
    }
}

/// Whether the rules ask nothing of the entrant, for sure.
fn outside(facts: &Facts<'_>, row: EntrantId) -> bool {
    assessed(facts, row) == Some(false)
}

fn not_assessed() -> Check {
    Check {
        verdict: Verdict::Failed,
        found: text!("không thuộc diện đánh giá nên không có điểm", "not assessed, so there are no points"),
        ..unknown()
    }
}

/// Checks a condition; what it is called is for the caller to say.
fn check_condition(facts: &Facts<'_>, condition: &PlanCondition, row: EntrantId) -> Check {
    let verdict = answer(facts, condition, row);
    // What comes of points nobody has who is not assessed, whatever else stands in the condition.
    if verdict == Verdict::Failed && self::verdict(facts, condition, row).is_none() {
        return not_assessed();
    }
    Check {
        verdict,
        label: Text::default(),
        found: checked::found(facts, condition, row),
        change: (verdict == Verdict::Failed).then(|| checked::change(facts, condition, row)).flatten(),
        basis: None,
        counted: None,
    }
}

/// Whether this run brings the result: an award recommended before, or a grade reached; unknown while an
/// award rests, and while a grade may still come.
fn reached_this_year(
    facts: &Facts<'_>,
    recommendations: &Recommendations,
    before: AwardId,
    result: &str,
    row: EntrantId,
) -> Option<bool> {
    let awarded = awarded_this_year(facts, recommendations, before, result, row);
    any_of([graded_this_year(facts, result, row), awarded].into_iter())
}

fn awarded_this_year(
    facts: &Facts<'_>,
    recommendations: &Recommendations,
    before: AwardId,
    result: &str,
    row: EntrantId,
) -> Option<bool> {
    // An award that is settled later cannot count yet.
    let award = facts.plan.rules.awards().position(|award| award.id.value == result);
    award.filter(|award| *award < before).map_or(Some(false), |award| recommendations.holds(award, row))
}

fn graded_this_year(facts: &Facts<'_>, result: &str, row: EntrantId) -> Option<bool> {
    let graded = facts.plan.rules.gradings().iter_enumerated().map(|(grading, rules)| {
        let named = |grade: &Option<GradeId>| {
            grade.and_then(|grade| rules.grades().get(grade)).is_some_and(|grade| grade.id == result)
        };
        let graded = facts.grades.and_then(|grades| grades.of(grading, row));
        if graded.is_some_and(|graded| graded.waits()) {
            return (!rules.grades.iter().any(|grade| grade.id == result)).then_some(false);
        }
        let Some(open) = graded.and_then(|graded| graded.open()) else {
            return Some(named(&graded.and_then(|graded| graded.grade)));
        };
        let possible = open.possible(rules.grades.len());
        let any = possible.iter().any(named);
        (!any || possible.iter().all(named)).then_some(any)
    });
    any_of(graded)
}

/// Whether one of them is true; unknown when none is and one may be.
fn any_of(mut each: impl Iterator<Item = Option<bool>> + Clone) -> Option<bool> {
    if each.clone().any(|holds| holds == Some(true)) {
        return Some(true);
    }
    if each.any(|holds| holds.is_none()) { None } else { Some(false) }
}

fn check_holds(
    facts: &Facts<'_>,
    recommendations: &Recommendations,
    others: &[AwardId],
    row: EntrantId,
) -> Check {
    let titles: Vec<&str> = others
        .iter()
        .filter_map(|other| facts.plan.rules.awards().get(*other))
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
        counted: None,
    }
}
