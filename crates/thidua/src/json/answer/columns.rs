use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, Serializer};
use thidua_core::{AwardStatus, EntrantId, Exact, Status};

use crate::json::number::NumberCell;
use crate::json::select::{Part, Select};
use crate::run::Run;

/// The entrants by column: the lists are of one length, and an entrant stands at the same position in each, by id.
///
/// What only some entrants have (open grades, shared places, reserve lists, money, reasons) stands in the answer by
/// entrant, to which `select` may name them.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ColumnsAnswer<'a> {
    /// Ids.
    id: Column<'a, &'a str>,
    /// The names people read; left out where every name is the id.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<Column<'a, &'a str>>,
    /// Ids of the kinds, where the rule set has kinds.
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<Column<'a, Option<&'a str>>>,
    /// Clusters, empty where there is none; left out where nobody has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    cluster: Option<Column<'a, &'a str>>,
    /// Totals; null while something is missing.
    total: Column<'a, Option<NumberCell>>,
    /// The maximum that holds for each.
    points_max: Column<'a, NumberCell>,
    /// Points of every criterion and group by path; null where there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    points: Option<BTreeMap<&'a str, Column<'a, Option<NumberCell>>>>,
    /// Bonus that counts, above zero; left out where nobody has any.
    #[serde(skip_serializing_if = "Option::is_none")]
    bonus: Option<Column<'a, Option<NumberCell>>>,
    /// Deductions that count, above zero; left out where nobody has any.
    #[serde(skip_serializing_if = "Option::is_none")]
    deductions: Option<Column<'a, Option<NumberCell>>>,
    /// Ids of the grades by grading; null when there is no value, no grade holds it, or it is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    grades: Option<BTreeMap<&'a str, Column<'a, Option<&'a str>>>>,
    /// Numbers of the decisions by which people gave grades, by grading; left out where they gave none.
    #[serde(skip_serializing_if = "Option::is_none")]
    given_grades: Option<BTreeMap<&'a str, Column<'a, Option<&'a str>>>>,
    /// Places by ranking, from 1; null when the entrant is not ranked.
    #[serde(skip_serializing_if = "Option::is_none")]
    ranks: Option<BTreeMap<&'a str, Column<'a, Option<u32>>>>,
    /// Where each stands with each award, by id; null where it is for others.
    #[serde(skip_serializing_if = "Option::is_none")]
    awards: Option<BTreeMap<&'a str, Column<'a, Option<AwardStatus>>>>,
}

/// One cell for each entrant, made when it is written: all of them at once take more memory than the run itself.
struct Column<'a, T> {
    rows: Rc<[EntrantId]>,
    cell: Box<dyn Fn(EntrantId) -> T + 'a>,
}

impl<T> fmt::Debug for Column<'_, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Column").field("rows", &self.rows.len()).finish_non_exhaustive()
    }
}

impl<T: Serialize> Serialize for Column<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.rows.iter().map(|row| (self.cell)(*row)))
    }
}

impl<T: JsonSchema> JsonSchema for Column<'_, T> {
    fn schema_name() -> Cow<'static, str> {
        Vec::<T>::schema_name()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Vec::<T>::json_schema(generator)
    }
}

