use std::fmt::Write;

use serde::Serialize;
use thidua_check::{Answer, Budget, CellChange, Fixed, Goal, Which, left_as_they_are, smallest_changes};
use thidua_core::{AwardStatus, Date, EntrantId, Exact, GradeId, Language, PlanInput, Text, ValueKind, text};

use super::reconcile::Who;
use crate::run::RunResults;
use crate::words::{case_text, grade_words, point, say};

/// What an entrant still lacks (còn thiếu gì): for the next grade of every grading, and for every award.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Missing {
    /// Whom it is about.
    pub entrant: Who,
    /// The goals, gradings first.
    pub goals: Vec<MissingGoal>,
    /// The inputs that were not changed in the search, and why.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub left: Vec<LeftInput>,
}

/// An input that the search leaves as it is (chỉ tiêu giữ nguyên).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LeftInput {
    /// The input or the path of the criterion.
    pub input: String,
    /// Its title, or its name where it has none.
    pub title: String,
    /// Why it stays.
    pub why: Text,
}

/// Which value of a list is to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RowChange {
    /// One of the values that stand there.
    Value,
    /// A row more.
    More,
}

/// One goal, and how far it is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MissingGoal {
    /// The grade or award.
    pub goal: Text,
    /// Where the entrant stands now.
    pub now: Text,
    /// What came of the search.
    pub state: GoalState,
    /// Sets of changes that reach it, the smallest first.
    pub changes: Vec<Vec<MissingChange>>,
    /// Why there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<Text>,
}

/// What came of the search for a goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum GoalState {
    /// Reached already.
    Reached,
    /// The changes listed reach it, and nothing smaller does.
    Changes,
    /// The change listed reaches it; the budget was too small to tell whether a smaller one does.
    Perhaps,
    /// Nothing of their own reaches it.
    Unreachable,
    /// Nothing was found within the budget; there may be something.
    NotFound,
}

/// One cell that would have to be another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MissingChange {
    /// The input or the path of the criterion.
    pub input: String,
    /// Where the input has several values: which of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<RowChange>,
    /// What stands there, as it is written; `None` where nothing does.
    pub from: Option<String>,
    /// What would have to stand there.
    pub to: String,
    /// How many steps that is.
    pub steps: u64,
    /// The change in the unit of the form.
    pub words: Text,
}

/// Asks for every goal what would reach it (còn thiếu gì), within a budget for each.
#[must_use]
pub fn missing(run: &RunResults<'_>, row: EntrantId, budget: Budget) -> Missing {
    let (plan, entrants) = (run.plan, run.evaluations.entrants());
    let entrant = entrants
        .get(row)
        .map(|entrant| Who { id: entrant.id.as_str().to_owned(), name: entrant.name.as_str().to_owned() });
    let mut goals = Vec::new();
    for (grading, rules) in plan.rules().gradings().iter_enumerated() {
        let now = run.outcome.grades.grade(grading, row);
        let next = now.map_or_else(|| rules.grades().last_key(), GradeId::better);
        let Some((grade, wanted)) = next.and_then(|grade| Some((grade, rules.grades().get(grade)?))) else {
            continue;
        };
        let (of, title) = (if rules.title.is_empty() { &rules.id } else { &rules.title }, &wanted.title);
        let goal = text!("{of}: mức `{title}`", "{of}: grade `{title}`");
        let now = match grade_words(run, grading, row) {
            Some(grade) => text!("đang xếp `{grade}`", "now `{grade}`"),
            None => text!("chưa xếp loại", "not graded yet"),
        };
        goals.push(asked(run, row, (goal, now), Goal::Grade { grading, grade }, budget));
    }
    for (award, rules) in plan.rules().awards().iter_enumerated() {
        let status = run.outcome.recommendations.case(award, row).map(|case| AwardStatus::of(&case.status));
        if matches!(status, None | Some(AwardStatus::OtherKind)) {
            continue;
        }
        let goal = Text::same(rules.title.clone());
        let now = case_text(run, award, row);
        goals.push(asked(run, row, (goal, now), Goal::Award(award), budget));
    }
    let left = left_as_they_are(plan, run.evaluations, row);
    let left =
        left.into_iter().filter_map(|(input, fixed)| Some(left_input(plan.inputs().get(input)?, fixed)));
    Missing { entrant: entrant.unwrap_or_default(), goals, left: left.collect() }
}

