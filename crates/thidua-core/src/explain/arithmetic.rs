//! The arithmetic of a page (phép tính trên phiếu giải trình): the trace of the walk that scores, in words.

use thidua_rules::expression::Every;
use thidua_rules::method::{show, show_percent};
use thidua_rules::program::{Figure, Operation, PlanCondition, PlanTerm, Program};
use thidua_rules::rule::{Absence, Aggregate, ItemGroup, ValueKind};

use super::calculation::Calculation;
use crate::calculus::{
    Expression, Group, Operand, Outcome, Slot, Source, Trace, Traced, Truth, Values, combine, day_words,
    items, run, slot, sweep, total, value,
};
use crate::evaluation::{DetailReader, Origin};
use crate::facts::{Facts, Row};
use crate::plan::{Leaf, NodeKind, PlanInput, PlanNode};
use crate::score::{NodeState, References, Scorecards, compared};
use crate::{EntrantId, Exact, InputId, NodeId, RoundingMode, Text, TiSlice, TiVec, text};

/// How a number came about: in words, and as a tree.
pub(super) type Told = (Text, Option<Calculation>);

/// The points of a leaf before their rounding, and how they came about, in words and as a tree; nothing where there are none.
pub(super) fn leaf(
    facts: &Facts<'_>,
    references: &References,
    position: NodeId,
    leaf: &Leaf,
    row: EntrantId,
) -> Option<(Exact, Told)> {
    let program = leaf.program.as_ref()?;
    let compared = compared(facts, references, position, leaf, row).ok().filter(|found| !found.unknown)?;
    let mut trace = Trace::new();
    let row = TracedBy { source: Row { facts, row, peers: compared.peers }, inputs: &facts.plan.inputs };
    let points = run(&row, program, &mut trace).value?;
    let peers = compared.peers.map(|peers| peers.sorted.len());
    let words = after(joined(&notes(program, &trace, peers)), &points);
    let calculation = Calculation::wanted(facts, &points.from);
    Some((points.value, (words, calculation)))
}

/// The value of a calculation of the rules as a tree; nothing where something is missing.
pub(super) fn term(facts: &Facts<'_>, term: &PlanTerm, row: EntrantId) -> Option<Calculation> {
    let source = TracedBy { source: Row { facts, row, peers: None }, inputs: &facts.plan.inputs };
    Calculation::wanted(facts, &value(&source, term).value?.from)
}

/// What cannot be read off the calculation: values that were measured, the reference set, and the ways that were gone.
fn notes(program: &Program, trace: &Trace<Traced>, peers: Option<usize>) -> Vec<Text> {
    let (needed, gone) = sweep(program, trace);
    let mut notes: Vec<Text> = Vec::new();
    let mut add = |note: Text| {
        if !notes.contains(&note) {
            notes.push(note);
        }
    };
    for (operation, found) in
        program.steps.iter().zip(trace).zip(&needed).filter(|(_, needed)| **needed).map(|(step, _)| step)
    {
        let Some(found) = &found.value else { continue };
        let value = || show(&found.value);
        match operation {
            Operation::Days(_, _, calendar) => add(days_note(&value(), calendar.working)),
            Operation::Root(_, _, step, mode) => add(rounding_note(step, *mode)),
            Operation::Round(of, step, mode @ (RoundingMode::HalfUp | RoundingMode::HalfEven)) => {
                let before = slot(trace, *of).value.as_ref().map(|before| &before.value);
                if before != Some(&found.value) {
                    add(rounding_note(step, *mode));
                }
            }
            Operation::Peers(figure) => add(peers_note(*figure, &value(), peers.unwrap_or(0))),
            Operation::Cases(of, cases) => {
                let Some(measured) = &slot(trace, *of).value else { continue };
                let piece = cases.pieces.get(cases.piece_of(&measured.value));
                let way = piece.and_then(|piece| piece.way).filter(|way| gone.get(*way) == Some(&true));
                let Some(way) = way.and_then(|way| program.ways.get(way)).filter(|way| way.told) else {
                    continue;
                };
                add(if measured.from.is_number() {
                    way.what.clone()
                } else {
                    let share =
                        matches!(program.steps.get(*of), Some(Operation::Divide(..))) || way.in_percent;
                    let measured = measured_words(measured, share);
                    measured.and_then(&text!(": ", ": ")).and_then(&way.what)
                });
            }
            _ => {}
        }
    }
    notes
}

