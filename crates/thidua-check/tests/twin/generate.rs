//! Random rule sets with entrants and cells: small numbers, many ties, every method and policy.

use std::cell::RefCell;
use std::collections::BTreeMap;

use thidua_core::rule::{
    Absence, Adjustments, Aggregate, Anchor, Answer, Band, Bands, Better, Beyond, CapBase, Case, CasesMethod,
    Ceiling, Choice, Combine, Count, Criterion, DatedNumber, DatedValue, DayCount, Deduct, DeductItem,
    Direct, Direction, FormulaMethod, Grade, GradeCap, Grading, Increments, Input, ItemGroup, Items,
    Lateness, Level, Levels, Line, Linear, Minus, MissingPolicy, NotApplicable, OrganisationKind, Outside,
    OverAchievement, Panel, PerRowFormula, Places, Power, PresentAtLeast, RankOn, Ranking, Ratio, Relative,
    RelativeKind, RoundingPlan, Rung, Scaled, Scope, SortKey, Steps, Survey, Take, TieStep, YesNo,
};
use thidua_core::{
    CellState, Condition, Date, Dates, Decimal, DecisionText, Entrant, EntrantKind, Entries, Formula,
    HistoryRecord, Located, Number, Rounding, RoundingMode, RuleSet, ValueKind,
};

use crate::random::Random;

/// A rule set with everything that was entered for it.
pub(crate) struct World {
    pub(crate) rules: RuleSet,
    pub(crate) day: Date,
    pub(crate) entrants: Vec<Entrant>,
    pub(crate) submitted: Vec<bool>,
    /// By entrant and name of the input or path of the criterion.
    pub(crate) cells: BTreeMap<(usize, String), Given>,
    pub(crate) more: More,
}

/// What is known beside the sheets.
#[derive(Clone, Debug, Default)]
pub(crate) struct More {
    /// Each condition with the text it was made from.
    pub(crate) conditions: Vec<(Condition, String)>,
    /// By entrant.
    pub(crate) history: Vec<(usize, HistoryRecord)>,
    /// By entrant: the units it came from, and the part of each in percent.
    pub(crate) predecessors: Vec<(usize, String, i64)>,
    /// What those had.
    pub(crate) former: Vec<(String, HistoryRecord)>,
    /// By entrant: what was taken back.
    pub(crate) withdrawn: Vec<(usize, HistoryRecord)>,
    pub(crate) decisions: Vec<DecisionText>,
    pub(crate) salaries: Vec<(Date, Decimal)>,
    pub(crate) decision_date: Option<Date>,
    pub(crate) year: i32,
}

/// What was entered.
#[derive(Clone, Debug)]
pub(crate) enum Given {
    One(CellState, Decimal),
    Many(Vec<Decimal>),
}

/// What an own cell must hold.
enum Own {
    Points(String),
    YesNo,
    Choice(usize),
}

pub(crate) fn day() -> Date {
    Date::from_calendar(2014, 12, 31).unwrap()
}

/// Where some criteria count, those can only take away and the others drop out where nothing is entered: whoever is left with
/// the first alone has no maximum to carry the others with.
fn only_take(children: &mut [Located<Criterion>]) {
    if !children.iter().any(|child| child.count.is_some()) {
        return;
    }
    for child in children {
        if let Some(count) = &mut child.value.count {
            (count.each, count.cap, count.floor) = (number("-0.5"), None, Some(number("-3")));
            child.value.points_max = Some(DatedNumber::Always(number("0")));
            child.value.points_min = Some(number("-4"));
        } else if child.value.children.is_empty() {
            let then = Absence::Rescale;
            child.value.missing = Some(MissingPolicy { blank: then, not_submitted: then, exempt: then });
        }
    }
}

pub(crate) fn number(text: &str) -> Number {
    Number::parse(text).unwrap_or_else(|_| panic!("{text}"))
}

pub(crate) fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

pub(crate) fn formula(text: &str) -> Formula {
    Formula::parse(text).unwrap_or_else(|_| panic!("{text}"))
}

thread_local! {
    /// What the conditions of the world that is being made were made from.
    static WRITTEN: RefCell<Vec<(Condition, String)>> = const { RefCell::new(Vec::new()) };
}

pub(crate) fn condition(text: &str) -> Condition {
    let condition = Condition::parse(text).unwrap_or_else(|_| panic!("{text}"));
    WRITTEN.with_borrow_mut(|written| {
        if !written.iter().any(|(_, known)| known == text) {
            written.push((condition.clone(), text.to_owned()));
        }
    });
    condition
}

/// The conditions made since the last call, with their texts.
pub(crate) fn written() -> Vec<(Condition, String)> {
    WRITTEN.take()
}

const NUMBERS: [&str; 5] = ["n0", "n1", "n2", "n3", "n4"];
const COUNTS: [&str; 4] = ["c0", "c1", "c2", "c3"];
const LISTS: [&str; 2] = ["m0", "m1"];
/// What is computed of each row of them.
const ROWS: &str = "r0";
const MAXIMA: [&str; 8] = ["1", "2", "2.5", "4", "5", "7.5", "10", "20"];

/// A condition over inputs.
fn asked(random: &mut Random) -> Condition {
    condition(random.pick(&[
        "y0",
        "không y1",
        "c0 >= 2",
        "n0 > 1 hoặc y0",
        "không y1 và c1 < 4",
        "p0 >= 50%",
        "tổng của m0 > 2",
        "n1 + n2 >= c1",
        "số_tháng từ d0 đến (d1 + 400) >= 13",
        "chưa nộp ở official hoặc c0 >= 2",
        "đã nộp ở official",
    ]))
}

