//! A number that is printed reads back as itself, and a rule that is printed as the same rule.

use serde::de::DeserializeOwned;
use thidua::{Condition, Decimal, Exact, Formula, Language, RuleSet};
use thidua_table::{NumberStyle, parse_number};

use crate::Verdict;

/// So many decimals are shown where no rule rounds; what has more is rounded, and is told exactly elsewhere.
const SHOWN_PLACES: usize = 4;

/// Asks the oracle of a number: in every way in which it is printed.
///
/// # Errors
/// How it was printed, and as what it was read.
pub fn hold_number(number: &Exact) -> Verdict {
    let text = number.to_string();
    match text.parse::<Exact>() {
        Ok(read) if read == *number => {}
        read => return Err(format!("`{text}` reads as {read:?}")),
    }
    let Some(decimal) = number.to_decimal() else { return Ok(()) };
    let printed = decimal.to_string();
    if printed.parse::<Decimal>().ok() != Some(decimal) || Exact::from(decimal) != *number {
        return Err(format!("the decimal `{printed}` of `{text}` reads as {:?}", printed.parse::<Decimal>()));
    }
    let places = printed.split_once('.').map_or(0, |(_, after)| after.len());
    if places > SHOWN_PLACES {
        return Ok(());
    }
    let (vi, en) = (Language::Vietnamese, Language::English);
    for (text, style) in [
        (thidua_report::shown(number, None, vi), NumberStyle::DecimalComma),
        (thidua_report::shown(number, None, en), NumberStyle::DecimalPoint),
        (thidua_report::grouped(number, vi), NumberStyle::DecimalComma),
        (thidua_report::grouped(number, en), NumberStyle::DecimalPoint),
    ] {
        match parse_number(&text, style) {
            Ok(read) if Exact::from(read.value()) == *number => {}
            read => return Err(format!("`{text}` ({style:?}, of `{printed}`) reads as {read:?}")),
        }
        // Who is careful may refuse, and never reads another number.
        match parse_number(&text, NumberStyle::Careful) {
            Ok(read) if Exact::from(read.value()) != *number => {
                return Err(format!("`{text}` (of `{printed}`) reads as {read:?} without a word"));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Asks the oracle of a condition as it is written.
///
/// # Errors
/// How it was printed, and as what it was read.
///
/// # Panics
/// When it cannot be printed.
pub fn hold_condition(written: &str) -> Verdict {
    let Ok(condition) = parse::<Condition>(written) else { return Ok(()) };
    let printed = serde_json::to_value(&condition).unwrap();
    match serde_json::from_value::<Condition>(printed.clone()) {
        Ok(read) if read == condition && read.to_string() == condition.to_string() => Ok(()),
        read => {
            Err(format!("`{written}` is printed `{printed}`, which reads as {read:?} against {condition:?}"))
        }
    }
}

/// Asks the oracle of a formula as it is written.
///
/// # Errors
/// How it was printed, and as what it was read.
///
/// # Panics
/// When it cannot be printed.
pub fn hold_formula(written: &str) -> Verdict {
    let Ok(formula) = parse::<Formula>(written) else { return Ok(()) };
    let printed = serde_json::to_value(&formula).unwrap();
    match serde_json::from_value::<Formula>(printed.clone()) {
        Ok(read) if read == formula && read.term.value == formula.term.value => Ok(()),
        read => {
            Err(format!("`{written}` is printed `{printed}`, which reads as {read:?} against {formula:?}"))
        }
    }
}

/// Asks the oracle of a rule file: printed as JSON, it is the same rule set.
///
/// # Errors
/// Where the rule sets part.
///
/// # Panics
/// When a rule set cannot be printed.
pub fn hold_rules(name: &str, bytes: &[u8]) -> Verdict {
    let Ok(rules) = thidua_rulefile::read_rule_set(name, bytes) else { return Ok(()) };
    let printed = serde_json::to_string(&rules).unwrap();
    let read: RuleSet = thidua_rulefile::read_rule_set(name, printed.as_bytes())
        .map_err(|found| format!("{name}: printed, it cannot be read: {found:?}\n{printed}"))?;
    let again = serde_json::to_string(&read).unwrap();
    if printed == again { Ok(()) } else { Err(format!("{name}: printed\n{printed}\nand read\n{again}")) }
}

fn parse<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_value(serde_json::Value::from(text)).map_err(|error| error.to_string())
}
