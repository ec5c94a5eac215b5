mod calculation;
mod columns;
mod condition;
mod entrant;
mod explanation;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use thidua_core::{Diagnostic, Severity, Witness, explain_row};

use super::number::NumberText;
use super::select::{Part, Select, Words};
use crate::outcome_file::shortfalls_of;
use crate::rejected::Finding;
use crate::run::Run;
use columns::{ColumnsAnswer, columns};
pub(crate) use entrant::{EntrantAnswer, entrant};

/// The name and version of what is answered.
pub(crate) const FORMAT: &str = "thidua-answer/1";

/// An answer (kết quả trả lời): `runs` to a request, `change` to changed cells, or `errors` when either was refused.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "Trả lời (answer)", extend("$id" = "https://thidua.example/schema/thidua-answer/1"))]
pub(crate) struct Answer<'a> {
    /// Name and version of this format: `thidua-answer/1`.
    #[schemars(regex(pattern = r"^thidua-answer/1$"))]
    pub(crate) format: &'static str,
    /// Version of the engine.
    pub(crate) engine: &'static str,
    /// How many steps were spent, where the request gave a budget.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) steps: Option<u64>,
    /// Why the request was refused: at least one is an error, and nothing was worked out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) errors: Option<Vec<FindingAnswer>>,
    /// The runs, in order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) runs: Option<Vec<RunAnswer<'a>>>,
    /// What a person should look at in the whole folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) findings: Option<Vec<FindingAnswer>>,
    /// What changed cells of a season moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) change: Option<ChangeAnswer>,
}

/// What changed cells of a season moved.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ChangeAnswer {
    /// How many entrants were worked out again.
    pub(crate) worked_out: usize,
    /// Ids of those whose total, grade, place or award is another now, sorted.
    pub(crate) moved: Vec<String>,
    /// Those who were selected, as they stand now; those who moved when nobody was.
    pub(crate) entrants: Vec<EntrantAnswer>,
}

/// One line of an answer in JSON Lines that tells of an entrant.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct EntrantLine<'a> {
    /// The run.
    pub(crate) run: &'a str,
    /// The entrant.
    pub(crate) entrant: EntrantAnswer,
}

/// One run.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct RunAnswer<'a> {
    /// Short name.
    pub(crate) id: &'a str,
    /// The name people read.
    pub(crate) title: &'a str,
    /// The rule set.
    pub(crate) rules: RulesAnswer<'a>,
    /// The day whose values it used.
    #[schemars(regex(pattern = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"))]
    pub(crate) day: String,
    /// Whether a person must look: missing totals, cases at rest, ties on a line, gaps, warnings.
    pub(crate) needs_person: bool,
    /// The names people read of the ids in this answer.
    pub(crate) titles: Titles<'a>,
    /// The entrants, sorted by id; left out in JSON Lines, where each has its line, and by column.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Vec<EntrantAnswer>>")]
    pub(crate) entrants: Option<Entrants<'a>>,
    /// The same by column, where the request asks for columns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) columns: Option<ColumnsAnswer<'a>>,
    /// The places of every award and scope.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) quotas: Option<Vec<QuotaAnswer>>,
    /// What a person should look at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) findings: Option<Vec<FindingAnswer>>,
}

/// The rule set of a run.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct RulesAnswer<'a> {
    /// Id.
    id: &'a str,
    /// Version.
    version: &'a str,
    /// The name people read.
    title: &'a str,
    /// SHA-256 of its text.
    #[schemars(regex(pattern = r"^[0-9a-f]{64}$"))]
    sha256: String,
}

/// The names people read by id.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Titles<'a> {
    /// Criteria and groups by path.
    criteria: BTreeMap<&'a str, &'a str>,
    /// Grades by grading.
    grades: BTreeMap<&'a str, BTreeMap<&'a str, &'a str>>,
    /// Awards.
    awards: BTreeMap<&'a str, &'a str>,
}

/// The places of an award in one scope.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct QuotaAnswer {
    /// Id of the award.
    award: String,
    /// The cluster, or the id of the kind; empty where all compete.
    scope: String,
    /// What a share or a division is taken of.
    #[serde(skip_serializing_if = "Option::is_none")]
    base: Option<NumberText>,
    /// Where the number comes from.
    arithmetic: Words,
    /// How many places there are.
    places: u32,
    /// How many are recommended.
    filled: u32,
    /// How many places nobody has yet.
    left: u32,
}

/// A finding in the languages that were asked for.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct FindingAnswer {
    /// The stable code.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = r"^TD[0-9]{4}$"))]
    code: Option<&'static str>,
    /// How much it weighs.
    severity: Severity,
    /// Where it is.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[schemars(default)]
    place: String,
    /// Id of the entrant.
    #[serde(skip_serializing_if = "Option::is_none")]
    entrant: Option<String>,
    /// Name of the input, or path of the criterion.
    #[serde(skip_serializing_if = "Option::is_none")]
    input: Option<String>,
    /// What is wrong.
    message: Words,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<Words>,
    /// What shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    witness: Option<Witness>,
}

