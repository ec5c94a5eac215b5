use std::path::PathBuf;

use thidua::{Files, Report, ResultSink, summary, write_results};

use crate::args::RecommendOptions;
use crate::progress::Progress;
use crate::{Ending, Settings, eprint, findings, folder, print, record, simple};

/// So many rows of each cluster are printed; the rest is in the result tables.
const ROWS_SHOWN: usize = 6;

/// Works through a folder, prints the summary and writes the results folder.
pub(crate) fn run(settings: Settings, options: &RecommendOptions) -> Ending {
    let (worked, home) = if options.tables.is_empty() {
        let (folder, manifest) = (&options.folder, &options.manifest);
        (folder::work_through(settings, folder, manifest, options.threads), options.folder.clone())
    } else {
        match without_manifest(settings, options) {
            Ok((worked, home)) => (Ok(worked), home),
            Err(ending) => (Err(ending), PathBuf::new()),
        }
    };
    let (files, report) = match worked {
        Ok(worked) => worked,
        Err(ending) => return ending,
    };
    let progress = Progress::new(settings.json);
    progress.phase(settings.say("đang viết kết quả …", "writing results …"));
    let out = options.out.clone().unwrap_or_else(|| home.join("results"));
    let mut count = 0;
    let outcome = folder::write_whole(&out, |written| {
        write_results(&report, settings.language, written)?;
        written.finish()?;
        let results = std::mem::take(&mut written.files);
        count = results.len() + 1;
        let record = record::make(&files, &options.manifest, &report, results, settings.language);
        written.begin(record::NAME)?;
        thidua_json::write_json(written, &record)
    });
    progress.done();
    if let Err(error) = outcome {
        let shown = out.display();
        eprint(&match settings.language {
            thidua::Language::Vietnamese => format!(
                "lỗi: không ghi được kết quả vào `{shown}`: {error}\nChọn một thư mục trống hoặc thư mục kết quả cũ bằng --out; chưa có gì bị thay đổi.\n"
            ),
            thidua::Language::English => format!(
                "error: cannot write the results to `{shown}`: {error}\nChoose an empty folder or an earlier results folder with --out; nothing has been changed.\n"
            ),
        });
        return Ending::Refused;
    }
    let weighty = |finding: &thidua::Diagnostic| finding.severity != thidua::Severity::Note;
    let needs_person =
        report.runs.iter().any(thidua::Run::needs_a_person) || report.warnings.iter().any(weighty);
    if settings.json {
        // A closed pipe is not a fault.
        let _ = std::fs::File::open(out.join("outcome.json"))
            .and_then(|mut outcome| std::io::copy(&mut outcome, &mut std::io::stdout()));
    } else {
        print(&summary(&report, settings.language, ROWS_SHOWN));
        findings::show(settings, &report.warnings, &files);
        let shown = out.display();
        print(&match settings.language {
            thidua::Language::Vietnamese => format!(
                "\nKết quả: {shown} ({count} tệp). Xem một đơn vị: thidua explain {} MÃ\n",
                home.display()
            ),
            thidua::Language::English => format!(
                "\nResults: {shown} ({count} files). One entrant: thidua explain {} ID --lang en\n",
                home.display()
            ),
        });
    }
    if needs_person { Ending::NeedsPerson } else { Ending::Done }
}

/// Works through a rule file and tables, and keeps the manifest that was made of them if asked to.
fn without_manifest(
    settings: Settings,
    options: &RecommendOptions,
) -> Result<((Files, Report), PathBuf), Ending> {
    let progress = Progress::new(settings.json);
    let read = simple::read(&options.folder, &options.tables);
    let (read, home) = match read {
        Ok(simple) => (Ok(simple.files), simple.folder),
        Err(found) => (Err(found), PathBuf::new()),
    };
    let worked = folder::work_through_files(settings, &progress, read, simple::NAME, options.threads)?;
    if options.write_manifest {
        let path = home.join(simple::NAME);
        let bytes = worked.0.get(simple::NAME).unwrap_or_default();
        let written = if path.exists() {
            Err(std::io::Error::from(std::io::ErrorKind::AlreadyExists))
        } else {
            folder::write_file_whole(&path, bytes)
        };
        if let Err(error) = written {
            let shown = path.display();
            eprint(&match settings.language {
                thidua::Language::Vietnamese => format!("lỗi: không ghi được bản kê `{shown}`: {error}\n"),
                thidua::Language::English => format!("error: cannot write the manifest `{shown}`: {error}\n"),
            });
            return Err(Ending::Refused);
        }
    }
    Ok((worked, home))
}
