//! Numbers of things (số thứ tự): one type for each list, so that the number of one thing never stands for another.
//!
//! An id is the position in the list of its kind, from zero, and is good for that list alone: a [`TiSlice`] takes no other.
//!
//! ```
//! use thidua_rules::{AwardId, TiVec};
//! let awards: TiVec<AwardId, &str> = ["cờ thi đua", "bằng khen"].into_iter().collect();
//! let second = awards.position(|award| award.starts_with("bằng"));
//! assert_eq!(second.and_then(|award| awards.get(award)), Some(&"bằng khen"));
//! ```

use serde::{Deserialize, Serialize};
pub use typed_index_collections::{TiSlice, TiVec};

macro_rules! ids {
    ($($(#[$about:meta])* pub struct $name:ident;)*) => {$(
        $(#[$about])*
        #[derive(
            Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        #[repr(transparent)]
        pub struct $name(u32);

        impl $name {
            /// The first of its list.
            pub const FIRST: Self = Self(0);
        }

        // A position beyond the range of the number is in no list: nothing is found there.
        impl From<usize> for $name {
            #[inline]
            fn from(position: usize) -> Self {
                Self(u32::try_from(position).unwrap_or(u32::MAX))
            }
        }

        impl From<$name> for u32 {
            #[inline]
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl From<$name> for usize {
            #[inline]
            fn from(id: $name) -> Self {
                Self::try_from(id.0).unwrap_or(Self::MAX)
            }
        }
    )*};
}

ids! {
    /// A step of a [`program`](crate::program) that gives a number (bước tính).
    pub struct Num;
    /// A way that a program can go (nhánh).
    pub struct WayId;
    /// A value that is read for every entrant (cột dữ liệu).
    pub struct InputId;
    /// A criterion or a group (tiêu chí, nhóm).
    pub struct NodeId;
    /// A classification (bảng xếp loại).
    pub struct GradingId;
    /// A grade of a classification, best first (mức xếp loại).
    pub struct GradeId;
    /// A ceiling of a classification (mức trần).
    pub struct CeilingId;
    /// A ranking (bảng xếp hạng).
    pub struct RankingId;
    /// An award, in order of precedence (danh hiệu, hình thức khen thưởng).
    pub struct AwardId;
    /// A kind of entrants (loại đối tượng).
    pub struct KindId;
    /// A stage of scoring, the one whose values count first (vòng chấm).
    pub struct StageId;
    /// An entrant (đối tượng tham gia).
    pub struct EntrantId;
}

impl GradeId {
    /// The next lower grade.
    #[must_use]
    pub fn lower(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The next better grade; none above the best.
    #[must_use]
    pub fn better(self) -> Option<Self> {
        self.0.checked_sub(1).map(Self)
    }
}

impl StageId {
    /// The stage whose values count stands before the others.
    pub const OFFICIAL: Self = Self::FIRST;
}
