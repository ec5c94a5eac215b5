//! A rule file and a register, read and ready: what forms are made from, and read back with.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Arg, ArgMatches, value_parser};
use thidua::{Diagnostic, Files, Place, Plan, Register, compile, default_day, register_of, text};

use crate::{Settings, bounded, record, system_error};

/// The rules of the last day on which they hold.
pub(crate) struct Rules {
    pub(crate) plan: Arc<Plan>,
    /// The sha256 of the file.
    pub(crate) sha256: String,
}

/// The rule file.
pub(crate) fn rules_argument(settings: Settings) -> Arg {
    Arg::new("rules")
        .value_name(settings.say("BỘ_TIÊU_CHÍ", "RULES"))
        .required(true)
        .value_parser(value_parser!(PathBuf))
        .help(settings.say("tệp bộ tiêu chí", "the rule file"))
}

/// The register: who gets a form, and who should send one.
pub(crate) fn register_argument(settings: Settings) -> Arg {
    Arg::new("register").long("register").value_name("FILE").value_parser(value_parser!(PathBuf)).help(
        settings.say(
            "danh sách đơn vị (.csv, .xlsx, .ods): mỗi đơn vị một phiếu",
            "register of entrants (.csv, .xlsx, .ods): a form for each",
        ),
    )
}

/// Where it is written.
pub(crate) fn out_argument(settings: Settings, usual: &'static str) -> Arg {
    Arg::new("out")
        .long("out")
        .value_name(settings.say("THƯ_MỤC", "FOLDER"))
        .default_value(usual)
        .value_parser(value_parser!(PathBuf))
        .help(settings.say("thư mục mới hoặc còn trống để ghi", "a new or empty folder to write into"))
}

/// What was given for the three of them.
pub(crate) fn given(matches: &ArgMatches) -> Option<(PathBuf, Option<PathBuf>, PathBuf)> {
    let path = |key: &str| matches.get_one::<PathBuf>(key).cloned();
    Some((path("rules")?, path("register"), path("out")?))
}

/// Reads and compiles a rule file; its bytes are kept for findings.
pub(crate) fn rules(path: &Path, files: &mut Files) -> Result<Rules, Vec<Diagnostic>> {
    let name = path.display().to_string();
    let bytes = read(path, bounded::AUTHORED_BYTES_MAX)?;
    files.insert(name.clone(), bytes.clone());
    let set = thidua_rulefile::read_rule_set(&name, &bytes)?;
    let valid = thidua::check(set, name.as_str())?;
    let day = default_day(&valid).ok_or_else(|| vec![no_day(&name)])?;
    let plan = compile(&valid, name.as_str(), day)?;
    Ok(Rules { plan: Arc::new(plan), sha256: record::file_record(&name, &bytes).sha256 })
}

/// Reads a register, and what is to be looked at in it.
pub(crate) fn register(
    path: &Path,
    files: &mut Files,
) -> Result<(Register, Vec<Diagnostic>), Vec<Diagnostic>> {
    let name = path.display().to_string();
    let bytes = read(path, bounded::TABLE_BYTES_MAX)?;
    files.insert(name.clone(), bytes.clone());
    register_of(&name, &bytes)
}

fn no_day(name: &str) -> Diagnostic {
    let message =
        text!("không biết bộ tiêu chí có hiệu lực vào ngày nào", "no day is known on which the rules hold");
    Diagnostic::error("TD0502", Place::file(name), message).with_help(text!(
        "ghi `until` dưới `effective` của bộ tiêu chí",
        "give `until` under `effective` in the rule set"
    ))
}

fn read(path: &Path, most: u64) -> Result<Vec<u8>, Vec<Diagnostic>> {
    bounded::read_named(path, most).map_err(|error| {
        let shown = path.display().to_string();
        let message = system_error::unreadable(&shown, &error);
        let help = text!("kiểm tra tên tệp", "check the name of the file");
        vec![Diagnostic::error("TD0501", Place::file(shown), message).with_help(help)]
    })
}