struct Maker {
    random: Random,
    kinds: usize,
    direct_only: bool,
    codes: usize,
    paths: Vec<String>,
    /// Codes of criteria and groups that are made to their end: those whose points others may read.
    done: Vec<String>,
    own: Vec<(String, Own)>,
}

/// The world of a seed.
pub(crate) fn world(seed: u64, entrants: usize) -> World {
    written();
    let mut random = Random::new(seed);
    let kinds = if random.chance(40) { 2 + random.below(2) } else { 0 };
    let direct_only = random.chance(25);
    let mut maker =
        Maker { random, kinds, direct_only, codes: 0, paths: Vec::new(), done: Vec::new(), own: Vec::new() };
    let mut rules = maker.rules();
    sensible(&mut rules);
    maker.fill(rules, entrants)
}

/// Takes out what `check` refuses whatever the rest is.
fn sensible(rules: &mut RuleSet) {
    fn best(aggregate: &mut Aggregate, children: usize) {
        if let Aggregate::Best(count) = aggregate {
            *count = (*count).min(u32::try_from(children).unwrap());
        }
    }
    fn groups(criteria: &mut [Located<Criterion>]) {
        for criterion in criteria {
            let children = criterion.children.len();
            criterion.value.aggregate.iter_mut().for_each(|aggregate| best(aggregate, children));
            groups(&mut criterion.value.children);
        }
    }
    best(&mut rules.aggregate, rules.criteria.len());
    groups(&mut rules.criteria);
    let items = rules.adjustments.iter_mut().flat_map(|all| all.bonus.iter_mut().chain(&mut all.deductions));
    for item in items.flat_map(|group| &mut group.items) {
        item.value.points_min = None;
    }
    for grade in rules.gradings.iter_mut().filter_map(|grading| grading.value.grades.last_mut()) {
        grade.value.cap = None;
    }
}

impl Maker {
    fn rules(&mut self) -> RuleSet {
        // The whole sheet has no rounding of its own, and a root needs one.
        let aggregate = match self.aggregate() {
            Aggregate::GeometricMean => Aggregate::Min,
            other => other,
        };
        let in_mean = matches!(aggregate, Aggregate::WeightedMean | Aggregate::WeightedSum);
        let top = 1 + self.random.below(4);
        let mut criteria: Vec<Located<Criterion>> =
            (0..top).map(|_| self.criterion("", 0, in_mean)).collect();
        // Whoever reads the points of another may stand before it.
        if self.random.chance(30) {
            criteria.reverse();
        }
        let adjustments = self.random.chance(40).then(|| self.adjustments());
        let missing = self.missing();
        let (leaf, group) = (self.random.maybe(20, rounding), self.random.maybe(15, rounding));
        let total = self.random.maybe(40, rounding);
        let rounded = self.random.chance(70) || total.is_none();
        let rank_on = if rounded { RankOn::Rounded } else { RankOn::Exact };
        let rounding = Located::nowhere(RoundingPlan { leaf, group, total, show: None, rank_on });
        let present_at_least = self.present_at_least(10, aggregate);
        let points_max = (in_mean && self.random.chance(60)).then(|| number("100"));
        let gradings = self.gradings();
        let graded = !gradings.is_empty();
        let rankings = (0..1 + self.random.below(3)).map(|at| self.ranking(at, graded)).collect();
        RuleSet {
            rule_set: Located::nowhere("twin".to_owned()),
            version: "1".to_owned(),
            title: "twin".to_owned(),
            note: None,
            effective: thidua_core::rule::Effective::default(),
            legal_basis: Entries::default(),
            kinds: (0..self.kinds)
                .map(|kind| {
                    let title = format!("Loại {kind}");
                    (format!("k{kind}"), OrganisationKind { title, entrant: EntrantKind::Collective })
                })
                .collect(),
            stages: Vec::new(),
            official_stage: None,
            fall_back: Vec::new(),
            controls: Vec::new(),
            gap: None,
            missing,
            rounding,
            inputs: self.inputs(),
            parameters: [
                ("sàn".to_owned(), DatedNumber::Always(number("2")).into()),
                ("trần".to_owned(), dated("3", "4").into()),
            ]
            .into_iter()
            .collect(),
            points_max,
            aggregate,
            present_at_least,
            criteria,
            adjustments,
            gradings,
            rankings,
            awards: Vec::new(),
            one_form: Vec::new(),
            one_payment: Vec::new(),
            budgets: Vec::new(),
            checks: Vec::new(),
        }
    }

    fn inputs(&mut self) -> Entries<Input> {
        let mut all = Vec::new();
        let mut add = |name: &str, kind, many, blank: Option<&str>| {
            let choices: Vec<Choice> = Vec::new();
            let blank = blank.map(number);
            let input = Input {
                title: None,
                kind,
                unit: None,
                min: None,
                max: None,
                places: None,
                choices,
                order: None,
                many,
                blank,
                per_row: None,
            };
            all.push((name.to_owned(), input));
        };
        for name in NUMBERS {
            add(name, ValueKind::Number, false, self.random.maybe(15, |_| "1"));
        }
        for name in COUNTS {
            add(name, ValueKind::Count, false, self.random.maybe(15, |_| "0"));
        }
        for name in ["p0", "p1"] {
            add(name, ValueKind::Percent, false, None);
        }
        for name in ["y0", "y1"] {
            add(name, ValueKind::YesNo, false, None);
        }
        for name in ["d0", "d1"] {
            add(name, ValueKind::Date, false, None);
        }
        for name in LISTS {
            add(name, ValueKind::Number, true, self.random.maybe(20, |_| "0"));
        }
        let mut rows = all.last().map(|(_, input): &(String, Input)| input.clone()).unwrap();
        (rows.blank, rows.many) = (None, false);
        rows.per_row = Some(PerRowFormula {
            is: formula(self.random.pick(&["m0 * m1", "m1 - c0 / 2", "m0 / (m1 + 1) * sàn"])),
            when: self.random.maybe(40, |random| condition(random.pick(&["m0 >= 1", "m1 > n0 và y0"]))),
            at_least: self.random.maybe(40, |_| number("0")),
            at_most: self.random.maybe(30, |_| number("4")),
        });
        all.push((ROWS.to_owned(), rows));
        all.into_iter().collect()
    }

