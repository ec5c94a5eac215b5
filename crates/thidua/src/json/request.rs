mod cut;
mod tables;

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use thidua_core::{Date, DecisionText, Diagnostic, Located, Place, Span, text};
use thidua_json::Unread;
use thidua_rulefile::Limits;
use thidua_table::Sheet;

use super::select::Select;
use crate::files::Files;
use crate::manifest::{Manifest, Period};
pub(crate) use tables::{Cell, InMemory, Row, Values};

/// The name and version of what is asked.
pub(crate) const FORMAT: &str = "thidua-request/1";
/// No request is larger, or deeper.
const BYTES_MAX: usize = 1 << 28;
const DEPTH_MAX: usize = 12;

/// A request (yêu cầu chấm): a rule set with values, or a folder with its manifest.
///
/// With `rules`: `period`, `entrants`, `values` and the rest stand in the request. With `manifest`: a folder, as the
/// command line works through one, the texts of its files under `files`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Yêu cầu (request)", extend("$id" = "https://thidua.example/schema/thidua-request/1"))]
pub(crate) struct Request {
    /// Name and version of this format: `thidua-request/1`.
    #[schemars(regex(pattern = r"^thidua-request/1$"))]
    pub(crate) format: String,
    /// The rule set as text, YAML or JSON.
    #[serde(default)]
    pub(crate) rules: Option<String>,
    /// The period that the values are about.
    #[serde(default)]
    pub(crate) period: Option<Period>,
    /// The day the dossiers were received, where it selects the rules.
    #[serde(default)]
    pub(crate) received: Option<Date>,
    /// The day of the decision: for money, and where it selects the rules.
    #[serde(default)]
    pub(crate) decision_date: Option<Date>,
    /// The entrants: `id`, and maybe `name`, `kind` and `cluster`; those that the values name when absent.
    #[serde(default)]
    pub(crate) entrants: Option<Vec<Row>>,
    /// The values, as tables.
    #[serde(default)]
    pub(crate) values: Vec<Values>,
    /// Results of earlier years: `entrant`, `year`, `result`, `decision`, `used_for`.
    #[serde(default)]
    pub(crate) history: Vec<Row>,
    /// Decisions of people.
    #[serde(default)]
    pub(crate) decisions: Vec<Located<DecisionText>>,
    /// Base salaries: `effective_from`, `amount`.
    #[serde(default)]
    pub(crate) base_salary: Vec<Row>,
    /// The manifest: the name of a file under `files`, or the manifest itself.
    #[serde(default)]
    pub(crate) manifest: Option<ManifestOrName>,
    /// The texts of the folder's files by name.
    #[serde(default)]
    pub(crate) files: BTreeMap<String, String>,
    /// What the answer should hold.
    #[serde(default)]
    pub(crate) select: Select,
    /// How many steps the request may cost; without limit when absent. A step is a byte that is read, or an operation for
    /// one entrant; a byte of a rule set costs 100. A request that would cost more is refused before the work begins,
    /// and says how many steps it needs; an answer says how many were spent.
    #[serde(default)]
    pub(crate) budget: Option<u64>,
    /// Whether the answer is a line for each entrant (JSON Lines).
    #[serde(default)]
    pub(crate) lines: bool,
    /// Whether the answer is indented for people to read; lines never are.
    #[serde(default)]
    pub(crate) pretty: bool,
    /// The tables that were cut out of the request, by name.
    #[serde(skip)]
    cut: Vec<(String, Sheet)>,
}

/// The name of the manifest among the files, or the manifest as a value.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub(crate) enum ManifestOrName {
    /// The name.
    Name(String),
    /// The manifest.
    Manifest(Box<Manifest>),
}

impl<'de> Deserialize<'de> for ManifestOrName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ManifestVisitor)
    }
}

struct ManifestVisitor;

