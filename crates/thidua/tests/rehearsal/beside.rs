//! One form for each defect that a form can have, each of a unit of its own: its finding stands at its address, and no other.

use std::collections::BTreeMap;

use thidua::{FileState, Files, Severity, collect};

use crate::edit::{Put, cell, part, put, reworded, with_part};
use crate::fill::{Cells, cells, with_a_row};
use crate::listed::{Seeded, in_the_table};
use crate::make::{archive, encrypted, xlsx, xlsx_with};
use crate::units::{Rehearsal, SHA256, filled, made, plan_of, rehearsal};

type At = (String, u32, u32);

const MAIN: &str = "Phiếu chấm";
/// Row and column of the name of the unit on a blank form.
const NAME: (u32, u32) = (4, 5);

/// What is typed into which cell, and the finding that belongs to it.
const TYPED: &[(&str, &str, Put, &str)] = &[
    ("số đếm có phần lẻ", "đúng_hạn", Put::Number("3.5"), "TD0410"),
    ("số đếm âm", "đúng_hạn", Put::Number("-3"), "TD0410"),
    ("chữ ở ô số", "tiếp_nhận", Put::Text("chưa có"), "TD0310"),
    ("số kèm đơn vị", "tiếp_nhận", Put::Text("12 hồ sơ"), "TD0310"),
    ("hai số trong một ô", "tiếp_nhận", Put::Text("10/12"), "TD0310"),
    ("gạch ngang thay cho số", "tiếp_nhận", Put::Text("-"), "TD0310"),
    ("số đọc được hai cách", "kinh_phí", Put::Text("1.234"), "TD0311"),
    ("nhóm chữ số lệch", "kinh_phí", Put::Text("1.23.456"), "TD0312"),
    ("số hơn 28 chữ số", "kinh_phí", Put::Text("12345678901234567890123456789012"), "TD0313"),
    ("số mũ", "kinh_phí", Put::Text("1e5"), "TD0310"),
    ("số dưới mức tối thiểu", "kinh_phí", Put::Number("-1"), "TD0412"),
    ("số trên mức tối đa của số liệu", "kinh_phí", Put::Number("100001"), "TD0411"),
    ("điểm tự chấm vượt điểm tối đa", "III.1", Put::Number("10.5"), "TD0411"),
    ("điểm tự chấm âm", "III.1", Put::Number("-0.5"), "TD0412"),
    ("kết quả tính gần đúng", "III.2", Put::Number("0.30000000000000004"), "TD0452"),
    ("công thức chưa được tính", "III.2", Put::Formula("4+4", None), "TD0451"),
    ("#REF! ở ô điểm", "III.2", Put::Failed("#REF!"), "TD0450"),
    ("#DIV/0! ở ô điểm", "III.2", Put::Failed("#DIV/0!"), "TD0450"),
    ("#N/A ở ô điểm", "III.2", Put::Failed("#N/A"), "TD0450"),
    ("#VALUE! ở ô điểm", "III.2", Put::Failed("#VALUE!"), "TD0450"),
    ("#NAME? ở ô điểm", "III.2", Put::Failed("#NAME?"), "TD0450"),
    ("tỷ lệ ghi 1 bằng chữ", "hài_lòng", Put::Text("1"), "TD0453"),
    ("tỷ lệ ghi thiếu dấu %", "hài_lòng", Put::Text("95"), "TD0469"),
    ("tỷ lệ trên 100%", "hài_lòng", Put::Number("1.2"), "TD0411"),
    ("ngày không có trong lịch", "ngày_nộp", Put::Text("31/11/2025"), "TD0321"),
    ("chỉ ghi năm", "ngày_nộp", Put::Text("2025"), "TD0322"),
    ("ngày ghi bằng lời", "ngày_nộp", Put::Text("hôm qua"), "TD0320"),
    ("có và không trong một ô", "I.3", Put::Text("có/không"), "TD0410"),
    ("mức không có trong danh sách", "II.2", Put::Text("Trung bình"), "TD0410"),
    ("điểm thay cho mức", "II.2", Put::Number("7"), "TD0410"),
    ("chữ ở ô điểm", "III.1", Put::Text("mười"), "TD0310"),
    ("chữ ở bảng kê", "buổi_đối_thoại", Put::Text("bốn"), "TD0310"),
    ("điểm bảng kê vượt mức", "buổi_đối_thoại", Put::Number("6"), "TD0411"),
    ("công thức tự gõ ở ô điểm", "III.2", Put::Formula("4+4", Some("8")), "TD0445"),
    ("số ghi bằng chữ, dấu phẩy", "III.2", Put::Text("8,5"), "TD0488"),
    ("số ghi bằng chữ, có cách", "tiếp_nhận", Put::Text(" 1 250 "), "TD0488"),
];

