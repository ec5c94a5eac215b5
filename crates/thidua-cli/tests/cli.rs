//! The command line as a user meets it: exit codes, whole results, replay, both languages.

#![expect(clippy::unwrap_used, reason = "a test that fails loudly is what is wanted")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn thidua(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_thidua")).args(words).output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A copy of a fixture folder that may be changed.
fn copy_of(fixture: &str) -> tempfile::TempDir {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/methods").join(fixture);
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
    }
    folder
}

fn all_results(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.file_name().unwrap() != "run-record.json" {
                files.push((path.clone(), std::fs::read(&path).unwrap()));
            }
        }
    }
    files.sort();
    files.into_iter().map(|(path, bytes)| (path.file_name().unwrap().into(), bytes)).collect()
}

#[test]
fn recommends_writes_and_replays() {
    let folder = copy_of("awards");
    let path = folder.path().to_str().unwrap();
    let output = thidua(&["recommend", path]);
    // Somebody is on hold, so a person is needed.
    assert_eq!(code(&output), 1, "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("Chiến sĩ thi đua cấp tỉnh"));
    for name in [
        "summary.txt",
        "outcome.json",
        "run-record.json",
        "r/standings.csv",
        "r/scorecards.csv",
        "r/recommendations.csv",
        "r/refusals.csv",
        "r/quotas.csv",
        "r/findings.csv",
        "r/explanations.txt",
    ] {
        assert!(folder.path().join("results").join(name).exists(), "{name}");
    }
    let verified = thidua(&["verify", path]);
    assert_eq!(code(&verified), 0);
    assert!(text(&verified.stdout).contains("giống hệt"));

    let points = folder.path().join("points.csv");
    let changed = std::fs::read_to_string(&points).unwrap().replace("a,95", "a,94");
    std::fs::write(&points, changed).unwrap();
    let verified = thidua(&["verify", path, "--lang", "en"]);
    assert_eq!(code(&verified), 2);
    let said = text(&verified.stdout);
    assert!(said.contains("`points.csv` has changed"), "{said}");
    assert!(said.contains("line") && said.contains("95") && said.contains("94"), "{said}");
}

#[test]
fn row_order_and_threads_never_change_a_byte() {
    let folder = copy_of("quota");
    let path = folder.path().to_str().unwrap();
    thidua(&["recommend", path, "--threads", "1"]);
    let before = all_results(&folder.path().join("results"));
    let points = folder.path().join("points.csv");
    let source = std::fs::read_to_string(&points).unwrap();
    let (header, rows) = source.split_once('\n').unwrap();
    let mut rows: Vec<&str> = rows.lines().collect();
    rows.reverse();
    rows.rotate_left(3);
    std::fs::write(&points, format!("{header}\n{}\n", rows.join("\n"))).unwrap();
    for threads in ["1", "3", "64"] {
        thidua(&["recommend", path, "--threads", threads]);
        assert_eq!(all_results(&folder.path().join("results")), before, "{threads} threads");
    }
}

/// Disks decompose accents and archives change capitals: a file whose name reads the same is the file that is meant.
#[test]
fn files_are_found_however_their_names_are_spelt() {
    let folder = copy_of("awards");
    let path = folder.path().to_str().unwrap().to_owned();
    let manifest = folder.path().join("thidua.yaml");
    std::fs::rename(folder.path().join("points.csv"), folder.path().join("Bảng điểm.csv")).unwrap();
    let renamed = std::fs::read_to_string(&manifest).unwrap().replace("points.csv", "Bảng điểm.csv");
    std::fs::write(&manifest, &renamed).unwrap();
    let results = |out: &str| {
        let output = thidua(&["recommend", &path, "--out", folder.path().join(out).to_str().unwrap()]);
        assert_eq!(code(&output), 1, "{}", text(&output.stderr));
        all_results(&folder.path().join(out))
    };
    let before = results("a");
    // Capitals, and accents that stand apart from their letters.
    let spelt = renamed.replace("Bảng điểm.csv", "\"BA\u{309}NG  đie\u{302}\u{309}m.csv\"");
    assert_ne!(spelt, renamed);
    std::fs::write(&manifest, spelt).unwrap();
    assert_eq!(before, results("b"));
    assert_eq!(code(&thidua(&["check", &path])), 0);
    // Two files of one name to a reader: nobody guesses.
    std::fs::write(folder.path().join("bảng điểm.CSV"), "entrant,I\n").unwrap();
    let output = thidua(&["recommend", &path]);
    assert!(code(&output) == 2 && text(&output.stderr).contains("TD0501"), "{}", text(&output.stderr));
}

#[test]
fn refuses_with_places_and_leaves_old_results_alone() {
    let folder = copy_of("quota");
    let path = folder.path().to_str().unwrap();
    thidua(&["recommend", path]);
    let before = all_results(&folder.path().join("results"));
    let points = folder.path().join("points.csv");
    let broken =
        std::fs::read_to_string(&points).unwrap().replace("a,x,90", "a,x,190").replace("b,x,80", "b,x,tám");
    std::fs::write(&points, broken).unwrap();
    let output = thidua(&["recommend", path]);
    assert_eq!(code(&output), 2);
    let said = text(&output.stderr);
    assert!(said.contains("TD0411") && said.contains("points.csv!C2"), "{said}");
    assert!(said.contains("points.csv!C3"), "all mistakes at once: {said}");
    assert_eq!(all_results(&folder.path().join("results")), before);

    let json = text(&thidua(&["recommend", path, "--format", "json"]).stdout);
    assert!(json.contains("\"code\": \"TD0411\"") && json.contains("\"en\""), "{json}");
}

#[test]
fn never_replaces_a_folder_it_did_not_write() {
    let folder = copy_of("quota");
    let precious = tempfile::tempdir().unwrap();
    std::fs::write(precious.path().join("thư.txt"), "giữ lại").unwrap();
    let output =
        thidua(&["recommend", folder.path().to_str().unwrap(), "--out", precious.path().to_str().unwrap()]);
    assert_eq!(code(&output), 2);
    assert_eq!(std::fs::read_to_string(precious.path().join("thư.txt")).unwrap(), "giữ lại");
}

#[test]
fn explains_one_entrant_in_both_languages() {
    let folder = copy_of("awards");
    let path = folder.path().to_str().unwrap();
    let vietnamese = text(&thidua(&["explain", path, "b"]).stdout);
    assert!(
        vietnamese.contains("PHIẾU GIẢI TRÌNH") && vietnamese.contains("cần thêm 1 phiếu"),
        "{vietnamese}"
    );
    assert!(vietnamese.contains("[points.csv!B3]"), "{vietnamese}");
    let english = text(&thidua(&["explain", path, "b", "--lang", "en"]).stdout);
    assert!(english.contains("EXPLANATION") && english.contains("1 more vote needed"), "{english}");
    let unknown = thidua(&["explain", path, "bb"]);
    assert_eq!(code(&unknown), 2);
}

#[test]
fn checks_rules_at_the_line() {
    let folder = copy_of("quota");
    let rules = folder.path().join("rules.yaml");
    let broken = std::fs::read_to_string(&rules)
        .unwrap()
        .replace("of: entrants", "of: entrant")
        .replace("scope: cluster", "scope: cum");
    std::fs::write(&rules, broken).unwrap();
    let output = thidua(&["check", rules.to_str().unwrap()]);
    assert_eq!(code(&output), 2);
    let said = text(&output.stderr);
    assert!(said.matches("lỗi[").count() == 2 && said.contains("^^^"), "{said}");
    assert_eq!(code(&thidua(&["check", copy_of("quota").path().join("rules.yaml").to_str().unwrap()])), 0);
}

#[test]
fn usage_and_help() {
    assert_eq!(code(&thidua(&["khen"])), 3);
    assert_eq!(code(&thidua(&["recommend"])), 3);
    assert_eq!(code(&thidua(&["recommend", "/không/có"])), 2);
    let help = thidua(&["recommend", "--help"]);
    assert_eq!(code(&help), 0);
    assert!(text(&help.stdout).contains("Ví dụ"));
    assert!(text(&thidua(&["recommend", "--help", "--lang", "en"]).stdout).contains("Examples"));
    let schema = text(&thidua(&["schema", "rule-set"]).stdout);
    assert!(schema.contains("\"$schema\"") && schema.contains("tie_break"));
}

#[test]
fn every_screen_of_help_is_vietnamese_and_has_an_example() {
    let first = text(&thidua(&["--help"]).stdout);
    let (listed, _) = first.split_once("Tùy chọn:\n").unwrap();
    let commands: Vec<&str> = listed
        .lines()
        .filter(|line| line.starts_with("  "))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(commands.len() > 12, "{commands:?}");
    let english =
        ["Usage", "Options", "Arguments", "Commands", "Print", "default", "possible", "help of", "FILE"];
    for command in [""].iter().chain(&commands) {
        let words: Vec<&str> = command.split_whitespace().chain(["--help"]).collect();
        let output = thidua(&words);
        assert_eq!(code(&output), 0);
        let help = text(&output.stdout);
        for word in english {
            assert!(!help.contains(word), "`{word}` stands in the help of `{command}`:\n{help}");
        }
        assert!(help.contains("Cách dùng: thidua"), "{help}");
        assert!(help.contains("Ví dụ"), "no example in the help of `{command}`:\n{help}");
    }
}

#[test]
fn a_mistake_on_the_command_line_says_what_is_near() {
    let said = |words: &[&str]| text(&thidua(words).stderr);
    assert!(said(&["recomend"]).contains("có phải recommend không?"));
    assert!(said(&["check", "--format", "xml"]).contains("chọn một trong: text, json, sarif"));
    assert!(said(&["near", "--within", "x", "a"]).contains("`x` không dùng được cho --within"));
    assert!(said(&["near", "a", "--run", "x", "--run", "y"]).contains("chỉ viết một lần"));
}

#[test]
fn schemas_speak_the_chosen_language_and_are_written_whole() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("schemas");
    assert_eq!(code(&thidua(&["schema", "--out", out.to_str().unwrap()])), 0);
    let mut names: Vec<String> = std::fs::read_dir(&out)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    let kinds = [
        "answer",
        "change",
        "decisions",
        "manifest",
        "outcome-line",
        "outcome",
        "request",
        "rule-set",
        "test-file",
    ];
    assert_eq!(names, kinds.map(|kind| format!("{kind}.schema.json")), "nothing half-written stays behind");
    for kind in kinds {
        let written = std::fs::read_to_string(out.join(format!("{kind}.schema.json"))).unwrap();
        assert_eq!(written, text(&thidua(&["schema", kind]).stdout), "{kind}");
    }
    let title = "Tên hiển thị cho người đọc.";
    assert!(text(&thidua(&["schema", "rule-set"]).stdout).contains(title));
    assert!(!text(&thidua(&["--lang", "en", "schema", "rule-set"]).stdout).contains(title));
    assert!(text(&thidua(&["schema", "test-file"]).stdout).contains("Phiếu mẫu đã điền."));
}

