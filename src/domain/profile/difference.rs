//! What differs between two profiles, or between one profile under two clients.

use crate::domain::profile::{Cluster, Effective, NativeEntry, Origin, Profile, Setting};
use crate::domain::property::{self, ClientModel, Property, Release, Translation, Value};

/// What one side has.
#[derive(Clone, Debug, PartialEq)]
pub enum Held {
    /// The client does not have the property.
    Absent,
    /// No value.
    Null,
    /// This value; a reference is shown as it is written.
    Value {
        /// The value; a secret shows as stars.
        value: Value,
        /// As it is written, where that is a reference.
        reference: Option<String>,
    },
}

/// For people; a secret as stars.
impl std::fmt::Display for Held {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Absent => f.write_str("-"),
            Self::Null => f.write_str("null"),
            Self::Value { reference: Some(written), .. } => f.write_str(written),
            Self::Value { value: Value::Text(text), .. } if text.is_empty() => f.write_str("''"),
            Self::Value { value, reference: None } => value.fmt(f),
        }
    }
}

/// One side of a difference.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    /// What it has.
    pub held: Held,
    /// Where that was set; `None` for a default.
    pub origin: Option<Origin>,
    /// Why the client changed it by itself, if it did.
    pub changed: Option<String>,
}

/// One property, or another part of a profile, that differs.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Its name.
    pub name: String,
    /// On the left.
    pub left: Side,
    /// On the right.
    pub right: Side,
    /// Why, or what follows, where that is known.
    pub note: Option<String>,
}

/// All that differs: first what both sides have, in the order of the catalogue, then what one does not have, then what is
/// not of the catalogue. For one profile under two
/// clients give it twice, with two models.
pub fn differences(left: &Profile, right: &Profile) -> Vec<Difference> {
    let (ours, theirs) = (Effective::lenient(left).0, Effective::lenient(right).0);
    let of_catalogue = property::all().filter_map(|property| {
        let (one, two) = (side(left, &ours, property)?, side(right, &theirs, property)?);
        let same = alike(&one.held, &two.held);
        let kinds = kinds(property, left.model, right.model);
        (!same || kinds.is_some()).then(|| {
            let secrets = is_secret(&one.held) && is_secret(&two.held);
            let note = if secrets {
                Some("two secrets".to_owned())
            } else {
                note(property, left.model, right.model, same, kinds)
            };
            Difference { name: property.name.to_owned(), left: one, right: two, note }
        })
    });
    let mut found: Vec<Difference> = of_catalogue.collect();
    // What both sides have is what a person has to look at.
    found.sort_by_key(|row| row.left.held == Held::Absent || row.right.held == Held::Absent);
    found.extend(others(left, right));
    found
}

fn side(profile: &Profile, effective: &Effective, property: &'static Property) -> Option<Side> {
    let setting: &Setting = effective.settings().iter().find(|setting| setting.property == property)?;
    let has = match (Release::of(profile.model), property.java) {
        (Some(release), Some(java)) => java.is_in(release),
        // What librdkafka alone has counts for Java only where a person set it.
        (Some(_), None) => setting.origin.is_some(),
        (None, _) => property.native.is_some() || property.translation == Translation::Ours,
    };
    let written = || profile.producer.iter().find(|entry| entry.property == property)?.reference.clone();
    let held = match (&setting.value, has) {
        (_, false) => Held::Absent,
        (None, true) => Held::Null,
        (Some(value), true) => Held::Value { value: value.clone(), reference: written() },
    };
    Some(Side { held, origin: setting.origin.clone(), changed: setting.changed.clone() })
}

fn is_secret(held: &Held) -> bool {
    matches!(held, Held::Value { value: Value::Secret(_), .. })
}

/// Whether both come to the same: −1 is all of acks, and 5 is 5.0.
fn alike(one: &Held, two: &Held) -> bool {
    let text = |held: &Held| match held {
        Held::Value { value: Value::Secret(_), .. } | Held::Absent | Held::Null => None,
        Held::Value { value, .. } => Some(match value.to_string().as_str() {
            "all" => "-1".to_owned(),
            text => text.to_owned(),
        }),
    };
    if let (Held::Value { value: Value::Secret(one), .. }, Held::Value { value: Value::Secret(two), .. }) = (one, two) {
        return one == two;
    }
    one == two || text(one).is_some() && text(one) == text(two)
}

/// The values allowed on both sides, where two releases of Java differ in them.
fn kinds(property: &Property, left: ClientModel, right: ClientModel) -> Option<String> {
    let (one, two) = (Release::of(left)?, Release::of(right)?);
    let side = property.java.filter(|side| side.is_in(one) && side.is_in(two))?;
    let allowed = |release| side.kind_in(release).allowed(property.unit);
    (allowed(one) != allowed(two)).then(|| {
        let said = |release| allowed(release).unwrap_or_else(|| "any text".to_owned());
        format!("allowed: {}, then {}", said(one), said(two))
    })
}

/// What is known of a change between two clients.
fn note(
    property: &Property,
    left: ClientModel,
    right: ClientModel,
    same: bool,
    kinds: Option<String>,
) -> Option<String> {
    if left == right {
        return None;
    }
    let releases = Release::of(left).zip(Release::of(right));
    // A change that lies between the two releases is told with the proposal that brought it.
    let proposal = releases.and_then(|(one, two)| {
        let (older, newer) = (one.min(two), one.max(two));
        let since = property.java?.since;
        let lies_between = |&&(name, before, _): &&(&str, Release, &str)| {
            property.name.starts_with(name) && older < before && before <= newer && before >= since
        };
        CHANGES.iter().find(lies_between).map(|(_, _, words)| (*words).to_owned())
    });
    if same { kinds } else { proposal.or(kinds) }
}