/// Findings beside which a form is accepted all the same.
const SOFT: &[&str] = &[
    "TD0336", "TD0364", "TD0376", "TD0377", "TD0472", "TD0479", "TD0480", "TD0481", "TD0483", "TD0484",
    "TD0445", "TD0446", "TD0488", "TD0491", "TD0492",
];

/// At the stage of self-assessment a value beyond its limits is told and refuses nobody.
fn is_soft(code: &str) -> bool {
    SOFT.contains(&code) || matches!(code, "TD0411" | "TD0412")
}

/// The forms, and what was done to each.
struct Folder {
    files: Files,
    seeded: Vec<Seeded>,
    units: usize,
}

impl Folder {
    /// The name of the next form, and the number of its unit.
    fn next(&mut self) -> (String, usize) {
        self.units += 1;
        // Those with a former name have files of their own below.
        if self.units == 10 {
            self.units += 2;
        }
        (format!("phieu-xa-{:03}.xlsx", self.units), self.units)
    }

    fn add(&mut self, what: &str, name: &str, bytes: Vec<u8>, found: &[(&str, Option<&At>)]) {
        self.files.insert(name, bytes);
        self.seeded.extend(found.iter().map(|(code, at)| Seeded::new(what, name, code, *at)));
    }
}

fn home(known: &Cells, input: &str) -> At {
    let is_it = |name: &&String| name.rsplit('/').next() == Some(input);
    let name = known.inputs.keys().find(is_it).unwrap_or_else(|| panic!("no cell for {input}"));
    known.inputs[name].clone()
}

fn claim(known: &Cells, path: &str) -> At {
    let (row, column) = known.claims[path];
    (MAIN.to_owned(), row, column)
}

fn folder(of: &Rehearsal) -> Folder {
    let mut folder = Folder { files: Files::default(), seeded: Vec::new(), units: 0 };
    for (what, input, typed, code) in TYPED {
        let (name, unit) = folder.next();
        let blank = of.form(unit);
        let at = home(&cells(&blank), input);
        let bytes = put(&filled(&of.plan, &blank, unit, std::slice::from_ref(&at)), &at, typed);
        folder.add(what, &name, bytes, &[(code, Some(&at))]);
    }
    claims(of, &mut folder);
    shapes(of, &mut folder);
    versions(of, &mut folder);
    names(of, &mut folder);
    no_forms(&mut folder);
    folder
}

fn claims(of: &Rehearsal, folder: &mut Folder) {
    let mut claimed =
        |what: &str, path: &str, input: &str, words: &'static str, figure: bool, code: &str, at_figure| {
            let (name, unit) = folder.next();
            let blank = of.form(unit);
            let known = cells(&blank);
            let (value, box_) = (home(&known, input), claim(&known, path));
            let but: Vec<At> = if figure { Vec::new() } else { list_of(&value) };
            let bytes = put(&filled(&of.plan, &blank, unit, &but), &box_, &Put::Text(words));
            let at = if at_figure { &value } else { &box_ };
            folder.add(what, &name, bytes, &[(code, Some(at))]);
        };
    claimed("không áp dụng mà vẫn có điểm", "II/II.3", "II.3", "Không áp dụng", true, "TD0476", true);
    claimed("không áp dụng, chưa ghi lý do", "II/II.3", "II.3", "Không áp dụng", false, "TD0483", false);
    claimed("ô không áp dụng ghi chữ khác", "II/II.3", "II.3", "x", true, "TD0477", false);
}

/// The first three lines of a list, or the one cell.
fn list_of((sheet, row, column): &At) -> Vec<At> {
    (*row..row + 3).map(|row| (sheet.clone(), row, *column)).collect()
}

