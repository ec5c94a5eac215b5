//! The results folder belongs to the user.

use std::os::unix::fs::PermissionsExt;

use crate::{Movement, code, text, thidua};

#[test]
fn what_is_not_ours_stays_where_it_is() {
    let movement = Movement::with_results();
    movement.write("results/ghi chú.txt", "họp ngày 5");
    std::fs::create_dir_all(movement.at("results/r/biên bản/trống")).unwrap();
    movement.write("results/r/biên bản/1.txt", "đã ký");
    std::os::unix::fs::symlink("ghi chú.txt", movement.at("results/liên kết")).unwrap();
    std::fs::set_permissions(movement.at("results"), std::fs::Permissions::from_mode(0o750)).unwrap();
    movement.write("points.csv", &movement.read("points.csv").replace("a,95", "a,94"));
    assert_eq!(code(&movement.recommend()), 1);
    assert_eq!(movement.read("results/ghi chú.txt"), "họp ngày 5");
    assert_eq!(movement.read("results/r/biên bản/1.txt"), "đã ký");
    assert!(movement.at("results/r/biên bản/trống").is_dir());
    assert_eq!(std::fs::read_link(movement.at("results/liên kết")).unwrap().to_str(), Some("ghi chú.txt"));
    let mode = movement.at("results").metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o750);
    assert!(movement.read("results/r/standings.csv").contains("94"), "the results are the new ones");
    assert_eq!(movement.litter(), [""; 0]);
}

