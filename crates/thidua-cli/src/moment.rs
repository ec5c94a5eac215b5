use std::time::{SystemTime, UNIX_EPOCH};

use thidua::Date;

/// A moment as it can stand in the name of a file (thời điểm): `2026-11-25T214003Z`, in universal time.
pub(crate) fn written(moment: SystemTime) -> String {
    let seconds = moment.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let epoch = Date::from_calendar(1970, 1, 1).map_or(0, |day| i64::from(day.day_number()));
    let days = i64::try_from(seconds / 86_400).unwrap_or(0);
    let day = Date::from_day_number(epoch + days).map(|day| day.to_string()).unwrap_or_default();
    let (hours, minutes, seconds) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    format!("{day}T{hours:02}{minutes:02}{seconds:02}Z")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn moments_are_written_in_universal_time() {
        assert_eq!(written(UNIX_EPOCH), "1970-01-01T000000Z");
        assert_eq!(written(UNIX_EPOCH + Duration::from_secs(1_456_790_399)), "2016-02-29T235959Z");
    }
}
