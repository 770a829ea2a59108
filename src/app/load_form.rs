//! The form that starts a load.

use std::time::Duration;

use crate::app::editor::{Edit, Editor, Lines};
use crate::app::key::Key;
use crate::domain::load::{Keys, Plan, Until};

/// The largest value, in bytes: what the largest request can hold.
const LARGEST: u32 = i32::MAX as u32;

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoadField {
    /// Bytes of each value.
    Size,
    /// Records a second.
    Rate,
    /// The keys.
    Keys,
    /// After how many records it ends.
    Records,
    /// After how long it ends.
    Duration,
}

impl LoadField {
    /// All of them, from above.
    pub const ALL: [Self; 5] = [Self::Size, Self::Rate, Self::Keys, Self::Records, Self::Duration];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Size => "size",
            Self::Rate => "rate",
            Self::Keys => "keys",
            Self::Records => "records",
            Self::Duration => "duration",
        }
    }

    /// What can stand there.
    pub fn doc(self) -> &'static str {
        match self {
            Self::Size => "bytes of each value",
            Self::Rate => "a second; empty is as many as possible",
            Self::Keys => "none, sequential or uniform:N",
            Self::Records => "ends after so many; empty: never",
            Self::Duration => "ends after 30s, 5min, 1h; empty: never",
        }
    }
}

/// The form, and what it remembers between loads.
#[derive(Clone, Debug)]
pub struct LoadForm {
    /// The field that has the cursor.
    pub at: usize,
    editors: [Editor; LoadField::ALL.len()],
}

/// A gentle load that ends by itself.
impl Default for LoadForm {
    fn default() -> Self {
        let editors = ["100", "1000", "none", "", "60s"].map(|text| Editor::new(Lines::One, text));
        Self { at: 0, editors }
    }
}

impl PartialEq for LoadForm {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at && LoadField::ALL.iter().all(|field| self.text(*field) == other.text(*field))
    }
}

impl LoadForm {
    /// The text of a field.
    pub fn editor(&self, field: LoadField) -> &Editor {
        &self.editors[field as usize]
    }

    fn text(&self, field: LoadField) -> String {
        self.editor(field).text().trim().to_owned()
    }

    /// Goes to the next or the previous field, round.
    pub(super) fn go(&mut self, forth: bool) {
        let all = LoadField::ALL.len();
        self.at = (self.at + if forth { 1 } else { all - 1 }) % all;
    }

    /// Gives a key to the field with the cursor.
    pub(super) fn key(&mut self, key: Key, width: usize) -> Edit {
        self.editors[self.at].key(key, width)
    }

    /// Pastes into the field with the cursor; false if that is too long.
    pub(super) fn paste(&mut self, text: &str) -> bool {
        self.editors[self.at].paste(text)
    }

    /// What is wrong in a field.
    pub fn problem(&self, field: LoadField) -> Option<String> {
        let text = self.text(field);
        match field {
            LoadField::Size => size(&text).err(),
            LoadField::Rate => rate(&text).err(),
            LoadField::Keys => keys(&text).err(),
            LoadField::Records => records(&text).err(),
            LoadField::Duration => duration(&text).err(),
        }
    }

    /// The load.
    ///
    /// # Errors
    /// The first field that is wrong.
    pub fn plan(&self, topic: &str) -> Result<Plan, (LoadField, String)> {
        let wrong = |field: LoadField| move |what: String| (field, what);
        let read = |field: LoadField| self.text(field);
        Ok(Plan {
            topic: topic.to_owned(),
            size: size(&read(LoadField::Size)).map_err(wrong(LoadField::Size))?,
            rate: rate(&read(LoadField::Rate)).map_err(wrong(LoadField::Rate))?,
            keys: keys(&read(LoadField::Keys)).map_err(wrong(LoadField::Keys))?,
            until: Until {
                records: records(&read(LoadField::Records)).map_err(wrong(LoadField::Records))?,
                duration: duration(&read(LoadField::Duration)).map_err(wrong(LoadField::Duration))?,
            },
        })
    }
}

fn size(text: &str) -> Result<u32, String> {
    let allowed = || format!("'{text}' is no size; allowed: 0 to {LARGEST} (bytes)");
    text.parse().ok().filter(|size| *size <= LARGEST).ok_or_else(allowed)
}

