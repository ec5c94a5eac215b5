use serde::Serialize;
use thidua::{Explanation, nearest, page};

use crate::args::ExplainOptions;
use crate::{Ending, Settings, eprint, folder, print};

/// Prints one page for each run the entrant is in.
pub(crate) fn run(settings: Settings, options: &ExplainOptions) -> Ending {
    let (_, report) = match folder::work_through(settings, &options.folder, &options.manifest, 1) {
        Ok(worked) => worked,
        Err(ending) => return ending,
    };
    let wanted = |run: &&thidua::Run| options.run.as_ref().is_none_or(|id| run.id == *id);
    let runs: Vec<&thidua::Run> = report.runs.iter().filter(wanted).collect();
    let mut pages = Vec::new();
    let mut explanations: Vec<RunExplanation> = Vec::new();
    for run in &runs {
        let Some(row) = run.evaluations.position(&options.entrant) else { continue };
        if settings.json {
            let explanation =
                thidua::explain(&run.plan, &run.evaluations, &run.circumstances(), &run.outcome, row);
            explanations
                .extend(explanation.map(|explanation| RunExplanation { run: run.id.clone(), explanation }));
        } else {
            pages.push(page(run, row, settings.language, true));
        }
    }
    if pages.is_empty() && explanations.is_empty() {
        unknown(settings, options, &runs);
        return Ending::Refused;
    }
    if settings.json {
        print(&thidua_json::to_json(&explanations));
    } else {
        print(&pages.join("\n────────\n\n"));
    }
    Ending::Done
}

#[derive(Serialize)]
struct RunExplanation {
    run: String,
    explanation: Explanation,
}

fn unknown(settings: Settings, options: &ExplainOptions, runs: &[&thidua::Run]) {
    let known = runs.iter().flat_map(|run| run.evaluations.entrants()).map(|entrant| entrant.id.as_str());
    let near = nearest(&options.entrant, known);
    let id = &options.entrant;
    let (vi, en) = match near {
        Some(near) => (format!("có phải `{near}` không?"), format!("did you mean `{near}`?")),
        None => ("xem mã trong standings.csv".to_owned(), "see the ids in standings.csv".to_owned()),
    };
    eprint(&match settings.language {
        thidua::Language::Vietnamese => format!("lỗi: không lượt nào có đơn vị `{id}`; {vi}\n"),
        thidua::Language::English => format!("error: no run has the entrant `{id}`; {en}\n"),
    });
}