#[test]
fn the_caret_stands_under_its_word_however_the_accents_are_written() {
    let folder = tempfile::tempdir().unwrap();
    // The same words with accents of their own, and with marks that are put upon the letters.
    let composed = "Ti\u{ea}\u{301}ng Vi\u{1ec7}t";
    let decomposed = "Tie\u{302}\u{301}ng Vie\u{323}\u{302}t";
    let said = |words: &str| {
        let rules = folder.path().join("rules.yaml");
        let criterion = format!("{{ title: \"{words}\", code: I, points_max: 5, yes_no: {{ yes: 4 }} }}");
        let content = format!("rule_set: x\nversion: 1\ntitle: x\ncriteria: [ {criterion} ]\n");
        std::fs::write(&rules, content).unwrap();
        text(&thidua(&["check", rules.to_str().unwrap()]).stderr)
    };
    let caret = |said: &str| {
        let line = said.lines().find(|line| line.trim_end().ends_with('^')).unwrap();
        line.trim_end().chars().count()
    };
    // A mark takes up no cell of its own.
    let expected = "4 | criteria: [ { title: \"Tiếng Việt\", code: I".chars().count();
    let (composed, decomposed) = (said(composed), said(decomposed));
    assert_eq!(caret(&composed), expected, "{composed}");
    assert_eq!(caret(&decomposed), expected, "{decomposed}");
}

