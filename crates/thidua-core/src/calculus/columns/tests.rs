//! Batches held against one row at a time: on every step of random programs, in every row that is nowhere gone.

use proptest::prelude::*;
use thidua_rules::expression::Every;
use thidua_rules::program::{Builder, Calendar, Cut, Dropped, Figure, Marks, Num, Pays, PlanTerm, Program};

use super::*;
use crate::calculus::{Source, Trace, run};
use crate::evaluation::Numerators;
use crate::{Date, InputId};

/// Cells as whole numbers over one denominator for each input; `None` is blank.
#[derive(Clone, Debug)]
struct Cells {
    inputs: Vec<(i64, Vec<Option<i64>>)>,
}

struct One<'a>(&'a Cells, usize);

impl Source for One<'_> {
    type Q = Exact;

    fn cell(&self, input: InputId) -> Slot<Exact> {
        let (denominator, cells) = &self.0.inputs[usize::from(input) % self.0.inputs.len()];
        match cells[self.1] {
            Some(numerator) => Slot::of(Exact::ratio(numerator.into(), (*denominator).into())),
            None => Slot::absent(Reason::Blank),
        }
    }

    fn list(&self, _: InputId) -> Slot<Values<Exact>> {
        Slot::absent(Reason::NotKnown)
    }

    fn found(&self, _: &PlanTerm) -> Slot<Exact> {
        Slot::absent(Reason::NotKnown)
    }

    fn each(&self, _: Every) -> Vec<(Slot<Exact>, bool)> {
        Vec::new()
    }

    fn peers(&self, _: Figure, _: Option<&Exact>) -> Slot<Exact> {
        Slot::absent(Reason::NobodyThere)
    }
}

struct All<'a>(&'a Cells);

impl Source for All<'_> {
    type Q = Batch;

    fn cell(&self, input: InputId) -> Slot<Batch> {
        let (denominator, cells) = &self.0.inputs[usize::from(input) % self.0.inputs.len()];
        let numerators = cells.iter().map(|cell| cell.unwrap_or(i64::MIN)).collect();
        let gone = cells.iter().any(Option::is_none);
        let gone = gone.then(|| cells.iter().map(Option::is_none).collect());
        Slot::of(Batch::scaled(Scaled::part(&numerators, 0..cells.len(), *denominator), gone))
    }

    fn list(&self, _: InputId) -> Slot<Values<Batch>> {
        Slot::absent(Reason::NotKnown)
    }

    fn found(&self, _: &PlanTerm) -> Slot<Batch> {
        Slot::absent(Reason::NotKnown)
    }

    fn each(&self, _: Every) -> Vec<(Slot<Batch>, bool)> {
        Vec::new()
    }

    fn peers(&self, _: Figure, _: Option<&Batch>) -> Slot<Batch> {
        Slot::absent(Reason::NobodyThere)
    }
}

/// One step, from numbers that say everything about it.
fn step(to: &mut Builder, steps: &[Num], kind: u8, one: usize, other: usize, number: &Exact) -> Num {
    let (left, right) = (steps[one % steps.len()], steps[other % steps.len()]);
    let nearest = [RoundingMode::HalfUp, RoundingMode::HalfEven, RoundingMode::Up, RoundingMode::Down];
    let above = if *number > Exact::ZERO { number.clone() } else { Exact::ONE - number.clone() };
    match kind {
        0 => to.term(PlanTerm::Input(other.into())),
        1 => to.constant(number.clone()),
        2 => to.add(left, right),
        3 => to.subtract(left, right),
        4 => to.multiply(left, right),
        5 => to.divide(left, right),
        6 => to.least(left, right),
        7 => to.greatest(left, right),
        8 => to.rounded(left, above, nearest[one % 4]),
        9 => to.multiple(left, above),
        10 => {
            let calendar = Calendar {
                working: one.is_multiple_of(2),
                holidays: vec![Date::from_day_number(20_000).unwrap()],
            };
            to.days(left, right, calendar)
        }
        11 => {
            let drop = Dropped::Counts { lowest: 1, highest: 0 };
            let fold = [
                Fold::Count,
                Fold::Best(Some(1)),
                Fold::Best(Some(2)),
                Fold::Best(None),
                Fold::Mean(drop),
                Fold::Median(drop),
            ];
            to.fold(Marks::Steps(vec![left, right, steps[0]]), fold[one % 6])
        }
        12 => to.mean(vec![(number.clone(), left), (Exact::ONE, right)]),
        13 => to.given(vec![left], right),
        14 => {
            let exponent = Exponent { raise: 1, root: 2 };
            to.root(left, exponent, Exact::ratio(1, 100), nearest[one % 4])
        }
        _ => {
            let pays = |at: usize| match (one + at) % 4 {
                0 => Pays::Constant(number.clone()),
                1 => Pays::Line { at: number.clone(), points: Exact::ONE, slope: Exact::ratio(7, 3) },
                2 => Pays::Step(right),
                _ => Pays::Nothing(Reason::NoPiece),
            };
            let next = Cut::above(number.clone() + Exact::ratio(1, 2));
            let cases = Cases::lowest(pays(0), None).then(Cut::from(number.clone()), pays(1), None);
            to.cases(left, cases.then(next, pays(2), None))
        }
    }
}

