//! Labels (lời ghi): what readers see in the place of a condition, and the numbers that stand in it.

use thidua_core::plan::PlanRequirement;
use thidua_core::{Exact, Number, Plan, Span, Term};
use thidua_rules::program::{PlanComparison, PlanCondition, PlanTerm};
use thidua_rules::rule::ValueKind;

use super::asked::asked;

/// A label and what it stands for.
pub(super) struct Labelled<'a> {
    pub(super) label: &'a str,
    pub(super) span: Span,
    /// The grading, ranking or award it belongs to.
    pub(super) at: &'a str,
    pub(super) says: Says<'a>,
}

/// What a label stands for.
pub(super) enum Says<'a> {
    /// Some comparisons; whether one of them is asked not to hold.
    Compared(Vec<&'a PlanComparison>, bool),
    /// Years of results, or a share of votes.
    Asked(Number),
}

/// Every label beside a condition, a number of years or a share of votes.
pub(super) fn labels(plan: &Plan) -> Vec<Labelled<'_>> {
    let mut all = Vec::new();
    for each in asked(plan) {
        let mut ways: Vec<(&str, Vec<&PlanComparison>)> = Vec::new();
        for comparison in each.condition.comparisons() {
            if let Some(label) = &comparison.written.label {
                ways.push((label, vec![comparison]));
            } else if let Some(way) = &comparison.written.way {
                match ways.iter_mut().find(|(label, all)| *label == way && all.len() > 1) {
                    Some((_, all)) => all.push(comparison),
                    None => ways.push((way, vec![comparison])),
                }
            }
        }
        let denied = denies(each.condition);
        all.extend(ways.into_iter().map(|(label, compared)| Labelled {
            label,
            span: each.span(),
            at: each.at,
            says: Says::Compared(compared, denied),
        }));
    }
    for (award, rules) in plan.awards.iter().zip(&plan.rules.awards) {
        let at = rules.id.value.as_str();
        for (requirement, written) in award.requires.iter().zip(&rules.requires) {
            let Some(label) = &written.label else { continue };
            let says = match (requirement, &written.history, &written.votes) {
                (PlanRequirement::When(condition), ..) => compared(condition),
                (_, Some(history), _) => {
                    Says::Asked(Number::from(i64::from(history.records.unwrap_or(history.years))))
                }
                (_, _, Some(votes)) => Says::Asked(votes.share.clone()),
                _ => continue,
            };
            all.push(Labelled { label, span: written.span, at, says });
        }
        for (condition, written) in award.hold_when.iter().zip(&rules.hold_when) {
            let label = written.label.iter();
            all.extend(label.map(|label| Labelled {
                label,
                span: written.span,
                at,
                says: compared(condition),
            }));
        }
    }
    all
}

fn compared(condition: &PlanCondition) -> Says<'_> {
    Says::Compared(condition.comparisons(), denies(condition))
}

/// Whether something in it is asked not to hold.
fn denies(condition: &PlanCondition) -> bool {
    match condition {
        PlanCondition::All(parts) | PlanCondition::Any(parts) => parts.iter().any(denies),
        PlanCondition::Not(_) => true,
        PlanCondition::Compare(_) => false,
    }
}

/// The number that a comparison holds something against; that of yes and no, of grades, kinds, choices and days is nobody's.
pub(super) fn gate<'a>(plan: &Plan, comparison: &'a PlanComparison) -> Option<(&'a Exact, &'a Term)> {
    let counted = |term: &PlanTerm| match term {
        PlanTerm::Grade(_)
        | PlanTerm::Kind
        | PlanTerm::Constant(_)
        | PlanTerm::Day(_)
        | PlanTerm::Submission(..) => false,
        PlanTerm::Input(input) => plan.inputs.get(*input).is_some_and(|input| {
            matches!(input.kind, ValueKind::Number | ValueKind::Count | ValueKind::Percent)
        }),
        _ => true,
    };
    match (&comparison.left, &comparison.right) {
        (other, PlanTerm::Constant(gate)) if counted(other) => Some((gate, &comparison.written.left)),
        (PlanTerm::Constant(gate), other) if counted(other) => Some((gate, &comparison.written.right)),
        _ => None,
    }
}

/// The numbers that a label names, as they are written; years, clauses and codes are none.
pub(super) fn numbers(label: &str) -> Vec<&str> {
    let belongs = |character: char| character.is_alphanumeric() || ".,/-%".contains(character);
    let mut found = Vec::new();
    let mut before = "";
    for word in label.split(|character: char| !belongs(character)).filter(|word| !word.is_empty()) {
        let number = word.trim_matches(['.', ',', '-', '/']);
        let plain = number.strip_suffix('%').unwrap_or(number);
        let digits = plain.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b',');
        let year = plain.len() == 4 && (plain.starts_with("19") || plain.starts_with("20"));
        if digits && !plain.is_empty() && !year && !names_one(before) {
            found.push(number);
        }
        before = word;
    }
    found
}

/// Whether a number behind the word says which one, not how many.
fn names_one(word: &str) -> bool {
    const WORDS: [&str; 21] = [
        "năm", "quý", "tháng", "ngày", "điều", "khoản", "mục", "chương", "phần", "nhóm", "loại", "vòng",
        "lần", "đợt", "số", "chí", "luật", "bậc", "article", "group", "year",
    ];
    WORDS.contains(&word.to_lowercase().as_str())
}

/// What the written number may mean: with a point or a comma for decimals or thousands, as a share, in thousands or millions.
pub(super) fn meanings(written: &str) -> Vec<Exact> {
    let plain = written.trim_end_matches('%');
    let spellings = [plain.replace(',', "."), plain.replace(['.', ','], "")];
    let scales = [
        Exact::ONE,
        Exact::ratio(1, 100),
        Exact::from(1000),
        Exact::from(1_000_000),
        Exact::from(1_000_000_000),
    ];
    let numbers = spellings.iter().filter_map(|spelling| Number::parse(spelling).ok());
    numbers
        .flat_map(|number| {
            scales.iter().map(move |scale| number.exact().clone() * scale.clone()).collect::<Vec<_>>()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_labels() {
        let of = |label: &'static str| numbers(label);
        assert_eq!(of("Đạt từ 70 điểm"), ["70"]);
        assert_eq!(of("Nhóm II (tuyên truyền) đạt từ 7,5% điểm trở lên."), ["7,5%"]);
        assert_eq!(of("Điểm năm 2015 không thấp hơn năm 2014, theo Điều 5 khoản 2"), Vec::<&str>::new());
        assert_eq!(of("02 lần liên tục 2014-2015, I.2 và QĐ 12/2025/QĐ-UBND"), ["02"]);
    }

    #[test]
    fn a_number_may_mean_several_things() {
        assert!(meanings("1.000").contains(&Exact::ONE) && meanings("1.000").contains(&Exact::from(1000)));
        assert!(
            meanings("80%").contains(&Exact::ratio(4, 5)) && meanings("0,5").contains(&Exact::ratio(1, 2))
        );
    }
}
