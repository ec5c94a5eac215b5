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
//! let xa_b = run.evaluations.position("xa-b").ok_or("nobody is called so")?;
//! assert_eq!(run.outcome.scorecards.total(xa_b).map(|total| total.to_string()).as_deref(), Some("94.5"));
//! assert_eq!(run.outcome.standings.place(thidua::RankingId::FIRST, xa_b), Some(1), "a tie stays a tie");
//! # Ok::<(), String>(())
//! ```

mod cancel;
mod carry;
#[cfg(feature = "json")]
mod digest;
mod files;
mod intake;
#[cfg(feature = "json")]
mod json;
mod manifest;
mod outcome_file;
mod outcome_lines;
mod published;
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

pub use thidua_check::{
    Answer, Attainable, Bounds, Branch, Budget, CellChange, Fixed, FormulaCells, Goal, KindBounds, Lint,
    PointsWords, SheetBounds, Valid, Which, WithoutBounds, attainable, branches, check, compile, days,
    detail_tables, independent, left_as_they_are, lint, lints, missing, same_results, smallest_changes,
    taken,
};
pub use thidua_core::{
    Approval, AwardDecision, AwardLine, AwardOutcome, AwardStatus, BaseSalary, Calculation,
    CalculationOperand, CapDecision, CarriedPoints, CarriedSheets, Case, Cell, CellLine, CellPlaces,
    CellState, CellsOf, Check, CheckLine, ChosenFile, Circumstances, Claim, ConditionParts, DecidedLine,
    Decision, DecisionIndex, DecisionText, Decisions, DocumentLine, Entrant, Evaluations, EvaluationsBuilder,
    Explainable, Explanation, Gap, GapReason, GivenGrade, GradeDecision, GradeLine, Graded, Grades, Held,
    History, HistoryRecord, JudgedCondition, Leaf, Misfit, NodeKind, NodeReading, NodeState, OpenGrade,
    OperandUnit, Origin, Outcome, PartRow, PlacesDecision, Plan, PlanInput, PlanNode, PointsOf, Predecessor,
    PutError, QuotaPlaces, RankLine, Ranked, Recommendations, References, Role, Scorecards, SheetLine,
    Shortfall, StagePoints, Standings, Status, StepLine, Substr, SuppliedValue, TieOrder, TransferRules,
    Transferred, Verdict, Vote, WaitsFor, award, claims, classify, conclude, evaluate, explain, explain_row,
    gaps, join, lay, line_options, node_readings, rank, requirement_checks, score, score_rows, shortfalls,
    tie_steps, transfer,
};
pub use thidua_rules::{
    ApportionMethod, AwardId, AwardKind, CeilingId, Comparator, Comparison, Condition, Date, Dates, Decimal,
    DecimalError, Diagnostic, Elapsed, EntrantId, EntrantKind, Entries, Exact, FINDINGS_SHOWN_MAX, Field,
    Figure, Findings, Floors, Formula, GradeId, GradingId, InputId, KindId, Language, Level, Located, NodeId,
    Num, Number, Operator, Place, RankingId, Reduction, Rounding, RoundingMode, RuleSet, SelectedBy,
    Severity, ShortDecimal, Span, Spot, StageId, Subject, Submission, SyntaxError, Term, Text, TiSlice,
    TiVec, ValueKind, WayId, Witness, bounded, column_letters, has_errors, is_hidden, is_visible, nearest,
    one_line, one_of_many, rule, sort_diagnostics, text, title, title_if_any, visible, visible_lines,
};

pub use cancel::Cancel;
#[cfg(feature = "json")]
pub use digest::Digest;
pub use files::{Files, only_named};
pub use intake::{
    Collected, EntrantIntake, EntrantState, FileIntake, FileState, ReadAs, collect, collect_with_threads,
    default_day, is_work_list_file, propose_layout, register_of,
};
#[cfg(feature = "json")]
pub use json::{
    Answered, JsonSeason, evaluate_json, evaluate_request, evaluate_until, evaluate_with, refuse,
};
pub use manifest::{
    Carry, CarryValue, CarryVia, EachValue, EvaluationFile, ForEach, Manifest, OutcomeForm, Pages, Period,
    RegisterFile, RunPlan, TableFiles,
};
pub use published::{PublishedLayout, read_published};
pub use rejected::{Finding, Rejected};
pub use result::{AwardResult, EntrantResult};
#[cfg(feature = "json")]
pub use results::write_outcome;
pub use results::{ResultFile, ResultSink, page, results, summary, write_results, write_table};
pub use rules::{day, plan, read_rules};
#[cfg(feature = "json")]
pub use run::parts::{InputFile, MergedPart, PartFile, ScoredPart, merge, score_part};
pub use run::{
    Plans, Report, Run, run, run_manifest, run_simple, run_until, run_with_threads, simple_manifest,
};
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
#[doc = include_str!("../README.md")]
struct FirstPage;
