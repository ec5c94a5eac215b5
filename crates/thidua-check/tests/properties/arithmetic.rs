//! The arithmetic that pages print is read back and worked out again: it comes to the number beside it, its operands are
//! numbers that stand elsewhere on the page or in the rules, and the last one is the points of the line.

use std::collections::{BTreeMap, BTreeSet};

use num_bigint::BigInt;
use thidua_core::{Explanation, SheetLine, explain};

use crate::evaluator::Q;

const WORLDS: usize = 320;

#[test]
fn printed_arithmetic_comes_to_the_printed_number() {
    let (mut lines, mut equations, mut known, mut strange) = (0, 0, 0, BTreeMap::<String, usize>::new());
    let mut signs: BTreeMap<char, usize> = BTreeMap::new();
    crate::for_worlds(WORLDS, 12, |seed, world, plan| {
        let evaluations = crate::compare::bind(&world, &plan);
        let outcome = crate::outcome(&plan, &evaluations);
        let rules: BTreeSet<String> = numbers(&serde_json::to_string(&world.rules).unwrap()).collect();
        for row in 0..world.entrants.len() {
            let page: Explanation = crate::with_circumstances(|circumstances| {
                explain(&plan, &evaluations, circumstances, &outcome, row.into()).unwrap()
            });
            let told = on_page(&page);
            for line in &page.sheet {
                // Why somebody is without a criterion is told with the values that were found, which calculate nothing.
                let absent = line.arithmetic.en.starts_with("does not have this criterion");
                let read = if absent { Vec::new() } else { equations_in(&line.arithmetic.en) };
                for (written, operands, value, printed) in &read {
                    let near = printed.holds(value);
                    assert!(
                        near,
                        "seed {seed} {}: `{written}` is {value}, not {printed:?} in `{}`",
                        line.path, line.arithmetic.en
                    );
                    equations += 1;
                    for operand in operands {
                        let found = told.contains(operand) || rules.contains(operand);
                        known += usize::from(found);
                        if !found {
                            *strange.entry(operand.clone()).or_default() += 1;
                        }
                    }
                    for sign in written.chars().filter(|sign| "+−×/⌊⌈".contains(*sign)) {
                        *signs.entry(sign).or_default() += 1;
                    }
                }
                assert!(ends_in_the_points(line, &read), "seed {seed} {}: {}", line.path, line.arithmetic.en);
                lines += usize::from(line.points.is_some());
            }
        }
    });
    println!("{lines} explained nodes, {equations} calculations read back, operations {signs:?}");
    assert!(
        lines >= 10_000 && equations >= 10_000,
        "{lines} lines with {equations} calculations are too few to mean much"
    );
    assert!("+−×/".chars().all(|sign| signs.get(&sign).is_some_and(|count| *count >= 100)), "{signs:?}");
    // The rest are constants that the rules imply: the slope of a line, a share of a maximum.
    let unknown: usize = strange.values().sum();
    assert!(unknown * 10 < known, "{unknown} operands of {} stand nowhere: {strange:?}", known + unknown);
}

/// The last calculation of a line is its points before rounding, and no calculation is the answer alone.
fn ends_in_the_points(line: &SheetLine, read: &[(String, Vec<String>, Q, Printed)]) -> bool {
    let Some(points) = line.before_rounding.as_ref().or(line.points.as_ref()) else { return true };
    let (above, below) = points.to_fraction_text();
    let points = Q::new(above.parse().unwrap(), below.parse().unwrap());
    if let Some((_, named)) = line.arithmetic.en.rsplit_once('→') {
        // A number that the rules name, or what takes the place of points.
        // A value without a finite decimal is rounded to the digits that stand there, and marked so.
        let about = named.contains('≈').then(|| Q::new(BigInt::from(1), BigInt::from(1_000_000)));
        let mut named = numbers(named).filter_map(|number| decimal(&number)).peekable();
        let is = |named: Q| Printed { value: named, within: about.clone() };
        return named.peek().is_none()
            || named.any(|named| is(named.clone()).holds(&points) || is(-named).holds(&points));
    }
    match read.last() {
        Some((written, operands, value, _)) => {
            *value == points && (operands.len() > 1 || written.contains(['⌊', '⌈', '[']))
        }
        // The cell itself.
        None => true,
    }
}

/// A number as it is printed.
#[derive(Clone, Debug)]
struct Printed {
    value: Q,
    /// So far it may lie from the number itself; `None` where it is that number.
    within: Option<Q>,
}

impl Printed {
    fn holds(&self, value: &Q) -> bool {
        let distance =
            if *value < self.value { self.value.clone() - value } else { value - self.value.clone() };
        distance <= self.within.clone().unwrap_or_else(|| Q::from_integer(BigInt::from(0)))
    }
}

