//! One walk over the part of a sheet (đọc một lượt): what its cells say, and what it is like beside them.

use quick_xml::events::{BytesStart, Event};
use thidua_core::{Diagnostic, Place};
use thidua_table::Written;

use super::layout::{Layout, address};
use super::runs::Runs;
use super::value::{Kind, Shared, value};
use crate::part::{attribute, bare, entity};
use crate::rows::Rows;
use crate::{Limits, cell, finding};

/// The walk, and the cell that it is in; its texts are kept from cell to cell for their room.
pub(super) struct Walk<'w, 'l> {
    shared: &'w Shared,
    limits: &'l Limits,
    room: &'w mut usize,
    rows: Rows<'l>,
    layout: Layout,
    row: u32,
    column: u32,
    kind: Kind,
    style: usize,
    inside: Inside,
    /// Whether the last cell was seen to be the last.
    is_whole: bool,
    has_formula: bool,
    has_value: bool,
    formula: String,
    stored: String,
    inline: Runs,
}

/// What of a cell the walk is in.
#[derive(Clone, Copy, PartialEq)]
enum Inside {
    Nothing,
    Cell,
    Formula,
    Value,
    Inline,
}

impl<'w, 'l> Walk<'w, 'l> {
    pub(super) fn new(sheet: String, shared: &'w Shared, limits: &'l Limits, room: &'w mut usize) -> Self {
        Self {
            shared,
            limits,
            room,
            rows: Rows::new(sheet, limits),
            layout: Layout::default(),
            row: 0,
            column: 0,
            kind: Kind::Number,
            style: 0,
            inside: Inside::Nothing,
            is_whole: false,
            has_formula: false,
            has_value: false,
            formula: String::new(),
            stored: String::new(),
            inline: Runs::default(),
        }
    }

    pub(super) fn finish(self) -> Result<(thidua_table::Sheet, Layout), Box<Diagnostic>> {
        if !self.is_whole {
            return Err(self.damaged("sheetData"));
        }
        Ok((self.rows.finish()?, self.layout))
    }

