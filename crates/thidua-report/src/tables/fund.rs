//! The fund report (báo cáo quỹ thi đua, khen thưởng): money against budgets, by fund, by award and by recipient.

use std::collections::BTreeMap;

use thidua_core::{AwardId, EntrantKind, Exact, Language, Text, text};

use super::words::{AWARD, CLUSTER, ENTRANT, ID, MONEY, column};
use crate::listed::{Listed, count, payer};
use crate::number::grouped;
use crate::run::RunResults;
use crate::table::{ColumnWords, Shows, Value};

const FUND: ColumnWords = column(
    ("Quỹ", "fund"),
    ("quỹ chi tiền thưởng, như khai trong bộ tiêu chí", "the fund that pays, as the rules name it"),
    Shows::Words,
    18,
);
const RUN: ColumnWords = column(("Đợt xét", "run"), ("tên đợt xét", "title of the run"), Shows::Words, 26);
const BUDGET: ColumnWords = column(
    ("Mức quỹ (đồng)", "budget"),
    ("mức quỹ khai cho đợt xét", "the money that the rules of the run give the fund"),
    Shows::Money,
    15,
);
const CERTAIN: ColumnWords = column(
    ("Chi chắc chắn (đồng)", "certain"),
    ("tiền thưởng của những người đã chắc chắn", "money of those who are certain"),
    Shows::Money,
    15,
);
const OPEN: ColumnWords = column(
    ("Còn tạm thời (đồng)", "provisional"),
    ("tiền thưởng của những người còn tạm thời", "money of those who are provisional"),
    Shows::Money,
    15,
);
const REST: ColumnWords = column(
    ("Còn lại (đồng)", "left"),
    ("mức quỹ trừ phần chắc chắn; số âm là vượt", "the budget less what is certain; below 0 is over"),
    Shows::Money,
    15,
);
const NOTE: ColumnWords = column(
    ("Ghi chú", "note"),
    ("vượt mức quỹ, chưa khai mức quỹ", "over the budget, or none declared"),
    Shows::Words,
    30,
);
const EACH: ColumnWords = column(
    ("Mức một suất (đồng)", "each"),
    ("hệ số nhân mức lương cơ sở của ngày quyết định, đã làm tròn", "multiple times base salary, rounded"),
    Shows::Money,
    14,
);
const COLLECTIVES: ColumnWords =
    column(("Tập thể", "collectives"), ("số tập thể", "how many collectives"), Shows::Count, 8);
const PEOPLE: ColumnWords = column(("Cá nhân", "people"), ("số cá nhân", "how many people"), Shows::Count, 8);
const HOUSEHOLDS: ColumnWords =
    column(("Hộ gia đình", "households"), ("số hộ gia đình", "how many households"), Shows::Count, 8);

pub(crate) const BY_FUND: &[ColumnWords] = &[FUND, RUN, BUDGET, CERTAIN, OPEN, REST, NOTE];
pub(crate) const BY_AWARD: &[ColumnWords] =
    &[FUND, RUN, AWARD, EACH, COLLECTIVES, PEOPLE, HOUSEHOLDS, CERTAIN, OPEN];
pub(crate) const RECIPIENTS: &[ColumnWords] = &[FUND, RUN, AWARD, ID, ENTRANT, CLUSTER, MONEY];

/// A run with the lists of its awards.
pub(crate) type RunLists<'a, 'r> = (&'r RunResults<'a>, Vec<Listed>);

/// What a fund pays in one run: what is certain, and what is provisional.
type Paid = (Exact, Exact);

/// A fund in one run: the title of the run, the budget it has there, and what it pays.
type InRun<'a> = (&'a str, Option<Exact>, Paid);

