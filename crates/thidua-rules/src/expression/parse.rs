use std::fmt;

use super::condition::{Comparator, Comparison, Condition};
use super::foreign::foreign;
use super::term::{Elapsed, Every, Field, Operator, Pool, Reduction, Subject, Submission, Term};
use super::token::{Kind, Token, tokens};
use crate::{Date, Number, Span, Text, text};

/// What is wrong with a one-line formula or condition, and where in it (lỗi cú pháp).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// First character of the wrong part, from 0.
    pub start: usize,
    /// Number of characters of the wrong part.
    pub length: usize,
    /// What is wrong and what to write.
    pub message: Text,
}

impl SyntaxError {
    pub(super) fn new(start: usize, length: usize, message: Text) -> Self {
        Self { start, length, message }
    }
}

impl fmt::Display for SyntaxError {
    /// Carries the place for a reader that can narrow it down, then both languages.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "\u{1e}{}:{}\u{1e}{}", self.start, self.length, self.message.carry())
    }
}

/// Reads a formula.
pub(super) fn parse_term(source: &str) -> Result<Term, SyntaxError> {
    let (raw, parser) = parse(source)?;
    parser.term(raw)
}

/// Reads a condition.
pub(super) fn parse_condition(source: &str) -> Result<Condition, SyntaxError> {
    let (raw, parser) = parse(source)?;
    parser.condition(raw)
}

/// Deepest nesting accepted, so that no text can exhaust the stack.
const DEEPEST: usize = 24;

/// Most operations `+ - * /` in one text: each may lie inside the next.
const OPERATIONS_MAX: usize = 128;

/// Booleans and numbers in one tree: which is which is settled afterwards, in one pass.
enum Raw {
    Number(Number),
    Quoted(String),
    Date(Date),
    Field(Field),
    Negate(Box<Node>),
    Binary(Operator, Box<Node>, Box<Node>),
    Elapsed(Elapsed, Box<Node>, Box<Node>),
    Compare(Comparator, Box<Node>, Box<Node>),
    Not(Box<Node>),
    And(Vec<Node>),
    Or(Vec<Node>),
}

struct Node {
    raw: Raw,
    /// It stands in parentheses of its own.
    wrapped: bool,
    start: usize,
    end: usize,
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
    operations: usize,
    end: usize,
}

fn parse(source: &str) -> Result<(Node, Parser), SyntaxError> {
    let mut parser =
        Parser { tokens: tokens(source)?, at: 0, depth: 0, operations: 0, end: source.chars().count() };
    let node = parser.or()?;
    match parser.tokens.get(parser.at) {
        None => Ok((node, parser)),
        Some(token) => Err(foreign(&parser.tokens, parser.at).unwrap_or_else(|| {
            SyntaxError::new(
                token.start,
                token.end - token.start,
                text!(
                    "thừa phần này; có thể thiếu `và`, `hoặc` hay một phép tính trước nó",
                    "this part is left over; `and`, `or` or an operation may be missing before it"
                ),
            )
        })),
    }
}

impl Parser {
    fn or(&mut self) -> Result<Node, SyntaxError> {
        self.joined(&["hoặc", "or"], Self::and, Raw::Or)
    }

    fn and(&mut self) -> Result<Node, SyntaxError> {
        self.joined(&["và", "and"], Self::not, Raw::And)
    }

    fn joined(
        &mut self,
        words: &[&str],
        part: fn(&mut Self) -> Result<Node, SyntaxError>,
        join: fn(Vec<Node>) -> Raw,
    ) -> Result<Node, SyntaxError> {
        let first = part(self)?;
        let mut parts = vec![first];
        while self.take_word(words) {
            parts.push(part(self)?);
        }
        let (start, end) =
            (parts.first().map_or(0, |node| node.start), parts.last().map_or(0, |node| node.end));
        Ok(match <[Node; 1]>::try_from(parts) {
            Ok([only]) => only,
            Err(parts) => Node { raw: join(parts), wrapped: false, start, end },
        })
    }

    fn not(&mut self) -> Result<Node, SyntaxError> {
        let start = self.place();
        if self.take_word(&["không", "not"]) {
            self.deeper(start)?;
            let part = self.not()?;
            self.depth -= 1;
            let end = part.end;
            return Ok(Node { raw: Raw::Not(Box::new(part)), wrapped: false, start, end });
        }
        self.comparison()
    }

