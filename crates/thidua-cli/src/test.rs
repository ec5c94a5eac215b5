mod cover;
mod find;
mod mutate;
mod show;
mod watch;

use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use thidua::{Diagnostic, Files, Language, Place, check, text, visible_lines};
use thidua_workshop::{CaseResult, Suite, TestedRules, junit, processors, read_suite, run_suites, update};

use crate::writer::{self, unwritable, write_beside};
use crate::{ExitCode, Settings, bounded, eprint, findings, print, system_error};

/// What `thidua test` was asked to do.
pub(crate) struct TestOptions {
    paths: Vec<PathBuf>,
    filter: Option<String>,
    update: bool,
    watch: bool,
    junit: Option<PathBuf>,
    mutants: bool,
    write: bool,
    coverage: bool,
    coverage_html: Option<PathBuf>,
    at_least: Option<u8>,
    threads: usize,
}

/// The verb and its options.
pub(crate) fn command(settings: Settings) -> Command {
    let t = |vi, en| settings.say(vi, en);
    Command::new("test")
        .about(t("Chạy bộ thử `*.test.yaml` của các bộ tiêu chí", "Runs the fixture tests `*.test.yaml` of rule sets"))
        .after_help(t(
            "Ví dụ:\n  thidua test fixtures/dan-van-kheo-2014\n  thidua test rules/xa.yaml --filter \"đúng hạn\"\n  thidua test rules --watch\n  thidua test rules --coverage --at-least 100\n  thidua test rules --update\n\nMã thoát: 0 mọi phép thử đạt; 1 có phép thử không đạt; 2 bộ tiêu chí hay bộ thử không đọc được.",
            "Examples:\n  thidua test fixtures/dan-van-kheo-2014\n  thidua test rules/xa.yaml --filter \"đúng hạn\"\n  thidua test rules --watch\n  thidua test rules --coverage --at-least 100\n  thidua test rules --update\n\nExit codes: 0 every test passes; 1 some fail; 2 a rule set or a test file cannot be read.",
        ))
        .arg(Arg::new("paths").value_name(t("TỆP", "PATH")).num_args(1..).default_value(".").value_parser(value_parser!(PathBuf)).help(t("thư mục, tệp bộ tiêu chí hoặc tệp bộ thử", "folders, rule files or test files")))
        .arg(Arg::new("filter").long("filter").value_name(t("CHỮ", "TEXT")).help(t("chỉ chạy phép thử có tên chứa chữ này (không cần dấu)", "only tests whose name holds this (accents do not matter)")))
        .arg(Arg::new("update").long("update").action(ArgAction::SetTrue).help(t("ghi kết quả tính được vào chỗ các kết quả không khớp, để người xem lại", "write what came out in the place of what failed, for a person to review")))
        .arg(Arg::new("watch").long("watch").action(ArgAction::SetTrue).help(t("chạy lại mỗi khi một tệp thay đổi", "run again whenever a file changes")))
        .arg(Arg::new("mutants").long("mutants").action(ArgAction::SetTrue).help(t("thử từng sửa đổi nhỏ của bộ tiêu chí, báo sửa đổi nào không phép thử nào nhận ra", "try every small change of the rule set, and report which no test notices")))
        .arg(Arg::new("write").long("write").action(ArgAction::SetTrue).requires("mutants").help(t("thêm vào tệp bộ thử một phép thử đề xuất (pending) cho mỗi sửa thử mà bộ thử không phát hiện", "add a proposed (pending) test for each survivor to the test file")))
        .arg(Arg::new("coverage").long("coverage").action(ArgAction::SetTrue).conflicts_with("mutants").help(t("báo bậc, điều kiện, nhánh nào của bộ tiêu chí chưa phép thử nào đi qua", "report which bands, conditions and branches of the rule set no test reaches")))
        .arg(Arg::new("coverage-html").long("coverage-html").value_name("FILE").conflicts_with("mutants").value_parser(value_parser!(PathBuf)).help(t("ghi thêm trang HTML tô màu từng dòng của bộ tiêu chí", "also write an HTML page that shows the rule file coloured")))
        .arg(Arg::new("at-least").long("at-least").value_name("N").value_parser(value_parser!(u8).range(0..=100)).help(t("mã thoát 1 khi độ phủ của một bộ tiêu chí dưới N phần trăm", "exit code 1 when the coverage of a rule set is below N percent")))
        .arg(Arg::new("junit").long("junit").value_name("FILE").value_parser(value_parser!(PathBuf)).help(t("ghi thêm báo cáo JUnit XML", "also write a JUnit XML report")))
}

