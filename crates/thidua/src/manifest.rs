mod each;

pub use each::{EachValue, ForEach};

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thidua_core::{Date, Dates, Diagnostic, Located};
use thidua_table::{Frame, HeaderRows, Layout, RegisterLayout};

/// What a folder holds and in which order it is worked through (tệp khai báo của thư mục chấm điểm).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Tệp khai báo (manifest)")]
pub struct Manifest {
    /// Name of the movement.
    #[serde(deserialize_with = "thidua_core::title")]
    pub movement: String,
    /// Remarks, for example that the data is synthetic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The register of entrants; without one the entrants are those the evaluations name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub register: Option<RegisterFile>,
    /// Results of earlier years.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<Located<String>>,
    /// Decisions of people, as YAML.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<Located<String>>,
    /// Votes, as tables.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub votes: Vec<Located<String>>,
    /// Base salaries by date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_salary: Option<Located<String>>,
    /// In which form the results for programs are written.
    #[serde(default, skip_serializing_if = "OutcomeForm::is_usual")]
    pub outcome: OutcomeForm,
    /// The runs, in order: a later one may use the results of an earlier one.
    pub runs: Vec<Located<RunPlan>>,
}

/// The register and its columns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterFile {
    /// The file.
    pub file: Located<String>,
    /// Names of its columns, when they are not the usual ones.
    #[serde(default)]
    pub columns: RegisterLayout,
    /// The sheet of a workbook; the one with the table when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The row of the header, or its first and last row; found when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header: Option<HeaderRows>,
}

impl RegisterFile {
    /// Where the table lies, as far as it is said.
    #[must_use]
    pub fn frame(&self) -> Frame {
        let header = self.header.map(|rows| (rows.first, rows.last));
        Frame { sheet: self.sheet.clone(), header, ..Frame::default() }
    }
}

/// One rule set over one period (một đợt xét).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RunPlan {
    /// Short name; the folder of its results.
    pub id: String,
    /// The name people read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "thidua_core::title_if_any")]
    pub title: Option<String>,
    /// The rule file.
    pub rules: Located<String>,
    /// The period.
    pub period: Period,
    /// The day the dossiers were received.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received: Option<Date>,
    /// The day of the decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision_date: Option<Date>,
    /// Files of evaluations.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evaluations: Vec<EvaluationFile>,
    /// One run for each value of a column of the evaluations, in place of this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub for_each: Option<ForEach>,
    /// Values taken over from earlier runs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub carry: Vec<Located<Carry>>,
    /// Whether grades and recommended awards of this run count as history for later runs.
    #[serde(default)]
    pub adds_to_history: bool,
    /// Whose pages the results folder holds.
    #[serde(default, skip_serializing_if = "Pages::is_usual")]
    pub pages: Pages,
    /// In which format its result tables are written.
    #[serde(default, skip_serializing_if = "TableFiles::is_usual")]
    pub tables: TableFiles,
}

/// In which form the results for programs are written (dạng tệp kết quả cho chương trình); the content is the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OutcomeForm {
    /// One JSON document, `outcome.json`.
    #[default]
    Json,
    /// A line of JSON for every entrant, `outcome.jsonl`: half as large, and read one line at a time.
    Lines,
    /// None: only tables and pages. Then no later run can say what has changed, nor correct what was signed.
    None,
}

impl OutcomeForm {
    /// The names of the files, whichever form was asked for.
    pub const FILES: [&str; 2] = ["outcome.json", "outcome.jsonl"];

    fn is_usual(&self) -> bool {
        *self == Self::Json
    }

    /// The name of the file in the results folder.
    #[must_use]
    pub fn file(self) -> Option<&'static str> {
        let [json, lines] = Self::FILES;
        match self {
            Self::Json => Some(json),
            Self::Lines => Some(lines),
            Self::None => None,
        }
    }
}

/// In which format the result tables of a run are written (dạng tệp của các bảng kết quả): for spreadsheets, or for engines
/// that read columns. The numbers are the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TableFiles {
    /// CSV.
    #[default]
    Csv,
    /// Parquet: numbers as exact decimals.
    Parquet,
    /// Both.
    Both,
}

impl TableFiles {
    fn is_usual(&self) -> bool {
        *self == Self::Csv
    }

    /// Whether there are CSV files.
    #[must_use]
    pub fn has_csv(self) -> bool {
        self != Self::Parquet
    }

    /// Whether there are Parquet files.
    #[must_use]
    pub fn has_parquet(self) -> bool {
        self != Self::Csv
    }
}

