use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Declared, Given, InputKind, Method, Read};
use crate::program::{Builder, Cases, Cut, Kind, Num, Pays};
use crate::{Condition, Exact, Formula, Number, text};

/// Full points when it is so, none when not (chấm đạt / không đạt).
///
/// ```yaml
/// - { code: "1", title: Ban hành kế hoạch, points_max: 2, yes_no: {} }
/// - { code: "3", title: Gửi báo cáo đúng hạn, points_max: 1, yes_no: { when: ngày_gửi <= 15/12/2026 } }
/// - { code: "2", title: Có vụ việc kéo dài, points_max: 2, yes_no: { of: vụ_việc_kéo_dài, yes: 0, no: 2 } }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct YesNo {
    /// The yes-no input; the criterion's own cell when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Formula>,
    /// A condition over inputs in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// Points for yes; the maximum when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub yes: Option<Number>,
    /// Points for no; 0 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no: Option<Number>,
}

impl Method for YesNo {
    fn reads(&self) -> Vec<Read<'_>> {
        let condition = self.when.as_ref().map(Read::Condition);
        let formula = self.of.as_ref().map(Read::Formula);
        vec![condition.or(formula).unwrap_or(Read::Own(InputKind::YesNo))]
    }

    fn declares<'a>(&'a self, to: &mut Declared<'a>) {
        to.formulas.extend(self.of.iter().map(|of| ("yes_no", of, Kind::Count)));
        to.number(Kind::Points, "yes_no", self.yes.iter().chain(&self.no));
    }

    fn lower(&self, given: &Given<'_>, to: &mut Builder) -> Option<Num> {
        to.under(&["yes_no"]);
        let (yes, no) = (to.way(text!("có", "yes")), to.way(text!("không", "no")));
        let paid = |points: &Option<Number>, otherwise: &Exact| {
            Pays::Constant(points.as_ref().map_or(otherwise, Number::exact).clone())
        };
        // Whatever is not zero is a yes.
        let (full, none) = (paid(&self.yes, given.max), paid(&self.no, &Exact::ZERO));
        let cases = Cases::lowest(full.clone(), yes).then(Cut::from(Exact::ZERO), none, no).then(
            Cut::above(Exact::ZERO),
            full,
            yes,
        );
        Some(to.cases(given.first()?, cases))
    }

    fn idle_keys(&self) -> Vec<(&'static str, &'static str, &'static str)> {
        let both = self.of.is_some() && self.when.is_some();
        both.then_some(("of", "đã có `when`", "there is `when` already")).into_iter().collect()
    }
}
