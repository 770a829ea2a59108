//! The timestamp of a record as a person writes it: now, a point in time, or some time from now.

use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

/// A timestamp as written.
#[derive(Clone, Copy, Debug)]
pub enum When {
    /// The moment of sending.
    Now,
    /// Milliseconds since the epoch, written as such.
    Millis(i64),
    /// Milliseconds since the epoch, written as RFC 3339.
    Date(i64),
    /// So long from the moment of sending.
    Relative(Span),
}

const ALLOWED: &str = "now, epoch milliseconds, RFC 3339 (2026-11-21T14:03:00Z) or relative (-2h, +30s)";

impl When {
    /// Reads what stands in the form. Nothing is now.
    ///
    /// # Errors
    /// It is none of the forms, or before 1970, which Java's `ProducerRecord` refuses as a negative timestamp.
    pub fn read(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.is_empty() || text.eq_ignore_ascii_case("now") {
            return Ok(Self::Now);
        }
        let digits = text.strip_prefix('-').unwrap_or(text);
        if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            let millis: i64 =
                text.parse().map_err(|_| format!("'{text}' is more milliseconds than a timestamp holds"))?;
            return not_negative(millis, text).map(Self::Millis);
        }
        if let Ok(timestamp) = text.parse::<Timestamp>() {
            return not_negative(timestamp.as_millisecond(), text).map(Self::Date);
        }
        if text.starts_with(['+', '-'])
            && let Ok(span) = text.parse::<Span>()
        {
            return Ok(Self::Relative(span));
        }
        Err(format!("'{text}' is no timestamp; it can be {ALLOWED}"))
    }

    /// The record's timestamp when it is sent at `at` (microseconds since the epoch): milliseconds, `None` for now.
    ///
    /// # Errors
    /// The point in time is none that Kafka or the calendar takes.
    pub fn millis(self, at: i64, zone: &TimeZone) -> Result<Option<i64>, String> {
        match self {
            Self::Now => Ok(None),
            Self::Millis(millis) | Self::Date(millis) => Ok(Some(millis)),
            Self::Relative(span) => {
                let now = Timestamp::from_microsecond(at).map_err(|error| error.to_string())?;
                let then = now.to_zoned(zone.clone()).checked_add(span).map_err(|_| "out of the calendar's range")?;
                not_negative(then.timestamp().as_millisecond(), "it").map(Some)
            }
        }
    }

    /// The other way to write it, to be shown beside what was written.
    pub fn other_form(self, zone: &TimeZone) -> String {
        match self {
            Self::Now => "the moment of sending".to_owned(),
            Self::Millis(millis) => date(millis, zone),
            Self::Date(millis) => format!("{millis} ms"),
            Self::Relative(_) => "from the moment of sending".to_owned(),
        }
    }
}

fn not_negative(millis: i64, text: &str) -> Result<i64, String> {
    if millis < 0 { Err(format!("'{text}' lies before 1970: Kafka takes no negative timestamp")) } else { Ok(millis) }
}

/// A date with milliseconds and offset; the number itself where the calendar ends.
pub fn date(millis: i64, zone: &TimeZone) -> String {
    match Timestamp::from_millisecond(millis) {
        Ok(timestamp) => {
            let format = if *zone == TimeZone::UTC { "%Y-%m-%d %H:%M:%S%.3fZ" } else { "%Y-%m-%d %H:%M:%S%.3f%:z" };
            timestamp.to_zoned(zone.clone()).strftime(format).to_string()
        }
        Err(_) => format!("{millis} ms"),
    }
}

/// The time of day with milliseconds, of microseconds since the epoch.
pub fn time_of_day(micros: i64, zone: &TimeZone) -> String {
    match Timestamp::from_microsecond(micros) {
        Ok(timestamp) => timestamp.to_zoned(zone.clone()).strftime("%H:%M:%S%.3f").to_string(),
        Err(_) => micros.to_string(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    #[test]
    fn a_timestamp_reads_in_four_forms() {
        // 2026-11-21 10:00:00Z
        let at = 1_795_255_200_000_000;
        let cases = [
            ("", Ok(None)),
            (" now ", Ok(None)),
            ("Now", Ok(None)),
            ("0", Ok(Some(0))),
            ("1700000000000", Ok(Some(1_700_000_000_000))),
            ("2026-11-21T10:00:00Z", Ok(Some(1_795_255_200_000))),
            ("2026-11-21 11:00:00.25+01:00", Ok(Some(1_795_255_200_250))),
            ("-2h", Ok(Some(1_795_248_000_000))),
            ("-1d", Ok(Some(1_795_168_800_000))),
            ("+30s", Ok(Some(1_795_255_230_000))),
            ("-1h30m", Ok(Some(1_795_249_800_000))),
            ("-5", Err("'-5' lies before 1970")),
            ("1969-12-31T23:59:59Z", Err("'1969-12-31T23:59:59Z' lies before 1970")),
            ("-100y", Err("'it' lies before 1970")),
            ("99999999999999999999", Err("'99999999999999999999' is more milliseconds")),
            ("2h", Err("'2h' is no timestamp; it can be now,")),
            ("yesterday", Err("'yesterday' is no timestamp; it can be now,")),
            ("2026-11-21", Err("'2026-11-21' is no timestamp")),
        ];
        for (text, expected) in cases {
            match (When::read(text).and_then(|when| when.millis(at, &TimeZone::UTC)), expected) {
                (Ok(got), Ok(expected)) => assert_eq!(got, expected, "{text}"),
                (Err(got), Err(words)) => assert!(got.starts_with(words), "{text}: {got}"),
                (got, expected) => panic!("{text}: {got:?}, not {expected:?}"),
            }
        }
    }

    #[test]
    fn each_form_shows_the_other() {
        let zone = TimeZone::UTC;
        for (text, other) in [
            ("0", "1970-01-01 00:00:00.000Z"),
            ("2026-11-21T10:00:00Z", "1795255200000 ms"),
            ("-2h", "from the moment of sending"),
            ("", "the moment of sending"),
            ("9223372036854775807", "9223372036854775807 ms"),
        ] {
            assert_eq!(When::read(text).unwrap().other_form(&zone), other, "{text}");
        }
    }

    #[test]
    fn a_date_outside_utc_names_its_offset() {
        let zone = TimeZone::fixed(jiff::tz::offset(2));
        assert_eq!(date(0, &zone), "1970-01-01 02:00:00.000+02:00");
        assert_eq!(time_of_day(1_000, &zone), "02:00:00.001");
    }
}
