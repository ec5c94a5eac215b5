use thidua_core::{Located, Span, Text, text};
use thidua_rules::rule::{Aggregate, Criterion, RuleSet};

use super::Report;

/// Groups whose maximum is divided among their children: there must be one to divide, and it must be clear among whom.
pub(super) fn check(rules: &RuleSet, report: &mut Report) {
    groups(&rules.criteria, false, report);
}

fn groups(criteria: &[Located<Criterion>], within: bool, report: &mut Report) {
    for group in criteria {
        groups(&group.children, group.divided.is_some(), report);
        if group.divided.is_none() || group.children.is_empty() {
            continue;
        }
        let code = &group.code.value;
        // Within another that is divided it has its part of that one.
        if group.points_max.is_none() && !within {
            let message = text!(
                "nhóm `{code}` chia đều điểm tối đa mà không ghi điểm tối đa nào",
                "the group `{code}` divides its maximum equally and declares none"
            );
            let help = text!(
                "thêm chẳng hạn `points_max: 20` cho nhóm",
                "add for example `points_max: 20` to the group"
            );
            find(report, group.code.span, message, help);
        }
        if group.aggregate.unwrap_or_default() != Aggregate::Sum {
            let message = text!(
                "nhóm `{code}` không cộng điểm các mục con nên không chia điểm tối đa cho chúng được",
                "the group `{code}` does not add its children up and cannot divide its maximum among them"
            );
            let help = text!(
                "bỏ `divided`, ghi `points_max` ở từng mục con; hoặc bỏ `aggregate`",
                "drop `divided` and write `points_max` on each child; or drop `aggregate`"
            );
            find(report, group.code.span, message, help);
        }
        for child in &group.children {
            child_of(code, child, report);
        }
    }
}

fn child_of(group: &str, child: &Criterion, report: &mut Report) {
    let code = &child.code.value;
    if child.points_max.is_some() {
        let message = text!(
            "`{code}` ghi điểm tối đa riêng trong nhóm `{group}` chia đều",
            "`{code}` declares a maximum of its own within the group `{group}`, which is divided equally"
        );
        let help = text!(
            "bỏ `points_max` ở `{code}`, hoặc bỏ `divided` ở nhóm và ghi điểm tối đa cho mọi mục con",
            "drop `points_max` of `{code}`, or drop `divided` and declare the maximum of every child"
        );
        find(report, child.code.span, message, help);
    }
    if child.when.is_some() || !child.kinds.is_empty() {
        let message = text!(
            "`{code}` chỉ dành cho một số đối tượng, nên không rõ nhóm `{group}` chia cho mấy mục",
            "only some entrants have `{code}`, so it is open among how many the group `{group}` is divided"
        );
        let help = text!(
            "ghi `points_max` ở từng mục con (phân số như `20/3` cũng được) thay cho `divided`",
            "write `points_max` on each child (a fraction such as `20/3` will do) in place of `divided`"
        );
        find(report, child.code.span, message, help);
    }
}

fn find(report: &mut Report, span: Span, message: Text, help: Text) {
    report.error("TD0822", span, message, help);
}
