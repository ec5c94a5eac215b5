//! Plays an input: through the library, or through a command.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use thidua::{Diagnostic, Files, Spot, check, run, run_simple};

use crate::entry::Folder;

/// A finding that was told.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub(crate) code: String,
    pub(crate) file: String,
    pub(crate) place: String,
    pub(crate) line: Option<usize>,
    /// The message and the remedy, in Vietnamese and in English.
    pub(crate) words: [String; 4],
}

impl Told {
    fn of(finding: &Diagnostic) -> Self {
        let help = finding.help.clone().unwrap_or_default();
        Self {
            code: finding.code.to_owned(),
            file: finding.place.file.to_string(),
            place: finding.place.to_string(),
            line: match finding.place.spot {
                Spot::Text(span) => usize::try_from(span.line).ok().filter(|line| *line > 0),
                Spot::Whole | Spot::Cell { .. } => None,
            },
            words: [finding.message.vi.clone(), finding.message.en.clone(), help.vi, help.en],
        }
    }

    fn read(finding: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let (message, help) = (&finding["message"], &finding["help"]);
        // Answers of the JSON border tell a place in words, those of commands in parts.
        let place = finding["place"].as_str().map_or_else(|| text(&finding["place"]["file"]), str::to_owned);
        let line =
            finding["place"]["spot"]["text"]["line"].as_u64().and_then(|line| usize::try_from(line).ok());
        let file = place.trim_start_matches("./").split(':').next().unwrap_or_default().to_owned();
        Self {
            code: text(&finding["code"]),
            file,
            place,
            line,
            words: [&message["vi"], &message["en"], &help["vi"], &help["en"]].map(text),
        }
    }
}

/// A folder, one level deep.
pub(crate) fn folder_of(path: &Path) -> Folder {
    let entries = fs::read_dir(path).unwrap_or_else(|_| panic!("no folder {}", path.display()));
    let files = entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    files
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()))
        .collect()
}

/// The folder worked through by the library.
pub(crate) fn library(folder: &Folder) -> Vec<Told> {
    let mut files = Files::default();
    for (name, bytes) in folder {
        files.insert(name.clone(), bytes.clone());
    }
    let report = if folder.contains_key("thidua.yaml") {
        run(&files, "thidua.yaml")
    } else {
        run_simple(&files, "rules.yaml", "points.csv")
    };
    let found = report.map_or_else(|found| found, |report| report.warnings);
    found.iter().map(Told::of).collect()
}

/// The rule set checked by the library.
pub(crate) fn checked(folder: &Folder) -> Vec<Told> {
    let read = thidua_rulefile::read_rule_set("rules.yaml", &folder["rules.yaml"]);
    let found = match read.and_then(|rules| check(rules, "rules.yaml")) {
        Ok(valid) => valid.warnings().to_vec(),
        Err(found) => found,
    };
    found.iter().map(Told::of).collect()
}

/// What a command says of the folder, for programs; it never ends as a fault of the program does.
pub(crate) fn command(folder: &Folder, words: &str, input: &str) -> Vec<Told> {
    let home = tempfile::tempdir().unwrap();
    for (name, bytes) in folder {
        let path = home.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let mut program = Command::new(env!("CARGO_BIN_EXE_thidua"));
    program.current_dir(home.path()).args(["--format", "json"]).args(parts(words));
    program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut running = program.spawn().unwrap();
    // Who reads nothing has ended already.
    let _ = running.stdin.take().unwrap().write_all(input.as_bytes());
    let output = running.wait_with_output().unwrap();
    let told = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let code = output.status.code();
    assert!(matches!(code, Some(1 | 2)), "`{words}` ends with {code:?}: {} {}", told[0], told[1]);
    told.iter().flat_map(|text| findings(text)).collect()
}

/// The findings in an output: under `diagnostics` of a report, or `errors` and `warnings` of an answer.
fn findings(text: &str) -> Vec<Told> {
    let mut found = Vec::new();
    let texts = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    for value in texts.map_while(Result::ok) {
        for key in ["diagnostics", "errors", "warnings", "refused"] {
            found.extend(value[key].as_array().into_iter().flatten().map(Told::read));
        }
    }
    found
}

/// The words of a command line, those in quotation marks together.
fn parts(words: &str) -> Vec<String> {
    let quoted = words.split('"').enumerate();
    quoted
        .flat_map(|(number, part)| {
            if number % 2 == 1 {
                vec![part.to_owned()]
            } else {
                part.split_whitespace().map(str::to_owned).collect()
            }
        })
        .collect()
}
