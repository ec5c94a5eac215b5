use thidua_core::{Level, Witness, text};
use thidua_rules::rule::{HistoryRequirement, RuleSet};

use crate::check::lint::{Lint, Run};
use crate::check::{Finding, Report, Sheet};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0905",
    name: "own-result-uncounted",
    level: Level::Warn,
    title: (
        "thành tích tính đến năm nay mà không tính kết quả của chính đợt này",
        "years up to this one, and the results of this run do not count",
    ),
    fixed: false,
    run: Run::Sheet(check),
};

fn check(sheet: &Sheet<'_>, report: &mut Report) {
    let rules = sheet.rules;
    for award in &rules.awards {
        for requirement in award.requirements() {
            let Some(history) = &requirement.history else { continue };
            let Some((id, title)) = own(rules, history) else { continue };
            let years = history.years;
            let message = text!(
                "chuỗi {years} năm phải tính đến năm nay, mà `{title}` của năm nay do chính đợt này xét và không được tính",
                "the chain of {years} years must reach this year, but the `{title}` of this year comes from this run and does not count"
            );
            let help = text!(
                "thêm `counts_this_run: true`; nếu chuỗi kết thúc ở năm trước thì thêm `ending_years_ago: 1`; nếu là kết quả của bộ tiêu chí khác thì đặt tên bằng `called`",
                "add `counts_this_run: true`; where the chain ends in an earlier year, add `ending_years_ago: 1`; where the results come from another rule set, name them with `called`"
            );
            let before = years.saturating_sub(1);
            let words = text!(
                "{before} năm trước và năm nay `{id}`: chưa đủ",
                "`{id}` in {before} earlier years and this year: not enough"
            );
            let witness = Some(Witness { text: words, sheet: Vec::new() });
            let (span, at) = (requirement.span, award.id.value.as_str());
            report.find(&LINT, Finding { span, at, message, help, witness });
        }
    }
}

/// The grade or award of this rule set that every year of the chain must bring, when this run's is left out.
fn own<'a>(rules: &'a RuleSet, history: &HistoryRequirement) -> Option<(&'a str, &'a str)> {
    // Results that need a name of their own come from other rule sets, whatever their ids.
    let elsewhere = history.called.is_some();
    if elsewhere || history.counts_this_run || !history.consecutive || history.ending_years_ago > 0 {
        return None;
    }
    let grades = rules.gradings.iter().flat_map(|grading| &grading.grades);
    let grades = grades.map(|grade| (grade.id.as_str(), grade.title.as_str()));
    let awards = rules.awards.iter().map(|award| (award.id.value.as_str(), award.title.as_str()));
    let own: Vec<(&str, &str)> = grades.chain(awards).collect();
    // A result that comes from elsewhere may well be on record for this year already.
    let found = history.results.iter().map(|result| own.iter().find(|(id, _)| id == result).copied());
    found.collect::<Option<Vec<_>>>()?.first().copied()
}
