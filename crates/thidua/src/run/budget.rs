use std::cell::Cell;

use thidua_core::{Diagnostic, Evaluations, Place, Plan, Text, text};

use crate::cancel::Cancel;
use crate::files::Files;
use crate::manifest::Manifest;

/// How much work may be spent (ngân sách tính toán), in steps that follow from sizes alone: the same request is answered
/// the same on every machine, and a request that would cost too much is refused before the work begins.
///
/// A step is a byte that is read, or an operation for one entrant; reading and checking a rule set costs
/// [`CHECKING`] steps a byte.
#[derive(Debug, Default)]
pub(crate) struct Budget {
    most: Option<u64>,
    spent: Cell<u64>,
    /// Whether the work is still wanted.
    cancel: Cancel,
}

/// What reading and checking costs for each byte of a rule set: proofs look at every criterion many times.
const CHECKING: u64 = 100;

impl Budget {
    /// Work without a budget that may be cancelled.
    pub(super) fn until(cancel: &Cancel) -> Self {
        Self { cancel: cancel.clone(), ..Self::default() }
    }

    /// Goes on while the work is wanted.
    pub(crate) fn go_on(&self) -> Result<(), Vec<Diagnostic>> {
        self.cancel.go_on().map_err(|found| vec![*found])
    }

    /// The wish that the work ends.
    pub(super) fn cancel(&self) -> &Cancel {
        &self.cancel
    }

    /// Only a request in JSON carries a budget.
    #[cfg(feature = "json")]
    pub(crate) fn of(most: Option<u64>, cancel: &Cancel) -> Self {
        Self { most, ..Self::until(cancel) }
    }

    /// What was spent, where a budget was given.
    #[cfg(feature = "json")]
    pub(crate) fn spent(&self) -> Option<u64> {
        self.most.map(|_| self.spent.get())
    }

    /// Spends what reading the files of a manifest costs.
    pub(super) fn read(&self, files: &Files, manifest: &Manifest) -> Result<(), Vec<Diagnostic>> {
        let bytes = |name: &str| count(files.size(name).unwrap_or(0));
        let all = manifest.files().into_iter().fold(0_u64, |sum, name| sum.saturating_add(bytes(name)));
        let rules: std::collections::BTreeSet<&str> =
            manifest.runs.iter().map(|run| run.rules.as_str()).collect();
        let rules = rules.into_iter().fold(0_u64, |sum, name| sum.saturating_add(bytes(name)));
        let steps = all.saturating_add(rules.saturating_mul(CHECKING));
        self.spend(steps, &text!("đọc tệp và kiểm tra bộ tiêu chí", "reading files and checking rule sets"))
    }

    /// Spends what working out the entrants of one run costs.
    pub(super) fn score(&self, plan: &Plan, evaluations: &Evaluations) -> Result<(), Vec<Diagnostic>> {
        let steps = count(evaluations.entrants().len()).saturating_mul(count(plan.steps()));
        self.spend(steps, &text!("chấm điểm và xét khen thưởng", "scoring and awarding"))
    }

    fn spend(&self, steps: u64, on: &Text) -> Result<(), Vec<Diagnostic>> {
        self.go_on()?;
        let needed = self.spent.get().saturating_add(steps);
        let Some(most) = self.most.filter(|most| needed > *most) else {
            self.spent.set(needed);
            return Ok(());
        };
        let message = Text::new(
            format!(
                "hết hạn mức tính toán trước khi {}: đến đó cần {needed} bước, `budget` cho {most} bước",
                on.vi
            ),
            format!(
                "the budget is spent before {}: {needed} steps are needed so far, `budget` allows {most}",
                on.en
            ),
        );
        let help = text!(
            "đặt `budget` ít nhất {needed}, hoặc chia yêu cầu thành nhiều phần nhỏ hơn",
            "set `budget` to at least {needed}, or divide the request into smaller ones"
        );
        Err(vec![Diagnostic::error("TD0530", Place::file("(request)"), message).with_help(help)])
    }
}

fn count(size: usize) -> u64 {
    u64::try_from(size).unwrap_or(u64::MAX)
}
