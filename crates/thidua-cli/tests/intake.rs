//! The files offices have, through the command line: the same content gives the same results, whatever program saved it.

#![expect(clippy::unwrap_used, clippy::print_stderr, reason = "a test that fails loudly is what is wanted")]

use std::path::Path;
use std::process::{Command, Output};

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

const RULES: &str = "\
rule_set: phieu
version: 1
title: Phiếu chấm điểm
effective: { from: 2025-01-01, until: 2025-12-31 }
inputs:
  phần_đúng_hạn: { title: Tỷ lệ đúng hạn, kind: percent }
  ngày_nộp: { title: Ngày nộp, kind: date }
criteria:
- { code: I, title: Tiêu chí 1, points_max: 20 }
- { code: II, title: Tiêu chí 2, points_max: 2000000 }
- { code: III, title: Đúng hạn, points_max: 10, formula: { is: phần_đúng_hạn * 10 } }
rankings: [ { id: r, scope: all, tie_break: [ { of: ngày_nộp, order: lower } ] } ]
";

const ROWS: &[(&str, &str, &str, &str, &str)] = &[
    ("xa-a", "0.1", "8.45", "85.5%", "04/08/2025"),
    ("xa-b", "18.75", "94.75", "100%", "05/08/2025"),
    ("xa-c", "19.123", "1234567.89", "0%", "06/08/2025"),
];
const HEADER: [&str; 6] = ["STT", "Đơn vị", "Tiêu chí 1", "Tiêu chí 2", "Tỷ lệ đúng hạn", "Ngày nộp"];

fn thidua(folder: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_thidua")).current_dir(folder).args(words).output().unwrap()
}

