use thidua_core::{Level, Witness, text};
use thidua_rules::rule::{EntrantKind, OneForm};

use crate::check::lint::{Lint, Run};
use crate::check::{Finding, Report, Sheet};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0274",
    name: "award-for-everyone",
    level: Level::Warn,
    title: ("danh hiệu không có điều kiện lẫn chỉ tiêu", "an award has neither requirements nor a quota"),
    fixed: false,
    run: Run::Sheet(check),
};

fn check(sheet: &Sheet<'_>, report: &mut Report) {
    for award in &sheet.rules.awards {
        // What is left after another award of one form is a requirement of its own.
        let later = |group: &OneForm| group.awards.iter().skip(1).any(|id| id.value == award.id.value);
        if !award.requires.is_empty() || award.quota.is_some() || sheet.rules.one_form.iter().any(later) {
            continue;
        }
        let message = text!(
            "`{}` không có điều kiện lẫn chỉ tiêu: ai cũng được đề nghị",
            "`{}` has neither requirements nor a quota: everybody is recommended",
            award.id.value
        );
        let help = text!("thêm `requires` hoặc `quota`", "add `requires` or a `quota`");
        let words = match award.entrants {
            EntrantKind::Individual => text!("mọi cá nhân", "every person"),
            EntrantKind::Collective => text!("mọi tập thể", "every unit"),
            EntrantKind::Household => text!("mọi hộ gia đình", "every household"),
        };
        let witness = Some(Witness { text: words, sheet: Vec::new() });
        report.find(&LINT, Finding { span: award.id.span, at: &award.id.value, message, help, witness });
    }
}
