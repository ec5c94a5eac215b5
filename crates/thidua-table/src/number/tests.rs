use proptest::prelude::*;

use super::*;

fn read(text: &str, style: NumberStyle) -> String {
    match parse_number(text, style) {
        Ok(number) => number.value().to_string(),
        Err(NumberError::Ambiguous { decimal, grouped }) => {
            format!("{} or {}", decimal.value(), grouped.value())
        }
        Err(error) => format!("{error:?}"),
    }
}

#[test]
fn reads_what_offices_write() {
    for (text, value) in [
        ("8,5", "8.5"),
        ("8.5", "8.5"),
        (" 8,50 ", "8.50"),
        ("0", "0"),
        ("007", "7"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1 234,5", "1234.5"),
        ("1\u{a0}234,5", "1234.5"),
        ("1\u{202f}234\u{a0}567,25", "1234567.25"),
        ("7 100", "7100"),
        ("1 234,567", "1234.567"),
        ("95%", "0.95"),
        ("95,5 %", "0.955"),
        ("95,5\u{a0}%", "0.955"),
        ("+3", "3"),
        ("-3,25", "-3.25"),
        ("−3", "-3"),
        ("-0", "0"),
        ("1.490.000", "1490000"),
        ("1,490,000", "1490000"),
        ("1.490.000,125", "1490000.125"),
        ("1234,567", "1234.567"),
        ("0,125", "0.125"),
        ("7.1000", "7.1000"),
        ("7,10", "7.10"),
        ("1234567890123456789012345678", "1234567890123456789012345678"),
    ] {
        for style in [NumberStyle::Careful, NumberStyle::DecimalComma, NumberStyle::DecimalPoint] {
            assert_eq!(read(text, style), value, "{text}");
        }
    }
}

#[test]
fn asks_when_there_are_two_readings() {
    for (text, careful, comma, point) in [
        ("7.100", "7.100 or 7100", "7100", "7.100"),
        ("1,234", "1.234 or 1234", "1.234", "1234"),
        ("-12.345", "-12.345 or -12345", "-12345", "-12.345"),
        ("100,000%", "1.00000 or 1000.00", "1.00000", "1000.00"),
    ] {
        assert_eq!(read(text, NumberStyle::Careful), careful, "{text}");
        assert_eq!(read(text, NumberStyle::DecimalComma), comma, "{text}");
        assert_eq!(read(text, NumberStyle::DecimalPoint), point, "{text}");
    }
}

#[test]
fn refuses_everything_else() {
    for text in [
        "",
        " ",
        "-",
        "%",
        "abc",
        "8,5 điểm",
        "1e5",
        ".5",
        "5.",
        ",5",
        "+-3",
        "--3",
        "- 3",
        "5%%",
        "% 5",
        "NaN",
        "1_000",
        "٣",
        "1/2",
        "5 -",
        "1'000",
    ] {
        assert_eq!(read(text, NumberStyle::Careful), "NotANumber", "{text}");
    }
    for text in [
        "1.23.456",
        "1.2.3",
        "1..2",
        "1.234.56",
        "12 34",
        "1 23,5",
        "1.234,567,8",
        "1,234.567.8",
        "1.234 567",
        "0.123.456",
        "0 123",
        "1 234.567,8",
        "1234.567.890",
        "8,,5",
        "1  234",
        "1,234 5",
        "1.23,5",
    ] {
        assert_eq!(read(text, NumberStyle::Careful), "BadGroups", "{text}");
    }
    for text in
        ["12345678901234567890123456789", "0,12345678901234567890123456789", "0,123456789012345678901234567%"]
    {
        assert_eq!(read(text, NumberStyle::Careful), "TooLong", "{text}");
    }
}

#[test]
fn says_what_to_do_in_two_languages() {
    for (text, code) in
        [("x", "TD0310"), ("7.100", "TD0311"), ("1.23.456", "TD0312"), (&"9".repeat(30), "TD0313")]
    {
        let error = parse_number(text, NumberStyle::Careful).unwrap_err();
        let found = error.diagnostic(Place::cell("a.csv", 2, 3), text);
        assert_eq!(found.code, code);
        assert!(found.message.vi.contains(text) && found.help.is_some());
    }
}

/// Writes a number the way a spreadsheet would, with these two separators.
fn print(number: Decimal, point: &str, group: &str) -> String {
    let plain = number.to_string();
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            grouped.push_str(group);
        }
        grouped.push(digit);
    }
    let point = if fraction.is_empty() { "" } else { point };
    format!("{sign}{grouped}{point}{fraction}")
}

proptest! {
    #[test]
    fn what_is_printed_is_read_back(mantissa in -10_i128.pow(26)..10_i128.pow(26), scale in 0_u32..26, percent: bool) {
        let number = Decimal::from_scaled(mantissa, scale).unwrap();
        let sign = if percent { "%" } else { "" };
        for (point, group, style) in [
            (",", ".", NumberStyle::DecimalComma),
            (".", ",", NumberStyle::DecimalPoint),
            (",", "\u{a0}", NumberStyle::DecimalComma),
            (".", " ", NumberStyle::DecimalPoint),
            (",", "", NumberStyle::DecimalComma),
            (".", "", NumberStyle::DecimalPoint),
        ] {
            let text = format!("{}{sign}", print(number, point, group));
            let read = parse_number(&text, style).unwrap();
            prop_assert_eq!(read.written().to_string(), number.to_string());
            prop_assert_eq!(read.value().mantissa(), number.mantissa());
            prop_assert_eq!(read.value().scale(), number.scale() + if percent { 2 } else { 0 });
            // The careful reading is the same number, or owns up to not knowing.
            match parse_number(&text, NumberStyle::Careful) {
                Ok(careful) => prop_assert_eq!(careful, read),
                Err(NumberError::Ambiguous { decimal, grouped }) => {
                    prop_assert!(decimal == read || grouped == read);
                }
                Err(error) => prop_assert!(false, "{text}: {error:?}"),
            }
        }
    }

    #[test]
    fn never_panics(text in "[-+−]?[0-9., \u{a0}%]{0,40}") {
        let _ = parse_number(&text, NumberStyle::Careful);
    }
}
