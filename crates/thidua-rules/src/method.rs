//! Scoring methods (phương pháp chấm điểm): each turns what was entered for one criterion into points.
//!
//! One file a method. To add one: copy the nearest file, add one line to the list in
//! `rules/criterion.rs`, a fixture folder under `fixtures/methods/` and a section in `docs/methods.md`.

mod bands;
mod cases;
mod count;
mod deduct;
mod direct;
mod formula;
mod increments;
mod items;
mod lateness;
mod levels;
mod linear;
mod panel;
mod power;
mod ratio;
mod relative;
mod survey;
mod yes_no;

pub use written::*;

use crate::program::{Builder, Interval, Kind, Marks, Num, Pays};
use crate::rules::Absence;
use crate::{Condition, Exact, Formula, InputId, Number, Span, Text};

/// What authors write, method by method.
pub mod written {
    pub use super::bands::{Band, Bands, Line};
    pub use super::cases::{Case, CasesMethod};
    pub use super::count::Count;
    pub use super::deduct::{Deduct, DeductItem, Minus, Rung};
    pub use super::direct::Direct;
    pub use super::formula::FormulaMethod;
    pub use super::increments::{Increments, Scaled, Steps};
    pub use super::items::{Items, Take};
    pub use super::lateness::{DayCount, Lateness};
    pub use super::levels::{Level, Levels};
    pub use super::linear::{Anchor, Beyond, Linear};
    pub use super::panel::{Combine, Panel};
    pub use super::power::Power;
    pub use super::ratio::{OverAchievement, Ratio};
    pub use super::relative::{Better, Outside, Relative, RelativeKind, Scope};
    pub use super::survey::{Answer, Survey};
    pub use super::yes_no::YesNo;
}

/// What a method reads about one entrant.
pub enum Read<'a> {
    /// The criterion's own cell, entered under its code.
    Own(InputKind),
    /// A calculation over inputs and parameters.
    Formula(&'a Formula),
    /// An input that has many values.
    List(&'a str),
    /// A condition over inputs: 1 where it holds, else 0.
    Condition(&'a Condition),
}

/// What kind of value a cell must hold (kiểu dữ liệu).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InputKind {
    /// Points, entered by people.
    Points,
    /// Yes or no.
    YesNo,
    /// One of the choices: the id and the title of each.
    Choice(Vec<(String, String)>),
}

/// What a method is lowered from: one operand for each of [`Method::reads`], in that order.
pub struct Given<'a> {
    /// What was read, in the order of [`Method::reads`].
    pub reads: &'a [Operand],
    /// The lowest points.
    pub min: &'a Exact,
    /// The highest points.
    pub max: &'a Exact,
}

/// What was read, as a step or as an input with many values.
#[derive(Clone, Copy, Debug)]
pub enum Operand {
    /// A step.
    Number(Num),
    /// An input with many values.
    List(InputId),
}

/// How far points may go.
#[derive(Clone, Debug, PartialEq)]
pub enum Limit {
    /// Not beyond the maximum: more is refused.
    Maximum,
    /// As far as what is declared pays.
    Paid,
    /// Anywhere.
    Open,
}

impl Given<'_> {
    /// The first number read.
    fn first(&self) -> Option<Num> {
        self.number(0)
    }

    fn number(&self, position: usize) -> Option<Num> {
        match self.reads.get(position)? {
            Operand::Number(number) => Some(*number),
            Operand::List(_) => None,
        }
    }

    fn numbers(&self) -> impl Iterator<Item = Num> {
        self.reads.iter().filter_map(|read| match read {
            Operand::Number(number) => Some(*number),
            Operand::List(_) => None,
        })
    }

    /// Where the many values come from: the list, or the numbers that are there.
    fn marks(&self) -> Marks {
        let list = self.reads.iter().find_map(|read| match read {
            Operand::List(input) => Some(*input),
            Operand::Number(_) => None,
        });
        list.map_or_else(|| Marks::Steps(self.numbers().collect()), Marks::List)
    }
}