    fn comparison(&mut self) -> Result<Node, SyntaxError> {
        let left = self.sum()?;
        let Some(comparator) = self.take_comparator() else { return Ok(left) };
        let right = self.sum()?;
        let (start, end) = (left.start, right.end);
        if let Some(again) = self.tokens.get(self.at).filter(|token| comparator_of(&token.kind).is_some()) {
            return Err(SyntaxError::new(
                again.start,
                again.end - again.start,
                text!(
                    "không so sánh nối tiếp được; viết hai điều kiện và nối bằng `và`",
                    "comparisons cannot be chained; write two and join them with `and`"
                ),
            ));
        }
        Ok(Node {
            raw: Raw::Compare(comparator, Box::new(left), Box::new(right)),
            wrapped: false,
            start,
            end,
        })
    }

    fn sum(&mut self) -> Result<Node, SyntaxError> {
        self.operation(Self::product, &[("+", Operator::Add), ("-", Operator::Subtract)])
    }

    fn product(&mut self) -> Result<Node, SyntaxError> {
        self.operation(Self::factor, &[("*", Operator::Multiply), ("/", Operator::Divide)])
    }

    fn operation(
        &mut self,
        part: fn(&mut Self) -> Result<Node, SyntaxError>,
        operators: &[(&str, Operator)],
    ) -> Result<Node, SyntaxError> {
        let mut left = part(self)?;
        while let Some((_, operator)) = operators.iter().find(|(symbol, _)| self.peek_symbol(symbol)) {
            self.at += 1;
            self.operations += 1;
            if self.operations > OPERATIONS_MAX {
                return Err(self.too_deep(left.start));
            }
            let right = part(self)?;
            let (start, end) = (left.start, right.end);
            left = Node {
                raw: Raw::Binary(*operator, Box::new(left), Box::new(right)),
                wrapped: false,
                start,
                end,
            };
        }
        Ok(left)
    }

    fn factor(&mut self) -> Result<Node, SyntaxError> {
        let start = self.place();
        if self.take_symbol("-") {
            self.deeper(start)?;
            let inner = self.factor()?;
            self.depth -= 1;
            let end = inner.end;
            return Ok(Node { raw: Raw::Negate(Box::new(inner)), wrapped: false, start, end });
        }
        if self.take_symbol("(") {
            self.deeper(start)?;
            let inner = self.or()?;
            self.depth -= 1;
            if !self.take_symbol(")") {
                return Err(foreign(&self.tokens, self.at).unwrap_or_else(|| {
                    SyntaxError::new(
                        start,
                        1,
                        text!("ngoặc này chưa đóng; thêm `)`", "this parenthesis is never closed; add `)`"),
                    )
                }));
            }
            return Ok(Node { wrapped: true, start, end: self.previous_end(), ..inner });
        }
        let Some(token) = self.tokens.get(self.at).cloned() else {
            return Err(SyntaxError::new(
                start.saturating_sub(1),
                1,
                text!(
                    "thiếu một số hoặc một tên ở cuối; thêm vào, hoặc bỏ dấu đứng cuối",
                    "a number or a name is missing at the end; add it, or drop the last sign"
                ),
            ));
        };
        self.at += 1;
        let raw = match token.kind {
            Kind::Number(number) => Raw::Number(number),
            Kind::Quoted(words) => Raw::Quoted(words),
            Kind::Date(date) => Raw::Date(date),
            Kind::Name(name) => {
                // `max(a, b)`: the parenthesis would be left over, and what is in it be told first.
                if self.peek_symbol("(")
                    && let Some(error) = foreign(&self.tokens, self.at)
                {
                    return Err(error);
                }
                if let Some(elapsed) = self.elapsed(&name, token.start)? {
                    return Ok(elapsed);
                }
                let subject = self.subject(&name)?;
                let end = self.previous_end();
                Raw::Field(Field { subject, start: token.start, length: end - token.start })
            }
            Kind::Symbol(symbol) => {
                return Err(foreign(&self.tokens, self.at - 1).unwrap_or_else(|| {
                    SyntaxError::new(
                        token.start,
                        token.end - token.start,
                        text!(
                            "thiếu một số hoặc một tên trước `{symbol}`; thêm vào, hoặc bỏ dấu ấy",
                            "a number or a name is missing before `{symbol}`; add it, or drop the sign"
                        ),
                    )
                }));
            }
        };
        Ok(Node { raw, wrapped: false, start: token.start, end: self.previous_end() })
    }

