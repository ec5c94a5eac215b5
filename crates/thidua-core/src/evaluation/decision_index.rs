use std::collections::{BTreeMap, BTreeSet};

use super::{AwardOutcome, CapDecision, Decision, DecisionText, Decisions, TieOrder, Vote};
use crate::{Date, Diagnostic, Plan, Text, text};

/// Decisions by what they are about (tra quyết định theo từng việc): read once for a run, then found at once.
///
/// Two that contradict one another are a finding and neither is in force, unless one replaces the other;
/// so the order in which they were written never matters.
#[derive(Clone, Debug, Default)]
pub struct DecisionIndex {
    /// By matter, then by day and number: never by where they stood.
    entries: Vec<Entry>,
    of_entrant: BTreeMap<String, Vec<usize>>,
    of_ranking: BTreeMap<String, Vec<usize>>,
    of_grading: BTreeMap<String, Vec<usize>>,
    findings: Vec<Diagnostic>,
}

#[derive(Clone, Debug)]
struct Entry {
    matter: Matter,
    decision: DecisionText,
    standing: Standing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    InForce,
    Replaced,
    Contradicted,
    Repeated,
}

/// What a decision is about. Two orders of tied entrants are about the same ranking; whether they meet is seen later.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Matter {
    NotApplicable { entrant: String, criterion: String },
    Vote { entrant: String, award: String, body: String, ballot: u32 },
    Award { entrant: String, award: String },
    Gap { entrant: String, criterion: String },
    Tie { ranking: String },
    Places { award: String },
    Value { entrant: String, input: String },
    File { entrant: String },
    Grade { entrant: String, grading: String },
    Cap { grading: String, grade: String, scope: Option<String> },
    Nothing,
}

/// What was decided on a matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ruling<T> {
    Contradicted,
    Given(T),
}

/// One ballot of a body (một lần bỏ phiếu), and the day it was held.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ballot<'a> {
    pub(crate) vote: &'a Vote,
    pub(crate) day: Date,
}

impl DecisionIndex {
    /// Reads the decisions that are about one run.
    #[must_use]
    pub fn new(plan: &Plan, decisions: &Decisions) -> Self {
        let mut entries: Vec<Entry> = decisions
            .decisions
            .iter()
            .map(|decision| Entry {
                matter: matter(plan, decision),
                decision: decision.value.clone(),
                standing: Standing::InForce,
            })
            .collect();
        entries.sort_by(|left, right| {
            let key = |entry: &Entry| {
                let decision = &entry.decision;
                (decision.date, decision.number.clone(), decision.reason.clone(), decision.place())
            };
            left.matter.cmp(&right.matter).then_with(|| key(left).cmp(&key(right)))
        });
        let mut findings = Vec::new();
        for group in entries.chunk_by_mut(|left, right| left.matter == right.matter) {
            settle(group, &mut findings);
        }
        let mut index = Self { findings, ..Self::default() };
        for (position, entry) in entries.iter().enumerate() {
            match &entry.matter {
                Matter::NotApplicable { entrant, .. }
                | Matter::Vote { entrant, .. }
                | Matter::Award { entrant, .. }
                | Matter::Gap { entrant, .. }
                | Matter::Value { entrant, .. }
                | Matter::File { entrant } => {
                    index.of_entrant.entry(entrant.clone()).or_default().push(position);
                }
                Matter::Grade { grading, .. } | Matter::Cap { grading, .. } => {
                    index.of_grading.entry(grading.clone()).or_default().push(position);
                }
                Matter::Tie { ranking } => {
                    index.of_ranking.entry(ranking.clone()).or_default().push(position);
                }
                Matter::Places { .. } | Matter::Nothing => {}
            }
        }
        index.entries = entries;
        index
    }

    /// Every decision, whether it is in force or not.
    pub fn all(&self) -> impl Iterator<Item = &DecisionText> {
        self.entries.iter().map(|entry| &entry.decision)
    }

    /// Those that nothing contradicts or replaces.
    pub fn in_force(&self) -> impl Iterator<Item = &DecisionText> {
        self.entries.iter().filter(|entry| entry.standing == Standing::InForce).map(|entry| &entry.decision)
    }

