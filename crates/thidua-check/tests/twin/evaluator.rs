//! The slow, obvious evaluator: it walks the rule set as written, one entrant at a time, on big rationals.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};
use thidua_core::rule::{
    Absence, Aggregate, Better, Beyond, CapBase, Case, Combine, Criterion, DatedNumber, DayCount, Direction,
    Grading, Increments, ItemGroup, Minus, Places, RankOn, Ranking, Relative, RelativeKind, Scope, Steps,
    Take,
};
use thidua_core::{
    CellState, Condition, Date, Decimal, Entrant, Formula, Located, Number, Rounding, RoundingMode, ValueKind,
};

use crate::generate::{Given, World};
use crate::reading::{self, REDUCTIONS, Tree};
use crate::recommend::{self, Standing};

pub(crate) type Q = BigRational;

/// What became of a criterion for one entrant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Present,
    Rescaled,
    Reduced,
    OtherKind,
    Missing,
}

#[derive(Clone, Debug)]
pub(crate) struct Scored {
    pub(crate) state: State,
    /// Meaningful when present.
    pub(crate) points: Q,
    pub(crate) max: Q,
}

/// Everything about one entrant's sheet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sheet {
    /// By path; the whole sheet under the empty path.
    pub(crate) nodes: BTreeMap<String, Scored>,
    pub(crate) bonus: Option<Q>,
    pub(crate) deductions: Option<Q>,
    pub(crate) exact_total: Option<Q>,
    pub(crate) total: Option<Q>,
}

/// The results of all entrants.
pub(crate) struct Results {
    pub(crate) sheets: Vec<Sheet>,
    /// For each grading, the position of each entrant's grade.
    pub(crate) grades: Vec<Vec<Option<usize>>>,
    /// Where a grade is open, those that are still possible.
    pub(crate) possible: Vec<Vec<Vec<Option<usize>>>>,
    /// For each ranking, each entrant's place.
    pub(crate) places: Vec<Vec<Option<u32>>>,
    /// For each award, where each entrant stands.
    pub(crate) awards: Vec<Vec<Standing>>,
    /// For each award, the places of each group by its name.
    pub(crate) quotas: Vec<BTreeMap<String, u32>>,
    /// What the test should have met often enough to mean something.
    pub(crate) met: Vec<&'static str>,
}

pub(crate) fn evaluate(world: &World) -> Results {
    let mut results = Results {
        sheets: Vec::new(),
        grades: Vec::new(),
        possible: Vec::new(),
        places: Vec::new(),
        awards: Vec::new(),
        quotas: Vec::new(),
        met: Vec::new(),
    };
    for row in 0..world.entrants.len() {
        let sheet = sheet(world, row);
        results.sheets.push(sheet);
    }
    for grading in 0..world.rules.gradings.len() {
        let (grades, possible) = grades(world, &results, grading);
        results.grades.push(grades);
        results.possible.push(possible);
    }
    for ranking in &world.rules.rankings {
        let places = places(world, &results, ranking);
        results.places.push(places);
    }
    for award in 0..world.rules.awards.len() {
        let (standings, quotas, met) = recommend::award(world, &results, award);
        results.awards.push(standings);
        results.quotas.push(quotas);
        results.met.extend(met);
    }
    // Who is paid for one award of a list is not paid for those behind it.
    for group in &world.rules.one_payment {
        let position = |id: &str| world.rules.awards.iter().position(|award| award.id.value == id).unwrap();
        for row in 0..world.entrants.len() {
            let mut paid = false;
            for award in group.awards.iter().map(|id| position(&id.value)) {
                let money = &mut results.awards[award][row].money;
                if paid {
                    *money = None;
                }
                paid |= money.is_some();
            }
        }
    }
    results
}

// Numbers.

pub(crate) fn whole(number: i64) -> Q {
    Q::from_integer(BigInt::from(number))
}

pub(crate) fn decimal(value: Decimal) -> Q {
    Q::new(BigInt::from(value.mantissa()), BigInt::from(10).pow(value.scale()))
}

/// From the digits as written, not from what the core made of them.
pub(crate) fn number(number: &Number) -> Q {
    let written = number.to_string();
    if let Some((above, below)) = written.split_once('/') {
        return reading::number(above) / reading::number(below);
    }
    match written.strip_prefix('-') {
        Some(digits) => -reading::number(digits),
        None => reading::number(&written),
    }
}

pub(crate) fn on_day(world: &World, dated: &DatedNumber) -> Q {
    match dated {
        DatedNumber::Always(value) => number(value),
        DatedNumber::Dated(values) => {
            let holds = |value: &&Located<thidua_core::rule::DatedValue>| {
                value.from.is_none_or(|from| from <= world.day)
                    && value.until.is_none_or(|until| world.day <= until)
            };
            number(&values.iter().find(holds).unwrap().value.value)
        }
    }
}

pub(crate) fn round(value: &Q, rounding: Option<&Rounding>) -> Q {
    let Some(rounding) = rounding else { return value.clone() };
    let step = match (rounding.places, rounding.to) {
        (Some(places), _) => Q::new(BigInt::one(), BigInt::from(10).pow(places)),
        (None, Some(to)) => decimal(to),
        (None, None) => return value.clone(),
    };
    let steps = value / &step;
    let down = steps.abs().floor();
    let rest = steps.abs() - &down;
    let half = Q::new(BigInt::one(), BigInt::from(2));
    let odd = (down.to_integer() % BigInt::from(2)).is_one();
    let away = match rounding.mode {
        RoundingMode::Up => !rest.is_zero(),
        RoundingMode::Down => false,
        RoundingMode::HalfUp => rest >= half,
        RoundingMode::HalfEven => rest > half || (rest == half && odd),
    };
    let size = if away { down + Q::one() } else { down } * step;
    if value.is_negative() { -size } else { size }
}

/// The root of a power, by halving the range in which it must lie; none below zero.
fn root(value: &Q, (raise, root): (u32, u32), rounding: &Rounding) -> Option<Q> {
    if value.is_negative() {
        return None;
    }
    let step = rounding.places.map_or_else(
        || decimal(rounding.to.unwrap()),
        |places| Q::new(BigInt::one(), BigInt::from(10).pow(places)),
    );
    let power = |of: &Q, times: u32| (0..times).fold(Q::one(), |product, _| product * of);
    let wanted = power(value, raise) / power(&step, root);
    let (mut low, mut high) = (BigInt::zero(), wanted.ceil().to_integer() + BigInt::one());
    while &low + BigInt::one() < high {
        let middle: BigInt = (&low + &high) / BigInt::from(2);
        let fits = power(&Q::from_integer(middle.clone()), root) <= wanted;
        if fits { low = middle } else { high = middle }
    }
    let down = Q::from_integer(low.clone());
    let exact = power(&down, root) == wanted;
    let middle = power(&(down.clone() + Q::new(BigInt::one(), BigInt::from(2))), root);
    let odd = (low % BigInt::from(2)).is_one();
    let away = match rounding.mode {
        RoundingMode::Up => !exact,
        RoundingMode::Down => false,
        RoundingMode::HalfUp => wanted >= middle,
        RoundingMode::HalfEven => wanted > middle || (wanted == middle && odd),
    };
    Some(if away { down + Q::one() } else { down } * step)
}

fn lower(left: Q, right: Q) -> Q {
    if left < right { left } else { right }
}

pub(crate) fn higher(left: Q, right: Q) -> Q {
    if left > right { left } else { right }
}

pub(crate) fn over(left: Q, right: &Q) -> Option<Q> {
    if right.is_zero() { None } else { Some(left / right) }
}

fn sum<'a>(values: impl Iterator<Item = &'a Q>) -> Q {
    values.fold(Q::zero(), |sum, value| sum + value)
}

// Cells.

pub(crate) fn cell_state(world: &World, row: usize, name: &str) -> CellState {
    if !world.submitted[row] {
        return CellState::NotSubmitted;
    }
    if world.rules.inputs.get(name).is_some_and(|input| input.per_row.is_some()) {
        let said = |state: &CellState| !matches!(state, CellState::Value | CellState::Blank);
        let columns = columns_of(world, name);
        let said = columns.iter().map(|column| cell_state(world, row, column)).filter(said).min();
        let found = computed(world, row, name).map(|_| CellState::Value);
        return said.or(found).unwrap_or(CellState::Blank);
    }
    match world.cells.get(&(row, name.to_owned())) {
        None => CellState::Blank,
        Some(Given::One(state, _)) => *state,
        Some(Given::Many(list)) if list.is_empty() => CellState::Blank,
        Some(Given::Many(_)) => CellState::Value,
    }
}

pub(crate) fn cell(world: &World, row: usize, name: &str) -> Option<Q> {
    match (cell_state(world, row, name), world.cells.get(&(row, name.to_owned()))) {
        (CellState::Value, Some(Given::One(_, value))) => Some(decimal(*value)),
        (CellState::Blank, _) => world.rules.inputs.get(name)?.blank.as_ref().map(number),
        _ => None,
    }
}

/// The values of a list; none of them when it is blank and the input says nothing about that.
fn list_or_blank(world: &World, row: usize, name: &str) -> Vec<Q> {
    let values = list(world, row, name);
    match cell_state(world, row, name) {
        CellState::Blank if values.is_empty() => cell(world, row, name).into_iter().collect(),
        _ => values,
    }
}

/// The inputs with many values that make up the rows something is computed of.
fn columns_of(world: &World, name: &str) -> Vec<String> {
    let per_row = world.rules.inputs.get(name).and_then(|input| input.per_row.as_ref()).unwrap();
    let mut columns = names(world, &per_row.is);
    if let Some(when) = &per_row.when {
        let written = world.more.conditions.iter().find(|(parsed, _)| parsed == when);
        reading::names(&reading::read(&written.unwrap().1), &mut columns);
    }
    columns.retain(|name| world.rules.inputs.get(name).is_some_and(|input| input.many));
    columns
}

