use thidua::{Exact, Language};
use thidua_report::{
    Impact, ImpactChange, ImpactCluster, ImpactFlow, ImpactMove, ImpactNear, ImpactRun, grouped,
};

use super::numbers::{shown, signed};
use super::words::{attribution, award_moves, counts, farthest, matrix, parts};
use crate::backtest::{Backtest, Line, Shift, TestedRun};

const LANGUAGE: Language = Language::Vietnamese;

/// A backtest in the words of a report to the council (báo cáo tác động): documents are Vietnamese.
#[must_use]
pub fn backtest_impact(backtest: &Backtest) -> Impact {
    let version = |(file, version): &(String, String)| format!("{file}, phiên bản {version}");
    let changes = backtest.edits.iter().enumerate().map(|(number, edit)| {
        let what = edit.what.iter().map(|what| what.vi.as_str()).collect::<Vec<_>>().join("; ");
        let (moved, share) = share(backtest, number);
        ImpactChange { what, moved, share }
    });
    Impact {
        old: version(&backtest.old),
        new: version(&backtest.new),
        changes: changes.collect(),
        attribution: attribution(backtest.attribution).vi,
        runs: backtest.runs.iter().map(one_run).collect(),
    }
}

/// How many entrants a change touches, and its part of all points that move, in percent; empty when none do.
fn share(backtest: &Backtest, number: usize) -> (usize, String) {
    let size = |points: &Exact| if points.is_negative() { -points.clone() } else { points.clone() };
    let own = |shares: &Option<Vec<Exact>>| {
        shares.as_ref().and_then(|shares| shares.get(number)).cloned().unwrap_or_default()
    };
    let (mut moved, mut ours, mut all) = (0, Exact::ZERO, Exact::ZERO);
    for effect in backtest.runs.iter().flat_map(|run| &run.shifts).map(|shift| &shift.effect) {
        let measures = [&effect.points, &effect.rank, &effect.grade, &effect.awards];
        moved += usize::from(measures.iter().any(|shares| !own(shares).is_zero()));
        ours += &size(&own(&effect.points));
        all += &effect.points.iter().flatten().fold(Exact::ZERO, |sum, share| sum + size(share));
    }
    let percent = (ours * Exact::from(100)).checked_div(&all);
    let percent = percent.map(|percent| format!("{}%", percent.display_rounded(1)).replace('.', ","));
    (moved, percent.unwrap_or_default())
}

fn one_run(run: &TestedRun) -> ImpactRun {
    let moved = farthest(run);
    let listed = |shift: &&&Shift| shift.grade_moved() || shift.awards_moved() != (Vec::new(), Vec::new());
    let matrix = matrix(run);
    let flows = run.grades.iter().zip(&matrix).enumerate().flat_map(|(from, ((_, old), row))| {
        let moved = run.grades.iter().zip(row).enumerate();
        let moved = moved.filter(move |(to, (_, count))| *to != from && **count > 0);
        moved.map(|(_, ((_, new), count))| ImpactFlow { from: old.clone(), to: new.clone(), count: *count })
    });
    let money = (!run.money.0.is_zero() || !run.money.1.is_zero()).then(|| {
        let difference = run.money.1.clone() - run.money.0.clone();
        [&run.money.0, &run.money.1, &difference].map(|money| grouped(money, LANGUAGE))
    });
    ImpactRun {
        title: run.title.clone(),
        folder: run.folder.clone(),
        entrants: run.shifts.len(),
        counts: counts(run).into_iter().map(|(what, count)| (what.vi, count)).collect(),
        money,
        flows: flows.collect(),
        clusters: run
            .clusters
            .iter()
            .filter(|cluster| cluster.awards.0 != cluster.awards.1)
            .map(|cluster| ImpactCluster {
                name: cluster.name.clone(),
                before: cluster.awards.0,
                after: cluster.awards.1,
            })
            .collect(),
        moves: moved.iter().filter(listed).map(|shift| one(run, shift)).collect(),
        near: run.near.iter().map(|near| nearby(run, near)).collect(),
    }
}

fn one(run: &TestedRun, shift: &Shift) -> ImpactMove {
    let total =
        |total: &Option<Exact>| total.as_ref().map(|total| shown(total, LANGUAGE)).unwrap_or_default();
    let rank = |rank: Option<u32>| rank.map(|rank| rank.to_string()).unwrap_or_default();
    let grade =
        |grade: &Option<(String, String)>| grade.as_ref().map(|(_, title)| title.clone()).unwrap_or_default();
    let arrow = |old: String, new: String| match (old.is_empty(), new.is_empty()) {
        _ if old == new => new,
        (true, _) => format!("— → {new}"),
        (_, true) => format!("{old} → —"),
        _ => format!("{old} → {new}"),
    };
    ImpactMove {
        name: shift.name.clone(),
        cluster: shift.cluster.clone(),
        points: arrow(total(&shift.old.total), total(&shift.new.total)),
        rank: arrow(rank(shift.old.rank), rank(shift.new.rank)),
        grade: arrow(grade(&shift.old.grade), grade(&shift.new.grade)),
        awards: award_moves(run, shift, LANGUAGE).join("; "),
        causes: shift
            .effect
            .points
            .as_deref()
            .map(|shares| parts(shares, LANGUAGE).join("; "))
            .unwrap_or_default(),
    }
}

fn nearby(run: &TestedRun, near: &crate::backtest::Near) -> ImpactNear {
    let name = run.shifts.iter().find(|shift| shift.entrant == near.entrant);
    let line = match &near.line {
        Line::Grade(title) => format!("mức {title}"),
        Line::Award(award) => format!("suất cuối của chỉ tiêu {}", run.award_title(award)),
    };
    ImpactNear {
        name: name.map_or_else(|| near.entrant.clone(), |shift| shift.name.clone()),
        line,
        distance: signed(&near.distance, LANGUAGE),
    }
}
