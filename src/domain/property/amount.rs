//! Numbers with a unit, as people write and read them: "32 MiB" for 33554432 bytes, "2 min" for 120000 milliseconds.

use super::{Kind, Unit, Value};

/// Units of time: how they are written, and how many milliseconds each is.
const TIMES: [(&[&str], i128); 5] = [
    (&["ms", "msec", "millis", "millisecond", "milliseconds"], 1),
    (&["s", "sec", "secs", "second", "seconds"], 1_000),
    (&["min", "mins", "minute", "minutes"], 60_000),
    (&["h", "hour", "hours"], 3_600_000),
    (&["d", "day", "days"], 86_400_000),
];

/// Units of size, in lower case: how they are written, and how many bytes each is. A single letter counts in 1 024, as
/// it does wherever memory is configured.
const SIZES: [(&[&str], i128); 4] =
    [(&["b", "byte", "bytes"], 1), (&["kib", "k"], 1 << 10), (&["mib", "m"], 1 << 20), (&["gib", "g"], 1 << 30)];

/// The powers of 1 000 that many write who mean powers of 1 024.
const DOUBTFUL: [(&str, i128, &str); 3] =
    [("kb", 1_000, "KiB"), ("mb", 1_000_000, "MiB"), ("gb", 1_000_000_000, "GiB")];

/// The digits after a point that are read.
const DIGITS: usize = 9;

/// What a number with a unit is in the property's own unit, as a profile writes it: "1.5 s" is "1500" in milliseconds.
/// `None` for a text that is no number with a unit: that is read as it stands.
///
/// # Errors
/// What is wrong with it: a unit of something else, one that can mean two things, or a part that would be lost. To be
/// put after the value, as "is no whole number of milliseconds".
pub fn plain(unit: Unit, kind: Kind, text: &str) -> Result<Option<String>, String> {
    let counts = matches!(kind, Kind::Whole(_) | Kind::Decimal { .. });
    let Some((number, written)) = split(text.trim()).filter(|(_, written)| counts && !written.is_empty()) else {
        return Ok(None);
    };
    let Some((own, units)) = own(unit) else { return Ok(None) };
    let size = factor(unit, units, written)?;
    let (numerator, denominator) = parse(number).ok_or_else(|| "has too many digits".to_owned())?;
    let too_large = || "is too large".to_owned();
    let numerator = numerator.checked_mul(size).ok_or_else(too_large)?;
    let denominator = denominator * own;
    if numerator % denominator == 0 {
        let whole = i64::try_from(numerator / denominator).map_err(|_| too_large())?;
        return Ok(Some(whole.to_string()));
    }
    match kind {
        Kind::Decimal { .. } => Ok(Some(decimal(numerator, denominator))),
        _ => Err(format!("is no whole number of {}", unit.name())),
    }
}

