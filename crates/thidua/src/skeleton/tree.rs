//! From rows to a tree: which criterion stands under which, told by its code.

use thidua_core::{Decimal, Diagnostic, Exact, Severity, text};
use thidua_table::{fold, without_bracket};

use super::lines::Line;

/// A group or criterion.
#[derive(Debug)]
pub(super) struct Branch {
    pub(super) line: Line,
    /// Guidance that stands in rows of its own below it.
    pub(super) more: Vec<String>,
    pub(super) children: Vec<Branch>,
}

/// How a code is written: codes of one kind stand beside one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Roman,
    Capital,
    /// With so many dots in it.
    Number(usize),
    Letter,
    Dash,
    Other,
}

/// What is added beside the sheet (điểm thưởng), or taken off (điểm trừ).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beside {
    Bonus,
    Deductions,
}

/// A part of the table that stands beside the sheet: its heading, whose maximum is the cap, and its items.
#[derive(Debug)]
pub(super) struct Adjustment {
    pub(super) what: Beside,
    pub(super) head: Line,
    pub(super) items: Vec<Branch>,
}

/// The criteria, and what stands beside them.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) criteria: Vec<Branch>,
    pub(super) adjustments: Vec<Adjustment>,
}

/// The tree; rows that are no criteria become guidance, or findings.
pub(super) fn grow(lines: Vec<Line>, findings: &mut Vec<Diagnostic>) -> Tree {
    let mut open: Vec<(Style, Branch)> = Vec::new();
    let mut roots: Vec<Branch> = Vec::new();
    let mut adjustments: Vec<Adjustment> = Vec::new();
    let mut total = None;
    for mut line in lines {
        if is_total(&line) {
            total = line.max.map(|max| (max, line.max_at.clone()));
            continue;
        }
        if let Some(what) = beside(&line.title) {
            adjustments.push(Adjustment { what, head: line, items: Vec::new() });
            continue;
        }
        // What follows such a heading stands beside the sheet too.
        if let Some(part) = adjustments.last_mut() {
            part.take(line);
            continue;
        }
        let dashed =
            line.code.is_empty() || line.code.chars().all(|letter| matches!(letter, '-' | '–' | '+' | '•'));
        if dashed && line.max.is_none() {
            let words = line.title.clone();
            match open.last_mut() {
                Some((_, branch)) if !words.is_empty() => branch.more.push(words),
                _ => {}
            }
            continue;
        }
        let style =
            if dashed { Style::Dash } else { style(&line.code, open.last().map(|(style, _)| *style)) };
        let depth = depth(&open, &line.code, style);
        close(&mut open, depth, &mut roots);
        if style == Style::Dash {
            let siblings = open.last().map_or(&roots, |(_, branch)| &branch.children);
            line.code = (siblings.len() + 1).to_string();
            findings.push(no_code(&line));
        }
        open.push((style, Branch { line, more: Vec::new(), children: Vec::new() }));
    }
    close(&mut open, 0, &mut roots);
    let sum = roots.iter().try_fold(thidua_core::Exact::ZERO, |sum, root| {
        root.line.max.map(|max| sum + thidua_core::Exact::from(max))
    });
    if let (Some((total, place)), Some(sum)) = (total, sum)
        && thidua_core::Exact::from(total) != sum
    {
        let message = text!(
            "dòng tổng ghi {total}, nhưng các nhóm cộng lại được {sum}",
            "the row of the total says {total}, and the groups add up to {sum}"
        );
        findings.push(Diagnostic::warning("TD0498", place, message).with_help(text!(
            "so lại điểm tối đa của từng nhóm với văn bản",
            "hold the maximum of each group against the document"
        )));
    }
    adjustments.iter().for_each(|part| findings.push(told(part)));
    adjustments.retain(|part| !part.items.is_empty());
    Tree { criteria: roots, adjustments }
}

impl Adjustment {
    /// A row below the heading: an item, or more words on the last one.
    fn take(&mut self, mut line: Line) {
        let blank =
            line.code.is_empty() || line.code.chars().all(|letter| matches!(letter, '-' | '–' | '+' | '•'));
        if blank && line.max.is_none() && line.how.is_empty() {
            if let Some(item) = self.items.last_mut() {
                item.more.push(line.title);
            }
            return;
        }
        // Their codes begin anew in the table, and are no two alike in a rule set.
        if blank || line.code.chars().all(|letter| letter.is_ascii_digit()) {
            let letter = if self.what == Beside::Bonus { 'T' } else { 'P' };
            line.code = format!("{letter}.{}", self.items.len() + 1);
        }
        // `-3` and 3 say the same of what is taken off.
        line.max = line.max.map(size);
        self.items.push(Branch { line, more: Vec::new(), children: Vec::new() });
    }
}

