use std::collections::{BTreeMap, BTreeSet};

use thidua_core::{Dates, Formula, Located, Span, Subject, Term, is_visible, nearest, text};
use thidua_rules::rule::{Criterion, RuleSet};

use super::Report;
use super::citation::citations;

/// Ids that repeat, criteria that are neither group nor leaf, clauses of documents nobody named.
pub(super) fn check(rules: &RuleSet, report: &mut Report) {
    hidden(ids(rules).into_iter(), report);
    repeated(
        report,
        "mức xếp loại/bảng xếp loại",
        "grading",
        rules.gradings.iter().map(|each| (each.id.as_str(), each.span)),
    );
    for grading in &rules.gradings {
        repeated(
            report,
            "mức xếp loại",
            "grade",
            grading.grades.iter().map(|each| (each.id.as_str(), each.span)),
        );
    }
    repeated(
        report,
        "bảng xếp hạng",
        "ranking",
        rules.rankings.iter().map(|each| (each.id.as_str(), each.span)),
    );
    repeated(
        report,
        "danh hiệu, hình thức",
        "award",
        rules.awards.iter().map(|each| (each.id.value.as_str(), each.id.span)),
    );
    repeated(
        report,
        "vòng chấm",
        "stage",
        rules.stages.iter().map(|each| (each.id.as_str(), rules.rule_set.span)),
    );
    for (name, input) in rules.inputs.iter() {
        repeated(
            report,
            "lựa chọn",
            "choice",
            input.choices.iter().map(|choice| (choice.id.as_str(), name.span)),
        );
    }
    parameters(rules, report);
    reserved(rules, report);
    siblings(&rules.criteria, report);
    let adjustments = rules.adjustments.iter();
    for group in adjustments.flat_map(|both| both.bonus.iter().chain(&both.deductions)) {
        siblings(&group.items, report);
    }
    stages(rules, report);
    clauses(rules, report);
    one_forms(rules, report);
    one_payments(rules, report);
}

/// Ids with nothing in them, or with letters that nobody sees: two that look alike would be two.
fn hidden<'a>(ids: impl Iterator<Item = (&'a str, Span)>, report: &mut Report) {
    for (id, span) in ids.filter(|(id, _)| id.trim().is_empty() || !is_visible(id)) {
        report.error(
            "TD1011",
            span,
            if id.trim().is_empty() {
                text!("mã để trống", "the id is empty")
            } else {
                text!("mã `{id}` có ký tự không nhìn thấy", "the id `{id}` has letters that nobody sees")
            },
            text!(
                "viết lại mã bằng chữ, số, dấu chấm, gạch nối",
                "write it with letters, digits, points and hyphens"
            ),
        );
    }
}

/// Every id of a rule set.
fn ids(rules: &RuleSet) -> Vec<(&str, Span)> {
    fn codes<'a>(criteria: &'a [Located<Criterion>], ids: &mut Vec<(&'a str, Span)>) {
        for criterion in criteria {
            ids.push((criterion.code.value.as_str(), criterion.code.span));
            codes(&criterion.children, ids);
        }
    }
    let mut ids = vec![(rules.rule_set.value.as_str(), rules.rule_set.span)];
    codes(&rules.criteria, &mut ids);
    let adjustments = rules.adjustments.iter();
    for group in adjustments.flat_map(|both| both.bonus.iter().chain(&both.deductions)) {
        codes(&group.items, &mut ids);
    }
    for grading in &rules.gradings {
        ids.push((grading.id.as_str(), grading.span));
        ids.extend(grading.grades.iter().map(|grade| (grade.id.as_str(), grade.span)));
    }
    ids.extend(rules.rankings.iter().map(|ranking| (ranking.id.as_str(), ranking.span)));
    ids.extend(rules.awards.iter().map(|award| (award.id.value.as_str(), award.id.span)));
    ids.extend(rules.stages.iter().map(|stage| (stage.id.as_str(), rules.rule_set.span)));
    ids.extend(rules.kinds.iter().map(|(kind, _)| (kind.value.as_str(), kind.span)));
    ids.extend(rules.parameters.iter().map(|(name, _)| (name.value.as_str(), name.span)));
    for (name, input) in rules.inputs.iter() {
        ids.push((name.value.as_str(), name.span));
        ids.extend(input.choices.iter().map(|choice| (choice.id.as_str(), name.span)));
    }
    ids
}

fn repeated<'a>(report: &mut Report, vi: &str, en: &str, ids: impl Iterator<Item = (&'a str, Span)>) {
    let mut seen = BTreeSet::new();
    for (id, span) in ids {
        if !seen.insert(id) {
            report.error(
                "TD0201",
                span,
                text!("{vi} `{id}` khai hai lần", "the {en} `{id}` is declared twice"),
                text!("đổi `id` của một trong hai", "change the `id` of one of them"),
            );
        }
    }
}