/// What came to Java's producer, the release of the three that first has it, and by which proposal.
const CHANGES: [(&str, Release, &str); 31] = [
    (
        "acks",
        Release::V3,
        "KIP-679: every in-sync replica acknowledges, unless set; slower, and nothing acknowledged is lost",
    ),
    (
        "enable.idempotence",
        Release::V3,
        "KIP-679: on unless set; no duplicates, and brokers before 2.8 with ACLs have to allow IDEMPOTENT_WRITE",
    ),
    ("linger.ms", Release::V4, "KIP-1030: batches wait a little, for fewer and larger requests"),
    (
        "partitioner.class",
        Release::V3,
        "KIP-794: null keys stay on a partition for batch.size bytes, not per batch (KIP-480)",
    ),
    ("partitioner.adaptive", Release::V3, "KIP-794: null keys go less to slow brokers"),
    ("partitioner.availability", Release::V3, "KIP-794"),
    ("partitioner.ignore.keys", Release::V3, "KIP-794"),
    ("client.dns.lookup", Release::V3, "KIP-602: 'default' is no longer taken"),
    ("metadata.recovery.rebootstrap", Release::V4, "KIP-1102: begins again at bootstrap.servers after so long"),
    (
        "metadata.recovery.strategy",
        Release::V4,
        "KIP-1102: begins again at bootstrap.servers where no known broker answers",
    ),
    ("metadata.recovery.strategy", Release::V3, "KIP-899"),
    ("retry.backoff.max.ms", Release::V3, "KIP-580: the wait between retries doubles up to it"),
    ("enable.metrics.push", Release::V3, "KIP-714: brokers may ask for the client's metrics"),
    ("compression.gzip", Release::V3, "KIP-390"),
    ("compression.lz4", Release::V3, "KIP-390"),
    ("compression.zstd", Release::V3, "KIP-390"),
    ("metric.reporters", Release::V4, "KIP-830: the JMX reporter is named, no longer added unasked"),
    ("transaction.two.phase", Release::V4, "KIP-939"),
    ("bootstrap.servers", Release::V4, "must be set"),
    ("ssl.cipher.suites", Release::V4, "empty in place of null; both mean the Java runtime's"),
    ("sasl.oauthbearer.expected.audience", Release::V4, "empty in place of null"),
    ("sasl.oauthbearer.header.urlencode", Release::V3, "KIP-1025"),
    ("sasl.oauthbearer.scope.claim", Release::V3, "KIP-768"),
    ("sasl.oauthbearer.assertion", Release::V4, "KIP-1139"),
    ("sasl.oauthbearer.client.credentials", Release::V4, "KIP-1139"),
    ("sasl.oauthbearer.jwt", Release::V4, "KIP-1139"),
    ("sasl.oauthbearer.scope", Release::V4, "KIP-1139"),
    ("sasl.oauthbearer", Release::V3, "KIP-768"),
    ("sasl.login.connect", Release::V3, "KIP-768"),
    ("sasl.login.read", Release::V3, "KIP-768"),
    ("sasl.login.retry", Release::V3, "KIP-768"),
];

/// What is not of the catalogue.
fn others(left: &Profile, right: &Profile) -> Vec<Difference> {
    let text = |text: Option<String>| Side {
        held: text.map_or(Held::Null, |text| Held::Value { value: Value::Text(text), reference: None }),
        origin: None,
        changed: None,
    };
    let cluster = |profile: &Profile| match profile.cluster {
        Cluster::Bootstrap => "bootstrap".to_owned(),
        Cluster::Embedded => "embedded".to_owned(),
    };
    let guards = |profile: &Profile| {
        let guards = profile.topic_guards.iter().map(|guard| format!("{}={}", guard.pattern, guard.guard.name()));
        Some(guards.collect::<Vec<_>>().join(", ")).filter(|guards| !guards.is_empty())
    };
    let parts = [
        ("client", Some(left.model.name().to_owned()), Some(right.model.name().to_owned())),
        ("cluster", Some(cluster(left)), Some(cluster(right))),
        ("[workbench] topic", left.topic.clone(), right.topic.clone()),
        ("[workbench] guard", Some(left.guard.name().to_owned()), Some(right.guard.name().to_owned())),
        ("[workbench] topics", guards(left), guards(right)),
    ];
    let parts = parts.into_iter().filter(|(_, one, two)| one != two).map(|(name, one, two)| Difference {
        name: name.to_owned(),
        left: text(one),
        right: text(two),
        note: None,
    });
    parts.chain(natives(left, right)).collect()
}

fn natives(left: &Profile, right: &Profile) -> Vec<Difference> {
    let mut names: Vec<&str> =
        [left, right].iter().flat_map(|p| p.librdkafka.iter()).map(|e| e.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let find = |profile: &Profile, name: &str| {
        let entry: Option<&NativeEntry> = profile.librdkafka.iter().find(|entry| entry.name == name);
        let held = entry
            .map_or(Held::Null, |entry| Held::Value { value: entry.value.clone(), reference: entry.reference.clone() });
        Side { held, origin: entry.map(|entry| entry.origin.clone()), changed: None }
    };
    let differs = |name: &str| {
        let (one, two) = (find(left, name), find(right, name));
        let secrets = is_secret(&one.held) && is_secret(&two.held);
        (!alike(&one.held, &two.held)).then(|| Difference {
            name: format!("[librdkafka] {name}"),
            left: one,
            right: two,
            note: secrets.then(|| "two secrets".to_owned()),
        })
    };
    names.into_iter().filter_map(differs).collect()
}

#[cfg(test)]
mod tests;
