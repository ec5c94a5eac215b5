use std::sync::Arc;

use thidua_check::{Valid, check, compile};
use thidua_core::{Date, Diagnostic, Place, Plan, RuleSet, text};
use thidua_table::parse_date;

use crate::rejected::Rejected;

/// Reads and checks a rule set (đọc và kiểm tra bộ tiêu chí); `name` is what findings call it.
///
/// # Errors
/// All mistakes, each with its line.
pub fn read_rules(name: &str, text: &str) -> Result<Valid<RuleSet>, Rejected> {
    let rules = thidua_rulefile::read_rule_set(name, text.as_bytes())?;
    Ok(check(rules, name)?)
}

/// The plan of a checked rule set for a day (lập kế hoạch tính): keep it, it scores anybody.
///
/// # Errors
/// A day on which the rule set is not in force, and dated values without an entry for it.
pub fn plan(rules: &Valid<RuleSet>, day: Date) -> Result<Arc<Plan>, Rejected> {
    let name = rules.rule_set.value.as_str();
    if let Some(finding) = not_in_force(rules, day, Place::file(name)) {
        return Err(vec![finding].into());
    }
    Ok(Arc::new(compile(rules, name, day)?))
}

/// A day as programs write it, `2026-12-31`, or as people do, `31/12/2026` (ngày).
///
/// # Errors
/// What is no day.
pub fn day(words: &str) -> Result<Date, Rejected> {
    let place = || Place::file("(day)");
    let (year, month, day) =
        parse_date(words).map_err(|error| Rejected::from(vec![error.diagnostic(place(), words)]))?;
    Date::from_calendar(year, month.into(), day.into()).ok_or_else(|| {
        let message = text!("`{words}` không phải là một ngày", "`{words}` is not a date");
        let help = text!("viết như 2026-12-31", "write it as 2026-12-31");
        vec![Diagnostic::error("TD0410", place(), message).with_help(help)].into()
    })
}

/// What is said about a day on which a rule set does not hold.
pub(crate) fn not_in_force(rules: &RuleSet, day: Date, place: Place) -> Option<Diagnostic> {
    if rules.effective.dates().contains(day) {
        return None;
    }
    let (set, day) = (&rules.rule_set.value, day.to_vietnamese());
    let message = text!(
        "bộ tiêu chí `{set}` không có hiệu lực vào ngày {day}",
        "the rule set `{set}` is not in force on {day}"
    );
    let help = text!("dùng phiên bản bộ tiêu chí của ngày đó", "use the version of that day");
    Some(Diagnostic::error("TD0502", place, message).with_help(help))
}
