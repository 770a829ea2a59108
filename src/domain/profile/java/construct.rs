//! The steps of `KafkaProducer`'s constructor that can fail, in its order, and what comes before the first of them.

use super::classes::{self, Role};
use super::rules::{self, Settings};
use super::{Cause, Run, bootstrap, security, under, value};
use crate::domain::property::ClientModel;

/// The constructor, after its configuration is accepted. The causes are those under "Failed to construct kafka
/// producer".
pub(super) fn construct(run: &mut Run, is_file: &dyn Fn(&str) -> bool) -> Result<(), Vec<Cause>> {
    let refused = |refused: rules::Refused| vec![Cause::config(refused.message)];
    classes::configured_list(run.model, run.list("metric.reporters"), Role::MetricsReporter)?;
    if let Some(class) = run.text("partitioner.class").and_then(|name| classes::find(run.model, name)) {
        class.configured(Role::Partitioner)?;
    }
    classes::configured_list(run.model, run.list("interceptor.classes"), Role::Interceptor)?;
    compression(run)?;
    rules::delivery_timeout(run).map_or(Ok(()), |why| Err(refused(why)))?;
    let canonical = run.text("client.dns.lookup") == Some("resolve_canonical_bootstrap_servers_only");
    bootstrap::check(run.model, run.list("bootstrap.servers"), canonical).map_err(|cause| vec![cause])?;
    rules::in_flight_2(run).map_or(Ok(()), |why| Err(refused(why)))?;
    security::channel(run, is_file).map_err(|causes| match run.model {
        ClientModel::Java | ClientModel::Librdkafka | ClientModel::Java3 => {
            under(Cause::kafka("Failed to create new NetworkClient"), causes)
        }
        ClientModel::Java2 => causes,
    })
}

/// What comes out of the constructor when this failed in it.
pub(super) fn failed(run: &Run, why: Vec<Cause>) -> Vec<Cause> {
    let reporters = classes::configured_list(run.model, run.list("metric.reporters"), Role::MetricsReporter);
    if run.model == ClientModel::Java3 && reporters.is_err() {
        // 3.9 closes what it has not made yet, and that is the only exception one sees.
        let message = "Cannot invoke \"java.util.Optional.ifPresent(java.util.function.Consumer)\" because \
                       \"this.clientTelemetryReporter\" is null";
        return vec![Cause::new("java.lang.NullPointerException", message)];
    }
    under(Cause::kafka("Failed to construct kafka producer"), why)
}

/// `CompressionType.forName`: 2.8 has no validator for it.
fn compression(run: &Run) -> Result<(), Vec<Cause>> {
    match run.text("compression.type") {
        Some("none" | "gzip" | "snappy" | "lz4" | "zstd") | None => Ok(()),
        Some(name) => Err(vec![Cause::illegal_argument(format!("Unknown compression name: {name}"))]),
    }
}

/// `AbstractConfig.instantiateConfigProviders`, which comes before anything is parsed: the classes that are to fetch
/// values. What they would fetch is not known here.
pub(super) fn config_providers(run: &Run) -> Result<(), Vec<Cause>> {
    let Some(names) = run.given.get("config.providers") else { return Ok(()) };
    for name in names.split(',') {
        let property = format!("config.providers.{name}.class");
        let Some(class) = run.given.get(property.as_str()) else { continue };
        match classes::find(run.model, class) {
            None => {
                let why = "Could not load config provider class or one of its dependencies";
                return Err(vec![Cause::config(value::invalid(&property, class, why))]);
            }
            Some(found) if !found.is(Role::ConfigProvider) => {
                return classes::configured_list(run.model, &[(*class).to_owned()], Role::ConfigProvider);
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// Whether the producer is asked to make a SASL connection, and an SSL one.
pub(super) fn protocol(run: &Run) -> Option<(bool, bool)> {
    match run.word("security.protocol")?.to_uppercase().as_str() {
        "PLAINTEXT" => Some((false, false)),
        "SSL" => Some((false, true)),
        "SASL_PLAINTEXT" => Some((true, false)),
        "SASL_SSL" => Some((true, true)),
        _ => None,
    }
}
