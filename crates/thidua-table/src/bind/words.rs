use thidua_core::Plan;

use super::columns::{CRITERION, ENTRANT, NAME, NOTES, STAGE, VALUE, find};
use super::history::{
    AMOUNT, AWARD, BALLOT, BODY, DATE, DECISION, FROM, MEMBERS, NUMBER, PRESENT, REPLACES, RESULT, RUN,
    USED_FOR, VOTES, WITHDRAWN, WRITTEN, WRITTEN_VOTES, YEAR,
};
use super::register::{CLUSTER, KIND};
use super::{Layout, Register, Shape};
use crate::{Role, Table, Words};

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
        words.know(register.called());
    }
    let long = layout.shape == Some(Shape::Long) || layout.criterion.is_some() || layout.value.is_some();
    if !long {
        let named = listed(&layout.entrant);
        words
            .allow_turned(named.first().map_or(ENTRANT.first().copied().unwrap_or_default(), String::as_str));
    }
    words
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
