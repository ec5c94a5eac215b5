use thidua_core::{Condition, Level, text};
use thidua_rules::rule::Requirement;

use crate::check::lint::{Lint, Run};
use crate::check::{Finding, Report, Sheet};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0279",
    name: "repeated-requirement",
    level: Level::Warn,
    title: ("một điều kiện khen thưởng viết hai lần", "a requirement is written twice"),
    fixed: false,
    run: Run::Sheet(check),
};

fn check(sheet: &Sheet<'_>, report: &mut Report) {
    for award in &sheet.rules.awards {
        for (index, requirement) in award.requires.iter().enumerate() {
            if !award.requires.iter().take(index).any(|earlier| repeats(requirement, earlier)) {
                continue;
            }
            let message = text!(
                "`{}` có hai lần cùng một điều kiện",
                "`{}` asks for the same thing twice",
                award.id.value
            );
            let help = text!(
                "bỏ một dòng, hoặc sửa dòng chép nhầm",
                "drop one line, or mend the one that was copied"
            );
            report.find(
                &LINT,
                Finding { span: requirement.span, at: &award.id.value, message, help, witness: None },
            );
        }
    }
}

/// Whether both ask for the same, whatever their labels and clauses.
pub(super) fn repeats(left: &Requirement, right: &Requirement) -> bool {
    let when = match (&left.when, &right.when) {
        (Some(left), Some(right)) => same(left, right),
        (left, right) => left.is_none() && right.is_none(),
    };
    when && left.history == right.history && left.votes == right.votes && left.holds == right.holds
}

pub(super) fn same(left: &Condition, right: &Condition) -> bool {
    match (left, right) {
        (Condition::All(left), Condition::All(right)) | (Condition::Any(left), Condition::Any(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same(left, right))
        }
        (Condition::Not(left), Condition::Not(right)) => same(left, right),
        (Condition::Compare(left), Condition::Compare(right)) => {
            left.comparator == right.comparator && left.left == right.left && left.right == right.right
        }
        _ => false,
    }
}