    fn aggregate(&mut self) -> Aggregate {
        match self.random.below(12) {
            0..=4 => Aggregate::Sum,
            5 if self.random.chance(50) => [
                Aggregate::Min,
                Aggregate::Median,
                Aggregate::GeometricMean,
                Aggregate::MeanPoints,
                Aggregate::MedianPoints,
                Aggregate::MinPoints,
            ][self.random.below(6)],
            5 | 6 => Aggregate::WeightedMean,
            7 => Aggregate::WeightedSum,
            8 => Aggregate::Max,
            9 | 10 => Aggregate::Best(1 + u32::try_from(self.random.below(3)).unwrap()),
            _ => Aggregate::EitherOr,
        }
    }

    fn criterion(&mut self, parent: &str, depth: usize, in_mean: bool) -> Located<Criterion> {
        let code = format!("K{}", self.codes);
        self.codes += 1;
        let path = if parent.is_empty() { code.clone() } else { format!("{parent}/{code}") };
        self.paths.push(path.clone());
        let group = depth < 3 && self.random.chance([55, 35, 20][depth]);
        let mut criterion = if group { self.group(&path, depth) } else { self.leaf(&path, &code) };
        criterion.code = Located::nowhere(code);
        if in_mean {
            let weight = self.random.pick(&["1", "2", "3.5", "0.25"]);
            criterion.weight = Some(if self.random.chance(15) {
                dated(weight, "1")
            } else {
                DatedNumber::Always(number(weight))
            });
        }
        if self.kinds > 0 && self.random.chance(20) {
            let first = self.random.below(self.kinds);
            criterion.kinds = vec![Located::nowhere(format!("k{first}"))];
            if self.kinds > 2 && self.random.chance(50) {
                criterion.kinds.push(Located::nowhere(format!("k{}", (first + 1) % self.kinds)));
            }
        }
        criterion.effective = self.random.maybe(5, |random| {
            let change = Date::from_calendar(2014, 7, 1);
            if random.chance(50) {
                Dates { from: change, until: None }
            } else {
                Dates { from: None, until: change }
            }
        });
        criterion.rounding = self.random.maybe(15, rounding);
        if criterion.aggregate == Some(Aggregate::GeometricMean) {
            criterion.rounding = Some(rounding(&mut self.random));
        }
        criterion.when = self.random.maybe(7, asked);
        if criterion.effective.is_none() && depth < 2 {
            self.done.push(criterion.code.value.clone());
        }
        Located::nowhere(criterion)
    }

    fn group(&mut self, path: &str, depth: usize) -> Criterion {
        let aggregate = self.aggregate();
        let in_mean = matches!(aggregate, Aggregate::WeightedMean | Aggregate::WeightedSum);
        let count = 1 + self.random.below(4);
        let mut children: Vec<Located<Criterion>> =
            (0..count).map(|_| self.criterion(path, depth + 1, in_mean)).collect();
        if matches!(aggregate, Aggregate::Sum | Aggregate::WeightedSum) && self.random.chance(40) {
            only_take(&mut children);
        }
        Criterion {
            aggregate: Some(aggregate),
            points_max: (aggregate == Aggregate::WeightedMean && self.random.chance(60))
                .then(|| DatedNumber::Always(number(self.random.pick(&["10", "30", "7"])))),
            present_at_least: self.present_at_least(25, aggregate),
            cap: self.random.maybe(10, |random| number(random.pick(&["5", "12.5", "1"]))),
            floor: self.random.maybe(8, |random| number(random.pick(&["0", "0.75"]))),
            children,
            ..Criterion::default()
        }
    }

    fn present_at_least(&mut self, percent: usize, aggregate: Aggregate) -> Option<PresentAtLeast> {
        if !self.random.chance(percent) || aggregate == Aggregate::EitherOr {
            return None;
        }
        let share = number(self.random.pick(&["34%", "50%", "75%", "100%"]));
        Some(PresentAtLeast { share, otherwise: self.absence() })
    }

    fn absence(&mut self) -> Absence {
        [Absence::Refuse, Absence::Zero, Absence::Full, Absence::Rescale, Absence::Reduce]
            [self.random.below(5)]
    }

    fn missing(&mut self) -> MissingPolicy {
        MissingPolicy { blank: self.absence(), not_submitted: self.absence(), exempt: self.absence() }
    }

    fn leaf(&mut self, path: &str, code: &str) -> Criterion {
        let max = self.random.pick(&MAXIMA);
        let mut leaf = Criterion {
            points_max: Some(if self.random.chance(5) {
                dated(max, max)
            } else {
                DatedNumber::Always(number(max))
            }),
            points_min: self.random.maybe(6, |random| number(random.pick(&["-4", "0.5", "-1.5"]))),
            title: format!("Tiêu chí {code}"),
            ..Criterion::default()
        };
        if self.random.chance(30) {
            let approved_by = self.random.maybe(50, |_| "office".to_owned());
            let only_if = self.random.maybe(40, |random| {
                condition(random.pick(&["c0 >= 2", "n0 > 1 hoặc y0", "không y1 và c1 < 4"]))
            });
            let (then, otherwise) = (self.absence(), self.absence());
            leaf.not_applicable =
                Some(NotApplicable { claimed_by: None, approved_by, only_if, then, otherwise });
        }
        if self.random.chance(15) {
            leaf.missing = Some(self.missing());
        }
        if self.direct_only {
            self.own.push((path.to_owned(), Own::Points(max.to_owned())));
            return leaf;
        }
        self.method(&mut leaf, path, max);
        leaf
    }

