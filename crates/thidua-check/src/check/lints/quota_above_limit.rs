use thidua_core::{Exact, Level, Plan, Span, Witness, text};
use thidua_rules::method::show;
use thidua_rules::rule::Scope;

use crate::check::lint::{Lint, Run};
use crate::check::{Finding, Report};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0290",
    name: "quota-above-limit",
    level: Level::Warn,
    title: ("chỉ tiêu lớn hơn mức khống chế rộng hơn nó", "a quota is larger than the wider limit around it"),
    fixed: false,
    run: Run::Plan(check),
};

fn check(plan: &Plan, report: &mut Report) {
    for (award, rules) in plan.awards.iter().zip(&plan.rules.awards) {
        let (Some(quota), Some(written)) = (&award.quota, &rules.quota) else { continue };
        let limits = || quota.within.iter().zip(&written.within).map(|((limit, _), cap)| (limit, cap.per));
        let id = &rules.id.value;
        if let Some((total, _)) = &quota.apportioned {
            // The total is that of all scopes together; a limit of each scope takes places away and gives them to nobody.
            match limits().find(|(limit, _)| *limit < total) {
                Some((limit, Scope::All)) => above(id, total, limit, written.span, report),
                Some((limit, _)) => cut(id, limit, written.span, report),
                None => {}
            }
            continue;
        }
        // So many places are promised in one scope at least, and a limit of a wider scope, or of the same, holds them.
        let promised = quota.count.clone().unwrap_or(Exact::from(i64::from(written.at_least)));
        let wide = |per: Scope| per == written.per || per == Scope::All;
        if let Some((limit, _)) = limits().find(|(limit, per)| **limit < promised && wide(*per)) {
            above(id, &promised, limit, written.span, report);
        }
    }
}

fn above(id: &str, promised: &Exact, limit: &Exact, span: Span, report: &mut Report) {
    let (promised, limit) = (show(promised), show(limit));
    let message = text!(
        "chỉ tiêu {promised} của `{id}` không bao giờ dùng hết: mức khống chế `within` chỉ có {limit}",
        "the quota of {promised} for `{id}` can never be filled: the limit `within` is only {limit}"
    );
    let help = text!(
        "nâng mức khống chế, hoặc hạ chỉ tiêu xuống bằng nó",
        "raise the limit, or lower the quota to it"
    );
    let text = text!("{promised} chỉ tiêu trong mức {limit}", "{promised} places within {limit}");
    let witness = Some(Witness { text, sheet: Vec::new() });
    report.find(&LINT, Finding { span, at: id, message, help, witness });
}

fn cut(id: &str, limit: &Exact, span: Span, report: &mut Report) {
    let limit = show(limit);
    let message = text!(
        "`within` của `{id}` bớt chỗ của phạm vi được phân bổ quá {limit} mà không chia lại cho phạm vi khác",
        "`within` of `{id}` takes places from a scope that is given more than {limit} and divides them among nobody"
    );
    let help = text!(
        "viết `at_most: {limit}` trong `apportioned`: phần quá mức được chia lại",
        "write `at_most: {limit}` within `apportioned`: what is beyond it is divided again"
    );
    let text = text!(
        "một phạm vi được {limit} chỗ, phần còn lại bỏ trống",
        "a scope has {limit} places, the rest stays empty"
    );
    let witness = Some(Witness { text, sheet: Vec::new() });
    report.find(&LINT, Finding { span, at: id, message, help, witness });
}
