//! Bad input of every kind: a finding with the right code at the right place, in two languages, with a remedy.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that fails loudly is what is wanted"
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use thidua::{Diagnostic, Files, Severity, Spot, evaluate_json, run, run_simple};

/// A rule set with one of everything that can be referred to; each test spoils one place of it.
const RULES: &str = "\
rule_set: co-so
version: 1
title: Cơ sở
effective: { from: 2014-01-01, until: 2014-12-31 }
legal_basis: { ct: { document: Chỉ thị } }
kinds: { xa: { title: Xã, entrant: collective } }
stages: [ { id: self, title: Tự chấm }, { id: official, title: Thẩm định } ]
official_stage: official
gap: { stage: self, above: 20% }
inputs:
  đúng_hạn: { title: Đúng hạn, kind: count }
  tiếp_nhận: { title: Tiếp nhận, kind: count }
  kỷ_luật: { title: Kỷ luật, kind: yes-no }
  ngày_nộp: { title: Ngày nộp, kind: date }
  mức: { title: Mức, kind: choice, choices: [ { id: cao, title: Cao }, { id: thap, title: Thấp } ] }
  nhiều: { title: Nhiều, kind: number, many: true }
parameters:
  mốc: 70
checks:
- { lint: unused-input, level: allow, at: ngày_nộp, reason: để thử cách đọc ngày }
- { lint: unused-parameter, level: allow, at: mốc, reason: để thử cách chọn giá trị theo ngày }
points_max: 100
criteria:
- code: I
  title: Nhóm
  basis: ct 1
  points_max: 60
  children:
  - code: I.1
    title: Đúng hạn
    points_max: 20
    kinds: [ xa ]
    bands:
      of: đúng_hạn / tiếp_nhận
      highest: 100%
      steps:
      - { from: 95%, full: true }
      - { from: 80%, below: 95%, points: 10 }
      - { below: 80%, points: 0 }
  - { code: I.2, title: Kế hoạch, points_max: 40, yes_no: {} }
- { code: II, title: Đối thoại, points_max: 40, items: { of: nhiều } }
adjustments:
  bonus: { items: [ { code: T1, title: Thưởng, points_max: 2, basis: ct 2 } ] }
gradings:
- id: xep-loai
  title: Xếp loại
  grades:
  - { id: tot, title: Tốt, from: 80, requires: điểm của I >= 30 }
  - { id: kha, title: Khá, below: 80 }
  ceilings: [ { when: kỷ_luật, at_most: kha, basis: ct 3 } ]
rankings:
- { id: chung, scope: all, tie_break: [ { of: điểm của II, basis: ct 4 }, { council: true } ] }
awards:
- id: co
  title: Cờ
  kind: emulation-title
  for: collective
  kinds: [ xa ]
  basis: ct 5
  ranked_by: chung
  requires:
  - { when: xếp_loại = tot, basis: ct 6 }
  - { votes: { body: hội đồng, share: 90%, of: present } }
  - { history: { results: [ co ], years: 2, ending_years_ago: 1 } }
  hold_when: [ { when: mức = thap, basis: ct 7 } ]
  quota: { share: 20%, of: entrants, fraction: down, per: all }
  money: { multiple: 1.5, payer: tinh, basis: ct 8 }
- id: bang-khen
  title: Bằng khen
  kind: commendation
  for: collective
  requires: [ { holds: [ co ] } ]
  quota: { count: 3, per: all }
one_form: [ { awards: [ co, bang-khen ], basis: ct 9 } ]
budgets: [ { payer: tinh, amount: 9000000 } ]
";

fn findings(files: &Files) -> Vec<Diagnostic> {
    let found = if files.get("thidua.yaml").is_some() {
        run(files, "thidua.yaml")
    } else {
        run_simple(files, "rules.yaml", "points.csv")
    };
    let found = found.map_or_else(|errors| errors, |report| report.warnings);
    for finding in &found {
        let help = finding.help.as_ref().unwrap_or_else(|| panic!("no help: {finding:?}"));
        for words in [&finding.message.vi, &finding.message.en, &help.vi, &help.en] {
            assert!(!words.trim().is_empty(), "empty words: {finding:?}");
        }
    }
    found
}

fn shown(found: &[Diagnostic]) -> String {
    found.iter().fold(String::new(), |mut all, finding| {
        writeln!(all, "  {} {}: {}", finding.code, finding.place, finding.message.en).unwrap();
        all
    })
}

/// The line a finding stands at.
fn line_of(finding: &Diagnostic, text: &str) -> String {
    match finding.place.spot {
        Spot::Text(span) => text.lines().nth(span.line as usize - 1).unwrap_or_default().to_owned(),
        Spot::Whole | Spot::Cell { .. } => String::new(),
    }
}

#[test]
fn the_rule_set_of_these_tests_is_sound() {
    let found = thidua::check(thidua_rulefile::read("rules.yaml", RULES).unwrap(), "rules.yaml");
    assert!(found.as_ref().is_ok_and(|valid| valid.warnings().is_empty()), "{found:?}");
}