    /// `số_tháng từ A đến B`; a calculation on either side stands in parentheses.
    fn elapsed(&mut self, name: &str, start: usize) -> Result<Option<Node>, SyntaxError> {
        let unit = match name.to_lowercase().as_str() {
            "số_tháng" | "months" => Elapsed::Months,
            "số_năm" | "years" => Elapsed::Years,
            _ => return Ok(None),
        };
        if !self.take_word(&["từ", "from"]) {
            return Ok(None);
        }
        self.deeper(start)?;
        let from = self.factor()?;
        if !self.take_word(&["đến", "to"]) {
            return Err(SyntaxError::new(
                start,
                self.previous_end() - start,
                text!(
                    "thiếu `đến` và ngày cuối; viết `{name} từ ngày_vào đến 31/12/2025`, phép tính thì để trong ngoặc",
                    "`to` and the last day are missing; write `{name} from day_in to 31/12/2025`, a calculation in parentheses"
                ),
            ));
        }
        let to = self.factor()?;
        self.depth -= 1;
        let end = to.end;
        Ok(Some(Node { raw: Raw::Elapsed(unit, Box::new(from), Box::new(to)), wrapped: false, start, end }))
    }

    fn subject(&mut self, name: &str) -> Result<Subject, SyntaxError> {
        let of = self.take_of()?;
        let lower = name.to_lowercase();
        if matches!(lower.as_str(), "mọi" | "every") {
            if self.take_word(&["nhóm", "group"]) {
                return Ok(Subject::Every(Every::Group));
            }
            let whole = self.take_word(&["tiêu_chí", "criterion"]);
            if whole || (self.take_word(&["tiêu"]) && self.take_word(&["chí"])) {
                return Ok(Subject::Every(Every::Criterion));
            }
        }
        if let (None, Some(submission)) = (&of, self.submission(&lower)) {
            return Ok(Subject::Submission(submission, self.stage()?));
        }
        Ok(match (lower.as_str(), of) {
            ("điểm" | "tổng_điểm" | "total", None) => Subject::Total,
            ("tỷ_lệ" | "percent", None) => Subject::Percent,
            ("điểm" | "points", Some(code)) => Subject::Points(code),
            ("tỷ_lệ" | "share", Some(code)) => Subject::Share(code),
            ("xếp_loại" | "grade", grading) => Subject::Grade(grading),
            ("giá_trị" | "grade_value", Some(grading)) => Subject::GradeValue(grading),
            ("hạng" | "rank", ranking) => Subject::Rank(ranking),
            ("bình_quân" | "average", Some(ranking)) => Subject::Pool(Pool::Mean, ranking),
            ("số_xếp_hạng" | "ranked", Some(ranking)) => Subject::Pool(Pool::Ranked, ranking),
            ("điểm_thưởng" | "bonus", None) => Subject::Bonus,
            ("điểm_trừ" | "deductions", None) => Subject::Deductions,
            ("loại_đối_tượng" | "kind", None) => Subject::Kind,
            ("tổng" | "sum", Some(input)) => Subject::Reduced(Reduction::Sum, input),
            ("số_lượng" | "count", Some(input)) => Subject::Reduced(Reduction::Count, input),
            ("lớn_nhất" | "highest", Some(input)) => Subject::Reduced(Reduction::Highest, input),
            ("nhỏ_nhất" | "lowest", Some(input)) => Subject::Reduced(Reduction::Lowest, input),
            ("trung_bình" | "mean", Some(input)) => Subject::Reduced(Reduction::Mean, input),
            (_, None) => Subject::Name(name.to_owned()),
            (_, Some(_)) => {
                let start = self.tokens.get(self.at.saturating_sub(3)).map_or(0, |token| token.start);
                return Err(SyntaxError::new(
                    start,
                    name.chars().count(),
                    text!(
                        "`{name} của …` không có nghĩa; trước `của` dùng `điểm`, `tỷ_lệ`, `xếp_loại`, `giá_trị`, `hạng`, `bình_quân`, `số_xếp_hạng`, `tổng`, `số_lượng`, `lớn_nhất`, `nhỏ_nhất` hoặc `trung_bình`",
                        "`{name} of …` has no meaning; before `of` stands `points`, `share`, `grade`, `grade_value`, `rank`, `average`, `ranked`, `sum`, `count`, `highest`, `lowest` or `mean`"
                    ),
                ));
            }
        })
    }

