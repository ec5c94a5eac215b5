//! The built-in templates of the papers for one unit.

use docx_rs::Docx;

use super::super::form::{Head, body, centred, line, list, signature};
use super::{headed, said};

/// What it does not get first, then the result, then the points that are not full.
pub(super) fn explained() -> Docx {
    let document = said(
        about_unit("PGT", "PHIẾU GIẢI TRÌNH", "Kết quả chấm điểm, xếp loại và xét khen thưởng"),
        &[
            "1. Điều kiện chưa đạt hoặc chưa rõ",
            "{{nếu không có điều kiện chưa đạt}}Không có.{{hết điều kiện chưa đạt}}",
            "{{nếu có điều kiện chưa đạt}}",
        ],
    );
    let document = document.add_table(requirements("điều kiện chưa đạt"));
    let document = said(
        document,
        &[
            "{{hết điều kiện chưa đạt}}",
            "2. Kết quả",
            "{{mỗi kết quả}}{{nội dung}}{{hết kết quả}}",
            "3. Điểm các nhóm và các tiêu chí chưa đạt điểm tối đa",
        ],
    );
    let heads = [
        Head::left("Tiêu chí", 3600),
        Head::right("Tối đa", 900),
        Head::right("Điểm", 900),
        Head::left("Cách tính và số liệu", 3900),
    ];
    let cells = ["{{mã tiêu chí}} {{tên tiêu chí}}", "{{điểm tối đa}}", "{{điểm}}", "{{cách tính}}"];
    let document = document.add_table(list("tiêu chí", &heads, &cells));
    signed(said(
        document,
        &[
            "{{nếu có số tiêu chí không liệt kê}}Còn {{số tiêu chí không liệt kê}} tiêu chí khác chưa đạt điểm tối đa; chi tiết có trong tệp explanations.txt của kết quả.{{hết số tiêu chí không liệt kê}}",
            "{{nếu có số tiêu chí đạt điểm tối đa}}{{số tiêu chí đạt điểm tối đa}} tiêu chí khác đạt điểm tối đa.{{hết số tiêu chí đạt điểm tối đa}}",
        ],
    ))
}

/// The awards it is refused, each with every requirement that is not met.
pub(super) fn refused() -> Docx {
    let document = to_unit("TB", "THÔNG BÁO", "Về việc không đủ điều kiện xét khen thưởng");
    let document = said(
        document,
        &[
            "Qua xét điều kiện, {{tên}} không đủ điều kiện được đề nghị các danh hiệu, hình thức sau đây, với lý do ghi ở từng điều kiện:",
        ],
    );
    let document = document.add_table(requirements("điều kiện không đạt"));
    signed(said(
        document,
        &[
            "Ý kiến về nội dung thông báo gửi về [tên cơ quan] trước ngày [ngày] tháng [tháng] năm [năm], kèm tài liệu kiểm chứng./.",
        ],
    ))
}

/// What has to be sent.
pub(super) fn lacking() -> Docx {
    let document = to_unit("DM", "DANH MỤC CẦN BỔ SUNG", "Số liệu, tài liệu và giải trình còn thiếu");
    let heads = [Head::centre("TT", 600), Head::left("Nội dung", 4400), Head::left("Còn thiếu", 4300)];
    let cells = ["{{tt}}", "{{nội dung}}", "{{còn thiếu}}"];
    let document = document.add_table(list("cần bổ sung", &heads, &cells));
    signed(said(
        document,
        &[
            "Đề nghị gửi bổ sung về [tên cơ quan] trước ngày [ngày] tháng [tháng] năm [năm]. Nội dung còn thiếu không được tính là 0 điểm và chưa được coi là đạt./.",
        ],
    ))
}

fn about_unit(code: &str, kind: &str, about: &str) -> Docx {
    headed(code, kind, &[about, "{{phong trào}}", "{{đợt xét}}", "{{tên}} ({{mã}})"])
}

fn to_unit(code: &str, kind: &str, about: &str) -> Docx {
    about_unit(code, kind, about).add_paragraph(centred("Kính gửi: {{tên}}", false))
}

/// The documents in full, and who signs.
fn signed(document: Docx) -> Docx {
    let document = document.add_paragraph(line("Căn cứ"));
    let document = document.add_paragraph(body("{{mỗi căn cứ}}- {{văn bản}}{{hết căn cứ}}"));
    document
        .add_table(signature("[CHỨC VỤ NGƯỜI KÝ]", &["Đơn vị có tên trên;", "Lưu: VT, [đơn vị soạn thảo]."]))
}

fn requirements(name: &str) -> docx_rs::Table {
    let heads = [
        Head::left("Danh hiệu, hình thức", 1900),
        Head::left("Điều kiện", 2600),
        Head::left("Thực tế, cần thay đổi", 2600),
        Head::left("Căn cứ", 2200),
    ];
    list(name, &heads, &["{{tên hình thức}}", "{{điều kiện}}", "{{thực tế}}", "{{điều khoản}}"])
}
