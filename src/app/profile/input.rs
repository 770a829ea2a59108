//! The value of a property, as it is typed.

use crate::app::editor::{Editor, Lines};
use crate::app::key::{Code, Key};
use crate::app::profile::Written;
use crate::app::profile::draft::writable_name;
use crate::domain::property::{ClientModel, Kind, Property, Value, amount};
use crate::domain::secret::Secret;

/// What is typed, and whether it may be seen.
#[derive(Clone, Debug)]
pub enum Typed {
    /// It may.
    Open(Box<Editor>),
    /// A secret: each character is a star.
    Hidden(Secret),
}

/// What was typed comes to.
#[derive(Clone, Debug, PartialEq)]
pub enum Reading {
    /// A value of the property, in its own unit, and that in words if they say more.
    Good {
        /// As a profile writes it.
        written: Written,
        /// In words: `32 MiB`.
        words: Option<String>,
    },
    /// References, which are looked up when the producer starts.
    Reference(Written),
    /// No value of the property, and why.
    Wrong(String),
}

/// The input.
#[derive(Clone, Debug)]
pub struct Input {
    /// The property.
    pub property: &'static Property,
    /// The values it can have, where they can be counted.
    pub choices: Vec<&'static str>,
    /// What is typed.
    pub typed: Typed,
    model: ClientModel,
}

impl Input {
    /// The input of a property, with what is set now in it. A secret begins empty: what it is now can't be seen.
    pub fn begin(property: &'static Property, model: ClientModel, now: &str) -> Self {
        let choices = match property.kind(model) {
            Kind::Bool => vec!["true", "false"],
            Kind::Choice { words, .. } => words.to_vec(),
            Kind::Whole(whole) => whole.word.iter().map(|(word, _)| *word).collect(),
            Kind::Decimal { .. }
            | Kind::Flags(_)
            | Kind::Text
            | Kind::NonEmptyText
            | Kind::List
            | Kind::Class
            | Kind::Secret
            | Kind::Callback => Vec::new(),
        };
        let typed = if property.is_secret() && !now.contains("${") {
            Typed::Hidden(Secret::new(""))
        } else {
            Typed::Open(Box::new(Editor::new(Lines::One, now)))
        };
        Self { property, choices, typed, model }
    }

    /// The choice that is typed.
    pub fn chosen(&self) -> Option<usize> {
        match &self.typed {
            Typed::Open(editor) => {
                let text = editor.text();
                self.choices.iter().position(|choice| *choice == text.trim())
            }
            Typed::Hidden(_) => None,
        }
    }

    /// Puts a choice into the input.
    pub(in crate::app) fn choose(&mut self, at: usize) {
        if let (Some(choice), Typed::Open(editor)) = (self.choices.get(at), &mut self.typed) {
            editor.replace(choice);
        }
    }

    /// Goes to the next choice or the one before.
    pub(in crate::app) fn step(&mut self, forth: bool) {
        let last = self.choices.len().saturating_sub(1);
        let at = match (self.chosen(), forth) {
            (Some(at), true) => (at + 1).min(last),
            (Some(at), false) => at.saturating_sub(1),
            (None, _) => 0,
        };
        self.choose(at);
    }

    /// Takes a key.
    pub(in crate::app) fn key(&mut self, key: Key, width: usize) {
        match &mut self.typed {
            Typed::Open(editor) => drop(editor.key(key, width)),
            Typed::Hidden(secret) => match (key.typed(), key.code, key.ctrl) {
                (Some(character), ..) => *secret = Secret::new(format!("{}{character}", secret.expose())),
                (None, Code::Backspace, false) => {
                    let mut text = secret.expose().to_owned();
                    text.pop();
                    *secret = Secret::new(text);
                }
                (None, Code::Char('u'), true) => *secret = Secret::new(""),
                (None, ..) => {}
            },
        }
        self.uncover();
    }

    /// Takes a pasted text; false if it is too long.
    pub(in crate::app) fn paste(&mut self, text: &str) -> bool {
        let taken = match &mut self.typed {
            Typed::Open(editor) => editor.paste(text),
            Typed::Hidden(secret) => {
                let line = text.trim_end_matches(['\r', '\n']);
                *secret = Secret::new(format!("{}{line}", secret.expose()));
                true
            }
        };
        self.uncover();
        taken
    }

    /// A reference to a secret is none, and may be seen while it is typed.
    fn uncover(&mut self) {
        if let Typed::Hidden(secret) = &self.typed
            && secret.expose().starts_with("${")
        {
            self.typed = Typed::Open(Box::new(Editor::new(Lines::One, secret.expose())));
        }
    }

    fn text(&self) -> String {
        match &self.typed {
            Typed::Open(editor) => editor.text(),
            Typed::Hidden(secret) => secret.expose().to_owned(),
        }
    }

    /// What was typed comes to.
    pub fn reading(&self) -> Reading {
        let text = self.text();
        let (property, secret) = (self.property, self.property.is_secret());
        if text.contains("${") {
            return match check_references(&text) {
                Ok(()) => Reading::Reference(Written::Text(text.trim().to_owned())),
                Err(why) => Reading::Wrong(why),
            };
        }
        if secret && text.is_empty() {
            return Reading::Wrong("nothing is typed yet".to_owned());
        }
        let kind = property.kind(self.model);
        let plain = match amount::plain(property.unit, kind, &text) {
            Ok(plain) => plain.unwrap_or_else(|| text.clone()),
            Err(why) => return Reading::Wrong(format!("'{}' {why}", text.trim())),
        };
        let name = writable_name(property, self.model).unwrap_or(property.name);
        match property.read(self.model, name, &plain, &plain) {
            Ok(Value::Secret(secret)) => Reading::Good { written: Written::Hidden(secret), words: None },
            Ok(value) => Reading::Good {
                words: amount::words(property.unit, &value),
                written: Written::Text(plain.trim().to_owned()),
            },
            Err(why) => Reading::Wrong(why),
        }
    }
}

/// Whether every reference in a text has one of the two forms.
fn check_references(text: &str) -> Result<(), String> {
    let mut rest = text;
    while let Some(start) = rest.find("${") {
        let reference = &rest[start + 2..];
        let Some((inside, after)) = reference.split_once('}') else {
            return Err("a reference has no closing brace; allowed: ${env:NAME}, ${file:PATH}".to_owned());
        };
        match inside.split_once(':') {
            Some(("env" | "file", name)) if !name.is_empty() => {}
            Some(_) | None => {
                return Err(format!("'${{{inside}}}' is no reference; allowed: ${{env:NAME}}, ${{file:PATH}}"));
            }
        }
        rest = after;
    }
    Ok(())
}
