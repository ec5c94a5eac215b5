//! Rules as they are written (bộ tiêu chí), and the steps that each is written down as: data only, nothing is computed here.
//!
//! A [`RuleSet`] is made of the [`rule`] types; its numbers are [`Number`]s, worked with as [`Exact`]; its conditions and formulas are trees
//! ([`Condition`], [`Formula`]); whatever is wrong with it is a [`Diagnostic`] at a [`Place`]. Each scoring method is one page that says
//! what authors write and which steps of a [`program`] it stands for. What the steps mean is for `thidua-core` to say.
//!
//! ```
//! use thidua_rules::{Condition, Decimal, Exact, Rounding, RoundingMode};
//! let score = Exact::ratio(7, 12) * Exact::from("7.5".parse::<Decimal>()?);
//! let two_places = Rounding { places: Some(2), to: None, mode: RoundingMode::HalfUp };
//! assert_eq!(two_places.apply(&score).to_string(), "4.38");
//! assert!(Condition::parse("điểm >= 90 và không kỷ_luật").is_ok());
//! # Ok::<(), thidua_rules::DecimalError>(())
//! ```

pub mod date;
pub mod diagnostic;
pub mod expression;
mod findings;
mod id;
mod level;
mod located;
pub mod method;
pub mod number;
pub mod program;
mod rules;
mod visible;

pub use date::{Date, Dates};
pub use diagnostic::{
    Diagnostic, Language, Place, Severity, Span, Spot, Text, Witness, column_letters, has_errors, nearest,
    one_of_many, sort_diagnostics,
};
pub use expression::{
    Comparator, Comparison, Condition, Elapsed, Field, Formula, Operator, Reduction, Subject, Submission,
    SyntaxError, Term,
};
pub use findings::{FINDINGS_SHOWN_MAX, Findings, bounded};
pub use id::{
    AwardId, CeilingId, EntrantId, GradeId, GradingId, InputId, KindId, NodeId, Num, RankingId, StageId,
    TiSlice, TiVec, WayId,
};
pub use level::Level;
pub use located::{Entries, Located};
pub use number::{Decimal, DecimalError, Exact, Figure, Number, Rounding, RoundingMode, ShortDecimal};
pub use rules::{ApportionMethod, AwardKind, EntrantKind, Floors, RuleSet, SelectedBy, ValueKind};
pub use visible::{is_hidden, is_visible, one_line, title, title_if_any, visible, visible_lines};

/// The parts of a rule set, for those who build or read one in code.
pub mod rule {
    pub use crate::method::written::*;
    pub use crate::rules::*;
}
