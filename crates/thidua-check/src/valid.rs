use std::ops::Deref;
use std::sync::Arc;

use thidua_core::plan::build;
use thidua_core::{Date, Diagnostic, Plan, RuleSet, has_errors};

/// A rule set that [`check`](crate::check) has found sound (bộ tiêu chí đã kiểm tra).
#[derive(Clone, Debug)]
pub struct Valid<T> {
    value: T,
    warnings: Vec<Diagnostic>,
}

impl<T> Valid<T> {
    pub(crate) fn new(value: T, warnings: Vec<Diagnostic>) -> Self {
        Self { value, warnings }
    }

    /// What a person should look at although nothing is refused.
    #[must_use]
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }
}

impl<T> Deref for Valid<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// Compiles a checked rule set for one day (lập kế hoạch tính): names resolved, dated values chosen.
///
/// # Errors
/// Every dated value that has no entry for the day.
pub fn compile(
    rules: &Valid<RuleSet>,
    file: impl Into<Arc<str>>,
    day: Date,
) -> Result<Plan, Vec<Diagnostic>> {
    let (plan, findings) = build(rules, file.into(), day);
    if has_errors(&findings) { Err(findings) } else { Ok(plan) }
}
