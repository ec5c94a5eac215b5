//! A filled copy of a form: cells are written into its parts, everything else stays byte for byte.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use thidua_table::Sheet;

/// What is typed into a cell.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Typed {
    /// A number, as the file holds it.
    Number(String),
    /// Words, or a choice of a drop-down.
    Words(String),
}

/// Where what is filled in stands.
#[derive(Debug)]
pub(crate) struct Cells {
    /// The cell of each input, and for lists the first one.
    pub(crate) inputs: BTreeMap<String, (String, u32, u32)>,
    /// The cell with the points of each criterion, by path, and that with the total.
    pub(crate) points: BTreeMap<String, (u32, u32)>,
    /// The cell in which each criterion is claimed not to apply.
    pub(crate) claims: BTreeMap<String, (u32, u32)>,
}

pub(crate) fn sheets(bytes: &[u8]) -> Vec<Sheet> {
    thidua_workbook::read("phieu.xlsx", bytes, &Default::default()).unwrap()
}

pub(crate) fn sheet_name(sheet: &Sheet) -> &str {
    sheet.name().rsplit('!').next().unwrap()
}

/// Looks for the hidden marks, as a person would look for the words.
pub(crate) fn cells(bytes: &[u8]) -> Cells {
    let mut found = Cells { inputs: BTreeMap::new(), points: BTreeMap::new(), claims: BTreeMap::new() };
    for sheet in sheets(bytes) {
        let mut columns: BTreeMap<String, u32> = BTreeMap::new();
        let mut lists: Vec<(String, u32)> = Vec::new();
        for line in sheet.lines() {
            for column in line.columns() {
                let words = line.text(column);
                if line.number() == 1 && words.starts_with("thidua:") {
                    columns.insert(words.to_owned(), column);
                    if let Some(name) = words.strip_prefix("thidua:list:") {
                        lists.push((name.to_owned(), column));
                    }
                }
            }
            let name = sheet_name(&sheet).to_owned();
            if line.text(1) == "thidua:row" {
                for (input, column) in lists.drain(..) {
                    found.inputs.insert(input, (name.clone(), line.number(), column));
                }
            }
            let at = |mark: &str| columns.get(mark).copied();
            let (Some(input), Some(criterion)) = (at("thidua:input"), at("thidua:criterion")) else {
                continue;
            };
            let (value, points, claim) =
                (at("thidua:value").unwrap(), at("thidua:points").unwrap(), at("thidua:claim").unwrap());
            let key = line.text(input);
            if !key.is_empty() && !key.starts_with("thidua:") {
                found.inputs.insert(key.to_owned(), (name, line.number(), value));
            }
            let path = line.text(criterion);
            if !path.is_empty() && !path.starts_with("thidua:") {
                found.points.entry(path.to_owned()).or_insert((line.number(), points));
                found.claims.entry(path.to_owned()).or_insert((line.number(), claim));
            }
            if line.text(2).starts_with("TỔNG ĐIỂM") {
                found.points.insert(String::new(), (line.number(), points));
            }
        }
    }
    found
}

/// The form with these cells filled in: sheet, row, column, what is typed.
pub(crate) fn fill(bytes: &[u8], typed: &[(String, u32, u32, Typed)]) -> Vec<u8> {
    let names: Vec<String> = sheets(bytes).iter().map(|sheet| sheet_name(sheet).to_owned()).collect();
    parts(bytes, |name, mut xml| {
        let number = name.strip_prefix("xl/worksheets/sheet").and_then(|rest| rest.strip_suffix(".xml"));
        if let Some(number) = number.and_then(|number| number.parse::<usize>().ok()) {
            for (_, row, column, what) in typed.iter().filter(|(of, ..)| *of == names[number - 1]) {
                xml = set(&xml, &format!("{}{row}", thidua::column_letters(*column)), what);
            }
        }
        xml
    })
}

/// The workbook with each of its parts changed.
pub(crate) fn parts(bytes: &[u8], change: impl Fn(&str, String) -> String) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut written = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        let text = change(&name, text);
        written.start_file(name, options).unwrap();
        written.write_all(text.as_bytes()).unwrap();
    }
    written.finish().unwrap().into_inner()
}

/// One blank cell `<c r="E7" s="5"/>` with something in it.
fn set(xml: &str, cell: &str, what: &Typed) -> String {
    let start = xml.find(&format!("<c r=\"{cell}\"")).unwrap_or_else(|| panic!("no cell {cell}"));
    let end = start + xml[start..].find("/>").unwrap();
    let open = &xml[start..end];
    assert!(!open.contains('>'), "{cell} is not blank: {open}");
    let filled = match what {
        Typed::Number(number) => format!("{open}><v>{number}</v></c>"),
        Typed::Words(words) => {
            let words = words.replace('&', "&amp;").replace('<', "&lt;");
            format!("{open} t=\"inlineStr\"><is><t>{words}</t></is></c>")
        }
    };
    format!("{}{filled}{}", &xml[..start], &xml[end + 2..])
}

/// The form after somebody inserted a row, as a program writes it: every row below is one further down.
pub(crate) fn with_a_row(bytes: &[u8], before: u32, inserted: &str) -> Vec<u8> {
    parts(bytes, |name, xml| {
        if name != "xl/worksheets/sheet1.xml" {
            return xml;
        }
        let mut out = String::new();
        for part in xml.split_inclusive("</row>") {
            let row =
                part.split("<row r=\"").nth(1).and_then(|rest| rest.split('"').next()?.parse::<u32>().ok());
            match row {
                Some(row) if row >= before => {
                    if row == before {
                        out += &format!("<row r=\"{row}\">{inserted}</row>");
                    }
                    let moved =
                        part.replace(&format!("<row r=\"{row}\""), &format!("<row r=\"{}\"", row + 1));
                    let mut moved = moved;
                    for column in 1..=14 {
                        let letters = thidua::column_letters(column);
                        moved = moved.replace(
                            &format!("r=\"{letters}{row}\""),
                            &format!("r=\"{letters}{}\"", row + 1),
                        );
                    }
                    out += &moved;
                }
                _ => out += part,
            }
        }
        out
    })
}
