//! Scoring forms as workbooks (phiếu chấm điểm): one for each entrant of a register, or blank ones.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command};
use thidua::{Diagnostic, Entrant, EntrantKind, Files, KindId, Language, Place, Plan, ResultFile, text};
use thidua_report::{FormOf, form};

use crate::progress::Progress;
use crate::writer::{not_written, write_new};
use crate::{ExitCode, Settings, eprint, findings, of_day, print};

pub(crate) struct FormOptions {
    rules: PathBuf,
    register: Option<PathBuf>,
    out: PathBuf,
    stage: Option<String>,
}

pub(crate) fn command(settings: Settings) -> Command {
    let t = |vi, en| settings.say(vi, en);
    Command::new("form")
        .about(t(
            "Lập phiếu chấm điểm Excel: mỗi đơn vị một phiếu, hoặc phiếu trống; có danh sách chọn, giới hạn và điểm tạm tính",
            "Makes Excel scoring forms: one for each entrant, or blank ones; with drop-downs, limits and provisional points",
        ))
        .after_help(t(
            "Ví dụ:\n  thidua form bo-tieu-chi.yaml --register don-vi.csv --out phieu-gui-di\n  thidua form bo-tieu-chi.yaml --out phieu-trong\n\nGửi các tệp .xlsx cho đơn vị; nhận về thì đọc cả thư mục: thidua collect phieu-nop --rules bo-tieu-chi.yaml",
            "Examples:\n  thidua form rules.yaml --register units.csv --out forms-to-send\n  thidua form rules.yaml --out blank-forms\n\nSend the .xlsx files out; when they are back read the folder: thidua collect returned --rules rules.yaml",
        ))
        .arg(of_day::rules_argument(settings))
        .arg(of_day::register_argument(settings))
        .arg(of_day::out_argument(settings, "phieu"))
        .arg(
            Arg::new("stage")
                .long("stage")
                .value_name(t("VÒNG", "STAGE"))
                .help(t("vòng chấm của phiếu (mặc định: vòng đầu tiên)", "the stage the form is for (default: the first)")),
        )
}

pub(crate) fn options(matches: &ArgMatches) -> Option<FormOptions> {
    let (rules, register, out) = of_day::given(matches)?;
    Some(FormOptions { rules, register, out, stage: matches.get_one::<String>("stage").cloned() })
}

/// Makes the forms, and writes them whole or not at all.
pub(crate) fn run(settings: Settings, options: &FormOptions) -> ExitCode {
    let mut files = Files::default();
    let made = forms(settings, options, &mut files);
    let (forms, notes) = match made {
        Ok(made) => made,
        Err(found) => {
            findings::show(settings, &found, &files);
            return ExitCode::Refused;
        }
    };
    if let Err(error) = write_new(&options.out, &forms) {
        return not_written(settings, &options.out, &error);
    }
    findings::show(settings, &notes, &files);
    let (shown, count) = (options.out.display(), forms.len());
    print(&match settings.language {
        Language::Vietnamese => format!("đã lập {count} phiếu trong `{shown}`\n"),
        Language::English => thidua::one_of_many(&format!("made {count} forms in `{shown}`\n")),
    });
    if notes.is_empty() { ExitCode::Done } else { ExitCode::NeedsPerson }
}

type Made = (Vec<ResultFile>, Vec<Diagnostic>);

fn forms(settings: Settings, options: &FormOptions, files: &mut Files) -> Result<Made, Vec<Diagnostic>> {
    let rules = of_day::rules(&options.rules, files)?;
    let stage = stage(&rules.plan, options.stage.as_deref(), &options.rules)?;
    let (entrants, notes) = match &options.register {
        Some(register) => {
            let (register, notes) = of_day::register(register, files)?;
            (register.for_plan(&rules.plan), notes)
        }
        None => (blank(&rules.plan), Vec::new()),
    };
    if entrants.is_empty() {
        let register = options.register.as_deref().unwrap_or(Path::new(""));
        return Err(vec![nobody(register)]);
    }
    let progress = Progress::new(settings.json);
    progress.start(entrants.len());
    let mut names = BTreeSet::new();
    let mut made = Vec::new();
    for entrant in &entrants {
        progress.step(&entrant.name);
        let blank = options.register.is_none();
        let of = FormOf { plan: &rules.plan, entrant, blank, stage: &stage, sha256: &rules.sha256 };
        match form(of) {
            Ok(bytes) => {
                made.push(ResultFile { name: file_name(entrant, blank, &rules.plan, &mut names), bytes })
            }
            Err(error) => {
                progress.done();
                eprint(&format!("{error}\n"));
                return Err(vec![too_large(&options.rules, &error.to_string())]);
            }
        }
    }
    progress.done();
    Ok((made, notes))
}

