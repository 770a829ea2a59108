//! A TOML value as JSON.

use toml::de::DeValue;

use super::{File, Value};
use crate::domain::diagnostic::Diagnostic;

impl File<'_> {
    /// Writes a TOML value as compact JSON, in the file's order.
    pub(super) fn write_json(&self, field: &str, value: &Value<'_>, json: &mut String) -> Result<(), Diagnostic> {
        match value.get_ref() {
            DeValue::String(text) => push_json_string(text, json),
            DeValue::Boolean(flag) => json.push_str(if *flag { "true" } else { "false" }),
            DeValue::Datetime(datetime) => push_json_string(&datetime.to_string(), json),
            DeValue::Integer(integer) => {
                let number = i128::from_str_radix(integer.as_str(), integer.radix());
                let number = number.map_err(|_| self.wrong(field, value, "a whole number of at most 128 bits"))?;
                json.push_str(&number.to_string());
            }
            DeValue::Float(float) => {
                let text: String = float.as_str().chars().filter(|c| *c != '_').collect();
                let text = text.strip_prefix('+').unwrap_or(&text);
                if text.ends_with("inf") || text.ends_with("nan") {
                    return Err(self.wrong(field, value, "a finite number, since JSON has no other"));
                }
                json.push_str(text);
            }
            DeValue::Array(items) => {
                json.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        json.push(',');
                    }
                    self.write_json(field, item, json)?;
                }
                json.push(']');
            }
            DeValue::Table(table) => {
                json.push('{');
                for (index, (name, item)) in table.iter().enumerate() {
                    if index > 0 {
                        json.push(',');
                    }
                    push_json_string(name.get_ref(), json);
                    json.push(':');
                    self.write_json(field, item, json)?;
                }
                json.push('}');
            }
        }
        Ok(())
    }
}

/// Writes `text` as a JSON string.
fn push_json_string(text: &str, json: &mut String) {
    json.push_str(&serde_json::Value::from(text).to_string());
}
