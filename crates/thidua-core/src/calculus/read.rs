//! The walk (cách đọc): terms, conditions and programs, read once for every domain of numbers.

use thidua_rules::date::{days_late, whole_months};
use thidua_rules::expression::Every;
use thidua_rules::program::{
    Calendar, Cases, Dropped, Figure, Fold, Marks, Num, Operation, Pays, PlanComparison, PlanCondition,
    PlanTerm, Program, Reason,
};
use thidua_rules::{Elapsed, Operator, Reduction};

use super::presence::{Reasons, Slot};
use super::quantity::{Answer, Quantity, Values};
use crate::{Date, Exact, InputId, TiSlice, TiVec};

/// What is known about one entrant, or about all that are possible.
pub trait Source {
    /// Its numbers.
    type Q: Quantity;
    /// A cell with one value.
    fn cell(&self, input: InputId) -> Slot<Self::Q>;
    /// A cell with many values.
    fn list(&self, input: InputId) -> Slot<Values<Self::Q>>;
    /// Such a cell as one value; a source that has no list of its own may ask others for what theirs come to.
    fn folded(&self, input: InputId, fold: Fold) -> Slot<Self::Q> {
        folded(self.list(input), fold)
    }
    /// One figure of such a cell.
    fn reduced(&self, input: InputId, reduction: Reduction) -> Slot<Self::Q> {
        reduced(&self.list(input), reduction)
    }
    /// Points, shares, grades, ranks: what earlier steps found out.
    fn found(&self, term: &PlanTerm) -> Slot<Self::Q>;
    /// The share of every one that can earn points, and whether it may be left out.
    fn each(&self, every: Every) -> Vec<(Slot<Self::Q>, bool)>;
    /// Something about the reference set.
    fn peers(&self, figure: Figure, value: Option<&Self::Q>) -> Slot<Self::Q>;
    /// Whether the condition holds; whoever knows what the blanks may be settles more.
    fn holds(&self, condition: &PlanCondition) -> AnswerOf<Self>
    where
        Self: Sized,
    {
        verdict(self, condition)
    }
    /// The answer as a number: 1 where the condition holds, 0 where it does not.
    fn answer(&self, condition: &PlanCondition) -> Slot<Self::Q>
    where
        Self: Sized,
    {
        answer(self, condition)
    }
}

/// What a source answers questions with.
pub type AnswerOf<S> = <<S as Source>::Q as Quantity>::Answer;

/// The value of a calculation.
pub fn value<S: Source>(source: &S, term: &PlanTerm) -> Slot<S::Q> {
    match term {
        PlanTerm::Constant(number) => Slot::of(S::Q::exactly(number)),
        PlanTerm::Day(day) => Slot::of(S::Q::day(day)),
        PlanTerm::Elapsed(unit, from, to) => {
            let (from, to) = (value(source, from), value(source, to));
            counted(&from, &to, &|from, to| elapsed(from, to, *unit))
        }
        PlanTerm::Input(input) => source.cell(*input),
        PlanTerm::Reduced(reduction, input) => source.reduced(*input, *reduction),
        PlanTerm::Negate(inner) => {
            let zero = S::Q::exactly(&Exact::ZERO);
            value(source, inner).map(|inner| zero.minus(inner))
        }
        PlanTerm::Binary(operator, left, right) => {
            let (left, right) = (value(source, left), value(source, right));
            match operator {
                Operator::Add => left.both(&right, S::Q::plus),
                Operator::Subtract => left.both(&right, S::Q::minus),
                Operator::Multiply => left.both(&right, S::Q::times),
                Operator::Divide => quotient(&left, &right),
            }
        }
        PlanTerm::Points(_)
        | PlanTerm::Share(_)
        | PlanTerm::Total
        | PlanTerm::Percent
        | PlanTerm::Every(_)
        | PlanTerm::Grade(_)
        | PlanTerm::GradeValue(_)
        | PlanTerm::Rank(_)
        | PlanTerm::Pool(..)
        | PlanTerm::Bonus
        | PlanTerm::Deductions
        | PlanTerm::Kind
        | PlanTerm::Submission(..) => source.found(term),
    }
}

