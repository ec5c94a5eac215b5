//! A file of fixture tests.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| thidua_fuzz::test_file(bytes));
