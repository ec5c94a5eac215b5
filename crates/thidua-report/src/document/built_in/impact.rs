//! The built-in template of the report on the impact of a draft rule set.

use docx_rs::Docx;

use super::super::form::{Head, list, signature};
use super::{headed, said};

/// What the draft changes, then year by year who is touched.
pub(super) fn impact() -> Docx {
    let document = said(
        headed("BC", "BÁO CÁO", &["Đánh giá tác động của dự thảo bộ tiêu chí"]),
        &[
            "Bản hiện hành: {{bản hiện hành}}. Bản dự thảo: {{bản dự thảo}}. Số liệu các năm trước được tính lại theo cả hai bản; thành tích đã được khen các năm trước giữ nguyên.",
            "1. Nội dung thay đổi",
        ],
    );
    let heads = [
        Head::centre("TT", 600),
        Head::left("Nội dung", 5700),
        Head::centre("Số đối tượng chịu tác động", 1500),
        Head::centre("Tỷ trọng điểm", 1500),
    ];
    let cells = ["{{tt}}", "{{nội dung}}", "{{số đối tượng}}", "{{tỷ trọng}}"];
    let document = document.add_table(list("thay đổi", &heads, &cells));
    let document = said(
        document,
        &["{{cách chia}}", "2. Kết quả tính lại", "{{mỗi đợt}}", "{{đợt xét}}: {{số đối tượng}} đối tượng."],
    );
    let heads = [Head::left("Nội dung", 6300), Head::centre("Số đối tượng", 3000)];
    let document = document.add_table(list("số liệu", &heads, &["{{nội dung}}", "{{số đối tượng}}"]));
    let document = said(
        document,
        &[
            "{{nếu có tiền dự thảo}}Tiền thưởng: {{tiền hiện hành}} đồng theo bản hiện hành, {{tiền dự thảo}} đồng theo bản dự thảo; chênh lệch {{tiền chênh lệch}} đồng.{{hết tiền dự thảo}}",
        ],
    );
    let document = part(
        document,
        "chuyển mức",
        ["Không đối tượng nào đổi mức xếp loại.", "Chuyển mức xếp loại:"],
        &[
            Head::left("Bản hiện hành", 3650),
            Head::left("Bản dự thảo", 3650),
            Head::centre("Số đối tượng", 2000),
        ],
        &["{{mức cũ}}", "{{mức mới}}", "{{số đối tượng}}"],
    );
    let document = part(
        document,
        "cụm thay đổi",
        ["Không cụm nào đổi số lượt được đề nghị khen thưởng.", "Số lượt được đề nghị khen thưởng theo cụm:"],
        &[
            Head::left("Cụm, khối", 3300),
            Head::centre("Bản hiện hành", 1500),
            Head::centre("Bản dự thảo", 1500),
            Head::left("Ghi chú", 3000),
        ],
        &["{{cụm}}", "{{số hiện hành}}", "{{số dự thảo}}", "{{ghi chú}}"],
    );
    let document = part(
        document,
        "đối tượng thay đổi",
        [
            "Không đối tượng nào đổi xếp loại hoặc khen thưởng.",
            "Đối tượng đổi xếp loại hoặc khen thưởng (số trong ngoặc là số thứ tự của nội dung thay đổi):",
        ],
        &[
            Head::centre("TT", 600),
            Head::left("Tên", 2300),
            Head::left("Tổng điểm", 1000),
            Head::left("Hạng", 800),
            Head::left("Xếp loại", 1150),
            Head::left("Khen thưởng", 2200),
            Head::left("Do thay đổi", 1250),
        ],
        &["{{tt}}", "{{tên}}", "{{điểm}}", "{{hạng}}", "{{xếp loại}}", "{{khen thưởng}}", "{{do thay đổi}}"],
    );
    let document = part(
        document,
        "sát mức",
        ["", "Đối tượng sát mức theo bản dự thảo:"],
        &[
            Head::centre("TT", 600),
            Head::left("Tên", 4000),
            Head::left("Mức", 3200),
            Head::right("Cách mức (điểm)", 1500),
        ],
        &["{{tt}}", "{{tên}}", "{{mức}}", "{{cách mức}}"],
    );
    said(document, &["{{hết đợt}}", "Trên đây là báo cáo đánh giá tác động của dự thảo bộ tiêu chí./."])
        .add_table(signature("[CHỨC VỤ NGƯỜI KÝ]", &["[Cấp có thẩm quyền];", "Lưu: VT, [đơn vị soạn thảo]."]))
}

/// A sentence where a list is empty, else what it is and the list.
fn part(document: Docx, name: &str, [without, with]: [&str; 2], heads: &[Head], cells: &[&str]) -> Docx {
    let empty = format!("{{{{nếu không có {name}}}}}{without}{{{{hết {name}}}}}");
    let document = if without.is_empty() { document } else { said(document, &[&empty]) };
    let document = said(document, &[&format!("{{{{nếu có {name}}}}}"), with]);
    said(document.add_table(list(name, heads, cells)), &[&format!("{{{{hết {name}}}}}")])
}
