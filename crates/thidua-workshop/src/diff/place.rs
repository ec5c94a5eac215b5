use thidua::{Text, text};

/// Where a change stands (vị trí của thay đổi), from the outside in.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Place {
    /// A key.
    Key(String),
    /// An item of a list: the list, the item's code or id, its title.
    Item { list: String, name: String, title: String },
}

/// The way to a change.
pub(super) type Way = Vec<Place>;

/// The way as one line, for programs: `criteria/I/children/I.2/bands`.
pub(super) fn path(way: &[Place]) -> String {
    let steps = way.iter().map(|place| match place {
        Place::Key(key) => key.as_str(),
        Place::Item { name, .. } => name.as_str(),
    });
    steps.collect::<Vec<_>>().join("/")
}

/// What a person calls the thing that changes: the innermost criterion, grade, award … on the way.
pub(super) fn called(way: &[Place]) -> Option<Text> {
    let named = way.iter().rev().find_map(|place| match place {
        Place::Item { list, name, title } => Some((list.as_str(), name, title)),
        Place::Key(_) => None,
    });
    if let Some((list, name, title)) = named {
        let under = way.iter().find_map(|place| match place {
            Place::Key(key) if key == "bonus" || key == "deductions" => Some(key.as_str()),
            _ => None,
        });
        let shown = if title.is_empty() { format!("`{name}`") } else { format!("“{title}”") };
        return Some(match (list, under) {
            ("grades", _) => text!("mức xếp loại {shown}", "grade {shown}"),
            ("gradings", _) => text!("bảng xếp loại {shown}", "grading {shown}"),
            ("rankings", _) => text!("bảng xếp hạng {shown}", "ranking {shown}"),
            ("awards", _) => text!("khen thưởng {shown}", "award {shown}"),
            ("inputs", _) => text!("số liệu {shown}", "input {shown}"),
            ("parameters", _) => text!("tham số `{name}`", "parameter `{name}`"),
            ("kinds", _) => text!("loại đối tượng {shown}", "kind {shown}"),
            ("budgets", _) => text!("quỹ `{name}`", "fund `{name}`"),
            ("stages", _) => text!("vòng chấm {shown}", "stage {shown}"),
            (_, Some("bonus")) => text!("mục điểm thưởng {name}", "bonus item {name}"),
            (_, Some("deductions")) => text!("mục điểm trừ {name}", "deduction item {name}"),
            _ if title.is_empty() => text!("tiêu chí {name}", "criterion {name}"),
            _ => text!("tiêu chí {name} ({title})", "criterion {name} ({title})"),
        });
    }
    let outer = way.iter().find_map(|place| match place {
        Place::Key(key) => Some(key.as_str()),
        Place::Item { .. } => None,
    });
    match outer? {
        "missing" => Some(text!("khi thiếu dữ liệu", "missing values")),
        "rounding" => Some(text!("làm tròn", "rounding")),
        "adjustments" => Some(match way.get(1) {
            Some(Place::Key(key)) if key == "bonus" => text!("điểm thưởng", "bonus"),
            Some(Place::Key(key)) if key == "deductions" => text!("điểm trừ", "deductions"),
            _ => text!("điểm thưởng, điểm trừ", "bonus and deductions"),
        }),
        _ => None,
    }
}

/// The key that changes: the last one on the way behind the last item.
pub(super) fn last_key(way: &[Place]) -> &str {
    match way.last() {
        Some(Place::Key(key)) => key,
        _ => "",
    }
}
