//! What a run of fixture tests found, for programs: JSON, and JUnit for build servers.

mod json;
mod junit;

pub use json::{TestedCase, TestedRules};
pub use junit::junit;
