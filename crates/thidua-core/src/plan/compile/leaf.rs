//! Leaves: what a criterion reads, and the program and policies into which its method is lowered.

use thidua_rules::expression::Every;
use thidua_rules::method::{Given, Limit, Method, Operand, Read};
use thidua_rules::program::{Builder, Cases, Cut, Figure, Pays, PlanTerm, Program, Reason};
use thidua_rules::rule::{Absence, Criterion, RuleSet};

use crate::calculus::{Grid, Policy, Range, Slot, Source, Trace, Values, run};
use crate::plan::inputs::PlanInput;
use crate::plan::node::{Leaf, PlanRead, PlanReference};
use crate::plan::resolve::{Reach, Resolver};
use crate::{Exact, InputId, NodeId, Span, TiSlice};

/// A leaf whose names are not resolved yet.
pub(super) fn unsettled(criterion: &Criterion, rules: &RuleSet) -> Leaf {
    let missing = criterion.missing.unwrap_or(rules.missing);
    let rule = criterion.not_applicable.as_ref();
    let then = rule.map_or(Absence::Refuse, |rule| rule.then);
    let outside = criterion.method().reference().and_then(|reference| reference.outside);
    let policy = Policy {
        blank: missing.blank,
        not_submitted: missing.not_submitted,
        exempt: missing.exempt,
        claimed: if rule.is_some_and(|rule| rule.approved_by.is_none()) { then } else { Absence::Refuse },
        approved: then,
        turned_down: rule.map_or(Absence::Refuse, |rule| rule.otherwise),
        outside: outside.unwrap_or(Absence::Refuse),
    };
    Leaf {
        reads: Vec::new(),
        inputs: Vec::new(),
        earlier: Vec::new(),
        through: Vec::new(),
        missing,
        only_if: None,
        reference: None,
        program: None,
        policy,
        paid: Range::default(),
        ceiling: None,
    }
}

/// Resolves what the leaf reads and asks.
pub(super) fn settle(resolver: &mut Resolver<'_>, criterion: &Criterion, leaf: &mut Leaf, span: Span) {
    let method = criterion.method();
    // Whoever is compared with others is compared by what is entered: nobody's points are known yet.
    let reach = if method.reference().is_some() { Reach::Inputs } else { Reach::Earlier };
    let mut own = std::mem::take(&mut leaf.reads).into_iter();
    for read in method.reads() {
        match read {
            Read::Own(_) => leaf.reads.extend(own.next()),
            Read::Formula(formula) => {
                leaf.reads.push(PlanRead::Term(resolver.formula(formula, reach)));
            }
            Read::List(name) => leaf.reads.extend(resolver.list(name, span).map(PlanRead::List)),
            Read::Condition(condition) => {
                leaf.reads.push(PlanRead::Condition(resolver.condition(condition, reach)));
            }
        }
    }
    for input in leaf.reads.iter().flat_map(PlanRead::inputs) {
        if !leaf.inputs.contains(&input) {
            leaf.inputs.push(input);
        }
    }
    for node in leaf.reads.iter().flat_map(PlanRead::nodes) {
        if !leaf.earlier.contains(&node) {
            leaf.earlier.push(node);
        }
    }
    let only_if = criterion.not_applicable.as_ref().and_then(|rule| rule.only_if.as_ref());
    leaf.only_if = only_if.map(|condition| resolver.condition(condition, Reach::Inputs));
    leaf.reference = method.reference().map(|reference| PlanReference {
        scope: reference.scope,
        among: reference.among.map(|condition| resolver.condition(condition, Reach::Inputs)),
        outside: reference.outside.is_some(),
    });
}