/// Whether the condition holds.
pub fn verdict<S: Source>(source: &S, condition: &PlanCondition) -> AnswerOf<S> {
    match condition {
        PlanCondition::All(parts) => Answer::all(parts.iter().map(|part| verdict(source, part))),
        PlanCondition::Any(parts) => Answer::any(parts.iter().map(|part| verdict(source, part))),
        PlanCondition::Not(part) => verdict(source, part).not(),
        PlanCondition::Compare(comparison) => compare(source, comparison),
    }
}

/// Whether the comparison holds; beside `mọi nhóm` or `mọi tiêu chí` it must hold for each of them by itself.
pub fn compare<S: Source>(source: &S, comparison: &PlanComparison) -> AnswerOf<S> {
    let stands = |left: &Slot<S::Q>, right: &Slot<S::Q>| {
        let Some((one, other)) = left.value.as_ref().zip(right.value.as_ref()) else {
            return Answer::unknown();
        };
        let answer = one.compare(comparison.comparator, other);
        let there = left.absent.is_empty() && right.absent.is_empty();
        if there { answer } else { answer.or_unknown() }
    };
    let every = |of_left: bool, every: Every| {
        let all = source.each(every);
        if all.is_empty() {
            return Answer::unknown();
        }
        let other = value(source, if of_left { &comparison.right } else { &comparison.left });
        Answer::all(all.iter().map(|(share, perhaps)| {
            let answer = if of_left { stands(share, &other) } else { stands(&other, share) };
            if *perhaps { answer.or_holds() } else { answer }
        }))
    };
    match (&comparison.left, &comparison.right) {
        (PlanTerm::Every(all), _) => every(true, *all),
        (_, PlanTerm::Every(all)) => every(false, *all),
        (left, right) => stands(&value(source, left), &value(source, right)),
    }
}

fn quotient<Q: Quantity>(left: &Slot<Q>, right: &Slot<Q>) -> Slot<Q> {
    let absent = left.absent.and(right.absent);
    match (&left.value, &right.value) {
        (Some(left), Some(right)) => {
            let quotient = left.over(right);
            Slot { absent: quotient.absent.and(absent), ..quotient }
        }
        _ => Slot { value: None, absent },
    }
}

fn reduced<Q: Quantity>(list: &Slot<Values<Q>>, reduction: Reduction) -> Slot<Q> {
    let Some(values) = &list.value else { return Slot { value: None, absent: list.absent } };
    let whole = Dropped::NONE;
    let found = match reduction {
        Reduction::Sum => Q::fold(values, Fold::Best(None)),
        Reduction::Count => Q::fold(values, Fold::Count),
        Reduction::Mean => Q::fold(values, Fold::Mean(whole)),
        Reduction::Highest => ends(values, Q::greatest),
        Reduction::Lowest => ends(values, Q::least),
    };
    Slot { absent: found.absent.and(list.absent), ..found }
}

/// The highest or lowest of all.
fn ends<Q: Quantity>(values: &Values<Q>, take: impl Fn(&Q, &Q) -> Q) -> Slot<Q> {
    let surely = values.certain.iter().cloned().reduce(|one, other| take(&one, &other));
    let perhaps = values.possible.iter().chain(&values.more);
    let found = perhaps.fold(surely.clone(), |found, one| match found {
        Some(found) => Some(found.join(&take(&found, one))),
        None => Some(one.clone()),
    });
    let absent = if surely.is_some() { Reasons::default() } else { Reasons::of(&[Reason::TooFew]) };
    Slot { value: found, absent }
}

/// The slots of every step, for one entrant or for all that are possible.
pub type Trace<Q> = TiVec<Num, Slot<Q>>;

/// Works through a program; the trace holds what every step gave.
pub fn run<S: Source>(source: &S, program: &Program, trace: &mut Trace<S::Q>) -> Slot<S::Q> {
    trace.clear();
    for operation in &program.steps {
        let slot = step(source, operation, trace);
        trace.push(slot);
    }
    slot(trace, program.output).clone()
}

/// What a step gave; a builder hands out the numbers of steps that are there.
pub fn slot<Q>(trace: &TiSlice<Num, Slot<Q>>, step: Num) -> &Slot<Q> {
    &trace[step]
}

