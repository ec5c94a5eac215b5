use thidua_core::{Exact, Level, text};
use thidua_rules::rule::{Award, DatedNumber, Quota, QuotaCap};

use crate::check::lint::{Lint, Run};
use crate::check::{Finding, Report, Sheet};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0827",
    name: "idle-limit",
    level: Level::Warn,
    title: (
        "một giới hạn của chỉ tiêu không bao giờ chạm tới với các con số hiện có",
        "a limit of a quota that its present numbers never reach",
    ),
    fixed: false,
    run: Run::Sheet(check),
};

/// The keys work where they stand, and other numbers may reach them: whoever amends one number need not touch the other.
fn check(sheet: &Sheet<'_>, report: &mut Report) {
    for award in &sheet.rules.awards {
        let Some(quota) = &award.quota else { continue };
        if never_too_many(quota) {
            let message = text!(
                "`at_most` không bao giờ có tác dụng: cả tổng cũng không lớn hơn",
                "`at_most` never binds: the whole total is no more"
            );
            tell(award, quota, message, report);
        }
        if quota.within.iter().any(|cap| is_no_less(quota, cap)) {
            let message = text!(
                "`within` không bao giờ có tác dụng: `count` đã không hơn trong cùng phạm vi",
                "`within` never binds: `count` is no more in the same scope"
            );
            tell(award, quota, message, report);
        }
    }
}

fn never_too_many(quota: &Quota) -> bool {
    let Some(apportioned) = &quota.apportioned else { return false };
    let most = apportioned.at_most.map(|most| Exact::from(i64::from(most)));
    most.is_some_and(|most| apportioned.total.all().iter().all(|total| *total.exact() <= most))
}

fn is_no_less(quota: &Quota, cap: &QuotaCap) -> bool {
    let ends = |number: &DatedNumber| {
        let all = || number.all().into_iter().map(|each| each.exact().clone());
        Some((all().min()?, all().max()?))
    };
    let count = quota.count.as_ref().and_then(ends);
    let no_less = count.zip(ends(&cap.count)).is_some_and(|((_, most), (least, _))| least >= most);
    no_less && cap.per == quota.per && cap.together_with.is_empty()
}

fn tell(award: &Award, quota: &thidua_core::Located<Quota>, message: thidua_core::Text, report: &mut Report) {
    let help = text!(
        "hạ giới hạn này, hoặc bỏ đi nếu văn bản không nêu",
        "lower the limit, or drop it where the text has none"
    );
    report.find(&LINT, Finding { span: quota.span, at: &award.id.value, message, help, witness: None });
}
