use thidua_core::{Diagnostic, Place, is_hidden, text};

use crate::manifest::Manifest;

/// Names of files that lie beside the folders of the runs.
const TAKEN: &[&str] = &["summary.txt", "outcome.json", "outcome.jsonl", "run-record.json"];

/// Whether an id can be the name of a folder inside the results folder.
pub(super) fn is_folder_name(id: &str) -> bool {
    let beside = |name: &str| name.eq_ignore_ascii_case(id);
    !id.trim().is_empty()
        && id != "."
        && !id.contains("..")
        && !id.contains(|letter: char| matches!(letter, '/' | '\\' | ':') || is_hidden(letter))
        && !TAKEN.iter().copied().any(beside)
}

/// Runs whose id cannot be a folder or is that of another run, and periods that end before they begin.
pub(super) fn runs(manifest: &str, parsed: &Manifest) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (position, run) in parsed.runs.iter().enumerate() {
        let place = Place::text(manifest, run.span);
        let id = &run.id;
        if !is_folder_name(id) {
            findings.push(
                Diagnostic::error(
                    "TD0512",
                    place.clone(),
                    text!(
                        "`{}` không dùng làm tên thư mục kết quả được",
                        "`{}` cannot be the name of a results folder",
                        id.escape_debug()
                    ),
                )
                .with_help(text!(
                    "đặt `id` bằng chữ, số, gạch nối, không có `/`, `\\`, `:`, `..`, và không trùng tên tệp kết quả",
                    "write an `id` of letters, digits and hyphens, without `/`, `\\`, `:`, `..`, and not that of a results file"
                )),
            );
        }
        let folded = id.to_lowercase();
        if let Some(first) = parsed.runs.iter().take(position).find(|other| other.id.to_lowercase() == folded)
        {
            let first = Place::text(manifest, first.span);
            findings.push(
                Diagnostic::error(
                    "TD0512",
                    place.clone(),
                    text!("đợt xét `{id}` đã có ở {first}", "the run `{id}` is already at {first}"),
                )
                .with_help(text!(
                    "mỗi đợt xét cần một `id` riêng, không chỉ khác chữ hoa, chữ thường",
                    "each run needs an `id` of its own, not only in upper or lower case"
                )),
            );
        }
        let (from, until) = (run.period.from, run.period.until);
        if from > until {
            findings.push(
                Diagnostic::error(
                    "TD0513",
                    place,
                    text!(
                        "kỳ đánh giá bắt đầu {} sau khi kết thúc {}",
                        "the period begins on {} after it ends on {}",
                        from.to_vietnamese(),
                        until.to_vietnamese()
                    ),
                )
                .with_help(text!("đổi chỗ `from` và `until`", "swap `from` and `until`")),
            );
        }
    }
    findings
}
