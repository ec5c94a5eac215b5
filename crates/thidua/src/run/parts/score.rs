//! A part scored by itself (chấm một phần).

use std::collections::BTreeSet;

use serde::Serialize;
use thidua_core::{
    CarriedPoints, CarriedSheets, DecisionIndex, Decisions, Diagnostic, EntrantId, Place, Severity, bounded,
    has_errors, nearest, text,
};
use thidua_table::{Bound, Source, bind_named};

use super::decided::{self, Decided};
use super::file::{InputFile, PartFile, PartHead, PartRun, RunHead};
use crate::digest::Digest;
use crate::files::Files;
use crate::manifest::{EvaluationFile, Manifest, Period, RunPlan};
use crate::run::inputs::{Inputs, read_manifest};
use crate::run::one::{plan_of, scored, tables_of};
use crate::run::plans::Plans;

/// A part that was scored, and what a person should look at in it (một phần đã chấm).
#[derive(Debug)]
pub struct ScoredPart {
    /// What is to be written and merged.
    pub part: PartFile,
    /// What a person should look at.
    pub warnings: Vec<Diagnostic>,
}

/// Scores what stands in some of the evaluation files of a folder (chấm một phần), for [`merge`](super::merge).
///
/// `files` need not hold the other evaluation files. An entrant stands in the files of one part only.
///
/// # Errors
/// As for [`run`](crate::run), and where a file is none of the manifest's, or a run takes values over from another.
pub fn score_part(
    files: &Files,
    manifest: &str,
    evaluations: &[&str],
    threads: usize,
) -> Result<ScoredPart, Vec<Diagnostic>> {
    let parsed = read_manifest(files, manifest)?;
    let mut errors = unknown_files(manifest, &parsed, evaluations);
    let wanted = |name: &str| evaluations.contains(&name);
    let takes_part = |run: &&thidua_core::Located<RunPlan>| {
        run.evaluations.iter().any(|evaluation| wanted(&evaluation.file))
    };
    errors.extend(parsed.runs.iter().filter(takes_part).filter_map(|run| carries(manifest, run)));
    if !errors.is_empty() {
        return Err(errors);
    }
    let inputs = Inputs::read(files, manifest, &parsed, &Plans::default(), &wanted)?;
    let (mut runs, mut warnings) = (Vec::new(), inputs.warnings.clone());
    for run in parsed.runs.iter().filter(takes_part) {
        match of_run(&inputs, files, manifest, run, &wanted, threads) {
            Ok((part, found)) => {
                warnings.extend(found);
                runs.push(part);
            }
            Err(found) => errors.extend(found),
        }
    }
    if has_errors(&errors) {
        return Err(bounded(errors));
    }
    let named: BTreeSet<&str> = evaluations.iter().copied().collect();
    let head =
        PartHead::of(named.into_iter().map(|name| InputFile::of(name, files.get(name).unwrap_or_default())));
    Ok(ScoredPart { part: PartFile { head, runs }, warnings: bounded(warnings) })
}

