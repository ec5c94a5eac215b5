use thidua_rules::rule::OnLine;

use super::{Case, Status};

/// Draws the line: bunches of equals in order, so many places. Tells where each bunch stands.
pub(super) fn draw(bunches: &[Vec<usize>], places: u32, on_line: OnLine) -> Vec<Status> {
    let mut left = places;
    let mut open = true;
    let mut next = |bunch: &Vec<usize>| {
        let size = u32::try_from(bunch.len()).unwrap_or(u32::MAX);
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
    bunches.iter().map(&mut next).collect()
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
