//! What was decided or recorded and no run of the manifest asks for: said once, never dropped in silence.

use std::collections::{BTreeMap, BTreeSet};

use thidua_core::{
    Approval, AwardStatus, CellPlaces, DecisionText, Decisions, Diagnostic, EntrantId, History, Place,
    RuleSet, Severity, Text, TieOrder, Vote, cap_refused, nearest, text,
};

use super::Run;

/// Decisions that changed nothing in any run they are about.
pub(super) fn decisions(decisions: &Decisions, runs: &[Run]) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for decision in &decisions.decisions {
        let about: Vec<&Run> =
            runs.iter().filter(|run| decision.run.as_ref().is_none_or(|id| *id == run.id)).collect();
        // A run that could not be made may well have asked for it; and it has its own finding.
        if about.is_empty() || about.iter().any(|run| uses(run, decision)) {
            continue;
        }
        // What is contradicted or replaced has its own finding, or needs none.
        if !about.iter().any(|run| run.decisions.in_force().any(|other| *other == decision.value)) {
            continue;
        }
        let Some((message, help)) = idle(decision, &about) else { continue };
        findings.push(Diagnostic::warning("TD0432", decision.place(), message).with_help(help));
    }
    findings
}

/// An approval that one run needed is not idle because another did not: those warnings are taken back.
pub(super) fn approvals(warnings: &mut Vec<Diagnostic>, decisions: &Decisions, runs: &[Run]) {
    let mut idle: BTreeMap<Place, usize> = BTreeMap::new();
    for warning in warnings.iter().filter(|warning| warning.code == "TD0421") {
        *idle.entry(warning.place.clone()).or_default() += 1;
    }
    for decision in &decisions.decisions {
        let Some(about) = &decision.not_applicable else { continue };
        let takes_part = |run: &&Run| {
            decision.run.as_ref().is_none_or(|id| *id == run.id)
                && run.evaluations.position(&about.entrant).is_some()
        };
        let place = decision.place();
        if idle.get(&place).is_some_and(|idle| *idle < runs.iter().filter(takes_part).count()) {
            warnings.retain(|warning| warning.code != "TD0421" || warning.place != place);
        }
    }
}

/// Decisions that say they replace another one, where there is none on that matter.
pub(super) fn replacements(decisions: &Decisions) -> Vec<Diagnostic> {
    let mut known: BTreeSet<(&str, [&str; 4])> = BTreeSet::new();
    let mut numbers: BTreeSet<&str> = BTreeSet::new();
    for decision in &decisions.decisions {
        known.insert((&decision.number, matter(decision)));
        numbers.insert(&decision.number);
    }
    let replacing =
        decisions.decisions.iter().filter_map(|decision| Some((decision, decision.replaces.as_ref()?)));
    replacing
        .filter(|(decision, number)| !known.contains(&(number.as_str(), matter(decision))))
        .map(|(decision, number)| {
            let near = nearest(number, numbers.iter().copied().filter(|each| *each != decision.number));
            let help = match near {
                Some(near) if near != number => text!("có phải `{near}` không?", "did you mean `{near}`?"),
                _ => text!(
                    "ghi số của quyết định trước về đúng việc này, hoặc bỏ `replaces`",
                    "give the number of the earlier decision on this very matter, or drop `replaces`"
                ),
            };
            let message = text!(
                "không có quyết định `{number}` nào về việc này để thay thế",
                "there is no decision `{number}` on this matter to replace"
            );
            Diagnostic::warning("TD0431", decision.place(), message).with_help(help)
        })
        .collect()
}

