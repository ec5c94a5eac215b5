//! Any order of rows, columns, files and decisions, and any number of threads, gives the same bytes.

use thidua::{Files, Manifest, run_manifest};

use crate::{Answer, Random, Table, Verdict, answer};

/// Rows of every table in another order.
#[must_use]
pub fn rows(files: &Files, random: &mut Random) -> Files {
    Table::all(files).into_iter().fold(files.clone(), |files, mut table| {
        random.shuffle(&mut table.rows[1..]);
        table.put(&files)
    })
}

/// Columns of every table in another order.
#[must_use]
pub fn columns(files: &Files, random: &mut Random) -> Files {
    Table::all(files).into_iter().fold(files.clone(), |files, mut table| {
        let mut order: Vec<usize> = (0..table.rows[0].len()).collect();
        random.shuffle(&mut order);
        for row in &mut table.rows {
            *row = order.iter().map(|column| row[*column].clone()).collect();
        }
        table.put(&files)
    })
}

/// Decisions of every file in another order: the entries of the list that stands at the margin.
///
/// # Panics
/// When a file of decisions is no text.
#[must_use]
pub fn decisions(files: &Files, random: &mut Random) -> Files {
    let mut changed = files.clone();
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".yaml")) {
        let Ok(text) = std::str::from_utf8(bytes) else { continue };
        let Some((head, list)) = text.split_once("decisions:\n") else { continue };
        if head.lines().any(|line| !line.is_empty() && !line.starts_with('#')) {
            continue;
        }
        let mut entries: Vec<String> = Vec::new();
        for line in list.lines().filter(|line| !line.trim_start().starts_with('#')) {
            match entries
                .last_mut()
                .filter(|_| !line.trim_start().starts_with("- {") && !line.starts_with("- "))
            {
                Some(entry) => *entry += &format!("{line}\n"),
                None => entries.push(format!("{line}\n")),
            }
        }
        random.shuffle(&mut entries);
        changed.insert(name, format!("{head}decisions:\n{}", entries.concat()));
    }
    changed
}

/// The files that a manifest lists, in another order.
///
/// # Panics
/// When the folder has no manifest that can be read.
#[must_use]
pub fn listed(files: &Files, random: &mut Random) -> Answer {
    let mut manifest = Manifest::read("thidua.yaml", files.get("thidua.yaml").unwrap()).unwrap();
    for list in [&mut manifest.history, &mut manifest.decisions, &mut manifest.votes] {
        random.shuffle(list);
    }
    for run in &mut manifest.runs {
        random.shuffle(&mut run.value.evaluations);
    }
    Answer::of(run_manifest(files, manifest, 1 + random.below(4)))
}

/// Asks the oracle of a folder.
///
/// # Errors
/// Where the answers part.
///
/// # Panics
/// When the folder has a manifest that cannot be read.
pub fn hold(files: &Files, random: &mut Random) -> Verdict {
    let before = answer(files);
    for (what, after) in [
        ("rows", answer(&rows(files, random))),
        ("columns", answer(&columns(files, random))),
        ("decisions", answer(&decisions(files, random))),
    ] {
        same(what, &before, &after)?;
    }
    if files.get("thidua.yaml").is_some() && !before.refused {
        same("files", &before, &listed(files, random))?;
    }
    Ok(())
}

/// A refusal names places and stops where it must: there only the codes are compared.
fn same(what: &str, before: &Answer, after: &Answer) -> Verdict {
    if let Some(parts) = before.parts_from(after) {
        return Err(format!("{what} in another order: {parts}"));
    }
    if before.codes() != after.codes() {
        return Err(format!("{what} in another order: found {}\n  before {}", after.shown(), before.shown()));
    }
    Ok(())
}