/// What a method writes down, each with the kind of value that belongs there.
#[derive(Default)]
pub struct Declared<'a> {
    /// Formulas: the key, the formula, and the kind it must have.
    pub formulas: Vec<(&'static str, &'a Formula, Kind)>,
    /// Inputs with many values, named alone.
    pub lists: Vec<(&'static str, &'a str)>,
    /// A value that is looked up, and the numbers it is compared with.
    pub tables: Vec<(&'a Formula, Vec<Row<'a>>)>,
    /// Two values that must be of one kind.
    pub alike: Vec<(&'a Formula, &'a Formula)>,
    /// Numbers, each with its key and kind.
    pub numbers: Vec<DeclaredNumber<'a>>,
}

/// Where a row of a table begins or ends, and its place when it has one of its own.
pub type Row<'a> = (&'a Number, Option<Span>);

/// A number of a method.
pub struct DeclaredNumber<'a> {
    /// The key it is written under.
    pub key: &'static str,
    /// What is written.
    pub number: &'a Number,
    /// The kind it must have.
    pub kind: Kind,
    /// Where it stands, when it knows that better than the criterion.
    pub span: Option<Span>,
    /// Below zero it makes no sense.
    pub positive: bool,
}

impl<'a> Declared<'a> {
    pub(crate) fn number(
        &mut self,
        kind: Kind,
        key: &'static str,
        numbers: impl IntoIterator<Item = &'a Number>,
    ) {
        self.add(kind, key, numbers, None, false);
    }

    /// Numbers that are amounts or rates: none lies below zero.
    pub(crate) fn amount(
        &mut self,
        kind: Kind,
        key: &'static str,
        numbers: impl IntoIterator<Item = &'a Number>,
    ) {
        self.add(kind, key, numbers, None, true);
    }

    pub(crate) fn add(
        &mut self,
        kind: Kind,
        key: &'static str,
        numbers: impl IntoIterator<Item = &'a Number>,
        span: Option<Span>,
        positive: bool,
    ) {
        let all = numbers.into_iter();
        self.numbers.extend(all.map(|number| DeclaredNumber { key, number, kind, span, positive }));
    }
}

/// What every scoring method does.
pub trait Method: Send + Sync + std::fmt::Debug {
    /// What it reads, in a fixed order.
    fn reads(&self) -> Vec<Read<'_>>;
    /// The points, as steps over what was read; `None` when it is declared wrongly.
    fn lower(&self, given: &Given<'_>, to: &mut Builder) -> Option<Num>;
    /// What it writes down: formulas and numbers with their kinds.
    fn declares<'a>(&'a self, to: &mut Declared<'a>);
    /// How far its points may go.
    fn limit(&self) -> Limit {
        Limit::Paid
    }
    /// Whether a missing value is part of the method's job rather than a gap in the data.
    fn bears_gaps(&self) -> bool {
        false
    }
    /// The reference set it compares with, for relative methods.
    fn reference(&self) -> Option<Reference<'_>> {
        None
    }
    /// The tables over one value, for methods that are one or hold some.
    fn tables(&self, max: &Exact) -> Vec<Table<'_>> {
        let _ = max;
        Vec::new()
    }
    /// What each choice pays, for methods by which people choose.
    fn choices(&self) -> Vec<ChoicePays<'_>> {
        Vec::new()
    }
    /// What is taken away, for methods that take away.
    fn taken(&self) -> Vec<Taken<'_>> {
        Vec::new()
    }
    /// The part of the maximum that it pays in proportion, when it pays nothing else.
    fn proportion(&self) -> Option<Proportion> {
        None
    }
    /// Every such part that it may pay.
    fn proportions(&self) -> Vec<Proportion> {
        self.proportion().into_iter().collect()
    }
    /// Keys that nothing reads where they stand: the key, and in both languages where it works.
    fn idle_keys(&self) -> Vec<(&'static str, &'static str, &'static str)> {
        Vec::new()
    }
    /// Mistakes in the declaration itself: message, help and the span when known.
    fn mistakes(&self, max: &Exact) -> Vec<Mistake> {
        let _ = max;
        Vec::new()
    }
}