fn of_run(
    inputs: &Inputs,
    files: &Files,
    manifest: &str,
    run: &RunPlan,
    wanted: &dyn Fn(&str) -> bool,
    threads: usize,
) -> Result<(PartRun, Vec<Diagnostic>), Vec<Diagnostic>> {
    let plan = plan_of(inputs, manifest, run)?;
    let decisions = inputs.decisions.for_run(&run.id);
    let (tables, notes) = tables_of(inputs, run, &plan, &DecisionIndex::new(&plan, &decisions))?;
    let sources: Vec<Source<'_>> = tables.iter().map(|(table, layout)| Source { table, layout }).collect();
    let bound = |decisions: &Decisions| {
        let Bound { evaluations, warnings } = bind_named(
            &plan,
            plan.names(),
            inputs.register.as_ref(),
            &sources,
            &DecisionIndex::new(&plan, decisions),
        )?;
        // Those whom the register knows and no file of the part names are of another part, or of none.
        let named = |row: &EntrantId| inputs.register.is_none() || evaluations.is_submitted(*row);
        let rows: Vec<EntrantId> = evaluations.entrants().keys().filter(named).collect();
        Ok::<_, Vec<Diagnostic>>((evaluations.part(&rows), warnings))
    };
    let (mut evaluations, mut found) = bound(&Decisions::default())?;
    let decided = Decided::about(&DecisionIndex::new(&plan, &decisions), &evaluations);
    let own = decided::only(&decisions, &evaluations);
    if !own.decisions.is_empty() {
        (evaluations, found) = bound(&own)?;
    }
    let scorecards = (!plan.compares()).then(|| scored(&plan, &evaluations, threads));
    let warnings: Vec<Diagnostic> = notes.into_iter().chain(found).collect();
    let head = RunHead {
        run: run.id.clone(),
        rules: InputFile::of(&run.rules, files.get(&run.rules).unwrap_or_default()),
        day: plan.day(),
        reading: reading(run, wanted),
        decided,
        findings: warnings.iter().filter(|found| found.severity != Severity::Note).count(),
    };
    let sheets = CarriedSheets::of(&evaluations);
    Ok((PartRun { head, sheets, points: scorecards.as_ref().map(CarriedPoints::of) }, warnings))
}

/// A digest of how the manifest has the files of a part read: another reading gives other cells.
pub(super) fn reading(run: &RunPlan, wanted: &dyn Fn(&str) -> bool) -> String {
    #[derive(Serialize)]
    struct Reading<'a> {
        period: &'a Period,
        evaluations: Vec<&'a EvaluationFile>,
    }
    let evaluations = run.evaluations.iter().filter(|evaluation| wanted(&evaluation.file)).collect();
    let reading = Reading { period: &run.period, evaluations };
    Digest::of(thidua_json::to_json(&reading).as_bytes())
}

/// Files that are no evaluation file of the manifest.
fn unknown_files(manifest: &str, parsed: &Manifest, evaluations: &[&str]) -> Vec<Diagnostic> {
    let known: BTreeSet<&str> =
        parsed.runs.iter().flat_map(|run| &run.evaluations).map(|each| each.file.as_str()).collect();
    if evaluations.is_empty() {
        let message = text!("phần này không có tệp phiếu nào", "the part has no evaluation file");
        let help = text!(
            "ghi tên những tệp phiếu của phần, như trong tệp khai báo",
            "name the evaluation files of the part, as the manifest does"
        );
        return vec![Diagnostic::error("TD0570", Place::file(manifest), message).with_help(help)];
    }
    let unknown = evaluations.iter().filter(|name| !known.contains(*name));
    unknown
        .map(|name| {
            let message = text!(
                "tệp khai báo không có tệp phiếu `{name}`",
                "the manifest has no evaluation file `{name}`"
            );
            let help = match nearest(name, known.iter().copied()) {
                Some(near) => text!("có phải `{near}` không?", "did you mean `{near}`?"),
                None => text!(
                    "dùng tên tệp ghi ở `evaluations` của tệp khai báo",
                    "use the name of a file under `evaluations` of the manifest"
                ),
            };
            Diagnostic::error("TD0570", Place::file(manifest), message).with_help(help)
        })
        .collect()
}

/// A run that takes values over from another one knows them only once that one is done over everybody.
pub(super) fn carries(manifest: &str, run: &thidua_core::Located<RunPlan>) -> Option<Diagnostic> {
    let id = &run.id;
    let message = text!(
        "đợt xét `{id}` lấy kết quả của đợt khác (`carry`), không chia phần được",
        "the run `{id}` takes values over from another (`carry`) and cannot be divided"
    );
    let help = text!(
        "chấm cả thư mục bằng `thidua recommend`, hoặc tách đợt xét này thành thư mục riêng",
        "work through the whole folder with `thidua recommend`, or give this run a folder of its own"
    );
    let carries = !run.carry.is_empty();
    carries.then(|| Diagnostic::error("TD0569", Place::text(manifest, run.span), message).with_help(help))
}
