mod headings;
mod labels;

use std::sync::Arc;

use thidua_core::{Diagnostic, Exact, Place, Text, text};

use super::header::Header;
use super::note;
use super::words::{Role, Words};
use crate::number::{NumberStyle, parse_number};
use crate::sheet::Sheet;
use crate::{fold, parse_yes_no};
use labels::{MAXIMA, TOTALS, is_sum_of_part};
pub(super) use labels::{is_figure, is_signature, is_total};

/// Why a row under the header is no row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outside {
    /// It numbers the columns: (1), (2), (3).
    Numbers,
    /// It gives the highest points.
    Maxima,
    /// It adds up or averages.
    Totals,
    /// It repeats the header.
    Header,
    /// It is the heading of the rows below it: a cluster, or the title of the next part.
    Heading,
    /// It, and all below it, are signatures and remarks.
    Signature,
}

/// The rows that are rows of the table, and whether each is about somebody who is known; a note for each kind of those that
/// are not.
pub(super) fn left_out(
    sheet: &Sheet,
    words: &Words,
    header: &Header,
    skip: Option<&[u32]>,
    rows: Vec<usize>,
    findings: &mut Vec<Diagnostic>,
) -> Result<(Vec<usize>, bool), Vec<Diagnostic>> {
    if let Some(skip) = skip {
        let keep = |row: &usize| !skip.contains(&sheet.cells.number(*row));
        return Ok((rows.into_iter().filter(keep).collect(), false));
    }
    let columns = Columns::of(words, header);
    // A header of which little is recognised says little about the rows under it.
    if columns.entrant.is_none() {
        return Ok((rows, false));
    }
    let called = |name: &String| [crate::same(name), crate::same(name.rsplit(" / ").next().unwrap_or(name))];
    let names = header.names.iter().map(called).collect();
    let looking = Looking { sheet, words, header, names, columns };
    // Somebody who is known is somebody, whatever the row looks like: of those nothing else is asked.
    let known: Vec<bool> = match words.has_known() {
        true => rows.iter().map(|row| words.knows(looking.entrant(*row))).collect(),
        false => vec![false; rows.len()],
    };
    if known.iter().all(|known| *known) {
        return Ok((rows, true));
    }
    let unknown = || rows.iter().zip(&known).filter(|(_, known)| !**known).map(|(row, _)| *row);
    if let Some(second) = unknown().find(|row| looking.is_other_header(*row)) {
        return Err(vec![second_table(sheet, header, second)]);
    }
    let end = looking.signatures(&rows);
    let mut left: Vec<(Outside, usize)> = Vec::new();
    let mut kept = Vec::with_capacity(rows.len());
    let mut top = 0;
    for (position, (row, known)) in rows.iter().zip(&known).enumerate() {
        if *known {
            kept.push(*row);
            continue;
        }
        // A header that is repeated begins a page: the lines under it are like those under the first.
        let repeats_header = looking.repeats_header(*row);
        if repeats_header {
            top = position + 1;
        }
        let outside = match (position >= end, repeats_header) {
            (true, _) => Some(Outside::Signature),
            (false, true) => Some(Outside::Header),
            (false, false) => looking.outside(*row, position.saturating_sub(top)),
        };
        let next = rows.get(position + 1..end).unwrap_or_default();
        let outside = outside.or_else(|| headings::is_one(&looking, *row, next).then_some(Outside::Heading));
        let outside = outside
            .or_else(|| headings::is_last(&looking, *row, &rows, position).then_some(Outside::Heading));
        match outside {
            Some(outside) => left.push((outside, *row)),
            None => kept.push(*row),
        }
    }
    findings.extend(headings::clusters(&looking, &left));
    findings.extend(headings::empty(&looking, &left, &kept));
    left.sort_unstable();
    for group in left.chunk_by(|(one, _), (other, _)| one == other) {
        findings.extend(told(sheet, group));
    }
    Ok((kept, false))
}

/// The columns of a header by what they are for.
struct Columns {
    entrant: Option<u32>,
    /// Those that say something of the entrant of a row.
    values: Vec<(u32, Option<Exact>)>,
    remarks: Vec<u32>,
    /// That which names the criterion of each row, in a long table.
    criterion: Option<u32>,
}

impl Columns {
    fn of(words: &Words, header: &Header) -> Self {
        let mut columns =
            Self { entrant: header.entrant, values: Vec::new(), remarks: Vec::new(), criterion: None };
        for (column, name) in (1..).zip(&header.names) {
            match words.role(name) {
                Some(Role::Value { max }) => columns.values.push((column, max.clone())),
                Some(Role::LongValue) => columns.values.push((column, None)),
                Some(Role::Criterion) => {
                    columns.values.push((column, None));
                    columns.criterion = Some(column);
                }
                Some(Role::Remark) => columns.remarks.push(column),
                Some(Role::Entrant | Role::Other) | None => {}
            }
        }
        if columns.values.is_empty() {
            columns.values.extend(columns.entrant.map(|column| (column, None)));
        }
        columns
    }
}