fn programs() -> impl Strategy<Value = Program> {
    let number = prop_oneof![
        (-30_i128..30, 1_i128..9).prop_map(|(over, under)| Exact::ratio(over, under)),
        (-9_000_000_000_i128..9_000_000_000, 1_i128..1_000_003).prop_map(|(o, u)| Exact::ratio(o, u)),
    ];
    proptest::collection::vec((0_u8..20, 0_usize..12, 0_usize..12, number), 1..14).prop_map(|kinds| {
        let mut to = Builder::default();
        let mut steps = vec![to.term(PlanTerm::Input(InputId::FIRST))];
        for (kind, one, other, number) in kinds {
            steps.push(step(&mut to, &steps, kind, one, other, &number));
        }
        let output = steps[steps.len() - 1];
        to.finish(output)
    })
}

fn cells() -> impl Strategy<Value = Cells> {
    let number = prop_oneof![
        6 => (-20_i64..200).prop_map(Some),
        2 => (19_900_i64..20_100).prop_map(Some),
        1 => any::<i64>().prop_map(Some),
        1 => Just(Some(0)),
        1 => Just(None),
    ];
    let denominator = prop_oneof![Just(1_i64), Just(10), Just(100), Just(1_000_000_000)];
    let column = (denominator, proptest::collection::vec(number, 7));
    proptest::collection::vec(column, 3).prop_map(|inputs| Cells { inputs })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, ..ProptestConfig::default() })]
    #[test]
    fn every_step_of_a_batch_is_that_of_its_rows(program in programs(), cells in cells()) {
        let mut whole: Trace<Batch> = Trace::new();
        let _ = run(&All(&cells), &program, &mut whole);
        for row in 0..7 {
            let mut own: Trace<Exact> = Trace::new();
            let _ = run(&One(&cells, row), &program, &mut own);
            let gone = whole.iter().any(|slot| slot.value.as_ref().is_none_or(|value| value.is_gone(row)));
            if gone {
                // Then some step of the row by itself has no value, of the whole batch or of this row.
                let nobody = whole.iter().any(|slot| slot.value.is_none());
                prop_assert!(nobody || own.iter().any(|slot| slot.value.is_none()));
                continue;
            }
            for ((position, batch), exact) in whole.iter_enumerated().zip(&own) {
                let batch = batch.value.as_ref().map(|value| value.get(row));
                prop_assert_eq!(&batch, &exact.value, "step {:?} of row {}: {:?}", position, row, &program.steps[position]);
            }
        }
    }
}

#[test]
fn whole_numbers_stay_whole_numbers() {
    // 3 × 5 ÷ 7 over 64 bits, rounded: no row goes by way of rationals.
    let numerators = (0..1000).collect();
    let batch = Batch::scaled(Scaled::part(&numerators, 0..1000, 10), None);
    let seven = Batch::exactly(&Exact::from(7));
    let by = batch.times(&batch).over(&batch.plus(&seven)).value.unwrap();
    let rounded = by.round(&Exact::ratio(1, 100), RoundingMode::HalfUp);
    let scaled = rounded.to_scaled().unwrap();
    let (numerators, scale) = scaled.to_narrow(1000).unwrap();
    let exact =
        Exact::ratio(999, 10).times(&Exact::ratio(999, 10)).checked_div(&Exact::ratio(1069, 10)).unwrap();
    let exact = exact.round_to_multiple(&Exact::ratio(1, 100), RoundingMode::HalfUp);
    assert_eq!((Exact::ratio(numerators[999].into(), scale.into()), scale), (exact, 100));
}

proptest! {
    /// Adding where a sum stands is adding, whoever else looks at it and however large the numbers are.
    #[test]
    fn adding_in_place_adds(
        columns in prop::collection::vec((prop::array::uniform3(any::<i64>()), 0_u32..63, 1_i64..4, -3_i64..1000), 1..6),
        held in any::<bool>(),
    ) {
        let mut sum = Batch::exactly(&Exact::ONE);
        let mut rows = [Exact::ONE, Exact::ONE, Exact::ONE];
        for (numbers, bits, scale, times) in columns {
            // Numbers of any size, so that sums stay in 64 bits, leave them, and come back.
            let numbers = numbers.map(|number| number >> bits);
            let times = Exact::from(times);
            let batch = Batch::scaled(Scaled::part(&numbers.to_vec().into(), 0..3, scale), None);
            let other = held.then(|| sum.clone());
            let before: Vec<Exact> = rows.to_vec();
            sum.add(&batch, Some(&times));
            for (row, number) in rows.iter_mut().zip(numbers) {
                *row = row.plus(&Exact::ratio(number.into(), scale.into()).times(&times));
            }
            prop_assert_eq!(&(0..3).map(|row| sum.get(row)).collect::<Vec<_>>(), &rows);
            if let Some(other) = other {
                prop_assert_eq!((0..3).map(|row| other.get(row)).collect::<Vec<_>>(), before);
            }
        }
    }
}

