use crate::{EntrantId, TiSlice};
use thidua_rules::rule::OnLine;

use super::{Case, Status};

/// Entrants of one group, best first, equals together.
pub(super) struct TieGroups {
    rows: Vec<EntrantId>,
    /// Where the equals of each end among the rows.
    ends: Vec<usize>,
}

impl TieGroups {
    /// Those with equal keys are equal; lower keys come first.
    pub(super) fn by<K: Ord>(mut keyed: Vec<(K, EntrantId)>) -> Self {
        keyed.sort_by(|(one, _), (other, _)| one.cmp(other));
        let sizes = keyed.chunk_by(|(one, _), (other, _)| one == other).map(<[_]>::len);
        let ends = sizes.scan(0, |end, size| {
            *end += size;
            Some(*end)
        });
        Self { ends: ends.collect(), rows: keyed.iter().map(|(_, row)| *row).collect() }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &[EntrantId]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).filter_map(|(start, end)| self.rows.get(start..*end))
    }
}

/// Draws the line: tie groups in order, so many places. Tells where each tie group stands.
pub(super) fn draw(tie_groups: &TieGroups, places: u32, on_line: OnLine) -> Vec<Status> {
    let mut left = places;
    let mut open = true;
    let mut next = |tie_group: &[EntrantId]| {
        let size = u32::try_from(tie_group.len()).unwrap_or(u32::MAX);
        if open && size <= left {
            left -= size;
            return Status::Recommended { widened: false };
        }
        let cut = open && left > 0;
        open = false;
        match on_line {
            OnLine::Refer if cut => Status::TiedOnLine { places: left, tied: size, between_scopes: false },
            OnLine::Widen if cut => Status::Recommended { widened: true },
            _ => Status::BelowLine,
        }
    };
    tie_groups.iter().map(&mut next).collect()
}

/// Puts the first so many below the line in reserve; equals share a position.
pub(super) fn reserve(cases: &mut TiSlice<EntrantId, Case>, tie_groups: &TieGroups, reserve: u32) {
    let mut position = 1_u32;
    for tie_group in tie_groups.iter() {
        let below =
            tie_group.iter().all(|row| cases.get(*row).is_some_and(|case| case.status == Status::BelowLine));
        if !below {
            continue;
        }
        if position > reserve {
            return;
        }
        for row in tie_group {
            if let Some(case) = cases.get_mut(*row) {
                case.status = Status::Reserve { position };
            }
        }
        position = position.saturating_add(u32::try_from(tie_group.len()).unwrap_or(u32::MAX));
    }
}
