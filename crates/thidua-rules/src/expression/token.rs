use super::SyntaxError;
use crate::{Date, Number, text};

/// A word of the one-line form with its place: character offsets from the start of the text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Number(Number),
    Name(String),
    Quoted(String),
    Date(Date),
    Symbol(&'static str),
}

/// Longest text accepted: far beyond any clause, and a bound on the work.
const LONGEST: usize = 4096;

const SYMBOLS: [(&str, &str); 22] = [
    (">=", ">="),
    ("=>", ">="),
    ("≥", ">="),
    ("<=", "<="),
    ("=<", "<="),
    ("≤", "<="),
    ("!=", "!="),
    ("<>", "!="),
    ("≠", "!="),
    ("==", "="),
    ("=", "="),
    (">", ">"),
    ("<", "<"),
    ("+", "+"),
    ("-", "-"),
    ("**", "^"),
    ("*", "*"),
    ("×", "*"),
    // No formula has them: the parser says what to write.
    ("^", "^"),
    (",", ","),
    ("/", "/"),
    ("(", "("),
];

/// Splits the text into tokens; every character belongs to one or is white space.
pub(super) fn tokens(source: &str) -> Result<Vec<Token>, SyntaxError> {
    let characters: Vec<char> = source.chars().collect();
    if characters.len() > LONGEST {
        return Err(SyntaxError::new(
            LONGEST,
            1,
            text!(
                "biểu thức dài quá {LONGEST} ký tự; chia ra nhiều tiêu chí hay nhiều điều kiện",
                "the expression is longer than {LONGEST} characters; divide it among several criteria or conditions"
            ),
        ));
    }
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&character) = characters.get(at) {
        if character.is_whitespace() {
            at += 1;
            continue;
        }
        let start = at;
        let after_of = matches!(tokens.last(), Some(Token { kind: Kind::Name(word), .. }) if matches!(word.to_lowercase().as_str(), "of" | "của"));
        let kind = if character == '"' || character == '\'' {
            at = end_of_quote(&characters, start, character)?;
            Kind::Quoted(collect(&characters, start + 1, at - 1))
        } else if after_of && is_code(character) {
            at = run(&characters, start, is_code);
            Kind::Quoted(collect(&characters, start, at))
        } else if let Some((date, end)) = date(&characters, start)? {
            at = end;
            Kind::Date(date)
        } else if character.is_ascii_digit() {
            at = end_of_number(&characters, start)?;
            Kind::Number(number(&characters, start, at)?)
        } else if is_letter(character) {
            at = end_of_name(&characters, start);
            Kind::Name(collect(&characters, start, at))
        } else {
            let (length, symbol) = symbol(&characters, start)?;
            at += length;
            Kind::Symbol(symbol)
        };
        tokens.push(Token { kind, start, end: at });
    }
    Ok(tokens)
}

fn is_letter(character: char) -> bool {
    character.is_alphabetic() || character == '_'
}

fn is_code(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '.' | '-')
}

fn collect(characters: &[char], start: usize, end: usize) -> String {
    characters.get(start..end).unwrap_or_default().iter().collect()
}

fn run(characters: &[char], start: usize, belongs: fn(char) -> bool) -> usize {
    let tail = characters.get(start..).unwrap_or_default();
    start + tail.iter().take_while(|character| belongs(**character)).count()
}

fn end_of_quote(characters: &[char], start: usize, quote: char) -> Result<usize, SyntaxError> {
    let tail = characters.get(start + 1..).unwrap_or_default();
    tail.iter().position(|character| *character == quote).map(|length| start + length + 2).ok_or_else(|| {
        SyntaxError::new(
            start,
            1,
            text!(
                "dấu nháy chưa đóng; thêm dấu nháy cùng loại",
                "the quotation mark is never closed; add the same mark again"
            ),
        )
    })
}

/// Letters, digits and `_`; a hyphen only between two of them, so that `a - b` is a difference and `xuat-sac` a name.
fn end_of_name(characters: &[char], start: usize) -> usize {
    let belongs = |at: usize| characters.get(at).is_some_and(|c| c.is_alphanumeric() || *c == '_');
    // A combining mark never follows: readers normalise to composed letters first.
    let mut at = start;
    while belongs(at) || (characters.get(at) == Some(&'-') && belongs(at + 1)) {
        at += 1;
    }
    at
}

/// A day written without spaces: `2014-12-31` or `31/12/2014`. What has the shape of a day and is none is a
/// mistake: as a calculation it would be a number far from any day.
fn date(characters: &[char], start: usize) -> Result<Option<(Date, usize)>, SyntaxError> {
    let end =
        run(characters, start, |character| character.is_ascii_digit() || matches!(character, '-' | '/'));
    let words = collect(characters, start, end);
    let lengths: Vec<usize> = words.split(['-', '/']).map(str::len).collect();
    if !matches!(lengths.as_slice(), [4, 1 | 2, 1 | 2] | [1 | 2, 1 | 2, 4]) {
        return Ok(None);
    }
    let message = || {
        text!(
            "không có ngày `{words}`; viết `31/12/2014` hoặc `2014-12-31`",
            "there is no day `{words}`; write `31/12/2014` or `2014-12-31`"
        )
    };
    let day = words.parse().map_err(|()| SyntaxError::new(start, end - start, message()))?;
    Ok(Some((day, end)))
}

fn end_of_number(characters: &[char], start: usize) -> Result<usize, SyntaxError> {
    let is_digit = |character: char| character.is_ascii_digit();
    let mut at = run(characters, start, is_digit);
    let follows_digit = |at: usize| characters.get(at + 1).is_some_and(char::is_ascii_digit);
    if characters.get(at) == Some(&',') && follows_digit(at) {
        let end = run(characters, at + 1, is_digit);
        let written = collect(characters, start, end);
        let meant = written.replace(',', ".");
        return Err(SyntaxError::new(
            start,
            end - start,
            text!(
                "`{written}` dùng dấu phẩy thập phân; hãy viết `{meant}`",
                "`{written}` has a decimal comma; write `{meant}`"
            ),
        ));
    }
    if characters.get(at) == Some(&'.') && follows_digit(at) {
        at = run(characters, at + 1, is_digit);
    }
    let percent = run(characters, at, |character| character == ' ');
    Ok(if characters.get(percent) == Some(&'%') { percent + 1 } else { at })
}

fn number(characters: &[char], start: usize, end: usize) -> Result<Number, SyntaxError> {
    Number::parse(&collect(characters, start, end))
        .map_err(|message| SyntaxError::new(start, end - start, message))
}

fn symbol(characters: &[char], start: usize) -> Result<(usize, &'static str), SyntaxError> {
    let pair = collect(characters, start, (start + 2).min(characters.len()));
    let found = SYMBOLS.iter().find(|(written, _)| pair.starts_with(written));
    match (found, characters.get(start)) {
        (Some((written, symbol)), _) => Ok((written.chars().count(), symbol)),
        (None, Some(')')) => Ok((1, ")")),
        _ => Err(SyntaxError::new(
            start,
            1,
            text!(
                "ký tự `{}` không dùng được ở đây; bỏ nó, tên có ký tự lạ thì đặt trong dấu nháy",
                "the character `{}` cannot stand here; drop it, and put names with odd characters in quotation marks",
                pair.chars().next().unwrap_or(' ')
            ),
        )),
    }
}
