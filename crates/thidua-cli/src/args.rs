use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use thidua::Language;

use crate::groups::grouped;
use crate::localized::{in_vietnamese, mistake};
use crate::{ExitCode, Settings, eprint, print};

/// What the user asks for.
pub(crate) enum Request {
    Recommend(RecommendOptions),
    ScorePart(crate::score_part::ScorePartOptions),
    Merge(crate::merge::MergeOptions),
    Check(CheckOptions),
    Explain(crate::explain::ExplainOptions),
    Compare(crate::compare::CompareOptions),
    Near(crate::near::NearOptions),
    Stats(crate::stats::StatsOptions),
    Missing(crate::missing::MissingOptions),
    WorkList(crate::worklist::WorkListOptions),
    Reconcile(crate::reconcile::ReconcileOptions),
    Report(crate::report::ReportRequest),
    Form(crate::form::FormOptions),
    Collect(crate::collect::CollectOptions),
    Evaluate { season: bool },
    Schema(SchemaOptions),
    Verify(VerifyOptions),
    Test(crate::test::TestOptions),
    Diff(crate::diff::DiffOptions),
    Backtest(crate::backtest::BacktestRequest),
    Fmt(crate::fmt::FmtOptions),
    New(crate::new::NewOptions),
    Print(crate::print::PrintOptions),
    Completions(clap_complete::Shell),
}

pub(crate) struct RecommendOptions {
    pub(crate) folder: PathBuf,
    /// Tables, where the folder is a rule file.
    pub(crate) tables: Vec<PathBuf>,
    pub(crate) write_manifest: bool,
    pub(crate) manifest: String,
    pub(crate) out: Option<PathBuf>,
    pub(crate) threads: usize,
}

pub(crate) struct CheckOptions {
    pub(crate) paths: Vec<PathBuf>,
    pub(crate) list: bool,
    pub(crate) explain: Option<String>,
    pub(crate) sarif: bool,
    pub(crate) bounds: bool,
    pub(crate) plan: bool,
}

pub(crate) struct SchemaOptions {
    pub(crate) kind: Option<String>,
    pub(crate) out: Option<PathBuf>,
}

pub(crate) struct VerifyOptions {
    pub(crate) folder: PathBuf,
    pub(crate) results: Option<PathBuf>,
    /// The digest of the record, kept apart from it.
    pub(crate) digest: Option<String>,
    /// The public key of whoever signed the record.
    pub(crate) signed_by: Option<PathBuf>,
}

/// Reads the command line; help and mistakes are printed here.
pub(crate) fn parse() -> Result<(Settings, Request), ExitCode> {
    let words: Vec<std::ffi::OsString> = std::env::args_os().collect();
    // The language of the help text must be known before the words are parsed.
    let english =
        words.iter().zip(words.iter().skip(1)).any(|(flag, value)| flag == "--lang" && value == "en")
            || words.iter().any(|word| word == "--lang=en");
    let language = if english { Language::English } else { Language::Vietnamese };
    let settings = Settings { language, json: false };
    let asked = command(settings);
    let asked = if english { asked } else { in_vietnamese(asked) };
    let asked = grouped(settings, asked);
    let matches = match asked.try_get_matches_from(words) {
        Ok(matches) => matches,
        Err(error) if !error.use_stderr() => {
            print(&error.render().to_string());
            return Err(ExitCode::Done);
        }
        Err(error) => {
            eprint(&if english { error.render().to_string() } else { mistake(&error) });
            return Err(ExitCode::Usage);
        }
    };
    let sarif = matches.get_one::<String>("format").is_some_and(|format| format == "sarif");
    if sarif && matches.subcommand_name() != Some("check") {
        eprint(settings.say(
            "lỗi: `--format sarif` chỉ dùng với `thidua check`\n",
            "error: `--format sarif` goes with `thidua check` only\n",
        ));
        return Err(ExitCode::Usage);
    }
    let settings = Settings {
        json: matches.get_one::<String>("format").is_some_and(|format| format == "json"),
        ..settings
    };
    request(&matches).map(|request| (settings, request)).ok_or(ExitCode::Usage)
}

