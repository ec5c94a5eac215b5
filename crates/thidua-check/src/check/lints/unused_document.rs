use thidua_core::{Level, text};

use crate::check::citation::citations;
use crate::check::lint::{Lint, Run};
use crate::check::{Finding, Report, Sheet};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0263",
    name: "unused-document",
    // Preambles list many documents that no single criterion rests on.
    level: Level::Allow,
    title: ("một văn bản không được dẫn ở đâu", "a document is cited nowhere"),
    fixed: false,
    run: Run::Sheet(check),
};

fn check(sheet: &Sheet<'_>, report: &mut Report) {
    let cited = citations(sheet.rules);
    for (key, document) in sheet.rules.legal_basis.iter() {
        if cited.iter().any(|citation| citation.key() == key.value) {
            continue;
        }
        let message = text!(
            "không tiêu chí hay danh hiệu nào dẫn văn bản `{}` ({})",
            "nothing cites the document `{}` ({})",
            key.value,
            document.document
        );
        let help = text!(
            "ghi `basis: {} …` ở chỗ dựa vào văn bản, hoặc bỏ văn bản",
            "write `basis: {} …` where the rules rest on it, or drop the document",
            key.value
        );
        report.find(&LINT, Finding { span: key.span, at: &key.value, message, help, witness: None });
    }
}
