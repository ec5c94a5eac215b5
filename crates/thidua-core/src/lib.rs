//! Exact, explainable scoring, ranking and award recommendations for emulation movements (phong trào thi đua).
//!
//! The pipeline, in one breath: a [`RuleSet`] is checked and compiled for a day into a [`Plan`] (`thidua-check` sees to that);
//! entrants and cells become [`Evaluations`] through an [`EvaluationsBuilder`]; then [`score`], [`classify`],
//! [`rank`] and [`award`] — or [`evaluate`] for all four — and [`explain`] for anyone who asks.
//! Each step is a free function: inputs by reference, one new value out. Nothing here reads a file, a clock or a float.
//!
//! ```
//! use thidua_core::{Condition, Decimal, Exact, Rounding, RoundingMode};
//! let score = Exact::ratio(7, 12) * Exact::from("7.5".parse::<Decimal>()?);
//! let two_places = Rounding { places: Some(2), to: None, mode: RoundingMode::HalfUp };
//! assert_eq!(two_places.apply(&score).to_string(), "4.38");
//! assert!(Condition::parse("điểm >= 90 và không kỷ_luật").is_ok());
//! # Ok::<(), thidua_core::DecimalError>(())
//! ```
//!
//! Readers of YAML, CSV and JSON, and the order of runs in a folder, live in the crates around this one;
//! `thidua` brings them together.

mod assessed;
mod awaited;
mod award;
pub mod calculus;
mod cells;
mod checked;
mod claims;
mod evaluation;
mod explain;
pub mod facts;
mod grade;
mod outcome;
pub mod plan;
mod rank;
mod score;

pub use arcstr::Substr;
pub use assessed::is_assessed;
pub use award::{
    AwardStatus, Case, Check, Circumstances, QuotaPlaces, Recommendations, Status, Verdict, WaitsFor, award,
    checks, line_options, may_be_met,
};
pub use cells::CellPlaces;
pub use claims::{Claim, claims};
pub use evaluation::{
    Approval, AwardDecision, AwardOutcome, BaseSalary, CapDecision, CarriedSheets, Cell, CellState, CellsOf,
    ChosenFile, Decision, DecisionIndex, DecisionText, Decisions, Entrant, Evaluations, EvaluationsBuilder,
    GapReason, GradeDecision, History, HistoryRecord, Origin, PartRow, PlacesDecision, Predecessor, PutError,
    SuppliedValue, TieOrder, TransferRules, Transferred, Vote, transfer,
};
pub use explain::{
    AwardLine, Calculation, CalculationOperand, CellLine, CheckLine, ConditionParts, DecidedLine,
    DocumentLine, Explainable, Explanation, Gap, GradeLine, JudgedCondition, Likeness, OperandUnit, RankLine,
    SheetLine, StagePoints, StepLine, explain, explain_result, explain_row, gaps, open_checks,
    requirement_checks, tie_steps,
};
pub use grade::{Fall, GivenGrade, Graded, Grades, OpenGrade, cap_refused, classify, fall};
pub use outcome::{Outcome, conclude, evaluate};
pub use plan::{Held, Leaf, Misfit, NodeKind, Plan, PlanInput, PlanNode, Role};
pub use rank::{BestFirst, Ranked, Standings, best_first, rank};
pub use score::{
    Absent, CarriedPoints, NodeReading, NodeState, Peers, PointsOf, Reading, References, Scorecards,
    Shortfall, Sorted, join, lay, node_readings, read_leaf, score, score_rows, shortfalls,
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