    /// `chưa nộp ở`, `đã_nộp ở`, `submitted at`: up to the stage. As a name alone it is a name.
    fn submission(&mut self, name: &str) -> Option<Submission> {
        let before = self.at;
        let submission = match name {
            "chưa_nộp" | "not_submitted" => Submission::Missing,
            "đã_nộp" | "submitted" => Submission::There,
            "chưa" if self.take_word(&["nộp"]) => Submission::Missing,
            "đã" if self.take_word(&["nộp"]) => Submission::There,
            _ => return None,
        };
        let at = self.take_word(&["ở", "at"]);
        if !at {
            self.at = before;
        }
        at.then_some(submission)
    }

    /// The id or the title of a stage.
    fn stage(&mut self) -> Result<String, SyntaxError> {
        match self.tokens.get(self.at).map(|token| token.kind.clone()) {
            Some(Kind::Quoted(stage) | Kind::Name(stage)) => {
                self.at += 1;
                Ok(stage)
            }
            _ => Err(SyntaxError::new(
                self.place().saturating_sub(1),
                1,
                text!(
                    "sau `nộp ở` thiếu tên vòng; viết chẳng hạn `chưa nộp ở tham-dinh`, tên có khoảng trắng thì để trong nháy",
                    "after `submitted at` the stage is missing; write for example `not submitted at appraised`, a title with spaces in quotation marks"
                ),
            )),
        }
    }

    fn take_of(&mut self) -> Result<Option<String>, SyntaxError> {
        if !self.take_word(&["của", "of"]) {
            return Ok(None);
        }
        match self.tokens.get(self.at).map(|token| token.kind.clone()) {
            Some(Kind::Quoted(code)) => {
                self.at += 1;
                Ok(Some(code))
            }
            _ => Err(SyntaxError::new(
                self.place().saturating_sub(1),
                1,
                text!(
                    "sau `của` thiếu một mã tiêu chí hoặc một tên; viết chẳng hạn `điểm của I.1`",
                    "after `of` a criterion code or a name is missing; write for example `points of I.1`"
                ),
            )),
        }
    }

    fn take_word(&mut self, words: &[&str]) -> bool {
        let found = matches!(self.tokens.get(self.at), Some(Token { kind: Kind::Name(name), .. }) if words.contains(&name.to_lowercase().as_str()));
        self.at += usize::from(found);
        found
    }

    fn peek_symbol(&self, wanted: &str) -> bool {
        matches!(self.tokens.get(self.at), Some(Token { kind: Kind::Symbol(symbol), .. }) if *symbol == wanted)
    }

    fn take_symbol(&mut self, wanted: &str) -> bool {
        let found = self.peek_symbol(wanted);
        self.at += usize::from(found);
        found
    }

    fn take_comparator(&mut self) -> Option<Comparator> {
        let comparator = comparator_of(&self.tokens.get(self.at)?.kind)?;
        self.at += 1;
        Some(comparator)
    }

    fn place(&self) -> usize {
        self.tokens.get(self.at).map_or(self.end, |token| token.start)
    }

    fn previous_end(&self) -> usize {
        self.tokens.get(self.at.saturating_sub(1)).map_or(self.end, |token| token.end)
    }

    fn deeper(&mut self, start: usize) -> Result<(), SyntaxError> {
        self.depth += 1;
        if self.depth > DEEPEST { Err(self.too_deep(start)) } else { Ok(()) }
    }

    fn too_deep(&self, start: usize) -> SyntaxError {
        SyntaxError::new(
            start,
            1,
            text!(
                "biểu thức lồng quá sâu hoặc quá dài; chia ra nhiều tiêu chí hay nhiều điều kiện",
                "the expression is nested too deep or too long; divide it among several criteria or conditions"
            ),
        )
    }

