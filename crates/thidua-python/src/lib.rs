//! The Python package of thidua (gói Python): the typed face, and the border in JSON with the same bytes as everywhere.
//!
//! What the macros of pyo3 write is unsafe code; what is written here has none. Python's lock is let go of while the engine works.

mod errors;
mod interrupt;
mod json;
mod number;
mod parts;
mod plan;
mod result;
mod run;
mod season;
mod sheet;
mod value;

use pyo3::prelude::*;

/// The native part; `thidua` in Python names what is to be used.
#[pymodule(gil_used = true)]
mod _thidua {
    #[pymodule_export]
    use crate::json::{JsonSeason, evaluate_bytes};
    #[pymodule_export]
    use crate::parts::{merge, recommend, score_part};
    #[pymodule_export]
    use crate::plan::{Plan, Rules, read_rules};
    #[pymodule_export]
    use crate::result::{AwardResult, EntrantResult};
    #[pymodule_export]
    use crate::run::Run;
    #[pymodule_export]
    use crate::season::{Change, Season};
    #[pymodule_export]
    use crate::sheet::Sheet;

    use pyo3::prelude::*;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
