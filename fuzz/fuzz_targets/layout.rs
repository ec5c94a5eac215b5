//! A file that `fmt` lays out.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| thidua_fuzz::layout(bytes));