/// Which rule the brackets around a number stand for.
fn rounding_note(step: &Exact, mode: RoundingMode) -> Text {
    let step = show(step);
    match mode {
        RoundingMode::HalfUp => text!(
            "[ ] là làm tròn đến {step}, từ một nửa trở lên thì lên",
            "[ ] is rounded to {step}, a half away from zero"
        ),
        RoundingMode::HalfEven => text!(
            "[ ] là làm tròn đến {step}, đúng một nửa thì về số chẵn",
            "[ ] is rounded to {step}, a half to the even neighbour"
        ),
        RoundingMode::Up => text!("⌈ ⌉ là làm tròn lên đến {step}", "⌈ ⌉ is rounded up to {step}"),
        RoundingMode::Down => text!("⌊ ⌋ là bỏ phần dưới {step}", "⌊ ⌋ drops what is below {step}"),
    }
}

/// A share as a percentage, anything else as a number.
fn measured_words(measured: &Traced, share: bool) -> Text {
    let share = share || measured.from.is_share();
    let value = match measured.from.is_day() {
        true => day_words(&measured.value),
        false if share => show_percent(&measured.value),
        false => show(&measured.value),
    };
    let equation = format!("{} = {}", measured.from, signed(value));
    Text::new(equation.clone(), equation)
}

fn days_note(days: &str, working: bool) -> Text {
    match working {
        true => text!("{days} ngày làm việc sau hạn", "{days} working days after the due day"),
        false => text!("{days} ngày sau hạn", "{days} days after the due day"),
    }
}

fn peers_note(figure: Figure, value: &str, peers: usize) -> Text {
    match figure {
        Figure::Best(_) => text!(
            "tốt nhất trong {peers} đơn vị của tập so sánh: {value}",
            "best of the {peers} in the reference set: {value}"
        ),
        Figure::Worst(_) => text!(
            "kém nhất trong {peers} đơn vị của tập so sánh: {value}",
            "worst of the {peers} in the reference set: {value}"
        ),
        Figure::Ahead(..) => text!(
            "{value} trong {peers} đơn vị của tập so sánh đứng trên",
            "{value} of the {peers} in the reference set stand above"
        ),
        Figure::BestExcess => text!(
            "mức vượt chỉ tiêu cao nhất trong {peers} đơn vị của tập so sánh: {value}",
            "highest excess over the target among the {peers} in the reference set: {value}"
        ),
    }
}

/// `calculation = number`; the number alone where nothing was calculated.
pub(super) fn equation(result: &Traced) -> Text {
    let value = match result.from.is_day() {
        true => day_words(&result.value),
        false => signed(show(&result.value)),
    };
    match result.from.is_number() {
        true => text!("{value}", "{value}"),
        false => {
            let equation = format!("{} = {value}", result.from);
            Text::new(equation.clone(), equation)
        }
    }
}

/// What follows the notes: points that the rules name, or the calculation of them.
fn after(notes: Text, result: &Traced) -> Text {
    let equation = equation(result);
    match (notes.vi.is_empty(), result.from.is_number()) {
        (true, _) => equation,
        // A number that is named needs no calculation.
        (false, true) => {
            notes.and_then(&text!(" → ", " → ")).and_then(&equation).and_then(&text!(" điểm", " points"))
        }
        // A note may have worked it out already.
        (false, false) if notes.vi.contains(&equation.vi) => notes,
        (false, false) => notes.and_then(&text!("; ", "; ")).and_then(&equation),
    }
}

/// A number with the sign of calculations before it, as the calculation beside it has.
fn signed(number: String) -> String {
    match number.contains('-') {
        true => number.replacen('-', "−", 1),
        false => number,
    }
}

fn joined(parts: &[Text]) -> Text {
    let join = |pick: fn(&Text) -> &str| parts.iter().map(pick).collect::<Vec<_>>().join("; ");
    Text { vi: join(|text| &text.vi), en: join(|text| &text.en) }
}

/// How the points of a group came about from those of its children.
pub(super) struct OfGroup {
    /// What they were before their rounding.
    pub(super) exact: Option<Exact>,
    pub(super) words: Text,
    pub(super) calculation: Option<Calculation>,
}

