//! Laying out a file (`fmt`) changes no outcome, and a file that was laid out stays as it is.

use thidua::Files;

use crate::{Verdict, answer};

/// Asks the oracle of a text: what is laid out stays as it is.
///
/// # Errors
/// What laying out does a second time.
pub fn hold_text(name: &str, text: &str) -> Verdict {
    let Ok(once) = thidua_rulefile::format(name, text) else { return Ok(()) };
    let twice = thidua_rulefile::format(name, &once);
    let twice = twice.map_err(|found| format!("{name}: laid out, it cannot be read: {found:?}\n{once}"))?;
    if once == twice { Ok(()) } else { Err(format!("{name}: laid out again\n{twice}\nit was\n{once}")) }
}

/// Asks the oracle of a folder: all its YAML files are laid out at once.
///
/// # Errors
/// Where the answers part.
pub fn hold(files: &Files) -> Verdict {
    let mut laid_out = files.clone();
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".yaml")) {
        let Ok(text) = std::str::from_utf8(bytes) else { continue };
        hold_text(name, text)?;
        if let Ok(text) = thidua_rulefile::format(name, text) {
            laid_out.insert(name, text);
        }
    }
    let (before, after) = (answer(files), answer(&laid_out));
    // The digest of a rule file stands in the outcome: of what was laid out, it is another.
    let stripped = |mut answer: crate::Answer| {
        answer.results.retain(|name, _| name != "outcome.json");
        answer
    };
    let (before, after) = (stripped(before), stripped(after));
    if let Some(parts) = before.parts_from(&after) {
        return Err(format!("laid out: {parts}"));
    }
    if before.codes() == after.codes() { Ok(()) } else { Err(format!("laid out: found {}", after.shown())) }
}