    fn method(&mut self, leaf: &mut Criterion, path: &str, max: &str) {
        match self.random.below(20) {
            17 | 18 => leaf.cases = Some(Box::new(self.cases(max))),
            19 => leaf.increments = Some(Box::new(self.increments())),
            0 | 1 => {
                let step = self
                    .random
                    .maybe(50, |random| random.maybe(60, |random| number(random.pick(&["0.25", "0.5"]))));
                leaf.direct = step.map(|step| Box::new(Direct { step }));
                self.own.push((path.to_owned(), Own::Points(max.to_owned())));
            }
            2 => {
                let when = self.random.chance(30).then(|| self.asked_of_points());
                let of = self.random.maybe(50, |random| formula(random.pick(&["y0", "y1"])));
                let of = of.filter(|_| when.is_none());
                if of.is_none() && when.is_none() {
                    self.own.push((path.to_owned(), Own::YesNo));
                }
                let yes = self.random.maybe(30, |random| number(random.pick(&["0", "0.5", "1"])));
                let no = self.random.maybe(30, |random| number(random.pick(&["0.25", "1"])));
                leaf.yes_no = Some(Box::new(YesNo { of, when, yes, no }));
            }
            3 => {
                let choices: Vec<Located<Level>> = (0..2 + self.random.below(3))
                    .map(|at| {
                        let points = number(self.random.pick(&["0", "0.5", "1", max]));
                        Located::nowhere(Level { id: format!("l{at}"), title: format!("Mức {at}"), points })
                    })
                    .collect();
                self.own.push((path.to_owned(), Own::Choice(choices.len())));
                leaf.levels = Some(Box::new(Levels { choices }));
            }
            4 | 5 => leaf.bands = Some(Box::new(self.bands(max))),
            6 => leaf.ratio = Some(Box::new(self.ratio())),
            7 => {
                let at = self.random.below(3);
                let anchors = vec![
                    Anchor {
                        at: number(["0", "1", "2"][at]),
                        points: number(self.random.pick(&["0", "1", max])),
                    },
                    Anchor {
                        at: number(["5", "7.25", "10"][at]),
                        points: number(self.random.pick(&["0", "0.5", max])),
                    },
                ];
                let beyond = self.beyond();
                let of = self.value();
                leaf.linear = Some(Box::new(Linear { of, anchors, beyond }));
            }
            8 => {
                let negative = self.random.chance(25);
                let each = number(if negative { "-0.5" } else { self.random.pick(&["0.5", "1", "0.3"]) });
                let of = self.value();
                leaf.count = Some(Box::new(Count {
                    of,
                    each,
                    free: self.random.maybe(30, |_| number("1")),
                    cap: self.random.maybe(30, |_| number("1")),
                    floor: negative.then(|| number("-3")).filter(|_| self.random.chance(50)),
                }));
                if negative && self.random.chance(80) {
                    leaf.points_min = Some(number("-4"));
                }
            }
            9 => leaf.deduct = Some(Box::new(self.deduct())),
            10 => {
                let each_day = self.random.maybe(70, |random| number(random.pick(&["0.25", "0.5"])));
                let days = if self.random.chance(50) { DayCount::Calendar } else { DayCount::Working };
                let holiday = Date::from_calendar(2014, 9, 2).filter(|_| days == DayCount::Working);
                leaf.lateness = Some(Box::new(Lateness {
                    due: formula("d0"),
                    actual: formula(self.random.pick(&["d1", "d1 + 1"])),
                    allowed: self.random.maybe(30, |_| number("2")),
                    not_after: self.random.maybe(40, |_| number("6")).filter(|_| each_day.is_some()),
                    each_day,
                    days,
                    holidays: holiday.into_iter().collect(),
                }));
            }
            11 => {
                let answers = (0..2 + self.random.below(2))
                    .map(|at| Answer { count: formula(COUNTS[at]), share: number(["100%", "60%", "0"][at]) })
                    .collect();
                let at_least = self.random.maybe(60, |random| number(random.pick(&["0", "3", "5"])));
                leaf.survey = Some(Box::new(Survey { answers, at_least }));
            }
            12 => leaf.panel = Some(Box::new(self.panel())),
            13 => {
                let take = match self.random.below(3) {
                    0 => Take::All,
                    1 => Take::Highest,
                    _ => Take::Best(2),
                };
                let cap = self.random.maybe(40, |_| number("1"));
                leaf.items =
                    Some(Box::new(Items { of: self.random.pick(&["m0", "m1", ROWS]).to_owned(), take, cap }));
            }
            14 => leaf.relative = Some(Box::new(self.relative())),
            15 => {
                let of = formula(self.random.pick(&["n0", "n2", "c1", "n1 * n3", "n4 - n2"]));
                let (raise, root) =
                    ([1, 1, 2, 3][self.random.below(4)], [1, 2, 2, 3, 5][self.random.below(5)]);
                let each = self.random.maybe(70, |random| number(random.pick(&["0.1", "0.5", "0.01"])));
                leaf.power =
                    Some(Box::new(Power { of, raise, root, each, rounding: rounding(&mut self.random) }));
            }
            _ => {
                let is = self.value();
                leaf.formula = Some(Box::new(FormulaMethod { is, beyond: self.beyond() }));
            }
        }
    }

