//! Methods that behave differently in different stretches: below a floor, in between, at a cap.

use super::leaf::reads;
use super::{Branches, Home, deduct};
use crate::check::Interval;
use crate::method::{
    Beyond, Count, Given, Items, Lateness, Linear, Panel, Ratio, Relative, RelativeKind, Survey, Take, show,
};
use crate::plan::{Leaf, PlanNode, PlanRead};
use crate::{Exact, Text, text};

pub(super) fn add(branches: &mut Branches<'_>, home: &Home, position: usize, node: &PlanNode, leaf: &Leaf) {
    let criterion = &node.criterion;
    let mut add = Regimes { branches, home: home.clone(), position, node, leaf };
    if let Some(ratio) = &criterion.ratio {
        ratio_regimes(&mut add, ratio);
    } else if let Some(linear) = &criterion.linear {
        linear_regimes(&mut add, linear);
    } else if let Some(count) = &criterion.count {
        count_regimes(&mut add, count);
    } else if let Some(lateness) = &criterion.lateness {
        lateness_regimes(&mut add, lateness);
    } else if let Some(survey) = &criterion.survey {
        survey_regimes(&mut add, survey);
    } else if let Some(panel) = &criterion.panel {
        panel_regimes(&mut add, panel);
    } else if let Some(items) = &criterion.items {
        items_regimes(&mut add, items);
    } else if let Some(relative) = &criterion.relative {
        relative_regimes(&mut add, relative);
    } else if let Some(deduct) = &criterion.deduct {
        deduct::add(&mut add, deduct);
    } else if let Some(formula) = &criterion.formula {
        formula_regimes(&mut add, formula.beyond);
    } else if criterion.bands.is_none() && criterion.levels.is_none() && criterion.yes_no.is_none() {
        add.under(&["points_max"]);
        add.regime(text!("có người được chấm", "somebody is scored"), None, |_| true);
    }
}

/// Adds the regimes of one leaf.
pub(super) struct Regimes<'a, 'p> {
    branches: &'a mut Branches<'p>,
    home: Home,
    position: usize,
    pub(super) node: &'a PlanNode,
    leaf: &'a Leaf,
}

impl Regimes<'_, '_> {
    pub(super) fn under(&mut self, keys: &'static [&'static str]) {
        self.home = self.home.under(keys);
    }

    pub(super) fn at(&mut self, span: crate::Span) {
        self.home = self.home.place(span);
    }

    pub(super) fn regime(
        &mut self,
        what: Text,
        never: Option<Text>,
        test: impl Fn(Given<'_>) -> bool + Send + Sync + 'static,
    ) {
        reads(self.branches, &self.home, self.position, what, never, test);
    }

    /// Whether the value read at this place may lie in the interval.
    pub(super) fn may_lie(&self, read: usize, interval: &Interval) -> bool {
        match self.leaf.reads.get(read) {
            Some(PlanRead::Term(term)) => super::range::range(self.branches.plan, term).meets(interval),
            _ => true,
        }
    }
}

pub(super) fn below(end: Exact) -> Interval {
    Interval { lower: None, upper: Some((end, false)) }
}

pub(super) fn from(end: Exact) -> Interval {
    Interval { lower: Some((end, true)), upper: None }
}

pub(super) fn unless(possible: bool) -> Option<Text> {
    (!possible)
        .then(|| text!("không giá trị nào nhập được dẫn tới đây", "no value that can be entered leads here"))
}

fn first(given: Given<'_>) -> Exact {
    given.values.first().cloned().flatten().unwrap_or_default()
}