/// What is computed of each row of a detail table: the first values of its columns make the first row, and so on; `None`
/// without rows, and where a row lacks something.
fn computed(world: &World, entrant: usize, name: &str) -> Option<Vec<Q>> {
    let per_row = world.rules.inputs.get(name)?.per_row.as_ref()?;
    let formula = reading::read(&text(&per_row.is));
    let when = per_row.when.as_ref().map(|when| {
        let written = world.more.conditions.iter().find(|(parsed, _)| parsed == when);
        reading::read(&written.unwrap().1)
    });
    let columns = columns_of(world, name);
    let rows = columns.iter().map(|column| list(world, entrant, column).len()).max().unwrap();
    let mut found = Vec::new();
    for row in 0..rows {
        let mut filled = BTreeMap::new();
        for column in &columns {
            let blank = world.rules.inputs.get(column)?.blank.as_ref().map(number);
            let value = list(world, entrant, column).get(row).cloned().or(blank);
            filled.extend(value.map(|value| (column.clone(), vec![value])));
        }
        let known = Known { filled: Some(&filled), ..Known::inputs(world, entrant) };
        if let Some(when) = &when
            && !verdict(known, when)?
        {
            continue;
        }
        let mut value = value(known, &formula)?;
        if let Some(least) = &per_row.at_least {
            value = higher(value, number(least));
        }
        if let Some(most) = &per_row.at_most {
            value = lower(value, number(most));
        }
        found.push(value);
    }
    (rows > 0).then_some(found)
}

fn list(world: &World, row: usize, name: &str) -> Vec<Q> {
    if let Some(computed) = computed(world, row, name) {
        return computed;
    }
    match world.cells.get(&(row, name.to_owned())) {
        Some(Given::Many(values)) => values.iter().map(|value| decimal(*value)).collect(),
        _ => Vec::new(),
    }
}

// Formulas and conditions.

/// What is known when a formula is read: inputs always, points later, grades at last.
#[derive(Clone, Copy)]
pub(crate) struct Known<'a> {
    pub(crate) world: &'a World,
    pub(crate) row: usize,
    pub(crate) results: Option<&'a Results>,
    /// A grade taken for granted while it is open.
    pub(crate) assumed: Option<usize>,
    /// What is missing, filled in: the values of each input.
    filled: Option<&'a BTreeMap<String, Vec<Q>>>,
}

impl<'a> Known<'a> {
    fn inputs(world: &'a World, row: usize) -> Self {
        Self { world, row, results: None, assumed: None, filled: None }
    }

    pub(crate) fn all(world: &'a World, row: usize, results: &'a Results) -> Self {
        Self { world, row, results: Some(results), assumed: None, filled: None }
    }

    fn filling(self, name: &str) -> Option<&'a Vec<Q>> {
        self.filled.and_then(|filled| filled.get(name))
    }

    fn grade(self) -> Option<usize> {
        self.assumed.or(self.results?.grades[0][self.row])
    }
}

/// The value of a formula; `None` when something it needs is not there.
pub(crate) fn formula(known: Known<'_>, formula: &Formula) -> Option<Q> {
    value(known, &reading::read(&text(formula)))
}

/// A formula as it was written.
fn text(formula: &Formula) -> String {
    serde_json::to_value(formula).unwrap().as_str().unwrap().to_owned()
}

fn value(known: Known<'_>, tree: &Tree) -> Option<Q> {
    match tree {
        Tree::Number(number) => Some(number.clone()),
        Tree::Name(name) => named(known, name),
        Tree::Of(what, of) => property(known, what, of),
        Tree::Minus(inner) => Some(-value(known, inner)?),
        Tree::Between(what, from, to) => {
            let months = months_between(&value(known, from)?, &value(known, to)?)?;
            Some(whole(if what == "số_năm" { months / 12 } else { months }))
        }
        Tree::Pair(sign, left, right) => {
            let (left, right) = (value(known, left)?, value(known, right)?);
            match *sign {
                "+" => Some(left + right),
                "-" => Some(left - right),
                "*" => Some(left * right),
                "/" => over(left, &right),
                _ => panic!("a comparison has no value"),
            }
        }
        Tree::Not(_) | Tree::All(_) | Tree::Any(_) => panic!("a condition has no value"),
    }
}

/// One month more as long as the day it ends on is not later than the second: the same day, or the last of its month.
fn months_between(from: &Q, to: &Q) -> Option<i64> {
    let date = |day: &Q| Date::from_day_number(i64::try_from(day.to_integer()).ok()?);
    let (from, to) = (date(from)?, date(to)?);
    let (year, month, day) = from.calendar();
    let ends = |months: i32| {
        let (year, month) = (year + (month - 1 + months) / 12, (month - 1 + months) % 12 + 1);
        let of = |day: i32| Date::from_calendar(year, month.try_into().unwrap(), day.try_into().unwrap());
        // Where the calendar ends no month ends any more.
        (1..=day).rev().find_map(of)
    };
    let mut months = 0;
    while ends(months + 1).is_some_and(|end| end <= to) {
        months += 1;
    }
    Some(i64::from(months))
}

fn named(known: Known<'_>, name: &str) -> Option<Q> {
    let Known { world, row, results, .. } = known;
    let sheet = || results.map(|results| &results.sheets[row]);
    match name {
        "điểm" => ranked_total(world, sheet()?),
        "tỷ_lệ" => over(ranked_total(world, sheet()?)?, &sheet()?.nodes[""].max),
        "điểm_thưởng" => sheet()?.bonus.clone(),
        "điểm_trừ" => sheet()?.deductions.clone(),
        "xếp_loại" => {
            let count = world.rules.gradings[0].grades.len();
            known.grade().map(|grade| whole(i64::try_from(count - grade).unwrap()))
        }
        "hạng" => results?.places.first()?[row].map(|place| whole(i64::from(place))),
        "mọi nhóm" | "mọi tiêu chí" => {
            let shares = every_one(world, sheet()?, name);
            shares.into_iter().collect::<Option<Vec<Q>>>()?.into_iter().min()
        }
        _ if world.rules.inputs.get(name).is_some() => match known.filling(name) {
            Some(filled) => filled.first().cloned(),
            None => cell(world, row, name),
        },
        _ => match world.rules.parameters.get(name) {
            Some(parameter) => Some(on_day(world, parameter)),
            None => {
                let grades = &world.rules.gradings[0].grades;
                let position = grades.iter().position(|grade| grade.id == name).unwrap();
                Some(whole(i64::try_from(grades.len() - position).unwrap()))
            }
        },
    }
}

fn property(known: Known<'_>, what: &str, of: &str) -> Option<Q> {
    let Known { world, row, results, .. } = known;
    let sheet = || results.map(|results| &results.sheets[row]);
    match what {
        "điểm" | "tỷ_lệ" => {
            let scored =
                sheet().map(|sheet| node(sheet, of).clone()).unwrap_or_else(|| by_code(world, row, of));
            if what == "điểm" { present(&scored) } else { share(&scored) }
        }
        "giá_trị" => {
            let grade = known.grade()?;
            world.rules.gradings[0].grades[grade].value.value.as_ref().map(number)
        }
        "hạng" => {
            let ranking = world.rules.rankings.iter().position(|ranking| ranking.id == of).unwrap();
            results?.places[ranking][row].map(|place| whole(i64::from(place)))
        }
        "bình_quân" | "số_xếp_hạng" => pool(world, results?, row, of, what == "bình_quân"),
        // Worlds have one stage.
        "chưa nộp" | "đã nộp" => Some(whole(i64::from(world.submitted[row] == (what == "đã nộp")))),
        _ if REDUCTIONS.contains(&what) => {
            let values = match cell_state(world, row, of) {
                _ if known.filling(of).is_some() => known.filling(of)?.clone(),
                CellState::Value => list(world, row, of),
                CellState::Blank => vec![number(world.rules.inputs.get(of)?.blank.as_ref()?)],
                _ => return None,
            };
            match what {
                "tổng" => Some(sum(values.iter())),
                "số_lượng" => Some(whole(i64::try_from(values.len()).unwrap())),
                "lớn_nhất" => values.into_iter().max(),
                "nhỏ_nhất" => values.into_iter().min(),
                _ => over(sum(values.iter()), &whole(i64::try_from(values.len()).unwrap())),
            }
        }
        _ => panic!("`{what} của {of}` is not generated"),
    }
}

/// A criterion or group by itself, worked out anew for whoever reads its points.
fn by_code(world: &World, row: usize, code: &str) -> Scored {
    fn path(all: &[Located<Criterion>], code: &str) -> Option<String> {
        all.iter().find_map(|criterion| match criterion.code.value == code {
            true => Some(code.to_owned()),
            false => path(&criterion.children, code).map(|below| format!("{}/{below}", criterion.code.value)),
        })
    }
    let path = path(&world.rules.criteria, code).unwrap();
    let own = along(world, &path).pop().unwrap();
    criterion(world, row, own, &path, &mut Sheet::default())
}

fn node<'a>(sheet: &'a Sheet, code: &str) -> &'a Scored {
    let ends = format!("/{code}");
    sheet.nodes.iter().find(|(path, _)| *path == code || path.ends_with(&ends)).unwrap().1
}

fn present(scored: &Scored) -> Option<Q> {
    (scored.state == State::Present).then(|| scored.points.clone())
}

fn stands(left: &Q, sign: &str, right: &Q) -> bool {
    match sign {
        "=" => left == right,
        "!=" => left != right,
        ">=" => left >= right,
        ">" => left > right,
        "<=" => left <= right,
        "<" => left < right,
        _ => panic!("a value is no condition"),
    }
}

/// The share of every top-level criterion, or of every leaf, that can earn points; `None` where it is missing.
fn every_one(world: &World, sheet: &Sheet, which: &str) -> Vec<Option<Q>> {
    fn leaves<'a>(world: &World, all: Vec<&'a Located<Criterion>>) -> Vec<&'a Located<Criterion>> {
        let below = |criterion: &'a Located<Criterion>| match criterion.children.is_empty() {
            true => vec![criterion],
            false => leaves(world, in_force(world, &criterion.children)),
        };
        all.into_iter().flat_map(below).collect()
    }
    let top: Vec<&Located<Criterion>> = in_force(world, &world.rules.criteria);
    let wanted = if which == "mọi nhóm" { top } else { leaves(world, top) };
    let scored = wanted.iter().map(|criterion| node(sheet, &criterion.code.value));
    let counts =
        |scored: &&Scored| matches!(scored.state, State::Present | State::Missing) && scored.max > Q::zero();
    scored.filter(counts).map(share).collect()
}

fn share(scored: &Scored) -> Option<Q> {
    over(present(scored)?, &scored.max)
}