fn step<S: Source>(source: &S, operation: &Operation, trace: &TiSlice<Num, Slot<S::Q>>) -> Slot<S::Q> {
    let at = |step: &Num| slot(trace, *step);
    match operation {
        Operation::Constant(number) => Slot::of(S::Q::exactly(number)),
        Operation::Term(term) => value(source, term),
        Operation::Holds(condition) => source.answer(condition),
        Operation::Add(left, right) => at(left).both(at(right), S::Q::plus),
        Operation::Subtract(left, right) => at(left).both(at(right), S::Q::minus),
        Operation::Multiply(left, right) => at(left).both(at(right), S::Q::times),
        Operation::Divide(left, right) => quotient(at(left), at(right)),
        Operation::Least(left, right) => at(left).both(at(right), S::Q::least),
        Operation::Greatest(left, right) => at(left).both(at(right), S::Q::greatest),
        Operation::Round(of, step, mode) => at(of).map(|value| value.round(step, *mode)),
        Operation::Cases(of, cases) => by_cases(at(of), cases, trace),
        Operation::Root(of, exponent, step, mode) => {
            and_then(at(of), |value| value.root(*exponent, step, *mode))
        }
        Operation::Multiple(of, step) => and_then(at(of), |value| value.multiple(step)),
        Operation::Days(from, to, calendar) => {
            counted(at(from), at(to), &|from, to| days_between(from, to, calendar))
        }
        Operation::Fold(marks, fold) => match marks {
            Marks::List(input) => source.folded(*input, *fold),
            Marks::Steps(steps) => folded(present(steps.iter().map(at)), *fold),
        },
        Operation::Mean(parts) => mean(parts, trace),
        Operation::Peers(figure) => match figure {
            Figure::Ahead(of, _) => and_then(at(of), |value| source.peers(*figure, Some(value))),
            Figure::Best(_) | Figure::Worst(_) | Figure::BestExcess => source.peers(*figure, None),
        },
        Operation::Given(reads, then) => {
            let absent = reads.iter().fold(Reasons::default(), |all, read| all.and(at(read).absent));
            let missing = reads.iter().any(|read| at(read).value.is_none());
            let then = at(then);
            match missing {
                true => Slot { value: None, absent },
                false => Slot { value: then.value.clone(), absent: absent.and(then.absent) },
            }
        }
    }
}

/// The answer as a number; where it cannot be told, absent for whatever its cells are absent for.
fn answer<S: Source>(source: &S, condition: &PlanCondition) -> Slot<S::Q> {
    let told = S::Q::told(&source.holds(condition));
    if told.absent.is_empty() {
        return told;
    }
    let absent = condition.comparisons().into_iter().fold(Reasons::default(), |all, each| {
        all.and(value(source, &each.left).absent).and(value(source, &each.right).absent)
    });
    let slot = Slot { absent, ..told };
    if absent.is_empty() { slot.or(Reason::NotKnown) } else { slot }
}

fn and_then<Q>(slot: &Slot<Q>, next: impl FnOnce(&Q) -> Slot<Q>) -> Slot<Q> {
    match &slot.value {
        Some(value) => {
            let found = next(value);
            Slot { absent: found.absent.and(slot.absent), ..found }
        }
        None => Slot { value: None, absent: slot.absent },
    }
}

/// First the state of the value, then that of the piece it falls into.
fn by_cases<Q: Quantity>(of: &Slot<Q>, cases: &Cases, trace: &TiSlice<Num, Slot<Q>>) -> Slot<Q> {
    let Some(value) = &of.value else { return Slot { value: None, absent: of.absent } };
    let found =
        value.choose(cases, &mut |piece, here| match cases.pieces.get(piece).map(|piece| &piece.pays) {
            Some(Pays::Constant(points)) => Slot::of(Q::exactly(points)),
            Some(Pays::Line { at, points, slope }) => Slot::of(here.line(at, points, slope)),
            Some(Pays::Step(step)) => slot(trace, *step).clone(),
            Some(Pays::Nothing(reason)) => Slot::absent(*reason),
            None => Slot { value: None, absent: Reasons::default() },
        });
    Slot { absent: found.absent.and(of.absent), ..found }
}