/// What is written, what it is spoilt to, the code, and words of the line the finding must stand at.
const SPOILT: &[(&str, &str, &str, &str)] = &[
    // Reading.
    ("title: Cơ sở", "title: \"Cơ sở", "TD0109", "Cơ sở"),
    ("title: Cơ sở", "title: Cơ sở\n\tnote: x", "TD0106", "note"),
    ("title: Cơ sở", "tilte: Cơ sở", "TD0120", "tilte"),
    ("points_max: 60", "points_max: [ 60 ]", "TD0122", "[ 60 ]"),
    ("points_max: 60", "points_max: sáu mươi", "TD0126", "sáu mươi"),
    ("points_max: 60", "points_max: 60,5", "TD0126", "60,5"),
    (
        "points_max: 60",
        "points_max: 123456789012345678901234567890123456789012345678901234567890",
        "TD0126",
        "12345678901234",
    ),
    ("kind: count }", "kind: counts }", "TD0123", "counts"),
    ("  mốc: 70", "  mốc: 70\n  mốc: 80", "TD0118", "80"),
    ("điểm của I >= 30", "điểm của I >=", "TD0126", "điểm của I >="),
    // Ids that repeat.
    ("- { code: II,", "- { code: I,", "TD0201", "code: I,"),
    ("code: I.2", "code: I.1", "TD0201", "Kế hoạch"),
    ("{ id: kha,", "{ id: tot,", "TD0201", "Khá"),
    ("- id: bang-khen", "- id: co", "TD0201", "id: co"),
    (
        "{ id: self, title: Tự chấm }",
        "{ id: self, title: Tự chấm }, { id: self, title: x }",
        "TD0201",
        "rule_set",
    ),
    ("- { id: chung,", "- { id: chung, scope: cluster }\n- { id: chung,", "TD0201", "tie_break"),
    ("{ id: thap, title: Thấp }", "{ id: cao, title: Thấp }", "TD0201", "mức"),
    ("items: [ { code: T1,", "items: [ { code: T1, points_max: 1 }, { code: T1,", "TD0201", "T1"),
    ("  mốc: 70", "  kỷ_luật: 70", "TD0201", "kỷ_luật: 70"),
    ("  mốc: 70", "  hạng: 70", "TD0209", "hạng"),
    ("  nhiều: {", "  Tổng_điểm: { kind: number }\n  nhiều: {", "TD0209", "Tổng_điểm"),
    // Structure.
    ("yes_no: {} }", "yes_no: {}, direct: {} }", "TD0202", "I.2"),
    ("points_max: 2, basis: ct 2 }", "points_max: 2, yes_no: {}, direct: {} }", "TD0202", "T1"),
    ("title: Nhóm", "title: Nhóm\n  yes_no: {}", "TD0203", "code: I"),
    ("official_stage: official", "official_stage: oficial", "TD0204", "oficial"),
    ("stage: self, above", "stage: sefl, above", "TD0204", "sefl"),
    ("official_stage: official\n", "", "TD0204", "rule_set"),
    ("choices: [ { id: cao, title: Cao }, { id: thap, title: Thấp } ] ", "", "TD0206", "mức"),
    ("kind: number, many: true", "kind: number, many: true, min: 5, max: 2", "TD0206", "nhiều"),
    ("points_max: 40, yes_no", "points_max: 40, points_min: 50, yes_no", "TD0207", "I.2"),
    ("points_max: 100", "points_max: 100\nrounding: { total: { mode: half-up } }", "TD0208", "rounding"),
    // Unknown references, in every place.
    ("of: đúng_hạn / tiếp", "of: đúng_hẹn / tiếp", "TD0210", "đúng_hẹn"),
    ("of: điểm của II", "of: điểm của III", "TD0211", "III"),
    ("điểm của I >= 30", "điểm của IX >= 30", "TD0211", "IX"),
    ("at_most: kha", "at_most: khá-giỏi", "TD0212", "khá-giỏi"),
    ("xếp_loại = tot", "xếp_loại = tốtt", "TD0212", "tốtt"),
    ("mức = thap", "mức = tháp-ngà", "TD0212", "tháp-ngà"),
    ("of: entrants", "of: { graded: [ xuat-sac ] }", "TD0212", "xuat-sac"),
    ("of: entrants", "of: { input: lao_động }", "TD0210", "lao_động"),
    ("of: entrants", "of: { recommended: huan-chuong }", "TD0242", "huan-chuong"),
    ("điểm của I >= 30", "tỷ_lệ >= 80", "TD0213", "tỷ_lệ"),
    ("of: đúng_hạn / tiếp_nhận", "of: điểm", "TD0214", "of: điểm"),
    ("items: { of: nhiều }", "items: { of: kỷ_luật }", "TD0215", "code: II"),
    ("mức = thap", "nhiều = 1", "TD0215", "nhiều = 1"),
    ("  mốc: 70", "  mốc: [ { from: 2014-07-01, value: 70 } ]\n# ", "TD0216", "requires"),
    ("xếp_loại = tot", "xếp_loại của khac = tot", "TD0217", "khac"),
    ("ranked_by: chung", "ranked_by: chugn", "TD0218", "chugn"),
    ("xếp_loại = tot", "hạng của cum <= 3", "TD0218", "cum"),
    ("    kinds: [ xa ]", "    kinds: [ xã-phường ]", "TD0219", "xã-phường"),
    ("  kinds: [ xa ]\n  basis", "  kinds: [ phường ]\n  basis", "TD0219", "phường"),
    ("requires: [ { holds: [ co ] } ]", "requires: [ { holds: [ cờ ] } ]", "TD0242", "cờ"),
    ("awards: [ co, bang-khen ]", "awards: [ co, giay-khen ]", "TD0242", "giay-khen"),
    ("awards: [ co, bang-khen ]", "awards: [ bang-khen, co ]", "TD0245", "one_form"),
    ("payer: tinh, basis", "payer: huyen, basis", "TD0246", "huyen"),
    ("basis: ct 1", "basis: nđ 1", "TD0205", "nđ 1"),
    ("basis: ct 2", "basis: nđ 2", "TD0205", "nđ 2"),
    ("basis: ct 3", "basis: nđ 3", "TD0205", "nđ 3"),
    ("basis: ct 4", "basis: nđ 4", "TD0205", "nđ 4"),
    ("basis: ct 5", "basis: nđ 5", "TD0205", "nđ 5"),
    ("basis: ct 6", "basis: nđ 6", "TD0205", "nđ 6"),
    ("basis: ct 7", "basis: nđ 7", "TD0205", "nđ 7"),
    ("basis: ct 8", "basis: nđ 8", "TD0205", "nđ 8"),
    ("basis: ct 9", "basis: nđ 9", "TD0205", "nđ 9"),
    // Points.
    ("points_max: 40, yes_no", "yes_no", "TD0220", "I.2"),
    ("points: 10 }", "points: 10, full: true }", "TD0221", "points: 10"),
    ("from: 95%, full", "from: 95%, below: 90%, full", "TD0221", "90%"),
    ("from: 80%, below: 95%", "from: 85%, below: 95%", "TD0222", "from: 95%"),
    ("below: 80%, points: 0", "below: 85%, points: 0", "TD0223", "85%"),
    ("{ id: kha, title: Khá, below: 80 }", "{ id: kha, title: Khá, to: 80 }", "TD0223", "Khá"),
    ("{ id: kha, title: Khá, below: 80 }", "{ id: kha, title: Khá, below: 70 }", "TD0222", "xep-loai"),
    ("points_max: 60", "points_max: 61", "TD0224", "code: I"),
    ("points_max: 100", "points_max: 90", "TD0224", "rule_set"),
    ("full: true", "points: 15", "TD0225", "I.1"),
    ("full: true", "points: 25", "TD0226", "I.1"),
    ("title: Kế hoạch,", "title: Kế hoạch, weight: 2,", "TD0228", "weight"),
    ("title: Nhóm", "title: Nhóm\n  aggregate: weighted-mean", "TD0227", "I."),
    ("yes_no: {} }", "direct: { step: 0 } }", "TD0230", "I.2"),
    ("yes_no: {} }", "deduct: { items: [ { of: kỷ_luật } ] } }", "TD0234", "kỷ_luật"),
    ("yes_no: {} }", "panel: {} }", "TD0235", "I.2"),
    ("yes_no: {} }", "relative: { of: đúng_hạn, by: rank, reference: all } }", "TD0236", "I.2"),
    ("yes_no: {} }", "levels: { choices: [] } }", "TD0232", "I.2"),
    (
        "yes_no: {} }",
        "levels: { choices: [ { id: a, title: A, points: 40 }, { id: a, title: B, points: 0 } ] } }",
        "TD0231",
        "title: B",
    ),
    ("yes_no: {} }", "linear: { of: đúng_hạn, anchors: [ { at: 1, points: 40 } ] } }", "TD0233", "I.2"),
    // Rankings, awards, quotas.
    ("{ council: true }", "{ council: true, of: điểm }", "TD0240", "council"),
    ("{ when: xếp_loại = tot, basis", "{ when: điểm > 1, holds: [ co ], basis", "TD0241", "holds"),
    ("quota: { count: 3,", "quota: { count: 3, share: 20%,", "TD0243", "count: 3"),
    ("quota: { count: 3, per", "quota: { per", "TD0243", "quota: { per"),
    ("share: 20%, of: entrants, fraction: down", "share: 20%, fraction: down", "TD0244", "20%"),
    ("share: 20%, of: entrants, fraction: down", "share: 20%, of: entrants", "TD0244", "20%"),
    ("years: 2", "years: 0", "TD0247", "years: 0"),
    ("share: 90%", "share: 190%", "TD0248", "190%"),
    ("share: 20%, of", "share: 120%, of", "TD0249", "120%"),
    ("share: 20%, of", "share: -20%, of", "TD0249", "-20%"),
    ("quota: { count: 3,", "quota: { count: 2.5,", "TD0249", "2.5"),
    (
        "quota: { count: 3,",
        "quota: { apportioned: { total: 900000000000, by: entrants, method: d-hondt },",
        "TD0249",
        "900000000000",
    ),
];

