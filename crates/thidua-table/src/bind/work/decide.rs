use std::collections::BTreeMap;

use thidua_core::{
    Approval, AwardDecision, ChosenFile, DecisionText, Decisions, Diagnostic, GapReason, Located,
    PlacesDecision, SuppliedValue, TieOrder, Vote, text,
};

use super::line::{Key, Line};
use crate::work::{Matter, Ruled};

/// The decisions of the rows with an answer; `open` are those without.
pub(super) fn decisions(ready: &[Line], open: &[Line], findings: &mut Vec<Diagnostic>) -> Decisions {
    let mut made = Vec::new();
    let mut together: BTreeMap<&Key, Vec<&Line>> = BTreeMap::new();
    for line in ready {
        if matches!(line.key.matter, Matter::Tie | Matter::Places) {
            together.entry(&line.key).or_default().push(line);
            continue;
        }
        let Some(document) = document(line, findings) else { continue };
        for entrant in &line.entrants {
            made.extend(one(line, entrant, &document, findings));
        }
    }
    // The scopes of one award are one decision, whatever group they stand in.
    for (key, lines) in together {
        let Some(document) = common(&lines, findings) else { continue };
        let decision = if key.matter == Matter::Tie {
            ordered(key, &lines, open, findings).map(|tie| DecisionText { tie: Some(tie), ..document })
        } else {
            let to = lines.iter().filter(|line| line.answer == Some(Ruled::GetsPlace));
            let to = to.flat_map(|line| line.entrants.clone()).collect();
            let places = PlacesDecision { award: key.subject.clone(), to };
            Some(DecisionText { places: Some(places), ..document })
        };
        made.extend(decision);
    }
    Decisions { decisions: made.into_iter().map(Located::nowhere).collect() }
}

/// Number, date and whatever else every decision has.
fn document(line: &Line, findings: &mut Vec<Diagnostic>) -> Option<DecisionText> {
    let Some(date) = line.date.filter(|_| !line.number.is_empty()) else {
        findings.push(
            Diagnostic::error(
                "TD0543",
                line.place.clone(),
                text!("quyết định thiếu số văn bản hoặc ngày", "the decision has no number or no date"),
            )
            .with_help(text!(
                "ghi số và ngày ở dòng này, hoặc ghi một lần ở dòng `Văn bản chung`",
                "give number and date on this row, or once on the row `Common document`"
            )),
        );
        return None;
    };
    let optional = |words: &String| (!words.is_empty()).then(|| words.clone());
    Some(DecisionText {
        run: optional(&line.key.run),
        reason: optional(&line.reason),
        replaces: optional(&line.replaces),
        place: Some(line.place.clone()),
        ..DecisionText::new(line.number.clone(), date)
    })
}

/// The document of rows that make one decision.
fn common(lines: &[&Line], findings: &mut Vec<Diagnostic>) -> Option<DecisionText> {
    let documents: Vec<DecisionText> = lines.iter().filter_map(|line| document(line, findings)).collect();
    let first = documents.first()?.clone();
    let other = documents.iter().find(|each| (&each.number, each.date) != (&first.number, first.date));
    if let Some(other) = other {
        let (one, two) = (&first.number, &other.number);
        let message = text!(
            "các dòng của cùng một việc ghi hai văn bản khác nhau: `{one}` và `{two}`",
            "the rows of one matter name two documents: `{one}` and `{two}`"
        );
        findings.push(Diagnostic::error("TD0547", other.place(), message).with_help(text!(
            "ghi cùng một số và ngày cho mọi dòng của việc này",
            "give the same number and date on every row of this matter"
        )));
        return None;
    }
    (documents.len() == lines.len()).then_some(first)
}

fn one(
    line: &Line,
    entrant: &str,
    document: &DecisionText,
    findings: &mut Vec<Diagnostic>,
) -> Option<DecisionText> {
    let (entrant, subject) = (entrant.to_owned(), line.key.subject.clone());
    let document = document.clone();
    match (line.key.matter, line.answer) {
        (Matter::NotApplicable, Some(ruled)) => {
            let approved = ruled == Ruled::Agreed;
            let about = Approval { entrant, criterion: subject, approved };
            Some(DecisionText { not_applicable: Some(about), ..document })
        }
        (Matter::Gap, _) if line.reason.is_empty() => {
            let message =
                text!("chấp nhận chênh lệch mà không ghi lý do", "the gap is accepted without a reason");
            findings.push(Diagnostic::error("TD0546", line.place.clone(), message).with_help(text!(
                "ghi lý do đơn vị giải trình vào cột `Lý do`",
                "write the reason that was given into the column `Reason`"
            )));
            None
        }
        (Matter::Gap, _) => {
            Some(DecisionText { gap: Some(GapReason { entrant, criterion: subject }), ..document })
        }
        (Matter::Award, Some(Ruled::Award(outcome))) => {
            let about = AwardDecision { award: subject, entrant, outcome };
            Some(DecisionText { award: Some(about), ..document })
        }
        (Matter::Blank, _) => {
            let value = line.value.clone()?;
            let about = SuppliedValue { entrant, input: subject, value };
            Some(DecisionText { value: Some(about), ..document })
        }
        // That a file is left out says nothing more than that another one counts.
        (Matter::File, Some(Ruled::FileCounts)) => {
            Some(DecisionText { file: Some(ChosenFile { entrant, file: subject }), ..document })
        }
        (Matter::Vote, _) => {
            let (Some(votes), Some(members)) = (line.votes, line.members) else {
                let message = text!("thiếu tổng số thành viên", "the number of all members is missing");
                findings.push(Diagnostic::error("TD0416", line.place.clone(), message).with_help(text!(
                    "ghi tổng số thành viên của hội đồng, kể cả người vắng",
                    "give the number of all members, absent ones included"
                )));
                return None;
            };
            let body = line.key.group.clone();
            let Line { present, ballot, written, written_votes, .. } = *line;
            let vote = Vote {
                award: subject,
                entrant,
                body,
                votes,
                members,
                present,
                ballot,
                written,
                written_votes,
            };
            Some(DecisionText { vote: Some(vote), ..document })
        }
        _ => None,
    }
}

/// The order that the rows of one tie give; every one of those tied needs a place of its own.
fn ordered(key: &Key, lines: &[&Line], open: &[Line], findings: &mut Vec<Diagnostic>) -> Option<TieOrder> {
    let mut places: Vec<(u32, &Line)> = lines.iter().filter_map(|line| Some((line.order?, *line))).collect();
    places.sort_by_key(|(order, _)| *order);
    let twice = places.windows(2).find_map(|pair| match pair {
        [(one, _), (other, line)] if one == other => Some(*line),
        _ => None,
    });
    let lacking = open.iter().find(|line| line.key == *key);
    if let Some(line) = twice.or(lacking) {
        let message = text!(
            "thứ tự các đơn vị bằng nhau chưa đủ: mỗi đơn vị cần một số riêng",
            "the order of equals is not complete: each needs a number of its own"
        );
        findings.push(Diagnostic::error("TD0544", line.place.clone(), message).with_help(text!(
            "ghi 1, 2, 3 … cho mọi dòng của nhóm này, người đứng trước ghi số nhỏ hơn",
            "write 1, 2, 3 … on every row of this group, the first one the smallest"
        )));
        return None;
    }
    let order = places.iter().flat_map(|(_, line)| line.entrants.clone()).collect();
    Some(TieOrder { ranking: key.subject.clone(), order })
}
