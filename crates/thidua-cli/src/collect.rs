//! A folder of returned forms becomes a folder that `recommend` runs (thu phiếu).

mod status;

use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use thidua::{
    Collected, Diagnostic, EntrantState, FileState, Files, Language, Located, Place, Plan, Register,
    RegisterFile, ResultFile, collect_with_threads, propose_layout, simple_manifest, text,
};

use thidua_report::work_list_of_files;

use crate::progress::Progress;
use crate::writer::{not_written, write_new};
use crate::{ExitCode, Settings, bounded, eprint, findings, of_day, print, returned, simple, system_error};

pub(crate) struct CollectOptions {
    folder: PathBuf,
    rules: PathBuf,
    register: Option<PathBuf>,
    out: PathBuf,
    /// Only say what each file is taken for.
    map: bool,
}

/// The values that were collected, and who sent what.
const VALUES: &str = "phieu-da-thu.csv";
const STATUS: &str = "01-tinh-trang-nop.xlsx";
const REGISTER: &str = "danh-sach.csv";
const TO_CHOOSE: &str = "02-viec-can-quyet-dinh.xlsx";

pub(crate) fn command(settings: Settings) -> Command {
    let t = |vi, en| settings.say(vi, en);
    Command::new("collect")
        .about(t(
            "Thu phiếu: đọc cả thư mục phiếu gửi về, cho biết ai đã nộp, ô nào sai, và ghi thư mục để chạy recommend",
            "Collects forms: reads a folder of returned ones, tells who sent what and which cells are wrong, and writes a folder that recommend runs",
        ))
        .after_help(t(
            "Ví dụ:\n  thidua collect phieu-nop --rules bo-tieu-chi.yaml --register don-vi.csv --out da-thu\n  thidua recommend da-thu\n\nGhi vào thư mục mới: 01-tinh-trang-nop.xlsx (ai đã nộp, từng tệp được đọc thành gì, từng lỗi kèm câu để gửi đơn vị), 02-viec-can-quyet-dinh.xlsx (phiếu trùng để chọn; ghi xong thì chép vào thư mục phiếu rồi thu lại), phieu-da-thu.csv (mỗi giá trị kèm tệp và ô), thidua.yaml, bản sao bộ tiêu chí và danh sách. Thu lại thì chọn thư mục khác.",
            "Examples:\n  thidua collect returned --rules rules.yaml --register units.csv --out collected\n  thidua recommend collected\n\nWrites into a new folder: 01-tinh-trang-nop.xlsx (who sent what, what each file was read as, each finding with a sentence to send), 02-viec-can-quyet-dinh.xlsx (duplicates to choose from; filled in, put it among the forms and collect again), phieu-da-thu.csv (every value with its file and cell), thidua.yaml, copies of the rules and the register. To collect again choose another folder.",
        ))
        .arg(
            Arg::new("folder")
                .value_name(t("THƯ_MỤC", "FOLDER"))
                .required(true)
                .value_parser(value_parser!(PathBuf))
                .help(t("thư mục phiếu gửi về", "folder of returned forms")),
        )
        .arg(of_day::rules_argument(settings).long("rules").value_name("FILE"))
        .arg(of_day::register_argument(settings))
        .arg(of_day::out_argument(settings, "da-thu"))
        .arg(Arg::new("map").long("map").action(ArgAction::SetTrue).help(t(
            "chỉ xem trước: mỗi tệp được đọc thế nào, in ra phần layout để chép vào tệp khai báo; không ghi gì",
            "a first look only: how each file is read, printed as a layout for the manifest; nothing is written",
        )))
}

pub(crate) fn options(matches: &ArgMatches) -> Option<CollectOptions> {
    let (rules, register, out) = of_day::given(matches)?;
    let folder = matches.get_one::<PathBuf>("folder")?.clone();
    Some(CollectOptions { folder, rules, register, out, map: matches.get_flag("map") })
}