    /// Contradictions, and replacements that go round in a circle.
    #[must_use]
    pub fn findings(&self) -> &[Diagnostic] {
        &self.findings
    }

    /// The votes of a body on an award for an entrant, by the number of the ballot, with their days.
    pub(crate) fn ballots(
        &self,
        award: &str,
        entrant: &str,
        body: &str,
    ) -> BTreeMap<u32, Ruling<Ballot<'_>>> {
        let mut ballots = BTreeMap::new();
        for entry in self.about(entrant) {
            let Some(vote) = &entry.decision.vote else { continue };
            if vote.award != award || vote.body != body {
                continue;
            }
            let ruling = match entry.standing {
                Standing::InForce => Ruling::Given(Ballot { vote, day: entry.decision.date }),
                Standing::Contradicted => Ruling::Contradicted,
                Standing::Replaced | Standing::Repeated => continue,
            };
            ballots.insert(vote.number(), ruling);
        }
        ballots
    }

    /// What the council decided about an award.
    pub(crate) fn award(&self, award: &str, entrant: &str) -> Option<(AwardOutcome, Decision)> {
        self.about(entrant).filter(|entry| entry.standing == Standing::InForce).find_map(|entry| {
            let about = entry.decision.award.as_ref().filter(|about| about.award == award)?;
            Some((about.outcome, entry.decision.record()))
        })
    }

    /// Who gets the places of an award that are left between equals.
    pub(crate) fn places(&self, award: &str) -> impl Iterator<Item = &DecisionText> {
        self.in_force()
            .filter(move |decision| decision.places.as_ref().is_some_and(|about| about.award == award))
    }

    /// Whether a difference between stages has a reason; the criterion by its path.
    pub(crate) fn explains(&self, entrant: &str, path: &str) -> bool {
        self.about(entrant)
            .any(|entry| matches!(&entry.matter, Matter::Gap { criterion, .. } if criterion == path))
    }

    /// Whether somebody approved that a criterion does not apply; the criterion by its path.
    #[doc(hidden)]
    pub fn approves(&self, entrant: &str, path: &str) -> bool {
        self.about(entrant).any(|entry| {
            entry.standing == Standing::InForce
                && entry.decision.not_applicable.as_ref().is_some_and(|approval| approval.approved)
                && matches!(&entry.matter, Matter::NotApplicable { criterion, .. } if criterion == path)
        })
    }

    /// The council's orders of entrants tied in a ranking.
    pub(crate) fn orders(&self, ranking: &str) -> impl Iterator<Item = &TieOrder> {
        let positions = self.of_ranking.get(ranking).map(Vec::as_slice).unwrap_or_default();
        let entries = positions.iter().filter_map(|position| self.entries.get(*position));
        entries
            .filter(|entry| entry.standing == Standing::InForce)
            .filter_map(|entry| entry.decision.tie.as_ref())
    }

    /// The grades that people gave by a grading: the entrant, the grade and the decision.
    pub(crate) fn grades(&self, grading: &str) -> impl Iterator<Item = (&str, &str, &DecisionText)> {
        self.of_grading(grading).filter_map(|decision| {
            let about = decision.grade.as_ref()?;
            Some((about.entrant.as_str(), about.grade.as_str(), decision))
        })
    }

    /// The caps that people raised in a grading.
    pub(crate) fn caps(&self, grading: &str) -> impl Iterator<Item = (&CapDecision, &DecisionText)> {
        self.of_grading(grading).filter_map(|decision| Some((decision.cap.as_ref()?, decision)))
    }

    fn of_grading(&self, grading: &str) -> impl Iterator<Item = &DecisionText> {
        let positions = self.of_grading.get(grading).map(Vec::as_slice).unwrap_or_default();
        let entries = positions.iter().filter_map(|position| self.entries.get(*position));
        entries.filter(|entry| entry.standing == Standing::InForce).map(|entry| &entry.decision)
    }

    fn about(&self, entrant: &str) -> impl Iterator<Item = &Entry> {
        let positions = self.of_entrant.get(entrant).map(Vec::as_slice).unwrap_or_default();
        positions.iter().filter_map(|position| self.entries.get(*position))
    }
}

