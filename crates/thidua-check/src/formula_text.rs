//! Live formulas of a scoring form (công thức sống trên phiếu): the calculus printed for the workbook of one entrant.

mod group;
mod input;
mod operation;

use self::operation::{later, list_there, number_text, rounded, truth};
use thidua_core::calculus::{Trace, run};
use thidua_core::facts::{Facts, Row};
use thidua_core::{
    Cell, CellState, Decimal, Entrant, EntrantId, Evaluations, EvaluationsBuilder, Exact, Leaf, NodeId,
    NodeKind, Origin, Plan, References, Scorecards, StageId, Text, score, text,
};
use thidua_rules::rule::Absence;

pub use group::GroupFormula;
pub use input::detail_tables;
pub use operation::FormulaCells;

/// A plan, printed as formulas for one entrant who has filled in nothing yet (phiếu trống của một đơn vị).
///
/// Every formula comes with what it gives on the blank form, so that a workbook nobody recalculated shows no wrong number.
///
/// ```
/// use thidua_check::{FormulaCells, FormulaSheet, check, compile};
/// use thidua_core::{Date, Entrant, InputId, KindId, NodeId, Num, RuleSet, rule::EntrantKind};
/// struct Row;
/// impl FormulaCells for Row {
///     fn input(&self, input: InputId) -> String { format!("B{}", usize::from(input) + 1) }
///     fn list(&self, _: InputId) -> String { "D1:D9".to_owned() }
///     fn step(&self, step: Num) -> String { format!("C{}", usize::from(step) + 1) }
///     fn helpers(&self, _: Num, _: usize) -> String { "E1:F1".to_owned() }
///     fn kind(&self) -> Option<KindId> { None }
/// }
/// let set: RuleSet = serde_json::from_str(r#"{"rule_set": "a", "version": "1", "title": "Mẫu", "criteria": [
///     {"code": "I", "title": "Giữ vệ sinh", "points_max": "5", "yes_no": {}}]}"#)?;
/// let plan = compile(&check(set, "a").unwrap(), "a", Date::from_calendar(2025, 12, 31).unwrap()).unwrap();
/// let entrant =
///     Entrant { id: "x".into(), name: "X".into(), kind: None, entrant: EntrantKind::Collective, cluster: "".into() };
/// let sheet = FormulaSheet::new(&plan, entrant);
/// let leaf = sheet.leaf(NodeId::FIRST, &Row, None).unwrap();
/// assert!(leaf.points.contains("chưa đủ số liệu"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug)]
pub struct FormulaSheet<'a> {
    plan: &'a Plan,
    evaluations: Evaluations,
    scorecards: Scorecards,
    references: References,
}

/// What a cell of points says where it holds no number (chữ thay cho điểm).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PointsWords;

impl PointsWords {
    /// Something is not filled in.
    pub const OPEN: &'static str = "chưa đủ số liệu";
    /// Everything is filled in, and nothing comes of it.
    pub const STRANGE: &'static str = "xem lại số liệu";
    /// The criterion is claimed not to apply.
    pub const CLAIMED: &'static str = "đề nghị không áp dụng";
    /// The entrant does not have the criterion.
    pub const GONE: &'static str = "—";
    /// Blank, and what the others become of that is told with the total.
    pub const DROPPED: &'static str = "để trống, xử lý khi tổng hợp";
    /// Part of the group has no points yet.
    pub const PARTLY: &'static str = "chưa đủ điểm";
}

/// A step of a criterion in a cell of its own.
#[derive(Clone, Debug)]
pub struct StepFormula {
    /// The formula, without the equals sign.
    pub formula: String,
    /// What stands in the free cells beside it.
    pub helpers: Vec<String>,
    /// What it gives on the blank form; nothing where that is no number.
    pub blank: Option<Exact>,
}

/// A criterion as formulas.
#[derive(Clone, Debug)]
pub struct LeafFormulas {
    /// Its steps, in order.
    pub steps: Vec<StepFormula>,
    /// Its points, rounded as declared, or words.
    pub points: String,
    /// The points on the blank form.
    pub blank: Option<Exact>,
}

