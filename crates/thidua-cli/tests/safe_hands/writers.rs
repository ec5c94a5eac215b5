//! What writes a file anew: only what is ours, whole or not at all, links and rights kept.

use std::os::unix::fs::PermissionsExt;

use crate::{Movement, code, text, thidua};

#[test]
fn fmt_touches_only_yaml_that_is_ours() {
    let movement = Movement::new();
    let foreign = "services:   {web:   {image:   x}}\n";
    movement.write("README.md", "# Ghi chú\n\n-   một:   hai\n");
    movement.write("compose.yaml", foreign);
    movement.write("rules.yaml", &movement.read("rules.yaml").replacen(": ", ":   ", 1));
    let at = |name: &str| movement.at(name).to_str().unwrap().to_owned();
    let (readme, before) = (at("README.md"), movement.read("README.md"));
    let output = thidua(&["fmt", &readme, &at("compose.yaml"), &at("points.csv"), &at("rules.yaml")]);
    assert_eq!(code(&output), 2);
    let said = text(&output.stderr);
    assert_eq!(said.matches("TD1008").count(), 3, "{said}");
    assert_eq!((movement.read("README.md"), movement.read("compose.yaml")), (before, foreign.to_owned()));
    assert!(!movement.read("rules.yaml").contains(":   "), "what is ours is laid out all the same");
    // In a folder, what is somebody else's is passed over and counted.
    let output = thidua(&["fmt", movement.path()]);
    assert_eq!(code(&output), 0);
    assert!(text(&output.stderr).contains("để nguyên 1 tệp YAML"), "{}", text(&output.stderr));
    assert_eq!(movement.read("compose.yaml"), foreign);
}

#[test]
fn links_rights_and_read_only_files_stay() {
    let movement = Movement::new();
    let spoiled = movement.read("rules.yaml").replacen(": ", ":   ", 1);
    movement.write("thật.yaml", &spoiled);
    let mode = |mode| std::fs::Permissions::from_mode(mode);
    std::fs::set_permissions(movement.at("thật.yaml"), mode(0o604)).unwrap();
    std::fs::remove_file(movement.at("rules.yaml")).unwrap();
    std::os::unix::fs::symlink("thật.yaml", movement.at("rules.yaml")).unwrap();
    let rules = movement.at("rules.yaml");
    assert_eq!(code(&thidua(&["fmt", rules.to_str().unwrap()])), 0);
    assert!(rules.is_symlink());
    assert_ne!(movement.read("thật.yaml"), spoiled);
    assert_eq!(rules.metadata().unwrap().permissions().mode() & 0o777, 0o604);

    movement.write("thật.yaml", &spoiled);
    std::fs::set_permissions(movement.at("thật.yaml"), mode(0o444)).unwrap();
    let output = thidua(&["fmt", rules.to_str().unwrap()]);
    assert_eq!(code(&output), 2);
    assert!(text(&output.stderr).contains("không có quyền"), "{}", text(&output.stderr));
    assert_eq!(movement.read("thật.yaml"), spoiled);
    assert_eq!(movement.litter(), [""; 0]);
}

#[test]
fn what_is_given_out_never_takes_the_place_of_what_was_read() {
    let movement = Movement::new();
    let [rules, points, link] = ["rules.yaml", "points.csv", "chay-thu.csv"]
        .map(|name| movement.at(name).to_str().unwrap().to_owned());
    std::os::unix::fs::symlink("points.csv", &link).unwrap();
    movement.write("hai.yaml", &movement.read("rules.yaml").replacen("version: 1", "version: 2", 1));
    let other = movement.at("hai.yaml");
    let before = (movement.read("rules.yaml"), movement.read("points.csv"));
    for (option, target) in [("--csv", &points), ("--html", &rules), ("--csv", &link)] {
        let words = ["backtest", &rules, other.to_str().unwrap(), movement.path(), option, target];
        let output = thidua(&words);
        assert_eq!(code(&output), 2, "{}", text(&output.stdout));
        assert!(text(&output.stderr).contains("TD1004"), "{}", text(&output.stderr));
    }
    movement.write("một.test.yaml", "rules: rules.yaml\ntests: []\n");
    for option in ["--junit", "--coverage-html"] {
        let output = thidua(&["test", movement.path(), option, &rules]);
        assert_eq!(code(&output), 2, "{}", text(&output.stdout));
    }
    assert_eq!((movement.read("rules.yaml"), movement.read("points.csv")), before);
}
