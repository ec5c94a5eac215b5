/// Why there is no value (lý do không có giá trị), the most telling last: where several hold, the last one speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Points or a grade that are needed are not there.
    NotKnown,
    /// The points lie outside what the criterion allows.
    OutOfBounds,
    /// No piece of the table holds the value.
    NoPiece,
    /// None of the cases holds.
    NoCase,
    /// The points are no multiple of the step.
    NotMultiple,
    /// A ratio below zero.
    BelowZero,
    /// Fewer answers or scorers than needed.
    TooFew,
    /// What is compared with is zero.
    ZeroBase,
    /// All values of the reference set are equal.
    AllEqual,
    /// Nobody is in the reference set.
    NobodyThere,
    /// Nobody of the reference set exceeds its target.
    NobodyAbove,
    /// Not a day of the calendar.
    NoDay,
    /// Something is divided by zero.
    DividesByZero,
    /// The row is there and the cell is empty.
    Blank,
    /// Exempt.
    Exempt,
    /// Claimed as not applicable and turned down.
    TurnedDown,
    /// Not applicable, approved.
    NotApplicable,
    /// Claimed as not applicable, not decided.
    Claimed,
    /// The entrant does not have the criterion: it asks for what the entrant does not meet.
    Unasked,
    /// The entrant is not compared: it stands outside the reference set.
    Outside,
    /// Nothing was sent.
    NotSubmitted,
}
