//! The manifest of a folder.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| thidua_fuzz::in_place_of("thidua.yaml", bytes));