#[test]
fn what_does_not_fit_goes_row_by_row() {
    let numerators = vec![i64::MAX, 1, i64::MIN].into();
    let batch = Batch::scaled(Scaled::part(&numerators, 0..3, 1), None);
    let cube = batch.times(&batch).times(&batch);
    assert!(cube.to_scaled().is_none());
    let max = Exact::from(i64::MAX);
    assert_eq!(cube.get(0), max.clone() * max.clone() * max);
    assert_eq!(cube.get(1), Exact::ONE);
}

#[test]
fn days_of_a_batch_are_those_of_each_row() {
    let days: Numerators = (0..1000).map(|row| if row == 7 { i64::MIN } else { 16_000 + row % 30 }).collect();
    let gone = (0..1000).map(|row| row == 7).collect();
    let batch = Batch::scaled(Scaled::part(&days, 0..1000, 1), Some(gone));
    let others: Numerators = (0..1000).map(|row| 15_900 + row % 200).collect();
    let others = Batch::scaled(Scaled::part(&others, 0..1000, 1), None);
    let late = |from: &Exact, to: &Exact| Some(to.minus(from).greatest(&Exact::ZERO));
    for due in [Batch::exactly(&Exact::from(16_010)), others] {
        let late_days = due.days_to(&batch, &late).value.unwrap();
        assert!(late_days.is_gone(7) && late_days.to_scaled().is_some());
        for row in (0..1000).filter(|row| *row != 7) {
            assert_eq!(late_days.get(row), late(&due.get(row), &batch.get(row)).unwrap());
        }
    }
    // A day that nobody can count makes all go row by row, and that row has none.
    let odd = |_: &Exact, to: &Exact| (*to != Exact::from(16_003)).then(|| to.clone());
    let some = Batch::exactly(&Exact::from(16_010)).days_to(&batch, &odd).value.unwrap();
    assert!(some.is_gone(3) && !some.is_gone(4));
}

fn folds() -> impl Strategy<Value = Fold> {
    let dropped = (0_u32..3, 0_u32..3).prop_map(|(lowest, highest)| Dropped::Counts { lowest, highest });
    prop_oneof![
        Just(Fold::Count),
        Just(Fold::Best(None)),
        (1_u32..4).prop_map(|count| Fold::Best(Some(count))),
        dropped.clone().prop_map(Fold::Mean),
        dropped.prop_map(Fold::Median),
    ]
}

proptest! {
    #[test]
    fn lists_of_a_batch_come_to_what_each_comes_to(
        lists in proptest::collection::vec(proptest::collection::vec(-50_i64..50, 0..6), 1..5),
        denominator in 1_i64..20,
        fold in folds(),
    ) {
        let batch = folded(lists.iter().map(Vec::as_slice), denominator, fold).expect("small sums");
        for (row, list) in lists.iter().enumerate() {
            let number = |number: &i64| Exact::ratio((*number).into(), denominator.into());
            let certain = list.iter().map(number).collect();
            let alone = Exact::fold(&Values { certain, possible: Vec::new(), more: None }, fold).value;
            prop_assert_eq!((!batch.is_gone(row)).then(|| batch.get(row)), alone);
        }
    }
}

proptest! {
    #[test]
    fn columns_side_by_side_come_to_what_each_row_comes_to(
        marks in proptest::collection::vec(
            (proptest::collection::vec((-50_i64..50, any::<bool>()), 4), prop::sample::select(vec![1_i64, 2, 10, 15, 100])),
            1..6,
        ),
        some_gone in any::<bool>(),
        fold in folds(),
    ) {
        let batch = |(rows, scale): &(Vec<(i64, bool)>, i64)| {
            let numbers = rows.iter().map(|(number, _)| *number).collect::<Vec<_>>().into();
            let gone = some_gone.then(|| rows.iter().map(|(_, gone)| *gone).collect());
            Batch::scaled(Scaled::part(&numbers, 0..4, *scale), gone)
        };
        let certain: Vec<Batch> = marks.iter().map(batch).collect();
        let folded = Batch::fold(&Values { certain, possible: Vec::new(), more: None }, fold).value.unwrap();
        for row in 0..4 {
            let certain = marks.iter().map(|(rows, scale)| Exact::ratio(rows[row].0.into(), (*scale).into()));
            let certain: Vec<Exact> = certain.collect();
            let gone = some_gone && marks.iter().any(|(rows, _)| rows[row].1);
            let alone = Exact::fold(&Values { certain, possible: Vec::new(), more: None }, fold).value;
            prop_assert_eq!((!folded.is_gone(row)).then(|| folded.get(row)), alone.filter(|_| !gone));
        }
    }
}