    fn cases(&mut self, max: &str) -> CasesMethod {
        let count = 1 + self.random.below(3);
        let mut cases: Vec<Located<Case>> = Vec::new();
        for at in 0..=count {
            let when = (at < count).then(|| self.asked_of_points());
            let mut case = Case { when, ..Case::default() };
            match self.random.below(12) {
                0 => case.points = Some(number(self.random.pick(&["0", "0.5", max]))),
                1 => case.share = Some(number(self.random.pick(&["50%", "33.3%"]))),
                2 => case.full = Some(true),
                3 => case.increments = Some(Box::new(self.increments())),
                4 => case.ratio = Some(Box::new(self.ratio())),
                5 => {
                    let (of, each) = (self.value(), number(self.random.pick(&["0.5", "1", "0.3"])));
                    let free = self.random.maybe(30, |_| number("1"));
                    let cap = self.random.maybe(30, |_| number("1"));
                    case.count = Some(Box::new(Count { of, each, free, cap, floor: None }));
                }
                6 => case.bands = Some(Box::new(self.bands(max))),
                7 => case.deduct = Some(Box::new(self.deduct())),
                8 => case.panel = Some(Box::new(self.panel())),
                9 => {
                    let of = self.random.pick(&["m0", "m1", ROWS]).to_owned();
                    let cap = self.random.maybe(40, |_| number("1"));
                    case.items = Some(Box::new(Items { of, take: Take::All, cap }));
                }
                10 => {
                    let answers = [("c0", "100%"), ("c1", "40%")]
                        .map(|(count, share)| Answer { count: formula(count), share: number(share) });
                    case.survey = Some(Box::new(Survey { answers: answers.into(), at_least: None }));
                }
                _ => case.is = Some(formula(self.random.pick(&["c0", "n0 / 2", "c1 * sàn / c2"]))),
            }
            if at < count || self.random.chance(70) {
                cases.push(Located::nowhere(case));
            }
        }
        CasesMethod(cases)
    }

    fn increments(&mut self) -> Increments {
        let of = self.value();
        Increments {
            of,
            base: formula(self.random.pick(&["1", "2.5", "c2", "sàn"])),
            points: number(self.random.pick(&["0.25", "0.5", "0"])),
            each: formula(self.random.pick(&["1", "0.5", "c3", "0.3"])),
            adds: number(self.random.pick(&["0.25", "0.1", "1"])),
            steps: if self.random.chance(50) { Steps::Whole } else { Steps::Proportional },
            better: self.random.maybe(
                40,
                |random| {
                    if random.chance(70) { Better::Lower } else { Better::Higher }
                },
            ),
            at_most: self.random.maybe(30, |_| number("0.75")),
            starts_at: self.random.maybe(30, |random| formula(random.pick(&["1", "c0", "3"]))),
            scaled: self.random.maybe(40, |random| Scaled {
                by: number(random.pick(&["75%", "50%"])),
                when: random.maybe(70, asked),
            }),
        }
    }

    /// A formula over inputs and parameters.
    fn value(&mut self) -> Formula {
        let one = self.random.pick(&NUMBERS);
        let other = self.random.pick(&COUNTS);
        if let Some(code) = self.earlier(12) {
            return formula(&match self.random.below(4) {
                0 => format!("điểm của {code} * 0.8"),
                1 => format!("{one} + điểm của {code}"),
                2 => format!("tỷ_lệ của {code} * 10 - {other}"),
                _ => format!("điểm của {code}"),
            });
        }
        match self.random.below(11) {
            10 => formula(&format!(
                "{} của r0",
                self.random.pick(&["tổng", "số_lượng", "lớn_nhất", "trung_bình"])
            )),
            0..=3 => formula(one),
            4 | 5 => formula(other),
            6 => formula(&match self.random.below(2) {
                0 => format!("{one} / {other}"),
                _ => format!("{one} / ({other} + 1) - {other} / ({} + 2)", self.random.pick(&COUNTS)),
            }),
            7 => formula(&format!("({one} + {other}) * sàn - trần / 3")),
            8 => formula(&format!(
                "{} của m0 + {other}",
                self.random.pick(&["tổng", "số_lượng", "lớn_nhất", "nhỏ_nhất", "trung_bình"])
            )),
            _ if self.random.chance(30) => formula(&format!(
                "{} từ {} đến (d1 + {})",
                self.random.pick(&["số_tháng", "số_năm"]),
                self.random.pick(&["d0", "(d0 - 17)"]),
                self.random.pick(&["0", "29", "365", "1500"]),
            )),
            _ => formula(&format!("-{one} + {other}")),
        }
    }

    /// The code of something whose points may be read, so often.
    fn earlier(&mut self, percent: usize) -> Option<String> {
        (!self.done.is_empty() && self.random.chance(percent))
            .then(|| self.done[self.random.below(self.done.len())].clone())
    }

    /// A condition over inputs, and sometimes over points of others.
    fn asked_of_points(&mut self) -> Condition {
        match self.earlier(20) {
            Some(code) => condition(&match self.random.below(3) {
                0 => format!("điểm của {code} >= 1 hoặc y0"),
                1 => format!("tỷ_lệ của {code} > 33%"),
                _ => format!("điểm của {code} < 2 và c0 >= 1"),
            }),
            None => asked(&mut self.random),
        }
    }

    fn beyond(&mut self) -> Beyond {
        [Beyond::Clip, Beyond::Extend, Beyond::Refuse][self.random.below(3)]
    }

