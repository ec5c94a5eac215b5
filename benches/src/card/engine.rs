//! The scorecard as a rule set, and what the engine makes of it.

use std::fmt::Write;

use thidua_core::{
    DecisionIndex, EntrantId, Evaluations, Exact, GradeId, Grades, GradingId, NodeId, NodeKind, Plan,
    Scorecards, classify, score,
};

use super::loops::Scored;
use super::{Band, GRADES};
use crate::sheet::bound;

/// A plan and the cells that are bound to it.
pub(crate) struct Engine {
    plan: Plan,
    evaluations: Evaluations,
    decisions: DecisionIndex,
}

impl Engine {
    pub(crate) fn new(columns: &[Vec<i64>], bands: &[Band]) -> Self {
        let (plan, evaluations) = bound(columns, &rules(bands));
        Self { plan, evaluations, decisions: DecisionIndex::default() }
    }

    pub(crate) fn score(&self) -> Scorecards {
        score(&self.plan, &self.evaluations)
    }

    pub(crate) fn classify(&self, cards: &Scorecards) -> Grades {
        classify(&self.plan, &self.evaluations, cards, &self.decisions)
    }

    /// Every point, total and grade is the exact one.
    pub(crate) fn compare(&self, cards: &Scorecards, grades: &Grades, exact: &Scored<i64>) {
        let nodes = self.plan.nodes().iter_enumerated();
        let leaves: Vec<NodeId> =
            nodes.filter(|(_, node)| matches!(node.kind, NodeKind::Leaf(_))).map(|(id, _)| id).collect();
        assert_eq!(leaves.len(), exact.points.len(), "a column of points for every criterion");
        let hundredths = |points: Option<Exact>| points.and_then(|points| points.to_scaled_i64(100));
        for (row, (total, grade)) in exact.totals.iter().zip(&exact.grades).enumerate() {
            let entrant = EntrantId::from(row);
            for (leaf, points) in leaves.iter().zip(&exact.points) {
                assert_eq!(
                    hundredths(cards.points(*leaf, entrant)),
                    Some(points[row]),
                    "points of row {row}"
                );
            }
            assert_eq!(hundredths(cards.total(entrant)), Some(*total), "total of row {row}");
            let given = grades.grade(GradingId::FIRST, entrant);
            assert_eq!(given, Some(GradeId::from(usize::from(*grade))), "grade of row {row}");
        }
    }
}

fn rules(bands: &[Band]) -> String {
    let mut text = String::from(
        "rule_set: the-diem\nversion: 1\ntitle: Scorecard\n\
         rounding: { leaf: { places: 2, mode: half-up }, total: { places: 2, mode: half-up } }\ninputs:\n",
    );
    let mut add = |line: std::fmt::Arguments<'_>| text.write_fmt(line).expect("text");
    for criterion in 0..bands.len() {
        add(format_args!("  v{criterion:02}: {{ kind: number, min: 0, max: 100 }}\n"));
    }
    add(format_args!("criteria:\n"));
    for (criterion, band) in bands.iter().enumerate() {
        let [from, full, start, max] = [band.from, band.full, band.start, band.max].map(|all| all / 100);
        add(format_args!(
            "- {{ code: C{criterion}, title: C{criterion}, points_max: {max}, bands: {{ of: v{criterion:02}, highest: 100, steps: [ \
             {{ from: {full}, full: true }}, {{ from: {from}, below: {full}, line: {{ at_lower: {start}, at_upper: {max} }} }}, \
             {{ below: {from}, points: 0 }} ] }} }}\n"
        ));
    }
    let [best, good, fair] = GRADES.map(|total| total / 100);
    add(format_args!(
        "gradings: [ {{ id: xep-loai, title: Xếp loại, grades: [ {{ id: xuat-sac, title: Xuất sắc, from: {best} }}, \
         {{ id: tot, title: Tốt, from: {good} }}, {{ id: dat, title: Đạt, from: {fair} }}, \
         {{ id: khong-dat, title: Không đạt, below: {fair} }} ] }} ]\n"
    ));
    text
}
