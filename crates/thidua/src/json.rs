//! The border for other languages (cổng tích hợp): a request in JSON, an answer in JSON.

mod answer;
mod number;
mod request;
mod season;
mod select;

use thidua_core::{Diagnostic, Findings, Place, Severity, text};

use crate::cancel::Cancel;
use crate::digest::Digest;
use crate::rejected::Finding;
use crate::run::{Budget, Plans, Report, Run, run_kept};
use answer::{Answer, EntrantLine, Entrants};
use request::{ManifestOrName, Request, Work};
use select::{Part, Select};

/// What findings call the request itself.
const REQUEST: &str = "(request)";

pub(crate) use answer::Answer as AnswerFile;
pub(crate) use request::Request as RequestFile;
pub(crate) use season::ChangeFile;
pub use season::JsonSeason;

/// Evaluates a request and answers (cổng tích hợp): never fails, never panics, and the same request gives the same bytes.
///
/// The request is in the format of the schema `request`, the answer in that of the schema `answer`; a refused
/// request is answered with `errors`, which carry stable codes, whom and what they are about, and how to mend them.
/// The answer is compact and ends with a line break.
///
/// ```
/// let request = r#"{"format": "thidua-request/1", "period": {"from": "2026-01-01", "until": "2026-12-31"},
///   "rules": "rule_set: a\nversion: 1\ntitle: A\ncriteria: [ { code: I, points_max: 10 } ]",
///   "values": [ { "rows": [ { "entrant": "xa-a", "I": 9.5 } ] } ]}"#;
/// let answer = thidua::evaluate_json(request);
/// assert!(answer.contains(r#""total":{"decimal":"9.5"}"#));
/// assert!(thidua::evaluate_json("{}").contains(r#""errors":["#));
/// ```
#[must_use]
pub fn evaluate_json(request: &str) -> String {
    evaluate_until(&Plans::default(), request.as_bytes(), &Cancel::default()).json
}

/// Like [`evaluate_json`], for bytes from anywhere, with what a caller wants to know without reading the answer.
///
/// ```
/// let answered = thidua::evaluate_request(b"\xff");
/// assert!(answered.refused && answered.json.contains("TD01"));
/// ```
#[must_use]
pub fn evaluate_request(request: &[u8]) -> Answered {
    evaluate_until(&Plans::default(), request, &Cancel::default())
}

/// Like [`evaluate_request`], with rule sets that may have been read before: the same bytes, sooner.
#[must_use]
pub fn evaluate_with(plans: &Plans, request: &[u8]) -> Answered {
    evaluate_until(plans, request, &Cancel::default())
}

/// Like [`evaluate_with`], until somebody wishes it to end (dừng được giữa chừng): then the answer is `errors` with TD0586.
///
/// A request that is handed over, as a `Vec<u8>`, is let go of once it is read: a large one takes much memory.
#[must_use]
pub fn evaluate_until(plans: &Plans, request: impl AsRef<[u8]>, cancel: &Cancel) -> Answered {
    evaluate(plans, request, cancel)
}

/// The answer to a request that cannot be taken at all (từ chối yêu cầu), for whoever carries requests to the engine.
///
/// ```
/// use thidua::{Diagnostic, Place, text};
/// let busy = Diagnostic::error("TD0519", Place::file("(request)"), text!("đang bận", "busy"));
/// assert!(thidua::refuse(vec![busy.into()]).json.starts_with(r#"{"format":"thidua-answer/1""#));
/// ```
#[must_use]
pub fn refuse(findings: Vec<Finding>) -> Answered {
    refused(findings, &Select::default(), false)
}

/// An answer and how it turned out (trả lời).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answered {
    /// The answer.
    pub json: String,
    /// Whether the request was refused.
    pub refused: bool,
    /// Whether a person must look at something.
    pub needs_person: bool,
}

fn evaluate(plans: &Plans, request: impl AsRef<[u8]>, cancel: &Cancel) -> Answered {
    let worked = match work_through(plans, request, cancel) {
        Ok(worked) => worked,
        Err(refused) => return *refused,
    };
    let Worked { report, digests, warnings, request, steps } = &worked;
    let select = &request.select;
    let answer = Answer { steps: *steps, ..Answer::of(&report.runs, digests, select, warnings.clone()) };
    let json = if request.lines {
        in_lines(report, answer, select)
    } else {
        written(&answer, request.pretty, room(&report.runs, select))
    };
    Answered { json, refused: false, needs_person: needs_a_person(report) }
}

fn needs_a_person(report: &Report) -> bool {
    report.runs.iter().any(Run::needs_a_person)
        || report.warnings.iter().any(|finding| finding.severity == Severity::Warning)
}

/// A request that was worked through.
struct Worked {
    request: Request,
    report: Report,
    /// SHA-256 of the rule set of each run.
    digests: Vec<String>,
    warnings: Vec<Finding>,
    /// How many steps were spent, where a budget was given.
    steps: Option<u64>,
}