fn matter(plan: &Plan, decision: &DecisionText) -> Matter {
    // The same criterion may be named by its code or by its path.
    let path = |code: &str| plan.leaf(code).map_or_else(|| code.to_owned(), |node| node.path.clone());
    if let Some(about) = &decision.not_applicable {
        return Matter::NotApplicable { entrant: about.entrant.clone(), criterion: path(&about.criterion) };
    }
    if let Some(vote) = &decision.vote {
        let (entrant, award, body) = (vote.entrant.clone(), vote.award.clone(), vote.body.clone());
        return Matter::Vote { entrant, award, body, ballot: vote.number() };
    }
    if let Some(about) = &decision.award {
        return Matter::Award { entrant: about.entrant.clone(), award: about.award.clone() };
    }
    if let Some(about) = &decision.gap {
        return Matter::Gap { entrant: about.entrant.clone(), criterion: path(&about.criterion) };
    }
    if let Some(about) = &decision.places {
        return Matter::Places { award: about.award.clone() };
    }
    if let Some(about) = &decision.value {
        return Matter::Value { entrant: about.entrant.clone(), input: about.input.clone() };
    }
    if let Some(about) = &decision.file {
        return Matter::File { entrant: about.entrant.clone() };
    }
    if let Some(about) = &decision.grade {
        return Matter::Grade { entrant: about.entrant.clone(), grading: about.grading.clone() };
    }
    if let Some(CapDecision { grading, grade, scope, .. }) = &decision.cap {
        return Matter::Cap { grading: grading.clone(), grade: grade.clone(), scope: scope.clone() };
    }
    decision.tie.as_ref().map_or(Matter::Nothing, |tie| Matter::Tie { ranking: tie.ranking.clone() })
}

/// Says of the decisions on one matter which are in force.
fn settle(entries: &mut [Entry], findings: &mut Vec<Diagnostic>) {
    if entries.first().is_none_or(|entry| entry.matter == Matter::Nothing) {
        return;
    }
    replace(entries, findings);
    let mut live: Vec<&mut Entry> =
        entries.iter_mut().filter(|entry| entry.standing == Standing::InForce).collect();
    for at in 1..live.len() {
        let Some((earlier, [later, ..])) = live.split_at_mut_checked(at) else { continue };
        // What is said twice stands or falls with the first.
        if let Some(first) = earlier.iter().find(|first| says_the_same(first, later)) {
            later.standing = match first.standing {
                Standing::Contradicted => Standing::Contradicted,
                _ => Standing::Repeated,
            };
            continue;
        }
        for first in earlier.iter_mut() {
            if !contradict(first, later) {
                continue;
            }
            // One finding for each decision is enough to mend them all.
            if later.standing != Standing::Contradicted {
                findings.push(contradiction(first, later));
            }
            (first.standing, later.standing) = (Standing::Contradicted, Standing::Contradicted);
        }
    }
}

fn says_the_same(left: &Entry, right: &Entry) -> bool {
    let (left, right) = (&left.decision, &right.decision);
    let approved = |decision: &DecisionText| decision.not_applicable.as_ref().map(|about| about.approved);
    approved(left) == approved(right)
        && left.vote == right.vote
        && left.award == right.award
        && left.tie == right.tie
        && left.places == right.places
        && left.value == right.value
        && left.file == right.file
        && left.grade == right.grade
        && left.cap == right.cap
}

fn contradict(left: &Entry, right: &Entry) -> bool {
    match (&left.decision.tie, &right.decision.tie) {
        (Some(left), Some(right)) => orders_differ(left, right),
        _ => !says_the_same(left, right),
    }
}

/// Two orders differ when they put two entrants that both name in opposite places.
fn orders_differ(left: &TieOrder, right: &TieOrder) -> bool {
    let places: BTreeMap<&str, usize> =
        right.order.iter().enumerate().map(|(place, id)| (id.as_str(), place)).collect();
    let shared: Vec<usize> = left.order.iter().filter_map(|id| places.get(id.as_str()).copied()).collect();
    !shared.is_sorted()
}

