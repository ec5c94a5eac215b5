use std::path::Path;
use std::time::Instant;

use thidua::{Files, Language, check};
use thidua_rulefile::Document;
use thidua_workshop::{MutantReport, Proposal, read_suite, run_mutants, run_suites, with_proposals};

use super::{TestOptions, Tested, not_written, show};
use crate::progress::Progress;
use crate::writer::rewrite;
use crate::{ExitCode, Settings, eprint, findings, print};

/// Tries every small change of every rule set, and says which ones no test notices.
pub(super) fn run(settings: Settings, options: &TestOptions, tested: &[Tested], files: &Files) -> ExitCode {
    let mut reports: Vec<MutantReport> = Vec::new();
    let mut survived = false;
    for tested in tested {
        if tested.results.iter().any(|result| !result.pending && !result.passed()) {
            let report = thidua_workshop::TestedRules::of(&tested.name, &tested.results);
            print(&show::results(settings.language, &report, &tested.results));
            eprint(settings.say(
                "sửa các phép thử không đạt trước khi sửa thử bộ tiêu chí\n",
                "mend the failing tests before trying mutants\n",
            ));
            return ExitCode::NeedsPerson;
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
                if options.write
                    && let Err(exit) = propose(settings, tested, &report, source)
                {
                    return exit;
                }
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
                return ExitCode::Refused;
            }
        }
    }
    if settings.json {
        print(&thidua_json::to_json(&reports));
    }
    if survived { ExitCode::NeedsPerson } else { ExitCode::Done }
}

/// Adds the proposed tests to their files, for a person to confirm.
fn propose(settings: Settings, tested: &Tested, report: &MutantReport, source: &str) -> Result<(), ExitCode> {
    let rules = thidua_rulefile::read_rule_set(&tested.name, source.as_bytes());
    let rules = rules.and_then(|rules| check(rules, tested.name.as_str()));
    let proposals: Vec<&Proposal> =
        report.survivors.iter().filter_map(|survivor| survivor.fixture.as_ref()).collect();
    for suite in &tested.suites {
        let text_of = |name: &str| std::fs::read_to_string(name).ok();
        let stands = |text: &str| {
            let read = read_suite(&suite.file, text, &text_of);
            rules
                .as_ref()
                .is_ok_and(|rules| read.and_then(|suite| run_suites(rules, &tested.name, &[suite])).is_ok())
        };
        let Some(text) = with_proposals(suite, &proposals, &stands) else { continue };
        let path = suite.file.to_string();
        rewrite(Path::new(&path), suite.text.as_bytes(), text.as_bytes())
            .map_err(|error| not_written(settings, &path, &error))?;
        eprint(&match settings.language {
            Language::Vietnamese => {
                format!("đã thêm phép thử đề xuất (`pending: true`) vào `{path}`; hãy xem lại từng phép\n")
            }
            Language::English => format!("added proposed tests (`pending: true`) to `{path}`; review each\n"),
        });
    }
    Ok(())
}

fn shown(language: Language, report: &MutantReport) -> String {
    let vietnamese = language == Language::Vietnamese;
    let mut text = String::new();
    for survivor in &report.survivors {
        let what = survivor.what.in_language(language);
        text.push_str(&format!("✗ {}\n    {what}\n", survivor.place));
        if let Some(fixture) = &survivor.fixture {
            for line in fixture.test.lines() {
                text.push_str(&format!("      {line}\n"));
            }
        }
    }
    let MutantReport { rules, all, killed, refused, equivalent, survivors } = report;
    let left = survivors.len();
    let mark = if left > 0 { "✗" } else { "✓" };
    text.push_str(&if vietnamese {
        format!(
            "{mark} {rules}: {all} sửa thử; bộ thử phát hiện {killed}, check từ chối {refused}, không đổi kết quả {equivalent}, không phát hiện {left}\n"
        )
    } else {
        thidua::one_of_many(&format!(
            "{mark} {rules}: {all} mutants; killed {killed}, refused by check {refused}, equivalent {equivalent}, survived {left}\n"
        ))
    });
    text
}
