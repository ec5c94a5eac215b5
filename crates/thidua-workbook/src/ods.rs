use std::collections::BTreeSet;

use quick_xml::events::{BytesStart, Event};
use thidua_core::{Diagnostic, Place, text};
use thidua_table::{Merged, Sheet, Written};

use crate::archive::Archive;
use crate::cell::{self, Text};
use crate::part::{attribute, each, entity};
use crate::rows::Rows;
use crate::{Limits, finding};

/// Reads `.ods` in one walk over its only part.
///
/// Our own walk rather than calamine's, which lays every sheet out as a whole rectangle while opening it and does not
/// say which cells are percentages or hidden; the tests hold both to the same values.
pub(crate) fn read(
    name: &str,
    archive: &mut Archive<'_>,
    limits: &Limits,
) -> Result<Vec<Sheet>, Box<Diagnostic>> {
    if is_encrypted(name, archive)? {
        return Err(finding::password(Place::file(name)));
    }
    let mut walk = Walk {
        name,
        limits,
        room: limits.cells_max,
        hidden_styles: BTreeSet::new(),
        style: String::new(),
        open: None,
        sheets: Vec::new(),
        row: Row::default(),
        cell: None,
        notes: 0,
    };
    each(name, archive, "content.xml", |event| {
        match event {
            Event::Start(tag) => walk.start(&tag)?,
            Event::Text(text) => walk.text(&text.xml10_content()),
            Event::GeneralRef(reference) => walk.text(&entity(&reference)),
            Event::End(tag) => walk.end(tag.local_name().as_ref())?,
            _ => {}
        }
        Ok(true)
    })?;
    Ok(walk.sheets)
}

fn is_encrypted(name: &str, archive: &mut Archive<'_>) -> Result<bool, Box<Diagnostic>> {
    let mut encrypted = false;
    if archive.has("META-INF/manifest.xml") {
        each(name, archive, "META-INF/manifest.xml", |event| {
            encrypted |=
                matches!(&event, Event::Start(tag) if tag.local_name().as_ref() == "encryption-data");
            Ok(!encrypted)
        })?;
    }
    Ok(encrypted)
}

struct Walk<'l> {
    name: &'l str,
    limits: &'l Limits,
    room: usize,
    /// Styles of tables that are not displayed.
    hidden_styles: BTreeSet<String>,
    style: String,
    open: Option<Open<'l>>,
    sheets: Vec<Sheet>,
    row: Row,
    cell: Option<Cell>,
    /// How deep inside notes the walk is: they are no part of a cell's text.
    notes: usize,
}

/// The table being walked over.
struct Open<'l> {
    rows: Rows<'l>,
    hidden: bool,
    hidden_rows: Vec<u32>,
    hidden_columns: Vec<(u32, u32)>,
    /// How many columns were described so far.
    columns: u32,
    merged: Vec<Merged>,
    formulas: usize,
    first_formula: (u32, u32),
}

/// The row being walked over: its number from 1, how often it stands there, and its cells.
#[derive(Default)]
struct Row {
    number: u32,
    repeated: u32,
    hidden: bool,
    column: u32,
    cells: Vec<(u32, u32, Text)>,
}

/// The cell being walked over.
struct Cell {
    kind: String,
    value: String,
    formula: Option<String>,
    repeated: u32,
    spans: (u32, u32),
    text: String,
    paragraphs: usize,
}

/// Rows that are repeated and filled in are one row drawn down by hand, and no table has more of them.
const REPEATED_MAX: u32 = 100_000;

impl<'l> Walk<'l> {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Box<Diagnostic>> {
        let count =
            |name: &str| attribute(tag, name).and_then(|count| count.parse::<u32>().ok()).unwrap_or(1);
        match tag.local_name().as_ref() {
            "style" => self.style = attribute(tag, "name").unwrap_or_default(),
            "table-properties" if attribute(tag, "display").is_some_and(|shown| shown == "false") => {
                self.hidden_styles.insert(self.style.clone());
            }
            "table" => {
                if self.sheets.len() >= self.limits.sheets_max {
                    let max = self.limits.sheets_max;
                    let what = text!("hơn {max} trang tính", "more than {max} sheets");
                    return Err(finding::beyond(Place::file(self.name), what));
                }
                let title = attribute(tag, "name").unwrap_or_default();
                self.open = Some(Open {
                    rows: Rows::new(format!("{}!{title}", self.name), self.limits),
                    hidden: attribute(tag, "style-name")
                        .is_some_and(|style| self.hidden_styles.contains(&style)),
                    hidden_rows: Vec::new(),
                    hidden_columns: Vec::new(),
                    columns: 0,
                    merged: Vec::new(),
                    formulas: 0,
                    first_formula: (0, 0),
                });
                self.row = Row::default();
            }
            "table-column" => {
                let repeated = count("number-columns-repeated").max(1);
                let hidden = attribute(tag, "visibility").is_some_and(|shown| shown != "visible");
                if let Some(open) = &mut self.open {
                    let first = open.columns.saturating_add(1);
                    open.columns = open.columns.saturating_add(repeated);
                    if hidden {
                        open.hidden_columns.push((first, open.columns));
                    }
                }
            }
            "table-row" => {
                self.row.number = self.row.number.saturating_add(self.row.repeated.max(1));
                if self.row.repeated == 0 {
                    self.row.number = 1;
                }
                self.row.repeated = count("number-rows-repeated").max(1);
                self.row.hidden = attribute(tag, "visibility").is_some_and(|shown| shown != "visible");
                self.row.column = 1;
                self.row.cells.clear();
            }
            "table-cell" | "covered-table-cell" => {
                let first = |names: &[&str]| names.iter().find_map(|name| attribute(tag, name));
                self.cell = Some(Cell {
                    kind: attribute(tag, "value-type").unwrap_or_default(),
                    value: first(&["value", "date-value", "boolean-value", "time-value", "string-value"])
                        .unwrap_or_default(),
                    formula: attribute(tag, "formula"),
                    repeated: count("number-columns-repeated").max(1),
                    spans: (count("number-rows-spanned"), count("number-columns-spanned")),
                    text: String::new(),
                    paragraphs: 0,
                });
            }
            "annotation" => self.notes += 1,
            "p" if self.notes == 0 => {
                if let Some(cell) = &mut self.cell {
                    if cell.paragraphs > 0 {
                        cell.text.push('\n');
                    }
                    cell.paragraphs += 1;
                }
            }
            "s" => self.text(&" ".repeat(usize::try_from(count("c").min(100)).unwrap_or(1))),
            "tab" => self.text("\t"),
            "line-break" => self.text("\n"),
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if let Some(cell) = self.cell.as_mut().filter(|cell| self.notes == 0 && cell.paragraphs > 0)
            && cell.text.len() <= self.limits.cell_bytes_max
        {
            cell.text.push_str(text);
        }
    }

