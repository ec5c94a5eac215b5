//! Two runs on one folder: one wins, the other says so.

use std::process::Stdio;

use crate::{Movement, code, program, text, tries};

#[test]
fn of_two_runs_one_wins_and_the_other_says_so() {
    let movement = Movement::with_results();
    movement.write("results/ghi chú.txt", "giữ");
    let (mut told, all) = (0, tries(10));
    for _ in 0..all {
        let start = || {
            let mut run = program();
            run.args(["recommend", movement.path()]).stdout(Stdio::piped()).stderr(Stdio::piped());
            run.spawn().unwrap()
        };
        let both = [start(), start()].map(|run| run.wait_with_output().unwrap());
        let lost = both.iter().filter(|output| code(output) == 2).count();
        for output in &both {
            let said = text(&output.stderr);
            assert!(code(output) == 1 || (code(output) == 2 && said.contains("TD1001")), "{said}");
        }
        assert!(lost < 2, "somebody must win");
        told += lost;
        assert_eq!(movement.differences(&[]), [("result-added".to_owned(), "ghi chú.txt".to_owned())]);
        assert_eq!(movement.litter(), [""; 0]);
    }
    println!("{all} pairs: {told} were told, the others came one after the other");
}
