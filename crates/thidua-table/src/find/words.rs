use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use thidua_core::Exact;

use super::header::{Header, without_bracket};
use crate::word::{Beginning, beginning, beginning_of_key, first_letter, folds_to_any};
use crate::{Names, Register, fold, same, unnumbered};

/// What a header may say, and who may stand in the rows (từ ngữ của bảng): how a table is told from what surrounds it.
///
/// A copy shares the names.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// The roles, and the keys of their names.
    roles: Arc<Vec<Role>>,
    names: Arc<BTreeMap<String, usize>>,
    /// How the keys begin: of most texts no more is needed to tell that they are no name.
    beginnings: Arc<BTreeSet<Beginning>>,
    /// What texts turned out to be: the same ones are looked at as one row of a header, as two, and as three.
    looked_up: Arc<Mutex<HashMap<String, Option<usize>>>>,
    /// The keys of those that are for entrants, and the letters that they begin with.
    entrants: Arc<Vec<String>>,
    entrant_letters: BTreeSet<char>,
    known: Option<BTreeSet<String>>,
    /// Those of a register.
    listed: Option<Arc<Names>>,
    may_turn: bool,
    entrant: String,
    blocks: Option<Arc<BlockWords>>,
}

/// What may be said in a table that has a block for each entrant (từ ngữ của bảng theo khối), and what a long table made of
/// it is to call its columns.
#[derive(Clone, Debug, Default)]
pub struct BlockWords {
    /// What stands before the name of an entrant, the most telling first.
    pub labels: Vec<String>,
    /// The columns of the table that is made: entrant, criterion, values, stage.
    pub entrant: String,
    /// See `entrant`.
    pub criterion: String,
    /// See `entrant`; the headers that somebody declared, or one usual.
    pub values: Vec<String>,
    /// Whether the values are declared, and no other column is looked for.
    pub declared: bool,
    /// The column of stages.
    pub stage: String,
    /// What stages are called, each with its id; those of the stage alone where one is declared for the table.
    pub stages: Vec<(String, String)>,
    /// Whether the table is of one stage, so that no row says which.
    pub one_stage: bool,
    /// What groups of criteria are called: figures beside them are sums.
    pub sums: Vec<String>,
}

/// What a column is for (vai trò của cột).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// It says whom a row is about.
    Entrant,
    /// It holds a value of a criterion or input, of which there may be a highest.
    Value {
        /// The highest value that may be entered.
        max: Option<Exact>,
    },
    /// It names the criterion of a row, in a long table.
    Criterion,
    /// It holds the value of a row, in a long table.
    LongValue,
    /// Running numbers and remarks.
    Remark,
    /// Anything else that somebody asks for.
    Other,
}

/// So many texts are remembered.
const REMEMBERED_MAX: usize = 4096;

impl Words {
    /// Adds a name a column may have; the first role of a name holds.
    pub fn add(&mut self, name: &str, role: Role) {
        let key = fold(name);
        if key.is_empty() || self.names.contains_key(&key) {
            return;
        }
        self.looked_up = Arc::default();
        if role == Role::Entrant {
            Arc::make_mut(&mut self.entrants).push(key.clone());
            self.entrant_letters.extend(key.chars().next());
        }
        Arc::make_mut(&mut self.beginnings).insert(beginning_of_key(&key));
        Arc::make_mut(&mut self.names).insert(key, self.roles.len());
        Arc::make_mut(&mut self.roles).push(role);
    }

    /// Says who is known: rows about them are rows of the table, whatever they look like.
    pub fn know<'e>(&mut self, entrants: impl IntoIterator<Item = &'e str>) {
        self.known.get_or_insert_default().extend(entrants.into_iter().map(same));
    }

    /// Says that everybody on a register is known.
    pub fn know_register(&mut self, register: &Register) {
        self.listed = Some(register.shared_names());
    }

    /// Says that criteria may go down and entrants across, and what the column of the entrants is then called.
    pub fn allow_turned(&mut self, entrant: &str) {
        self.may_turn = true;
        self.entrant = entrant.to_owned();
    }

    /// Says that a sheet may have a block for each entrant.
    pub fn allow_blocks(&mut self, blocks: BlockWords) {
        self.blocks = Some(Arc::new(blocks));
    }

    pub(super) fn blocks(&self) -> Option<&BlockWords> {
        self.blocks.as_deref()
    }

    pub(super) fn role(&self, name: &str) -> Option<&Role> {
        let mut looked_up = self.looked_up.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = looked_up.get(name) {
            return self.roles.get((*known)?);
        }
        let may_be = |reading: &&str| self.beginnings.contains(&beginning(reading));
        let found = readings(name).filter(may_be).find_map(|reading| self.names.get(&fold(reading))).copied();
        if looked_up.len() >= REMEMBERED_MAX {
            looked_up.clear();
        }
        looked_up.insert(name.to_owned(), found);
        self.roles.get(found?)
    }

    /// Whether a name is one for the column of entrants: told at the first letter that differs.
    pub(super) fn is_entrant(&self, name: &str) -> bool {
        let begins = |reading: &str| first_letter(reading).unwrap_or_default();
        let may_be = |reading: &&str| self.entrant_letters.contains(&begins(reading));
        readings(name).filter(may_be).any(|reading| folds_to_any(reading, &self.entrants))
            && self.role(name) == Some(&Role::Entrant)
    }

    pub(super) fn knows(&self, entrant: &str) -> bool {
        let known = |name: &str| {
            self.known.as_ref().is_some_and(|known| known.contains(&same(name)))
                || self.listed.as_ref().is_some_and(|listed| listed.has(name))
        };
        known(entrant) || unnumbered(entrant).is_some_and(known)
    }

    /// Whether somebody said who there is.
    pub(super) fn has_known(&self) -> bool {
        self.known.is_some() || self.listed.is_some()
    }

    pub(super) fn may_turn(&self) -> bool {
        self.may_turn
    }

    pub(super) fn entrant(&self) -> &str {
        &self.entrant
    }

    /// Whether the header is that of a long table.
    pub(super) fn is_long(&self, header: &Header) -> bool {
        let has = |wanted: &Role| header.names.iter().any(|name| self.role(name) == Some(wanted));
        has(&Role::Criterion) && has(&Role::LongValue)
    }
}

/// How the name of a column may be meant, as it stands first: `2. Cải cách hành chính (60 điểm)` names what `Cải cách hành
/// chính` does.
fn readings(name: &str) -> impl Iterator<Item = &str> {
    let both = |name| [Some(name), without_bracket(name)];
    both(name).into_iter().chain(unnumbered(name).into_iter().flat_map(both)).flatten()
}
