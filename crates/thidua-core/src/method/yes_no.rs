use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::direct::first;
use super::{Given, InputKind, Method, Points, Read, show};
use crate::{Exact, Formula, Number, Text, text};

/// Full points when it is so, none when not (chấm đạt / không đạt).
///
/// ```yaml
/// - { code: "1", title: Ban hành kế hoạch, points_max: 2, yes_no: {} }
/// - { code: "2", title: Có vụ việc kéo dài, points_max: 2, yes_no: { of: vụ_việc_kéo_dài, yes: 0, no: 2 } }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct YesNo {
    /// The yes-no input; the criterion's own cell when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Formula>,
    /// Points for yes; the maximum when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub yes: Option<Number>,
    /// Points for no; 0 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no: Option<Number>,
}

impl YesNo {
    fn pays(&self, yes: bool, max: &Exact) -> Exact {
        let (points, otherwise) = if yes { (&self.yes, max.clone()) } else { (&self.no, Exact::ZERO) };
        points.as_ref().map_or(otherwise, |points| points.exact().clone())
    }
}

impl Method for YesNo {
    fn reads(&self) -> Vec<Read<'_>> {
        vec![self.of.as_ref().map_or(Read::Own(InputKind::YesNo), Read::Formula)]
    }

    fn points(&self, given: Given<'_>) -> Points {
        Ok(self.pays(!first(given).is_zero(), given.max))
    }

    fn explain(&self, given: Given<'_>) -> Text {
        let yes = !first(given).is_zero();
        let points = show(&self.pays(yes, given.max));
        if yes {
            text!("có → {points} điểm", "yes → {points} points")
        } else {
            text!("không → {points} điểm", "no → {points} points")
        }
    }

    fn bounds(&self, max: &Exact) -> (Option<Exact>, Option<Exact>) {
        let (yes, no) = (self.pays(true, max), self.pays(false, max));
        (Some(yes.clone().min(no.clone())), Some(yes.max(no)))
    }
}
