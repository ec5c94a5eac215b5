use std::error::Error;
use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;
use thidua_core::{Diagnostic, Language};

/// A finding, and whom and what it is about where that is known (lỗi hoặc lưu ý, của ai, ở số liệu nào).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Finding {
    /// Id of the entrant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entrant: Option<String>,
    /// Name of the input, or path of the criterion.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input: Option<String>,
    /// Code, place, what is wrong and how to mend it.
    #[serde(flatten)]
    pub diagnostic: Diagnostic,
}

impl Finding {
    /// A finding about one value of one entrant, in a box where it is an error on its way up.
    pub(crate) fn boxed(entrant: &str, input: &str, diagnostic: Diagnostic) -> Box<Self> {
        Box::new(Self::about(entrant, Some(input), diagnostic))
    }

    /// A finding about one value of one entrant.
    #[must_use]
    pub(crate) fn about(entrant: &str, input: Option<&str>, diagnostic: Diagnostic) -> Self {
        Self { entrant: Some(entrant.to_owned()), input: input.map(str::to_owned), diagnostic }
    }

    /// The finding in one language: where, whom it is about, what is wrong, and how to mend it.
    #[must_use]
    pub fn in_language(&self, language: Language) -> String {
        let diagnostic = &self.diagnostic;
        let about = [self.entrant.as_deref(), self.input.as_deref()];
        let place = diagnostic.place.to_string();
        let about: Vec<&str> = [place.as_str()]
            .into_iter()
            .chain(about.into_iter().flatten())
            .filter(|word| !word.is_empty())
            .collect();
        let message = diagnostic.message.in_language(language);
        let help = diagnostic.help.as_ref().map(|help| format!(" ({})", help.in_language(language)));
        format!("{} {}: {message}{}", diagnostic.code, about.join(" · "), help.unwrap_or_default())
    }
}

impl From<Diagnostic> for Finding {
    fn from(diagnostic: Diagnostic) -> Self {
        Self { entrant: None, input: None, diagnostic }
    }
}

impl fmt::Display for Finding {
    /// Vietnamese, and English on a line of its own.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (vi, en) = (self.in_language(Language::Vietnamese), self.in_language(Language::English));
        write!(formatter, "{vi}\n  {en}")
    }
}

/// Why something was refused (vì sao bị từ chối): every finding, each with its code; at least one is an error.
///
/// ```
/// let refused = thidua::read_rules("rules.yaml", "rule_set: a\nversion: 1\ntitle: A\ncriterion: []").err();
/// let refused: Box<dyn std::error::Error> = refused.ok_or("accepted")?.into();
/// assert!(refused.to_string().contains("rules.yaml"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    findings: Vec<Finding>,
}

impl Rejected {
    /// What was found, in the order of the input.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Whether one of the findings has this code.
    #[must_use]
    pub fn has(&self, code: &str) -> bool {
        self.findings.iter().any(|finding| finding.diagnostic.code == code)
    }

    /// What was found, one line each, in one language.
    #[must_use]
    pub fn in_language(&self, language: Language) -> String {
        let lines: Vec<String> = self.findings.iter().map(|finding| finding.in_language(language)).collect();
        lines.join("\n")
    }
}

impl From<Vec<Finding>> for Rejected {
    fn from(findings: Vec<Finding>) -> Self {
        Self { findings }
    }
}

impl From<Vec<Diagnostic>> for Rejected {
    fn from(findings: Vec<Diagnostic>) -> Self {
        Self { findings: findings.into_iter().map(Finding::from).collect() }
    }
}

impl From<Finding> for Rejected {
    fn from(finding: Finding) -> Self {
        Self { findings: vec![finding] }
    }
}

impl From<Box<Finding>> for Rejected {
    fn from(finding: Box<Finding>) -> Self {
        (*finding).into()
    }
}

impl fmt::Display for Rejected {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, finding) in self.findings.iter().enumerate() {
            if position > 0 {
                formatter.write_str("\n")?;
            }
            finding.fmt(formatter)?;
        }
        Ok(())
    }
}

impl Error for Rejected {}