/// Lowers the method under its maximum and tells it; one that is not declared is the most the method pays.
pub(super) fn lower(
    resolver: &Resolver<'_>,
    method: &dyn Method,
    leaf: &mut Leaf,
    min: &Exact,
    declared: Option<&Exact>,
) -> Exact {
    let inputs: &TiSlice<InputId, PlanInput> = &resolver.inputs;
    let mut max = declared.cloned().unwrap_or_default();
    let mut program = steps(method, leaf, min, &max);
    let paid = |program: &Option<Program>| {
        let program = program.as_ref()?;
        run(&Free { inputs, given: &resolver.given }, program, &mut Trace::new()).value
    };
    leaf.paid = paid(&program).unwrap_or_default();
    if declared.is_none() {
        max = leaf.paid.high.clone().unwrap_or_default();
        program = steps(method, leaf, min, &max);
        leaf.paid = paid(&program).unwrap_or_default();
    }
    let most = leaf.paid.high.clone().filter(|_| method.limit() == Limit::Paid);
    leaf.ceiling = match method.limit() {
        Limit::Open => None,
        Limit::Maximum | Limit::Paid => Some(most.map_or_else(|| max.clone(), |most| most.max(max.clone()))),
    };
    leaf.program = program.map(|program| within(program, min, leaf.ceiling.as_ref()));
    max
}

/// The method as steps over what it reads.
fn steps(method: &dyn Method, leaf: &Leaf, min: &Exact, max: &Exact) -> Option<Program> {
    let mut to = Builder::default();
    let reads: Vec<Operand> = leaf
        .reads
        .iter()
        .map(|read| match read {
            PlanRead::Own(input) => Operand::Number(to.term(PlanTerm::Input(*input))),
            PlanRead::Term(term) => Operand::Number(to.term(term.clone())),
            PlanRead::List(input) => Operand::List(*input),
            PlanRead::Condition(condition) => Operand::Number(to.holds(condition.clone())),
        })
        .collect();
    if reads.len() != method.reads().len() {
        return None;
    }
    let points = method.lower(&Given { reads: &reads, min, max }, &mut to)?;
    let numbers: Vec<_> = reads
        .iter()
        .filter_map(|read| match read {
            Operand::Number(number) => Some(*number),
            Operand::List(_) => None,
        })
        .collect();
    let output = if method.bears_gaps() { points } else { to.given(numbers, points) };
    Some(to.finish(output))
}

/// Points outside the bounds are refused.
fn within(program: Program, min: &Exact, ceiling: Option<&Exact>) -> Program {
    let refused = || Pays::Nothing(Reason::OutOfBounds);
    let mut cases = Cases::lowest(refused(), None).then(Cut::from(min.clone()), Pays::same(), None);
    if let Some(ceiling) = ceiling {
        cases = cases.then(Cut::above(ceiling.clone()), refused(), None);
    }
    program.then_cases(cases)
}

/// Any value of the inputs' kinds, whatever their bounds.
struct Free<'a> {
    inputs: &'a TiSlice<InputId, PlanInput>,
    given: &'a TiSlice<NodeId, Range>,
}

impl Source for Free<'_> {
    type Q = Range;

    fn cell(&self, input: InputId) -> Slot<Range> {
        Slot::of(self.inputs.get(input).map(PlanInput::by_kind).unwrap_or_default())
    }

    fn list(&self, input: InputId) -> Slot<Values<Range>> {
        let known = self.inputs.get(input).map(|input| input.values(input.by_kind()));
        known.map_or(Slot::absent(Reason::NotKnown), Slot::of)
    }

    fn found(&self, term: &PlanTerm) -> Slot<Range> {
        Slot::of(match term {
            PlanTerm::Points(node) => self.given.get(*node).cloned().unwrap_or_default(),
            _ => Range::default(),
        })
    }

    fn each(&self, _: Every) -> Vec<(Slot<Range>, bool)> {
        Vec::new()
    }

    fn peers(&self, figure: Figure, _: Option<&Range>) -> Slot<Range> {
        Slot::of(match figure {
            Figure::Ahead(..) => Range { grid: Grid::WHOLE, ..Range::between(Some(Exact::ZERO), None) },
            Figure::BestExcess => Range::between(Some(Exact::ZERO), None),
            Figure::Best(_) | Figure::Worst(_) => Range::default(),
        })
    }
}
