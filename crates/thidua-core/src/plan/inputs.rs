use crate::rules::ValueKind;
use crate::{Exact, Span};

/// A value the plan reads for every entrant: a declared input or a criterion's own cell (cột dữ liệu).
#[derive(Clone, Debug, PartialEq)]
pub struct PlanInput {
    /// The name of the input, or the path of the criterion.
    pub name: String,
    /// Other names the column may go by: the printed code when it is unique, and the title.
    pub aliases: Vec<String>,
    /// The name people read.
    pub title: String,
    /// What it counts.
    pub unit: Option<String>,
    /// What kind of value it holds.
    pub kind: ValueKind,
    /// Id and title of each choice, for kind `choice`.
    pub choices: Vec<(String, String)>,
    /// Lowest value that may be entered.
    pub min: Option<Exact>,
    /// Highest value that may be entered.
    pub max: Option<Exact>,
    /// Whether an entrant has many values of it.
    pub many: bool,
    /// What a blank cell means.
    pub blank: Option<Exact>,
    /// The node whose own cell this is.
    pub node: Option<usize>,
    /// Where it is declared.
    pub span: Span,
}