/// The options that were given.
pub(crate) fn options(matches: &ArgMatches) -> Option<TestOptions> {
    let given = |name: &str| matches.value_source(name) == Some(clap::parser::ValueSource::CommandLine);
    Some(TestOptions {
        paths: matches.get_many::<PathBuf>("paths")?.cloned().collect(),
        filter: matches.get_one::<String>("filter").map(|words| thidua_table::fold(words)),
        update: matches.get_flag("update"),
        watch: matches.get_flag("watch"),
        junit: matches.get_one::<PathBuf>("junit").cloned(),
        mutants: matches.get_flag("mutants"),
        write: matches.get_flag("write"),
        coverage: ["coverage", "coverage-html", "at-least"].iter().any(|name| given(name)),
        coverage_html: matches.get_one::<PathBuf>("coverage-html").cloned(),
        at_least: matches.get_one::<u8>("at-least").copied(),
        threads: processors(),
    })
}

/// Runs the tests, once or whenever a file changes.
pub(crate) fn run(settings: Settings, options: &TestOptions) -> ExitCode {
    if options.watch {
        return watch::forever(settings, options, || once(settings, options));
    }
    once(settings, options)
}

/// A rule set, its test files and how they ended.
struct Tested {
    name: String,
    suites: Vec<Suite>,
    results: Vec<CaseResult>,
}

/// The files that were read, by the names under which they were.
fn read_here(files: &Files) -> impl Iterator<Item = PathBuf> + '_ {
    files.iter().map(|(name, _)| PathBuf::from(name))
}

fn once(settings: Settings, options: &TestOptions) -> ExitCode {
    let mut files = Files::default();
    let mut found = Vec::new();
    let groups = groups(options, &mut files, &mut found);
    let mut tested = Vec::new();
    let any = !groups.is_empty();
    let mut matched = false;
    for (name, mut suites) in groups {
        let place = suites.first().map_or(Place::file(name.as_str()), |suite| suite.rules_place.clone());
        let read = bounded::read(Path::new(&name), bounded::AUTHORED_BYTES_MAX);
        let read = read.map_err(|error| unreadable(place, &name, &error));
        let rules = read.and_then(|bytes| {
            let parsed = thidua_rulefile::read_rule_set(&name, &bytes);
            files.insert(name.clone(), bytes);
            parsed.and_then(|rules| check(rules, name.as_str()))
        });
        if let Some(words) = &options.filter {
            for suite in &mut suites {
                suite.cases.retain(|case| thidua_table::fold(&case.name).contains(words));
                matched |= !suite.cases.is_empty();
            }
        }
        let ran = rules.and_then(|rules| run_suites(&rules, &name, &suites));
        match ran {
            Ok(results) => tested.push(Tested { name, suites, results }),
            Err(wrong) => found.extend(wrong),
        }
    }
    findings::show(settings, &found, &files);
    let refused = !found.is_empty();
    if tested.is_empty() && !refused {
        eprint(settings.say(
            "không có tệp `*.test.yaml` nào ở đây; `thidua new` viết sẵn một bộ mẫu\n",
            "there is no file `*.test.yaml` here; `thidua new` writes a sample\n",
        ));
        return ExitCode::Refused;
    }
    if any && options.filter.is_some() && !matched {
        eprint(settings.say(
            "không phép thử nào có tên chứa chữ của --filter\n",
            "no test has a name that holds the words of --filter\n",
        ));
        return ExitCode::Refused;
    }
    if options.update
        && let Err(exit) = rewrite(settings, &tested, &files)
    {
        return exit;
    }
    let reports: Vec<(TestedRules, Vec<CaseResult>)> = tested
        .iter()
        .map(|tested| (TestedRules::of(&tested.name, &tested.results), tested.results.clone()))
        .collect();
    if let Some(path) = &options.junit
        && let Err(error) = write_beside(
            path,
            "xml",
            visible_lines(&junit(&reports, settings.language)).as_bytes(),
            read_here(&files),
        )
    {
        return not_written(settings, &path.display().to_string(), &error);
    }
    if refused && (options.coverage || options.mutants) {
        return ExitCode::Refused;
    }
    if options.coverage {
        return cover::run(settings, options, &tested, &files);
    }
    if options.mutants {
        return mutate::run(settings, options, &tested, &files);
    }
    if settings.json {
        let reports: Vec<&TestedRules> = reports.iter().map(|(report, _)| report).collect();
        print(&thidua_json::to_json(&reports));
    } else {
        for (report, results) in &reports {
            print(&show::results(settings.language, report, results));
        }
    }
    let failed = reports.iter().any(|(report, _)| report.failed > 0);
    match (refused, failed && !options.update) {
        (true, _) => ExitCode::Refused,
        (false, true) => ExitCode::NeedsPerson,
        (false, false) => ExitCode::Done,
    }
}

