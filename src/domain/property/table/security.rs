//! TLS and authentication.

use super::{Kind, Property, java, native};

const PEM: &str = "use 'ssl.ca.location' with a file of PEM certificates";
const JVM: &str = "it configures the Java runtime";
const NO_KERBEROS: &str = "Kerberos is not built in; use SCRAM, PLAIN or mutual TLS";
const LOGIN: &str = "it configures Java's login of a Kerberos or OAuth client";

pub(super) static ROWS: &[Property] = &[
    java(
        "security.protocol",
        Kind::choice_any_case(&["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"]),
        Some("PLAINTEXT"),
        "Whether connections are encrypted, and whether the client logs in.",
    )
    .same(Kind::choice(&["plaintext", "ssl", "sasl_plaintext", "sasl_ssl"]), Some("plaintext")),
    java("security.providers", Kind::Text, None, "Java classes that bring security algorithms.").no_effect(JVM),
    native(
        "ssl.ca.location",
        Kind::Text,
        None,
        "A file or folder of PEM certificates that are trusted; probe takes the system's.",
    ),
    native("ssl.ca.pem", Kind::Text, None, "Trusted certificates, as PEM text."),
    native("ssl.certificate.location", Kind::Text, None, "A PEM file with the client's certificate."),
    native("ssl.certificate.pem", Kind::Text, None, "The client's certificate, as PEM text."),
    native("ssl.key.location", Kind::Text, None, "A PEM file with the client's private key."),
    native("ssl.key.pem", Kind::Secret, None, "The client's private key, as PEM text."),
    java("ssl.key.password", Kind::Secret, None, "The password of the client's private key.").same(Kind::Secret, None),
    java("ssl.keystore.type", Kind::Text, Some("JKS"), "The format of the client's key store.")
        .no_effect("a key store is read as PKCS#12; PEM files go to 'ssl.certificate.location' and 'ssl.key.location'"),
    java("ssl.keystore.location", Kind::Text, None, "A file with the client's key and certificate.")
        .same(Kind::Text, None),
    java("ssl.keystore.password", Kind::Secret, None, "The password of the client's key store.")
        .same(Kind::Secret, None),
    java("ssl.keystore.key", Kind::Secret, None, "The client's private key, as text.")
        .not_available("use 'ssl.key.pem' with the key as PEM text"),
    java("ssl.keystore.certificate.chain", Kind::Secret, None, "The client's certificates, as text.")
        .not_available("use 'ssl.certificate.pem' with the certificates as PEM text"),
    java("ssl.truststore.type", Kind::Text, Some("JKS"), "The format of the trust store.").not_available(PEM),
    java("ssl.truststore.location", Kind::Text, None, "A file with the certificates that are trusted.")
        .not_available(PEM),
    java("ssl.truststore.password", Kind::Secret, None, "The password of the trust store.").not_available(PEM),
    java("ssl.truststore.certificates", Kind::Secret, None, "Trusted certificates, as text.")
        .not_available("use 'ssl.ca.pem' with the certificates as PEM text"),
    java(
        "ssl.endpoint.identification.algorithm",
        Kind::Text,
        Some("https"),
        "Whether the broker's certificate must be for the host that was asked for; empty (or none) turns that off.",
    )
    .same(Kind::choice(&["none", "https"]), Some("https")),
    native(
        "enable.ssl.certificate.verification",
        Kind::Bool,
        Some("true"),
        "Whether the broker's certificate is checked at all.",
    ),
    java("ssl.protocol", Kind::Text, Some("TLSv1.3"), "The version of TLS Java asks for.")
        .no_effect("OpenSSL agrees with the broker on the version of TLS"),
    java("ssl.enabled.protocols", Kind::List, Some("TLSv1.2,TLSv1.3"), "The versions of TLS that may be used.")
        .no_effect("OpenSSL takes the newest version the broker knows"),
    java("ssl.provider", Kind::Text, None, "The Java provider of TLS.").no_effect(JVM),
    java("ssl.cipher.suites", Kind::List, Some(""), "The ciphers that may be used.").same(Kind::Text, None),
    native("ssl.curves.list", Kind::Text, None, "The elliptic curves that may be used."),
    native("ssl.sigalgs.list", Kind::Text, None, "The signature algorithms that may be used."),
    native("ssl.crl.location", Kind::Text, None, "A file of certificates that were revoked."),
    java("ssl.keymanager.algorithm", Kind::Text, Some("SunX509"), "Java's algorithm for key managers.").no_effect(JVM),
    java("ssl.trustmanager.algorithm", Kind::Text, Some("PKIX"), "Java's algorithm for trust managers.").no_effect(JVM),
    java("ssl.secure.random.implementation", Kind::Text, None, "Java's source of random numbers for TLS.")
        .no_effect(JVM),
    java("ssl.engine.factory.class", Kind::Class, None, "A class that brings its own TLS.")
        .not_available("use 'ssl.ca.location', 'ssl.certificate.location' and 'ssl.key.location' with PEM files"),
    java("sasl.mechanism", Kind::Text, Some("GSSAPI"), "How the client logs in: PLAIN, SCRAM-SHA-256, SCRAM-SHA-512.")
        .renamed("sasl.mechanisms", Kind::Text, Some("GSSAPI"))
        .also(&["sasl.mechanism"]),
    native("sasl.username", Kind::Text, None, "The user of PLAIN and SCRAM."),
    native("sasl.password", Kind::Secret, None, "The password of PLAIN and SCRAM."),
    java("sasl.jaas.config", Kind::Secret, None, "User and password in the words of Java's login modules.")
        .not_available("use 'sasl.username' and 'sasl.password'"),
    java("sasl.client.callback.handler.class", Kind::Class, None, "A class that answers the client's login questions.")
        .not_available("use 'sasl.username' and 'sasl.password' with PLAIN or SCRAM"),
    java("sasl.login.callback.handler.class", Kind::Class, None, "A class that fetches the credentials.")
        .not_available("use '${env:NAME}' or '${file:PATH}' for credentials"),
    java("sasl.login.class", Kind::Class, None, "The class that logs in.")
        .not_available("use 'sasl.mechanism' to choose PLAIN or SCRAM"),
    java("sasl.kerberos.service.name", Kind::Text, None, "The brokers' name in Kerberos.")
        .same(Kind::Text, Some("kafka"))
        .not_available(NO_KERBEROS),
    java("sasl.kerberos.kinit.cmd", Kind::Text, Some("/usr/bin/kinit"), "The command that fetches a Kerberos ticket.")
        .not_available(NO_KERBEROS),
    java(
        "sasl.kerberos.ticket.renew.window.factor",
        Kind::Decimal { min: f64::MIN, max: f64::MAX },
        Some("0.8"),
        "When a Kerberos ticket is renewed, as a part of its life.",
    )
    .not_available(NO_KERBEROS),
    java(
        "sasl.kerberos.ticket.renew.jitter",
        Kind::Decimal { min: f64::MIN, max: f64::MAX },
        Some("0.05"),
        "How much that moment is spread at random.",
    )
    .not_available(NO_KERBEROS),
    java(
        "sasl.kerberos.min.time.before.relogin",
        Kind::long(i64::MIN),
        Some("60000"),
        "The shortest time between two Kerberos logins.",
    )
    .ms()
    .same(Kind::whole(0, 86_400_000), Some("60000"))
    .not_available(NO_KERBEROS),
    java(
        "sasl.login.refresh.window.factor",
        Kind::Decimal { min: 0.5, max: 1.0 },
        Some("0.8"),
        "When a token is fetched anew, as a part of its life.",
    )
    .no_effect(LOGIN),
    java(
        "sasl.login.refresh.window.jitter",
        Kind::Decimal { min: 0.0, max: 0.25 },
        Some("0.05"),
        "How much the moment of a token's renewal is spread at random.",
    )
    .no_effect(LOGIN),
    java(
        "sasl.login.refresh.min.period.seconds",
        Kind::whole(0, 900),
        Some("60"),
        "The shortest time between two renewals of a token.",
    )
    .unit(super::Unit::Seconds)
    .no_effect(LOGIN),
    java(
        "sasl.login.refresh.buffer.seconds",
        Kind::whole(0, 3600),
        Some("300"),
        "How long before its end a token is renewed at the latest.",
    )
    .unit(super::Unit::Seconds)
    .no_effect(LOGIN),
];
