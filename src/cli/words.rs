//! Numbers, failures and texts from outside, as a person reads them.

use std::fmt::Write as _;

use crate::domain::outcome::{Failure, Side};

/// Milliseconds with one digit behind the point.
pub(super) fn millis(micros: u64) -> String {
    let tenths = (micros + 50) / 100;
    format!("{}.{} ms", tenths / 10, tenths % 10)
}

/// A failure in full words: what, who raised it, what it means for the record, and what stood behind it.
pub(super) fn failure(failure: &Failure) -> String {
    let side = match failure.side {
        Side::Client => "raised by the client",
        Side::Broker => "raised by the broker",
    };
    let again = match (failure.fatal, failure.retriable) {
        (true, _) => "fatal: this producer can't go on",
        (false, true) => "retriable",
        (false, false) => "not retriable",
    };
    let fate = if failure.possibly_persisted {
        "it may have been written: sending it again may write it twice"
    } else {
        "it was not written"
    };
    let mut line = format!("{} ({} {}, {side}, {again}; {fate})", failure.words(), failure.name, failure.code);
    if let Some(cause) = &failure.cause {
        // Writing to a string can't fail.
        let _ = write!(line, ", because: {cause}");
    }
    line
}

/// A number of records in words.
pub(super) fn records(count: u64) -> String {
    match count {
        0 => "no records".to_owned(),
        1 => "1 record".to_owned(),
        _ => format!("{count} records"),
    }
}

/// Text from outside with nothing in it that could move a terminal's cursor, change its colours or turn its writing
/// around.
pub(super) fn printable(text: &str) -> String {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if !text.contains(hidden) {
        return text.to_owned();
    }
    let mut printable = String::with_capacity(text.len());
    for c in text.chars() {
        if hidden(c) {
            printable.extend(c.escape_default());
        } else {
            printable.push(c);
        }
    }
    printable
}