/// Who is compared with whom.
pub struct Reference<'a> {
    /// Among whom.
    pub scope: Scope,
    /// Only those who meet this belong to the set.
    pub among: Option<&'a Condition>,
    /// What those outside get; they are compared like the others when nothing is said.
    pub outside: Option<Absence>,
}

/// A table over one value (bảng tra), as it is proved about.
pub struct Table<'a> {
    /// The value that is looked up.
    pub of: &'a Formula,
    /// Which of [`Method::reads`] it is.
    pub read: usize,
    /// Whether every value comes to it; inside a case perhaps only some do.
    pub whole: bool,
    /// The lowest and the highest value that can occur, as declared.
    pub ends: (Option<&'a Number>, Option<&'a Number>),
    /// Whether people write the values as percentages.
    pub percent: bool,
    /// In written order; the first that holds a value counts.
    pub rows: Vec<TableRow>,
}

/// One row of a table.
pub struct TableRow {
    /// The values it is for.
    pub values: Interval,
    /// What it pays; `None` when that is declared wrongly.
    pub pays: Option<Pays>,
    /// Nothing below a floor, or everything from a mark on: a threshold said aloud.
    pub threshold: bool,
    /// Where it is written.
    pub span: Span,
}

/// A choice and what it pays.
pub struct ChoicePays<'a> {
    /// The id of the choice.
    pub id: &'a str,
    /// Its points.
    pub points: &'a Number,
    /// Where it is written.
    pub span: Span,
}

/// Points that are taken away for one reason.
pub struct Taken<'a> {
    /// How many times, or yes-no.
    pub of: &'a Formula,
    /// From so many times on so many points in all; `None` for all that remains.
    pub rungs: Vec<(&'a Number, Option<&'a Number>)>,
    /// At most so many points.
    pub at_most: Option<&'a Number>,
    /// Where it is written.
    pub span: Span,
    /// How to say that everything is taken.
    pub all: Text,
}

/// A part of the maximum paid in proportion to a value.
pub struct Proportion {
    /// Below this value nothing is paid.
    pub floor: Option<Exact>,
    /// The value counts up to this.
    pub cap: Exact,
    /// Whether more than the whole pays on top.
    pub beyond: bool,
    /// What to write where the floor leaves nothing below the cap.
    pub widen: Text,
    /// What to write where more than the whole is usual.
    pub exceed: Text,
}

/// A mistake in how a method is declared.
pub struct Mistake {
    /// The code of the finding.
    pub code: &'static str,
    /// Where it stands; the criterion when that is not known.
    pub span: Option<crate::Span>,
    /// What is wrong.
    pub message: Text,
    /// What to write instead.
    pub help: Text,
}

/// `number` times the maximum.
pub(crate) fn share_of(max: &Exact, share: &Number) -> Exact {
    max.clone() * share.exact().clone()
}

/// The number for a sentence: exact when short, else the fraction and its rounded value.
pub fn show(value: &Exact) -> String {
    let mut words = String::from("\u{2}");
    if value.write_decimal(6, '.', &mut words).is_some() {
        words.push('\u{2}');
        return words;
    }
    format!("≈ \u{2}{}\u{2}", value.display_rounded(6))
}

/// A number of the rule file for a sentence, as it was written.
pub fn show_number(number: &Number) -> String {
    format!("\u{2}{number}\u{2}")
}

/// A share for a sentence, as a percentage.
pub fn show_percent(value: &Exact) -> String {
    let percent = value.clone() * Exact::from(100);
    let mut words = String::from("\u{2}");
    if percent.write_decimal(4, '.', &mut words).is_some() {
        words.push_str("\u{2}%");
        return words;
    }
    format!("≈ \u{2}{}\u{2}%", percent.display_rounded(2))
}
