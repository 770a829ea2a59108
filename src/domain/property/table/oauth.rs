//! OAuth logins.

use super::{Kind, Property, Unit, java, native};

const NO_OIDC: &str = "fetching tokens from an identity provider is not built in; use SCRAM, PLAIN or mutual TLS";
const BROKER_SIDE: &str = "it configures how brokers check tokens";

pub(super) static ROWS: &[Property] = &[
    native(
        "enable.sasl.oauthbearer.unsecure.jwt",
        Kind::Bool,
        Some("false"),
        "Whether librdkafka makes unsigned tokens itself; for tests only.",
    ),
    native("sasl.oauthbearer.config", Kind::Secret, None, "What stands in the unsigned tokens, as principal=alice."),
    java(
        "sasl.login.connect.timeout.ms",
        Kind::int(i32::MIN as i64),
        None,
        "How long connecting to the provider may take.",
    )
    .ms()
    .not_available(NO_OIDC),
    java("sasl.login.read.timeout.ms", Kind::int(i32::MIN as i64), None, "How long the provider's answer may take.")
        .ms()
        .not_available(NO_OIDC),
    java(
        "sasl.login.retry.backoff.max.ms",
        Kind::long(i64::MIN),
        Some("10000"),
        "The longest wait between attempts to get a token.",
    )
    .ms()
    .not_available(NO_OIDC),
    java(
        "sasl.login.retry.backoff.ms",
        Kind::long(i64::MIN),
        Some("100"),
        "The first wait between attempts to get a token.",
    )
    .ms()
    .not_available(NO_OIDC),
    java(
        "sasl.oauthbearer.jwt.retriever.class",
        Kind::Class,
        Some("org.apache.kafka.common.security.oauthbearer.DefaultJwtRetriever"),
        "The class that fetches tokens.",
    )
    .not_available(NO_OIDC),
    java(
        "sasl.oauthbearer.jwt.validator.class",
        Kind::Class,
        Some("org.apache.kafka.common.security.oauthbearer.DefaultJwtValidator"),
        "The class that checks tokens.",
    )
    .not_available(NO_OIDC),
    java("sasl.oauthbearer.scope", Kind::Text, None, "What the token is asked for.")
        .same(Kind::Text, None)
        .not_available(NO_OIDC),
    java("sasl.oauthbearer.client.credentials.client.id", Kind::Text, None, "The client's name at the provider.")
        .renamed("sasl.oauthbearer.client.id", Kind::Text, None)
        .also(&["sasl.oauthbearer.client.credentials.client.id"])
        .not_available(NO_OIDC),
    java(
        "sasl.oauthbearer.client.credentials.client.secret",
        Kind::Secret,
        None,
        "The client's secret at the provider.",
    )
    .renamed("sasl.oauthbearer.client.secret", Kind::Secret, None)
    .also(&["sasl.oauthbearer.client.credentials.client.secret"])
    .not_available(NO_OIDC),
    java("sasl.oauthbearer.token.endpoint.url", Kind::Text, None, "Where the provider hands out tokens.")
        .same(Kind::Text, None)
        .not_available(NO_OIDC),
    java(
        "sasl.oauthbearer.assertion.algorithm",
        Kind::choice_any_case(&["ES256", "RS256"]),
        Some("RS256"),
        "How the assertion is signed.",
    )
    .not_available(NO_OIDC),
    java("sasl.oauthbearer.assertion.claim.aud", Kind::Text, None, "The assertion's audience.").not_available(NO_OIDC),
    java(
        "sasl.oauthbearer.assertion.claim.exp.seconds",
        Kind::whole(0, 86_400),
        Some("300"),
        "How long the assertion is valid.",
    )
    .unit(Unit::Seconds)
    .not_available(NO_OIDC),
    java("sasl.oauthbearer.assertion.claim.iss", Kind::Text, None, "The assertion's issuer.").not_available(NO_OIDC),
    java(
        "sasl.oauthbearer.assertion.claim.jti.include",
        Kind::Bool,
        Some("false"),
        "Whether the assertion carries an id of its own.",
    )
    .not_available(NO_OIDC),
    java(
        "sasl.oauthbearer.assertion.claim.nbf.seconds",
        Kind::whole(0, 3600),
        Some("60"),
        "How far back the assertion is valid already.",
    )
    .unit(Unit::Seconds)
    .not_available(NO_OIDC),
    java("sasl.oauthbearer.assertion.claim.sub", Kind::Text, None, "The assertion's subject.").not_available(NO_OIDC),
    java("sasl.oauthbearer.assertion.file", Kind::Text, None, "A file with an assertion made before.")
        .not_available(NO_OIDC),
    java("sasl.oauthbearer.assertion.private.key.file", Kind::Text, None, "A file with the key that signs assertions.")
        .not_available(NO_OIDC),
    java(
        "sasl.oauthbearer.assertion.private.key.passphrase",
        Kind::Secret,
        None,
        "The password of the key that signs assertions.",
    )
    .not_available(NO_OIDC),
    java("sasl.oauthbearer.assertion.template.file", Kind::Text, None, "A file with more claims for the assertion.")
        .not_available(NO_OIDC),
    java("sasl.oauthbearer.scope.claim.name", Kind::Text, Some("scope"), "How the provider names the scope.")
        .no_effect(BROKER_SIDE),
    java("sasl.oauthbearer.sub.claim.name", Kind::Text, Some("sub"), "How the provider names the subject.")
        .no_effect(BROKER_SIDE),
    java("sasl.oauthbearer.jwks.endpoint.url", Kind::Text, None, "Where the provider's public keys are.")
        .no_effect(BROKER_SIDE),
    java(
        "sasl.oauthbearer.jwks.endpoint.refresh.ms",
        Kind::long(i64::MIN),
        Some("3600000"),
        "How often the provider's public keys are fetched.",
    )
    .ms()
    .no_effect(BROKER_SIDE),
    java(
        "sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms",
        Kind::long(i64::MIN),
        Some("10000"),
        "The longest wait between attempts to fetch public keys.",
    )
    .ms()
    .no_effect(BROKER_SIDE),
    java(
        "sasl.oauthbearer.jwks.endpoint.retry.backoff.ms",
        Kind::long(i64::MIN),
        Some("100"),
        "The first wait between attempts to fetch public keys.",
    )
    .ms()
    .no_effect(BROKER_SIDE),
    java(
        "sasl.oauthbearer.clock.skew.seconds",
        Kind::int(i32::MIN as i64),
        Some("30"),
        "How far the provider's clock may be off.",
    )
    .unit(Unit::Seconds)
    .no_effect(BROKER_SIDE),
    java("sasl.oauthbearer.expected.audience", Kind::List, Some(""), "The audience a token must be for.")
        .no_effect(BROKER_SIDE),
    java("sasl.oauthbearer.expected.issuer", Kind::Text, None, "The issuer a token must come from.")
        .no_effect(BROKER_SIDE),
    java(
        "sasl.oauthbearer.header.urlencode",
        Kind::Bool,
        Some("false"),
        "Whether id and secret are URL-encoded when a token is asked for.",
    )
    .not_available(NO_OIDC),
];
