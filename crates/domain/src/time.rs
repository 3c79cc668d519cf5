//! Time as the product knows it: Unix milliseconds of the server's clock, handed in.

/// Milliseconds since 1970-01-01 UTC. Orders nothing by itself: order is `seq`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// From Unix milliseconds.
    pub const fn from_ms(ms: i64) -> Self {
        Self(ms)
    }

    /// As Unix milliseconds.
    pub const fn as_ms(self) -> i64 {
        self.0
    }

    /// Later by so many milliseconds; stops at the end of time instead of wrapping.
    pub const fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// Date in UTC, such as `2026-01-31`.
    pub fn utc_day(self) -> String {
        let (year, month, day) = civil(self.0.div_euclid(86_400_000));
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// Date and minute in UTC for people who are elsewhere, such as `2026-01-31 09:05`.
    pub fn utc_minute(self) -> String {
        let minutes = self.0.div_euclid(60_000);
        let minute = minutes.rem_euclid(1_440);
        format!("{} {:02}:{:02}", self.utc_day(), minute / 60, minute % 60)
    }

    /// Milliseconds from `earlier` to this moment; negative when the clock went back.
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// Year, month and day of a number of days since 1970-01-01, in the Gregorian calendar.
///
/// Years begin in March here, so that the day of a leap year comes last, and eras of 400 years are all alike.
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days.saturating_add(719_468);
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_the_calendar() {
        for (ms, words) in [
            (0, "1970-01-01 00:00"),
            (-1, "1969-12-31 23:59"),
            (951_782_400_000, "2000-02-29 00:00"),
            (1_767_225_599_999, "2025-12-31 23:59"),
            (1_767_225_600_000, "2026-01-01 00:00"),
            (4_107_542_399_000, "2100-02-28 23:59"),
            (4_107_542_400_000, "2100-03-01 00:00"),
        ] {
            assert_eq!(Timestamp::from_ms(ms).utc_minute(), words);
            assert!(words.starts_with(&Timestamp::from_ms(ms).utc_day()));
        }
    }
}
