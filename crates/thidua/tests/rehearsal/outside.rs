//! Workbooks drawn by somebody who has not read the reader: every value at its place, or the file refused with what is to be said.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use thidua::{Diagnostic, Files, Report};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/thang-12/nguoi-ngoai")
}

fn text(name: &str) -> String {
    fs::read_to_string(folder().join(name)).unwrap()
}

/// The rule set with these criteria only: a table of one group is no table of all of them.
fn with(criteria: &BTreeSet<String>) -> String {
    let text = text("bo-tieu-chi.yaml");
    let (mut lines, mut open): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    for line in text.lines() {
        let code = line.trim().strip_prefix("- { code: ").and_then(|rest| rest.split(',').next());
        match code {
            Some(code) if criteria.contains(code) => {
                lines.append(&mut open);
                lines.push(line);
            }
            Some(_) => {}
            // Lines of a group wait for its first criterion.
            None if line.starts_with("- code:") => open = vec![line],
            None if line.starts_with("adjustments:") => open = vec![line],
            None if line.starts_with("  bonus:") || line.starts_with("  deductions:") => {
                open.retain(|line| line.starts_with("adjustments:"));
                open.push(line);
            }
            None if lines.iter().any(|line| line.starts_with("criteria:")) => open.push(line),
            None => lines.push(line),
        }
    }
    lines.join("\n") + "\n"
}

/// Rules of these criteria alone, of which the stage is the official one.
fn rules_of(stage: &str, criteria: &BTreeSet<String>) -> String {
    let mut criteria = criteria.clone();
    if criteria.iter().all(|code| code.starts_with(['T', 'P'])) {
        criteria.insert("I.1".to_owned());
    }
    with(&criteria).replace("official_stage: appraised", &format!("official_stage: {stage}"))
}

/// A folder in which these entries of `evaluations` read the file.
fn folder_of(file: &str, entries: &[String], stage: &str, criteria: &BTreeSet<String>) -> Files {
    let rules = rules_of(stage, criteria);
    let mut entries = entries.to_vec();
    let alone = criteria.iter().all(|code| code.starts_with(['T', 'P']));
    if alone {
        entries.push(format!("{{ file: phieu.csv, layout: {{ stage: {stage} }} }}"));
    }
    let entries: String = entries.iter().map(|entry| format!("  - {entry}\n")).collect();
    let manifest = format!(
        "movement: x\nregister: {{ file: don-vi.csv }}\nruns:\n- id: a\n  rules: bo-tieu-chi.yaml\n  \
         period: {{ from: 2015-01-01, until: 2015-12-31 }}\n  evaluations:\n{entries}"
    );
    let register = text("don-vi.csv");
    let mut files = Files::from([
        ("thidua.yaml", manifest.as_str()),
        ("bo-tieu-chi.yaml", rules.as_str()),
        ("don-vi.csv", register.as_str()),
    ]);
    // A rule set has a sheet, and bonus and deductions are entered beside it.
    let units = register.lines().skip(1).map(|line| line.split(',').next().unwrap().to_owned() + ",0\n");
    if alone {
        files.insert("phieu.csv", format!("mã,I.1\n{}", units.collect::<String>()));
    }
    files.insert(file, fs::read(folder().join(file)).unwrap());
    files
}

/// Reads the file with these layouts, the stage being the official one.
fn report(
    file: &str,
    layouts: &[&str],
    stage: &str,
    criteria: &BTreeSet<String>,
) -> Result<Report, Vec<Diagnostic>> {
    let entries: Vec<String> =
        layouts.iter().map(|layout| format!("{{ file: {file}, layout: {{ {layout} }} }}")).collect();
    report_of(file, &entries, stage, criteria)
}

/// The report of the file as these entries of `evaluations` have it read.
fn report_of(
    file: &str,
    entries: &[String],
    stage: &str,
    criteria: &BTreeSet<String>,
) -> Result<Report, Vec<Diagnostic>> {
    thidua::run(&folder_of(file, entries, stage, criteria), "thidua.yaml")
}