    fn term(&self, node: Node) -> Result<Term, SyntaxError> {
        let (start, length) = (node.start, node.end - node.start);
        Ok(match node.raw {
            Raw::Number(number) => Term::Number(number),
            Raw::Quoted(words) => Term::Quoted(words),
            Raw::Date(date) => Term::Date(date),
            Raw::Field(field) => Term::Field(field),
            Raw::Negate(inner) => Term::Negate(Box::new(self.term(*inner)?)),
            Raw::Binary(operator, left, right) => {
                Term::Binary(operator, Box::new(self.term(*left)?), Box::new(self.term(*right)?))
            }
            Raw::Elapsed(unit, from, to) => {
                Term::Elapsed(unit, Box::new(self.term(*from)?), Box::new(self.term(*to)?))
            }
            Raw::Compare(..) | Raw::Not(_) | Raw::And(_) | Raw::Or(_) => {
                return Err(SyntaxError::new(
                    start,
                    length,
                    text!(
                        "ở đây cần một số, không phải một điều kiện; bỏ phép so sánh, hoặc dùng phương pháp `cases`",
                        "a number is needed here, not a condition; drop the comparison, or use the method `cases`"
                    ),
                ));
            }
        })
    }

    fn condition(&self, node: Node) -> Result<Condition, SyntaxError> {
        let (start, length) = (node.start, node.end - node.start);
        let compare = |left, comparator, right| {
            Condition::Compare(Box::new(Comparison {
                left,
                comparator,
                right,
                label: None,
                way: None,
                bare: false,
                basis: None,
                span: Span::default(),
            }))
        };
        Ok(match node.raw {
            Raw::And(parts) => {
                Condition::All(parts.into_iter().map(|part| self.condition(part)).collect::<Result<_, _>>()?)
            }
            Raw::Or(parts) => {
                let parts = parts.into_iter().map(|part| {
                    let bare = !part.wrapped && matches!(part.raw, Raw::And(_));
                    let mut part = self.condition(part)?;
                    if bare {
                        part.each(&mut |comparison| comparison.bare = true);
                    }
                    Ok(part)
                });
                Condition::Any(parts.collect::<Result<_, _>>()?)
            }
            Raw::Not(part) => Condition::Not(Box::new(self.condition(*part)?)),
            Raw::Compare(comparator, left, right) => {
                compare(self.term(*left)?, comparator, self.term(*right)?)
            }
            // A yes-no input on its own: `kỷ_luật` is `kỷ_luật = 1`. So is what is asked about a stage.
            Raw::Field(field) => {
                compare(Term::Field(field), Comparator::Equal, Term::Number(Number::from(1)))
            }
            Raw::Number(_)
            | Raw::Quoted(_)
            | Raw::Date(_)
            | Raw::Negate(_)
            | Raw::Binary(..)
            | Raw::Elapsed(..) => {
                return Err(SyntaxError::new(
                    start,
                    length,
                    text!(
                        "ở đây cần một điều kiện; thêm `>=`, `=` hoặc một dấu so sánh khác",
                        "a condition is needed here; add `>=`, `=` or another comparison"
                    ),
                ));
            }
        })
    }
}

