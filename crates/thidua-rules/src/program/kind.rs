use crate::expression::{Operator, Reduction};
use crate::{GradingId, InputId, Text, text};

/// What a value stands for (loại giá trị): what it may be added to and compared with.
///
/// This file alone says which operation takes which kinds and what it gives; `docs/rule-format.md` prints
/// the same as a table. A plain number and a count stand for any amount; a share never does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any amount.
    Number,
    /// Points of a criterion or of the sheet.
    Points,
    /// A part of a whole, written with a percent sign.
    Share,
    /// One amount over another of its kind: a share, or how many times it goes into the other.
    Ratio,
    /// How many.
    Count,
    /// A number of days.
    Days,
    /// A place in a ranking.
    Place,
    /// An amount of money.
    Money,
    /// Yes or no.
    YesNo,
    /// A day of the calendar.
    Day,
    /// A choice, by the first input that has the same list.
    Choice(InputId),
    /// A grade, by the position of its grading.
    Grade(GradingId),
    /// A kind of entrants.
    Entrants,
    /// What is wrong already; it fits everywhere, so that one mistake is told once.
    Unknown,
}

impl Kind {
    /// As an amount, when it is one; yes is one, no is none.
    pub fn amount(self) -> Option<Self> {
        match self {
            Self::YesNo => Some(Self::Count),
            Self::Day | Self::Choice(_) | Self::Grade(_) | Self::Entrants => None,
            amount => Some(amount),
        }
    }

    /// The kind of two values that may stand side by side: added, subtracted, compared.
    pub fn beside(self, other: Self) -> Option<Self> {
        match (self, other) {
            (Self::Unknown, kind) | (kind, Self::Unknown) => return Some(kind),
            _ if self == other => return Some(self),
            _ => {}
        }
        Some(match (self.amount()?, other.amount()?) {
            (left, right) if left == right => left,
            (Self::Number, kind) | (kind, Self::Number) => kind,
            (Self::Ratio, kind) | (kind, Self::Ratio) => kind,
            (Self::Share, _) | (_, Self::Share) => return None,
            (Self::Count, kind) | (kind, Self::Count) => kind,
            _ => return None,
        })
    }

    /// What the operation gives; `None` when it does not take these kinds.
    pub fn operate(operator: Operator, left: Self, right: Self) -> Option<Self> {
        let is_length = |kind| matches!(kind, Self::Days | Self::Number | Self::Count);
        match (operator, left, right) {
            (_, Self::Unknown, _) | (_, _, Self::Unknown) => Some(Self::Unknown),
            (Operator::Subtract, Self::Day, Self::Day) => Some(Self::Days),
            (Operator::Add | Operator::Subtract, Self::Day, length) if is_length(length) => Some(Self::Day),
            (Operator::Add, length, Self::Day) if is_length(length) => Some(Self::Day),
            (Operator::Add | Operator::Subtract, ..) => left.amount()?.beside(right.amount()?),
            (Operator::Multiply, ..) => Some(left.amount()?.times(right.amount()?)),
            (Operator::Divide, ..) => Some(left.amount()?.over(right.amount()?)),
        }
    }

    fn times(self, other: Self) -> Self {
        match (self, other) {
            (Self::Number, plain) | (plain, Self::Number) if plain.is_plain() => Self::Number,
            (Self::Share | Self::Ratio, kind) | (kind, Self::Share | Self::Ratio) => kind,
            (plain, Self::Points) | (Self::Points, plain) if plain.is_plain() => Self::Points,
            _ => Self::Number,
        }
    }

    fn over(self, other: Self) -> Self {
        match (self, other) {
            (Self::Number, _) | (Self::Place, Self::Place) => Self::Number,
            (left, right) if left == right => Self::Ratio,
            (Self::Points | Self::Share | Self::Ratio, plain) if plain.is_plain() => self,
            _ => Self::Number,
        }
    }

    /// Amounts that only say how many times, or how much of.
    fn is_plain(self) -> bool {
        matches!(self, Self::Number | Self::Count | Self::Share | Self::Ratio)
    }

    /// What one number made of many values is.
    pub fn reduced(self, reduction: Reduction) -> Option<Self> {
        match (reduction, self) {
            (Reduction::Count, _) => Some(Self::Count),
            (Reduction::Highest | Reduction::Lowest, Self::Day | Self::YesNo) => Some(self),
            (Reduction::Mean, Self::YesNo) => Some(Self::Share),
            (Reduction::Mean, Self::Count) => Some(Self::Number),
            _ => self.amount(),
        }
    }

    /// The kind by name.
    pub fn words(self) -> Text {
        match self {
            Self::Number | Self::Unknown => text!("một số", "a number"),
            Self::Points => text!("số điểm", "points"),
            Self::Share => text!("một tỷ lệ", "a share"),
            Self::Ratio => text!("một thương", "a ratio"),
            Self::Count => text!("một số lượng", "a count"),
            Self::Days => text!("một số ngày", "a number of days"),
            Self::Place => text!("một thứ hạng", "a place"),
            Self::Money => text!("một số tiền", "money"),
            Self::YesNo => text!("giá trị có/không", "yes or no"),
            Self::Day => text!("một ngày", "a day"),
            Self::Choice(_) => text!("một lựa chọn", "a choice"),
            Self::Grade(_) => text!("một mức xếp loại", "a grade"),
            Self::Entrants => text!("loại đối tượng", "a kind of entrants"),
        }
    }

    /// What to write where a value of this kind meets one that does not fit.
    pub fn help(self, other: Self) -> Text {
        let pair = [self, other];
        let either = |wanted: fn(Self) -> bool| pair.into_iter().any(wanted);
        if either(|kind| kind == Self::Day) {
            text!(
                "ngày chỉ so với ngày, viết `31/12/2014`; muốn có số ngày thì lấy hiệu của hai ngày",
                "a day compares with days only, written `31/12/2014`; the difference of two days is a number of days"
            )
        } else if either(|kind| matches!(kind, Self::Choice(_) | Self::Entrants)) {
            text!(
                "so sánh bằng `=` với tên của một lựa chọn, nối nhiều lựa chọn bằng `hoặc`",
                "compare with the name of a choice by `=`, and join several with `or`"
            )
        } else if either(|kind| matches!(kind, Self::Grade(_))) {
            text!(
                "so sánh với tên một mức của cùng bảng; để tính toán thì dùng `giá_trị của …`",
                "compare with the name of a grade of the same grading; to calculate, use `grade_value of …`"
            )
        } else if either(|kind| kind == Self::Share) && either(|kind| kind == Self::Points) {
            text!(
                "bỏ dấu % nếu đó là số điểm; tỷ lệ điểm đạt là `tỷ_lệ`, của một tiêu chí là `tỷ_lệ của I`",
                "drop the % where points are meant; points as a share are `percent`, those of a criterion `share of I`"
            )
        } else if either(|kind| kind == Self::Share) {
            text!(
                "bỏ dấu %, chia cho tổng số để được một tỷ lệ, hoặc nhân tỷ lệ với số mà nó là một phần",
                "drop the %, divide by the whole to get a share, or multiply the share by what it is of"
            )
        } else {
            text!("hai vế phải cùng loại giá trị", "both sides must be of one kind")
        }
    }
}
