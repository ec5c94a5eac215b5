//! Scoring methods as a form prints them (cách chấm viết như trên phiếu): “từ 95%: đủ điểm; dưới 80%: 0 điểm”.

use thidua::{Text, text};
use thidua_rulefile::{Node, View};

use super::lay::alike;
use super::words::{joined, plain, say, scalar};

/// The value of a key that has words of its own; `None` where the keys alone say it.
pub(super) fn described(key: &str, node: &Node) -> Option<Text> {
    let quote = |name: &str| node.get(name).map(plain);
    Some(match key {
        "bands" => {
            let of = quote("of")?;
            say("theo {}: {}", "by {}: {}", &[&of, &rows(node.get("steps")?, band)])
        }
        "levels" => rows(node.get("choices")?, level),
        "linear" => {
            let of = quote("of")?;
            say("theo {}: {}", "by {}: {}", &[&of, &rows(node.get("anchors")?, anchor)])
        }
        "deduct" => rows(node.get("items")?, deduction),
        "ratio" => {
            let quotient = say("{} / {}", "{} / {}", &[&quote("numerator")?, &quote("denominator")?]);
            let rest = without(node, &["numerator", "denominator"]);
            with_rest(&quotient, &rest)
        }
        "count" => {
            let (of, each) = (quote("of")?, quote("each")?);
            let sentence = say("{} điểm cho mỗi {}", "{} for each {}", &[&each, &of]);
            with_rest(&sentence, &without(node, &["of", "each"]))
        }
        "method" => match node.view() {
            View::Group(entries) => {
                let (key, value) = entries.first()?;
                described(key.text()?, value).unwrap_or_else(|| super::words::plain(node))
            }
            _ => return None,
        },
        "yes_no" => text!("đạt thì đủ điểm, không đạt 0 điểm", "full points or none"),
        "direct" => match quote("step") {
            Some(step) => say("chấm trực tiếp, bước {}", "points entered, in steps of {}", &[&step]),
            None => text!("chấm trực tiếp", "points entered"),
        },
        _ => return None,
    })
}

/// When both versions use the same table, only the rows that are not in both.
pub(super) fn rows_that_differ(key: &str, old: &Node, new: &Node) -> Option<(Text, Text)> {
    let (list, shown): (&str, fn(&Node) -> Text) = match key {
        "bands" => ("steps", band),
        "levels" => ("choices", level),
        "linear" => ("anchors", anchor),
        "deduct" => ("items", deduction),
        _ => return None,
    };
    let rest = |node: &Node| Node::group(others(node, &[list]));
    if !alike(&rest(old), &rest(new)) {
        return None;
    }
    let (View::List(before), View::List(after)) = (old.get(list)?.view(), new.get(list)?.view()) else {
        return None;
    };
    let only = |rows: &[Node], others: &[Node]| {
        let rows = rows.iter().filter(|row| !others.iter().any(|other| alike(row, other)));
        let rows: Vec<Text> = rows.map(shown).collect();
        if rows.is_empty() { text!("(không có)", "(nothing)") } else { joined(&rows, "; ") }
    };
    Some((only(before, after), only(after, before)))
}

/// A whole criterion in one line: maximum, and how it is scored.
pub(super) fn criterion(node: &Node) -> Text {
    let max = node.get("points_max").map(plain);
    let max = max.map_or_else(Text::default, |max| say("tối đa {} điểm", "at most {} points", &[&max]));
    let View::Group(entries) = node.view() else { return max };
    let how = entries.iter().find_map(|(key, value)| described(key.text()?, value));
    let children = match node.get("children").map(Node::view) {
        Some(View::List(children)) => {
            let count = children.len();
            Some(text!("{count} tiêu chí thành phần", "{count} children"))
        }
        _ => None,
    };
    let parts: Vec<Text> =
        [Some(max), how, children].into_iter().flatten().filter(|part| !part.vi.is_empty()).collect();
    joined(&parts, ", ")
}