impl<'de> Visitor<'de> for ManifestVisitor {
    type Value = ManifestOrName;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("string")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<ManifestOrName, E> {
        Ok(ManifestOrName::Name(name.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<ManifestOrName, A::Error> {
        Manifest::deserialize(MapAccessDeserializer::new(map)).map(Box::new).map(ManifestOrName::Manifest)
    }
}

/// What is to be worked through, and the tables that stood in the request itself.
pub(crate) struct Work {
    pub(crate) files: Files,
    pub(crate) manifest: ManifestOrName,
    pub(crate) tables: InMemory,
}

impl Request {
    /// Reads a request; its parts may be as large as those of files.
    pub(crate) fn read(request: &[u8]) -> Result<Self, Vec<Diagnostic>> {
        let text = std::str::from_utf8(request).ok().filter(|text| text.len() <= BYTES_MAX);
        let read = match text.map(cut::cut) {
            Some(Ok(mut cut)) => {
                let limits = Limits { bytes: BYTES_MAX, depth: DEPTH_MAX, nodes: 5_000_000 };
                let read = thidua_rulefile::read_with::<Self>(super::REQUEST, &cut.rest, &limits);
                let read =
                    read.map_err(|found| found.into_iter().map(|found| cut.told(found)).collect::<Vec<_>>())?;
                Self { cut: std::mem::take(&mut cut.tables), ..read }
            }
            Some(Err(unread)) => Self::read_whole(request, Some(unread))?,
            None => Self::read_whole(request, None)?,
        };
        of_format(&read.format, FORMAT)?;
        Ok(read)
    }

    /// Reads what is not JSON, or has a table that is none: for all that is wrong, where it is not too large for that.
    fn read_whole(request: &[u8], unread: Option<Unread>) -> Result<Self, Vec<Diagnostic>> {
        let limits = Limits { bytes: BYTES_MAX, depth: DEPTH_MAX, ..Limits::default() };
        thidua_rulefile::read_bytes_with(super::REQUEST, request, &limits).map_err(|found| match unread {
            Some(unread) if found.iter().any(|found| found.code == "TD0114") => vec![not_json(unread)],
            _ => found,
        })
    }

    /// The work that the request asks for: what stands in it becomes files in memory.
    pub(crate) fn work(&mut self) -> Result<Work, Vec<Diagnostic>> {
        let (manifest, rules) = (self.manifest.take(), self.rules.take());
        let given = self.period.is_some()
            || self.received.is_some()
            || self.decision_date.is_some()
            || self.entrants.is_some()
            || !self.cut.is_empty()
            || !(self.values.is_empty() && self.history.is_empty())
            || !(self.decisions.is_empty() && self.base_salary.is_empty());
        match (manifest, rules) {
            (Some(manifest), None) if !given => {
                let mut files = Files::default();
                for (name, text) in std::mem::take(&mut self.files) {
                    files.insert(name, text);
                }
                Ok(Work { files, manifest, tables: InMemory::default() })
            }
            (None, Some(rules)) if self.files.is_empty() => tables::lay_out(self, rules),
            _ => Err(vec![wrong(
                text!(
                    "yêu cầu cần `rules` với giá trị đi kèm, hoặc `manifest` với `files`, không lẫn hai dạng",
                    "a request needs `rules` and the values beside it, or `manifest` and `files`, not some of both"
                ),
                text!("chọn một trong hai dạng", "choose one of the two"),
            )]),
        }
    }
}

/// A large request that could not be read: the one place where reading stopped.
fn not_json(unread: Unread) -> Diagnostic {
    let (line, column) = (u32::try_from(unread.line).unwrap_or(0), u32::try_from(unread.column).unwrap_or(0));
    let span = Span { line, column, end_line: line, end_column: column.saturating_add(1) };
    let message = text!(
        "yêu cầu không đọc tiếp được từ đây: sai cú pháp JSON, hoặc một bảng không gồm các dòng hay cột với giá trị đơn, mỗi cột một lần",
        "the request cannot be read from here on: it is no JSON, or a table is not made of rows or columns of single values, each column once"
    );
    let help = text!(
        "sửa chỗ này; yêu cầu nhỏ hơn thì được chỉ ra mọi chỗ sai cùng lúc",
        "mend this place; of a smaller request all that is wrong is told at once"
    );
    Diagnostic::error("TD0584", Place::text(super::REQUEST, span), message).with_help(help)
}

/// Refuses another format than the one that is spoken here.
pub(crate) fn of_format(format: &str, wanted: &str) -> Result<(), Vec<Diagnostic>> {
    if format == wanted {
        return Ok(());
    }
    Err(vec![wrong(
        text!("không hỗ trợ dạng yêu cầu `{format}`", "requests of the format `{format}` are not known"),
        text!("ghi `format: {wanted}`", "write `format: {wanted}`"),
    )])
}

pub(crate) fn wrong(message: thidua_core::Text, help: thidua_core::Text) -> Diagnostic {
    Diagnostic::error("TD0514", Place::file(super::REQUEST), message).with_help(help)
}
