//! Any bytes as a rule file: read, checked and, when sound, compiled for one day.
#![no_main]

use libfuzzer_sys::fuzz_target;
use thidua_core::{Date, RuleSet};

fuzz_target!(|bytes: &[u8]| {
    let Ok(rules) = thidua_rulefile::read_bytes::<RuleSet>("rules.yaml", bytes) else { return };
    let Ok(rules) = thidua_core::check(rules, "rules.yaml") else { return };
    if let Some(day) = Date::from_calendar(2014, 12, 31) {
        let _ = thidua_core::compile(&rules, "rules.yaml", day);
    }
});
