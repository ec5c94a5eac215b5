//! One run over all parts (một đợt xét trên các phần đã ghép).

use std::collections::BTreeMap;

use thidua_core::{
    DecisionIndex, Diagnostic, Entrant, EntrantId, Evaluations, EvaluationsBuilder, Findings, History,
    Located, PartRow, Place, Plan, Scorecards, TiSlice, TiVec, has_errors, lay, text,
};
use thidua_table::{apply_decisions, same};

use super::decided::Decided;
use super::file::InputFile;
use super::merge::{Piece, refused};
use super::score::reading;
use crate::files::Files;
use crate::manifest::RunPlan;
use crate::run::inputs::Inputs;
use crate::run::one::{basis, concluded, found_in, plan_of, scored};
use crate::run::{Made, Run};

/// What is known beside the parts.
pub(super) struct Context<'a> {
    pub(super) inputs: &'a Inputs,
    pub(super) files: &'a Files,
    pub(super) manifest: &'a str,
    pub(super) file_order: &'a dyn Fn(&str) -> usize,
    pub(super) threads: usize,
}

/// A part as it was read back.
struct Restored {
    name: String,
    evaluations: Evaluations,
    scorecards: Option<Scorecards>,
}

/// Works a run out over everybody.
pub(super) fn run(
    context: &Context<'_>,
    run: &Located<RunPlan>,
    pieces: Vec<Piece>,
    history: &History,
) -> Result<Made, Vec<Diagnostic>> {
    let inputs = context.inputs;
    let plan = plan_of(inputs, context.manifest, run)?;
    let decisions = DecisionIndex::new(&plan, &inputs.decisions.for_run(&run.id));
    let mut errors: Vec<Diagnostic> =
        pieces.iter().filter_map(|piece| other_basis(context, run, &plan, piece)).collect();
    let mut notes: Vec<Diagnostic> = pieces.iter().filter_map(looked_at).collect();
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut restored: Vec<Restored> = Vec::new();
    for piece in pieces {
        match restore(&plan, &decisions, piece) {
            Ok(part) => restored.push(part),
            Err(found) => errors.push(*found),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let entrants = match &inputs.register {
        Some(register) => register.for_plan(&plan),
        None => restored.iter().flat_map(|part| part.evaluations.entrants()).cloned().collect(),
    };
    if inputs.register.is_none() {
        errors.extend(spelled_otherwise(&restored));
    }
    let builder = EvaluationsBuilder::new(&plan, entrants);
    let (builder, found) = apply_decisions(&plan, builder, inputs.register.as_ref(), &decisions);
    // Whether an approval had something to approve is told by the part that has the entrant.
    let of_parts = found.into_iter().filter(|found| found.code != "TD0421");
    notes.extend(of_parts);
    let rows = rows(&builder, &restored, &mut errors);
    errors.extend(notes.extract_if(.., |found| has_errors(std::slice::from_ref(found))));
    if !errors.is_empty() {
        return Err(errors);
    }
    let (evaluations, scorecards) = together(context, &plan, builder.finish(), &restored, &rows);
    drop(restored);
    let basis = basis(inputs, run, plan.shared(), evaluations, decisions, history);
    let scorecards = scorecards.unwrap_or_else(|| scored(&basis.plan, &basis.evaluations, context.threads));
    let run: Run = concluded(basis, scorecards);
    let findings = notes.into_iter().chain(found_in(&run)).collect();
    Ok((run, findings))
}

/// Everybody's sheets, and everybody's points where they do not hang on one another.
fn together(
    context: &Context<'_>,
    plan: &Plan,
    nobody: Evaluations,
    parts: &[Restored],
    rows: &TiSlice<EntrantId, Option<PartRow>>,
) -> (Evaluations, Option<Scorecards>) {
    // Those of the register whom no part has come first, as a part of their own.
    let left: Vec<EntrantId> =
        rows.iter_enumerated().filter(|(_, row)| row.is_none()).map(|(position, _)| position).collect();
    let mut silent = (0..).map(|row: usize| (0, EntrantId::from(row)));
    let place = |row: &Option<PartRow>| match row {
        Some((part, row)) => (part + 1, *row),
        None => silent.next().unwrap_or_default(),
    };
    let rows: Vec<PartRow> = rows.iter().map(place).collect();
    let silent = nobody.part(&left);
    // A sheet for everybody, and as large as that.
    drop(nobody);
    let sheets: Vec<&Evaluations> =
        std::iter::once(&silent).chain(parts.iter().map(|part| &part.evaluations)).collect();
    let evaluations = Evaluations::laid(&sheets, &rows, context.file_order);
    if plan.compares() {
        return (evaluations, None);
    }
    let of_silent = scored(plan, &silent, context.threads);
    let points: Vec<&Scorecards> =
        std::iter::once(&of_silent).chain(parts.iter().filter_map(|part| part.scorecards.as_ref())).collect();
    (evaluations, lay(&points, &rows))
}

/// Whether a part was scored by other rules, for another day, or read in another way.
fn other_basis(context: &Context<'_>, run: &RunPlan, plan: &Plan, piece: &Piece) -> Option<Diagnostic> {
    let head = &piece.run.head;
    let file = run.rules.value.as_str();
    if head.rules.sha256 != InputFile::of(file, context.files.get(file).unwrap_or_default()).sha256 {
        let message = text!(
            "phần này được chấm theo bộ tiêu chí khác `{file}` hiện nay",
            "the part was scored by other rules than `{file}` has now"
        );
        return Some(refused(&piece.name, "TD0563", message));
    }
    if head.day != plan.day() {
        let (theirs, ours) = (head.day.to_vietnamese(), plan.day().to_vietnamese());
        let message = text!(
            "phần này được chấm theo ngày {theirs}, không phải {ours}",
            "the part was scored for the day {theirs}, not {ours}"
        );
        return Some(refused(&piece.name, "TD0564", message));
    }
    if head.reading != reading(run, &|name| piece.files.iter().any(|file| file == name)) {
        let message = text!(
            "tệp khai báo nay đọc các tệp phiếu của phần này theo cách khác",
            "the manifest now has the evaluation files of the part read in another way"
        );
        return Some(refused(&piece.name, "TD0568", message));
    }
    None
}

/// Tells that a person should look at what was found when the part was scored.
fn looked_at(piece: &Piece) -> Option<Diagnostic> {
    let count = piece.run.head.findings;
    let message = text!(
        "khi chấm phần này có {count} lưu ý cần xem",
        "there were {count} findings to look at when the part was scored"
    );
    let help = text!(
        "chạy lại `thidua score-part` để xem từng lưu ý",
        "run `thidua score-part` again to see each of them"
    );
    (count > 0)
        .then(|| Diagnostic::warning("TD0576", Place::file(piece.name.as_str()), message).with_help(help))
}

fn restore(plan: &Plan, decisions: &DecisionIndex, piece: Piece) -> Result<Restored, Box<Diagnostic>> {
    let Piece { name, mut run, .. } = piece;
    let decided = std::mem::take(&mut run.head.decided);
    let refused = |code, message| Box::new(refused(&name, code, message));
    let (evaluations, scorecards) = run.restore(plan).map_err(|message| refused("TD0562", message))?;
    if decided != Decided::about(decisions, &evaluations) {
        let message = text!(
            "từ khi chấm phần này, quyết định về số liệu của các đơn vị trong đó đã thay đổi (không áp dụng, bổ sung, chọn tệp)",
            "decisions on the data of its entrants have changed since the part was scored (not applicable, supplied, chosen file)"
        );
        return Err(refused("TD0575", message));
    }
    Ok(Restored { name, evaluations, scorecards })
}

/// For every entrant the part and the row that has its sheet; entrants in two parts, and in none that is known, are told.
fn rows(
    builder: &EvaluationsBuilder,
    parts: &[Restored],
    errors: &mut Vec<Diagnostic>,
) -> TiVec<EntrantId, Option<PartRow>> {
    let mut rows: TiVec<EntrantId, Option<PartRow>> = vec![None; builder.entrants().len()].into();
    let mut found = Findings::default();
    for (number, part) in parts.iter().enumerate() {
        let place = || Place::file(part.name.as_str());
        for (row, entrant) in part.evaluations.entrants().iter_enumerated() {
            let id = &entrant.id;
            let position = builder.entrant(id);
            let known = position.and_then(|position| builder.entrants().get(position));
            let (Some(slot), Some(known)) = (position.and_then(|position| rows.get_mut(position)), known)
            else {
                let message = text!(
                    "danh sách nay không có đơn vị `{id}` của phần này",
                    "the register no longer has `{id}` of the part"
                );
                found.push(Diagnostic::error("TD0571", place(), message).with_help(registered()));
                continue;
            };
            if let Some((other, _)) = slot {
                let other = parts.get(*other).map(|other| other.name.as_str()).unwrap_or_default();
                let message = text!(
                    "`{id}` có phiếu cả trong phần `{other}`",
                    "`{id}` has a sheet in the part `{other}` too"
                );
                found.push(Diagnostic::error("TD0565", place(), message).with_help(one_part()));
                continue;
            }
            if known != entrant {
                let message = text!(
                    "tên, loại hoặc cụm của `{id}` trong danh sách đã đổi từ khi chấm phần này",
                    "the name, kind or cluster of `{id}` in the register has changed since the part was scored"
                );
                found.push(Diagnostic::error("TD0572", place(), message).with_help(registered()));
            }
            *slot = Some((number, row));
        }
    }
    errors.extend(found.into_vec());
    rows
}

/// Without a register: ids and clusters that two parts spell in two ways. A single run reads them as one.
fn spelled_otherwise(parts: &[Restored]) -> Vec<Diagnostic> {
    let mut ids: BTreeMap<String, (&str, &str)> = BTreeMap::new();
    let mut clusters: BTreeMap<String, (&str, &str)> = BTreeMap::new();
    let mut found = Findings::default();
    for part in parts {
        for Entrant { id, cluster, .. } in part.evaluations.entrants() {
            let (first, other) = *ids.entry(same(id)).or_insert((id, &part.name));
            if first != id {
                let message = text!(
                    "`{id}` có phiếu cả trong phần `{other}`, với tên `{first}`",
                    "`{id}` has a sheet in the part `{other}` too, as `{first}`"
                );
                found.push(
                    Diagnostic::error("TD0565", Place::file(part.name.as_str()), message)
                        .with_help(one_part()),
                );
            }
            let (first, other) = *clusters.entry(same(cluster)).or_insert((cluster, &part.name));
            if *first != **cluster {
                let message = text!(
                    "cụm `{cluster}` trong phần `{other}` ghi là `{first}`",
                    "the cluster `{cluster}` is written `{first}` in the part `{other}`"
                );
                let help = text!(
                    "ghi tên cụm như nhau ở mọi tệp, hoặc dùng danh sách đơn vị",
                    "write the cluster alike in all files, or use a register"
                );
                found.push(
                    Diagnostic::error("TD0577", Place::file(part.name.as_str()), message).with_help(help),
                );
            }
        }
    }
    found.into_vec()
}

fn one_part() -> thidua_core::Text {
    text!(
        "mọi tệp phiếu của một đơn vị phải thuộc cùng một phần",
        "all evaluation files of an entrant must be in one part"
    )
}

fn registered() -> thidua_core::Text {
    text!(
        "chấm lại phần này bằng `thidua score-part` với danh sách hiện nay",
        "score the part again with `thidua score-part`, with the register as it is now"
    )
}
