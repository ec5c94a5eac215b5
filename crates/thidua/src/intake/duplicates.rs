//! Several forms of one entrant (phiếu trùng): what is alike counts once, and of different ones none.

use std::collections::BTreeMap;

use thidua_core::{DecisionIndex, DecisionText, Diagnostic, Place, Severity, text};
use thidua_table::{Form, Register};

use super::chosen::{chosen_for, is_file};
use super::collect::{FileIntake, FileState};

/// Two forms of one entrant at one stage: the same content counts once, and of different ones none.
///
/// A decision about the entrant says which of different ones counts.
pub(super) fn duplicates(
    read: &mut [(FileIntake, Option<Form>)],
    register: Option<&Register>,
    decisions: &DecisionIndex,
) {
    for finding in decisions.findings() {
        let file = read.iter_mut().find(|(file, _)| finding.place.file.starts_with(file.name.as_str()));
        if let Some((file, _)) = file {
            file.findings.push(finding.clone());
        }
    }

    let mut by_entrant: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for (position, (file, form)) in read.iter().enumerate() {
        if let Some(form) = form.as_ref().filter(|_| !file.entrant.is_empty()) {
            let key = (file.entrant.clone(), form.identity.stage.clone());
            by_entrant.entry(key).or_default().push(position);
        }
    }
    for ((entrant, _), positions) in by_entrant.into_iter().filter(|(_, positions)| positions.len() > 1) {
        let former = old_names(read, &entrant, &positions);
        let of = |position: &usize| read.get(*position);
        let accepted: Vec<usize> = positions
            .iter()
            .copied()
            .filter(|position| of(position).is_some_and(|(file, _)| file.state == FileState::Accepted))
            .collect();
        let said = |position: &usize| {
            let form = of(position).and_then(|(_, form)| form.as_ref())?;
            Some(form.entries.iter().map(|entry| (&entry.name, &entry.words)).collect::<Vec<_>>())
        };
        let several = if former.len() > 1 && accepted.len() > 1 {
            Several::Merged
        } else if accepted.len() < 2 {
            Several::OneReadable
        } else if accepted.windows(2).all(|pair| pair.first().map(said) == pair.last().map(said)) {
            Several::Alike
        } else {
            Several::Different
        };
        let names: Vec<String> = positions.iter().filter_map(of).map(|(file, _)| file.name.clone()).collect();
        if matches!(several, Several::Different | Several::Merged)
            && let Some(chosen) = chosen_for(decisions, register, &entrant)
        {
            choose(read, &accepted, &entrant, chosen);
            continue;
        }
        for (rank, position) in positions.iter().enumerate() {
            let taken = !matches!(several, Several::Different | Several::Merged);
            let chosen = accepted.first() == Some(position) && taken;
            let Some((file, _)) = read.get_mut(*position) else { continue };
            let others: Vec<&str> = names
                .iter()
                .enumerate()
                .filter(|(at, _)| *at != rank)
                .map(|(_, name)| name.as_str())
                .collect();
            let others = others.join("`, `");
            file.findings.push(match several {
                Several::Merged => merged(&file.name, &entrant, &former.join("`, `"), &others),
                _ => duplicate(&file.name, &entrant, &others, several, chosen),
            });
            if file.state == FileState::Accepted && !chosen {
                file.state = FileState::Duplicate;
            }
        }
    }
}

/// Takes the file that was chosen and leaves the others out; none where the one that is named is not among them.
fn choose(
    read: &mut [(FileIntake, Option<Form>)],
    accepted: &[usize],
    entrant: &str,
    (decision, chosen): (&DecisionText, &str),
) {
    let is_it = |file: &FileIntake| is_file(&file.name, chosen);
    let known = accepted.iter().any(|position| read.get(*position).is_some_and(|(file, _)| is_it(file)));
    for position in accepted {
        let Some((file, _)) = read.get_mut(*position) else { continue };
        if !known {
            file.state = FileState::Duplicate;
            file.findings.push(not_there(decision, entrant, chosen));
            continue;
        }
        let counts = is_it(file);
        if !counts {
            file.state = FileState::LeftOut;
        }
        file.findings.push(decided(&file.name, decision, counts));
    }
}

