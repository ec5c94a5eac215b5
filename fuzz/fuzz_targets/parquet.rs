//! A Parquet file.
#![no_main]

// The reader of the format may panic, which is contained: only what gets out is a failure.
libfuzzer_sys::fuzz_target!(init: std::panic::set_hook(Box::new(|_| ())), |bytes: &[u8]| thidua_fuzz::parquet(bytes));
