//! Tables that units send in place of forms: read by themselves, each defect of theirs at its address.

use std::collections::BTreeMap;

use thidua::{Diagnostic, FileState, Files, Severity, collect};
use thidua_core::{DecisionIndex, Decisions};
use thidua_table::{Layout, Sheet, Source, Written, bind, evaluation_words, find_table};

use crate::listed::{Seeded, in_the_table};
use crate::units::{Rehearsal, SHA256, rehearsal};

const HEAD: &str = "Mã,đúng_hạn,tiếp_nhận,hài_lòng,I.3,buổi_đối_thoại,II.2,II.3,III.1,III.2,hạn_nộp,ngày_nộp,kinh_phí,đang_xác_minh";

/// What one unit says, from its second column on.
const WELL: &str = "9,10,90%,có,4,Tốt,8,9,8,01/12/2025,01/12/2025,5,không";

type Case = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// The defect, the table (`{head}`, `{row}` stand for a good header and a good row), and its findings: code and cell.
const TABLES: &[Case] = &[
    ("bảng không có lỗi", "{head}\nxa-001,{row}\nxa-002,{row}\n", &[]),
    (
        "dòng tên bảng phía trên",
        "PHỤ LỤC,,\nBẢNG ĐIỂM NĂM 2025,,\n{head}\nxa-001,{row}\n",
        &[("TD0330", "A3")],
    ),
    (
        "dòng điểm tối đa dưới tiêu đề",
        "{head}\nĐiểm tối đa,,,,5,15,10,10,10,10,,,,\nxa-001,{row}\n",
        &[("TD0331", "A2")],
    ),
    ("dòng tổng cộng", "{head}\nxa-001,{row}\nTổng cộng,9,10,,,,,8,9,8,,,5,\n", &[("TD0331", "A3")]),
    ("đơn vị ngoài danh sách", "{head}\nxa-951,{row}\nxa-002,{row}\n", &[("TD0404", "A2")]),
    ("dòng không ghi đơn vị", "{head}\nxa-001,{row}\n,{row}\n", &[("TD0404", "A3")]),
    ("một đơn vị hai dòng", "{head}\nxa-001,{row}\nxa-001,{row}\n", &[("TD0413", "A3")]),
    ("cột không có trong bộ tiêu chí", "{head},IV.9\nxa-001,{row},3\n", &[("TD0402", "O1")]),
    ("một cột lặp lại", "{head},III.1\nxa-001,{row},9\n", &[("TD0408", "O1")]),
    (
        "thiếu cột của tiêu chí",
        "Mã,đúng_hạn,tiếp_nhận,hài_lòng,I.3,buổi_đối_thoại,II.2,II.3,III.1,hạn_nộp,ngày_nộp,kinh_phí,đang_xác_minh\nxa-001,9,10,90%,có,4,Tốt,8,9,01/12/2025,01/12/2025,5,không\n",
        &[("TD0403", "")],
    ),
    ("dòng nhiều ô hơn tiêu đề", "{head}\nxa-001,{row},thừa\n", &[("TD0355", "O2")]),
    ("dấu nháy không đóng", "{head}\nxa-001,{row}\n\"xa-002,{row}\n", &[("TD0356", "A3")]),
    ("chữ sau dấu nháy đóng", "{head}\n\"xa-001\"x,{row}\n", &[("TD0357", "A2")]),
    ("byte rỗng trong tệp", "{head}\nxa-001,\0{row}\n", &[("TD0352", "B2")]),
    ("đơn vị viết bằng tên cũ", "{head}\nThị trấn cũ 11,{row}\n", &[]),
    ("tên đơn vị khác hoa thường, thừa cách", "{head}\nXÃ  DIỄN TẬP 12.,{row}\n", &[]),
    (
        "có/không ghi bằng dấu",
        "{head}\nxa-001,9,10,90%,x,4,Tốt,8,9,8,01/12/2025,01/12/2025,5,-\n",
        &[("TD0410", "N2")],
    ),
    (
        "hai số trong một ô",
        "{head}\nxa-001,9-10,10,90%,có,4,Tốt,8,9,8,01/12/2025,01/12/2025,5,không\n",
        &[("TD0310", "B2")],
    ),
    (
        "ngày tháng kiểu Mỹ",
        "{head}\nxa-001,9,10,90%,có,4,Tốt,8,9,8,12/31/2025,01/12/2025,5,không\n",
        &[("TD0321", "K2")],
    ),
    ("mức viết không dấu", "{head}\nxa-001,9,10,90%,có,4,Tot,8,9,8,01/12/2025,01/12/2025,5,không\n", &[]),
    (
        "số có ba chữ số sau dấu chấm",
        "{head}\nxa-001,9,10,90%,có,4,Tốt,8,9,8,01/12/2025,01/12/2025,1.250,không\n",
        &[("TD0311", "M2")],
    ),
    (
        "điểm thưởng ghi #N/A",
        "{head}\nxa-001,9,10,90%,có,4,Tốt,8,#N/A,8,01/12/2025,01/12/2025,5,không\n",
        &[("TD0450", "I2")],
    ),
    (
        "tỷ lệ ghi 1",
        "{head}\nxa-001,9,10,1,có,4,Tốt,8,9,8,01/12/2025,01/12/2025,5,không\n",
        &[("TD0453", "D2")],
    ),
];