/// The test files by the rule file they test, in the order of names.
fn groups(
    options: &TestOptions,
    files: &mut Files,
    found: &mut Vec<Diagnostic>,
) -> std::collections::BTreeMap<String, Vec<Suite>> {
    let mut groups: std::collections::BTreeMap<String, Vec<Suite>> = std::collections::BTreeMap::new();
    for path in find::test_files(&options.paths, found) {
        let place = Place::file(path.file.as_str());
        let read = bounded::read_named(Path::new(&path.file), bounded::AUTHORED_BYTES_MAX);
        let read = read.map_err(|error| unreadable(place, &path.file, &error));
        if options.update || options.write {
            writer::sweep_beside(Path::new(&path.file));
        }
        let suite = read.and_then(|bytes| {
            files.insert(path.file.clone(), bytes.clone());
            // Bytes that are no text are refused with their line, as in any other file.
            let source = String::from_utf8(bytes).or_else(|error| {
                thidua_rulefile::Document::parse_bytes(&path.file, error.as_bytes())
                    .map(|document| document.text().to_owned())
            })?;
            let text_of = |name: &str| {
                bounded::read(Path::new(name), bounded::AUTHORED_BYTES_MAX)
                    .ok()
                    .and_then(|bytes| String::from_utf8(bytes).ok())
            };
            read_suite(&path.file, &source, &text_of)
        });
        match suite {
            Ok(suite) if path.only.as_ref().is_none_or(|only| *only == suite.rules) => {
                groups.entry(suite.rules.clone()).or_default().push(suite);
            }
            Ok(_) => {}
            Err(wrong) => found.extend(wrong),
        }
    }
    // Files of sheets alone test nothing.
    groups.retain(|_, suites| suites.iter().any(|suite| !suite.cases.is_empty()));
    groups
}

fn rewrite(settings: Settings, tested: &[Tested], files: &Files) -> Result<(), ExitCode> {
    for tested in tested {
        for suite in &tested.suites {
            let updated = update(suite, &tested.results);
            findings::show(settings, &updated.left, files);
            if updated.text == *suite.text {
                continue;
            }
            let path = suite.file.to_string();
            writer::rewrite(Path::new(&path), suite.text.as_bytes(), updated.text.as_bytes())
                .map_err(|error| not_written(settings, &path, &error))?;
            eprint(&match settings.language {
                Language::Vietnamese => format!("đã cập nhật `{path}`; hãy xem lại từng chỗ đổi\n"),
                Language::English => format!("updated `{path}`; review every change\n"),
            });
        }
    }
    Ok(())
}

fn not_written(settings: Settings, path: &str, error: &std::io::Error) -> ExitCode {
    findings::show(settings, &[unwritable(path, error)], &Files::default());
    ExitCode::Refused
}

fn unreadable(place: Place, name: &str, error: &std::io::Error) -> Vec<Diagnostic> {
    vec![Diagnostic::error("TD0601", place, system_error::unreadable(name, error)).with_help(text!(
        "kiểm tra tên tệp; tệp bộ thử chỉ ra bộ tiêu chí bằng khóa `rules`",
        "check the name; a test file names its rule file with the key `rules`"
    ))]
}