/// The kind of a decision and whom it is about; criteria may be named in two ways and are left out.
fn matter(decision: &DecisionText) -> [&str; 4] {
    if let Some(about) = &decision.not_applicable {
        return ["not_applicable", &about.entrant, "", ""];
    }
    if let Some(vote) = &decision.vote {
        return ["vote", &vote.entrant, &vote.award, &vote.body];
    }
    if let Some(about) = &decision.award {
        return ["award", &about.entrant, &about.award, ""];
    }
    if let Some(about) = &decision.gap {
        return ["gap", &about.entrant, "", ""];
    }
    if let Some(about) = &decision.places {
        return ["places", &about.award, "", ""];
    }
    if let Some(about) = &decision.value {
        return ["value", &about.entrant, "", ""];
    }
    if let Some(about) = &decision.file {
        return ["file", &about.entrant, "", ""];
    }
    if let Some(about) = &decision.grade {
        return ["grade", &about.entrant, &about.grading, ""];
    }
    if let Some(about) = &decision.cap {
        return ["cap", &about.grading, &about.grade, about.scope.as_deref().unwrap_or_default()];
    }
    ["tie", decision.tie.as_ref().map_or("", |tie| &tie.ranking), "", ""]
}

fn uses(run: &Run, decision: &DecisionText) -> bool {
    if let Some(vote) = &decision.vote {
        return considered(run, &vote.award, &vote.entrant)
            && bodies(run, &vote.award).any(|body| *body == vote.body);
    }
    if let Some(about) = &decision.award {
        return considered(run, &about.award, &about.entrant);
    }
    if let Some(about) = &decision.gap {
        return run.explained_gaps.iter().any(|gap| {
            gap.entrant == about.entrant
                && (gap.criterion == about.criterion
                    || code_of(run, &gap.criterion) == Some(&about.criterion))
        });
    }
    if let Some(about) = &decision.not_applicable {
        return run.evaluations.position(&about.entrant).is_some();
    }
    if let Some(about) = &decision.value {
        return run.evaluations.position(&about.entrant).is_some();
    }
    if let Some(about) = &decision.file {
        return run.evaluations.position(&about.entrant).is_some_and(|row| comes_from(run, row, &about.file));
    }
    if let Some(about) = &decision.grade {
        let mut own = run.plan.rules().gradings.iter().filter(|grading| grading.id == about.grading);
        return run.evaluations.position(&about.entrant).is_some()
            && own.any(|grading| grading.grades.iter().any(|grade| grade.id == about.grade));
    }
    if let Some(about) = &decision.cap {
        return cap_refused(&run.plan, &run.evaluations, about).is_none();
    }
    decision.tie.as_ref().is_none_or(|tie| separates(run, tie))
}

/// Whether what an entrant sent stands in that file.
fn comes_from(run: &Run, row: EntrantId, file: &str) -> bool {
    let cells = CellPlaces::of(&run.evaluations);
    let named = |place: Place| {
        let own = place.file.split('!').next().unwrap_or_default();
        crate::intake::is_file(own, file)
    };
    run.plan.inputs().keys().any(|input| named(cells.of_input(input, row)))
}

fn code_of<'a>(run: &'a Run, path: &str) -> Option<&'a String> {
    run.plan.nodes().iter().find(|node| node.path == path).map(|node| &node.criterion.code.value)
}

fn considered(run: &Run, award: &str, entrant: &str) -> bool {
    let position = run.plan.rules().awards().position(|each| each.id.value == award);
    let case = position
        .zip(run.evaluations.position(entrant))
        .and_then(|(award, row)| run.outcome.recommendations.case(award, row));
    case.is_some_and(|case| AwardStatus::of(&case.status) != AwardStatus::OtherKind)
}

fn bodies<'a>(run: &'a Run, award: &str) -> impl Iterator<Item = &'a String> {
    let award = run.plan.rules().awards.iter().find(|each| each.id.value == award);
    award
        .into_iter()
        .flat_map(|award| award.requirements())
        .filter_map(|requirement| requirement.votes.as_ref())
        .map(|rule| &rule.body)
}

