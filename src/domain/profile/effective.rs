//! The values a producer runs with.

use crate::domain::diagnostic::{Diagnostic, Place};
use crate::domain::profile::java::rules::{self, Refused, Settings};
use crate::domain::profile::{Origin, Profile};
use crate::domain::property::{self, ClientModel, Property, Value};

/// One property with the value in force.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// The property.
    pub property: &'static Property,
    /// The value; `None` for null.
    pub value: Option<Value>,
    /// Where it was set; `None` for the default.
    pub origin: Option<Origin>,
    /// Why the client changed it by itself, if it did.
    pub changed: Option<String>,
}

/// Every property with the value in force.
#[derive(Clone, Debug, PartialEq)]
pub struct Effective {
    /// Whose defaults and rules count.
    pub model: ClientModel,
    settings: Vec<Setting>,
}

impl Effective {
    pub(super) fn of(profile: &Profile) -> Result<Self, Vec<Diagnostic>> {
        let (effective, problems) = Self::lenient(profile);
        if problems.is_empty() { Ok(effective) } else { Err(problems) }
    }

    /// The values in force, also where the client modelled refuses them; and what it refuses, in its words.
    pub fn lenient(profile: &Profile) -> (Self, Vec<Diagnostic>) {
        let setting = |property: &'static Property| match profile.producer.iter().find(|e| e.property == property) {
            Some(entry) => Setting {
                property,
                value: Some(entry.value.clone()),
                origin: Some(entry.origin.clone()),
                changed: None,
            },
            None => Setting { property, value: property.default_value(profile.model), origin: None, changed: None },
        };
        let mut effective = Self { model: profile.model, settings: property::all().map(setting).collect() };
        let problems = match profile.model {
            ClientModel::Java | ClientModel::Java3 | ClientModel::Java2 => effective.post_process(),
            // librdkafka checks by itself when the producer is created.
            ClientModel::Librdkafka => Vec::new(),
        };
        (effective, problems)
    }

    /// Every setting, in the order of the catalogue.
    pub fn settings(&self) -> &[Setting] {
        &self.settings
    }

    /// The setting of the property of this name (Java's, or librdkafka's where Java has none).
    pub fn setting(&self, name: &str) -> Option<&Setting> {
        let property = property::names::row(name)?;
        self.settings.iter().find(|setting| setting.property == property)
    }

    /// Changes what Java changes by itself. Returns all that it refuses, though Java stops at the first.
    fn post_process(&mut self) -> Vec<Diagnostic> {
        let mut problems = rules::post_process(self);
        problems.extend(rules::delivery_timeout(self));
        problems.extend(rules::in_flight_2(self));
        problems.into_iter().map(|refused| self.diagnostic(refused)).collect()
    }

    /// An error at the first of the properties to blame that a person set.
    fn diagnostic(&self, refused: Refused) -> Diagnostic {
        let set = |name: &&'static str| Some((*name, self.setting(name)?.origin.as_ref()?.place()));
        let (name, place) = refused
            .blamed
            .iter()
            .find_map(set)
            .unwrap_or((refused.blamed.first().copied().unwrap_or_default(), Place::Option("producer properties")));
        let message = match refused.detail {
            Some(detail) => format!("{}: {detail}", refused.message),
            None => refused.message,
        };
        Diagnostic::error(place, message).id(refused.id).about(name).fixed_by(refused.fix)
    }

    fn setting_mut(&mut self, name: &str) -> Option<&mut Setting> {
        let property = property::names::row(name)?;
        self.settings.iter_mut().find(|setting| setting.property == property)
    }

    /// Whether a person set the property.
    pub fn is_set(&self, name: &str) -> bool {
        self.setting(name).is_some_and(|setting| setting.origin.is_some())
    }

    /// The value of a number; 0 for null. A number with a fraction loses it. `acks` is a number here: all is −1.
    #[allow(clippy::cast_possible_truncation, reason = "milliseconds far below the limits of an i64")]
    pub fn whole(&self, name: &str) -> i64 {
        match self.setting(name).and_then(|setting| setting.value.as_ref()) {
            Some(Value::Whole(number)) => *number,
            Some(Value::Decimal(number)) => *number as i64,
            Some(Value::Text(text)) if text == "all" => -1,
            Some(Value::Text(text)) => text.parse().unwrap_or(0),
            Some(Value::Bool(_) | Value::Secret(_)) | None => 0,
        }
    }

    /// Whether a property that is true or false is true.
    pub fn flag(&self, name: &str) -> bool {
        self.setting(name).is_some_and(|setting| setting.value == Some(Value::Bool(true)))
    }

    /// The value of a text; `None` for null, and for a secret.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.setting(name)?.value.as_ref()? {
            Value::Text(text) => Some(text),
            Value::Whole(_) | Value::Decimal(_) | Value::Bool(_) | Value::Secret(_) => None,
        }
    }
}

impl Settings for Effective {
    fn model(&self) -> ClientModel {
        self.model
    }

    fn is_set(&self, name: &str) -> bool {
        Self::is_set(self, name)
    }

    fn whole(&self, name: &str) -> i64 {
        Self::whole(self, name)
    }

    fn flag(&self, name: &str) -> bool {
        Self::flag(self, name)
    }

    fn word(&self, name: &str) -> Option<&str> {
        self.text(name)
    }

    fn change(&mut self, name: &'static str, value: Value, why: &str) {
        if let Some(setting) = self.setting_mut(name)
            && setting.value.as_ref() != Some(&value)
        {
            setting.value = Some(value);
            setting.changed = Some(why.to_owned());
        }
    }
}
