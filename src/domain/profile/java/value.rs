//! A value as Java has it after parsing, and what its validator says of it.

use serde::{Serialize, Serializer};

use super::classes;
use super::definition::{Key, Valid};
use super::text;
use crate::domain::property::{ClientModel, JavaType};
use crate::domain::secret::{STARS, Secret};

/// A value of Java's configuration. Serialized: null, true or false, a number, a text, an array of texts; a secret as
/// stars, and a number that JSON does not have as a text.
#[derive(Clone, Debug, PartialEq)]
pub enum JavaValue {
    /// Null.
    Null,
    /// Of a BOOLEAN.
    Bool(bool),
    /// Of a SHORT, an INT or a LONG.
    Whole(i64),
    /// Of a DOUBLE.
    Decimal(f64),
    /// Of a STRING, and the name of a CLASS.
    Text(String),
    /// Of a LIST.
    List(Vec<String>),
    /// Of a PASSWORD.
    Secret(Secret),
}

impl Serialize for JavaValue {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => to.serialize_unit(),
            Self::Bool(yes) => to.serialize_bool(*yes),
            Self::Whole(number) => to.serialize_i64(*number),
            Self::Decimal(number) if number.is_finite() => to.serialize_f64(*number),
            Self::Decimal(number) => to.serialize_str(&text::print_decimal(*number)),
            Self::Text(text) => to.serialize_str(text),
            Self::List(elements) => elements.serialize(to),
            Self::Secret(_) => to.serialize_str(STARS),
        }
    }
}

/// As `ConfigDef.convertToString` has it; a secret as stars.
impl std::fmt::Display for JavaValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(yes) => yes.fmt(f),
            Self::Whole(number) => number.fmt(f),
            Self::Decimal(number) => f.write_str(&text::print_decimal(*number)),
            Self::Text(text) => text.fmt(f),
            Self::List(elements) => f.write_str(&elements.join(",")),
            Self::Secret(secret) => secret.fmt(f),
        }
    }
}

/// `ConfigDef.parseType` and the validator. The error is Java's message; it holds the text as it was given, which for a
/// password never happens: every text is one.
pub(super) fn read(model: ClientModel, key: &Key, given: &str) -> Result<JavaValue, String> {
    let value = parse(model, key, given).map_err(|why| invalid(key.name, given, &why))?;
    validate(key, value)
}

/// The words of `ConfigException(name, value, message)`.
pub(super) fn invalid(name: &str, value: &str, why: &str) -> String {
    format!("Invalid value {value} for configuration {name}: {why}")
}

fn parse(model: ClientModel, key: &Key, given: &str) -> Result<JavaValue, String> {
    let trimmed = text::trim(given);
    let number = |min, max| {
        let number = text::whole(trimmed, min, max).map(JavaValue::Whole);
        number.ok_or_else(|| format!("Not a number of type {}", key.kind.name().to_uppercase()))
    };
    match key.kind {
        JavaType::Boolean if text::same_in_any_case(trimmed, "true") => Ok(JavaValue::Bool(true)),
        JavaType::Boolean if text::same_in_any_case(trimmed, "false") => Ok(JavaValue::Bool(false)),
        JavaType::Boolean => Err("Expected value to be either true or false".into()),
        JavaType::Short => number(i64::from(i16::MIN), i64::from(i16::MAX)),
        JavaType::Int => number(i64::from(i32::MIN), i64::from(i32::MAX)),
        JavaType::Long => number(i64::MIN, i64::MAX),
        JavaType::Double => {
            text::decimal(trimmed).map(JavaValue::Decimal).ok_or_else(|| "Not a number of type DOUBLE".into())
        }
        JavaType::String => Ok(JavaValue::Text(trimmed.to_owned())),
        JavaType::List => Ok(JavaValue::List(text::list(trimmed))),
        JavaType::Password => Ok(JavaValue::Secret(Secret::new(trimmed))),
        JavaType::Class if classes::find(model, trimmed).is_some() => Ok(JavaValue::Text(trimmed.to_owned())),
        JavaType::Class => Err(format!("Class {given} could not be found.")),
    }
}

fn validate(key: &Key, value: JavaValue) -> Result<JavaValue, String> {
    let problem = match (&key.valid, &value) {
        (Valid::Range { min, max }, value) => range(value, min, max.as_deref()),
        (Valid::RangeOr { min, max, or }, JavaValue::Whole(number)) => {
            let outside = range(&value, min, Some(max)).is_some() && *or != number.to_string();
            outside.then(|| format!("Value must be between {min} and {max} or equal to {or}"))
        }
        (Valid::Words { words, any_case: false }, JavaValue::Text(text)) => {
            let known = words.contains(text);
            (!known).then(|| format!("String must be one of: {}", words.join(", ")))
        }
        (Valid::Words { words, any_case: true }, JavaValue::Text(text)) => {
            let known = words.contains(&text.to_uppercase());
            (!known).then(|| format!("String must be one of (case insensitive): {}", words.join(", ")))
        }
        (Valid::NonEmpty, JavaValue::Text(text)) if text.is_empty() => Some("String must be non-empty".to_owned()),
        (Valid::List { may_be_empty }, JavaValue::List(elements)) => {
            return valid_list(key.name, elements, *may_be_empty);
        }
        (Valid::Any | Valid::NonEmpty | Valid::RangeOr { .. } | Valid::Words { .. } | Valid::List { .. }, _) => None,
    };
    match problem {
        Some(problem) => Err(invalid(key.name, &value.to_string(), &problem)),
        None => Ok(value),
    }
}

/// Java compares as doubles, and a NaN is neither below nor above.
#[allow(clippy::cast_precision_loss, reason = "so does Java's Number.doubleValue")]
fn range(value: &JavaValue, min: &str, max: Option<&str>) -> Option<String> {
    let number = match value {
        JavaValue::Whole(number) => *number as f64,
        JavaValue::Decimal(number) => *number,
        JavaValue::Null | JavaValue::Bool(_) | JavaValue::Text(_) | JavaValue::List(_) | JavaValue::Secret(_) => {
            return Some("Value must be non-null".to_owned());
        }
    };
    let bound = |text: &str| text.parse::<f64>().ok();
    if bound(min).is_some_and(|min| number < min) {
        return Some(format!("Value must be at least {min}"));
    }
    let max = max.filter(|max| bound(max).is_some_and(|max| number > max))?;
    Some(format!("Value must be no more than {max}"))
}

/// What is there twice counts once.
fn valid_list(name: &str, elements: &[String], may_be_empty: bool) -> Result<JavaValue, String> {
    if elements.is_empty() && !may_be_empty {
        return Err(format!("Configuration '{name}' must not be empty. Valid values include: any non-empty value"));
    }
    if elements.iter().any(String::is_empty) {
        return Err(format!("Configuration '{name}' values must not be empty."));
    }
    let mut once: Vec<String> = Vec::new();
    for element in elements {
        if !once.contains(element) {
            once.push(element.clone());
        }
    }
    Ok(JavaValue::List(once))
}
