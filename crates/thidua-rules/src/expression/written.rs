//! Conditions as they are written (dạng viết): what [`Condition::parse`] reads back as the same condition.

use std::fmt::Write;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::condition::{Comparator, Comparison, Condition};
use super::term::{Elapsed, Every, Operator, Pool, Reduction, Subject, Submission, Term};

impl Serialize for Condition {
    /// One line where that says it all; a tree where a label, a clause or a lonely part needs one.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Some(line) = one_line(self) {
            return serializer.serialize_str(&line);
        }
        let mut map = serializer.serialize_map(None)?;
        match self {
            Self::All(parts) => map.serialize_entry("all", parts)?,
            Self::Any(parts) => map.serialize_entry("any", parts)?,
            Self::Not(part) => map.serialize_entry("not", part)?,
            Self::Compare(comparison) => {
                map.serialize_entry("when", &compared(comparison))?;
                if let Some(label) = &comparison.label {
                    map.serialize_entry("label", label)?;
                }
                if let Some(basis) = &comparison.basis {
                    map.serialize_entry("basis", basis)?;
                }
            }
        }
        if let (Some(label), false) = (way(self), matches!(self, Self::Compare(_))) {
            map.serialize_entry("label", label)?;
        }
        map.end()
    }
}

fn one_line(condition: &Condition) -> Option<String> {
    let joined = |parts: &[Condition], word: &str| {
        let lines: Option<Vec<String>> = parts.iter().map(part).collect();
        lines.filter(|lines| lines.len() > 1).map(|lines| lines.join(word))
    };
    match condition {
        Condition::All(parts) => joined(parts, " và "),
        Condition::Any(parts) => joined(parts, " hoặc "),
        Condition::Not(inner) => Some(format!("không {}", part(inner)?)),
        Condition::Compare(comparison) => {
            let plain = comparison.label.is_none() && comparison.way.is_none() && comparison.basis.is_none();
            plain.then(|| compared(comparison))
        }
    }
}

/// The label of a whole that no smaller whole within it already carries.
fn way(condition: &Condition) -> Option<&String> {
    let carried = |part: &Condition| {
        let comparisons = part.comparisons();
        let first = comparisons.first().and_then(|first| first.way.as_ref());
        !matches!(part, Condition::Compare(_))
            && first.is_some()
            && comparisons.iter().all(|each| each.way.as_ref() == first)
    };
    match condition {
        Condition::Compare(comparison) => comparison.way.as_ref(),
        Condition::Not(part) => way(part),
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().filter(|part| !carried(part)).find_map(way)
        }
    }
}

/// A part of a larger condition, in parentheses where it would fall apart.
fn part(condition: &Condition) -> Option<String> {
    let line = one_line(condition)?;
    Some(match condition {
        Condition::All(_) | Condition::Any(_) => format!("({line})"),
        Condition::Not(_) | Condition::Compare(_) => line,
    })
}

fn compared(comparison: &Comparison) -> String {
    let sign = match comparison.comparator {
        Comparator::Equal => "=",
        Comparator::NotEqual => "!=",
        Comparator::AtLeast => ">=",
        Comparator::Above => ">",
        Comparator::AtMost => "<=",
        Comparator::Below => "<",
    };
    let mut line = String::new();
    term(&mut line, &comparison.left, 0);
    line.extend([" ", sign, " "]);
    term(&mut line, &comparison.right, 0);
    line
}

/// `bound` says how tightly what stands around binds: 0 not at all, 1 like a sum, 2 like a product, 3 a sign.
fn term(line: &mut String, written: &Term, bound: u8) {
    // Writing to a String cannot fail.
    let _ = match written {
        Term::Number(number) => write!(line, "{number}"),
        Term::Quoted(words) => write!(line, "{}", quoted(words)),
        Term::Date(date) => write!(line, "{date}"),
        Term::Field(field) => write!(line, "{}", subject(&field.subject)),
        Term::Negate(inner) => {
            line.push('-');
            return term(line, inner, 3);
        }
        Term::Elapsed(unit, from, to) => {
            line.push_str(match unit {
                Elapsed::Months => "số_tháng từ ",
                Elapsed::Years => "số_năm từ ",
            });
            // What is between the words binds as tightly as behind a sign.
            term(line, from, 3);
            line.push_str(" đến ");
            return term(line, to, 3);
        }
        Term::Binary(operator, left, right) => {
            let (own, sign) = match operator {
                Operator::Add => (1, " + "),
                Operator::Subtract => (1, " - "),
                Operator::Multiply => (2, " * "),
                Operator::Divide => (2, " / "),
            };
            let opened = own < bound;
            line.push_str(if opened { "(" } else { "" });
            term(line, left, own);
            line.push_str(sign);
            // Equals join from the left, so that an equal on the right keeps its parentheses.
            term(line, right, own + 1);
            line.push_str(if opened { ")" } else { "" });
            return;
        }
    };
}

fn subject(subject: &Subject) -> String {
    let of = |word: &str, name: &str| format!("{word} của {}", quoted(name));
    match subject {
        Subject::Name(name) => name.clone(),
        Subject::Total => "điểm".to_owned(),
        Subject::Percent => "tỷ_lệ".to_owned(),
        Subject::Points(code) => of("điểm", code),
        Subject::Share(code) => of("tỷ_lệ", code),
        Subject::Every(Every::Group) => "mọi nhóm".to_owned(),
        Subject::Every(Every::Criterion) => "mọi tiêu chí".to_owned(),
        Subject::Grade(None) => "xếp_loại".to_owned(),
        Subject::Grade(Some(grading)) => of("xếp_loại", grading),
        Subject::GradeValue(grading) => of("giá_trị", grading),
        Subject::Rank(None) => "hạng".to_owned(),
        Subject::Rank(Some(ranking)) => of("hạng", ranking),
        Subject::Pool(Pool::Mean, ranking) => of("bình_quân", ranking),
        Subject::Pool(Pool::Ranked, ranking) => of("số_xếp_hạng", ranking),
        Subject::Bonus => "điểm_thưởng".to_owned(),
        Subject::Deductions => "điểm_trừ".to_owned(),
        Subject::Kind => "loại_đối_tượng".to_owned(),
        Subject::Submission(Submission::There, stage) => format!("đã_nộp ở {}", quoted(stage)),
        Subject::Submission(Submission::Missing, stage) => format!("chưa_nộp ở {}", quoted(stage)),
        Subject::Reduced(Reduction::Sum, input) => of("tổng", input),
        Subject::Reduced(Reduction::Count, input) => of("số_lượng", input),
        Subject::Reduced(Reduction::Highest, input) => of("lớn_nhất", input),
        Subject::Reduced(Reduction::Lowest, input) => of("nhỏ_nhất", input),
        Subject::Reduced(Reduction::Mean, input) => of("trung_bình", input),
    }
}

/// In the quotation marks that the words do not hold: no text can hold both kinds.
fn quoted(words: &str) -> String {
    if words.contains('"') { format!("'{words}'") } else { format!("\"{words}\"") }
}