pub(crate) fn ranked_total(world: &World, sheet: &Sheet) -> Option<Q> {
    match world.rules.rounding.rank_on {
        RankOn::Rounded => sheet.total.clone(),
        RankOn::Exact => sheet.exact_total.clone(),
    }
}

/// Like [`holds`]; also told where every grade that is still possible gives one answer.
pub(crate) fn settled(known: Known<'_>, condition: &Condition) -> Option<bool> {
    let possible = known.results.and_then(|results| results.possible.first()).map(|all| &all[known.row]);
    let mut answers: Vec<Option<bool>> = possible
        .into_iter()
        .flatten()
        .map(|grade| holds(Known { assumed: Some((*grade)?), ..known }, condition))
        .collect();
    answers.dedup();
    holds(known, condition).or_else(|| if answers.len() == 1 { answers[0] } else { None })
}

/// `None` when it cannot be told.
pub(crate) fn holds(known: Known<'_>, condition: &Condition) -> Option<bool> {
    let written = known.world.more.conditions.iter().find(|(parsed, _)| parsed == condition);
    let tree = reading::read(&written.unwrap().1);
    verdict(known, &tree).or_else(|| whatever_is_missing(known, &tree))
}

/// The one answer that every filling of what is missing gives: the smallest and the largest that there are, and some between.
fn whatever_is_missing(known: Known<'_>, tree: &Tree) -> Option<bool> {
    let mut names = Vec::new();
    reading::names(tree, &mut names);
    let mut fillings = vec![BTreeMap::new()];
    for name in names {
        let Some(input) = known.world.rules.inputs.get(&name) else { continue };
        let absent = match (input.many, cell_state(known.world, known.row, &name)) {
            (true, CellState::Value) => false,
            (true, CellState::Blank) => input.blank.is_none(),
            (true, _) => true,
            (false, _) => cell(known.world, known.row, &name).is_none(),
        };
        if !absent {
            continue;
        }
        let whole_numbers = |numbers: &[i64]| numbers.iter().map(|number| vec![whole(*number)]).collect();
        let mut choices: Vec<Vec<Q>> = match input.kind {
            ValueKind::YesNo => whole_numbers(&[0, 1]),
            // From the first day of the calendar to the last.
            ValueKind::Date => whole_numbers(&[-25_567, 16_314, 84_370]),
            ValueKind::Count => {
                let mut counts: Vec<Vec<Q>> = whole_numbers(&[0, 1, 2, 3, 4, 5, 6, 7, 1_000_000]);
                // More than any number of the world.
                counts.push(vec![whole(i64::MAX) * whole(i64::MAX)]);
                counts
            }
            _ => {
                let far = whole(i64::MAX) * whole(i64::MAX);
                vec![vec![-far.clone()], vec![Q::zero()], vec![far]]
            }
        };
        if input.many {
            choices.extend([Vec::new(), vec![Q::zero(); 9]]);
        }
        let with = |filling: &BTreeMap<String, Vec<Q>>| {
            let filling = filling.clone();
            let name = name.clone();
            choices.clone().into_iter().map(move |choice| {
                let mut filling = filling.clone();
                filling.insert(name.clone(), choice);
                filling
            })
        };
        fillings = fillings.iter().flat_map(with).collect();
    }
    let mut answers = fillings.iter().map(|filled| verdict(Known { filled: Some(filled), ..known }, tree));
    let first = answers.next()??;
    answers.all(|answer| answer == Some(first)).then_some(first)
}

fn verdict(known: Known<'_>, tree: &Tree) -> Option<bool> {
    let each = |parts: &[Tree]| parts.iter().map(|part| verdict(known, part)).collect::<Vec<_>>();
    match tree {
        Tree::All(parts) => {
            let verdicts = each(parts);
            if verdicts.contains(&Some(false)) {
                Some(false)
            } else if verdicts.contains(&None) {
                None
            } else {
                Some(true)
            }
        }
        Tree::Any(parts) => {
            let verdicts = each(parts);
            if verdicts.contains(&Some(true)) {
                Some(true)
            } else if verdicts.contains(&None) {
                None
            } else {
                Some(false)
            }
        }
        Tree::Not(part) => verdict(known, part).map(|holds| !holds),
        Tree::Pair(sign, left, right) => {
            if let Tree::Name(name) = &**left
                && name.starts_with("mọi ")
            {
                let right = value(known, right)?;
                let each = every_one(known.world, &known.results?.sheets[known.row], name);
                let verdicts: Vec<Option<bool>> =
                    each.into_iter().map(|share| Some(stands(&share?, sign, &right))).collect();
                return match verdicts {
                    none if none.is_empty() => None,
                    some if some.contains(&Some(false)) => Some(false),
                    some if some.contains(&None) => None,
                    _ => Some(true),
                };
            }
            Some(stands(&value(known, left)?, sign, &value(known, right)?))
        }
        yes_no => value(known, yes_no).map(|said| !said.is_zero()),
    }
}

/// Names of the inputs a formula reads.
fn names(world: &World, formula: &Formula) -> Vec<String> {
    let mut names = Vec::new();
    reading::names(&reading::read(&text(formula)), &mut names);
    names.retain(|name| world.rules.inputs.get(name).is_some());
    names
}

// The sheet.

fn in_force<'a>(world: &World, criteria: &'a [Located<Criterion>]) -> Vec<&'a Located<Criterion>> {
    let holds = |criterion: &&Located<Criterion>| {
        criterion.effective.is_none_or(|dates| {
            dates.from.is_none_or(|from| from <= world.day)
                && dates.until.is_none_or(|until| world.day <= until)
        })
    };
    criteria.iter().filter(holds).collect()
}

fn has_kind(world: &World, entrant: &Entrant, criterion: &Criterion) -> bool {
    criterion.kinds.is_empty()
        || entrant.kind.is_some_and(|kind| {
            let id = world.rules.kinds.keys().nth(kind.into()).unwrap();
            criterion.kinds.iter().any(|name| name.value == id)
        })
}

fn sheet(world: &World, row: usize) -> Sheet {
    let rules = &world.rules;
    let mut sheet = Sheet::default();
    let children: Vec<(Scored, &Criterion)> = in_force(world, &rules.criteria)
        .into_iter()
        .map(|child| (criterion(world, row, child, &child.code.value, &mut sheet), &child.value))
        .collect();
    let declared = rules.points_max.as_ref().map(number);
    let declared = declared.unwrap_or_else(|| {
        let counted =
            |criterion: &Criterion| full_max(world, criterion) * times(world, rules.aggregate, criterion);
        made_max(rules.aggregate, children.iter().map(|(_, criterion)| counted(criterion)).collect())
    });
    let root = group(world, rules.aggregate, rules.present_at_least.as_ref(), declared, None, &children);
    sheet.nodes.insert(String::new(), root.clone());
    let adjustments = rules.adjustments.as_ref();
    sheet.bonus = items(world, row, adjustments.and_then(|all| all.bonus.as_ref()), &mut sheet);
    sheet.deductions = items(world, row, adjustments.and_then(|all| all.deductions.as_ref()), &mut sheet);
    let mut total = present(&root);
    if let Some(adjustments) = adjustments.filter(|all| !all.outside_total) {
        total = match (total, &sheet.bonus, &sheet.deductions) {
            (Some(points), Some(bonus), Some(deductions)) => {
                let mut total = points.clone() + bonus - deductions;
                if !adjustments.may_exceed_max {
                    total = lower(total, higher(root.max.clone(), points.clone()));
                }
                if !adjustments.may_fall_below_zero {
                    total = higher(total, lower(Q::zero(), points));
                }
                Some(total)
            }
            _ => None,
        };
    }
    sheet.total = total.as_ref().map(|total| round(total, rules.rounding.total.as_ref()));
    sheet.exact_total = total;
    sheet
}

/// Bonus or deduction items added up to their cap; `None` while one is missing.
fn items(world: &World, row: usize, items: Option<&ItemGroup>, sheet: &mut Sheet) -> Option<Q> {
    let mut points = Vec::new();
    let mut missing = false;
    for item in items.iter().flat_map(|group| &group.items) {
        let scored = criterion(world, row, item, &item.code.value, sheet);
        missing |= scored.state == State::Missing;
        points.extend(present(&scored));
    }
    if missing {
        return None;
    }
    points.sort();
    points.reverse();
    let counted = match items.map(|group| group.take) {
        Some(Take::Highest) => 1,
        Some(Take::Best(count)) => usize::try_from(count).unwrap(),
        _ => points.len(),
    };
    let sum = sum(points.iter().take(counted));
    match items.and_then(|group| group.cap.as_ref()) {
        Some(cap) => Some(lower(sum, number(cap))),
        None => Some(sum),
    }
}

fn criterion(world: &World, row: usize, criterion: &Criterion, path: &str, sheet: &mut Sheet) -> Scored {
    let children: Vec<(Scored, &Criterion)> = in_force(world, &criterion.children)
        .into_iter()
        .map(|child| {
            let path = format!("{path}/{}", child.code.value);
            (self::criterion(world, row, child, &path, sheet), &child.value)
        })
        .collect();
    let declared = criterion.points_max.as_ref().map(|max| on_day(world, max));
    let rounding = &world.rules.rounding;
    let scored = if !along(world, path).into_iter().all(|part| has_kind(world, &world.entrants[row], part)) {
        Scored { state: State::OtherKind, points: Q::zero(), max: Q::zero() }
    } else if criterion.children.is_empty() {
        leaf(world, row, criterion, path, declared.unwrap())
    } else {
        let aggregate = criterion.aggregate.unwrap_or_default();
        let rounding = criterion.rounding.as_ref().or(rounding.group.as_ref());
        let declared = declared.unwrap_or_else(|| full_max(world, criterion));
        let least = criterion.present_at_least.as_ref();
        let mut scored = group(world, aggregate, least, declared, rounding, &children);
        if let Some(cap) = criterion.cap.as_ref().map(number) {
            scored.points = lower(scored.points, cap.clone());
            scored.max = lower(scored.max, cap);
        }
        if let Some(floor) = criterion.floor.as_ref().filter(|_| scored.state == State::Present) {
            scored.points = higher(scored.points, number(floor));
        }
        scored.points = round(&scored.points, rounding);
        scored
    };
    sheet.nodes.insert(path.to_owned(), scored.clone());
    scored
}

// Groups.

