/// How large a file may be (giới hạn), so that no file can exhaust memory, stack or patience.
///
/// ```
/// use thidua_rulefile::Limits;
/// let limits = Limits { bytes: 256 * 1024 * 1024, nodes: 20_000_000, ..Limits::default() };
/// assert_eq!(limits.depth, 24);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Most bytes in a file; 16 MiB unless told otherwise.
    pub bytes: usize,
    /// Most lists and groups of keys inside one another; 24 unless told otherwise. Types that
    /// nest are read with the call stack: so deep a rule set needs less than 256 KiB of it, and a
    /// much larger number is not safe.
    pub depth: usize,
    /// Most keys and values together; 250,000 unless told otherwise.
    pub nodes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 16 * 1024 * 1024, depth: 24, nodes: 250_000 }
    }
}
