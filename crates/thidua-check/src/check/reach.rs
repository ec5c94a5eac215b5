//! What can come out of a sheet at all (giá trị có thể đạt): points, totals and grades, for each kind of
//! entrants and each combination of criteria that do not apply.
//!
//! Everything here errs on one side only: what is called out of reach is out of reach. Criteria that read
//! the same input are taken to be free of each other, so what is called within reach may still not be.

mod award;
mod condition;
mod grade;
mod own;
mod value;
mod words;
mod world;

pub(super) use award::AwardReach;
pub(super) use condition::{is_read, possible};
pub(crate) use own::{Entered, OwnAward, OwnReach, own_reach};
pub(super) use value::values;
pub(super) use words::{anywhere, comparison_witness, kind_title, range_words, without_witness};
pub(super) use world::{Proof, World, prove};
