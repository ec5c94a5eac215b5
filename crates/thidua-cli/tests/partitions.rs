//! A movement divided into 34 parts, each scored by a process of its own, and merged: the bytes of the single run.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that fails loudly is what is wanted"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const PARTS: usize = 34;

/// Grades with a cap over all, a wider limit on an award of clusters, an apportionment over all, a budget.
const RULES: &str = "
rule_set: chia-phan
version: 1
title: Bộ tiêu chí thử chia phần
kinds: { xa: { title: Xã, entrant: collective }, phuong: { title: Phường, entrant: collective } }
inputs: { thưởng: { title: Việc, kind: number, min: 0, max: 1000 }, vi_phạm: { title: Vi phạm, kind: yes-no }, đối_thoại: { title: Số buổi, kind: count, max: 9 }, đạt: { title: Đạt, kind: count, max: 20 }, đăng_ký: { title: Đăng ký, kind: count, max: 20 } }
criteria:
- { code: I, title: Cải cách hành chính, points_max: 60 }
- { code: II, title: Đối thoại với dân, points_max: 30, linear: { of: đối_thoại, anchors: [ { at: 0, points: 0 }, { at: 7, points: 30 } ] }, not_applicable: { claimed_by: unit, approved_by: hội đồng, then: rescale } }
COMPARED
gradings:
- id: xep-loai
  title: Xếp loại
  grades:
  - { id: xuat-sac, title: Xuất sắc, from: 70, cap: { share: 20%, of: graded, per: all } }
  - { id: tot, title: Tốt, from: 50 }
  - { id: khong-dat, title: Không đạt, below: 50 }
rankings:
- { id: ca-nuoc, title: Cả nước, scope: all, tie_break: [ { of: điểm của II } ] }
- { id: tinh, title: Trong tỉnh, scope: cluster }
awards:
- { id: co, title: Cờ thi đua, kind: emulation-title, for: collective, ranked_by: tinh, requires: [ { when: không vi_phạm } ], quota: { count: 2, per: cluster, within: [ { count: 20, per: all } ] } }
- { id: bang-khen, title: Bằng khen, kind: commendation, for: collective, ranked_by: tinh, quota: { per: cluster, apportioned: { total: 50, by: { input: thưởng }, method: largest-remainder } } }
- { id: giay-khen, title: Giấy khen, kind: commendation, for: collective, ranked_by: ca-nuoc, requires: [ { when: điểm >= 40 } ], quota: { count: 100, per: all } }
one_form: [ { awards: [ co, bang-khen ] } ]
";

const PLAIN: &str =
    "- { code: III, title: Chất lượng, points_max: 10, ratio: { numerator: đạt, denominator: đăng_ký } }";
const COMPARED: &str = "- { code: III, title: Chất lượng, points_max: 10, relative: { of: đạt, by: leader, reference: all, when_zero: 0 } }";

#[derive(Clone, Copy)]
struct World {
    compared: bool,
    register: bool,
}

fn lcg(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *seed >> 33
}

/// A folder of 34 provinces, whose first two entrants stand alike in every one: ties across all lines.
fn folder(world: World) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    fs::create_dir(folder.path().join("phieu")).unwrap();
    write("rules.yaml", &RULES.replace("COMPARED", if world.compared { COMPARED } else { PLAIN }));
    let mut manifest = "movement: Phong trào thử\n".to_owned();
    if world.register {
        manifest += "register: { file: danh-sach.csv }\n";
    }
    manifest += "decisions: [ quyet-dinh.yaml ]\nruns:\n- id: nam\n  title: Cả năm\n  rules: rules.yaml\n  period: { from: 2026-01-01, until: 2026-12-31 }\n  evaluations:\n";
    let mut register = "id,name,kind,cluster\n".to_owned();
    let mut seed = 7;
    for part in 0..PARTS {
        let head = if world.register { "entrant" } else { "entrant,kind,cluster" };
        let mut sheet = format!("{head},I,đối_thoại,đạt,đăng_ký,thưởng,vi_phạm\n");
        for row in 0..9 {
            // Ids of the parts stand between one another when they are sorted.
            let (id, kind) = (format!("x{row}-{part:02}"), if row % 3 == 0 { "phuong" } else { "xa" });
            writeln!(register, "{id},Đơn vị {row} tỉnh {part},{kind},tỉnh {part:02}").unwrap();
            let who = if world.register { id.clone() } else { format!("{id},{kind},tỉnh {part:02}") };
            let mut number = |below: u64| lcg(&mut seed) % below;
            match (row, part) {
                (0 | 1, _) => writeln!(sheet, "{who},\"58,5\",7,10,11,3,không").unwrap(),
                (7, 0..5) => writeln!(sheet, "{who},{},N/A,{},12,1,không", number(60), number(9)).unwrap(),
                // In the register, and in no file.
                (8, 3) if world.register => {}
                (6, _) => writeln!(sheet, "{who},,{},{},12,2,có", number(8), number(13)).unwrap(),
                _ => {
                    let (one, two) = (number(60), number(4) * 25);
                    writeln!(
                        sheet,
                        "{who},\"{one},{two:02}\",{},{},13,{},không",
                        number(8),
                        number(13),
                        number(9)
                    )
                    .unwrap();
                }
            }
        }
        let layout = if world.register { "" } else { ", layout: { cluster: cluster, kind: kind }" };
        writeln!(manifest, "  - {{ file: phieu/{part:02}.csv{layout} }}").unwrap();
        write(&format!("phieu/{part:02}.csv"), &sheet);
    }
    write("danh-sach.csv", &register);
    write(
        "quyet-dinh.yaml",
        "decisions:\n- { number: 1/QĐ, date: 2026-12-20, reason: không có, not_applicable: { entrant: x7-02, criterion: II, approved: true } }\n- { number: 2/QĐ, date: 2026-12-20, reason: có, not_applicable: { entrant: x7-03, criterion: II, approved: false } }\n",
    );
    write("thidua.yaml", &manifest);
    folder
}

