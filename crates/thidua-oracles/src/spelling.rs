//! A name is the same name in capitals, in composed or decomposed letters, between any spaces, and by its title.

use thidua::Files;
use unicode_normalization::UnicodeNormalization as _;

use crate::{Random, Role, Table, Verdict, answer, keyed, names};

/// Every other way to write a name.
fn spellings(written: &str, titles: &[String]) -> Vec<(&'static str, String)> {
    let mut all = vec![
        ("capitals", written.to_uppercase()),
        ("small letters", written.to_lowercase()),
        ("composed", written.nfc().collect()),
        ("decomposed", written.nfd().collect()),
        ("spaces around", format!("\u{a0} {written}\u{3000} ")),
        ("spaces that do not break", written.replace(' ', "\u{a0}")),
        ("two spaces", written.replace(' ', "  ")),
        ("a zero-width space", format!("\u{feff}{written}\u{200b}")),
    ];
    all.extend(titles.iter().map(|title| ("its title", title.clone())));
    all.retain(|(_, spelt)| spelt != written);
    all
}

/// Asks the oracle of so many names of a folder; answers how many spellings were taken and how many refused.
///
/// # Errors
/// The spelling that changed a result.
pub fn hold(files: &Files, random: &mut Random, count: usize) -> Result<(usize, usize), String> {
    let before = answer(files);
    let tables = Table::all(files);
    let mut names = names(files, &tables);
    random.shuffle(&mut names);
    let (mut taken, mut refused) = (0, 0);
    for name in names.into_iter().take(count) {
        let (row, column) = name.cell;
        let was = tables[name.table].rows[row][column].clone();
        for (how, spelt) in spellings(&was, &name.titles) {
            // Of several spellings of a cluster the first in the alphabet is shown.
            let shown = spelt.split_whitespace().collect::<Vec<_>>().join(" ");
            if name.role == Role::Cluster && shown < was {
                continue;
            }
            let mut table = tables[name.table].clone();
            table.rows[row][column].clone_from(&spelt);
            let after = answer(&table.put(files));
            if after.refused && !before.refused {
                refused += 1;
                continue;
            }
            taken += 1;
            let parts = before.parts_from(&after).map_or(Ok(()), Err);
            let place = format!("{} row {} column {}", table.name, row + 1, column + 1);
            parts.map_err(|parts| {
                format!("`{was}` at {place}, {how} (`{spelt}`): {parts}{}", after.shown())
            })?;
        }
    }
    Ok((taken, refused))
}

/// Asks the oracle of so many names in the manifest and in decisions; answers how many spellings were taken and how many
/// refused.
///
/// # Errors
/// The spelling that changed a result.
pub fn keys(files: &Files, random: &mut Random, count: usize) -> Result<(usize, usize), String> {
    let before = answer(files);
    let mut all = keyed(files);
    random.shuffle(&mut all);
    let (mut taken, mut refused) = (0, 0);
    for name in all.into_iter().take(count) {
        for (how, spelt) in spellings(&name.says, &[]) {
            let after = answer(&name.put(files, &spelt));
            if after.refused && !before.refused {
                refused += 1;
                continue;
            }
            taken += 1;
            before.parts_from(&after).map_or(Ok(()), Err).map_err(|parts| {
                let (was, key, file) = (&name.says, &name.key, &name.file);
                format!("`{key}: {was}` in {file}, {how} (`{spelt}`): {parts}{}", after.shown())
            })?;
        }
    }
    Ok((taken, refused))
}

/// Asks the oracle of the names in rule files: a decomposed file is the same file.
///
/// # Errors
/// Where the answers part.
pub fn decomposed(files: &Files) -> Verdict {
    let before = answer(files);
    let mut changed = files.clone();
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".yaml")) {
        if let Ok(text) = std::str::from_utf8(bytes) {
            changed.insert(name, text.nfd().collect::<String>());
        }
    }
    before
        .parts_from(&answer(&changed))
        .map_or(Ok(()), |parts| Err(format!("decomposed rule files: {parts}")))
}