/// The maximum a criterion has on the sheet of somebody who has all of it.
fn full_max(world: &World, criterion: &Criterion) -> Q {
    match &criterion.points_max {
        Some(max) => on_day(world, max),
        None => {
            let made = made_max(
                criterion.aggregate.unwrap_or_default(),
                in_force(world, &criterion.children)
                    .into_iter()
                    .map(|child| {
                        full_max(world, child) * times(world, criterion.aggregate.unwrap_or_default(), child)
                    })
                    .collect(),
            );
            criterion.cap.as_ref().map_or(made.clone(), |cap| lower(made, number(cap)))
        }
    }
}

/// How many times a child counts in its group.
fn times(world: &World, aggregate: Aggregate, child: &Criterion) -> Q {
    match (&child.weight, aggregate) {
        (Some(weight), Aggregate::WeightedSum) => on_day(world, weight),
        _ => Q::one(),
    }
}

fn made_max(aggregate: Aggregate, mut maxima: Vec<Q>) -> Q {
    maxima.sort();
    maxima.reverse();
    let size = whole(i64::try_from(maxima.len().max(1)).unwrap());
    match aggregate {
        Aggregate::MeanPoints => return sum(maxima.iter()) / size,
        Aggregate::MedianPoints if !maxima.is_empty() => {
            return (maxima[(maxima.len() - 1) / 2].clone() + maxima[maxima.len() / 2].clone()) / whole(2);
        }
        Aggregate::MinPoints => return maxima.pop().unwrap_or_else(Q::zero),
        _ => {}
    }
    let count = match aggregate {
        Aggregate::Sum | Aggregate::WeightedSum => maxima.len(),
        Aggregate::Best(count) => usize::try_from(count).unwrap(),
        _ => 1,
    };
    sum(maxima.iter().take(count))
}

fn group(
    world: &World,
    aggregate: Aggregate,
    least: Option<&thidua_core::rule::PresentAtLeast>,
    max: Q,
    rounding: Option<&Rounding>,
    children: &[(Scored, &Criterion)],
) -> Scored {
    let without = |state| Scored { state, points: Q::zero(), max: max.clone() };
    let counted: Vec<(Scored, &Criterion)> = children
        .iter()
        .map(|(child, criterion)| {
            let times = times(world, aggregate, criterion);
            let (points, max) = (child.points.clone() * times.clone(), child.max.clone() * times);
            (Scored { state: child.state, points, max }, *criterion)
        })
        .collect();
    let own: Vec<&(Scored, &Criterion)> =
        counted.iter().filter(|(child, _)| child.state != State::OtherKind).collect();
    let with = |state: State| -> Vec<&(Scored, &Criterion)> {
        own.iter().copied().filter(|(child, _)| child.state == state).collect()
    };
    let maxima = |parts: &[&(Scored, &Criterion)]| {
        parts.iter().map(|(child, _)| child.max.clone()).collect::<Vec<Q>>()
    };
    let (present, rescaled, reduced) = (with(State::Present), with(State::Rescaled), with(State::Reduced));
    let dropped = !own.is_empty() && rescaled.len() + reduced.len() == own.len();
    if aggregate == Aggregate::EitherOr && !dropped {
        let filled: Vec<_> = present.iter().filter(|(branch, _)| !branch.points.is_zero()).collect();
        return match (filled.len(), present.len()) {
            (1, _) => Scored { state: State::Present, points: filled[0].0.points.clone(), max },
            (0, 1..) => Scored { state: State::Present, points: Q::zero(), max },
            _ => without(State::Missing),
        };
    }
    if own.iter().any(|(child, _)| child.state == State::Missing) {
        // A sum is at most what those of its parts come to that the entrant has.
        let max = match aggregate {
            Aggregate::Sum | Aggregate::WeightedSum => sum(maxima(&own).iter()),
            _ => max,
        };
        return Scored { state: State::Missing, points: Q::zero(), max };
    }
    if let Some(least) = least.filter(|_| !own.is_empty() && aggregate != Aggregate::EitherOr) {
        let share = whole(i64::try_from(present.len()).unwrap()) / whole(i64::try_from(own.len()).unwrap());
        if share < number(&least.share) {
            return match least.otherwise {
                Absence::Refuse => without(State::Missing),
                Absence::Zero => without(State::Present),
                Absence::Full => Scored { state: State::Present, points: max.clone(), max },
                Absence::Rescale => without(State::Rescaled),
                Absence::Reduce => without(State::Reduced),
            };
        }
    }
    if present.is_empty() {
        // What the others must carry is the maximum of those that drop out by rescaling.
        return if rescaled.is_empty() {
            Scored { max: lower(max.clone(), sum(maxima(&reduced).iter())), ..without(State::Reduced) }
        } else {
            Scored { max: lower(max.clone(), sum(maxima(&rescaled).iter())), ..without(State::Rescaled) }
        };
    }
    match aggregate {
        Aggregate::Sum | Aggregate::WeightedSum => {
            let kept = sum(maxima(&present).iter());
            let carried = sum(maxima(&rescaled).iter());
            let points = sum(present.iter().map(|(child, _)| &child.points));
            let max = kept.clone() + carried.clone();
            if carried.is_zero() {
                return Scored { state: State::Present, points, max };
            }
            match over(points * max.clone(), &kept) {
                Some(points) => Scored { state: State::Present, points, max },
                None => Scored { max: carried, ..without(State::Rescaled) },
            }
        }
        Aggregate::WeightedMean => {
            let weight = |criterion: &Criterion| {
                criterion.weight.as_ref().map_or_else(Q::one, |weight| on_day(world, weight))
            };
            let weights = |parts: &[&(Scored, &Criterion)]| {
                parts.iter().fold(Q::zero(), |sum, (_, criterion)| sum + weight(criterion))
            };
            let max = max.clone() * (weights(&own) - weights(&reduced)) / weights(&own);
            let mut mean = Q::zero();
            for (child, criterion) in &present {
                let Some(share) = over(child.points.clone(), &child.max) else {
                    return without(State::Missing);
                };
                mean += share * weight(criterion) / weights(&present);
            }
            Scored { state: State::Present, points: max.clone() * mean, max }
        }
        Aggregate::Max | Aggregate::Best(_) => {
            let count =
                if let Aggregate::Best(count) = aggregate { usize::try_from(count).unwrap() } else { 1 };
            let mut points: Vec<Q> = present.iter().map(|(child, _)| child.points.clone()).collect();
            points.sort();
            points.reverse();
            // The children this entrant is left with may make less than the group's maximum.
            let left = own.iter().filter(|(child, _)| child.state != State::Reduced);
            let max = lower(max, made_max(aggregate, left.map(|(child, _)| child.max.clone()).collect()));
            let points = sum(points.iter().take(count));
            let reach = made_max(aggregate, present.iter().map(|(child, _)| child.max.clone()).collect());
            let points = match over(points.clone() * max.clone(), &reach) {
                Some(carried) if !rescaled.is_empty() && reach < max => carried,
                _ => points,
            };
            Scored { state: State::Present, points, max }
        }
        Aggregate::MeanPoints | Aggregate::MedianPoints | Aggregate::MinPoints => {
            let left = own.iter().filter(|(child, _)| child.state != State::Reduced);
            let max = made_max(aggregate, left.map(|(child, _)| child.max.clone()).collect());
            let points = made_max(aggregate, present.iter().map(|(child, _)| child.points.clone()).collect());
            let reach = made_max(aggregate, present.iter().map(|(child, _)| child.max.clone()).collect());
            let points = match over(points.clone() * max.clone(), &reach) {
                Some(carried) if !rescaled.is_empty() => carried,
                _ => points,
            };
            Scored { state: State::Present, points, max }
        }
        Aggregate::Min | Aggregate::Median | Aggregate::GeometricMean => {
            let left = whole(i64::try_from(own.len() - reduced.len()).unwrap());
            let max = max.clone() * left / whole(i64::try_from(own.len()).unwrap());
            let shares = present.iter().map(|(child, _)| over(child.points.clone(), &child.max));
            let Some(mut shares) = shares.collect::<Option<Vec<Q>>>() else {
                return without(State::Missing);
            };
            shares.sort();
            let points = match aggregate {
                Aggregate::Min => Some(shares[0].clone() * max.clone()),
                Aggregate::Median => {
                    let middle = [&shares[(shares.len() - 1) / 2], &shares[shares.len() / 2]];
                    Some((middle[0] + middle[1]) / whole(2) * max.clone())
                }
                _ => {
                    let product =
                        shares.iter().fold(Q::one(), |product, share| product * share * max.clone());
                    root(&product, (1, u32::try_from(shares.len()).unwrap()), rounding.unwrap())
                }
            };
            match points {
                Some(points) => Scored { state: State::Present, points, max },
                None => without(State::Missing),
            }
        }
        Aggregate::EitherOr => unreachable!(),
    }
}

/// What an entrant must meet to have the criterion: its own condition and those of the groups around it.
fn asked<'a>(world: &'a World, path: &str) -> Vec<&'a Condition> {
    along(world, path).into_iter().filter_map(|criterion| criterion.when.as_ref()).collect()
}

/// The criterion and the groups around it, from the top.
fn along<'a>(world: &'a World, path: &str) -> Vec<&'a Criterion> {
    let items = world.rules.adjustments.iter().flat_map(|all| all.bonus.iter().chain(&all.deductions));
    let mut here: Vec<&Located<Criterion>> =
        world.rules.criteria.iter().chain(items.flat_map(|group| &group.items)).collect();
    let mut parts = Vec::new();
    for code in path.split('/') {
        let criterion = here.into_iter().find(|criterion| criterion.code.value == code).unwrap();
        here = criterion.children.iter().collect();
        parts.push(&criterion.value);
    }
    parts
}

/// Whether the entrant has what is asked; `None` where that cannot be told.
fn meets(world: &World, row: usize, path: &str) -> Option<bool> {
    let answers: Vec<Option<bool>> =
        asked(world, path).into_iter().map(|asked| holds(Known::inputs(world, row), asked)).collect();
    if answers.contains(&Some(false)) {
        return Some(false);
    }
    if answers.contains(&None) { None } else { Some(true) }
}

