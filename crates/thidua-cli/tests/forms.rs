//! Forms through the command line: made, collected, scored, and nothing overwritten on the way.

#![expect(clippy::unwrap_used, reason = "a test that fails loudly is what is wanted")]

use std::path::Path;
use std::process::{Command, Output};

const RULES: &str = "\
rule_set: phieu
version: 1
title: Phiếu chấm điểm
effective: { from: 2025-01-01, until: 2025-12-31 }
kinds: { xa: { title: Xã, entrant: collective } }
inputs:
  đúng_hạn: { title: Hồ sơ đúng hạn, kind: count }
  tiếp_nhận: { title: Hồ sơ tiếp nhận, kind: count }
criteria:
- { code: I, title: Đúng hạn, points_max: 20, ratio: { numerator: đúng_hạn, denominator: tiếp_nhận } }
- { code: II, title: Vệ sinh, points_max: 10, yes_no: {} }
rankings: [ { id: r, scope: all } ]
";
const REGISTER: &str = "id,name,kind,cluster\nxa-a,Xã A,xa,Cụm 1\nxa-b,Xã B,xa,Cụm 1\nso-c,Sở C,so,Cụm 2\n";

fn thidua(folder: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_thidua")).current_dir(folder).args(words).output().unwrap()
}

fn world() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("rules.yaml"), RULES).unwrap();
    std::fs::write(folder.path().join("units.csv"), REGISTER).unwrap();
    folder
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn forms_go_out_and_come_back() {
    let world = world();
    let folder = world.path();
    let made = thidua(folder, &["form", "rules.yaml", "--register", "units.csv", "--out", "phieu"]);
    assert_eq!(made.status.code(), Some(0), "{}", String::from_utf8_lossy(&made.stderr));
    assert_eq!(names(&folder.join("phieu")), ["phieu-xa-a.xlsx", "phieu-xa-b.xlsx"]);
    let again = thidua(folder, &["form", "rules.yaml", "--register", "units.csv", "--out", "phieu"]);
    assert_eq!(again.status.code(), Some(2), "a folder with forms is never overwritten");
    std::fs::remove_file(folder.join("phieu/phieu-xa-b.xlsx")).unwrap();
    let collect = ["collect", "phieu", "--rules", "rules.yaml", "--register", "units.csv", "--out", "thu"];
    let collected = thidua(folder, &collect);
    let told = String::from_utf8_lossy(&collected.stdout).into_owned();
    assert_eq!(collected.status.code(), Some(1), "one has sent nothing");
    assert!(
        told.contains("1 tệp = 1 nhận")
            && told.contains(
                "2 đơn vị = 1 đã có phiếu + 0 phải gửi lại + 0 có nhiều phiếu khác nhau + 1 chưa gửi gì"
            ),
        "{told}"
    );
    let files =
        ["01-tinh-trang-nop.xlsx", "bo-tieu-chi.yaml", "danh-sach.csv", "phieu-da-thu.csv", "thidua.yaml"];
    assert_eq!(names(&folder.join("thu")), files);
    let values = std::fs::read_to_string(folder.join("thu/phieu-da-thu.csv")).unwrap();
    assert!(values.contains("xa-a,đúng_hạn,,official,phieu-xa-a.xlsx!Phiếu chấm,E7,,"), "{values}");
    let scored = thidua(folder, &["recommend", "thu"]);
    assert_eq!(scored.status.code(), Some(1), "{}", String::from_utf8_lossy(&scored.stderr));
    let again = thidua(folder, &collect);
    assert_eq!(again.status.code(), Some(2), "what was collected is never overwritten");
    // The folder of forms is read as it is too.
    let direct = thidua(folder, &["recommend", "rules.yaml", "phieu", "--out", "ket-qua"]);
    assert_eq!(direct.status.code(), Some(1), "{}", String::from_utf8_lossy(&direct.stderr));
}