/// The number without its sign.
pub(super) fn size(value: Decimal) -> Decimal {
    let negative = Exact::ZERO - Exact::from(value);
    if negative > Exact::ZERO { negative.to_decimal().unwrap_or(value) } else { value }
}

/// Puts everything open from this depth on into its parent.
fn close(open: &mut Vec<(Style, Branch)>, depth: usize, roots: &mut Vec<Branch>) {
    while open.len() > depth {
        let Some((_, done)) = open.pop() else { return };
        match open.last_mut() {
            Some((_, parent)) => parent.children.push(done),
            None => roots.push(done),
        }
    }
}

/// Under how many open ones a row stands: `I.1` under `I`, else beside the last code of its kind.
fn depth(open: &[(Style, Branch)], code: &str, style: Style) -> usize {
    if let Some((prefix, _)) = code.rsplit_once('.')
        && let Some(parent) = open.iter().rposition(|(_, branch)| branch.line.code == prefix)
    {
        return parent + 1;
    }
    open.iter().position(|(each, _)| *each == style).unwrap_or(open.len())
}

fn style(code: &str, before: Option<Style>) -> Style {
    let last = code.rsplit('.').next().unwrap_or(code);
    let only = |test: fn(char) -> bool| !last.is_empty() && last.chars().all(test);
    if only(|letter| letter.is_ascii_digit()) {
        return Style::Number(code.matches('.').count());
    }
    let roman = only(|letter| "IVXLC".contains(letter));
    // `C` after `B` is a letter, and after `II` a hundred.
    if roman && (before != Some(Style::Capital) || last.chars().count() > 1 || last == "I") {
        return Style::Roman;
    }
    match last.chars().collect::<Vec<_>>().as_slice() {
        [letter] if letter.is_uppercase() => Style::Capital,
        [letter] if letter.is_lowercase() => Style::Letter,
        _ => Style::Other,
    }
}

fn is_total(line: &Line) -> bool {
    let key = fold(&line.title);
    let code = fold(&line.code);
    let says = |key: &str| ["tong-cong", "tong-diem", "cong", "tong", "total"].contains(&key);
    says(&key) && line.code.is_empty() || says(&code)
}

/// What a heading names, with what stands in brackets behind it or without.
fn beside(title: &str) -> Option<Beside> {
    let key = fold(without_bracket(title).unwrap_or(title));
    match key.as_str() {
        "diem-thuong" | "diem-cong" | "diem-cong-them" | "cong-diem" | "thuong-diem" => Some(Beside::Bonus),
        "diem-tru" | "tru-diem" | "diem-phat" => Some(Beside::Deductions),
        _ => None,
    }
}

fn told(part: &Adjustment) -> Diagnostic {
    let (title, at) = (&part.head.title, part.head.at.clone());
    let key = if part.what == Beside::Bonus { "bonus" } else { "deductions" };
    if part.items.is_empty() {
        let message = text!(
            "phần `{title}` không có dòng nào bên dưới nên không lấy vào: điểm thưởng, điểm trừ có khóa riêng",
            "`{title}` has no rows below it and is not taken over: bonus and deductions have keys of their own"
        );
        return Diagnostic::warning("TD0496", at, message).with_help(text!(
            "viết phần này dưới `{key}` của bộ tiêu chí",
            "write this part under `{key}` of the rule set"
        ));
    }
    let count = part.items.len();
    let message = text!(
        "phần `{title}` gồm {count} dòng đã lấy vào `adjustments`, khóa `{key}`",
        "`{title}` with {count} rows was taken over as `{key}` under `adjustments`"
    );
    let note = Diagnostic { severity: Severity::Note, ..Diagnostic::warning("TD0447", at, message) };
    note.with_help(text!(
        "xem mức khống chế `cap` và `may_exceed_max` ở các dòng đánh dấu CẦN XEM",
        "look at `cap` and `may_exceed_max`, at the lines marked CẦN XEM"
    ))
}

fn no_code(line: &Line) -> Diagnostic {
    let (title, code) = (&line.title, &line.code);
    let message = text!(
        "tiêu chí `{title}` không có mã, tạm lấy `{code}`",
        "the criterion `{title}` has no code, `{code}` is used"
    );
    let note =
        Diagnostic { severity: Severity::Note, ..Diagnostic::warning("TD0499", line.at.clone(), message) };
    note.with_help(text!(
        "đổi mã trong tệp nếu văn bản gọi khác",
        "change the code in the file if the document calls it otherwise"
    ))
}