pub(super) fn group(facts: &Facts<'_>, scorecards: &Scorecards, node: &PlanNode, row: EntrantId) -> OfGroup {
    if matches!(node.kind, NodeKind::Leaf(_)) {
        return OfGroup { exact: None, words: Text::default(), calculation: None };
    }
    let children: Vec<(Outcome<Traced>, &PlanNode)> = node
        .children
        .iter()
        .filter_map(|child| Some((outcome(facts, scorecards, *child, row), facts.plan.nodes.get(*child)?)))
        .collect();
    let group = Group::of(node, None);
    let of_children = |group: &Group<'_>| {
        combine(group, children.iter().map(|(outcome, child)| (outcome, &child.weight))).points
    };
    let free = of_children(&group.free());
    let made = if group.is_free() { free.clone() } else { of_children(&group) };
    let dropped = |wanted: fn(&Outcome<Traced>) -> bool| {
        let paths = children
            .iter()
            .filter(|(outcome, _)| wanted(outcome))
            .map(|(_, child)| child.criterion.code.value.as_str());
        paths.collect::<Vec<_>>().join(", ")
    };
    let (carried, reduced) = (dropped(|outcome| outcome.rescaled), dropped(|outcome| outcome.reduced));
    let mut parts = Vec::new();
    // A geometric mean is rounded in the same breath, and says how.
    let rounding = node.rounding.filter(|_| group.aggregate == Aggregate::GeometricMean && made.is_some());
    if let Some((rounding, step)) = rounding.and_then(|rounding| Some((rounding, rounding.step()?))) {
        parts.push(rounding_note(&Exact::from(step), rounding.mode));
    }
    if !carried.is_empty() {
        parts.push(text!(
            "không tính {carried}, các mục còn lại gánh phần điểm đó",
            "{carried} left out, the others carry it"
        ));
    }
    if !reduced.is_empty() {
        parts.push(text!(
            "không tính {reduced}, điểm tối đa giảm theo",
            "{reduced} left out, the maximum shrinks"
        ));
    }
    if let Some(free) = &free {
        parts = vec![after(joined(&parts), free)];
    }
    if let Some((free, made)) = free.zip(made.as_ref()).filter(|(free, made)| free.value != made.value) {
        let value = show(&made.value);
        parts.push(match free.value > made.value {
            true => text!("khống chế ở mức trần → {value} điểm", "held at the cap → {value} points"),
            false => text!("giữ ở mức sàn → {value} điểm", "held at the floor → {value} points"),
        });
    }
    OfGroup {
        calculation: made.as_ref().and_then(|points| Calculation::wanted(facts, &points.from)),
        exact: made.map(|points| points.value),
        words: joined(&parts),
    }
}

fn outcome(facts: &Facts<'_>, scorecards: &Scorecards, node: NodeId, row: EntrantId) -> Outcome<Traced> {
    let max = Traced::number(scorecards.max(facts.plan, node, row));
    match (scorecards.state(node, row), scorecards.points(node, row)) {
        (NodeState::Present, Some(points)) => Outcome::present(of_node(points, node), max),
        (NodeState::Rescaled, _) => Outcome::in_place(Absence::Rescale, max),
        (NodeState::Reduced, _) => Outcome::in_place(Absence::Reduce, max),
        (NodeState::OtherKind, _) => Outcome::other_kind(),
        (NodeState::Present | NodeState::Missing, _) => Outcome::missing(max),
    }
}

/// The points of a node, which its own line explains.
fn of_node(points: Exact, node: NodeId) -> Traced {
    Traced::read(points, Expression::Number, Operand::Points(node))
}

/// How the total came about: the sheet, then bonus and deductions with their caps.
pub(super) fn whole(facts: &Facts<'_>, scorecards: &Scorecards, row: EntrantId) -> Told {
    let plan = facts.plan;
    let Some(root) = plan.nodes.get(plan.root) else { return (Text::default(), None) };
    let OfGroup { words, calculation, .. } = group(facts, scorecards, root, row);
    let sheet = (words, calculation);
    let Some(rules) = plan.rules.adjustments.as_ref().filter(|rules| !rules.outside_total) else {
        return sheet;
    };
    let added = |nodes: &[NodeId], group: Option<&ItemGroup>| {
        let outcomes: Vec<Outcome<Traced>> =
            nodes.iter().map(|node| outcome(facts, scorecards, *node, row)).collect();
        items(outcomes.iter(), group).value
    };
    let bonus = added(&plan.bonus, rules.bonus.as_ref());
    let deducted = added(&plan.deductions, rules.deductions.as_ref());
    let (Some(points), Some(bonus), Some(deducted)) = (scorecards.points(plan.root, row), bonus, deducted)
    else {
        return sheet;
    };
    let (points, max) = (of_node(points, plan.root), Traced::number(scorecards.max(plan, plan.root, row)));
    let total = total(rules, &points, &max, &bonus, &deducted);
    (joined(&[sheet.0, equation(&total)]), Calculation::wanted(facts, &total.from))
}

