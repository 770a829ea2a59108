//! librdkafka's complaints, with the names a person typed.

use crate::domain::profile::Profile;

use super::native_row;

/// Puts the names of the profile in the places of librdkafka's own in an error of creating a producer:
/// "`message.timeout.ms` must be greater than `linger.ms`" speaks of `delivery.timeout.ms` where that is what was set.
pub fn translate_error(text: &str, profile: &Profile) -> String {
    let mut translated = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, quote, inside, after)) = quoted(rest) {
        translated.push_str(before);
        // A quoted expression, as `enable.idempotence=true`, begins with its name.
        let (name, tail) = inside.split_at(inside.find(['=', ' ']).unwrap_or(inside.len()));
        translated.push(quote);
        translated.push_str(named(name, profile));
        translated.push_str(tail);
        translated.push(quote);
        rest = after;
    }
    translated.push_str(rest);
    translated
}

/// The first part in backticks or double quotes: what is before, the quote, what is inside, what is after.
fn quoted(text: &str) -> Option<(&str, char, &str, &str)> {
    let start = text.find(['`', '"'])?;
    let quote = if text[start..].starts_with('`') { '`' } else { '"' };
    let inside = &text[start + 1..];
    let end = inside.find(quote)?;
    Some((&text[..start], quote, &inside[..end], &inside[end + 1..]))
}

fn named<'a>(name: &'a str, profile: &'a Profile) -> &'a str {
    // What is passed as it is was typed as it is.
    if profile.librdkafka.iter().any(|entry| entry.name == name) {
        return name;
    }
    match native_row(name) {
        Some(row) => match profile.producer.iter().find(|entry| entry.property == row) {
            Some(entry) => &entry.name,
            None => row.name_in(profile.model),
        },
        None => name,
    }
}
