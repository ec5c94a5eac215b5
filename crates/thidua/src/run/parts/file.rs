//! The file of a part (tệp của một phần): JSON Lines, a head, the sheets and the points of each run, and an end that proves
//! that nothing is missing.

use std::io::{self, Write};

use serde::{Deserialize, Serialize};
use thidua_core::{
    CarriedPoints, CarriedSheets, Date, Diagnostic, Evaluations, Place, Plan, Scorecards, Text, text,
};

use super::decided::Decided;
use crate::digest::Digest;

const FORMAT: &str = "thidua-part/1";

/// A part as it is written and read (tệp của một phần đã chấm).
///
/// What stands in it is for [`merge`](super::merge); its lines are JSON, so that a person can look into it.
#[derive(Debug)]
pub struct PartFile {
    pub(super) head: PartHead,
    pub(super) runs: Vec<PartRun>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PartHead {
    format: String,
    engine: String,
    pub(super) files: Vec<InputFile>,
}

/// A file that something was made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InputFile {
    /// Its name in the manifest.
    pub file: String,
    /// Its size.
    pub bytes: u64,
    /// The sha256 of its bytes.
    pub sha256: String,
}

/// What one run of a part was scored by.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RunHead {
    pub(super) run: String,
    pub(super) rules: InputFile,
    pub(super) day: Date,
    /// How the manifest has the files read.
    pub(super) reading: String,
    pub(super) decided: Decided,
    /// How many findings a person should look at.
    pub(super) findings: usize,
}

#[derive(Debug)]
pub(super) struct PartRun {
    pub(super) head: RunHead,
    pub(super) sheets: CarriedSheets,
    pub(super) points: Option<CarriedPoints>,
}

/// One line of the file.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Line<H, R, S, P> {
    Part(H),
    Run(R),
    Sheets(S),
    Points(P),
    End {
        /// How many lines come before.
        lines: usize,
        /// The sha256 of their bytes.
        sha256: String,
    },
}

type Written<'a> = Line<&'a PartHead, &'a RunHead, &'a CarriedSheets, &'a CarriedPoints>;
type Read = Line<PartHead, RunHead, Box<CarriedSheets>, Box<CarriedPoints>>;

impl PartHead {
    pub(super) fn of(files: impl Iterator<Item = InputFile>) -> Self {
        let (format, engine) = (FORMAT.to_owned(), env!("CARGO_PKG_VERSION").to_owned());
        Self { format, engine, files: files.collect() }
    }
}

impl InputFile {
    pub(super) fn of(name: &str, bytes: &[u8]) -> Self {
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        Self { file: name.to_owned(), bytes: size, sha256: Digest::of(bytes) }
    }
}

impl PartFile {
    /// The evaluation files the part was made of.
    #[must_use]
    pub fn files(&self) -> &[InputFile] {
        &self.head.files
    }

    /// How many sheets it holds, over all runs.
    #[must_use]
    pub fn sheets(&self) -> usize {
        self.runs.iter().map(|run| run.sheets.entrants()).sum()
    }

    /// Writes the part, line by line.
    ///
    /// # Errors
    /// What the sink reports.
    pub fn write(&self, sink: &mut dyn Write) -> io::Result<()> {
        let mut out = Hashing { sink, lines: 0, digest: Digest::default() };
        out.line(&Line::Part(&self.head))?;
        for run in &self.runs {
            out.line(&Line::Run(&run.head))?;
            out.line(&Line::Sheets(&run.sheets))?;
            if let Some(points) = &run.points {
                out.line(&Line::Points(points))?;
            }
        }
        let (lines, sha256) = (out.lines, std::mem::take(&mut out.digest).hex());
        out.line(&Line::End { lines, sha256 })
    }

