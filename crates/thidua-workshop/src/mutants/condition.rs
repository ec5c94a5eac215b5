//! Changes conditions: every comparison, number, `và`, `hoặc`, and the whole turned round.

use thidua::{Condition, Formula, Subject, text};
use thidua_rulefile::{Edit, Node, View};

use super::change::{Mutant, Site};
use super::numbers::steps;

/// Keys under which a condition stands.
const CONDITIONS: &[&str] =
    &["when", "requires", "knocked_out_when", "only_if", "among", "all", "any", "not"];
/// Keys under which a calculation stands.
const FORMULAS: &[&str] = &["of", "numerator", "denominator", "formula", "value", "by", "target"];

/// Comparisons and what a slip makes of them; longer signs first.
const SIGNS: &[(&str, &str)] = &[
    (">=", ">"),
    ("<=", "<"),
    ("!=", "="),
    ("≥", ">"),
    ("≤", "<"),
    ("≠", "="),
    (">", ">="),
    ("<", "<="),
    ("=", "!="),
];
const JOINTS: &[(&str, &str)] =
    &[(" và ", " hoặc "), (" hoặc ", " và "), (" and ", " or "), (" or ", " and ")];

pub(super) fn mutate(site: &Site<'_>, found: &mut Vec<Mutant>) {
    let View::Scalar(written) = site.node.view() else { return };
    let mut changed: Vec<String> = Vec::new();
    if CONDITIONS.contains(&site.key) {
        let Ok(condition) = Condition::parse(written) else { return };
        let names = condition
            .comparisons()
            .iter()
            .flat_map(|comparison| [comparison.left.fields(), comparison.right.fields()].concat())
            .map(|field| (field.start, field.start + field.length))
            .collect::<Vec<_>>();
        changed.extend(replaced(written, &names, SIGNS));
        changed.extend(replaced(written, &names, JOINTS));
        changed.extend(numbers(written, &names));
        changed.push(format!("không ({written})"));
        // `x` alone means that x holds; its opposite is already there.
        changed.retain(|text| Condition::parse(text).is_ok_and(|other| other != condition));
    } else if FORMULAS.contains(&site.key) {
        let Ok(formula) = Formula::parse(written) else { return };
        let names: Vec<(usize, usize)> = formula
            .term
            .fields()
            .iter()
            .filter(|field| !matches!(&field.subject, Subject::Name(name) if name.is_empty()))
            .map(|field| (field.start, field.start + field.length))
            .collect();
        if names.is_empty() {
            return;
        }
        changed.extend(numbers(written, &names));
        changed.retain(|text| Formula::parse(text).is_ok());
    }
    for text in changed {
        let what = text!("`{written}` → `{text}`", "`{written}` → `{text}`");
        let edit = Edit::put(site.path.clone(), Node::scalar(text));
        found.push(site.mutant(site.node.span(), what, vec![edit]));
    }
}

/// Outside of names, each sign in turn exchanged for its neighbour.
fn replaced(written: &str, names: &[(usize, usize)], table: &[(&str, &str)]) -> Vec<String> {
    let mut texts = Vec::new();
    let mut skip_to = 0;
    for (number, (at, _)) in written.char_indices().enumerate() {
        if at < skip_to || names.iter().any(|(start, end)| (*start..*end).contains(&number)) {
            continue;
        }
        let rest = written.get(at..).unwrap_or_default();
        if let Some((sign, other)) = table.iter().find(|(sign, _)| rest.starts_with(sign)) {
            let (before, after) =
                (written.get(..at).unwrap_or_default(), rest.get(sign.len()..).unwrap_or_default());
            texts.push(format!("{before}{other}{after}"));
            skip_to = at + sign.len();
        }
    }
    texts
}

/// Outside of names, each number moved by one step.
fn numbers(written: &str, names: &[(usize, usize)]) -> Vec<String> {
    let mut texts = Vec::new();
    let mut start: Option<usize> = None;
    let ends = written.char_indices().enumerate().map(|(number, (at, character))| {
        let named = names.iter().any(|(start, end)| (*start..*end).contains(&number));
        (at, if named { 'a' } else { character })
    });
    for (at, character) in ends.chain([(written.len(), ' ')]) {
        let digit = character.is_ascii_digit() || (start.is_some() && matches!(character, '.' | '%'));
        match (start, digit) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                let number = written.get(from..at).unwrap_or_default();
                let (before, after) = (written.get(..from), written.get(at..));
                for moved in steps(number) {
                    texts.push(format!("{}{moved}{}", before.unwrap_or_default(), after.unwrap_or_default()));
                }
                start = None;
            }
            _ => {}
        }
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names_are_left_alone() {
        let written = "tỷ_lệ của 3.2 >= 70%";
        let condition = Condition::parse(written).unwrap();
        let names: Vec<(usize, usize)> = condition.comparisons()[0]
            .left
            .fields()
            .iter()
            .map(|field| (field.start, field.start + field.length))
            .collect();
        assert_eq!(numbers(written, &names), ["tỷ_lệ của 3.2 >= 69%", "tỷ_lệ của 3.2 >= 71%"]);
        assert_eq!(replaced(written, &names, SIGNS), ["tỷ_lệ của 3.2 > 70%"]);
    }
}