/// The wanted entrants of a run by column.
pub(super) fn columns<'a>(run: &'a Run, select: &Select) -> ColumnsAnswer<'a> {
    let entrants = run.evaluations.entrants();
    let wanted = select.wanted();
    let is_wanted = |id: &str| wanted.as_ref().is_none_or(|wanted| wanted.contains(id));
    let rows = entrants.iter_enumerated().filter(|(_, entrant)| is_wanted(&entrant.id));
    let rows: Rc<[EntrantId]> = rows.map(|(row, _)| row).collect();
    let told = || rows.iter().filter_map(|row| entrants.get(*row));
    let id = |row: EntrantId| entrants.get(row).map_or("", |entrant| entrant.id.as_str());
    let name = |row: EntrantId| entrants.get(row).map_or("", |entrant| entrant.name.as_str());
    let cluster = |row: EntrantId| entrants.get(row).map_or("", |entrant| &*entrant.cluster);
    let rules = run.plan.rules();
    let kinds: Vec<&str> = rules.kinds.iter().map(|(kind, _)| kind.value.as_str()).collect();
    let (has_kinds, outcome) = (!kinds.is_empty(), &run.outcome);
    let kind = move |row: EntrantId| kinds.get(usize::from(entrants.get(row)?.kind?)).copied();
    let cards = &outcome.scorecards;
    let above = |number: Option<Exact>| number.filter(|number| !number.is_zero());
    let bonus = move |row: EntrantId| above(cards.bonus(row));
    let deductions = move |row: EntrantId| above(cards.deductions(row));
    let column = Columns(&rows);
    ColumnsAnswer {
        id: column.of(id),
        name: told().any(|entrant| entrant.name != entrant.id).then(|| column.of(name)),
        kind: has_kinds.then(|| column.of(kind)),
        cluster: told().any(|entrant| !entrant.cluster.is_empty()).then(|| column.of(cluster)),
        total: column.of(|row| NumberCell::of(cards.total(row))),
        points_max: column.of(|row| NumberCell::from(&cards.max(&run.plan, run.plan.root(), row))),
        points: select.has(Part::Points).then(|| points(run, column)),
        bonus: rows
            .iter()
            .any(|row| bonus(*row).is_some())
            .then(|| column.of(move |row| NumberCell::of(bonus(row)))),
        deductions: rows
            .iter()
            .any(|row| deductions(*row).is_some())
            .then(|| column.of(move |row| NumberCell::of(deductions(row)))),
        grades: select.has(Part::Grades).then(|| grades(run, column)),
        given_grades: given(run, &rows, column).filter(|_| select.has(Part::Grades)),
        ranks: select.has(Part::Ranks).then(|| {
            let rankings = rules.rankings().iter_enumerated();
            rankings
                .map(|(position, ranking)| {
                    (ranking.id.as_str(), column.of(move |row| outcome.standings.place(position, row)))
                })
                .collect()
        }),
        awards: select.has(Part::Awards).then(|| awards(run, column)),
    }
}

/// Makes columns over the same entrants.
#[derive(Clone, Copy)]
struct Columns<'r>(&'r Rc<[EntrantId]>);

impl Columns<'_> {
    fn of<'a, T>(self, cell: impl Fn(EntrantId) -> T + 'a) -> Column<'a, T> {
        Column { rows: self.0.clone(), cell: Box::new(cell) }
    }
}

fn points<'a>(run: &'a Run, column: Columns<'_>) -> BTreeMap<&'a str, Column<'a, Option<NumberCell>>> {
    let (cards, entrants) = (&run.outcome.scorecards, run.evaluations.entrants());
    let nodes = run.plan.nodes().iter_enumerated().filter(|(position, _)| *position != run.plan.root());
    nodes
        .map(|(position, node)| {
            let points = move |row: EntrantId| {
                let has = entrants.get(row).is_some_and(|entrant| node.has_kind(entrant.kind));
                NumberCell::of(cards.points(position, row).filter(|_| has))
            };
            (node.path.as_str(), column.of(points))
        })
        .collect()
}

fn grades<'a>(run: &'a Run, column: Columns<'_>) -> BTreeMap<&'a str, Column<'a, Option<&'a str>>> {
    let all = run.plan.rules().gradings().iter_enumerated();
    all.map(|(position, grading)| {
        let grade = move |row: EntrantId| {
            let grade = run.outcome.grades.of(position, row)?.grade?;
            Some(grading.grades().get(grade)?.id.as_str())
        };
        (grading.id.as_str(), column.of(grade))
    })
    .collect()
}

fn given<'a>(
    run: &'a Run,
    rows: &[EntrantId],
    column: Columns<'_>,
) -> Option<BTreeMap<&'a str, Column<'a, Option<&'a str>>>> {
    let all = run.plan.rules().gradings().iter_enumerated();
    let given: BTreeMap<_, _> = all
        .filter_map(|(position, grading)| {
            let number = move |row: EntrantId| {
                let given = run.outcome.grades.of(position, row)?.given()?;
                Some(given.decision.number.as_str())
            };
            rows.iter().any(|row| number(*row).is_some()).then(|| (grading.id.as_str(), column.of(number)))
        })
        .collect();
    (!given.is_empty()).then_some(given)
}

fn awards<'a>(run: &'a Run, column: Columns<'_>) -> BTreeMap<&'a str, Column<'a, Option<AwardStatus>>> {
    let all = run.plan.rules().awards().iter_enumerated();
    all.map(|(position, award)| {
        let status = move |row: EntrantId| {
            let case = run.outcome.recommendations.case(position, row)?;
            (case.status != Status::OtherKind).then(|| AwardStatus::of(&case.status))
        };
        (award.id.value.as_str(), column.of(status))
    })
    .collect()
}
