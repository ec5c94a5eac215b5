use serde::Serialize;
use thidua::{
    Bounds, Exact, KindBounds, Language, NodeId, Plan, RuleSet, Valid, WithoutBounds, attainable, compile,
    days,
};

use crate::Settings;

/// What can come out of one rule file, for every day on which the rules differ.
#[derive(Serialize)]
pub(crate) struct FileBounds {
    file: String,
    days: Vec<DayBounds>,
}

#[derive(Serialize)]
struct DayBounds {
    day: String,
    /// Whether every combination of criteria that do not apply was looked at.
    complete: bool,
    kinds: Vec<KindLines>,
}

#[derive(Serialize)]
struct KindLines {
    kind: Option<String>,
    criteria: Vec<Line>,
    total: Ends,
    /// What the total is measured against.
    max: Option<Exact>,
    without: Vec<WithoutLine>,
}

#[derive(Serialize)]
struct Line {
    path: String,
    title: String,
    max: Exact,
    #[serde(flatten)]
    ends: Ends,
    #[serde(skip)]
    depth: usize,
}

/// Lowest and highest; `null` for no end, both where there can be no points.
#[derive(Clone, Serialize)]
struct Ends {
    least: Option<Exact>,
    most: Option<Exact>,
}

#[derive(Serialize)]
struct WithoutLine {
    without: Vec<String>,
    #[serde(flatten)]
    total: Ends,
    max: Option<Exact>,
}

/// Works out what can come out of a sound rule set.
pub(crate) fn of(file: &str, rules: &Valid<RuleSet>) -> FileBounds {
    let each = |day| {
        let plan = compile(rules, file, day).ok()?;
        let bounds = attainable(&plan);
        let kinds = bounds.kinds.iter().map(|kind| lines(&plan, kind)).collect();
        Some(DayBounds { day: day.to_string(), complete: bounds.complete, kinds })
    };
    FileBounds { file: file.to_owned(), days: days(rules).into_iter().filter_map(each).collect() }
}

fn lines(plan: &Plan, kind: &KindBounds) -> KindLines {
    let node = |position: NodeId| plan.nodes().get(position);
    let path = |position: NodeId| node(position).map(|node| node.path.clone()).unwrap_or_default();
    let criteria = plan.reading_order().into_iter().filter(|position| *position != plan.root());
    let criteria = criteria.filter_map(|position| {
        let node = node(position).filter(|node| node.has_kind(kind.kind))?;
        Some(Line {
            path: node.path.clone(),
            title: node.criterion.title.clone(),
            max: node.max.clone(),
            ends: ends(kind.applicable.nodes.get(position).and_then(Option::as_ref)),
            depth: node.depth,
        })
    });
    let without = |each: &WithoutBounds| WithoutLine {
        without: each.without.iter().map(|leaf| path(*leaf)).collect(),
        total: ends(each.total.as_ref()),
        max: each.max.most.clone(),
    };
    KindLines {
        kind: kind.kind.and_then(|kind| plan.rules().kinds.keys().nth(kind.into())).map(str::to_owned),
        criteria: criteria.collect(),
        total: ends(kind.applicable.total.as_ref()),
        max: kind.applicable.max.most.clone(),
        without: kind.without.iter().map(without).collect(),
    }
}

fn ends(bounds: Option<&Bounds>) -> Ends {
    let (least, most) = bounds.map(|bounds| (bounds.least.clone(), bounds.most.clone())).unwrap_or_default();
    Ends { least, most }
}

/// The tables for a person.
pub(crate) fn text(settings: Settings, files: &[FileBounds]) -> String {
    let mut text = String::new();
    for file in files {
        for day in &file.days {
            let on = if file.days.len() > 1 { format!(" · {}", day.day) } else { String::new() };
            for kind in &day.kinds {
                let of = kind.kind.as_ref().map(|kind| format!(" · {kind}")).unwrap_or_default();
                text += &format!("{}{on}{of}\n", file.file);
                text += &table(settings, kind);
            }
            if !day.complete {
                text += settings.say(
                    "  có quá nhiều tổ hợp không áp dụng: chỉ tính từng tiêu chí và từng nhóm\n",
                    "  too many combinations: only single criteria and whole groups were worked out\n",
                );
            }
            text.push('\n');
        }
    }
    text
}

fn table(settings: Settings, kind: &KindLines) -> String {
    let number = |value: &Exact| shown(settings, value);
    let range = |ends: &Ends| match (&ends.least, &ends.most) {
        (None, None) => "—".to_owned(),
        (least, most) => {
            let end = |end: &Option<Exact>| end.as_ref().map_or_else(|| "…".to_owned(), number);
            format!("{} – {}", end(least), end(most))
        }
    };
    let code = |line: &Line| line.path.rsplit('/').next().unwrap_or_default().to_owned();
    let head = [
        settings.say("tiêu chí", "criterion").to_owned(),
        settings.say("tối đa", "max").to_owned(),
        settings.say("có thể đạt", "attainable").to_owned(),
    ];
    let mut rows = vec![head];
    rows.extend(kind.criteria.iter().map(|line| {
        let name = format!("{}{} {}", "  ".repeat(line.depth.saturating_sub(1)), code(line), line.title);
        let short = line.ends.most.as_ref().is_some_and(|most| *most < line.max);
        let mark = if short { settings.say("  thiếu", "  short") } else { "" };
        [name.trim_end().to_owned(), number(&line.max), format!("{}{mark}", range(&line.ends))]
    }));
    let total = settings.say("tổng điểm", "total");
    rows.push([total.to_owned(), kind.max.as_ref().map(number).unwrap_or_default(), range(&kind.total)]);
    // The combination that costs most speaks for the larger ones.
    let costs = |line: &&WithoutLine| line.total.most < kind.total.most;
    let single = kind.without.iter().filter(|line| line.without.len() == 1).filter(costs);
    let several = kind.without.iter().filter(|line| line.without.len() > 1 && line.total.most.is_some());
    let worst = several.filter(costs).min_by(|left, right| left.total.most.cmp(&right.total.most));
    rows.extend(single.chain(worst).map(|line| {
        let names = line.without.join(", ");
        let max = line.max.as_ref().map(number).unwrap_or_default();
        [format!("{total}, {} {names}", settings.say("không có", "without")), max, range(&line.total)]
    }));
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cells(cell)).max();
    let (first, second) = (width(0).unwrap_or(0), width(1).unwrap_or(0));
    let room = |width: usize, cell: &str| " ".repeat(width.saturating_sub(cells(cell)));
    let line = |[name, max, range]: &[String; 3]| {
        format!("  {name}{}  {}{max}  {range}\n", room(first, name), room(second, max))
    };
    rows.iter().map(line).collect()
}

/// How many cells the words take up: marks that stand upon a letter take none.
fn cells(words: &str) -> usize {
    words.chars().filter(|character| !('\u{300}'..='\u{36f}').contains(character)).count()
}

fn shown(settings: Settings, value: &Exact) -> String {
    let decimal = value.to_decimal().map(|decimal| decimal.normalized().to_string());
    let words = decimal.unwrap_or_else(|| value.display_rounded(4));
    if settings.language == Language::Vietnamese { words.replace('.', ",") } else { words }
}