/// Reads the folder, and writes what was found whole or not at all.
pub(crate) fn run(settings: Settings, options: &CollectOptions) -> ExitCode {
    let mut files = Files::default();
    let progress = Progress::new(settings.json);
    let read = gather(options, &mut files, &progress);
    progress.done();
    let gathered = match read {
        Ok(gathered) => gathered,
        Err(found) => {
            findings::show(settings, &found, &files);
            return ExitCode::Refused;
        }
    };
    if options.map {
        return map(settings, &gathered, &files);
    }
    let rules = &gathered.rules;
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let (register, returned) = (gathered.register.as_ref(), &gathered.returned);
    let collected = collect_with_threads(&rules.plan, &rules.sha256, register, returned, threads);
    let written = match written(settings, options, &gathered, &collected, &files) {
        Ok(written) => written,
        Err(error) => {
            eprint(&format!("{error}\n"));
            return ExitCode::Refused;
        }
    };
    if let Err(error) = write_new(&options.out, &written) {
        return not_written(settings, &options.out, &error);
    }
    let mut all = gathered.notes;
    all.extend(collected.files.iter().flat_map(|file| file.findings.iter().cloned()));
    findings::show(settings, &all, &files);
    if !settings.json {
        print(&summary(settings, options, &collected));
    }
    if collected.needs_a_person() || !all.is_empty() { ExitCode::NeedsPerson } else { ExitCode::Done }
}

/// Says what each file is taken for, and writes nothing.
fn map(settings: Settings, gathered: &Gathered, files: &Files) -> ExitCode {
    findings::show(settings, &gathered.notes, files);
    print("evaluations:\n");
    for (name, bytes) in gathered.returned.iter() {
        let (plan, register) = (&gathered.rules.plan, gathered.register.as_ref());
        print(&propose_layout(plan, register, name, bytes, settings.language));
    }
    ExitCode::Done
}

struct Gathered {
    rules: of_day::Rules,
    register: Option<Register>,
    returned: Files,
    notes: Vec<Diagnostic>,
}

fn gather(
    options: &CollectOptions,
    files: &mut Files,
    progress: &Progress,
) -> Result<Gathered, Vec<Diagnostic>> {
    let rules = of_day::rules(&options.rules, files)?;
    let mut notes = Vec::new();
    let register = match &options.register {
        Some(register) => {
            let (register, found) = of_day::register(register, files)?;
            notes.extend(found);
            Some(register)
        }
        None => None,
    };
    let shown = options.folder.display().to_string();
    let paths = returned::files(&options.folder).map_err(|error| unreadable(&shown, &error))?;
    if paths.is_empty() {
        return Err(vec![nothing(&shown)]);
    }
    let mut returned = Files::default();
    progress.start(paths.len());
    for path in &paths {
        let name = path.strip_prefix(&options.folder).unwrap_or(path).to_string_lossy().replace('\\', "/");
        progress.step(&name);
        match bounded::read_named(path, bounded::TABLE_BYTES_MAX) {
            Ok(bytes) => returned.insert(name, bytes),
            Err(error) => return Err(unreadable(&name, &error)),
        }
    }
    Ok(Gathered { rules, register, returned, notes })
}

fn unreadable(name: &str, error: &std::io::Error) -> Vec<Diagnostic> {
    let message = system_error::unreadable(name, error);
    let help = text!("kiểm tra tên và quyền đọc", "check the name and the right to read it");
    vec![Diagnostic::error("TD0501", Place::file(name), message).with_help(help)]
}

fn nothing(folder: &str) -> Diagnostic {
    let message = text!("thư mục không có tệp nào", "the folder holds no file");
    Diagnostic::error("TD0487", Place::file(folder), message).with_help(text!(
        "chép các phiếu gửi về vào thư mục này, mỗi đơn vị một tệp",
        "copy the returned forms into this folder, one file each"
    ))
}

