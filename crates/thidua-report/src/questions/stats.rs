use std::fmt::Write;

use serde::Serialize;
use thidua_core::{Exact, Language, NodeId, NodeKind, Role};

use crate::number::{Digits, Number, shown};
use crate::run::RunResults;
use crate::words::say;

/// What the criteria of a run do (thống kê tiêu chí).
#[derive(Clone, Debug, Serialize)]
pub struct Stats {
    /// One for each criterion, in reading order.
    pub criteria: Vec<CriterionStats>,
    /// Criteria that move together, the closest first.
    pub pairs: Vec<PairStats>,
}

/// One criterion over all entrants that have it.
#[derive(Clone, Debug, Serialize)]
pub struct CriterionStats {
    /// Path of codes.
    pub path: String,
    /// Text of the criterion.
    pub title: String,
    /// How many have points.
    pub count: usize,
    /// Its mean.
    pub mean: Number,
    /// Its standard deviation, to three places and never more than it is.
    pub spread: Number,
    /// Its share of the variance of the total: the shares of a plain sum add up to 1.
    pub share: Option<Number>,
    /// How many have all points.
    pub full: usize,
    /// How many have none.
    pub zero: usize,
}

/// Two criteria that move together (hai tiêu chí biến động cùng nhau).
#[derive(Clone, Debug, Serialize)]
pub struct PairStats {
    /// The paths.
    pub paths: [String; 2],
    /// The correlation, to three places and never further from 0 than it is.
    pub correlation: Number,
}

/// So many pairs stand on a page.
const PAIRS_SHOWN: usize = 15;

/// Criteria whose correlation is not below this are told.
fn together() -> Exact {
    Exact::ratio(8, 10)
}

/// Mean, spread, share of the variance of the total, and how many have all or nothing, for every criterion.
#[must_use]
pub fn stats(run: &RunResults<'_>) -> Stats {
    let cards = &run.outcome.scorecards;
    let rows = run.evaluations.entrants().keys();
    let totals: Vec<Option<Exact>> = rows.clone().map(|row| cards.total(row)).collect();
    let leaves: Vec<NodeId> = run
        .plan
        .reading_order()
        .into_iter()
        .filter(|node| matches!(run.plan.nodes().get(*node).map(|node| &node.kind), Some(NodeKind::Leaf(_))))
        .collect();
    let columns: Vec<Vec<Option<Exact>>> =
        leaves.iter().map(|node| rows.clone().map(|row| cards.points(*node, row)).collect()).collect();
    let criteria = leaves.iter().zip(&columns).filter_map(|(node, column)| {
        let places = run.places().node(*node).map_or(Digits::of(2), |own| own.most(Some(Digits::of(2))));
        let node = run.plan.nodes().get(*node)?;
        let known: Vec<&Exact> = column.iter().flatten().collect();
        let own = Moments::of(column, column)?;
        let with_total = Moments::of(column, &totals);
        let total = Moments::of(&totals, &totals).filter(|total| !total.covariance.is_zero());
        let share =
            with_total.zip(total).and_then(|(with, total)| with.covariance.checked_div(&total.covariance));
        // Deductions are taken away: what they move, they move the other way.
        let share = if node.role == Role::Deduction { share.map(|share| -share) } else { share };
        Some(CriterionStats {
            path: node.path.clone(),
            title: node.criterion.title.clone(),
            count: known.len(),
            mean: Number::new(own.mean.clone(), Some(places)),
            spread: Number::new(root(&own.covariance), Some(Digits::of(3))),
            share: share.map(|share| Number::new(share, Some(Digits::of(3)))),
            full: known.iter().filter(|points| ***points == node.max && !node.max.is_zero()).count(),
            zero: known.iter().filter(|points| points.is_zero()).count(),
        })
    });
    Stats { criteria: criteria.collect(), pairs: pairs(run, &leaves, &columns) }
}

fn pairs(run: &RunResults<'_>, leaves: &[NodeId], columns: &[Vec<Option<Exact>>]) -> Vec<PairStats> {
    let variances: Vec<Option<Exact>> =
        columns.iter().map(|column| Moments::of(column, column).map(|own| own.covariance)).collect();
    let path = |index: usize| {
        let node = leaves.get(index).and_then(|node| run.plan.nodes().get(*node));
        node.map(|node| node.path.clone()).unwrap_or_default()
    };
    let mut found: Vec<(Exact, [usize; 2], bool)> = Vec::new();
    for (one, first) in columns.iter().enumerate() {
        for (other, second) in columns.iter().enumerate().skip(one + 1) {
            let variances =
                variances.get(one).cloned().flatten().zip(variances.get(other).cloned().flatten());
            let (Some(both), Some((left, right))) = (Moments::of(first, second), variances) else { continue };
            let square = both.covariance.clone() * both.covariance.clone();
            let Some(square) = square.checked_div(&(left * right)) else { continue };
            // Where only some have both criteria the two variances are of others.
            if square >= together() * together() && square <= Exact::ONE {
                found.push((square, [one, other], both.covariance.is_negative()));
            }
        }
    }
    found.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
    found
        .into_iter()
        .map(|(square, [one, other], negative)| {
            let size = root(&square);
            let correlation = if negative { -size } else { size };
            PairStats {
                paths: [path(one), path(other)],
                correlation: Number::new(correlation, Some(Digits::of(3))),
            }
        })
        .collect()
}