fn shapes(of: &Rehearsal, folder: &mut Folder) {
    let fresh = |unit: usize| {
        let blank = of.form(unit);
        (filled(&of.plan, &blank, unit, &[]), cells(&blank))
    };
    let (name, unit) = folder.next();
    let (bytes, known) = fresh(unit);
    let (sheet, row, column) = home(&known, "III.1");
    let letters = thidua::column_letters(column);
    let inserted = format!("<c r=\"{letters}{row}\"><v>9</v></c>");
    folder.add(
        "dòng chèn thêm có số liệu",
        &name,
        with_a_row(&bytes, row, &inserted),
        &[("TD0474", Some(&(sheet, row, column)))],
    );

    let (name, unit) = folder.next();
    let (bytes, known) = fresh(unit);
    let (sheet, row, _) = home(&known, "III.1");
    let moved = cell(&bytes, &sheet, &format!("A{row}"), |open| {
        format!("{open} t=\"inlineStr\"><is><t>III.7</t></is></c>")
    });
    folder.add("mã in trên dòng bị sửa", &name, moved, &[("TD0475", Some(&(sheet, row, 1)))]);

    let (name, unit) = folder.next();
    let (bytes, known) = fresh(unit);
    let (_, row, _) = home(&known, "III.2");
    folder.add("dòng tiêu chí bị xóa", &name, without_row(&bytes, row), &[("TD0480", None)]);

    let (name, unit) = folder.next();
    let (bytes, _) = fresh(unit);
    let lost = part(&bytes, "xl/workbook.xml", |xml| xml.replace("name=\"_thidua\"", "name=\"Sheet9\""));
    folder.add("mất trang ẩn nhận dạng", &name, lost, &[("TD0481", None)]);

    let (name, unit) = folder.next();
    let (bytes, _) = fresh(unit);
    let bare = reworded(&reworded(&bytes, "thidua:value", ""), "Số liệu, tự chấm", "Cột 5");
    folder.add("mất dòng tiêu đề", &name, bare, &[("TD0482", None)]);

    let (name, unit) = folder.next();
    let (bytes, known) = fresh(unit);
    let (sheet, row, _) = home(&known, "III.1");
    let hidden = part(&bytes, "xl/worksheets/sheet1.xml", |xml| {
        xml.replace(&format!("<row r=\"{row}\""), &format!("<row r=\"{row}\" hidden=\"1\""))
    });
    folder.add("dòng có số liệu bị ẩn", &name, hidden, &[("TD0336", Some(&(sheet, row, 1)))]);

    let (name, unit) = folder.next();
    let (bytes, _) = fresh(unit);
    let linked = with_part(&bytes, "xl/externalLinks/externalLink1.xml", "<externalLink/>");
    folder.add("liên kết tới tệp khác", &name, linked, &[("TD0377", None)]);

    for (what, cut) in [("tệp bị cắt giữa chừng", 2), ("tệp chỉ còn phần đầu", 40)] {
        let (name, unit) = folder.next();
        let (bytes, _) = fresh(unit);
        folder.add(what, &name, bytes[..bytes.len() / cut].to_vec(), &[("TD0370", None), ("TD0489", None)]);
    }
    let (name, _) = folder.next();
    folder.add("đặt mật khẩu mở tệp", &name, encrypted(), &[("TD0371", None), ("TD0489", None)]);
    let (name, _) = folder.next();
    let word = archive(&[("word/document.xml", "<a/>")]);
    folder.add("tệp Word đổi đuôi", &name, word, &[("TD0370", None), ("TD0489", None)]);
    let (name, _) = folder.next();
    let binary = archive(&[("xl/workbook.bin", "")]);
    folder.add("bảng tính kiểu .xlsb", &name, binary, &[("TD0370", None), ("TD0489", None)]);
    let (name, _) = folder.next();
    folder.add("bảng tính trống", &name, xlsx(""), &[("TD0373", None), ("TD0489", None)]);
    let (name, _) = folder.next();
    let text = |at: &str| format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>x</t></is></c>");
    let far = format!("<row r=\"1\">{}</row><row r=\"1048576\">{}</row>", text("A1"), text("XFD1048576"));
    let corner = ("Bảng 1".to_owned(), 1_048_576, 16_384);
    folder.add("ô XFD1048576", &name, xlsx(&far), &[("TD0372", Some(&corner)), ("TD0489", None)]);
    let (name, _) = folder.next();
    let blanks = " ".repeat(64 << 20);
    let bomb = xlsx_with(&format!("<row r=\"1\">{}</row>", text("A1")), &[("xl/sharedStrings.xml", &blanks)]);
    folder.add("tệp nén phình to", &name, bomb, &[("TD0372", None), ("TD0489", None)]);
}

