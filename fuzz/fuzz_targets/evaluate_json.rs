//! Any text as a request: an answer always comes back.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = thidua::evaluate_json(text);
});
