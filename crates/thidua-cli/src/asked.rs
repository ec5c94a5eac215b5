//! What the questions about finished results share: the folder, the run, and whom they are about.

use std::path::PathBuf;

use clap::{Arg, ArgMatches, value_parser};
use thidua::{Diagnostic, Files, Place, Report, Run, Text, text};
use thidua_report::{Found, find};

use crate::{ExitCode, Settings, findings, folder};

/// The folder and which of its runs is asked about.
pub(crate) struct Asked {
    folder: PathBuf,
    manifest: String,
    run: Option<String>,
}

/// The arguments of every question.
pub(crate) fn arguments(settings: Settings) -> [Arg; 3] {
    let t = |vi, en| settings.say(vi, en);
    [
        Arg::new("folder")
            .value_name(t("THƯ_MỤC", "FOLDER"))
            .required(true)
            .value_parser(value_parser!(PathBuf))
            .help(t("thư mục có tệp khai báo", "folder with the manifest")),
        Arg::new("manifest")
            .long("manifest")
            .value_name("FILE")
            .default_value("thidua.yaml")
            .help(t("tên tệp khai báo trong thư mục", "name of the manifest in the folder")),
        Arg::new("run")
            .long("run")
            .value_name(t("ĐỢT_XÉT", "RUN"))
            .help(t("chỉ đợt xét này (mặc định: mọi đợt xét)", "only this run (default: every run)")),
    ]
}

impl Asked {
    pub(crate) fn of(matches: &ArgMatches) -> Option<Self> {
        Some(Self {
            folder: matches.get_one::<PathBuf>("folder")?.clone(),
            manifest: matches.get_one::<String>("manifest")?.clone(),
            run: matches.get_one::<String>("run").cloned(),
        })
    }

    /// Every run of the folder.
    pub(crate) fn all(matches: &ArgMatches) -> Option<Self> {
        let folder = matches.get_one::<PathBuf>("folder")?.clone();
        Some(Self { folder, manifest: matches.get_one::<String>("manifest")?.clone(), run: None })
    }

    /// Works through the folder.
    pub(crate) fn report(&self, settings: Settings) -> Result<Report, ExitCode> {
        let (_, report) = folder::work_through(settings, &self.folder, &self.manifest, 1)?;
        if let Some(id) = &self.run
            && !report.runs.iter().any(|run| run.id == *id)
        {
            let known: Vec<&str> = report.runs.iter().map(|run| run.id.as_str()).collect();
            let known = known.join(", ");
            let message = text!("không có đợt xét `{id}`", "there is no run `{id}`");
            return Err(not_there(
                settings,
                message,
                text!("dùng một trong: {known}", "use one of: {known}"),
            ));
        }
        Ok(report)
    }

    /// The runs that are asked about.
    pub(crate) fn runs<'a>(&'a self, report: &'a Report) -> impl Iterator<Item = &'a Run> {
        report.runs.iter().filter(|run| self.wants(&run.id))
    }

    /// Whether the run with this id is asked about.
    pub(crate) fn wants(&self, run: &str) -> bool {
        self.run.as_ref().is_none_or(|id| id == run)
    }
}

/// The id of the one entrant these words mean, in all the runs together; what is wrong has been shown when there is none.
pub(crate) fn whom<'a>(
    settings: Settings,
    runs: impl Iterator<Item = &'a Run> + Clone,
    words: &str,
) -> Result<String, ExitCode> {
    let mut met: Vec<(String, String)> = Vec::new();
    // An id means one entrant, whoever else bears the words in a name.
    if runs.clone().any(|run| run.evaluations.position(words).is_some()) {
        return Ok(words.to_owned());
    }
    for run in runs.clone() {
        let rows = match find(&run.evaluations, words) {
            Found::One(row) => vec![row],
            Found::Several(rows) => rows,
            Found::Nobody => continue,
        };
        let entrants = rows.iter().filter_map(|row| run.evaluations.entrants().get(*row));
        met.extend(
            entrants.map(|entrant| [&entrant.id, &entrant.name].map(|text| text.as_str().to_owned()).into()),
        );
    }
    met.sort();
    met.dedup_by(|one, other| one.0 == other.0);
    match met.as_slice() {
        [(id, _)] => Ok(id.clone()),
        [] => {
            let known = runs.flat_map(|run| run.evaluations.entrants());
            let near = thidua::nearest(words, known.map(|entrant| entrant.id.as_str()));
            let message = text!("không đợt xét nào có `{words}`", "no run has `{words}`");
            Err(not_there(
                settings,
                message,
                meant(near, text!("xem mã trong standings.csv", "see the ids in standings.csv")),
            ))
        }
        several => {
            let count = several.len();
            let mut listed: Vec<String> =
                several.iter().take(10).map(|(id, name)| format!("`{id}` ({name})")).collect();
            listed.extend((count > 10).then(|| "…".to_owned()));
            let listed = listed.join(", ");
            let message = text!("`{words}` chỉ {count} đối tượng", "`{words}` means {count} entrants");
            let help = text!("ghi mã của một đối tượng: {listed}", "give the id of one: {listed}");
            let finding = Diagnostic::error("TD0459", Place::file(ARGUMENTS), message).with_help(help);
            findings::show(settings, &[finding], &Files::default());
            Err(ExitCode::Refused)
        }
    }
}

/// The place of a finding about the words of the command line.
const ARGUMENTS: &str = "(arguments)";

/// Says that what was asked about is not there.
pub(crate) fn not_there(settings: Settings, message: Text, help: Text) -> ExitCode {
    let finding = Diagnostic::error("TD0591", Place::file(ARGUMENTS), message).with_help(help);
    findings::show(settings, &[finding], &Files::default());
    ExitCode::Refused
}

/// The nearest name as a remedy, or another remedy.
pub(crate) fn meant(near: Option<&str>, otherwise: Text) -> Text {
    near.map_or(otherwise, |near| text!("có phải `{near}` không?", "did you mean `{near}`?"))
}
