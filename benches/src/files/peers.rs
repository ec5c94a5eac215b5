//! The same work in polars (binary fractions) and DuckDB (whole numbers).

use std::ffi::OsStr;
use std::io::Result;
use std::path::{Path, PathBuf};

const SCRIPT: &str = "benches/peers/files.py";

pub(super) const ALL: [&str; 2] = ["polars", "duckdb"];

/// The Python that the sums of `sheet` use too.
pub(super) fn python_of_peers() -> Result<PathBuf> {
    crate::peers::python(crate::peers::ENVIRONMENT, &crate::peers::LIBRARIES)
}

/// How a peer is called.
pub(super) fn words<'a>(peer: &'a str, folder: &'a Path, out: &'a Path, kind: &'a str) -> [&'a OsStr; 5] {
    [SCRIPT.as_ref(), peer.as_ref(), folder.as_os_str(), out.as_os_str(), kind.as_ref()]
}
