use thidua_core::{Condition, Dates, Located, Span};
use thidua_rules::rule::{Criterion, DatedNumber, RuleSet};

use super::dated::dated_numbers;

/// A clause that something rests on (căn cứ được dẫn), and when.
pub(super) struct Citation<'a> {
    /// The clause as written: `ct 2.1`.
    pub(super) basis: &'a str,
    pub(super) span: Span,
    pub(super) dates: Dates,
}

impl<'a> Citation<'a> {
    /// The key of the document.
    pub(super) fn key(&self) -> &'a str {
        self.basis.split_whitespace().next().unwrap_or_default()
    }

    fn always(basis: &'a Located<String>) -> Self {
        Self { basis: &basis.value, span: basis.span, dates: Dates::default() }
    }
}

/// Every clause that the rule set cites.
pub(super) fn citations(rules: &RuleSet) -> Vec<Citation<'_>> {
    let mut cited = Vec::new();
    criteria(&rules.criteria, Dates::default(), &mut cited);
    if let Some(adjustments) = &rules.adjustments {
        for group in adjustments.bonus.iter().chain(&adjustments.deductions) {
            criteria(&group.items, Dates::default(), &mut cited);
        }
    }
    let mut bases: Vec<&Located<String>> = Vec::new();
    for grading in &rules.gradings {
        bases.extend(&grading.basis);
        bases.extend(grading.ceilings.iter().filter_map(|ceiling| ceiling.basis.as_ref()));
    }
    let steps = rules.rankings.iter().flat_map(|ranking| &ranking.tie_break);
    bases.extend(steps.filter_map(|step| step.basis.as_ref()));
    let once = rules.one_form.iter().chain(&rules.one_payment);
    bases.extend(once.filter_map(|group| group.basis.as_ref()));
    for award in &rules.awards {
        bases.extend(&award.basis);
        bases.extend(award.requirements().into_iter().filter_map(|requirement| requirement.basis.as_ref()));
        bases.extend(award.hold_when.iter().filter_map(|hold| hold.basis.as_ref()));
        bases.extend(award.money.iter().filter_map(|money| money.basis.as_ref()));
    }
    cited.extend(bases.into_iter().map(Citation::always));
    cited.extend(conditions(rules).flat_map(Condition::comparisons).filter_map(|comparison| {
        let basis = comparison.basis.as_deref()?;
        Some(Citation { basis, span: comparison.span, dates: Dates::default() })
    }));
    for (_, number) in dated_numbers(rules) {
        let DatedNumber::Dated(values) = number else { continue };
        cited.extend(values.iter().filter_map(|value| {
            let dates = Dates { from: value.from, until: value.until };
            value.basis.as_deref().map(|basis| Citation { basis, span: value.span, dates })
        }));
    }
    cited
}

fn criteria<'a>(all: &'a [Located<Criterion>], dates: Dates, cited: &mut Vec<Citation<'a>>) {
    for criterion in all {
        let dates = criterion.effective.unwrap_or(dates);
        let basis = criterion.basis.iter();
        cited.extend(basis.map(|basis| Citation { dates, ..Citation::always(basis) }));
        criteria(&criterion.children, dates, cited);
    }
}

/// The conditions of gradings, rankings and awards.
fn conditions(rules: &RuleSet) -> impl Iterator<Item = &Condition> {
    let grades = rules.gradings.iter().flat_map(|grading| {
        let grades = grading.grades.iter();
        let own = grades.flat_map(|grade| grade.requires.iter().chain(&grade.knocked_out_when));
        own.chain(grading.ceilings.iter().map(|ceiling| &ceiling.when))
    });
    let rankings = rules.rankings.iter().filter_map(|ranking| ranking.among.as_ref());
    let awards = rules.awards.iter().flat_map(|award| {
        let holds = award.hold_when.iter().map(|hold| &hold.when);
        award.requirements().into_iter().filter_map(|requirement| requirement.when.as_ref()).chain(holds)
    });
    grades.chain(rankings).chain(awards)
}
