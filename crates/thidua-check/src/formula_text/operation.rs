//! Formula text (công thức bảng tính): terms, conditions and operations as formulas of a spreadsheet, a cell for each step.
//!
//! A cell holds a number, or a text where there is none: functions that skip text do what presence does. Spreadsheets
//! calculate in binary fractions, so that what is compared or rounded is first brought to so many decimals as no figure
//! of an office has; what is printed is for whoever fills in a form, and no result is ever read from it.

use std::collections::BTreeSet;

use thidua_core::{
    Comparator, Date, Elapsed, Exact, InputId, KindId, NodeId, Operator, Reduction, RoundingMode, Text, text,
};
use thidua_rules::program::{
    Calendar, Cases, Dropped, Figure, Fold, Marks, Num, Operation, Pays, PlanCondition, PlanTerm, Program,
    Side,
};

/// Where things stand in a workbook (địa chỉ ô): every answer is a reference that a formula may hold.
pub trait FormulaCells {
    /// The cell with the number of an input.
    fn input(&self, input: InputId) -> String;
    /// The cells with the numbers of an input that has many values.
    fn list(&self, input: InputId) -> String;
    /// The cell of a step of the criterion that is printed.
    fn step(&self, step: Num) -> String;
    /// So many free cells beside that of a step.
    fn helpers(&self, step: Num, count: usize) -> String;
    /// The cell with the points of a criterion or group; `None` where it is not on the form.
    fn points(&self, node: NodeId) -> Option<String> {
        let _ = node;
        None
    }
    /// The position of the kind of the entrant, where it is known.
    fn kind(&self) -> Option<KindId>;
}

/// The text in place of a number that cannot be read, among many values.
pub(crate) const UNREADABLE: &str = "x";
/// The text in place of a detail row that does not count.
pub(crate) const LEFT_OUT: &str = "-";

/// Formulas hold so many characters; some room is left for what is put around them.
const LENGTH_MOST: usize = 7_000;

/// A formula without its equals sign, and what stands in the free cells beside it.
pub(crate) struct Printed {
    pub(crate) formula: String,
    pub(crate) helpers: Vec<String>,
}

/// Why something cannot be printed in one form.
pub(crate) fn later() -> Text {
    text!("tính khi tổng hợp", "worked out when all forms are in")
}

