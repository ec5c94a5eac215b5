//! The rule file as a person would write it, with the lines marked that need one.

use std::collections::BTreeSet;

use thidua_core::{Decimal, Diagnostic, text};
use thidua_table::fold;

use super::method::{Understood, understood};
use super::tree::{Adjustment, Beside, Branch, Tree, size};
use thidua_table::quoted;

/// What stands at a line that a person must settle.
const LOOK: &str = "# CẦN XEM:";

struct Writing<'a> {
    inputs: Vec<String>,
    names: BTreeSet<String>,
    body: Vec<String>,
    /// Whether what is written is taken off: its points count up, and are subtracted as a whole.
    taken_off: bool,
    findings: &'a mut Vec<Diagnostic>,
}

/// The text of the rule file.
pub(super) fn write(name: &str, title: Option<&str>, tree: &Tree, findings: &mut Vec<Diagnostic>) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let title = title.unwrap_or(stem);
    let id: String = fold(title).chars().take(60).collect();
    let mut writing =
        Writing { inputs: Vec::new(), names: BTreeSet::new(), body: Vec::new(), taken_off: false, findings };
    tree.criteria.iter().for_each(|branch| writing.branch(branch, 0));
    writing.adjustments(&tree.adjustments);
    let mut lines = vec![
        format!("# Soạn từ bảng `{file}`. Mỗi dòng có CẦN XEM phải được người xem lại trước khi dùng."),
        String::new(),
        format!("rule_set: {}", quoted(id.trim_matches('-'))),
        "version: 1".to_owned(),
        format!("title: {}", quoted(title)),
    ];
    match year(title) {
        Some(year) => lines.push(format!("effective: {{ from: {year}-01-01, until: {year}-12-31 }}")),
        None => lines.push(format!(
            "{LOOK} ngày có hiệu lực, như `effective: {{ from: 2026-01-01, until: 2026-12-31 }}`"
        )),
    }
    if !writing.inputs.is_empty() {
        lines.push("inputs:".to_owned());
        lines.append(&mut writing.inputs);
    }
    lines.push("criteria:".to_owned());
    lines.append(&mut writing.body);
    lines.join("\n") + "\n"
}

/// The year that a title speaks of.
fn year(title: &str) -> Option<u32> {
    let years = title.split(|letter: char| !letter.is_ascii_digit()).filter(|digits| digits.len() == 4);
    years.filter_map(|digits| digits.parse().ok()).find(|year| (2000..2100).contains(year))
}

