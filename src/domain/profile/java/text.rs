//! How Java reads numbers and words out of a text, and prints a number with a fraction.

/// The zeros of the decimal digits in the Basic Multilingual Plane: `Character.digit` takes all of them.
const ZEROS: [char; 37] = [
    '0', '\u{660}', '\u{6f0}', '\u{7c0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}', '\u{be6}', '\u{c66}',
    '\u{ce6}', '\u{d66}', '\u{de6}', '\u{e50}', '\u{ed0}', '\u{f20}', '\u{1040}', '\u{1090}', '\u{17e0}', '\u{1810}',
    '\u{1946}', '\u{19d0}', '\u{1a80}', '\u{1a90}', '\u{1b50}', '\u{1bb0}', '\u{1c40}', '\u{1c50}', '\u{a620}',
    '\u{a8d0}', '\u{a900}', '\u{a9d0}', '\u{a9f0}', '\u{aa50}', '\u{abf0}', '\u{ff10}',
];

/// `String.trim`: everything up to the blank, so not the no-break space.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c <= ' ')
}

/// `Long.parseLong`, and `Integer.parseInt` and `Short.parseShort` with their limits.
pub(super) fn whole(text: &str, min: i64, max: i64) -> Option<i64> {
    let (negative, digits) = match (text.strip_prefix('-'), text.strip_prefix('+')) {
        (Some(digits), _) => (true, digits),
        (None, Some(digits)) => (false, digits),
        (None, None) => (false, text),
    };
    if digits.is_empty() {
        return None;
    }
    let mut number: i128 = 0;
    for c in digits.chars() {
        number = number * 10 + i128::from(digit(c)?);
        if number > i128::from(i64::MAX) + 1 {
            return None;
        }
    }
    let number = i64::try_from(if negative { -number } else { number }).ok()?;
    (min..=max).contains(&number).then_some(number)
}

fn digit(c: char) -> Option<u32> {
    ZEROS.iter().map(|zero| u32::from(c).wrapping_sub(u32::from(*zero))).find(|value| *value < 10)
}

/// `Double.parseDouble`: "NaN" and "Infinity" in this very spelling, a trailing f or d, hexadecimal with an exponent.
pub(super) fn decimal(text: &str) -> Option<f64> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    match rest {
        "NaN" => return Some(f64::NAN),
        "Infinity" => return Some(sign * f64::INFINITY),
        _ => {}
    }
    let rest = rest.strip_suffix(['f', 'F', 'd', 'D']).unwrap_or(rest);
    if let Some(hexadecimal) = rest.strip_prefix("0x").or_else(|| rest.strip_prefix("0X")) {
        return hexadecimal_decimal(hexadecimal).map(|number| sign * number);
    }
    let plain =
        !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+' | b'-'));
    let number = if plain && !rest.starts_with(['+', '-']) { rest.parse::<f64>().ok()? } else { return None };
    Some(sign * number)
}

fn hexadecimal_decimal(text: &str) -> Option<f64> {
    let (digits, exponent) = text.split_once(['p', 'P'])?;
    let exponent: i32 = exponent.parse().ok()?;
    let (before, after) = digits.split_once('.').unwrap_or((digits, ""));
    if before.is_empty() && after.is_empty() {
        return None;
    }
    let mut number = 0.0;
    for c in before.chars().chain(after.chars()) {
        number = number * 16.0 + f64::from(c.to_digit(16)?);
    }
    let places = i32::try_from(after.len()).ok()?;
    Some(number * 2f64.powi(exponent.saturating_sub(4 * places)))
}

/// `Double.toString`.
pub(super) fn print_decimal(number: f64) -> String {
    if number.is_nan() {
        return "NaN".into();
    }
    if number.is_infinite() {
        return if number > 0.0 { "Infinity".into() } else { "-Infinity".into() };
    }
    if number == 0.0 || (1e-3..1e7).contains(&number.abs()) {
        return format!("{number:?}");
    }
    let text = format!("{number:e}");
    match text.split_once('e') {
        Some((digits, exponent)) if digits.contains('.') => format!("{digits}E{exponent}"),
        Some((digits, exponent)) => format!("{digits}.0E{exponent}"),
        None => text,
    }
}