fn ratio_regimes(add: &mut Regimes<'_, '_>, ratio: &Ratio) {
    add.under(&["ratio"]);
    let shares = |ratio: &Ratio, test: fn(&Ratio, &Exact) -> bool| {
        let ratio = ratio.clone();
        move |given: Given<'_>| ratio.share(given).is_some_and(|share| test(&ratio, &share))
    };
    if let Some(floor) = &ratio.floor {
        let what = text!("tỷ lệ dưới mức sàn {floor}", "ratio below the floor {floor}");
        add.regime(what, unless(*floor.exact() > Exact::ZERO), shares(ratio, Ratio::below_floor));
    }
    let cap = ratio.cap();
    let (shown, floor) = (crate::method::show_percent(&cap), ratio.floor.as_ref().map(|floor| floor.exact()));
    let between = floor.is_none_or(|floor| *floor < cap);
    let what = text!("tỷ lệ được tính đúng như đạt (dưới {shown})", "ratio counted as it is (below {shown})");
    let inside = shares(ratio, |ratio, share| !ratio.below_floor(share) && *share < ratio.cap());
    add.regime(what, unless(between), inside);
    let what = text!("tỷ lệ đạt mức trần {shown}", "ratio at the cap {shown}");
    match &ratio.over {
        None => add.regime(what, None, shares(ratio, |ratio, share| *share >= ratio.cap())),
        Some(over) => {
            let plain = |ratio: &Ratio, share: &Exact| *share >= ratio.cap() && ratio.extra(share).is_zero();
            add.regime(what, None, shares(ratio, plain));
            let one = over.points.exact() < over.at_most.exact();
            let what =
                text!("vượt, được cộng thêm dưới mức tối đa", "exceeded, with less than all of the extra");
            let some = |ratio: &Ratio, share: &Exact| {
                let extra = ratio.extra(share);
                !extra.is_zero() && ratio.over.as_ref().is_some_and(|over| extra < *over.at_most.exact())
            };
            add.regime(what, unless(one), shares(ratio, some));
            let most = &over.at_most;
            let what = text!("vượt, cộng thêm tối đa {most}", "exceeded, with all of the extra {most}");
            let all = |ratio: &Ratio, share: &Exact| {
                ratio.over.as_ref().is_some_and(|over| ratio.extra(share) == *over.at_most.exact())
            };
            add.regime(what, unless(!most.exact().is_zero()), shares(ratio, all));
        }
    }
    if ratio.when_zero.is_some() {
        let zero = Interval { lower: Some((Exact::ZERO, true)), upper: Some((Exact::ZERO, true)) };
        let possible = add.may_lie(1, &zero);
        add.under(&["ratio", "when_zero"]);
        let what = text!("mẫu số bằng 0", "the denominator is 0");
        let ratio = ratio.clone();
        add.regime(what, unless(possible), move |given| ratio.share(given).is_none());
    }
}

fn linear_regimes(add: &mut Regimes<'_, '_>, linear: &Linear) {
    add.under(&["linear"]);
    let [left, right] = linear.anchors.as_slice() else { return };
    let (low, high) = if left.at.exact() <= right.at.exact() { (left, right) } else { (right, left) };
    let (low, high) = (low.at.clone(), high.at.clone());
    if linear.beyond != Beyond::Refuse {
        let what = text!("giá trị từ {low} trở xuống", "value at or below {low}");
        let to = Interval { lower: None, upper: Some((low.exact().clone(), true)) };
        let (end, possible) = (low.clone(), add.may_lie(0, &to));
        add.regime(what, unless(possible), move |given| first(given) <= *end.exact());
        let what = text!("giá trị từ {high} trở lên", "value at or above {high}");
        let (end, possible) = (high.clone(), add.may_lie(0, &from(high.exact().clone())));
        add.regime(what, unless(possible), move |given| first(given) >= *end.exact());
    }
    let what = text!("giá trị giữa {low} và {high}", "value between {low} and {high}");
    let ends = ((low.exact().clone(), false), (high.exact().clone(), false));
    let possible = add.may_lie(0, &Interval { lower: Some(ends.0), upper: Some(ends.1) });
    add.regime(what, unless(possible), move |given| {
        let value = first(given);
        value > *low.exact() && value < *high.exact()
    });
}

