//! A full disk and a closed pipe.

use std::process::{Command, Stdio};

use crate::{Movement, code, program, text};

#[test]
fn what_cannot_be_printed_is_an_error() {
    let movement = Movement::with_results();
    let verbs: [&[&str]; 6] = [
        &["recommend", movement.path()],
        &["recommend", movement.path(), "--format", "json"],
        &["verify", movement.path()],
        &["schema", "rule-set"],
        &["check", "--list"],
        &["--help"],
    ];
    for words in verbs {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = program().args(words).stdout(full).output().unwrap();
        assert_eq!(code(&output), 2, "{words:?}");
        let said = text(&output.stderr);
        assert!(said.contains("TD1007") && said.contains("ổ đĩa đã đầy"), "{words:?}: {said}");
    }
}

#[test]
fn a_closed_pipe_is_no_error() {
    let mut run =
        program().args(["schema", "rule-set"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(run.stdout.take());
    let output = run.wait_with_output().unwrap();
    assert_eq!((code(&output), text(&output.stderr)), (0, String::new()));
}

#[test]
fn an_outcome_that_cannot_be_read_back_is_an_error() {
    let movement = Movement::new();
    let out = movement.at("ra");
    // Nobody may read what is written here, and whoever may do everything is not stopped by that.
    let script = format!(
        "umask 777; exec \"$0\" recommend '{}' --out '{}' --format json",
        movement.path(),
        out.display()
    );
    let output = Command::new("sh").args(["-c", &script, env!("CARGO_BIN_EXE_thidua")]).output().unwrap();
    let is_root = std::os::unix::fs::MetadataExt::uid(&movement.at("points.csv").metadata().unwrap()) == 0;
    assert!(is_root || code(&output) == 2, "{}", text(&output.stderr));
}

#[test]
fn a_limit_on_the_size_of_files_changes_nothing() {
    let movement = Movement::with_results();
    let before = movement.read("results/outcome.json");
    movement.write("points.csv", &movement.read("points.csv").replace("a,95", "a,94"));
    let script = format!("trap '' XFSZ; ulimit -f 4; exec \"$0\" recommend '{}'", movement.path());
    let output = Command::new("sh").args(["-c", &script, env!("CARGO_BIN_EXE_thidua")]).output().unwrap();
    let said = text(&output.stderr);
    assert_eq!(code(&output), 2, "{said}");
    assert!(said.contains("TD1004") && said.contains("lớn hơn mức hệ thống cho phép"), "{said}");
    assert_eq!(movement.read("results/outcome.json"), before);
    assert_eq!(movement.litter(), [""; 0]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_changes_nothing() {
    let movement = Movement::new();
    std::fs::create_dir(movement.at("ổ nhỏ")).unwrap();
    // A disk of 80 KiB that only this process sees: there is room for one set of results and not for two.
    let script = format!(
        "mount -t tmpfs -o size=80k none '{0}/ổ nhỏ' || exit 99
         \"$0\" recommend '{0}' --out '{0}/ổ nhỏ/kq' >/dev/null 2>&1; [ $? = 1 ] || exit 98
         cat '{0}/ổ nhỏ/kq/r/standings.csv' > '{0}/trước.csv'; sed -i s/a,95/a,94/ '{0}/points.csv'
         \"$0\" recommend '{0}' --out '{0}/ổ nhỏ/kq'; code=$?
         cmp '{0}/ổ nhỏ/kq/r/standings.csv' '{0}/trước.csv' || exit 97
         [ \"$(ls -A '{0}/ổ nhỏ')\" = kq ] || exit 96
         exit $code",
        movement.path()
    );
    let run =
        Command::new("unshare").args(["-rm", "sh", "-c", &script, env!("CARGO_BIN_EXE_thidua")]).output();
    let Ok(output) = run else { return println!("skipped: no unshare here") };
    let said = text(&output.stderr);
    match code(&output) {
        99 | 1 => println!("skipped: mounting is not permitted here: {said}"),
        ended => {
            assert_eq!(ended, 2, "{said}");
            assert!(said.contains("TD1004") && said.contains("ổ đĩa đã đầy"), "{said}");
        }
    }
}