    fn bands(&mut self, max: &str) -> Bands {
        let shares = self.random.chance(40);
        let of = if shares { formula("p0") } else { self.value() };
        let cuts = if shares { ["50%", "80%", "95%"] } else { ["1", "2.5", "5"] };
        let first = self.random.below(2);
        let mut steps = Vec::new();
        for at in first..=cuts.len() {
            // A cut belongs to the band above it or below it, or, rarely, to none.
            let lower_in = at % 2 == 0;
            let mut band = Band {
                from: None,
                above: None,
                to: None,
                below: None,
                points: None,
                share: None,
                full: None,
                proportional: None,
                line: None,
            };
            if at > first {
                let end = Some(number(cuts[at - 1]));
                if lower_in { band.from = end } else { band.above = end }
            }
            if at < cuts.len() {
                let end = Some(number(cuts[at]));
                if (at + 1) % 2 == 0 || self.random.chance(3) { band.below = end } else { band.to = end }
            }
            let inner = band.lower().is_some() && band.upper().is_some();
            match self.random.below(5) {
                0 => band.share = Some(number(self.random.pick(&["0", "50%", "33.3%"]))),
                1 => band.full = Some(true),
                2 if shares => band.proportional = Some(true),
                3 if inner => {
                    band.line = Some(Line {
                        at_lower: number("0.5"),
                        at_upper: number(self.random.pick(&["0", "1", max])),
                    });
                }
                _ => band.points = Some(number(self.random.pick(&["0", "0.75", max]))),
            }
            if !self.random.chance(3) {
                steps.push(Located::nowhere(band));
            }
        }
        Bands { of, steps, lowest: None, highest: None }
    }

    fn ratio(&mut self) -> Ratio {
        Ratio {
            numerator: formula(self.random.pick(&COUNTS)),
            denominator: formula(self.random.pick(&["c1", "c2 + 1", "n0"])),
            floor: self.random.maybe(30, |_| number("50%")),
            cap: self.random.maybe(30, |random| number(random.pick(&["80%", "120%"]))),
            over: self.random.maybe(30, |_| OverAchievement {
                each: number("10%"),
                points: number("0.3"),
                at_most: number("1"),
            }),
            when_zero: self.random.maybe(50, |random| number(random.pick(&["100%", "0", "50%"]))),
        }
    }

    fn deduct(&mut self) -> Deduct {
        let items = (0..1 + self.random.below(3))
            .map(|_| {
                let ladder = self.random.chance(40);
                let of = self.value();
                let rung = |at: &str, minus: Minus| Rung { at: number(at), minus };
                Located::nowhere(DeductItem {
                    of,
                    each: (!ladder).then(|| number(self.random.pick(&["0.5", "1", "0.3"]))),
                    at_most: if ladder { None } else { self.random.maybe(30, |_| number("1.5")) },
                    ladder: ladder.then(|| {
                        let last =
                            if self.random.chance(50) { Minus::All } else { Minus::Points(number("3")) };
                        vec![
                            rung("2", Minus::Points(number("1"))),
                            rung("1", Minus::Points(number("0.5"))),
                            rung("4", last),
                        ]
                    }),
                })
            })
            .collect();
        Deduct { items }
    }

    fn panel(&mut self) -> Panel {
        let list = self.random.chance(35);
        let scorers = if list {
            Vec::new()
        } else {
            NUMBERS[..2 + self.random.below(4)].iter().map(|name| formula(name)).collect()
        };
        let trim = self.random.maybe(75, |random| number(random.pick(&["20%", "1/3", "45%"])));
        let drops = trim.is_none();
        let [high, low] = [(); 2].map(|()| self.random.chance(30) && drops);
        Panel {
            scorers,
            trim,
            of: list.then(|| "m1".to_owned()),
            // The middle mark stays when both ends lose as many.
            combine: if !drops || high == low || self.random.chance(60) {
                Combine::Mean
            } else {
                Combine::Median
            },
            drop_highest: u32::from(high),
            drop_lowest: u32::from(low),
            at_least: self.random.maybe(40, |_| 2),
            mark_max: self.random.maybe(70, |random| number(random.pick(&["10", "30"]))),
        }
    }

    fn relative(&mut self) -> Relative {
        let by = [RelativeKind::Leader, RelativeKind::Range, RelativeKind::Rank][self.random.below(3)];
        let target = (by == RelativeKind::Leader && self.random.chance(50)).then(|| formula("c1"));
        let better = if target.is_none() && self.random.chance(40) { Better::Lower } else { Better::Higher };
        let by_table = by == RelativeKind::Rank && self.random.chance(40);
        let table: &[&str] = if by_table { &["0.5", "0.3", "0.125"] } else { &[] };
        let among = self.random.maybe(30, |random| condition(random.pick(&["c2 >= 2", "không y0"])));
        let outside = among.is_some().then_some(Outside::Compare);
        let range = by == RelativeKind::Range;
        Relative {
            of: formula(self.random.pick(&["n1", "c0", "n2 / c3"])),
            target,
            by,
            better,
            reference: self.scope(),
            among,
            outside,
            step: (by == RelativeKind::Rank && !by_table).then(|| number("0.3")),
            table: table.iter().map(|points| number(points)).collect(),
            lowest_share: self.random.maybe(30, |_| number("20%")).filter(|_| range),
            when_equal: self.random.maybe(60, |_| number("50%")).filter(|_| range),
            when_zero: self.random.maybe(50, |_| number("40%")).filter(|_| by == RelativeKind::Leader),
        }
    }

    fn scope(&mut self) -> Scope {
        [Scope::All, Scope::Cluster, Scope::Kind][self.random.below(3)]
    }

