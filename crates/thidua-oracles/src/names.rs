use thidua::{Files, Manifest, RuleSet};
use thidua_table::fold;

use crate::Table;

/// What a name in a table stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// A header.
    Header,
    /// An entrant, where a register or another table lists them.
    Entrant,
    /// A cluster that others have too: no list says which there are, so a new one is only told where it looks like another.
    Cluster,
    /// A kind of entrants, a criterion, a stage, an award, a result, a council, a run, a choice or a yes.
    Listed,
}

/// A name that stands in a table.
#[derive(Clone, Debug)]
pub struct Name {
    /// The table.
    pub table: usize,
    /// Row and column, from 0.
    pub cell: (usize, usize),
    /// What it is.
    pub role: Role,
    /// Other ways to say it: the title of an id.
    pub titles: Vec<String>,
}

const ENTRANT: &[&str] = &["entrant", "id", "mã", "đơn vị", "mã đơn vị", "cá nhân"];
const LISTED: &[&str] = &[
    "kind",
    "loại",
    "award",
    "danh hiệu",
    "body",
    "hội đồng",
    "run",
    "đợt xét",
    "result",
    "kết quả",
    "used_for",
    "đã dùng cho",
    "criterion",
    "tiêu chí",
    "stage",
    "vòng",
];

/// Columns in which anybody may write anything: no list says which clusters there are.
const FREE: &[&str] = &["name", "tên"];
const CLUSTER: &[&str] = &["cluster", "cụm", "khối"];

/// The names of the tables of a folder that must be on some list.
#[must_use]
pub fn names(files: &Files, tables: &[Table]) -> Vec<Name> {
    let manifest = files.get("thidua.yaml").and_then(|bytes| Manifest::read("thidua.yaml", bytes).ok());
    let register = manifest.as_ref().and_then(|manifest| manifest.register.as_ref());
    let register = register.map(|register| register.file.value.clone());
    let titles = titles(files, tables, register.as_deref());
    let mut names = Vec::new();
    for (at, table) in tables.iter().enumerate() {
        let is_register = register.as_deref() == Some(&table.name);
        let evaluated = match &manifest {
            Some(manifest) => manifest
                .runs
                .iter()
                .any(|run| run.value.evaluations.iter().any(|file| file.file.value == table.name)),
            None => table.name == "points.csv",
        };
        let read = evaluated
            || manifest
                .as_ref()
                .is_some_and(|manifest| manifest.files().iter().any(|file| file.value == table.name));
        if !read {
            continue;
        }
        let entrant = table.column(ENTRANT);
        for (row, cells) in table.rows.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty()) {
                let header = fold(&table.rows[0][column]);
                if FREE.iter().any(|name| header == fold(name)) && row > 0 {
                    continue;
                }
                let is_cluster = CLUSTER.iter().any(|name| header == fold(name));
                if is_cluster && row > 0 {
                    let shared = table.rows.iter().filter(|other| other[column] == *cell).count() > 1;
                    if shared && (is_register || register.is_none()) {
                        names.push(Name {
                            table: at,
                            cell: (row, column),
                            role: Role::Cluster,
                            titles: Vec::new(),
                        });
                    }
                    continue;
                }
                let listed = LISTED.iter().any(|name| header == fold(name));
                let role = if row == 0 {
                    Role::Header
                } else if Some(column) == entrant {
                    // Nobody lists the entrants of a folder without a register but its own tables.
                    if register.is_none() || is_register { continue } else { Role::Entrant }
                } else if listed || (evaluated && cell.chars().any(char::is_alphabetic)) {
                    Role::Listed
                } else {
                    continue;
                };
                let titles =
                    titles.iter().filter(|(id, _)| id == cell).map(|(_, title)| title.clone()).collect();
                names.push(Name { table: at, cell: (row, column), role, titles });
            }
        }
    }
    names
}

/// Ids of entrants, kinds, awards, inputs and choices with their titles, where no two share one.
pub(crate) fn titles(files: &Files, tables: &[Table], register: Option<&str>) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    for table in tables.iter().filter(|table| Some(table.name.as_str()) == register) {
        if let (Some(id), Some(name)) = (table.column(ENTRANT), table.column(&["name", "tên"])) {
            all.extend(table.rows[1..].iter().map(|row| (row[id].clone(), row[name].clone())));
        }
    }
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".yaml")) {
        let Ok(rules) = thidua_rulefile::read_rule_set(name, bytes) else { continue };
        all.extend(titles_of(&rules));
    }
    all.sort();
    all.dedup();
    let once = |title: &str| all.iter().filter(|(_, other)| fold(other) == fold(title)).count() == 1;
    all.iter().filter(|(_, title)| !title.trim().is_empty() && once(title)).cloned().collect()
}

fn titles_of(rules: &RuleSet) -> Vec<(String, String)> {
    let text = serde_json::to_value(rules).unwrap();
    let mut found = Vec::new();
    for key in ["kinds", "inputs"] {
        for (id, value) in text[key].as_object().into_iter().flatten() {
            found.extend(value["title"].as_str().map(|title| (id.clone(), title.to_owned())));
        }
    }
    for award in text["awards"].as_array().into_iter().flatten() {
        if let (Some(id), Some(title)) = (award["id"].as_str(), award["title"].as_str()) {
            found.push((id.to_owned(), title.to_owned()));
        }
    }
    found
}
