//! What Java's producer changes by itself and what it refuses: `ProducerConfig.postProcessParsedConfig` and
//! `KafkaProducer.configureDeliveryTimeout`, with the differences of 3.9 and 2.8. The words are Java's.

use crate::domain::diagnostic::{Diagnostic, Place};
use crate::domain::profile::Effective;
use crate::domain::property::{ClientModel, Value};

const IDEMPOTENCE: &str = "enable.idempotence";
const IN_FLIGHT: &str = "max.in.flight.requests.per.connection";
const TRANSACTION: &str = "transactional.id";
const DELIVERY: &str = "delivery.timeout.ms";

/// Changes what Java changes, in Java's order. Returns what it refuses: Java stops at the first, here all are told.
pub(super) fn post_process(effective: &mut Effective) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    reconnect_backoff(effective);
    match effective.model {
        ClientModel::Java | ClientModel::Java3 => idempotence(effective, &mut problems),
        ClientModel::Java2 => idempotence_2(effective, &mut problems),
        ClientModel::Librdkafka => {}
    }
    if effective.flag("transaction.two.phase.commit.enable") && effective.is_set("transaction.timeout.ms") {
        let message = "Cannot set transaction.timeout.ms when transaction.two.phase.commit.enable is set to true. \
                       Transactions will not expire with two-phase commit enabled.";
        problems.push(error(effective, &["transaction.timeout.ms"], message));
    }
    delivery_timeout(effective, &mut problems);
    problems
}

/// An error at the first of the properties that a person set.
fn error(effective: &Effective, blamed: &[&str], message: &str) -> Diagnostic {
    let place = blamed
        .iter()
        .find_map(|name| effective.setting(name)?.origin.as_ref())
        .map_or(Place::Option("producer properties"), crate::domain::profile::Origin::place);
    Diagnostic::error(place, message)
}

fn change(effective: &mut Effective, name: &str, value: Value, why: &str) {
    if let Some(setting) = effective.setting_mut(name)
        && setting.value.as_ref() != Some(&value)
    {
        setting.value = Some(value);
        setting.changed = Some(why.to_owned());
    }
}

fn reconnect_backoff(effective: &mut Effective) {
    if effective.is_set("reconnect.backoff.ms") && !effective.is_set("reconnect.backoff.max.ms") {
        let base = Value::Whole(effective.whole("reconnect.backoff.ms"));
        change(effective, "reconnect.backoff.max.ms", base, "reconnect.backoff.ms is set without it");
    }
}

/// 3.x and 4.x: idempotence is on unless something it needs is missing.
fn idempotence(effective: &mut Effective, problems: &mut Vec<Diagnostic>) {
    let explicit = effective.is_set(IDEMPOTENCE);
    let mut off_because = None;
    if effective.flag(IDEMPOTENCE) {
        if effective.whole("retries") == 0 {
            if explicit {
                let message = "Must set retries to non-zero when using the idempotent producer.";
                problems.push(error(effective, &["retries", IDEMPOTENCE], message));
            }
            off_because = Some("retries is 0".to_owned());
        }
        let acks = effective.whole("acks");
        if acks != -1 {
            if explicit {
                problems.push(error(effective, &["acks", IDEMPOTENCE], ACKS));
            }
            off_because = Some(format!("acks is {acks}, not all"));
        }
        let in_flight = effective.whole(IN_FLIGHT);
        if in_flight > 5 {
            match effective.model {
                ClientModel::Java3 if explicit => {
                    problems.push(error(effective, &[IN_FLIGHT, IDEMPOTENCE], IN_FLIGHT_BEFORE_4));
                }
                ClientModel::Java3 => off_because = Some(format!("{IN_FLIGHT} is {in_flight}, above 5")),
                ClientModel::Java | ClientModel::Java2 | ClientModel::Librdkafka => {
                    let message = format!(
                        "To use the idempotent producer, {IN_FLIGHT} must be set to at most 5. \
                         Current value is {in_flight}."
                    );
                    problems.push(error(effective, &[IN_FLIGHT, IDEMPOTENCE], &message));
                }
            }
        }
    }
    if let Some(why) = off_because.filter(|_| !explicit) {
        change(effective, IDEMPOTENCE, Value::Bool(false), &why);
    }
    transactional_id(effective, problems);
}

const ACKS: &str =
    "Must set acks to all in order to use the idempotent producer. Otherwise we cannot guarantee idempotence.";
const IN_FLIGHT_BEFORE_4: &str =
    "Must set max.in.flight.requests.per.connection to at most 5 to use the idempotent producer.";

/// 2.x: idempotence is off unless it is asked for; then it brings its own acks.
fn idempotence_2(effective: &mut Effective, problems: &mut Vec<Diagnostic>) {
    if effective.is_set(TRANSACTION) && !effective.is_set(IDEMPOTENCE) {
        change(effective, IDEMPOTENCE, Value::Bool(true), "transactional.id is set");
    }
    if effective.flag(IDEMPOTENCE) {
        if effective.whole("retries") == 0 {
            let message = "Must set retries to non-zero when using the idempotent producer.";
            problems.push(error(effective, &["retries", IDEMPOTENCE, TRANSACTION], message));
        }
        if !effective.is_set("acks") {
            change(effective, "acks", Value::Text("all".into()), "the idempotent producer needs it");
        } else if effective.whole("acks") != -1 {
            problems.push(error(effective, &["acks", IDEMPOTENCE, TRANSACTION], ACKS));
        }
        if effective.whole(IN_FLIGHT) > 5 {
            problems.push(error(effective, &[IN_FLIGHT, IDEMPOTENCE, TRANSACTION], IN_FLIGHT_BEFORE_4));
        }
    }
    transactional_id(effective, problems);
}

fn transactional_id(effective: &Effective, problems: &mut Vec<Diagnostic>) {
    if effective.is_set(TRANSACTION) && !effective.flag(IDEMPOTENCE) {
        let message = "Cannot set a transactional.id without also enabling idempotence.";
        problems.push(error(effective, &[TRANSACTION], message));
    }
}

/// linger.ms and the sum are clamped to Java's int range before they are compared.
fn delivery_timeout(effective: &mut Effective, problems: &mut Vec<Diagnostic>) {
    let int = i64::from(i32::MAX);
    let least = (effective.whole("linger.ms").min(int) + effective.whole("request.timeout.ms")).min(int);
    if effective.whole(DELIVERY) >= least {
        return;
    }
    if effective.is_set(DELIVERY) {
        let message = format!(
            "delivery.timeout.ms should be equal to or larger than linger.ms + request.timeout.ms: {} is less than {} + {}",
            effective.whole(DELIVERY),
            effective.whole("linger.ms"),
            effective.whole("request.timeout.ms"),
        );
        problems.push(error(effective, &[DELIVERY], &message));
    } else {
        change(effective, DELIVERY, Value::Whole(least), "it can't be below linger.ms + request.timeout.ms");
    }
}
