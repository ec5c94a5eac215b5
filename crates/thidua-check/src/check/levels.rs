use thidua_core::{Diagnostic, Level, Located, Place, nearest, text};
use thidua_rules::rule::CheckLevel;

use super::lint::{Lint, lint, lints};
use super::report::{Found, Report};

/// Entries of `checks` that name nothing, lower what cannot be lowered, or allow without a reason.
pub(super) fn check(entries: &[Located<CheckLevel>], report: &mut Report) {
    for entry in entries {
        let name = &entry.lint;
        let Some(lint) = lint(name) else {
            let known = lints().iter().flat_map(|lint| [lint.name, lint.code]);
            let help = match nearest(name, known) {
                Some(near) => text!("có phải `{near}` không?", "did you mean `{near}`?"),
                None => text!("xem `thidua check --list`", "see `thidua check --list`"),
            };
            report.error(
                "TD0252",
                name.span,
                text!("không có phép kiểm tra nào tên `{}`", "there is no lint called `{}`", name.value),
                help,
            );
            continue;
        };
        if lint.fixed && entry.level > lint.level {
            report.error(
                "TD0253",
                name.span,
                text!(
                    "không thể hạ mức `{}`: thiếu nó bộ tiêu chí không còn nghĩa xác định",
                    "`{}` cannot be lowered: without it the rules have no definite meaning",
                    lint.name
                ),
                text!("bỏ mục này và sửa chính lỗi đó", "drop the entry and mend the mistake itself"),
            );
        }
        let reason = entry.reason.as_deref().unwrap_or_default();
        if entry.level == Level::Allow && reason.trim().is_empty() {
            report.error(
                "TD0254",
                name.span,
                text!("cho qua `{}` mà không nêu lý do", "`{}` is allowed without a reason", lint.name),
                text!(
                    "thêm `reason: \"…\"`, chẳng hạn văn bản quy định như vậy",
                    "add `reason: \"…\"`, for example that the decision says so"
                ),
            );
        }
    }
}

/// Gives every finding the level that `checks` sets, and tells the entries that matched nothing.
///
/// Analyses that did not run can match nothing: then `complete` is false and no entry is called unused.
pub(super) fn apply(entries: &[Located<CheckLevel>], report: Report, complete: bool) -> Vec<Diagnostic> {
    let known: Vec<(&CheckLevel, &Lint)> =
        entries.iter().filter_map(|entry| lint(&entry.lint).map(|lint| (&entry.value, lint))).collect();
    let mut used = vec![false; known.len()];
    let file = report.file().clone();
    let mut diagnostics = Vec::new();
    for Found { mut diagnostic, at } in report.into_found() {
        let mut chosen: Option<&CheckLevel> = None;
        for ((entry, lint), used) in known.iter().zip(&mut used) {
            if lint.code == diagnostic.code && entry.at.as_deref().is_none_or(|place| covers(place, &at)) {
                *used = true;
                // An entry for one place outweighs an entry for all places; then the first one counts.
                if chosen.is_none_or(|chosen| chosen.at.is_none() && entry.at.is_some()) {
                    chosen = Some(entry);
                }
            }
        }
        if let Some(lint) = lint(diagnostic.code) {
            let wanted = chosen.map(|entry| entry.level);
            let level = wanted.filter(|level| !lint.fixed || *level <= lint.level).unwrap_or(lint.level);
            let Some(severity) = level.severity() else { continue };
            diagnostic.severity = severity;
        }
        diagnostics.push(diagnostic);
    }
    // Raising a lint everywhere is a policy, and useful before it finds anything.
    let lowers = |entry: &CheckLevel, lint: &Lint| entry.level > lint.level || entry.at.is_some();
    let idle = known.iter().zip(used);
    let idle = idle.filter(|((entry, lint), used)| !used && complete && !lint.fixed && lowers(entry, lint));
    diagnostics.extend(idle.map(|((entry, lint), _)| {
        let place = Place::text(file.clone(), entry.lint.span);
        let message = text!(
            "mục `{}` của `checks` không khớp với điều gì",
            "the entry `{}` of `checks` matches nothing",
            lint.name
        );
        Diagnostic::warning("TD0255", place, message)
            .with_help(text!("bỏ mục này, hoặc sửa `at`", "drop the entry, or mend `at`"))
    }));
    diagnostics
}

/// Whether the place of an entry is the place of a finding or a group around it.
fn covers(place: &str, at: &str) -> bool {
    at.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
