use std::collections::BTreeMap;
use std::sync::Arc;

use crate::{Diagnostic, Place, Severity, has_errors, nearest, sort_diagnostics, text};

/// So many findings of one code are shown for one file; the others are counted.
pub const FINDINGS_SHOWN_MAX: usize = 100;

/// Findings under way (các phát hiện): past [`FINDINGS_SHOWN_MAX`] errors of one code in one file they are only counted,
/// so that a file that is wrong throughout costs neither memory nor time, and tells its number.
///
/// ```
/// use thidua_rules::{Diagnostic, Findings, Place, text};
/// let mut findings = Findings::default();
/// for row in 1..=1000 {
///     let message = text!("ô {row} không đọc được", "cell {row} cannot be read");
///     findings.push(Diagnostic::error("TD0411", Place::cell("phieu.csv", row, 1), message));
/// }
/// let told = findings.into_vec();
/// assert_eq!(told.len(), 101);
/// assert!(told[100].message.en.starts_with("900 more findings"));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Findings {
    told: Vec<Diagnostic>,
    errors: BTreeMap<(Arc<str>, &'static str), usize>,
}

impl Findings {
    /// Adds a finding, or counts it.
    pub fn push(&mut self, finding: Diagnostic) {
        if finding.severity == Severity::Error {
            let count = self.errors.entry((finding.place.file.clone(), finding.code)).or_default();
            *count += 1;
            if *count > FINDINGS_SHOWN_MAX {
                return;
            }
        }
        self.told.push(finding);
    }

    /// Adds several.
    pub fn extend(&mut self, findings: impl IntoIterator<Item = Diagnostic>) {
        findings.into_iter().for_each(|finding| self.push(finding));
    }

    /// The nearest name for a finding of this code (từ gần nhất), looked for only while findings of that code are still told.
    #[must_use]
    pub fn nearest<'a, I: IntoIterator<Item = &'a str>>(
        &self,
        code: &'static str,
        place: &Place,
        name: &str,
        known: impl FnOnce() -> I,
    ) -> Option<&'a str> {
        if self.tells(code, place) { nearest(name, known()) } else { None }
    }

    /// Whether one more finding of this code is told in this file, and not only counted: the nearest name of one that is
    /// counted helps nobody, and looking for it takes time for every one.
    #[must_use]
    pub fn tells(&self, code: &'static str, place: &Place) -> bool {
        self.errors.get(&(place.file.clone(), code)).copied().unwrap_or(0) < FINDINGS_SHOWN_MAX
    }

    /// Whether any of them refuses the input.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        has_errors(&self.told)
    }

    /// All that are told, and how many there are beside them.
    #[must_use]
    pub fn into_vec(self) -> Vec<Diagnostic> {
        let Self { mut told, errors } = self;
        for ((file, code), count) in errors {
            told.extend(more(&file, code, Severity::Error, count));
        }
        told
    }
}

/// Sorts findings, and keeps no more than [`FINDINGS_SHOWN_MAX`] of one code and severity in one file (giới hạn số phát
/// hiện); how many there are beside them is a finding itself.
#[must_use]
pub fn bounded(mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    sort_diagnostics(&mut findings);
    let mut counts: BTreeMap<(Arc<str>, &'static str, Severity), usize> = BTreeMap::new();
    findings.retain(|finding| {
        let key = (finding.place.file.clone(), finding.code, finding.severity);
        let count = counts.entry(key).or_default();
        *count += 1;
        *count <= FINDINGS_SHOWN_MAX || finding.code == MORE
    });
    for ((file, code, severity), count) in counts {
        findings.extend(more(&file, code, severity, count).filter(|_| code != MORE));
    }
    findings
}

const MORE: &str = "TD1009";

fn more(file: &Arc<str>, code: &str, severity: Severity, count: usize) -> Option<Diagnostic> {
    let more = count.checked_sub(FINDINGS_SHOWN_MAX).filter(|more| *more > 0)?;
    let message =
        text!("còn {more} phát hiện {code} nữa trong tệp này", "{more} more findings {code} in this file");
    let help = text!(
        "sửa những chỗ đã nêu; nếu cả tệp đều sai thì có lẽ đã chọn nhầm tệp",
        "mend those that are shown; a file that is wrong throughout may be the wrong file"
    );
    Some(Diagnostic {
        severity,
        ..Diagnostic::error("TD1009", Place::file(file.clone()), message).with_help(help)
    })
}
