use thidua::{ResultSink, summary, write_results};

use crate::args::RecommendOptions;
use crate::progress::Progress;
use crate::{Ending, Settings, eprint, findings, folder, print, record};

/// Works through a folder, prints the summary and writes the results folder.
pub(crate) fn run(settings: Settings, options: &RecommendOptions) -> Ending {
    let (files, report) =
        match folder::work_through(settings, &options.folder, &options.manifest, options.threads) {
            Ok(worked) => worked,
            Err(ending) => return ending,
        };
    let progress = Progress::new(settings.json);
    progress.phase(settings.say("đang viết kết quả …", "writing results …"));
    let out = options.out.clone().unwrap_or_else(|| options.folder.join("results"));
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
        print(&summary(&report, settings.language));
        findings::show(settings, &report.warnings, &files);
        let shown = out.display();
        print(&match settings.language {
            thidua::Language::Vietnamese => format!(
                "\nKết quả: {shown} ({count} tệp). Xem một đơn vị: thidua explain {} MÃ\n",
                options.folder.display()
            ),
            thidua::Language::English => format!(
                "\nResults: {shown} ({count} files). One entrant: thidua explain {} ID --lang en\n",
                options.folder.display()
            ),
        });
    }
    if needs_person { Ending::NeedsPerson } else { Ending::Done }
}