fn left_input(input: &PlanInput, fixed: Fixed) -> LeftInput {
    let why = match fixed {
        Fixed::DetailRow => text!(
            "các ô của một dòng chi tiết đi cùng nhau, nên không đổi riêng từng ô",
            "the cells of a detail row belong together, so none is changed alone"
        ),
        Fixed::Decided => text!(
            "ô được miễn, không áp dụng hoặc đang chờ quyết định",
            "the cell is exempt, does not apply, or waits for a decision"
        ),
    };
    LeftInput { input: input.name.clone(), title: title(input), why }
}

fn title(input: &PlanInput) -> String {
    if input.title.is_empty() { input.name.clone() } else { input.title.clone() }
}

fn asked(
    run: &RunResults<'_>,
    row: EntrantId,
    (goal, now): (Text, Text),
    what: Goal,
    budget: Budget,
) -> MissingGoal {
    let answer = smallest_changes(run.plan, run.evaluations, &run.circumstances, row, what, budget);
    let (state, changes, why) = match answer {
        Answer::Reached => (GoalState::Reached, Vec::new(), None),
        Answer::Changes(sets) => (GoalState::Changes, sets, None),
        Answer::Perhaps(set) => (GoalState::Perhaps, vec![set], None),
        Answer::Unreachable(why) => (GoalState::Unreachable, Vec::new(), Some(why)),
        Answer::NotFound { why, .. } => (GoalState::NotFound, Vec::new(), Some(why)),
    };
    let change = |change: &CellChange| {
        let input = run.plan.inputs().get(change.input)?;
        let to = Exact::from(change.to);
        Some(MissingChange {
            input: input.name.clone(),
            row: match change.which {
                Which::Only => None,
                Which::Value(_) => Some(RowChange::Value),
                Which::More(_) => Some(RowChange::More),
            },
            from: change.from.as_ref().map(|from| written(input, from).vi),
            to: written(input, &to).vi,
            steps: change.steps,
            words: words(input, change, &to),
        })
    };
    let changes = changes.iter().map(|set| set.iter().filter_map(change).collect()).collect();
    MissingGoal { goal, now, state, changes, why }
}

/// A value as the form holds it.
fn written(input: &PlanInput, value: &Exact) -> Text {
    match input.kind {
        ValueKind::YesNo if value.is_zero() => text!("không", "no"),
        ValueKind::YesNo => text!("có", "yes"),
        ValueKind::Choice => {
            let at = value.floor_i64().and_then(|at| usize::try_from(at).ok());
            let choice = at.and_then(|at| input.choices.get(at));
            Text::same(choice.map_or_else(String::new, |(id, title)| {
                if title.is_empty() { id.clone() } else { title.clone() }
            }))
        }
        ValueKind::Date => {
            let day = value.floor_i64().and_then(Date::from_day_number);
            Text::new(
                day.map(Date::to_vietnamese).unwrap_or_default(),
                day.map(|day| day.to_string()).unwrap_or_default(),
            )
        }
        ValueKind::Percent => {
            let share = point(&(value.clone() * Exact::from(100_i64)), None);
            text!("{share}%", "{share}%")
        }
        ValueKind::Number | ValueKind::Count => {
            let value = point(value, None);
            text!("{value}", "{value}")
        }
    }
}