#[test]
fn every_mistake_in_a_rule_set_is_found_at_its_line() {
    let mut wrong = String::new();
    for (written, spoilt, code, words) in SPOILT {
        assert!(RULES.contains(written), "`{written}` is not in the rule set of this test");
        let rules = RULES.replacen(written, spoilt, 1);
        let rules = if *code == "TD0216" {
            rules.replace("điểm của I >= 30", "điểm >= mốc")
        } else {
            rules
        };
        let found = findings(&Files::from([("rules.yaml", rules.as_str()), ("points.csv", WIDE)]));
        let hit = found.iter().any(|finding| {
            finding.code == *code
                && &*finding.place.file == "rules.yaml"
                && line_of(finding, &rules).contains(words)
        });
        if !hit {
            writeln!(wrong, "{code} at `{words}` after `{spoilt}`; found\n{}", shown(&found)).unwrap();
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

const WIDE: &str =
    "entrant,đúng_hạn,tiếp_nhận,kỷ_luật,ngày_nộp,mức,I.2,T1\nxa-a,9,10,không,1/12/2014,cao,có,1\n";

const PLAIN: &str = "\
rule_set: don-gian
version: 1
title: Đơn giản
effective: { from: 2014-01-01, until: 2014-12-31 }
kinds: { xa: { title: Xã, entrant: collective } }
inputs:
  vụ: { title: Số vụ, kind: count }
  tỷ: { title: Phần, kind: percent }
  nộp: { title: Ngày nộp, kind: date }
  luật: { title: Kỷ luật, kind: yes-no }
criteria: [ { code: I, title: Nội dung, points_max: 60 }, { code: II, title: Đối thoại, points_max: 40 } ]
rankings: [ { id: chung, scope: all } ]
awards: [ { id: co, title: Cờ, kind: commendation, for: collective, quota: { count: 9, per: all } } ]
";

/// The points file, and every finding it must make, in order.
const TABLES: &[(&str, &str, &[&str])] = &[
    ("nothing wrong", "entrant,I,II,vụ,tỷ,nộp,luật\na,1,2,3,50%,1/12/2014,có\n", &[]),
    ("a comma and a point", "entrant;I;II;vụ;tỷ;nộp;luật\na;8,5;8.5;3;0,5;1/12/2014;có\n", &[]),
    ("a mark at the beginning", "\u{feff}entrant,I,II,vụ,tỷ,nộp,luật\na,1,2,3,0,1/12/2014,có\n", &[]),
    (
        "decomposed letters",
        "entrant,I,II,vu\u{323},ty\u{309},no\u{302}\u{323}p,lua\u{323}\u{302}t\na,1,2,3,0,1/12/2014,co\u{301}\n",
        &[],
    ),
    ("one reading only", "entrant,I,II,vụ,tỷ,nộp,luật\na,7.100,2,\"3,100\",0,1/12/2014,có\n", &[]),
    (
        "above the maximum",
        "entrant,I,II,vụ,tỷ,nộp,luật\na,60.01,2,3,0,1/12/2014,có\n",
        &["TD0411 points.csv!B2"],
    ),
    ("below zero", "entrant,I,II,vụ,tỷ,nộp,luật\na,-1,2,3,0,1/12/2014,có\n", &["TD0412 points.csv!B2"]),
    ("a negative count", "entrant,I,II,vụ,tỷ,nộp,luật\na,1,2,-3,0,1/12/2014,có\n", &["TD0410 points.csv!D2"]),
    ("half a case", "entrant,I,II,vụ,tỷ,nộp,luật\na,1,2,3.5,0,1/12/2014,có\n", &["TD0410 points.csv!D2"]),
    ("a share of 95", "entrant,I,II,vụ,tỷ,nộp,luật\na,1,2,3,95,1/12/2014,có\n", &["TD0410 points.csv!E2"]),
    ("no date", "entrant,I,II,vụ,tỷ,nộp,luật\na,1,2,3,0,31/02/2014,có\n", &["TD0321 points.csv!F2"]),
    ("a year only", "entrant,I,II,vụ,tỷ,nộp,luật\na,1,2,3,0,2014,có\n", &["TD0322 points.csv!F2"]),
    ("maybe", "entrant,I,II,vụ,tỷ,nộp,luật\na,1,2,3,0,1/12/2014,chắc\n", &["TD0410 points.csv!G2"]),
    ("not a number", "entrant,I,II,vụ,tỷ,nộp,luật\na,tốt,2,3,0,1/12/2014,có\n", &["TD0310 points.csv!B2"]),
    (
        "sixty digits",
        "entrant,I,II,vụ,tỷ,nộp,luật\na,1.23456789012345678901234567890123456789012345678901234567890,2,3,0,1/12/2014,có\n",
        &["TD0313 points.csv!B2"],
    ),
    (
        "twice the same row",
        "entrant,I,II,vụ,tỷ,nộp,luật\na,1,2,3,0,1/12/2014,có\na,1,2,3,0,1/12/2014,có\n",
        &["TD0413 points.csv!A3"],
    ),
    ("a nameless row", "entrant,I,II,vụ,tỷ,nộp,luật\n,1,2,3,0,1/12/2014,có\n", &["TD0404 points.csv!A2"]),
    (
        "a strange criterion",
        "entrant,I,II,III,vụ,tỷ,nộp,luật\na,1,2,9,3,0,1/12/2014,có\n",
        &["TD0402 points.csv!D1"],
    ),
    ("a missing column", "entrant,I,vụ,tỷ,nộp,luật\na,1,3,0,1/12/2014,có\n", &["TD0403 points.csv"]),
    ("no entrants", "I,II,vụ,tỷ,nộp,luật\n1,2,3,0,1/12/2014,có\n", &["TD0401 points.csv"]),
    (
        "one column twice",
        "entrant,I,I,II,vụ,tỷ,nộp,luật\na,1,1,2,3,0,1/12/2014,có\n",
        &["TD0408 points.csv!C1"],
    ),
    (
        "a date of another year",
        "entrant,I,II,vụ,tỷ,nộp,luật\na,1,2,3,0,1/12/2015,có\n",
        &["TD0418 points.csv!F2"],
    ),
    (
        "a value too many",
        "entrant,I,II,vụ,tỷ,nộp,luật\na,1,2,3,0,1/12/2014,có,thừa\n",
        &["TD0355 points.csv!H2"],
    ),
    ("an open quote", "entrant,I,II,vụ,tỷ,nộp,luật\n\"a,1,2,3,0,1/12/2014,có\n", &["TD0356 points.csv!A2"]),
    ("no file", "", &["TD0350 points.csv"]),
    (
        "long: unknown criterion, stage and a repeated value",
        "entrant,criterion,value,stage\na,I,1,official\na,I,2,official\na,IV,1,official\na,II,1,council\n",
        &["TD0413 points.csv!C3", "TD0402 points.csv!B4", "TD0407 points.csv!D5"],
    ),
    (
        "several at once",
        "entrant,I,II,IX,vụ,tỷ,nộp,luật\na,61,7.1.00,1,-3,95,2014,chắc\nb,tốt,2,1,3,0,1/12/2014,có\n",
        &[
            "TD0402 points.csv!D1",
            "TD0411 points.csv!B2",
            "TD0312 points.csv!C2",
            "TD0410 points.csv!E2",
            "TD0410 points.csv!F2",
            "TD0322 points.csv!G2",
            "TD0410 points.csv!H2",
            "TD0310 points.csv!B3",
        ],
    ),
];

#[test]
fn every_mistake_in_a_table_is_found_at_its_cell() {
    let mut wrong = String::new();
    for (what, points, expected) in TABLES {
        let found = findings(&simple(points.as_bytes()));
        let got: Vec<String> =
            found.iter().map(|finding| format!("{} {}", finding.code, finding.place)).collect();
        let complete = got == *expected
            || (*what == "no entrants" && got.first() == expected.first().map(|e| (*e).to_owned()).as_ref());
        if !complete {
            writeln!(wrong, "{what}: expected {expected:?}; found\n{}", shown(&found)).unwrap();
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// PLAIN with a period of its own, so that dates have something to lie outside of.
fn simple(points: &[u8]) -> Files {
    let mut files = folder(&[("rules.yaml", PLAIN)]);
    files.insert("thidua.yaml", "movement: x\nruns: [ { id: r, rules: rules.yaml, period: { from: 2014-01-01, until: 2014-12-31 }, evaluations: [ { file: points.csv } ] } ]\n");
    files.insert("points.csv", points);
    files
}

fn folder(parts: &[(&str, &str)]) -> Files {
    let mut files = Files::default();
    for (name, text) in parts {
        files.insert(*name, *text);
    }
    files
}

const MANIFEST: &str = "\
movement: Thử
register: { file: register.csv }
history: [ history.csv ]
decisions: [ decisions.yaml ]
votes: [ votes.csv ]
base_salary: salary.csv
runs:
- id: r
  rules: rules.yaml
  period: { from: 2014-01-01, until: 2014-12-31 }
  evaluations: [ { file: points.csv } ]
";
const REGISTER: &str = "id,name,kind,cluster\na,A,xa,1\nb,B,xa,2\n";
const POINTS: &str = "entrant,I,II,vụ,tỷ,nộp,luật\na,1,2,3,0,1/12/2014,có\nb,1,2,3,0,1/12/2014,có\n";
const HISTORY: &str = "entrant,year,result\na,2013,co\n";
const VOTES: &str = "award,entrant,body,votes,members,number,date\nco,a,hội đồng,9,10,1/BB,20/12/2014\n";
const SALARY: &str = "effective_from,amount\n2013-07-01,1.150.000\n";
const DECISIONS: &str = "decisions: []\n";

/// The file that is replaced, its text, and a finding that must be there.
const FOLDERS: &[(&str, &str, &str)] = &[
    ("points.csv", "entrant,I,II,vụ,tỷ,nộp,luật\nxa-lạ,1,2,3,0,1/12/2014,có\n", "TD0404 points.csv!A2"),
    ("register.csv", "id,name,kind,cluster\na,A,xa,1\na,A,xa,2\n", "TD0406 register.csv!A3"),
    ("register.csv", "id,name,kind,cluster\na,A,xa,1\na,A,xa,1\n", "TD0414 register.csv!A3"),
    ("register.csv", "id,name,kind,cluster\na,A,phường,1\n", "TD0507 register.csv"),
    ("register.csv", "name,kind,cluster\nA,xa,1\n", "TD0401 register.csv"),
    ("register.csv", "id,name,kind,cluster\n,A,xa,1\n", "TD0404 register.csv!A2"),
    ("history.csv", "entrant,year,result\na,năm ngoái,co\n", "TD0415 history.csv!B2"),
    ("history.csv", "entrant,year,result\na,2013,\n", "TD0417 history.csv!A2"),
    ("history.csv", "entrant,năm\na,2013\n", "TD0401 history.csv"),
    (
        "votes.csv",
        "award,entrant,body,votes,members,number,date\nco,a,hđ,chín,10,1,20/12/2014\n",
        "TD0416 votes.csv!D2",
    ),
    (
        "votes.csv",
        "award,entrant,body,votes,members,number,date\n,a,hđ,9,10,1,20/12/2014\n",
        "TD0417 votes.csv!A2",
    ),
    ("salary.csv", "effective_from,amount\n2013-07-01,1.150\n2014-13-01,x\n", "TD0310 salary.csv!B3"),
    ("decisions.yaml", "decisions: [ { number: 1, date: 2014-12-01 } ]\n", "TD0420 decisions.yaml:1:14"),
    (
        "decisions.yaml",
        "decisions: [ { number: 1, date: 2014-12-01, award: { award: co, entrant: zz, outcome: hold } } ]\n",
        "TD0420 decisions.yaml:1:14",
    ),
    (
        "decisions.yaml",
        "decisions: [ { number: 1, date: 2014-12-01, not_applicable: { entrant: a, criterion: IX, approved: true } } ]\n",
        "TD0420 decisions.yaml:1:14",
    ),
    (
        "decisions.yaml",
        "decisions: [ { number: 1, date: 2014-12-01, award: { award: cờ-lạ, entrant: a, outcome: hold } } ]\n",
        "TD0510 decisions.yaml:1:14",
    ),
    (
        "decisions.yaml",
        "decisions: [ { number: 1, date: 2014-12-01, tie: { ranking: cụm, order: [ a, b ] } } ]\n",
        "TD0510 decisions.yaml:1:14",
    ),
    (
        "decisions.yaml",
        "decisions: [ { number: 1, date: 2014-12-01, tie: { ranking: chung, order: [ a, zz ] } } ]\n",
        "TD0420 decisions.yaml:1:14",
    ),
    (
        "decisions.yaml",
        "decisions: [ { number: 1, date: 2014-12-01, run: q, award: { award: co, entrant: a, outcome: hold } } ]\n",
        "TD0509 decisions.yaml:1:14",
    ),
    (
        "decisions.yaml",
        "decisions: [ { number: 1, date: 2014-12-01, vote: { award: co, entrant: a, body: h, votes: 9, members: 8 } } ]\n",
        "TD0422 decisions.yaml:1:14",
    ),
    (
        "decisions.yaml",
        "decisions: [ { number: 1, date: 2014-12-01, not_applicable: { entrant: a, criterion: I, approved: true } } ]\n",
        "TD0421 decisions.yaml:1:14",
    ),
    (
        "thidua.yaml",
        "movement: x\nruns: [ { id: r, rules: r.yaml, period: { from: 2014-01-01, until: 2014-12-31 } } ]\n",
        "TD0501 thidua.yaml:2:25",
    ),
    (
        "thidua.yaml",
        "movement: x\nruns: [ { id: r, rules: rules.yaml, period: { from: 2013-01-01, until: 2013-12-31 } } ]\n",
        "TD0502 thidua.yaml:2:25",
    ),
    (
        "thidua.yaml",
        "movement: x\nregister: { file: register.csv, columns: { cluster: khối thi đua } }\nruns: [ { id: r, rules: rules.yaml, period: { from: 2014-01-01, until: 2014-12-31 } } ]\n",
        "TD0401 register.csv",
    ),
    (
        "thidua.yaml",
        "movement: x\nruns: [ { id: r, rules: rules.yaml, period: { from: 2014-01-01, until: 2014-12-31 }, evaluations: [ { file: points.csv } ], carry: [ { from: [ q ], value: total, into: vụ } ] } ]\n",
        "TD0504 thidua.yaml:2:134",
    ),
    (
        "thidua.yaml",
        "movement: x\nruns:\n- { id: q, rules: rules.yaml, period: { from: 2014-01-01, until: 2014-12-31 }, evaluations: [ { file: points.csv } ] }\n- { id: r, rules: rules.yaml, period: { from: 2014-01-01, until: 2014-12-31 }, evaluations: [ { file: points.csv } ], carry: [ { from: [ q ], value: { points: IX }, into: vụ } ] }\n",
        "TD0511 thidua.yaml:4:128",
    ),
    (
        "thidua.yaml",
        "movement: x\nruns:\n- { id: \"../../evil\", rules: rules.yaml, period: { from: 2014-01-01, until: 2014-12-31 } }\n",
        "TD0512 thidua.yaml:3:3",
    ),
    (
        "thidua.yaml",
        "movement: x\nruns:\n- { id: \"\", rules: rules.yaml, period: { from: 2014-01-01, until: 2014-12-31 } }\n",
        "TD0512 thidua.yaml:3:3",
    ),
    (
        "thidua.yaml",
        "movement: x\nruns:\n- { id: a/b, rules: rules.yaml, period: { from: 2014-01-01, until: 2014-12-31 } }\n",
        "TD0512 thidua.yaml:3:3",
    ),
    (
        "thidua.yaml",
        "movement: x\nruns:\n- { id: 'a\\b', rules: rules.yaml, period: { from: 2014-01-01, until: 2014-12-31 } }\n",
        "TD0512 thidua.yaml:3:3",
    ),
    (
        "thidua.yaml",
        "movement: x\nruns:\n- { id: .., rules: rules.yaml, period: { from: 2014-01-01, until: 2014-12-31 } }\n",
        "TD0512 thidua.yaml:3:3",
    ),
    (
        "thidua.yaml",
        "movement: x\nruns:\n- { id: summary.txt, rules: rules.yaml, period: { from: 2014-01-01, until: 2014-12-31 } }\n",
        "TD0512 thidua.yaml:3:3",
    ),
    (
        "thidua.yaml",
        "movement: x\nruns:\n- { id: \"a\\tb\", rules: rules.yaml, period: { from: 2014-01-01, until: 2014-12-31 } }\n",
        "TD0512 thidua.yaml:3:3",
    ),
    (
        "thidua.yaml",
        "movement: x\nruns:\n- { id: r, rules: rules.yaml, period: { from: 2014-01-01, until: 2014-12-31 } }\n- { id: R, rules: rules.yaml, period: { from: 2014-01-01, until: 2014-12-31 } }\n",
        "TD0512 thidua.yaml:4:3",
    ),
    (
        "thidua.yaml",
        "movement: x\nruns:\n- { id: r, rules: rules.yaml, period: { from: 2014-12-31, until: 2014-01-01 } }\n",
        "TD0513 thidua.yaml:3:3",
    ),
];

#[test]
fn every_mistake_in_a_folder_is_found() {
    // An award that asks for the vote and for the history, so that neither is idle.
    let asks = "for: collective, requires: [ { votes: { body: hội đồng, share: 80%, of: all-members } }, \
                { history: { results: [ co ], years: 1, ending_years_ago: 1 } } ]";
    let rules = PLAIN.replace("for: collective", asks);
    let all = folder(&[
        ("thidua.yaml", MANIFEST),
        ("rules.yaml", &rules),
        ("register.csv", REGISTER),
        ("points.csv", POINTS),
        ("history.csv", HISTORY),
        ("votes.csv", VOTES),
        ("salary.csv", SALARY),
        ("decisions.yaml", DECISIONS),
    ]);
    assert_eq!(shown(&findings(&all)), "");
    let mut wrong = String::new();
    for (name, text, expected) in FOLDERS {
        let mut files = all.clone();
        files.insert(*name, *text);
        let found = findings(&files);
        if !found.iter().any(|finding| format!("{} {}", finding.code, finding.place) == *expected) {
            writeln!(wrong, "{name}: expected {expected}; found\n{}", shown(&found)).unwrap();
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn several_files_are_reported_in_one_run() {
    let files = folder(&[
        ("thidua.yaml", MANIFEST),
        ("rules.yaml", &PLAIN.replace("kind: count", "kind: counts")),
        ("register.csv", "id,name,kind,cluster\na,A,xa,1\na,A,xa,2\n"),
        ("points.csv", "entrant,I\n\"a,1\n"),
        ("history.csv", "entrant,year,result\na,x,co\n"),
        ("votes.csv", "award\nco\n"),
        ("decisions.yaml", "decisions: [ { number: 1, date: mai } ]\n"),
    ]);
    let found = findings(&files);
    for name in [
        "rules.yaml",
        "register.csv",
        "points.csv",
        "history.csv",
        "votes.csv",
        "decisions.yaml",
        "thidua.yaml",
    ] {
        assert!(found.iter().any(|finding| &*finding.place.file == name), "{name}:\n{}", shown(&found));
    }
    // The kinds of a rule set that cannot be read are not known.
    assert!(!shown(&found).contains("TD0507"), "{}", shown(&found));
    let sound_register = folder(&[
        ("thidua.yaml", MANIFEST),
        ("rules.yaml", &PLAIN.replace("kind: count", "kind: counts")),
        ("register.csv", REGISTER),
        ("points.csv", POINTS),
        ("history.csv", HISTORY),
        ("votes.csv", VOTES),
        ("salary.csv", SALARY),
        ("decisions.yaml", DECISIONS),
    ]);
    let found = findings(&sound_register);
    assert!(found.iter().all(|finding| &*finding.place.file == "rules.yaml"), "{}", shown(&found));
    let both = folder(&[("rules.yaml", "rule_set: x\nversoin: 1\n"), ("points.csv", "entrant,I\n\"a,1\n")]);
    let found = findings(&both);
    assert!(found.iter().any(|finding| finding.code == "TD0120"), "{}", shown(&found));
    assert!(found.iter().any(|finding| finding.code == "TD0356"), "{}", shown(&found));
}

#[test]
fn an_entrant_in_two_clusters_of_one_table() {
    let manifest = "movement: x\nruns: [ { id: r, rules: rules.yaml, period: { from: 2014-01-01, until: 2014-12-31 }, evaluations: [ { file: points.csv, layout: { cluster: cụm } } ] } ]\n";
    let points = "entrant,cụm,criterion,value\na,1,I,5\na,2,II,5\n";
    let found =
        findings(&folder(&[("thidua.yaml", manifest), ("rules.yaml", PLAIN), ("points.csv", points)]));
    assert!(shown(&found).contains("TD0406 points.csv!A3"), "{}", shown(&found));
}

#[test]
fn a_warning_does_not_stop_the_work() {
    let found = findings(&simple(
        b"entrant,I,II,v\xe1\xbb\xa5,t\xe1\xbb\xb7,n\xe1\xbb\x99p,lu\xe1\xba\xadt\na,1,2,3,0,2013-01-01,1\n",
    ));
    assert_eq!(
        found.iter().map(|finding| (finding.code, finding.severity)).collect::<Vec<_>>(),
        [("TD0418", Severity::Warning)]
    );
}

#[test]
fn other_encodings_are_read_or_refused() {
    let utf16 = |text: &str| -> Vec<u8> {
        [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
    };
    let found = findings(&simple(&utf16(POINTS)));
    assert!(found.iter().all(|finding| finding.code == "TD0418"), "{}", shown(&found));
    let found = findings(&simple(&utf16(POINTS)[..9]));
    assert!(found[0].code == "TD0353", "{}", shown(&found));
    let mut files = folder(&[("points.csv", POINTS)]);
    files.insert("rules.yaml", utf16(PLAIN));
    assert!(matches!(findings(&files)[0].code, "TD0102" | "TD0103"), "{}", shown(&findings(&files)));
    files.insert("rules.yaml", [b"\xef\xbb\xbf", PLAIN.as_bytes()].concat());
    let found = findings(&files);
    assert!(found.iter().all(|finding| finding.code == "TD0418"), "{}", shown(&found));
}

#[test]
fn decomposed_names_in_a_rule_set_are_the_same_names() {
    let decomposed = PLAIN.replace("vụ", "vu\u{323}").replace("nộp", "no\u{323}\u{302}p");
    let found = findings(&folder(&[("rules.yaml", &decomposed), ("points.csv", POINTS)]));
    assert!(found.iter().all(|finding| finding.code == "TD0418"), "{}", shown(&found));
}

#[test]
fn nesting_ends_somewhere() {
    let started = Instant::now();
    let mut rules = String::from("rule_set: x\nversion: 1\ntitle: x\ncriteria: ");
    rules += &"[ { code: I, children: ".repeat(10_000);
    for deep in
        [rules.clone(), rules + "[]" + &" } ]".repeat(10_000), "[".repeat(10_000), "a: ".repeat(10_000)]
    {
        let found = findings(&folder(&[("rules.yaml", &deep), ("points.csv", POINTS)]));
        assert!(thidua::has_errors(&found));
    }
    let blocks: String = (0..10_000).fold(String::new(), |mut text, depth| {
        writeln!(text, "{}a:", " ".repeat(depth.min(1500))).unwrap();
        text
    });
    assert!(thidua::has_errors(&findings(&folder(&[("rules.yaml", &blocks), ("points.csv", POINTS)]))));
    let formula =
        PLAIN.replace("code: I,", &format!("code: I, formula: {{ is: \"{}\" }},", "(".repeat(10_000)));
    assert!(thidua::has_errors(&findings(&folder(&[("rules.yaml", &formula), ("points.csv", POINTS)]))));
    assert!(evaluate_json(&"[".repeat(100_000)).contains("errors"));
    assert!(evaluate_json(&"{\"a\":".repeat(100_000)).contains("errors"));
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
}

#[test]
fn much_nonsense_is_refused_in_seconds() {
    let started = Instant::now();
    let mut random = Random(7);
    let nonsense: Vec<u8> = (0..200_000_000_usize / 8).flat_map(|_| random.next().to_le_bytes()).collect();
    let found = findings(&simple(&nonsense));
    assert!(thidua::has_errors(&found));
    drop(found);
    let mut files = folder(&[("points.csv", POINTS)]);
    files.insert("rules.yaml", nonsense);
    assert!(thidua::has_errors(&findings(&files)));
    let letters = vec![b'x'; 100_000_000];
    files.insert("rules.yaml", letters.clone());
    assert!(thidua::has_errors(&findings(&files)));
    assert!(thidua::has_errors(&findings(&simple(&letters))));
    assert!(started.elapsed() < Duration::from_secs(120), "{:?}", started.elapsed());
}

/// A small generator with a fixed start, so that a failure can be repeated.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(bound.max(1)).unwrap()).unwrap()
    }
}

const WORDS: &[&str] = &[
    "%",
    "-",
    "0",
    "-1",
    "9999999999999999999999999999",
    "0.0000000000000000000000000001",
    "N/A",
    "miễn",
    "{",
    "}",
    "[",
    "]",
    ": ",
    "- ",
    "\n",
    "\n  ",
    ",",
    "\"",
    "'",
    "#",
    "null",
    "true",
    "all",
    "cluster",
    "kind",
    "many: true,",
    "points_min: -5,",
    "of: điểm",
    "hạng",
    "refuse",
    "rescale",
    "reduce",
    "full",
    "zero",
    "2014-02-30",
    "\u{0301}",
    "\u{0}",
    "é",
];

/// A few changes of bytes, words or lines.
fn mutate(random: &mut Random, bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=random.below(3) {
        let at = random.below(bytes.len());
        let end = (at + 1 + random.below(12)).min(bytes.len());
        match random.below(7) {
            0 if !bytes.is_empty() => bytes[at] = u8::try_from(random.below(256)).unwrap(),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let copy = bytes[at..end].to_vec();
                let into = random.below(bytes.len());
                bytes.splice(into..into, copy);
            }
            3 if !bytes.is_empty() => bytes[at] = b'0' + u8::try_from(random.below(10)).unwrap(),
            4 => {
                // A number becomes another one: the mistakes that keep a file readable go deepest.
                let digits: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at].is_ascii_digit()).collect();
                if let Some(at) = digits.get(random.below(digits.len())) {
                    let word = ["0", "-1", "3.7", "1000000007", "0.001", "50%"][random.below(6)];
                    bytes.splice(*at..=*at, word.bytes());
                }
            }
            5 => {
                let mut lines: Vec<Vec<u8>> =
                    bytes.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
                let (one, other) = (random.below(lines.len()), random.below(lines.len()));
                lines.swap(one, other);
                bytes = lines.join(&b'\n');
            }
            _ => {
                let word = WORDS[random.below(WORDS.len())];
                bytes.splice(at..at, word.bytes());
            }
        }
    }
    bytes
}

#[test]
fn no_change_of_a_fixture_panics() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/methods");
    let mut folders: Vec<PathBuf> =
        std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    let rounds: u64 =
        std::env::var("THIDUA_MUTATIONS").ok().and_then(|text| text.parse().ok()).unwrap_or(120);
    for (number, path) in folders.iter().enumerate() {
        let mut original = Files::default();
        for entry in std::fs::read_dir(path).unwrap() {
            let file = entry.unwrap().path();
            original.insert(file.file_name().unwrap().to_string_lossy(), std::fs::read(&file).unwrap());
        }
        for round in 0..rounds {
            let mut random = Random((number as u64) << 32 | round);
            let mut files = original.clone();
            for name in ["rules.yaml", "points.csv", "thidua.yaml", "decisions.yaml"] {
                if let Some(bytes) = original.get(name).filter(|_| random.below(2) == 0) {
                    files.insert(name, mutate(&mut random, bytes));
                }
            }
            let outcome = std::panic::catch_unwind(|| {
                let simple = run_simple(&files, "rules.yaml", "points.csv");
                let manifest = original.get("thidua.yaml").map(|_| evaluate_json(&request(&files)));
                for report in simple.iter() {
                    let _ = thidua::results(report, thidua::Language::Vietnamese);
                    let _ = thidua::summary(report, thidua::Language::English);
                }
                manifest.is_none_or(|answer| answer.starts_with('{'))
            });
            assert!(
                matches!(outcome, Ok(true)),
                "{} round {round}:\n{}\n{}",
                path.display(),
                String::from_utf8_lossy(files.get("rules.yaml").unwrap()),
                String::from_utf8_lossy(files.get("points.csv").unwrap())
            );
        }
    }
}

fn request(files: &Files) -> String {
    let texts: serde_json::Map<String, serde_json::Value> = files
        .iter()
        .map(|(name, bytes)| (name.to_owned(), String::from_utf8_lossy(bytes).into_owned().into()))
        .collect();
    serde_json::json!({ "format": "thidua-request/1", "manifest": "thidua.yaml", "files": texts }).to_string()
}
