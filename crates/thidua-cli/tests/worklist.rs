//! The work list, there and back: what a run waits for is filled in, read as decisions, and the run waits for nothing.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that fails loudly is what is wanted"
)]

use std::path::Path;
use std::process::{Command, Output};

use calamine::{Data, Reader};
use rust_xlsxwriter::Workbook;

const RULES: &str = "\
rule_set: nam
version: 1
title: Bộ tiêu chí năm
effective: { from: 2025-01-01, until: 2025-12-31 }
stages: [ { id: tự_chấm, title: Tự chấm }, { id: thẩm_định, title: Thẩm định } ]
official_stage: thẩm_định
gap: { stage: tự_chấm, above: 20% }
inputs: { đang_xác_minh: { title: Đang bị xác minh, kind: yes-no } }
criteria:
- { code: I, title: Dân vận, points_max: 50 }
- code: II
  title: Biên giới
  points_max: 50
  not_applicable: { claimed_by: unit, approved_by: văn phòng, then: rescale, otherwise: zero }
rankings:
- { id: trong-cum, title: Trong cụm, scope: cluster, tie_break: [ { council: true } ] }
- { id: chung, title: Chung, scope: all }
awards:
- id: co
  title: Cờ thi đua
  kind: emulation-title
  for: collective
  ranked_by: trong-cum
  quota: { count: 1, per: cluster }
- id: bk
  title: Bằng khen
  kind: commendation
  for: collective
  ranked_by: chung
  quota: { count: 3, per: all }
- id: tuyen-duong
  title: Tuyên dương
  kind: commendation
  for: collective
  requires: [ { when: điểm >= 95 }, { votes: { body: Hội đồng, share: 80%, of: all-members } } ]
- id: giay-khen
  title: Giấy khen
  kind: commendation
  for: collective
  requires: [ { when: điểm >= 90 } ]
  hold_when: [ { when: đang_xác_minh } ]
- id: hop
  title: Thư khen
  kind: commendation
  for: collective
  ranked_by: chung
  quota: { per: cluster, apportioned: { total: 1, by: entrants, method: largest-remainder } }
";
const MANIFEST: &str = "\
movement: Thi đua năm
register: { file: don-vi.csv }
decisions: []
runs:
- id: nam
  rules: rules.yaml
  period: { from: 2025-01-01, until: 2025-12-31 }
  evaluations: [ { file: tu-cham.csv, layout: { stage: tự_chấm } }, { file: tham-dinh.csv, layout: { stage: thẩm_định } } ]
";
const UNITS: &str = "id,name,cluster\na,Xã A,Cụm 1\nb,Xã B,Cụm 1\nc,Xã C,Cụm 2\nd,Xã D,Cụm 2\n";
const OWN: &str = "entrant,I,II\na,48,50\nb,48,50\nc,50,50\nd,50,N/A\n";
// Equal in both clusters; one claim; one gap of 20 points; one that is being looked into.
const OFFICIAL: &str =
    "entrant,I,II,đang_xác_minh\na,48,50,không\nb,48,50,không\nc,48,50,có\nd,30,N/A,không\n";

fn thidua(folder: &Path, words: &[&str]) -> (Option<i32>, String) {
    let output: Output =
        Command::new(env!("CARGO_BIN_EXE_thidua")).current_dir(folder).args(words).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout) + &text(&output.stderr))
}

fn world() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("rules.yaml", RULES),
        ("thidua.yaml", MANIFEST),
        ("don-vi.csv", UNITS),
        ("tu-cham.csv", OWN),
        ("tham-dinh.csv", OFFICIAL),
    ] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

type Sheets = Vec<(String, Vec<Vec<String>>)>;

fn read(path: &Path) -> Sheets {
    let mut book = calamine::open_workbook_auto(path).unwrap();
    let names = book.sheet_names().clone();
    let words = |cell: &Data| if matches!(cell, Data::Empty) { String::new() } else { cell.to_string() };
    names
        .into_iter()
        .map(|name| {
            let range = book.worksheet_range(&name).unwrap();
            (name, range.rows().map(|row| row.iter().map(words).collect()).collect())
        })
        .collect()
}

