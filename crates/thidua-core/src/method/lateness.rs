use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Given, Method, Points, Read, show};
use crate::date::days_late;
use crate::{Date, Exact, Formula, Number, Text, text};

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

impl Lateness {
    pub(crate) fn late(&self, given: Given<'_>) -> Option<(Date, Date, Exact)> {
        let [Some(due), Some(actual)] = given.values else { return None };
        let due = Date::from_day_number(due.floor_i64()?)?;
        let actual = Date::from_day_number(actual.floor_i64()?)?;
        let late = days_late(due, actual, self.days == DayCount::Working, &self.holidays);
        let allowed = self.allowed.as_ref().map_or(Exact::ZERO, |allowed| allowed.exact().clone());
        Some((due, actual, (Exact::from(late) - allowed).max(Exact::ZERO)))
    }
}

impl Method for Lateness {
    fn reads(&self) -> Vec<Read<'_>> {
        vec![Read::Formula(&self.due), Read::Formula(&self.actual)]
    }

    fn points(&self, given: Given<'_>) -> Points {
        let (_, _, late) = self.late(given).ok_or_else(|| text!("ngày không hợp lệ", "not a date"))?;
        if late.is_zero() {
            return Ok(given.max.clone());
        }
        match &self.each_day {
            Some(each) if self.not_after.as_ref().is_none_or(|last| late <= *last.exact()) => {
                Ok((given.max.clone() - late * each.exact().clone()).max(Exact::ZERO))
            }
            _ => Ok(Exact::ZERO),
        }
    }

    fn explain(&self, given: Given<'_>) -> Text {
        self.late(given).map_or_else(Text::default, |(due, actual, late)| {
            let (due, actual, late) = (due.to_vietnamese(), actual.to_vietnamese(), show(&late));
            match self.days {
                DayCount::Calendar => text!(
                    "hạn {due}, thực hiện {actual}: trễ {late} ngày",
                    "due {due}, done {actual}: {late} days late"
                ),
                DayCount::Working => text!(
                    "hạn {due}, thực hiện {actual}: trễ {late} ngày làm việc",
                    "due {due}, done {actual}: {late} working days late"
                ),
            }
        })
    }

    fn bounds(&self, max: &Exact) -> (Option<Exact>, Option<Exact>) {
        (Some(Exact::ZERO), Some(max.clone()))
    }
}