/// By unit and criterion, the points of a stage.
fn values(report: &Report) -> BTreeMap<(String, String), String> {
    let run = &report.runs[0];
    let mut values = BTreeMap::new();
    for (row, entrant) in run.evaluations.entrants().iter_enumerated() {
        for (node, about) in run.plan.nodes().iter_enumerated() {
            let leaf = matches!(about.kind, thidua::NodeKind::Leaf(_));
            if let Some(points) = run.outcome.scorecards.points(node, row).filter(|_| leaf) {
                let code = about.path.rsplit('/').next().unwrap_or_default().to_owned();
                values.insert(
                    (entrant.id.to_string(), code),
                    points.to_decimal().unwrap().normalized().to_string(),
                );
            }
        }
    }
    values
}

/// How each file is to be read, stage by stage, where a look at it is not enough.
const LAYOUTS: &[(&str, &str, &[&str])] = &[
    (
        "04",
        "appraised",
        &["header: [ 5, 6 ], last: 14", "header: [ 18, 19 ], last: 27, ignore: [ Thứ tự nộp ]"],
    ),
    ("05", "self", &["sheet: LVo, within: huyện Lấp Vò", "sheet: THong, within: huyện Tân Hồng"]),
    (
        "07",
        "self",
        &[
            "columns: { I.1: \"Ban hành  KH\\nthực hiện NQ 25\", I.2: \"Tỷ lệ CB,\\nCC,  VC được\\nquán triệt\", I.3: \"Tiếp thu,  giải trình\\nkiến nghị  giám sát,\\nphản biện\", \
           I.4: \"Tiếp nhận\\n góp ý XDCQ\", VI.1: \"Chỉ tiêu\\nKT - XH\\nđược giao\", VI.2: \"Mô hình\\ndân vận khéo\", T.1: \"Điểm thưởng:\\nsáng kiến\", \
           T.2: \"Điểm thưởng:\\ntin bài\" }, ignore: [ \"Số\\nTT\" ], blank_marker: [ \"-\", x, Không ]",
        ],
    ),
    (
        "08",
        "self",
        &[
            "header: [ 4, 5 ], entrant: Đơn vị, criterion: Mã, value: Điểm / Tự chấm, skip: [ 10, 15, 20, 25, 30, 35 ], \
           ignore: [ Tiêu chí, Điểm / Tối đa, Điểm / Thẩm định, Tỷ lệ TĐ/tối đa, Lý do điều chỉnh ]",
        ],
    ),
    (
        "08",
        "appraised",
        &[
            "header: [ 4, 5 ], entrant: Đơn vị, criterion: Mã, value: Điểm / Thẩm định, skip: [ 10, 15, 20, 25, 30, 35 ], \
           ignore: [ Tiêu chí, Điểm / Tối đa, Điểm / Tự chấm, Tỷ lệ TĐ/tối đa, Lý do điều chỉnh ]",
        ],
    ),
    (
        "09",
        "appraised",
        &[
            "header: [ 2, 3 ], columns: { III.1: 'Đối thoại trực tiếp với nhân dân / 2015', III.2: 'Giải quyết đơn, thư KN, TC / 2015', III.3: 'Không để phát sinh bức xúc / 2015', III.4: 'Lãnh đạo tiếp công dân theo lịch / 2015', VII.1: 'Phân công LĐ UBND phụ trách / 2015', VII.2: 'Gửi KH năm đúng hạn / 2015', VII.3: 'Gửi BC sơ kết năm đúng hạn / 2015', VII.4: 'Báo cáo định kỳ UBND huyện / 2015' }, ignore: [ Mã ĐV, Tổng 2014, Tổng 2015, 'Đối thoại trực tiếp với nhân dân / 2014', 'Giải quyết đơn, thư KN, TC / 2014', 'Không để phát sinh bức xúc / 2014', 'Lãnh đạo tiếp công dân theo lịch / 2014', 'Phân công LĐ UBND phụ trách / 2014', 'Gửi KH năm đúng hạn / 2014', 'Gửi BC sơ kết năm đúng hạn / 2014', 'Báo cáo định kỳ UBND huyện / 2014' ]",
        ],
    ),
    (
        "10",
        "self",
        &[
            "header: [ 6, 8 ], columns: { I.2: 'Quán triệt cho CB, CC, VC (tối đa 5 điểm) / Điểm', II.1: 'Hồ sơ giải quyết đúng hạn (tối đa 10 điểm) / Điểm', V.2: 'Tập huấn cán bộ tiếp dân (tối đa 5 điểm) / Điểm' }, ignore: [ 'Quán triệt cho CB, CC, VC (tối đa 5 điểm) / Số liệu / Tổng số CB, CC, VC', 'Quán triệt cho CB, CC, VC (tối đa 5 điểm) / Số liệu / Số được quán triệt', 'Quán triệt cho CB, CC, VC (tối đa 5 điểm) / Tỷ lệ (%)', 'Hồ sơ giải quyết đúng hạn (tối đa 10 điểm) / Số liệu / Tiếp nhận', 'Hồ sơ giải quyết đúng hạn (tối đa 10 điểm) / Số liệu / Đúng hạn', 'Hồ sơ giải quyết đúng hạn (tối đa 10 điểm) / Tỷ lệ (%)', 'Tập huấn cán bộ tiếp dân (tối đa 5 điểm) / Số liệu / Tổng số', 'Tập huấn cán bộ tiếp dân (tối đa 5 điểm) / Số liệu / Đã tập huấn', 'Tập huấn cán bộ tiếp dân (tối đa 5 điểm) / Tỷ lệ (%)' ]",
        ],
    ),
    ("11", "appraised", &["ignore: [ TC ], footnotes: [ \"(*)\", \"(**)\" ]"]),
    (
        "12",
        "self",
        &[
            "columns: { IV.1: TC1, III.1: TC2, II.4: TC3, VI.2: TC4, IV.2: TC5, V.1: TC6, III.4: TC7, VII.2: TC8 }, \
           ignore: [ Ký hiệu, Nội dung tiêu chí, Tối đa ], last: 11",
        ],
    ),
    (
        "13",
        "self",
        &[
            "header: [ 6, 8 ], columns: { II.1: 'II. Cải cách hành chính / Giải quyết hồ sơ đúng hạn / TC', II.2: 'II. Cải cách hành chính / KH xây dựng CQCS \"thân thiện, vững mạnh\" / TC', II.3: 'II. Cải cách hành chính / Mức độ hài lòng của người dân, tổ chức / TC', II.4: 'II. Cải cách hành chính / Công sở văn minh, công chức lịch sự / TC', VII.1: 'VII. Kế hoạch, báo cáo / Phân công LĐ UBND phụ trách / TC', VII.2: 'VII. Kế hoạch, báo cáo / Gửi KH năm đúng hạn / TC' }, ignore: [ Ý kiến, 'II. Cải cách hành chính / Giải quyết hồ sơ đúng hạn / TĐ', 'II. Cải cách hành chính / KH xây dựng CQCS \"thân thiện, vững mạnh\" / TĐ', 'II. Cải cách hành chính / Mức độ hài lòng của người dân, tổ chức / TĐ', 'II. Cải cách hành chính / Công sở văn minh, công chức lịch sự / TĐ', 'VII. Kế hoạch, báo cáo / Phân công LĐ UBND phụ trách / TĐ', 'VII. Kế hoạch, báo cáo / Gửi KH năm đúng hạn / TĐ' ]",
        ],
    ),
    (
        "13",
        "appraised",
        &[
            "header: [ 6, 8 ], columns: { II.1: 'II. Cải cách hành chính / Giải quyết hồ sơ đúng hạn / TĐ', II.2: 'II. Cải cách hành chính / KH xây dựng CQCS \"thân thiện, vững mạnh\" / TĐ', II.3: 'II. Cải cách hành chính / Mức độ hài lòng của người dân, tổ chức / TĐ', II.4: 'II. Cải cách hành chính / Công sở văn minh, công chức lịch sự / TĐ', VII.1: 'VII. Kế hoạch, báo cáo / Phân công LĐ UBND phụ trách / TĐ', VII.2: 'VII. Kế hoạch, báo cáo / Gửi KH năm đúng hạn / TĐ' }, ignore: [ Ý kiến, 'II. Cải cách hành chính / Giải quyết hồ sơ đúng hạn / TC', 'II. Cải cách hành chính / KH xây dựng CQCS \"thân thiện, vững mạnh\" / TC', 'II. Cải cách hành chính / Mức độ hài lòng của người dân, tổ chức / TC', 'II. Cải cách hành chính / Công sở văn minh, công chức lịch sự / TC', 'VII. Kế hoạch, báo cáo / Phân công LĐ UBND phụ trách / TC', 'VII. Kế hoạch, báo cáo / Gửi KH năm đúng hạn / TC' ]",
        ],
    ),
    (
        "15",
        "self",
        &[
            "columns: { II.1: \"Hồ sơ\\nđúng hạn\", II.2: \"KH thân thiện,\\nvững mạnh\", II.3: Hài lòng, II.4: \"Công sở\\nvăn minh\" }",
        ],
    ),
    (
        "16",
        "appraised",
        &[
            "within: { Cụm huyện Châu Thành: huyện Châu Thành, Cụm huyện Lai Vung: huyện Lai Vung, Cụm huyện Lấp Vò: huyện Lấp Vò }",
        ],
    ),
    ("17", "self", &["blocks: true"]),
    (
        "18",
        "self",
        &[
            "where: { Người chấm: Xã tự chấm }, columns: { T.1: Sáng kiến, T.2: Tin bài, P.1: Sai số liệu, P.2: Nộp chậm phiếu }, \
           ignore: [ Thưởng - trừ, Diễn giải ], blank_marker: [ Không, x ]",
        ],
    ),
    (
        "18",
        "appraised",
        &[
            "where: { Người chấm: Huyện thẩm định }, columns: { T.1: Sáng kiến, T.2: Tin bài, P.1: Sai số liệu, P.2: Nộp chậm phiếu }, \
           ignore: [ Thưởng - trừ, Diễn giải ], blank_marker: [ Không, x ]",
        ],
    ),
    ("19", "appraised", &["ignore: [ Tỷ lệ biểu quyết ]"]),
    ("20", "appraised", &["last: 13"]),
    ("27", "appraised", &["sheet: Nhom III", "sheet: Nhom VI", "sheet: Nhom VII"]),
    ("28", "self", &["entrant: Đơn vị của đồng chí, ignore: [ Dấu thời gian, Địa chỉ email, Ý kiến khác ]"]),
    ("31", "appraised", &["ignore: [ Xếp loại ]"]),
    (
        "32",
        "appraised",
        &[
            "ignore: [ Huyện ], within: { Lấp Vò: huyện Lấp Vò, Tam Nông: huyện Tam Nông, Tân Hồng: huyện Tân Hồng }",
        ],
    ),
];

