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

pub use bands::{Band, Bands, Line};
pub use cases::{Case, CasesMethod};
pub use count::Count;
pub use deduct::{Deduct, DeductItem, Minus, Rung};
pub use direct::Direct;
pub use formula::FormulaMethod;
pub use increments::{Increments, Scaled, Steps};
pub use items::{Items, Take};
pub use lateness::{DayCount, Lateness};
pub use levels::{Level, Levels};
pub use linear::{Anchor, Beyond, Linear};
pub use panel::{Combine, Panel};
pub use power::Power;
pub use ratio::{OverAchievement, Ratio};
pub use relative::{Better, Outside, Relative, RelativeKind, Scope};
pub use survey::{Answer, Survey};
pub use yes_no::YesNo;

use crate::calculus::{Builder, Interval, Kind, Marks, Num, Pays};
use crate::rules::Absence;
use crate::{Condition, Exact, Formula, Number, Span, Text};

/// What a method reads about one entrant.
pub(crate) enum Read<'a> {
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
pub(crate) enum InputKind {
    Points,
    YesNo,
    Choice(Vec<(String, String)>),
}

/// What a method is lowered from: one operand for each of [`Method::reads`], in that order.
pub(crate) struct Given<'a> {
    pub(crate) reads: &'a [Operand],
    pub(crate) min: &'a Exact,
    pub(crate) max: &'a Exact,
}

/// What was read, as a step or as an input with many values.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Operand {
    Number(Num),
    List(usize),
}

/// How far points may go.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Limit {
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
pub(crate) struct Declared<'a> {
    pub(crate) formulas: Vec<(&'static str, &'a Formula, Kind)>,
    /// Inputs with many values, named alone.
    pub(crate) lists: Vec<(&'static str, &'a str)>,
    /// A value that is looked up, and the numbers it is compared with.
    pub(crate) tables: Vec<(&'a Formula, Vec<Row<'a>>)>,
    /// Two values that must be of one kind.
    pub(crate) alike: Vec<(&'a Formula, &'a Formula)>,
    pub(crate) numbers: Vec<DeclaredNumber<'a>>,
}

/// Where a row of a table begins or ends, and its place when it has one of its own.
pub(crate) type Row<'a> = (&'a Number, Option<Span>);

/// A number of a method.
pub(crate) struct DeclaredNumber<'a> {
    pub(crate) key: &'static str,
    pub(crate) number: &'a Number,
    pub(crate) kind: Kind,
    /// Where it stands, when it knows that better than the criterion.
    pub(crate) span: Option<Span>,
    /// Below zero it makes no sense.
    pub(crate) positive: bool,
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
pub(crate) trait Method: Send + Sync + std::fmt::Debug {
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
pub(crate) struct Reference<'a> {
    pub(crate) scope: Scope,
    /// Only those who meet this belong to the set.
    pub(crate) among: Option<&'a Condition>,
    /// What those outside get; they are compared like the others when nothing is said.
    pub(crate) outside: Option<Absence>,
}

/// What a relative method knows of its reference set: the values of all members, lowest first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Peers {
    pub(crate) sorted: Vec<Exact>,
    /// By how much the best one exceeds its target, as a share of it.
    pub(crate) best_excess: Option<Exact>,
}

/// A table over one value (bảng tra), as it is proved about.
pub(crate) struct Table<'a> {
    /// The value that is looked up.
    pub(crate) of: &'a Formula,
    /// Which of [`Method::reads`] it is.
    pub(crate) read: usize,
    /// Whether every value comes to it; inside a case perhaps only some do.
    pub(crate) whole: bool,
    /// The lowest and the highest value that can occur, as declared.
    pub(crate) ends: (Option<&'a Number>, Option<&'a Number>),
    /// Whether people write the values as percentages.
    pub(crate) percent: bool,
    /// In written order; the first that holds a value counts.
    pub(crate) rows: Vec<TableRow>,
}

/// One row of a table.
pub(crate) struct TableRow {
    pub(crate) values: Interval,
    /// What it pays; `None` when that is declared wrongly.
    pub(crate) pays: Option<Pays>,
    /// Nothing below a floor, or everything from a mark on: a threshold said aloud.
    pub(crate) threshold: bool,
    pub(crate) span: Span,
}

/// A mistake in how a method is declared.
pub(crate) struct Mistake {
    pub(crate) code: &'static str,
    pub(crate) span: Option<crate::Span>,
    pub(crate) message: Text,
    pub(crate) help: Text,
}

/// `number` times the maximum.
pub(crate) fn share_of(max: &Exact, share: &Number) -> Exact {
    max.clone() * share.exact().clone()
}

/// The number for a sentence: exact when short, else the fraction and its rounded value.
pub(crate) fn show(value: &Exact) -> String {
    let mut words = String::from("\u{2}");
    if value.write_decimal(6, '.', &mut words) {
        words.push('\u{2}');
        return words;
    }
    format!("≈ \u{2}{}\u{2}", value.display_rounded(6))
}

/// A number of the rule file for a sentence, as it was written.
pub(crate) fn show_number(number: &Number) -> String {
    format!("\u{2}{number}\u{2}")
}

/// A share for a sentence, as a percentage.
pub(crate) fn show_percent(value: &Exact) -> String {
    let percent = value.clone() * Exact::from(100);
    let mut words = String::from("\u{2}");
    if percent.write_decimal(4, '.', &mut words) {
        words.push_str("\u{2}%");
        return words;
    }
    format!("≈ \u{2}{}\u{2}%", percent.display_rounded(2))
}
