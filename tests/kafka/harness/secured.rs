//! Listeners that ask for TLS, for a certificate, for a login, or for both.

use std::path::Path;

/// Name and protocol of each.
pub const LISTENERS: [(&str, &str); 4] =
    [("SSL", "SSL"), ("MTLS", "SSL"), ("SASL_PLAINTEXT", "SASL_PLAINTEXT"), ("SASL_SSL", "SASL_SSL")];

/// Who may log in by every mechanism.
pub const USER: &str = "alice";
pub const PASSWORD: &str = "alice-secret";

/// Who may log in by PLAIN only, with a password of every sign that has a meaning where it is written.
pub const QUOTED_USER: &str = "carol";
pub const QUOTED_PASSWORD: &str = r#"p;"w\x 'y' = #1"#;

const KAFKA: &str = "org.apache.kafka.common.security";

/// What the configuration of a node says of them.
pub fn properties(certificates: &Path) -> String {
    let file = |name: &str| certificates.join(name).display().to_string();
    let mut lines = vec![
        "ssl.keystore.type=PEM".to_owned(),
        format!("ssl.keystore.location={}", file("server.pem")),
        "ssl.truststore.type=PEM".to_owned(),
        format!("ssl.truststore.location={}", file("ca.pem")),
        "listener.name.mtls.ssl.client.auth=required".to_owned(),
        "sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512".to_owned(),
    ];
    // Once for the file of properties, once for the login module.
    let quoted = QUOTED_PASSWORD.replace('\\', r"\\").replace('"', r#"\""#).replace('\\', r"\\");
    for listener in ["sasl_plaintext", "sasl_ssl"] {
        let of = |mechanism: &str| format!("listener.name.{listener}.{mechanism}.sasl.jaas.config={KAFKA}");
        lines.push(format!(
            "{}.plain.PlainLoginModule required user_{USER}=\"{PASSWORD}\" user_{QUOTED_USER}=\"{quoted}\";",
            of("plain")
        ));
        for mechanism in ["scram-sha-256", "scram-sha-512"] {
            lines.push(format!("{}.scram.ScramLoginModule required;", of(mechanism)));
        }
    }
    lines.join("\n")
}

/// What the formatting of a node's storage is told, so that SCRAM knows its users.
pub fn users() -> Vec<String> {
    ["SCRAM-SHA-256", "SCRAM-SHA-512"]
        .into_iter()
        .flat_map(|mechanism| ["--add-scram".to_owned(), format!("{mechanism}=[name={USER},password={PASSWORD}]")])
        .collect()
}
