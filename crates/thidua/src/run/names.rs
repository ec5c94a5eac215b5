//! Names in decisions and histories become the ids that the rules use: asked once, where everything has been read.

use std::collections::BTreeMap;
use std::sync::Arc;

use thidua_core::{Decisions, Entrant, EntrantId, History, RuleSet, TiSlice};
use thidua_table::{Dictionary, Match, Register, same};

use super::plans::KnownRules;
use crate::manifest::Manifest;

/// Results of earlier years by id and by the titles that certificates show: awards, grades, and what requirements ask for.
pub(super) fn results<'a>(sets: impl Iterator<Item = &'a RuleSet>) -> Dictionary {
    let mut results = Dictionary::default();
    for set in sets {
        for award in &set.awards {
            results.add(&award.id.value, &award.title);
            for requirement in award.requirements() {
                let rule = requirement.history.as_ref();
                let asked = rule.into_iter().flat_map(|rule| rule.results.iter().chain(&rule.each_year));
                asked.for_each(|result| results.add(result, result));
            }
        }
        for grade in set.gradings.iter().flat_map(|grading| &grading.grades) {
            results.add(&grade.id, &grade.title);
        }
    }
    results
}

/// Without a register, those who take part say what they are called: a history may name them by title.
pub(super) fn history(history: &History, entrants: &TiSlice<EntrantId, Entrant>) -> History {
    let mut names = Dictionary::default();
    for entrant in entrants {
        names.add(&entrant.id, &entrant.name);
    }
    history.renamed(|name| names.id(name).map(str::to_owned))
}

/// Writes the ids for the names in decisions: runs, entrants, awards, rankings, gradings, grades, criteria and bodies.
///
/// A name that stands for nothing stays as it is, and is a finding where it is looked for.
pub(super) fn settle(
    decisions: &mut Decisions,
    manifest: &Manifest,
    rules: &BTreeMap<String, Arc<KnownRules>>,
    register: Option<&Register>,
) {
    let mut runs = Dictionary::default();
    for run in &manifest.runs {
        runs.add(&run.id, run.title.as_deref().unwrap_or_default());
    }
    let (mut awards, mut rankings) = (Dictionary::default(), Dictionary::default());
    let (mut gradings, mut grades) = (Dictionary::default(), BTreeMap::<&str, Dictionary>::new());
    let mut bodies: BTreeMap<String, &str> = BTreeMap::new();
    for set in rules.values() {
        for award in &set.awards {
            awards.add(&award.id.value, &award.title);
            for vote in award.requirements().into_iter().filter_map(|requirement| requirement.votes.as_ref())
            {
                bodies.insert(same(&vote.body), &vote.body);
            }
        }
        for grading in &set.gradings {
            gradings.add(&grading.id, &grading.title);
            let own = grades.entry(&grading.id).or_default();
            grading.grades.iter().for_each(|grade| own.add(&grade.id, &grade.title));
        }
        for ranking in &set.rankings {
            rankings.add(&ranking.id, ranking.title.as_deref().unwrap_or_default());
        }
    }
    let settle = |dictionary: &Dictionary, name: &mut String| {
        if let Some(id) = dictionary.id(name)
            && id != name
        {
            *name = id.to_owned();
        }
    };
    let entrant = |name: &mut String| {
        let id = register.and_then(|register| match register.find(name) {
            Match::One(position) => register.id(position),
            Match::Several(_) | Match::Nothing => None,
        });
        if let Some(id) = id
            && id != name
        {
            *name = id.to_owned();
        }
    };
    for decision in &mut decisions.decisions {
        let decision = &mut decision.value;
        decision.run.iter_mut().for_each(|run| settle(&runs, run));
        if let Some(about) = &mut decision.not_applicable {
            entrant(&mut about.entrant);
        }
        if let Some(vote) = &mut decision.vote {
            entrant(&mut vote.entrant);
            settle(&awards, &mut vote.award);
            if let Some(body) = bodies.get(&same(&vote.body)) {
                (*body).clone_into(&mut vote.body);
            }
        }
        if let Some(tie) = &mut decision.tie {
            settle(&rankings, &mut tie.ranking);
            tie.order.iter_mut().for_each(entrant);
        }
        if let Some(about) = &mut decision.award {
            entrant(&mut about.entrant);
            settle(&awards, &mut about.award);
        }
        if let Some(about) = &mut decision.places {
            settle(&awards, &mut about.award);
        }
        if let Some(gap) = &mut decision.gap {
            entrant(&mut gap.entrant);
        }
        if let Some(about) = &mut decision.value {
            entrant(&mut about.entrant);
        }
        if let Some(about) = &mut decision.file {
            entrant(&mut about.entrant);
        }
        let graded = decision.grade.iter_mut().map(|about| (&mut about.grading, &mut about.grade));
        let capped = decision.cap.iter_mut().map(|about| (&mut about.grading, &mut about.grade));
        for (grading, grade) in graded.chain(capped) {
            settle(&gradings, grading);
            grades.get(grading.as_str()).into_iter().for_each(|grades| settle(grades, grade));
        }
        if let Some(about) = &mut decision.grade {
            entrant(&mut about.entrant);
        }
    }
}