/// Files that one word is missing for, and the words of a layout that the refusal prints: with them the file is read.
const ASKED: &[(&str, &[&str], &str, &[&str])] = &[
    (
        "05",
        &["sheet: LVo", "sheet: THong"],
        "TD0419",
        &["within: \"HUYỆN LẤP VÒ\"", "within: \"HUYỆN TÂN HỒNG\""],
    ),
    ("11", &["ignore: [ TC ]"], "TD0310", &["footnotes: [ \"(*)\" ]", "footnotes: [ \"(**)\" ]"]),
    (
        "16",
        &[""],
        "TD0419",
        &[
            "within: { \"Cụm huyện Châu Thành\": \"huyện Châu Thành\", \"Cụm huyện Lai Vung\": \"huyện Lai Vung\", \"Cụm huyện Lấp Vò\": \"huyện Lấp Vò\" }",
        ],
    ),
    (
        "32",
        &["ignore: [ Huyện ]"],
        "TD0419",
        &[
            "within: { \"Lấp Vò\": \"huyện Lấp Vò\", \"Tam Nông\": \"huyện Tam Nông\", \"Tân Hồng\": \"huyện Tân Hồng\" }",
        ],
    ),
];

/// Codes, each with the end of its place.
type Said = &'static [(&'static str, &'static str)];