/// An input called `điểm` could never be spoken of: formulas would mean the total.
fn reserved(rules: &RuleSet, report: &mut Report) {
    // An input with many values is always named after `của`, where no word has a meaning of its own.
    let inputs = rules.inputs.iter().filter(|(_, input)| !input.many).map(|(name, _)| name);
    for name in inputs.chain(rules.parameters.iter().map(|(name, _)| name)) {
        let means_something_else =
            Formula::parse(&name.value).is_ok_and(|formula| match &formula.term.value {
                Term::Field(field) => !matches!(field.subject, Subject::Name(_)),
                _ => false,
            });
        if means_something_else {
            report.error(
                "TD0209",
                name.span,
                text!(
                    "`{}` là từ có nghĩa riêng trong công thức và điều kiện",
                    "`{}` has a meaning of its own in formulas and conditions",
                    name.value
                ),
                text!("đặt tên khác, chẳng hạn `{}_1`", "choose another name, such as `{}_1`", name.value),
            );
        }
    }
}

/// A parameter under the name of an input would never be read.
fn parameters(rules: &RuleSet, report: &mut Report) {
    for (name, _) in rules.parameters.iter() {
        if rules.inputs.get(&name.value).is_some() {
            report.error(
                "TD0201",
                name.span,
                text!(
                    "`{}` vừa là số liệu vừa là tham số",
                    "`{}` is both an input and a parameter",
                    name.value
                ),
                text!("đổi tên một trong hai", "rename one of them"),
            );
        }
    }
}

fn siblings(criteria: &[Located<Criterion>], report: &mut Report) {
    let mut seen: BTreeMap<&str, Vec<Dates>> = BTreeMap::new();
    for criterion in criteria {
        // A code may mean something else from some day on.
        let dates = criterion.effective.unwrap_or_default();
        let before = seen.entry(criterion.code.value.as_str()).or_default();
        let again = before.iter().any(|other| other.meets(&dates));
        before.push(dates);
        if again {
            report.error(
                "TD0201",
                criterion.code.span,
                text!(
                    "mã `{}` lặp lại trong cùng một nhóm",
                    "the code `{}` repeats within one group",
                    criterion.code.value
                ),
                text!(
                    "mã có thể trùng giữa các nhóm, nhưng không trong một nhóm vào cùng một ngày: đổi mã, hoặc khai `effective` không chồng nhau",
                    "codes may repeat between groups, not within one on one day: change the code, or declare `effective` that do not overlap"
                ),
            );
        }
        let methods = criterion.method_keys();
        let names = methods.join("`, `");
        if methods.len() > 1 {
            report.error(
                "TD0202",
                criterion.code.span,
                text!(
                    "tiêu chí `{}` có nhiều phương pháp chấm: `{names}`",
                    "the criterion `{}` has several methods: `{names}`",
                    criterion.code.value
                ),
                text!("giữ lại một", "keep one of them"),
            );
        }
        if !methods.is_empty() && !criterion.children.is_empty() {
            report.error(
                "TD0203",
                criterion.code.span,
                text!(
                    "`{}` vừa có mục con vừa có phương pháp chấm `{names}`",
                    "`{}` has children and also the method `{names}`",
                    criterion.code.value
                ),
                text!(
                    "nhóm thì bỏ phương pháp chấm; tiêu chí lá thì bỏ `children`",
                    "a group has no method; a leaf has no `children`"
                ),
            );
        }
        let of_leaves = [
            ("not_applicable", criterion.not_applicable.is_some()),
            ("missing", criterion.missing.is_some()),
            ("points_min", criterion.points_min.is_some()),
        ];
        for (key, _) in
            of_leaves.into_iter().filter(|(_, is_there)| *is_there && !criterion.children.is_empty())
        {
            report.error(
                "TD0239",
                criterion.code.span,
                text!(
                    "`{}` là nhóm; `{key}` chỉ có nghĩa ở tiêu chí lá",
                    "`{}` is a group; `{key}` means something on leaves only",
                    criterion.code.value
                ),
                text!(
                    "ghi `{key}` ở từng tiêu chí con; nhóm không còn mục con nào thì tự rút ra",
                    "write `{key}` on each child; a group whose children all drop out drops out too"
                ),
            );
        }
        siblings(&criterion.children, report);
    }
}

