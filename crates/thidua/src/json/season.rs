use std::collections::BTreeSet;
use std::fmt;

use schemars::JsonSchema;
use serde::de::value::SeqAccessDeserializer;
use serde::de::{self, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use thidua_core::{Diagnostic, shortfalls, text};
use thidua_rulefile::Limits;

use super::answer::{Answer, ChangeAnswer, EntrantAnswer, entrant};
use super::request::{Cell, of_format, wrong};
use super::select::{Part, Select};
use super::{Answered, REQUEST, Worked, needs_a_person, refused, room, work_through, written};
use crate::cancel::Cancel;
use crate::rejected::Finding;
use crate::run::Plans;
use crate::season::{Judged, Season};
use crate::sheet::{no_entrant, place};
use crate::value::Value;

/// The name and version of changed cells.
const FORMAT: &str = "thidua-change/1";

/// Changed cells of a season (sửa ô): all of them, or none when one is refused; without any, a question.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Sửa ô (change)", extend("$id" = "https://thidua.example/schema/thidua-change/1"))]
pub(crate) struct ChangeFile {
    /// Name and version of this format: `thidua-change/1`.
    #[schemars(regex(pattern = r"^thidua-change/1$"))]
    format: String,
    /// The cells.
    #[serde(default)]
    set: Vec<SetCell>,
    /// What the answer should hold; the entrants who moved when none are named.
    #[serde(default)]
    select: Select,
    /// Whether the answer is the whole run, with places and findings, in place of the entrants who moved.
    #[serde(default)]
    whole: bool,
}

/// What stands in a cell from now on.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SetCell {
    /// Id of the entrant.
    entrant: String,
    /// Name of the input, or path of the criterion.
    input: String,
    /// The value; a list for an input that takes many.
    value: OneOrMany,
    /// The stage; the official one when absent.
    #[serde(default)]
    stage: Option<String>,
}

/// A value, or a list of them.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
enum OneOrMany {
    /// One.
    One(Cell),
    /// Many.
    Many(Vec<Cell>),
}

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OneOrManyVisitor)
    }
}

struct OneOrManyVisitor;

impl<'de> Visitor<'de> for OneOrManyVisitor {
    type Value = OneOrMany;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string or a list of strings")
    }

    fn visit_str<E: de::Error>(self, words: &str) -> Result<OneOrMany, E> {
        Cell::deserialize(de::value::StrDeserializer::new(words)).map(OneOrMany::One)
    }

    fn visit_bool<E: de::Error>(self, yes: bool) -> Result<OneOrMany, E> {
        Cell::deserialize(de::value::BoolDeserializer::new(yes)).map(OneOrMany::One)
    }

    fn visit_unit<E: de::Error>(self) -> Result<OneOrMany, E> {
        Cell::deserialize(de::value::UnitDeserializer::new()).map(OneOrMany::One)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, sequence: A) -> Result<OneOrMany, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(sequence)).map(OneOrMany::Many)
    }
}

fn twice(cell: &SetCell) -> Finding {
    let SetCell { entrant, input, .. } = cell;
    let message =
        text!("`{entrant}` có hai giá trị cho `{input}`", "`{entrant}` has two values for `{input}`");
    let help = text!("ghi mỗi ô một lần", "write each cell once");
    Finding::about(entrant, Some(input), Diagnostic::error("TD0413", place(), message).with_help(help))
}

/// A season behind the JSON border (mùa xét qua cổng tích hợp): opened by a request, asked by changes.
///
/// ```
/// let request = br#"{"format": "thidua-request/1", "period": {"from": "2026-01-01", "until": "2026-12-31"},
///   "rules": "rule_set: a\nversion: 1\ntitle: A\ncriteria: [ { code: I, points_max: 10 } ]\nrankings: [ { id: chung, scope: all } ]",
///   "values": [ { "rows": [ { "entrant": "xa-a", "I": 9 }, { "entrant": "xa-b", "I": 8 } ] } ]}"#;
/// let (season, _) = thidua::JsonSeason::open(request);
/// let answer = season.ok_or("refused")?.change(
///     br#"{"format": "thidua-change/1", "set": [ { "entrant": "xa-b", "input": "I", "value": "9.5" } ]}"#,
/// );
/// assert!(answer.json.contains(r#""moved":["xa-a","xa-b"]"#));
/// # Ok::<(), &str>(())
/// ```
#[derive(Debug)]
pub struct JsonSeason {
    season: Season,
    digests: Vec<String>,
}

impl JsonSeason {
    /// Works a request through and keeps its run; the answer is that of [`evaluate_json`](crate::evaluate_json).
    #[must_use]
    pub fn open(request: &[u8]) -> (Option<Self>, Answered) {
        Self::open_until(request, &Cancel::default())
    }