/// Files that are refused, the criteria in them, and what is said where: units that nobody can tell, a unit on two rows, a
/// form of other rules, what is no number.
const REFUSED: &[(&str, &str, Said)] = &[
    (
        "21",
        "I.1 I.2 I.3 II.1 II.2",
        &[("TD0404", "Sheet1!B4"), ("TD0404", "Sheet1!B8"), ("TD0404", "Sheet1!B10")],
    ),
    ("22", "III.1 III.2 III.4 V.1 V.2", &[("TD0408", "TH!H3"), ("TD0413", "TH!B7"), ("TD0413", "TH!B10")]),
    (
        "23",
        "I.1 I.2 I.3 I.4 II.1 II.2 II.3",
        &[("TD0408", "Mau 2013!D5"), ("TD0411", "Mau 2013!C7"), ("TD0411", "Mau 2013!G7")],
    ),
    (
        "24",
        "I.2 II.1 II.3 III.2 VI.1",
        &[
            ("TD0454", "Tong hop!C5"),
            ("TD0310", "Tong hop!C6"),
            ("TD0411", "Tong hop!D6"),
            ("TD0310", "Tong hop!F7"),
            ("TD0410", "Tong hop!G7"),
            ("TD0450", "Tong hop!C8"),
            ("TD0310", "Tong hop!C10"),
            ("TD0411", "Tong hop!G10"),
        ],
    ),
];

