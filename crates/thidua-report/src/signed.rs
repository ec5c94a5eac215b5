//! What has changed since a list was signed (đính chính, bổ sung danh sách đã ký). The signed list stays as it is.

use std::collections::BTreeMap;

use thidua_core::{AwardStatus, EntrantId, Exact, Language};

use crate::number::{grouped, shown};
use crate::run::RunResults;
use crate::tables::recommendations::by_rank;
use crate::words::{award_reason, case_words, status_words};

/// A list that was signed (danh sách đã ký): what an earlier results folder holds.
#[derive(Clone, Debug)]
pub struct SignedList {
    /// The digest of its record, which the minutes name.
    pub digest: String,
    /// Its runs.
    pub runs: Vec<SignedRun>,
}

/// One run of a signed list.
#[derive(Clone, Debug)]
pub struct SignedRun {
    /// Short name.
    pub id: String,
    /// Where everybody stood with every award.
    pub cases: Vec<SignedCase>,
}

/// Where an entrant stood with an award when the list was signed.
#[derive(Clone, Debug)]
pub struct SignedCase {
    /// Id of the award.
    pub award: String,
    /// Id of the entrant.
    pub entrant: String,
    /// Its name then.
    pub name: String,
    /// Its cluster then.
    pub cluster: String,
    /// Its total then: exactly, and as it was shown with a decimal point.
    pub total: Option<(String, String)>,
    /// Its money then.
    pub money: Option<String>,
    /// Where it stood.
    pub status: AwardStatus,
    /// Whether it was on the list: recommended, and not provisionally.
    pub listed: bool,
}

/// What is different in one run (khác biệt của một đợt xét).
#[derive(Clone, Debug, Default)]
pub struct SignedDifferences {
    /// Who joins the list.
    pub added: Vec<SignedDifference>,
    /// Who leaves it.
    pub removed: Vec<SignedDifference>,
    /// Who stays on it with something corrected.
    pub corrected: Vec<SignedDifference>,
    /// The money of the list as signed and as it is now.
    pub money: (Exact, Exact),
}

impl SignedDifferences {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.corrected.is_empty()
    }
}

/// One difference.
#[derive(Clone, Debug)]
pub struct SignedDifference {
    /// Id of the entrant.
    pub entrant: String,
    /// Its name.
    pub name: String,
    /// Its cluster.
    pub cluster: String,
    /// Title of the award.
    pub award: String,
    /// Its total, as it is shown.
    pub total: String,
    /// Its money, as it is shown; as it was signed for whoever leaves the list.
    pub money: String,
    /// Why, or what is corrected.
    pub why: String,
}