/// `String.equalsIgnoreCase`, which compares each letter's upper case.
pub(super) fn same_in_any_case(text: &str, word: &str) -> bool {
    text.chars().count() == word.chars().count() && text.to_uppercase() == word.to_uppercase()
}

/// `Pattern.compile("\\s*,\\s*").split(text, -1)`; nothing for an empty text.
pub(super) fn list(text: &str) -> Vec<String> {
    if text.is_empty() {
        return Vec::new();
    }
    let blank = |c: char| matches!(c, ' ' | '\t' | '\n' | '\x0b' | '\x0c' | '\r');
    let count = text.split(',').count();
    let trimmed = text.split(',').enumerate().map(|(at, element)| {
        let element = if at > 0 { element.trim_start_matches(blank) } else { element };
        let element = if at + 1 < count { element.trim_end_matches(blank) } else { element };
        element.to_owned()
    });
    trimmed.collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn whole_numbers_are_read_as_java_reads_them() {
        let long = |text| whole(text, i64::MIN, i64::MAX);
        let good = [
            ("5", 5),
            ("+5", 5),
            ("007", 7),
            ("-0", 0),
            ("\u{665}", 5),
            ("\u{ff11}\u{ff12}", 12),
            ("9223372036854775807", i64::MAX),
            ("-9223372036854775808", i64::MIN),
            ("00000000000000000000000000000000000000000000000000001", 1),
        ];
        for (text, number) in good {
            assert_eq!(long(text), Some(number), "{text}");
        }
        for text in ["", "+", "-", "+-5", "5.0", "1e3", "1_000", "0x10", "5L", "9223372036854775808", "\u{a0}5", "①"]
        {
            assert_eq!(long(text), None, "{text}");
        }
        assert_eq!(whole("32768", i64::from(i16::MIN), i64::from(i16::MAX)), None);
    }

    #[test]
    fn numbers_with_a_fraction_are_read_and_printed_as_java_does() {
        let cases = [
            ("0.26", "0.26"),
            ("1", "1.0"),
            ("1.", "1.0"),
            (".6", "0.6"),
            ("0.5d", "0.5"),
            ("5F", "5.0"),
            ("1e10", "1.0E10"),
            ("1.5e-5", "1.5E-5"),
            ("0.001", "0.001"),
            ("12345678.9", "1.23456789E7"),
            ("1234567.9", "1234567.9"),
            ("-0", "-0.0"),
            ("0x1p3", "8.0"),
            ("0x.8p1", "1.0"),
            ("1e400", "Infinity"),
            ("-Infinity", "-Infinity"),
            ("-NaN", "NaN"),
        ];
        for (text, printed) in cases {
            assert_eq!(print_decimal(decimal(text).unwrap()), printed, "{text}");
        }
        for text in ["", "inf", "nan", "infinity", "0,5", "1e", "x", "d", ".", "0x10", "+-1", "1_0", "--1"] {
            assert_eq!(decimal(text), None, "{text}");
        }
    }

    #[test]
    fn lists_lose_the_blanks_around_commas_and_keep_empty_elements() {
        let cases: [(&str, &[&str]); 5] =
            [("", &[]), ("a", &["a"]), ("a , b", &["a", "b"]), ("a,,b", &["a", "", "b"]), (",", &["", ""])];
        for (text, elements) in cases {
            assert_eq!(list(text), elements, "{text}");
        }
        assert_eq!(list("a b,\u{a0}c"), ["a b", "\u{a0}c"]);
    }

    #[test]
    fn words_in_any_case_are_compared_by_their_upper_case() {
        assert!(same_in_any_case("falſe", "false"));
        assert!(!same_in_any_case("tru", "true"));
    }
}