/// The step as a formula; words where it needs more than one form.
pub(crate) fn step(cells: &dyn FormulaCells, program: &Program, position: Num) -> Result<Printed, Text> {
    let operation = program.steps.get(position).ok_or_else(later)?;
    let at = |step: &Num| reference(cells, program, *step);
    let both = |left: &Num, sign: &str, right: &Num| {
        let (left, right) = (at(left), at(right));
        given(&[left.clone(), right.clone()], &format!("{left}{sign}{right}"))
    };
    let ends = |name: &str, left: &Num, right: &Num| {
        let reads = [at(left), at(right)];
        given(&reads, &format!("{name}({})", reads.join(",")))
    };
    let mut helpers = Vec::new();
    let formula = match operation {
        Operation::Constant(number) => number_text(number),
        Operation::Term(of) => number_of(cells, of)?,
        Operation::Holds(condition) => {
            let truth = truth(cells, condition)?;
            format!("IF({truth}=0.5,\"\",{truth})")
        }
        Operation::Add(left, right) => both(left, "+", right),
        Operation::Subtract(left, right) => both(left, "-", right),
        Operation::Multiply(left, right) => both(left, "*", right),
        Operation::Divide(left, right) => format!("IFERROR({},\"\")", both(left, "/", right)),
        Operation::Least(left, right) => ends("MIN", left, right),
        Operation::Greatest(left, right) => ends("MAX", left, right),
        Operation::Cases(of, cases) => by_cases(&at(of), cases, &|step| at(&step)),
        Operation::Round(of, step, mode) => given(&[at(of)], &rounded(&at(of), step, *mode)),
        Operation::Root(of, exponent, step, mode) => {
            let power = format!("{}^({}/{})", at(of), exponent.raise, exponent.root);
            format!("IFERROR({},\"\")", given(&[at(of)], &rounded(&power, step, *mode)))
        }
        Operation::Multiple(of, step) => {
            let (of, step) = (at(of), number_text(step));
            let whole = format!("ABS({of}/{step}-ROUND({of}/{step},0))<1E-9");
            given(std::slice::from_ref(&of), &format!("IF({whole},{of},\"\")"))
        }
        Operation::Days(from, to, calendar) => {
            let (from, to) = (at(from), at(to));
            given(&[from.clone(), to.clone()], &days(&from, &to, calendar))
        }
        Operation::Fold(marks, how) => match marks {
            Marks::List(input) => {
                let list = cells.list(*input);
                format!("IFERROR(IF({},{},\"\"),\"\")", list_there(&list), folded(&list, *how)?)
            }
            Marks::Steps(steps) => {
                helpers = steps.iter().map(at).collect();
                let list = cells.helpers(position, helpers.len());
                format!("IFERROR(IF(COUNT({list})>0,{},\"\"),\"\")", folded(&list, *how)?)
            }
        },
        Operation::Mean(parts) => {
            let reads: Vec<String> = parts.iter().map(|(_, times)| at(times)).collect();
            let worth = parts.iter().zip(&reads);
            let worth: Vec<String> =
                worth.map(|((number, _), times)| format!("{}*{times}", number_text(number))).collect();
            let mean = format!("({})/({})", worth.join("+"), reads.join("+"));
            format!("IFERROR({},\"\")", given(&reads, &mean))
        }
        Operation::Peers(Figure::Best(_) | Figure::Worst(_) | Figure::Ahead(..) | Figure::BestExcess) => {
            return Err(text!(
                "so với các đơn vị khác: tính khi tổng hợp",
                "compared with others: worked out when all forms are in"
            ));
        }
        Operation::Given(reads, then) => {
            let reads: Vec<String> = reads.iter().map(at).collect();
            given(&reads, &at(then))
        }
    };
    if formula.len() > LENGTH_MOST { Err(later()) } else { Ok(Printed { formula, helpers }) }
}

/// The cell of a step, or the number itself where it is one.
fn reference(cells: &dyn FormulaCells, program: &Program, step: Num) -> String {
    match program.steps.get(step) {
        Some(Operation::Constant(number)) => number_text(number),
        _ => cells.step(step),
    }
}

/// A decimal as it is, anything else as a quotient.
pub(crate) fn number_text(number: &Exact) -> String {
    let mut text = String::new();
    if number.write_decimal(15, '.', &mut text).is_some() {
        return if number.is_negative() { format!("({text})") } else { text };
    }
    let (numerator, denominator) = number.to_fraction_text();
    format!("({numerator}/{denominator})")
}

/// The formula where all reads are numbers, else nothing.
pub(crate) fn given(reads: &[String], then: &str) -> String {
    if reads.is_empty() {
        return then.to_owned();
    }
    format!("IF(COUNT({})={},{then},\"\")", reads.join(","), reads.len())
}

/// The calculation where everything that it reads is there.
pub(crate) fn number_of(cells: &dyn FormulaCells, of: &PlanTerm) -> Result<String, Text> {
    let (expression, there) = term(cells, of)?;
    Ok(format!("IFERROR({},\"\")", where_there(&there, &expression, "\"\"")))
}

fn where_there(there: &BTreeSet<String>, then: &str, otherwise: &str) -> String {
    if there.is_empty() {
        return then.to_owned();
    }
    let all = there.iter().map(String::as_str).collect::<Vec<_>>().join(",");
    format!("IF(AND({all}),{then},{otherwise})")
}

