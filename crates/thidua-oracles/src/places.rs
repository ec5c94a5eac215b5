//! Places handed out never exceed the declared number, however they are counted or divided.

use std::fmt::Write as _;

use thidua::{AwardId, AwardStatus, Files, Run};

use crate::{Random, Verdict, report};

/// What one award declares.
#[derive(Clone, Debug)]
struct Declared {
    quota: String,
    /// The most in all.
    all: Option<usize>,
    /// The most in each cluster.
    each: Option<usize>,
}

fn declared(random: &mut Random, clusters: usize) -> Declared {
    let at_least = random.below(4);
    let within = random.below(6);
    let (limit, cap) = match random.below(3) {
        0 => (format!(", within: [ {{ count: {within}, per: all }} ]"), Some(within)),
        _ => (String::new(), None),
    };
    match random.below(4) {
        0 => {
            let count = random.below(4);
            let all = cap.map_or(count * clusters, |cap| cap.min(count * clusters));
            Declared {
                quota: format!("{{ per: cluster, count: {count}{limit} }}"),
                all: Some(all),
                each: Some(count),
            }
        }
        1 => {
            let count = random.below(9);
            // A limit over the same scope is one that says more.
            let (limit, all) = match cap.filter(|cap| *cap < count) {
                Some(cap) => (limit, cap),
                None => (String::new(), count),
            };
            Declared { quota: format!("{{ per: all, count: {count}{limit} }}"), all: Some(all), each: None }
        }
        _ => {
            let total = random.below(12);
            let method = *random.pick(&["largest-remainder", "d-hondt", "sainte-lague", "huntington-hill"]);
            let by = *random.pick(&["entrants", "{ input: phiếu }"]);
            let floors = *random.pick(&["first", "minimum"]);
            let most = random.below(5) + 1;
            let mut quota = format!("{{ per: cluster{limit}, ");
            let mut parts = format!("total: {total}, by: {by}, method: {method}");
            if at_least > 0 {
                write!(quota, "at_least: {at_least}, ").unwrap();
                write!(parts, ", floors: {floors}").unwrap();
            }
            let capped = random.below(2) == 0 && most >= at_least && most < total;
            if capped {
                write!(parts, ", at_most: {most}").unwrap();
            }
            write!(quota, "apportioned: {{ {parts} }} }}").unwrap();
            let all = cap.map_or(total, |cap| cap.min(total));
            Declared { quota, all: Some(all), each: capped.then_some(most) }
        }
    }
}

/// Asks the oracle of a folder made up by chance; answers how many awards were counted.
///
/// # Errors
/// The award with too many places, and the folder.
///
/// # Panics
/// When the folder cannot be worked through.
pub fn hold(random: &mut Random) -> Result<usize, String> {
    let clusters = 1 + random.below(4);
    let mut points = "entrant,cụm,I,phiếu\n".to_owned();
    for entrant in 0..2 + random.below(14) {
        // Whole points from few to choose from, so that ties are common.
        let (cluster, score, weight) = (random.below(clusters), random.below(6), random.below(40));
        writeln!(points, "u{entrant:02},c{cluster},{score},{weight}").unwrap();
    }
    let awards: Vec<Declared> = (0..4).map(|_| declared(random, clusters)).collect();
    let mut rules =
        "rule_set: cho\nversion: 1\ntitle: Chỗ\ninputs: { phiếu: { title: Phiếu, kind: count } }\n\
         criteria: [ { code: I, title: Nội dung, points_max: 10 } ]\n\
         rankings: [ { id: chung, scope: all }, { id: cum, scope: cluster } ]\nawards:\n"
            .to_owned();
    for (at, award) in awards.iter().enumerate() {
        let ranked_by = if award.quota.contains("per: cluster") { "cum" } else { "chung" };
        let tie = *random.pick(&["refer", "narrow"]);
        let requires = *random.pick(&["điểm >= 0", "điểm >= 2"]);
        writeln!(
            rules,
            "- {{ id: a{at}, title: A{at}, kind: commendation, for: collective, ranked_by: {ranked_by}, tie_on_line: {tie}, \
             requires: [ {{ when: '{requires}' }} ], quota: {} }}",
            award.quota
        )
        .unwrap();
    }
    let manifest = "movement: Chỗ\nruns: [ { id: r, rules: rules.yaml, period: { from: 2026-01-01, until: 2026-12-31 }, \
         evaluations: [ { file: points.csv, layout: { cluster: cụm } } ] } ]\n";
    let files = Files::from([
        ("thidua.yaml", manifest),
        ("rules.yaml", rules.as_str()),
        ("points.csv", points.as_str()),
    ]);
    let run = match report(&files) {
        Ok(report) => report,
        Err(found) => {
            let told: String =
                found.iter().map(|each| format!("\n  {} {}", each.code, each.message.en)).collect();
            return Err(format!("refused: {told}\n{rules}{points}"));
        }
    };
    let run = &run.runs[0];
    for (at, award) in awards.iter().enumerate() {
        hold_award(run, at.into(), award)
            .map_err(|wrong| format!("{wrong}: {}\n{rules}{points}", award.quota))?;
    }
    Ok(awards.len())
}

fn hold_award(run: &Run, at: AwardId, declared: &Declared) -> Verdict {
    let entrants = run.evaluations.entrants();
    let taken: Vec<&str> = entrants
        .keys()
        .filter(|row| {
            let case = run.outcome.recommendations.case(at, *row).unwrap();
            AwardStatus::of(&case.status) == AwardStatus::Recommended
        })
        .map(|row| &*entrants[row].cluster)
        .collect();
    let promised: usize =
        run.outcome.recommendations.quotas(at).map(|quota| usize::try_from(quota.places).unwrap()).sum();
    if let Some(all) = declared.all {
        if taken.len() > all {
            return Err(format!("{} of {all} places are handed out", taken.len()));
        }
        // What lies within another limit is told by scope, before that limit.
        if promised > all && !declared.quota.contains("within") {
            return Err(format!("{promised} of {all} places are promised"));
        }
    }
    if let Some(each) = declared.each {
        for cluster in run.evaluations.clusters() {
            let here = taken.iter().filter(|other| ***other == **cluster).count();
            if here > each {
                return Err(format!("{here} of {each} places are handed out in {cluster}"));
            }
        }
    }
    Ok(())
}
