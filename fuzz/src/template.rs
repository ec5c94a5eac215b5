use std::sync::OnceLock;

use thidua::{Report, has_errors};
use thidua_oracles::{report, wellformed};
use thidua_report::{Templates, documents};

use crate::archive::archive;
use crate::folder::sound;
use crate::must;

/// A Word template: whole where the bytes begin as an archive does, and otherwise the body of one. What is taken is filled
/// in and gives a document that can be opened.
pub fn template(bytes: &[u8]) {
    static MADE: OnceLock<Report> = OnceLock::new();
    let body = || {
        let content = br#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
        let rels = br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
        archive(&[("[Content_Types].xml", content), ("_rels/.rels", rels), ("word/document.xml", bytes)])
    };
    let file = if bytes.starts_with(b"PK") { bytes.to_vec() } else { body() };
    let templates = match Templates::read([("to-trinh.docx", file.as_slice())]) {
        Ok(templates) => templates,
        Err(found) => return assert!(has_errors(&found), "refused without an error: {found:?}"),
    };
    let made = MADE.get_or_init(|| report(&sound()).unwrap_or_else(|found| panic!("the sound folder: {found:?}")));
    let papers = documents(&made.results(), &templates, None).unwrap_or_else(|error| panic!("not filled: {error}"));
    for paper in papers.iter().filter(|paper| paper.name.ends_with("to-trinh.docx")) {
        must(wellformed::hold_file(&paper.name, &paper.bytes));
    }
}