/// Whether the order set two of those it names apart: neighbours, the lower one placed by a step of the council.
fn separates(run: &Run, order: &TieOrder) -> bool {
    let rankings = run.plan.rules().rankings();
    let Some(position) = rankings.position(|ranking| ranking.id == order.ranking) else {
        return false;
    };
    let (Some(rules), Some(ranked)) = (rankings.get(position), run.outcome.standings.ranking(position))
    else {
        return false;
    };
    let named: BTreeSet<EntrantId> =
        order.order.iter().filter_map(|id| run.evaluations.position(id)).collect();
    let by_council = |row: EntrantId| {
        let step = usize::try_from(ranked.decided_by(row)).ok().and_then(|step| step.checked_sub(1));
        step.and_then(|step| rules.tie_break.get(step)).is_some_and(|step| step.council)
    };
    let mut pairs = ranked.order.iter().zip(ranked.order.iter().skip(1));
    pairs.any(|(above, below)| named.contains(above) && named.contains(below) && by_council(*below))
}

/// Why nobody asks, and what to do; nothing where another finding says it.
fn idle(decision: &DecisionText, about: &[&Run]) -> Option<(Text, Text)> {
    let drop =
        || text!("bỏ quyết định này, hoặc sửa tên trong đó", "drop the decision, or mend a name in it");
    if let Some(Vote { award, entrant, body, .. }) = &decision.vote {
        let known: BTreeSet<&str> =
            about.iter().flat_map(|run| bodies(run, award)).map(String::as_str).collect();
        if known.contains(body.as_str()) {
            return Some((nobody(award, entrant), drop()));
        }
        let help = match nearest(body, known.iter().copied()).or_else(|| known.iter().copied().next()) {
            Some(near) => text!("có phải `{near}` không?", "did you mean `{near}`?"),
            None => drop(),
        };
        let message =
            text!("`{award}` không cần phiếu của `{body}`", "`{award}` asks for no vote of `{body}`");
        return Some((message, help));
    }
    if let Some(decided) = &decision.award {
        return Some((nobody(&decided.award, &decided.entrant), drop()));
    }
    if let Some(reason) = &decision.gap {
        let (entrant, criterion) = (&reason.entrant, &reason.criterion);
        let message = text!(
            "`{entrant}` không có chênh lệch nào ở `{criterion}` cần giải trình",
            "`{entrant}` has no gap at `{criterion}` that needs a reason"
        );
        return Some((message, drop()));
    }
    if let Some(about) = &decision.value {
        let (entrant, input) = (&about.entrant, &about.input);
        let message = text!(
            "`{entrant}` không có ô `{input}` trong đợt xét nào",
            "`{entrant}` has the cell `{input}` in no run"
        );
        return Some((message, drop()));
    }
    if let Some(about) = &decision.file {
        let (entrant, file) = (&about.entrant, &about.file);
        let message = text!(
            "không số liệu nào của `{entrant}` đọc từ `{file}`",
            "nothing of `{entrant}` was read from `{file}`"
        );
        return Some((message, drop()));
    }
    if let Some(Approval { entrant, criterion, .. }) = &decision.not_applicable {
        let message = text!(
            "`{entrant}` không được chấm `{criterion}` trong đợt xét nào",
            "`{entrant}` is scored at `{criterion}` in no run"
        );
        return Some((message, drop()));
    }
    if let Some(about) = &decision.grade {
        let (entrant, grading, grade) = (&about.entrant, &about.grading, &about.grade);
        let message = text!(
            "không đợt xét nào xếp loại `{entrant}` theo `{grading}` có mức `{grade}`",
            "no run grades `{entrant}` by a `{grading}` that has the grade `{grade}`"
        );
        return Some((message, drop()));
    }
    if let Some(cap) = &decision.cap {
        let why = about.iter().find_map(|run| cap_refused(&run.plan, &run.evaluations, cap))?;
        let message = text!("tỷ lệ khống chế không được nâng: ", "the cap is not raised: ").and_then(&why);
        let help = text!(
            "sửa tỷ lệ hoặc tên trong quyết định; nếu văn bản cho nâng thì khai `raised_to` ở `cap` của mức ấy",
            "mend the share or a name in the decision; where the text lets it be raised, declare `raised_to` in the `cap` of the grade"
        );
        return Some((message, help));
    }
    let tie = decision.tie.as_ref()?;
    let (ranking, order) = (&tie.ranking, tie.order.join("`, `"));
    let message = text!(
        "thứ tự `{order}` không phân định được ai trong `{ranking}`: không bằng nhau, thiếu tên, hoặc không có bước `council`",
        "the order `{order}` sets nobody apart in `{ranking}`: no tie, a name missing, or no `council` step"
    );
    let help = text!(
        "ghi đủ mọi đơn vị bằng điểm tại một hạng, hoặc bỏ quyết định này",
        "name all who share one place, or drop the decision"
    );
    Some((message, help))
}

