//! What Java's producer changes by itself and what it refuses: `ProducerConfig.postProcessParsedConfig` and
//! `KafkaProducer.configureDeliveryTimeout`, with the differences of 3.9 and 2.8. The words are Java's.

use crate::domain::diagnostic::Fix;
use crate::domain::property::{ClientModel, Value};

const IDEMPOTENCE: &str = "enable.idempotence";
const IN_FLIGHT: &str = "max.in.flight.requests.per.connection";
const TRANSACTION: &str = "transactional.id";
const DELIVERY: &str = "delivery.timeout.ms";

/// Values that the rules read and change.
pub(in crate::domain::profile) trait Settings {
    /// Whose rules count.
    fn model(&self) -> ClientModel;
    /// Whether a person set the property.
    fn is_set(&self, name: &str) -> bool;
    /// The value of a number; `acks` is one: all is −1. 0 for null.
    fn whole(&self, name: &str) -> i64;
    /// Whether a property that is true or false is true.
    fn flag(&self, name: &str) -> bool;
    /// The value of a text.
    fn word(&self, name: &str) -> Option<&str>;
    /// Sets a value for this reason.
    fn change(&mut self, name: &'static str, value: Value, why: &str);
}

/// What Java refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::domain::profile) struct Refused {
    /// The name of the rule, which stays.
    pub(in crate::domain::profile) id: &'static str,
    /// Whose fault it is; the first that is set is to blame.
    pub(in crate::domain::profile) blamed: &'static [&'static str],
    /// Java's words.
    pub(in crate::domain::profile) message: String,
    /// The values that Java does not tell.
    pub(in crate::domain::profile) detail: Option<String>,
    /// What ends it.
    pub(in crate::domain::profile) fix: Option<Fix>,
}

fn refused(id: &'static str, blamed: &'static [&'static str], message: impl Into<String>) -> Refused {
    Refused { id, blamed, message: message.into(), detail: None, fix: None }
}

impl Refused {
    fn set(self, name: &'static str, value: impl std::fmt::Display + Copy) -> Self {
        Self { fix: Some(Fix::Set { name, value: value.to_string() }), ..self }
    }

    fn remove(self, name: &'static str) -> Self {
        Self { fix: Some(Fix::Remove { name }), ..self }
    }
}

/// Changes what `postProcessParsedConfig` changes, in Java's order. Returns what it refuses: Java stops at the first,
/// here all are told.
pub(in crate::domain::profile) fn post_process(settings: &mut dyn Settings) -> Vec<Refused> {
    let mut problems = Vec::new();
    mechanism(settings, &mut problems);
    reconnect_backoff(settings);
    match settings.model() {
        ClientModel::Java | ClientModel::Librdkafka | ClientModel::Java3 => idempotence(settings, &mut problems),
        ClientModel::Java2 => idempotence_2(settings, &mut problems),
    }
    if settings.flag("transaction.two.phase.commit.enable") && settings.is_set("transaction.timeout.ms") {
        let message = "Cannot set transaction.timeout.ms when transaction.two.phase.commit.enable is set to true. \
                       Transactions will not expire with two-phase commit enabled.";
        problems
            .push(refused("two-phase-commit", &["transaction.timeout.ms"], message).remove("transaction.timeout.ms"));
    }
    problems
}

/// `CommonClientConfigs.postValidateSaslMechanismConfig`, since 3.8.
fn mechanism(settings: &dyn Settings, problems: &mut Vec<Refused>) {
    let sasl = settings.word("security.protocol").is_some_and(|name| name.to_uppercase().starts_with("SASL_"));
    let named = settings.word("sasl.mechanism").is_some_and(|name| !name.is_empty());
    if sasl && !named && settings.model() != ClientModel::Java2 {
        let message = "Invalid value null for configuration sasl.mechanism: When the security.protocol configuration \
                       enables SASL, mechanism must be non-null and non-empty string.";
        problems
            .push(refused("sasl-mechanism-empty", &["sasl.mechanism"], message).set("sasl.mechanism", "SCRAM-SHA-512"));
    }
}

fn reconnect_backoff(settings: &mut dyn Settings) {
    if settings.is_set("reconnect.backoff.ms") && !settings.is_set("reconnect.backoff.max.ms") {
        let base = Value::Whole(settings.whole("reconnect.backoff.ms"));
        settings.change("reconnect.backoff.max.ms", base, "reconnect.backoff.ms is set without it");
    }
}

/// 3.x and 4.x: idempotence is on unless something it needs is missing.
fn idempotence(settings: &mut dyn Settings, problems: &mut Vec<Refused>) {
    let explicit = settings.is_set(IDEMPOTENCE);
    let mut off_because = None;
    if settings.flag(IDEMPOTENCE) {
        if settings.whole("retries") == 0 {
            if explicit {
                problems.push(refused("idempotence-retries", &["retries", IDEMPOTENCE], RETRIES).remove("retries"));
            }
            off_because = Some("retries is 0".to_owned());
        }
        let acks = settings.whole("acks");
        if acks != -1 {
            if explicit {
                problems.push(refused("idempotence-acks", &["acks", IDEMPOTENCE], ACKS).set("acks", "all"));
            }
            off_because = Some(format!("acks is {acks}, not all"));
        }
        let in_flight = settings.whole(IN_FLIGHT);
        if in_flight > 5 {
            match settings.model() {
                ClientModel::Java3 if explicit => {
                    problems.push(too_many_in_flight(&[IN_FLIGHT, IDEMPOTENCE], IN_FLIGHT_BEFORE_4));
                }
                ClientModel::Java3 => off_because = Some(format!("{IN_FLIGHT} is {in_flight}, above 5")),
                ClientModel::Java | ClientModel::Java2 | ClientModel::Librdkafka => {
                    let message = format!(
                        "To use the idempotent producer, {IN_FLIGHT} must be set to at most 5. \
                         Current value is {in_flight}."
                    );
                    problems.push(too_many_in_flight(&[IN_FLIGHT, IDEMPOTENCE], message));
                }
            }
        }
    }
    if let Some(why) = off_because.filter(|_| !explicit) {
        settings.change(IDEMPOTENCE, Value::Bool(false), &why);
    }
    if settings.is_set(TRANSACTION) && !settings.flag(IDEMPOTENCE) {
        problems.push(transaction_alone(settings));
    }
}

fn too_many_in_flight(blamed: &'static [&'static str], message: impl Into<String>) -> Refused {
    refused("idempotence-in-flight", blamed, message).set(IN_FLIGHT, 5)
}

