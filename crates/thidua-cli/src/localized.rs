//! Help and mistakes in Vietnamese: clap writes its own words in English, so each of them is replaced here, once for
//! every command.

use clap::error::{ContextKind, ErrorKind};
use clap::{Arg, ArgAction, Command, Error};

/// The command with help whose every word is Vietnamese; its subcommands too.
pub(crate) fn in_vietnamese(command: Command) -> Command {
    let name = command.get_name().to_owned();
    named(command, &name)
}

fn named(command: Command, name: &str) -> Command {
    let own_help = Arg::new("help")
        .short('h')
        .long("help")
        .action(ArgAction::Help)
        .help("in trợ giúp này (`--help` và `-h` như nhau)");
    let mut command = command.disable_help_flag(true).disable_help_subcommand(true).arg(own_help);
    if command.get_version().is_some() {
        let own_version = Arg::new("version")
            .short('V')
            .long("version")
            .action(ArgAction::Version)
            .help("in số hiệu phiên bản");
        command = command.disable_version_flag(true).arg(own_version);
    }
    command = command
        .mut_args(argument)
        .mut_subcommands(|command| {
            let name = format!("{name} {}", command.get_name());
            named(command, &name)
        })
        .subcommand_help_heading("Các lệnh")
        .subcommand_value_name("LỆNH")
        .help_template("{about-with-newline}\nCách dùng: {usage}\n\n{all-args}{after-help}");
    let usage = command.clone().bin_name(name).render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ").replace("[OPTIONS]", "[TÙY_CHỌN]");
    command.override_usage(usage)
}

/// An argument with its default and its choices told in Vietnamese.
fn argument(argument: Arg) -> Arg {
    let heading = if argument.is_positional() { "Tham số" } else { "Tùy chọn" };
    let words = |values: Vec<String>| values.join(", ");
    let defaults =
        words(argument.get_default_values().iter().map(|value| value.to_string_lossy().into()).collect());
    let takes = argument.get_action().takes_values();
    let choices = if takes {
        words(argument.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect())
    } else {
        String::new()
    };
    let mut notes = Vec::new();
    if takes && !defaults.is_empty() {
        notes.push(format!("mặc định: {defaults}"));
    }
    if !choices.is_empty() {
        notes.push(format!("chọn: {choices}"));
    }
    let mut help = argument.get_help().map(ToString::to_string).unwrap_or_default();
    if !notes.is_empty() {
        help = format!("{help} [{}]", notes.join("; "));
    }
    let name = match argument.get_value_names() {
        Some([name]) if name.as_str() == "FILE" => Some("TỆP"),
        None if takes => match argument.get_id().as_str() {
            "lang" => Some("NGÔN_NGỮ"),
            "format" => Some("DẠNG"),
            _ => None,
        },
        _ => None,
    };
    let argument = argument.help(help).help_heading(heading);
    if !takes {
        return argument;
    }
    let argument = argument.hide_default_value(true).hide_possible_values(true);
    match name {
        Some(name) => argument.value_name(name),
        None => argument,
    }
}

/// What is wrong with a command line, and how it is written.
pub(crate) fn mistake(error: &Error) -> String {
    let context = |kind| error.get(kind).map(ToString::to_string).filter(|words| !words.is_empty());
    let argument = context(ContextKind::InvalidArg).unwrap_or_default();
    let words = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            format!("không có lệnh `{}`", context(ContextKind::InvalidSubcommand).unwrap_or_default())
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            return error.render().to_string();
        }
        ErrorKind::UnknownArgument => format!("không có tùy chọn `{argument}`"),
        ErrorKind::MissingRequiredArgument => format!("thiếu {argument}"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => match context(ContextKind::InvalidValue) {
            Some(value) => format!("`{value}` không dùng được cho {argument}"),
            None => format!("{argument} cần một giá trị"),
        },
        ErrorKind::ArgumentConflict => match context(ContextKind::PriorArg) {
            Some(other) if other != argument => format!("{argument} không đi cùng {other}"),
            _ => format!("{argument} chỉ viết một lần"),
        },
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("{argument} nhận số giá trị khác")
        }
        _ => format!("không đọc được dòng lệnh{}", if argument.is_empty() { "" } else { " ở " }) + &argument,
    };
    let near = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    let near = near.into_iter().find_map(context).map(|near| format!("; có phải {near} không?"));
    let valid = context(ContextKind::ValidValue).map(|values| format!("; chọn một trong: {values}"));
    let more = near.or(valid).unwrap_or_default();
    format!("lỗi: {words}{more}\n\nXem `thidua --help`, hoặc `thidua LỆNH --help`.\n")
}