struct Looking<'s> {
    sheet: &'s Sheet,
    words: &'s Words,
    header: &'s Header,
    /// What each column is called, whole and in its last line: the first header may have had a line more above it.
    names: Vec<[String; 2]>,
    columns: Columns,
}

impl<'s> Looking<'s> {
    fn text(&self, row: usize, column: u32) -> &'s str {
        self.sheet.cells.text(row, column)
    }

    fn entrant(&self, row: usize) -> &'s str {
        self.columns.entrant.map_or("", |column| self.text(row, column))
    }

    fn filled(&self, row: usize) -> impl Iterator<Item = (u32, &'s str)> {
        self.sheet.cells.texts(row).filter(|(_, text)| !text.is_empty())
    }

    fn has_values(&self, row: usize) -> bool {
        let entrant = self.entrant(row);
        let nobody = entrant.is_empty();
        // Of somebody whom nobody knows a figure alone is a value: who signs has a name and no figure.
        let stranger = self.words.has_known() && !self.words.knows(entrant);
        self.columns.values.iter().any(|(column, _)| {
            let text = self.text(row, *column);
            !text.is_empty() && !is_signature(text, nobody) && (!stranger || is_figure(text))
        })
    }

    /// Why a row that does not repeat the header is none of the table.
    fn outside(&self, row: usize, position: usize) -> Option<Outside> {
        let entrant = self.entrant(row);
        if position < 3 && self.numbers_columns(row) {
            return Some(Outside::Numbers);
        }
        let mut labels = self.columns.remarks.iter().copied().chain(self.columns.entrant);
        let label = labels.find_map(|column| {
            // Ids have digits in them, words for totals have none.
            let text = self.text(row, column);
            let plain = !text.is_empty() && text.len() < 60;
            let numbered = text.bytes().any(|byte| byte.is_ascii_digit());
            let label = (plain && (self.words.has_known() || !numbered)).then(|| fold(text));
            label.filter(|label| !numbered || is_sum_of_part(label))
        });
        match label {
            Some(label) if MAXIMA.contains(&label.as_str()) && self.has_figures_only(row) => {
                Some(Outside::Maxima)
            }
            Some(label)
                if (TOTALS.contains(&label.as_str())
                    || (self.words.has_known() && is_sum_of_part(&label)))
                    && self.has_figures_only(row) =>
            {
                Some(Outside::Totals)
            }
            _ if position < 3 && entrant.is_empty() && self.gives_maxima(row) => Some(Outside::Maxima),
            _ => None,
        }
    }

    /// Whether there is nothing but figures beside the label: a name there is that of somebody.
    fn has_figures_only(&self, row: usize) -> bool {
        let label =
            |column: u32| Some(column) == self.columns.entrant || self.columns.remarks.contains(&column);
        // A lone letter stands where no figure makes sense.
        let nothing = |text: &str| text.chars().count() == 1;
        self.filled(row).all(|(column, text)| label(column) || is_figure(text) || nothing(text))
    }

    fn repeats_header(&self, row: usize) -> bool {
        let named = |(column, text): (u32, &str)| {
            let at = usize::try_from(column).ok().and_then(|column| column.checked_sub(1));
            at.and_then(|at| self.names.get(at)).is_some_and(|names| names.contains(&crate::same(text)))
        };
        let entrant = self.columns.entrant.map(|column| (column, self.entrant(row)));
        entrant.is_some_and(named) && self.filled(row).all(named)
    }

    /// Another line that is a header as good as the first, of other columns.
    fn is_other_header(&self, row: usize) -> bool {
        if !self.filled(row).any(|(_, text)| self.words.is_entrant(text)) {
            return false;
        }
        let heads =
            self.columns.entrant.is_some_and(|entrant| self.words.is_entrant(self.text(row, entrant)));
        // A value may read like the code of a criterion, and the kind of a unit like the word for units: under another
        // column than that of the entrants only words speak, and no names of criteria where such names are values.
        let speaks = |column: u32, text: &str| {
            heads
                || (parse_number(text, NumberStyle::DecimalPoint).is_err()
                    && self.columns.criterion != Some(column))
        };
        let recognised = |wanted: fn(&Role) -> bool| {
            let cells = self.filled(row).filter(|(column, text)| speaks(*column, text));
            cells.filter(|(_, text)| self.words.role(text).is_some_and(wanted)).count()
        };
        let is_value = |role: &Role| matches!(role, Role::Value { .. } | Role::LongValue);
        recognised(is_value) > 0
            && !self.repeats_header(row)
            && recognised(|_| true) * 2 > self.filled(row).count()
    }

    /// `(1)`, `(2)`, `(5)=(3)+(4)`, or plain numbers where the name of an entrant is one of them.
    fn numbers_columns(&self, row: usize) -> bool {
        let (mut last, mut marks, mut certain) = (0, 0, false);
        for (column, text) in self.filled(row) {
            let bare = text.split('=').next().unwrap_or(text).trim();
            let inner = bare.trim_matches(['(', ')', '[', ']', ' ']);
            match inner.parse::<u32>() {
                Ok(number) if number == last + 1 => last = number,
                Err(_)
                    if last == 0
                        && inner.len() == 1
                        && inner.bytes().all(|letter| letter.is_ascii_uppercase()) =>
                {
                    certain |= self.columns.remarks.contains(&column);
                }
                _ => return false,
            }
            marks += 1;
            certain |= inner.len() < bare.len() || bare.len() < text.trim().len();
        }
        let beside = self.columns.entrant.is_some_and(|entrant| {
            entrant > 1 && self.columns.remarks.iter().any(|remark| *remark < entrant)
        });
        marks >= 3 && (certain || (beside && self.entrant(row).parse::<u32>().is_ok()))
    }

    /// Whether every value of the row is the highest of its column.
    fn gives_maxima(&self, row: usize) -> bool {
        let highest = self.columns.values.iter().filter(|(column, _)| !self.text(row, *column).is_empty());
        let mut any = false;
        let all = highest.into_iter().all(|(column, max)| {
            any = true;
            let number = parse_number(self.text(row, *column), NumberStyle::DecimalPoint).ok();
            number.zip(max.as_ref()).is_some_and(|(number, max)| Exact::from(number.value()) == *max)
        });
        any && all
    }

    /// The position from which on nothing is said of anybody.
    fn signatures(&self, rows: &[usize]) -> usize {
        let silent = rows.iter().rev().take_while(|row| !self.has_values(**row)).count();
        let first = rows.len() - silent;
        let tail = rows.iter().enumerate().skip(first);
        let begins = |(position, row): &(usize, &usize)| {
            if self.words.knows(self.entrant(**row)) || parse_yes_no(self.entrant(**row)).is_some() {
                return false;
            }
            let nobody = self.entrant(**row).is_empty();
            let signed = self.filled(**row).any(|(_, text)| is_signature(text, nobody));
            let numbers = |row: usize| self.sheet.cells.number(row);
            let before = position.checked_sub(1).and_then(|before| rows.get(before));
            let gap = before.is_some_and(|before| numbers(**row) > numbers(*before) + 1);
            let alone = self.filled(**row).count() <= 2 && self.remarks_blank(**row);
            signed || (gap && (self.entrant(**row).is_empty() || (alone && self.words.has_known())))
        };
        tail.into_iter().find(begins).map_or(rows.len(), |(position, _)| position)
    }

    fn remarks_blank(&self, row: usize) -> bool {
        self.columns.remarks.iter().all(|column| self.text(row, *column).is_empty())
    }
}