/// The form after somebody deleted a row, its place left empty.
fn without_row(bytes: &[u8], row: u32) -> Vec<u8> {
    part(bytes, "xl/worksheets/sheet1.xml", |xml| {
        let start = xml.find(&format!("<row r=\"{row}\"")).unwrap();
        let end = start + xml[start..].find("</row>").unwrap() + "</row>".len();
        format!("{}{}", &xml[..start], &xml[end..])
    })
}

fn versions(of: &Rehearsal, folder: &mut Folder) {
    let entrant = |unit: usize| &of.entrants[unit - 1];
    let (name, unit) = folder.next();
    let older = plan_of(&older(&of.text));
    let blank = made(&older, entrant(unit), false);
    let gone = home(&cells(&blank), "III.4");
    let bytes = filled(&older, &blank, unit, &[]);
    folder.add(
        "phiếu phiên bản cũ",
        &name,
        bytes,
        &[("TD0472", None), ("TD0484", Some(&gone)), ("TD0480", None)],
    );

    let (name, unit) = folder.next();
    let last_year = plan_of(&of.text.replace("thi-dua-xa-2025", "thi-dua-xa-2024"));
    let bytes = filled(&last_year, &made(&last_year, entrant(unit), false), unit, &[]);
    folder.add("phiếu năm trước", &name, bytes, &[("TD0471", None)]);

    let (name, unit) = folder.next();
    let bytes = filled(&of.plan, &of.form(unit), unit, &[]);
    folder.add(
        "bộ tiêu chí sửa mà không đổi phiên bản",
        &name,
        reworded(&bytes, SHA256, "7d"),
        &[("TD0492", None)],
    );

    // The points stand one column behind the figures, and somebody wrote over them.
    let (name, unit) = folder.next();
    let blank = of.form(unit);
    let (sheet, row, column) = home(&cells(&blank), "III.2");
    let at = (sheet, row, column + 1);
    let bytes = put(&filled(&of.plan, &blank, unit, &[]), &at, &Put::Number("99"));
    folder.add("điểm tạm tính bị ghi đè", &name, bytes, &[("TD0446", Some(&at))]);
}

/// The rule set as it was before: a criterion more, and one less.
pub(crate) fn older(text: &str) -> String {
    let without: Vec<&str> = text.lines().filter(|line| !line.contains("code: III.2")).collect();
    without
        .join("\n")
        .replace("version: \"2025.2\"", "version: \"2025.1\"")
        .replace("rounding: {", "  - { code: III.4, title: Sáng kiến, points_max: 10 }\nrounding: {")
}

fn names(of: &Rehearsal, folder: &mut Folder) {
    let at = (MAIN.to_owned(), NAME.0, NAME.1);
    let named = |words: Option<&'static str>, seed: usize| {
        let bytes = filled(&of.plan, &of.blank(), seed, &[]);
        words.map_or(bytes.clone(), |words| put(&bytes, &at, &Put::Text(words)))
    };
    folder.add("phiếu trống chưa ghi đơn vị", "phieu-trong.xlsx", named(None, 200), &[("TD0473", None)]);
    folder.add(
        "đơn vị không có trong danh sách",
        "phieu-la.xlsx",
        named(Some("Xã không có"), 201),
        &[("TD0404", Some(&at))],
    );
    folder.add(
        "sai một chữ trong tên đơn vị",
        "phieu-gan-dung.xlsx",
        named(Some("Xã diễn tâp 120"), 202),
        &[("TD0404", Some(&at))],
    );
    folder.add(
        "tên cũ của đơn vị đổi tên",
        "phieu-ten-cu.xlsx",
        named(Some("THỊ TRẤN CŨ 11"), 203),
        &[("TD0491", None)],
    );
    let old = "X· diÔn tËp 121";
    folder.add(
        "tên đơn vị gõ bằng phông TCVN3",
        "phieu-tcvn3.xlsx",
        named(Some(old), 204),
        &[("TD0364", Some(&at))],
    );
    for (file, words) in [("phieu-cu-dong.xlsx", "Xã cũ 10 Đông"), ("phieu-cu-tay.xlsx", "Xã cũ 10 Tây")]
    {
        let bytes = named(Some(words), file.len());
        folder.add("đơn vị hợp nhất, hai phiếu cũ", file, bytes, &[("TD0491", None), ("TD0490", None)]);
    }
    let twice = filled(&of.plan, &of.form(130), 130, &[]);
    folder.add("gửi hai lần cùng số liệu", "phieu-xa-130.xlsx", twice.clone(), &[("TD0479", None)]);
    folder.add("gửi hai lần cùng số liệu", "phieu-xa-130 (1).xlsx", twice, &[("TD0479", None)]);
    for (file, seed) in [("phieu-xa-131.xlsx", 131), ("phieu-xa-131 sửa.xlsx", 132)] {
        let bytes = filled(&of.plan, &of.form(131), seed, &[]);
        folder.add("gửi hai lần khác số liệu", file, bytes, &[("TD0478", None)]);
    }
}

