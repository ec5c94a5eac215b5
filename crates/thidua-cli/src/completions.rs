use clap::{Arg, ArgMatches, Command, value_parser};
use clap_complete::{Shell, generate};

use crate::{ExitCode, Settings, print};

/// The verb and its options.
pub(crate) fn command(settings: Settings) -> Command {
    let t = |vi, en| settings.say(vi, en);
    Command::new("completions")
        .about(t("In tập lệnh gợi ý khi gõ phím Tab", "Prints the completion script of a shell"))
        .after_help(t(
            "Ví dụ:\n  thidua completions bash > ~/.local/share/bash-completion/completions/thidua\n  thidua completions zsh > ~/.zfunc/_thidua\n  thidua completions fish > ~/.config/fish/completions/thidua.fish",
            "Examples:\n  thidua completions bash > ~/.local/share/bash-completion/completions/thidua\n  thidua completions zsh > ~/.zfunc/_thidua\n  thidua completions fish > ~/.config/fish/completions/thidua.fish",
        ))
        .arg(Arg::new("shell").value_name("SHELL").required(true).value_parser(value_parser!(Shell)).help(t("bash, zsh, fish, powershell hoặc elvish", "bash, zsh, fish, powershell or elvish")))
}

/// The shell that was named.
pub(crate) fn options(matches: &ArgMatches) -> Option<Shell> {
    matches.get_one::<Shell>("shell").copied()
}

/// Prints the script for the whole command line.
pub(crate) fn run(mut whole: Command, shell: Shell) -> ExitCode {
    let mut script = Vec::new();
    generate(shell, &mut whole, "thidua", &mut script);
    print(&String::from_utf8_lossy(&script));
    ExitCode::Done
}