/// As another program saves it: every cell as text, and numbers of votes as numbers.
fn write(path: &Path, sheets: &Sheets) {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (row, cells) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
                sheet.write(row, column, cell.as_str()).unwrap();
            }
        }
    }
    std::fs::write(path, book.save_to_buffer().unwrap()).unwrap();
}

/// The rows of a list as (header, cells), and where the header stands.
fn header(rows: &[Vec<String>]) -> usize {
    rows.iter().position(|row| row.iter().any(|cell| cell == "Loại việc")).unwrap()
}

fn fill(
    sheets: &mut Sheets,
    answer: impl Fn(&dyn Fn(&str) -> String) -> Vec<(&'static str, String)>,
) -> usize {
    let mut filled = 0;
    for (name, rows) in sheets.iter_mut().filter(|(name, _)| name != "Việc khác") {
        let head = header(rows);
        let names = rows[head].clone();
        for row in rows.iter_mut().skip(head + 1) {
            let at = |wanted: &str| names.iter().position(|name| name == wanted);
            let cell = |wanted: &str| at(wanted).map(|at| row[at].clone()).unwrap_or_default();
            let answers = answer(&cell);
            for (column, words) in answers {
                let at = at(column).unwrap_or_else(|| panic!("{name} has no column {column}"));
                row[at] = words;
                filled += 1;
            }
        }
    }
    filled
}

#[test]
fn a_list_that_was_filled_in_leaves_nothing_to_wait_for() {
    let world = world();
    let folder = world.path();
    let (exit, told) = thidua(folder, &["recommend", "."]);
    assert_eq!(exit, Some(1), "{told}");
    let list = folder.join("results/viec-can-xu-ly.xlsx");
    let mut sheets = read(&list);
    let told: Vec<String> =
        sheets.iter().flat_map(|(_, rows)| rows.iter().map(|row| row.join("|"))).collect();
    let all = told.join("\n");
    assert!(all.contains("Đề nghị không áp dụng") && all.contains("tham-dinh.csv!C5"), "{all}");
    assert!(all.contains("Chênh lệch phải giải trình") && all.contains("tham-dinh.csv!B5"), "{all}");
    assert!(
        all.contains("Cụm 1, hạng 1") && all.contains("Bỏ phiếu") && all.contains("Chỉ tiêu còn lại"),
        "{all}"
    );
    fill(&mut sheets, |cell| match cell("Loại việc").as_str() {
        "Văn bản chung" => vec![("Số văn bản", "12/2".into()), ("Ngày", "20/12/2025".into())],
        "Đề nghị không áp dụng" => vec![("Quyết định", "không đồng ý".into())],
        "Chênh lệch phải giải trình" => {
            vec![("Quyết định", "Chấp nhận".into()), ("Lý do", "Thiếu minh chứng".into())]
        }
        "Bằng nhau, phải xếp thứ tự" => {
            vec![("Quyết định", if cell("Mã") == "b" { "1" } else { "2" }.into())]
        }
        "Chỉ tiêu còn lại" => {
            vec![("Quyết định", if cell("Mã") == "Cụm 2" { "Nhận" } else { "Không nhận" }.into())]
        }
        "Bỏ phiếu" if cell("Mã") == "(tất cả)" => {
            vec![("Số phiếu đồng ý", "9".into()), ("Tổng số thành viên", "10".into())]
        }
        "Kết luận khen thưởng" if cell("Mã") == "(tất cả)" => Vec::new(),
        "Kết luận khen thưởng" => vec![("Quyết định", "Đề nghị".into())],
        _ => Vec::new(),
    });
    write(&folder.join("da-ghi.xlsx"), &sheets);
    std::fs::write(folder.join("thidua.yaml"), MANIFEST.replace("[]", "[ da-ghi.xlsx ]")).unwrap();
    let (exit, told) = thidua(folder, &["recommend", ".", "--out", "sau"]);
    let left = read(&folder.join("sau/viec-can-xu-ly.xlsx"));
    assert_eq!(exit, Some(0), "{told}\n{left:#?}");
    let standings = std::fs::read_to_string(folder.join("sau/nam/standings.csv")).unwrap();
    let flag = std::fs::read_to_string(folder.join("sau/nam/recommendations.csv")).unwrap();
    assert!(standings.contains("Xã B") && flag.contains("Cờ thi đua"), "{flag}");
    let (exit, told) = thidua(folder, &["verify", ".", "--results", "sau"]);
    assert_eq!(exit, Some(0), "{told}");
}

const HEAD: &str = "Loại việc,\"Nhóm, hội đồng\",Mã,Mã nội dung,Quyết định,Số phiếu đồng ý,Tổng số thành viên,Số văn bản,Ngày,Lý do\n";

/// What is said of a list with these rows, and how the run ended.
fn judged(rows: &str) -> (Option<i32>, String) {
    let world = world();
    let folder = world.path();
    let manifest = MANIFEST.replace("[]", "[ ghi.csv ]");
    std::fs::write(folder.join("thidua.yaml"), manifest).unwrap();
    std::fs::write(folder.join("ghi.csv"), rows).unwrap();
    thidua(folder, &["recommend", "."])
}

#[test]
fn what_is_written_wrongly_is_told_at_its_cell() {
    let document = "1/QĐ,20/12/2025";
    let claim = "Đề nghị không áp dụng,,d,II";
    let tie = "\"Bằng nhau, phải xếp thứ tự\",\"Cụm 1, hạng 1\"";
    for (row, code, cell) in [
        (format!("Việc lạ,,d,II,Đồng ý,,,{document},"), "TD0541", "A2"),
        (format!("{claim},xem lại,,,{document},"), "TD0542", "E2"),
        (format!("Bỏ phiếu,Hội đồng,a,tuyen-duong,Đồng ý,,,{document},"), "TD0542", "E2"),
        (format!("{claim},Đồng ý,,,,,"), "TD0543", "E2"),
        (format!("{claim},Đồng ý,,,1/QĐ,ngày mai,"), "TD0320", "I2"),
        (format!("{tie},a,trong-cum,1,,,{document},\n{tie},b,trong-cum,1,,,{document},"), "TD0544", "E3"),
        (format!("{tie},a,trong-cum,1,,,{document},\n{tie},b,trong-cum,,,,,,"), "TD0544", "E3"),
        (format!("{tie},a,trong-cum,nhất,,,{document},"), "TD0416", "E2"),
        (format!("{claim},,,,,,Không có biên giới"), "TD0545", "E2"),
        (format!("Chênh lệch phải giải trình,,d,I,Chấp nhận,,,{document},"), "TD0546", "E2"),
        (
            format!("{tie},a,trong-cum,1,,,1/BB,20/12/2025,\n{tie},b,trong-cum,2,,,2/BB,20/12/2025,"),
            "TD0547",
            "E3",
        ),
        (format!("Đề nghị không áp dụng,,,II,Đồng ý,,,{document},"), "TD0548", "C2"),
        (format!("Đề nghị không áp dụng,,(tất cả),II,Đồng ý,,,{document},"), "TD0548", "E2"),
        (format!("Bỏ phiếu,Hội đồng,a,tuyen-duong,,chín,10,{document},"), "TD0416", "F2"),
        (format!("Bỏ phiếu,Hội đồng,a,tuyen-duong,,9,,{document},"), "TD0416", "E2"),
        (format!("{claim},,,,,,"), "TD0549", "E2"),
    ] {
        let (exit, told) = judged(&format!("{HEAD}{row}\n"));
        assert!(told.contains(code) && told.contains(&format!("ghi.csv!{cell}")), "{row}\n{told}");
        let soft = matches!(code, "TD0545" | "TD0549");
        assert_eq!(exit, Some(if soft { 1 } else { 2 }), "{row}\n{told}");
    }
    // Of two files one was chosen: the other row waits for nothing.
    let file = "Phiếu trùng,,d";
    let (_, told) =
        judged(&format!("{HEAD}{file},d.xlsx,Dùng tệp này,,,{document},\n{file},d (2).xlsx,,,,,,\n"));
    assert!(!told.contains("TD0549"), "{told}");
    let (_, told) =
        judged(&format!("{HEAD}{file},d.xlsx,Không dùng,,,{document},\n{file},d (2).xlsx,,,,,,\n"));
    assert!(told.contains("TD0549"), "{told}");
    let (exit, told) = judged("danh hiệu,số phiếu\nco,9\n");
    assert!(exit == Some(2) && told.contains("TD0540"), "{told}");
}

/// What no decision settles is no matter for one: a claim that the rules forbid, and a total that an earlier run still owes.
#[test]
fn nothing_is_asked_that_no_decision_settles() {
    const YEAR: &str = "\
rule_set: ca-nam
version: 1
title: Cả năm
effective: { from: 2025-01-01, until: 2025-12-31 }
criteria: [ { code: T, title: Điểm các đợt, points_max: 100 } ]
";
    const SECOND: &str = "\
- id: ca-nam
  rules: ca-nam.yaml
  period: { from: 2025-01-01, until: 2025-12-31 }
  evaluations: []
  carry: [ { from: [ nam ], value: total, into: T } ]
";
    let world = world();
    let folder = world.path();
    let rules =
        RULES.replace("approved_by: văn phòng", "approved_by: văn phòng, only_if: không đang_xác_minh");
    std::fs::write(folder.join("rules.yaml"), rules).unwrap();
    std::fs::write(folder.join("tham-dinh.csv"), OFFICIAL.replace("d,30,N/A,không", "d,50,N/A,có")).unwrap();
    std::fs::write(folder.join("ca-nam.yaml"), YEAR).unwrap();
    std::fs::write(folder.join("thidua.yaml"), format!("{MANIFEST}{SECOND}")).unwrap();
    let (exit, told) = thidua(folder, &["recommend", "."]);
    assert_eq!(exit, Some(1), "{told}");
    let all: Vec<String> = read(&folder.join("results/viec-can-xu-ly.xlsx"))
        .iter()
        .flat_map(|(_, rows)| rows.iter().map(|row| row.join("|")))
        .collect();
    let about = |words: &str| all.iter().filter(|line| line.contains(words)).count();
    assert_eq!(about("Đề nghị không áp dụng|"), 0, "{all:#?}");
    assert_eq!(about("không cho đơn vị này khai không áp dụng"), 1, "{all:#?}");
    assert_eq!(about("xử lý việc còn chờ của đợt `nam`"), 1, "{all:#?}");
    assert_eq!(about("Ô để trống"), 0, "{all:#?}");
}

#[test]
fn blank_cells_are_filled_by_decisions() {
    let world = world();
    let folder = world.path();
    let blank = OFFICIAL.replace("c,48,50", "c,48,").replace("b,48,50", "b,48,");
    std::fs::write(folder.join("tham-dinh.csv"), blank).unwrap();
    thidua(folder, &["recommend", "."]);
    let mut sheets = read(&folder.join("results/viec-can-xu-ly.xlsx"));
    let told: Vec<String> =
        sheets.iter().flat_map(|(_, rows)| rows.iter().map(|row| row.join("|"))).collect();
    let blanks: Vec<&String> = told.iter().filter(|row| row.contains("Số liệu còn trống")).collect();
    assert_eq!(blanks.len(), 3, "one row for both, and one for each: {blanks:#?}");
    assert!(
        blanks[2].contains("|c|Xã C|II|II Biên giới|") && blanks[2].contains("tham-dinh.csv!C4"),
        "{blanks:#?}"
    );
    fill(&mut sheets, |cell| match (cell("Loại việc").as_str(), cell("Mã").as_str()) {
        ("Văn bản chung", _) => vec![("Số văn bản", "7/BS".into()), ("Ngày", "20/12/2025".into())],
        ("Số liệu còn trống", "(tất cả)") => vec![("Quyết định", "50".into())],
        ("Số liệu còn trống", "c") => vec![("Quyết định", "45,125".into())],
        _ => Vec::new(),
    });
    write(&folder.join("da-ghi.xlsx"), &sheets);
    std::fs::write(folder.join("thidua.yaml"), MANIFEST.replace("[]", "[ da-ghi.xlsx ]")).unwrap();
    let (_, told) = thidua(folder, &["recommend", ".", "--out", "sau"]);
    let standings = std::fs::read_to_string(folder.join("sau/nam/standings.csv")).unwrap();
    assert!(
        standings.contains("Xã C,Cụm 2,\"93,125\"") || standings.contains("93.125"),
        "{standings}\n{told}"
    );
    assert!(standings.contains("98"), "what all rows say counts for the other: {standings}");
    let left = format!("{:?}", read(&folder.join("sau/viec-can-xu-ly.xlsx")));
    assert!(!left.contains("Số liệu còn trống"), "{left}");
    let record = std::fs::read_to_string(folder.join("sau/run-record.json")).unwrap();
    assert!(record.contains("7/BS"), "the decision is on record");
    let (_, page) = thidua(folder, &["explain", ".", "c"]);
    assert!(page.contains("da-ghi.xlsx"), "the page leads to the cell of the list: {page}");
}

#[test]
fn a_decision_fills_blank_cells_only() {
    for (row, code, exit) in [
        ("Số liệu còn trống,,a,II,49,,,1/QĐ,20/12/2025,", "TD0440", 1),
        ("Số liệu còn trống,,a,II.9,49,,,1/QĐ,20/12/2025,", "TD0439", 2),
        ("Số liệu còn trống,,a,II,nhiều,,,1/QĐ,20/12/2025,", "TD0310", 2),
        ("Số liệu còn trống,,a,II,51,,,1/QĐ,20/12/2025,", "TD0411", 2),
        ("Số liệu còn trống,,a,II,49,,,,,", "TD0543", 2),
    ] {
        let (ended, told) = judged(&format!("{HEAD}{row}\n"));
        assert!(told.contains(code) && told.contains("ghi.csv!E2"), "{row}\n{told}");
        assert_eq!(ended, Some(exit), "{row}\n{told}");
    }
}

#[test]
fn one_row_answers_for_many_units() {
    let votes = |who: &str, more: &str| {
        let (_, told) = judged(&format!("{HEAD}{who},1/BB,20/12/2025,\n{more}"));
        told
    };
    let listed = votes("Bỏ phiếu,Hội đồng,a; b; c,tuyen-duong,,9,10", "");
    assert!(listed.contains("Tuyên dương: 3"), "{listed}");
    let blank = "Bỏ phiếu,Hội đồng,a,tuyen-duong,,,,,,\nBỏ phiếu,Hội đồng,b,tuyen-duong,,2,,,,\n";
    let all = votes("Bỏ phiếu,Hội đồng,(tất cả),tuyen-duong,,9,10", blank);
    assert!(all.contains("Tuyên dương: 1 — Xã A"), "what a unit has of its own goes first: {all}");
}

#[test]
fn the_list_alone_is_the_one_beside_the_results_and_never_overwritten() {
    let world = world();
    let folder = world.path();
    thidua(folder, &["recommend", "."]);
    let (exit, told) = thidua(folder, &["worklist", ".", "--out", "viec.xlsx"]);
    assert_eq!(exit, Some(1), "{told}");
    let alone = std::fs::read(folder.join("viec.xlsx")).unwrap();
    assert_eq!(alone, std::fs::read(folder.join("results/viec-can-xu-ly.xlsx")).unwrap());
    let (exit, told) = thidua(folder, &["worklist", ".", "--out", "viec.xlsx"]);
    assert_eq!(exit, Some(2), "a list that somebody may have filled in stays");
    assert!(told.contains("TD1004") && told.contains("đã có tệp này"), "{told}");
    assert!(told.contains("chọn tên khác, hoặc chuyển tệp đó đi") && !told.contains("quyền ghi"), "{told}");
    let (_, told) = thidua(folder, &["--lang", "en", "worklist", ".", "--out", "list.xlsx"]);
    let english = read(&folder.join("list.xlsx"));
    let text = format!("{english:?}");
    assert!(text.contains("Claim not applicable") && text.contains("Matter"), "{told}");
}
