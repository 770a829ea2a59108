//! `ChannelBuilders.clientChannelBuilder`: what SSL and SASL need before the first connection.
//!
//! Certificates, keys and passwords are taken for good ones: only what is missing, contradicts itself or names an
//! algorithm that the JDK does not have is told.

use super::classes::{self, Role};
use super::construct::protocol;
use super::{Cause, Run, jaas, login, wrapped};
use crate::domain::property::ClientModel;

const KEYSTORES: &[&str] = &["JKS", "PKCS12", "JCEKS", "DKS", "CaseExactJKS"];
const CONTEXTS: &[&str] =
    &["TLS", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3", "SSL", "SSLv3", "DTLS", "DTLSv1.0", "DTLSv1.2", "Default"];
const KEY_MANAGERS: &[&str] = &["SunX509", "NewSunX509", "PKIX"];
const TRUST_MANAGERS: &[&str] = &["SunX509", "PKIX", "SunPKIX", "X509", "X.509"];
const RANDOMS: &[&str] = &["NativePRNG", "NativePRNGBlocking", "NativePRNGNonBlocking", "SHA1PRNG", "DRBG"];
const PROVIDERS: &[&str] = &[
    "SUN",
    "SunRsaSign",
    "SunEC",
    "SunJSSE",
    "SunJCE",
    "SunJGSS",
    "SunSASL",
    "XMLDSig",
    "SunPCSC",
    "JdkLDAP",
    "JdkSASL",
    "SunPKCS11",
];

/// The causes under "Failed to create new `NetworkClient`".
pub(super) fn channel(run: &Run, is_file: &dyn Fn(&str) -> bool) -> Result<(), Vec<Cause>> {
    let Some((sasl, secured)) = protocol(run) else {
        let name = run.text("security.protocol").unwrap_or_default().to_uppercase();
        let message = format!("No enum constant org.apache.kafka.common.security.auth.SecurityProtocol.{name}");
        return Err(vec![Cause::illegal_argument(message)]);
    };
    if sasl {
        let module = jaas::client_module(run)?;
        login::log_in(run, &module).map_err(wrapped)?;
        if secured {
            ssl(run, is_file).map_err(wrapped)?;
        }
        return Ok(());
    }
    if !secured {
        return Ok(());
    }
    // Kafka's own exceptions pass as they are, others are wrapped.
    ssl(run, is_file).map_err(|causes| match causes.first() {
        Some(first) if first.class.starts_with("org.apache.kafka.") => causes,
        Some(_) | None => wrapped(causes),
    })
}

/// `SslFactory.configure`.
fn ssl(run: &Run, is_file: &dyn Fn(&str) -> bool) -> Result<(), Vec<Cause>> {
    if let Some(class) = run.text("ssl.engine.factory.class").and_then(|name| classes::find(run.model, name)) {
        // Those that Kafka has are its default one and one that builds on it.
        class.cast(Role::SslEngineFactory)?;
    }
    if let Some(name) = run.text("ssl.secure.random.implementation") {
        algorithm("SecureRandom", name, RANDOMS).map_err(wrapped)?;
    }
    keystore(run, is_file)?;
    truststore(run, is_file)?;
    context(run).map_err(wrapped)
}

/// `DefaultSslEngineFactory.createSSLContext`.
fn context(run: &Run) -> Result<(), Vec<Cause>> {
    let protocol = run.text("ssl.protocol").unwrap_or_default();
    match run.text("ssl.provider") {
        None => algorithm("SSLContext", protocol, CONTEXTS)?,
        Some("") => return Err(vec![Cause::illegal_argument("missing provider")]),
        Some(provider) if !PROVIDERS.contains(&provider) => {
            let message = format!("no such provider: {provider}");
            return Err(vec![Cause::new("java.security.NoSuchProviderException", message)]);
        }
        Some(provider) => {
            if provider != "SunJSSE" || !has(CONTEXTS, protocol) {
                return Err(no_algorithm(format!("no such algorithm: {protocol} for provider {provider}")));
            }
        }
    }
    algorithm("KeyManagerFactory", run.text("ssl.keymanager.algorithm").unwrap_or("SunX509"), KEY_MANAGERS)?;
    algorithm("TrustManagerFactory", run.text("ssl.trustmanager.algorithm").unwrap_or("PKIX"), TRUST_MANAGERS)?;
    if protocol.eq_ignore_ascii_case("Default") {
        let message = "Default SSLContext is initialized automatically";
        return Err(vec![Cause::new("java.security.KeyManagementException", message)]);
    }
    Ok(())
}

fn has(known: &[&str], name: &str) -> bool {
    known.iter().any(|known| known.eq_ignore_ascii_case(name))
}

fn algorithm(what: &str, name: &str, known: &[&str]) -> Result<(), Vec<Cause>> {
    if has(known, name) { Ok(()) } else { Err(no_algorithm(format!("{name} {what} not available"))) }
}

fn no_algorithm(message: String) -> Vec<Cause> {
    vec![Cause::new("java.security.NoSuchAlgorithmException", message)]
}

fn bad(message: impl Into<String>) -> Cause {
    Cause::new("org.apache.kafka.common.errors.InvalidConfigurationException", message)
}

/// `DefaultSslEngineFactory.createKeystore`.
fn keystore(run: &Run, is_file: &dyn Fn(&str) -> bool) -> Result<(), Vec<Cause>> {
    let kind = run.text("ssl.keystore.type").unwrap_or_default();
    let path = run.text("ssl.keystore.location");
    let password = run.secret("ssl.keystore.password");
    let (key, chain) = (run.secret("ssl.keystore.key"), run.secret("ssl.keystore.certificate.chain"));
    let refuse = |message: &str| Err(vec![bad(message)]);
    match (key, chain) {
        (Some(_), _) if kind != "PEM" => {
            let message = format!("SSL private key can be specified only for PEM, but key store type is {kind}.");
            return Err(vec![bad(message)]);
        }
        (Some(_), None) => {
            return refuse("SSL private key is specified, but certificate chain is not specified.");
        }
        (Some(_), Some(_)) if path.is_some() => {
            return refuse("Both SSL key store location and separate private key are specified.");
        }
        (Some(_), Some(_)) if password.is_some() => {
            let message =
                "SSL key store password cannot be specified with PEM format, only key password may be specified.";
            return refuse(message);
        }
        (Some(key), Some(chain)) => {
            let inside = pem(key, "PRIVATE KEY").and_then(|()| pem(chain, "CERTIFICATE"));
            return inside.map_err(|cause| vec![bad("Invalid PEM keystore configs"), cause]);
        }
        (None, Some(_)) => {
            return refuse("SSL certificate chain is specified, but private key is not specified");
        }
        (None, None) => {}
    }
    match (path, password) {
        (Some(_), Some(_)) if kind == "PEM" => {
            refuse("SSL key store password cannot be specified with PEM format, only key password may be specified")
        }
        (Some(_), None)
            if kind == "PEM" && run.model == ClientModel::Java2 && run.secret("ssl.key.password").is_none() =>
        {
            refuse("SSL PEM key store is specified, but key password is not specified.")
        }
        (Some(path), None) if kind == "PEM" => pem_file(path, is_file),
        (None, Some(_)) => refuse("SSL key store is not specified, but key store password is specified."),
        (Some(_), None) => refuse("SSL key store is specified, but key store password is not specified."),
        (Some(path), Some(_)) => store_file(path, kind, is_file),
        (None, None) => Ok(()),
    }
}

/// `DefaultSslEngineFactory.createTruststore`.
fn truststore(run: &Run, is_file: &dyn Fn(&str) -> bool) -> Result<(), Vec<Cause>> {
    let kind = run.text("ssl.truststore.type").unwrap_or_default();
    let path = run.text("ssl.truststore.location");
    let password = run.secret("ssl.truststore.password");
    let refuse = |message: &str| Err(vec![bad(message)]);
    let no_password = "SSL trust store password cannot be specified for PEM format.";
    if let Some(certificates) = run.secret("ssl.truststore.certificates") {
        return match (path, password) {
            _ if kind != "PEM" => {
                let message =
                    format!("SSL trust store certs can be specified only for PEM, but trust store type is {kind}.");
                Err(vec![bad(message)])
            }
            (Some(_), _) => refuse("Both SSL trust store location and separate trust certificates are specified."),
            (None, Some(_)) => refuse(no_password),
            (None, None) => pem(certificates, "CERTIFICATE").map_err(|cause| vec![cause]),
        };
    }
    match (path, password) {
        (Some(_), Some(_)) if kind == "PEM" => refuse(no_password),
        (Some(path), None) if kind == "PEM" => pem_file(path, is_file),
        (None, Some(_)) => refuse("SSL trust store is not specified, but trust store password is specified."),
        (Some(path), Some(_) | None) => store_file(path, kind, is_file),
        (None, None) => Ok(()),
    }
}

/// `PemParser.pemEntries` finds at least one.
fn pem(text: &str, what: &str) -> Result<(), Cause> {
    let line = |end: &str| text.lines().any(|line| line.contains(end) && line.contains(what));
    if line("BEGIN") && line("END") { Ok(()) } else { Err(bad(format!("No matching {what} entries in PEM file"))) }
}

fn store_file(path: &str, kind: &str, is_file: &dyn Fn(&str) -> bool) -> Result<(), Vec<Cause>> {
    let failed = Cause::kafka(format!("Failed to load SSL keystore {path} of type {kind}"));
    if path.is_empty() {
        // Java opens the folder it runs in.
        return Err(vec![failed, Cause::new("java.io.IOException", "Is a directory")]);
    }
    if !is_file(path) {
        return Err(vec![failed, Cause::new("java.nio.file.NoSuchFileException", path)]);
    }
    algorithm("KeyStore", kind, KEYSTORES).map_err(|causes| {
        let not_found = Cause::new("java.security.KeyStoreException", format!("{kind} not found"));
        [failed, not_found].into_iter().chain(causes).collect()
    })
}

fn pem_file(path: &str, is_file: &dyn Fn(&str) -> bool) -> Result<(), Vec<Cause>> {
    if is_file(path) {
        return Ok(());
    }
    Err(vec![
        bad(format!("Failed to load PEM SSL keystore {path}")),
        Cause::new("java.io.IOException", format!("Unable to read file {path}")),
        Cause::new("java.nio.file.NoSuchFileException", path),
    ])
}
