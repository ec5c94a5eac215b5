//! What the YAML parser stumbled over, told as the mistake a person most likely made (lỗi cú pháp).

mod line;

use std::sync::Arc;

use granit_parser::{ErrorKind, Marker, ScanError};
use thidua_core::{Diagnostic, Place, Span, Text, text};

use crate::code;
use crate::tree::too_deep;
use crate::wording::quoted;
use line::{character_at, first_character};

pub(crate) use line::line_of;

/// One mistake: its code, its place, what is wrong and what to do.
type Mistake = (&'static str, Span, Text, Option<Text>);

/// The finding for a syntax error; `bracket` is the innermost bracket that was open.
pub(crate) fn diagnostic(
    name: &Arc<str>,
    source: &str,
    error: &ScanError,
    bracket: Option<Span>,
) -> Diagnostic {
    let (line, column) = position(error.marker());
    let place = Span { line, column, end_line: line, end_column: column + 1 };
    if matches!(error.kind(), ErrorKind::RecursionLimitExceeded) {
        return too_deep(name, place);
    }
    let (code, span, message, help) = mistake(error.kind(), source, place, bracket);
    Diagnostic { help, ..Diagnostic::error(code, Place::text(name.clone(), span), message) }
}

/// Line and column from 1.
pub(crate) fn position(marker: &Marker) -> (u32, u32) {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX - 1);
    (count(marker.line()), count(marker.col()) + 1)
}

fn mistake(kind: &ErrorKind, source: &str, place: Span, bracket: Option<Span>) -> Mistake {
    use ErrorKind as E;
    if matches!(kind, E::TabNotAllowed | E::TabInBlockIndentation | E::TabInIndentation | E::TabInPlainScalar)
    {
        return tab(source, place);
    }
    match kind {
        E::UnclosedQuotedScalar | E::DocumentIndicatorInQuotedScalar => (
            code::OPEN_QUOTE,
            place,
            text!("dấu nháy mở ở đây không được đóng", "the quote opened here is never closed"),
            Some(text!("thêm dấu nháy đóng ở cuối đoạn chữ", "add the closing quote at the end of the text")),
        ),
        E::InvalidTrailingSingleQuotedScalar | E::InvalidTrailingDoubleQuotedScalar => (
            code::OPEN_QUOTE,
            place,
            text!("còn chữ sau dấu nháy đóng", "there is more text after the closing quote"),
            Some(text!(
                "đặt cả đoạn trong một cặp dấu nháy; dấu nháy đơn ở bên trong viết thành hai dấu `''`",
                "put all of it in one pair of quotes; write a single quote inside as `''`"
            )),
        ),
        E::MismatchedFlowCollectionEnd { open, close } => (
            code::OPEN_BRACKET,
            place,
            text!("ngoặc `{open}` được đóng bằng `{close}`", "the bracket `{open}` is closed by `{close}`"),
            None,
        ),
        E::MisplacedFlowCollectionEnd => (
            code::OPEN_BRACKET,
            place,
            text!("ngoặc đóng không có ngoặc mở", "a closing bracket without an opening one"),
            None,
        ),
        E::DirectiveDisallowed
        | E::UnexpectedCharacter { .. }
        | E::PlainScalarStartsWithDashFlowIndicator => special_character(kind, source, place),
        _ if tag_kind(kind) => (code::TAG, place, tag(), Some(write_or_quote())),
        E::MissingAnchorOrAliasName => {
            let sign =
                line_of(source, place.line).and_then(|line| character_at(line, place.column)).unwrap_or('*');
            (code::REFERENCE, place, reference(&sign.to_string()), Some(write_or_quote()))
        }
        _ if flow_kind(kind) || bracket.is_some() => open_bracket(place, bracket),
        E::SimpleKeyExpected | E::InvalidSimpleKey => missing_colon(source, place),
        E::MappingValueNotAllowed => colon_not_allowed(source, place),
        E::ExpectedBlockMappingKey
        | E::ExpectedBlockSequenceEntry
        | E::InvalidIndentation
        | E::InvalidBlockScalarIndent
        | E::InvalidQuotedScalarIndent
        | E::BlockSequenceEntryNotAllowed
        | E::MappingKeyNotAllowed => indentation(kind, source, place),
        E::CommentInterceptedScalar => (
            code::SYNTAX,
            place,
            text!(
                "ghi chú `#` cắt ngang một đoạn chữ nhiều dòng",
                "a comment `#` cuts through a text over several lines"
            ),
            Some(text!(
                "đặt đoạn chữ trong dấu nháy hoặc chuyển ghi chú đi",
                "quote the text or move the comment"
            )),
        ),
        _ => (
            code::SYNTAX,
            place,
            text!("viết sai cú pháp YAML ở đây", "the YAML syntax is wrong here"),
            escape_help(kind),
        ),
    }
}