/// The files of the folder that is written.
fn written(
    settings: Settings,
    options: &CollectOptions,
    gathered: &Gathered,
    collected: &Collected,
    files: &Files,
) -> Result<Vec<ResultFile>, String> {
    let plan = &gathered.rules.plan;
    let status = status::workbook(plan, collected, settings.language).map_err(|error| error.to_string())?;
    let values = thidua_csv::write(&collected.rows, thidua_csv::WriteOptions::default());
    let rules = "bo-tieu-chi.yaml";
    let copied = |path: &Path| files.get(&path.display().to_string()).unwrap_or_default().to_vec();
    let register = gathered.register.as_ref().map(|register| (REGISTER, listed(plan, register)));
    let mut manifest = simple_manifest(plan.rules(), rules, &[VALUES]).ok_or_else(|| {
        settings.say("lỗi: bộ tiêu chí không có ngày cuối", "error: the rule set has no last day").to_owned()
    })?;
    manifest.register = register.as_ref().map(|(name, _)| RegisterFile {
        file: Located::nowhere((*name).to_owned()),
        columns: thidua_table::RegisterLayout::default(),
        sheet: None,
        header: None,
    });
    let file = |name: &str, bytes: Vec<u8>| ResultFile { name: name.to_owned(), bytes };
    // What was decided is an input of the run as well.
    let decided = collected.files.iter().filter(|file| file.state == FileState::Decided);
    let lists: Vec<ResultFile> = (1..)
        .zip(decided)
        .map(|(number, list)| {
            let ending = list.name.rsplit('.').next().unwrap_or("xlsx");
            file(
                &format!("quyet-dinh-{number}.{ending}"),
                gathered.returned.get(&list.name).unwrap_or_default().to_vec(),
            )
        })
        .collect();
    manifest.decisions = lists.iter().map(|list| Located::nowhere(list.name.clone())).collect();
    let mut written = vec![
        file(STATUS, status),
        file(VALUES, values),
        file(rules, copied(&options.rules)),
        file(simple::NAME, simple::written(&manifest).into_bytes()),
    ];
    written.extend(register.map(|(name, bytes)| file(name, bytes)));
    written.extend(lists);
    let choices = status::to_choose(collected);
    if !choices.is_empty() {
        let list = work_list_of_files(&plan.rules().title, plan.day(), &choices, settings.language)
            .map_err(|error| error.to_string())?;
        written.push(file(TO_CHOOSE, list));
    }
    Ok(written)
}

/// Those of the register whom the rules are for: others would be in no run of the folder.
fn listed(plan: &Plan, register: &Register) -> Vec<u8> {
    let kinds: Vec<&str> = plan.rules().kinds.keys().collect();
    let entrants = register.for_plan(plan);
    let rows = entrants.iter().map(|entrant| {
        let kind = entrant.kind.and_then(|kind| kinds.get(usize::from(kind))).copied().unwrap_or_default();
        [entrant.id.as_str(), &entrant.name, kind, &entrant.cluster].map(str::to_owned)
    });
    let header = ["id", "name", "kind", "cluster"].map(str::to_owned);
    thidua_csv::write(std::iter::once(header).chain(rows), thidua_csv::WriteOptions::default())
}

fn summary(settings: Settings, options: &CollectOptions, collected: &Collected) -> String {
    let files = |state: FileState| collected.files.iter().filter(|file| file.state == state).count();
    let entrants =
        |state: EntrantState| collected.entrants.iter().filter(|entrant| entrant.state == state).count();
    let (count, all) = (collected.files.len(), collected.entrants.len());
    let (taken, refused, several) = (
        files(FileState::Accepted),
        files(FileState::Refused),
        files(FileState::Duplicate) + files(FileState::LeftOut),
    );
    let other = files(FileState::Table) + files(FileState::Other) + files(FileState::Decided);
    let (sent, again, choose, missing) = (
        entrants(EntrantState::Accepted),
        entrants(EntrantState::Refused),
        entrants(EntrantState::Duplicate),
        entrants(EntrantState::Missing),
    );
    let (out, status) = (options.out.display(), options.out.join(STATUS).display().to_string());
    match settings.language {
        Language::Vietnamese => format!(
            "{count} tệp = {taken} nhận + {refused} bị từ chối + {several} trùng + {other} không phải phiếu\n{all} đơn vị = {sent} đã có phiếu + {again} phải gửi lại + {choose} có nhiều phiếu khác nhau + {missing} chưa gửi gì\nTình trạng nộp: {status}\nChấm: thidua recommend {out}\n"
        ),
        Language::English => thidua::one_of_many(&format!(
            "{count} files = {taken} accepted + {refused} refused + {several} duplicates + {other} no forms\n{all} entrants = {sent} with a form + {again} to send again + {choose} with several that differ + {missing} that sent nothing\nWho sent what: {status}\nTo score: thidua recommend {out} --lang en\n"
        )),
    }
}
