//! Exact, explainable scoring, ranking and award recommendations for emulation movements (phong trào thi đua).
//!
//! The pipeline, in one breath: a [`RuleSet`] is [`check`]ed, [`compile`]d for a day into a [`Plan`];
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

#[doc(hidden)]
pub mod assessed;
mod awaited;
#[doc(hidden)]
pub mod award;
#[doc(hidden)]
pub mod calculus;
#[doc(hidden)]
pub mod cells;
mod checked;
mod claims;
#[doc(hidden)]
pub mod date;
#[doc(hidden)]
pub mod diagnostic;
#[doc(hidden)]
pub mod evaluation;
mod explain;
#[doc(hidden)]
pub mod expression;
#[doc(hidden)]
pub mod facts;
mod findings;
#[doc(hidden)]
pub mod grade;
mod level;
mod located;
#[doc(hidden)]
pub mod method;
mod number;
mod outcome;
#[doc(hidden)]
pub mod plan;
#[doc(hidden)]
pub mod rank;
#[doc(hidden)]
pub mod rules;
#[doc(hidden)]
pub mod score;
mod visible;

pub use assessed::is_assessed;
pub use award::{
    ApportionMethod, AwardStatus, Case, Check, Circumstances, Floors, QuotaPlaces, Recommendations, Status,
    Verdict, WaitsFor, award, line_options,
};
pub use cells::CellPlaces;
pub use claims::{Claim, claims};
pub use date::{Date, Dates};
pub use diagnostic::{
    Diagnostic, Language, Place, Severity, Span, Spot, Text, Witness, column_letters, has_errors, nearest,
    sort_diagnostics,
};
pub use evaluation::{
    Approval, AwardDecision, AwardOutcome, BaseSalary, CarriedSheets, Cell, CellState, ChosenFile, Decision,
    DecisionIndex, DecisionText, Decisions, Entrant, Evaluations, EvaluationsBuilder, GapReason, History,
    HistoryRecord, Origin, PartRow, PlacesDecision, Predecessor, PutError, SuppliedValue, TieOrder,
    TransferRules, Transferred, Vote, transfer,
};
pub use explain::{
    AwardLine, CellLine, CheckLine, DecidedLine, DocumentLine, Explainable, Explanation, Gap, GradeLine,
    RankLine, SheetLine, StagePoints, StepLine, explain, explain_row, gaps, requirement_checks, tie_steps,
};
pub use expression::{
    Comparator, Comparison, Condition, Elapsed, Field, Formula, Operator, Reduction, Subject, SyntaxError,
    Term,
};
pub use findings::{FINDINGS_SHOWN_MAX, Findings, bounded};
pub use grade::{Graded, Grades, OpenGrade, classify};
pub use level::Level;
pub use located::{Entries, Located};
pub use number::{Decimal, DecimalError, Exact, Number, Rounding, RoundingMode};
pub use outcome::{Outcome, conclude, evaluate};
pub use plan::{Held, Leaf, Misfit, NodeKind, Plan, PlanInput, PlanNode, Role};
pub use rank::{Ranked, Standings, rank};
pub use rules::{AwardKind, EntrantKind, RuleSet, SelectedBy, ValueKind};
pub use score::{
    CarriedPoints, NodeReading, NodeState, References, Scorecards, Shortfall, join, lay, node_readings,
    score, score_rows, shortfalls,
};

pub use visible::{is_hidden, is_visible, one_line, title, title_if_any, visible, visible_lines};

/// The parts of a rule set, for those who build or read one in code.
pub mod rule {
    pub use crate::method::*;
    pub use crate::rules::*;
}
