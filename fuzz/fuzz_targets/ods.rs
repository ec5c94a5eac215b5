//! The content of an OpenDocument workbook.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| thidua_fuzz::ods(bytes));
