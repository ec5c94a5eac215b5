//! Exact, explainable scoring and award recommendations for emulation movements (phong trào thi đua).
//!
//! A folder with a manifest goes in, outcomes come out; nothing here touches a file system, a clock or a float.
//!
//! ```
//! let rules = "
//! rule_set: vi-du
//! version: 1
//! title: Ví dụ
//! criteria: [ { code: I, title: Cải cách hành chính, points_max: 60 }, { code: II, title: Đối thoại, points_max: 40 } ]
//! rankings: [ { id: chung, scope: all } ]
//! ";
//! let points = "entrant,I,II\nxa-a,55.5,39\nxa-b,60,\"34,5\"\n";
//! let files = thidua::Files::from([("rules.yaml", rules), ("points.csv", points)]);
//! let report = thidua::run_simple(&files, "rules.yaml", "points.csv").map_err(|findings| format!("{findings:?}"))?;
//! let run = &report.runs[0];
//! assert_eq!(run.outcome.scorecards.total(0).map(|total| total.to_string()).as_deref(), Some("94.5"));
//! assert_eq!(run.outcome.standings.place(0, 1), Some(1), "a tie stays a tie");
//! # Ok::<(), String>(())
//! ```

mod carry;
#[cfg(feature = "json")]
mod digest;
mod files;
mod intake;
#[cfg(feature = "json")]
mod json;
mod manifest;
mod outcome_file;
mod published;
mod quoted;
mod rejected;
mod result;
mod results;
mod rules;
mod run;
mod schema;
mod season;
mod sheet;
mod since;
mod skeleton;
mod spread;
mod value;

pub use thidua_core::{
    Answer, ApportionMethod, Approval, Attainable, AwardDecision, AwardKind, AwardLine, AwardOutcome,
    AwardStatus, BaseSalary, Bounds, Branch, Budget, CarriedPoints, CarriedSheets, Case, Cell, CellChange,
    CellLine, CellPlaces, CellState, Check, CheckLine, ChosenFile, Circumstances, Claim, Comparator,
    Comparison, Condition, Date, Dates, DecidedLine, Decimal, DecimalError, Decision, DecisionIndex,
    DecisionText, Decisions, Diagnostic, DocumentLine, Elapsed, Entrant, EntrantKind, Entries, Evaluations,
    EvaluationsBuilder, Exact, Explainable, Explanation, FINDINGS_SHOWN_MAX, Field, Findings, Fixed, Floors,
    Formula, FormulaCells, Gap, GapReason, Goal, GradeLine, Graded, Grades, Held, History, HistoryRecord,
    KindBounds, Language, Leaf, Level, Lint, Located, Misfit, NodeKind, NodeReading, NodeState, Number,
    OpenGrade, Operator, Origin, Outcome, PartRow, Place, PlacesDecision, Plan, PlanInput, PlanNode,
    PointsWords, Predecessor, PutError, QuotaPlaces, RankLine, Ranked, Recommendations, Reduction,
    References, Role, Rounding, RoundingMode, RuleSet, Scorecards, SelectedBy, Severity, SheetBounds,
    SheetLine, Shortfall, Span, Spot, StagePoints, Standings, Status, StepLine, Subject, SuppliedValue,
    SyntaxError, Term, Text, TieOrder, TransferRules, Transferred, Valid, ValueKind, Verdict, Vote, WaitsFor,
    Which, WithoutBounds, Witness, attainable, award, bounded, branches, check, claims, classify,
    column_letters, compile, conclude, days, detail_tables, evaluate, explain, explain_row, gaps, has_errors,
    independent, is_hidden, is_visible, join, lay, left_as_they_are, line_options, lint, lints, missing,
    nearest, node_readings, one_line, one_of_many, rank, requirement_checks, rule, same_results, score,
    score_rows, shortfalls, smallest_changes, sort_diagnostics, taken, text, tie_steps, title, title_if_any,
    transfer, visible, visible_lines,
};

pub use files::Files;
pub use intake::{
    Collected, EntrantIntake, EntrantState, FileIntake, FileState, ReadAs, collect, default_day,
    is_work_list_file, propose_layout, register_of,
};
#[cfg(feature = "json")]
pub use json::{Answered, JsonSeason, evaluate_json, evaluate_request, evaluate_with, refuse};
pub use manifest::{
    Carry, CarryValue, CarryVia, EachValue, EvaluationFile, ForEach, Manifest, Period, RegisterFile, RunPlan,
};
pub use published::{PublishedLayout, read_published};
pub use rejected::{Finding, Rejected};
pub use result::{AwardResult, EntrantResult};
pub use results::{ResultFile, ResultSink, page, results, summary, write_results};
pub use rules::{day, plan, read_rules};
#[cfg(feature = "json")]
pub use run::parts::{InputFile, MergedPart, PartFile, ScoredPart, merge, score_part};
pub use run::{Plans, Report, Run, run, run_manifest, run_simple, run_with_threads, simple_manifest};
pub use schema::{SCHEMAS, authored_schema, hover_faults, schema};
pub use season::{Change, Season};
pub use sheet::{EntrantText, Evaluated, Sheet};
pub use since::EarlierOutcome;
pub use skeleton::{Skeleton, skeleton};
pub use thidua_report::{MovementResults, RunResults, Table, status_words};
pub use thidua_table::Register;
pub use value::{Unfit, Value};

/// The examples of the first page, run as tests.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct FirstPage;
