use std::fmt::Write;

use thidua::Language;
use thidua_workshop::{CaseResult, TestedRules};

/// The results of one rule set for a person: failures in full, then the count.
pub(super) fn results(language: Language, report: &TestedRules, results: &[CaseResult]) -> String {
    let vietnamese = language == Language::Vietnamese;
    let mut text = String::new();
    for result in results.iter().filter(|result| !result.passed()) {
        failure(&mut text, language, result);
    }
    let (passed, failed, pending) = (report.passed, report.failed, report.pending);
    let mark = if failed > 0 { "✗" } else { "✓" };
    let waiting = match (pending, vietnamese) {
        (0, _) => String::new(),
        (_, true) => format!(", {pending} chờ xác nhận"),
        (_, false) => format!(", {pending} pending"),
    };
    let _ = if vietnamese {
        writeln!(text, "{mark} {}: {passed} đạt, {failed} không đạt{waiting}", report.rules)
    } else {
        writeln!(text, "{mark} {}: {passed} passed, {failed} failed{waiting}", report.rules)
    };
    text
}

fn failure(text: &mut String, language: Language, result: &CaseResult) {
    let vietnamese = language == Language::Vietnamese;
    let mark = if result.pending { "?" } else { "✗" };
    let basis = result.basis.as_ref().map(|basis| format!(" ({basis})")).unwrap_or_default();
    let _ = writeln!(text, "{mark} {}{basis}\n    {}", result.name, result.place);
    let Some((first, rest)) = result.mismatches.split_first() else { return };
    let who = |entrant: &Option<String>| entrant.as_ref().map(|id| format!("{id}, ")).unwrap_or_default();
    let what = first.what.in_language(language);
    let (expected, got) = (&first.expected, &first.got);
    let entrant = who(&first.entrant);
    let _ = if vietnamese {
        writeln!(text, "    {entrant}{what}: phải là {expected}, tính ra {got}")
    } else {
        writeln!(text, "    {entrant}{what}: expected {expected}, got {got}")
    };
    if let Some(step) = &first.step {
        let _ = writeln!(text, "      {}", step.in_language(language));
    }
    if !rest.is_empty() {
        let others: Vec<String> = rest
            .iter()
            .map(|other| {
                let what = other.what.in_language(language);
                format!("{}{what} {} → {}", who(&other.entrant), other.expected, other.got)
            })
            .collect();
        let intro = if vietnamese { "kéo theo" } else { "and then" };
        let _ = writeln!(text, "      {intro}: {}", others.join("; "));
    }
    text.push('\n');
}
