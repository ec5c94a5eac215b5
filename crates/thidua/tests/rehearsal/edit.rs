//! What people and their programs do to a form, cell by cell and part by part.

use std::io::{Cursor, Write};

use crate::fill::{parts, sheet_name, sheets};

/// What is put into a cell.
#[derive(Clone, Debug)]
pub(crate) enum Put {
    Number(&'static str),
    Text(&'static str),
    /// A formula, and the value that its program stored.
    Formula(&'static str, Option<&'static str>),
    /// A formula that failed.
    Failed(&'static str),
}

/// The form with one blank cell filled in.
pub(crate) fn put(bytes: &[u8], (sheet, row, column): &(String, u32, u32), what: &Put) -> Vec<u8> {
    let at = format!("{}{row}", thidua::column_letters(*column));
    cell(bytes, sheet, &at, |open| match what {
        Put::Number(number) => format!("{open}><v>{number}</v></c>"),
        Put::Text(words) => {
            let words = words.replace('&', "&amp;").replace('<', "&lt;");
            format!("{open} t=\"inlineStr\"><is><t>{words}</t></is></c>")
        }
        Put::Formula(formula, Some(value)) => format!("{open}><f>{formula}</f><v>{value}</v></c>"),
        Put::Formula(formula, None) => format!("{open}><f>{formula}</f></c>"),
        Put::Failed(error) => format!("{open} t=\"e\"><f>A1</f><v>{error}</v></c>"),
    })
}

/// The form with one cell written anew from its opening.
pub(crate) fn cell(bytes: &[u8], sheet: &str, at: &str, write: impl Fn(&str) -> String) -> Vec<u8> {
    let names: Vec<String> = sheets(bytes).iter().map(|sheet| sheet_name(sheet).to_owned()).collect();
    let part = names.iter().position(|name| name == sheet).unwrap() + 1;
    parts(bytes, |name, xml| {
        if name != format!("xl/worksheets/sheet{part}.xml") {
            return xml;
        }
        let start = xml.find(&format!("<c r=\"{at}\"")).unwrap_or_else(|| panic!("no cell {at}"));
        let end = start + xml[start..].find('>').unwrap();
        let empty = xml[..end].ends_with('/');
        let open = &xml[start..if empty { end - 1 } else { end }];
        // The type of what stood there goes with it.
        let kept = open.split(" t=\"").next().unwrap();
        let after = if empty { end + 1 } else { end + xml[end..].find("</c>").unwrap() + 4 };
        format!("{}{}{}", &xml[..start], write(kept), &xml[after..])
    })
}

/// The form with words of its text replaced wherever they stand.
pub(crate) fn reworded(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let mut found = false;
    let changed = parts(bytes, |name, xml| match name {
        "xl/sharedStrings.xml" => xml.replace(&format!(">{from}<"), &format!(">{to}<")),
        _ => xml,
    });
    found |= changed != bytes;
    assert!(found, "{from} stands nowhere");
    changed
}

/// The form with one of its parts changed.
pub(crate) fn part(bytes: &[u8], wanted: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    parts(bytes, |name, xml| if name == wanted { change(xml) } else { xml })
}

/// The form with one part more.
pub(crate) fn with_part(bytes: &[u8], name: &str, text: &str) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new_append(Cursor::new(bytes.to_vec())).unwrap();
    archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(text.as_bytes()).unwrap();
    archive.finish().unwrap().into_inner()
}
