//! The list of commands in `--help`: in the order of the people who use them, each group under a heading.

use std::fmt::Write;

use clap::Command;

use crate::Settings;

/// Who uses which commands, in the order of their day.
const GROUPS: [(&str, &str, &[&str]); 3] = [
    (
        "Chuyên viên: từ phiếu đến hồ sơ",
        "For the specialist: from forms to papers",
        &[
            "form",
            "collect",
            "recommend",
            "worklist",
            "explain",
            "compare",
            "missing",
            "near",
            "stats",
            "reconcile",
            "report",
            "verify",
        ],
    ),
    (
        "Người soạn bộ tiêu chí",
        "For authors of rule sets",
        &["new", "check", "test", "diff", "backtest", "fmt", "print"],
    ),
    ("Lập trình viên", "For developers", &["score-part", "merge", "evaluate", "schema", "completions"]),
];

/// The command whose help lists its commands by group.
pub(crate) fn grouped(settings: Settings, command: Command) -> Command {
    let listed = list(settings, &command);
    let usage = settings.say("Cách dùng:", "Usage:");
    let own = command.clone().render_usage().to_string();
    let own = own.trim_start_matches("Usage: ").to_owned();
    // The groups stand for the one list that clap would write.
    command.override_usage(own).mut_subcommands(|command| command.hide(true)).help_template(format!(
        "{{about-with-newline}}\n{usage} {{usage}}\n\n{listed}{{all-args}}{{after-help}}"
    ))
}

fn list(settings: Settings, command: &Command) -> String {
    let width = command.get_subcommands().map(|each| each.get_name().len()).max().unwrap_or(0);
    let mut text = String::new();
    for (vi, en, names) in GROUPS {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}:", settings.say(vi, en));
        for name in names {
            let about = command.find_subcommand(name).and_then(Command::get_about);
            let about = about.map(ToString::to_string).unwrap_or_default();
            let _ = writeln!(text, "  {name:width$}  {about}");
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_stands_in_one_group() {
        let settings = Settings { language: thidua::Language::English, json: false };
        let command = crate::args::command(settings);
        let mut known: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
        let mut listed: Vec<&str> = GROUPS.iter().flat_map(|(_, _, names)| names.iter().copied()).collect();
        known.sort_unstable();
        listed.sort_unstable();
        assert_eq!(known, listed);
        let help = grouped(settings, command).render_help().to_string();
        assert!(help.contains("For authors of rule sets:\n  new "), "{help}");
        assert!(help.find("  recommend ").unwrap() < help.find("  check ").unwrap());
        assert_eq!(help.matches("Makes the papers for the council").count(), 1, "{help}");
    }
}
