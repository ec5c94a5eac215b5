//! Exact numbers: decimals at the border, rationals inside, one rounding where the rules say.

mod decimal;
mod digits;
mod exact;
mod figure;
mod fraction;
mod power;
mod root;
mod rounding;
mod short;
mod written;

pub use decimal::{Decimal, DecimalError};
pub use exact::Exact;
pub use exact::{round_narrow_quotient, round_quotient};
pub use figure::Figure;
pub use power::power_of_ten;
pub use rounding::{Rounding, RoundingMode};
pub use short::ShortDecimal;
pub use written::Number;