/// What is said about a tag such as `!x`.
pub(crate) fn tag() -> Text {
    text!("không dùng được nhãn kiểu bắt đầu bằng `!`", "tags starting with `!` are not used here")
}

/// What is said about an anchor, an alias or a merge key.
pub(crate) fn reference(sign: &str) -> Text {
    text!(
        "không dùng được tham chiếu `{sign}`: mỗi giá trị phải viết ngay tại chỗ của nó",
        "references with `{sign}` are not used here: every value is written where it belongs"
    )
}

/// What to do about both.
pub(crate) fn write_or_quote() -> Text {
    text!(
        "viết thẳng nội dung; nếu dấu này là một phần của chữ thì đặt chữ trong dấu nháy",
        "write the content itself; if the sign is part of the text, put the text in quotes"
    )
}

fn tag_kind(kind: &ErrorKind) -> bool {
    use ErrorKind as E;
    matches!(
        kind,
        E::UndeclaredTagHandle
            | E::ExpectedTagBang
            | E::InvalidGlobalTagCharacter
            | E::InvalidTagTerminator
            | E::MissingTagUri
            | E::UnclosedVerbatimTag
            | E::InvalidTagEscape
            | E::InvalidTagUtf8
            | E::InvalidTagUtf8LeadingByte
            | E::InvalidTagUtf8TrailingByte
    )
}

fn flow_kind(kind: &ErrorKind) -> bool {
    use ErrorKind as E;
    matches!(
        kind,
        E::UnclosedFlowCollection { .. }
            | E::ExpectedFlowMappingSeparator
            | E::ExpectedFlowSequenceSeparator
            | E::InvalidColonPlacement
            | E::BlockEntryInFlowCollection
            | E::UnexpectedEofFlowMapping
            | E::UnexpectedEofFlowSequence
            | E::UnexpectedEofImplicitFlowMapping
            | E::FlowMappingValueAdjacentCollection
    )
}

fn open_bracket(place: Span, bracket: Option<Span>) -> Mistake {
    let message = match bracket {
        Some(open) => text!(
            "thiếu dấu phẩy, hoặc ngoặc mở ở dòng {}, cột {} chưa được đóng",
            "a comma is missing, or the bracket opened on line {}, column {} is not closed",
            open.line,
            open.column
        ),
        None => {
            text!("thiếu dấu phẩy hoặc ngoặc chưa được đóng", "a comma is missing or a bracket is not closed")
        }
    };
    (code::OPEN_BRACKET, place, message, None)
}

fn tab(source: &str, place: Span) -> Mistake {
    // The parser may stop on the line before the tab, where the last good value ends.
    let span = [place.line, place.line + 1]
        .into_iter()
        .find_map(|line| {
            let text = line_of(source, line)?;
            let blank = text.chars().position(|character| !matches!(character, ' ' | '\t')).unwrap_or(0);
            let tab = text.chars().take(blank).position(|character| character == '\t')?;
            let column = u32::try_from(tab).ok()? + 1;
            Some(Span { line, column, end_line: line, end_column: column + 1 })
        })
        .unwrap_or(place);
    (
        code::TAB,
        span,
        text!("dùng dấu tab để thụt đầu dòng", "a tab is used to indent the line"),
        Some(text!("thay mỗi tab bằng hai dấu cách", "replace each tab with two spaces")),
    )
}

fn missing_colon(source: &str, place: Span) -> Mistake {
    let words = line_of(source, place.line).unwrap_or("").trim();
    let end_column = place.column + u32::try_from(words.chars().count()).unwrap_or(1).max(1);
    let span = Span { end_column, ..place };
    let shown = quoted(words);
    let (message, help) = if words.starts_with('-') && !words.starts_with("--") {
        (
            text!("thiếu dấu cách sau dấu `-`", "a space is missing after `-`"),
            text!("viết `- {}`", "write `- {}`", words.trim_start_matches('-')),
        )
    } else if let Some((key, value)) = words.split_once(':').filter(|(key, _)| !key.contains(' ')) {
        (
            text!("thiếu dấu cách sau dấu hai chấm", "a space is missing after the colon"),
            text!("viết `{key}: {value}`", "write `{key}: {value}`"),
        )
    } else {
        let (key, value) = words.split_once(' ').unwrap_or((words, "…"));
        (
            text!("thiếu dấu hai chấm sau khóa: {shown}", "a colon is missing after the key: {shown}"),
            text!("viết `{key}: {}`", "write `{key}: {}`", value.trim()),
        )
    };
    (code::MISSING_COLON, span, message, Some(help))
}

