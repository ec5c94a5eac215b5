//! Binary fractions of programs (số thực nhị phân): read as the decimal that the rules say they stand for.

use thidua_core::{Decimal, Diagnostic, Exact, Place, PlanInput, RoundingMode, text};

/// What computations leave behind the last place is less than a millionth of it; more than that was meant.
const NOISE: u32 = 6;

/// The decimal of the declared places that the number comes to.
pub(super) fn read(input: &PlanInput, words: &str, place: &Place) -> Result<Decimal, Diagnostic> {
    let Some(places) = input.places_read() else { return Err(undeclared(input, place)) };
    let step = |places: u32| Exact::ratio(1, 10_i128.checked_pow(places).unwrap_or(i128::MAX));
    let written = words.parse::<Decimal>().ok().map(Exact::from);
    let meant = written.and_then(|written| {
        let meant = written.round_to_multiple(&step(places), RoundingMode::HalfUp);
        let noise = if meant < written { written - meant.clone() } else { meant.clone() - written };
        meant.to_decimal().filter(|_| noise <= step(places.saturating_add(NOISE)))
    });
    meant.ok_or_else(|| too_many_places(input, words, places, place))
}

/// A value with more decimals than the rules say.
pub(super) fn too_many_places(input: &PlanInput, words: &str, places: u32, place: &Place) -> Diagnostic {
    let name = &input.title;
    let message = text!(
        "`{words}` ở `{name}` không phải số có nhiều nhất {places} chữ số thập phân",
        "`{words}` for `{name}` is no number of at most {places} decimals"
    );
    // The cell of a criterion holds its points.
    Diagnostic::error("TD0383", place.clone(), message).with_help(match input.node {
        Some(_) => text!(
            "sửa ô này; điểm có thêm chữ số thì ghi cột kiểu DECIMAL hoặc kiểu chữ, điểm được làm tròn khi tính",
            "mend the cell; where the points have more decimals, write the column as DECIMAL or text: they are rounded when they are scored"
        ),
        None => text!(
            "sửa ô này; số liệu có thêm chữ số thì nâng `places` trong bộ tiêu chí và ghi cột kiểu DECIMAL hoặc kiểu chữ",
            "mend the cell; where the values have more decimals, raise `places` in the rules and write the column as DECIMAL or text"
        ),
    })
}

fn undeclared(input: &PlanInput, place: &Place) -> Diagnostic {
    let name = &input.title;
    let message = text!(
        "`{name}` nhận số thực nhị phân, mà bộ tiêu chí không nói số đó có mấy chữ số thập phân",
        "`{name}` gets binary fractions, and the rules do not say how many decimals they stand for"
    );
    // The cell of a criterion holds its points.
    let help = match input.node {
        Some(_) => text!(
            "ghi cột kiểu DECIMAL hoặc kiểu chữ; hoặc khai làm tròn điểm của tiêu chí (`rounding`) trong bộ tiêu chí",
            "write the column as DECIMAL or as text; or declare how the points are rounded (`rounding`) in the rules"
        ),
        None => text!(
            "ghi cột kiểu DECIMAL hoặc kiểu chữ; với `kind: number` thì khai `places` cho số liệu này trong bộ tiêu chí",
            "write the column as DECIMAL or as text; for `kind: number`, declare `places` of the input in the rules"
        ),
    };
    Diagnostic::error("TD0581", place.clone(), message).with_help(help)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// What a program makes of a decimal is read as that decimal, and what is none of so many places is not.
        #[test]
        fn a_double_is_the_decimal_that_it_was_made_of(digits in -1_000_000_000..1_000_000_000_i64, places in 0..7_u32) {
            let input = PlanInput { places: Some(places), ..input() };
            let place = Place::file("a");
            let decimal = Decimal::from_scaled(digits.into(), places).unwrap();
            let double: f64 = decimal.to_string().parse().unwrap();
            prop_assert_eq!(read(&input, &double.to_string(), &place).unwrap(), decimal.normalized());
            let finer = format!("{decimal}{}5", if places == 0 { "." } else { "" });
            prop_assert_eq!(read(&input, &finer, &place).unwrap_err().code, "TD0383");
        }
    }

    #[test]
    fn noise_of_a_sum_falls_away_and_what_is_no_number_does_not_pass() {
        let read = |words: &str, places| {
            let input = PlanInput { places, ..input() };
            read(&input, words, &Place::file("a")).map(|value| value.to_string()).map_err(|found| found.code)
        };
        assert_eq!(read("0.30000000000000004", Some(2)).as_deref(), Ok("0.3"));
        assert_eq!(read("8.299999999999999", Some(1)).as_deref(), Ok("8.3"));
        assert_eq!(read("8.2999", Some(1)), Err("TD0383"));
        assert_eq!(read("NaN", Some(2)), Err("TD0383"));
        assert_eq!(read("0.5", None), Err("TD0581"));
    }

    fn input() -> PlanInput {
        PlanInput {
            name: "x".to_owned(),
            aliases: Vec::new(),
            title: "X".to_owned(),
            unit: None,
            kind: thidua_core::ValueKind::Number,
            choices: Vec::new(),
            min: None,
            max: None,
            places: None,
            rounded: None,
            many: false,
            blank: None,
            computed: false,
            node: None,
            span: thidua_core::Span::default(),
        }
    }
}