/// Takes those out that another one replaces; a chain may have any length.
fn replace(entries: &mut [Entry], findings: &mut Vec<Diagnostic>) {
    let replaces = |entry: &Entry| entry.decision.replaces.clone();
    let named: BTreeSet<String> = entries.iter().filter_map(replaces).collect();
    if named.is_empty() {
        return;
    }
    let (gone, last): (Vec<&Entry>, Vec<&Entry>) =
        entries.iter().partition(|entry| named.contains(&entry.decision.number));
    // What no chain from a decision in force leads to replaces itself in the end.
    let mut followed: BTreeSet<String> = BTreeSet::new();
    let mut open: Vec<String> = last.into_iter().filter_map(replaces).collect();
    while let Some(number) = open.pop() {
        open.extend(
            gone.iter()
                .filter(|entry| entry.decision.number == number)
                .filter_map(|entry| replaces(entry))
                .filter(|next| !followed.contains(next)),
        );
        followed.insert(number);
    }
    if let Some(entry) = gone.iter().find(|entry| !followed.contains(&entry.decision.number)) {
        let number = &entry.decision.number;
        findings.push(
            Diagnostic::warning(
                "TD0431",
                entry.decision.place(),
                text!(
                    "các quyết định thay nhau thành vòng, bắt đầu từ `{number}`; không quyết định nào được áp dụng",
                    "the decisions replace one another in a circle, starting with `{number}`; none is applied"
                ),
            )
            .with_help(text!(
                "chỉ quyết định sau mới ghi `replaces` với số của quyết định trước",
                "only the later decision names the earlier one under `replaces`"
            )),
        );
    }
    for entry in entries.iter_mut().filter(|entry| named.contains(&entry.decision.number)) {
        entry.standing = Standing::Replaced;
    }
}

fn contradiction(earlier: &Entry, later: &Entry) -> Diagnostic {
    let Text { vi, en } = about(&later.matter);
    let (first, second) = (&earlier.decision.number, &later.decision.number);
    let place = earlier.decision.place();
    Diagnostic::warning(
        "TD0430",
        later.decision.place(),
        text!(
            "`{second}` trái với `{first}` ({place}) về {vi}; cả hai đều không được áp dụng",
            "`{second}` contradicts `{first}` ({place}) on {en}; neither is applied"
        ),
    )
    .with_help(text!(
        "bỏ một trong hai, hoặc ghi `replaces: {first}` vào quyết định thay thế",
        "drop one of them, or write `replaces: {first}` in the one that takes its place"
    ))
}

fn about(matter: &Matter) -> Text {
    match matter {
        Matter::NotApplicable { entrant, criterion } => {
            text!(
                "việc không áp dụng `{criterion}` với `{entrant}`",
                "whether `{criterion}` applies to `{entrant}`"
            )
        }
        Matter::Vote { entrant, award, body, .. } => text!(
            "phiếu của `{body}` cho `{entrant}` ở `{award}`",
            "the vote of `{body}` on `{award}` for `{entrant}`"
        ),
        Matter::Award { entrant, award } => text!("`{award}` của `{entrant}`", "`{award}` for `{entrant}`"),
        Matter::Gap { entrant, criterion } => {
            text!("chênh lệch `{criterion}` của `{entrant}`", "the gap of `{entrant}` at `{criterion}`")
        }
        Matter::Tie { ranking } => text!("thứ tự trong `{ranking}`", "the order in `{ranking}`"),
        Matter::Places { award } => text!("chỉ tiêu còn lại của `{award}`", "the places left of `{award}`"),
        Matter::Value { entrant, input } => {
            text!("giá trị `{input}` của `{entrant}`", "the value `{input}` of `{entrant}`")
        }
        Matter::File { entrant } => {
            text!("tệp nào của `{entrant}` được dùng", "which file of `{entrant}` counts")
        }
        Matter::Grade { entrant, grading } => {
            text!("`{grading}` của `{entrant}`", "`{grading}` of `{entrant}`")
        }
        Matter::Cap { grading, grade, .. } => text!(
            "tỷ lệ khống chế mức `{grade}` của `{grading}`",
            "the cap on the grade `{grade}` of `{grading}`"
        ),
        Matter::Nothing => Text::default(),
    }
}