#[test]
fn every_lint_has_quick_help() {
    let listed = text(&thidua(&["check", "--list"]).stdout);
    let codes: Vec<&str> = listed.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(codes.len() > 80, "{listed}");
    for code in codes {
        for language in ["vi", "en"] {
            let output = thidua(&["check", "--explain", code, "--lang", language]);
            let said = text(&output.stdout);
            assert_eq!(output.status.code(), Some(0), "{code}");
            assert!(said.starts_with(code) && said.lines().count() > 3, "{code} {language}: {said}");
        }
    }
}

#[test]
fn the_plan_says_what_goes_row_by_row() {
    let folder = tempfile::tempdir().unwrap();
    let rules = folder.path().join("rules.yaml");
    let content = "rule_set: x\nversion: 1\ntitle: x\ninputs:\n  hạn: { title: Hạn, kind: date }\n  gửi: { title: Gửi, kind: date }\n  \
                   việc: { title: Việc, kind: number, many: true }\ncriteria:\n- { code: I, title: Dân vận, points_max: 80 }\n\
                   - { code: II, title: Nộp, points_max: 10, lateness: { due: hạn, actual: gửi, each_day: 1 } }\n\
                   - { code: III, title: Việc, points_max: 10, formula: { is: tổng của việc } }\n\
                   - { code: IV, title: Một trong hai, aggregate: either-or, children: [ { code: a, points_max: 5 }, { code: b, points_max: 5 } ] }\n";
    std::fs::write(&rules, content).unwrap();
    let rules = rules.to_str().unwrap();
    let output = thidua(&["check", "--plan", rules]);
    let said = text(&output.stdout);
    for line in [
        "  toàn phiếu   theo cột\n",
        "  I            theo cột\n",
        "  II           theo cột; từng dòng: đếm ngày\n",
        "  III          theo cột; từng dòng: mỗi đơn vị có số giá trị khác nhau (`many`)\n",
        "  IV           từng dòng: ",
    ] {
        assert!(said.contains(line), "{line}\n{said}\n{}", text(&output.stderr));
    }
    let json = text(&thidua(&["check", "--plan", "--format", "json", rules]).stdout);
    assert!(json.contains("\"columns\": false") && json.contains("\"row_by_row\""), "{json}");
}

