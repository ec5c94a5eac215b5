use thidua_core::calculus::Grid;
use thidua_core::plan::{Anyone, PlanRead};
use thidua_core::{
    Date, Exact, Field, Formula, NodeKind, Number, Operator, Plan, Span, Subject, Term, Witness, text,
};
use thidua_rules::method::{Table, TableRow, show, show_percent};
use thidua_rules::program::{Interval, Pays};
use thidua_rules::rule::{Grade, Grading, RuleSet};

/// A table of intervals over one value (thang): the bands of a criterion or the grades of a grading.
pub(super) struct Scale<'a> {
    /// The path of the criterion, or the id of the grading.
    pub(super) at: String,
    pub(super) span: Span,
    /// The value that is looked up; the total when absent.
    of: Option<&'a Formula>,
    /// What values can occur.
    pub(super) domain: Interval,
    /// On which numbers values lie.
    pub(super) grid: Grid,
    /// People write the values as percentages.
    percent: bool,
    /// The rows in written order.
    pub(super) rows: Vec<Row>,
    /// Grades without an upper end stop where a better grade begins.
    pub(super) grades: bool,
    /// Whether every value comes to it.
    pub(super) whole: bool,
}

/// One band or grade.
pub(super) struct Row {
    pub(super) interval: Interval,
    pub(super) span: Span,
    /// The grade's id; empty for bands.
    pub(super) id: String,
    /// What a band pays; grades pay nothing.
    pub(super) pays: Option<Pays>,
    /// Whether a band says a threshold aloud.
    pub(super) threshold: bool,
}

/// The bands of every criterion in force.
pub(super) fn band_scales(plan: &Plan) -> Vec<Scale<'_>> {
    plan.nodes
        .iter()
        .filter_map(|node| match &node.kind {
            NodeKind::Leaf(leaf) => Some((node, leaf)),
            NodeKind::Group { .. } => None,
        })
        .flat_map(|(node, leaf)| {
            node.criterion.method().tables(&node.max).into_iter().map(move |table| {
                let grid = match leaf.reads.get(table.read) {
                    Some(PlanRead::Term(term)) => Anyone::of(plan).range(term).grid,
                    _ => Grid::ANY,
                };
                let span = table.rows.first().map_or(node.span, |row| row.span);
                Scale { grid, at: node.path.clone(), span, ..of_table(table, plan) }
            })
        })
        .collect()
}

fn of_table<'a>(table: Table<'a>, plan: &Plan) -> Scale<'a> {
    let input = only_input(table.of).and_then(|name| plan.rules.inputs.get(name));
    let end = |number: &Number| (number.exact().clone(), true);
    let lowest = table.ends.0.or(input.and_then(|input| input.min.as_ref()));
    let highest = table.ends.1.or(input.and_then(|input| input.max.as_ref()));
    let row = |TableRow { values, pays, threshold, span }| Row {
        interval: values,
        span,
        id: String::new(),
        pays,
        threshold,
    };
    Scale {
        at: String::new(),
        span: Span::default(),
        of: Some(table.of),
        domain: Interval { lower: Some(lowest.map_or((Exact::ZERO, true), end)), upper: highest.map(end) },
        grid: Grid::ANY,
        percent: table.percent,
        rows: table.rows.into_iter().map(row).collect(),
        grades: false,
        whole: table.whole,
    }
}

/// The gradings on a day; grades without ends are left out.
pub(super) fn grade_scales(rules: &RuleSet, day: Date) -> Vec<Scale<'_>> {
    rules.gradings.iter().map(|grading| of_grading(grading, grading.span, day)).collect()
}

fn of_grading(grading: &Grading, span: Span, day: Date) -> Scale<'_> {
    let end = |number: &Number| (number.exact().clone(), true);
    let scale = grading.grades.iter().filter(|grade| has_ends(grade));
    Scale {
        at: grading.id.clone(),
        span,
        of: grading.of.as_ref(),
        domain: Interval {
            lower: Some(grading.lowest.as_ref().map_or((Exact::ZERO, true), end)),
            upper: grading.highest.as_ref().map(end),
        },
        grid: Grid::ANY,
        percent: grading
            .grades
            .iter()
            .flat_map(|grade| grade.ends())
            .any(|end| end.on(day).is_some_and(Number::is_percent)),
        rows: scale
            .map(|grade| Row {
                interval: grade_interval(grade, day),
                span: grade.span,
                id: grade.id.clone(),
                pays: None,
                threshold: false,
            })
            .collect(),
        grades: true,
        whole: true,
    }
}

