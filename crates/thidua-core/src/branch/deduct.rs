//! Deductions from the maximum: each item untouched, each rung of a ladder, each limit, and nothing left at all.

use super::regime::{Regimes, below, from, unless};
use crate::check::Interval;
use crate::method::{Deduct, DeductItem, Given, Method, Minus};
use crate::{Exact, text};

pub(super) fn add(add: &mut Regimes<'_, '_>, deduct: &Deduct) {
    for (index, item) in deduct.items.iter().enumerate() {
        add.at(item.span);
        match &item.ladder {
            Some(_) => rungs(add, index, item),
            None => each(add, index, item),
        }
    }
    let most: Option<Exact> = deduct.items.iter().try_fold(Exact::ZERO, |sum, item| Some(sum + most(item)?));
    let possible = most.is_none_or(|most| most >= add.node.max);
    add.under(&["deduct"]);
    let rule = deduct.clone();
    add.regime(text!("trừ hết điểm", "everything is taken away"), unless(possible), move |given| {
        rule.points(given).is_ok_and(|points| points.is_zero())
    });
}

/// The most an item can take; `None` when there is no limit.
fn most(item: &DeductItem) -> Option<Exact> {
    match &item.ladder {
        Some(ladder) => ladder.iter().try_fold(Exact::ZERO, |most, rung| match &rung.minus {
            Minus::Points(points) => Some(most.max(points.exact().clone())),
            Minus::All => None,
        }),
        None => item.at_most.as_ref().map(|most| most.exact().clone()),
    }
}

fn times(given: Given<'_>, index: usize) -> Exact {
    given.values.get(index).cloned().flatten().unwrap_or_default()
}

fn each(add: &mut Regimes<'_, '_>, index: usize, item: &DeductItem) {
    let Some(each) = &item.each else { return };
    let of = &item.of;
    add.regime(text!("`{of}`: không bị trừ", "`{of}`: nothing taken"), None, move |given| {
        times(given, index) <= Exact::ZERO
    });
    let line = item.at_most.as_ref().and_then(|most| most.exact().checked_div(each.exact()));
    let stretch = Interval {
        lower: Some((Exact::ZERO, false)),
        upper: line.as_ref().map(|line| (line.clone(), false)),
    };
    let possible = add.may_lie(index, &stretch);
    let end = line.clone();
    let what = text!("`{of}`: trừ {each} mỗi lần", "`{of}`: {each} off each time");
    add.regime(what, unless(possible), move |given| {
        let times = times(given, index);
        times > Exact::ZERO && end.as_ref().is_none_or(|end| times < *end)
    });
    if let (Some(line), Some(most)) = (line, &item.at_most) {
        let possible = add.may_lie(index, &from(line.clone()));
        let what = text!("`{of}`: trừ tối đa {most}", "`{of}`: at most {most} off");
        add.regime(what, unless(possible), move |given| times(given, index) >= line);
    }
}

fn rungs(add: &mut Regimes<'_, '_>, index: usize, item: &DeductItem) {
    let of = &item.of;
    let mut ends: Vec<Exact> = item.ladder.iter().flatten().map(|rung| rung.at.exact().clone()).collect();
    ends.sort();
    ends.dedup();
    if let Some(first) = ends.first().cloned() {
        let possible = add.may_lie(index, &below(first.clone()));
        let what = text!("`{of}`: chưa tới mức bị trừ", "`{of}`: below the first rung");
        add.regime(what, unless(possible), move |given| times(given, index) < first);
    }
    for (position, end) in ends.iter().enumerate() {
        let next = ends.get(position + 1).cloned();
        let stretch = Interval {
            lower: Some((end.clone(), true)),
            upper: next.as_ref().map(|next| (next.clone(), false)),
        };
        let possible = add.may_lie(index, &stretch);
        let (from, shown) = (end.clone(), crate::method::show(end));
        let what = text!("`{of}`: bậc trừ từ {shown}", "`{of}`: rung from {shown}");
        add.regime(what, unless(possible), move |given| {
            let times = times(given, index);
            times >= from && next.as_ref().is_none_or(|next| times < *next)
        });
    }
}