fn count_regimes(add: &mut Regimes<'_, '_>, count: &Count) {
    add.under(&["count"]);
    let cap = count.cap.as_ref().map_or(add.node.max.clone(), |cap| cap.exact().clone());
    let free = count.free.as_ref().map_or(Exact::ZERO, |free| free.exact().clone());
    let rises = !count.each.exact().is_negative() && !count.each.exact().is_zero();
    // Where the line to the cap is crossed: the value itself, free ones included.
    let line = cap.checked_div(count.each.exact()).map(|line| line + free.clone()).filter(|_| rises);
    let (mut under, mut reached) = (true, true);
    if let Some(line) = line {
        (under, reached) = (add.may_lie(0, &below(line.clone())), add.may_lie(0, &from(line)));
    } else if !cap.is_zero() {
        reached = cap.is_negative();
    }
    let shown = show(&cap);
    let product = |count: &Count| {
        let count = count.clone();
        move |given: Given<'_>| count.product(given)
    };
    let (value, end) = (product(count), cap.clone());
    let what = text!("tính theo số lượng, chưa tới mức trần {shown}", "counted, below the cap {shown}");
    add.regime(what, unless(under), move |given| value(given) < end);
    let value = product(count);
    let what = text!("đạt mức trần {shown}", "at the cap {shown}");
    add.regime(what, unless(reached), move |given| value(given) >= cap);
    if !free.is_zero() {
        let what =
            text!("trong số {} lượt đầu không tính", "within the first {} that do not count", show(&free));
        add.regime(what, None, move |given| first(given) <= free);
    }
    if let Some(floor) = &count.floor {
        let (value, floor) = (product(count), floor.clone());
        let what = text!("chạm mức sàn {floor}", "at the floor {floor}");
        add.regime(what, None, move |given| value(given) <= *floor.exact());
    }
}

fn lateness_regimes(add: &mut Regimes<'_, '_>, lateness: &Lateness) {
    add.under(&["lateness"]);
    let whole = Lateness { allowed: None, ..lateness.clone() };
    let days = |given: Given<'_>, lateness: &Lateness| lateness.late(given).map(|(_, _, late)| late);
    let raw = whole.clone();
    add.regime(text!("đúng hạn", "on time"), None, move |given| {
        days(given, &raw).is_some_and(|late| late.is_zero())
    });
    if let Some(allowed) = &lateness.allowed {
        let what =
            text!("trễ trong số ngày cho phép ({allowed})", "late within the days allowed ({allowed})");
        let (raw, rule) = (whole, lateness.clone());
        add.regime(what, unless(*allowed.exact() >= Exact::ONE), move |given| {
            let late = days(given, &raw).is_some_and(|late| !late.is_zero());
            late && days(given, &rule).is_some_and(|late| late.is_zero())
        });
    }
    let points = |lateness: &Lateness| {
        let lateness = lateness.clone();
        move |given: Given<'_>| {
            let late = days(given, &lateness).filter(|late| !late.is_zero())?;
            Some((late, crate::method::Method::points(&lateness, given).ok()?))
        }
    };
    let max = add.node.max.clone();
    let Some(each) = &lateness.each_day else {
        let late = points(lateness);
        add.regime(text!("trễ, không có điểm", "late, without points"), None, move |given| {
            late(given).is_some()
        });
        return;
    };
    let last = lateness.not_after.as_ref().map(|last| last.exact().clone());
    let first_day = last.as_ref().is_none_or(|last| *last >= Exact::ONE);
    let some = first_day && *each.exact() < max;
    let late = points(lateness);
    let what = text!("trễ, bị trừ {each} mỗi ngày", "late, {each} off for each day");
    add.regime(what, unless(some), move |given| late(given).is_some_and(|(_, points)| !points.is_zero()));
    let spent = last.as_ref().is_none_or(|last| last.clone() * each.exact().clone() >= max)
        && !each.exact().is_zero();
    let (late, end) = (points(lateness), last.clone());
    let what = text!("trễ đến hết điểm", "late until nothing is left");
    add.regime(what, unless(spent), move |given| {
        late(given)
            .is_some_and(|(late, points)| points.is_zero() && end.as_ref().is_none_or(|last| late <= *last))
    });
    if let Some(last) = last {
        let late = points(lateness);
        let what = text!("trễ quá {} ngày, không có điểm", "more than {} days late, no points", show(&last));
        add.regime(what, None, move |given| late(given).is_some_and(|(late, _)| late > last));
    }
}

fn survey_regimes(add: &mut Regimes<'_, '_>, survey: &Survey) {
    add.under(&["survey"]);
    let rule = survey.clone();
    add.regime(text!("đủ số phiếu", "enough answers"), None, move |given| {
        crate::method::Method::points(&rule, given).is_ok()
    });
    if let Some(least) = &survey.at_least {
        let what = text!("ít hơn {least} phiếu", "fewer than {least} answers");
        let (rule, possible) = (survey.clone(), *least.exact() > Exact::ZERO);
        add.regime(what, unless(possible), move |given| crate::method::Method::points(&rule, given).is_err());
    }
}