/// Whether the grade lies on the scale at all; one without ends takes what is left.
pub(super) fn has_ends(grade: &Grade) -> bool {
    grade.ends().next().is_some()
}

pub(super) fn grade_interval(grade: &Grade, day: Date) -> Interval {
    let end = |(number, included): (&Number, bool)| (number.exact().clone(), included);
    Interval { lower: grade.lower(day).map(end), upper: grade.upper(day).map(end) }
}

impl Scale<'_> {
    /// A value inside, if there is one; one that can occur where possible.
    pub(super) fn value_in(&self, interval: &Interval) -> Option<Exact> {
        let pick = |interval: &Interval| match &self.grid {
            Grid::Steps(step) => interval.multiple_witness(step),
            Grid::Decimal | Grid::Any(_) => interval.witness(),
        };
        pick(&interval.intersection(&self.domain)).or_else(|| pick(interval))
    }

    /// A value from each side of an interval.
    pub(super) fn sides_of(&self, interval: &Interval) -> Vec<Exact> {
        let Some(low) = self.value_in(interval) else { return Vec::new() };
        let upper = interval.upper.clone().filter(|(end, _)| *end > low);
        let rest = Interval { lower: Some((low.clone(), false)), upper };
        // The end itself, when it belongs to the interval; else something nearer to it than `low`.
        let high = match &rest.upper {
            Some((end, true)) => Some(end.clone()),
            _ => self.value_in(&rest),
        };
        std::iter::once(low).chain(high.filter(|_| interval.upper.is_some())).collect()
    }

    /// A value as people write it.
    pub(super) fn show(&self, value: &Exact) -> String {
        if self.percent { show_percent(value) } else { show(value) }
    }

    /// An interval as people write it.
    pub(super) fn show_interval(&self, interval: &Interval) -> String {
        let lower = match &interval.lower {
            Some((end, true)) => format!("[{}", self.show(end)),
            Some((end, false)) => format!("({}", self.show(end)),
            None => "(−∞".to_owned(),
        };
        let upper = match &interval.upper {
            Some((end, true)) => format!("{}]", self.show(end)),
            Some((end, false)) => format!("{})", self.show(end)),
            None => "+∞)".to_owned(),
        };
        format!("{lower}; {upper}")
    }

    /// The sheet with this value.
    pub(super) fn witness(&self, value: &Exact) -> Witness {
        let shown = self.show(value);
        match self.of {
            None => Witness {
                text: text!("điểm = {shown}", "points = {shown}"),
                sheet: vec![("điểm".to_owned(), plain(value, self.percent))],
            },
            Some(of) => Witness {
                text: text!("{of} = {shown}", "{of} = {shown}"),
                sheet: inputs_for(of, value, self.percent),
            },
        }
    }
}

/// Inputs that make the formula this value, where that is plain: one input, or one over another.
fn inputs_for(of: &Formula, value: &Exact, percent: bool) -> Vec<(String, String)> {
    if let Some(name) = only_input(of) {
        return vec![(name.to_owned(), plain(value, percent))];
    }
    match &of.term.value {
        Term::Binary(Operator::Divide, above, below) => match (input(above), input(below)) {
            (Some(above), Some(below)) if above != below => {
                let (numerator, denominator) = value.to_fraction_text();
                vec![(above.to_owned(), numerator), (below.to_owned(), denominator)]
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// The name, when the formula is one input and nothing else.
pub(super) fn only_input(formula: &Formula) -> Option<&str> {
    input(&formula.term.value)
}

fn input(term: &Term) -> Option<&str> {
    match term {
        Term::Field(Field { subject: Subject::Name(name), .. }) => Some(name),
        _ => None,
    }
}

/// A number as a user enters it.
fn plain(value: &Exact, percent: bool) -> String {
    let (number, sign) = if percent { (value.clone() * Exact::from(100), "%") } else { (value.clone(), "") };
    match number.to_decimal() {
        Some(decimal) => format!("{}{sign}", decimal.normalized()),
        None => value.to_string(),
    }
}
