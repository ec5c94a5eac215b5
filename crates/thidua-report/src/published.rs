use thidua_core::{AwardId, EntrantId, Exact, GradeId, GradingId, NodeId, Place, RankingId};

/// A list that somebody published (danh sách đã công bố), read against the run it is about.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PublishedList {
    /// What its columns say.
    pub columns: Vec<PublishedColumn>,
    /// Its rows, in order.
    pub rows: Vec<PublishedRow>,
}

/// A column of it that can be held against results.
#[derive(Clone, Debug, PartialEq)]
pub struct PublishedColumn {
    /// Its heading, as printed.
    pub heading: String,
    /// What it tells of an entrant.
    pub tells: Tells,
    /// How far a number may differ.
    pub tolerance: Tolerance,
}

/// What a column tells (nội dung của cột).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tells {
    /// Points of a criterion or group.
    Node(NodeId),
    /// The bonus that counts.
    Bonus,
    /// The deductions that count.
    Deductions,
    /// The total.
    Total,
    /// The grade of a grading.
    Grade(GradingId),
    /// The place in a ranking.
    Place(RankingId),
    /// The awards somebody has.
    Awards,
    /// Whether somebody has this award.
    Award(AwardId),
}

/// How far two numbers may lie apart and still agree (sai số cho phép).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tolerance {
    /// So far from one another at most.
    Within(Exact),
    /// Ours is cut off after so many decimals, as the list was.
    Cut(u32),
}

impl Default for Tolerance {
    fn default() -> Self {
        Self::Within(Exact::ZERO)
    }
}

/// A row of a published list.
#[derive(Clone, Debug, PartialEq)]
pub struct PublishedRow {
    /// Where it stands.
    pub place: Place,
    /// Whom it names.
    pub name: String,
    /// Those that the name can mean: one where it is clear, none where nobody is called so.
    pub means: Vec<EntrantId>,
    /// Whom it may mean, where nobody is called so.
    pub near: Option<String>,
    /// One cell for each column.
    pub cells: Vec<PublishedCell>,
}

/// What a cell of a published list says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum PublishedCell {
    /// Nothing, or nothing that could be read; the latter is a finding.
    #[default]
    Nothing,
    /// A number, and with how many decimals it is printed.
    Number(Exact, u32),
    /// A grade.
    Grade(GradeId),
    /// Words that are no grade of the rules, such as `không xếp loại`.
    OtherGrade(String),
    /// Awards.
    Awards(Vec<AwardId>),
}
