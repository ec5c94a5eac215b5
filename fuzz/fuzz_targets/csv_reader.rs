//! Any bytes as a CSV file.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = thidua_csv::read("points.csv", bytes);
});
