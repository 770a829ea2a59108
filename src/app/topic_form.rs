//! The form that makes a topic, or gives one more partitions.

use crate::app::command::Context;
use crate::app::editor::{Editor, Lines};
use crate::app::key::Key;
use crate::domain::outcome::Failure;
use crate::domain::refusal::validate_topic;
use crate::domain::topic::TopicChange;

/// The most partitions of a topic of the embedded cluster: they are this process' memory.
const MOST_EMBEDDED: i32 = 1_000;

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TopicField {
    /// The topic's name.
    Name,
    /// Its partitions, or those that it is to have.
    Partitions,
    /// The replicas of each partition.
    Replication,
}

impl TopicField {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Partitions => "partitions",
            Self::Replication => "replicas",
        }
    }
}

/// What the form is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Task {
    /// A new topic.
    New,
    /// More partitions for this topic.
    Grow {
        /// Its name.
        topic: String,
        /// Its partitions now.
        now: u32,
    },
}

/// How far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Something is typed.
    Filling,
    /// Really?
    Asking(TopicChange),
    /// The cluster was asked.
    Working(TopicChange),
}

/// The form.
#[derive(Clone, Debug)]
pub struct TopicForm {
    /// What it is for.
    pub task: Task,
    /// How far it is.
    pub stage: Stage,
    /// Why the cluster did not do what was asked for last.
    pub failure: Option<Failure>,
    embedded: bool,
    at: usize,
    editors: [Editor; 3],
}

impl PartialEq for TopicForm {
    fn eq(&self, other: &Self) -> bool {
        let texts = |form: &Self| form.editors.each_ref().map(Editor::text);
        (&self.task, &self.stage, &self.failure, self.at) == (&other.task, &other.stage, &other.failure, other.at)
            && texts(self) == texts(other)
    }
}

impl TopicForm {
    /// The form of a new topic, whose name may be known already.
    pub fn new_topic(name: &str, embedded: bool) -> Self {
        Self::begin(Task::New, [name, if embedded { "6" } else { "" }, ""], embedded)
    }

    /// The form that grows a topic.
    pub fn grow(topic: &str, now: u32) -> Self {
        Self::begin(Task::Grow { topic: topic.to_owned(), now }, ["", "", ""], false)
    }

    fn begin(task: Task, texts: [&str; 3], embedded: bool) -> Self {
        let editors = texts.map(|text| Editor::new(Lines::One, text));
        Self { task, stage: Stage::Filling, failure: None, embedded, at: 0, editors }
    }

    /// Where its keys stand in the command table.
    pub fn context(&self) -> Context {
        match self.stage {
            Stage::Filling => Context::TopicForm,
            Stage::Asking(_) | Stage::Working(_) => Context::TopicQuestion,
        }
    }