fn told(sheet: &Sheet, group: &[(Outside, usize)]) -> Option<Diagnostic> {
    let (outside, first) = *group.first()?;
    let numbers: Vec<u32> = group.iter().map(|(_, row)| sheet.cells.number(*row)).collect();
    let (list, line) = (listed(&numbers), super::quoted(sheet, first));
    let (what_vi, what_en) = match outside {
        Outside::Numbers => ("đánh số cột", "numbers the columns"),
        Outside::Maxima => ("điểm tối đa", "gives the highest points"),
        Outside::Totals => ("cộng hoặc trung bình", "adds up or averages"),
        Outside::Header => ("tiêu đề lặp lại", "repeats the header"),
        Outside::Heading => ("tiêu đề của nhóm dòng dưới", "heads the rows below it"),
        Outside::Signature => ("ký tên, ghi chú dưới bảng", "signatures and remarks below the table"),
    };
    let message = Text::new(
        format!("không chấm dòng {list} ({what_vi}): `{line}`"),
        format!("row {list} is no entrant ({what_en}): `{line}`"),
    );
    let finding = note("TD0331", sheet.place(first, 1), message);
    Some(finding.with_help(text!(
        "không cần sửa nếu đúng; nếu là đơn vị được chấm, ghi `skip: []` trong `layout`",
        "nothing to mend if that is right; if it is somebody to be scored, give `skip: []` under `layout`"
    )))
}

/// Row numbers, runs of them shortened.
pub(super) fn listed(numbers: &[u32]) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *number == *last + 1 => *last = *number,
            _ => runs.push((*number, *number)),
        }
    }
    let shown = |(first, last): &(u32, u32)| {
        if first == last { first.to_string() } else { format!("{first}–{last}") }
    };
    let words = runs.iter().take(8).map(shown).collect::<Vec<_>>().join(", ");
    if runs.len() > 8 { words + ", …" } else { words }
}

fn second_table(sheet: &Sheet, header: &Header, second: usize) -> Diagnostic {
    let first = header.rows.last().map_or(0, |row| sheet.cells.number(*row));
    let (number, line) = (sheet.cells.number(second), super::quoted(sheet, second));
    Diagnostic::error(
        "TD0334",
        Place::cell(Arc::clone(&sheet.name), number, 1),
        text!(
            "trang có hai bảng: tiêu đề ở dòng {first} và ở dòng {number} `{line}`",
            "the sheet holds two tables: a header in row {first} and one in row {number} `{line}`"
        ),
    )
    .with_help(text!(
        "tách thành hai trang tính, hoặc khai `header` và `last` trong `layout` cho từng bảng",
        "put them on two sheets, or give `header` and `last` of each under `layout`"
    ))
}
