use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Bands, ChoicePays, Count, Declared, Deduct, Given, Increments, Items, Lateness, Limit, Linear, Method,
    Mistake, Operand, Panel, Power, Proportion, Ratio, Read, Survey, Table, Taken, share_of,
};
use crate::expression::Subject;
use crate::program::{Builder, Cases, Cut, Kind, Num, Pays, Reason};
use crate::{Condition, Exact, Formula, Located, Number, text};

/// Points that depend on conditions (điểm theo trường hợp): the first case that holds pays.
///
/// A last case without `when` pays everybody else; without one, whoever meets none has no points, and a reason. A
/// condition that cannot be told yet leaves the cases below it open too. A case may pay by another method,
/// whatever that reads, but for the cell of the criterion itself and for the entrants it is compared with.
///
/// ```yaml
/// cases:
/// - { when: "ngày_ban_hành <= 31/01/2026 và đủ_hồ_sơ", points: 5 }
/// - { when: ngày_ban_hành <= 28/02/2026, share: 50% }
/// - { when: đã_trình, ratio: { numerator: đã_làm, denominator: được_giao } }
/// - { points: 0 }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct CasesMethod(pub Vec<Located<Case>>);

/// One case and what it pays: exactly one of points, a share of the maximum, all of it, a formula, or another method.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Whom it is for; absent in the last case, for everybody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// Pays this many points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<Number>,
    /// Pays this share of the maximum.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<Number>,
    /// `true` pays the whole maximum.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub full: Option<bool>,
    /// Pays what the formula gives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is: Option<Formula>,
    /// Pays so many points up to a base, and more for each step beyond it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub increments: Option<Box<Increments>>,
    /// Pays the maximum times a quotient.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ratio: Option<Box<Ratio>>,
    /// Pays so many points for each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<Box<Count>>,
    /// Pays by bands on a value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bands: Option<Box<Bands>>,
    /// Pays on a straight line between two anchors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub linear: Option<Box<Linear>>,
    /// Starts from the maximum and takes away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deduct: Option<Box<Deduct>>,
    /// Pays the points of many items.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<Box<Items>>,
    /// Pays what several scorers come to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub panel: Option<Box<Panel>>,
    /// Pays what the answers of a survey come to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub survey: Option<Box<Survey>>,
    /// Pays by how late something came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lateness: Option<Box<Lateness>>,
    /// Pays by a power or a root of a value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub power: Option<Box<Power>>,
}

impl Case {
    /// The other methods it names.
    fn methods(&self) -> impl Iterator<Item = &dyn Method> {
        fn named<M: Method>(method: &Option<Box<M>>) -> Option<&dyn Method> {
            method.as_deref().map(|method| method as &dyn Method)
        }
        let tables =
            [named(&self.bands), named(&self.increments), named(&self.linear), named(&self.lateness)];
        let counts = [named(&self.ratio), named(&self.count), named(&self.deduct), named(&self.power)];
        let lists = [named(&self.items), named(&self.panel), named(&self.survey)];
        tables.into_iter().chain(counts).chain(lists).flatten()
    }

    /// What it pays, a formula or another method as the step that gives it; `None` when it names nothing, or more than one thing.
    fn pays(&self, max: &Exact, step: Option<Num>) -> Option<Pays> {
        match (&self.points, &self.share, self.full == Some(true), step) {
            (Some(points), None, false, None) => Some(Pays::Constant(points.exact().clone())),
            (None, Some(share), false, None) => Some(Pays::Constant(share_of(max, share))),
            (None, None, true, None) => Some(Pays::Constant(max.clone())),
            (None, None, false, Some(step)) => Some(Pays::Step(step)),
            _ => None,
        }
    }

    /// Whether it names exactly one thing to pay.
    fn is_plain(&self) -> bool {
        let named = [self.points.is_some(), self.share.is_some(), self.full == Some(true), self.is.is_some()];
        named.into_iter().filter(|named| *named).count() + self.methods().count() == 1
    }
}

/// What one case reads: its condition first.
fn read(case: &Located<Case>) -> impl Iterator<Item = Read<'_>> {
    let own = [case.value.when.as_ref().map(Read::Condition), case.value.is.as_ref().map(Read::Formula)];
    own.into_iter().flatten().chain(case.value.methods().flat_map(Method::reads))
}

impl CasesMethod {
    /// Which of the things that are read is the condition of each case; `None` for a case without one.
    #[must_use]
    pub fn conditions(&self) -> Vec<Option<usize>> {
        let mut reads = 0;
        let mut place = |case: &Located<Case>| {
            let own = case.value.when.as_ref().map(|_| reads);
            reads += read(case).count();
            own
        };
        self.0.iter().map(&mut place).collect()
    }
}

