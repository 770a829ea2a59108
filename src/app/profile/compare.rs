//! The draft beside something else: only what differs.

use crate::app::profile::ProfilePane;
use crate::domain::profile::{Effective, Profile};
use crate::domain::property::{ClientModel, Property, Value};

/// What the draft is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum With {
    /// The default of each property.
    Defaults,
    /// What the producer runs with.
    Running,
    /// What stands in the profile's file.
    Saved,
    /// The same profile with the defaults and rules of another client.
    Client(ClientModel),
    /// Another profile.
    Profile(String),
}

impl With {
    /// In words.
    pub fn words(&self) -> String {
        match self {
            Self::Defaults => "the defaults".to_owned(),
            Self::Running => "what the producer runs with".to_owned(),
            Self::Saved => "the saved profile".to_owned(),
            Self::Client(model) => format!("the same profile as client {}", model.name()),
            Self::Profile(name) => format!("profile {name}"),
        }
    }

    /// What can be compared with at once, from a profile of this client.
    pub fn choices(model: ClientModel) -> Vec<Self> {
        let others = ClientModel::ALL.into_iter().filter(|other| *other != model).map(Self::Client);
        [Self::Defaults, Self::Running, Self::Saved].into_iter().chain(others).collect()
    }
}

/// A comparison.
#[derive(Clone, Debug)]
pub struct Compare {
    /// With what.
    pub with: With,
    /// The other one's values, or why there are none; `None` until it was read.
    pub other: Option<Result<Box<Effective>, String>>,
    /// The first line shown.
    pub top: usize,
}

/// A property whose values differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The property.
    pub property: &'static Property,
    /// The draft's value; `None` for null.
    pub here: Option<Value>,
    /// The other one's.
    pub there: Option<Value>,
}

/// What differs, in the order of the catalogue.
pub fn differences(here: &Effective, there: &Effective) -> Vec<Difference> {
    let pairs = here.settings().iter().zip(there.settings());
    let differing = pairs.filter(|(one, other)| !is_same(one.value.as_ref(), other.value.as_ref()));
    differing
        .map(|(one, other)| Difference { property: one.property, here: one.value.clone(), there: other.value.clone() })
        .collect()
}

/// Whether two values mean the same: `all` is −1, and 5 is 5.0.
fn is_same(one: Option<&Value>, other: Option<&Value>) -> bool {
    let plain = |value: &Value| match value {
        Value::Text(text) if text == "all" => "-1".to_owned(),
        Value::Secret(secret) => secret.expose().to_owned(),
        value => value.to_string(),
    };
    one == other || one.map(plain) == other.map(plain)
}

/// The values of a profile of this client that sets nothing.
fn defaults(profile: &Profile) -> Effective {
    let bare = Profile { producer: Vec::new(), librdkafka: Vec::new(), ..profile.clone() };
    Effective::lenient(&bare).0
}

/// The values of the same profile as another client has them. A property that the other client does not have keeps what
/// is set.
fn as_client(profile: &Profile, model: ClientModel) -> Effective {
    Effective::lenient(&Profile { model, ..profile.clone() }).0
}

impl ProfilePane {
    /// What differs between the draft and what it is compared with, or why that is not known; `None` until it was read.
    pub fn differences(&self) -> Option<Result<Vec<Difference>, String>> {
        let (review, compare) = (self.review()?, self.compare.as_ref()?);
        let here = &review.effective;
        match (&compare.with, &compare.other) {
            (With::Defaults, _) => Some(Ok(differences(here, &defaults(&review.profile)))),
            (With::Running, _) => Some(Ok(differences(here, &review.in_force))),
            (With::Client(model), _) => Some(Ok(differences(here, &as_client(&review.profile, *model)))),
            (With::Saved | With::Profile(_), Some(Ok(there))) => Some(Ok(differences(here, there))),
            (With::Saved | With::Profile(_), Some(Err(why))) => Some(Err(why.clone())),
            (With::Saved | With::Profile(_), None) => None,
        }
    }
}
