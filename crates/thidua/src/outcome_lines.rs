#[cfg(feature = "json")]
use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;
use thidua_core::Text;

use crate::outcome_file::{AboutRun, EntrantFile, QuotaFile};
#[cfg(feature = "json")]
use crate::{outcome_file::OutcomeFile, run::Report};

/// One line of the outcome for programs that read line by line (kết quả dạng JSON Lines), `outcome.jsonl`.
///
/// The first line says the format. Every other one belongs to a run and holds one thing: what the run is, an entrant, the
/// places of an award in one scope, or something that a person should look at; in the order of `outcome.json`.
#[derive(Debug, Default, Serialize, JsonSchema)]
#[schemars(title = "Một dòng kết quả (outcome line)")]
pub(crate) struct OutcomeLine<'a> {
    /// Name and version of this format; in the first line.
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<String>,
    /// Version of the engine; in the first line.
    #[serde(skip_serializing_if = "Option::is_none")]
    engine: Option<String>,
    /// The movement; in the first line.
    #[serde(skip_serializing_if = "Option::is_none")]
    movement: Option<String>,
    /// Id of the run to which the line belongs.
    #[serde(skip_serializing_if = "Option::is_none")]
    run: Option<&'a str>,
    /// What the run is; before everything else of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<&'a AboutRun>,
    /// An entrant; they are sorted by id.
    #[serde(skip_serializing_if = "Option::is_none")]
    entrant: Option<EntrantFile<'a>>,
    /// The places of an award in one scope.
    #[serde(skip_serializing_if = "Option::is_none")]
    quota: Option<&'a QuotaFile>,
    /// What a person should look at.
    #[serde(skip_serializing_if = "Option::is_none")]
    finding: Option<&'a Text>,
}

/// Writes the outcome line by line; nothing is held that was written.
#[cfg(feature = "json")]
pub(crate) fn write(report: &Report, mut out: impl Write) -> io::Result<()> {
    let outcome = OutcomeFile::of(report);
    let mut put = |line: &OutcomeLine<'_>| thidua_json::write_line(&mut out, line);
    put(&OutcomeLine {
        format: Some(outcome.format),
        engine: Some(outcome.engine),
        movement: Some(outcome.movement),
        ..OutcomeLine::default()
    })?;
    for run in &outcome.runs {
        let of_run = || OutcomeLine { run: Some(&run.about.id), ..OutcomeLine::default() };
        put(&OutcomeLine { about: Some(&run.about), ..of_run() })?;
        for entrant in run.entrants.each() {
            put(&OutcomeLine { entrant: Some(entrant), ..of_run() })?;
        }
        for quota in &run.quotas {
            put(&OutcomeLine { quota: Some(quota), ..of_run() })?;
        }
        for finding in &run.findings {
            put(&OutcomeLine { finding: Some(finding), ..of_run() })?;
        }
    }
    Ok(())
}