impl Method for CasesMethod {
    fn choices(&self) -> Vec<ChoicePays<'_>> {
        self.0.iter().flat_map(|case| case.value.methods().flat_map(Method::choices)).collect()
    }

    fn taken(&self) -> Vec<Taken<'_>> {
        self.0.iter().flat_map(|case| case.value.methods().flat_map(Method::taken)).collect()
    }

    fn proportions(&self) -> Vec<Proportion> {
        self.0.iter().flat_map(|case| case.value.methods().flat_map(Method::proportions)).collect()
    }

    fn reads(&self) -> Vec<Read<'_>> {
        self.0.iter().flat_map(read).collect()
    }

    fn declares<'a>(&'a self, to: &mut Declared<'a>) {
        for case in &self.0 {
            to.formulas.extend(case.value.is.iter().map(|is| ("is", is, Kind::Points)));
            to.add(Kind::Points, "points", &case.value.points, Some(case.span), false);
            to.add(Kind::Share, "share", &case.value.share, Some(case.span), false);
            case.value.methods().for_each(|method| method.declares(to));
        }
    }

    fn lower(&self, given: &Given<'_>, to: &mut Builder) -> Option<Num> {
        if !self.mistakes(given.max).is_empty() {
            return None;
        }
        to.under(&["cases"]);
        let mut reads = given.reads;
        let mut next = || {
            let (first, rest) = reads.split_first()?;
            reads = rest;
            Some(*first)
        };
        let number = |read: Operand| match read {
            Operand::Number(number) => Some(number),
            Operand::List(_) => None,
        };
        let mut rows = Vec::with_capacity(self.0.len());
        for case in &self.0 {
            let when = case.when.as_ref().and_then(|_| next()).and_then(number);
            let mut step = case.is.as_ref().and_then(|_| next()).and_then(number);
            for method in case.methods() {
                let reads: Vec<Operand> = method.reads().iter().filter_map(|_| next()).collect();
                to.inside(Some(case.span));
                let points = method.lower(&Given { reads: &reads, ..*given }, to)?;
                to.inside(None);
                step = Some(match method.bears_gaps() {
                    true => points,
                    false => to.given(reads.into_iter().filter_map(number).collect(), points),
                });
            }
            to.under(&["cases"]);
            let what = case.when.as_ref().map_or(
                text!("các trường hợp còn lại", "all other cases"),
                |when| {
                    let words = when.words();
                    crate::Text::new(format!("trường hợp “{}”", words.vi), format!("case “{}”", words.en))
                },
            );
            rows.push((when, case.pays(given.max, step)?, to.way_at(what, case.span)));
        }
        // From the last case up: each pays where it holds, and leaves the rest to those below it.
        let mut rest = (Pays::Nothing(Reason::NoCase), None);
        let always = to.constant(Exact::ONE);
        for (when, pays, way) in rows.into_iter().rev() {
            let holds = when.unwrap_or(always);
            let cases = Cases::lowest(rest.0, rest.1).then(Cut::from(Exact::ONE), pays, way);
            rest = (Pays::Step(to.cases(holds, cases)), None);
        }
        match rest.0 {
            Pays::Step(step) => Some(step),
            Pays::Constant(_) | Pays::Line { .. } | Pays::Nothing(_) => None,
        }
    }

    fn limit(&self) -> Limit {
        Limit::Maximum
    }

    fn tables(&self, max: &Exact) -> Vec<Table<'_>> {
        let mut tables = Vec::new();
        let mut read = 0;
        let mut asked: Vec<&Subject> = Vec::new();
        for case in &self.0 {
            read += usize::from(case.value.when.is_some()) + usize::from(case.value.is.is_some());
            let fields = case.value.when.iter().flat_map(Condition::fields);
            asked.extend(fields.map(|(field, _)| &field.subject));
            for method in case.value.methods() {
                // What this case or one before it asks about a value may keep some of its values away.
                let comes =
                    |of: &Formula| !of.term.fields().into_iter().any(|field| asked.contains(&&field.subject));
                tables.extend(method.tables(max).into_iter().map(|table| Table {
                    read: read + table.read,
                    whole: table.whole && comes(table.of),
                    ..table
                }));
                read += method.reads().len();
            }
        }
        tables
    }

    fn bears_gaps(&self) -> bool {
        true
    }

    fn idle_keys(&self) -> Vec<(&'static str, &'static str, &'static str)> {
        self.0.iter().flat_map(|case| case.value.methods()).flat_map(Method::idle_keys).collect()
    }

    fn mistakes(&self, max: &Exact) -> Vec<Mistake> {
        let within = |case: &Located<Case>| -> Vec<Mistake> {
            let found = case.value.methods().flat_map(|method| method.mistakes(max));
            found.map(|mistake| Mistake { span: mistake.span.or(Some(case.span)), ..mistake }).collect()
        };
        let last = self.0.len().saturating_sub(1);
        let wrong = self.0.iter().enumerate().find(|(position, case)| {
            !case.is_plain() || (case.when.is_none() && (*position < last || last == 0))
        });
        let span = match (wrong, self.0.is_empty()) {
            (Some((_, case)), _) => Some(case.span),
            (None, true) => None,
            (None, false) => return self.0.iter().flat_map(within).collect(),
        };
        vec![Mistake {
            code: "TD0295",
            span,
            message: text!(
                "mỗi trường hợp cần `when` và đúng một trong `points`, `share`, `full`, `is` hoặc một phương pháp; chỉ trường hợp cuối được bỏ `when`",
                "each case needs `when` and exactly one of `points`, `share`, `full`, `is` or a method; only the last may leave out `when`"
            ),
            help: text!(
                "viết chẳng hạn `cases: [ {{ when: điều_kiện, points: 5 }}, {{ points: 0 }} ]`",
                "write for example `cases: [ {{ when: condition, points: 5 }}, {{ points: 0 }} ]`"
            ),
        }]
    }
}
