//! A form table becomes a rule set (từ bảng tiêu chí đến bộ tiêu chí): codes, titles, maxima and the words of each method, with
//! everything marked that a person must look at.

mod lines;
mod method;
mod text;
mod tree;

use thidua_core::Diagnostic;
use thidua_table::Frame;

use crate::run::tables;

/// A rule set in the making (bộ tiêu chí soạn dở).
#[derive(Clone, Debug)]
pub struct Skeleton {
    /// The text of the rule file; what a person must settle is marked `CẦN XEM` at its line.
    pub text: String,
    /// The same as findings, each with the cell it comes from.
    pub findings: Vec<Diagnostic>,
}

/// Makes a rule set of the table in a form (soạn bộ tiêu chí từ bảng): its columns are the code, the criterion, the maximum
/// and how it is scored, under any of the usual headings.
///
/// ```
/// let table = "TT,Nội dung,Điểm tối đa,Cách chấm điểm\nI,Dân vận,20,\n1,Có kế hoạch,5,Có hoặc không\n2,Mô hình,15,Mỗi mô hình được 3 điểm\n";
/// let made = thidua::skeleton("bang.csv", table.as_bytes()).map_err(|found| format!("{found:?}"))?;
/// assert!(made.text.contains("yes_no: {}") && made.text.contains("each: 3"), "{}", made.text);
/// assert!(thidua::read_rules("bo-tieu-chi.yaml", &made.text).is_ok());
/// # Ok::<(), String>(())
/// ```
///
/// # Errors
/// What keeps the file from being read, and where no such table stands in it.
pub fn skeleton(name: &str, bytes: &[u8]) -> Result<Skeleton, Vec<Diagnostic>> {
    let (sheets, mut findings) = tables::sheets(name, bytes)?;
    // Every row is a row: totals and headings of parts are told apart by what they say.
    let frame = Frame { skip: Some(Vec::new()), turned: Some(false), ..Frame::default() };
    let found = tables::find(name, &sheets, &lines::words(), &frame)?;
    let lines = lines::read(&found.table, &mut findings)?;
    let title = lines::title(&sheets, &found.table);
    let tree = tree::grow(lines, &mut findings);
    let text = text::write(name, title.as_deref(), &tree, &mut findings);
    Ok(Skeleton { text, findings })
}
