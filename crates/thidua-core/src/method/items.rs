use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Given, Method, Points, Read, show};
use crate::{Exact, Number, Text, text};

/// Points of many items (nhiều hoạt động): their sum, the highest only, or the best k.
///
/// ```yaml
/// items: { of: điểm_chặng, take: { best: 11 } }
/// items: { of: điểm_hoạt_động, take: highest }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Items {
    /// An input declared with `many: true`.
    pub of: String,
    /// Which items count; the sum of all when absent.
    #[serde(default)]
    pub take: Take,
    /// At most so many points; the criterion's maximum when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap: Option<Number>,
}

/// Which items count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Take {
    /// The sum of all.
    #[default]
    All,
    /// The highest one only (chỉ tính hoạt động có điểm cao nhất).
    Highest,
    /// The sum of the best so many.
    Best(u32),
}

impl Items {
    pub(crate) fn kept(&self, given: Given<'_>) -> Vec<Exact> {
        let mut values = given.lists.first().map(|list| list.to_vec()).unwrap_or_default();
        values.sort_by(|left, right| right.cmp(left));
        let count = match self.take {
            Take::All => values.len(),
            Take::Highest => 1,
            Take::Best(count) => usize::try_from(count).unwrap_or(usize::MAX),
        };
        values.truncate(count);
        values
    }

    fn cap<'a>(&'a self, given: Given<'a>) -> &'a Exact {
        self.cap.as_ref().map_or(given.max, Number::exact)
    }
}

impl Method for Items {
    fn reads(&self) -> Vec<Read<'_>> {
        vec![Read::List(&self.of)]
    }

    fn points(&self, given: Given<'_>) -> Points {
        let sum = self.kept(given).iter().fold(Exact::ZERO, |sum, value| sum + value.clone());
        Ok(sum.min(self.cap(given).clone()))
    }

    fn explain(&self, given: Given<'_>) -> Text {
        let all = given.lists.first().map_or(0, |list| list.len());
        let kept = self.kept(given);
        let shown: Vec<String> = kept.iter().map(show).collect();
        let (shown, count) = (shown.join(" + "), kept.len());
        let sum = kept.into_iter().fold(Exact::ZERO, |sum, value| sum + value);
        let cap = self.cap(given);
        let capped =
            if sum > *cap { format!(" = {} ⇒ ≤ {}", show(&sum), show(cap)) } else { String::new() };
        text!(
            "{shown}{capped} ({count} trong {all} mục được tính)",
            "{shown}{capped} ({count} of {all} items count)"
        )
    }

    fn bounds(&self, max: &Exact) -> (Option<Exact>, Option<Exact>) {
        (None, Some(self.cap.as_ref().map_or(max.clone(), |cap| cap.exact().clone())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cap_is_told_when_it_bites() {
        let items = Items { of: "x".to_owned(), take: Take::Best(2), cap: None };
        let explained = |values: &[i64], max: i64| {
            let values: Vec<Exact> = values.iter().copied().map(Exact::from).collect();
            let (lists, max) = ([values.as_slice()], Exact::from(max));
            let given = Given { values: &[], lists: &lists, min: &Exact::ZERO, max: &max, peers: None };
            items.explain(given).to_string()
        };
        assert!(explained(&[5, 9, 4], 10).contains("9 + 5 = 14 ⇒ ≤ 10 (2 of 3 items count)"));
        assert!(explained(&[5, 4, 1], 10).contains("5 + 4 (2 of 3 items count)"));
    }
}
