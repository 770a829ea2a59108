//! The timestamp of a record as a person writes it: now, a point in time, or some time from now.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::domain::refusal::Refusal;
use crate::domain::timestamp::parse_timestamp;

/// The timestamp that stands in the form, for a record sent at `at` (microseconds since the epoch): milliseconds since
/// the epoch, `None` for now. Nothing written is now.
///
/// # Errors
/// It is no timestamp, or none that a record can have.
pub fn read(text: &str, at: i64) -> Result<Option<i64>, String> {
    let text = text.trim();
    if text.is_empty() || text.eq_ignore_ascii_case("now") {
        return Ok(None);
    }
    match parse_timestamp(text, at / 1_000) {
        Ok(Some(0)) => Err(Refusal::ZeroTimestamp.to_string()),
        Ok(Some(millis)) if millis < 0 => Err(Refusal::NegativeTimestamp(millis).to_string()),
        Ok(millis) => Ok(millis),
        Err(error) => Err(error.to_string()),
    }
}

/// The other ways to write what was read at `at` (microseconds since the epoch), to be shown beside it: the date, the
/// milliseconds since the epoch, and when it would be so.
pub fn other_forms(text: &str, millis: Option<i64>, at: Option<i64>, zone: &TimeZone) -> Vec<String> {
    let text = text.trim();
    match (millis, at) {
        (None, _) => vec!["when it is accepted".to_owned()],
        (Some(millis), Some(at)) if is_relative(text) => {
            vec![date(millis, zone), format!("{millis} ms"), format!("if sent at {}", time_of_day(at, zone))]
        }
        (Some(_), None) if is_relative(text) => vec!["from the moment of sending".to_owned()],
        (Some(millis), _) if text.bytes().all(|byte| byte.is_ascii_digit()) => vec![date(millis, zone)],
        (Some(millis), _) => vec![format!("{millis} ms")],
    }
}

fn is_relative(text: &str) -> bool {
    text.starts_with(['+', '-'])
}

/// A date with milliseconds and offset; the number itself where the calendar ends.
pub fn date(millis: i64, zone: &TimeZone) -> String {
    match Timestamp::from_millisecond(millis) {
        Ok(timestamp) => {
            let zoned = timestamp.to_zoned(zone.clone());
            let utc = zoned.offset().is_zero();
            zoned.strftime(if utc { "%Y-%m-%d %H:%M:%S%.3fZ" } else { "%Y-%m-%d %H:%M:%S%.3f%:z" }).to_string()
        }
        Err(_) => format!("{millis} ms"),
    }
}

/// The time of day with milliseconds, of microseconds since the epoch.
pub fn time_of_day(micros: i64, zone: &TimeZone) -> String {
    told(micros, zone, "%H:%M:%S%.3f")
}

/// The time of day in seconds, of microseconds since the epoch.
pub fn clock(micros: i64, zone: &TimeZone) -> String {
    told(micros, zone, "%H:%M:%S")
}

fn told(micros: i64, zone: &TimeZone, form: &str) -> String {
    match Timestamp::from_microsecond(micros) {
        Ok(timestamp) => timestamp.to_zoned(zone.clone()).strftime(form).to_string(),
        Err(_) => micros.to_string(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    #[test]
    fn what_stands_in_the_form_is_read() {
        // 2026-11-21 10:00:00Z
        let at = 1_795_255_200_000_000;
        let cases = [
            ("", Ok(None)),
            (" now ", Ok(None)),
            ("Now", Ok(None)),
            ("1700000000000", Ok(Some(1_700_000_000_000))),
            (" 2026-11-21T10:00:00Z", Ok(Some(1_795_255_200_000))),
            ("-2h", Ok(Some(1_795_248_000_000))),
            ("0", Err("Invalid timestamp: 0.")),
            ("-5", Err("Invalid timestamp: -5.")),
            ("-99999d", Err("Invalid timestamp: -")),
            ("1969-12-31T23:59:59Z", Err("Invalid timestamp: -1000.")),
            ("yesterday", Err("'yesterday' is not a timestamp; allowed are now,")),
        ];
        for (text, expected) in cases {
            match (read(text, at), expected) {
                (Ok(got), Ok(expected)) => assert_eq!(got, expected, "{text}"),
                (Err(got), Err(words)) => assert!(got.starts_with(words), "{text}: {got}"),
                (got, expected) => panic!("{text}: {got:?}, not {expected:?}"),
            }
        }
    }

    #[test]
    fn each_form_shows_the_others() {
        let at = 1_795_255_200_000_000;
        for (text, others) in [
            ("1", "1970-01-01 00:00:00.001Z"),
            ("2026-11-21T10:00:00Z", "1795255200000 ms"),
            ("-2h", "2026-11-21 08:00:00.000Z, 1795248000000 ms, if sent at 10:00:00.000"),
            ("", "when it is accepted"),
            ("9223372036854775807", "9223372036854775807 ms"),
        ] {
            let millis = read(text, at).unwrap();
            assert_eq!(other_forms(text, millis, Some(at), &TimeZone::UTC).join(", "), others, "{text}");
        }
        let millis = read("+2h", at).unwrap();
        assert_eq!(other_forms("+2h", millis, None, &TimeZone::UTC), ["from the moment of sending"]);
    }

    #[test]
    fn a_date_outside_utc_names_its_offset() {
        let zone = TimeZone::fixed(jiff::tz::offset(2));
        assert_eq!(date(0, &zone), "1970-01-01 02:00:00.000+02:00");
        assert_eq!(time_of_day(1_000, &zone), "02:00:00.001");
    }
}
