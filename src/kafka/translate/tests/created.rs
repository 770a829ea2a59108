//! What is said of a profile, held against librdkafka's own answer when a producer is really created.

use rdkafka::error::KafkaError;
use serde_json::Value as Json;

use super::*;
use crate::domain::property::names;

/// librdkafka's answer to these pairs; without brokers, so that nothing is connected to.
fn created(pairs: &[(String, String)]) -> Result<(), KafkaError> {
    let without_brokers = pairs.iter().filter(|(name, _)| name != "bootstrap.servers").cloned();
    without_brokers.collect::<ClientConfig>().create::<BaseProducer>().map(drop)
}

/// Combinations that Java accepts: where they are translated, the producer can be created; otherwise what is wrong is
/// told before.
#[test]
fn what_is_translated_can_be_created() {
    const VERDICTS: &str = include_str!("../../../../tests/fixtures/oracle/verdicts.jsonl");
    let mut created_ones = 0;
    for line in VERDICTS.lines() {
        let verdict: Json = serde_json::from_str(line).unwrap();
        if verdict["verdict"] != "ok" {
            continue;
        }
        let asked = verdict["props"].as_object().unwrap();
        let pairs: Vec<_> = asked.iter().map(|(name, text)| (name.as_str(), text.as_str().unwrap())).collect();
        let is_read = |(name, text): &(&str, &str)| {
            names::find(ClientModel::Java, name)
                .is_some_and(|property| property.read(ClientModel::Java, name, text, text).is_ok())
        };
        if !pairs.iter().all(is_read) {
            continue;
        }
        let Ok(translated) = translated(&profile(ClientModel::Java, &pairs, &[])) else { continue };
        assert_eq!(created(&translated.settings.client), Ok(()), "{line}");
        created_ones += 1;
    }
    assert!(created_ones > 300, "{created_ones}");
}

/// Every value is taken or refused by the catalogue as `rd_kafka_conf_set` does.
#[test]
fn values_are_taken_and_refused_as_librdkafka_does() {
    const NAMES: [&str; 16] = [
        "acks",
        "linger.ms",
        "batch.size",
        "batch.num.messages",
        "compression.type",
        "compression.level",
        "enable.idempotence",
        "max.in.flight.requests.per.connection",
        "message.max.bytes",
        "message.timeout.ms",
        "queue.buffering.max.kbytes",
        "reconnect.backoff.ms",
        "request.timeout.ms",
        "retries",
        "security.protocol",
        "socket.keepalive.enable",
    ];
    const TEXTS: [&str; 16] = [
        "0",
        "1",
        "-1",
        "5",
        "0x10",
        "1000",
        "900001",
        "2147483647",
        "2147483648",
        "all",
        "true",
        "F",
        "gzip",
        "GZIP",
        "ssl",
        "abc",
    ];
    let mut wrong = Vec::new();
    for name in NAMES {
        let property = names::find(ClientModel::Librdkafka, name).unwrap();
        for text in TEXTS {
            let told = property.read(ClientModel::Librdkafka, name, text, text);
            let answer = created(&[(name.to_owned(), text.to_owned())]);
            let is_taken = !matches!(answer, Err(KafkaError::ClientConfig(..)));
            if told.is_ok() != is_taken {
                wrong.push(format!("{name}={text}: {told:?}, but {answer:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