/// The whole command line.
pub(crate) fn command(settings: Settings) -> Command {
    let t = |vi, en| settings.say(vi, en);
    let manifest = || {
        Arg::new("manifest")
            .long("manifest")
            .value_name("FILE")
            .default_value("thidua.yaml")
            .help(t("tên tệp khai báo trong thư mục", "name of the manifest in the folder"))
    };
    let folder = || {
        Arg::new("folder")
            .value_name(t("THƯ_MỤC", "FOLDER"))
            .required(true)
            .value_parser(value_parser!(PathBuf))
            .help(t("thư mục có tệp khai báo", "folder with the manifest"))
    };
    let out = || {
        Arg::new("out")
            .long("out")
            .value_name(t("THƯ_MỤC", "FOLDER"))
            .value_parser(value_parser!(PathBuf))
            .help(t(
                "nơi ghi kết quả (mặc định: results trong thư mục)",
                "where to write (default: results inside the folder)",
            ))
    };
    let threads = || {
        Arg::new("threads")
            .long("threads")
            .value_name("N")
            .value_parser(value_parser!(u16).range(1..=256))
            .help(t("số luồng tính; không bao giờ đổi kết quả", "number of threads; never changes a result"))
    };
    Command::new("thidua")
        .version(env!("CARGO_PKG_VERSION"))
        .about(t(
            "Chấm điểm, xếp hạng và đề nghị khen thưởng phong trào thi đua: chính xác, giải trình được từng con số",
            "Scores, ranks and recommends awards for emulation movements: exact, every number explained",
        ))
        .after_help(t(
            "Ví dụ:\n  thidua recommend fixtures/dan-van-kheo-2014\n  thidua explain fixtures/dan-van-kheo-2014 h-lai-vung\n  thidua check rules/xa.yaml\n\nMã thoát: 0 xong; 1 xong, có việc cần người xem; 2 dữ liệu bị từ chối; 3 sai cú pháp lệnh; 70 lỗi chương trình.",
            "Examples:\n  thidua recommend fixtures/dan-van-kheo-2014\n  thidua explain fixtures/dan-van-kheo-2014 h-lai-vung\n  thidua check rules/xa.yaml\n\nExit codes: 0 done; 1 done, something needs a person; 2 input refused; 3 usage; 70 internal fault.",
        ))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .arg(Arg::new("lang").long("lang").global(true).value_parser(PossibleValuesParser::new(["vi", "en"])).default_value("vi").help(t("ngôn ngữ hiển thị", "language of messages")))
        .arg(Arg::new("format").long("format").global(true).value_parser(PossibleValuesParser::new(["text", "json", "sarif"])).default_value("text").help(t("chữ cho người đọc, JSON cho chương trình, SARIF (chỉ cho check) cho trình soạn thảo", "text for people, JSON for programs, SARIF (check only) for editors")))
        .subcommand(
            Command::new("recommend")
                .about(t("Chấm cả thư mục, in tóm tắt và ghi thư mục kết quả", "Works through a folder, prints the summary and writes the results folder"))
                .after_help(t(
                    "Ví dụ:\n  thidua recommend fixtures/dan-van-kheo-2014\n  thidua recommend du-lieu-2026 --out ket-qua-2026 --threads 4\n  thidua recommend bo-tieu-chi.yaml phieu.xlsx",
                    "Examples:\n  thidua recommend fixtures/dan-van-kheo-2014\n  thidua recommend data-2026 --out results-2026 --threads 4\n  thidua recommend rules.yaml sheet.xlsx",
                ))
                .arg(folder().help(t("thư mục có tệp khai báo, hoặc tệp bộ tiêu chí", "folder with the manifest, or a rule file")))
                .arg(Arg::new("tables").value_name(t("BẢNG", "TABLE")).num_args(0..).value_parser(value_parser!(PathBuf)).help(t("bảng chấm điểm (.xlsx, .ods, .csv, .json) khi không có tệp khai báo", "tables (.xlsx, .ods, .csv, .json) where there is no manifest")))
                .arg(Arg::new("write-manifest").long("write-manifest").action(ArgAction::SetTrue).requires("tables").help(t("ghi tệp khai báo thidua.yaml cạnh tệp bộ tiêu chí", "write the manifest thidua.yaml beside the rule file")))
                .arg(manifest())
                .arg(out())
                .arg(threads()),
        )
        .subcommand(
            Command::new("check")
                .about(t("Kiểm tra bộ tiêu chí, hoặc mọi bộ tiêu chí của một thư mục", "Checks rule files, or all rule files of a folder"))
                .after_help(t("Ví dụ:\n  thidua check rules/xa.yaml rules/huyen.yaml\n  thidua check fixtures/khen-thuong-2026", "Examples:\n  thidua check rules/xa.yaml rules/huyen.yaml\n  thidua check fixtures/khen-thuong-2026"))
                .arg(Arg::new("paths").value_name(t("TỆP", "FILE")).required_unless_present_any(["list", "explain"]).num_args(1..).value_parser(value_parser!(PathBuf)).help(t("tệp bộ tiêu chí, hoặc thư mục có tệp khai báo", "rule files, or a folder with a manifest")))
                .arg(Arg::new("list").long("list").action(ArgAction::SetTrue).help(t("liệt kê mọi phép kiểm tra với mức độ", "lists every lint with its level")))
                .arg(Arg::new("bounds").long("bounds").action(ArgAction::SetTrue).conflicts_with_all(["list", "explain"]).help(t("in điểm thấp nhất và cao nhất có thể đạt của từng tiêu chí, nhóm và tổng điểm", "shows the lowest and highest points of every criterion, group and total")))
                .arg(Arg::new("plan").long("plan").action(ArgAction::SetTrue).conflicts_with_all(["list", "explain", "bounds"]).help(t("cho biết tiêu chí nào được chấm theo cột khi có nhiều đơn vị, và vì sao tiêu chí khác thì không", "shows which criteria are read in columns when many entrants are scored, and why the others are not")))
                .arg(Arg::new("explain").long("explain").value_name(t("MÃ", "CODE")).conflicts_with("list").help(t("giải thích một mã hay một phép kiểm tra: TD0222, band-gap", "explains a code or a lint: TD0222, band-gap"))),
        )
        .subcommand(crate::test::command(settings))
        .subcommand(crate::diff::command(settings))
        .subcommand(crate::backtest::command(settings))
        .subcommand(crate::fmt::command(settings))
        .subcommand(crate::new::command(settings))
        .subcommand(crate::print::command(settings))
        .subcommand(crate::completions::command(settings))
        .subcommand(crate::explain::command(settings))
        .subcommand(crate::compare::command(settings))
        .subcommand(crate::near::command(settings))
        .subcommand(crate::stats::command(settings))
        .subcommand(crate::missing::command(settings))
        .subcommand(crate::reconcile::command(settings))
        .subcommand(crate::report::command(settings))
        .subcommand(crate::form::command(settings))
        .subcommand(crate::collect::command(settings))
        .subcommand(crate::worklist::command(settings))
        .subcommand(crate::score_part::command(settings, folder(), manifest(), threads()))
        .subcommand(crate::merge::command(settings, folder(), manifest(), out(), threads()))
        .subcommand(crate::evaluate::command(settings))
        .subcommand(
            Command::new("schema")
                .about(t("In lược đồ JSON của một loại tệp", "Prints the JSON Schema of a kind of file"))
                .after_help(t("Ví dụ:\n  thidua schema rule-set > rule-set.schema.json\n  thidua schema --out schemas", "Examples:\n  thidua schema rule-set > rule-set.schema.json\n  thidua schema --out schemas"))
                .arg(Arg::new("kind").value_name(t("LOẠI", "KIND")).value_parser(PossibleValuesParser::new(crate::schema::KINDS)).help(t("loại tệp", "kind of file")))
                .arg(Arg::new("out").long("out").value_name(t("THƯ_MỤC", "FOLDER")).value_parser(value_parser!(PathBuf)).help(t("ghi mọi lược đồ vào thư mục này", "write all schemas into this folder"))),
        )
        .subcommand(
            Command::new("verify")
                .about(t("Tính lại từ biên bản chạy và so từng byte với kết quả đã ghi", "Replays a run record and compares with the written results, byte for byte"))
                .after_help(t(
                    "Ví dụ:\n  thidua verify fixtures/dan-van-kheo-2014\n  thidua verify fixtures/dan-van-kheo-2014/results\n  thidua verify nam-2014 --digest 5f2c…\n\nKý biên bản chạy, rồi kiểm tra chữ ký:\n  ssh-keygen -Y sign -f KHÓA -n thidua-run nam-2014/results/run-record.json\n  thidua verify nam-2014 --signed-by KHÓA.pub",
                    "Examples:\n  thidua verify fixtures/dan-van-kheo-2014\n  thidua verify fixtures/dan-van-kheo-2014/results\n  thidua verify year-2014 --digest 5f2c…\n\nTo sign a run record, and to check the signature:\n  ssh-keygen -Y sign -f KEY -n thidua-run year-2014/results/run-record.json\n  thidua verify year-2014 --signed-by KEY.pub",
                ))
                .arg(folder())
                .arg(Arg::new("results").long("results").value_name(t("THƯ_MỤC", "FOLDER")).value_parser(value_parser!(PathBuf)).help(t("thư mục kết quả (mặc định: results trong thư mục)", "results folder (default: results inside the folder)")))
                .arg(Arg::new("digest").long("digest").value_name("SHA256").help(t("mã sha256 của biên bản chạy đã ghi lại ở nơi khác", "sha256 of the run record, as it was noted elsewhere")))
                .arg(Arg::new("signed-by").long("signed-by").value_name("FILE").value_parser(value_parser!(PathBuf)).help(t("khóa công khai (ssh-ed25519) của người đã ký biên bản", "public key (ssh-ed25519) of whoever signed the record"))),
        )
}