/// Every number of a page, as written.
fn on_page(page: &Explanation) -> BTreeSet<String> {
    let mut told = BTreeSet::new();
    for line in &page.sheet {
        for text in line.cells.iter().map(|cell| &cell.value.en).chain([&line.arithmetic.en]) {
            // What stands right of an equals sign, or in a note.
            told.extend(text.split(['=', '≈', ';']).skip(1).flat_map(numbers));
            told.extend(numbers(text).filter(|_| !text.contains('=')));
        }
        for cell in &line.cells {
            told.extend(numbers(&cell.value.en));
            told.extend(days(&cell.value.en));
        }
        for value in [Some(&line.points_max), line.points.as_ref()].into_iter().flatten() {
            told.extend(numbers(&value.to_string()));
        }
    }
    told.extend(["0", "1", "2", "100"].map(str::to_owned));
    // Yes is one, no is nothing, and a share may be written either way.
    let shares: Vec<String> = told.iter().filter_map(|text| hundredth(text)).collect();
    told.extend(shares);
    told
}

fn hundredth(text: &str) -> Option<String> {
    let value = decimal(text)? / Q::from_integer(BigInt::from(100));
    let scaled = value.clone() * Q::from_integer(BigInt::from(10).pow(12));
    scaled.is_integer().then(|| {
        let digits = format!("{:0>13}", scaled.to_integer());
        let (whole, part) = digits.split_at(digits.len() - 12);
        format!("{whole}.{part}").trim_end_matches('0').trim_end_matches('.').to_owned()
    })
}

/// The day numbers of the dates in a text.
fn days(text: &str) -> impl Iterator<Item = String> {
    let date = text.parse::<thidua_core::Date>().ok();
    date.map(|date| date.day_number().to_string()).into_iter()
}

fn numbers(text: &str) -> impl Iterator<Item = String> {
    text.split(|sign: char| !sign.is_ascii_digit() && sign != '.')
        .map(|number| number.trim_matches('.').to_owned())
        .filter(|number| !number.is_empty())
        .map(|number| {
            if number.contains('.') {
                number.trim_end_matches('0').trim_end_matches('.').to_owned()
            } else {
                number
            }
        })
}

fn decimal(text: &str) -> Option<Q> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits: BigInt = format!("{whole}{part}").parse().ok()?;
    Some(Q::new(digits, BigInt::from(10).pow(u32::try_from(part.len()).ok()?)))
}

/// Each `calculation = number` of a line: as written, its operands, its value, and what is printed.
fn equations_in(text: &str) -> Vec<(String, Vec<String>, Q, Printed)> {
    let mut found = Vec::new();
    // A condition in quotes compares and calculates nothing.
    let quoted = text.split('“').map(|part| part.rsplit_once('”').map_or(part, |(_, behind)| behind));
    let text = quoted.collect::<String>();
    for part in text.split(';') {
        // Words may stand before a calculation, never within it.
        let Some(at) = part.find(['=', '≈']) else { continue };
        let left = part[..at]
            .rsplit(|sign: char| sign.is_alphabetic() || sign == ',' || sign == ':')
            .next()
            .unwrap()
            .trim();
        if left.is_empty() || left == "→" {
            continue;
        }
        let read = |even: bool| {
            let mut reader = Reader { signs: left.chars().collect(), at: 0, operands: Vec::new(), even };
            let value = reader.sum();
            assert_eq!(reader.at, reader.signs.len(), "`{left}` in `{text}` is no calculation");
            (reader.operands, value)
        };
        let (operands, value) = read(false);
        let about = part[at..].starts_with('≈');
        let right = part[at..].trim_start_matches(['=', '≈', ' ']);
        let number: String =
            right.chars().take_while(|sign| sign.is_ascii_digit() || "-−.%".contains(*sign)).collect();
        let percent = number.ends_with('%');
        let digits = number.trim_end_matches('%').replace('−', "-");
        let scale = BigInt::from(if percent { 100 } else { 1 });
        let places = digits.split_once('.').map_or(0, |(_, part)| part.len());
        let unit =
            Q::new(BigInt::from(1), scale.clone() * BigInt::from(10).pow(u32::try_from(places).unwrap()));
        let negative = digits.starts_with('-');
        let size = decimal(digits.trim_start_matches('-')).unwrap() / Q::from_integer(scale);
        let printed = Printed { value: if negative { -size } else { size }, within: about.then_some(unit) };
        let value = if printed.holds(&value) { value } else { read(true).1 };
        found.push((left.to_owned(), operands, value, printed));
    }
    found
}