const RETRIES: &str = "Must set retries to non-zero when using the idempotent producer.";
const ACKS: &str =
    "Must set acks to all in order to use the idempotent producer. Otherwise we cannot guarantee idempotence.";
const IN_FLIGHT_BEFORE_4: &str =
    "Must set max.in.flight.requests.per.connection to at most 5 to use the idempotent producer.";
const TRANSACTIONS: &str = "Cannot set a transactional.id without also enabling idempotence.";

/// Turned off by a person, idempotence is left to its default; turned off by what else is set, it needs that mended.
fn transaction_alone(settings: &dyn Settings) -> Refused {
    let refused = refused("transaction-without-idempotence", &[TRANSACTION], TRANSACTIONS);
    if settings.is_set(IDEMPOTENCE) {
        refused.remove(IDEMPOTENCE)
    } else if settings.whole("acks") != -1 {
        refused.set("acks", "all")
    } else if settings.whole("retries") == 0 {
        refused.remove("retries")
    } else {
        refused.remove(IN_FLIGHT)
    }
}

/// 2.x: idempotence is off unless it is asked for; then it brings its own acks.
fn idempotence_2(settings: &mut dyn Settings, problems: &mut Vec<Refused>) {
    if settings.is_set(TRANSACTION) && !settings.is_set(IDEMPOTENCE) {
        settings.change(IDEMPOTENCE, Value::Bool(true), "transactional.id is set");
    }
    if settings.is_set(TRANSACTION) && !settings.flag(IDEMPOTENCE) {
        problems.push(transaction_alone(settings));
    }
    if !settings.flag(IDEMPOTENCE) {
        return;
    }
    if settings.whole("retries") == 0 {
        let blamed = &["retries", IDEMPOTENCE, TRANSACTION];
        problems.push(refused("idempotence-retries", blamed, RETRIES).remove("retries"));
    }
    if !settings.is_set("acks") {
        settings.change("acks", Value::Text("all".into()), "the idempotent producer needs it");
    } else if settings.whole("acks") != -1 {
        problems.push(refused("idempotence-acks", &["acks", IDEMPOTENCE, TRANSACTION], ACKS).set("acks", "all"));
    }
}

/// 2.x: `KafkaProducer.configureInflightRequests`, which comes when everything else of the producer is made.
pub(in crate::domain::profile) fn in_flight_2(settings: &dyn Settings) -> Option<Refused> {
    let too_many = settings.flag(IDEMPOTENCE) && settings.whole(IN_FLIGHT) > 5;
    let blamed = &[IN_FLIGHT, IDEMPOTENCE, TRANSACTION];
    (settings.model() == ClientModel::Java2 && too_many).then(|| too_many_in_flight(blamed, IN_FLIGHT_BEFORE_4))
}

/// `KafkaProducer.configureDeliveryTimeout`: linger.ms and the sum are clamped to Java's int range before they are
/// compared.
pub(in crate::domain::profile) fn delivery_timeout(settings: &mut dyn Settings) -> Option<Refused> {
    let int = i64::from(i32::MAX);
    let least = (settings.whole("linger.ms").min(int) + settings.whole("request.timeout.ms")).min(int);
    if settings.whole(DELIVERY) >= least {
        return None;
    }
    if !settings.is_set(DELIVERY) {
        settings.change(DELIVERY, Value::Whole(least), "it can't be below linger.ms + request.timeout.ms");
        return None;
    }
    let detail = format!(
        "{} is less than {} + {}",
        settings.whole(DELIVERY),
        settings.whole("linger.ms"),
        settings.whole("request.timeout.ms"),
    );
    let message = "delivery.timeout.ms should be equal to or larger than linger.ms + request.timeout.ms";
    Some(Refused { detail: Some(detail), ..refused("delivery-timeout", &[DELIVERY], message).set(DELIVERY, least) })
}