fn work_through(plans: &Plans, request: impl AsRef<[u8]>, cancel: &Cancel) -> Result<Worked, Box<Answered>> {
    let plainly = |found: Vec<Diagnostic>| found.into_iter().map(Finding::from).collect::<Vec<_>>();
    let read = cancel.go_on().map_err(|found| vec![*found]).and_then(|()| Request::read(request.as_ref()));
    drop(request);
    let mut request = read.map_err(|found| Box::new(refused(plainly(found), &Select::default(), false)))?;
    let pretty = request.pretty && !request.lines;
    if let Some(found) = request.select.unfit(request.lines) {
        return Err(Box::new(refused(vec![found.into()], &request.select, pretty)));
    }
    let work = request.work();
    let select = &request.select;
    let Work { mut files, manifest, tables } =
        work.map_err(|found| Box::new(refused(plainly(found), select, pretty)))?;
    let budget = Budget::of(request.budget, cancel);
    let report = match manifest {
        ManifestOrName::Name(name) => run_kept(&mut files, Err(&name), plans, &budget),
        ManifestOrName::Manifest(manifest) => run_kept(&mut files, Ok(*manifest), plans, &budget),
    };
    let wanted = |report: Report| budget.go_on().and_then(|()| known(&report, select)).map(|()| report);
    let report = report.and_then(wanted).map_err(|found| {
        Box::new(refused(found.iter().map(|found| tables.told(found)).collect(), select, pretty))
    })?;
    let digest = |name: &str| Digest::of(files.get(name).unwrap_or_default());
    let digests = report.runs.iter().map(|run| digest(run.plan.file())).collect();
    let warnings = report.warnings.iter().map(|found| tables.told(found)).collect();
    Ok(Worked { request, report, digests, warnings, steps: budget.spent() })
}

fn refused(findings: Vec<Finding>, select: &Select, pretty: bool) -> Answered {
    let json = written(&Answer::refused(findings, select), pretty, 0);
    Answered { json, refused: true, needs_person: false }
}

fn written(answer: &Answer<'_>, pretty: bool, room: usize) -> String {
    if pretty {
        return thidua_json::to_json(answer);
    }
    let mut line = thidua_json::to_line_with_room(answer, room) + "\n";
    line.shrink_to_fit();
    line
}

/// About as many bytes as the entrants of these runs take, rather too many: untouched memory costs nothing.
fn room(runs: &[Run], select: &Select) -> usize {
    let of_run = |run: &Run| {
        let (rules, all) = (run.plan.rules(), run.evaluations.entrants().len());
        let entrants = select.entrants.as_ref().map_or(all, |wanted| wanted.len().min(all));
        let points = if select.has(Part::Points) { run.plan.nodes().len() } else { 0 };
        let others = rules.gradings.len() + rules.rankings.len() + rules.awards.len();
        let each = match select.by_column {
            true => 80 + 8 * points + 16 * others,
            false => 160 + 32 * points + 80 * others,
        };
        entrants.saturating_mul(each)
    };
    runs.iter().map(of_run).fold(0, usize::saturating_add)
}

/// The answer without its entrants on the first line, and each of them on a line of its own.
fn in_lines(report: &Report, mut answer: Answer<'_>, select: &Select) -> String {
    answer.runs.iter_mut().flatten().for_each(|run| run.entrants = None);
    let mut lines = thidua_json::to_line(&answer) + "\n";
    for run in &report.runs {
        for entrant in (Entrants { run, select }).each() {
            lines += &thidua_json::to_line(&EntrantLine { run: &run.id, entrant });
            lines.push('\n');
        }
    }
    lines
}

/// Whether somebody asked for is in some run.
fn known(report: &Report, select: &Select) -> Result<(), Vec<Diagnostic>> {
    let ids =
        || report.runs.iter().flat_map(|run| run.evaluations.entrants()).map(|entrant| entrant.id.as_str());
    let wanted = select.entrants.iter().flatten();
    let unknown = wanted.filter(|id| !report.runs.iter().any(|run| run.evaluations.position(id).is_some()));
    let mut findings = Findings::default();
    for id in unknown {
        let help = match findings.nearest("TD0404", &Place::file(REQUEST), id, ids) {
            Some(near) => text!("có phải `{near}` không?", "did you mean `{near}`?"),
            None => text!("sửa mã trong `select`", "mend the id in `select`"),
        };
        let message = text!("không có đơn vị nào mang mã `{id}`", "no entrant has the id `{id}`");
        findings.push(Diagnostic::error("TD0404", Place::file(REQUEST), message).with_help(help));
    }
    let findings = findings.into_vec();
    if findings.is_empty() { Ok(()) } else { Err(findings) }
}
