use super::{Case, Status};
use crate::rules::OnLine;

/// Draws the line: bunches of equals in order, so many places. Tells how many were recommended.
pub(super) fn draw(cases: &mut [Case], bunches: &[Vec<usize>], places: u32, on_line: OnLine) -> u32 {
    let mut left = places;
    let mut taken = 0_u32;
    let mut open = true;
    for bunch in bunches {
        let size = u32::try_from(bunch.len()).unwrap_or(u32::MAX);
        let status = if !open || left == 0 {
            open = false;
            Status::BelowLine
        } else if size <= left {
            left -= size;
            taken = taken.saturating_add(size);
            Status::Recommended { widened: false }
        } else {
            open = false;
            match on_line {
                OnLine::Refer => Status::TiedOnLine { places: left, tied: size },
                OnLine::Narrow => Status::BelowLine,
                OnLine::Widen => {
                    taken = taken.saturating_add(size);
                    Status::Recommended { widened: true }
                }
            }
        };
        for row in bunch {
            if let Some(case) = cases.get_mut(*row) {
                case.status = status.clone();
            }
        }
    }
    taken
}

/// Puts the first so many below the line in reserve; equals share a position.
pub(super) fn reserve(cases: &mut [Case], bunches: &[Vec<usize>], reserve: u32) {
    let mut position = 1_u32;
    for bunch in bunches {
        let below =
            bunch.iter().all(|row| cases.get(*row).is_some_and(|case| case.status == Status::BelowLine));
        if !below {
            continue;
        }
        if position > reserve {
            return;
        }
        for row in bunch {
            if let Some(case) = cases.get_mut(*row) {
                case.status = Status::Reserve { position };
            }
        }
        position = position.saturating_add(u32::try_from(bunch.len()).unwrap_or(u32::MAX));
    }
}
