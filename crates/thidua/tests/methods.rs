//! Every folder of `fixtures/methods` is a page of the rule format: prose, rules, points and the expected result.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that fails loudly is what is wanted"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use thidua::{
    AwardStatus, Diagnostic, EntrantId, Exact, Files, GradeId, Language, Report, Run, page, run, run_simple,
};

#[test]
fn every_method_fixture_comes_out_as_written() {
    compare("methods", 25);
}

/// Small inputs that once went wrong: the right values in `expected.csv`, the findings in `findings.txt`.
#[test]
fn every_trouble_comes_out_right() {
    compare("trouble", 1);
}

fn compare(kind: &str, at_least: usize) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures").join(kind);
    let mut folders: Vec<PathBuf> =
        std::fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    assert!(folders.len() >= at_least, "fixtures are missing: {}", folders.len());
    let mut wrong = Vec::new();
    let mut compared = 0;
    for folder in &folders {
        assert!(folder.join("README.md").exists(), "{} has no README.md", folder.display());
        match check(folder) {
            Ok(cells) => compared += cells,
            Err(found) => wrong.push(format!(
                "{}:\n  {}",
                folder.file_name().unwrap().to_string_lossy(),
                found.join("\n  ")
            )),
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    println!("{compared} expected values in {} fixtures", folders.len());
}

fn check(folder: &Path) -> Result<usize, Vec<String>> {
    let mut files = Files::default();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        files.insert(path.file_name().unwrap().to_string_lossy(), std::fs::read(&path).unwrap());
    }
    let report = if files.get("thidua.yaml").is_some() {
        run(&files, "thidua.yaml")
    } else {
        run_simple(&files, "rules.yaml", "points.csv")
    };
    let found: Vec<&Diagnostic> = match &report {
        Ok(report) => report.warnings.iter().collect(),
        Err(found) => found.iter().collect(),
    };
    let told: Vec<String> = found
        .iter()
        .map(|finding| format!("{}: {} {}", finding.place, finding.code, finding.message.en))
        .collect();
    if let Some(wanted) = files.get("findings.txt") {
        told_as_wanted(std::str::from_utf8(wanted).unwrap(), &told)?;
    }
    let report = match report {
        Ok(report) => report,
        Err(_) if files.get("findings.txt").is_some() && files.get("expected.csv").is_none() => {
            return Ok(told.len());
        }
        Err(_) => return Err(told),
    };
    let mut on_pages = 0;
    if let Some(wanted) = files.get("pages.txt") {
        on_pages = said_on_pages(std::str::from_utf8(wanted).unwrap(), &report)?;
    }
    if let Some(wanted) = files.get("tables.txt") {
        on_pages += in_tables(std::str::from_utf8(wanted).unwrap(), &report)?;
    }
    if files.get("expected.csv").is_none() {
        return Ok(told.len() + on_pages);
    }
    let expected = thidua_csv::read("expected.csv", files.get("expected.csv").unwrap()).unwrap();
    let header: Vec<String> = expected.header().cells().map(|cell| cell.text.to_owned()).collect();
    let mut wrong = Vec::new();
    let mut compared = 0;
    for row in expected.rows() {
        let cells: BTreeMap<&str, &str> =
            header.iter().map(String::as_str).zip(row.cells().map(|cell| cell.text)).collect();
        let run = find_run(&report, cells.get("run").copied());
        let entrant = cells["entrant"];
        let position = run.evaluations.position(entrant).unwrap_or_else(|| panic!("no entrant {entrant}"));
        for (name, wanted) in &cells {
            if matches!(*name, "run" | "entrant") {
                continue;
            }
            let got = value(run, position, name);
            compared += 1;
            if got != *wanted {
                wrong.push(format!("{entrant} {name}: expected `{wanted}`, got `{got}`"));
            }
        }
    }
    if wrong.is_empty() { Ok(compared) } else { Err(wrong) }
}

/// Each line of `tables.txt` is a file of the results folder and a line that stands in it, in Vietnamese.
fn in_tables(wanted: &str, report: &Report) -> Result<usize, Vec<String>> {
    let files = thidua::results(report, Language::Vietnamese);
    let mut wrong = Vec::new();
    let lines = wanted.lines().filter(|line| !line.trim().is_empty());
    for line in lines.clone() {
        let (name, row) = line.split_once(": ").unwrap();
        let file = files.iter().find(|file| file.name == name).unwrap_or_else(|| panic!("no file {name}"));
        let text = std::str::from_utf8(&file.bytes).unwrap();
        if !text.lines().any(|line| line.trim() == row) {
            wrong.push(format!("not in {name}: {row}\n{text}"));
        }
    }
    if wrong.is_empty() { Ok(lines.count()) } else { Err(wrong) }
}

/// Each line of `findings.txt` is a code and words of the English message; each finding has its line, and each line one.
fn told_as_wanted(wanted: &str, told: &[String]) -> Result<(), Vec<String>> {
    let mut left: Vec<&String> = told.iter().collect();
    let mut wrong = Vec::new();
    for line in wanted.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        let (code, words) = line.split_once(' ').unwrap_or((line, ""));
        match left.iter().position(|told| told.contains(code) && told.contains(words)) {
            Some(at) => {
                left.remove(at);
            }
            None => wrong.push(format!("not told: {line}")),
        }
    }
    wrong.extend(left.into_iter().map(|told| format!("told, not wanted: {told}")));
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