fn standings(folder: &Path, table: &str) -> String {
    let out = format!("out-{table}");
    let output = thidua(folder, &["recommend", "rules.yaml", table, "--out", &out]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{table}: {told}");
    std::fs::read_to_string(folder.join(out).join("phieu/standings.csv")).unwrap()
}

/// Of an `.xls` file nobody can tell that a `1` is 100%: its rows have none.
const ROWS_OF_XLS: &[(&str, &str, &str, &str, &str)] = &[
    ("xa-a", "0.1", "8.45", "85.5%", "04/08/2025"),
    ("xa-b", "18.75", "94.75", "99.5%", "05/08/2025"),
    ("xa-c", "19.123", "1234567.89", "0%", "06/08/2025"),
];

type Rows<'r> = &'r [(&'r str, &'r str, &'r str, &'r str, &'r str)];

fn csv(rows: Rows<'_>) -> String {
    let mut text = format!("BẢNG ĐIỂM,,,,,\n,,,,,\n{}\n", HEADER.join(","));
    for (number, (unit, one, two, share, day)) in (1..).zip(rows) {
        text += &format!("{number},{unit},{one},{two},{share},{day}\n");
    }
    text + ",Tổng cộng,37.973,1234671.09,,\n"
}

fn xlsx(rows: Rows<'_>) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("Bảng điểm").unwrap();
    let (percent, date) = (Format::new().set_num_format("0.0%"), Format::new().set_num_format("dd/mm/yyyy"));
    sheet.write(0, 0, "BẢNG ĐIỂM").unwrap();
    sheet.write_row(2, 0, HEADER).unwrap();
    for (row, (unit, one, two, share, day)) in (3..).zip(rows) {
        sheet.write(row, 0, row - 2).unwrap();
        sheet.write(row, 1, *unit).unwrap();
        sheet.write(row, 2, one.parse::<f64>().unwrap()).unwrap();
        sheet.write(row, 3, two.parse::<f64>().unwrap()).unwrap();
        let share = match *share {
            "85.5%" => 0.855,
            "99.5%" => 0.995,
            "100%" => 1.0,
            _ => 0.0,
        };
        sheet.write_with_format(row, 4, share, &percent).unwrap();
        let day: u8 = day.split('/').next().unwrap().parse().unwrap();
        let day = ExcelDateTime::from_ymd(2025, 8, day).unwrap();
        sheet.write_with_format(row, 5, &day, &date).unwrap();
    }
    sheet.write(6, 1, "Tổng cộng").unwrap();
    sheet.write(6, 2, 37.973).unwrap();
    workbook.save_to_buffer().unwrap()
}

/// The same rows, written by openpyxl: numbers as they are typed, with formats.
const OPENPYXL: &str = r#"
import sys, datetime
from openpyxl import Workbook
book = Workbook()
sheet = book.active
sheet.append(["BẢNG ĐIỂM"])
sheet.append([])
sheet.append(["STT", "Đơn vị", "Tiêu chí 1", "Tiêu chí 2", "Tỷ lệ đúng hạn", "Ngày nộp"])
for number, words in enumerate(sys.argv[2:], 1):
    unit, one, two, share, day = words.split("|")
    day, month, year = map(int, day.split("/"))
    sheet.append([number, unit, float(one), float(two), round(float(share[:-1]) / 100, 6), datetime.date(year, month, day)])
    sheet.cell(sheet.max_row, 5).number_format = "0.0%"
    sheet.cell(sheet.max_row, 6).number_format = "dd/mm/yyyy"
sheet.append([None, "Tổng cộng", "=SUM(C4:C6)"])
book.save(sys.argv[1])
"#;

fn by_openpyxl(path: &Path, rows: Rows<'_>) -> bool {
    let rows = rows.iter().map(|(unit, one, two, share, day)| [*unit, *one, *two, *share, *day].join("|"));
    let done = Command::new("python3").args(["-c", OPENPYXL]).arg(path).args(rows).output();
    done.is_ok_and(|done| done.status.success())
}

fn by_libreoffice(folder: &Path, from: &str, kind: &str) -> String {
    let saved = folder.join(kind);
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let done = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", kind, "--outdir"])
        .arg(&saved)
        .arg(folder.join(from))
        .output()
        .unwrap();
    assert!(done.status.success());
    let (stem, _) = from.rsplit_once('.').unwrap();
    let name = format!("lai-{stem}.{kind}");
    std::fs::rename(saved.join(format!("{stem}.{kind}")), folder.join(&name)).unwrap();
    name
}

#[test]
fn the_same_content_gives_the_same_standings() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    std::fs::write(folder.join("rules.yaml"), RULES).unwrap();
    let soffice = Command::new("soffice").arg("--version").output();
    let soffice = soffice.is_ok_and(|version| version.status.success());
    for (stem, rows, kinds) in
        [("phieu", ROWS, ["xlsx", "ods"].as_slice()), ("cu", ROWS_OF_XLS, ["xls", "ods"].as_slice())]
    {
        let named = |ending: &str| format!("{stem}.{ending}");
        std::fs::write(folder.join(named("csv")), csv(rows)).unwrap();
        std::fs::write(folder.join(named("xlsx")), xlsx(rows)).unwrap();
        let wanted = standings(folder, &named("csv"));
        // The total of the third is made of 1234567.89, digit for digit.
        assert!(wanted.contains("1234587,013"), "{wanted}");
        assert_eq!(standings(folder, &named("xlsx")), wanted);
        let other = format!("openpyxl-{stem}.xlsx");
        let openpyxl = by_openpyxl(&folder.join(&other), rows);
        if openpyxl {
            assert_eq!(standings(folder, &other), wanted, "written by openpyxl");
        } else {
            eprintln!("skipped: no openpyxl here to write the workbook");
        }
        if !soffice {
            eprintln!("skipped: no LibreOffice here to save the workbook again");
            continue;
        }
        for kind in kinds {
            for from in [named("xlsx"), other.clone()].iter().take(if openpyxl { 2 } else { 1 }) {
                let name = by_libreoffice(folder, from, kind);
                assert_eq!(standings(folder, &name), wanted, "{from} saved again as {kind}");
            }
        }
    }
}

#[test]
fn the_manifest_that_was_made_is_kept_on_request() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    std::fs::write(folder.join("rules.yaml"), RULES).unwrap();
    std::fs::write(folder.join("phieu.xlsx"), xlsx(ROWS)).unwrap();
    let first = thidua(folder, &["recommend", "rules.yaml", "phieu.xlsx", "--write-manifest"]);
    assert_eq!(first.status.code(), Some(0), "{}", String::from_utf8_lossy(&first.stderr));
    let wanted = std::fs::read(folder.join("results/phieu/standings.csv")).unwrap();
    assert!(folder.join("thidua.yaml").exists());
    let verified = thidua(folder, &["verify", "."]);
    assert_eq!(verified.status.code(), Some(0), "{}", String::from_utf8_lossy(&verified.stderr));
    let again = thidua(folder, &["recommend", ".", "--out", "again"]);
    assert_eq!(again.status.code(), Some(0));
    assert_eq!(std::fs::read(folder.join("again/phieu/standings.csv")).unwrap(), wanted);
    let over = thidua(folder, &["recommend", "rules.yaml", "phieu.xlsx", "--write-manifest"]);
    assert_eq!(over.status.code(), Some(2), "a manifest that is there is never written over");
    let missing = thidua(folder, &["recommend", "rules.yaml", "khong-co.xlsx"]);
    assert_eq!(missing.status.code(), Some(2));
}

#[test]
fn a_workbook_stands_wherever_a_table_does() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    let book = |name: &str, rows: &[&[&str]]| {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        for (row, cells) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(*cells) {
                match cell.parse::<f64>() {
                    Ok(number) => sheet.write(row, column, number).unwrap(),
                    Err(_) => sheet.write(row, column, *cell).unwrap(),
                };
            }
        }
        std::fs::write(folder.join(name), workbook.save_to_buffer().unwrap()).unwrap();
    };
    let rules = "rule_set: a\nversion: 1\ntitle: A\ncriteria: [ { code: I, points_max: 100 } ]\nrankings: [ { id: r, scope: cluster } ]\nawards:\n- id: bk\n  title: Bằng khen\n  kind: commendation\n  for: collective\n  requires:\n  - { history: { results: [ bk ], years: 1, ending_years_ago: 1 } }\n  - { votes: { body: Hội đồng, share: 80%, of: present } }\n  money: { multiple: 1.5, payer: tinh }\n";
    std::fs::write(folder.join("rules.yaml"), rules).unwrap();
    let manifest = "movement: A\nregister: { file: danh-sach.xlsx }\nhistory: [ thanh-tich.xlsx ]\nvotes: [ phieu-bau.xlsx ]\nbase_salary: luong.xlsx\nruns: [ { id: r, rules: rules.yaml, period: { from: 2025-01-01, until: 2025-12-31 }, decision_date: 2026-01-10, evaluations: [ { file: phieu.xlsx } ] } ]\n";
    std::fs::write(folder.join("thidua.yaml"), manifest).unwrap();
    book(
        "danh-sach.xlsx",
        &[&["DANH SÁCH"], &["Mã", "Tên", "Cụm"], &["xa-a", "Xã A", "Cụm 1"], &["xa-b", "Xã B", "Cụm 1"]],
    );
    book("thanh-tich.xlsx", &[&["Đơn vị", "Năm", "Danh hiệu"], &["Xã A", "2024", "bằng khen"]]);
    book(
        "phieu-bau.xlsx",
        &[
            &[
                "Danh hiệu",
                "Đơn vị",
                "Hội đồng",
                "Số phiếu đồng ý",
                "Tổng số thành viên",
                "Số có mặt",
                "Số biên bản",
                "Ngày",
            ],
            &["Bằng khen", "xã a", "hội đồng", "9", "10", "10", "1/BB", "20/12/2025"],
        ],
    );
    book("luong.xlsx", &[&["Từ ngày", "Mức lương"], &["01/07/2024", "2340000"]]);
    book("phieu.xlsx", &[&["Đơn vị", "I"], &["Xã A", "90.5"], &["xã b", "80"], &["Người lập biểu"]]);
    let output = thidua(folder, &["--format", "json", "recommend", "."]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{told}");
    let outcome: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let text = outcome.to_string();
    assert!(text.contains("3510000"), "the vote, the history and the salary were read: {text}");
    let page = thidua(folder, &["explain", ".", "xa-a"]);
    assert_eq!(page.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&page.stdout).contains("90,5"));
}

