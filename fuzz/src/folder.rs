use thidua::Files;
use thidua_oracles::{Answer, Random, order, report, wellformed};

use crate::must;

const FOLDER: &[(&str, &[u8])] = &[
    ("thidua.yaml", include_bytes!("../../fixtures/hostile/don-gian/thidua.yaml")),
    ("rules.yaml", include_bytes!("../../fixtures/hostile/don-gian/rules.yaml")),
    ("register.csv", include_bytes!("../../fixtures/hostile/don-gian/register.csv")),
    ("points.csv", include_bytes!("../../fixtures/hostile/don-gian/points.csv")),
    ("history.csv", include_bytes!("../../fixtures/hostile/don-gian/history.csv")),
    ("votes.csv", include_bytes!("../../fixtures/hostile/don-gian/votes.csv")),
    ("salary.csv", include_bytes!("../../fixtures/hostile/don-gian/salary.csv")),
    ("decisions.yaml", include_bytes!("../../fixtures/hostile/don-gian/decisions.yaml")),
];

/// The folder as it stands.
pub(crate) fn sound() -> Files {
    let mut files = Files::default();
    for (name, bytes) in FOLDER {
        files.insert(*name, *bytes);
    }
    files
}

/// Works the folder through with these bytes as one of its files. Whatever is refused is told with words and a remedy;
/// whatever is taken gives results that can be read, and the same whatever the order of decisions and files.
pub fn in_place_of(name: &str, bytes: &[u8]) {
    let mut files = sound();
    files.insert(name, bytes);
    let made = report(&files);
    let found = match &made {
        Ok(report) => &report.warnings,
        Err(found) => found,
    };
    for finding in found {
        let help = finding.help.as_ref().unwrap_or_else(|| panic!("no remedy: {finding:?}"));
        for words in [&finding.message.vi, &finding.message.en, &help.vi, &help.en] {
            assert!(!words.trim().is_empty(), "empty words: {finding:?}");
        }
    }
    let Ok(made) = made else { return };
    must(wellformed::hold(&made));
    let before = Answer::of(Ok(made));
    let mut random = Random::new(u64::try_from(bytes.len()).unwrap());
    for after in [order::listed(&files, &mut random), thidua_oracles::answer(&order::decisions(&files, &mut random))] {
        if let Some(parts) = before.parts_from(&after) {
            panic!("in another order: {parts}");
        }
    }
}
