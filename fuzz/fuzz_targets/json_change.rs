//! A change of a season in JSON.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| thidua_fuzz::json_change(bytes));
