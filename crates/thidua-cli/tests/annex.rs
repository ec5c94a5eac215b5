//! Criteria out of a table and into an annex: what is understood is a rule, what is not is marked, and nothing is lost.

#![expect(clippy::unwrap_used, reason = "a test that fails loudly is what is wanted")]

use std::path::Path;
use std::process::Command;

use calamine::Reader;
use rust_xlsxwriter::Workbook;

fn thidua(folder: &Path, words: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_thidua")).current_dir(folder).args(words).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout) + &text(&output.stderr))
}

/// A table as an office keeps it: title lines, groups in bold, numbering that begins again, guidance in rows of its own.
const TABLE: &[&[&str]] = &[
    &["UBND TỈNH", "", "", "", ""],
    &["BẢNG TIÊU CHÍ CHẤM ĐIỂM THI ĐUA NĂM 2026", "", "", "", ""],
    &["TT", "Nội dung tiêu chí", "Điểm tối đa", "Cách chấm điểm", "Tự chấm"],
    &["I", "Cải cách hành chính", "30", "", ""],
    &["1", "Có kế hoạch năm", "5", "Có hoặc không", ""],
    &["2", "Hồ sơ đúng hạn", "15", "(Số hồ sơ đúng hạn / Số hồ sơ tiếp nhận) × điểm tối đa", ""],
    &["3", "Phản ánh về thái độ", "10", "Mỗi phản ánh trừ 2 điểm", ""],
    &["II", "Dân chủ ở cơ sở", "40", "", ""],
    &["1", "Đối thoại", "12", "Mỗi cuộc đối thoại được 3 điểm", ""],
    &["", "Chỉ tính các cuộc có biên bản", "", "", ""],
    &["2", "Xếp loại dân chủ", "10", "Tốt: 10; Khá: 7,5; Trung bình: 5", ""],
    &["3", "Gửi báo cáo", "8", "Mỗi ngày chậm trừ 0,5 điểm", ""],
    &["4", "Khảo sát", "10", "Từ 90% trở lên 10 điểm, từ 70% đến dưới 90% 7 điểm", ""],
    &["III", "Mô hình", "30", "", ""],
    &["1", "Mô hình mới", "", "", ""],
    &["2", "Nhân rộng", "20", "", ""],
    &["", "Tổng cộng", "100", "", ""],
];

fn table(folder: &Path, name: &str) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip(TABLE) {
        for (column, cell) in (0..).zip(*cells).filter(|(_, cell)| !cell.is_empty()) {
            match cell.parse::<f64>() {
                Ok(number) if column == 2 => sheet.write(row, column, number).unwrap(),
                _ => sheet.write(row, column, *cell).unwrap(),
            };
        }
    }
    std::fs::write(folder.join(name), book.save_to_buffer().unwrap()).unwrap();
}

#[test]
fn a_table_of_criteria_becomes_a_rule_set_with_marks() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    table(folder, "bang.xlsx");
    let (exit, told) = thidua(folder, &["new", "moi", "--from", "bang.xlsx"]);
    assert_eq!(exit, Some(1), "{told}");
    for (code, cell) in [("TD0494", "A3"), ("TD0497", "D13"), ("TD0495", "C15")] {
        assert!(
            told.contains(code) && told.contains(&format!("bang.xlsx!Sheet1!{cell}")),
            "{code} {cell}: {told}"
        );
    }
    let rules = std::fs::read_to_string(folder.join("moi/bo-tieu-chi.yaml")).unwrap();
    for line in [
        "effective: { from: 2026-01-01, until: 2026-12-31 }",
        "yes_no: {}",
        "ratio: { numerator: số_hồ_sơ_đúng_hạn, denominator: số_hồ_sơ_tiếp_nhận }",
        "deduct: { items: [ { of: phản_ánh, each: 2 } ] }",
        "count: { of: cuộc_đối_thoại, each: 3 }",
        "- { id: \"kha\", title: \"Khá\", points: 7.5 }",
        "lateness: { due: hạn_gửi_báo_cáo, actual: ngày_gửi_báo_cáo, each_day: 0.5 }",
        "note: \"Chỉ tính các cuộc có biên bản\"",
        "note: \"Từ 90% trở lên 10 điểm, từ 70% đến dưới 90% 7 điểm\"",
    ] {
        assert!(rules.contains(line), "{line} is missing in\n{rules}");
    }
    // What a person must fill in is refused at its line.
    let (exit, told) = thidua(folder, &["check", "moi/bo-tieu-chi.yaml"]);
    assert!(exit == Some(2) && told.contains("TD0220") && told.contains("bo-tieu-chi.yaml:61:"), "{told}");
    let filled = rules.replace("points_max: # CẦN XEM: điểm tối đa, bảng không ghi", "points_max: 10");
    std::fs::write(folder.join("moi/bo-tieu-chi.yaml"), filled).unwrap();
    let (exit, told) = thidua(folder, &["check", "moi/bo-tieu-chi.yaml"]);
    assert_eq!(exit, Some(0), "{told}");
    let (exit, told) = thidua(folder, &["form", "moi/bo-tieu-chi.yaml", "--out", "phieu"]);
    assert_eq!(exit, Some(0), "{told}");
}