#[test]
fn what_cannot_be_made_or_read_is_said() {
    let world = world();
    let folder = world.path();
    let blank = thidua(folder, &["form", "rules.yaml", "--out", "trong"]);
    assert_eq!(
        (blank.status.code(), names(&folder.join("trong"))),
        (Some(0), vec!["phieu-trong.xlsx".to_owned()])
    );
    let code = |words: &[&str]| {
        let output = thidua(folder, words);
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (exit, told) = code(&["form", "rules.yaml", "--stage", "vòng-lạ", "--out", "x"]);
    assert!(exit == Some(2) && told.contains("TD0407"), "{told}");
    std::fs::write(folder.join("others.csv"), "id,name,kind,cluster\nso-c,Sở C,so,Cụm 2\n").unwrap();
    let (exit, told) = code(&["form", "rules.yaml", "--register", "others.csv", "--out", "x"]);
    assert!(exit == Some(2) && told.contains("TD0423"), "{told}");
    let (exit, told) = code(&["form", "không-có.yaml", "--out", "x"]);
    assert!(exit == Some(2) && told.contains("TD0501"), "{told}");
    std::fs::create_dir(folder.join("không")).unwrap();
    let (exit, told) = code(&["collect", "không", "--rules", "rules.yaml", "--out", "x"]);
    assert!(exit == Some(2) && told.contains("TD0487"), "{told}");
    let (exit, told) = code(&["collect", "nơi-khác", "--rules", "rules.yaml", "--out", "x"]);
    assert!(exit == Some(2) && told.contains("TD0501"), "{told}");
    // A blank form that came back without a name is nobody's.
    let (exit, told) = code(&["collect", "trong", "--rules", "rules.yaml", "--out", "thu"]);
    assert!(exit == Some(1) && told.contains("TD0473"), "{told}");
    assert!(!folder.join("x").exists());
}

#[test]
fn a_first_look_proposes_a_layout_that_reads() {
    let world = world();
    let folder = world.path();
    std::fs::create_dir(folder.join("nop")).unwrap();
    let table = "BẢNG TỔNG HỢP,,,,,\nĐơn vị,Hồ sơ đúng hạn,Hồ sơ tiếp nhận,Vệ sinh,Xếp thứ,Máy nhập\nXã A,9,10,có,1,m1\nXã B,8,10,không,2,m2\n";
    std::fs::write(folder.join("nop/bang.csv"), table).unwrap();
    std::fs::write(folder.join("nop/la.csv"), "Địa bàn;Cột một;Cột hai\nXã A;x;y\n").unwrap();
    std::fs::write(folder.join("nop/thu.pdf"), b"%PDF-1.7\0").unwrap();
    let map = ["collect", "nop", "--rules", "rules.yaml", "--register", "units.csv", "--map"];
    let looked = thidua(folder, &map);
    let told = String::from_utf8_lossy(&looked.stdout).into_owned();
    assert_eq!(looked.status.code(), Some(0), "{told}");
    assert!(!folder.join("da-thu").exists(), "a look writes nothing");
    for words in [
        "entrant: \"Đơn vị\"",
        "\"đúng_hạn\": \"Hồ sơ đúng hạn\"",
        "ignore: [ \"Máy nhập\" ]",
        "chưa rõ cột `Máy nhập` là gì",
        "`Xếp thứ`",
        "header: 1",
        "`Cột một`, `Cột hai`",
        "- file: \"thu.pdf\"",
    ] {
        assert!(told.contains(words), "{words} is missing in\n{told}");
    }
    // What was proposed for the table is a layout that reads it.
    let lines = told.lines().skip(1).skip_while(|line| *line != "- file: \"bang.csv\"");
    let own: Vec<String> =
        lines.take_while(|line| !line.contains("la.csv")).map(|line| format!("  {line}\n")).collect();
    let own = own.concat().replace("bang.csv", "nop/bang.csv");
    std::fs::write(folder.join("units.csv"), REGISTER.replace("so-c,Sở C,so,Cụm 2\n", "")).unwrap();
    let manifest = format!(
        "movement: A\nregister: {{ file: units.csv }}\nruns:\n- id: r\n  rules: rules.yaml\n  period: {{ from: 2025-01-01, until: 2025-12-31 }}\n  evaluations:\n{own}"
    );
    std::fs::write(folder.join("thidua.yaml"), &manifest).unwrap();
    let scored = thidua(folder, &["recommend", "."]);
    let said = String::from_utf8_lossy(&scored.stderr).into_owned();
    assert!(scored.status.code() != Some(2), "{manifest}\n{said}");
    assert!(folder.join("results/r/standings.csv").exists());
}