fn layouts(file: &str, stage: &str) -> Vec<String> {
    let declared = LAYOUTS.iter().find(|(known, of, _)| file.starts_with(known) && stage == *of);
    let declared = declared.map_or(&[""][..], |(.., layouts)| layouts);
    declared
        .iter()
        .map(
            |layout| {
                if layout.is_empty() {
                    format!("stage: {stage}")
                } else {
                    format!("stage: {stage}, {layout}")
                }
            },
        )
        .collect()
}

/// The points that each file gives, by file and stage.
type Expected = BTreeMap<(String, String), BTreeMap<(String, String), String>>;

fn expected() -> Expected {
    let mut expected = Expected::new();
    for line in text("gia-tri.csv").lines().skip(1) {
        let line: Vec<&str> = line.split(',').collect();
        let value: thidua::Decimal = line[6].parse().unwrap();
        let of = expected.entry((line[0].to_owned(), line[3].to_owned())).or_default();
        of.insert((line[4].to_owned(), line[5].to_owned()), value.normalized().to_string());
    }
    expected
}

fn read(file: &str, stage: &str, criteria: &BTreeSet<String>) -> Result<Report, Vec<Diagnostic>> {
    let layouts = layouts(file, stage);
    let layouts: Vec<&str> = layouts.iter().map(String::as_str).collect();
    report(file, &layouts, stage, criteria)
}

#[test]
fn every_value_of_every_layout_is_read_and_no_other() {
    let refused = |file: &str| REFUSED.iter().any(|(known, ..)| file.starts_with(known));
    let expected = expected();
    let readable = expected.iter().filter(|((file, _), _)| !refused(file));
    let mut count = 0;
    for ((file, stage), expected) in readable {
        let criteria: BTreeSet<String> = expected.keys().map(|(_, code)| code.clone()).collect();
        let report =
            read(file, stage, &criteria).unwrap_or_else(|found| panic!("{file} {stage}: {found:#?}"));
        let mut got = values(&report);
        got.retain(|(_, code), _| criteria.contains(code));
        assert_eq!(&got, expected, "{file} {stage}");
        count += got.len();
    }
    assert_eq!(count, 1685, "values in all");
}