/// One blank form for each kind of entrants.
fn blank(plan: &Plan) -> Vec<Entrant> {
    let kinds = &plan.rules().kinds;
    let of = |kind: Option<KindId>, entrant: EntrantKind| Entrant {
        id: String::new().into(),
        name: String::new().into(),
        kind,
        entrant,
        cluster: "".into(),
    };
    if kinds.is_empty() {
        return vec![of(None, EntrantKind::Collective)];
    }
    kinds.iter().enumerate().map(|(kind, (_, known))| of(Some(kind.into()), known.entrant)).collect()
}

/// A name that every system takes, and no other form has.
fn file_name(entrant: &Entrant, blank: bool, plan: &Plan, taken: &mut BTreeSet<String>) -> String {
    let kind = entrant.kind.and_then(|kind| plan.rules().kinds.keys().nth(kind.into()));
    let wanted = match (blank, kind) {
        (false, _) => format!("phieu-{}", entrant.id),
        (true, Some(kind)) if plan.rules().kinds.len() > 1 => format!("phieu-trong-{kind}"),
        (true, _) => "phieu-trong".to_owned(),
    };
    let safe = |letter: char| {
        if letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.') { letter } else { '-' }
    };
    let wanted: String = wanted.chars().map(safe).take(80).collect();
    let numbered = (1_u32..).map(|number| match number {
        1 => format!("{wanted}.xlsx"),
        _ => format!("{wanted}-{number}.xlsx"),
    });
    // Two names that differ in case are one on some systems.
    numbered.into_iter().find(|name| taken.insert(name.to_lowercase())).unwrap_or(wanted)
}

fn stage(plan: &Plan, wanted: Option<&str>, rules: &Path) -> Result<String, Vec<Diagnostic>> {
    let stages = &plan.rules().stages;
    let Some(wanted) = wanted else {
        return Ok(stages
            .first()
            .map_or_else(|| plan.rules().official().to_owned(), |stage| stage.id.clone()));
    };
    let found = stages.iter().find(|stage| stage.id == wanted || stage.title == wanted);
    if let Some(stage) = found {
        return Ok(stage.id.clone());
    }
    let known = stages.iter().map(|stage| stage.id.as_str()).collect::<Vec<_>>().join("`, `");
    let message = text!("không có vòng chấm `{wanted}`", "there is no stage `{wanted}`");
    let help = text!("dùng một trong: `{known}`", "use one of: `{known}`");
    Err(vec![Diagnostic::error("TD0407", Place::file(rules.display().to_string()), message).with_help(help)])
}

fn nobody(register: &Path) -> Diagnostic {
    let message = text!("không có đơn vị nào để lập phiếu", "there is nobody to make a form for");
    Diagnostic::error("TD0423", Place::file(register.display().to_string()), message).with_help(text!(
        "kiểm tra loại đối tượng trong danh sách có trong `kinds` của bộ tiêu chí",
        "check that the kinds in the register are under `kinds` of the rule set"
    ))
}

fn too_large(rules: &Path, why: &str) -> Diagnostic {
    let message = text!("không lập được phiếu: {why}", "the form cannot be made: {why}");
    Diagnostic::error("TD0486", Place::file(rules.display().to_string()), message).with_help(text!(
        "bảng tính chỉ chứa được 1.048.576 dòng và ô 32.767 chữ: rút ngắn tên tiêu chí",
        "a workbook holds 1,048,576 rows and cells of 32,767 letters: shorten the titles"
    ))
}