fn rate(text: &str) -> Result<Option<u32>, String> {
    if text.is_empty() || text == "max" {
        return Ok(None);
    }
    let allowed = || format!("'{text}' is no rate; allowed: 1 to {} records a second, or nothing", u32::MAX);
    text.parse().ok().filter(|rate| *rate > 0).map(Some).ok_or_else(allowed)
}

fn keys(text: &str) -> Result<Keys, String> {
    let read = match text.split_once(':') {
        None if text.is_empty() || text == "none" => Some(Keys::None),
        None if text == "sequential" => Some(Keys::Sequential),
        Some(("uniform", keys)) => keys.parse().ok().filter(|keys| *keys > 0).map(Keys::Uniform),
        Some(_) | None => None,
    };
    read.ok_or_else(|| format!("'{text}' is no way to make keys; allowed: none, sequential, uniform:N with N from 1"))
}

fn records(text: &str) -> Result<Option<u64>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let allowed = || format!("'{text}' is no number of records; allowed: 1 or more, or nothing");
    text.parse().ok().filter(|records| *records > 0).map(Some).ok_or_else(allowed)
}

/// A duration as `500ms`, `30s`, `5min` or `1h`; a bare number is seconds.
fn duration(text: &str) -> Result<Option<Duration>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let digits = text.len() - text.trim_start_matches(|character: char| character.is_ascii_digit()).len();
    let millis = match text[digits..].trim() {
        "ms" => Some(1),
        "" | "s" => Some(1_000),
        "m" | "min" => Some(60_000),
        "h" => Some(3_600_000),
        _ => None,
    };
    let number: Option<u64> = text[..digits].parse().ok().filter(|number| *number > 0);
    let duration = number.zip(millis).and_then(|(number, millis)| number.checked_mul(millis));
    let allowed = || format!("'{text}' is no duration; allowed: a number of ms, s, min or h, as 30s, or nothing");
    duration.map(|millis| Some(Duration::from_millis(millis))).ok_or_else(allowed)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    #[test]
    fn the_form_begins_with_a_gentle_load_that_ends() {
        let plan = LoadForm::default().plan("orders").unwrap();
        let until = Until { records: None, duration: Some(Duration::from_secs(60)) };
        let expected = Plan { topic: "orders".to_owned(), until, size: 100, keys: Keys::None, rate: Some(1_000) };
        assert_eq!(plan, expected);
    }

    #[test]
    fn fields_read_as_they_are_written() {
        assert_eq!((size("0"), size("1024")), (Ok(0), Ok(1_024)));
        assert_eq!((rate(""), rate("max"), rate("20000")), (Ok(None), Ok(None), Ok(Some(20_000))));
        assert_eq!((keys("none"), keys("sequential")), (Ok(Keys::None), Ok(Keys::Sequential)));
        assert_eq!((keys(""), keys("uniform:500")), (Ok(Keys::None), Ok(Keys::Uniform(500))));
        assert_eq!((records(""), records("1000000")), (Ok(None), Ok(Some(1_000_000))));
        for (text, millis) in [("30", 30_000), ("30s", 30_000), ("500 ms", 500), ("5min", 300_000), ("1h", 3_600_000)] {
            assert_eq!(duration(text), Ok(Some(Duration::from_millis(millis))), "{text}");
        }
        assert_eq!(duration(""), Ok(None));
    }

    #[test]
    fn what_is_wrong_is_named_with_what_is_allowed() {
        let errors = [
            size("").unwrap_err(),
            size("-1").unwrap_err(),
            size("9999999999").unwrap_err(),
            rate("0").unwrap_err(),
            rate("fast").unwrap_err(),
            keys("uniform").unwrap_err(),
            keys("uniform:0").unwrap_err(),
            keys("random").unwrap_err(),
            records("0").unwrap_err(),
            records("1e6").unwrap_err(),
            duration("0s").unwrap_err(),
            duration("5 days").unwrap_err(),
            duration("한").unwrap_err(),
            duration("99999999999999999999h").unwrap_err(),
        ];
        for error in errors {
            assert!(error.contains("allowed: ") && error.starts_with('\''), "{error}");
        }
    }
}