    /// Reads a part; `name` is what findings call it.
    ///
    /// # Errors
    /// What is no part, was cut off or changed, or is of another version of the engine.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, Box<Diagnostic>> {
        let refused = |code, message: Text, help: Text| {
            Box::new(Diagnostic::error(code, Place::file(name), message).with_help(help))
        };
        let again = || {
            text!(
                "chấm lại phần này bằng `thidua score-part`",
                "score the part again with `thidua score-part`"
            )
        };
        let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let head = match serde_json::from_slice::<Read>(first) {
            Ok(Line::Part(head)) if head.format == FORMAT => head,
            _ => {
                let message = text!(
                    "đây không phải là tệp của một phần đã chấm (`{FORMAT}`)",
                    "this is not the file of a scored part (`{FORMAT}`)"
                );
                return Err(refused("TD0560", message, again()));
            }
        };
        if head.engine != env!("CARGO_PKG_VERSION") {
            let (theirs, ours) = (&head.engine, env!("CARGO_PKG_VERSION"));
            let message = text!(
                "phần này do phiên bản {theirs} chấm, không phải {ours}",
                "the part was scored by version {theirs}, not by {ours}"
            );
            return Err(refused("TD0573", message, again()));
        }
        let Some(lines) = whole(bytes) else {
            let message = text!(
                "tệp của phần này bị cắt cụt hoặc đã bị sửa",
                "the file of the part was cut off or changed"
            );
            return Err(refused("TD0561", message, again()));
        };
        runs(lines).map(|runs| Self { head, runs }).map_err(|message| refused("TD0562", message, again()))
    }
}

/// The lines between the first and the last one, when all are there and none was changed.
fn whole(bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let body = bytes.strip_suffix(b"\n")?;
    let end = body.iter().rposition(|byte| *byte == b'\n')? + 1;
    let (before, last) = body.split_at_checked(end)?;
    let Ok(Line::End { lines, sha256 }) = serde_json::from_slice::<Read>(last) else { return None };
    let all: Vec<&[u8]> = before.strip_suffix(b"\n")?.split(|byte| *byte == b'\n').collect();
    (all.len() == lines && Digest::of(before) == sha256).then(|| all.into_iter().skip(1).collect())
}

/// The runs of a part: the head of each, its sheets, and its points where there are any.
fn runs(lines: Vec<&[u8]>) -> Result<Vec<PartRun>, Text> {
    let odd =
        || text!("các dòng không theo thứ tự của một phần", "the lines do not stand in the order of a part");
    let mut runs: Vec<PartRun> = Vec::new();
    let mut begun: Option<RunHead> = None;
    for line in lines {
        let line = serde_json::from_slice::<Read>(line)
            .map_err(|error| text!("một dòng không đọc được: {error}", "a line cannot be read: {error}"))?;
        match (line, begun.take(), runs.last_mut()) {
            (Line::Run(head), None, _) => begun = Some(head),
            (Line::Sheets(sheets), Some(head), _) => {
                runs.push(PartRun { head, sheets: *sheets, points: None })
            }
            (Line::Points(points), None, Some(run)) if run.points.is_none() => run.points = Some(*points),
            _ => return Err(odd()),
        }
    }
    if begun.is_some() { Err(odd()) } else { Ok(runs) }
}

impl PartRun {
    /// What was entered and scored, by the plan it was scored by.
    pub(super) fn restore(self, plan: &Plan) -> Result<(Evaluations, Option<Scorecards>), Text> {
        let evaluations = self.sheets.restore(plan)?;
        let points = self.points.map(|points| points.restore(plan)).transpose()?;
        let rows = evaluations.entrants().len();
        if points.as_ref().is_some_and(|points| points.rows() != rows) || points.is_some() == plan.compares()
        {
            return Err(text!(
                "điểm và phiếu của phần không khớp nhau",
                "the points and the sheets of the part do not go together"
            ));
        }
        Ok((evaluations, points))
    }
}

struct Hashing<'a> {
    sink: &'a mut dyn Write,
    lines: usize,
    digest: Digest,
}

impl Hashing<'_> {
    fn line(&mut self, line: &Written<'_>) -> io::Result<()> {
        serde_json::to_writer(io::BufWriter::new(&mut *self), line)?;
        self.write_all(b"\n")?;
        self.lines += 1;
        Ok(())
    }
}

impl Write for Hashing<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.sink.write(bytes)?;
        self.digest.take(bytes.get(..count).unwrap_or_default());
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.sink.flush()
    }
}