#[test]
fn bounds_show_what_can_come_out() {
    let folder = tempfile::tempdir().unwrap();
    let rules = folder.path().join("rules.yaml");
    let content = "rule_set: x\nversion: 1\ntitle: x\ncriteria:\n- { code: I, title: Dân vận, points_max: 80.5 }\n\
                   - { code: II, title: Hòa giải, points_max: 20, not_applicable: { then: reduce } }\n";
    std::fs::write(&rules, content).unwrap();
    let rules = rules.to_str().unwrap();
    let output = thidua(&["check", "--bounds", rules]);
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    let said = text(&output.stdout);
    for line in [
        "  I Dân vận                 80,5  0 – 80,5\n",
        "  tổng điểm                100,5  0 – 100,5\n",
        "  tổng điểm, không có II    80,5  0 – 80,5\n",
    ] {
        assert!(said.contains(line), "{line}\n{said}");
    }
    let json = text(&thidua(&["check", "--bounds", "--format", "json", rules]).stdout);
    assert!(json.contains("\"most\": \"100.5\"") && json.contains("\"without\""), "{json}");
}

/// Runs `thidua evaluate` on a request.
fn evaluated(request: &[u8]) -> Output {
    evaluated_with(&[], request)
}

fn evaluated_with(options: &[&str], request: &[u8]) -> Output {
    use std::io::Write;
    use std::process::Stdio;
    let mut command = Command::new(env!("CARGO_BIN_EXE_thidua"));
    let piped = command.arg("evaluate").args(options);
    let piped = piped.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().unwrap();
    // A program that has seen enough ends before everything is written.
    let _ = child.stdin.take().unwrap().write_all(request);
    child.wait_with_output().unwrap()
}

#[test]
fn a_season_takes_a_request_and_then_changes_a_line_each() {
    let vector = |name: &str| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/vectors");
        std::fs::read_to_string(folder.join(name)).unwrap().replace('\n', "")
    };
    let (request, change) = (vector("full.json"), vector("full.change.json"));
    let asked = format!("{request}\n{change}\n\n{{}}\n{change}\n");
    let output = evaluated_with(&["--season"], asked.as_bytes());
    let answers: Vec<String> = text(&output.stdout).lines().map(|line| format!("{line}\n")).collect();
    let (season, opened) = thidua::JsonSeason::open(request.as_bytes());
    let mut season = season.unwrap();
    let wanted = [opened.json]
        .into_iter()
        .chain([change.as_str(), "{}", &change].map(|asked| season.change(asked.as_bytes()).json));
    assert_eq!(answers, wanted.collect::<Vec<_>>(), "the bytes of the engine; a blank line is passed over");
    assert_eq!(code(&output), 2, "one of the changes was refused");
    let refused = evaluated_with(&["--season"], format!("{{}}\n{change}\n").as_bytes());
    assert_eq!((code(&refused), text(&refused.stdout).lines().count()), (2, 1), "nothing was opened");
}

#[test]
fn a_request_on_standard_input_is_answered_on_standard_output() {
    let vector = |name: &str| {
        std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/vectors").join(name))
            .unwrap()
    };
    for (name, exit) in [
        ("numbers-as-written.json", 0),
        ("full.json", 1),
        ("refused-cells.json", 2),
        ("cut-off.json", 2),
        ("no-json.json", 2),
    ] {
        let output = evaluated(&vector(name));
        assert_eq!(code(&output), exit, "{name}");
        assert!(text(&output.stdout).starts_with(r#"{"format":"thidua-answer/1""#), "{name}");
        assert!(output.stderr.is_empty(), "{name}");
    }
    assert_eq!(code(&evaluated(b"")), 2);
    for kind in ["request", "answer", "change"] {
        assert!(text(&thidua(&["schema", kind]).stdout).contains(&format!("/thidua-{kind}/1")));
    }
}
