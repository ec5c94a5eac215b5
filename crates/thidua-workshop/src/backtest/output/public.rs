use std::collections::BTreeMap;

use thidua::Exact;

use crate::backtest::{Backtest, Shift, TestedRun};

/// The same backtest without names (bản công khai): entrants and clusters are numbered, and points, by which
/// published tables would give them away, are left out. What each edit did stays.
///
/// Numbers are given in the order of how far entrants move, so that the order of the register leaves no trace.
#[must_use]
pub fn without_names(backtest: &Backtest) -> Backtest {
    let runs = backtest.runs.iter().map(|run| {
        let ids = numbered(run);
        let mut clusters: BTreeMap<&str, String> = BTreeMap::new();
        let mut order: Vec<&crate::backtest::Cluster> = run.clusters.iter().collect();
        order.sort_by_key(|cluster| (std::cmp::Reverse(cluster.awards), hidden(&cluster.name)));
        for (number, cluster) in (1..).zip(order) {
            clusters.insert(&cluster.name, format!("cụm {number}"));
        }
        let name = |id: &str| ids.get(id).cloned().unwrap_or_default();
        let mut shifts: Vec<Shift> = run
            .shifts
            .iter()
            .map(|shift| {
                let mut shift = Shift {
                    entrant: name(&shift.entrant),
                    name: name(&shift.entrant),
                    cluster: clusters.get(shift.cluster.as_str()).cloned().unwrap_or_default(),
                    ..shift.clone()
                };
                (shift.old.total, shift.new.total) = (None, None);
                (shift.old.money, shift.new.money) = (Exact::ZERO, Exact::ZERO);
                shift
            })
            .collect();
        shifts.sort_by(|left, right| left.entrant.cmp(&right.entrant));
        let mut renamed: Vec<_> = run
            .clusters
            .iter()
            .map(|cluster| crate::backtest::Cluster {
                name: clusters.get(cluster.name.as_str()).cloned().unwrap_or_default(),
                ..cluster.clone()
            })
            .collect();
        renamed.sort_by(|left, right| left.name.cmp(&right.name));
        // A distance to a line is as telling as the points themselves.
        TestedRun { shifts, clusters: renamed, near: Vec::new(), ..run.clone() }
    });
    Backtest { runs: runs.collect(), warnings: Vec::new(), ..backtest.clone() }
}

/// A number for every entrant, those that move farthest first.
fn numbered(run: &TestedRun) -> BTreeMap<String, String> {
    let moved = super::words::farthest(run);
    let still = run.shifts.iter().filter(|shift| !shift.moved());
    let mut still: Vec<&Shift> = still.collect();
    still.sort_by_key(|shift| hidden(&shift.entrant));
    let width = run.shifts.len().to_string().len();
    let numbered = (1..).zip(moved.into_iter().chain(still));
    numbered.map(|(number, shift)| (shift.entrant.clone(), format!("đơn vị {number:0width$}"))).collect()
}

/// An order that has nothing to do with the alphabet, and is the same in every run (FNV-1a).
fn hidden(name: &str) -> u64 {
    name.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
