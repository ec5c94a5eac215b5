use std::collections::BTreeMap;
use std::fmt::Write as _;

use thidua::{Diagnostic, Files, Language, Report, has_errors, results, run, run_simple};

/// All that comes of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The files of the results folder; none when the folder is refused.
    pub results: BTreeMap<String, Vec<u8>>,
    /// What was found: code and words, without the place, and how often.
    pub findings: BTreeMap<(&'static str, String), usize>,
    /// Whether the folder is refused.
    pub refused: bool,
}

/// Works through a folder as the command line does: with its manifest, or with `rules.yaml` and `points.csv` alone.
///
/// # Errors
/// The findings for which the folder is refused.
pub fn report(files: &Files) -> Result<Report, Vec<Diagnostic>> {
    if files.get("thidua.yaml").is_some() {
        run(files, "thidua.yaml")
    } else {
        run_simple(files, "rules.yaml", "points.csv")
    }
}

/// All that comes of a folder, in Vietnamese.
#[must_use]
pub fn answer(files: &Files) -> Answer {
    Answer::of(report(files))
}

impl Answer {
    /// The answer of a report or of a refusal.
    #[must_use]
    pub fn of(report: Result<Report, Vec<Diagnostic>>) -> Self {
        let (files, found) = match report {
            Ok(report) => (results(&report, Language::Vietnamese), report.warnings),
            Err(found) => {
                assert!(has_errors(&found), "refused without an error: {found:?}");
                (Vec::new(), found)
            }
        };
        let mut findings = BTreeMap::new();
        for finding in &found {
            *findings.entry((finding.code, finding.message.vi.clone())).or_insert(0) += 1;
        }
        let results: BTreeMap<String, Vec<u8>> =
            files.into_iter().map(|file| (file.name, file.bytes)).collect();
        Self { refused: results.is_empty(), results, findings }
    }

    /// Where two results part, in words; `None` when they are the same bytes.
    #[must_use]
    pub fn parts_from(&self, other: &Self) -> Option<String> {
        if self.refused != other.refused {
            return Some(format!("one is refused: {}", if self.refused { self } else { other }.shown()));
        }
        let names = self.results.keys().chain(other.results.keys());
        let name = names.into_iter().find(|name| self.results.get(*name) != other.results.get(*name))?;
        let text = |answer: &Self| {
            answer
                .results
                .get(name)
                .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
                .unwrap_or_default()
        };
        let (one, two) = (text(self), text(other));
        let line = one.lines().zip(two.lines()).find(|(one, two)| one != two);
        Some(match line {
            Some((one, two)) => {
                let start = one.chars().zip(two.chars()).take_while(|(one, two)| one == two).count();
                let part =
                    |text: &str| text.chars().skip(start.saturating_sub(40)).take(160).collect::<String>();
                format!("{name}: `{}` against `{}`", part(one), part(two))
            }
            None => format!("{name}: {} lines against {}", one.lines().count(), two.lines().count()),
        })
    }

    /// Whether something is told that the other does not tell.
    #[must_use]
    pub fn tells_more_than(&self, other: &Self) -> bool {
        self.findings.iter().any(|(finding, count)| other.findings.get(finding).is_none_or(|was| was < count))
    }

    /// The findings, for a message.
    #[must_use]
    pub fn shown(&self) -> String {
        self.findings.keys().take(8).fold(String::new(), |mut all, (code, words)| {
            write!(all, "\n    {code} {words}").unwrap();
            all
        })
    }

    /// How often each code was found.
    #[must_use]
    pub fn codes(&self) -> BTreeMap<&'static str, usize> {
        let mut codes = BTreeMap::new();
        for ((code, _), count) in &self.findings {
            *codes.entry(*code).or_insert(0) += count;
        }
        codes
    }
}