/// The mean of one column and its covariance with another, over those who have both.
struct Moments {
    mean: Exact,
    covariance: Exact,
}

impl Moments {
    fn of(one: &[Option<Exact>], other: &[Option<Exact>]) -> Option<Self> {
        let both = || one.iter().zip(other).filter_map(|(one, other)| Some((one.as_ref()?, other.as_ref()?)));
        let count = Exact::from(i64::try_from(both().count()).ok()?);
        let (mut left, mut right, mut product) = (Exact::ZERO, Exact::ZERO, Exact::ZERO);
        for (one, other) in both() {
            left += one;
            right += other;
            product += &(one.clone() * other.clone());
        }
        let (mean, other_mean) = (left.checked_div(&count)?, right.checked_div(&count)?);
        let covariance = product.checked_div(&count)? - mean.clone() * other_mean;
        Some(Self { mean, covariance })
    }
}

/// The square root, rounded down to three places; 0 where it cannot be told in 64 bits.
fn root(value: &Exact) -> Exact {
    let scaled =
        (value.clone() * Exact::from(1_000_000)).floor_i64().and_then(|whole| u64::try_from(whole).ok());
    let root = scaled.map_or(0, u64::isqrt);
    Exact::ratio(i128::from(root), 1000)
}

impl Stats {
    /// The figures as a page of plain text.
    #[must_use]
    pub fn page(&self, run: &RunResults<'_>, language: Language) -> String {
        let mut page = String::new();
        let t = |vi, en| say(language, vi, en);
        let local = |number: &Number| {
            if language == Language::Vietnamese {
                number.shown.replace('.', ",")
            } else {
                number.shown.clone()
            }
        };
        // Writing to a String cannot fail.
        let _ = writeln!(page, "{} — {}", t("THỐNG KÊ TIÊU CHÍ", "CRITERIA IN FIGURES"), run.title);
        let head = [
            t("trung bình", "mean"),
            t("độ lệch", "spread"),
            t("% phương sai", "% variance"),
            t("đạt tối đa", "at full"),
            t("bằng 0", "at zero"),
            t("số chấm", "scored"),
        ];
        let width = self.criteria.iter().map(|each| each.path.chars().count()).max().unwrap_or(0).max(8);
        let _ = write!(page, "{:<width$}", t("tiêu chí", "criterion"));
        head.iter().for_each(|head| {
            let _ = write!(page, " {head:>13}");
        });
        let _ = writeln!(page);
        for each in &self.criteria {
            let share = each.share.as_ref().map(|share| percent(&share.exact, language));
            let _ = writeln!(
                page,
                "{:<width$} {:>13} {:>13} {:>13} {:>13} {:>13} {:>13}  {}",
                each.path,
                local(&each.mean),
                local(&each.spread),
                share.unwrap_or_else(|| "—".to_owned()),
                each.full,
                each.zero,
                each.count,
                each.title
            );
        }
        if !self.pairs.is_empty() {
            let _ = writeln!(
                page,
                "\n{}:",
                t("Tiêu chí biến động cùng nhau (từ 0,8)", "Criteria that move together (from 0.8)")
            );
        }
        for pair in self.pairs.iter().take(PAIRS_SHOWN) {
            let _ = writeln!(page, "  {} · {}: {}", pair.paths[0], pair.paths[1], local(&pair.correlation));
        }
        if self.pairs.len() > PAIRS_SHOWN {
            let more = self.pairs.len() - PAIRS_SHOWN;
            let _ =
                writeln!(page, "  … {more} {}", t("cặp khác (--format json)", "more pairs (--format json)"));
        }
        page
    }
}

/// A share of an exact fraction as a percentage with one decimal.
fn percent(share: &Exact, language: Language) -> String {
    let tenths =
        (share.clone() * Exact::from(1000)).round_to_multiple(&Exact::ONE, thidua_core::RoundingMode::HalfUp);
    shown(&(tenths * Exact::ratio(1, 10)), Some(Digits::of(1)), language)
}
