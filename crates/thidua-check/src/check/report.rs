use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use thidua_core::{Date, Diagnostic, Place, Severity, Span, Text, Witness, text};

use super::lint::{Lint, lint};

/// Findings under way.
pub(crate) struct Report {
    file: Arc<str>,
    found: Vec<Found>,
}

/// A finding and what it speaks of, so that `checks` can set its level there.
#[derive(Clone)]
pub(super) struct Found {
    pub(super) diagnostic: Diagnostic,
    /// The path of the criterion or the id of the grading, grade, ranking, award, input.
    pub(super) at: String,
}

/// What a lint found.
pub(crate) struct Finding<'a> {
    /// Where it is written.
    pub(crate) span: Span,
    /// The path of the criterion or the id of what it speaks of.
    pub(crate) at: &'a str,
    /// What is wrong.
    pub(crate) message: Text,
    /// What to do about it.
    pub(crate) help: Text,
    /// What shows it.
    pub(crate) witness: Option<Witness>,
}

impl Report {
    pub(super) fn new(file: Arc<str>) -> Self {
        Self { file, found: Vec::new() }
    }

    /// A finding of a lint, at its usual level until `checks` has its say.
    pub(crate) fn find(&mut self, lint: &Lint, finding: Finding<'_>) {
        let place = Place::text(self.file.clone(), finding.span);
        let diagnostic = Diagnostic {
            severity: lint.level.severity().unwrap_or(Severity::Note),
            witness: finding.witness,
            ..Diagnostic::error(lint.code, place, finding.message).with_help(finding.help)
        };
        self.found.push(Found { diagnostic, at: finding.at.to_owned() });
    }

    /// A structural mistake.
    pub(super) fn error(&mut self, code: &'static str, span: Span, message: Text, help: Text) {
        let place = Place::text(self.file.clone(), span);
        self.extend([Diagnostic::error(code, place, message).with_help(help)]);
    }

    /// Mistakes that others found.
    pub(super) fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        let found = diagnostics.into_iter().map(|diagnostic| Found { diagnostic, at: String::new() });
        self.found.extend(found);
    }

    /// What was found on each day: what holds on all of them once, the rest with its day.
    pub(super) fn merge(&mut self, days: Vec<(Date, Self)>) {
        let key = |found: &Found| {
            let Diagnostic { code, place, message, .. } = &found.diagnostic;
            (*code, place.clone(), message.vi.clone(), message.en.clone())
        };
        // On how many days each is told.
        let mut told: BTreeMap<_, usize> = BTreeMap::new();
        for (_, report) in &days {
            for once in report.found.iter().map(key).collect::<BTreeSet<_>>() {
                *told.entry(once).or_default() += 1;
            }
        }
        let mut seen = BTreeSet::new();
        let mut merged: Vec<Found> = Vec::new();
        for (day, report) in &days {
            for found in &report.found {
                let mut found = found.clone();
                let key = key(&found);
                if told.get(&key) != Some(&days.len()) {
                    let day = day.to_vietnamese();
                    found.diagnostic.message =
                        found.diagnostic.message.and_then(&text!(" (ngày {day})", " (on {day})"));
                } else if !seen.insert(key) {
                    continue;
                }
                merged.push(found);
            }
        }
        self.found.extend(merged);
    }

    /// Whether no mistake has been found that leaves the rules without a meaning.
    pub(super) fn is_sound(&self) -> bool {
        !self.found.iter().any(|found| {
            let fixed = lint(found.diagnostic.code).is_none_or(|lint| lint.fixed);
            fixed && found.diagnostic.severity == Severity::Error
        })
    }

    pub(super) fn file(&self) -> &Arc<str> {
        &self.file
    }

    pub(super) fn into_found(self) -> Vec<Found> {
        self.found
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.found.len()
    }
}
