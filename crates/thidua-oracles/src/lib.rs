//! Oracles: what must hold whatever is read, asked of a whole folder at once.
//!
//! A fuzzer that only waits for a panic sees no wrong result. Each oracle here changes a folder in a way whose effect is
//! known beforehand, works through both, and says in words where the answers part:
//!
//! | oracle | what is changed | what must hold |
//! |---|---|---|
//! | [`order`] | the order of rows, columns, files and decisions, the number of threads | the same bytes |
//! | [`unknown`] | a header, or a name that must be on a list | a finding, or the same bytes |
//! | [`spelling`] | how a name is spelt: case, NFC or NFD, spaces, its title | the same bytes, or a refusal |
//! | [`layout`] | how a rule file is laid out (`fmt`) | the same outcome, and nothing more to lay out |
//! | [`printed`] | nothing: what is printed is read again | the number and the rule that were printed |
//! | [`missing`] | a cell is emptied | what holds then holds with every value in it |
//! | [`told`] | nothing: every requirement of everybody is read | it has words, and nothing is open where all is known |
//! | [`places`] | how places are divided | never more than there are |
//! | [`wellformed`] | names full of signs that formats reserve | XML, JSON, HTML, workbooks and documents can be read |
//! | [`borders`] | the way in | the answer of the folder |
//!
//! `cargo test -p thidua-oracles` asks them over fixed seeds; the targets of `fuzz/` ask some of them of anything.
//! `planted.txt` lists faults that they must catch; `.ci/plant` plants them.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a crate of tests: what cannot go on should fail where it stands"
)]

pub mod borders;
pub mod layout;
pub mod missing;
pub mod order;
pub mod places;
pub mod printed;
pub mod spelling;
pub mod told;
pub mod unknown;
pub mod wellformed;

mod answer;
mod folder;
mod keyed;
mod names;
mod random;
mod table;

pub use answer::{Answer, answer, report};
pub use folder::{fixture, fixtures_below};
pub use keyed::{Keyed, keyed};
pub use names::{Name, Role, names};
pub use random::Random;
pub use table::Table;

/// What an oracle says: nothing, or where the answers part.
pub type Verdict = Result<(), String>;