/// A colon where none can be: a second one on the line, or the line before lost its own.
fn colon_not_allowed(source: &str, place: Span) -> Mistake {
    let written = line_of(source, place.line).unwrap_or("");
    let before: String = written.chars().take(usize::try_from(place.column).unwrap_or(1) - 1).collect();
    if let Some((key, _)) = before.split_once(": ") {
        let value = written.get(key.len() + 1..).unwrap_or("").trim();
        let help = text!(
            "đặt giá trị trong dấu nháy: `{}: \"{value}\"`",
            "put the value in quotes: `{}: \"{value}\"`",
            key.trim()
        );
        let message = text!(
            "giá trị có dấu hai chấm nhưng không nằm trong dấu nháy",
            "the value has a colon but is not in quotes"
        );
        return (code::STRAY_COLON, place, message, Some(help));
    }
    let previous = (1..place.line).rev().take(50).find_map(|line| {
        let text = line_of(source, line)?;
        let trimmed = text.trim();
        (!trimmed.is_empty() && !trimmed.starts_with('#')).then_some((line, text, trimmed))
    });
    match previous {
        Some((line, text, trimmed)) if !trimmed.contains(": ") && !trimmed.ends_with(':') => {
            let column = u32::try_from(text.chars().take_while(|character| *character == ' ').count())
                .unwrap_or(0)
                + 1;
            missing_colon(source, Span { line, column, end_line: line, end_column: column })
        }
        _ => indentation(&ErrorKind::InvalidIndentation, source, first_character(source, place)),
    }
}

fn indentation(kind: &ErrorKind, source: &str, place: Span) -> Mistake {
    let written = line_of(source, place.line).unwrap_or("");
    let (message, help) = if matches!(kind, ErrorKind::BlockSequenceEntryNotAllowed) {
        (
            text!(
                "danh sách bắt đầu bằng `-` phải nằm trên dòng riêng",
                "a list starting with `-` needs its own line"
            ),
            text!("xuống dòng trước dấu `-`", "start a new line before `-`"),
        )
    } else if matches!(kind, ErrorKind::ExpectedBlockSequenceEntry) && !written.trim_start().starts_with('-')
    {
        (
            text!(
                "ở đây phải là một mục nữa của danh sách, bắt đầu bằng `-`",
                "here another item of the list is expected, starting with `-`"
            ),
            text!("thụt đầu dòng cho khớp, hoặc thêm `- `", "indent the line to match, or add `- `"),
        )
    } else {
        (
            text!(
                "thụt đầu dòng không khớp với các dòng trên",
                "the indentation does not match the lines above"
            ),
            text!(
                "các khóa cùng cấp phải bắt đầu ở cùng một cột",
                "keys of the same group start in the same column"
            ),
        )
    };
    (code::INDENTATION, place, message, Some(help))
}

fn special_character(kind: &ErrorKind, source: &str, place: Span) -> Mistake {
    let found = match kind {
        ErrorKind::UnexpectedCharacter { character } => *character,
        _ => line_of(source, place.line).and_then(|line| character_at(line, place.column)).unwrap_or('%'),
    };
    let message = if found.is_control() {
        let number = u32::from(found);
        text!(
            "có ký tự điều khiển U+{number:04X} trong tệp",
            "there is a control character U+{number:04X} in the file"
        )
    } else if found == '`' {
        text!("chữ không được bắt đầu bằng dấu huyền ngược", "text cannot start with a backquote")
    } else {
        text!("chữ không được bắt đầu bằng `{found}`", "text cannot start with `{found}`")
    };
    let help = text!("đặt chữ trong dấu nháy", "put the text in quotes");
    (code::SPECIAL_CHARACTER, place, message, (!found.is_control()).then_some(help))
}

fn escape_help(kind: &ErrorKind) -> Option<Text> {
    use ErrorKind as E;
    let escape = matches!(
        kind,
        E::UnknownQuotedScalarEscape
            | E::InvalidQuotedScalarHexEscape
            | E::InvalidUnicodeEscape
            | E::InvalidLowSurrogate
            | E::InvalidLowSurrogateHexEscape
            | E::MissingLowSurrogate
            | E::UnpairedLowSurrogate
    );
    escape.then(|| {
        text!(
            "trong dấu nháy kép, dấu `\\` phải viết thành `\\\\`; hoặc dùng dấu nháy đơn",
            "inside double quotes write `\\` as `\\\\`; or use single quotes"
        )
    })
}
