use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use thidua_check::{Valid, check, compile};
use thidua_core::{Date, Diagnostic, Plan, RuleSet};
use thidua_table::{InputNames, Layout, Register, Words, evaluation_words};

/// Rule sets that were read and compiled before, so that the next request need not do it again (kế hoạch tính giữ sẵn).
///
/// A set is found by its name and its text, byte for byte: another letter is another set. The set that was asked for
/// longest ago makes room; what is refused is not kept. Any number of threads may share one.
///
/// ```
/// let request = br#"{"format": "thidua-request/1", "period": {"from": "2026-01-01", "until": "2026-12-31"},
///   "rules": "rule_set: a\nversion: 1\ntitle: A\ncriteria: [ { code: I, points_max: 10 } ]",
///   "values": [ { "rows": [ { "entrant": "xa-a", "I": 9.5 } ] } ]}"#;
/// let plans = thidua::Plans::keeping(8);
/// let (first, again) = (thidua::evaluate_with(&plans, request), thidua::evaluate_with(&plans, request));
/// assert_eq!((first, plans.reused()), (again, 1));
/// ```
#[derive(Debug, Default)]
pub struct Plans {
    most: usize,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    asked: u64,
    reused: u64,
    /// By name and text; with each, when it was last asked for.
    sets: BTreeMap<(String, Vec<u8>), (u64, Arc<KnownRules>)>,
}

/// A rule set that was read and checked, and the plans that were made of it.
#[derive(Debug)]
pub(crate) struct KnownRules {
    rules: Valid<RuleSet>,
    plans: Mutex<BTreeMap<Date, Arc<KnownPlan>>>,
}

/// A plan, and what tables may call what it reads: the same for every table of every request.
#[derive(Debug)]
pub(crate) struct KnownPlan {
    plan: Arc<Plan>,
    names: OnceLock<InputNames>,
    /// Those of the layout that was asked for last.
    words: Mutex<Option<(Layout, Words)>>,
}

/// So many days of one rule set are kept; one more, and all of them make room.
const DAYS_MAX: usize = 16;

impl Plans {
    /// Keeps at most so many rule sets; with 0, none.
    #[must_use]
    pub fn keeping(most: usize) -> Self {
        Self { most, kept: Mutex::default() }
    }

    /// How many rule sets are kept now.
    #[must_use]
    pub fn kept(&self) -> usize {
        self.lock().sets.len()
    }

    /// How many times a rule set was there already.
    #[must_use]
    pub fn reused(&self) -> u64 {
        self.lock().reused
    }

    /// The rule set of this name and text, read and checked where it is not there.
    pub(crate) fn rules(&self, name: &str, text: &[u8]) -> Result<Arc<KnownRules>, Vec<Diagnostic>> {
        if self.most > 0
            && let Some(known) = self.lock().known(name, text)
        {
            return Ok(known);
        }
        // Read without the lock: others go on meanwhile, and may read the same.
        let rules = check(thidua_rulefile::read_rule_set(name, text)?, name)?;
        let known = Arc::new(KnownRules { rules, plans: Mutex::default() });
        if self.most > 0 {
            self.lock().keep(name, text, &known, self.most);
        }
        Ok(known)
    }

    /// Whatever a panic elsewhere left is whole: every change is one insertion or removal.
    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn known(&mut self, name: &str, text: &[u8]) -> Option<Arc<KnownRules>> {
        self.asked += 1;
        let (asked, known) = self.sets.get_mut(&(name.to_owned(), text.to_vec()))?;
        *asked = self.asked;
        self.reused += 1;
        Some(known.clone())
    }

    fn keep(&mut self, name: &str, text: &[u8], known: &Arc<KnownRules>, most: usize) {
        while self.sets.len() >= most {
            let oldest = self.sets.iter().min_by_key(|(_, (asked, _))| *asked).map(|(key, _)| key.clone());
            let Some(oldest) = oldest else { break };
            self.sets.remove(&oldest);
        }
        self.sets.insert((name.to_owned(), text.to_vec()), (self.asked, known.clone()));
    }
}

impl KnownRules {
    /// The plan for a day.
    pub(crate) fn plan(&self, name: &str, day: Date) -> Result<Arc<KnownPlan>, Vec<Diagnostic>> {
        let plans = || self.plans.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(plan) = plans().get(&day) {
            return Ok(plan.clone());
        }
        let plan = Arc::new(compile(&self.rules, name, day)?);
        let plan = Arc::new(KnownPlan { plan, names: OnceLock::new(), words: Mutex::default() });
        let mut plans = plans();
        if plans.len() >= DAYS_MAX {
            plans.clear();
        }
        plans.insert(day, plan.clone());
        Ok(plan)
    }
}

impl KnownPlan {
    /// The plan, for who keeps it.
    pub(crate) fn shared(&self) -> Arc<Plan> {
        Arc::clone(&self.plan)
    }

    /// What the inputs may be called.
    pub(crate) fn names(&self) -> &InputNames {
        self.names.get_or_init(|| InputNames::of(&self.plan))
    }

    /// What the headers of a table may say, and who may stand in its rows.
    pub(crate) fn words(&self, layout: &Layout, register: Option<&Register>) -> Words {
        let mut kept = self.words.lock().unwrap_or_else(PoisonError::into_inner);
        let known = kept.as_ref().filter(|(known, _)| known == layout).map(|(_, words)| words.clone());
        let mut words = known.unwrap_or_else(|| {
            let words = evaluation_words(&self.plan, layout, None);
            *kept = Some((layout.clone(), words.clone()));
            words
        });
        drop(kept);
        if let Some(register) = register {
            words.know_register(register);
        }
        words
    }
}

impl Deref for KnownPlan {
    type Target = Plan;

    fn deref(&self) -> &Plan {
        &self.plan
    }
}

impl Deref for KnownRules {
    type Target = Valid<RuleSet>;

    fn deref(&self) -> &Valid<RuleSet> {
        &self.rules
    }
}
