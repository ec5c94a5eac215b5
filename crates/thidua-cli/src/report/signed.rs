use std::path::Path;

use thidua::{Diagnostic, EarlierOutcome, Files, MovementResults, OutcomeForm, Place, text};
use thidua_report::{SignedList, signed_differences};

use crate::{ExitCode, Settings, bounded, findings, print, record, system_error};

/// An outcome that is larger is refused: it would take longer than the run.
const OUTCOME_BYTES_MAX: u64 = 256 << 20;

/// The list that an earlier results folder holds; what is wrong has been shown when there is none.
pub(super) fn read(settings: Settings, folder: &Path) -> Result<SignedList, ExitCode> {
    from(folder).map_err(|found| {
        findings::show(settings, &found, &Files::default());
        ExitCode::Refused
    })
}

fn from(folder: &Path) -> Result<SignedList, Vec<Diagnostic>> {
    let record_path = folder.join(record::NAME);
    let record_bytes = record::read_bytes(&record_path)?;
    let kept = record::parse(&record_path.display().to_string(), &record_bytes)?;
    let is_kept = |name: &&str| kept.results.iter().any(|file| file.file == *name);
    let name = OutcomeForm::FILES.into_iter().find(is_kept).unwrap_or("outcome.json");
    let path = folder.join(name);
    let shown = path.display().to_string();
    let help = || {
        text!(
            "`--signed` là thư mục kết quả của lần chạy đã ký, do `thidua recommend` ghi, còn nguyên như khi ký",
            "`--signed` is the results folder that was signed, as `thidua recommend` wrote it"
        )
    };
    let refused =
        |code, message| vec![Diagnostic::error(code, Place::file(shown.as_str()), message).with_help(help())];
    let bytes = bounded::read(&path, OUTCOME_BYTES_MAX)
        .map_err(|error| refused("TD0616", system_error::unreadable(&shown, &error)))?;
    let own = record::file_record(name, &bytes);
    if !kept.results.iter().any(|file| file.file == own.file && file.sha256 == own.sha256) {
        let message = text!(
            "`{name}` không phải là tệp mà biên bản chạy ghi lại: đã bị sửa sau khi ký, hoặc của lần chạy khác",
            "`{name}` is not the file that the run record names: changed since it was signed, or of another run"
        );
        return Err(refused("TD0617", message));
    }
    let Some(outcome) = EarlierOutcome::read(&bytes) else {
        let message = text!("không phải tệp kết quả của phiên bản này", "not an outcome of this version");
        return Err(refused("TD0616", message));
    };
    let digest = record::file_record(record::NAME, &record_bytes).sha256;
    Ok(SignedList { digest, runs: outcome.signed_runs() })
}

/// Says how many differences there are, run by run, and which runs only one side has.
pub(super) fn told(settings: Settings, results: &MovementResults<'_>, signed: &SignedList) {
    let mut found = Vec::new();
    for run in &results.runs {
        let Some(before) = signed.runs.iter().find(|before| before.id == run.id) else {
            found.push(alone(text!(
                "đợt xét `{}` không có trong danh sách đã ký: không lập tờ trình đính chính",
                "the run `{}` is not on the signed list: no correction is made",
                run.id
            )));
            continue;
        };
        let differences = signed_differences(run, before);
        let (added, removed) = (differences.added.len(), differences.removed.len());
        let corrected = differences.corrected.len();
        let words = if differences.is_empty() {
            text!("không có gì khác danh sách đã ký", "nothing differs from the signed list")
        } else {
            text!(
                "khác danh sách đã ký: bổ sung {added}, đưa ra {removed}, đính chính {corrected}",
                "differs from the signed list: added {added}, removed {removed}, corrected {corrected}"
            )
        };
        print(&format!("[{}] {}\n", run.id, words.in_language(settings.language)));
    }
    for before in &signed.runs {
        if !results.runs.iter().any(|run| run.id == before.id) {
            found.push(alone(text!(
                "đợt xét `{}` của danh sách đã ký không còn trong thư mục",
                "the run `{}` of the signed list is no longer in the folder",
                before.id
            )));
        }
    }
    findings::show(settings, &found, &Files::default());
}

fn alone(message: thidua::Text) -> Diagnostic {
    let help = text!(
        "giữ nguyên mã đợt xét giữa hai lần, hoặc trình đợt xét này bằng tờ trình riêng",
        "keep the ids of runs, or lay this run before the authority by a request of its own"
    );
    Diagnostic::warning("TD0618", Place::file(""), message).with_help(help)
}
