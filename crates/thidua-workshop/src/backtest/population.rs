//! Runs of past years that the old version was made for (dữ liệu của các năm trước), and how a version works through one.

use thidua::{
    Cell, Date, Diagnostic, Evaluations, InputId, Origin, Outcome, Place, Plan, Report, RuleSet, Run,
    TransferRules, Valid, compile, evaluate, nearest, text, transfer,
};
use thidua_table::{Layout, read_cell};

use super::run::BacktestOptions;
use crate::diff::Comparison;

/// One run of a folder.
#[derive(Clone, Copy)]
pub(super) struct Population<'a> {
    pub(super) folder: &'a str,
    pub(super) run: &'a Run,
}

/// A version of the rules worked through one run.
pub(super) struct Played {
    pub(super) plan: Plan,
    pub(super) evaluations: Evaluations,
    pub(super) outcome: Outcome,
    /// Inputs nobody was asked for, and inputs nobody reads any more, by name and title.
    pub(super) unanswered: Vec<(String, String)>,
    pub(super) unread: Vec<(String, String)>,
}

/// The runs of the folders whose rule set is the old one by name, on a day on which it holds.
pub(super) fn populations<'a>(
    old: &RuleSet,
    file: &str,
    folders: &'a [(String, Report)],
    findings: &mut Vec<Diagnostic>,
) -> Vec<Population<'a>> {
    let mut found = Vec::new();
    for (folder, report) in folders {
        let wanted = &old.rule_set.value;
        let runs: Vec<&Run> =
            report.runs.iter().filter(|run| run.plan.rules().rule_set.value == *wanted).collect();
        if runs.is_empty() {
            let known = report.runs.iter().map(|run| run.plan.rules().rule_set.value.as_str());
            let mut names: Vec<&str> = known.clone().collect();
            names.dedup();
            let names = names.join("`, `");
            let near = nearest(wanted, known).map(str::to_owned);
            let help = match near {
                Some(near) => text!("có phải `{near}` không?", "did you mean `{near}`?"),
                None => text!(
                    "chỉ ra thư mục có đợt xét dùng bộ tiêu chí này; ở đây chỉ có `{names}`",
                    "give a folder with a run of this rule set; here there are `{names}`"
                ),
            };
            findings.push(
                Diagnostic::error(
                    "TD0701",
                    Place::file(folder.as_str()),
                    text!(
                        "không đợt xét nào trong thư mục dùng bộ tiêu chí `{wanted}` của `{file}`",
                        "no run of the folder uses the rule set `{wanted}` of `{file}`"
                    ),
                )
                .with_help(help),
            );
        }
        for run in runs {
            let (id, version) = (&run.id, &run.plan.rules().version);
            if *version != old.version {
                let own = &old.version;
                findings.push(
                    Diagnostic::warning(
                        "TD0702",
                        Place::file(folder.as_str()),
                        text!(
                            "đợt xét `{id}` đã chấm theo phiên bản {version}, còn `{file}` là phiên bản {own}",
                            "the run `{id}` was scored by version {version}, and `{file}` is version {own}"
                        ),
                    )
                    .with_help(text!(
                        "kết quả “cũ” dưới đây tính lại theo `{file}`",
                        "the “old” results below are computed again by `{file}`"
                    )),
                );
            }
            if !old.effective.dates().contains(run.plan.day()) {
                let day = run.plan.day().to_vietnamese();
                findings.push(
                    Diagnostic::error(
                        "TD0703",
                        Place::file(folder.as_str()),
                        text!(
                            "đợt xét `{id}` xét theo ngày {day}, khi `{file}` không có hiệu lực",
                            "the run `{id}` is judged on {day}, when `{file}` is not in force"
                        ),
                    )
                    .with_help(text!(
                        "dùng số liệu của năm khác, hoặc phiên bản của năm đó",
                        "use data of another year, or the version of that year"
                    )),
                );
                continue;
            }
            found.push(Population { folder, run });
        }
    }
    found
}

/// How every version reads what was entered for the run's own; what cannot be assumed is a finding.
pub(super) fn transfer_rules(
    comparison: &Comparison,
    plan: &Plan,
    options: &BacktestOptions,
    findings: &mut Vec<Diagnostic>,
) -> TransferRules {
    let mut rules = TransferRules {
        renamed: comparison.renamed.clone(),
        scale_points: options.scale_points,
        ..TransferRules::default()
    };
    for (name, written) in &options.assumed {
        let fits = |known: &&thidua::PlanInput| known.name == *name || known.aliases.contains(name);
        let Some(input) = plan.inputs().iter().find(fits) else {
            let known = plan.inputs().iter().map(|input| input.name.as_str());
            let help = match nearest(name, known) {
                Some(near) => text!("có phải `{near}` không?", "did you mean `{near}`?"),
                None => text!("dùng tên số liệu hoặc mã tiêu chí", "use an input or a criterion code"),
            };
            let message = text!("bộ tiêu chí mới không có `{name}`", "the new rule set has no `{name}`");
            findings.push(Diagnostic::error("TD0704", Place::file("--assume"), message).with_help(help));
            continue;
        };
        let place = Place::file(format!("--assume {name}"));
        match read_cell(input, &Layout::default(), written.trim(), &place, Origin::default()) {
            Ok((Cell { state: thidua::CellState::Value, value, .. }, _)) => {
                rules.assumed.insert(input.name.clone(), Some(value));
            }
            Ok(_) => {
                rules.assumed.insert(input.name.clone(), None);
            }
            Err(finding) => findings.push(finding),
        }
    }
    rules
}

/// Works one version through one run.
pub(super) fn play(
    rules: &Valid<RuleSet>,
    file: &str,
    population: Population<'_>,
    reading: &TransferRules,
) -> Result<Played, Vec<Diagnostic>> {
    let run = population.run;
    let day: Date = run.plan.day();
    let plan = compile(rules, file, day)?;
    let transferred = transfer(&run.evaluations, &run.plan, &plan, reading);
    let outcome = evaluate(&plan, &transferred.evaluations, &run.circumstances());
    let named = |plan: &Plan, positions: &[InputId]| {
        let inputs = positions.iter().filter_map(|position| plan.inputs().get(*position));
        inputs.map(|input| (input.name.clone(), input.title.clone())).collect()
    };
    Ok(Played {
        unanswered: named(&plan, &transferred.unanswered),
        unread: named(&run.plan, &transferred.unread),
        evaluations: transferred.evaluations,
        plan,
        outcome,
    })
}
