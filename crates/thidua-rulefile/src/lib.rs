//! Reads rule files (bộ tiêu chí) written in YAML or JSON: exactly, and with every mistake at once.
//!
//! The way of a file, one module per step:
//!
//! 1. `bytes`: bytes become text, or a finding says where they do not;
//! 2. `tree`: text becomes a tree in which every key and value knows its place;
//! 3. `deserializer`: the tree becomes the caller's types, numbers as the digits that were written;
//! 4. `recovery`: after a mistake the tree is mended and read again, so that the next one shows too;
//! 5. `wording`: each mistake becomes a sentence in Vietnamese and in English.
//!
//! What is absent, and why: anchors, aliases, merge keys, tags and several documents in one file.
//! They make a file mean something other than what stands at the place a reader looks at.
//!
//! ```
//! use serde::Deserialize;
//! use thidua_core::Decimal;
//!
//! #[derive(Debug, Deserialize)]
//! #[serde(deny_unknown_fields)]
//! struct Criterion {
//!     title: String,
//!     points_max: Decimal,
//! }
//!
//! let good: Criterion = thidua_rulefile::read("bo-tieu-chi.yaml", "title: Chuyên cần\npoints_max: 8.50\n").unwrap();
//! assert_eq!((good.title.as_str(), good.points_max.to_string().as_str()), ("Chuyên cần", "8.50"));
//!
//! let found = thidua_rulefile::read::<Criterion>("bo-tieu-chi.yaml", "titel: x\npoints_max: 8,5\n").unwrap_err();
//! let places: Vec<String> = found.iter().map(|found| format!("{} {}", found.code, found.place)).collect();
//! assert_eq!(places, ["TD0120 bo-tieu-chi.yaml:1:1", "TD0124 bo-tieu-chi.yaml:2:13"]);
//! ```

mod bytes;
mod code;
mod deserializer;
mod document;
mod error;
mod format;
mod limits;
mod read;
mod recovery;
mod rules;
mod syntax;
mod tree;
mod wording;

pub use code::CODES;
pub use deserializer::AS_WRITTEN;
pub use document::{Document, Edit, Path, Step, View};
pub use format::format;
pub use limits::Limits;
pub use read::{read, read_bytes, read_bytes_with, read_with};
pub use rules::read_rule_set;
pub use tree::Node;
