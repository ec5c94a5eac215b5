use std::collections::BTreeMap;

use thidua_core::{AwardOutcome, AwardStatus, EntrantId, Severity, WaitsFor};

use crate::run::RunResults;

/// What of a run waits for a person, by kind (việc cần xử lý theo loại).
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub(super) entrants: usize,
    /// Those of a kind that is scored at all.
    pub(super) scored: usize,
    pub(super) without_total: usize,
    /// Those of whom the rules ask nothing.
    pub(super) not_assessed: usize,
    /// Cases that rest, by what they wait for.
    pub(super) waits: BTreeMap<WaitsFor, usize>,
    /// Cases that wait for the council's conclusion alone, by its own decision.
    pub(super) held: usize,
    /// Cases tied on the line.
    pub(super) tied: usize,
    /// Awards given, reserve places and refusals that hang on open cases.
    pub(super) provisional: usize,
    /// Differences between stages without a reason.
    pub(super) gaps: usize,
    /// Other findings that are more than notes.
    pub(super) findings: usize,
}

impl Counts {
    pub(super) fn of(run: &RunResults<'_>) -> Self {
        let rows = run.evaluations.entrants().keys();
        let scored: Vec<EntrantId> = (run.evaluations.entrants().iter_enumerated())
            .filter(|(_, entrant)| run.plan.scores(entrant.kind))
            .map(|(row, _)| row)
            .collect();
        let lacking = scored.iter().filter(|row| run.outcome.scorecards.total(**row).is_none());
        let is_assessed = |row: EntrantId| thidua_core::is_assessed(run.plan, run.evaluations, row);
        let mut counts = Self {
            entrants: rows.len(),
            scored: scored.len(),
            without_total: lacking.clone().filter(|row| is_assessed(**row)).count(),
            not_assessed: lacking.filter(|row| !is_assessed(**row)).count(),
            gaps: run.gaps.len(),
            findings: run.findings().filter(|finding| finding.severity < Severity::Note).count(),
            ..Self::default()
        };
        for award in run.plan.rules().awards().keys() {
            for row in rows.clone() {
                let Some(case) = run.outcome.recommendations.case(award, row) else { continue };
                counts.provisional += usize::from(run.outcome.recommendations.is_provisional(award, row));
                match (case.decided(), AwardStatus::of(&case.status)) {
                    (Some((AwardOutcome::Hold, _)), _) => counts.held += 1,
                    (Some(_), _) => {}
                    (None, AwardStatus::TiedOnLine) => counts.tied += 1,
                    (None, AwardStatus::Held) => {
                        case.waits_for().iter().for_each(|each| *counts.waits.entry(*each).or_default() += 1);
                    }
                    (None, _) => {}
                }
            }
        }
        counts
    }

    /// Cases that somebody must still close.
    pub(super) fn open_cases(&self) -> usize {
        self.waits.values().sum::<usize>() + self.held + self.tied
    }

    /// Everything that waits for a person.
    pub(super) fn all(&self) -> usize {
        self.open_cases() + self.without_total + self.gaps + self.findings
    }
}
