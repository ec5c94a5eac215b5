use docx_rs::AlignmentType;
use thidua_core::{Language, Plan};

use super::DocumentError;
use super::form::{Head, centred, finish, line, page, table};
use crate::annex::annex_lines;
use crate::number::shown;

/// The criteria as the annex of a decision (phụ lục bộ tiêu chí), as a document of the state's form.
///
/// # Errors
/// When the file cannot be packed.
pub fn annex_document(plan: &Plan) -> Result<Vec<u8>, DocumentError> {
    let rules = plan.rules();
    let heads = [
        Head { text: "TT", width: 800, align: AlignmentType::Center },
        Head { text: "Nội dung, tiêu chí", width: 3000, align: AlignmentType::Left },
        Head { text: "Điểm tối đa", width: 950, align: AlignmentType::Center },
        Head { text: "Cách chấm điểm", width: 3300, align: AlignmentType::Left },
        Head { text: "Căn cứ", width: 1300, align: AlignmentType::Left },
    ];
    let rows = annex_lines(plan).into_iter().map(|line| {
        let max = line.max.map(|max| shown(&max, None, Language::Vietnamese)).unwrap_or_default();
        // A paragraph of a cell is one line: ways are told one after the other.
        let how = line.how.strip_prefix("- ").unwrap_or(&line.how).replace("\n- ", "; ").replace('\n', ". ");
        vec![line.code, line.title, max, how, line.basis]
    });
    let mut document = page()
        .add_paragraph(centred("PHỤ LỤC", true))
        .add_paragraph(centred(&rules.title, true))
        .add_paragraph(centred(
            "(Kèm theo Quyết định số [số] ngày [ngày] tháng [tháng] năm [năm] của [cơ quan ban hành])",
            false,
        ))
        .add_table(table(&heads, rows));
    for (_, known) in rules.legal_basis.iter() {
        let number = known.number.as_ref().map(|number| format!(" số {number}")).unwrap_or_default();
        document = document.add_paragraph(line(&format!("Căn cứ {}{number}.", known.document)));
    }
    finish(document)
}