#[test]
fn several_columns_of_values_are_several_values() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    let rules = "rule_set: a\nversion: 1\ntitle: A\ninputs: { giám_khảo: { title: Điểm giám khảo, kind: number, many: true } }\ncriteria: [ { code: I, points_max: 10, items: { of: giám_khảo } }, { code: II, points_max: 10 } ]\n";
    std::fs::write(folder.join("rules.yaml"), rules).unwrap();
    let manifest = "movement: A\nruns: [ { id: r, rules: rules.yaml, period: { from: 2025-01-01, until: 2025-12-31 }, evaluations: [ { file: phieu.csv, layout: { criterion: tiêu chí, value: [ J1, J2, J3 ] } } ] } ]\n";
    std::fs::write(folder.join("thidua.yaml"), manifest).unwrap();
    let run = |table: &str| {
        std::fs::write(folder.join("phieu.csv"), table).unwrap();
        let output = thidua(folder, &["recommend", "."]);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        let scores = std::fs::read_to_string(folder.join("results/r/scorecards.csv")).unwrap_or_default();
        (output.status.code(), scores, told)
    };
    // A scorer who gave nothing is left out, and counts for nothing.
    let (exit, scores, told) = run(
        "đơn vị,tiêu chí,J1,J2,J3\nxa-a,giám_khảo,2,\"1,5\",\nxa-a,II,8,,\nxa-b,giám_khảo,1,1,1\nxa-b,II,,,7\n",
    );
    assert_eq!(exit, Some(0), "{told}");
    assert!(scores.contains("11,5") && scores.contains("10"), "{scores}");
    let (exit, _, told) = run("đơn vị,tiêu chí,J1,J2,J3\nxa-a,giám_khảo,2,1,x\nxa-a,II,8,9,\n");
    assert_eq!(exit, Some(2));
    assert!(told.contains("TD0310") && told.contains("phieu.csv!E2"), "{told}");
    assert!(told.contains("TD0413") && told.contains("phieu.csv!D3"), "one value is not two: {told}");
    let (exit, _, told) = run("đơn vị,tiêu chí,J1,J2\nxa-a,giám_khảo,2,1\n");
    assert!(exit == Some(2) && told.contains("TD0401") && told.contains("J3"), "{told}");
}
