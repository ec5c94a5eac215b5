//! What becomes of a group when criteria drop out of it.
#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]

use thidua_check::{check, compile};
use thidua_core::rule::{
    Absence, Aggregate, Criterion, DatedNumber, Items, NotApplicable, PresentAtLeast, Take,
};
use thidua_core::{
    Cell, CellState, Date, Decimal, Entrant, EntrantId, EntrantKind, Evaluations, EvaluationsBuilder, Exact,
    Located, NodeId, NodeState, Number, Origin, Plan, RuleSet, StageId, score,
};

fn leaf(code: &str, max: i64, then: Absence) -> Located<Criterion> {
    Located::nowhere(Criterion {
        code: Located::nowhere(code.to_owned()),
        points_max: Some(DatedNumber::Always(Number::from(max))),
        not_applicable: Some(NotApplicable {
            claimed_by: None,
            approved_by: None,
            only_if: None,
            then,
            otherwise: Absence::Refuse,
        }),
        ..Criterion::default()
    })
}

fn group(aggregate: Aggregate, children: Vec<Located<Criterion>>) -> Criterion {
    Criterion {
        code: Located::nowhere("G".to_owned()),
        aggregate: Some(aggregate),
        children,
        ..Criterion::default()
    }
}

fn plan(criteria: Vec<Located<Criterion>>) -> Plan {
    let rules = RuleSet { criteria, ..empty() };
    let rules = check(rules, "rules.yaml").unwrap();
    compile(&rules, "rules.yaml", Date::from_calendar(2014, 12, 31).unwrap()).unwrap()
}

fn empty() -> RuleSet {
    RuleSet {
        rule_set: Located::nowhere("t".to_owned()),
        version: "1".to_owned(),
        title: "t".to_owned(),
        note: None,
        effective: thidua_core::rule::Effective::default(),
        legal_basis: thidua_core::Entries::default(),
        kinds: thidua_core::Entries::default(),
        stages: Vec::new(),
        official_stage: None,
        fall_back: Vec::new(),
        controls: Vec::new(),
        gap: None,
        missing: thidua_core::rule::MissingPolicy::default(),
        rounding: thidua_core::Located::default(),
        inputs: thidua_core::Entries::default(),
        parameters: thidua_core::Entries::default(),
        points_max: None,
        aggregate: Aggregate::Sum,
        present_at_least: None,
        criteria: Vec::new(),
        adjustments: None,
        gradings: Vec::new(),
        rankings: Vec::new(),
        awards: Vec::new(),
        one_form: Vec::new(),
        one_payment: Vec::new(),
        budgets: Vec::new(),
        checks: Vec::new(),
    }
}

/// One entrant; `None` claims that the criterion does not apply.
fn entered(plan: &Plan, points: &[(&str, Option<i64>)]) -> Evaluations {
    let entrant = Entrant {
        id: "e".into(),
        name: "".into(),
        kind: None,
        entrant: EntrantKind::Collective,
        cluster: "".into(),
    };
    let mut builder = EvaluationsBuilder::new(plan, vec![entrant]);
    builder.submitted(StageId::OFFICIAL, EntrantId::FIRST);
    for (name, points) in points {
        let input = plan.inputs().position(|input| input.name == *name).unwrap();
        let (state, value) = match points {
            Some(points) => (CellState::Value, Decimal::from(*points)),
            None => (CellState::Claimed, Decimal::ZERO),
        };
        builder
            .put(StageId::OFFICIAL, EntrantId::FIRST, input, Cell { state, value, origin: Origin::default() })
            .unwrap();
    }
    builder.finish()
}

#[test]
fn what_was_reduced_is_not_carried_by_the_others() {
    let children = vec![leaf("A", 5, Absence::Rescale), leaf("B", 3, Absence::Reduce)];
    let plan = plan(vec![Located::nowhere(group(Aggregate::Sum, children)), leaf("C", 10, Absence::Refuse)]);
    let evaluations = entered(&plan, &[("G/A", None), ("G/B", None), ("C", Some(8))]);
    let scorecards = score(&plan, &evaluations);
    // A's 5 points are carried, B's 3 are gone: 8 of 10 is 12 of 15.
    assert_eq!(scorecards.total(EntrantId::FIRST), Some(Exact::from(12)));
    assert_eq!(scorecards.max(&plan, plan.root(), EntrantId::FIRST), Exact::from(15));
}

#[test]
fn a_group_without_points_still_needs_its_share() {
    let children = vec![leaf("A", 5, Absence::Rescale), leaf("B", 3, Absence::Rescale)];
    let mut strict = group(Aggregate::Sum, children);
    strict.present_at_least =
        Some(PresentAtLeast { share: Number::parse("50%").unwrap(), otherwise: Absence::Refuse });
    let plan = plan(vec![Located::nowhere(strict), leaf("C", 10, Absence::Refuse)]);
    let evaluations = entered(&plan, &[("G/A", None), ("G/B", None), ("C", Some(8))]);
    assert_eq!(score(&plan, &evaluations).total(EntrantId::FIRST), None);
}

#[test]
fn the_best_is_measured_against_what_is_left() {
    let children = vec![leaf("A", 5, Absence::Reduce), leaf("B", 3, Absence::Refuse)];
    let plan = plan(vec![Located::nowhere(group(Aggregate::Max, children))]);
    let evaluations = entered(&plan, &[("G/A", None), ("G/B", Some(3))]);
    let scorecards = score(&plan, &evaluations);
    assert_eq!(scorecards.total(EntrantId::FIRST), Some(Exact::from(3)));
    assert_eq!(scorecards.max(&plan, plan.root(), EntrantId::FIRST), Exact::from(3));
}

#[test]
fn a_list_without_a_value_is_missing() {
    let input = |blank: Option<i64>| thidua_core::rule::Input {
        per_row: None,
        title: None,
        kind: thidua_core::ValueKind::Number,
        unit: None,
        min: None,
        max: None,
        places: None,
        choices: Vec::new(),
        order: None,
        many: true,
        blank: blank.map(Number::from),
    };
    for (blank, state) in [(None, NodeState::Missing), (Some(0), NodeState::Present)] {
        let mut items = leaf("A", 5, Absence::Refuse);
        items.value.items = Some(Box::new(Items { of: "chặng".to_owned(), take: Take::All, cap: None }));
        let inputs = [("chặng".to_owned(), input(blank))].into_iter().collect();
        let rules = RuleSet { criteria: vec![items], inputs, ..empty() };
        let rules = check(rules, "rules.yaml").unwrap();
        let plan = compile(&rules, "rules.yaml", Date::from_calendar(2014, 12, 31).unwrap()).unwrap();
        let scorecards = score(&plan, &entered(&plan, &[]));
        assert_eq!(scorecards.state(NodeId::FIRST, EntrantId::FIRST), state);
    }
}