impl Writing<'_> {
    fn branch(&mut self, branch: &Branch, depth: usize) {
        let indent = "  ".repeat(depth);
        let line = &branch.line;
        self.body.push(format!("{indent}- code: {}", quoted(&line.code)));
        let mut key = |words: String| self.body.push(format!("{indent}  {words}"));
        key(format!("title: {}", quoted(&line.title)));
        let is_group = !branch.children.is_empty();
        match line.max {
            Some(max) => key(format!("points_max: {max}")),
            None if is_group => {}
            None => key(format!("points_max: {LOOK} điểm tối đa, bảng không ghi")),
        }
        let understood = if is_group { Some(Understood::Direct) } else { understood(&line.how, line.max) };
        let mut note: Vec<&str> = Vec::new();
        if understood.is_none() || is_group {
            note.extend(Some(line.how.as_str()).filter(|how| !how.is_empty()));
        }
        note.extend(branch.more.iter().map(String::as_str));
        let basis = format!("Căn cứ: {}", line.basis);
        note.extend(Some(basis.as_str()).filter(|_| !line.basis.is_empty()));
        if !note.is_empty() {
            key(format!("note: {}", quoted(&note.join("\n"))));
        }
        match understood {
            None => self.not_understood(branch, &indent),
            Some(method) => self.method(&method, &line.title, &indent),
        }
        if line.max.is_none() && !is_group {
            self.findings.push(no_maximum(branch));
        }
        if is_group {
            self.body.push(format!("{indent}  children:"));
            branch.children.iter().for_each(|child| self.branch(child, depth + 1));
        }
    }

    /// Bonus and deductions, each kind once.
    fn adjustments(&mut self, parts: &[Adjustment]) {
        if parts.is_empty() {
            return;
        }
        self.body.push("adjustments:".to_owned());
        for (what, key) in [(Beside::Bonus, "bonus"), (Beside::Deductions, "deductions")] {
            let own: Vec<&Adjustment> = parts.iter().filter(|part| part.what == what).collect();
            if own.is_empty() {
                continue;
            }
            self.body.push(format!("  {key}:"));
            match own.iter().find_map(|part| part.head.max) {
                Some(cap) => self.body.push(format!("    cap: {}", size(cap))),
                None => self.body.push(format!("    {LOOK} mức khống chế, như `cap: 5`; bảng không ghi")),
            }
            self.body.push("    items:".to_owned());
            self.taken_off = what == Beside::Deductions;
            own.iter().flat_map(|part| &part.items).for_each(|item| self.branch(item, 2));
            self.taken_off = false;
        }
        self.body.push(format!(
            "  {LOOK} điểm thưởng có đưa tổng điểm vượt mức tối đa không: `may_exceed_max: true`"
        ));
    }

    fn not_understood(&mut self, branch: &Branch, indent: &str) {
        self.body.push(format!(
            "{indent}  {LOOK} cách chấm ghi ở `note`; chưa viết thành phương pháp thì điểm được nhập thẳng"
        ));
        let (words, title) = (one_line(&branch.line.how), &branch.line.title);
        let message = text!(
            "chưa hiểu cách chấm “{words}” của `{title}`: tạm để chấm trực tiếp",
            "how `{title}` is scored (“{words}”) is not understood: points are entered for now"
        );
        self.findings.push(Diagnostic::warning("TD0497", branch.line.how_at.clone(), message).with_help(
            text!(
                "chọn một phương pháp trong docs/methods.md và viết ở dòng đánh dấu CẦN XEM",
                "choose a method of docs/methods.md and write it at the line marked CẦN XEM"
            ),
        ));
    }

    fn method(&mut self, method: &Understood, title: &str, indent: &str) {
        let line = match method {
            Understood::Direct => return,
            Understood::YesNo => "yes_no: {}".to_owned(),
            Understood::Levels(levels) => {
                self.body.push(format!("{indent}  levels:"));
                self.body.push(format!("{indent}    choices:"));
                for (number, (name, points)) in (1..).zip(levels) {
                    let id = fold(name);
                    let id = if id.is_empty() { format!("muc-{number}") } else { id };
                    let (id, name) = (quoted(&id), quoted(name));
                    self.body.push(format!("{indent}    - {{ id: {id}, title: {name}, points: {points} }}"));
                }
                return;
            }
            Understood::Ratio(above, below) => {
                let (above, below) = (self.input(above, "count"), self.input(below, "count"));
                format!("ratio: {{ numerator: {above}, denominator: {below} }}")
            }
            Understood::Each(thing, points) => {
                let input = self.input(thing, "count");
                format!("count: {{ of: {input}, each: {points} }}")
            }
            Understood::Less(thing, points) if self.taken_off => {
                let input = self.input(thing, "count");
                format!("count: {{ of: {input}, each: {} }}", plain(*points))
            }
            Understood::Late(points) if self.taken_off => {
                let input = self.input(&format!("Số ngày chậm: {title}"), "count");
                format!("count: {{ of: {input}, each: {} }}", plain(*points))
            }
            Understood::Less(thing, points) => {
                let input = self.input(thing, "count");
                format!("deduct: {{ items: [ {{ of: {input}, each: {} }} ] }}", plain(*points))
            }
            Understood::Late(points) => {
                let mut letters = title.chars();
                let first = letters.next().into_iter().flat_map(char::to_lowercase);
                let what: String = first.chain(letters).collect();
                let due = self.input(&format!("Hạn {what}"), "date");
                let actual = self.input(&format!("Ngày {what}"), "date");
                format!("lateness: {{ due: {due}, actual: {actual}, each_day: {} }}", plain(*points))
            }
        };
        self.body.push(format!("{indent}  {line}"));
    }

    /// An input of this title; its name is made of it.
    fn input(&mut self, title: &str, kind: &str) -> String {
        let letters: String = title
            .to_lowercase()
            .chars()
            .map(|letter| if letter.is_alphanumeric() { letter } else { ' ' })
            .collect();
        let words: Vec<&str> = letters.split_whitespace().collect();
        let base: String = words.join("_").chars().take(60).collect();
        let begins = base.chars().next().is_some_and(char::is_alphabetic);
        let base = if begins && words.len() > 1 { base } else { format!("số_{base}") };
        let mut name = base.clone();
        let mut number = 2;
        while !self.names.insert(name.clone()) {
            name = format!("{base}_{number}");
            number += 1;
        }
        self.inputs.push(format!("  {name}: {{ title: {}, kind: {kind} }}", quoted(title)));
        name
    }
}

fn plain(points: Decimal) -> String {
    points.to_string()
}

fn one_line(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() > 80 { line.chars().take(80).chain(['…']).collect() } else { line }
}

fn no_maximum(branch: &Branch) -> Diagnostic {
    let title = &branch.line.title;
    let message = text!("tiêu chí `{title}` chưa có điểm tối đa", "the criterion `{title}` has no maximum");
    Diagnostic::warning("TD0495", branch.line.max_at.clone(), message).with_help(text!(
        "điền `points_max` ở dòng đánh dấu CẦN XEM",
        "fill in `points_max` at the line marked CẦN XEM"
    ))
}
