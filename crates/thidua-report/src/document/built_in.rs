//! The built-in templates: what an office gets when it brings none of its own, and what it starts from when it does.

mod impact;
mod unit;

use docx_rs::Docx;

use super::form::{
    Head, body, centred, finish, letterhead, line, list, new_page, signature, signers, small, title,
};
use super::{DocumentError, Kind};

/// The bytes of a built-in template.
pub(super) fn built_in(kind: Kind) -> Result<Vec<u8>, DocumentError> {
    finish(match kind {
        Kind::Request => request(),
        Kind::Decision => decision(),
        Kind::Minutes => minutes(),
        Kind::Ballot => ballot(),
        Kind::Count => count(),
        Kind::Differences => differences(),
        Kind::Explained => unit::explained(),
        Kind::Refused => unit::refused(),
        Kind::Lacking => unit::lacking(),
        Kind::Impact => impact::impact(),
    })
}

fn headed(code: &str, kind: &str, about: &[&str]) -> Docx {
    title(kind, about).into_iter().fold(letterhead(code), Docx::add_paragraph)
}

/// Paragraphs, one after another.
fn said(document: Docx, lines: &[&str]) -> Docx {
    lines.iter().fold(document, |document, words| document.add_paragraph(body(words)))
}

fn on_basis(document: Docx) -> Docx {
    document.add_paragraph(line("{{mỗi căn cứ}}Căn cứ {{văn bản}};{{hết căn cứ}}"))
}

fn request() -> Docx {
    let document =
        headed("TTr", "TỜ TRÌNH", &["Về việc đề nghị khen thưởng", "{{phong trào}}", "{{đợt xét}}"]);
    let document =
        document.add_paragraph(centred("Kính gửi: [Cấp có thẩm quyền quyết định khen thưởng]", false));
    let document = said(
        on_basis(document),
        &[
            "[Tên cơ quan trình] đã tổng hợp kết quả chấm điểm của {{số có tổng điểm}}/{{số đối tượng}} đối tượng theo {{bộ tiêu chí}} (phiên bản {{phiên bản}}). Kết quả xét như sau:",
        ],
    );
    let heads = [
        Head::centre("TT", 600),
        Head::left("Danh hiệu, hình thức", 4400),
        Head::left("Số lượng", 2400),
        Head::right("Tiền thưởng (đồng)", 1900),
    ];
    let cells = ["{{tt}}", "{{tên hình thức}}", "{{số lượng}}", "{{tiền thưởng}}"];
    let document = document.add_table(list("hình thức", &heads, &cells));
    let document = said(
        document,
        &[
            "{{mỗi quỹ}}",
            "{{nếu có tên quỹ}}Tổng số tiền thưởng từ quỹ {{tên quỹ}}: {{số tiền}} đồng.{{hết tên quỹ}}",
            "{{nếu không có tên quỹ}}Tổng số tiền thưởng: {{số tiền}} đồng.{{hết tên quỹ}}",
            "{{hết quỹ}}",
            "{{nếu có số để ngỏ}}Còn {{số để ngỏ}} trường hợp chưa kết luận hoặc còn tùy thuộc trường hợp khác, không có trong danh sách này; trình bổ sung sau khi có kết luận.{{hết số để ngỏ}}",
            "[Tên cơ quan trình] kính trình [cấp có thẩm quyền] xem xét, quyết định (danh sách kèm theo)./.",
        ],
    );
    let document =
        document.add_table(signature("[CHỨC VỤ NGƯỜI KÝ]", &["Như trên;", "Lưu: VT, [đơn vị soạn thảo]."]));
    annex(document, "Kèm theo Tờ trình số [số] ngày [ngày] tháng [tháng] năm [năm]")
}

fn decision() -> Docx {
    let about = ["Về việc khen thưởng", "{{phong trào}}", "{{đợt xét}}", "(DỰ THẢO)"];
    let document = headed("QĐ", "QUYẾT ĐỊNH", &about);
    let document = on_basis(document.add_paragraph(centred("[THẨM QUYỀN BAN HÀNH]", true)));
    let document = document
        .add_paragraph(line(
            "Xét đề nghị của [cơ quan trình] tại Tờ trình số [số] ngày [ngày] tháng [tháng] năm [năm].",
        ))
        .add_paragraph(centred("QUYẾT ĐỊNH:", true));
    let effect = "Quyết định này có hiệu lực kể từ ngày ký.";
    let duty = "[Các cơ quan, đơn vị liên quan] và các tập thể, cá nhân có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./.";
    let document = said(
        document,
        &[
            "Điều 1. Tặng {{nội dung khen}} (danh sách kèm theo).",
            "{{nếu có nội dung tiền thưởng}}",
            "Điều 2. Tiền thưởng: {{nội dung tiền thưởng}}.",
            &format!("Điều 3. {effect}"),
            &format!("Điều 4. {duty}"),
            "{{hết nội dung tiền thưởng}}",
            "{{nếu không có nội dung tiền thưởng}}",
            &format!("Điều 2. {effect}"),
            &format!("Điều 3. {duty}"),
            "{{hết nội dung tiền thưởng}}",
        ],
    );
    let document = document
        .add_table(signature("[CHỨC VỤ NGƯỜI KÝ]", &["Như Điều thi hành;", "Lưu: VT, [đơn vị soạn thảo]."]));
    annex(document, "Kèm theo Quyết định số [số] ngày [ngày] tháng [tháng] năm [năm]")
}