fn request(matches: &ArgMatches) -> Option<Request> {
    let (name, matches) = matches.subcommand()?;
    let path = |key: &str| matches.get_one::<PathBuf>(key).cloned();
    let text = |key: &str| matches.get_one::<String>(key).cloned();
    Some(match name {
        "recommend" => Request::Recommend(RecommendOptions {
            folder: path("folder")?,
            tables: matches.get_many::<PathBuf>("tables").unwrap_or_default().cloned().collect(),
            write_manifest: matches.get_flag("write-manifest"),
            manifest: text("manifest")?,
            out: path("out"),
            threads: threads(matches),
        }),
        "score-part" => Request::ScorePart(crate::score_part::options(matches, threads(matches))?),
        "merge" => Request::Merge(crate::merge::options(matches, threads(matches))?),
        "check" => Request::Check(CheckOptions {
            paths: matches.get_many::<PathBuf>("paths").unwrap_or_default().cloned().collect(),
            list: matches.get_flag("list"),
            explain: text("explain"),
            sarif: text("format").is_some_and(|format| format == "sarif"),
            bounds: matches.get_flag("bounds"),
            plan: matches.get_flag("plan"),
        }),
        "explain" => Request::Explain(crate::explain::options(matches)?),
        "compare" => Request::Compare(crate::compare::options(matches)?),
        "near" => Request::Near(crate::near::options(matches)?),
        "stats" => Request::Stats(crate::stats::options(matches)?),
        "form" => Request::Form(crate::form::options(matches)?),
        "collect" => Request::Collect(crate::collect::options(matches)?),
        "worklist" => Request::WorkList(crate::worklist::options(matches)?),
        "missing" => Request::Missing(crate::missing::options(matches)?),
        "reconcile" => Request::Reconcile(crate::reconcile::options(matches)?),
        "report" => Request::Report(crate::report::options(matches)?),
        "evaluate" => Request::Evaluate { season: matches.get_flag("season") },
        "schema" => Request::Schema(SchemaOptions { kind: text("kind"), out: path("out") }),
        "test" => Request::Test(crate::test::options(matches)?),
        "backtest" => Request::Backtest(crate::backtest::options(matches)?),
        "diff" => Request::Diff(crate::diff::options(matches)?),
        "fmt" => Request::Fmt(crate::fmt::options(matches)?),
        "print" => Request::Print(crate::print::options(matches)?),
        "new" => Request::New(crate::new::options(matches)?),
        "completions" => Request::Completions(crate::completions::options(matches)?),
        "verify" => Request::Verify(VerifyOptions {
            folder: path("folder")?,
            results: path("results"),
            digest: text("digest"),
            signed_by: path("signed-by"),
        }),
        _ => return None,
    })
}

/// The number of threads; that of the machine where none is given.
fn threads(matches: &ArgMatches) -> usize {
    matches.get_one::<u16>("threads").map_or_else(
        || std::thread::available_parallelism().map_or(1, usize::from),
        |count| usize::from(*count),
    )
}
