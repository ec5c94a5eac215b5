//! The rule file of a folder, its tables bound to it.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| thidua_fuzz::in_place_of("rules.yaml", bytes));
