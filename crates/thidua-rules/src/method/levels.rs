use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ChoicePays, Declared, Given, InputKind, Method, Mistake, Read};
use crate::program::Interval;
use crate::program::{Builder, Cases, Kind, Num, Pays};
use crate::{Exact, Located, Number, text};

/// A choice of levels, each worth its points (chọn mức).
///
/// ```yaml
/// - code: "5.3"
///   title: Giấy khen, bằng khen
///   points_max: 3
///   levels:
///     choices:
///     - { id: cap-truong, title: Cấp trường, points: 1 }
///     - { id: cap-vung, title: Đại học vùng, points: 2 }
///     - { id: cap-tinh, title: Cấp tỉnh hoặc trung ương, points: 3 }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Levels {
    /// The levels; the assessor writes the id or the title of one.
    pub choices: Vec<Located<Level>>,
}

/// One level.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// Short name, kebab-case.
    pub id: String,
    /// The name people read.
    pub title: String,
    /// What the level is worth.
    pub points: Number,
}

impl Method for Levels {
    fn reads(&self) -> Vec<Read<'_>> {
        let choices = self.choices.iter().map(|level| (level.id.clone(), level.title.clone())).collect();
        vec![Read::Own(InputKind::Choice(choices))]
    }

    fn declares<'a>(&'a self, to: &mut Declared<'a>) {
        for level in &self.choices {
            to.add(Kind::Points, "points", [&level.points], Some(level.span), false);
        }
    }

    fn lower(&self, given: &Given<'_>, to: &mut Builder) -> Option<Num> {
        // The cell holds the position of the level, from 0.
        let mut rows = Vec::with_capacity(self.choices.len());
        for (position, level) in self.choices.iter().enumerate() {
            let title = &level.title;
            let at = Exact::from(i64::try_from(position).ok()?);
            let own = Interval { lower: Some((at.clone(), true)), upper: Some((at, true)) };
            let way = to.way_at(text!("mức “{title}”", "level “{title}”"), level.span);
            rows.push((own, Pays::Constant(level.points.exact().clone()), way));
        }
        Some(to.cases(given.first()?, Cases::first_of(rows)))
    }

    fn choices(&self) -> Vec<ChoicePays<'_>> {
        let levels = self.choices.iter();
        levels.map(|level| ChoicePays { id: &level.id, points: &level.points, span: level.span }).collect()
    }

    fn mistakes(&self, _: &Exact) -> Vec<Mistake> {
        let mut mistakes = Vec::new();
        for (index, level) in self.choices.iter().enumerate() {
            if self.choices.iter().take(index).any(|other| other.id == level.id) {
                mistakes.push(Mistake {
                    code: "TD0231",
                    span: Some(level.span),
                    message: text!("mức `{}` khai hai lần", "the level `{}` is declared twice", level.id),
                    help: text!("đổi `id` của một trong hai", "change the `id` of one of them"),
                });
            }
        }
        if self.choices.is_empty() {
            mistakes.push(Mistake {
                code: "TD0232",
                span: None,
                message: text!("không có mức nào để chọn", "there is no level to choose"),
                help: text!("thêm ít nhất một mục vào `choices`", "add at least one entry to `choices`"),
            });
        }
        mistakes
    }
}