/// Whether some criterion of the entrant's kind is asked of it, or may be.
pub(crate) fn assessed(world: &World, row: usize) -> bool {
    fn leaves(
        world: &World,
        row: usize,
        criteria: &[Located<Criterion>],
        path: &str,
        found: &mut Vec<String>,
    ) {
        for criterion in in_force(world, criteria) {
            if has_kind(world, &world.entrants[row], criterion) {
                let path = format!("{path}{}", criterion.code.value);
                leaves(world, row, &criterion.children, &format!("{path}/"), found);
                found.extend(criterion.children.is_empty().then_some(path));
            }
        }
    }
    let mut found = Vec::new();
    leaves(world, row, &world.rules.criteria, "", &mut found);
    found.is_empty() || found.iter().any(|path| meets(world, row, path) != Some(false))
}

// Leaves.

fn leaf(world: &World, row: usize, criterion: &Criterion, path: &str, max: Q) -> Scored {
    match meets(world, row, path) {
        Some(true) => {}
        Some(false) => return Scored { state: State::Reduced, points: Q::zero(), max },
        None => return Scored { state: State::Missing, points: Q::zero(), max },
    }
    let missing = criterion.missing.unwrap_or(world.rules.missing);
    let inputs = inputs(world, row, criterion, path);
    let states: Vec<(&String, CellState)> =
        inputs.iter().map(|name| (name, cell_state(world, row, name))).collect();
    let points = method(world, row, criterion, path, &max);
    let claim = |state: CellState| {
        matches!(
            state,
            CellState::Claimed | CellState::NotApplicable | CellState::TurnedDown | CellState::Exempt
        )
    };
    let claimed = states.iter().any(|(_, state)| claim(*state));
    let min = criterion.points_min.as_ref().map_or_else(Q::zero, number);
    let ceiling = match &criterion.ratio {
        Some(ratio) => {
            let cap = ratio.cap.as_ref().map_or_else(Q::one, number);
            let more = ratio.over.as_ref().map_or_else(Q::zero, |over| number(&over.at_most));
            higher(max.clone(), max.clone() * cap + more)
        }
        None => max.clone(),
    };
    let open = criterion
        .formula
        .as_ref()
        .map(|formula| formula.beyond)
        .or(criterion.linear.as_ref().map(|linear| linear.beyond))
        == Some(Beyond::Extend);
    let refuse = Scored { state: State::Missing, points: Q::zero(), max: max.clone() };
    match points {
        Method::Points(points) if !claimed => {
            if points < min || (points > ceiling && !open) {
                return refuse;
            }
            let rounding = criterion.rounding.as_ref().or(world.rules.rounding.leaf.as_ref());
            return Scored { state: State::Present, points: round(&points, rounding), max };
        }
        Method::NoResult if !claimed => return refuse,
        _ => {}
    }
    let any = |wanted: CellState| states.iter().any(|(_, state)| *state == wanted);
    let blank = states.iter().any(|(name, state)| {
        *state == CellState::Blank && world.rules.inputs.get(name).is_none_or(|input| input.blank.is_none())
    });
    let rule = criterion.not_applicable.as_ref();
    let known = Known::inputs(world, row);
    let may_claim = rule.is_some_and(|rule| {
        rule.only_if.as_ref().is_none_or(|condition| holds(known, condition) == Some(true))
    });
    let follow = if any(CellState::NotSubmitted) {
        missing.not_submitted
    } else if any(CellState::Claimed) {
        rule.filter(|rule| may_claim && rule.approved_by.is_none()).map_or(Absence::Refuse, |rule| rule.then)
    } else if any(CellState::NotApplicable) {
        rule.filter(|_| may_claim).map_or(Absence::Refuse, |rule| rule.then)
    } else if any(CellState::TurnedDown) {
        rule.map_or(Absence::Refuse, |rule| rule.otherwise)
    } else if any(CellState::Exempt) {
        missing.exempt
    } else if blank {
        missing.blank
    } else {
        Absence::Refuse
    };
    let (state, points) = match follow {
        Absence::Refuse => (State::Missing, Q::zero()),
        Absence::Zero => (State::Present, Q::zero()),
        Absence::Full => (State::Present, max.clone()),
        Absence::Rescale => (State::Rescaled, Q::zero()),
        Absence::Reduce => (State::Reduced, Q::zero()),
    };
    Scored { state, points, max }
}

/// The names of the cells the criterion reads.
fn inputs(world: &World, row: usize, criterion: &Criterion, path: &str) -> Vec<String> {
    let own = || vec![path.to_owned()];
    let of = |formula: &Formula| names(world, formula);
    // A condition that can be told lacks nothing.
    let when = |condition: &Condition| match holds(Known::inputs(world, row), condition) {
        Some(_) => Vec::new(),
        None => {
            let written = world.more.conditions.iter().find(|(parsed, _)| parsed == condition);
            let mut names = Vec::new();
            reading::names(&reading::read(&written.unwrap().1), &mut names);
            names.retain(|name| world.rules.inputs.get(name).is_some());
            names
        }
    };
    if let Some(condition) = criterion.yes_no.as_ref().and_then(|method| method.when.as_ref()) {
        when(condition)
    } else if let Some(method) = &criterion.cases {
        let mut names = Vec::new();
        for case in &method.0 {
            let holds = case.when.as_ref().map(|condition| holds(Known::inputs(world, row), condition));
            match holds {
                Some(Some(false)) => {}
                Some(None) => {
                    names.extend(case.when.iter().flat_map(when));
                    break;
                }
                Some(Some(true)) | None => {
                    names.extend(case.is.iter().flat_map(of));
                    names.extend(nested(case).iter().flat_map(|by| inputs(world, row, by, path)));
                    break;
                }
            }
        }
        names
    } else if let Some(method) = &criterion.increments {
        let formulas = [&method.of, &method.base, &method.each].into_iter().chain(&method.starts_at);
        let condition = method.scaled.iter().filter_map(|scaled| scaled.when.as_ref());
        formulas.flat_map(of).chain(condition.flat_map(when)).collect()
    } else if let Some(method) = &criterion.yes_no {
        method.of.as_ref().map_or_else(own, of)
    } else if let Some(method) = &criterion.bands {
        of(&method.of)
    } else if let Some(method) = &criterion.ratio {
        [of(&method.numerator), of(&method.denominator)].concat()
    } else if let Some(method) = &criterion.linear {
        of(&method.of)
    } else if let Some(method) = &criterion.count {
        of(&method.of)
    } else if let Some(method) = &criterion.deduct {
        method.items.iter().flat_map(|item| of(&item.of)).collect()
    } else if let Some(method) = &criterion.lateness {
        [of(&method.due), of(&method.actual)].concat()
    } else if let Some(method) = &criterion.survey {
        method.answers.iter().flat_map(|answer| of(&answer.count)).collect()
    } else if let Some(method) = &criterion.panel {
        method.of.iter().cloned().chain(method.scorers.iter().flat_map(of)).collect()
    } else if let Some(method) = &criterion.items {
        vec![method.of.clone()]
    } else if let Some(method) = &criterion.relative {
        std::iter::once(&method.of).chain(&method.target).flat_map(of).collect()
    } else if let Some(method) = &criterion.formula {
        of(&method.is)
    } else if let Some(method) = &criterion.power {
        of(&method.of)
    } else {
        own()
    }
}

enum Method {
    Points(Q),
    /// Something it reads is not there.
    Gap,
    /// All is there, and yet there is no result.
    NoResult,
}

/// A criterion that is scored by the method of a case alone.
fn nested(case: &Case) -> Option<Criterion> {
    let by = Criterion {
        increments: case.increments.clone(),
        ratio: case.ratio.clone(),
        count: case.count.clone(),
        bands: case.bands.clone(),
        linear: case.linear.clone(),
        deduct: case.deduct.clone(),
        items: case.items.clone(),
        panel: case.panel.clone(),
        survey: case.survey.clone(),
        lateness: case.lateness.clone(),
        power: case.power.clone(),
        ..Criterion::default()
    };
    (!by.method_keys().is_empty()).then_some(by)
}

