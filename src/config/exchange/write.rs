//! A profile's text, from what was read elsewhere.

use super::secrets::may_be_kept;
use crate::domain::property::ClientModel;

/// The tables of a profile that hold properties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Table {
    Producer,
    Librdkafka,
    Extra,
}

impl Table {
    const ALL: [Self; 3] = [Self::Producer, Self::Librdkafka, Self::Extra];

    const fn name(self) -> &'static str {
        match self {
            Self::Producer => "producer",
            Self::Librdkafka => "librdkafka",
            Self::Extra => "extra",
        }
    }
}

/// One property to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub table: Table,
    pub name: String,
    pub text: String,
    pub comments: Vec<String>,
}

/// The text of a profile.
pub(super) fn profile(model: ClientModel, rows: &[Row], topic: Option<&str>) -> String {
    let mut text = format!("client = {}\n", string(model.name()));
    for table in Table::ALL {
        let mut rows = rows.iter().filter(|row| row.table == table).peekable();
        if rows.peek().is_some() {
            text.extend([format!("\n[{}]\n", table.name())]);
        }
        for row in rows {
            for comment in row.comments.iter().filter(|comment| may_be_kept(comment)) {
                let plain: String = comment.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
                text.push_str(format!("# {plain}").trim_end());
                text.push('\n');
            }
            text.extend([format!("{} = {}\n", string(&row.name), value(&row.text))]);
        }
    }
    if let Some(topic) = topic {
        text.extend([format!("\n[workbench]\ntopic = {}\n", string(topic))]);
    }
    text
}

/// A number, true or false as such, where it is read back as the very same text.
fn value(text: &str) -> String {
    let is_number = text.parse::<i64>().is_ok_and(|number| number.to_string() == text);
    if is_number || ["true", "false"].contains(&text) { text.to_owned() } else { string(text) }
}

fn string(text: &str) -> String {
    toml_edit::Value::from(text).to_string()
}