fn stages(rules: &RuleSet, report: &mut Report) {
    let known: Vec<&str> = rules.stages.iter().map(|stage| stage.id.as_str()).collect();
    let mut must_exist = |name: &str, span: Span| {
        if !known.contains(&name) {
            let help = match nearest(name, known.iter().copied()) {
                Some(near) => text!("có phải `{near}` không?", "did you mean `{near}`?"),
                None => text!("khai vòng chấm này trong `stages`", "declare the stage under `stages`"),
            };
            report.error(
                "TD0204",
                span,
                text!("không có vòng chấm `{name}`", "there is no stage `{name}`"),
                help,
            );
        }
    };
    if let Some(stage) = &rules.official_stage {
        must_exist(stage, stage.span);
    }
    for stage in &rules.fall_back {
        must_exist(stage, stage.span);
    }
    if let Some(gap) = &rules.gap {
        must_exist(&gap.stage, gap.span);
    }
    let repeated = rules.fall_back.iter().enumerate().find(|(position, stage)| {
        let before = rules.fall_back.iter().take(*position).any(|other| other.value == stage.value);
        before || stage.value == rules.official()
    });
    if let Some((_, stage)) = repeated {
        report.error(
            "TD0238",
            stage.span,
            text!(
                "`fall_back: {}` không có tác dụng ở đây",
                "`fall_back: {}` has no effect here",
                stage.value
            ),
            text!(
                "bỏ vòng này: đó là vòng chính thức hoặc đã được nêu rồi",
                "drop the stage: it is the official one or stands there already"
            ),
        );
    }
    if rules.stages.len() > 1 && rules.official_stage.is_none() {
        report.error(
            "TD0204",
            rules.rule_set.span,
            text!(
                "có nhiều vòng chấm nhưng chưa nói vòng nào là chính thức",
                "there are several stages but none is called official"
            ),
            text!(
                "thêm `official_stage: {}`",
                "add `official_stage: {}`",
                known.last().copied().unwrap_or_default()
            ),
        );
    }
}

/// Every `basis` starts with a key of `legal_basis`.
fn clauses(rules: &RuleSet, report: &mut Report) {
    for citation in citations(rules) {
        let key = citation.key();
        if rules.legal_basis.get(key).is_none() {
            let help = match nearest(key, rules.legal_basis.keys()) {
                Some(near) => text!("có phải `{near}` không?", "did you mean `{near}`?"),
                None => {
                    text!("khai văn bản này trong `legal_basis`", "declare the document under `legal_basis`")
                }
            };
            report.error(
                "TD0205",
                citation.span,
                text!(
                    "căn cứ `{}` bắt đầu bằng `{key}`, không có trong `legal_basis`",
                    "the basis `{}` starts with `{key}`, which is not in `legal_basis`",
                    citation.basis
                ),
                help,
            );
        }
    }
}

/// Awards that are paid once are there and have money.
fn one_payments(rules: &RuleSet, report: &mut Report) {
    for id in rules.one_payment.iter().flat_map(|group| &group.awards) {
        let award = rules.awards.iter().find(|award| award.id.value == id.value);
        let message = match award {
            Some(award) if award.money.is_some() => continue,
            Some(_) => text!(
                "`{}` không có tiền thưởng để tính một lần",
                "`{}` has no money to be paid once",
                id.value
            ),
            None => {
                text!("không có danh hiệu hay hình thức nào tên `{}`", "there is no award `{}`", id.value)
            }
        };
        report.error(
            "TD0242",
            id.span,
            message,
            text!(
                "dùng `id` của một mục trong `awards` có `money`",
                "use the `id` of an entry of `awards` that has `money`"
            ),
        );
    }
}

/// Precedence within a group must agree with the order in which awards are settled.
fn one_forms(rules: &RuleSet, report: &mut Report) {
    for group in &rules.one_form {
        let mut last = None;
        for id in &group.awards {
            let position = rules.awards().position(|award| award.id.value == id.value);
            match position {
                None => report.error(
                    "TD0242",
                    id.span,
                    text!(
                        "không có danh hiệu hay hình thức nào tên `{}`",
                        "there is no award `{}`",
                        id.value
                    ),
                    text!("dùng `id` của một mục trong `awards`", "use the `id` of an entry of `awards`"),
                ),
                Some(position) if last.is_some_and(|last| position < last) => report.error(
                    "TD0245",
                    id.span,
                    text!(
                        "thứ tự ưu tiên ở đây trái với thứ tự trong `awards`",
                        "the precedence here contradicts the order of `awards`"
                    ),
                    text!(
                        "trong `awards`, đặt hình thức được ưu tiên lên trước",
                        "in `awards`, put the award that goes first above the other"
                    ),
                ),
                Some(position) => last = Some(position),
            }
        }
    }
    for award in &rules.awards {
        if let Some(payer) = award.money.as_ref().and_then(|money| money.payer.as_ref())
            && !rules.budgets.is_empty()
            && !rules.budgets.iter().any(|budget| budget.payer.value == payer.value)
        {
            report.error(
                "TD0246",
                payer.span,
                text!("không có quỹ `{}` trong `budgets`", "there is no fund `{}` in `budgets`", payer.value),
                text!(
                    "khai quỹ này với số tiền, hoặc bỏ `budgets`",
                    "declare the fund with its amount, or drop `budgets`"
                ),
            );
        }
    }
}
