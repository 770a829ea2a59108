#![allow(clippy::unwrap_used)]

use serde_json::{Value as Json, json};

use super::definition::Valid;
use super::*;
use crate::domain::property::JavaType;

const VERDICTS: &str = include_str!("../../../../tests/fixtures/oracle/verdicts.jsonl");

fn asked(properties: &Json) -> Vec<(String, String)> {
    let properties = properties.as_object().unwrap().iter();
    properties.map(|(name, text)| (name.clone(), text.as_str().unwrap().to_owned())).collect()
}

fn answer(properties: &[(&str, &str)], model: ClientModel) -> Verdict {
    let owned = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
    verdict(&properties.iter().map(owned).collect::<Vec<_>>(), model)
}

/// All three agree for every combination: the words that come from the Java runtime are in none of them, but for a
/// `ClassCastException` of `Class.asSubclass`, which is only the class.
#[test]
fn kafka_clients_answers_are_given_with_their_words_and_their_effective_values() {
    const EFFECTIVE: [(&str, &str); 9] = [
        ("idempotence", "enable.idempotence"),
        ("acks", "acks"),
        ("retries", "retries"),
        ("max_in_flight", "max.in.flight.requests.per.connection"),
        ("transactional_id", "transactional.id"),
        ("delivery_timeout_ms", "delivery.timeout.ms"),
        ("linger_ms", "linger.ms"),
        ("batch_size", "batch.size"),
        ("reconnect_backoff_max_ms", "reconnect.backoff.max.ms"),
    ];
    let (mut count, mut wrong) = (0, Vec::new());
    for line in VERDICTS.lines() {
        count += 1;
        let known: Json = serde_json::from_str(line).unwrap();
        let told = verdict(&asked(&known["props"]), ClientModel::Java);
        let verdict_agrees = told.is_ok() == (known["verdict"] == "ok");
        let words_agree = told.is_ok() || told.words() == known["message"].as_str().unwrap_or_default();
        let effective = json!(told.effective);
        let values_agree =
            !told.is_ok() || EFFECTIVE.iter().all(|(known_as, name)| known[*known_as] == effective[*name]);
        if !(verdict_agrees && words_agree && values_agree) {
            wrong.push(format!("{line}\n  told: {}", told.words()));
        }
    }
    assert_eq!(count, 1563);
    assert!(wrong.is_empty(), "{} of {count} differ:\n{}", wrong.len(), wrong[..wrong.len().min(9)].join("\n"));
}

/// What a value prints as in Java.
fn printed(value: &JavaValue) -> String {
    if let JavaValue::Secret(_) = value { "[hidden]".to_owned() } else { value.to_string() }
}

/// Combinations drawn at random, asked of 4.3.1, 3.9.1 and 2.8.2: at least one for every form of words they gave, and
/// of those accepted every value that is not the usual one.
#[test]
fn each_release_is_answered_for_in_its_own_words() {
    const RELEASES: &str = include_str!("../../../../tests/fixtures/oracle/verdicts-releases.jsonl");
    let mut answers = 0;
    for line in RELEASES.lines() {
        let known: Json = serde_json::from_str(line).unwrap();
        let model = ClientModel::from_name(known["client"].as_str().unwrap()).unwrap();
        let told = verdict_with(&asked(&known["props"]), model, &|_| false);
        assert_eq!(told.words(), known["words"].as_str().unwrap(), "{line}");
        let Some(changed) = known["changed"].as_object() else { continue };
        let usual = answer(&[("bootstrap.servers", "127.0.0.1:1")], model);
        let differs = |(name, value): &(&&str, &JavaValue)| usual.effective[**name] != **value;
        let text = |(name, value): (&&str, &JavaValue)| ((*name).to_owned(), Json::from(printed(value)));
        let told: serde_json::Map<_, _> = told.effective.iter().filter(differs).map(text).collect();
        assert_eq!(&told, changed, "{line}");
        answers += 1;
    }
    assert!(answers > 100, "{answers}");
}

#[test]
fn an_error_keeps_the_values_that_could_be_read() {
    let told = answer(&[("linger.ms", "x"), ("acks", "1"), ("batch.size", "0")], ClientModel::Java);
    assert_eq!(
        told.words(),
        "ConfigException: Missing required configuration \"bootstrap.servers\" which has no default value."
    );
    assert_eq!(told.effective.get("linger.ms"), None);
    assert_eq!(told.effective.get("bootstrap.servers"), None);
    assert_eq!(told.effective["acks"], JavaValue::Text("1".into()));
    assert_eq!(told.effective["batch.size"], JavaValue::Whole(1));
    assert_eq!(told.effective.len(), 113 - 2);
}

