//! The words that tables, pages and the summary share, each said in one place.

use std::borrow::Cow;

use thidua_core::{
    AwardId, AwardOutcome, AwardStatus, Check, EntrantId, Exact, Gap, GradeId, GradingId, Language, Status,
    Text, WaitsFor, open_checks, text,
};

use crate::number::{Digits, plain};
use crate::run::RunResults;
use crate::table::Value;

/// Picks the words of a language (chọn lời theo ngôn ngữ).
#[must_use]
pub fn say(language: Language, vi: &'static str, en: &'static str) -> &'static str {
    if language == Language::Vietnamese { vi } else { en }
}

/// The words for where an entrant stands with an award (kết quả xét bằng lời), in one language.
///
/// ```
/// use thidua_core::{AwardStatus, Language};
/// assert_eq!(thidua_report::status_words(AwardStatus::Reserve, Language::Vietnamese), "dự phòng");
/// ```
#[must_use]
pub fn status_words(status: AwardStatus, language: Language) -> &'static str {
    let (vi, en) = status_phrase(status);
    say(language, vi, en)
}

fn status_phrase(status: AwardStatus) -> (&'static str, &'static str) {
    match status {
        AwardStatus::OtherKind => ("không thuộc đối tượng", "other kind"),
        AwardStatus::Refused => ("không đủ điều kiện", "refused"),
        AwardStatus::Held => ("chờ xem xét", "on hold"),
        AwardStatus::Superseded => ("đã đề nghị hình thức cao hơn", "gives way"),
        AwardStatus::Recommended => ("đề nghị", "recommended"),
        AwardStatus::TiedOnLine => ("bằng nhau ở suất cuối của chỉ tiêu", "tied on the line"),
        AwardStatus::Reserve => ("dự phòng", "reserve"),
        AwardStatus::BelowLine => ("ngoài chỉ tiêu", "below the line"),
    }
}

/// What a case waits for, in words (đang chờ gì); empty when it waits for nothing.
#[must_use]
pub fn waits_words(waits: &[WaitsFor]) -> Text {
    if waits.is_empty() {
        return Text::default();
    }
    let words: Vec<Text> = waits.iter().map(|each| each.words()).collect();
    let join = |pick: fn(&Text) -> &str| words.iter().map(pick).collect::<Vec<_>>().join(", ");
    Text { vi: join(|text| &text.vi), en: join(|text| &text.en) }
}

/// Where an entrant stands with an award, what the case waits for, and whether it is provisional.
#[must_use]
pub fn case_words(run: &RunResults<'_>, award: AwardId, row: EntrantId, language: Language) -> String {
    case_text(run, award, row).in_language(language).to_owned()
}

/// The same in both languages.
pub(crate) fn case_value<'a>(run: &RunResults<'_>, award: AwardId, row: EntrantId) -> Value<'a> {
    let all = &run.outcome.recommendations;
    match all.case(award, row) {
        // Of most cases the status says all.
        Some(case)
            if case.waits_for().is_empty()
                && !matches!(case.status, Status::Reserve { .. })
                && !all.is_provisional(award, row) =>
        {
            let (vi, en) = status_phrase(AwardStatus::of(&case.status));
            Value::Phrase(vi, en)
        }
        _ => Value::Words(case_text(run, award, row)),
    }
}

pub(crate) fn case_text(run: &RunResults<'_>, award: AwardId, row: EntrantId) -> Text {
    let Some(case) = run.outcome.recommendations.case(award, row) else { return Text::default() };
    let status = AwardStatus::of(&case.status);
    let said = |language| status_words(status, language);
    let waits = waits_words(case.waits_for());
    let mut words = match status {
        // What it waits for says all; in English the state stands before it.
        AwardStatus::Held if !waits.vi.is_empty() => {
            Text { vi: waits.vi, en: format!("{}: {}", said(Language::English), waits.en) }
        }
        _ => Text { vi: said(Language::Vietnamese).to_owned(), en: said(Language::English).to_owned() },
    };
    if let Status::Reserve { position } = case.status {
        words.vi.push_str(&format!(" {position}"));
        words.en.push_str(&format!(" {position}"));
    }
    if run.outcome.recommendations.is_provisional(award, row) {
        words.vi.push_str(" (tạm thời)");
        words.en.push_str(" (provisional)");
    }
    words
}

/// The grade, or between which grades it is open (xếp loại bằng lời).
#[must_use]
pub fn grade_words<'a>(run: &RunResults<'a>, grading: GradingId, row: EntrantId) -> Option<Cow<'a, str>> {
    let rules = run.plan.rules().gradings().get(grading)?;
    let graded = run.outcome.grades.of(grading, row)?;
    let title = |grade: Option<GradeId>| {
        grade.and_then(|grade| rules.grades().get(grade)).map(|grade| grade.title.as_str())
    };
    match graded.open() {
        Some(open) => {
            let (worst, best) = (title(open.worst), title(open.best));
            Some(format!("{}…{}?", worst.unwrap_or_default(), best.unwrap_or_default()).into())
        }
        None => title(graded.grade).map(Cow::Borrowed),
    }
}

/// The grade in words, marked where a person gave it and not the rules (mức do người quyết định được ghi rõ).
pub(crate) fn grade_value<'a>(run: &RunResults<'a>, grading: GradingId, row: EntrantId) -> Value<'a> {
    let Some(words) = grade_words(run, grading, row) else { return Value::Empty };
    match run.outcome.grades.of(grading, row).is_some_and(|graded| graded.given().is_some()) {
        true => Value::Words(Text::same(words.into_owned()).and_then(&given_mark())),
        false => Value::Name(words),
    }
}

