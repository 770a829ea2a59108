//! Numbers as people read them.

/// Bytes as people read them: `312 B`, `12.0 KiB`, `1.0 MiB`.
pub fn bytes(count: u64) -> String {
    const UNITS: [(&str, u64); 3] = [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)];
    for (unit, size) in UNITS {
        if count >= size {
            let tenths = u128::from(count) * 10 / u128::from(size);
            return format!("{}.{} {unit}", tenths / 10, tenths % 10);
        }
    }
    format!("{count} B")
}

/// A count with its thousands apart: `10 000`.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut apart = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            apart.push(' ');
        }
        apart.push(digit);
    }
    apart
}

/// A duration of microseconds as people read it: `0.4 ms`, `6.1 ms`, `2.35 s`, `3 min 20 s`.
pub fn duration(micros: u64) -> String {
    match micros {
        0..1_000_000 => format!("{}.{} ms", micros / 1_000, micros % 1_000 / 100),
        1_000_000..60_000_000 => format!("{}.{:02} s", micros / 1_000_000, micros % 1_000_000 / 10_000),
        _ => format!("{} min {} s", micros / 60_000_000, micros % 60_000_000 / 1_000_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_people_read_them() {
        for (bytes_in, text) in [
            (0, "0 B"),
            (1023, "1023 B"),
            (1024, "1.0 KiB"),
            (1_048_576, "1.0 MiB"),
            (5_500_000_000, "5.1 GiB"),
            (u64::MAX, "17179869183.9 GiB"),
        ] {
            assert_eq!(bytes(bytes_in), text);
        }
        for (micros, text) in [
            (0, "0.0 ms"),
            (6_123, "6.1 ms"),
            (999_999, "999.9 ms"),
            (2_356_000, "2.35 s"),
            (200_000_000, "3 min 20 s"),
        ] {
            assert_eq!(duration(micros), text);
        }
        for (number, text) in [(0, "0"), (999, "999"), (10_000, "10 000"), (1_234_567, "1 234 567")] {
            assert_eq!(count(number), text);
        }
    }
}