fn panel_regimes(add: &mut Regimes<'_, '_>, panel: &Panel) {
    add.under(&["panel"]);
    for (enough, what) in [
        (true, text!("đủ người chấm", "enough scorers")),
        (false, text!("thiếu người chấm", "too few scorers")),
    ] {
        let rule = panel.clone();
        let least = panel.at_least.unwrap_or(1).max(1).max(panel.drop_highest + panel.drop_lowest + 1);
        let possible = enough || least > 1;
        add.regime(what, unless(possible), move |given| {
            crate::method::Method::points(&rule, given).is_ok() == enough
        });
    }
}

fn items_regimes(add: &mut Regimes<'_, '_>, items: &Items) {
    add.under(&["items"]);
    let cap = items.cap.as_ref().map_or(add.node.max.clone(), |cap| cap.exact().clone());
    let input = match add.leaf.reads.first() {
        Some(PlanRead::List(input)) => add.branches.plan.inputs.get(*input),
        _ => None,
    };
    let kept = match items.take {
        Take::All => None,
        Take::Highest => Some(1),
        Take::Best(count) => Some(count),
    };
    let most = input.and_then(|input| input.max.clone()).zip(kept);
    let most = most.map(|(most, kept)| most * Exact::from(i64::from(kept)));
    let reachable = most.is_none_or(|most| most >= cap);
    let shown = show(&cap);
    let sum = |items: &Items| {
        let items = items.clone();
        move |given: Given<'_>| items.kept(given).iter().fold(Exact::ZERO, |sum, value| sum + value.clone())
    };
    let (total, end) = (sum(items), cap.clone());
    let what = text!("các mục được tính, chưa tới mức trần {shown}", "items counted, below the cap {shown}");
    add.regime(what, None, move |given| total(given) < end);
    let total = sum(items);
    let what = text!("các mục đạt mức trần {shown}", "items at the cap {shown}");
    add.regime(what, unless(reachable), move |given| total(given) >= cap);
    if kept.is_some() {
        let items = items.clone();
        let what = text!("có mục không được tính", "some items are left out");
        add.regime(what, None, move |given| {
            given.lists.first().is_some_and(|list| list.len() > items.kept(given).len())
        });
    }
}

fn relative_regimes(add: &mut Regimes<'_, '_>, relative: &Relative) {
    add.under(&["relative"]);
    let points = |relative: &Relative| {
        let relative = relative.clone();
        move |given: Given<'_>| crate::method::Method::points(&relative, given).ok()
    };
    let (full, part) = (points(relative), points(relative));
    add.regime(text!("đứng đầu, đủ điểm", "the leader, full points"), None, move |given| {
        full(given).is_some_and(|points| points >= *given.max)
    });
    add.regime(text!("kém người đứng đầu", "behind the leader"), None, move |given| {
        part(given).is_some_and(|points| points < *given.max)
    });
    if relative.by == RelativeKind::Range && relative.when_equal.is_some() {
        let what = text!("mọi giá trị bằng nhau", "all values are equal");
        let equal = points(relative);
        add.regime(what, None, move |given| {
            let same = |peers: &crate::method::Peers| peers.sorted.first() == peers.sorted.last();
            given.peers.is_some_and(same) && equal(given).is_some()
        });
    }
    if relative.target.is_some() {
        for (over, what) in [
            (false, text!("chưa vượt chỉ tiêu", "target not exceeded")),
            (true, text!("vượt chỉ tiêu", "target exceeded")),
        ] {
            add.regime(what, None, move |given| {
                let [Some(value), Some(target)] = given.values else { return false };
                value.checked_div(target).is_some_and(|reached| (reached > Exact::ONE) == over)
            });
        }
    }
}

fn formula_regimes(add: &mut Regimes<'_, '_>, beyond: Beyond) {
    add.under(&["formula"]);
    let (min, max) = (add.node.min.clone(), add.node.max.clone());
    if beyond == Beyond::Clip {
        let (low, high) = (add.may_lie(0, &below(min.clone())), add.may_lie(0, &from(max.clone())));
        add.regime(
            text!("dưới mức thấp nhất", "below the lowest points"),
            unless(low),
            move |given| first(given) < min,
        );
        add.regime(
            text!("từ mức tối đa trở lên", "at or above the maximum"),
            unless(high),
            move |given| first(given) >= max,
        );
    }
    add.regime(text!("tính theo công thức", "by the formula"), None, |given| {
        let value = first(given);
        value >= *given.min && value <= *given.max
    });
}