/// What stands after a grade that a person gave.
pub(crate) fn given_mark() -> Text {
    text!(", do người quyết định", ", given by a person")
}

/// Why an entrant has no total, or what held its grade down.
pub(crate) fn row_note(run: &RunResults<'_>, row: EntrantId) -> Option<Text> {
    // Only who has no total falls short of one.
    let short = match run.outcome.scorecards.has_total(row) {
        true => &[],
        false => {
            let from = run.shortfalls.partition_point(|short| short.entrant < row);
            run.shortfalls.get(from..).unwrap_or_default()
        }
    };
    let mut notes: Vec<Text> = short
        .iter()
        .take_while(|short| short.entrant == row)
        .map(|short| {
            let path = run.plan.nodes().get(short.node).map(|node| node.path.as_str()).unwrap_or_default();
            let reason = &short.reason;
            if path.is_empty() {
                reason.clone()
            } else {
                Text { vi: format!("{path}: {}", reason.vi), en: format!("{path}: {}", reason.en) }
            }
        })
        .collect();
    for position in run.plan.rules().gradings().keys() {
        notes.extend(run.outcome.grade_reasons(run.plan, run.evaluations, position, row));
        if let Some(value) = run.outcome.grades.uncovered(run.plan, position, row) {
            let value = point(&value, run.places().total());
            notes.push(text!("không mức nào chứa {value}", "no grade covers {value}"));
        }
    }
    let join = |pick: fn(&Text) -> &str| notes.iter().map(pick).collect::<Vec<_>>().join("; ");
    (!notes.is_empty()).then(|| Text { vi: join(|text| &text.vi), en: join(|text| &text.en) })
}

/// Requirements that are failed or unknown (điều kiện chưa đạt hoặc chưa rõ).
#[must_use]
pub fn open_requirements(run: &RunResults<'_>, award: AwardId, row: EntrantId) -> Vec<Check> {
    open_checks(run.plan, run.evaluations, &run.circumstances, run.outcome, award, row)
}

/// Every open requirement of a case in one sentence (lý do).
#[must_use]
pub fn award_reason(run: &RunResults<'_>, award: AwardId, row: EntrantId) -> Text {
    let checks = open_requirements(run, award, row);
    let join = |pick: fn(&Text) -> &str| {
        checks
            .iter()
            .map(|check| format!("{} ({})", pick(&check.label), pick(&check.found)))
            .collect::<Vec<_>>()
            .join("; ")
    };
    Text { vi: join(|text| &text.vi), en: join(|text| &text.en) }
}

/// A difference between two stages, in words.
#[must_use]
pub fn gap_words(run: &RunResults<'_>, gap: &Gap) -> Text {
    let [other, official] = gap_points(run, gap).map(|(points, places)| point(&points, places));
    text!(
        "{} · {}: {other} so với {official} ở vòng chính thức, chưa có giải trình",
        "{} · {}: {other} against {official} at the official stage, no reason given",
        gap.entrant,
        gap.criterion
    )
}

/// The points of the other and the official stage, rounded as the criterion says, and the places they show.
pub(crate) fn gap_points(run: &RunResults<'_>, gap: &Gap) -> [(Exact, Option<Digits>); 2] {
    let node = run.plan.nodes().position(|node| node.path == gap.criterion);
    let rounding = node.and_then(|node| run.plan.nodes().get(node)).and_then(|node| node.rounding);
    let places = node.and_then(|node| run.places().node(node));
    let rounded = |points: &Exact| rounding.map_or_else(|| points.clone(), |rounding| rounding.apply(points));
    [(rounded(&gap.other), places), (rounded(&gap.official), places)]
}

/// A number within a sentence: each language writes its own decimal sign.
pub(crate) fn point(value: &Exact, places: Option<Digits>) -> String {
    format!("\u{2}{}\u{2}", plain(value, places))
}

/// The cluster or kind an entrant competes in (phạm vi); the same empty words for everybody where all do.
pub(crate) fn scope_of(
    run: &RunResults<'_>,
    scope: thidua_core::rule::Scope,
    row: EntrantId,
) -> Option<String> {
    let entrant = run.evaluations.entrants().get(row)?;
    Some(match scope {
        thidua_core::rule::Scope::All => String::new(),
        thidua_core::rule::Scope::Cluster => entrant.cluster.to_string(),
        thidua_core::rule::Scope::Kind => {
            let kind = entrant.kind.and_then(|kind| run.plan.rules().kinds.iter().nth(kind.into()));
            kind.map_or_else(String::new, |(id, _)| id.value.clone())
        }
    })
}

/// What the council decided, in words.
pub(crate) fn decided_text(outcome: AwardOutcome) -> Text {
    match outcome {
        AwardOutcome::Recommend => text!("Hội đồng quyết định đề nghị", "the council decided to recommend"),
        AwardOutcome::Refuse => {
            text!("Hội đồng quyết định không đề nghị", "the council decided not to recommend")
        }
        AwardOutcome::Hold => text!("Hội đồng quyết định để lại xem xét", "the council decided to hold"),
    }
}

/// The words for what the council decided (quyết định của Hội đồng), in one language.
#[must_use]
pub fn decided_words(outcome: AwardOutcome, language: Language) -> String {
    decided_text(outcome).in_language(language).to_owned()
}