/// Whose pages the results folder holds (phiếu giải trình trong thư mục kết quả): everybody's, unless there are so many that
/// nobody would open the file. `thidua explain` makes the page of anybody at any time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Pages {
    /// Those of all entrants of the run.
    #[default]
    All,
    /// Nobody's.
    None,
}

impl Pages {
    fn is_usual(&self) -> bool {
        *self == Self::All
    }
}

/// The time an evaluation is about (kỳ đánh giá).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
}

impl Period {
    /// Both ends as a range.
    #[must_use]
    pub fn dates(&self) -> Dates {
        Dates { from: Some(self.from), until: Some(self.until) }
    }
}

/// A file of evaluations and how to read it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EvaluationFile {
    /// The file: CSV, a workbook (`.xlsx`, `.xlsm`, `.xls`, `.ods`), JSON when its name ends in `.json`, or Parquet.
    pub file: Located<String>,
    /// How its columns map to the rule set.
    #[serde(default)]
    pub layout: Layout,
}

/// A value of earlier runs that becomes an input of this one (chuyển kết quả đợt xét trước).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Carry {
    /// The earlier runs; an entrant takes part in at most one of them.
    pub from: Vec<String>,
    /// What is taken over.
    pub value: CarryValue,
    /// The input of this run.
    pub into: String,
    /// To whom it goes, where not to the same entrant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via: Option<CarryVia>,
}

/// To whom a result of an earlier run goes, by the units that the register says entrants belong to (đơn vị cha), or came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CarryVia {
    /// Those of members go to their unit, one value from each.
    Members,
    /// That of a unit goes to each of its members.
    Parent,
    /// Those of the units that an entrant came from go to it, one value from each (đơn vị tiền thân).
    Predecessors,
}

/// What is taken over from an earlier run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CarryValue {
    /// The total.
    Total,
    /// The grade of the first grading.
    Grade,
    /// The rank of the first ranking.
    Rank,
    /// Whether the entrant was assessed: yes or no, from each run in which it stands.
    Assessed,
    /// The points of a criterion.
    Points(String),
    /// Whether this award was recommended: yes or no.
    Recommended(String),
}

impl Manifest {
    /// Reads a manifest (đọc tệp khai báo); `name` is what findings call it. What is said for each value is written out.
    ///
    /// # Errors
    /// Every mistake in the text, each with its line.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, Vec<Diagnostic>> {
        thidua_rulefile::read_bytes(name, bytes).map(Self::each_written_out)
    }

    /// The inputs of a run that come from earlier runs, each with the ids of those.
    pub(crate) fn carried(&self, run: &str) -> BTreeMap<&str, Vec<&str>> {
        let mut carried = BTreeMap::<&str, Vec<&str>>::new();
        for carry in self.runs.iter().filter(|each| each.id == run).flat_map(|run| &run.carry) {
            carried.entry(&carry.into).or_default().extend(carry.from.iter().map(String::as_str));
        }
        carried
    }

    /// Calls files by the names that they have (gọi tệp theo tên có thật): `named` answers the file that a name means, where
    /// there is one. A name that is no file's stays as it is written, and whoever reads it says so.
    pub fn call_files(&mut self, named: impl Fn(&str) -> Option<String>) {
        let Self { register, history, decisions, votes, base_salary, runs, .. } = self;
        let of_movement = register.iter_mut().map(|register| &mut register.file);
        let of_movement = of_movement.chain(history).chain(decisions).chain(votes).chain(base_salary);
        let of_runs = runs.iter_mut().flat_map(|run| {
            let RunPlan { rules, evaluations, .. } = &mut run.value;
            std::iter::once(rules).chain(evaluations.iter_mut().map(|evaluation| &mut evaluation.file))
        });
        for file in of_movement.chain(of_runs) {
            if let Some(name) = named(&file.value) {
                file.value = name;
            }
        }
    }

    /// Every file it names, each once.
    #[must_use]
    pub fn files(&self) -> Vec<&Located<String>> {
        self.files_for(|_| true)
    }

    /// Every file that is needed to work with these evaluation files (các tệp cần đọc), each once.
    #[must_use]
    pub fn files_for(&self, evaluations: impl Fn(&str) -> bool) -> Vec<&Located<String>> {
        let mut files: Vec<&Located<String>> = Vec::new();
        files.extend(self.register.as_ref().map(|register| &register.file));
        files.extend(self.history.iter().chain(&self.decisions).chain(&self.votes).chain(&self.base_salary));
        for run in &self.runs {
            files.push(&run.rules);
            let own = run.evaluations.iter().map(|evaluation| &evaluation.file);
            files.extend(own.filter(|file| evaluations(file)));
        }
        let mut seen = std::collections::BTreeSet::new();
        files.retain(|file| seen.insert(file.value.as_str()));
        files
    }
}
