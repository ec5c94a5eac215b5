//! Reading is bounded: sizes before bytes, no devices, no way out of the folder.

use crate::{Movement, code, text, thidua};

#[test]
fn nothing_that_is_named_in_a_file_hangs() {
    let movement = Movement::new();
    let made = std::process::Command::new("mkfifo").arg(movement.at("ống")).status();
    assert!(made.unwrap().success());
    let big = std::fs::File::create(movement.at("lớn")).unwrap();
    // A file with a hole: two gigabytes long, and nothing on the disk.
    big.set_len(2 << 30).unwrap();
    for (target, said) in [
        ("/dev/zero", "không phải là một tệp thường"),
        ("ống", "không phải là một tệp thường"),
        ("lớn", "giới hạn"),
    ] {
        for file in ["points.csv", "rules.yaml", "votes.csv"] {
            let before = movement.read(file);
            std::fs::remove_file(movement.at(file)).unwrap();
            std::os::unix::fs::symlink(target, movement.at(file)).unwrap();
            let output = movement.recommend();
            assert_eq!(code(&output), 2);
            let found = text(&output.stderr);
            assert!(found.contains("TD0501") && found.contains(said), "{target} as {file}: {found}");
            std::fs::remove_file(movement.at(file)).unwrap();
            movement.write(file, &before);
        }
    }
    for verb in ["check", "test", "fmt"] {
        let output = thidua(&[verb, "/dev/zero"]);
        assert_eq!(code(&output), 2, "{verb}: {}", text(&output.stderr));
    }
}

#[test]
fn paths_in_files_stay_inside_their_folder_for_every_verb() {
    let movement = Movement::new();
    let outside = tempfile::tempdir().unwrap();
    std::fs::copy(movement.at("rules.yaml"), outside.path().join("rules.yaml")).unwrap();
    let path = outside.path().join("rules.yaml");
    movement.write(
        "thidua.yaml",
        &movement.read("thidua.yaml").replace("rules: rules.yaml", &format!("rules: {}", path.display())),
    );
    for words in
        [&["recommend", movement.path()][..], &["check", movement.path()], &["explain", movement.path(), "a"]]
    {
        let output = thidua(words);
        assert_eq!(code(&output), 2, "{words:?}");
        assert!(text(&output.stderr).contains("TD0503"), "{words:?}: {}", text(&output.stderr));
    }
    // What a person names may lie anywhere.
    assert_eq!(code(&thidua(&["check", path.to_str().unwrap()])), 0);
}