/// A reader of its own: sums of products of numbers, parentheses and whole parts.
struct Reader {
    signs: Vec<char>,
    at: usize,
    operands: Vec<String>,
    /// Whether a half goes to the even neighbour.
    even: bool,
}

impl Reader {
    fn skip(&mut self) {
        while self.signs.get(self.at) == Some(&' ') {
            self.at += 1;
        }
    }

    fn take(&mut self, sign: char) -> bool {
        self.skip();
        let found = self.signs.get(self.at) == Some(&sign);
        self.at += usize::from(found);
        found
    }

    fn sum(&mut self) -> Q {
        let mut value = self.product();
        loop {
            if self.take('+') {
                value += self.product();
            } else if self.take('−') {
                value -= self.product();
            } else {
                self.skip();
                return value;
            }
        }
    }

    fn product(&mut self) -> Q {
        let mut value = self.factor();
        loop {
            if self.take('×') {
                value *= self.factor();
            } else if self.take('/') {
                value /= self.factor();
            } else {
                return value;
            }
        }
    }

    fn factor(&mut self) -> Q {
        if self.take('-') {
            return -self.factor();
        }
        if self.take('(') {
            let inner = self.sum();
            assert!(self.take(')'), "{:?}", self.signs);
            return inner;
        }
        for (open, close) in [('⌊', '⌋'), ('⌈', '⌉'), ('[', ']')] {
            if self.take(open) {
                let inner = self.sum();
                let (raise, root) = self.exponent();
                assert!(self.take(close), "{:?}", self.signs);
                let step = if self.take('(') { self.aside(')') } else { Q::from_integer(1.into()) };
                return self.rounded(&power(&inner, raise), root, &step, open);
            }
        }
        self.skip();
        let start = self.at;
        while self.signs.get(self.at).is_some_and(|sign| sign.is_ascii_digit() || *sign == '.') {
            self.at += 1;
        }
        let text: String = self.signs[start..self.at].iter().collect();
        self.operands.extend(numbers(&text));
        let unit = BigInt::from(if self.signs.get(self.at) == Some(&'%') { 100 } else { 1 });
        self.at += usize::from(unit != BigInt::from(1));
        decimal(&text)
            .map(|number| number / Q::from_integer(unit))
            .unwrap_or_else(|| panic!("no number at {start} of {}", self.signs.iter().collect::<String>()))
    }

    /// A number that belongs to the sign before it: it need not stand elsewhere on the page.
    fn aside(&mut self, close: char) -> Q {
        let seen = self.operands.len();
        let value = self.product();
        self.operands.truncate(seen);
        assert!(self.take(close), "{:?}", self.signs);
        value
    }

    /// `^3`, or `^(3 / 2)` for the square root of the third power.
    fn exponent(&mut self) -> (u32, u32) {
        if !self.take('^') {
            return (1, 1);
        }
        let seen = self.operands.len();
        let brackets = self.take('(');
        let raise = u32::try_from(self.factor().to_integer()).unwrap();
        let root = if brackets {
            assert!(self.take('/'));
            let root = u32::try_from(self.factor().to_integer()).unwrap();
            assert!(self.take(')'));
            root
        } else {
            1
        };
        self.operands.truncate(seen);
        (raise, root)
    }

    /// Towards zero, away from it, or to the nearest multiple; found by halving.
    fn rounded(&self, value: &Q, root: u32, step: &Q, open: char) -> Q {
        let zero = Q::from_integer(BigInt::from(0));
        let negative = *value < zero;
        let wanted = if negative { -value.clone() } else { value.clone() } / power(step, root);
        let (mut low, mut high) = (BigInt::from(0), wanted.ceil().to_integer() + BigInt::from(1));
        while &low + BigInt::from(1) < high {
            let middle: BigInt = (&low + &high) / BigInt::from(2);
            let fits = power(&Q::from_integer(middle.clone()), root) <= wanted;
            if fits { low = middle } else { high = middle }
        }
        let down = Q::from_integer(low.clone());
        let middle = power(&(down.clone() + Q::new(1.into(), 2.into())), root);
        let up = match open {
            '⌊' => false,
            '⌈' => power(&down, root) != wanted,
            // The page does not say where a half goes: either is right.
            _ => wanted > middle || (wanted == middle && !(self.even && low % BigInt::from(2) == 0.into())),
        };
        let size = if up { down + Q::from_integer(1.into()) } else { down } * step;
        if negative { -size } else { size }
    }
}

fn power(of: &Q, times: u32) -> Q {
    (0..times).fold(Q::from_integer(BigInt::from(1)), |product, _| product * of)
}
