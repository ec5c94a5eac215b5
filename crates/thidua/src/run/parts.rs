//! Partitions (chia phần): some of the evaluation files scored by themselves, elsewhere or at another time, and the parts
//! put together to the results of the single run, byte for byte.
//!
//! A part carries sheets and points, exact. What holds entrants against one another — grades with caps, places, quotas,
//! budgets — is worked out over all of them by the steps that every run takes; nothing of it is decided in a part.

mod decided;
mod file;
mod merge;
mod score;
mod together;

pub use file::{InputFile, PartFile};
pub use merge::{MergedPart, merge};
pub use score::{ScoredPart, score_part};
