use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Severity;

/// How much a finding of a lint weighs (mức độ): refused, warned, noted, or left unsaid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// The rule set is refused.
    Deny,
    /// A person must look.
    Warn,
    /// Worth knowing.
    Note,
    /// Nothing is said.
    Allow,
}

impl Level {
    /// The weight of a finding at this level; `None` when nothing is said.
    #[must_use]
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Deny => Some(Severity::Error),
            Self::Warn => Some(Severity::Warning),
            Self::Note => Some(Severity::Note),
            Self::Allow => None,
        }
    }
}