    /// The same until somebody wishes it to end (dừng được giữa chừng).
    #[must_use]
    pub fn open_until(request: &[u8], cancel: &Cancel) -> (Option<Self>, Answered) {
        let worked = work_through(&Plans::default(), request, cancel);
        let Worked { request, mut report, digests, warnings, steps } = match worked {
            Ok(worked) => worked,
            Err(refused) => return (None, *refused),
        };
        let needs_person = needs_a_person(&report);
        let answer =
            || Answer { steps, ..Answer::of(&report.runs, &digests, &request.select, warnings.clone()) };
        let json = written(&answer(), request.pretty, room(&report.runs, &request.select));
        let only = report.runs.pop().filter(|_| report.runs.is_empty());
        let Some(run) = only else {
            let message = text!("mỗi phiên chỉ giữ một đợt xét", "a season keeps exactly one run");
            let help =
                text!("mở mỗi đợt xét bằng một yêu cầu riêng", "open each run by a request of its own");
            let finding = Finding::from(wrong(message, help));
            return (None, refused(vec![finding], &request.select, request.pretty));
        };
        (Some(Self { season: Season::of_run(run), digests }), Answered { json, refused: false, needs_person })
    }

    /// Changes cells and tells whom that moved; a refused change changes nothing.
    pub fn change(&mut self, change: &[u8]) -> Answered {
        let limits = Limits { bytes: 1 << 28, depth: 8, nodes: 10_000_000 };
        let read = thidua_rulefile::read_bytes_with::<ChangeFile>(REQUEST, change, &limits);
        let read = read.and_then(|change| of_format(&change.format, FORMAT).map(|()| change));
        let plainly = |found: Vec<Diagnostic>| found.into_iter().map(Finding::from).collect();
        let change = match read {
            Ok(change) => change,
            Err(found) => return refused(plainly(found), &Select::default(), false),
        };
        let select = &change.select;
        if let Some(found) = select.unfit(!change.whole) {
            return refused(vec![found.into()], select, false);
        }
        let unknown = self.unknown(select);
        if !unknown.is_empty() {
            return refused(unknown, select, false);
        }
        let (mut judged, mut findings) = (Vec::new(), Vec::new());
        let mut seen = BTreeSet::new();
        for cell in &change.set {
            match self.judged(cell) {
                Ok(one) if seen.insert(one.cell()) => judged.push(one),
                Ok(_) => findings.push(twice(cell)),
                Err(finding) => findings.push(*finding),
            }
        }
        if !findings.is_empty() {
            return refused(findings, select, false);
        }
        let moved = self.season.apply(judged);
        if change.whole {
            let warnings = self.season.warnings().to_vec();
            let run = self.season.run();
            let needs_person = run.needs_a_person();
            let runs = std::slice::from_ref(run);
            let answer = Answer::of(runs, &self.digests, select, warnings);
            let json = written(&answer, false, room(runs, select));
            return Answered { json, refused: false, needs_person };
        }
        let wanted = select.entrants.as_ref().unwrap_or(&moved.moved);
        let entrants = wanted.iter().filter_map(|id| self.told(id, select)).collect();
        let answer = ChangeAnswer { worked_out: moved.worked_out, moved: moved.moved, entrants };
        let json = written(&Answer::changed(answer), false, 0);
        Answered { json, refused: false, needs_person: false }
    }

    fn judged(&self, cell: &SetCell) -> Result<Judged, Box<Finding>> {
        let official = self.season.official();
        let stage = cell.stage.as_deref().unwrap_or(official);
        let values: Vec<Value> = match &cell.value {
            OneOrMany::One(value) => vec![value.value()],
            OneOrMany::Many(values) => values.iter().map(Cell::value).collect(),
        };
        self.season.judge(stage, &cell.entrant, &cell.input, &values)
    }

    fn unknown(&self, select: &Select) -> Vec<Finding> {
        let wanted = select.entrants.iter().flatten();
        let unknown = wanted.filter(|id| self.season.entrant(id).is_none());
        unknown.map(|id| Finding::about(id, None, no_entrant(id, self.season.entrants()))).collect()
    }

    fn told(&self, id: &str, select: &Select) -> Option<EntrantAnswer> {
        let result = self.season.entrant(id)?;
        let absent = if result.total().is_none() {
            let all = shortfalls(result.plan, result.evaluations, &result.outcome.scorecards);
            all.into_iter().filter(|short| short.entrant == result.row).collect()
        } else {
            Vec::new()
        };
        let explanation = select.has(Part::Explanation).then(|| result.explanation()).flatten();
        Some(entrant(&result, &absent, explanation, select))
    }
}