/// A value as people read it, if that says more than its digits: "32 MiB", "2 min", "1.5 s". The words are exact, or say
/// that they are not with a "~".
pub fn words(unit: Unit, value: &Value) -> Option<String> {
    let count = match value {
        Value::Whole(count) => i128::from(*count),
        #[allow(clippy::cast_possible_truncation, reason = "only where it has no fraction")]
        Value::Decimal(number) if number.fract() == 0.0 && number.abs() < 1e15 => *number as i128,
        Value::Decimal(_) | Value::Bool(_) | Value::Text(_) | Value::Secret(_) => return None,
    };
    let (own, units) = own(unit)?;
    let count = count.checked_mul(own)?;
    if count <= 0 {
        return None;
    }
    // Beyond a thousand days it is a word for never.
    if is_time(unit) && count > 1_000 * TIMES[4].1 {
        return None;
    }
    let name = |names: &[&'static str]| if is_time(unit) { names[0].to_owned() } else { proper(names[0]) };
    let (names, size) = units.iter().rev().find(|(_, size)| count >= *size)?;
    if count % size == 0 {
        return Some(format!("{} {}", count / size, name(names)));
    }
    let tenths = count * 10 / size;
    let exact = (count * 10) % size == 0;
    let about = if exact { "" } else { "~" };
    Some(format!("{about}{}.{} {}", tenths / 10, tenths % 10, name(names)))
}

/// Names of units, and how many of the smallest each is.
type Units = &'static [(&'static [&'static str], i128)];

/// How many of the smallest unit one of a property's own is, and the units that go with it.
fn own(unit: Unit) -> Option<(i128, Units)> {
    match unit {
        Unit::None => None,
        Unit::Milliseconds => Some((1, &TIMES)),
        Unit::Seconds => Some((1_000, &TIMES)),
        Unit::Bytes => Some((1, &SIZES)),
        Unit::Kibibytes => Some((1 << 10, &SIZES)),
    }
}

fn is_time(unit: Unit) -> bool {
    matches!(unit, Unit::Milliseconds | Unit::Seconds)
}

/// A size's unit as it is written in full.
fn proper(name: &str) -> String {
    match name {
        "kib" => "KiB".to_owned(),
        "mib" => "MiB".to_owned(),
        "gib" => "GiB".to_owned(),
        other => other.to_uppercase(),
    }
}

fn factor(unit: Unit, units: Units, written: &str) -> Result<i128, String> {
    let lower = written.to_lowercase();
    let found = units.iter().find(|(names, _)| names.contains(&lower.as_str()));
    if let Some((_, size)) = found {
        return Ok(*size);
    }
    if is_time(unit) {
        if lower == "m" {
            return Err("may mean minutes or milliseconds: write 'min' or 'ms'".to_owned());
        }
        return Err(format!("has no unit of time, but '{written}': write ms, s, min, h or d"));
    }
    if let Some((_, size, binary)) = DOUBTFUL.iter().find(|(name, ..)| *name == lower) {
        return Err(format!("may mean {size} bytes each, or {binary}: write {binary}, or the bytes"));
    }
    Err(format!("has no unit of size, but '{written}': write B, KiB, MiB or GiB"))
}

/// A number and what follows it; `None` if it does not begin with a digit.
fn split(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    number.starts_with(|c: char| c.is_ascii_digit()).then(|| (number, rest.trim()))
}

/// A number as a fraction.
fn parse(number: &str) -> Option<(i128, i128)> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if fraction.len() > DIGITS || whole.len() > 18 {
        return None;
    }
    let denominator = 10_i128.pow(u32::try_from(fraction.len()).ok()?);
    Some((format!("{whole}{fraction}").parse().ok()?, denominator))
}

/// A fraction with as many digits as it needs, nine at most.
fn decimal(numerator: i128, denominator: i128) -> String {
    let digits = numerator % denominator * 10_i128.pow(9) / denominator;
    let text = format!("{}.{digits:09}", numerator / denominator);
    text.trim_end_matches('0').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Kind = Kind::long(0);
    const FLOAT: Kind = Kind::Decimal { min: 0.0, max: 900_000.0 };

    #[test]
    fn a_number_with_a_unit_becomes_one_in_the_propertys_own() {
        let cases = [
            (Unit::Bytes, "32 MiB", "33554432"),
            (Unit::Bytes, "32MiB", "33554432"),
            (Unit::Bytes, "32 mib", "33554432"),
            (Unit::Bytes, "64k", "65536"),
            (Unit::Bytes, "64K", "65536"),
            (Unit::Bytes, "1 m", "1048576"),
            (Unit::Bytes, "1 g", "1073741824"),
            (Unit::Bytes, "0.5 KiB", "512"),
            (Unit::Bytes, "12 bytes", "12"),
            (Unit::Bytes, "12 B", "12"),
            (Unit::Kibibytes, "1 MiB", "1024"),
            (Unit::Kibibytes, "2048 B", "2"),
            (Unit::Milliseconds, "100 ms", "100"),
            (Unit::Milliseconds, "100ms", "100"),
            (Unit::Milliseconds, "2 min", "120000"),
            (Unit::Milliseconds, "1.5 s", "1500"),
            (Unit::Milliseconds, "1.500 s", "1500"),
            (Unit::Milliseconds, "1 minute", "60000"),
            (Unit::Milliseconds, "2 h", "7200000"),
            (Unit::Milliseconds, "7 days", "604800000"),
            (Unit::Milliseconds, " 5 S ", "5000"),
            (Unit::Seconds, "2 min", "120"),
            (Unit::Seconds, "3000 ms", "3"),
        ];
        for (unit, text, digits) in cases {
            assert_eq!(plain(unit, LONG, text), Ok(Some(digits.to_owned())), "{text}");
        }
        assert_eq!(plain(Unit::Milliseconds, FLOAT, "0.5 ms"), Ok(Some("0.5".to_owned())));
        assert_eq!(plain(Unit::Milliseconds, FLOAT, "0.0005 s"), Ok(Some("0.5".to_owned())));
    }

    #[test]
    fn what_has_no_unit_is_read_as_it_stands() {
        let cases = [
            (Unit::Bytes, LONG, "32"),
            (Unit::Bytes, LONG, "-1"),
            (Unit::Bytes, LONG, "all"),
            (Unit::Bytes, LONG, ""),
            (Unit::Bytes, LONG, "${env:SIZE}"),
            (Unit::None, LONG, "5 ms"),
            (Unit::Milliseconds, Kind::Text, "5 s"),
            (Unit::Milliseconds, FLOAT, "0.5"),
        ];
        for (unit, kind, text) in cases {
            assert_eq!(plain(unit, kind, text), Ok(None), "{text}");
        }
    }

    #[test]
    fn what_can_mean_two_things_or_would_lose_a_part_is_refused_with_words() {
        let cases = [
            (Unit::Bytes, "1 MB", "may mean 1000000 bytes each, or MiB: write MiB, or the bytes"),
            (Unit::Bytes, "64 kb", "may mean 1000 bytes each, or KiB: write KiB, or the bytes"),
            (Unit::Milliseconds, "5 m", "may mean minutes or milliseconds: write 'min' or 'ms'"),
            (Unit::Milliseconds, "1.5 ms", "is no whole number of milliseconds"),
            (Unit::Milliseconds, "10 us", "has no unit of time, but 'us': write ms, s, min, h or d"),
            (Unit::Milliseconds, "1,5 s", "has no unit of time, but ',5 s': write ms, s, min, h or d"),
            (Unit::Milliseconds, "1 MiB", "has no unit of time, but 'MiB': write ms, s, min, h or d"),
            (Unit::Bytes, "2 min", "has no unit of size, but 'min': write B, KiB, MiB or GiB"),
            (Unit::Bytes, "0.3 KiB", "is no whole number of bytes"),
            (Unit::Kibibytes, "100 B", "is no whole number of KiB"),
            (Unit::Seconds, "1500 ms", "is no whole number of seconds"),
            (Unit::Milliseconds, "999999999999999999 d", "is too large"),
            (Unit::Milliseconds, "1.0000000001 s", "has too many digits"),
            (Unit::Milliseconds, "1.2.3 s", "has too many digits"),
        ];
        for (unit, text, words) in cases {
            assert_eq!(plain(unit, LONG, text), Err(words.to_owned()), "{text}");
        }
    }

    #[test]
    fn a_value_is_told_in_words_that_are_exact_or_say_so() {
        let cases = [
            (Unit::Bytes, 33_554_432, Some("32 MiB")),
            (Unit::Bytes, 16_384, Some("16 KiB")),
            (Unit::Bytes, 512, Some("512 B")),
            (Unit::Bytes, 1_536, Some("1.5 KiB")),
            (Unit::Bytes, 1_000_000, Some("~976.5 KiB")),
            (Unit::Kibibytes, 1_048_576, Some("1 GiB")),
            (Unit::Milliseconds, 5, Some("5 ms")),
            (Unit::Milliseconds, 1_500, Some("1.5 s")),
            (Unit::Milliseconds, 120_000, Some("2 min")),
            (Unit::Milliseconds, 100_001, Some("~1.6 min")),
            (Unit::Milliseconds, 604_800_000, Some("7 d")),
            (Unit::Milliseconds, i64::MAX, None),
            (Unit::Milliseconds, 0, None),
            (Unit::Bytes, -1, None),
            (Unit::None, 5, None),
            (Unit::Seconds, 90, Some("1.5 min")),
        ];
        for (unit, count, told) in cases {
            assert_eq!(words(unit, &Value::Whole(count)).as_deref(), told, "{count}");
        }
        assert_eq!(words(Unit::Milliseconds, &Value::Decimal(5.0)).as_deref(), Some("5 ms"));
        assert_eq!(words(Unit::Milliseconds, &Value::Decimal(0.5)), None);
    }

    #[test]
    fn words_that_are_exact_read_back_as_the_value() {
        for unit in [Unit::Bytes, Unit::Kibibytes, Unit::Milliseconds, Unit::Seconds] {
            for count in [1, 7, 999, 1_000, 1_024, 1_536, 60_000, 90_000, 1_048_576, 86_400_000] {
                if let Some(told) = words(unit, &Value::Whole(count)).filter(|told| !told.starts_with('~')) {
                    assert_eq!(plain(unit, LONG, &told), Ok(Some(count.to_string())), "{told}");
                }
            }
        }
    }
}
