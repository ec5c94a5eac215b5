//! Proposed tests as text, and their place in a test file.

use std::fmt::Write;

use serde::Serialize;
use thidua::Plan;
use thidua_rulefile::{Document, Node, View};

use super::boundary::key;
use crate::fixture::{About, Answer, Case, CaseMember, Names, Suite};

/// A test to paste that tells a change from the rules as they are (phép thử đề xuất).
#[derive(Clone, Debug, Serialize)]
pub struct Proposal {
    /// The test file it belongs in: its sheets are used.
    pub file: String,
    /// Its sentence.
    pub name: String,
    /// The test itself, as an entry of `tests`.
    pub test: String,
}

impl Proposal {
    pub(super) fn rename(&mut self, name: &str) {
        self.test = self.test.replacen(&scalar(&self.name), &scalar(name), 1);
        name.clone_into(&mut self.name);
    }
}

/// A case as an entry of `tests`, proposed and not yet confirmed.
pub(super) fn written(plan: &Plan, names: &Names, case: &Case) -> String {
    let mut text = format!("- test: {}\n  pending: true\n", scalar(&case.name));
    if let Some(day) = &case.day {
        let _ = writeln!(text, "  day: {}", day.value);
    }
    match case.members.as_slice() {
        [member] => {
            for (name, value) in parts(plan, names, member) {
                let _ = writeln!(text, "  {name}: {value}");
            }
        }
        members => {
            text.push_str("  pool:\n");
            for member in members {
                let parts: Vec<String> = parts(plan, names, member)
                    .into_iter()
                    .map(|(name, value)| format!("{name}: {value}"))
                    .collect();
                let _ = writeln!(text, "  - {{ entrant: {}, {} }}", scalar(&member.id), parts.join(", "));
            }
        }
    }
    text
}

/// What a member states, in the order in which people write it.
fn parts(plan: &Plan, names: &Names, member: &CaseMember) -> Vec<(&'static str, String)> {
    let mut parts = Vec::new();
    if let Some(like) = &member.like {
        parts.push(("like", scalar(like)));
    }
    if let Some(kind) = &member.kind {
        parts.push(("kind", scalar(&kind.value)));
    }
    if !member.cluster.is_empty() {
        parts.push(("cluster", scalar(&member.cluster)));
    }
    if !member.submitted {
        parts.push(("submitted", "false".to_owned()));
    }
    let own = member.answers.get(member.own_from..).unwrap_or_default();
    // A cell goes by its code or its path, and stands once: the last answer counts.
    let cell = |name: &'_ str| names.known_input(name).and_then(|input| plan.inputs().get(input));
    let mut given: Vec<(&str, &Answer)> = Vec::new();
    for (name, answer) in own {
        let path = cell(&name.value).map_or(name.value.as_str(), |input| input.name.as_str());
        given.retain(|(known, _)| *known != path);
        given.push((path, &answer.value));
    }
    if !given.is_empty() {
        let given: Vec<String> =
            given.iter().map(|(name, answer)| format!("{}: {}", scalar(name), entered(answer))).collect();
        parts.push(("given", format!("{{ {} }}", given.join(", "))));
    }
    let records = member.history.of(&member.id);
    if !records.is_empty() {
        let records: Vec<String> = records
            .iter()
            .map(|record| {
                let used = record.used_for.as_ref().map(|used| format!(", used_for: {}", scalar(used)));
                format!(
                    "{{ year: {}, result: {}{} }}",
                    record.year,
                    scalar(&record.result),
                    used.unwrap_or_default()
                )
            })
            .collect();
        parts.push(("history", format!("[ {} ]", records.join(", "))));
    }
    let stated: Vec<String> = member
        .stated
        .iter()
        .map(|stated| {
            let value = stated.written.first().map(String::as_str).unwrap_or_default();
            let value = if stated.about == About::Reasons { value.to_owned() } else { scalar(value) };
            match &stated.name {
                Some(name) => format!("{}: {{ {}: {value} }}", key(stated.about), scalar(name)),
                None => format!("{}: {value}", key(stated.about)),
            }
        })
        .collect();
    if !stated.is_empty() {
        parts.push(("expect", format!("{{ {} }}", stated.join(", "))));
    }
    parts
}