/// Holds a run against the same run of a signed list.
///
/// Everybody on either list is on one of the three lists of differences, or nothing about them has changed.
#[must_use]
pub fn signed_differences(run: &RunResults<'_>, signed: &SignedRun) -> SignedDifferences {
    let mut found = SignedDifferences::default();
    let awards = run.plan.rules().awards();
    let mut before: BTreeMap<(&str, &str), &SignedCase> =
        signed.cases.iter().map(|case| ((case.award.as_str(), case.entrant.as_str()), case)).collect();
    for (position, award) in awards.iter_enumerated() {
        for row in by_rank(run, position, |_| Some(0)) {
            let Some(entrant) = run.evaluations.entrants().get(row) else { continue };
            let earlier = before.remove(&(award.id.value.as_str(), entrant.id.as_str()));
            let was = earlier.filter(|case| case.listed);
            let recommendations = &run.outcome.recommendations;
            let holds = recommendations.holds(position, row) == Some(true);
            let is = holds && !recommendations.is_provisional(position, row);
            let money = recommendations.case(position, row).and_then(|case| case.money().cloned());
            let money = money.filter(|_| is);
            money.iter().for_each(|money| found.money.1 += money);
            let spent = was.and_then(|case| parsed(case.money.as_deref()));
            spent.iter().for_each(|money| found.money.0 += money);
            let own = |why: String| SignedDifference {
                entrant: entrant.id.as_str().to_owned(),
                name: entrant.name.as_str().to_owned(),
                cluster: entrant.cluster.to_string(),
                award: award.title.clone(),
                total: total(run, row),
                money: money.as_ref().map(|money| grouped(money, Language::Vietnamese)).unwrap_or_default(),
                why,
            };
            match (was, is) {
                (None, true) => found.added.push(own(before_words(earlier))),
                (Some(case), false) => {
                    let status = case_words(run, position, row, Language::Vietnamese);
                    let reason = award_reason(run, position, row).vi;
                    let why = if reason.is_empty() { status } else { format!("{status}: {reason}") };
                    found.removed.push(SignedDifference { money: money_words(case), ..own(why) });
                }
                (Some(case), true) => {
                    let why = corrections(run, row, case, money.as_ref());
                    if !why.is_empty() {
                        found.corrected.push(own(why.join("; ")));
                    }
                }
                (None, false) => {}
            }
        }
    }
    for case in before.into_values().filter(|case| case.listed) {
        parsed(case.money.as_deref()).iter().for_each(|money| found.money.0 += money);
        let award = awards.iter().find(|award| award.id.value == case.award);
        let why = match (award, run.evaluations.position(&case.entrant)) {
            (None, _) => "bộ tiêu chí không còn hình thức này",
            (Some(_), None) => "không còn trong đợt xét",
            (Some(_), Some(_)) => "không còn thuộc đối tượng của hình thức này",
        };
        found.removed.push(SignedDifference {
            entrant: case.entrant.clone(),
            name: case.name.clone(),
            cluster: case.cluster.clone(),
            award: award.map_or_else(|| case.award.clone(), |award| award.title.clone()),
            total: case.total.as_ref().map(|(_, shown)| shown.replace('.', ",")).unwrap_or_default(),
            money: money_words(case),
            why: why.to_owned(),
        });
    }
    found
}

fn total(run: &RunResults<'_>, row: EntrantId) -> String {
    let total = run.outcome.scorecards.total(row);
    total.map(|total| shown(&total, run.places().total(), Language::Vietnamese)).unwrap_or_default()
}

/// The money as it was signed.
fn money_words(case: &SignedCase) -> String {
    parsed(case.money.as_deref()).map(|money| grouped(&money, Language::Vietnamese)).unwrap_or_default()
}

fn parsed(money: Option<&str>) -> Option<Exact> {
    money?.parse().ok()
}

/// Where somebody stood who was not on the signed list.
fn before_words(earlier: Option<&SignedCase>) -> String {
    match earlier {
        None => "khi ký chưa có trong đợt xét".to_owned(),
        Some(case) if case.status == AwardStatus::Recommended => "khi ký còn tạm thời".to_owned(),
        Some(case) => format!("khi ký: {}", status_words(case.status, Language::Vietnamese)),
    }
}

/// What has changed about somebody who stays on the list.
fn corrections(
    run: &RunResults<'_>,
    row: EntrantId,
    before: &SignedCase,
    money: Option<&Exact>,
) -> Vec<String> {
    let mut found = Vec::new();
    let mut say = |what: &str, was: &str, is: &str| {
        let filled = |words: &str| if words.is_empty() { "chưa có".to_owned() } else { words.to_owned() };
        found.push(format!("{what}: đã ký {}, nay là {}", filled(was), filled(is)));
    };
    if let Some(entrant) = run.evaluations.entrants().get(row) {
        if entrant.name != before.name {
            say("tên", &before.name, &entrant.name);
        }
        if *entrant.cluster != *before.cluster {
            say("cụm", &before.cluster, &entrant.cluster);
        }
    }
    let exact = run.outcome.scorecards.total(row).map(|total| total.to_string());
    if exact.as_deref() != before.total.as_ref().map(|(exact, _)| exact.as_str()) {
        let was = before.total.as_ref().map(|(_, shown)| shown.replace('.', ",")).unwrap_or_default();
        say("tổng điểm", &was, &total(run, row));
    }
    if money.cloned() != parsed(before.money.as_deref()) {
        let words = |money: Option<&Exact>| {
            money.map(|money| grouped(money, Language::Vietnamese)).unwrap_or_default()
        };
        say("tiền thưởng", &words(parsed(before.money.as_deref()).as_ref()), &words(money));
    }
    found
}
