//! A single value as it is written, with its quotes or its `>-` (giá trị như đã viết).

use unicode_normalization::UnicodeNormalization;

/// The written form, in composed characters.
#[derive(Debug)]
pub(super) enum Written {
    /// Plain or in quotes; its lines, without the spaces around them.
    Inline(Vec<String>),
    /// `|` or `>`: the sign, and the lines without their common indentation.
    Block { sign: String, lines: Vec<String>, keeps_end: bool },
}

impl Written {
    pub(super) fn inline(raw: &str) -> Self {
        let line = |(number, line): (usize, &str)| {
            let line = if number > 0 { line.trim_start() } else { line };
            // Behind `\` a space counts.
            let shorter = line.trim_end();
            if shorter.ends_with('\\') { line } else { shorter }.nfc().collect()
        };
        Self::Inline(raw.lines().enumerate().map(line).collect())
    }

    /// `from` starts with the sign; `after` are the lines after it, and `value` is what they mean.
    pub(super) fn block(from: &str, after: &[&str], value: &str) -> Self {
        let sign: String =
            from.chars().take_while(|sign| matches!(sign, '|' | '>' | '+' | '-' | '0'..='9')).collect();
        let keeps_end = sign.contains('+');
        let spaces = |line: &str| line.chars().take_while(|character| *character == ' ').count();
        let first = |line: &&str| !line.trim().is_empty();
        let lines: Vec<String> = match (after.iter().copied().find(first), value.split('\n').find(first)) {
            (Some(raw), Some(meant)) => {
                let indent = spaces(raw).saturating_sub(spaces(meant));
                let inside = |line: &&&str| spaces(line) >= indent || line.trim_matches(' ').is_empty();
                let cut = |line: &&str| line.get(indent..).unwrap_or("").nfc().collect();
                after.iter().take_while(inside).map(cut).collect()
            }
            _ => vec![String::new(); if keeps_end { value.len() } else { 0 }],
        };
        let mut lines = lines;
        while !keeps_end && lines.last().is_some_and(|line| line.trim_matches(' ').is_empty()) {
            lines.pop();
        }
        // The number in the sign counts the spaces in front, which are two from now on.
        let sign = sign.chars().map(|sign| if sign.is_ascii_digit() { '2' } else { sign }).collect();
        Self::Block { sign, lines, keeps_end }
    }

    pub(super) fn is_absent(&self) -> bool {
        matches!(self, Self::Inline(lines) if lines.iter().all(String::is_empty))
    }

    /// On one line, with its line breaks as the spaces they mean; `None` where they mean more.
    pub(super) fn one_line(&self) -> Option<String> {
        match self {
            Self::Inline(lines) if lines.len() < 2 => Some(lines.concat()),
            Self::Inline(lines) => {
                lines.iter().all(|line| !line.is_empty() && !line.ends_with('\\')).then(|| lines.join(" "))
            }
            Self::Block { .. } => None,
        }
    }
}
