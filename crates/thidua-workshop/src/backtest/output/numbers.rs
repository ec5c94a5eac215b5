use thidua::{Exact, Language};

/// A number for a person: exact when short, else marked as rounded; the decimal sign of the language.
pub(super) fn shown(number: &Exact, language: Language) -> String {
    let short = number.to_decimal().filter(|decimal| decimal.normalized().scale() <= 4);
    let words = match short {
        Some(decimal) => decimal.normalized().to_string(),
        None => format!("≈{}", number.display_rounded(4)),
    };
    if language == Language::Vietnamese { words.replace('.', ",") } else { words }
}

/// A difference with its sign: `+1,5`, `−2`, `0`.
pub(super) fn signed(number: &Exact, language: Language) -> String {
    let size = if number.is_negative() { -number.clone() } else { number.clone() };
    let words = shown(&size, language);
    // The mark of a rounded number stands before its sign.
    let (mark, words) = words.strip_prefix('≈').map_or(("", words.as_str()), |rest| ("≈", rest));
    match (number.is_zero(), number.is_negative()) {
        (true, _) => "0".to_owned(),
        (false, true) => format!("{mark}−{words}"),
        (false, false) => format!("{mark}+{words}"),
    }
}

/// Money with its thousands.
pub(super) fn money(amount: &Exact, language: Language) -> String {
    let Some(whole) = amount.floor_i64().filter(|_| amount.is_integer()) else {
        return shown(amount, language);
    };
    let digits = whole.unsigned_abs().to_string();
    let between = if language == Language::Vietnamese { "." } else { "," };
    let mut groups: Vec<&str> = Vec::new();
    let mut end = digits.len();
    while end > 0 {
        let start = end.saturating_sub(3);
        groups.extend(digits.get(start..end));
        end = start;
    }
    groups.reverse();
    format!("{}{}", if whole < 0 { "−" } else { "" }, groups.join(between))
}
