//! Rule sets are read here and nowhere else: what reads so large a type is compiled once, and not again in every
//! crate that asks for it.

use thidua_core::{Diagnostic, RuleSet};

use crate::{Document, read_bytes};

/// Reads a rule set (đọc bộ tiêu chí), without asking whether it is sound: that is `thidua_check::check`.
///
/// # Errors
/// As for [`read_bytes`].
///
/// ```
/// let found = thidua_rulefile::read_rule_set("bo-tieu-chi.yaml", b"rule_sett: a\n").unwrap_err();
/// assert_eq!(found[0].code, "TD0120");
/// ```
pub fn read_rule_set(name: &str, bytes: &[u8]) -> Result<RuleSet, Vec<Diagnostic>> {
    read_bytes(name, bytes)
}

impl Document {
    /// Reads the tree as a rule set.
    ///
    /// # Errors
    /// Every mistake, at its place in the text.
    pub fn rule_set(&self) -> Result<RuleSet, Vec<Diagnostic>> {
        self.decode()
    }
}