fn entered(answer: &Answer) -> String {
    match answer {
        Answer::One(word) => scalar(word),
        Answer::Many(words) => {
            let words: Vec<String> = words.iter().map(|word| scalar(word)).collect();
            if words.is_empty() { "[]".to_owned() } else { format!("[ {} ]", words.join(", ")) }
        }
    }
}

/// A word as it stands in a file, in quotation marks unless it is plainly one.
fn scalar(word: &str) -> String {
    let plain =
        |character: char| character.is_alphanumeric() || matches!(character, '_' | '.' | ' ' | '/' | '%');
    let first = word.chars().next().is_some_and(char::is_alphanumeric);
    let dashes = word.chars().all(|character| plain(character) || character == '-');
    if first && dashes && !word.ends_with(' ') && !matches!(word, "null" | "true" | "false") {
        return word.to_owned();
    }
    format!("\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The text of a test file with proposals added at the end of its `tests`; all else, comments too, stays as it is.
/// `stands` reads a text again before it is kept: a proposal with which the file could no longer be run is left out.
/// `None` when there is nothing to add: every proposal is there already, or the list is written on one line.
#[must_use]
pub fn with_proposals(
    suite: &Suite,
    proposals: &[&Proposal],
    stands: &dyn Fn(&str) -> bool,
) -> Option<String> {
    let document = Document::parse(&suite.file, &suite.text).ok()?;
    let View::List(list) = document.root().get("tests")?.view() else { return None };
    let names: Vec<&str> = list.iter().filter_map(|test| test.get("test")?.text()).collect();
    let mut new: Vec<&Proposal> = Vec::new();
    for proposal in proposals {
        let known = names.contains(&proposal.name.as_str());
        if !known && *proposal.file == *suite.file && !new.iter().any(|other| other.name == proposal.name) {
            new.push(proposal);
        }
    }
    let all = appended(suite, list, &new)?;
    if stands(&all) {
        return Some(all);
    }
    let mut kept: Vec<&Proposal> = Vec::new();
    for proposal in new {
        kept.push(proposal);
        if !appended(suite, list, &kept).is_some_and(|text| stands(&text)) {
            kept.pop();
        }
    }
    appended(suite, list, &kept)
}

/// The text with these proposals behind the last of the tests.
fn appended(suite: &Suite, list: &[Node], new: &[&Proposal]) -> Option<String> {
    if new.is_empty() {
        return None;
    }
    let text = suite.text.strip_prefix('\u{feff}').unwrap_or(&suite.text);
    let first = list.first()?.span();
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let start = lines.get(usize::try_from(first.line).ok()?.checked_sub(1)?)?;
    let indent: String = start.chars().take_while(|character| *character == ' ').collect();
    // A list on one line has no room for entries of several.
    if !start.get(indent.len()..)?.starts_with("- ") {
        return None;
    }
    let at = end_of(&lines, usize::try_from(last_line(list.last()?)).ok()?);
    let mut written = lines.get(..at)?.concat();
    if !written.ends_with('\n') {
        written.push('\n');
    }
    for proposal in new {
        written.push('\n');
        for line in proposal.test.lines() {
            let _ = writeln!(written, "{indent}{line}");
        }
    }
    written.push_str(&lines.get(at..)?.concat());
    let bom = if suite.text.starts_with('\u{feff}') { "\u{feff}" } else { "" };
    Some(format!("{bom}{written}"))
}

/// The last line on which some value of the node stands.
fn last_line(node: &Node) -> u32 {
    match node.view() {
        View::Scalar(_) => node.span().end_line,
        View::List(list) => list.iter().map(last_line).max().unwrap_or(0).max(node.span().line),
        View::Group(entries) => {
            entries.into_iter().map(|(_, value)| last_line(value)).max().unwrap_or(0).max(node.span().line)
        }
    }
}

/// The number of lines up to the end of the list whose last value stands on line `last`: closing brackets belong to
/// it, and so do remarks that nothing else follows.
fn end_of(lines: &[&str], last: usize) -> usize {
    let top_level = |line: &str| {
        line.starts_with(|first: char| !first.is_whitespace() && !matches!(first, '#' | '-' | '}' | ']'))
    };
    let Some(next) = lines.iter().skip(last).position(|line| top_level(line)) else { return lines.len() };
    let mut end = last + next;
    while end > last && lines.get(end - 1).is_some_and(|line| line.trim().is_empty() || line.starts_with('#'))
    {
        end -= 1;
    }
    end
}
