//! A request through the C border.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| thidua_fuzz::c_border(bytes));