/// A change as one says it: `thêm 3 hồ sơ: Hồ sơ đúng hạn (từ 7 lên 10)`.
fn words(input: &PlanInput, change: &CellChange, to: &Exact) -> Text {
    let new = written(input, to);
    if let Which::More(_) = change.which {
        let title = title(input);
        return Text {
            vi: format!("thêm một dòng: {title}, ghi {}", new.vi),
            en: format!("one row more: {title}, {}", new.en),
        };
    }
    let [title_vi, title_en] = match change.which {
        Which::Value(_) => [format!("{} ở một dòng", title(input)), format!("{} in one row", title(input))],
        _ => [title(input), title(input)],
    };
    let Some(from) = &change.from else {
        return Text {
            vi: format!("{title_vi}: đang để trống, cần ghi {}", new.vi),
            en: format!("{title_en}: blank now, must be {}", new.en),
        };
    };
    let old = written(input, from);
    if matches!(input.kind, ValueKind::YesNo | ValueKind::Choice) {
        return Text {
            vi: format!("{title_vi}: phải là `{}` (đang là `{}`)", new.vi, old.vi),
            en: format!("{title_en}: must be `{}` (now `{}`)", new.en, old.en),
        };
    }
    let up = to > from;
    let size = if up { to.clone() - from.clone() } else { from.clone() - to.clone() };
    let by = match input.kind {
        ValueKind::Date => written(&PlanInput { kind: ValueKind::Count, ..input.clone() }, &size),
        _ => written(input, &size),
    };
    let unit = |vi: &'static str, en: &'static str| match (&input.unit, input.kind, input.node) {
        (_, ValueKind::Date, _) => [" ngày".to_owned(), " days".to_owned()],
        (Some(unit), ..) => [format!(" {unit}"), format!(" {unit}")],
        (None, ValueKind::Percent, _) => [String::new(), String::new()],
        (None, _, Some(_)) => [format!(" {vi}"), format!(" {en}")],
        (None, ..) => [String::new(), String::new()],
    };
    let [unit_vi, unit_en] = unit("điểm", "points");
    let (verb_vi, verb_en, way) = match (input.kind, up) {
        (ValueKind::Date, true) => ("muộn hơn", "later by", "đến"),
        (ValueKind::Date, false) => ("sớm hơn", "earlier by", "về"),
        (_, true) => ("thêm", "more by", "lên"),
        (_, false) => ("bớt", "less by", "xuống"),
    };
    Text {
        vi: format!("{verb_vi} {}{unit_vi}: {title_vi} (từ {} {way} {})", by.vi, old.vi, new.vi),
        en: format!("{title_en}: {verb_en} {}{unit_en} (from {} to {})", by.en, old.en, new.en),
    }
}

impl Missing {
    /// The answer as a page of plain text.
    #[must_use]
    pub fn page(&self, run: &RunResults<'_>, language: Language) -> String {
        let t = |vi, en| say(language, vi, en);
        let mut page = String::new();
        // Writing to a String cannot fail.
        let (head, who) = (t("CÒN THIẾU GÌ", "WHAT IS MISSING"), &self.entrant);
        let _ = writeln!(page, "{head} — {} ({}) · {}", who.name, who.id, run.title);
        let held = t(
            "Chỉ đổi số liệu của riêng đối tượng, các đối tượng khác giữ nguyên; ít ô nhất, rồi ít bước nhất.",
            "Only their own values change, everybody else stays; fewest cells first, then fewest steps.",
        );
        let _ = writeln!(page, "{held}");
        for goal in &self.goals {
            let _ = writeln!(
                page,
                "\n■ {} — {}",
                goal.goal.in_language(language),
                goal.now.in_language(language)
            );
            let why = goal.why.as_ref().map(|why| why.in_language(language)).unwrap_or_default();
            match goal.state {
                GoalState::Reached => {
                    let _ = writeln!(page, "  {}", t("đã đạt", "reached"));
                }
                GoalState::Unreachable => {
                    let _ = writeln!(page, "  {}: {why}", t("không tự đạt được", "not theirs to reach"));
                }
                GoalState::NotFound => {
                    let _ = writeln!(page, "  {}: {why}", t("chưa tìm ra", "nothing found"));
                }
                GoalState::Changes | GoalState::Perhaps => {
                    for (number, set) in goal.changes.iter().enumerate() {
                        let each: Vec<&str> =
                            set.iter().map(|change| change.words.in_language(language)).collect();
                        let lead = match (goal.state, number) {
                            (GoalState::Perhaps, _) => t(
                                "đạt được (hết giới hạn tìm kiếm, có thể còn cách ít hơn)",
                                "leads there (the budget was spent: there may be less)",
                            ),
                            (_, 0) => t("cần", "needs"),
                            _ => t("hoặc", "or"),
                        };
                        let _ = writeln!(page, "  {lead}: {}", each.join(t("; và ", "; and ")));
                    }
                }
            }
        }
        if !self.left.is_empty() && self.goals.iter().any(|goal| goal.state != GoalState::Reached) {
            let _ =
                writeln!(page, "\n{}", t("Không xét khi tìm thay đổi:", "Left as they are in the search:"));
            for left in &self.left {
                let _ = writeln!(page, "  - {}: {}", left.title, left.why.in_language(language));
            }
        }
        if self.goals.is_empty() {
            let _ = writeln!(page, "\n{}", t("Đã ở mức cao nhất.", "At the highest already."));
        }
        page
    }
}
