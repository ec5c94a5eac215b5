//! The command line of thidua (dòng lệnh): the only crate that opens files, prints and exits.

mod args;
mod asked;
mod backtest;
mod bounded;
mod bounds;
mod check;
mod collect;
mod compare;
mod completions;
mod diff;
mod evaluate;
mod explain;
mod findings;
mod fmt;
mod folder;
mod form;
mod groups;
mod interrupt;
mod lint_pages;
mod localized;
mod merge;
mod missing;
mod moment;
mod near;
mod new;
mod of_day;
mod print;
mod progress;
mod reading;
mod recommend;
mod reconcile;
mod record;
mod replayed;
mod report;
mod results_folder;
mod returned;
mod sarif;
mod schema;
mod score_part;
mod simple;
mod stats;
mod stdout;
mod system_error;
mod test;
mod verify;
mod worklist;
mod writer;
mod written;

use std::process::ExitCode;

use args::Request;
use stdout::print;
use thidua::Language;

/// A run writes millions of short texts; this allocator takes a fifth less of the processor for them.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How a command ended; the numbers are part of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    /// Everything is done.
    Done = 0,
    /// Done, with findings that need a person.
    NeedsPerson = 1,
    /// The input was refused.
    Refused = 2,
    /// The command line itself is wrong.
    Usage = 3,
    /// A fault of the program.
    Internal = 70,
}

/// What every command needs to know.
#[derive(Clone, Copy, Debug)]
struct Settings {
    language: Language,
    json: bool,
}

impl Settings {
    /// The words of the chosen language.
    fn say(self, vi: &'static str, en: &'static str) -> &'static str {
        if self.language == Language::Vietnamese { vi } else { en }
    }
}

fn main() -> ExitCode {
    // A fault must end with the code that says so, whatever happens.
    let ending = std::panic::catch_unwind(run).unwrap_or(Ending::Internal);
    ExitCode::from(ending as u8)
}

fn run() -> Ending {
    let (settings, request) = match args::parse() {
        Ok(parsed) => parsed,
        Err(ending) => {
            return stdout::close(Settings { language: Language::Vietnamese, json: false }, ending);
        }
    };
    let ending = match request {
        Request::Recommend(options) => recommend::run(settings, &options),
        Request::ScorePart(options) => score_part::run(settings, &options),
        Request::Merge(options) => merge::run(settings, &options),
        Request::Check(options) => check::run(settings, &options),
        Request::Explain(options) => explain::run(settings, &options),
        Request::Compare(options) => compare::run(settings, &options),
        Request::Near(options) => near::run(settings, &options),
        Request::Stats(options) => stats::run(settings, &options),
        Request::Missing(options) => missing::run(settings, &options),
        Request::Reconcile(options) => reconcile::run(settings, &options),
        Request::Report(options) => report::run(settings, &options),
        Request::Form(options) => form::run(settings, &options),
        Request::Collect(options) => collect::run(settings, &options),
        Request::Evaluate { season } => evaluate::run(settings, season),
        Request::Test(options) => test::run(settings, &options),
        Request::Backtest(options) => backtest::run(settings, &options),
        Request::Diff(options) => diff::run(settings, &options),
        Request::Fmt(options) => fmt::run(settings, &options),
        Request::Print(options) => print::run(settings, &options),
        Request::New(options) => new::run(settings, &options),
        Request::Completions(shell) => completions::run(args::command(settings), shell),
        Request::Schema(options) => schema::run(settings, &options),
        Request::WorkList(options) => worklist::run(settings, &options),
        Request::Verify(options) => verify::run(settings, &options),
    };
    stdout::close(settings, ending)
}

/// Prints to standard error.
fn eprint(text: &str) {
    use std::io::Write;
    let _ = std::io::stderr().write_all(text.as_bytes());
}