fn thidua(folder: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_thidua"))
        .current_dir(folder)
        .args(words)
        .arg("--lang=en")
        .output()
        .unwrap()
}

fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn part_name(part: usize) -> String {
    format!("{part:02}.part")
}

fn score(folder: &Path, part: usize) -> Output {
    thidua(folder, &["score-part", ".", &format!("phieu/{part:02}.csv"), "--out", &part_name(part)])
}

/// Every file below a folder but the record.
fn results(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(at) = open.pop() {
        for entry in fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.file_name().unwrap() != "run-record.json" {
                files.insert(path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    files
}

fn record(folder: &Path) -> serde_json::Value {
    serde_json::from_slice(&fs::read(folder.join("run-record.json")).unwrap()).unwrap()
}

/// Scores all parts, merges them in several orders, and holds every byte against the single run.
fn same_bytes(world: World) -> tempfile::TempDir {
    let folder = folder(world);
    let at = folder.path();
    let single = thidua(at, &["recommend", ".", "--out", "single"]);
    assert!(matches!(single.status.code(), Some(0 | 1)), "{}", told(&single));
    let expected = results(&at.join("single"));
    assert!(expected.len() > 8);
    for part in (0..PARTS).rev() {
        let scored = score(at, part);
        assert!(matches!(scored.status.code(), Some(0 | 1)), "{part}: {}", told(&scored));
    }
    let names: Vec<String> = (0..PARTS).map(part_name).collect();
    let forward: Vec<&str> = names.iter().map(String::as_str).collect();
    let mixed: Vec<&str> = (0..PARTS).map(|part| forward[part * 13 % PARTS]).collect();
    for (number, order) in [forward, mixed].into_iter().enumerate() {
        let out = format!("merged-{number}");
        let words = [&["merge", "."], order.as_slice(), &["--out", &out]].concat();
        let merged = thidua(at, &words);
        assert_eq!(merged.status.code(), single.status.code(), "{}", told(&merged));
        let found = results(&at.join(&out));
        assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
        for (name, bytes) in &found {
            assert!(*bytes == expected[name], "{} differs", name.display());
        }
        // The record alone lists the parts; without them it is that of the single run.
        let mut record_merged = record(&at.join(&out));
        let parts = record_merged.as_object_mut().unwrap().remove("parts").unwrap();
        assert_eq!(parts.as_array().unwrap().len(), PARTS);
        assert_eq!(record_merged, record(&at.join("single")));
    }
    let verified = thidua(at, &["verify", ".", "--results", "merged-1"]);
    assert_eq!(verified.status.code(), Some(0), "{}", told(&verified));
    assert!(
        fs::read(at.join("merged-0/run-record.json")).unwrap()
            == fs::read(at.join("merged-1/run-record.json")).unwrap()
    );
    folder
}

/// The only run of an outcome.
fn outcome(folder: &Path) -> serde_json::Value {
    let outcome: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.join("merged-0/outcome.json")).unwrap()).unwrap();
    outcome["runs"][0].clone()
}

/// The clusters of those who stand so with an award, each once.
fn clusters_of(run: &serde_json::Value, award: &str, status: &str) -> BTreeSet<String> {
    let has = |entrant: &&serde_json::Value| {
        let mut awards = entrant["awards"].as_array().unwrap().iter();
        awards.any(|each| each["award"] == award && each["status"] == status)
    };
    let entrants = run["entrants"].as_array().unwrap().iter().filter(has);
    entrants.map(|entrant| entrant["cluster"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn parts_with_a_register_give_the_bytes_of_the_single_run() {
    let folder = same_bytes(World { compared: false, register: true });
    let run = outcome(folder.path());
    // Equals of many provinces stand on the wider limit, and who is in no file is there.
    assert!(clusters_of(&run, "co", "tied-on-line").len() > 20);
    assert!(run["entrants"].as_array().unwrap().iter().any(|entrant| entrant["id"] == "x8-03"));
}

#[test]
fn parts_without_a_register_give_the_bytes_of_the_single_run() {
    let folder = same_bytes(World { compared: false, register: false });
    let run = outcome(folder.path());
    assert!(clusters_of(&run, "co", "tied-on-line").len() > 20);
    // Fifty places are divided between all provinces.
    assert!(!clusters_of(&run, "bang-khen", "recommended").is_empty());
    let places = run["quotas"].as_array().unwrap().iter().filter(|quota| quota["award"] == "bang-khen");
    assert_eq!(places.map(|quota| quota["places"].as_u64().unwrap()).sum::<u64>(), 50);
}

#[test]
fn parts_that_are_compared_with_one_another_give_the_bytes_of_the_single_run() {
    same_bytes(World { compared: true, register: true });
}

/// Two parts that are whole, and the code with which their merge is refused once something has changed.
fn refusal(change: impl Fn(&Path)) -> String {
    refusal_in(World { compared: false, register: true }, change)
}

fn refusal_in(world: World, change: impl Fn(&Path)) -> String {
    let folder = folder(world);
    let at = folder.path();
    let manifest = fs::read_to_string(at.join("thidua.yaml")).unwrap();
    let kept: Vec<&str> = manifest
        .lines()
        .filter(|line| !line.contains("phieu/") || line.contains("/00") || line.contains("/01"))
        .collect();
    fs::write(at.join("thidua.yaml"), kept.join("\n") + "\n").unwrap();
    for part in 0..2 {
        assert!(matches!(score(at, part).status.code(), Some(0 | 1)));
    }
    change(at);
    let mut parts: Vec<String> =
        fs::read_dir(at).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    parts.retain(|name| name.ends_with(".part"));
    parts.sort();
    let words: Vec<&str> =
        ["merge", ".", "--format", "json"].into_iter().chain(parts.iter().map(String::as_str)).collect();
    let merged = thidua(at, &words);
    let told = told(&merged);
    assert_eq!(merged.status.code(), Some(2), "{told}");
    assert!(!at.join("results").exists(), "nothing is written");
    let code = told.find("\"TD").map(|start| told[start + 1..start + 7].to_owned());
    code.unwrap_or(told)
}

fn edit(at: &Path, file: &str, old: &str, new: &str) {
    let text = fs::read_to_string(at.join(file)).unwrap();
    assert!(text.contains(old), "{file} has no {old}");
    fs::write(at.join(file), text.replacen(old, new, 1)).unwrap();
}

/// Changes the lines of a part, and proves them whole again.
fn forge(at: &Path, file: &str, change: impl Fn(&mut Vec<String>)) {
    let text = fs::read_to_string(at.join(file)).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    assert!(lines.pop().unwrap().starts_with("{\"end\""));
    change(&mut lines);
    let body: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let (count, sha256) = (lines.len(), thidua::Digest::of(body.as_bytes()));
    fs::write(at.join(file), format!("{body}{{\"end\":{{\"lines\":{count},\"sha256\":\"{sha256}\"}}}}\n"))
        .unwrap();
}

/// What is changed of the lines of a part.
type Change<'a> = &'a dyn Fn(&mut Vec<String>);

#[test]
fn a_part_that_was_made_otherwise_is_refused() {
    let line = |lines: &[String], kind: &str| {
        let start = format!("{{\"{kind}\"");
        lines.iter().position(|line| line.starts_with(&start)).unwrap()
    };
    let changes: [Change<'_>; 5] = [
        &|lines| {
            lines.remove(line(lines, "points"));
        },
        &|lines| {
            lines.remove(line(lines, "run"));
        },
        &|lines| lines.push(lines[line(lines, "points")].clone()),
        &|lines| {
            let points = line(lines, "points");
            lines[points] = lines[points].replacen("\"rows\":9", "\"rows\":8", 1);
        },
        &|lines| lines.push("{\"sheets\":1}".to_owned()),
    ];
    for change in changes {
        assert_eq!(refusal(|at| forge(at, "00.part", change)), "TD0562");
    }
    let older = |at: &Path| {
        forge(at, "00.part", |lines| {
            let version = format!("\"engine\":\"{}\"", env!("CARGO_PKG_VERSION"));
            assert!(lines[0].contains(&version));
            lines[0] = lines[0].replacen(&version, "\"engine\":\"0.0.1\"", 1);
        });
    };
    assert_eq!(refusal(older), "TD0573");
}

#[test]
fn without_a_register_a_cluster_has_one_spelling() {
    let spelled = |at: &Path| {
        edit(at, "phieu/01.csv", ",tỉnh 01,", ",Tỉnh  00,");
        assert!(matches!(score(at, 1).status.code(), Some(0 | 1)));
    };
    assert_eq!(refusal_in(World { compared: false, register: false }, spelled), "TD0577");
}

#[test]
fn parts_that_do_not_belong_together_are_refused_each_with_its_code() {
    assert_eq!(refusal(|at| fs::write(at.join("00.part"), "x,y\n1,2\n").unwrap()), "TD0560");
    assert_eq!(refusal(|at| fs::write(at.join("00.part"), "").unwrap()), "TD0560");
    let cut = |at: &Path, keep: fn(usize) -> usize| {
        let bytes = fs::read(at.join("00.part")).unwrap();
        fs::write(at.join("00.part"), &bytes[..keep(bytes.len())]).unwrap();
    };
    for keep in
        [|all| all - 1, |all| all - 30, |all| all / 2, |all: usize| all / 8] as [fn(usize) -> usize; 4]
    {
        assert_eq!(refusal(|at| cut(at, keep)), "TD0561");
    }
    assert_eq!(refusal(|at| edit(at, "00.part", "\"x0-00\"", "\"x0-01\"")), "TD0561");
    assert_eq!(refusal(|at| edit(at, "rules.yaml", "points_max: 60", "points_max: 61")), "TD0563");
    assert_eq!(refusal(|at| edit(at, "thidua.yaml", "until: 2026-12-31", "until: 2026-12-30")), "TD0564");
    let twice = |at: &Path| {
        let sheet = fs::read_to_string(at.join("phieu/00.csv")).unwrap();
        let both =
            fs::read_to_string(at.join("phieu/01.csv")).unwrap() + sheet.lines().nth(1).unwrap() + "\n";
        fs::write(at.join("phieu/01.csv"), both).unwrap();
        assert!(matches!(score(at, 1).status.code(), Some(0 | 1)));
    };
    assert_eq!(refusal(twice), "TD0565");
    assert_eq!(
        refusal(|at| {
            fs::copy(at.join("00.part"), at.join("02.part")).unwrap();
        }),
        "TD0566"
    );
    assert_eq!(refusal(|at| fs::remove_file(at.join("01.part")).unwrap()), "TD0567");
    assert_eq!(
        refusal(|at| edit(
            at,
            "thidua.yaml",
            "{ file: phieu/01.csv }",
            "{ file: phieu/01.csv, layout: { columns: { đạt: đạt } } }"
        )),
        "TD0568"
    );
    assert_eq!(refusal(|at| edit(at, "thidua.yaml", "- id: nam\n", "- id: nam-khac\n")), "TD0568");
    assert_eq!(
        refusal(|at| edit(at, "danh-sach.csv", "x0-00,Đơn vị 0 tỉnh 0,phuong,tỉnh 00\n", "")),
        "TD0571"
    );
    assert_eq!(
        refusal(|at| edit(
            at,
            "danh-sach.csv",
            "x0-00,Đơn vị 0 tỉnh 0,phuong,tỉnh 00",
            "x0-00,Đơn vị 0 tỉnh 0,phuong,tỉnh 01"
        )),
        "TD0572"
    );
    assert_eq!(refusal(|at| edit(at, "thidua.yaml", "  - { file: phieu/00.csv }\n", "")), "TD0574");
    let approved = "- { number: 9/QĐ, date: 2026-12-20, reason: có, not_applicable: { entrant: x7-01, criterion: II, approved: true } }\n";
    let approve = |at: &Path| {
        let text = fs::read_to_string(at.join("quyet-dinh.yaml")).unwrap();
        fs::write(at.join("quyet-dinh.yaml"), text + approved).unwrap();
    };
    assert_eq!(refusal(approve), "TD0575");
    assert_eq!(
        refusal(|at| edit(
            at,
            "thidua.yaml",
            "  evaluations:",
            "  carry: [ { from: [ khac ], value: total, into: thưởng } ]\n  evaluations:"
        )),
        "TD0569"
    );
}

#[test]
fn a_file_that_the_manifest_has_not_is_no_part() {
    let folder = folder(World { compared: false, register: true });
    let scored = thidua(folder.path(), &["score-part", ".", "phieu/0.csv", "--out", "a.part"]);
    assert_eq!(scored.status.code(), Some(2));
    assert!(told(&scored).contains("TD0570"), "{}", told(&scored));
    assert!(!folder.path().join("a.part").exists());
}