fn method(world: &World, row: usize, criterion: &Criterion, path: &str, max: &Q) -> Method {
    let known = Known::inputs(world, row);
    let value = |method: &Formula| formula(known, method);
    let min = criterion.points_min.as_ref().map_or_else(Q::zero, number);
    let result = |points: Option<Q>| points.map_or(Method::NoResult, Method::Points);
    if let Some(cases) = &criterion.cases {
        for case in &cases.0 {
            match case.when.as_ref().map(|condition| holds(known, condition)) {
                Some(Some(false)) => continue,
                Some(None) => return Method::Gap,
                Some(Some(true)) | None => {}
            }
            return if let Some(points) = &case.points {
                Method::Points(number(points))
            } else if let Some(share) = &case.share {
                Method::Points(max * number(share))
            } else if case.full == Some(true) {
                Method::Points(max.clone())
            } else if let Some(by) = nested(case) {
                method(world, row, &by, path, max)
            } else {
                value(case.is.as_ref().unwrap()).map_or(Method::Gap, Method::Points)
            };
        }
        return Method::NoResult;
    }
    if let Some(method) = &criterion.increments {
        return increments(known, method, max).unwrap_or(Method::Gap);
    }
    if let Some(condition) = criterion.yes_no.as_ref().and_then(|method| method.when.as_ref()) {
        let method = criterion.yes_no.as_ref().unwrap();
        return match holds(known, condition) {
            None => Method::Gap,
            Some(true) => Method::Points(method.yes.as_ref().map_or_else(|| max.clone(), number)),
            Some(false) => Method::Points(method.no.as_ref().map_or_else(Q::zero, number)),
        };
    }
    if let Some(method) = &criterion.yes_no {
        let Some(said) = method.of.as_ref().map_or_else(|| cell(world, row, path), value) else {
            return Method::Gap;
        };
        return Method::Points(if said.is_zero() {
            method.no.as_ref().map_or_else(Q::zero, number)
        } else {
            method.yes.as_ref().map_or_else(|| max.clone(), number)
        });
    }
    if let Some(method) = &criterion.levels {
        let Some(chosen) = cell(world, row, path) else { return Method::Gap };
        let position: usize = chosen.to_integer().try_into().unwrap();
        return Method::Points(number(&method.choices[position].points));
    }
    if let Some(method) = &criterion.bands {
        let Some(value) = value(&method.of) else { return Method::Gap };
        for band in &method.steps {
            let inside = band.from.as_ref().is_none_or(|end| value >= number(end))
                && band.above.as_ref().is_none_or(|end| value > number(end))
                && band.to.as_ref().is_none_or(|end| value <= number(end))
                && band.below.as_ref().is_none_or(|end| value < number(end));
            if inside {
                return Method::Points(if let Some(points) = &band.points {
                    number(points)
                } else if let Some(share) = &band.share {
                    max * number(share)
                } else if band.full == Some(true) {
                    max.clone()
                } else if band.proportional == Some(true) {
                    max * value
                } else {
                    let line = band.line.as_ref().unwrap();
                    let low = number(band.from.as_ref().or(band.above.as_ref()).unwrap());
                    let high = number(band.to.as_ref().or(band.below.as_ref()).unwrap());
                    between(&value, (low, number(&line.at_lower)), (high, number(&line.at_upper)))
                });
            }
        }
        return Method::NoResult;
    }
    if let Some(method) = &criterion.ratio {
        let (Some(done), Some(due)) = (value(&method.numerator), value(&method.denominator)) else {
            return Method::Gap;
        };
        let Some(share) = over(done, &due) else {
            return result(method.when_zero.as_ref().map(|share| max * number(share)));
        };
        if share.is_negative() {
            return Method::NoResult;
        }
        let floored = method.floor.as_ref().is_some_and(|floor| share < number(floor));
        let cap = method.cap.as_ref().map_or_else(Q::one, number);
        let counted = if floored { Q::zero() } else { lower(share.clone(), cap) };
        let extra = match &method.over {
            Some(more) if share > Q::one() => {
                let steps = ((share - Q::one()) / number(&more.each)).floor();
                lower(steps * number(&more.points), number(&more.at_most))
            }
            _ => Q::zero(),
        };
        return Method::Points(max * counted + extra);
    }
    if let Some(method) = &criterion.linear {
        let Some(value) = value(&method.of) else { return Method::Gap };
        let mut anchors: Vec<(Q, Q)> =
            method.anchors.iter().map(|anchor| (number(&anchor.at), number(&anchor.points))).collect();
        anchors.sort();
        let (low, high) = (anchors[0].clone(), anchors[1].clone());
        let outside = value < low.0 || value > high.0;
        return match method.beyond {
            Beyond::Refuse if outside => Method::NoResult,
            Beyond::Clip if value < low.0 => Method::Points(low.1),
            Beyond::Clip if value > high.0 => Method::Points(high.1),
            _ => Method::Points(between(&value, low, high)),
        };
    }
    if let Some(method) = &criterion.count {
        let Some(mut counted) = value(&method.of) else { return Method::Gap };
        if let Some(free) = &method.free {
            counted = higher(counted - number(free), Q::zero());
        }
        let cap = method.cap.as_ref().map_or_else(|| max.clone(), number);
        let points = lower(counted * number(&method.each), cap);
        return Method::Points(match &method.floor {
            Some(floor) => higher(points, number(floor)),
            None => points,
        });
    }
    if let Some(method) = &criterion.deduct {
        let mut left = max.clone();
        let mut all = Vec::new();
        for item in &method.items {
            let Some(times) = value(&item.of) else { return Method::Gap };
            all.push((item, times));
        }
        for (item, times) in all {
            let minus = match (&item.each, &item.ladder) {
                (Some(each), _) => {
                    let taken = times * number(each);
                    item.at_most.as_ref().map_or(taken.clone(), |most| lower(taken, number(most)))
                }
                (None, ladder) => {
                    let reached = ladder.iter().flatten().filter(|rung| times >= number(&rung.at));
                    match reached.max_by_key(|rung| number(&rung.at)).map(|rung| &rung.minus) {
                        None => Q::zero(),
                        Some(Minus::All) => left.clone(),
                        Some(Minus::Points(points)) => number(points),
                    }
                }
            };
            left = higher(left - minus, Q::zero());
        }
        return Method::Points(left);
    }
    if let Some(method) = &criterion.lateness {
        let (Some(due), Some(actual)) = (value(&method.due), value(&method.actual)) else {
            return Method::Gap;
        };
        let mut days = Q::zero();
        let mut day: i64 = due.to_integer().try_into().unwrap();
        let last: i64 = actual.to_integer().try_into().unwrap();
        while day < last {
            day += 1;
            // Day 0 was a Thursday.
            let weekend = matches!((day + 4).rem_euclid(7), 0 | 6);
            let holiday = method.holidays.iter().any(|holiday| i64::from(holiday.day_number()) == day);
            if method.days == DayCount::Calendar || !(weekend || holiday) {
                days += Q::one();
            }
        }
        let late = higher(days - method.allowed.as_ref().map_or_else(Q::zero, number), Q::zero());
        return Method::Points(if late.is_zero() {
            max.clone()
        } else if method.not_after.as_ref().is_some_and(|last| late > number(last)) {
            Q::zero()
        } else {
            match &method.each_day {
                Some(each) => higher(max - late * number(each), Q::zero()),
                None => Q::zero(),
            }
        });
    }
    if let Some(method) = &criterion.survey {
        let (mut worth, mut answers) = (Q::zero(), Q::zero());
        for answer in &method.answers {
            let Some(count) = value(&answer.count) else { return Method::Gap };
            worth += count.clone() * number(&answer.share);
            answers += count;
        }
        if answers < method.at_least.as_ref().map_or_else(Q::one, number) {
            return Method::NoResult;
        }
        return result(over(max * worth, &answers));
    }
    if let Some(method) = &criterion.panel {
        let mut marks = match &method.of {
            Some(name) => list_or_blank(world, row, name),
            None => method.scorers.iter().filter_map(value).collect(),
        };
        if marks.is_empty() {
            return Method::Gap;
        }
        if marks.len() < usize::try_from(method.at_least.unwrap_or(1)).unwrap() {
            return Method::NoResult;
        }
        marks.sort();
        let trimmed =
            method.trim.as_ref().map(|share| number(share) * whole(i64::try_from(marks.len()).unwrap()));
        let trimmed: u32 = trimmed.map_or(0, |part| part.to_integer().try_into().unwrap());
        for _ in 0..method.drop_highest + trimmed {
            marks.pop();
        }
        for _ in 0..(method.drop_lowest + trimmed).min(u32::try_from(marks.len()).unwrap()) {
            marks.remove(0);
        }
        if method.combine == Combine::Median {
            while marks.len() > 2 {
                marks.pop();
                marks.remove(0);
            }
        }
        let mean = over(sum(marks.iter()), &whole(i64::try_from(marks.len()).unwrap()));
        let scale = method.mark_max.as_ref().map(number);
        return result(mean.map(|mean| scale.map_or(mean.clone(), |scale| mean * max / scale)));
    }
    if let Some(method) = &criterion.items {
        let mut values = list_or_blank(world, row, &method.of);
        if values.is_empty() && cell_state(world, row, &method.of) != CellState::Value {
            return Method::Gap;
        }
        values.sort();
        values.reverse();
        let count = match method.take {
            Take::All => values.len(),
            Take::Highest => 1,
            Take::Best(count) => usize::try_from(count).unwrap(),
        };
        let cap = method.cap.as_ref().map_or_else(|| max.clone(), number);
        return Method::Points(lower(sum(values.iter().take(count)), cap));
    }
    if let Some(method) = &criterion.relative {
        let apart = method.among.as_ref().map(|among| holds(Known::inputs(world, row), among));
        return match (value(&method.of), method.target.as_ref().map(value)) {
            (None, _) | (_, Some(None)) => Method::Gap,
            // Nobody knows whether it is one of those compared.
            _ if apart == Some(None) => Method::NoResult,
            (Some(own), target) => result(relative(world, row, path, method, own, target.flatten(), max)),
        };
    }
    if let Some(method) = &criterion.power {
        let Some(value) = value(&method.of) else { return Method::Gap };
        let each = method.each.as_ref().map_or_else(Q::one, number);
        return result(root(&value, (method.raise, method.root), &method.rounding).map(|root| root * each));
    }
    if let Some(method) = &criterion.formula {
        let Some(value) = value(&method.is) else { return Method::Gap };
        return Method::Points(match method.beyond {
            Beyond::Clip => lower(higher(value, min), max.clone()),
            Beyond::Extend | Beyond::Refuse => value,
        });
    }
    let Some(value) = cell(world, row, path) else { return Method::Gap };
    match criterion.direct.as_ref().and_then(|direct| direct.step.as_ref()) {
        Some(step) if !(value.clone() / number(step)).is_integer() => Method::NoResult,
        _ => Method::Points(value),
    }
}

/// `None` where something it reads is not there.
fn increments(known: Known<'_>, method: &Increments, max: &Q) -> Option<Method> {
    let (value, base, each) =
        (formula(known, &method.of)?, formula(known, &method.base)?, formula(known, &method.each)?);
    let start = match &method.starts_at {
        Some(start) => Some(formula(known, start)?),
        None => None,
    };
    let part = match &method.scaled {
        Some(scaled) => match scaled.when.as_ref().map(|condition| holds(known, condition)) {
            Some(None) => return None,
            Some(Some(false)) => Q::one(),
            Some(Some(true)) | None => number(&scaled.by),
        },
        None => Q::one(),
    };
    let (base, each) = (base * &part, each * &part);
    let lower_is_better = method.better == Some(Better::Lower);
    let (value, base, start) = match lower_is_better {
        true => (-value, -base, start.map(|start| -start)),
        false => (value, base, start),
    };
    if start.is_some_and(|start| value < start) {
        return Some(Method::Points(Q::zero()));
    }
    let first = number(&method.points);
    if value <= base {
        return Some(Method::Points(first));
    }
    let Some(steps) = over(value - base, &each) else { return Some(Method::NoResult) };
    let steps = match method.steps {
        Steps::Proportional => steps,
        Steps::Whole => steps.trunc(),
    };
    let most = method.at_most.as_ref().map_or_else(|| max.clone(), number);
    Some(Method::Points(lower(first + steps * number(&method.adds), most)))
}

/// The height at `value` of the line through two points.
fn between(value: &Q, (low, at_low): (Q, Q), (high, at_high): (Q, Q)) -> Q {
    at_low.clone() + (at_high - at_low) * (value - low.clone()) / (high - low)
}

pub(crate) fn group_of(world: &World, row: usize, scope: Scope) -> String {
    let entrant = &world.entrants[row];
    match scope {
        Scope::All => String::new(),
        Scope::Cluster => entrant.cluster.to_string(),
        Scope::Kind => format!("{:?}", entrant.kind),
    }
}