    /// Its fields, from above.
    pub fn fields(&self) -> &'static [TopicField] {
        match self.task {
            Task::New => &[TopicField::Name, TopicField::Partitions, TopicField::Replication],
            Task::Grow { .. } => &[TopicField::Partitions],
        }
    }

    /// The field that has the cursor.
    pub fn field(&self) -> TopicField {
        self.fields().get(self.at).copied().unwrap_or(TopicField::Partitions)
    }

    /// What can stand in a field.
    pub fn doc(&self, field: TopicField) -> &'static str {
        match (field, self.embedded) {
            (TopicField::Name, _) => "",
            (TopicField::Partitions, true) => "1 to 1000",
            (TopicField::Partitions, false) => match self.task {
                Task::New => "empty: the broker's num.partitions",
                Task::Grow { .. } => "all of them, old and new",
            },
            (TopicField::Replication, true) => "1 to 3; empty: 3",
            (TopicField::Replication, false) => "empty: the broker's default.replication.factor",
        }
    }

    /// The text of a field.
    pub fn editor(&self, field: TopicField) -> &Editor {
        &self.editors[field as usize]
    }

    fn text(&self, field: TopicField) -> String {
        self.editor(field).text().trim().to_owned()
    }

    /// Goes to the next or the previous field, round.
    pub(super) fn go(&mut self, forth: bool) {
        let all = self.fields().len();
        self.at = (self.at + if forth { 1 } else { all - 1 }) % all;
    }

    /// Goes to the field on this line.
    pub(super) fn go_to(&mut self, at: usize) {
        if at < self.fields().len() {
            self.at = at;
        }
    }

    /// Gives a key to the field with the cursor.
    pub(super) fn key(&mut self, key: Key, width: usize) {
        if self.stage == Stage::Filling {
            let field = self.field();
            self.editors[field as usize].key(key, width);
        }
    }

    /// Pastes into the field with the cursor; false if that is too long, `None` if nothing can be typed now.
    pub(super) fn paste(&mut self, text: &str) -> Option<bool> {
        let field = self.field();
        (self.stage == Stage::Filling).then(|| self.editors[field as usize].paste(text))
    }

    /// What is wrong in a field, once something stands there.
    pub fn problem(&self, field: TopicField) -> Option<String> {
        let untouched = self.text(field).is_empty();
        self.wrong(field).filter(|_| !untouched)
    }

    fn wrong(&self, field: TopicField) -> Option<String> {
        match field {
            TopicField::Name => match &self.task {
                Task::New if self.text(field).is_empty() => Some("a topic needs a name".to_owned()),
                Task::New => validate_topic(&self.text(field)).err().map(|refusal| refusal.to_string()),
                Task::Grow { .. } => None,
            },
            TopicField::Partitions => self.partitions().err(),
            TopicField::Replication => self.replication().err(),
        }
    }

    /// The partitions that are asked for; `None` leaves them to the broker.
    ///
    /// # Errors
    /// What stands there is no number of partitions that the topic can get.
    pub fn partitions(&self) -> Result<Option<i32>, String> {
        let text = self.text(TopicField::Partitions);
        let now = match &self.task {
            Task::New if text.is_empty() => return Ok(None),
            Task::New => 0,
            Task::Grow { now, .. } => i32::try_from(*now).unwrap_or(i32::MAX),
        };
        let least = now.saturating_add(1);
        let most = if self.embedded { MOST_EMBEDDED } else { i32::MAX };
        match text.parse().ok().filter(|partitions| (least..=most).contains(partitions)) {
            Some(partitions) => Ok(Some(partitions)),
            None if now > 0 => Err(format!(
                "'{text}' is not more than the {now} partitions it has; allowed: {least} or more, for partitions can't \
                 be taken away"
            )),
            None => Err(format!("'{text}' is no number of partitions; allowed: {least} to {most}")),
        }
    }

    fn replication(&self) -> Result<Option<i16>, String> {
        let text = self.text(TopicField::Replication);
        if text.is_empty() {
            return Ok(None);
        }
        let allowed = || format!("'{text}' is no replication factor; allowed: 1 to {}, or nothing", i16::MAX);
        text.parse().ok().filter(|factor| *factor > 0).map(Some).ok_or_else(allowed)
    }

    /// The change that the form asks for.
    ///
    /// # Errors
    /// The first field that is wrong; it has the cursor then.
    pub(super) fn change(&mut self) -> Result<TopicChange, String> {
        for (at, field) in self.fields().iter().enumerate() {
            if let Some(what) = self.wrong(*field) {
                self.at = at;
                return Err(what);
            }
        }
        let partitions = self.partitions()?;
        Ok(match &self.task {
            Task::New => {
                TopicChange::Create { name: self.text(TopicField::Name), partitions, replication: self.replication()? }
            }
            Task::Grow { topic, now } => {
                let unchanged = i32::try_from(*now).unwrap_or(i32::MAX);
                TopicChange::Grow { name: topic.clone(), partitions: partitions.unwrap_or(unchanged) }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    fn filled(mut form: TopicForm, texts: [&str; 3]) -> TopicForm {
        for (editor, text) in form.editors.iter_mut().zip(texts) {
            *editor = Editor::new(Lines::One, text);
        }
        form
    }

    #[test]
    fn what_is_left_empty_is_the_brokers_to_decide() {
        let mut form = filled(TopicForm::new_topic("", false), ["orders", "", ""]);
        let expected = TopicChange::Create { name: "orders".to_owned(), partitions: None, replication: None };
        assert_eq!(form.change().unwrap(), expected);
        let mut form = filled(TopicForm::new_topic("", false), [" a.b_c-D ", "12", "3"]);
        let expected = TopicChange::Create { name: "a.b_c-D".to_owned(), partitions: Some(12), replication: Some(3) };
        assert_eq!(form.change().unwrap(), expected);
    }

    #[test]
    fn names_and_numbers_are_those_kafka_allows() {
        let long = "a".repeat(250);
        for (texts, embedded) in [
            (["", "6", ""], false),
            ([".", "6", ""], false),
            (["..", "6", ""], false),
            (["a b", "6", ""], false),
            (["한국", "6", ""], false),
            ([long.as_str(), "6", ""], false),
            (["a", "0", ""], false),
            (["a", "-1", ""], false),
            (["a", "1001", ""], true),
            (["a", "1", "0"], false),
            (["a", "1", "40000"], false),
        ] {
            assert!(filled(TopicForm::new_topic("", embedded), texts).change().is_err(), "{texts:?}");
        }
        assert!(filled(TopicForm::new_topic("", false), [&long[1..], "100000", ""]).change().is_ok());
    }

    #[test]
    fn a_topic_only_grows() {
        for (text, grows) in [("", false), ("5", false), ("6", false), ("x", false), ("7", true)] {
            let mut form = filled(TopicForm::grow("orders", 6), ["", text, ""]);
            assert_eq!(form.change().is_ok(), grows, "{text}");
        }
        let mut form = filled(TopicForm::grow("orders", 6), ["", "8", ""]);
        assert_eq!(form.change().unwrap(), TopicChange::Grow { name: "orders".to_owned(), partitions: 8 });
    }

    #[test]
    fn the_cursor_goes_to_what_is_wrong() {
        let mut form = filled(TopicForm::new_topic("", false), ["a", "1", "x"]);
        assert!(form.change().unwrap_err().starts_with("'x' is no replication factor; allowed: "));
        assert_eq!(form.field(), TopicField::Replication);
    }
}
