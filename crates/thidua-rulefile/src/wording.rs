//! Each mistake as a sentence in Vietnamese and in English, with what to do about it (lời báo lỗi).

mod narrow;
mod remedy;

use std::sync::Arc;

use thidua_core::{Decimal, DecimalError, Diagnostic, Place, Span, Text, nearest, text};

use crate::code;
use crate::error::{Fault, Found, wanted};
use crate::tree::Node;
use narrow::narrowed;
pub(crate) use remedy::with_remedy;

/// A file under its name, for pointing into it.
pub(crate) struct Source<'a> {
    pub(crate) name: Arc<str>,
    pub(crate) text: &'a str,
}

/// A code, what is wrong, and what to do.
type Sentence = (&'static str, Text, Option<Text>);

/// The finding for a mistake at a node.
pub(crate) fn diagnostic(source: &Source<'_>, node: &Node, span: Span, fault: &Fault) -> Diagnostic {
    let (span, (code, message, help)) = match fault {
        Fault::Refused(words) => {
            let (span, words) = narrowed(source.text, node, span, words);
            let (message, help) = parted(Text::carried(words));
            (span, (code::REFUSED_VALUE, message, help))
        }
        _ => (span, sentence(fault)),
    };
    Diagnostic { help, ..Diagnostic::error(code, Place::text(source.name.clone(), span), message) }
}

fn sentence(fault: &Fault) -> Sentence {
    match fault {
        Fault::Nothing { wanted } => (
            code::NOTHING_WRITTEN,
            Text::new(
                format!("chưa ghi giá trị; cần {}", wanted.vi),
                format!("no value is written; expected {}", wanted.en),
            ),
            None,
        ),
        Fault::WrongType { wanted, found } => wrong_type(wanted, found),
        Fault::Unusable { expected, found } => unusable(expected, found),
        Fault::Range { written, min, max } => (
            code::WRONG_NUMBER,
            text!(
                "{} nằm ngoài khoảng từ {min} đến {max}",
                "{} is outside the range from {min} to {max}",
                quoted(written)
            ),
            None,
        ),
        Fault::UnknownKey { key, allowed } => {
            let help = elsewhere(key, allowed)
                .or_else(|| suggestion(key, allowed, "các khóa dùng được", "the keys here are"));
            (code::UNKNOWN_KEY, text!("khóa lạ {}", "unknown key {}", quoted(key)), help)
        }
        Fault::Torn { written, line } => (
            code::TORN_BY_COMMA,
            text!(
                "trong `{{ }}` dấu phẩy tách các khóa, nên {} bị cắt đôi",
                "inside `{{ }}` a comma separates keys, so that {} is cut in two",
                quoted(written)
            ),
            Some(text!("viết `{line}`", "write `{line}`")),
        ),
        Fault::MissingKey(key) => (
            code::MISSING_KEY,
            text!("thiếu khóa {}", "the key {} is missing", quoted(key)),
            Some(text!("thêm `{key}: …` vào nhóm này", "add `{key}: …` to this group")),
        ),
        Fault::RepeatedKey(key) => (
            code::REPEATED_KEY,
            text!(
                "khóa {} được viết hai lần, có thể dưới hai tên",
                "the key {} is written twice, perhaps under two names",
                quoted(key)
            ),
            Some(text!("giữ một trong hai", "keep one of the two")),
        ),
        Fault::UnknownChoice { choice, allowed } => {
            let help = suggestion(choice, allowed, "các lựa chọn", "the choices are");
            (
                code::UNKNOWN_CHOICE,
                text!("không có lựa chọn {}", "there is no choice {}", quoted(choice)),
                help,
            )
        }
        Fault::OneChoice { found, allowed } => {
            let allowed: Vec<&str> = allowed.iter().map(String::as_str).collect();
            let listed = listed(&allowed);
            (
                code::CHOICE_SHAPE,
                text!(
                    "cần đúng một khóa cho biết lựa chọn, nhưng ở đây có {found}",
                    "exactly one key must name the choice, found {found}"
                ),
                (!allowed.is_empty()).then(|| text!("các lựa chọn: {listed}", "the choices are: {listed}")),
            )
        }
        Fault::ChoiceNeedsContent(name) => (
            code::CHOICE_SHAPE,
            text!("lựa chọn {} cần có nội dung", "the choice {} needs content", quoted(name)),
            Some(text!("viết `{name}: …`", "write `{name}: …`")),
        ),
        Fault::ChoiceTakesNothing(name) => (
            code::CHOICE_SHAPE,
            text!("lựa chọn {} không nhận nội dung", "the choice {} takes no content", quoted(name)),
            Some(text!("chỉ viết `{name}`", "write only `{name}`")),
        ),
        Fault::WrongLength { found } => (
            code::WRONG_LENGTH,
            text!(
                "danh sách có {found} mục, không đúng số mục cần có",
                "the list has {found} items, not as many as expected"
            ),
            None,
        ),
        Fault::Refused(words) => {
            let (message, help) = parted(Text::carried(words));
            (code::REFUSED_VALUE, message, help)
        }
    }
}

/// What is wrong, and what to do: a sentence of a type says both, with a semicolon between.
fn parted(sentence: Text) -> (Text, Option<Text>) {
    match (sentence.vi.split_once("; "), sentence.en.split_once("; ")) {
        (Some((wrong_vi, help_vi)), Some((wrong_en, help_en))) => {
            (Text::new(wrong_vi, wrong_en), Some(Text::new(help_vi, help_en)))
        }
        _ => (sentence, None),
    }
}

fn wrong_type(wanted: &Text, found: &Found) -> Sentence {
    let number = [wanted::decimal(), wanted::whole(), wanted::natural()].contains(wanted);
    if let (true, Found::Scalar(written)) = (number, found) {
        return wrong_number(wanted, written);
    }
    let help = match found {
        Found::Quoted(_) if number => Some(text!("bỏ dấu nháy", "remove the quotes")),
        Found::Scalar(written) if *wanted == wanted::list() => Some(text!(
            "viết `[{0}]` nếu chỉ có một mục",
            "write `[{0}]` if there is only one item",
            clipped(written)
        )),
        _ => None,
    };
    (code::WRONG_TYPE, instead(wanted, found), help)
}

fn instead(wanted: &Text, found: &Found) -> Text {
    let found = shown(found);
    Text::new(
        format!("cần {}, nhưng ở đây là {}", wanted.vi, found.vi),
        format!("expected {}, found {}", wanted.en, found.en),
    )
}

/// A value refused by its type, in the type's own words.
fn unusable(expected: &str, found: &Found) -> Sentence {
    let wanted = expectation(expected);
    match (found, &wanted) {
        (Found::Scalar(written) | Found::Quoted(written), Some(decimal)) if *decimal == wanted::decimal() => {
            wrong_number(decimal, written)
        }
        (Found::Nothing, Some(wanted)) => sentence(&Fault::Nothing { wanted: wanted.clone() }),
        (_, Some(wanted)) => (code::WRONG_TYPE, instead(wanted, found), None),
        (_, None) => {
            let found = shown(found);
            (
                code::WRONG_TYPE,
                Text::new(
                    format!("{} không dùng được ở đây", found.vi),
                    format!("{} cannot be used here", found.en),
                ),
                None,
            )
        }
    }
}

fn wrong_number(wanted: &Text, written: &str) -> Sentence {
    let (number, shown) = (written.trim(), quoted(written));
    let (message, help) = match number.parse::<Decimal>() {
        Err(DecimalError::Comma) => {
            let pointed = number.replace(',', ".");
            (
                text!("{shown} dùng dấu phẩy thập phân", "{shown} has a decimal comma"),
                Some(text!("viết `{pointed}`", "write `{pointed}`")),
            )
        }
        Err(DecimalError::TooLong) => (
            text!(
                "số {shown} có quá nhiều chữ số, tối đa 28",
                "the number {shown} has too many digits, at most 28"
            ),
            None,
        ),
        _ => (
            Text::new(
                format!("{shown} không phải là {}", wanted.vi),
                format!("{shown} is not {}", wanted.en),
            ),
            None,
        ),
    };
    (code::WRONG_NUMBER, message, help)
}

/// What a type says it expects, if it says so in words for users.
pub(crate) fn expectation(words: &str) -> Option<Text> {
    Some(match words {
        _ if words.contains('\u{1f}') => Text::carried(words),
        "decimal" => wanted::decimal(),
        "string" | "a string" | "a borrowed string" | "str" => wanted::words(),
        "map" | "a map" => wanted::group(),
        "a sequence" | "sequence" => wanted::list(),
        "a boolean" => wanted::flag(),
        "a character" => wanted::letter(),
        "unit" => wanted::nothing(),
        "u8" | "u16" | "u32" | "u64" | "u128" | "usize" => wanted::natural(),
        "i8" | "i16" | "i32" | "i64" | "i128" | "isize" => wanted::whole(),
        _ if words.starts_with("struct ") => wanted::group(),
        _ => return None,
    })
}

fn suggestion(name: &str, allowed: &[String], vi: &str, en: &str) -> Option<Text> {
    let allowed: Vec<&str> = allowed.iter().map(String::as_str).collect();
    if let Some(near) = meant(name, &allowed) {
        return Some(text!("có phải ý bạn là `{near}`?", "did you mean `{near}`?"));
    }
    let listed = listed(&allowed);
    (!allowed.is_empty()).then(|| Text::new(format!("{vi}: {listed}"), format!("{en}: {listed}")))
}

/// Where a key belongs that people write in this place, and what to write instead.
fn elsewhere(key: &str, allowed: &[String]) -> Option<Text> {
    let here = |other: &str| allowed.iter().any(|allowed| allowed == other);
    match key {
        "only_if" if here("not_applicable") => Some(text!(
            "`only_if` đứng trong `not_applicable`; tiêu chí hay nhóm chỉ dành cho một số đối tượng thì viết `when: …`",
            "`only_if` stands within `not_applicable`; a criterion or group that only some have is written `when: …`"
        )),
        "levels" | "direct" | "relative" if here("bands") && here("when") && !here("code") => Some(text!(
            "trong `cases` không dùng được `{key}`: tách thành tiêu chí riêng có `when`, hoặc đọc điểm của nó bằng `is: điểm của …`",
            "`cases` have no `{key}`: make it a criterion of its own with `when`, or read its points with `is: points of …`"
        )),
        "yes_no" if here("bands") && here("when") && !here("code") => Some(text!(
            "trong `cases` viết điều kiện ở `when` và điểm ở `points`",
            "within `cases` the condition is written as `when`, the points as `points`"
        )),
        _ => None,
    }
}

/// The name the user most likely meant: a near one, or one with the same letters in another order.
pub(crate) fn meant<'a>(name: &str, allowed: &[&'a str]) -> Option<&'a str> {
    let sorted = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        letters
    };
    let letters = sorted(name);
    let swapped = || allowed.iter().copied().find(|candidate| sorted(candidate) == letters);
    nearest(name, allowed.iter().copied()).or_else(swapped)
}

/// Names in backticks with commas between.
pub(crate) fn listed(names: &[&str]) -> String {
    names.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ")
}

/// The user's text in backticks, short and on one line.
pub(crate) fn quoted(written: &str) -> String {
    format!("`{}`", clipped(written))
}

/// The user's text, short and on one line.
pub(crate) fn clipped(written: &str) -> String {
    const LENGTH_MAX: usize = 60;
    let mut short: String = written
        .chars()
        .take(LENGTH_MAX)
        .map(|character| if character.is_control() { ' ' } else { character })
        .collect();
    if written.chars().nth(LENGTH_MAX).is_some() {
        short.push('…');
    }
    short
}

fn shown(found: &Found) -> Text {
    match found {
        Found::Scalar(text) => Text::same(quoted(text)),
        Found::Quoted(words) => text!("chữ {0}", "the text {0}", quoted(words)),
        Found::Sequence => wanted::list(),
        Found::Mapping => wanted::group(),
        Found::Nothing => text!("chỗ trống", "nothing"),
    }
}