/// What was computed of a row of a detail table that counts, or what it lacks, and where the row stands.
pub(super) struct OfRow {
    pub(super) words: Text,
    pub(super) calculation: Option<Calculation>,
    pub(super) origin: Origin,
}

/// The rows of a detail table that count.
pub(super) fn rows(facts: &Facts<'_>, input: InputId, row: EntrantId) -> Vec<OfRow> {
    let rows = facts.evaluations.details.get(facts.stage).and_then(|details| details.get(row));
    let per_row = facts.plan.per_row.iter().find(|per_row| per_row.input == input);
    let Some((rows, per_row)) = rows.zip(per_row) else { return Vec::new() };
    let columns = facts.evaluations.columns(facts.stage);
    let blanks: TiVec<InputId, Option<Exact>> =
        facts.plan.inputs.iter().map(|input| input.blank.clone()).collect();
    let told = rows.iter().filter(|detail| detail.is_of(per_row)).filter_map(|detail| {
        let reader = DetailReader { row: detail, entrant: row, per_row, columns, blanks: &blanks };
        let Some(counted) = reader.computed() else {
            let lacks = |input: &&InputId| detail.get(**input).is_none() && reader.blank(**input).is_none();
            let title = |input: &InputId| facts.plan.inputs.get(*input).map(|input| input.title.as_str());
            let columns =
                per_row.columns.iter().filter(lacks).filter_map(title).collect::<Vec<_>>().join(", ");
            let words = text!("thiếu {columns}", "{columns} missing");
            return Some(OfRow { words, calculation: None, origin: detail.origin });
        };
        let counted = counted?;
        let found = value(&TracedBy { source: reader, inputs: &facts.plan.inputs }, &per_row.term).value?;
        let words = equation(&found);
        let words = if found.value == counted {
            words
        } else {
            let counted = show(&counted);
            words.and_then(&text!(" → {counted}", " → {counted}"))
        };
        let calculation = Calculation::wanted(facts, &found.from);
        Some(OfRow { words, calculation, origin: detail.origin })
    });
    told.collect()
}

/// A source of facts whose cells are the numbers of the printed arithmetic, percentages as such.
struct TracedBy<'a, S> {
    source: S,
    inputs: &'a TiSlice<InputId, PlanInput>,
}

impl<S> TracedBy<'_, S> {
    /// How a value of the input is printed.
    fn shown(&self, input: InputId) -> impl Fn(Exact) -> Traced + use<S> {
        let kind: fn(Exact, Operand) -> Expression = match self.inputs.get(input).map(|input| input.kind) {
            Some(ValueKind::Percent) => Expression::Share,
            Some(ValueKind::Date) => Expression::Day,
            _ => Expression::Number,
        };
        move |value| Traced::read(value, kind, Operand::Cell(input))
    }
}

fn traced(slot: Slot<Exact>) -> Slot<Traced> {
    Slot { value: slot.value.map(Traced::number), absent: slot.absent }
}

impl<S: Source<Q = Exact>> Source for TracedBy<'_, S> {
    type Q = Traced;

    fn cell(&self, input: InputId) -> Slot<Traced> {
        let cell = self.source.cell(input);
        Slot { value: cell.value.map(self.shown(input)), absent: cell.absent }
    }

    fn list(&self, input: InputId) -> Slot<Values<Traced>> {
        let list = self.source.list(input);
        let value = list.value.map(|values| Values {
            certain: values.certain.into_iter().map(self.shown(input)).collect(),
            possible: Vec::new(),
            more: None,
        });
        Slot { value, absent: list.absent }
    }

    fn found(&self, term: &PlanTerm) -> Slot<Traced> {
        let found = self.source.found(term);
        match term {
            PlanTerm::Points(node) => {
                Slot { value: found.value.map(|points| of_node(points, *node)), absent: found.absent }
            }
            _ => traced(found),
        }
    }

    fn each(&self, every: Every) -> Vec<(Slot<Traced>, bool)> {
        self.source.each(every).into_iter().map(|(share, perhaps)| (traced(share), perhaps)).collect()
    }

    fn peers(&self, figure: Figure, value: Option<&Traced>) -> Slot<Traced> {
        traced(self.source.peers(figure, value.map(|value| &value.value)))
    }

    fn holds(&self, condition: &PlanCondition) -> Truth {
        self.source.holds(condition)
    }
}