/// Each line of `pages.txt` is an entrant, a language and words that stand on its page; `!` before them: that do not.
/// The page is that of the first run, or of the one that is named before the entrant: `nam/to-1`.
fn said_on_pages(wanted: &str, report: &Report) -> Result<usize, Vec<String>> {
    let lines: Vec<&str> = wanted.lines().filter(|line| !line.trim().is_empty()).collect();
    let mut wrong = Vec::new();
    for line in &lines {
        let mut parts = line.splitn(3, ' ');
        let (entrant, language, words) =
            (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
        let (run, entrant) = match entrant.split_once('/') {
            Some((run, entrant)) => (find_run(report, Some(run)), entrant),
            None => (&report.runs[0], entrant),
        };
        let row = run.evaluations.position(entrant).unwrap_or_else(|| panic!("no entrant {entrant}"));
        let language = if language == "vi" { Language::Vietnamese } else { Language::English };
        let page = page(run, row, language, false);
        let holds = match words.strip_prefix('!') {
            Some(words) => !page.contains(words),
            None => page.contains(words),
        };
        if !holds {
            wrong.push(format!("{line}\n{page}"));
        }
    }
    if wrong.is_empty() { Ok(lines.len()) } else { Err(wrong) }
}

fn find_run<'a>(report: &'a Report, id: Option<&str>) -> &'a Run {
    report.runs.iter().find(|run| id.is_none_or(|id| run.id == id)).unwrap()
}

fn value(run: &Run, row: EntrantId, name: &str) -> String {
    let shown = |value: Option<Exact>| value.map(|value| value.to_string()).unwrap_or_default();
    let rules = run.plan.rules();
    let cards = &run.outcome.scorecards;
    let award = |id: &str| rules.awards().position(|award| award.id.value == id).unwrap();
    match name.split_once(':') {
        None => match name {
            "total" => shown(cards.total(row)),
            "max" => cards.max(&run.plan, run.plan.root(), row).to_string(),
            "bonus" => shown(cards.bonus(row)),
            "deductions" => shown(cards.deductions(row)),
            "gaps" => {
                let id = &run.evaluations.entrants()[row].id;
                run.gaps.iter().filter(|gap| gap.entrant == *id).count().to_string()
            }
            code => {
                let node =
                    run.plan.nodes().position(|node| node.path == code || node.criterion.code.value == code);
                shown(cards.points(node.unwrap_or_else(|| panic!("no criterion {code}")), row))
            }
        },
        Some(("grade", id)) => {
            let grading = rules.gradings().position(|grading| grading.id == id).unwrap();
            let grade = run.outcome.grades.grade(grading, row);
            grade.map(|grade| rules.gradings()[grading].grades()[grade].id.clone()).unwrap_or_default()
        }
        Some(("open", id)) => {
            let grading = rules.gradings().position(|grading| grading.id == id).unwrap();
            let id = |grade: Option<GradeId>| {
                grade.map_or("-", |grade| rules.gradings()[grading].grades()[grade].id.as_str())
            };
            let open = run.outcome.grades.of(grading, row).and_then(|graded| graded.open());
            open.map(|open| format!("{} {}", id(open.best), id(open.worst))).unwrap_or_default()
        }
        Some(("waits", id)) => {
            let case = run.outcome.recommendations.case(award(id), row).unwrap();
            let words: Vec<String> =
                case.waits_for().iter().map(|each| format!("{each:?}").to_lowercase()).collect();
            words.join(" ")
        }
        Some(("depends", id)) => {
            let (rows, _) =
                run.outcome.recommendations.depends_on(&run.evaluations, award(id), row, usize::MAX);
            let provisional = run.outcome.recommendations.is_provisional(award(id), row);
            assert_eq!(provisional, !rows.is_empty(), "whoever depends on somebody is provisional");
            let ids: Vec<&str> =
                rows.iter().map(|row| run.evaluations.entrants()[*row].id.as_str()).collect();
            ids.join(" ")
        }
        Some(("rank", id)) => {
            let ranking = rules.rankings().position(|ranking| ranking.id == id).unwrap();
            run.outcome.standings.place(ranking, row).map(|place| place.to_string()).unwrap_or_default()
        }
        Some(("award", id)) => {
            let case = run.outcome.recommendations.case(award(id), row).unwrap();
            match AwardStatus::of(&case.status) {
                AwardStatus::OtherKind => "other-kind",
                AwardStatus::Refused => "refused",
                AwardStatus::Held => "held",
                AwardStatus::Superseded => "superseded",
                AwardStatus::Recommended => "recommended",
                AwardStatus::TiedOnLine => "tied-on-line",
                AwardStatus::Reserve => "reserve",
                AwardStatus::BelowLine => "below-line",
            }
            .to_owned()
        }
        Some(("decided", id)) => {
            let case = run.outcome.recommendations.case(award(id), row).unwrap();
            case.decided().map(|(outcome, _)| format!("{outcome:?}").to_lowercase()).unwrap_or_default()
        }
        Some(("money", id)) => {
            shown(run.outcome.recommendations.case(award(id), row).and_then(|case| case.money().cloned()))
        }
        Some(("places", id)) => {
            let entrant = &run.evaluations.entrants()[row];
            let mut quotas = run.outcome.recommendations.quotas(award(id));
            let own = quotas.find(|quota| *quota.scope == *entrant.cluster || quota.scope.is_empty());
            own.map(|quota| quota.places.to_string()).unwrap_or_default()
        }
        Some((what, _)) => panic!("unknown column {what}"),
    }
}
