use std::fmt;

use super::condition::{Comparator, Comparison, Condition};
use super::term::{Elapsed, Every, Operator, Pool, Reduction, Subject, Submission, Term};
use crate::{Exact, Text, text};

impl Subject {
    /// The field as people read it.
    #[must_use]
    pub fn words(&self) -> Text {
        match self {
            Self::Name(name) => Text::same(name.replace('_', " ")),
            Self::Total => text!("tổng điểm", "total points"),
            Self::Percent => text!("tỷ lệ đạt", "share of the maximum"),
            Self::Points(code) => text!("điểm của {code}", "points of {code}"),
            Self::Share(code) => text!("tỷ lệ của {code}", "share of {code}"),
            Self::Every(Every::Group) => text!("mọi nhóm", "every group"),
            Self::Every(Every::Criterion) => text!("mọi tiêu chí", "every criterion"),
            Self::Grade(None) => text!("xếp loại", "grade"),
            Self::Grade(Some(grading)) => text!("xếp loại của {grading}", "grade of {grading}"),
            Self::GradeValue(grading) => text!("giá trị của {grading}", "value of {grading}"),
            Self::Rank(None) => text!("hạng", "rank"),
            Self::Rank(Some(ranking)) => text!("hạng của {ranking}", "rank of {ranking}"),
            Self::Pool(Pool::Mean, ranking) => text!("bình quân của {ranking}", "average of {ranking}"),
            Self::Pool(Pool::Ranked, ranking) => {
                text!("số được xếp hạng ở {ranking}", "number ranked in {ranking}")
            }
            Self::Bonus => text!("điểm thưởng", "bonus"),
            Self::Deductions => text!("điểm trừ", "deductions"),
            Self::Kind => text!("loại đối tượng", "kind"),
            Self::Submission(Submission::There, stage) => text!("đã nộp ở {stage}", "submitted at {stage}"),
            Self::Submission(Submission::Missing, stage) => {
                text!("chưa nộp ở {stage}", "not submitted at {stage}")
            }
            Self::Reduced(reduction, input) => {
                let (vi, en) = match reduction {
                    Reduction::Sum => ("tổng", "sum"),
                    Reduction::Count => ("số lượng", "count"),
                    Reduction::Highest => ("lớn nhất", "highest"),
                    Reduction::Lowest => ("nhỏ nhất", "lowest"),
                    Reduction::Mean => ("trung bình", "mean"),
                };
                let input = input.replace('_', " ");
                text!("{vi} của {input}", "{en} of {input}")
            }
        }
    }
}

impl Term {
    /// The calculation as people read it.
    #[must_use]
    pub fn words(&self) -> Text {
        match self {
            Self::Number(number) => Text::same(number.to_string()),
            Self::Date(date) => Text::same(date.to_vietnamese()),
            Self::Quoted(words) => Text::same(format!("“{words}”")),
            Self::Field(field) => field.subject.words(),
            Self::Negate(inner) => {
                let inner = inner.words();
                Text { vi: format!("−{}", inner.vi), en: format!("−{}", inner.en) }
            }
            Self::Elapsed(unit, from, to) => {
                let side = |term: &Self| {
                    let words = term.words();
                    match term {
                        Self::Binary(..) => {
                            Text { vi: format!("({})", words.vi), en: format!("({})", words.en) }
                        }
                        _ => words,
                    }
                };
                let (vi, en) = match unit {
                    Elapsed::Months => ("số tháng", "months"),
                    Elapsed::Years => ("số năm", "years"),
                };
                let (from, to) = (side(from), side(to));
                Text {
                    vi: format!("{vi} từ {} đến {}", from.vi, to.vi),
                    en: format!("{en} from {} to {}", from.en, to.en),
                }
            }
            Self::Binary(operator, left, right) => {
                let product = |operator: &Operator| matches!(operator, Operator::Multiply | Operator::Divide);
                let side = |term: &Self, is_right: bool| {
                    let words = term.words();
                    let inner = match term {
                        Self::Binary(inner, ..) => Some(inner),
                        _ => None,
                    };
                    let weaker = inner.is_some_and(|inner| {
                        product(operator) & !product(inner)
                            || (is_right && product(operator) == product(inner))
                    });
                    if weaker {
                        Text { vi: format!("({})", words.vi), en: format!("({})", words.en) }
                    } else {
                        words
                    }
                };
                let (left, right) = (side(left, false), side(right, true));
                Text {
                    vi: format!("{} {operator} {}", left.vi, right.vi),
                    en: format!("{} {operator} {}", left.en, right.en),
                }
            }
        }
    }
}

impl Comparison {
    /// The comparison as people read it: its label when it has one.
    #[must_use]
    pub fn words(&self) -> Text {
        if let Some(label) = &self.label {
            return Text::same(label.clone());
        }
        let (left, right, sign) = (self.left.words(), self.right.words(), self.comparator.sign());
        if self.asks_a_stage() {
            return left;
        }
        Text {
            vi: format!("{} {sign} {}", left.vi, right.vi),
            en: format!("{} {sign} {}", left.en, right.en),
        }
    }
}

impl Comparison {
    /// Whether it is `chưa nộp ở …` as it stands, which is read without a sign.
    fn asks_a_stage(&self) -> bool {
        let one = matches!(&self.right, Term::Number(number) if *number.exact() == Exact::ONE);
        let stage =
            matches!(&self.left, Term::Field(field) if matches!(field.subject, Subject::Submission(..)));
        stage && one && self.comparator == Comparator::Equal
    }
}

impl Condition {
    /// The condition as people read it.
    #[must_use]
    pub fn words(&self) -> Text {
        match self {
            Self::All(parts) => joined(parts, text!(" và ", " and ")),
            Self::Any(parts) => joined(parts, text!(" hoặc ", " or ")),
            Self::Not(part) => {
                let part = part.words();
                Text { vi: format!("không ({})", part.vi), en: format!("not ({})", part.en) }
            }
            Self::Compare(comparison) => comparison.words(),
        }
    }
}

fn joined(parts: &[Condition], by: Text) -> Text {
    let words: Vec<Text> = parts
        .iter()
        .map(|part| match part {
            Condition::All(_) | Condition::Any(_) => {
                let words = part.words();
                Text { vi: format!("({})", words.vi), en: format!("({})", words.en) }
            }
            Condition::Not(_) | Condition::Compare(_) => part.words(),
        })
        .collect();
    let join = |pick: fn(&Text) -> &str, by: &str| words.iter().map(pick).collect::<Vec<_>>().join(by);
    Text { vi: join(|text| &text.vi, &by.vi), en: join(|text| &text.en, &by.en) }
}

impl fmt::Display for Term {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.words().vi)
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.words().vi)
    }
}