/// The values that are there, when the missing ones may be left out: not those that somebody said do not count.
fn present<'a, Q: Quantity + 'a>(slots: impl Iterator<Item = &'a Slot<Q>>) -> Slot<Values<Q>> {
    let mut values = Values { certain: Vec::new(), possible: Vec::new(), more: None };
    let (mut said, mut absent, mut gone) = (Reasons::default(), Reasons::default(), false);
    for slot in slots {
        said = said.and(slot.absent.said());
        absent = absent.and(slot.absent);
        gone |= slot.value.is_none() && !slot.absent.said().is_empty();
        if let Some(value) = &slot.value {
            let sure = slot.absent.is_empty();
            if sure { values.certain.push(value.clone()) } else { values.possible.push(value.clone()) }
        }
    }
    if gone || (values.certain.is_empty() && values.possible.is_empty()) {
        return Slot { value: None, absent };
    }
    let nobody = if values.certain.is_empty() { absent } else { said };
    Slot { value: Some(values), absent: nobody }
}

/// Many values as one, where they are there.
fn folded<Q: Quantity>(values: Slot<Values<Q>>, fold: Fold) -> Slot<Q> {
    let Some(found) = values.value.as_ref().map(|values| Q::fold(values, fold)) else {
        return Slot { value: None, absent: values.absent };
    };
    Slot { absent: found.absent.and(values.absent), ..found }
}

/// `Σ number × times ÷ Σ times`: no further than the numbers themselves, as long as nothing counts below zero.
fn mean<Q: Quantity>(parts: &[(Exact, Num)], trace: &TiSlice<Num, Slot<Q>>) -> Slot<Q> {
    let zero = Slot::of(Q::exactly(&Exact::ZERO));
    let times = |part: &(Exact, Num)| slot(trace, part.1);
    let whole = parts.iter().fold(zero.clone(), |sum, part| sum.both(times(part), Q::plus));
    let worth = parts.iter().fold(zero, |sum, part| {
        sum.both(&times(part).map(|times| times.times(&Q::exactly(&part.0))), Q::plus)
    });
    let mean = quotient(&worth, &whole);
    let Some(found) = mean.value.as_ref().filter(|found| !Q::EXACT && found.only().is_none()) else {
        return mean;
    };
    let above = |part: &(Exact, Num)| {
        let below =
            |times: &Q| times.compare(thidua_rules::Comparator::Below, &Q::exactly(&Exact::ZERO)).may_hold();
        times(part).value.as_ref().is_none_or(|times| !below(times))
    };
    let hull = parts.iter().map(|(number, _)| Q::exactly(number)).reduce(|one, other| one.join(&other));
    let bounded = hull.map(Q::between).filter(|_| parts.iter().all(above));
    Slot { value: bounded.or_else(|| Some(found.clone())), absent: mean.absent }
}

/// What lies between two days, where both are there.
fn counted<Q: Quantity>(
    from: &Slot<Q>,
    to: &Slot<Q>,
    count: &dyn Fn(&Exact, &Exact) -> Option<Exact>,
) -> Slot<Q> {
    let absent = from.absent.and(to.absent);
    match (&from.value, &to.value) {
        (Some(from), Some(to)) => {
            let found = from.days_to(to, count);
            Slot { absent: found.absent.and(absent), ..found }
        }
        _ => Slot { value: None, absent },
    }
}

fn elapsed(from: &Exact, to: &Exact, unit: Elapsed) -> Option<Exact> {
    let day = |value: &Exact| Date::from_day_number(value.floor_i64()?);
    let months = whole_months(day(from)?, day(to)?);
    Some(Exact::from(match unit {
        Elapsed::Months => months,
        Elapsed::Years => months / 12,
    }))
}

fn days_between(from: &Exact, to: &Exact, calendar: &Calendar) -> Option<Exact> {
    let day = |value: &Exact| Date::from_day_number(value.floor_i64()?);
    Some(Exact::from(days_late(day(from)?, day(to)?, calendar.working, &calendar.holidays)))
}
