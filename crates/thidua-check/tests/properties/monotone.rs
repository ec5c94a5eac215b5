//! More of what is good never brings fewer points, where the method says so.

use thidua_check::{check, compile};
use thidua_core::rule::{Anchor, Beyond, Count, Criterion, DatedNumber, Direct, Linear, Ratio};
use thidua_core::{
    Cell, CellState, Decimal, Entrant, EntrantKind, EvaluationsBuilder, Exact, Located, NodeId, Origin,
    StageId, score,
};

use crate::generate::{day, formula, number, world};
use crate::random::Random;

/// Points of one criterion for a row of values, lowest first, entered in `c0`, or in its own cell.
fn points(criterion: Criterion, values: &[Decimal]) -> Vec<Option<Exact>> {
    let mut rules = world(1, 1).rules;
    let mut criterion = criterion;
    criterion.code = Located::nowhere("A".to_owned());
    criterion.points_max = Some(DatedNumber::Always(number("10")));
    rules.criteria = vec![Located::nowhere(criterion)];
    rules.aggregate = thidua_core::rule::Aggregate::Sum;
    (rules.points_max, rules.present_at_least, rules.adjustments) = (None, None, None);
    rules.rounding = thidua_core::Located::default();
    (rules.gradings, rules.rankings) = (Vec::new(), Vec::new());
    rules.kinds = thidua_core::Entries::default();
    let rules = check(rules, "rules.yaml").unwrap();
    let plan = compile(&rules, "rules.yaml", day()).unwrap();
    let entrants = (0..values.len())
        .map(|row| Entrant {
            id: format!("e{row:03}").into(),
            name: "".into(),
            kind: None,
            entrant: EntrantKind::Collective,
            cluster: "".into(),
        })
        .collect();
    let mut builder = EvaluationsBuilder::new(&plan, entrants);
    for (row, value) in values.iter().enumerate() {
        for (input, read) in plan.inputs().iter_enumerated() {
            let value = match read.name.as_str() {
                "c0" | "A" => *value,
                "c1" => Decimal::from(7),
                _ => continue,
            };
            let cell = Cell { state: CellState::Value, value, origin: Origin::default() };
            builder.put_unjudged(StageId::OFFICIAL, row.into(), input, cell, (0, 0)).unwrap();
        }
    }
    let scorecards = score(&plan, &builder.finish());
    (0..values.len()).map(|row| scorecards.points(NodeId::FIRST, row.into())).collect()
}

#[test]
fn more_is_never_less() {
    let mut random = Random::new(7);
    for _ in 0..60 {
        let mut values: Vec<Decimal> = (0..40)
            .map(|_| Decimal::from_scaled(i128::try_from(random.below(1001)).unwrap(), 2).unwrap())
            .collect();
        values.sort();
        let of = || formula("c0");
        let low = random.pick(&["0", "2.5", "3.33"]);
        let criteria = [
            Criterion { direct: Some(Box::new(Direct { step: None })), ..Criterion::default() },
            Criterion {
                count: Some(Box::new(Count {
                    of: of(),
                    each: number("0.7"),
                    free: Some(number(low)),
                    cap: None,
                    floor: None,
                })),
                ..Criterion::default()
            },
            Criterion {
                linear: Some(Box::new(Linear {
                    of: of(),
                    anchors: vec![
                        Anchor { at: number(low), points: number("1") },
                        Anchor { at: number("8"), points: number("9.5") },
                    ],
                    beyond: Beyond::Clip,
                })),
                ..Criterion::default()
            },
            Criterion {
                ratio: Some(Box::new(Ratio {
                    numerator: of(),
                    denominator: formula("c1"),
                    floor: Some(number("40%")),
                    cap: None,
                    over: None,
                    when_zero: None,
                })),
                ..Criterion::default()
            },
        ];
        for criterion in criteria {
            let method = criterion.method_keys();
            let points = points(criterion, &values);
            assert!(points.iter().all(Option::is_some), "{method:?} {points:?}");
            assert!(points.is_sorted(), "{method:?} {values:?} {points:?}");
        }
    }
}
