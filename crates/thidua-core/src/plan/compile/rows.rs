//! What is computed of the rows of detail tables: formulas over inputs with many values, and how far they can reach.

use thidua_rules::expression::Every;
use thidua_rules::program::{Figure, PlanCondition, PlanTerm, Reason};
use thidua_rules::rule::ValueKind;

use crate::calculus::{Range, Slot, Source, Values, value};
use crate::plan::inputs::{PerRow, PlanInput};
use crate::plan::resolve::{Reach, Resolver};
use crate::{InputId, Number, Text, TiSlice, text};

/// Every computed input, in the order of the rule file.
pub(super) fn all(resolver: &mut Resolver<'_>) -> Vec<PerRow> {
    let rules = resolver.rules;
    let mut all = Vec::new();
    for (name, input) in rules.inputs.iter() {
        let (Some(formula), Some(position)) = (&input.per_row, resolver.inputs.named(&name.value)) else {
            continue;
        };
        resolver.in_rows = true;
        let term = resolver.formula(&formula.is, Reach::Inputs);
        let when = formula.when.as_ref().map(|when| resolver.condition(when, Reach::Inputs));
        resolver.in_rows = false;
        let read: Vec<InputId> =
            term.inputs().into_iter().chain(when.iter().flat_map(PlanCondition::inputs)).collect();
        if let Some(wrong) = wrong_for_rows(resolver, &read, &formula.at_least, &formula.at_most, input.kind)
        {
            let (message, help) = wrong;
            resolver.error(
                "TD0910",
                name.span,
                text!("số liệu `{}`: ", "the input `{}`: ", name.value).and_then(&message),
                help,
            );
            continue;
        }
        let mut columns: Vec<InputId> = read
            .into_iter()
            .filter(|input| resolver.inputs.get(*input).is_some_and(|input| input.many && !input.computed))
            .collect();
        columns.sort_unstable();
        columns.dedup();
        if columns.is_empty() {
            resolver.error(
                "TD0910",
                name.span,
                text!(
                    "`per_row` của `{}` không đọc cột nào của bảng chi tiết",
                    "`per_row` of `{}` reads no column of a detail table",
                    name.value
                ),
                text!(
                    "dùng ít nhất một số liệu khai `many: true`, không phải số liệu được tính",
                    "use at least one input with `many: true` that is entered, not computed"
                ),
            );
            continue;
        }
        let end = |number: &Option<Number>| number.as_ref().map(|number| number.exact().clone());
        let per_row = PerRow {
            input: position,
            term,
            when,
            at_least: end(&formula.at_least),
            at_most: end(&formula.at_most),
            columns,
        };
        let range = reach(&per_row, &resolver.inputs);
        if let Some(input) = resolver.inputs.get_mut(position) {
            (input.min, input.max) = (range.low, range.high);
        }
        all.push(per_row);
    }
    all
}

/// Why nothing can be computed so of a row, and what to write.
fn wrong_for_rows(
    resolver: &Resolver<'_>,
    read: &[InputId],
    least: &Option<Number>,
    most: &Option<Number>,
    kind: ValueKind,
) -> Option<(Text, Text)> {
    if kind == ValueKind::YesNo {
        return Some((
            text!("`per_row` cho một số, không cho có hay không", "`per_row` gives a number, no yes or no"),
            text!("đổi `kind`; để đếm dòng, dùng `when`", "change the `kind`; to count rows, use `when`"),
        ));
    }
    if least.as_ref().zip(most.as_ref()).is_some_and(|(least, most)| least.exact() > most.exact()) {
        return Some((
            text!("`at_least` lớn hơn `at_most`", "`at_least` is above `at_most`"),
            text!("sửa một trong hai", "mend one of the two"),
        ));
    }
    let computed =
        read.iter().find_map(|input| resolver.inputs.get(*input).filter(|input| input.computed))?;
    let name = &computed.name;
    Some((
        text!(
            "`per_row` đọc `{name}`, cũng là số liệu được tính",
            "`per_row` reads `{name}`, which is computed too"
        ),
        text!(
            "viết cả phép tính của `{name}` vào đây: chỉ đọc được cột được nhập",
            "write the whole calculation of `{name}` here: only columns that are entered can be read"
        ),
    ))
}

/// Every value that can be computed of a row.
fn reach(per_row: &PerRow, inputs: &TiSlice<InputId, PlanInput>) -> Range {
    per_row.held(value(&Bounded(inputs), &per_row.term).value.unwrap_or_default())
}

/// A row with whatever may be entered.
struct Bounded<'a>(&'a TiSlice<InputId, PlanInput>);

impl Source for Bounded<'_> {
    type Q = Range;

    fn cell(&self, input: InputId) -> Slot<Range> {
        Slot::of(self.0.get(input).map(PlanInput::possible).unwrap_or_default())
    }

    fn list(&self, _: InputId) -> Slot<Values<Range>> {
        Slot::absent(Reason::NotKnown)
    }

    fn found(&self, _: &PlanTerm) -> Slot<Range> {
        Slot::of(Range::default())
    }

    fn each(&self, _: Every) -> Vec<(Slot<Range>, bool)> {
        Vec::new()
    }

    fn peers(&self, _: Figure, _: Option<&Range>) -> Slot<Range> {
        Slot::of(Range::default())
    }
}
