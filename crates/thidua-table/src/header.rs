use std::collections::BTreeMap;

use thidua_core::{Diagnostic, FINDINGS_SHOWN_MAX, Place, column_letters, nearest, text};

use crate::table::Table;
use crate::word::{clean, fold};

/// A column somebody needs (cột cần có), under any of several names; messages use the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted<'n> {
    /// The names the column may have.
    pub names: &'n [&'n str],
    /// Whether a table without the column is refused.
    pub required: bool,
}

impl<'n> Wanted<'n> {
    /// A column the table must have.
    #[must_use]
    pub fn required(names: &'n [&'n str]) -> Self {
        Self { names, required: true }
    }

    /// A column the table may have.
    #[must_use]
    pub fn optional(names: &'n [&'n str]) -> Self {
        Self { names, required: false }
    }

    fn title(&self) -> &'n str {
        self.names.first().copied().unwrap_or("")
    }
}

/// Which column holds what (kết quả so khớp tiêu đề), and what is wrong with the header.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct HeaderMatch {
    /// For each wanted column, in the order asked, its number from 1.
    pub columns: Vec<Option<u32>>,
    /// The columns nobody asked for, nameless ones included.
    pub unwanted: Vec<u32>,
    /// What a person must look at (TD0301–TD0306).
    pub diagnostics: Vec<Diagnostic>,
}

/// Finds the columns by their headers (so khớp tiêu đề): exactly first, then without diacritics.
///
/// A column is only ever given to one wanted name, and only when no other column could be meant.
///
/// ```
/// use thidua_table::{Table, Wanted, match_headers};
/// let table = Table::from_rows("a.csv", &[&["Mã đơn vị", "Diểm tự chấm", "Ghi chú"]])?;
/// let found = match_headers(&table, &[Wanted::required(&["ma_don_vi"]), Wanted::required(&["Điểm tự chấm"])]);
/// assert_eq!(found.columns, [Some(1), Some(2)]);
/// assert_eq!(found.diagnostics[0].code, "TD0305"); // nobody asked for `Ghi chú`
/// # Ok::<(), thidua_table::RowError>(())
/// ```
#[must_use]
pub fn match_headers(table: &Table, wanted: &[Wanted<'_>]) -> HeaderMatch {
    let headers = Headers::of(table);
    let candidates = headers.candidates(wanted);
    let claims = claims(&candidates);
    let mut diagnostics = Vec::new();
    let mut columns = Vec::with_capacity(wanted.len());
    for (one, found) in wanted.iter().zip(&candidates) {
        let column = match found.as_slice() {
            [column] if claims.get(column).is_some_and(|claimants| claimants.len() == 1) => Some(*column),
            [_] => None,
            [] => {
                diagnostics.extend(headers.missing(one, &claims));
                None
            }
            [_, rest @ ..] => {
                diagnostics.push(headers.several(one, found, rest));
                None
            }
        };
        columns.push(column);
    }
    for (column, claimants) in claims.iter().filter(|(_, claimants)| claimants.len() > 1) {
        diagnostics.push(headers.contested(*column, claimants.iter().filter_map(|index| wanted.get(*index))));
    }
    let open: Vec<&str> = wanted
        .iter()
        .zip(&candidates)
        .filter_map(|(one, found)| found.is_empty().then_some(one.names))
        .flatten()
        .copied()
        .collect();
    let unwanted: Vec<u32> =
        (1..=table.column_count()).filter(|column| !claims.contains_key(column)).collect();
    diagnostics.extend(headers.unwanted(&unwanted, &open));
    diagnostics.sort_by(|left, right| (&left.place, left.code).cmp(&(&right.place, right.code)));
    HeaderMatch { columns, unwanted, diagnostics }
}

/// For each column that some name could mean, the positions of those names among the wanted.
type Claims = BTreeMap<u32, Vec<usize>>;

fn claims(candidates: &[Vec<u32>]) -> Claims {
    let mut claims = Claims::new();
    for (index, found) in candidates.iter().enumerate() {
        for column in found {
            claims.entry(*column).or_default().push(index);
        }
    }
    claims
}

struct Headers<'t> {
    table: &'t Table,
    exact: BTreeMap<&'t str, Vec<u32>>,
    folded: BTreeMap<String, Vec<u32>>,
}

impl<'t> Headers<'t> {
    fn of(table: &'t Table) -> Self {
        let mut headers = Self { table, exact: BTreeMap::new(), folded: BTreeMap::new() };
        for cell in table.header().cells().filter(|cell| !cell.text.is_empty()) {
            headers.exact.entry(cell.text).or_default().push(cell.column);
            let key = fold(cell.text);
            // A header of signs only, such as `%`, has no key to be matched by.
            if !key.is_empty() {
                headers.folded.entry(key).or_default().push(cell.column);
            }
        }
        headers
    }

    fn candidates(&self, wanted: &[Wanted<'_>]) -> Vec<Vec<u32>> {
        let exact: Vec<Vec<u32>> = wanted
            .iter()
            .map(|one| merged(one.names.iter().filter_map(|name| self.exact.get(&*clean(name)))))
            .collect();
        let taken: Vec<u32> = exact.iter().flatten().copied().collect();
        let by_key = |one: &Wanted<'_>| {
            let mut columns = merged(one.names.iter().filter_map(|name| self.folded.get(&fold(name))));
            columns.retain(|column| !taken.contains(column));
            columns
        };
        wanted
            .iter()
            .zip(&exact)
            .map(|(one, exact)| if exact.is_empty() { by_key(one) } else { exact.clone() })
            .collect()
    }