#[test]
fn what_is_no_table_of_criteria_is_told() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    std::fs::write(folder.join("a.csv"), "Tên,Điện thoại\nXã A,01\n").unwrap();
    let (exit, told) = thidua(folder, &["new", "moi", "--from", "a.csv"]);
    assert_eq!(exit, Some(2), "{told}");
    std::fs::write(folder.join("a.csv"), "Tiêu chí,Căn cứ\nA,b\n").unwrap();
    let (exit, told) = thidua(folder, &["new", "moi", "--from", "a.csv"]);
    assert!(exit == Some(2) && told.contains("TD0493"), "{told}");
    let (exit, told) = thidua(folder, &["new", "moi", "--from", "không-có.csv"]);
    assert!(exit == Some(2) && told.contains("TD0501"), "{told}");
    let rows = "TT,Tiêu chí,Điểm tối đa,Cách chấm\n1,A,5,\n-,B,mười,\nIII,Điểm thưởng (tối đa 4 điểm),4,\n1,Sáng kiến,3,Mỗi sáng kiến được 1 điểm\n\
        -,Tin bài,2,\n,Điểm trừ,,\n-,Nộp chậm phiếu,-2,Mỗi ngày chậm trừ 0.5 điểm\n,Điểm phạt,,\n,Tổng cộng,9,\n";
    std::fs::write(folder.join("a.csv"), rows).unwrap();
    let (exit, told) = thidua(folder, &["new", "moi", "--from", "a.csv"]);
    assert_eq!(exit, Some(1), "{told}");
    for (code, cell) in
        [("TD0495", "a.csv!C3"), ("TD0447", "a.csv!B4"), ("TD0447", "a.csv!B7"), ("TD0496", "a.csv!B9")]
    {
        assert!(told.contains(code) && told.contains(cell), "{told}");
    }
    let path = folder.join("moi/bo-tieu-chi.yaml");
    let rules = std::fs::read_to_string(&path).unwrap();
    let written = rules.split_once("adjustments:").unwrap().1;
    for line in [
        "    cap: 4\n    items:\n    - code: \"T.1\"\n      title: \"Sáng kiến\"\n      points_max: 3\n      count: { of: sáng_kiến, each: 1 }",
        "    - code: \"T.2\"\n      title: \"Tin bài\"\n      points_max: 2",
        "  deductions:\n    # CẦN XEM: mức khống chế",
        "    - code: \"P.1\"\n      title: \"Nộp chậm phiếu\"\n      points_max: 2\n      count: { of:",
    ] {
        assert!(written.contains(line), "{line}\n{written}");
    }
    let filled = rules.replace("points_max: # CẦN XEM: điểm tối đa, bảng không ghi", "points_max: 10");
    std::fs::write(&path, filled).unwrap();
    let (exit, told) = thidua(folder, &["check", "moi/bo-tieu-chi.yaml"]);
    assert_ne!(exit, Some(2), "{told}");
    assert!(!folder.join("không-có").exists());
}

#[test]
fn the_annex_says_how_everything_is_scored_and_reads_back() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    table(folder, "bang.xlsx");
    thidua(folder, &["new", "moi", "--from", "bang.xlsx"]);
    let path = folder.join("moi/bo-tieu-chi.yaml");
    let rules = std::fs::read_to_string(&path).unwrap();
    std::fs::write(
        &path,
        rules.replace("points_max: # CẦN XEM: điểm tối đa, bảng không ghi", "points_max: 10"),
    )
    .unwrap();
    let (exit, told) = thidua(folder, &["print", "moi/bo-tieu-chi.yaml", "--out", "phu-luc"]);
    assert_eq!(exit, Some(0), "{told}");
    let mut book = calamine::open_workbook_auto(folder.join("phu-luc/phu-luc.xlsx")).unwrap();
    let range = book.worksheet_range("Phụ lục").unwrap();
    let text: Vec<String> =
        range.rows().map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>().join("|")).collect();
    let text = text.join("\n");
    for words in [
        "1|Có kế hoạch năm|5|- có: 5 điểm\n- không: 0 điểm|",
        "Số liệu: Số hồ sơ đúng hạn; Số hồ sơ tiếp nhận",
        "số đếm được × 3 điểm",
        "- mức “Khá”: 7,5 điểm",
        "|TỔNG CỘNG|100||",
    ] {
        assert!(text.contains(words), "{words} is missing in\n{text}");
    }
    let word = std::fs::read(folder.join("phu-luc/phu-luc.docx")).unwrap();
    assert!(word.starts_with(b"PK"));
    let (exit, told) = thidua(folder, &["print", "moi/bo-tieu-chi.yaml", "--out", "phu-luc"]);
    assert_eq!(exit, Some(2), "nothing is overwritten: {told}");
    // The annex is a table of criteria itself.
    let (_, told) = thidua(folder, &["new", "lai", "--from", "phu-luc/phu-luc.xlsx"]);
    let again = std::fs::read_to_string(folder.join("lai/bo-tieu-chi.yaml")).unwrap();
    let codes = |text: &str| {
        let keep = |line: &&str| {
            ["code:", "title:", "points_max:"]
                .iter()
                .any(|key| line.trim_start_matches([' ', '-']).starts_with(key))
        };
        text.lines().filter(keep).skip(1).map(str::to_owned).collect::<Vec<_>>()
    };
    let first = std::fs::read_to_string(&path).unwrap();
    assert_eq!(codes(&again), codes(&first), "{told}");
    let (exit, told) = thidua(folder, &["check", "lai/bo-tieu-chi.yaml"]);
    assert_eq!(exit, Some(0), "{told}");
}
