//! Where the brokers are, and how they are spoken with.

use super::{Facts, Rule, Said, info, said, warning};
use crate::domain::bootstrap::{self, Address};
use crate::domain::profile::{Cluster, Guard};

const HOST_CHECK: &str = "ssl.endpoint.identification.algorithm";

pub(super) static RULES: &[Rule] = &[
    info("no-bootstrap", "bootstrap.servers", no_bootstrap),
    warning("one-bootstrap-server", "bootstrap.servers", one_server),
    warning("localhost", "bootstrap.servers", localhost),
    warning("login-in-the-clear", "security.protocol", login_in_the_clear),
    warning("login-unused", "security.protocol", login_unused),
    warning("no-host-check", HOST_CHECK, no_host_check),
    info("no-client-id", "client.id", no_client_id),
];

fn addresses(facts: &Facts<'_>) -> Option<Vec<Address>> {
    match facts.profile.cluster {
        Cluster::Embedded => None,
        Cluster::Bootstrap => bootstrap::parse(facts.text("bootstrap.servers")).ok(),
    }
}

fn no_bootstrap(facts: &Facts<'_>) -> Option<Said> {
    let unset = facts.profile.cluster == Cluster::Bootstrap && facts.text("bootstrap.servers").trim().is_empty();
    unset.then(|| {
        said("bootstrap.servers is not set", "a profile that extends this one, or -b, has to name the brokers")
    })
}

fn one_server(facts: &Facts<'_>) -> Option<Said> {
    let addresses = addresses(facts)?;
    let [only] = addresses.as_slice() else { return None };
    (!only.is_loopback()).then(|| {
        let message = "while this one broker is down nothing can be begun, though the cluster is up: name two or three";
        said(format!("bootstrap.servers={only}"), message)
    })
}

fn localhost(facts: &Facts<'_>) -> Option<Said> {
    let addresses = addresses(facts)?;
    let here = addresses.iter().find(|address| address.is_loopback())?;
    let guarded = facts.profile.guard != Guard::Open;
    let mixed = addresses.iter().any(|address| !address.is_loopback());
    (guarded || mixed).then(|| {
        let why = if mixed { "among brokers elsewhere" } else { "in a guarded profile" };
        said(format!("bootstrap.servers={here}"), format!("this machine itself, {why}: is a tunnel meant?"))
    })
}

fn protocol(facts: &Facts<'_>) -> String {
    facts.text("security.protocol").to_uppercase()
}

fn login_in_the_clear(facts: &Facts<'_>) -> Option<Said> {
    let elsewhere = addresses(facts).is_none_or(|addresses| addresses.iter().any(|address| !address.is_loopback()));
    (protocol(facts) == "SASL_PLAINTEXT" && elsewhere).then(|| {
        let message = "the login and all records go over the network unencrypted";
        said("security.protocol=SASL_PLAINTEXT", message).set("security.protocol", "SASL_SSL")
    })
}

fn login_unused(facts: &Facts<'_>) -> Option<Said> {
    let is_login = |name: &str| name.starts_with("sasl.");
    let login = facts.profile.producer.iter().find(|entry| is_login(entry.property.name))?;
    let protocol = protocol(facts);
    (!protocol.starts_with("SASL")).then(|| {
        let wanted = if protocol == "SSL" { "SASL_SSL" } else { "SASL_PLAINTEXT" };
        let evidence = format!("{} is set, security.protocol={protocol}", login.property.name);
        said(evidence, "without SASL in security.protocol nobody logs in: the sasl.* properties are not looked at")
            .set("security.protocol", wanted)
            .with(&[login.property.name])
    })
}

fn no_host_check(facts: &Facts<'_>) -> Option<Said> {
    let off = matches!(facts.text(HOST_CHECK), "" | "none") && facts.is_set(HOST_CHECK);
    (off && protocol(facts).ends_with("SSL")).then(|| {
        let message =
            "any certificate of a trusted authority is taken for the broker's: whoever has one can sit in between";
        said(format!("{HOST_CHECK} is off"), message).set(HOST_CHECK, "https")
    })
}

fn no_client_id(facts: &Facts<'_>) -> Option<Said> {
    (facts.profile.cluster == Cluster::Bootstrap && !facts.is_set("client.id")).then(|| {
        let message = "the brokers' logs, metrics and quotas can't tell this producer from others";
        said("client.id is not set", message)
    })
}