/// A calculation, and what must hold for it to have a value.
fn term(cells: &dyn FormulaCells, of: &PlanTerm) -> Result<(String, BTreeSet<String>), Text> {
    let number = |cell: String| {
        let there = BTreeSet::from([format!("ISNUMBER({cell})")]);
        (cell, there)
    };
    Ok(match of {
        PlanTerm::Constant(constant) | PlanTerm::Day(constant) => (number_text(constant), BTreeSet::new()),
        PlanTerm::Elapsed(unit, from, to) => {
            let ((from, mut there), (to, more)) = (term(cells, from)?, term(cells, to)?);
            there.extend(more);
            (elapsed(&from, &to, *unit), there)
        }
        PlanTerm::Input(input) => number(cells.input(*input)),
        PlanTerm::Reduced(reduction, input) => {
            let list = cells.list(*input);
            let name = match reduction {
                Reduction::Sum => "SUM",
                Reduction::Count => "COUNT",
                Reduction::Highest => "MAX",
                Reduction::Lowest => "MIN",
                Reduction::Mean => "AVERAGE",
            };
            let mut there = BTreeSet::from([list_there(&list)]);
            if !matches!(reduction, Reduction::Sum | Reduction::Count) {
                there.insert(format!("COUNT({list})>0"));
            }
            (format!("{name}({list})"), there)
        }
        PlanTerm::Kind => {
            let kind =
                cells.kind().and_then(|kind| i64::try_from(usize::from(kind)).ok()).ok_or_else(later)?;
            (kind.to_string(), BTreeSet::new())
        }
        PlanTerm::Negate(inner) => {
            let (inner, there) = term(cells, inner)?;
            (format!("(-{inner})"), there)
        }
        PlanTerm::Binary(operator, left, right) => {
            let ((left, mut there), (right, more)) = (term(cells, left)?, term(cells, right)?);
            there.extend(more);
            let sign = match operator {
                Operator::Add => '+',
                Operator::Subtract => '-',
                Operator::Multiply => '*',
                Operator::Divide => '/',
            };
            (format!("({left}{sign}{right})"), there)
        }
        PlanTerm::Points(node) => number(cells.points(*node).ok_or_else(later)?),
        // What follows from points, or from other stages, is not known while criteria are scored.
        PlanTerm::Share(_)
        | PlanTerm::Submission(..)
        | PlanTerm::Total
        | PlanTerm::Percent
        | PlanTerm::Every(_)
        | PlanTerm::Grade(_)
        | PlanTerm::GradeValue(_)
        | PlanTerm::Rank(_)
        | PlanTerm::Pool(..)
        | PlanTerm::Bonus
        | PlanTerm::Deductions => return Err(later()),
    })
}

/// 1 where the condition holds, 0 where it does not, a half where that cannot be told: the least of all, the greatest
/// of any.
pub(crate) fn truth(cells: &dyn FormulaCells, condition: &PlanCondition) -> Result<String, Text> {
    let joined = |name: &str, parts: &[PlanCondition]| {
        let parts = parts.iter().map(|part| truth(cells, part)).collect::<Result<Vec<_>, _>>()?;
        Ok(format!("{name}({})", parts.join(",")))
    };
    match condition {
        PlanCondition::All(parts) => joined("MIN", parts),
        PlanCondition::Any(parts) => joined("MAX", parts),
        PlanCondition::Not(part) => Ok(format!("(1-{})", truth(cells, part)?)),
        PlanCondition::Compare(comparison) => {
            let ((left, mut there), (right, more)) =
                (term(cells, &comparison.left)?, term(cells, &comparison.right)?);
            there.extend(more);
            let sign = match comparison.comparator {
                Comparator::Equal => "=",
                Comparator::NotEqual => "<>",
                Comparator::AtLeast => ">=",
                Comparator::Above => ">",
                Comparator::AtMost => "<=",
                Comparator::Below => "<",
            };
            let answer = format!("IF(ROUND({left}-{right},10){sign}0,1,0)");
            Ok(format!("IFERROR({},0.5)", where_there(&there, &answer, "0.5")))
        }
    }
}

/// Whether a list has an answer: every value could be read, and there is one, or a row that says it does not count.
pub(crate) fn list_there(list: &str) -> String {
    format!("AND(COUNTIF({list},\"{UNREADABLE}\")=0,COUNT({list})+COUNTIF({list},\"{LEFT_OUT}\")>0)")
}

