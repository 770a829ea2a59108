//! The form as a draft, and a draft into the form.

use crate::app::editor::{Editor, Lines};
use crate::app::field::{Field, Kind};
use crate::app::record::{HeaderField, RecordPane};
use crate::domain::draft::{Draft, Written};
use crate::domain::format::Format;

impl RecordPane {
    /// What stands in the form, right or not.
    pub fn draft(&self) -> Draft {
        Draft {
            topic: self.topic_name(),
            partition: self.partition.text(),
            timestamp: self.timestamp.text(),
            key: written(&self.key),
            value: written(&self.value),
            headers: self.headers.iter().map(|header| (header.name.text(), written(&header.value))).collect(),
        }
    }

    /// Puts a draft into the form. What stands there already keeps its cursor and what can be taken back.
    pub fn take(&mut self, draft: &Draft) {
        for (editor, text) in [
            (&mut self.topic, &draft.topic),
            (&mut self.partition, &draft.partition),
            (&mut self.timestamp, &draft.timestamp),
        ] {
            if editor.text() != *text {
                *editor = Editor::new(Lines::One, text);
            }
        }
        put(&mut self.key, &draft.key);
        put(&mut self.value, &draft.value);
        self.headers.truncate(draft.headers.len());
        for (at, (name, value)) in draft.headers.iter().enumerate() {
            if let Some(header) = self.headers.get_mut(at) {
                if header.name.text() != *name {
                    header.name = Editor::new(Lines::One, name);
                }
                put(&mut header.value, value);
            } else {
                self.headers.push(HeaderField { name: Editor::new(Lines::One, name), value: field(value) });
            }
        }
        self.go_to_some_stop();
        self.touch();
    }

    /// Begins with a draft, which would be lost with the form only if it is not kept anywhere else.
    pub fn begin_with(&mut self, draft: &Draft, unsent: bool) {
        let topic = if draft.topic.is_empty() { self.topic_name() } else { draft.topic.clone() };
        self.take(&Draft { topic, ..draft.clone() });
        self.stop = if self.topic.is_empty() { super::Stop::Topic } else { super::Stop::Value };
        self.changed = unsent;
    }

    /// The cursor stands somewhere also if its header is gone.
    fn go_to_some_stop(&mut self) {
        if !self.stops().contains(&self.stop) {
            self.stop = super::Stop::AddHeader;
        }
    }
}

fn written(field: &Field) -> Written {
    let format = match field.kind() {
        Kind::Null => return Written::Null,
        Kind::Empty => return Written::Empty,
        Kind::Text => Format::Text,
        Kind::Json => Format::Json,
        Kind::Hex => Format::Hex,
        Kind::Base64 => Format::Base64,
    };
    Written::As(format, field.editor().text().into())
}

fn field(written: &Written) -> Field {
    match written {
        Written::Null => Field::new(Kind::Null, ""),
        Written::Empty => Field::new(Kind::Empty, ""),
        Written::As(Format::Text, text) => Field::new(Kind::Text, text),
        Written::As(Format::Json, text) => Field::new(Kind::Json, text),
        Written::As(Format::Hex, text) => Field::new(Kind::Hex, text),
        Written::As(Format::Base64, text) => Field::new(Kind::Base64, text),
    }
}

fn put(into: &mut Field, draft: &Written) {
    if written(into) != *draft {
        *into = field(draft);
    }
}
