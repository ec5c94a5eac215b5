use std::rc::Rc;

use super::scaled::Scaled;
use super::whole::{LARGEST, Wholes};

/// The numerators of two columns over the same scale and the same divisors.
pub(super) struct Pair {
    pub(super) left: Wholes,
    pub(super) right: Wholes,
    pub(super) scale: i128,
    pub(super) divisors: Option<Rc<Wholes>>,
}

/// Brings two columns over the same; `None` where that is not sure to fit.
pub(super) fn alike(left: &Scaled, right: &Scaled) -> Option<Pair> {
    let scale = common_scale(left.scale, right.scale)?;
    let mut pair = Pair {
        left: left.numerators.times(scale / left.scale)?,
        right: right.numerators.times(scale / right.scale)?,
        scale,
        divisors: None,
    };
    pair.divisors = match (&left.divisors, &right.divisors) {
        (None, None) => None,
        (Some(own), None) => {
            pair.right = pair.right.by(own)?;
            Some(own.clone())
        }
        (None, Some(own)) => {
            pair.left = pair.left.by(own)?;
            Some(own.clone())
        }
        (Some(one), Some(other)) if Rc::ptr_eq(one, other) => Some(one.clone()),
        (Some(one), Some(other)) => {
            pair.left = pair.left.by(other)?;
            pair.right = pair.right.by(one)?;
            Some(Rc::new(one.by(other)?))
        }
    };
    Some(pair)
}

/// The smallest scale that serves both.
pub(super) fn common_scale(one: i128, other: i128) -> Option<i128> {
    let scale = one.checked_mul(other / num_integer::gcd(one, other))?;
    (scale.unsigned_abs() <= LARGEST).then_some(scale)
}
