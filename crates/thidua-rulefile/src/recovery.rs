//! Reads a tree again and again, mending it after each mistake, until no mistake is left (tìm hết lỗi).
//!
//! What is mended never reaches the caller: it only lets the reading go on to the next mistake.

mod comma;
mod mend;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::de::DeserializeOwned;
use thidua_core::{Diagnostic, Place, Severity, Span, text};

use crate::code;
use crate::deserializer::{HOLE_ATTEMPTS, Reader};
use crate::error::{Error, Fault, Site};
use crate::tree::{Kind, Tree};
use crate::wording::{self, Source};
use comma::torn;
use mend::{Target, find, mend};

/// Most mistakes in one report.
pub(crate) const MISTAKES_MAX: usize = 100;

/// Most nodes visited over all readings, so that a large file with many mistakes still answers soon.
const WORK_MAX: u64 = 40_000_000;

/// Most readings of one file.
const READINGS_MAX: u64 = 2_000;

/// The mistakes in a tree, or the value when there is none.
pub(crate) fn deserialize<T: DeserializeOwned>(
    source: &Source<'_>,
    mut tree: Tree,
) -> Result<T, Vec<Diagnostic>> {
    let readings = (WORK_MAX / u64::from(tree.nodes).max(1)).clamp(2, READINGS_MAX);
    let mut ledger = Ledger::default();
    for _ in 0..readings {
        let error = match T::deserialize(Reader::value(&tree.root)) {
            Ok(value) if ledger.mistakes.is_empty() && !tree.root.mended => return Ok(value),
            Ok(_) => return Err(ledger.mistakes),
            Err(error) => error,
        };
        let goes_on = ledger.settle(source, &mut tree, error);
        if !goes_on {
            return Err(ledger.mistakes);
        }
        if ledger.mistakes.len() >= MISTAKES_MAX {
            break;
        }
    }
    ledger.mistakes.push(stopped(&source.name));
    Err(ledger.mistakes)
}

/// The note that there may be more.
pub(crate) fn stopped(name: &Arc<str>) -> Diagnostic {
    let message = text!(
        "có quá nhiều lỗi nên dừng lại ở đây; sửa các lỗi trên rồi đọc lại",
        "too many mistakes, stopped here; mend the ones above and read again"
    );
    Diagnostic {
        severity: Severity::Note,
        ..Diagnostic::error(code::STOPPED, Place::file(name.clone()), message)
    }
}

/// What was found and what was mended so far.
#[derive(Default)]
struct Ledger {
    mistakes: Vec<Diagnostic>,
    /// Keys that are missing only because a mending removed them, by the id of their group.
    removed: BTreeMap<u32, BTreeSet<String>>,
    /// Keys that a hole stood in for in vain, by the id of their group.
    spent: BTreeMap<u32, BTreeSet<String>>,
}

impl Ledger {
    /// Reports the mistake unless it follows from an earlier one, and mends the tree.
    /// Says whether there is anything left to read.
    fn settle(&mut self, source: &Source<'_>, tree: &mut Tree, error: Error) -> bool {
        let Error { site, fault } = error;
        let site = site.unwrap_or(Site { id: tree.root.id, span: Span::default() });
        let Some(target) = find(&tree.root, site.id) else { return false };
        match target {
            Target::Key { group, key } => {
                let unknown = matches!(*fault, Fault::UnknownKey { .. });
                if let Some(torn) = torn(source.text, &tree.root, site.id).filter(|_| unknown) {
                    self.report(source, tree, Site { id: site.id, span: torn.span }, &torn.fault);
                    return torn.keys.into_iter().all(|key| mend(tree, key, mend::Mending::Remove));
                }
                self.report(source, tree, site, &fault);
                let removed = self.removed.entry(group).or_default();
                if let Fault::UnknownKey { key, allowed } = &*fault {
                    // The key that was meant is not missing: it is misspelt.
                    let allowed: Vec<&str> = allowed.iter().map(String::as_str).collect();
                    let meant = wording::meant(key, &allowed);
                    removed.extend(meant.map(str::to_owned));
                }
                removed.insert(key);
                mend(tree, site.id, mend::Mending::Remove)
            }
            Target::Hole { group, attempt } => {
                if attempt + 1 < HOLE_ATTEMPTS {
                    return mend(tree, site.id, mend::Mending::Replace(Kind::Hole(attempt + 1)));
                }
                if let Some((group, key)) = group {
                    self.removed.entry(group).or_default().insert(key.clone());
                    self.spent.entry(group).or_default().insert(key);
                }
                mend(tree, site.id, mend::Mending::Remove)
            }
            Target::Value { mended } => {
                if let Fault::MissingKey(key) = &*fault {
                    return self.settle_missing(source, tree, site, key);
                }
                if !mended {
                    self.report(source, tree, site, &fault);
                }
                mend(tree, site.id, mend::Mending::Excise)
            }
        }
    }

    fn settle_missing(&mut self, source: &Source<'_>, tree: &mut Tree, site: Site, key: &str) -> bool {
        let has = |keys: &BTreeMap<u32, BTreeSet<String>>| {
            keys.get(&site.id).is_some_and(|keys| keys.contains(key))
        };
        if !has(&self.removed) {
            self.report(source, tree, site, &Fault::MissingKey(key.to_owned()));
        }
        if has(&self.spent) {
            return mend(tree, site.id, mend::Mending::Excise);
        }
        self.removed.entry(site.id).or_default().insert(key.to_owned());
        mend(tree, site.id, mend::Mending::Supply(key.to_owned()))
    }

    fn report(&mut self, source: &Source<'_>, tree: &Tree, site: Site, fault: &Fault) {
        let node = mend::node(&tree.root, site.id).unwrap_or(&tree.root);
        self.mistakes.push(wording::diagnostic(source, node, site.span, fault));
    }
}