    fn name_of(&self, column: u32) -> &'t str {
        self.table.header().cell(column)
    }

    fn place(&self, column: u32) -> Place {
        self.table.header().place(column)
    }

    fn several(&self, wanted: &Wanted<'_>, columns: &[u32], rest: &[u32]) -> Diagnostic {
        let title = wanted.title();
        let letters = columns.iter().map(|column| column_letters(*column)).collect::<Vec<_>>().join(", ");
        let place = self.place(rest.first().copied().unwrap_or(1));
        let mut names = columns.iter().map(|column| self.name_of(*column));
        let first = names.next().unwrap_or("");
        if names.all(|name| name == first) {
            return duplicate(place, first, &letters, true);
        }
        Diagnostic::error(
            "TD0301",
            place,
            text!(
                "nhiều cột cùng khớp với `{title}`: {letters}",
                "several columns match `{title}`: {letters}"
            ),
        )
        .with_help(text!(
            "đặt tên đúng `{title}` cho một cột, đổi tên các cột còn lại",
            "name exactly one of them `{title}` and rename the others"
        ))
    }

    fn contested<'w>(&self, column: u32, claimants: impl Iterator<Item = &'w Wanted<'w>>) -> Diagnostic {
        let titles = claimants.map(|one| format!("`{}`", one.title())).collect::<Vec<_>>().join(", ");
        let name = self.name_of(column);
        Diagnostic::error(
            "TD0302",
            self.place(column),
            text!(
                "cột `{name}` khớp với nhiều tên cần tìm: {titles}",
                "the column `{name}` matches several wanted names: {titles}"
            ),
        )
        .with_help(text!(
            "đặt tên cột đúng từng dấu như tên cần tìm",
            "write the header exactly like the name it stands for, diacritics included"
        ))
    }

    fn missing(&self, wanted: &Wanted<'_>, claims: &Claims) -> Option<Diagnostic> {
        if !wanted.required {
            return None;
        }
        let title = wanted.title();
        let keys: Vec<String> = wanted.names.iter().map(|name| fold(name)).collect();
        let free = || {
            self.folded
                .iter()
                .filter_map(|(key, columns)| Some((key.as_str(), *columns.first()?)))
                .filter(|(_, column)| !claims.contains_key(column))
        };
        let near = keys.iter().find_map(|key| nearest(key, free().map(|(free, _)| free)));
        let column = near.and_then(|near| free().find(|(key, _)| *key == near)).map(|(_, column)| column);
        let message = text!("thiếu cột `{title}`", "the column `{title}` is missing");
        Some(match column {
            Some(column) => {
                let name = self.name_of(column);
                Diagnostic::error("TD0304", self.place(column), message).with_help(text!(
                    "nếu là cột `{name}`, hãy đổi tên thành `{title}`",
                    "if it is the column `{name}`, rename it to `{title}`"
                ))
            }
            None => Diagnostic::error("TD0304", self.place(1), message).with_help(text!(
                "thêm cột `{title}` vào dòng tiêu đề; dòng đầu tiên của tệp phải là tên các cột",
                "add the column `{title}` to the header; the first row must hold the column names"
            )),
        })
    }

    fn unwanted(&self, columns: &[u32], open: &[&str]) -> Vec<Diagnostic> {
        let keys: BTreeMap<String, &str> = open.iter().map(|name| (fold(name), *name)).collect();
        let mut findings = Vec::new();
        for &column in columns {
            let name = self.name_of(column);
            let twins = self.exact.get(name).map_or(&[][..], Vec::as_slice);
            if name.is_empty() {
                findings.push(nameless(self.place(column), column));
                continue;
            }
            if twins.first().is_some_and(|first| *first < column) {
                let letters = twins.iter().map(|twin| column_letters(*twin)).collect::<Vec<_>>().join(", ");
                findings.push(duplicate(self.place(column), name, &letters, false));
                continue;
            }
            // The nearest name of a column that is only counted helps nobody.
            let shown = findings.len() < FINDINGS_SHOWN_MAX;
            let known = || keys.keys().map(String::as_str);
            let near = shown.then(|| nearest(&fold(name), known())).flatten().and_then(|key| keys.get(key));
            findings.push(unused(self.place(column), name, near.copied()));
        }
        findings
    }
}

fn merged<'c>(lists: impl Iterator<Item = &'c Vec<u32>>) -> Vec<u32> {
    let mut columns: Vec<u32> = lists.flatten().copied().collect();
    columns.sort_unstable();
    columns.dedup();
    columns
}

fn duplicate(place: Place, name: &str, letters: &str, wanted: bool) -> Diagnostic {
    let message = text!(
        "tiêu đề `{name}` lặp lại ở các cột {letters}",
        "the header `{name}` is repeated in columns {letters}"
    );
    let finding = if wanted { Diagnostic::error } else { Diagnostic::warning };
    finding("TD0303", place, message).with_help(text!(
        "giữ một cột và đổi tên hoặc xóa cột kia",
        "keep one column; rename or delete the other"
    ))
}

fn nameless(place: Place, column: u32) -> Diagnostic {
    let letters = column_letters(column);
    Diagnostic::warning(
        "TD0306",
        place,
        text!(
            "cột {letters} không có tiêu đề nên không được đọc",
            "column {letters} has no header and is not read"
        ),
    )
    .with_help(text!("đặt tên cho cột, hoặc xóa cột trống", "name the column, or delete it"))
}

fn unused(place: Place, name: &str, near: Option<&str>) -> Diagnostic {
    let message = text!("cột `{name}` không được dùng đến", "the column `{name}` is not used");
    Diagnostic::warning("TD0305", place, message).with_help(match near {
        Some(near) => text!("có phải là `{near}`?", "did you mean `{near}`?"),
        None => text!("xóa cột nếu không cần", "delete the column if it is not needed"),
    })
}

#[cfg(test)]
mod tests;
