//! Exact, explainable scoring, ranking and award recommendations for emulation movements (phong trào thi đua).

mod diagnostic;
mod number;

pub use diagnostic::{
    Diagnostic, Language, Place, Severity, Span, Spot, Text, column_letters, has_errors, nearest,
    sort_diagnostics,
};
pub use number::{Decimal, DecimalError, Exact, Rounding, RoundingMode};