/// The list on a page of its own: an award after another, by rank.
fn annex(document: Docx, under: &str) -> Docx {
    let heads = [
        Head::centre("TT", 600),
        Head::left("Tên tập thể, cá nhân", 3900),
        Head::left("Cụm, khối", 2200),
        Head::right("Tổng điểm", 1100),
        Head::right("Tiền thưởng (đồng)", 1500),
    ];
    let cells = ["{{tt}}", "{{tên}}", "{{cụm}}", "{{tổng điểm}}", "{{tiền thưởng}}"];
    document
        .add_paragraph(new_page())
        .add_paragraph(centred("DANH SÁCH", true))
        .add_paragraph(centred(&format!("({under})"), false))
        .add_paragraph(line("{{mỗi hình thức có người}}"))
        .add_paragraph(line("{{tên hình thức}}: {{số lượng}}"))
        .add_table(list("danh sách", &heads, &cells))
        .add_paragraph(line("{{hết hình thức có người}}"))
}

/// The minutes of the council: what was laid before it, every departure from it, and what is still open.
fn minutes() -> Docx {
    let about = ["Họp Hội đồng Thi đua - Khen thưởng", "{{phong trào}}", "{{đợt xét}}"];
    let document = said(
        headed("BB", "BIÊN BẢN", &about),
        &[
            "Thời gian: [giờ], ngày [ngày] tháng [tháng] năm [năm]. Địa điểm: [địa điểm].",
            "Chủ trì: [họ và tên, chức vụ]. Thư ký: [họ và tên, chức vụ].",
            "Có mặt: [số]/[tổng số] thành viên. Vắng mặt: [họ và tên, lý do].",
            "1. Kết quả xét và kết quả bỏ phiếu",
        ],
    );
    let heads = [
        Head::left("Tên", 3000),
        Head::left("Danh hiệu, hình thức", 2600),
        Head::left("Kết quả xét", 1700),
        Head::left("Số phiếu đồng ý", 2000),
    ];
    let cells = ["{{tên}}", "{{tên hình thức}}", "{{kết quả}}", "{{phiếu}}"];
    let document = document.add_table(list("kết quả xét", &heads, &cells));
    let document = part(
        document,
        "quyết định khác",
        [
            "2. Hội đồng không có quyết định nào khác với kết quả xét.",
            "2. Các quyết định của Hội đồng khác với kết quả xét",
        ],
        ["Kết quả xét", "Quyết định và lý do"],
        "{{quyết định}}",
    );
    part(
        document,
        "để ngỏ",
        ["3. Không còn trường hợp nào để ngỏ.", "3. Các trường hợp còn để ngỏ"],
        ["Đang chờ", "Nội dung"],
        "{{lý do}}",
    )
    .add_paragraph(body("Biên bản được đọc lại cho các thành viên có mặt cùng nghe và nhất trí thông qua./."))
    .add_table(signature("CHỦ TRÌ", &["[Thư ký ký, ghi rõ họ tên]"]))
}

