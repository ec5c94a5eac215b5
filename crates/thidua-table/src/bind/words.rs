use thidua_core::{NodeKind, Plan};

use super::columns::{CRITERION, ENTRANT, NAME, NOTES, STAGE, VALUE, find};
use super::history::{
    AMOUNT, AWARD, BALLOT, BODY, DATE, DECISION, FROM, MEMBERS, NUMBER, PRESENT, REPLACES, RESULT, RUN,
    USED_FOR, VOTES, WITHDRAWN, WRITTEN, WRITTEN_VOTES, YEAR,
};
use super::register::{CLUSTER, KIND};
use super::{Layout, Register, Shape};
use crate::{BlockWords, Role, Table, Words};

/// What the headers of an evaluation table may say (từ ngữ của phiếu chấm), and who may stand in its rows.
#[must_use]
pub fn evaluation_words(plan: &Plan, layout: &Layout, register: Option<&Register>) -> Words {
    let mut words = Words::default();
    let listed =
        |list: &Option<super::TextOrList>| list.iter().flat_map(|names| names.0.clone()).collect::<Vec<_>>();
    listed(&layout.entrant).iter().for_each(|name| words.add(name, Role::Entrant));
    let others = layout.kind.iter().chain(&layout.ignore).chain(layout.only_where.keys());
    others.chain(&listed(&layout.cluster)).for_each(|name| words.add(name, Role::Other));
    layout.criterion.iter().for_each(|name| words.add(name, Role::Criterion));
    listed(&layout.value).iter().for_each(|name| words.add(name, Role::LongValue));
    layout.columns.values().for_each(|name| words.add(name, Role::Value { max: None }));
    for input in plan.inputs().iter().filter(|input| !input.computed) {
        let role = Role::Value { max: input.max.clone() };
        words.add(&input.name, role.clone());
        input.aliases.iter().for_each(|alias| words.add(alias, role.clone()));
        words.add(&input.title, role.clone());
        let code = input.name.rsplit('/').next().unwrap_or_default();
        words.add(&format!("{code} {}", input.title), role);
    }
    let usual = [
        (ENTRANT, Role::Entrant),
        (CRITERION, Role::Criterion),
        (VALUE, Role::LongValue),
        (NAME, Role::Entrant),
    ];
    for (names, role) in usual {
        names.iter().for_each(|name| words.add(name, role.clone()));
    }
    NOTES.iter().for_each(|name| words.add(name, Role::Remark));
    STAGE.iter().chain(CLUSTER).chain(KIND).for_each(|name| words.add(name, Role::Other));
    if let Some(register) = register {
        words.know_register(register);
    }
    let long = layout.shape == Some(Shape::Long) || layout.criterion.is_some() || layout.value.is_some();
    if !long {
        let named = listed(&layout.entrant);
        words
            .allow_turned(named.first().map_or(ENTRANT.first().copied().unwrap_or_default(), String::as_str));
    }
    if layout.shape != Some(Shape::Wide) {
        words.allow_blocks(block_words(plan, layout));
    }
    words
}

/// What stands before the name of an entrant, above its criteria.
const LABELS: &[&str] = &[
    "mã đơn vị",
    "tên đơn vị",
    "đơn vị",
    "đơn vị tự chấm",
    "đơn vị được chấm",
    "đơn vị được đánh giá",
    "đơn vị tự đánh giá",
    "đơn vị báo cáo",
    "đơn vị đăng ký",
    "tên tập thể",
    "tập thể",
    "họ và tên",
    "họ tên",
    "entrant",
    "unit",
    "name",
];

fn block_words(plan: &Plan, layout: &Layout) -> BlockWords {
    let usual = |names: &[&str]| names.first().copied().unwrap_or_default().to_owned();
    let first = |list: &Option<super::TextOrList>, names: &[&str]| {
        list.as_ref().and_then(|names| names.0.first().cloned()).unwrap_or_else(|| usual(names))
    };
    let declared = layout.entrant.as_ref().map(|names| names.0.clone());
    let labels = declared.unwrap_or_else(|| LABELS.iter().map(|label| (*label).to_owned()).collect());
    let of_table = |id: &str| layout.stage.as_deref().is_none_or(|stage| stage == id);
    let stages = plan.rules().stages.iter().filter(|stage| of_table(&stage.id));
    let groups = plan.nodes().iter().filter(|node| matches!(node.kind, NodeKind::Group { .. }));
    let named = |node: &thidua_core::PlanNode| {
        let (code, title) = (&node.criterion.code.value, &node.criterion.title);
        [node.path.clone(), code.clone(), title.clone(), format!("{code} {title}")]
    };
    BlockWords {
        labels,
        entrant: first(&layout.entrant, ENTRANT),
        criterion: layout.criterion.clone().unwrap_or_else(|| usual(CRITERION)),
        values: layout.value.as_ref().map_or_else(|| vec![usual(VALUE)], |names| names.0.clone()),
        declared: layout.value.is_some(),
        stage: usual(STAGE),
        stages: stages
            .flat_map(|stage| [&stage.id, &stage.title].map(|name| (name.clone(), stage.id.clone())))
            .filter(|(name, _)| !name.is_empty())
            .collect(),
        one_stage: layout.stage.is_some() || plan.rules().stages.is_empty(),
        sums: groups.flat_map(named).filter(|name| !name.is_empty()).collect(),
    }
}

/// The columns of a table that say whom a row is about (cột mã, cột tên): the id before the name.
#[must_use]
pub fn naming_columns(table: &Table) -> Vec<u32> {
    let mut columns: Vec<u32> = [ENTRANT, NAME].into_iter().filter_map(|names| find(table, names)).collect();
    columns.dedup();
    columns
}

/// What the headers of a table of earlier results may say.
#[must_use]
pub fn history_words() -> Words {
    words(&[YEAR, RESULT, DECISION, USED_FOR, WITHDRAWN])
}

/// What the headers of a table of votes may say.
#[must_use]
pub fn vote_words() -> Words {
    words(&[
        AWARD,
        BODY,
        VOTES,
        MEMBERS,
        PRESENT,
        BALLOT,
        WRITTEN,
        WRITTEN_VOTES,
        RUN,
        REPLACES,
        NUMBER,
        DATE,
    ])
}

/// What the headers of a table of base salaries may say.
#[must_use]
pub fn salary_words() -> Words {
    let mut words = Words::default();
    FROM.iter().for_each(|name| words.add(name, Role::Entrant));
    AMOUNT.iter().for_each(|name| words.add(name, Role::Value { max: None }));
    NOTES.iter().for_each(|name| words.add(name, Role::Remark));
    words
}

fn words(columns: &[&[&str]]) -> Words {
    let mut words = Words::default();
    ENTRANT.iter().for_each(|name| words.add(name, Role::Entrant));
    columns.iter().copied().flatten().for_each(|name| words.add(name, Role::Other));
    NAME.iter().for_each(|name| words.add(name, Role::Other));
    NOTES.iter().for_each(|name| words.add(name, Role::Remark));
    words
}
