//! The tutorial works as it is written: its commands run in order, and what it shows is what they print.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests may fail loudly, as tests do"
)]

#[path = "../../thidua/tests/forms/fill.rs"]
#[allow(dead_code, reason = "the tests of forms use the rest")]
mod fill;

use std::path::Path;
use std::process::Command;

use fill::Typed;

/// A block of the page: commands, what they print, or what the units do meanwhile.
enum Block {
    Commands(Vec<String>),
    Printed(Vec<String>),
    /// Units fill in their forms and send them back.
    FilledIn(Vec<String>),
}

/// What a comment says that stands for people at work: `FORMS SENT TABLE [-unit …] [unit:input=value …]`.
const FILLED_IN: &str = "<!-- điền phiếu: ";

/// Fills in the forms of a folder as the table has it, but for the units that send nothing and the cells they mistake.
fn fill_in(folder: &Path, words: &[String]) {
    let [forms, sent, table, rest @ ..] = words else { panic!("{words:?}") };
    let table = std::fs::read_to_string(folder.join(table)).unwrap();
    let mut reader = csv::ReaderBuilder::new().from_reader(table.as_bytes());
    let heads = reader.headers().unwrap().clone();
    std::fs::create_dir_all(folder.join(sent)).unwrap();
    for record in reader.records() {
        let record = record.unwrap();
        let unit = &record[0];
        if rest.iter().any(|word| *word == format!("-{unit}")) {
            continue;
        }
        let name = format!("phieu-{unit}.xlsx");
        let blank = std::fs::read(folder.join(forms).join(&name)).unwrap();
        let places = fill::cells(&blank).inputs;
        let typed = heads.iter().zip(&record).skip(1).map(|(head, value)| {
            let mistaken = rest.iter().find_map(|word| word.strip_prefix(&format!("{unit}:{head}=")));
            let value = mistaken.unwrap_or(value);
            let known = places.iter().find(|(name, _)| *name == head || name.ends_with(&format!("/{head}")));
            let (sheet, row, column) = known.unwrap_or_else(|| panic!("no cell for {head}")).1.clone();
            let number = value.replace(',', ".");
            let is_number = number.parse::<f64>().is_ok();
            let what = if is_number { Typed::Number(number) } else { Typed::Words(value.to_owned()) };
            (sheet, row, column, what)
        });
        let filled = fill::fill(&blank, &typed.collect::<Vec<_>>());
        std::fs::write(folder.join(sent).join(&name), filled).unwrap();
    }
}

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<(bool, Vec<String>)> = None;
    for line in page.lines() {
        if let Some(words) = line.strip_prefix(FILLED_IN) {
            let words = words.trim_end_matches("-->").split_whitespace();
            blocks.push(Block::FilledIn(words.map(str::to_owned).collect()));
            continue;
        }
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
            Block::FilledIn(words) => fill_in(folder.path(), &words),
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
    assert!(ran > 14 && compared > 20, "{ran} commands, {compared} lines");
}