    fn adjustments(&mut self) -> Adjustments {
        let mut group = |prefix: &str| {
            let items = (0..1 + self.random.below(2))
                .map(|at| {
                    let code = format!("{prefix}{at}");
                    let mut item = self.leaf(&code, &code);
                    item.code = Located::nowhere(code);
                    item.rounding = self.random.maybe(15, rounding);
                    Located::nowhere(item)
                })
                .collect();
            let cap = self.random.maybe(60, |random| number(random.pick(&["1", "3", "2.5"])));
            let take = if self.random.chance(25) { Take::Highest } else { Take::All };
            ItemGroup { cap, take, items }
        };
        let bonus = Some(group("T"));
        let deductions = Some(group("P"));
        let bonus = bonus.filter(|_| self.random.chance(75));
        let deductions = deductions.filter(|_| self.random.chance(75));
        let outside_total = self.random.chance(30);
        Adjustments {
            may_exceed_max: self.random.chance(50) && bonus.is_some() && !outside_total,
            may_fall_below_zero: self.random.chance(50) && deductions.is_some() && !outside_total,
            bonus,
            deductions,
            outside_total,
        }
    }

    /// A condition that may speak of points.
    fn verdict(&mut self) -> Condition {
        let path = &self.paths[self.random.below(self.paths.len())];
        let code = path.rsplit('/').next().unwrap();
        condition(&match self.random.below(8) {
            0 if self.random.chance(50) => "mọi tiêu chí > 10%".to_owned(),
            0 => "mọi nhóm >= 50%".to_owned(),
            1 => format!("điểm của {code} >= 1"),
            2 => format!("tỷ_lệ của {code} > 33%"),
            3 => "c0 >= 2 và không y0".to_owned(),
            4 => "điểm_trừ <= 1 hoặc điểm_thưởng > 0".to_owned(),
            5 => "n0 / c0 < 3".to_owned(),
            6 => "điểm > 5 và (tỷ_lệ < 90% hoặc y1)".to_owned(),
            _ => "không (c1 = 0 hoặc điểm != 10)".to_owned(),
        })
    }

    fn gradings(&mut self) -> Vec<Located<Grading>> {
        if !self.random.chance(60) {
            return Vec::new();
        }
        let by_share = self.random.chance(60);
        let of = if by_share {
            Some(formula("tỷ_lệ"))
        } else {
            self.random.maybe(40, |_| formula("điểm + điểm_thưởng - điểm_trừ"))
        };
        let cuts = if by_share { ["80%", "50%", "25%"] } else { ["12", "6", "2"] };
        let uppers = self.random.chance(40);
        let mut grades = Vec::new();
        for at in 0..=cuts.len() {
            let requires =
                if at < cuts.len() && self.random.chance(30) { Some(self.verdict()) } else { None };
            let knocked_out_when = if self.random.chance(10) { Some(self.verdict()) } else { None };
            grades.push(Located::nowhere(Grade {
                id: format!("g{at}"),
                title: format!("Hạng {at}"),
                from: cuts.get(at).map(|cut| DatedNumber::Always(number(cut))),
                above: None,
                to: None,
                below: (at > 0 && (uppers || at == cuts.len()))
                    .then(|| DatedNumber::Always(number(cuts[at - 1]))),
                requires,
                knocked_out_when,
                cap: self.random.maybe(15, |random| GradeCap {
                    share: number(random.pick(&["20%", "50%", "70%"])),
                    of: [CapBase::Next, CapBase::ThisAndNext, CapBase::Graded][random.below(3)],
                    per: [Scope::All, Scope::Cluster][random.below(2)],
                    raised_to: random.maybe(50, |_| number("90%")),
                    within: random
                        .maybe(25, |_| thidua_core::rule::GradeLimit {
                            share: number("50%"),
                            of: CapBase::Graded,
                            per: Scope::All,
                        })
                        .into_iter()
                        .collect(),
                }),
                value: Some(number(["3", "2", "1", "0"][at])),
            }));
        }
        let ceilings = (0..self.random.below(2))
            .map(|_| {
                let at_most = format!("g{}", 1 + self.random.below(3));
                Located::nowhere(Ceiling { when: self.verdict(), at_most, basis: None })
            })
            .collect();
        vec![Located::nowhere(Grading {
            lowest: None,
            highest: None,
            id: "xl".to_owned(),
            title: String::new(),
            of,
            basis: None,
            grades,
            ceilings,
        })]
    }

    fn ranking(&mut self, at: usize, graded: bool) -> Located<Ranking> {
        let by = if self.random.chance(30) {
            let mut keys = vec!["tỷ_lệ", "điểm - điểm_trừ", "n0", "c0 / c1"];
            if graded {
                keys.push("giá_trị của xl");
            }
            let order = if self.random.chance(60) { Direction::Higher } else { Direction::Lower };
            Some(SortKey { of: formula(self.random.pick(&keys)), order })
        } else {
            None
        };
        let tie_break = (0..self.random.below(3)).map(|_| Located::nowhere(self.tie_step())).collect();
        let among = if self.random.chance(20) {
            Some(if graded && self.random.chance(50) {
                condition("xếp_loại >= g2")
            } else {
                self.verdict()
            })
        } else {
            None
        };
        let scope = self.scope();
        let places = [Places::Standard, Places::Dense, Places::Ordinal][self.random.below(3)];
        Located::nowhere(Ranking { id: format!("r{at}"), title: None, scope, places, by, tie_break, among })
    }

    fn tie_step(&mut self) -> TieStep {
        let mut step = TieStep {
            only_at: self.random.maybe(25, |random| 1 + u32::try_from(random.below(3)).unwrap()),
            ..TieStep::default()
        };
        if self.random.chance(30) {
            step.most_of = Some("m0".to_owned());
            if self.random.chance(50) {
                step.marks = vec![number("5"), number("2")];
            }
        } else {
            let path = &self.paths[self.random.below(self.paths.len())];
            let code = path.rsplit('/').next().unwrap();
            step.of = Some(formula(&match self.random.below(4) {
                0 => "n1".to_owned(),
                1 => "c1 - c2".to_owned(),
                _ => format!("điểm của {code}"),
            }));
            step.order = if self.random.chance(70) { Direction::Higher } else { Direction::Lower };
        }
        step
    }

