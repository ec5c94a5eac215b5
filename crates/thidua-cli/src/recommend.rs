use thidua::{ResultFile, results, summary};

use crate::args::RecommendOptions;
use crate::progress::Progress;
use crate::{Ending, Settings, eprint, findings, folder, print, record};

/// So many rows of each cluster are printed; the rest is in the result tables.
const ROWS_SHOWN: usize = 6;

/// Works through a folder, prints the summary and writes the results folder.
pub(crate) fn run(settings: Settings, options: &RecommendOptions) -> Ending {
    let (files, report) =
        match folder::work_through(settings, &options.folder, &options.manifest, options.threads) {
            Ok(worked) => worked,
            Err(ending) => return ending,
        };
    let progress = Progress::new(settings.json);
    progress.phase(settings.say("đang viết kết quả …", "writing results …"));
    let mut written = results(&report, settings.language);
    let record = record::make(&files, &options.manifest, &report, &written, settings.language);
    written.push(ResultFile {
        name: record::NAME.to_owned(),
        bytes: thidua_json::to_json(&record).into_bytes(),
    });
    let out = options.out.clone().unwrap_or_else(|| options.folder.join("results"));
    let outcome = folder::write_whole(&out, &written);
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
        let outcome = written.iter().find(|file| file.name == "outcome.json");
        print(&outcome.map(|file| String::from_utf8_lossy(&file.bytes).into_owned()).unwrap_or_default());
    } else {
        print(&summary(&report, settings.language, ROWS_SHOWN));
        findings::show(settings, &report.warnings, &files);
        let shown = out.display();
        print(&match settings.language {
            thidua::Language::Vietnamese => format!(
                "\nKết quả: {shown} ({} tệp). Xem một đơn vị: thidua explain {} MÃ\n",
                written.len(),
                options.folder.display()
            ),
            thidua::Language::English => format!(
                "\nResults: {shown} ({} files). One entrant: thidua explain {} ID --lang en\n",
                written.len(),
                options.folder.display()
            ),
        });
    }
    if needs_person { Ending::NeedsPerson } else { Ending::Done }
}
