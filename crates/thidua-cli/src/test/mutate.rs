use std::time::Instant;

use thidua::{Files, Language};
use thidua_rulefile::Document;
use thidua_workshop::{MutantReport, run_mutants};

use super::{TestOptions, Tested, show};
use crate::progress::Progress;
use crate::{Ending, Settings, eprint, findings, print};

/// Tries every small change of every rule set, and says which ones no test notices.
pub(super) fn run(settings: Settings, options: &TestOptions, tested: &[Tested], files: &Files) -> Ending {
    let mut reports: Vec<MutantReport> = Vec::new();
    let mut survived = false;
    for tested in tested {
        if tested.results.iter().any(|result| !result.pending && !result.passed()) {
            let report = thidua_workshop::TestedRules::of(&tested.name, &tested.results);
            print(&show::results(settings.language, &report, &tested.results));
            eprint(settings.say(
                "sửa các phép thử không đạt trước khi thử đột biến\n",
                "mend the failing tests before trying mutants\n",
            ));
            return Ending::NeedsPerson;
        }
        let source = files.get(&tested.name).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or("");
        let progress = Progress::new(settings.json);
        progress.start(0);
        let started = Instant::now();
        let ran = Document::parse(&tested.name, source).and_then(|document| {
            run_mutants(&document, &tested.suites, options.threads, &|done, all| progress.share(done, all))
        });
        progress.done();
        match ran {
            Ok(report) => {
                survived |= !report.survivors.is_empty();
                if !settings.json {
                    print(&shown(settings.language, &report));
                    let millis = started.elapsed().as_millis();
                    eprint(&match settings.language {
                        Language::Vietnamese => format!("  trong {millis} ms\n"),
                        Language::English => format!("  in {millis} ms\n"),
                    });
                }
                reports.push(report);
            }
            Err(found) => {
                findings::show(settings, &found, files);
                return Ending::Refused;
            }
        }
    }
    if settings.json {
        print(&thidua_json::to_json(&reports));
    }
    if survived { Ending::NeedsPerson } else { Ending::Done }
}

fn shown(language: Language, report: &MutantReport) -> String {
    let vietnamese = language == Language::Vietnamese;
    let mut text = String::new();
    for survivor in &report.survivors {
        let what = survivor.what.in_language(language);
        text.push_str(&format!("✗ {}\n    {what}\n", survivor.place));
        if let Some(fixture) = &survivor.fixture {
            for line in fixture.lines() {
                text.push_str(&format!("      {line}\n"));
            }
        }
    }
    let MutantReport { rules, all, noticed, refused, equivalent, survivors } = report;
    let left = survivors.len();
    let mark = if left > 0 { "✗" } else { "✓" };
    text.push_str(&if vietnamese {
        format!(
            "{mark} {rules}: {all} đột biến; bộ thử nhận ra {noticed}, check từ chối {refused}, tương đương {equivalent}, lọt {left}\n"
        )
    } else {
        format!(
            "{mark} {rules}: {all} mutants; noticed {noticed}, refused by check {refused}, equivalent {equivalent}, survived {left}\n"
        )
    });
    text
}
