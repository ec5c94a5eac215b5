//! The page for the council (`ket-qua.html`) and the public one that names nobody (`ket-qua-cong-khai.html`): each one
//! file that needs no network, with everything inside.

mod plots;

use std::borrow::Cow;

use serde::Serialize;
use thidua_core::{AwardStatus, EntrantId, GradingId, Language, RankingId, visible_lines};

use crate::Paper;
use crate::number::shown;
use crate::page::RunPages;
use crate::questions::folded;
use crate::run::{MovementResults, RunResults};
use crate::tables::standings::rows_by_rank;
use crate::words::{case_words, given_mark, grade_words, row_note};
use plots::{Axes, Plots, Plotted};

/// What the page shows; its script reads it and puts it in as text, never as markup.
#[derive(Serialize)]
struct Data<'a> {
    movement: &'a str,
    note: Cow<'a, str>,
    /// Whether nobody is named: there is nothing to search for and no page to open.
    public: bool,
    runs: Vec<RunData<'a>>,
}

#[derive(Serialize)]
struct RunData<'a> {
    id: &'a str,
    title: &'a str,
    /// The grades from best to worst, for the bars.
    grades: Vec<&'a str>,
    axes: Axes<'a>,
    rows: Vec<RowData<'a>>,
}

#[derive(Serialize)]
struct RowData<'a> {
    id: &'a str,
    name: &'a str,
    cluster: &'a str,
    /// Name, id and cluster without accents, for the search.
    search: String,
    place: Option<u32>,
    shared: bool,
    total: String,
    grade: String,
    /// What stands after a grade that a person gave.
    grade_mark: String,
    awards: Vec<AwardData<'a>>,
    note: String,
    plot: Plotted,
    page: String,
}

#[derive(Serialize)]
struct AwardData<'a> {
    title: &'a str,
    status: AwardStatus,
    words: String,
}

const TEMPLATE: &str = include_str!("html/ket-qua.html");
const STYLE: &str = include_str!("html/ket-qua.css");
const SCRIPT: &str = concat!(include_str!("html/bieu-do.js"), include_str!("html/ket-qua.js"));

/// The page for the council: standings of every cluster, search without accents, a click to the explanation.
///
/// # Errors
/// When the results cannot be written as JSON, which only a fault of the writer could cause.
pub fn council_page(results: &MovementResults<'_>, language: Language) -> Result<Paper, serde_json::Error> {
    page("ket-qua.html", results, language, false)
}

/// The page for everybody: the same standings by cluster, with places, totals, grades and awards, and nobody's name, id,
/// note or explanation.
///
/// # Errors
/// As for [`council_page`].
pub fn public_page(results: &MovementResults<'_>, language: Language) -> Result<Paper, serde_json::Error> {
    page("ket-qua-cong-khai.html", results, language, true)
}

fn page(
    name: &str,
    results: &MovementResults<'_>,
    language: Language,
    public: bool,
) -> Result<Paper, serde_json::Error> {
    let data = Data {
        movement: results.movement,
        note: visible_lines(results.note.unwrap_or_default().trim()),
        public,
        runs: results.runs.iter().map(|run| run_data(run, language, public)).collect(),
    };
    let data = serde_json::to_string(&data)?;
    // Within a script element only these could end it or begin a comment.
    let data = data.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
    let words = if language == Language::Vietnamese { "vi" } else { "en" };
    let title = escaped(results.movement);
    // The data goes in last: nothing in it is taken for a place in the template.
    let page = TEMPLATE
        .replace("{{language}}", words)
        .replace("{{title}}", &title)
        .replace("{{style}}", STYLE)
        .replace("{{script}}", SCRIPT);
    let bytes = match page.split_once("{{data}}") {
        Some((head, tail)) => [head, &data, tail].concat().into_bytes(),
        None => page.into_bytes(),
    };
    Ok(Paper { name: name.to_owned(), bytes })
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('{', "&#123;")
}

fn run_data<'a>(run: &RunResults<'a>, language: Language, public: bool) -> RunData<'a> {
    let pages = (!public).then(|| RunPages::new(run, language, true));
    let plots = Plots::of(run, public);
    let grades = run.plan.rules().gradings.first();
    let rows = rows_by_rank(run).into_iter().filter_map(|row| {
        let entrant = run.evaluations.entrants().get(row)?;
        let ranked = run.outcome.standings.ranking(RankingId::FIRST);
        let total = run.outcome.scorecards.total(row);
        let (id, name) = if public { ("", "") } else { (entrant.id.as_str(), entrant.name.as_str()) };
        let note = row_note(run, row).filter(|_| !public);
        let own = pages.as_ref().map(|pages| pages.page(row));
        Some(RowData {
            id,
            name,
            cluster: &entrant.cluster,
            search: folded(&format!("{name} {id} {}", entrant.cluster)),
            place: run.outcome.standings.place(RankingId::FIRST, row),
            shared: ranked.is_some_and(|ranked| ranked.sharing(row) > 1),
            total: total.map(|total| shown(&total, run.places().total(), language)).unwrap_or_default(),
            grade: grade_words(run, GradingId::FIRST, row).unwrap_or_default().into_owned(),
            grade_mark: mark(run, row, language),
            awards: awards(run, row, language),
            note: note.map(|note| visible_lines(note.in_language(language)).into_owned()).unwrap_or_default(),
            plot: plots.row(row),
            page: own.map(|page| visible_lines(&page).into_owned()).unwrap_or_default(),
        })
    });
    RunData {
        id: run.id,
        title: run.title,
        grades: grades
            .map(|rules| rules.grades.iter().map(|grade| grade.title.as_str()).collect())
            .unwrap_or_default(),
        axes: plots.axes(),
        rows: rows.collect(),
    }
}

fn mark(run: &RunResults<'_>, row: EntrantId, language: Language) -> String {
    let given = run.outcome.grades.of(GradingId::FIRST, row).is_some_and(|graded| graded.given().is_some());
    if given { given_mark().in_language(language).to_owned() } else { String::new() }
}

/// The awards that say something: given, open, or waiting.
fn awards<'a>(run: &RunResults<'a>, row: EntrantId, language: Language) -> Vec<AwardData<'a>> {
    let awards = run.plan.rules().awards().iter_enumerated();
    awards
        .filter_map(|(position, award)| {
            let case = run.outcome.recommendations.case(position, row)?;
            let status = AwardStatus::of(&case.status);
            let silent =
                matches!(status, AwardStatus::Refused | AwardStatus::OtherKind | AwardStatus::Superseded);
            (!silent || case.decided().is_some()).then(|| AwardData {
                title: &award.title,
                status,
                words: visible_lines(&case_words(run, position, row, language)).into_owned(),
            })
        })
        .collect()
}
