use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thidua_core::{Diagnostic, Place, Text, text};

/// What the answer should hold (phần cần trả lời); everything but reasons and explanations when absent.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Select {
    /// Ids of the entrants to tell of; all of them when absent.
    #[serde(default)]
    pub(crate) entrants: Option<Vec<String>>,
    /// The parts to tell; the parts named first in the list of parts, up to `findings`, when absent.
    #[serde(default)]
    pub(crate) parts: Option<Vec<Part>>,
    /// The languages of words; both when absent. Errors are told in both where none is named.
    #[serde(default)]
    pub(crate) languages: Option<Vec<LanguageCode>>,
    /// Whether the entrants are answered by column: ids, points, grades, places and award statuses, a list each. For many:
    /// it takes a fifth of the bytes. Not in JSON Lines, nor with `reasons` or `explanation`, nor after changed cells.
    #[serde(default)]
    pub(crate) by_column: bool,
}

/// A part of the answer (một phần của kết quả).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Part {
    /// Points of every criterion and group.
    Points,
    /// Grades.
    Grades,
    /// Places in the rankings.
    Ranks,
    /// Where each entrant stands with each award.
    Awards,
    /// The places of every award and scope.
    Quotas,
    /// What a person should look at.
    Findings,
    /// Requirements that are failed or not known, with numbers and the smallest change; what lowered a grade.
    Reasons,
    /// All that led to each entrant's result.
    Explanation,
}

/// A language of words (ngôn ngữ).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LanguageCode {
    /// Vietnamese.
    Vi,
    /// English.
    En,
}

impl Select {
    pub(crate) fn has(&self, part: Part) -> bool {
        self.parts.as_ref().map_or(part <= Part::Findings, |parts| parts.contains(&part))
    }

    /// Columns that are asked for together with something that has none; `one_by_one` where entrants are told of one by one.
    pub(crate) fn unfit(&self, one_by_one: bool) -> Option<Diagnostic> {
        let told = self.has(Part::Reasons) || self.has(Part::Explanation);
        let message = text!(
            "`by_column` không đi cùng `lines`, `reasons`, `explanation`, hay các ô vừa sửa: chúng được kể theo từng đơn vị",
            "`by_column` does not go with `lines`, `reasons`, `explanation` or changed cells: they are told entrant by entrant"
        );
        let help = text!(
            "bỏ `by_column`, hoặc hỏi phần đó bằng một yêu cầu khác với `entrants`",
            "leave `by_column` out, or ask for that part by another request with `entrants`"
        );
        let found = || Diagnostic::error("TD0585", Place::file(super::REQUEST), message).with_help(help);
        (self.by_column && (told || one_by_one)).then(found)
    }

    /// The wanted entrants; `None` for all of them.
    pub(crate) fn wanted(&self) -> Option<BTreeSet<&str>> {
        self.entrants.as_ref().map(|ids| ids.iter().map(String::as_str).collect())
    }

    /// Whether no language was asked for.
    pub(crate) fn is_wordless(&self) -> bool {
        self.languages.as_ref().is_some_and(Vec::is_empty)
    }

    /// A sentence in the wanted languages.
    pub(crate) fn words(&self, text: &Text) -> Words {
        let wanted = |code| self.languages.as_ref().is_none_or(|codes| codes.contains(&code));
        Words {
            vi: wanted(LanguageCode::Vi).then(|| text.vi.clone()),
            en: wanted(LanguageCode::En).then(|| text.en.clone()),
        }
    }
}

/// A sentence in the languages that were asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Words {
    /// Vietnamese.
    #[serde(skip_serializing_if = "Option::is_none")]
    vi: Option<String>,
    /// English.
    #[serde(skip_serializing_if = "Option::is_none")]
    en: Option<String>,
}