fn no_forms(folder: &mut Folder) {
    for (what, name, bytes) in [
        ("công văn lẫn trong thư mục", "cong-van.pdf", b"%PDF-1.7\0\xff".to_vec()),
        ("ảnh chụp phiếu", "phieu.jpg", b"\xff\xd8\xff\xe0\0".to_vec()),
        ("bản Word của phiếu", "phieu.docx", archive(&[("word/document.xml", "<a/>")])),
        ("công văn dạng CSV", "kinh-gui.csv", "a,b\nKính gửi,Phòng Nội vụ\n".as_bytes().to_vec()),
    ] {
        folder.add(what, name, bytes, &[("TD0485", None)]);
    }
    let head = "Mã,đúng_hạn,tiếp_nhận,hài_lòng,I.3,buổi_đối_thoại,II.2,II.3,III.1,III.2,hạn_nộp,ngày_nộp,kinh_phí,đang_xác_minh";
    let row = "xa-150,9,10,90%,có,4,Tốt,8,9,8,01/12/2025,01/12/2025,5,không";
    let table = format!("{head}\n{row}\n").into_bytes();
    folder.add("bảng chung thay cho phiếu", "bang-chung.csv", table, &[("TD0470", None)]);
    folder.add("tệp rỗng", "phieu-xa-151.csv", Vec::new(), &[("TD0350", None), ("TD0489", None)]);
}

#[test]
fn every_defect_of_a_form_is_found_at_its_address_and_nothing_else() {
    let of = rehearsal();
    let folder = folder(&of);
    let all = collect(&of.plan, SHA256, Some(&of.register), &folder.files);
    let mut wanted: BTreeMap<&str, Vec<(String, String)>> = BTreeMap::new();
    for one in &folder.seeded {
        wanted.entry(&one.file).or_default().push((one.code.clone(), one.place()));
    }
    let mut wrong = Vec::new();
    for file in &all.files {
        let mut found: Vec<(String, String)> =
            file.findings.iter().map(|found| (found.code.to_owned(), found.place.to_string())).collect();
        let mut expected = wanted.remove(file.name.as_str()).unwrap_or_default();
        found.sort();
        expected.sort();
        if found != expected {
            wrong.push(format!("{}: {found:?} instead of {expected:?}", file.name));
        }
        let soft = expected.iter().all(|(code, _)| is_soft(code));
        if soft && file.state == FileState::Refused || !soft && file.state == FileState::Accepted {
            wrong.push(format!("{} is {:?} with {expected:?}", file.name, file.state));
        }
        let helped =
            file.findings.iter().all(|found| found.help.is_some() || found.severity == Severity::Note);
        assert!(helped, "{} has a finding without a remedy", file.name);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let refused: Vec<&str> = all
        .files
        .iter()
        .filter(|file| file.state != FileState::Accepted)
        .map(|file| file.entrant.as_str())
        .collect();
    let taken: Vec<&str> = all
        .files
        .iter()
        .filter(|file| file.state == FileState::Accepted)
        .map(|file| file.entrant.as_str())
        .collect();
    for row in all.rows.iter().skip(1) {
        assert!(taken.contains(&row[0].as_str()), "{} is refused and has a value", row[0]);
    }
    assert!(refused.len() > 40);
    in_the_table("loi-phieu.csv", &folder.seeded);
}