    fn fill(&mut self, rules: RuleSet, count: usize) -> World {
        let clusters = 1 + self.random.below(3);
        let entrants: Vec<Entrant> = (0..count)
            .map(|at| Entrant {
                id: format!("e{at:04}").into(),
                name: format!("Đơn vị {at}").into(),
                kind: if self.kinds > 0 { Some(self.random.below(self.kinds).into()) } else { None },
                entrant: EntrantKind::Collective,
                cluster: format!("cụm {}", self.random.below(clusters)).into(),
            })
            .collect();
        let gaps = [0, 0, 4, 20][self.random.below(4)];
        let mut cells = BTreeMap::new();
        let submitted: Vec<bool> = (0..count).map(|_| gaps == 0 || !self.random.chance(3)).collect();
        let own = std::mem::take(&mut self.own);
        // Some columns hold long decimals, so that the scaled lanes must give way.
        let long: Vec<bool> = own.iter().map(|_| self.random.chance(4)).collect();
        let huge = self.random.chance(3);
        for (row, _) in submitted.iter().enumerate().filter(|(_, submitted)| **submitted) {
            for (at, (path, kind)) in own.iter().enumerate() {
                let value = match kind {
                    Own::Points(max) if long[at] => self.long_points(max),
                    Own::Points(max) => self.points(max),
                    Own::YesNo => Decimal::from(i64::from(self.random.chance(60))),
                    Own::Choice(count) => Decimal::from(i64::try_from(self.random.below(*count)).unwrap()),
                };
                self.put(&mut cells, row, path, gaps, value);
            }
            for name in NUMBERS {
                let value = if huge && self.random.chance(30) {
                    "7123456789012345678.987654321"
                } else {
                    self.random.pick(&["0", "0.5", "1", "2", "2.5", "3.33", "5", "7.25", "10", "4", "-1"])
                };
                self.put(&mut cells, row, name, gaps, decimal(value));
            }
            for name in COUNTS {
                let value = Decimal::from(i64::try_from(self.random.below(7)).unwrap());
                self.put(&mut cells, row, name, gaps, value);
            }
            for name in ["p0", "p1"] {
                let value = self.random.pick(&["0", "0.5", "0.8", "0.87", "0.95", "1", "0.333"]);
                self.put(&mut cells, row, name, gaps, decimal(value));
            }
            for name in ["y0", "y1"] {
                let value = Decimal::from(i64::from(self.random.chance(40)));
                self.put(&mut cells, row, name, gaps, value);
            }
            for name in ["d0", "d1"] {
                // Around the holiday of 2 September 2014.
                let value = Decimal::from(16_310 + i64::try_from(self.random.below(16)).unwrap());
                self.put(&mut cells, row, name, gaps, value);
            }
            for name in LISTS {
                let length = if gaps == 0 { 1 + self.random.below(4) } else { self.random.below(5) };
                let list =
                    (0..length).map(|_| decimal(self.random.pick(&["0", "1", "2", "2.5", "5"]))).collect();
                cells.insert((row, name.to_owned()), Given::Many(list));
            }
        }
        let more = More { conditions: written(), year: 2014, ..More::default() };
        World { rules, day: day(), entrants, submitted, cells, more }
    }

    fn put(
        &mut self,
        cells: &mut BTreeMap<(usize, String), Given>,
        row: usize,
        name: &str,
        gaps: usize,
        value: Decimal,
    ) {
        let given = if self.random.chance(gaps) {
            match self.random.below(6) {
                0 => return,
                1 => Given::One(CellState::Blank, Decimal::ZERO),
                2 => Given::One(CellState::Claimed, Decimal::ZERO),
                3 => Given::One(CellState::NotApplicable, Decimal::ZERO),
                4 => Given::One(CellState::TurnedDown, Decimal::ZERO),
                _ => Given::One(CellState::Exempt, Decimal::ZERO),
            }
        } else {
            Given::One(CellState::Value, value)
        };
        cells.insert((row, name.to_owned()), given);
    }

    /// Quarters from zero to the maximum; now and then one too many.
    fn points(&mut self, max: &str) -> Decimal {
        let quarters = decimal(max).mantissa() * 4 / 10_i128.pow(decimal(max).scale());
        let most = usize::try_from(quarters).unwrap();
        let taken = if self.random.chance(1) && self.random.chance(20) {
            most + 1
        } else {
            self.random.below(most + 1)
        };
        Decimal::from_scaled(i128::try_from(taken).unwrap() * 25, 2).unwrap()
    }

    fn long_points(&mut self, max: &str) -> Decimal {
        let whole = decimal(max).mantissa() / 10_i128.pow(decimal(max).scale());
        let digits = i128::from(self.random.next() % 1_000_000_000_000_000_000);
        Decimal::from_scaled(digits * whole, 18).unwrap()
    }
}

fn rounding(random: &mut Random) -> Rounding {
    let mode =
        [RoundingMode::HalfUp, RoundingMode::HalfEven, RoundingMode::Up, RoundingMode::Down][random.below(4)];
    match random.below(4) {
        0 => Rounding { places: None, to: Some(decimal(random.pick(&["0.25", "0.3", "2"]))), mode },
        places => Rounding { places: Some(u32::try_from(places - 1).unwrap()), to: None, mode },
    }
}

/// A number that changed on 1 January 2014.
fn dated(now: &str, before: &str) -> DatedNumber {
    let value = |from: Option<Date>, until: Option<Date>, value: &str| {
        Located::nowhere(DatedValue { from, until, value: number(value), basis: None })
    };
    DatedNumber::Dated(vec![
        value(None, Date::from_calendar(2013, 12, 31), before),
        value(Date::from_calendar(2014, 1, 1), None, now),
    ])
}