/// A line for each fund and run, and one for a fund of several runs.
pub(crate) fn by_fund<'a>(runs: &[RunLists<'a, '_>]) -> Vec<Vec<Value<'a>>> {
    let mut funds: BTreeMap<&'a str, Vec<InRun<'a>>> = BTreeMap::new();
    for (run, lists) in runs {
        let mut paid: BTreeMap<&'a str, Paid> = BTreeMap::new();
        let rules = run.plan.rules();
        for budget in &rules.budgets {
            paid.entry(&budget.payer.value).or_default();
        }
        for list in lists.iter().filter(|list| pays(run, list.award)) {
            let (certain, open) = paid.entry(payer(run, list.award)).or_default();
            *certain += &list.money;
            *open += &list.money_open;
        }
        for (name, paid) in paid {
            let budget = rules.budgets.iter().find(|budget| budget.payer.value == name);
            let budget = budget.and_then(|budget| budget.amount.on(run.plan.day()));
            let budget = budget.map(|amount| amount.exact().clone());
            funds.entry(name).or_default().push((run.title, budget, paid));
        }
    }
    let mut lines = Vec::new();
    for (name, runs) in funds {
        let mut sum: Paid = Paid::default();
        for (title, budget, (certain, open)) in &runs {
            sum.0 += certain;
            sum.1 += open;
            let rest = budget.as_ref().map(|budget| budget.clone() - certain.clone());
            lines.push(vec![
                fund(name),
                Value::name(title),
                money(budget.clone()),
                Value::Money(certain.clone()),
                Value::Money(open.clone()),
                money(rest.clone()),
                Value::Words(note(rest.as_ref(), open)),
            ]);
        }
        if runs.len() > 1 {
            let words = text!("cộng {} đợt xét", "sum of {} runs", runs.len());
            let (certain, open) = sum;
            let note = text!("mức quỹ khai riêng cho từng đợt xét", "each run has a budget of its own");
            lines.push(vec![
                fund(name),
                Value::Words(words),
                Value::Empty,
                Value::Money(certain),
                Value::Money(open),
                Value::Empty,
                Value::Words(note),
            ]);
        }
    }
    lines
}

fn note(rest: Option<&Exact>, open: &Exact) -> Text {
    let Some(rest) = rest else { return text!("chưa khai mức quỹ", "no budget declared") };
    let words = |amount: Exact| [Language::Vietnamese, Language::English].map(|each| grouped(&amount, each));
    if *rest < Exact::ZERO {
        let [vi, en] = words(Exact::ZERO - rest.clone());
        return Text::new(format!("vượt {vi} đồng"), format!("{en} đồng over"));
    }
    let after = rest.clone() - open.clone();
    if after < Exact::ZERO {
        let [vi, en] = words(Exact::ZERO - after);
        return Text::new(
            format!("vượt {vi} đồng nếu mọi trường hợp tạm thời được đề nghị"),
            format!("{en} đồng over if everybody who is provisional is recommended"),
        );
    }
    Text::default()
}

/// A line for each award that carries money.
pub(crate) fn by_award<'a>(runs: &[RunLists<'a, '_>]) -> Vec<Vec<Value<'a>>> {
    let lists = runs.iter().flat_map(|(run, lists)| lists.iter().map(move |list| (*run, list)));
    let lists = lists.filter(|(run, list)| pays(run, list.award));
    let mut lines: Vec<_> = lists
        .map(|(run, list)| {
            let award = run.plan.rules().awards().get(list.award);
            let one = list.rows.first().and_then(|row| run.outcome.recommendations.case(list.award, *row));
            let of = |kind| Value::Count(count(run, &list.rows, kind) as u64);
            let line = vec![
                fund(payer(run, list.award)),
                Value::name(run.title),
                Value::name(award.map_or("", |award| award.title.as_str())),
                money(one.and_then(|case| case.money().cloned())),
                of(EntrantKind::Collective),
                of(EntrantKind::Individual),
                of(EntrantKind::Household),
                Value::Money(list.money.clone()),
                Value::Money(list.money_open.clone()),
            ];
            (payer(run, list.award), line)
        })
        .collect();
    // Within a fund the order of the runs and of their awards stays.
    lines.sort_by_key(|(payer, _)| *payer);
    lines.into_iter().map(|(_, line)| line).collect()
}

/// A line for everybody who is paid for certain.
pub(crate) fn recipients<'a>(runs: &[RunLists<'a, '_>]) -> Vec<Vec<Value<'a>>> {
    let mut lines = Vec::new();
    for (run, lists) in runs {
        for list in lists {
            let title = run.plan.rules().awards().get(list.award).map_or("", |award| award.title.as_str());
            for row in &list.rows {
                let Some(entrant) = run.evaluations.entrants().get(*row) else { continue };
                let case = run.outcome.recommendations.case(list.award, *row);
                let Some(amount) = case.and_then(|case| case.money().cloned()) else { continue };
                lines.push(vec![
                    fund(payer(run, list.award)),
                    Value::name(run.title),
                    Value::name(title),
                    Value::name(&entrant.id),
                    Value::name(&entrant.name),
                    Value::name(&entrant.cluster),
                    Value::Money(amount),
                ]);
            }
        }
    }
    lines
}

fn pays(run: &RunResults<'_>, award: AwardId) -> bool {
    run.plan.rules().awards().get(award).is_some_and(|award| award.money.is_some())
}

fn fund(name: &str) -> Value<'_> {
    if name.is_empty() {
        Value::Words(text!("(chưa khai quỹ)", "(no fund declared)"))
    } else {
        Value::name(name)
    }
}

fn money<'a>(amount: Option<Exact>) -> Value<'a> {
    amount.map_or(Value::Empty, Value::Money)
}
