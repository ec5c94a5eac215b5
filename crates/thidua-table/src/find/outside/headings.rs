//! Headings between the rows of a table (dòng tiêu đề xen giữa): `II | Cụm 2`, the title of the next part.

use thidua_core::{Diagnostic, text};

use super::{Looking, Outside, is_figure, is_signature};
use crate::fold;
use crate::word::begins_with_word;

/// What clusters are called where they head their entrants.
const CLUSTERS: [&str; 3] = ["cum", "khoi", "cluster"];

/// Whether a row heads those below it: it says nothing of anybody, and names nobody or a part of the table.
pub(super) fn is_one(looking: &Looking<'_>, row: usize, below: &[usize]) -> bool {
    let fuller_below = || {
        let own = looking.filled(row).count();
        below.iter().take(LINES_BELOW).any(|next| looking.filled(*next).count() > own)
    };
    let entrant = looking.entrant(row);
    if entrant.is_empty() {
        let mut filled = looking.filled(row);
        let title = filled.next().filter(|_| filled.next().is_none());
        return title.is_some_and(|(_, text)| !is_figure(text) && !is_signature(text, true))
            && fuller_below();
    }
    let is_label =
        |column: u32| Some(column) == looking.columns.entrant || looking.columns.remarks.contains(&column);
    let mark = number(looking, row);
    let counted = |mark: &str| mark.bytes().all(|byte| byte.is_ascii_digit());
    let among_counted = below.first().is_some_and(|next| {
        let next = number(looking, *next);
        !next.is_empty() && counted(next)
    });
    // Entrants are numbered, what heads them has a letter, a Roman number or none.
    let apart = !mark.is_empty() && mark.len() <= 5 && !counted(mark) && among_counted;
    let heads = apart || (is_cluster(entrant) && (mark.is_empty() || !counted(mark)));
    heads && looking.filled(row).all(|(column, _)| is_label(column)) && fuller_below()
}

/// Whether a row heads rows that never came: a cluster, or a letter among numbers, with nothing under it.
pub(super) fn is_last(looking: &Looking<'_>, row: usize, rows: &[usize], position: usize) -> bool {
    let entrant = looking.entrant(row);
    if entrant.is_empty() || rows.len() > position + LINES_BELOW {
        return false;
    }
    let is_label =
        |column: u32| Some(column) == looking.columns.entrant || looking.columns.remarks.contains(&column);
    let counted = |mark: &str| !mark.is_empty() && mark.bytes().all(|byte| byte.is_ascii_digit());
    let mark = number(looking, row);
    let before =
        rows.get(..position).unwrap_or_default().iter().any(|before| counted(number(looking, *before)));
    let apart = !mark.is_empty() && mark.len() <= 5 && !counted(mark) && before;
    (apart || (is_cluster(entrant) && !counted(mark)))
        && looking.filled(row).all(|(column, _)| is_label(column))
}

/// Headings after which nobody comes: what was to stand there may be missing.
pub(super) fn empty(looking: &Looking<'_>, left: &[(Outside, usize)], kept: &[usize]) -> Option<Diagnostic> {
    let last = kept.last().copied().unwrap_or(0);
    let heads_nobody = |(outside, row): &&(Outside, usize)| {
        *outside == Outside::Heading && *row > last && !looking.entrant(*row).is_empty()
    };
    let (_, row) = left.iter().find(heads_nobody)?;
    let name = looking.entrant(*row);
    let message = text!(
        "dòng `{name}` là tiêu đề mà bên dưới không có đơn vị nào; không tính là một đơn vị",
        "the row `{name}` is a heading with nobody below it; it is not taken for an entrant"
    );
    Some(Diagnostic::warning("TD0443", looking.sheet.place(*row, 1), message).with_help(text!(
        "xem có thiếu các dòng bên dưới không; nếu là một đơn vị, đánh số thứ tự dòng này hoặc ghi `skip: []` trong `layout`",
        "see whether the rows below it are missing; if it is an entrant, number the row or give `skip: []` under `layout`"
    )))
}

/// Titles of parts stand in a few lines at most.
const LINES_BELOW: usize = 4;

/// The running number of a row.
fn number<'s>(looking: &Looking<'s>, row: usize) -> &'s str {
    let before = |column: &&u32| looking.columns.entrant.is_some_and(|entrant| **column < entrant);
    looking.columns.remarks.iter().find(before).map_or("", |column| looking.text(row, *column))
}

fn is_cluster(text: &str) -> bool {
    CLUSTERS.iter().any(|word| begins_with_word(text, word))
}

/// Clusters that stand in headings are those of nobody where no column says them.
pub(super) fn clusters(looking: &Looking<'_>, left: &[(Outside, usize)]) -> Option<Diagnostic> {
    let said = |name: &String| CLUSTERS.contains(&fold(name).as_str()) || fold(name) == "cum-thi-dua";
    if looking.words.has_known() || looking.header.names.iter().any(said) {
        return None;
    }
    let cluster = |row: usize| looking.filled(row).map(|(_, text)| text).find(|text| is_cluster(text));
    let mut found = left
        .iter()
        .filter(|(outside, _)| *outside == Outside::Heading)
        .filter_map(|(_, row)| Some((*row, cluster(*row)?)));
    let (row, name) = found.next()?;
    let count = 1 + found.count();
    let message = text!(
        "{count} dòng ghi tên cụm làm tiêu đề, dòng đầu là `{name}`; tên đó không thành cụm của các đơn vị bên dưới",
        "{count} rows name a cluster as a heading, the first is `{name}`; it becomes the cluster of nobody below it"
    );
    Some(Diagnostic::warning("TD0429", looking.sheet.place(row, 1), message).with_help(text!(
        "thêm cột `cụm` và ghi tên cụm ở dòng của từng đơn vị, hoặc dùng danh sách đơn vị có cột đó",
        "add a column `cụm` and write the cluster on the row of each entrant, or use a register that has it"
    )))
}
