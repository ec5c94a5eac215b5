use thidua_core::{Level, text};
use thidua_rules::rule::DatedNumber;

use crate::check::lint::{Lint, Run};
use crate::check::{Finding, Report, Sheet};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0273",
    name: "empty-quota",
    level: Level::Warn,
    title: ("chỉ tiêu bằng 0: không ai được đề nghị", "a quota of nothing: nobody can be recommended"),
    fixed: false,
    run: Run::Sheet(check),
};

fn check(sheet: &Sheet<'_>, report: &mut Report) {
    for award in &sheet.rules.awards {
        let Some(quota) = &award.quota else { continue };
        let totals = quota.apportioned.iter().map(|apportion| &apportion.total);
        let limits = quota.within.iter().map(|cap| &cap.count);
        let own = quota.count.iter().chain(&quota.share).filter(|_| quota.at_least == 0);
        let mut numbers = own.chain(totals).chain(limits);
        let nothing = |number: &DatedNumber| number.all().iter().all(|number| number.exact().is_zero());
        // Shares by class are for nobody when all of them are 0.
        let classes = quota.shares.iter().map(|row| &row.share);
        let all_classes = quota.at_least == 0 && !quota.shares.is_empty() && classes.into_iter().all(nothing);
        if !numbers.any(nothing) && !all_classes {
            continue;
        }
        let message = text!(
            "chỉ tiêu của `{}` bằng 0: không ai được đề nghị",
            "the quota of `{}` is 0: nobody can be recommended",
            award.id.value
        );
        let help =
            text!("ghi số chỉ tiêu thật, hoặc bỏ danh hiệu này", "write the real number, or drop the award");
        report.find(&LINT, Finding { span: quota.span, at: &award.id.value, message, help, witness: None });
    }
}
