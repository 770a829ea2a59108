//! Values of a profile with where they come from, as objects of JSON.

use serde_json::{Value as Json, json};

use crate::domain::profile::difference::{Difference, Held, Side};
use crate::domain::profile::{Effective, Origin, Profile, Setting};
use crate::domain::property::Value;

/// A value with its type; a secret as stars.
fn value(value: &Value) -> Json {
    match value {
        Value::Whole(number) => json!(number),
        Value::Decimal(number) => json!(number),
        Value::Bool(yes) => json!(yes),
        Value::Text(text) => json!(text),
        Value::Secret(secret) => json!(secret.to_string()),
    }
}

/// Where a value comes from: `kind` is default, built-in, file, extended, option or session.
fn origin(origin: Option<&Origin>) -> Json {
    let (kind, file, at, option) = match origin {
        None => ("default", None, None, None),
        Some(Origin::BuiltIn { profile, at }) => ("built-in", Some(profile.as_str()), Some(at), None),
        Some(Origin::File { path, at, extended: false }) => ("file", Some(path.as_str()), Some(at), None),
        Some(Origin::File { path, at, extended: true }) => ("extended", Some(path.as_str()), Some(at), None),
        Some(Origin::Option(name)) => ("option", None, None, Some(*name)),
        Some(Origin::Session) => ("session", None, None, None),
    };
    let (line, column) = (at.map(|at| at.line), at.map(|at| at.column));
    json!({"kind": kind, "file": file, "line": line, "column": column, "option": option})
}

/// A setting in force: `changed` says why, where the client changed it by itself, and `reference` how it is written,
/// where that is a reference.
pub fn setting(profile: &Profile, setting: &Setting) -> Json {
    let entry = profile.producer.iter().find(|entry| entry.property == setting.property);
    json!({
        "name": setting.property.name_in(profile.model),
        "value": setting.value.as_ref().map(value),
        "origin": origin(setting.origin.as_ref()),
        "changed": setting.changed,
        "reference": entry.and_then(|entry| entry.reference.as_deref()),
    })
}

/// A profile with these of its settings.
pub fn profile<'a>(profile: &Profile, effective: &Effective, settings: impl Iterator<Item = &'a Setting>) -> Json {
    let native = profile.librdkafka.iter().map(|entry| {
        json!({
            "name": entry.name,
            "value": value(&entry.value),
            "origin": origin(Some(&entry.origin)),
            "reference": entry.reference,
        })
    });
    json!({
        "name": profile.name,
        "client": effective.model.name(),
        "description": profile.description,
        "topic": profile.topic,
        "guard": profile.guard.name(),
        "properties": settings.map(|each| setting(profile, each)).collect::<Vec<_>>(),
        "librdkafka": native.collect::<Vec<_>>(),
    })
}

/// What differs between two profiles of these names. A side that does not have the property at all is null; a value that
/// is null is an object whose value is null.
pub fn differences(left: &str, right: &str, found: &[Difference]) -> Json {
    let side = |side: &Side| match &side.held {
        Held::Absent => Json::Null,
        Held::Null => json!({"value": null, "origin": origin(side.origin.as_ref()), "changed": side.changed}),
        Held::Value { value: held, reference } => json!({
            "value": value(held),
            "origin": origin(side.origin.as_ref()),
            "changed": side.changed,
            "reference": reference,
        }),
    };
    let rows = found
        .iter()
        .map(|row| json!({"name": row.name, "left": side(&row.left), "right": side(&row.right), "note": row.note}));
    json!({"left": left, "right": right, "differences": rows.collect::<Vec<_>>()})
}
