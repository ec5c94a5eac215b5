use std::collections::BTreeMap;
use std::sync::Arc;

use crate::{Diagnostic, Place, Severity, has_errors, nearest, sort_diagnostics, text};

/// So many findings of one code are shown for one file; the others are counted.
pub const FINDINGS_SHOWN_MAX: usize = 100;

/// Findings under way (các phát hiện): past [`FINDINGS_SHOWN_MAX`] of one code and weight in one file they are only counted,
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
    counts: BTreeMap<Kind, Count>,
}

/// File, code and weight.
type Kind = (Arc<str>, &'static str, Severity);

/// How many of a kind there are, and how many of them are kept for now.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    all: usize,
    kept: usize,
}

impl Findings {
    /// Adds a finding, or counts it.
    pub fn push(&mut self, finding: Diagnostic) {
        let kind = (finding.place.file.clone(), finding.code, finding.severity);
        let count = self.counts.entry(kind.clone()).or_default();
        count.all += 1;
        count.kept += 1;
        let full = count.kept >= 2 * FINDINGS_SHOWN_MAX;
        self.told.push(finding);
        if full {
            self.prune(&kind);
        }
    }

    /// Keeps the first of a kind, in the order of the file: whatever is pushed later, no other would be shown.
    fn prune(&mut self, kind: &Kind) {
        let is_of = |finding: &Diagnostic| {
            (&finding.place.file, finding.code, finding.severity) == (&kind.0, kind.1, kind.2)
        };
        let mut of: Vec<Diagnostic> = self.told.extract_if(.., |finding| is_of(finding)).collect();
        sort_diagnostics(&mut of);
        of.truncate(FINDINGS_SHOWN_MAX);
        if let Some(count) = self.counts.get_mut(kind) {
            count.kept = of.len();
        }
        self.told.append(&mut of);
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
        let kind = (place.file.clone(), code, Severity::Error);
        self.counts.get(&kind).is_none_or(|count| count.all < FINDINGS_SHOWN_MAX)
    }

    /// Whether any of them refuses the input.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        has_errors(&self.told)
    }

    /// All that are told, and how many there are beside them.
    #[must_use]
    pub fn into_vec(mut self) -> Vec<Diagnostic> {
        // Errors are told by whoever finds them; of the rest what was not cut is told whole, for `bounded` counts it together
        // with what else there is.
        let shown = |kind: &Kind, count: &Count| match kind.2 {
            Severity::Error => FINDINGS_SHOWN_MAX,
            _ => count.kept,
        };
        let cut: Vec<(Kind, usize)> = (self.counts.iter())
            .filter(|(kind, count)| count.all > shown(kind, count))
            .map(|(kind, count)| (kind.clone(), count.all))
            .collect();
        for (kind, all) in cut {
            self.prune(&kind);
            self.told.extend(more(&kind.0, kind.1, kind.2, all));
        }
        self.told
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warnings_under_way_are_bounded_like_those_that_were_kept() {
        // In an order that is not that of the file.
        let all: Vec<Diagnostic> = (0..1000_u32)
            .map(|at| {
                Diagnostic::warning("TD0450", Place::cell("a.csv", at * 377 % 1000 + 1, 1), text!("a", "a"))
            })
            .collect();
        let mut findings = Findings::default();
        findings.extend(all.clone());
        assert_eq!(findings.told.len() / FINDINGS_SHOWN_MAX, 1, "no more than twice as many are kept");
        let sorted = |mut all: Vec<Diagnostic>| {
            sort_diagnostics(&mut all);
            all
        };
        assert_eq!(sorted(bounded(findings.into_vec())), sorted(bounded(all.clone())));
        let mut few = Findings::default();
        few.extend(all.iter().take(150).cloned());
        assert_eq!(few.into_vec(), all[..150], "what is not cut stays as it came");
    }

    #[test]
    fn of_too_many_errors_the_first_of_the_file_are_told() {
        for count in [102_u32, 150, 1000] {
            let mut findings = Findings::default();
            findings.extend((0..count).map(|at| {
                let place = Place::cell("a.csv", at * 377 % count + 1, 1);
                Diagnostic::error("TD0411", place, text!("a", "a"))
            }));
            let mut told = findings.into_vec();
            let more = told.pop().map(|more| more.message.en);
            assert_eq!(more, Some(format!("{} more findings TD0411 in this file", count - 100)));
            sort_diagnostics(&mut told);
            let first: Vec<Place> = (1..=100).map(|row| Place::cell("a.csv", row, 1)).collect();
            assert_eq!(told.into_iter().map(|finding| finding.place).collect::<Vec<_>>(), first);
        }
    }
}