    fn end(&mut self, tag: &str) -> Result<(), Box<Diagnostic>> {
        match tag {
            "annotation" => self.notes = self.notes.saturating_sub(1),
            "table-cell" | "covered-table-cell" => {
                if let Some(cell) = self.cell.take() {
                    self.close_cell(cell);
                }
            }
            "table-row" => self.close_row()?,
            "table" => {
                if let Some(open) = self.open.take() {
                    self.sheets.push(close(open)?);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn close_cell(&mut self, cell: Cell) {
        let (row, column) = (self.row.number, self.row.column);
        let text = text_of(&cell);
        if let Some(open) = &mut self.open {
            if cell.formula.is_some() {
                if open.formulas == 0 {
                    open.first_formula = (row, column);
                }
                open.formulas += 1;
            }
            let (down, across) = cell.spans;
            if (down > 1 || across > 1) && open.merged.len() < 100_000 {
                let rows = (row, row.saturating_add(down.saturating_sub(1)));
                let columns = (column, column.saturating_add(across.saturating_sub(1)));
                open.merged.push(Merged { rows, columns });
            }
        }
        if !text.0.is_empty() {
            self.row.cells.push((column, cell.repeated, text));
        }
        self.row.column = column.saturating_add(cell.repeated);
    }

    fn close_row(&mut self) -> Result<(), Box<Diagnostic>> {
        let Some(open) = &mut self.open else { return Ok(()) };
        if self.row.cells.is_empty() {
            return Ok(());
        }
        if self.row.repeated > REPEATED_MAX {
            let times = self.row.repeated;
            let place = Place::cell(self.name, self.row.number, 1);
            return Err(finding::beyond(
                place,
                text!("một dòng lặp lại {times} lần", "one row repeated {times} times"),
            ));
        }
        for number in (0..self.row.repeated).filter_map(|offset| self.row.number.checked_add(offset)) {
            if self.row.hidden {
                open.hidden_rows.push(number);
            }
            for (column, repeated, text) in &self.row.cells {
                for column in (0..*repeated).filter_map(|offset| column.checked_add(offset)) {
                    open.rows.add(number, column, (&text.0, text.1), &mut self.room)?;
                }
            }
        }
        Ok(())
    }
}

fn close(open: Open<'_>) -> Result<Sheet, Box<Diagnostic>> {
    let mut sheet = open.rows.finish()?;
    if open.formulas > 0 {
        let (row, column) = open.first_formula;
        let place = Place::cell(sheet.name().clone(), row, column);
        sheet.remark(finding::formulas(place, open.formulas));
    }
    sheet.merge(open.merged);
    sheet.hide(open.hidden_rows, open.hidden_columns, open.hidden);
    Ok(sheet)
}

/// What a cell says: its value exactly, and its text as shown where it has none.
fn text_of(cell: &Cell) -> Text {
    let shown = || (cell.text.clone(), Written::Text);
    // LibreOffice gives an error the type of a text or of a number, and shows its name.
    let is_error = ["#", "Err:"].iter().any(|start| cell.text.starts_with(start)) && cell.formula.is_some();
    if is_error {
        return shown();
    }
    match cell.kind.as_str() {
        "float" | "currency" | "percentage" => match cell.value.parse::<f64>() {
            Ok(value) => cell::number(value, cell.kind == "percentage"),
            Err(_) => shown(),
        },
        "date" => cell::iso_day(&cell.value),
        "boolean" => cell::truth(cell.value == "true"),
        "time" => shown(),
        "string" if cell.text.is_empty() => (cell.value.clone(), Written::Text),
        "string" => shown(),
        _ => match &cell.formula {
            Some(formula) if cell.text.is_empty() => cell::formula(formula),
            _ => shown(),
        },
    }
}