#[test]
fn a_verdict_is_told_as_json_and_tells_no_secret() {
    let given = [
        ("bootstrap.servers", "h:1"),
        ("delivery.timeout.ms", "1"),
        ("ssl.key.password", "canary"),
        ("sasl.login.refresh.window.factor", "NaN"),
        ("sasl.passwort", "canary"),
    ];
    let told = answer(&given, ClientModel::Java);
    let json = json!(told);
    assert_eq!(json["verdict"], "error");
    assert_eq!(json["exception"], json!(["KafkaException", "ConfigException"]));
    assert_eq!(json["message"], "delivery.timeout.ms should be equal to or larger than linger.ms + request.timeout.ms");
    assert_eq!(json["effective"]["ssl.key.password"], "********");
    assert_eq!(json["effective"]["enable.idempotence"], true);
    assert_eq!(json["effective"]["partitioner.class"], Json::Null);
    assert_eq!(json["effective"]["bootstrap.servers"], json!(["h:1"]));
    assert_eq!(json["effective"]["sasl.login.refresh.window.factor"], "NaN");
    assert!(!format!("{json} {told:?}").contains("canary"));
    let accepted = json!(answer(&[("bootstrap.servers", "h:1"), ("acks", "all")], ClientModel::Java));
    assert_eq!(
        (&accepted["verdict"], &accepted["message"], &accepted["exception"]),
        (&json!("ok"), &Json::Null, &json!([]))
    );
    assert_eq!(accepted["effective"]["acks"], "-1");
}

/// A validator as it prints itself; a list's prints nothing.
fn printed_validator(valid: &Valid, kind: JavaType) -> String {
    match valid {
        Valid::Any => "-".to_owned(),
        Valid::Range { min, max: None } => format!("[{min},...]"),
        Valid::Range { min, max: Some(max) } => format!("[{min},...,{max}]"),
        Valid::RangeOr { min, max, or } => format!("[{min},...,{max}] or {or}"),
        Valid::Words { words, any_case } => {
            let words = words.join(", ");
            if *any_case { format!("(case insensitive) [{words}]") } else { format!("[{words}]") }
        }
        Valid::NonEmpty => "non-empty string".to_owned(),
        Valid::List { .. } => {
            assert_eq!(kind, JavaType::List);
            String::new()
        }
    }
}

/// What is derived from the catalogue is what `ProducerConfig.configDef()` says of itself.
#[test]
fn the_definitions_are_those_of_the_releases() {
    let releases = [
        (ClientModel::Java, include_str!("../../../../tests/fixtures/oracle/configdef.json")),
        (ClientModel::Java3, include_str!("../../../../tests/fixtures/oracle/configdef-3.9.json")),
        (ClientModel::Java2, include_str!("../../../../tests/fixtures/oracle/configdef-2.8.json")),
    ];
    for (model, definition) in releases {
        let mut rows: Vec<Json> = serde_json::from_str(definition).unwrap();
        rows.sort_by_key(|row| row["order"].as_u64());
        let expected = |row: &Json| {
            let unset = match (&row["required"], &row["default"]) {
                (Json::Bool(true), _) => "required".to_owned(),
                (_, Json::String(text)) => format!("={text}"),
                _ => "null".to_owned(),
            };
            let text = |name: &str| row[name].as_str().unwrap_or("-").to_owned();
            // A null that is no text never comes from one; a list that must be set may not be empty.
            let valid = text("validator").replace("non-null string", "-");
            // No INT is above it.
            let valid = valid.replace(",...,2147483647]", ",...]");
            let valid = if valid.is_empty() && text("type") == "LIST" && unset == "required" { "-" } else { &valid };
            [text("name"), text("type"), unset, valid.to_owned()].join("\t")
        };
        let told = |key: &Key| {
            let unset = match key.unset {
                Unset::Required => "required".to_owned(),
                Unset::Null => "null".to_owned(),
                Unset::Text(text) => format!("={text}"),
            };
            let valid = match (&key.valid, key.unset) {
                (Valid::List { may_be_empty: false }, Unset::Required) => "-".to_owned(),
                (valid, _) => printed_validator(valid, key.kind),
            };
            [key.name.to_owned(), key.kind.name().to_uppercase(), unset, valid].join("\t")
        };
        let told: Vec<String> = definition::of(model).iter().map(told).collect();
        for (told, row) in told.iter().zip(&rows) {
            assert_eq!(*told, expected(row), "{}", model.name());
        }
        assert_eq!(told.len(), rows.len());
    }
}
