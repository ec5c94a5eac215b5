use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Declared, Given, Limit, Method, Read, show, show_number};
use crate::program::{Builder, Calendar, Cases, Cut, Kind, Num, Pays};
use crate::{Date, Exact, Formula, Number, text};

/// Points by how late something came (trễ hạn), in days or working days.
///
/// ```yaml
/// lateness: { due: hạn_nộp_báo_cáo, actual: ngày_nộp_báo_cáo, each_day: 0.25, days: working, not_after: 10 }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lateness {
    /// When it was due: a date input or parameter.
    pub due: Formula,
    /// When it came: a date input.
    pub actual: Formula,
    /// So many further days are allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed: Option<Number>,
    /// Points taken for each day late; all of them at once when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub each_day: Option<Number>,
    /// More days late than this pays nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_after: Option<Number>,
    /// Which days count.
    #[serde(default)]
    pub days: DayCount,
    /// Days off that are not weekends, for working days.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holidays: Vec<Date>,
}

/// Which days count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DayCount {
    /// Every day.
    #[default]
    Calendar,
    /// Monday to Friday without the holidays listed.
    Working,
}

impl Method for Lateness {
    fn reads(&self) -> Vec<Read<'_>> {
        vec![Read::Formula(&self.due), Read::Formula(&self.actual)]
    }

    fn declares<'a>(&'a self, to: &mut Declared<'a>) {
        to.formulas.extend([&self.due, &self.actual].map(|of| ("lateness", of, Kind::Day)));
        to.amount(Kind::Days, "allowed", &self.allowed);
        to.number(Kind::Days, "not_after", &self.not_after);
        to.amount(Kind::Points, "each_day", &self.each_day);
    }

    fn lower(&self, given: &Given<'_>, to: &mut Builder) -> Option<Num> {
        to.under(&["lateness"]);
        let zero = || Pays::Constant(Exact::ZERO);
        let calendar = Calendar { working: self.days == DayCount::Working, holidays: self.holidays.clone() };
        let days = to.days(given.first()?, given.number(1)?, calendar);
        let on_time = to.way(text!("đúng hạn", "on time"));
        let mut late = Cases::lowest(zero(), on_time);
        let mut from = Exact::ZERO;
        if let Some(allowed) = self.allowed.as_ref().filter(|allowed| *allowed.exact() > Exact::ZERO) {
            let within = to.way(text!(
                "trễ trong số ngày cho phép ({allowed})",
                "late within the days allowed ({allowed})"
            ));
            from = allowed.exact().clone();
            late = late.then(Cut::above(Exact::ZERO), zero(), within);
        }
        let beyond = Pays::Line { at: from.clone(), points: Exact::ZERO, slope: Exact::ONE };
        let late = to.cases(days, late.then(Cut::above(from), beyond, None));
        let full = Cases::lowest(Pays::Constant(given.max.clone()), None);
        let Some(each) = &self.each_day else {
            let way = to.way(text!("trễ, không có điểm", "late, without points"));
            return Some(to.cases(late, full.then(Cut::above(Exact::ZERO), zero(), way)));
        };
        let shown = show_number(each);
        let some = to.way(text!("trễ, bị trừ {shown} mỗi ngày", "late, {shown} off for each day"));
        let each = each.exact();
        let rest = Pays::Line { at: Exact::ZERO, points: given.max.clone(), slope: -each.clone() };
        let mut cases = full.then(Cut::above(Exact::ZERO), rest, some);
        let last = self.not_after.as_ref().map(Number::exact);
        let spent = given.max.checked_div(each).filter(|spent| last.is_none_or(|last| spent <= last));
        if let Some(spent) = spent.filter(|spent| *spent > Exact::ZERO) {
            let way = to.way(text!("trễ đến hết điểm", "late until nothing is left"));
            cases = cases.then(Cut::from(spent), zero(), way);
        }
        if let Some(last) = last.filter(|last| **last >= Exact::ZERO) {
            let shown = show(last);
            let way = to
                .way(text!("trễ quá {shown} ngày, không có điểm", "more than {shown} days late, no points"));
            cases = cases.then(Cut::above(last.clone()), zero(), way);
        }
        Some(to.cases(late, cases))
    }

    fn idle_keys(&self) -> Vec<(&'static str, &'static str, &'static str)> {
        let at_once = self.each_day.is_none() && self.not_after.is_some();
        let calendar = self.days == DayCount::Calendar && !self.holidays.is_empty();
        let keys = [
            (at_once, ("not_after", "chỉ đi cùng `each_day`", "it goes with `each_day`")),
            (calendar, ("holidays", "chỉ đi cùng `days: working`", "it goes with `days: working`")),
        ];
        keys.into_iter().filter_map(|(idle, key)| idle.then_some(key)).collect()
    }

    fn limit(&self) -> Limit {
        Limit::Maximum
    }
}
