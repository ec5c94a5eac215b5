use thidua::has_errors;
use thidua_parquet::Limits;

/// A Parquet file, within limits that fit the memory of a run.
pub fn parquet(bytes: &[u8]) {
    let limits = Limits { cells: 1_000_000, unpacked: 64 << 20 };
    if let Err(found) = thidua_parquet::read("a.parquet", bytes.to_vec(), &limits) {
        assert!(has_errors(&found), "refused without an error: {found:?}");
    }
}
