use thidua::{Language, Level, Lint, lint, lints, nearest};

use crate::{ExitCode, Settings, eprint, print};

/// The pages that describe findings; each section starts with `## ` or `### ` and the code.
const PAGES: [&str; 4] = [
    include_str!("../pages/lints.md"),
    include_str!("../pages/diagnostics.md"),
    include_str!("../pages/diagnostics-reading.md"),
    include_str!("../pages/diagnostics-table.md"),
];

// The pages are links into `docs`, so that the package has them: a checkout that does not know links holds a path instead.
const _: () =
    assert!(PAGES[0].len() > 999 && PAGES[1].len() > 999 && PAGES[2].len() > 999 && PAGES[3].len() > 999);

/// Prints every lint with its level and title.
pub(crate) fn list(settings: Settings) -> ExitCode {
    if settings.json {
        let listed: Vec<Listed> = lints().iter().map(Listed::of).collect();
        print(&thidua_json::to_json(&listed));
        return ExitCode::Done;
    }
    for lint in lints() {
        let fixed =
            if lint.fixed { settings.say(" (không hạ được)", " (cannot be lowered)") } else { "" };
        let (level, title) = (level_name(settings, lint.level), lint.title(settings.language));
        print(&format!("{}  {:<9} {:<24} {title}{fixed}\n", lint.code, level, lint.name));
    }
    ExitCode::Done
}

#[derive(serde::Serialize)]
struct Listed {
    code: &'static str,
    name: &'static str,
    level: Level,
    fixed: bool,
    title: thidua::Text,
}

impl Listed {
    fn of(lint: &Lint) -> Self {
        let title = thidua::Text::new(lint.title.0, lint.title.1);
        Self { code: lint.code, name: lint.name, level: lint.level, fixed: lint.fixed, title }
    }
}

fn level_name(settings: Settings, level: Level) -> &'static str {
    match level {
        Level::Deny => settings.say("lỗi", "deny"),
        Level::Warn => settings.say("cảnh báo", "warn"),
        Level::Note => settings.say("lưu ý", "note"),
        Level::Allow => settings.say("bỏ qua", "allow"),
    }
}

/// Prints the page of one lint or code.
pub(crate) fn explain(settings: Settings, code_or_name: &str) -> ExitCode {
    let found = lint(code_or_name);
    let code = found.map_or_else(|| code_or_name.to_uppercase(), |lint| lint.code.to_owned());
    let Some(section) = section(&code) else {
        let known = lints().iter().flat_map(|lint| [lint.name, lint.code]);
        let near = nearest(code_or_name, known);
        eprint(&match (settings.language, near) {
            (Language::Vietnamese, Some(near)) => {
                format!("lỗi: không có `{code_or_name}`; có phải `{near}` không?\n")
            }
            (Language::Vietnamese, None) => {
                format!("lỗi: không có `{code_or_name}`; xem `thidua check --list`\n")
            }
            (Language::English, Some(near)) => {
                format!("error: there is no `{code_or_name}`; did you mean `{near}`?\n")
            }
            (Language::English, None) => {
                format!("error: there is no `{code_or_name}`; see `thidua check --list`\n")
            }
        });
        return ExitCode::Usage;
    };
    let head = found.map_or_else(
        || format!("{code}\n"),
        |lint| {
            let (level, title) = (level_name(settings, lint.level), lint.title(settings.language));
            format!("{code} · {} · {level}\n{title}\n", lint.name)
        },
    );
    print(&format!("{head}\n{}\n", in_language(section, settings.language)));
    ExitCode::Done
}

/// The text below the heading of a code, up to the next heading.
pub(crate) fn section(code: &str) -> Option<&'static str> {
    let heading = format!("## {code}\n");
    let below = PAGES.iter().find_map(|page| page.split_once(heading.as_str()))?.1;
    let ends = ["\n## ", "\n### "].iter().filter_map(|next| below.find(next));
    below.get(..ends.min().unwrap_or(below.len())).map(str::trim)
}

/// The paragraphs and examples of one language: in the lint pages, English stands in quotation blocks.
pub(crate) fn in_language(section: &str, language: Language) -> String {
    if !section.lines().any(|line| line.starts_with("> ")) {
        return section.to_owned();
    }
    let english = language == Language::English;
    let mut kept = Vec::new();
    let mut in_example = false;
    for line in section.lines() {
        if line.starts_with("```") {
            in_example = !in_example;
        } else if in_example {
            kept.push(format!("    {line}"));
        } else if line.starts_with('`') {
            // Name and level stand in the head already.
        } else if let Some((vi, en)) = line.split_once(" · ").filter(|_| line.ends_with(':')) {
            kept.push(if english { en.to_owned() } else { format!("{vi}:") });
        } else if let Some(words) = line.strip_prefix("> ") {
            kept.extend(english.then(|| words.to_owned()));
        } else if !english || line.is_empty() {
            kept.push(line.to_owned());
        }
    }
    kept.dedup_by(|next, line| next.is_empty() && line.is_empty());
    kept.join("\n").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_the_index_is_explained_in_both_languages() {
        let index = include_str!("../pages/diagnostics.md");
        let codes: Vec<&str> = index
            .lines()
            .filter(|line| line.starts_with("* [TD"))
            .flat_map(|line| line.split('[').skip(1))
            .filter_map(|link| link.split(']').next())
            .collect();
        assert!(codes.len() > 200, "{}", codes.len());
        for code in codes.iter().copied().chain(lints().iter().map(|lint| lint.code)) {
            let section = section(code).unwrap_or_default();
            for language in [Language::Vietnamese, Language::English] {
                let words = in_language(section, language);
                assert!(words.split_whitespace().count() > 5, "{code}: {words}");
                assert!(!words.contains("\n## "), "{code} runs into the next");
            }
        }
    }
}
