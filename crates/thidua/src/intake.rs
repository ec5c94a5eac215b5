//! What comes in from offices (thu nhận): the register, forms that were sent out and come back.

mod chosen;
mod collect;
mod duplicates;
mod form;
mod map;
mod recomputed;
mod rows;
mod sender;
mod sent;

use thidua_core::{Date, Diagnostic, RuleSet};
use thidua_table::{Frame, Register, RegisterLayout, read_register, register_words};

use crate::run::tables;

pub(crate) use chosen::{chosen_for, is_file};
pub use collect::{Collected, FileIntake, FileState, ReadAs, collect, collect_with_threads};
pub(crate) use duplicates::decided as chosen_by_decision;
pub(crate) use form::form_tables;
pub use map::propose_layout;
pub use sent::{EntrantIntake, EntrantState};

/// The day whose rules a form shows when nobody names one (ngày mặc định): the last on which they hold.
///
/// ```
/// let rules = thidua::read_rules("a.yaml", "rule_set: a\nversion: 1\ntitle: A\neffective: { until: 2026-06-30 }\n\
///     criteria: [ { code: I, title: Một, points_max: 9 } ]\n").map_err(|rejected| rejected.to_string())?;
/// assert_eq!(thidua::default_day(&rules).map(|day| day.to_string()).as_deref(), Some("2026-06-30"));
/// # Ok::<(), String>(())
/// ```
#[must_use]
pub fn default_day(rules: &RuleSet) -> Option<Date> {
    crate::run::last_day(rules)
}

/// Whether a file is a work list, which holds decisions and no evaluations (danh sách việc cần quyết định).
#[must_use]
pub fn is_work_list_file(name: &str, bytes: &[u8]) -> bool {
    tables::is_table(name, bytes)
        && tables::sheets(name, bytes).is_ok_and(|(sheets, _)| sheets.iter().any(thidua_table::is_work_list))
}

/// Reads a register from the bytes of a file (đọc danh sách đơn vị), with its usual columns.
///
/// # Errors
/// Everything that is wrong with the file or the table in it.
pub fn register_of(name: &str, bytes: &[u8]) -> Result<(Register, Vec<Diagnostic>), Vec<Diagnostic>> {
    let (sheets, mut notes) = tables::sheets(name, bytes)?;
    let layout = RegisterLayout::default();
    let found = tables::find(name, &sheets, &register_words(&layout), &Frame::default())?;
    notes.extend(found.findings);
    let (register, warnings) = read_register(&found.table, &layout)?;
    notes.extend(warnings);
    Ok((register, notes))
}
