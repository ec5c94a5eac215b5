use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Declared, Given, InputKind, Limit, Method, Mistake, Read};
use crate::program::{Builder, Cases, Kind, Num, Pays};
use crate::{Exact, Number, text};

/// The assessor enters the points directly (chấm điểm trực tiếp), from 0 to the maximum.
///
/// ```yaml
/// - { code: "2.1", title: Chấp hành văn bản chỉ đạo, points_max: 3 }
/// - { code: "2.2", title: Chất lượng kế hoạch, points_max: 5, direct: { step: 0.25 } }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Direct {
    /// The points must be a multiple of this step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<Number>,
}

impl Method for Direct {
    fn reads(&self) -> Vec<Read<'_>> {
        vec![Read::Own(InputKind::Points)]
    }

    fn declares<'a>(&'a self, to: &mut Declared<'a>) {
        to.number(Kind::Points, "step", &self.step);
    }

    fn lower(&self, given: &Given<'_>, to: &mut Builder) -> Option<Num> {
        to.under(&["points_max"]);
        let scored = to.quiet(text!("có người được chấm", "somebody is scored"));
        let value = given.first()?;
        let value = match &self.step {
            Some(step) => to.multiple(value, step.exact().clone()),
            None => value,
        };
        Some(to.cases(value, Cases::lowest(Pays::same(), scored)))
    }

    fn limit(&self) -> Limit {
        Limit::Maximum
    }

    fn mistakes(&self, _: &Exact) -> Vec<Mistake> {
        let Some(step) = self.step.as_ref().filter(|step| *step.exact() <= Exact::ZERO) else {
            return Vec::new();
        };
        vec![Mistake {
            code: "TD0230",
            span: None,
            message: text!("bước chấm `{step}` phải lớn hơn 0", "the step `{step}` must be above 0"),
            help: text!("viết chẳng hạn `step: 0.25`", "write for example `step: 0.25`"),
        }]
    }
}
