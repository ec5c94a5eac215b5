use std::fmt::Write;

use serde::Serialize;
use thidua::{Language, NodeReading, RuleSet, Valid, compile, days, node_readings};

use crate::Settings;

/// How one rule file is read when many entrants are scored, for every day on which the rules differ.
#[derive(Serialize)]
pub(crate) struct FileReading {
    file: String,
    days: Vec<DayReading>,
}

#[derive(Serialize)]
struct DayReading {
    day: String,
    nodes: Vec<NodeReading>,
}

pub(crate) fn of(file: &str, rules: &Valid<RuleSet>) -> FileReading {
    let each = |day| {
        let plan = compile(rules, file, day).ok()?;
        Some(DayReading { day: day.to_string(), nodes: node_readings(&plan) })
    };
    FileReading { file: file.to_owned(), days: days(rules).into_iter().filter_map(each).collect() }
}

/// One line for each criterion and group.
pub(crate) fn text(settings: Settings, files: &[FileReading]) -> String {
    let t = |vi, en| if settings.language == Language::Vietnamese { vi } else { en };
    let mut page = String::new();
    for (file, day) in files.iter().flat_map(|file| file.days.iter().map(move |day| (&file.file, day))) {
        // Writing to a String cannot fail.
        let _ = writeln!(page, "{file} ({})", day.day);
        for node in &day.nodes {
            let path = if node.path.is_empty() { t("toàn phiếu", "the whole sheet") } else { &node.path };
            let how =
                if node.columns { t("theo cột", "in columns") } else { t("từng dòng", "row by row") };
            let reasons: Vec<&str> =
                node.row_by_row.iter().map(|why| why.in_language(settings.language)).collect();
            let reasons = match (reasons.join(", "), node.columns) {
                (reasons, _) if reasons.is_empty() => String::new(),
                (reasons, true) => format!("; {} {reasons}", t("từng dòng:", "row by row:")),
                (reasons, false) => format!(": {reasons}"),
            };
            let _ = writeln!(page, "  {path:<12} {how}{reasons}");
        }
    }
    page
}
