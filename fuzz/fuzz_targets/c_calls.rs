//! Calls on the C library in any order, right and wrong ones.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| thidua_fuzz::c_calls(bytes));