pub(crate) fn folded(list: &str, how: Fold) -> Result<String, Text> {
    let first = |count: u32| (1..=count).map(|place| place.to_string()).collect::<Vec<_>>().join(",");
    let of_ends = |name: &str, count: u32| match count {
        0 => String::new(),
        count => format!("-SUMPRODUCT({name}({list},{{{}}}))", first(count)),
    };
    Ok(match how {
        Fold::Count => format!("COUNT({list})"),
        Fold::Best(None) => format!("SUM({list})"),
        Fold::Best(Some(0)) => "0".to_owned(),
        Fold::Best(Some(count)) => {
            format!("IF(COUNT({list})<={count},SUM({list}),SUMPRODUCT(LARGE({list},{{{}}})))", first(count))
        }
        Fold::Mean(Dropped::Counts { lowest, highest }) => {
            let dropped = lowest + highest;
            let kept = format!("SUM({list}){}{}", of_ends("SMALL", lowest), of_ends("LARGE", highest));
            format!("IF(COUNT({list})>{dropped},({kept})/(COUNT({list})-{dropped}),\"\")")
        }
        // What is left in the middle is the same when as many are dropped at either end.
        Fold::Median(Dropped::Counts { lowest, highest }) if lowest == highest => {
            format!("IF(COUNT({list})>{},MEDIAN({list}),\"\")", lowest + highest)
        }
        Fold::Mean(Dropped::Part { .. }) | Fold::Median(_) => return Err(later()),
    })
}

/// A tree of comparisons, so that a long table stays within the depth that spreadsheets allow.
fn by_cases(of: &str, cases: &Cases, at: &dyn Fn(Num) -> String) -> String {
    fn tree(of: &str, cases: &Cases, at: &dyn Fn(Num) -> String, low: usize, high: usize) -> String {
        if low >= high {
            return match cases.pieces.get(low).map(|piece| &piece.pays) {
                Some(Pays::Constant(points)) => number_text(points),
                Some(Pays::Line { at, points, slope }) => {
                    let (at, points, slope) = (number_text(at), number_text(points), number_text(slope));
                    format!("({points}+({of}-{at})*{slope})")
                }
                Some(Pays::Step(step)) => at(*step),
                Some(Pays::Nothing(_)) | None => "\"\"".to_owned(),
            };
        }
        let middle = low + (high - low) / 2;
        let Some(cut) = cases.cuts.get(middle) else { return "\"\"".to_owned() };
        let sign = match cut.side {
            Side::Upper => ">=",
            Side::Lower => ">",
        };
        let (above, below) = (tree(of, cases, at, middle + 1, high), tree(of, cases, at, low, middle));
        format!("IF(ROUND({of}-{},10){sign}0,{above},{below})", number_text(&cut.at))
    }
    let last = cases.pieces.len().saturating_sub(1);
    given(&[of.to_owned()], &tree(of, cases, at, 0, last))
}

/// Decimals to which a number is brought before it is rounded: the dust of binary fractions lies below.
const CLEAN: u32 = 11;

/// The number rounded to a multiple of the step.
pub(crate) fn rounded(of: &str, step: &Exact, mode: RoundingMode) -> String {
    let places = (0..=18).find(|places| step.clone() * Exact::from(10_i64.pow(*places)) == Exact::ONE);
    let Some(places) = places.filter(|places| *places < CLEAN) else {
        let (step, one) = (number_text(step), &Exact::ONE);
        return format!("{}*{step}", rounded(&format!("({of}/{step})"), one, mode));
    };
    let clean = format!("ROUND({of},{CLEAN})");
    match mode {
        RoundingMode::HalfUp => format!("ROUND({clean},{places})"),
        RoundingMode::Up => format!("ROUNDUP({clean},{places})"),
        RoundingMode::Down => format!("ROUNDDOWN({clean},{places})"),
        RoundingMode::HalfEven => {
            let scaled = format!("ROUND({of}*1E{places},{})", CLEAN - places);
            format!("IF(MOD(ABS({scaled}),2)=0.5,ROUNDDOWN({scaled},0),ROUND({scaled},0))/1E{places}")
        }
    }
}

/// The serial number that spreadsheets give to the day with the number 0.
pub(crate) const FIRST_DAY_SERIAL: i64 = 25_569;

/// Months by the calendar, one fewer where the last is not whole; years are twelve of them.
fn elapsed(from: &str, to: &str, unit: Elapsed) -> String {
    let (from, to) = (format!("({from}+{FIRST_DAY_SERIAL})"), format!("({to}+{FIRST_DAY_SERIAL})"));
    let months = format!("((YEAR({to})-YEAR({from}))*12+MONTH({to})-MONTH({from}))");
    let whole = format!("MAX(0,{months}-IF(EDATE({from},{months})>{to},1,0))");
    match unit {
        Elapsed::Months => whole,
        Elapsed::Years => format!("INT({whole}/12)"),
    }
}