#[test]
fn what_cannot_be_told_is_refused_at_its_cell() {
    let names =
        fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let names: Vec<String> = names.collect();
    for (file, criteria, said) in REFUSED {
        let name = names.iter().find(|name| name.starts_with(file)).unwrap();
        let criteria: BTreeSet<String> = criteria.split(' ').map(str::to_owned).collect();
        let stage = if matches!(*file, "21" | "23") { "self" } else { "appraised" };
        let found = read(name, stage, &criteria).map(|report| values(&report)).unwrap_err();
        for (code, place) in *said {
            let at = |found: &&Diagnostic| found.code == *code && found.place.to_string().ends_with(place);
            assert!(found.iter().any(|each| at(&each)), "{name} {code} {place}: {found:#?}");
        }
    }
}

#[test]
fn where_one_word_is_missing_the_refusal_prints_it() {
    let expected = expected();
    for (file, layouts, code, printed) in ASKED {
        let ((name, stage), of_file) = expected.iter().find(|((name, _), _)| name.starts_with(file)).unwrap();
        let criteria: BTreeSet<String> = of_file.keys().map(|(_, code)| code.clone()).collect();
        let layouts: Vec<String> = layouts
            .iter()
            .map(|layout| format!("stage: {stage}{}{layout}", if layout.is_empty() { "" } else { ", " }))
            .collect();
        let layouts: Vec<&str> = layouts.iter().map(String::as_str).collect();
        let found = report(name, &layouts, stage, &criteria).map(|report| values(&report)).unwrap_err();
        assert!(
            found.iter().filter(|one| one.severity == thidua::Severity::Error).all(|one| one.code == *code),
            "{name}: {found:#?}"
        );
        for words in *printed {
            let prints = |one: &&Diagnostic| {
                one.help.as_ref().is_some_and(|help| help.vi.contains(words) && help.en.contains(words))
            };
            assert!(found.iter().any(|one| prints(&one)), "{name} {words}: {found:#?}");
        }
    }
}

/// Files whose headers only a person knows: abbreviations, years and stages side by side, figures of two kinds, two tables
/// on one sheet, a sheet of examples among the others.
const BY_A_PERSON: &[&str] = &["04", "05", "07", "08", "09", "10", "11", "12", "13", "15", "18", "19", "20"];

#[test]
fn a_first_look_proposes_a_layout_that_reads_the_file() {
    let (register, _) = thidua::register_of("don-vi.csv", text("don-vi.csv").as_bytes()).unwrap();
    let (mut read, mut failed) = (Vec::new(), Vec::new());
    for ((file, stage), expected) in &expected() {
        let criteria: BTreeSet<String> = expected.keys().map(|(_, code)| code.clone()).collect();
        let rules = thidua::read_rules("bo-tieu-chi.yaml", &rules_of(stage, &criteria)).unwrap();
        let day = "2015-12-31".parse().unwrap();
        let plan = thidua::compile(&rules, "bo-tieu-chi.yaml", day).unwrap();
        let bytes = fs::read(folder().join(file)).unwrap();
        let told = thidua::propose_layout(&plan, Some(&register), file, &bytes, thidua::Language::Vietnamese);
        let entries: Vec<String> = told
            .split("- file: ")
            .skip(1)
            .map(|entry| format!("file: {}", entry.trim_end().replace('\n', "\n  ")))
            .collect();
        assert!(!entries.is_empty(), "{told}");
        match report_of(file, &entries, stage, &criteria) {
            Ok(report) => {
                let mut got = values(&report);
                got.retain(|(_, code), _| criteria.contains(code));
                assert_eq!(&got, expected, "{file} {stage}: never other values than there are\n{told}");
                read.push(format!("{file} {stage}"));
            }
            Err(found) => {
                if !BY_A_PERSON.iter().any(|known| file.starts_with(known)) {
                    let codes: Vec<String> = found
                        .iter()
                        .map(|one| format!("{} {} {}", one.code, one.place, one.message.vi))
                        .collect();
                    failed.push(format!("{file} {stage}\n{told}{codes:#?}"));
                }
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
    assert!(read.len() >= 14, "{read:?}");
}