/// A row of bands or a grade: “từ 80% đến dưới 95%: tỷ lệ thuận”.
pub(super) fn band(node: &Node) -> Text {
    let end = |key: &str| node.get(key).map(plain);
    let lower = end("from").map(|from| say("từ {}", "from {}", &[&from]));
    let lower = lower.or_else(|| end("above").map(|above| say("trên {}", "above {}", &[&above])));
    let upper = end("to").map(|to| say("đến {}", "to {}", &[&to]));
    let upper = upper.or_else(|| end("below").map(|below| say("dưới {}", "below {}", &[&below])));
    let interval = match (lower, upper) {
        (Some(lower), Some(upper)) if node.get("to").is_some() => say("{} {}", "{} {}", &[&lower, &upper]),
        (Some(lower), Some(upper)) => say("{} đến {}", "{} to {}", &[&lower, &upper]),
        (Some(lower), None) => say("{} trở lên", "{} up", &[&lower]),
        (None, Some(upper)) => upper,
        (None, None) => text!("mọi giá trị", "any value"),
    };
    match pay(node) {
        Some(pay) => say("{}: {}", "{}: {}", &[&interval, &pay]),
        None => interval,
    }
}

fn pay(node: &Node) -> Option<Text> {
    let yes = |key: &str| node.get(key).and_then(Node::text) == Some("true");
    if yes("full") {
        return Some(text!("đủ điểm", "full points"));
    }
    if yes("proportional") {
        return Some(text!("tỷ lệ thuận", "proportional"));
    }
    if let Some(line) = node.get("line") {
        let (lower, upper) = (plain(line.get("at_lower")?), plain(line.get("at_upper")?));
        return Some(say(
            "tăng đều từ {} đến {} điểm",
            "a straight line from {} to {} points",
            &[&lower, &upper],
        ));
    }
    let points = node.get("points").map(|points| say("{} điểm", "{} points", &[&plain(points)]));
    points.or_else(|| {
        node.get("share").map(|share| say("{} điểm tối đa", "{} of the maximum", &[&plain(share)]))
    })
}

fn level(node: &Node) -> Text {
    let title = node.get("title").or_else(|| node.get("id")).and_then(Node::text).unwrap_or_default();
    let points = node.get("points").map(plain).unwrap_or_default();
    say("{}: {} điểm", "{}: {} points", &[&Text::same(title), &points])
}

fn anchor(node: &Node) -> Text {
    let part = |key: &str| node.get(key).map(plain).unwrap_or_default();
    say("{} được {} điểm", "{} gives {} points", &[&part("at"), &part("points")])
}

fn deduction(node: &Node) -> Text {
    let of = node.get("of").map(plain).unwrap_or_default();
    let mut parts = Vec::new();
    if let Some(each) = node.get("each") {
        parts.push(say("mỗi lần trừ {}", "{} off for each", &[&plain(each)]));
    }
    if let Some(most) = node.get("at_most") {
        parts.push(say("trừ nhiều nhất {}", "at most {} off", &[&plain(most)]));
    }
    if let Some(View::List(rungs)) = node.get("ladder").map(Node::view) {
        parts.extend(rungs.iter().map(|rung| {
            let at = rung.get("at").map(plain).unwrap_or_default();
            let minus = match rung.get("minus").and_then(Node::text) {
                Some("all") => text!("hết", "everything"),
                Some(points) => scalar(points),
                None => Text::default(),
            };
            say("từ {} trừ {}", "from {} take off {}", &[&at, &minus])
        }));
    }
    say("{}: {}", "{}: {}", &[&of, &joined(&parts, ", ")])
}

fn rows(node: &Node, shown: fn(&Node) -> Text) -> Text {
    match node.view() {
        View::List(items) => joined(&items.iter().map(shown).collect::<Vec<_>>(), "; "),
        _ => plain(node),
    }
}

fn with_rest(text: &Text, rest: &Node) -> Text {
    match rest.view() {
        View::Group(entries) if entries.is_empty() => text.clone(),
        _ => say("{}, {}", "{}, {}", &[text, &plain(rest)]),
    }
}

fn without(node: &Node, keys: &[&str]) -> Node {
    Node::group(others(node, keys))
}

/// The entries of a group but for some keys.
fn others(node: &Node, keys: &[&str]) -> Vec<(String, Node)> {
    let View::Group(entries) = node.view() else { return Vec::new() };
    let kept = entries.into_iter().filter_map(|(key, value)| {
        let key = key.text().filter(|key| !keys.contains(key))?;
        Some((key.to_owned(), value.clone()))
    });
    kept.collect()
}