fn days(from: &str, to: &str, calendar: &Calendar) -> String {
    if !calendar.working {
        return format!("MAX(0,{to}-{from})");
    }
    let serial = |day: &Date| (i64::from(day.day_number()) + FIRST_DAY_SERIAL).to_string();
    let holidays: Vec<String> = calendar.holidays.iter().map(serial).collect();
    let holidays = if holidays.is_empty() { String::new() } else { format!(",{{{}}}", holidays.join(",")) };
    let (first, last) = (FIRST_DAY_SERIAL + 1, FIRST_DAY_SERIAL);
    format!("IF({to}<={from},0,NETWORKDAYS({from}+{first},{to}+{last}{holidays}))")
}

#[cfg(test)]
mod tests {
    use super::*;
    use thidua_rules::program::{Builder, Cut};

    struct Cells;

    impl FormulaCells for Cells {
        fn input(&self, input: InputId) -> String {
            format!("A{}", usize::from(input))
        }
        fn list(&self, input: InputId) -> String {
            format!("L{0}:M{0}", usize::from(input))
        }
        fn step(&self, step: Num) -> String {
            format!("S{}", usize::from(step))
        }
        fn helpers(&self, step: Num, count: usize) -> String {
            format!("H{0}:H{0}+{count}", usize::from(step))
        }
        fn kind(&self) -> Option<KindId> {
            None
        }
    }

    fn printed(build: impl FnOnce(&mut Builder) -> Num) -> String {
        let mut to = Builder::default();
        let output = build(&mut to);
        let program = to.finish(output);
        step(&Cells, &program, output).map(|printed| printed.formula).unwrap_or_else(|words| words.en)
    }

    #[test]
    fn a_quotient_is_nothing_where_something_is_missing() {
        let quotient = printed(|to| {
            let (left, right) =
                (to.term(PlanTerm::Input(InputId::from(1))), to.term(PlanTerm::Input(InputId::from(2))));
            to.divide(left, right)
        });
        assert_eq!(quotient, "IFERROR(IF(COUNT(S0,S1)=2,S0/S1,\"\"),\"\")");
    }

    #[test]
    fn pieces_are_a_tree_and_ends_stay_open_or_closed() {
        let cases = Cases::lowest(Pays::Constant(Exact::ZERO), None)
            .then(Cut::from(Exact::ratio(1, 2)), Pays::Constant(Exact::from(2)), None)
            .then(Cut::above(Exact::ONE), Pays::times(Exact::ratio(1, 3)), None);
        let formula = printed(|to| {
            let of = to.term(PlanTerm::Input(InputId::FIRST));
            to.cases(of, cases)
        });
        let line = "(0+(S0-0)*(1/3))";
        assert_eq!(
            formula,
            format!("IF(COUNT(S0)=1,IF(ROUND(S0-1,10)>0,{line},IF(ROUND(S0-0.5,10)>=0,2,0)),\"\")")
        );
    }

    #[test]
    fn roundings_are_those_of_the_rules() {
        let half = Exact::ratio(1, 100);
        assert_eq!(rounded("A1", &half, RoundingMode::HalfUp), "ROUND(ROUND(A1,11),2)");
        assert_eq!(rounded("A1", &half, RoundingMode::Down), "ROUNDDOWN(ROUND(A1,11),2)");
        assert_eq!(
            rounded("A1", &Exact::ratio(1, 4), RoundingMode::Up),
            "ROUNDUP(ROUND((A1/0.25),11),0)*0.25"
        );
        assert!(rounded("A1", &half, RoundingMode::HalfEven).contains("MOD(ABS(ROUND(A1*1E2,9)),2)=0.5"));
        assert_eq!(number_text(&Exact::ratio(-1, 3)), "(-1/3)");
        assert_eq!(number_text(&Exact::ratio(-3, 2)), "(-1.5)");
    }

    #[test]
    fn what_needs_others_says_so() {
        let words = printed(|to| to.peers(Figure::BestExcess));
        assert!(words.contains("compared with others"), "{words}");
    }
}
