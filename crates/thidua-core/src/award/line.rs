use crate::{EntrantId, TiSlice};
use thidua_rules::rule::OnLine;

use super::{Case, Status};

/// Draws the line: tie groups in order, so many places. Tells where each tie group stands.
pub(super) fn draw(tie_groups: &[Vec<EntrantId>], places: u32, on_line: OnLine) -> Vec<Status> {
    let mut left = places;
    let mut open = true;
    let mut next = |tie_group: &Vec<EntrantId>| {
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
pub(super) fn reserve(cases: &mut TiSlice<EntrantId, Case>, tie_groups: &[Vec<EntrantId>], reserve: u32) {
    let mut position = 1_u32;
    for tie_group in tie_groups {
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
