//! A sheet of a workbook.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| thidua_fuzz::xlsx(bytes));
