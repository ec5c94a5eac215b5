//! A header or a name that is on no list is a finding, or makes no difference: nothing said is lost in silence.

use std::collections::BTreeSet;

use thidua::Files;

use crate::{Answer, Random, Role, Table, Verdict, answer, keyed, names};

/// A word no list has and no list has anything near.
const NOBODY: &str = "zqxwj vkyzq";

/// Asks the oracle of so many headers and of so many other names of a folder.
///
/// # Errors
/// The name that was lost in silence.
pub fn hold(files: &Files, random: &mut Random, (mut headers, mut others): (usize, usize)) -> Verdict {
    let before = answer(files);
    let tables = Table::all(files);
    let mut names = names(files, &tables);
    names.retain(|name| name.role != Role::Cluster);
    random.shuffle(&mut names);
    // One name of every column is always asked: a rare kind of name must not hang on luck.
    let mut columns = BTreeSet::new();
    for name in names {
        let left = match name.role {
            Role::Header => &mut headers,
            _ if columns.insert((name.table, name.cell.1)) => &mut 1,
            _ => &mut others,
        };
        if *left == 0 {
            continue;
        }
        *left -= 1;
        let mut table = tables[name.table].clone();
        let (row, column) = name.cell;
        let was = std::mem::replace(&mut table.rows[row][column], NOBODY.to_owned());
        let after = answer(&table.put(files));
        // How many results of earlier years nobody looks for was told before: one more such name in such a record is no news.
        let looked_for = table.column(&["year", "năm"]).is_some() && before.codes().contains_key("TD0433");
        if !told(&before, &after) && !looked_for {
            let parts = before.parts_from(&after).unwrap_or_default();
            let place = format!("{} row {} column {}", table.name, row + 1, column + 1);
            return Err(format!("`{was}` at {place} can be anything, and nothing is said: {parts}"));
        }
    }
    Ok(())
}

/// Asks the oracle of so many names in the manifest and in decisions.
///
/// # Errors
/// The name that was lost in silence.
pub fn keys(files: &Files, random: &mut Random, count: usize) -> Verdict {
    let before = answer(files);
    let mut all = keyed(files);
    random.shuffle(&mut all);
    for name in all.into_iter().take(count) {
        let after = answer(&name.put(files, NOBODY));
        if !told(&before, &after) {
            let parts = before.parts_from(&after).unwrap_or_default();
            let (was, key, file) = (&name.says, &name.key, &name.file);
            return Err(format!("`{key}: {was}` in {file} can be anything, and nothing is said: {parts}"));
        }
    }
    Ok(())
}

fn told(before: &Answer, after: &Answer) -> bool {
    after.refused || after.tells_more_than(before) || before.parts_from(after).is_none()
}
