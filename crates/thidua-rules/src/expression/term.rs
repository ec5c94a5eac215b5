use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::parse::parse_term;
use crate::{Date, Located, Number};

/// A calculation over named values (công thức): numbers, names, `+ - * /` and parentheses.
///
/// ```
/// use thidua_rules::Formula;
/// let formula = Formula::parse("hồ_sơ_đúng_hạn / hồ_sơ_tiếp_nhận").map_err(|error| error.message.en)?;
/// assert_eq!(formula.to_string(), "hồ sơ đúng hạn / hồ sơ tiếp nhận");
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Debug)]
pub struct Formula {
    /// The calculation as a tree.
    pub term: Located<Term>,
    written: String,
}

/// One step of a calculation.
#[derive(Clone, Debug, PartialEq)]
pub enum Term {
    /// A number as written.
    Number(Number),
    /// Words in quotation marks: the name of a choice or a grade.
    Quoted(String),
    /// A day: `2014-12-31` or `31/12/2014`, written without spaces.
    Date(Date),
    /// A named value.
    Field(Field),
    /// The opposite.
    Negate(Box<Term>),
    /// Two terms joined by one of the four operations.
    Binary(Operator, Box<Term>, Box<Term>),
    /// Whole months or years from one day to another.
    Elapsed(Elapsed, Box<Term>, Box<Term>),
}

/// One of the four operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

/// A named value and where its name stands inside the written text, in characters.
#[derive(Clone, Debug, Eq)]
pub struct Field {
    /// What is meant.
    pub subject: Subject,
    /// First character.
    pub start: usize,
    /// Number of characters.
    pub length: usize,
}

impl PartialEq for Field {
    /// Where it is written is no part of what it says.
    fn eq(&self, other: &Self) -> bool {
        self.subject == other.subject
    }
}

/// What a field of a formula or condition can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A declared input or parameter; right of a comparison also a choice or grade id.
    Name(String),
    /// Total points: `điểm`, `tổng_điểm`, `total`.
    Total,
    /// Total points as a share of the maximum: `tỷ_lệ`, `percent`.
    Percent,
    /// Points of a criterion: `điểm của I.1`, `points of I.1`.
    Points(String),
    /// Points of a criterion as a share of its maximum: `tỷ_lệ của I`, `share of I`.
    Share(String),
    /// The share of each of them, all of which must compare so: `mọi nhóm`, `every criterion`.
    Every(Every),
    /// The grade: `xếp_loại`, `grade`, or of a named grading `xếp_loại của G`.
    Grade(Option<String>),
    /// The number a grade stands for: `giá_trị của G`, `grade_value of G`.
    GradeValue(String),
    /// The rank: `hạng`, `rank`, or of a named ranking `hạng của R`.
    Rank(Option<String>),
    /// A figure of those ranked with the entrant: `bình_quân của R`, `ranked of R`.
    Pool(Pool, String),
    /// Bonus points that count: `điểm_thưởng`, `bonus`.
    Bonus,
    /// Deducted points, above zero: `điểm_trừ`, `deductions`.
    Deductions,
    /// The entrant's kind: `loại_đối_tượng`, `kind`.
    Kind,
    /// One number made of an input that has many values: `tổng của X`, `count of X`.
    Reduced(Reduction, String),
    /// Whether the entrant handed in something at a stage: `chưa nộp ở tham-dinh`, `submitted at self`.
    Submission(Submission, String),
}

/// A figure of everybody who is ranked in the same scope (con số của cả cụm).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pool {
    /// The mean of what is ranked by: `bình_quân của R`, `average of R`.
    Mean,
    /// How many have a place: `số_xếp_hạng của R`, `ranked of R`.
    Ranked,
}

/// What is counted between two days (tròn tháng, tròn năm): a month is whole on the same day of the month, or on its last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Elapsed {
    /// `số_tháng từ A đến B`, `months from A to B`.
    Months,
    /// `số_năm từ A đến B`, `years from A to B`.
    Years,
}

/// Of what every one must compare so (từng nhóm, từng tiêu chí).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Every {
    /// The top-level criteria: `mọi nhóm`, `every group`.
    Group,
    /// The criteria that are scored themselves: `mọi tiêu chí`, `every criterion`.
    Criterion,
}

/// What is asked about a stage (nộp phiếu).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Submission {
    /// Something came: `đã nộp ở`, `submitted at`.
    There,
    /// Nothing came: `chưa nộp ở`, `not submitted at`.
    Missing,
}

/// How many values become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reduction {
    /// `tổng của`, `sum of`.
    Sum,
    /// `số_lượng của`, `count of`.
    Count,
    /// `lớn_nhất của`, `highest of`.
    Highest,
    /// `nhỏ_nhất của`, `lowest of`.
    Lowest,
    /// `trung_bình của`, `mean of`.
    Mean,
}

impl Formula {
    /// Reads the one-line form.
    ///
    /// # Errors
    /// What is wrong and where, in characters.
    pub fn parse(written: &str) -> Result<Self, super::SyntaxError> {
        Ok(Self { term: Located::nowhere(parse_term(written)?), written: written.to_owned() })
    }

    /// A formula that is one input.
    #[must_use]
    pub fn input(name: &str) -> Self {
        let field = Field { subject: Subject::Name(name.to_owned()), start: 0, length: name.chars().count() };
        Self { term: Located::nowhere(Term::Field(field)), written: name.to_owned() }
    }
}

impl Term {
    /// Every field in reading order.
    #[must_use]
    pub fn fields(&self) -> Vec<&Field> {
        match self {
            Self::Number(_) | Self::Quoted(_) | Self::Date(_) => Vec::new(),
            Self::Field(field) => vec![field],
            Self::Negate(inner) => inner.fields(),
            Self::Binary(_, left, right) | Self::Elapsed(_, left, right) => {
                let mut fields = left.fields();
                fields.extend(right.fields());
                fields
            }
        }
    }
}

impl PartialEq for Formula {
    fn eq(&self, other: &Self) -> bool {
        self.written == other.written
    }
}

impl fmt::Display for Formula {
    /// As people read it: names with spaces.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.written.replace('_', " "))
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Add => "+",
            Self::Subtract => "−",
            Self::Multiply => "×",
            Self::Divide => "/",
        })
    }
}

impl Serialize for Formula {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.written)
    }
}

impl<'de> Deserialize<'de> for Formula {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = Located::<String>::deserialize(deserializer)?;
        let term = parse_term(&written.value).map_err(de::Error::custom)?;
        Ok(Self { term: Located { span: written.span, value: term }, written: written.value })
    }
}

impl JsonSchema for Formula {
    fn schema_name() -> Cow<'static, str> {
        "Formula".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Công thức một dòng trên tên số liệu: `hồ_sơ_đúng_hạn / hồ_sơ_tiếp_nhận`. A one-line calculation over named values.",
            "type": ["string", "number"]
        })
    }
}