fn relative(
    world: &World,
    row: usize,
    path: &str,
    method: &Relative,
    own: Q,
    target: Option<Q>,
    max: &Q,
) -> Option<Q> {
    let mut others = Vec::new();
    let mut excesses = Vec::new();
    for other in 0..world.entrants.len() {
        let known = Known::inputs(world, other);
        if group_of(world, other, method.reference) != group_of(world, row, method.reference)
            || !along(world, path).into_iter().all(|part| has_kind(world, &world.entrants[other], part))
            || meets(world, other, path) != Some(true)
            || method.among.as_ref().is_some_and(|among| holds(known, among) != Some(true))
        {
            continue;
        }
        let Some(value) = formula(known, &method.of) else { continue };
        if let Some(Some(target)) = method.target.as_ref().map(|target| formula(known, target)) {
            excesses.extend(
                over(value.clone(), &target).map(|reached| reached - Q::one()).filter(Q::is_positive),
            );
        }
        others.push(value);
    }
    let lowest = others.iter().min()?.clone();
    let highest = others.iter().max()?.clone();
    let (best, worst) = match method.better {
        Better::Higher => (highest, lowest),
        Better::Lower => (lowest, highest),
    };
    match method.by {
        RelativeKind::Leader => match target {
            None => {
                let (above, below) = if method.better == Better::Higher { (own, best) } else { (best, own) };
                over(max * above, &below)
                    .or_else(|| method.when_zero.as_ref().map(|share| max * number(share)))
            }
            Some(target) => {
                let half = max / whole(2);
                let Some(reached) = over(own, &target) else {
                    return method.when_zero.as_ref().map(|share| max * number(share));
                };
                if reached <= Q::one() {
                    return Some(half * reached);
                }
                let most = excesses.into_iter().max()?;
                Some(lower(half.clone() + half * (reached - Q::one()) / most, max.clone()))
            }
        },
        RelativeKind::Range => {
            if best == worst {
                return method.when_equal.as_ref().map(|share| max * number(share));
            }
            let share = lower(higher((own - &worst) / (best - &worst), Q::zero()), Q::one());
            let least = method.lowest_share.as_ref().map_or_else(Q::zero, |share| max * number(share));
            Some(least.clone() + share * (max - least))
        }
        RelativeKind::Rank => {
            let ahead = others.iter().filter(|other| match method.better {
                Better::Higher => **other > own,
                Better::Lower => **other < own,
            });
            let ahead = ahead.count();
            if !method.table.is_empty() {
                return Some(method.table.get(ahead).map_or_else(Q::zero, number));
            }
            let places = whole(i64::try_from(ahead).unwrap());
            Some(higher(max - places * number(method.step.as_ref()?), Q::zero()))
        }
    }
}

// Grades.

/// What cannot be told is read for everybody and against everybody: where that makes a difference the grade is open.
fn grades(world: &World, results: &Results, grading: usize) -> (Vec<Option<usize>>, Vec<Vec<Option<usize>>>) {
    let count = world.rules.gradings[grading].grades.len();
    let one = read_grades(world, results, grading, &|_| true);
    let other = read_grades(world, results, grading, &|_| false);
    let capped = world.rules.gradings[grading].grades.iter().any(|grade| grade.cap.is_some());
    let both = (0..one.len()).map(|row| {
        // Under a cap somebody may come to most when what is missing speaks for nobody else.
        let alone =
            if capped { read_grades(world, results, grading, &|each| each == row)[row] } else { one[row] };
        let all = [one[row], other[row], alone];
        if all.iter().all(|grade| *grade == other[row]) {
            return (one[row], Vec::new());
        }
        // No grade at all is the worst that can be.
        let at = |grade: &Option<usize>| grade.unwrap_or(count);
        let (best, worst) = (all.iter().map(at).min().unwrap(), all.iter().map(at).max().unwrap());
        (None, (best..=worst).map(|grade| (grade < count).then_some(grade)).collect())
    });
    both.unzip()
}

/// What a grading looks at.
pub(crate) fn graded_value(world: &World, results: &Results, grading: usize, row: usize) -> Option<Q> {
    match &world.rules.gradings[grading].of {
        Some(of) => formula(Known::all(world, row, results), of),
        None => ranked_total(world, &results.sheets[row]),
    }
}

fn read_grades(
    world: &World,
    results: &Results,
    grading: usize,
    kindly: &dyn Fn(usize) -> bool,
) -> Vec<Option<usize>> {
    let rules = &world.rules.gradings[grading];
    let known = |row| Known::all(world, row, results);
    let value = |row| graded_value(world, results, grading, row);
    // Whether a condition holds, which is good for the entrant or bad.
    let says = |row: usize, condition: &Condition, good: bool| {
        holds(known(row), condition).unwrap_or(kindly(row) == good)
    };
    // Who cannot keep a better grade lands on the first one whose condition is met, or on the last.
    let lands = |row: usize, from: usize| {
        let met = |rule: &thidua_core::rule::Grade| {
            rule.requires.as_ref().is_none_or(|condition| says(row, condition, true))
        };
        (from..rules.grades.len()).find(|at| met(&rules.grades[*at])).unwrap_or(rules.grades.len() - 1)
    };
    let given: Vec<Option<usize>> =
        (0..world.entrants.len()).map(|row| given_grade(world, rules, row)).collect();
    let mut grades: Vec<Option<usize>> = Vec::new();
    for (row, by_hand) in given.iter().enumerate() {
        if by_hand.is_some() {
            grades.push(*by_hand);
            continue;
        }
        let Some(value) = value(row) else {
            grades.push(None);
            continue;
        };
        let mut grade = None;
        let mut fell = false;
        for (position, rule) in rules.grades.iter().enumerate() {
            let reached = rule.from.as_ref().is_none_or(|end| value >= on_day(world, end))
                && rule.above.as_ref().is_none_or(|end| value > on_day(world, end));
            let passed = rule.to.as_ref().is_some_and(|end| value > on_day(world, end))
                || rule.below.as_ref().is_some_and(|end| value >= on_day(world, end));
            // Who fell from a better grade is not kept out by the upper end of the next.
            if !reached || (passed && !fell) {
                continue;
            }
            if rule.requires.as_ref().is_none_or(|condition| says(row, condition, true)) {
                grade = Some(position);
                break;
            }
            fell = true;
        }
        for ceiling in &rules.ceilings {
            let best = rules.grades.iter().position(|grade| grade.id == ceiling.at_most).unwrap();
            if says(row, &ceiling.when, false) && grade.is_some_and(|grade| grade < best) {
                grade = Some(lands(row, best));
            }
        }
        for (position, rule) in rules.grades.iter().enumerate() {
            if rule.knocked_out_when.as_ref().is_some_and(|condition| says(row, condition, false)) {
                grade = Some(grade.map_or(position, |grade| grade.max(position)));
            }
        }
        grades.push(grade);
    }
    let first = &rules.grades[0];
    let less_is_better =
        first.from.is_none() && first.above.is_none() && (first.to.is_some() || first.below.is_some());
    let mut changed = true;
    while changed {
        changed = false;
        for (position, rule) in rules.grades.iter().enumerate() {
            let rows = grades.len();
            let caps = rule.cap.iter().filter(|_| position + 1 < rules.grades.len());
            let limits = caps.flat_map(|cap| {
                cap.limits().enumerate().map(move |(at, limit)| (limit.0, limit.1, limit.2, at == 0))
            });
            for (group, (share, of, per, own)) in limits.flat_map(|limit| {
                let mut groups: Vec<String> = (0..rows).map(|row| group_of(world, row, limit.2)).collect();
                groups.sort();
                groups.dedup();
                groups.into_iter().map(move |group| (group, limit)).collect::<Vec<_>>()
            }) {
                let inside = |row: &usize| group_of(world, *row, per) == group;
                let share = match raised_share(world, rules, rule, per, &group) {
                    Some(raised) if own => raised,
                    _ => number(share),
                };
                let holders: Vec<usize> =
                    (0..grades.len()).filter(inside).filter(|row| grades[*row] == Some(position)).collect();
                let held_by = |wanted: &dyn Fn(usize) -> bool| {
                    (0..grades.len()).filter(inside).filter(|row| grades[*row].is_some_and(wanted)).count()
                };
                // The most that may stay when all the others fall to the next grade.
                let fits = |stay: usize| {
                    let base = match of {
                        CapBase::Next => held_by(&|grade| grade == position + 1) + holders.len() - stay,
                        CapBase::ThisAndNext => held_by(&|grade| grade == position || grade == position + 1),
                        CapBase::Graded => held_by(&|_| true),
                    };
                    whole(i64::try_from(stay).unwrap()) <= &share * whole(i64::try_from(base).unwrap())
                };
                let limit = (0..=holders.len()).rev().find(|stay| fits(*stay)).unwrap();
                let order = |left: usize, right: usize| match (less_is_better, value(left), value(right)) {
                    (true, left, right) => left.cmp(&right),
                    (false, left, right) => right.cmp(&left),
                };
                // Whom a person gave it keeps it, and leaves less for the others.
                let (mut staying, others): (Vec<usize>, Vec<usize>) =
                    holders.iter().partition(|row| given[**row].is_some());
                for tie_group in split(&others, order) {
                    let left = limit.saturating_sub(staying.len());
                    match council(world, &tie_group) {
                        _ if tie_group.len() <= left => staying.extend(tie_group),
                        Some(ordered) => staying.extend(&ordered[..left]),
                        None => break,
                    }
                }
                for row in holders.iter().filter(|row| !staying.contains(row)) {
                    grades[*row] = Some(lands(*row, position + 1));
                    changed = true;
                }
            }
        }
    }
    grades
}

/// The grade that a person gave; two that differ are none.
fn given_grade(world: &World, rules: &Grading, row: usize) -> Option<usize> {
    let about = world.more.decisions.iter().filter_map(|decision| decision.grade.as_ref());
    let own = about.filter(|about| about.grading == rules.id && about.entrant == world.entrants[row].id);
    let mut named: Vec<&String> = own.map(|about| &about.grade).collect();
    named.sort();
    named.dedup();
    let [named] = named[..] else { return None };
    rules.grades.iter().position(|grade| grade.id == *named)
}

