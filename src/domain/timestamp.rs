//! A record's timestamp as a person types it.

use jiff::Timestamp;

/// Text that is no timestamp.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "'{0}' is not a timestamp; allowed are now, milliseconds since the epoch (1700000000000), a time with its offset \
     (2023-11-14T22:13:20Z) and one relative to now (-2h, +1h30m; units ms, s, m, h, d)"
)]
pub struct TimestampError(pub String);

/// As much of a text as tells which one it is.
fn shown(text: &str) -> String {
    const ENOUGH: usize = 40;
    if text.chars().count() <= ENOUGH { text.to_owned() } else { text.chars().take(ENOUGH).chain(['…']).collect() }
}

/// Reads a timestamp: milliseconds since the epoch, or `None` for "now", which is set when the record is accepted.
///
/// `now_ms` is what relative times count from. Negative results are the record's to refuse.
///
/// # Errors
/// The text is none of the forms, or lies outside of the milliseconds that can be counted.
pub fn parse_timestamp(text: &str, now_ms: i64) -> Result<Option<i64>, TimestampError> {
    let error = || TimestampError(shown(text));
    if text == "now" {
        return Ok(None);
    }
    if let Ok(millis) = text.parse::<i64>() {
        return Ok(Some(millis));
    }
    if let Some(ahead) = text.strip_prefix('+') {
        return duration_ms(ahead).and_then(|ms| now_ms.checked_add(ms)).map(Some).ok_or_else(error);
    }
    if let Some(ago) = text.strip_prefix('-') {
        return duration_ms(ago).and_then(|ms| now_ms.checked_sub(ms)).map(Some).ok_or_else(error);
    }
    text.parse::<Timestamp>().map(|timestamp| Some(timestamp.as_millisecond())).map_err(|_| error())
}

/// Milliseconds of a duration as `1h30m`, in whole numbers of ms, s, m, h and d.
pub fn duration_ms(text: &str) -> Option<i64> {
    let mut rest = text;
    let mut total: i64 = 0;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let number: i64 = rest[..digits].parse().ok()?;
        let unit_end = rest[digits..].find(|c: char| c.is_ascii_digit()).map_or(rest.len(), |end| digits + end);
        let unit = match &rest[digits..unit_end] {
            "ms" => 1,
            "s" => 1_000,
            "m" => 60_000,
            "h" => 3_600_000,
            "d" => 86_400_000,
            _ => return None,
        };
        total = total.checked_add(number.checked_mul(unit)?)?;
        rest = &rest[unit_end..];
    }
    (!text.is_empty()).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_700_000_000_000;

    #[test]
    fn every_form_of_a_timestamp_is_read() {
        for (text, expected) in [
            ("now", None),
            ("0", Some(0)),
            ("-5", Some(-5)),
            ("1700000000000", Some(NOW)),
            ("2023-11-14T22:13:20Z", Some(NOW)),
            ("2023-11-14T22:13:20.123Z", Some(NOW + 123)),
            ("2023-11-14T23:13:20+01:00", Some(NOW)),
            ("2023-11-14 22:13:20Z", Some(NOW)),
            ("-2h", Some(NOW - 7_200_000)),
            ("+250ms", Some(NOW + 250)),
            ("-1d2h30m", Some(NOW - 95_400_000)),
            ("+30s", Some(NOW + 30_000)),
        ] {
            assert_eq!(parse_timestamp(text, NOW), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_timestamp_is_named_with_what_is_allowed() {
        for text in [
            "",
            "-",
            "+",
            "yesterday",
            "2023-11-14",
            "2023-11-14T22:13:20",
            "-2",
            "-2w",
            "-h",
            "+2h5",
            "1.5",
            "99999999999999999999",
            "+99999999999999999d",
        ] {
            if text == "-2" {
                assert_eq!(parse_timestamp(text, NOW), Ok(Some(-2)), "a number alone is a point in time");
                continue;
            }
            let error = parse_timestamp(text, NOW).map_err(|error| error.to_string());
            assert!(error.is_err_and(|said| said.starts_with(&format!("'{text}' is not a timestamp"))), "{text}");
        }
    }

    #[test]
    fn a_long_text_that_is_no_timestamp_is_not_told_whole() {
        let said = parse_timestamp(&"x".repeat(3_000), NOW).map_err(|error| error.to_string());
        assert!(said.is_err_and(|said| said.starts_with(&format!("'{}…' is not", "x".repeat(40)))));
    }
}
