//! How a criterion is scored, from the words of the table (cách chấm bằng lời): what is understood becomes a method, and
//! everything else stays words.

use thidua_core::Decimal;
use thidua_table::{NumberStyle, fold, parse_number};

/// A method that was understood.
#[derive(Debug, PartialEq)]
pub(super) enum Understood {
    /// Points are entered.
    Direct,
    YesNo,
    /// Levels with their points.
    Levels(Vec<(String, Decimal)>),
    /// The share of two counts, by their titles.
    Ratio(String, String),
    /// So many points for each of these.
    Each(String, Decimal),
    /// So many points less for each of these.
    Less(String, Decimal),
    /// So many points less for each day late.
    Late(Decimal),
}

/// What the words say; `None` where nobody can tell.
pub(super) fn understood(words: &str, max: Option<Decimal>) -> Option<Understood> {
    let key = fold(words);
    if key.is_empty()
        || matches!(key.as_str(), "cham-truc-tiep" | "tu-cham" | "hoi-dong-cham" | "cham-diem-truc-tiep")
    {
        return Some(Understood::Direct);
    }
    let yes_no = ["co-hoac-khong", "co-khong", "dat-hoac-khong-dat", "dat-khong-dat", "co-thi-duoc-diem"];
    if yes_no.contains(&key.as_str()) {
        return Some(Understood::YesNo);
    }
    levels(words, max).or_else(|| late(words, &key)).or_else(|| each(words, &key)).or_else(|| ratio(words))
}

/// `Tốt: 10; Khá: 7`: names with points, the best of them the maximum.
fn levels(words: &str, max: Option<Decimal>) -> Option<Understood> {
    let parts: Vec<&str> = words.split([';', '\n']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let level = |part: &&str| {
        let part = part.trim_start_matches(['-', '+', '•', ' ']);
        let (name, points) =
            part.rsplit_once([':', '=']).or_else(|| part.trim_end_matches(" điểm").rsplit_once(' '))?;
        let name = name.trim().trim_end_matches(" được").trim();
        let name = name.strip_prefix("mức “").and_then(|name| name.strip_suffix('”')).unwrap_or(name);
        let plain = !name.is_empty()
            && !name.chars().any(|letter| letter.is_ascii_digit() || "%<>≥≤".contains(letter));
        Some((name.to_owned(), number(points)?)).filter(|_| plain)
    };
    let found: Vec<(String, Decimal)> = parts.iter().map(level).collect::<Option<_>>()?;
    let best = found.iter().map(|(_, points)| *points).max()?;
    let names: Vec<String> = found.iter().map(|(name, _)| fold(name)).collect();
    if let ([yes, no], [(_, full), (_, none)]) = (names.as_slice(), found.as_slice())
        && yes == "co"
        && no == "khong"
        && *none == Decimal::ZERO
        && max == Some(*full)
    {
        return Some(Understood::YesNo);
    }
    (found.len() > 1 && max.is_none_or(|max| max == best)).then_some(Understood::Levels(found))
}

/// `Mỗi ngày chậm trừ 0,5 điểm`.
fn late(words: &str, key: &str) -> Option<Understood> {
    let late = key.starts_with("moi-ngay-cham")
        || key.starts_with("cham-moi-ngay")
        || key.starts_with("moi-ngay-tre");
    if !late {
        return None;
    }
    Some(Understood::Late(single(words)?))
}

/// `Mỗi mô hình được 0,5 điểm`, `Mỗi vụ trừ 1 điểm`.
fn each(words: &str, key: &str) -> Option<Understood> {
    if !key.starts_with("moi-") {
        return None;
    }
    let points = single(words)?;
    let less = key.contains("-tru-");
    let rest = words.get(words.find(' ')?..)?;
    let ends = [" được ", " trừ ", " cộng ", " tính "];
    let end = ends.iter().filter_map(|end| rest.find(end)).min()?;
    let thing = rest.get(..end)?.trim().to_owned();
    if thing.is_empty() {
        return None;
    }
    Some(if less { Understood::Less(thing, points) } else { Understood::Each(thing, points) })
}

/// `Số hồ sơ đúng hạn / số hồ sơ tiếp nhận × điểm tối đa`.
fn ratio(words: &str) -> Option<Understood> {
    let key = fold(words);
    let (above, below) = words.split_once('/').filter(|(_, below)| !below.contains('/'))?;
    if !key.ends_with("diem-toi-da") || words.chars().any(|letter| letter.is_ascii_digit()) {
        return None;
    }
    let below = below.split(['×', '*', 'x']).next()?.trim();
    let trim = |words: &str| words.trim().trim_matches(['(', ')', ' ']).to_owned();
    let (above, below) = (trim(above.trim_start_matches("Tỷ lệ").trim_start_matches("tỷ lệ")), trim(below));
    (!above.is_empty() && !below.is_empty()).then_some(Understood::Ratio(above, below))
}

/// The one number in the words.
fn single(words: &str) -> Option<Decimal> {
    let mut numbers = words.split_whitespace().filter_map(number);
    let first = numbers.next()?;
    let digits =
        words.split_whitespace().filter(|word| word.chars().any(|letter| letter.is_ascii_digit())).count();
    (digits == 1).then_some(first)
}

fn number(words: &str) -> Option<Decimal> {
    let words = words.trim().trim_end_matches(['.', ',']);
    let words = ["điểm", "đ"].iter().find_map(|unit| words.strip_suffix(unit)).unwrap_or(words).trim();
    let number = parse_number(words, NumberStyle::Careful).ok()?;
    (!number.is_percent()).then(|| number.value())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_offices_are_understood_or_left_alone() {
        let number = |words: &str| words.parse::<Decimal>().unwrap();
        let ten = Some(number("10"));
        assert_eq!(understood("", ten), Some(Understood::Direct));
        assert_eq!(understood("Có hoặc không", ten), Some(Understood::YesNo));
        assert_eq!(understood("- có: 10 điểm\n- không: 0 điểm", ten), Some(Understood::YesNo));
        let levels =
            Understood::Levels(vec![("Tốt".to_owned(), number("10")), ("Khá".to_owned(), number("7.5"))]);
        assert_eq!(understood("Tốt: 10; Khá: 7,5", ten), Some(levels));
        assert_eq!(understood("Tốt: 9; Khá: 7", ten), None, "the best level is not the maximum");
        let each = Understood::Each("mô hình".to_owned(), number("0.5"));
        assert_eq!(understood("Mỗi mô hình được 0,5 điểm", ten), Some(each));
        let less = Understood::Less("vụ việc".to_owned(), number("2"));
        assert_eq!(understood("Mỗi vụ việc trừ 2 điểm", ten), Some(less));
        assert_eq!(understood("Mỗi ngày chậm trừ 0,5 điểm", ten), Some(Understood::Late(number("0.5"))));
        let ratio = Understood::Ratio("Số việc xong".to_owned(), "số việc giao".to_owned());
        assert_eq!(understood("(Số việc xong / số việc giao) × điểm tối đa", ten), Some(ratio));
        for words in [
            "Từ 95% trở lên: 10 điểm; dưới 95%: 5 điểm",
            "Mỗi vụ trừ 1 điểm, tối đa 3 điểm",
            "Theo hướng dẫn",
        ] {
            assert_eq!(understood(words, ten), None, "{words}");
        }
    }
}