/// A part of the minutes: one sentence where its list is empty, else a heading and the list.
fn part(
    document: Docx,
    name: &str,
    [without, with]: [&str; 2],
    [third, fourth]: [&'static str; 2],
    last: &str,
) -> Docx {
    let heads = [
        Head::left("Tên", 2500),
        Head::left("Danh hiệu, hình thức", 2200),
        Head::left(third, 2000),
        Head::left(fourth, 2600),
    ];
    let end = format!("{{{{hết {name}}}}}");
    said(document, &[&format!("{{{{nếu không có {name}}}}}{without}{end}")])
        .add_paragraph(body(&format!("{{{{nếu có {name}}}}}")))
        .add_paragraph(body(with))
        .add_table(list(name, &heads, &["{{tên}}", "{{tên hình thức}}", "{{kết quả}}", last]))
        .add_paragraph(body(&end))
}

/// A secret ballot: two empty cells for each candidate.
fn ballot() -> Docx {
    let document = headed("", "PHIẾU BẦU", &["{{tên hình thức}}", "{{phong trào}}", "{{đợt xét}}"]);
    let document = said(
        document,
        &[
            "Tổ chức bỏ phiếu: {{tổ chức bỏ phiếu}}. Yêu cầu: {{yêu cầu phiếu}}.",
            "{{nếu có chỉ tiêu}}Số chỉ tiêu: {{chỉ tiêu}}; số được đưa ra bỏ phiếu: {{số đề cử}}.{{hết chỉ tiêu}}",
            "{{nếu không có chỉ tiêu}}Số được đưa ra bỏ phiếu: {{số đề cử}}.{{hết chỉ tiêu}}",
            "Đánh dấu X vào một trong hai ô của mỗi dòng. Dòng để trống cả hai ô hoặc đánh dấu cả hai ô là không hợp lệ đối với người ở dòng đó.",
        ],
    );
    let heads = [
        Head::centre("TT", 600),
        Head::left("Tên tập thể, cá nhân", 3500),
        Head::left("Cụm, khối", 2100),
        Head::centre("Hạng", 950),
        Head::centre("Đồng ý", 1050),
        Head::centre("Không đồng ý", 1100),
    ];
    let cells = ["{{tt}}", "{{tên}}", "{{cụm}}", "{{hạng}}", "", ""];
    document
        .add_table(list("đề cử", &heads, &cells))
        .add_paragraph(body("[Địa danh], ngày [ngày] tháng [tháng] năm [năm]. Phiếu đóng dấu treo của [tên cơ quan]; người bỏ phiếu không ký tên."))
}

/// The minutes of the count: one table for each body and award.
fn count() -> Docx {
    let document = said(
        headed("BB", "BIÊN BẢN KIỂM PHIẾU", &["{{phong trào}}", "{{đợt xét}}"]),
        &[
            "Thời gian: [giờ], ngày [ngày] tháng [tháng] năm [năm]. Địa điểm: [địa điểm].",
            "Ban kiểm phiếu: [họ và tên, chức vụ]; [họ và tên, chức vụ]; [họ và tên, chức vụ].",
            "{{mỗi bỏ phiếu}}",
            "{{tên hình thức}} ({{tổ chức bỏ phiếu}}). Yêu cầu: {{yêu cầu phiếu}}.",
            "Tổng số thành viên: [số]. Số phiếu phát ra: [số]; thu về: [số]; hợp lệ: [số]; không hợp lệ: [số].",
        ],
    );
    let heads = [
        Head::centre("TT", 600),
        Head::left("Tên tập thể, cá nhân", 3500),
        Head::left("Cụm, khối", 1900),
        Head::left("Số phiếu đồng ý", 2200),
        Head::centre("Kết quả", 1100),
    ];
    let cells = ["{{tt}}", "{{tên}}", "{{cụm}}", "{{phiếu}}", "{{kết quả phiếu}}"];
    document
        .add_table(list("đề cử", &heads, &cells))
        .add_paragraph(body("{{hết bỏ phiếu}}"))
        .add_paragraph(body("Biên bản lập thành [số] bản, đã đọc cho Ban kiểm phiếu cùng nghe./."))
        .add_table(signers("THƯ KÝ", "TRƯỞNG BAN KIỂM PHIẾU"))
}

/// A correction and supplement: only what is different from the list that was signed.
fn differences() -> Docx {
    let about =
        ["Về việc đính chính, bổ sung danh sách đề nghị khen thưởng", "{{phong trào}}", "{{đợt xét}}"];
    let document = headed("TTr", "TỜ TRÌNH", &about)
        .add_paragraph(centred("Kính gửi: [Cấp có thẩm quyền quyết định khen thưởng]", false));
    let document = said(
        document,
        &[
            "Danh sách kèm theo Tờ trình số [số] ngày [ngày] tháng [tháng] năm [năm] được giữ nguyên (mã của biên bản chạy ghi cuối tờ trình này). [Tên cơ quan trình] trình đính chính, bổ sung các nội dung sau:",
        ],
    );
    let heads = |last| {
        [
            Head::centre("TT", 600),
            Head::left("Tên tập thể, cá nhân", 2500),
            Head::left("Danh hiệu, hình thức", 2100),
            Head::right("Tổng điểm", 900),
            Head::right("Tiền thưởng (đồng)", 1200),
            Head::left(last, 2000),
        ]
    };
    let document = [
        ("bổ sung", "1. Bổ sung vào danh sách", "Tình trạng khi ký"),
        ("đưa ra", "2. Đưa ra khỏi danh sách", "Lý do"),
        ("đính chính", "3. Đính chính", "Nội dung đính chính"),
    ]
    .into_iter()
    .fold(document, |document, (name, title, last)| {
        let cells =
            ["{{tt}}", "{{tên}}", "{{tên hình thức}}", "{{tổng điểm}}", "{{tiền thưởng}}", "{{lý do}}"];
        let end = format!("{{{{hết {name}}}}}");
        said(document, &[&format!("{{{{nếu không có {name}}}}}{title}: không có.{end}")])
            .add_paragraph(body(&format!("{{{{nếu có {name}}}}}")))
            .add_paragraph(body(title))
            .add_table(list(name, &heads(last), &cells))
            .add_paragraph(body(&end))
    });
    said(
        document,
        &[
            "Tổng số tiền thưởng theo danh sách đã ký: {{tiền đã ký}} đồng; sau khi đính chính, bổ sung: {{tiền nay}} đồng.",
            "Các nội dung khác của danh sách đã ký không thay đổi./.",
        ],
    )
    .add_table(signature("[CHỨC VỤ NGƯỜI KÝ]", &["Như trên;", "Lưu: VT, [đơn vị soạn thảo]."]))
    .add_paragraph(small("Mã của biên bản chạy đã ký: {{mã danh sách đã ký}}"))
}
