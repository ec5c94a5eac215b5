//! The answer through a border is the answer of the folder: the same totals, grades, places and awards.

use serde_json::{Value, json};
use thidua::{EntrantId, Files, JsonSeason, Report, evaluate_json};

use crate::{Verdict, report};

/// The folder as a request, when all its files are text.
#[must_use]
pub fn request(files: &Files) -> Option<Value> {
    let mut texts = serde_json::Map::new();
    for (name, bytes) in files.iter() {
        texts.insert(name.to_owned(), std::str::from_utf8(bytes).ok()?.into());
    }
    Some(json!({ "format": "thidua-request/1", "manifest": "thidua.yaml", "files": texts }))
}

/// Asks the oracle of a folder with a manifest; answers how many entrants were held against one another.
///
/// # Errors
/// Where the answers part.
///
/// # Panics
/// When an answer is no JSON.
pub fn hold(files: &Files) -> Result<usize, String> {
    let Some(request) = request(files).filter(|_| files.get("thidua.yaml").is_some()) else { return Ok(0) };
    let text = request.to_string();
    let through = evaluate_json(&text);
    let (_, opened) = JsonSeason::open(text.as_bytes());
    if !opened.refused && opened.json != through {
        return Err("a season that is opened answers otherwise".to_owned());
    }
    let answer: Value = serde_json::from_str(&through).unwrap();
    match report(files) {
        Ok(report) => same(&report, &answer),
        Err(found) => {
            let mut told: Vec<&str> = found.iter().map(|each| each.code).collect();
            let errors = answer["errors"].as_array().ok_or("the folder is refused, the request is not")?;
            let mut through: Vec<&str> = errors.iter().filter_map(|each| each["code"].as_str()).collect();
            told.sort_unstable();
            through.sort_unstable();
            if told == through {
                Ok(0)
            } else {
                Err(format!("refused for {told:?}, through the border {through:?}"))
            }
        }
    }
}

fn same(report: &Report, answer: &Value) -> Result<usize, String> {
    let mut held = 0;
    let runs = answer["runs"].as_array().ok_or_else(|| format!("no runs: {}", answer["errors"]))?;
    if runs.len() != report.runs.len() {
        return Err(format!("{} runs of {}", runs.len(), report.runs.len()));
    }
    for (run, answered) in report.runs.iter().zip(runs) {
        let entrants = answered["entrants"].as_array().ok_or("no entrants")?;
        if entrants.len() != run.evaluations.entrants().len() {
            return Err(format!("run {}: {} entrants", run.id, entrants.len()));
        }
        for (row, entrant) in entrants.iter().enumerate() {
            held += 1;
            agree(run, row.into(), entrant)
                .map_err(|wrong| format!("run {} entrant {}: {wrong}", run.id, entrant["id"]))?;
        }
    }
    Ok(held)
}

fn agree(run: &thidua::Run, row: EntrantId, answered: &Value) -> Verdict {
    let id = &run.evaluations.entrants()[row].id;
    let result = run.entrant(id).ok_or("nobody")?;
    if answered["id"] != id.as_str() {
        return Err(format!("stands where {id} stands"));
    }
    let told =
        answered["total"]["decimal"].as_str().or(answered["total"]["fraction"].as_str()).map(str::to_owned);
    let total = result.total().map(|total| total.to_string());
    if told != total {
        return Err(format!("total {total:?}, through the border {told:?}"));
    }
    let rules = run.plan.rules();
    for grading in &rules.gradings {
        let told = answered["grades"][&grading.id]["grade"].as_str();
        if told != result.grade(&grading.id) {
            return Err(format!("grade {:?}, through the border {told:?}", result.grade(&grading.id)));
        }
    }
    for ranking in &rules.rankings {
        let told = answered["ranks"][&ranking.id]["place"].as_u64();
        if told != result.place(&ranking.id).map(u64::from) {
            return Err(format!("place {:?}, through the border {told:?}", result.place(&ranking.id)));
        }
    }
    for award in &rules.awards {
        let id = &award.id.value;
        let status = result.award(id).map(|award| serde_json::to_value(award.status()).unwrap());
        let told = answered["awards"][id]["status"].clone();
        // What is for other kinds is not told at all.
        if status
            .as_ref()
            .is_some_and(|status| *status != told && !(told.is_null() && status == "other-kind"))
        {
            return Err(format!("`{id}` {status:?}, through the border {told}"));
        }
    }
    Ok(())
}