#[test]
fn what_was_edited_is_kept_under_its_date_and_named() {
    let movement = Movement::with_results();
    let edited = movement.read("results/r/standings.csv") + "đã sửa\n";
    movement.write("results/r/standings.csv", &edited);
    std::fs::remove_file(movement.at("results/summary.txt")).unwrap();
    std::fs::create_dir(movement.at("results/summary.txt")).unwrap();
    movement.write("results/summary.txt/riêng.txt", "riêng");
    let output = movement.recommend();
    assert_eq!(code(&output), 1);
    let said = text(&output.stderr);
    assert!(said.matches("TD1005").count() == 2 && said.contains("r/standings.kept-"), "{said}");
    let names: Vec<_> = std::fs::read_dir(movement.at("results/r"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with("standings.kept-"))
        .collect();
    assert_eq!(names.len(), 1);
    assert_eq!(movement.read(&format!("results/r/{}", names[0])), edited);
    assert!(!movement.read("results/r/standings.csv").contains("đã sửa"));
    assert!(movement.at("results/summary.txt").is_file());
    // Nothing more is said the next time: the kept files are now the user's.
    assert!(!text(&movement.recommend().stderr).contains("TD1005"));
}

#[test]
fn a_folder_without_a_valid_record_is_left_alone() {
    let movement = Movement::with_results();
    let record = movement.read("results/run-record.json");
    for wrong in
        ["", "{", &record.replace("thidua-run/1", "thidua-run/9"), &record.replace("summary.txt", "../x")]
    {
        movement.write("results/run-record.json", wrong);
        let output = movement.recommend();
        assert_eq!(code(&output), 2);
        assert!(text(&output.stderr).contains("TD1002"), "{}", text(&output.stderr));
        assert_eq!(movement.read("results/run-record.json"), wrong);
    }
    assert_eq!(movement.litter(), [""; 0]);
}

#[test]
fn inputs_inside_the_results_are_refused() {
    let movement = Movement::with_results();
    std::fs::copy(movement.at("points.csv"), movement.at("results/points.csv")).unwrap();
    movement.write(
        "thidua.yaml",
        &movement.read("thidua.yaml").replace("file: points.csv", "file: results/points.csv"),
    );
    let output = movement.recommend();
    assert_eq!(code(&output), 2);
    assert!(text(&output.stderr).contains("TD1003"), "{}", text(&output.stderr));
    // The folder of the inputs itself is no place for results either.
    let movement = Movement::new();
    let output = thidua(&["recommend", movement.path(), "--out", movement.path()]);
    assert_eq!(code(&output), 2);
    assert!(text(&output.stderr).contains("TD1003"), "{}", text(&output.stderr));
    assert!(movement.at("points.csv").exists() && movement.litter().is_empty());
}

#[test]
fn a_link_to_results_stays_a_link() {
    let movement = Movement::with_results();
    let elsewhere = tempfile::tempdir().unwrap();
    let away = elsewhere.path().join("kết quả");
    std::fs::rename(movement.at("results"), &away).unwrap();
    std::os::unix::fs::symlink(&away, movement.at("results")).unwrap();
    assert_eq!(code(&movement.recommend()), 1);
    assert!(movement.at("results").is_symlink() && away.join("summary.txt").is_file());
    assert!(crate::litter(elsewhere.path()).is_empty() && movement.litter().is_empty());
    assert!(movement.differences(&[]).is_empty());
}

#[test]
fn refused_inputs_leave_no_trace() {
    let movement = Movement::new();
    movement.write("points.csv", "không phải phiếu");
    let out = movement.at("a/b/c");
    let output = thidua(&["recommend", movement.path(), "--out", out.to_str().unwrap()]);
    assert_eq!(code(&output), 2);
    assert!(!movement.at("a").exists(), "folders made on the way go too");
    let nowhere = movement.at("không có");
    assert_eq!(code(&thidua(&["recommend", nowhere.to_str().unwrap()])), 2);
    assert!(!nowhere.exists());
}

#[test]
fn what_a_killed_run_left_is_swept_and_comes_back() {
    let movement = Movement::with_results();
    // Killed between the two steps where folders cannot change places in one.
    movement.write("results/ghi chú.txt", "giữ");
    std::fs::rename(movement.at("results"), movement.at(".results.thidua-old")).unwrap();
    std::fs::create_dir(movement.at(".results.thidua-new")).unwrap();
    movement.write(".results.thidua-new/summary.txt", "nửa");
    assert_eq!(code(&movement.recommend()), 1);
    assert_eq!(movement.read("results/ghi chú.txt"), "giữ");
    assert_eq!(movement.litter(), [""; 0]);
    // Killed after the exchange, with the old folder not yet emptied: a note that was written there meanwhile comes over.
    let copy = |from: &str, to: &str| {
        let copied = std::process::Command::new("cp")
            .args(["-r"])
            .arg(movement.at(from))
            .arg(movement.at(to))
            .status();
        assert!(copied.unwrap().success());
    };
    copy("results", ".results.thidua-new");
    movement.write(".results.thidua-new/muộn.txt", "ghi sau");
    movement.write(".results.thidua-new/ghi chú.txt", "sửa sau");
    assert_eq!(code(&movement.recommend()), 1);
    assert_eq!(movement.read("results/muộn.txt"), "ghi sau");
    assert_eq!(movement.read("results/ghi chú.txt"), "giữ");
    let kept = std::fs::read_dir(movement.at("results"))
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with("ghi chú.kept-"));
    assert_eq!(kept.count(), 1);
    assert_eq!(movement.litter(), [""; 0]);
}

#[test]
fn a_held_folder_is_named_and_left_alone() {
    let movement = Movement::with_results();
    let lock = std::fs::File::create(movement.at(".results.thidua-lock")).unwrap();
    lock.lock().unwrap();
    movement.write(".results.thidua-lock", "process 4711, since 2026-01-01T000000Z");
    let output = movement.recommend();
    assert_eq!(code(&output), 2);
    let said = text(&output.stderr);
    assert!(said.contains("TD1001") && said.contains("4711"), "{said}");
    drop(lock);
    assert_eq!(code(&movement.recommend()), 1, "the lock of a run that ended holds nobody");
    assert_eq!(movement.litter(), [""; 0]);
}