impl<'a> FormulaSheet<'a> {
    /// Everything blank, for one entrant.
    #[must_use]
    pub fn new(plan: &'a Plan, entrant: Entrant) -> Self {
        let mut builder = EvaluationsBuilder::new(plan, vec![entrant]);
        for input in plan.inputs().keys() {
            let blank = Cell { state: CellState::Blank, value: Decimal::ZERO, origin: Origin::default() };
            // What is computed takes no cell.
            let _ = builder.put(StageId::OFFICIAL, EntrantId::FIRST, input, blank);
        }
        let evaluations = builder.finish();
        let references = References::gather(plan, &evaluations, StageId::OFFICIAL);
        let scorecards = score(plan, &evaluations);
        Self { plan, evaluations, scorecards, references }
    }

    /// The points of a node on the blank form.
    #[must_use]
    pub fn blank_points(&self, node: NodeId) -> Option<Exact> {
        self.scorecards.points(node, EntrantId::FIRST)
    }

    /// The total on the blank form.
    #[must_use]
    pub fn blank_total(&self) -> Option<Exact> {
        self.scorecards.total(EntrantId::FIRST)
    }

    /// A criterion as formulas; `claim` is the cell in which it is claimed not to apply.
    ///
    /// # Errors
    /// Why it cannot be told from one form alone, in words for the cell.
    pub fn leaf(
        &self,
        node: NodeId,
        cells: &dyn FormulaCells,
        claim: Option<&str>,
    ) -> Result<LeafFormulas, Text> {
        let Some((of, NodeKind::Leaf(leaf))) = self.plan.nodes.get(node).map(|node| (node, &node.kind))
        else {
            return Err(later());
        };
        let program = leaf.program.as_ref().ok_or_else(later)?;
        let entered = Facts::entered(self.plan, &self.evaluations, StageId::OFFICIAL);
        let facts = Facts { scorecards: Some(&self.scorecards), ..entered };
        let mut trace = Trace::new();
        let peers = leaf.reference.as_ref().and_then(|reference| {
            self.references.of(node, self.evaluations.group_of(EntrantId::FIRST, reference.scope))
        });
        run(&Row { facts: &facts, row: EntrantId::FIRST, peers }, program, &mut trace);
        let mut steps = Vec::with_capacity(program.steps.len());
        for (position, slot) in trace.iter_enumerated() {
            let printed = operation::step(cells, program, position)?;
            let blank = slot.value.clone();
            steps.push(StepFormula { formula: printed.formula, helpers: printed.helpers, blank });
        }
        let output = cells.step(program.output);
        let points = match of.rounding.as_ref().and_then(|rounding| Some((rounding, rounding.step()?))) {
            Some((rounding, step)) => rounded(&output, &Exact::from(step), rounding.mode),
            None => output.clone(),
        };
        let mut points = format!("IF(ISNUMBER({output}),{points},{})", self.otherwise(leaf, &of.max, cells));
        if !of.asked.is_empty() {
            let asked = of.asked.iter().map(|asked| truth(cells, asked)).collect::<Result<Vec<_>, _>>()?;
            let asked = format!("MIN({})", asked.join(","));
            let (gone, open) = (quoted(PointsWords::GONE), quoted(PointsWords::OPEN));
            points = format!("IF({asked}=0,{gone},IF({asked}=0.5,{open},{points}))");
        }
        if let Some(claim) = claim {
            points = format!("IF({claim}<>\"\",{},{points})", quoted(PointsWords::CLAIMED));
        }
        if points.len() > 8_000 {
            return Err(text!("công thức quá dài cho một ô", "the formula is too long for a cell"));
        }
        Ok(LeafFormulas { steps, points, blank: self.blank_points(node) })
    }

    /// What stands in place of points: by the policy where a cell is blank.
    fn otherwise(&self, leaf: &Leaf, max: &Exact, cells: &dyn FormulaCells) -> String {
        let there: Vec<String> = leaf
            .inputs
            .iter()
            .filter_map(|input| Some((*input, self.plan.inputs.get(*input)?)))
            .map(|(input, of)| match of.many {
                true => list_there(&cells.list(input)),
                false => format!("ISNUMBER({})", cells.input(input)),
            })
            .collect();
        let strange = quoted(PointsWords::STRANGE);
        if there.is_empty() {
            return strange;
        }
        let blank = match leaf.policy.blank {
            Absence::Refuse => quoted(PointsWords::OPEN),
            Absence::Zero => "0".to_owned(),
            Absence::Full => number_text(max),
            Absence::Reduce => quoted(PointsWords::GONE),
            Absence::Rescale => quoted(PointsWords::DROPPED),
        };
        format!("IF(AND({}),{strange},{blank})", there.join(","))
    }
}

/// Words inside a formula.
fn quoted(words: &str) -> String {
    format!("\"{}\"", words.replace('"', "\"\""))
}
