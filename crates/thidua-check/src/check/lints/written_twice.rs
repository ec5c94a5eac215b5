use thidua_core::{Level, Span, Text, text};
use thidua_rules::rule::{Award, ClassShare, Requirement, VoteRequirement};

use super::repeated_requirement::{repeats, same};
use crate::check::lint::{Lint, Run};
use crate::check::{Finding, Report, Sheet};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0825",
    name: "written-twice",
    level: Level::Warn,
    title: (
        "một dòng nhắc lại dòng khác nên không có tác dụng",
        "a line says once more what another line says",
    ),
    fixed: false,
    run: Run::Sheet(check),
};

fn check(sheet: &Sheet<'_>, report: &mut Report) {
    for grading in &sheet.rules.gradings {
        for (index, ceiling) in grading.ceilings.iter().enumerate() {
            let mut above = grading.ceilings.iter().take(index);
            if above.any(|earlier| earlier.at_most == ceiling.at_most && same(&earlier.when, &ceiling.when)) {
                let what = text!("mức trần này đã viết ở trên", "the ceiling is written above");
                tell(report, ceiling.span, &grading.id, what);
            }
        }
    }
    for award in &sheet.rules.awards {
        shares(award, report);
        ways(award, report);
        votes(award, report);
    }
}

fn shares(award: &Award, report: &mut Report) {
    let Some(quota) = &award.quota else { return };
    for (index, row) in quota.shares.iter().enumerate() {
        let is_for_same = |earlier: &ClassShare| match (&earlier.when, &row.when) {
            (Some(left), Some(right)) => same(left, right),
            _ => false,
        };
        if quota.shares.iter().take(index).any(|earlier| is_for_same(earlier)) {
            let what = text!(
                "một dòng tỷ lệ ở trên đã dành cho các đối tượng này",
                "a share above is for the same entrants already"
            );
            tell(report, row.span, &award.id.value, what);
        }
    }
}

fn ways(award: &Award, report: &mut Report) {
    for requirement in &award.requires {
        for (index, way) in requirement.any.iter().enumerate() {
            let is_same = |earlier: &Vec<_>| is_same_way(earlier, way);
            if requirement.any.iter().take(index).any(is_same) {
                let what = text!("cách này đã viết ở trên", "this way is written above");
                let span = way.first().map_or(requirement.span, |first| first.span);
                tell(report, span, &award.id.value, what);
            }
        }
    }
}

fn is_same_way(
    left: &[thidua_core::Located<Requirement>],
    right: &[thidua_core::Located<Requirement>],
) -> bool {
    left.len() == right.len() && left.iter().zip(right).all(|(left, right)| repeats(left, right))
}

/// Two votes of one body are one vote: where only the share differs, the higher one says all.
fn votes(award: &Award, report: &mut Report) {
    let asked = || award.requires.iter().filter_map(|each| Some((each.span, each.votes.as_ref()?)));
    for (index, (span, vote)) in asked().enumerate() {
        let but_for_share = |earlier: &VoteRequirement| {
            earlier.share != vote.share
                && VoteRequirement { share: vote.share.clone(), ..earlier.clone() } == *vote
        };
        if asked().take(index).any(|(_, earlier)| but_for_share(earlier)) {
            let body = &vote.body;
            let what = text!(
                "phiếu của `{body}` đã được đòi ở trên: chỉ tỷ lệ cao hơn có tác dụng",
                "the vote of `{body}` is asked for above: only the higher share says anything"
            );
            tell(report, span, &award.id.value, what);
        }
    }
}

fn tell(report: &mut Report, span: Span, at: &str, message: Text) {
    let help = text!("bỏ dòng này, hoặc sửa chỗ chép nhầm", "drop the line, or mend what was copied wrongly");
    report.find(&LINT, Finding { span, at, message, help, witness: None });
}
