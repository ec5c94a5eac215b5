//! The tutorial works as it is written: its commands run in order, and what it shows is what they print.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail loudly, as tests do")]

use std::path::Path;
use std::process::Command;

/// A block of the page: commands, or what they print.
enum Block {
    Commands(Vec<String>),
    Printed(Vec<String>),
}

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<(bool, Vec<String>)> = None;
    for line in page.lines() {
        open = match (open.take(), line) {
            (None, "```sh") => Some((true, Vec::new())),
            (None, "```text") => Some((false, Vec::new())),
            (Some((true, lines)), "```") => {
                blocks.push(Block::Commands(lines));
                None
            }
            (Some((false, lines)), "```") => {
                blocks.push(Block::Printed(lines));
                None
            }
            (Some((commands, mut lines)), line) => {
                lines.push(line.to_owned());
                Some((commands, lines))
            }
            (None, _) => None,
        };
    }
    blocks
}

#[test]
fn the_tutorial_works_as_written() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let page = std::fs::read_to_string(root.join("docs/huong-dan.md")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (mut printed, mut ran, mut compared) = (String::new(), 0, 0);
    for block in blocks(&page) {
        match block {
            Block::Commands(lines) => {
                printed.clear();
                for line in lines {
                    let mut words = line.split_whitespace();
                    assert_eq!(words.next(), Some("thidua"), "{line}");
                    let output = Command::new(env!("CARGO_BIN_EXE_thidua"))
                        .args(words)
                        .current_dir(folder.path())
                        .output()
                        .unwrap();
                    let said = String::from_utf8(output.stdout).unwrap();
                    let wrong = String::from_utf8(output.stderr).unwrap();
                    assert!(matches!(output.status.code(), Some(0 | 1)), "{line}\n{said}{wrong}");
                    printed += &said;
                    ran += 1;
                }
            }
            // How the program is installed stands before the first command.
            Block::Printed(_) if ran == 0 => {}
            Block::Printed(lines) => {
                for line in lines {
                    assert!(printed.contains(&line), "`{line}` is not what was printed:\n{printed}");
                    compared += 1;
                }
            }
        }
    }
    assert!(ran > 8 && compared > 12, "{ran} commands, {compared} lines");
}
