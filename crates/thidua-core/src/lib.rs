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

mod assessed;
mod awaited;
mod award;
mod branch;
mod calculus;
mod cells;
mod change;
mod check;
mod checked;
mod claims;
mod date;
mod diagnostic;
mod evaluation;
mod explain;
mod expression;
mod facts;
mod findings;
mod formula_text;
mod grade;
mod independent;
mod located;
mod method;
mod missing;
mod normal;
mod number;
mod outcome;
mod over_data;
mod plan;
mod rank;
mod rules;
mod score;
mod visible;

pub use assessed::is_assessed;
pub use award::{
    ApportionMethod, AwardStatus, Case, Check, Circumstances, Floors, QuotaPlaces, Recommendations, Status,
    Verdict, WaitsFor, award, line_options,
};
pub use branch::{Branch, branches, taken};
pub use calculus::formula_text::FormulaCells;
pub use cells::CellPlaces;
pub use change::{Answer, Budget, CellChange, Fixed, Goal, Which, left_as_they_are, smallest_changes};
pub use check::{
    Attainable, Bounds, KindBounds, Level, Lint, SheetBounds, WithoutBounds, attainable, check, days, lint,
    lints,
};
pub use claims::{Claim, claims};
pub use date::{Date, Dates};
pub use diagnostic::{
    Diagnostic, Language, Place, Severity, Span, Spot, Text, Witness, column_letters, has_errors, nearest,
    one_of_many, sort_diagnostics,
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
pub use formula_text::{FormulaSheet, GroupFormula, LeafFormulas, PointsWords, StepFormula, detail_tables};
pub use grade::{Graded, Grades, OpenGrade, classify};
pub use independent::independent;
pub use located::{Entries, Located};
pub use missing::missing;
pub use normal::same_results;
pub use number::{Decimal, DecimalError, Exact, Number, Rounding, RoundingMode};
pub use outcome::{Outcome, conclude, evaluate};
pub use over_data::over_data;
pub use plan::{Held, Leaf, Misfit, NodeKind, Plan, PlanInput, PlanNode, Role, Valid, compile};
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
