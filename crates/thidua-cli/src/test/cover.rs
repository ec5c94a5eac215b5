use thidua::{Files, Language, Spot, check, visible_lines};
use thidua_rulefile::Document;
use thidua_workshop::{Coverage, coverage_page, run_coverage};

use super::{TestOptions, Tested, not_written, read_here};
use crate::writer::write_beside;
use crate::{ExitCode, Settings, eprint, findings, print};

/// Measures what the tests of every rule set reach, and says what they leave out.
pub(super) fn run(settings: Settings, options: &TestOptions, tested: &[Tested], files: &Files) -> ExitCode {
    let mut measured: Vec<(Coverage, String)> = Vec::new();
    for tested in tested {
        let source = files.get(&tested.name).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or("");
        let coverage = Document::parse(&tested.name, source).and_then(|document| {
            let rules = check(document.rule_set()?, tested.name.as_str())?;
            run_coverage(&document, &rules, &tested.suites)
        });
        match coverage {
            Ok(coverage) => measured.push((coverage, source.to_owned())),
            Err(found) => {
                findings::show(settings, &found, files);
                return ExitCode::Refused;
            }
        }
    }
    if let Some(path) = &options.coverage_html {
        let page = coverage_page(&measured, settings.language);
        if let Err(error) = write_beside(path, "html", visible_lines(&page).as_bytes(), read_here(files)) {
            return not_written(settings, &path.display().to_string(), &error);
        }
    }
    if settings.json {
        let reports: Vec<&Coverage> = measured.iter().map(|(coverage, _)| coverage).collect();
        print(&thidua_json::to_json(&reports));
    } else {
        for (coverage, _) in &measured {
            print(&shown(settings.language, coverage));
        }
    }
    let least = options.at_least.unwrap_or(0);
    let short =
        measured.iter().any(|(coverage, _)| coverage.reached * 100 < usize::from(least) * coverage.all);
    let failed =
        tested.iter().any(|tested| tested.results.iter().any(|result| !result.pending && !result.passed()));
    if failed {
        eprint(settings.say(
            "có phép thử không đạt; chạy lại không kèm --coverage để xem\n",
            "some tests fail; run without --coverage to see them\n",
        ));
    }
    if short || failed { ExitCode::NeedsPerson } else { ExitCode::Done }
}

fn shown(language: Language, coverage: &Coverage) -> String {
    let vietnamese = language == Language::Vietnamese;
    let mut text = String::new();
    for branch in coverage.left() {
        let line = match branch.place.spot {
            Spot::Text(span) => span.line,
            _ => 1,
        };
        let home = if branch.at.is_empty() { String::new() } else { format!("{}: ", branch.at) };
        let what = branch.what.in_language(language);
        text.push_str(&format!("✗ {}:{line}  {home}{what}\n", coverage.rules));
    }
    let Coverage { rules, reached, all, .. } = coverage;
    let (share, left, never) = (coverage.percent(language), all - reached, coverage.unreachable.len());
    let mark = if left > 0 { "✗" } else { "✓" };
    text.push_str(&match (vietnamese, never) {
        (true, 0) => format!("{mark} {rules}: độ phủ {share} ({reached}/{all} nhánh), còn {left}\n"),
        (true, _) => format!(
            "{mark} {rules}: độ phủ {share} ({reached}/{all} nhánh), còn {left}; {never} nhánh không thể xảy ra, không tính\n"
        ),
        (false, 0) => thidua::one_of_many(&format!("{mark} {rules}: coverage {share} ({reached}/{all} branches), {left} left\n")),
        (false, _) => format!(
            "{mark} {rules}: coverage {share} ({reached}/{all} branches), {left} left; {never} that cannot be reached are not counted\n"
        ),
    });
    text
}
