//! What a draft of the rules would have changed in past years (báo cáo tác động), in words that are ready to be printed.

/// The impact of a draft rule set (tác động của dự thảo bộ tiêu chí).
///
/// ```
/// let impact = thidua_report::Impact { old: "cu.yaml".to_owned(), ..Default::default() };
/// assert!(impact.runs.is_empty());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Impact {
    /// The version in force: file and number.
    pub old: String,
    /// The draft: file and number.
    pub new: String,
    /// What the draft changes, in the order in which shares name the changes.
    pub changes: Vec<ImpactChange>,
    /// How differences were split among the changes, in one sentence.
    pub attribution: String,
    /// The runs of past years.
    pub runs: Vec<ImpactRun>,
}

/// One change of the draft (một nội dung thay đổi).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImpactChange {
    /// In words.
    pub what: String,
    /// How many entrants it touches: points, place, grade or awards.
    pub moved: usize,
    /// Its part of all points that move; empty when none do.
    pub share: String,
}

/// One run of a past year under both versions (một đợt xét).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImpactRun {
    /// Its title.
    pub title: String,
    /// The folder it was read from.
    pub folder: String,
    /// How many entrants it has.
    pub entrants: usize,
    /// What moves, and for how many.
    pub counts: Vec<(String, usize)>,
    /// Money before, after, and the difference; none where no award carries money.
    pub money: Option<[String; 3]>,
    /// Grades from where to where.
    pub flows: Vec<ImpactFlow>,
    /// Clusters with another number of awards.
    pub clusters: Vec<ImpactCluster>,
    /// Everybody whose grade or awards move, the farthest first.
    pub moves: Vec<ImpactMove>,
    /// Who stands near a line under the draft.
    pub near: Vec<ImpactNear>,
}

/// How many go from one grade to another (chuyển mức xếp loại).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImpactFlow {
    /// The grade under the version in force.
    pub from: String,
    /// The grade under the draft.
    pub to: String,
    /// How many.
    pub count: usize,
}

/// The awards of a cluster (khen thưởng của một cụm).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImpactCluster {
    /// Its name.
    pub name: String,
    /// Under the version in force.
    pub before: usize,
    /// Under the draft.
    pub after: usize,
}

/// One entrant that moves (một đối tượng thay đổi kết quả).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImpactMove {
    /// Its name.
    pub name: String,
    /// Its cluster.
    pub cluster: String,
    /// Points from where to where.
    pub points: String,
    /// Place from where to where.
    pub rank: String,
    /// Grade from where to where.
    pub grade: String,
    /// Awards from where to where.
    pub awards: String,
    /// What each change did to the points.
    pub causes: String,
}

/// One entrant near a line (một đối tượng sát mức).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImpactNear {
    /// Its name.
    pub name: String,
    /// The line.
    pub line: String,
    /// Points above the line, with their sign.
    pub distance: String,
}