/// The share to which somebody raised the cap of a grade in a group: a decision on the group before one on all.
fn raised_share(
    world: &World,
    rules: &Grading,
    grade: &thidua_core::rule::Grade,
    per: Scope,
    group: &str,
) -> Option<Q> {
    let cap = grade.cap.as_ref()?;
    let most = number(cap.raised_to.as_ref()?);
    let said = |scope: Option<&str>| {
        let about = world.more.decisions.iter().filter_map(|decision| decision.cap.as_ref());
        let own = about.filter(|about| {
            about.grading == rules.id && about.grade == grade.id && about.scope.as_deref() == scope
        });
        let mut shares: Vec<Q> = own.map(|about| number(&about.share)).collect();
        shares.sort();
        shares.dedup();
        let [share] = &shares[..] else { return None };
        (*share > number(&cap.share) && *share <= most).then(|| share.clone())
    };
    let named = if per == Scope::All { None } else { said(Some(group)) };
    named.or_else(|| said(None))
}

/// The rows as the council has ordered them for a ranking; `None` when it has not named them all, or differently twice.
fn ordered(world: &World, ranking: &str, tied: &[usize]) -> Option<Vec<usize>> {
    let mut found: Vec<Vec<usize>> = Vec::new();
    for order in world.more.decisions.iter().filter_map(|decision| decision.tie.as_ref()) {
        let place = |row: &usize| order.order.iter().position(|id| *id == world.entrants[*row].id);
        if order.ranking == ranking && tied.iter().all(|row| place(row).is_some()) {
            let mut rows = tied.to_vec();
            rows.sort_by_key(place);
            if !found.contains(&rows) {
                found.push(rows);
            }
        }
    }
    if found.len() == 1 { found.pop() } else { None }
}

/// What the council has said about some who are equal on the line of a cap, in whatever ranking leaves that to it.
fn council(world: &World, tied: &[usize]) -> Option<Vec<usize>> {
    let asks = |ranking: &&Located<Ranking>| ranking.tie_break.iter().any(|step| step.council);
    let rankings = world.rules.rankings.iter().filter(asks);
    let mut orders: Vec<Vec<usize>> =
        rankings.filter_map(|ranking| ordered(world, &ranking.id, tied)).collect();
    orders.sort();
    orders.dedup();
    if orders.len() == 1 { orders.pop() } else { None }
}

// Ranks.

fn places(world: &World, results: &Results, ranking: &Ranking) -> Vec<Option<u32>> {
    let known = |row| Known::all(world, row, results);
    let better = |left: &Option<Q>, right: &Option<Q>, order: Direction| -> Ordering {
        match (left, right, order) {
            (Some(left), Some(right), Direction::Higher) => right.cmp(left),
            (Some(left), Some(right), Direction::Lower) => left.cmp(right),
            // Who has a value stands before who will never have one.
            (left, right, _) => right.is_some().cmp(&left.is_some()),
        }
    };
    let value = |row: usize| match &ranking.by {
        Some(key) => formula(known(row), &key.of),
        None => ranked_total(world, &results.sheets[row]),
    };
    let order = ranking.by.as_ref().map_or(Direction::Higher, |key| key.order);
    let mut places = vec![None; world.entrants.len()];
    let mut groups: Vec<String> = (0..places.len()).map(|row| group_of(world, row, ranking.scope)).collect();
    groups.sort();
    groups.dedup();
    for group in groups {
        let members: Vec<usize> = (0..places.len())
            .filter(|row| group_of(world, *row, ranking.scope) == group)
            .filter(|row| ranking.among.as_ref().is_none_or(|among| holds(known(*row), among) == Some(true)))
            .filter(|row| value(*row).is_some())
            .collect();
        let mut tie_groups = split(&members, |left, right| better(&value(left), &value(right), order));
        // Those whom a missing value keeps together stay so, whatever later steps say.
        let mut kept: Vec<Vec<usize>> = Vec::new();
        for step in &ranking.tie_break {
            let mut next = Vec::new();
            let mut before = 0;
            for tie_group in tie_groups {
                let place = u32::try_from(before + 1).unwrap();
                before += tie_group.len();
                let lacking = |row: &usize| match (&step.of, &step.most_of) {
                    (Some(of), _) => may_come(known(*row), of),
                    (_, Some(input)) => list(world, *row, input).is_empty() && not_in_yet(world, *row, input),
                    _ => false,
                };
                if step.only_at.is_some_and(|only| only != place) || kept.contains(&tie_group) {
                    next.push(tie_group);
                } else if tie_group.len() > 1 && tie_group.iter().any(lacking) {
                    kept.push(tie_group.clone());
                    next.push(tie_group);
                } else if let Some(of) = &step.of {
                    let value = |row: usize| formula(known(row), of);
                    next.extend(split(&tie_group, |left, right| {
                        better(&value(left), &value(right), step.order)
                    }));
                } else if step.council {
                    match ordered(world, &ranking.id, &tie_group) {
                        Some(rows) => next.extend(rows.into_iter().map(|row| vec![row])),
                        None => next.push(tie_group),
                    }
                } else {
                    let input = step.most_of.as_ref().unwrap();
                    let mut marks: Vec<Q> = step.marks.iter().map(number).collect();
                    if marks.is_empty() {
                        marks = tie_group.iter().flat_map(|row| list(world, *row, input)).collect();
                        marks.sort();
                        marks.reverse();
                        marks.dedup();
                    }
                    next.extend(split(&tie_group, |left, right| {
                        for mark in &marks {
                            let count =
                                |row| list(world, row, input).iter().filter(|value| *value == mark).count();
                            if count(left) != count(right) {
                                return count(right).cmp(&count(left));
                            }
                        }
                        Ordering::Equal
                    }));
                }
            }
            tie_groups = next;
        }
        let mut before = 0;
        for (at, tie_group) in tie_groups.iter().enumerate() {
            let place = if ranking.places == Places::Dense { at } else { before } + 1;
            for row in tie_group {
                places[*row] = Some(u32::try_from(place).unwrap());
            }
            before += tie_group.len();
        }
    }
    places
}

/// The mean of what a ranking ranks by, or how many it ranks, among those with whom an entrant is ranked; nothing while one of
/// them may still get a place, or where nobody has one.
fn pool(world: &World, results: &Results, row: usize, ranking: &str, mean: bool) -> Option<Q> {
    let position = world.rules.rankings.iter().position(|each| each.id == ranking).unwrap();
    let rules = &world.rules.rankings[position];
    let own = group_of(world, row, rules.scope);
    let mut ranked: Vec<Q> = Vec::new();
    for other in (0..world.entrants.len()).filter(|other| group_of(world, *other, rules.scope) == own) {
        let known = Known::all(world, other, results);
        let value = match &rules.by {
            Some(key) => formula(known, &key.of),
            None => ranked_total(world, &results.sheets[other]),
        };
        if let Some(value) = value.filter(|_| results.places[position][other].is_some()) {
            ranked.push(value);
            continue;
        }
        let may_come = match &rules.by {
            Some(key) => may_come(known, &key.of),
            None => missing_in(known, &Tree::Name("điểm".to_owned())),
        };
        match rules.among.as_ref().map(|among| holds(known, among)) {
            Some(Some(false)) => {}
            Some(None) => return None,
            _ if may_come => return None,
            _ => {}
        }
    }
    let count = whole(i64::try_from(ranked.len()).unwrap());
    if ranked.is_empty() {
        None
    } else if mean {
        Some(ranked.into_iter().fold(Q::zero(), |sum, value| sum + value) / count)
    } else {
        Some(count)
    }
}

/// Whether nobody has entered a value, nor decided that there will be none.
fn not_in_yet(world: &World, row: usize, input: &str) -> bool {
    let decided = matches!(cell_state(world, row, input), CellState::NotApplicable | CellState::Exempt);
    let there = cell_state(world, row, input) == CellState::Value || cell(world, row, input).is_some();
    !there && !decided
}

/// Whether a formula has no value yet and something that it reads is still missing.
fn may_come(known: Known<'_>, of: &Formula) -> bool {
    formula(known, of).is_none() && missing_in(known, &reading::read(&text(of)))
}

fn missing_in(known: Known<'_>, tree: &Tree) -> bool {
    let Known { world, row, results, .. } = known;
    let results = results.unwrap();
    let sheet = &results.sheets[row];
    let total = || {
        let root = sheet.nodes[""].state;
        let missing = matches!(root, State::Present | State::Missing);
        // Of somebody for whom no criterion is left nothing is to come.
        ranked_total(world, sheet).is_none() && missing && assessed(world, row)
    };
    let grade = || results.grades[0][row].is_none() && (total() || results.possible[0][row].len() > 1);
    match tree {
        Tree::Number(_) => false,
        Tree::Minus(part) | Tree::Not(part) => missing_in(known, part),
        Tree::Pair(_, left, right) | Tree::Between(_, left, right) => {
            missing_in(known, left) || missing_in(known, right)
        }
        Tree::All(parts) | Tree::Any(parts) => parts.iter().any(|part| missing_in(known, part)),
        Tree::Name(name) => match name.as_str() {
            "điểm" | "tỷ_lệ" | "điểm_thưởng" | "điểm_trừ" | "hạng" => total(),
            "xếp_loại" => grade(),
            "mọi nhóm" | "mọi tiêu chí" => every_one(world, sheet, name).iter().any(Option::is_none),
            _ => world.rules.inputs.get(name).is_some() && not_in_yet(world, row, name),
        },
        Tree::Of(what, of) => match what.as_str() {
            "điểm" | "tỷ_lệ" => node(sheet, of).state == State::Missing,
            "giá_trị" => grade(),
            "hạng" => total(),
            "chưa nộp" | "đã nộp" => false,
            "bình_quân" | "số_xếp_hạng" => property(known, what, of).is_none(),
            _ => not_in_yet(world, row, of),
        },
    }
}

/// Sorted, equals together.
pub(crate) fn split(rows: &[usize], compare: impl Fn(usize, usize) -> Ordering) -> Vec<Vec<usize>> {
    let mut sorted = rows.to_vec();
    sorted.sort_by(|left, right| compare(*left, *right));
    let mut tie_groups: Vec<Vec<usize>> = Vec::new();
    for row in sorted {
        match tie_groups.last_mut() {
            Some(tie_group) if compare(tie_group[0], row) == Ordering::Equal => tie_group.push(row),
            _ => tie_groups.push(vec![row]),
        }
    }
    tie_groups
}
