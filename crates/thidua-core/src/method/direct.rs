use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Given, InputKind, Method, Mistake, Points, Read, show};
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

    fn points(&self, given: Given<'_>) -> Points {
        let value = first(given);
        match &self.step {
            Some(step) if !value.checked_div(step.exact()).is_some_and(|parts| parts.is_integer()) => {
                Err(text!(
                    "{} không phải là bội số của bước {step}",
                    "{} is not a multiple of the step {step}",
                    show(&value)
                ))
            }
            _ => Ok(value),
        }
    }

    fn explain(&self, given: Given<'_>) -> crate::Text {
        text!("chấm {}", "scored {}", show(&first(given)))
    }

    fn bounds(&self, max: &Exact) -> (Option<Exact>, Option<Exact>) {
        (None, Some(max.clone()))
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

/// The only value read.
pub(super) fn first(given: Given<'_>) -> Exact {
    given.values.first().cloned().flatten().unwrap_or_default()
}
