//! What can be said about rules without anybody's values (kiểm tra bộ tiêu chí), and the questions over them.
//!
//! [`check`] finds every mistake and judges what is sound in form and odd in meaning; only what it has found sound is
//! [`compile`]d. Beside it stand proofs of what can come out ([`attainable`]), the ways of a plan ([`branches`]), rule sets that
//! give the same results ([`same_results`]), the smallest changes that reach a goal, and a plan printed as formulas.
//! All of it reads the meaning that `thidua-core` gives to rules; no result needs any of it.

mod branch;
mod change;
mod check;
mod formula_text;
mod independent;
mod missing;
mod normal;
mod over_data;
mod valid;

pub use branch::{Branch, branches, taken};
pub use change::{Answer, Budget, CellChange, Fixed, Goal, Which, left_as_they_are, smallest_changes};
pub use check::{
    Attainable, Bounds, KindBounds, Lint, SheetBounds, WithoutBounds, attainable, check, days, lint, lints,
};
pub use formula_text::{
    FormulaCells, FormulaSheet, GroupFormula, LeafFormulas, PointsWords, StepFormula, detail_tables,
};
pub use independent::independent;
pub use missing::missing;
pub use normal::same_results;
pub use over_data::over_data;
pub use valid::{Valid, compile};