/// That a form counts, or does not, because somebody decided so.
pub(crate) fn decided(name: &str, decision: &DecisionText, counts: bool) -> Diagnostic {
    let (number, date) = (&decision.number, decision.date.to_vietnamese());
    let message = if counts {
        text!("tệp này được dùng theo {number} ngày {date}", "this file is used by {number} of {date}")
    } else {
        text!(
            "tệp này không được dùng theo {number} ngày {date}",
            "this file is left out by {number} of {date}"
        )
    };
    let note =
        Diagnostic { severity: Severity::Note, ..Diagnostic::warning("TD0441", Place::file(name), message) };
    note.with_help(text!("không cần sửa nếu đúng", "nothing to mend if that is right"))
}

fn not_there(decision: &DecisionText, entrant: &str, file: &str) -> Diagnostic {
    let message = text!(
        "quyết định chọn `{file}` cho `{entrant}`, nhưng tệp đó không có hoặc không đọc được; chưa phiếu nào được dùng",
        "the decision chooses `{file}` for `{entrant}`, which is not there or cannot be read; none is used"
    );
    Diagnostic::error("TD0442", decision.place(), message).with_help(text!(
        "ghi tên tệp đúng như trong thư mục",
        "give the name of the file as it is in the folder"
    ))
}

/// How several forms of one entrant stand to each other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Several {
    /// All that could be read say the same.
    Alike,
    /// At most one could be read.
    OneReadable,
    /// They differ.
    Different,
    /// They were made for several entrants that are one now.
    Merged,
}

fn duplicate(name: &str, entrant: &str, others: &str, several: Several, chosen: bool) -> Diagnostic {
    let place = Place::file(name);
    let keep = text!("giữ lại một tệp", "keep one of the files");
    match (several, chosen) {
        (Several::Different | Several::Merged, _) => {
            let message = text!(
                "`{entrant}` có nhiều phiếu khác nhau, còn ở `{others}`; chưa phiếu nào được dùng",
                "`{entrant}` has several forms that differ, also in `{others}`; none is used"
            );
            Diagnostic::error("TD0478", place, message).with_help(text!(
                "hỏi đơn vị lấy tệp nào, ghi vào danh sách việc cần quyết định và để danh sách trong thư mục này, hoặc chuyển các tệp kia đi; rồi thu lại",
                "ask which file counts, say it in the work list and put that into this folder, or move the others away; then collect again"
            ))
        }
        (Several::Alike, true) => {
            let message = text!(
                "`{entrant}` có nhiều tệp cùng số liệu, còn ở `{others}`; tệp này được dùng",
                "`{entrant}` has several files with the same figures, also in `{others}`; this one is used"
            );
            Diagnostic::warning("TD0479", place, message).with_help(keep)
        }
        (Several::OneReadable, true) => {
            let message = text!(
                "`{entrant}` còn gửi `{others}`, không đọc được; tệp này được dùng",
                "`{entrant}` also sent `{others}`, which cannot be read; this file is used"
            );
            Diagnostic::warning("TD0479", place, message).with_help(keep)
        }
        (Several::Alike | Several::OneReadable, false) => {
            let message = text!(
                "`{entrant}` còn gửi `{others}`; tệp này không được dùng",
                "`{entrant}` also sent `{others}`; this file is not used"
            );
            Diagnostic::warning("TD0479", place, message).with_help(keep)
        }
    }
}

/// The names by which the forms were made, where they are several: entrants that are one in the register.
fn old_names(read: &[(FileIntake, Option<Form>)], entrant: &str, positions: &[usize]) -> Vec<String> {
    let forms = positions.iter().filter_map(|position| read.get(*position)?.1.as_ref());
    let mut names: Vec<String> = forms
        .map(|form| form.identity.entrant.clone())
        .filter(|name| !name.is_empty() && name != entrant)
        .collect();
    names.sort();
    names.dedup();
    names
}

fn merged(name: &str, entrant: &str, former: &str, others: &str) -> Diagnostic {
    let message = text!(
        "`{entrant}` hợp nhất từ nhiều đơn vị, các phiếu ghi tên cũ `{former}`, còn ở `{others}`; chưa phiếu nào được dùng",
        "`{entrant}` is one entrant made of several, and the forms name `{former}`, also in `{others}`; none is used"
    );
    Diagnostic::error("TD0490", Place::file(name), message).with_help(text!(
        "gửi đơn vị mới một phiếu để ghi số liệu gộp của các đơn vị cũ, chuyển các phiếu cũ ra khỏi thư mục rồi thu lại",
        "send the new entrant one form for the figures of all of them, move the old forms away, and collect again"
    ))
}