fn nobody(award: &str, entrant: &str) -> Text {
    text!("`{entrant}` không thuộc đối tượng xét `{award}`", "`{entrant}` is not considered for `{award}`")
}

/// One note for all years marked as used for an award that no rule set here has: they count as if they were not.
pub(super) fn used_elsewhere(history: &History, files: &[&str], sets: &[&RuleSet]) -> Option<Diagnostic> {
    let awards: BTreeSet<&str> =
        sets.iter().flat_map(|set| &set.awards).map(|award| award.id.value.as_str()).collect();
    let used: Vec<&str> = history
        .records()
        .filter_map(|record| record.used_for.as_deref())
        .filter(|award| !awards.contains(award))
        .collect();
    let first = *used.iter().min()?;
    let count = used.len();
    let message = text!(
        "{count} dòng thành tích ghi đã dùng cho khen thưởng mà không bộ tiêu chí nào ở đây có, ví dụ `{first}`",
        "{count} records of earlier years are marked as used for an award that no rule set here has, such as `{first}`"
    );
    let help = match nearest(first, awards.iter().copied()) {
        Some(near) => text!("có phải `{near}` không?", "did you mean `{near}`?"),
        None => text!(
            "không cần sửa nếu là khen thưởng của phong trào khác; nếu không, ghi mã khen thưởng như trong bộ tiêu chí",
            "nothing to mend where it is an award of another movement; else write its id as in the rule set"
        ),
    };
    let place = Place::file(files.first().copied().unwrap_or_default());
    let note = Diagnostic { severity: Severity::Note, ..Diagnostic::warning("TD0590", place, message) };
    Some(note.with_help(help))
}

/// One note for all records of earlier years that no requirement looks for.
pub(super) fn history(history: &History, files: &[&str], sets: &[&RuleSet]) -> Option<Diagnostic> {
    let asked: BTreeSet<&str> = sets
        .iter()
        .flat_map(|set| &set.awards)
        .flat_map(|award| award.requirements())
        .filter_map(|requirement| requirement.history.as_ref())
        .flat_map(|rule| rule.results.iter().chain(&rule.each_year))
        .map(String::as_str)
        .collect();
    let surplus = history.records().filter(|record| !asked.contains(record.result.as_str())).count();
    if surplus == 0 {
        return None;
    }
    let all = history.records().count();
    let message = text!(
        "{surplus} trong {all} dòng thành tích là kết quả mà không khen thưởng nào xét đến",
        "{surplus} of {all} records of earlier years are results that no award looks for"
    );
    let place = Place::file(files.first().copied().unwrap_or_default());
    let help = text!(
        "không cần sửa nếu tệp chung cho nhiều phong trào; nếu không, so mã kết quả với `results`",
        "nothing to mend where a file serves several movements; else compare the results with `results`"
    );
    let note = Diagnostic { severity: Severity::Note, ..Diagnostic::warning("TD0433", place, message) };
    Some(note.with_help(help))
}