    pub(super) fn take(&mut self, event: &Event<'_>) -> Result<(), Box<Diagnostic>> {
        match event {
            Event::Start(tag) => self.start(tag)?,
            // Numbers hold no ends of lines.
            Event::Text(text) if self.inside == Inside::Value && self.kind.is_bare() => self.text(text),
            Event::Text(text) if self.inside != Inside::Nothing => self.text(&text.xml10_content()),
            Event::CData(text) if self.inside != Inside::Nothing => self.text(&text.xml10_content()),
            Event::GeneralRef(reference) if self.inside != Inside::Nothing => self.text(&entity(reference)),
            Event::End(tag) => self.end(bare(tag.name().as_ref()))?,
            Event::Empty(tag) => match (self.inside, bare(tag.name().as_ref())) {
                (Inside::Nothing, "c") => self.pass(tag)?,
                (_, name) => {
                    self.start(tag)?;
                    self.end(name)?;
                }
            },
            _ => {}
        }
        if self.inside == Inside::Inline {
            self.inline.take(event);
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), Box<Diagnostic>> {
        match (self.inside, name) {
            (Inside::Nothing, "sheetData") => self.is_whole = true,
            (Inside::Formula, "f") | (Inside::Value, "v") | (Inside::Inline, "is") => {
                self.inside = Inside::Cell;
            }
            (Inside::Cell, "c") => {
                self.inside = Inside::Nothing;
                self.close()?;
            }
            _ => {}
        }
        Ok(())
    }

    /// A cell with nothing in it: whoever comes after it may not say where.
    fn pass(&mut self, tag: &BytesStart<'_>) -> Result<(), Box<Diagnostic>> {
        self.column = self.column.saturating_add(1);
        let mut attributes = tag.attributes();
        attributes.with_checks(false);
        if let Some(at) = attributes.flatten().find(|attribute| attribute.key.as_ref() == "r") {
            let written = at.value.as_ref();
            (self.row, self.column) = address(written).ok_or_else(|| self.damaged(written))?;
        }
        Ok(())
    }

    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Box<Diagnostic>> {
        match (self.inside, bare(tag.name().as_ref())) {
            (Inside::Nothing, "c") => self.open(tag)?,
            (_, "c") => return Err(self.damaged("c")),
            (Inside::Cell, "v") => (self.inside, self.has_value) = (Inside::Value, true),
            (Inside::Cell, "f") => (self.inside, self.has_formula) = (Inside::Formula, true),
            (Inside::Cell, "is") => self.inside = Inside::Inline,
            (Inside::Nothing, "row") => {
                (self.row, self.column) = (self.row.saturating_add(1), 0);
                let mut hidden = false;
                let mut attributes = tag.attributes();
                attributes.with_checks(false);
                for attribute in attributes.flatten() {
                    let written = attribute.value.as_ref();
                    match bare(attribute.key.as_ref()) {
                        "r" => self.row = written.parse().map_err(|_| self.damaged(written))?,
                        "hidden" => hidden = is_yes(written),
                        _ => {}
                    }
                }
                if hidden {
                    self.layout.hidden_rows.push(self.row);
                }
            }
            (Inside::Nothing, "col") if is_true(tag, "hidden") => {
                let number = |name: &str| attribute(tag, name).and_then(|column| column.parse().ok());
                self.layout.hidden_columns.extend(number("min").zip(number("max")));
            }
            (Inside::Nothing, "mergeCell") => {
                if let Some(area) = attribute(tag, "ref") {
                    self.layout.merge(&area);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn open(&mut self, tag: &BytesStart<'_>) -> Result<(), Box<Diagnostic>> {
        self.inside = Inside::Cell;
        (self.kind, self.style, self.column) = (Kind::Number, 0, self.column.saturating_add(1));
        (self.has_formula, self.has_value) = (false, false);
        self.formula.clear();
        self.stored.clear();
        self.inline.clear();
        let mut attributes = tag.attributes();
        attributes.with_checks(false);
        for attribute in attributes.flatten() {
            let written = attribute.value.as_ref();
            match attribute.key.as_ref() {
                "r" => {
                    (self.row, self.column) = address(written).ok_or_else(|| self.damaged(written))?;
                }
                "s" => self.style = written.parse().unwrap_or(0),
                "t" => self.kind = Kind::of(written).ok_or_else(|| self.damaged(written))?,
                _ => {}
            }
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        match self.inside {
            // What is too long is refused by its length.
            Inside::Formula if self.formula.len() <= self.limits.cell_bytes_max => {
                self.formula.push_str(text)
            }
            Inside::Value if self.stored.len() <= self.limits.cell_bytes_max => self.stored.push_str(text),
            _ => {}
        }
    }

    fn close(&mut self) -> Result<(), Box<Diagnostic>> {
        let at = (self.row, self.column);
        // A formula that gives an empty text stores just that, as a text; without a value nobody has worked it out.
        let stored = match self.kind {
            Kind::Text => self.has_value,
            Kind::Inline => !self.inline.said().is_empty(),
            _ => !self.stored.is_empty(),
        };
        if self.has_formula {
            self.layout.formula(at);
        }
        if self.has_formula && !stored {
            let (text, written) = cell::formula(&self.formula);
            return self.rows.add(at.0, at.1, (&text, written), self.room);
        }
        if self.kind == Kind::Inline {
            return self.rows.add(at.0, at.1, (self.inline.said(), Written::Text), self.room);
        }
        if self.stored.is_empty() {
            return Ok(());
        }
        let Some((text, written)) = value(self.shared, self.kind, self.style, &self.stored) else {
            return Err(self.damaged(&self.stored));
        };
        self.rows.add(at.0, at.1, (&text, written), self.room)
    }

    fn damaged(&self, written: &str) -> Box<Diagnostic> {
        let short: String = written.chars().take(40).collect();
        let place = Place::cell(self.rows.name().clone(), self.row.max(1), self.column.max(1));
        finding::damaged(place, &format!("`{short}`"))
    }
}

fn is_true(tag: &BytesStart<'_>, name: &str) -> bool {
    attribute(tag, name).is_some_and(|value| is_yes(&value))
}

fn is_yes(written: &str) -> bool {
    written == "1" || written == "true"
}