impl<'a> Answer<'a> {
    /// The answer to a request that was worked through.
    pub(crate) fn of(
        runs: &'a [Run],
        digests: &[String],
        select: &'a Select,
        warnings: Vec<Finding>,
    ) -> Self {
        let runs = runs.iter().zip(digests);
        Self {
            format: FORMAT,
            engine: env!("CARGO_PKG_VERSION"),
            steps: None,
            errors: None,
            runs: Some(runs.map(|(run, digest)| run_answer(run, digest, select)).collect()),
            findings: select
                .has(Part::Findings)
                .then(|| warnings.into_iter().map(|finding| told(finding, select)).collect()),
            change: None,
        }
    }

    /// The answer to changed cells.
    pub(crate) fn changed(change: ChangeAnswer) -> Self {
        Self { errors: None, change: Some(change), ..Self::refused(Vec::new(), &Select::default()) }
    }

    /// The answer to a request that was refused.
    pub(crate) fn refused(findings: Vec<Finding>, select: &Select) -> Self {
        // Whoever asked for no words is told all the same why there is nothing.
        let spoken = Select::default();
        let select = if select.is_wordless() { &spoken } else { select };
        Self {
            format: FORMAT,
            engine: env!("CARGO_PKG_VERSION"),
            steps: None,
            errors: Some(findings.into_iter().map(|finding| told(finding, select)).collect()),
            runs: None,
            findings: None,
            change: None,
        }
    }
}

fn told(finding: Finding, select: &Select) -> FindingAnswer {
    let Finding { entrant, input, diagnostic } = finding;
    let Diagnostic { code, severity, place, message, help, witness } = diagnostic;
    FindingAnswer {
        code: Some(code),
        severity,
        place: place.to_string(),
        entrant,
        input,
        message: select.words(&message),
        help: help.map(|help| select.words(&help)),
        witness,
    }
}

fn run_answer<'a>(run: &'a Run, digest: &str, select: &'a Select) -> RunAnswer<'a> {
    let rules = run.plan.rules();
    RunAnswer {
        id: &run.id,
        title: &run.title,
        rules: RulesAnswer {
            id: &rules.rule_set.value,
            version: &rules.version,
            title: &rules.title,
            sha256: digest.to_owned(),
        },
        day: run.plan.day().to_string(),
        needs_person: run.needs_a_person(),
        titles: titles(run),
        entrants: (!select.by_column).then_some(Entrants { run, select }),
        columns: select.by_column.then(|| columns(run, select)),
        quotas: select.has(Part::Quotas).then(|| quotas(run, select)),
        findings: select.has(Part::Findings).then(|| findings(run, select)),
    }
}

fn titles(run: &Run) -> Titles<'_> {
    let rules = run.plan.rules();
    let nodes = run.plan.nodes().iter().filter(|node| !node.path.is_empty());
    Titles {
        criteria: nodes.map(|node| (node.path.as_str(), node.criterion.title.as_str())).collect(),
        grades: rules
            .gradings
            .iter()
            .map(|grading| {
                let grades = grading.grades.iter().map(|grade| (grade.id.as_str(), grade.title.as_str()));
                (grading.id.as_str(), grades.collect())
            })
            .collect(),
        awards: rules.awards.iter().map(|award| (award.id.value.as_str(), award.title.as_str())).collect(),
    }
}

fn quotas(run: &Run, select: &Select) -> Vec<QuotaAnswer> {
    let mut all = Vec::new();
    for (position, award) in run.plan.rules().awards().iter_enumerated() {
        all.extend(run.outcome.recommendations.quotas(position).map(|quota| QuotaAnswer {
            award: award.id.value.clone(),
            scope: quota.scope.clone(),
            base: quota.base.as_ref().map(NumberText::from),
            arithmetic: select.words(&quota.arithmetic),
            places: quota.places,
            filled: quota.filled,
            left: quota.left(),
        }));
    }
    all
}

fn findings(run: &Run, select: &Select) -> Vec<FindingAnswer> {
    let results = run.results();
    let gaps = run.gaps.iter().map(|gap| FindingAnswer {
        code: None,
        severity: Severity::Warning,
        place: String::new(),
        entrant: Some(gap.entrant.clone()),
        input: Some(gap.criterion.clone()),
        message: select.words(&thidua_report::gap_words(&results, gap)),
        help: None,
        witness: None,
    });
    run.findings().map(|finding| told(finding.clone().into(), select)).chain(gaps).collect()
}

/// The wanted entrants of a run, each made when it is written: all at once they take more memory than the run itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entrants<'a> {
    pub(crate) run: &'a Run,
    pub(crate) select: &'a Select,
}

impl<'a> Entrants<'a> {
    /// One after the other, by id.
    pub(crate) fn each(self) -> impl Iterator<Item = EntrantAnswer> + use<'a> {
        let Self { run, select } = self;
        let wanted = select.wanted();
        // What all explanations share is gathered once, and only when they are asked for.
        let explainable = select.has(Part::Explanation).then(|| run.explainable());
        let rows = run.evaluations.entrants().iter_enumerated();
        rows.filter(move |(_, entrant)| {
            wanted.as_ref().is_none_or(|wanted| wanted.contains(entrant.id.as_str()))
        })
        .filter_map(move |(row, _)| {
            let explanation = explainable.as_ref().and_then(|all| explain_row(all, row));
            Some(entrant(&run.result(row)?, shortfalls_of(run, row), explanation, select))
        })
    }
}

impl Serialize for Entrants<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.each())
    }
}