#[test]
fn every_defect_of_a_table_is_found_at_its_address_and_nothing_else() {
    let of = rehearsal();
    let (mut files, mut seeded) = (Files::default(), Vec::new());
    let mut wanted: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for (number, (what, table, found)) in (1..).zip(TABLES) {
        let name = format!("bang-{number:02}.csv");
        files.insert(name.clone(), table.replace("{head}", HEAD).replace("{row}", WELL).into_bytes());
        for (code, cell) in *found {
            let one = Seeded { cell: (*cell).to_owned(), ..Seeded::new(what, &name, code, None) };
            wanted.entry(name.clone()).or_default().push(((*code).to_owned(), one.place()));
            seeded.push(one);
        }
    }
    let all = collect(&of.plan, SHA256, Some(&of.register), &files);
    let mut wrong = Vec::new();
    for (file, (what, ..)) in all.files.iter().zip(TABLES) {
        // That a table is no form is said of each of them.
        let told = file.findings.iter().filter(|found| found.code != "TD0470");
        let found: Vec<(String, String)> =
            told.map(|found| (found.code.to_owned(), found.place.to_string())).collect();
        let helped =
            file.findings.iter().all(|found| found.help.is_some() || found.severity == Severity::Note);
        assert!(helped, "{} has a finding without a remedy", file.name);
        let expected = wanted.remove(&file.name).unwrap_or_default();
        if found != expected {
            wrong.push(format!("{what}: {found:?} instead of {expected:?}"));
        }
        let unread =
            file.findings.iter().any(|found| found.severity == Severity::Error && found.code < "TD0390");
        if file.state != FileState::Table && !unread {
            wrong.push(format!("{what}: {:?}", file.state));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(all.rows.len() == 1, "what a table says is read where it stands");
    in_the_table("loi-bang.csv", &seeded);
}

/// What is found in a table of one row, of which nobody sees some columns.
fn found_in(of: &Rehearsal, rows: [&str; 2], hidden: &[(u32, u32)]) -> Vec<Diagnostic> {
    let layout = Layout::default();
    let mut sheet = Sheet::new("bang.xlsx!1");
    for (number, row) in (1..).zip(rows) {
        sheet.push_row(number, row.split(',').map(|words| (words, Written::Text))).unwrap();
    }
    sheet.hide(Vec::new(), hidden.to_vec(), false);
    let words = evaluation_words(&of.plan, &layout, Some(&of.register));
    let table = find_table(&[sheet], &words, &layout.frame()).unwrap().table;
    let source = Source { table: &table, layout: &layout };
    let decisions = DecisionIndex::new(&of.plan, &Decisions::default());
    bind(&of.plan, Some(&of.register), &[source], &decisions).unwrap_err()
}

#[test]
fn a_column_that_nobody_sees_is_said_to_be_hidden() {
    let of = rehearsal();
    let (head, row) = (format!("{HEAD},IV.9,III.1"), format!("xa-001,{WELL},3,9"));
    for code in ["TD0402", "TD0408"] {
        for hidden in [&[][..], &[(15, 16)]] {
            let found = found_in(&of, [&head, &row], hidden);
            let one = found.iter().find(|found| found.code == code).unwrap();
            let said = (one.message.vi.contains("đang ẩn"), one.message.en.contains("hidden"));
            assert_eq!(said, (!hidden.is_empty(), !hidden.is_empty()), "{}", one.message.vi);
        }
    }
}

#[test]
fn whoever_was_meant_is_named_by_name_and_id() {
    let of = rehearsal();
    for wrong in ["Xã diễn tâp 120", "xa-12O"] {
        let found = found_in(&of, [HEAD, &format!("{wrong},{WELL}")], &[]);
        let one = found.iter().find(|found| found.code == "TD0404").unwrap();
        let help = one.help.as_ref().unwrap();
        assert!(help.vi.contains("`Xã diễn tập 12") && help.vi.contains("`xa-12"), "{}", help.vi);
    }
}