fn comparator_of(kind: &Kind) -> Option<Comparator> {
    Some(match kind {
        Kind::Symbol("=") => Comparator::Equal,
        Kind::Symbol("!=") => Comparator::NotEqual,
        Kind::Symbol(">=") => Comparator::AtLeast,
        Kind::Symbol(">") => Comparator::Above,
        Kind::Symbol("<=") => Comparator::AtMost,
        Kind::Symbol("<") => Comparator::Below,
        Kind::Name(word) if matches!(word.to_lowercase().as_str(), "là" | "is") => Comparator::Equal,
        Kind::Name(word) if word.to_lowercase() == "khác" => Comparator::NotEqual,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn both_languages_give_one_tree() {
        let pairs = [
            ("điểm >= 90 và tỷ_lệ >= 95%", "total >= 90 and percent >= 95%"),
            ("không kỷ_luật hoặc điểm của I.1 > 2", "not kỷ_luật or points of I.1 > 2"),
            ("mọi nhóm >= 50%", "every group ≥ 50%"),
            ("mọi tiêu chí > 0%", "every criterion > 0%"),
            ("ngày_nộp <= 2014-12-31", "ngày_nộp <= 31/12/2014"),
            ("số_tháng từ ngày_vào đến 31/12/2025 >= 24", "months from ngày_vào to 2025-12-31 >= 24"),
            ("số_năm từ (a + 1) đến b = 3", "years from (a + 1) to b = 3"),
            ("xếp_loại là \"xuất sắc\"", "grade = \"xuất sắc\""),
            ("Điểm Của I.1 Là 3 Và Không a", "POINTS OF I.1 IS 3 AND NOT a"),
        ];
        for (vietnamese, english) in pairs {
            let tree = |words: &str| parse_condition(words).map(|condition| condition.to_string());
            assert_eq!(tree(vietnamese), tree(english));
            assert!(tree(vietnamese).is_ok(), "{:?}", tree(vietnamese));
        }
    }

    #[test]
    fn multiplication_binds_tighter() {
        assert_eq!(parse_term("a + b * c - d / 2").unwrap().to_string(), "a + b × c − d / 2");
        assert_eq!(parse_term("(a + b) * c").unwrap().to_string(), "(a + b) × c");
        assert_eq!(parse_term("a - (b - c) / (d * e)").unwrap().to_string(), "a − (b − c) / (d × e)");
        assert_eq!(parse_term("a-b").unwrap().to_string(), "a-b");
        assert_eq!(parse_term("a - b").unwrap().to_string(), "a − b");
    }

    #[test]
    fn knows_what_is_mixed_without_parentheses() {
        let bare = |words: &str| {
            let condition = parse_condition(words).unwrap();
            condition.comparisons().into_iter().map(|each| each.bare).collect::<Vec<_>>()
        };
        assert_eq!(bare("a và b hoặc c"), [true, true, false]);
        assert_eq!(bare("a hoặc không b và c"), [false, true, true]);
        assert_eq!(bare("(a và b) hoặc c"), [false; 3]);
        assert_eq!(bare("a và (b hoặc c)"), [false; 3]);
        assert_eq!(bare("d và (a và b hoặc c)"), [false, true, true, false]);
        assert_eq!(parse_condition("a và b hoặc c"), parse_condition("(a và b) hoặc c"));
    }

    #[test]
    fn the_manner_of_other_places_is_answered() {
        let told =
            |words: &str| parse_term(words).map_err(|error| (error.start, error.length, error.message.en));
        let cases = [
            ("a ^ 2", 2, 1, "`power`"),
            ("a ** 2", 2, 2, "`power`"),
            ("max(a, b)", 0, 3, "`points_max`"),
            ("2 * round(a / b)", 4, 5, "`rounding`"),
            ("IF(a > 1, 2, 3)", 0, 2, "`cases`"),
            ("sum(a, b)", 0, 3, "`sum of …`"),
            ("log(a)", 0, 3, "`+ - * /`"),
            ("a, b", 1, 1, "no commas"),
            ("(a, b)", 2, 1, "no commas"),
            ("1e3 * a", 1, 2, "in full"),
            ("2a", 1, 1, "`2 * a`"),
        ];
        for (words, start, length, with) in cases {
            let (at, long, message) = told(words).unwrap_err();
            assert_eq!((at, long), (start, length), "{words}");
            assert!(message.contains(with), "{words}: {message:?}");
        }
    }

    #[test]
    fn every_refusal_says_what_to_do() {
        let wrong = [
            "điểm >= 90,5",
            "điểm >= ",
            "(điểm >= 90",
            "1 < điểm < 3",
            "điểm + 2",
            "điểm >= 90 hạng <= 3",
            "điểm $ 3",
            "điểm >= \"a",
            "điểm của = 3",
            "a của I > 1",
            "(a > 1) + 2 > 3",
            "> 3",
            "max(a) > 1",
            "ngày = 31/11/2014",
        ];
        for words in wrong {
            let message = parse_condition(words).unwrap_err().message;
            assert!(message.vi.contains("; ") && message.en.contains("; "), "{words}: {message:?}");
        }
    }

    #[test]
    fn says_where_and_what() {
        let place = |words: &str| parse_condition(words).map_err(|error| (error.start, error.length));
        assert_eq!(place("điểm >= 90,5"), Err((8, 4)));
        assert_eq!(place("điểm >= "), Err((7, 1)));
        assert_eq!(place("(điểm >= 90"), Err((0, 1)));
        assert_eq!(place("1 < điểm < 3"), Err((9, 1)));
        assert_eq!(place("điểm + 2"), Err((0, 8)));
        assert_eq!(place("điểm >= 90 hạng <= 3"), Err((11, 4)));
        assert_eq!(place("điểm $ 3"), Err((5, 1)));
        assert!(parse_condition(&"(".repeat(4000)).is_err());
        assert!(parse_condition(&"không ".repeat(600)).is_err());
        assert!(parse_term(&"1+".repeat(2000)).is_err());
    }

    proptest! {
        #[test]
        fn never_panics(words in "[a-zđ0-9_ ()<>=+*/%,.\"-]{0,60}") {
            let _ = parse_condition(&words);
            let _ = parse_term(&words);
        }
    }
}
