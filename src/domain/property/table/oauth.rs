//! OAuth logins: where tokens come from.

use super::super::Importance::{Low, Medium};
use super::{CALLBACK, Kind, NO_OIDC, Property, Release, Stage, java, native, staged};

pub(super) static ROWS: &[Property] = &staged(Stage::Security, [
    native("sasl.oauthbearer.method", Kind::choice(&["default", "oidc"]), Some("default"), Low)
        .not_available(NO_OIDC)
        .text(
            "Whether tokens come from the program (default) or from an identity provider by OpenID Connect (oidc).",
        ),
    native("sasl.oauthbearer.config", Kind::Secret, None, Low)
        .text(
            "What goes into the unsigned token made for tests, as 'principal=alice lifeSeconds=600'; a token callback \
             of a program reads it too.",
        ),
    native("enable.sasl.oauthbearer.unsecure.jwt", Kind::Bool, Some("false"), Low)
        .text("Lets librdkafka make unsigned tokens by itself, which only a test broker accepts."),
    native("oauthbearer_token_refresh_cb", Kind::Callback, None, Low)
        .not_available(CALLBACK)
        .text("A function of a program that fetches a new token when the old one nears its end."),
    java(79, "sasl.oauthbearer.jwt.retriever.class", Kind::Class, Some("org.apache.kafka.common.security.oauthbearer.DefaultJwtRetriever"), Medium)
        .since(Release::V4)
        .not_available(NO_OIDC)
        .text(
            "The class that gets the token for OAUTHBEARER (KIP-1139). The default looks at the other properties to \
             decide between a file, client credentials and a JAAS option; name ClientCredentialsJwtRetriever, \
             JwtBearerJwtRetriever or FileJwtRetriever to be explicit. Which sasl.oauthbearer.* properties count \
             depends on it.",
        ),
    java(80, "sasl.oauthbearer.jwt.validator.class", Kind::Class, Some("org.apache.kafka.common.security.oauthbearer.DefaultJwtValidator"), Medium)
        .since(Release::V4)
        .not_available(NO_OIDC)
        .text(
            "The class that looks over a token before the client uses it. On the client the default checks only form \
             and expiry, for the broker is the one that verifies signatures. Change it to reject tokens early by rules \
             of one's own; the retriever is a property beside it.",
        ),
    java(97, "sasl.oauthbearer.token.endpoint.url", Kind::Text, None, Medium)
        .since(Release::V3)
        .same(Kind::Text, None, Low)
        .not_available(NO_OIDC)
        .text(
            "Where tokens come from: the provider's https address, or a file: URL for a token that something else \
             renews. It has to be listed in the JVM's org.apache.kafka.sasl.oauthbearer.allowed.urls, which is empty \
             by default; that is the usual stumble. Its certificate is checked with the ssl.* properties.",
        ),
    java(81, "sasl.oauthbearer.scope", Kind::Text, None, Medium)
        .since(Release::V4)
        .same(Kind::Text, None, Low)
        .not_available(NO_OIDC)
        .text(
            "The rights asked for in a token, as the identity provider names them; several are separated by blanks. \
             Too little shows later as an authorization failure at the broker, too much is refused by the provider. \
             Replaces the scope option of sasl.jaas.config.",
        ),
    java(82, "sasl.oauthbearer.client.credentials.client.id", Kind::Text, None, Medium)
        .since(Release::V4)
        .renamed("sasl.oauthbearer.client.id", Kind::Text, None, Low)
        .also(&["sasl.oauthbearer.client.credentials.client.id"])
        .not_available(NO_OIDC)
        .text(
            "Who this program is to the identity provider, for the client credentials grant. Goes with the secret in \
             sasl.oauthbearer.client.credentials.client.secret and sasl.oauthbearer.token.endpoint.url. Give each \
             service its own, so that one can be revoked alone. Formerly the clientId option in sasl.jaas.config, \
             which it overrides.",
        ),
    java(83, "sasl.oauthbearer.client.credentials.client.secret", Kind::Secret, None, Medium)
        .since(Release::V4)
        .renamed("sasl.oauthbearer.client.secret", Kind::Secret, None, Low)
        .also(&["sasl.oauthbearer.client.credentials.client.secret"])
        .not_available(NO_OIDC)
        .text(
            "The password of the program at the identity provider. It is sent there for each token and never to a \
             broker, so its exposure endangers all the tokens that it can buy. Rotate it, keep it out of files, and \
             prefer signed assertions where the provider takes them.",
        ),
    java(105, "sasl.oauthbearer.header.urlencode", Kind::Bool, Some("false"), Low)
        .since(Release::V3)
        .not_available(NO_OIDC)
        .text(
            "Whether id and secret are URL-encoded before they go into the Authorization header. The standard (RFC \
             6749) wants it, older providers do not expect it. If a secret with special characters is refused though \
             it is right, try the other value; for letters and digits it makes no difference.",
        ),
    native("sasl.oauthbearer.extensions", Kind::Text, None, Low)
        .not_available(NO_OIDC)
        .text("Further key=value pairs told to the broker at login beside the token."),
    native("sasl.oauthbearer.grant.type", Kind::choice(&["client_credentials", "urn:ietf:params:oauth:grant-type:jwt-bearer"]), Some("client_credentials"), Low)
        .not_available(NO_OIDC)
        .text("How the identity provider is asked: with a client's secret, or with a signed assertion."),
    native("sasl.oauthbearer.metadata.authentication.type", Kind::choice(&["none", "azure_imds"]), Some("none"), Low)
        .not_available(NO_OIDC)
        .text("Gets tokens from a cloud machine's own metadata service, so far Azure's, without any secret."),
    native("https.ca.location", Kind::Text, None, Low)
        .not_available(NO_OIDC)
        .text("The authorities trusted for https to an identity provider, apart from those for brokers."),
    native("https.ca.pem", Kind::Text, None, Low)
        .not_available(NO_OIDC)
        .text("The authorities trusted for an identity provider as PEM text; excludes https.ca.location."),
    java(75, "sasl.login.connect.timeout.ms", Kind::int(i32::MIN as i64), None, Low)
        .since(Release::V3)
        .ms()
        .not_available(NO_OIDC)
        .text(
            "How long to wait for a connection to the identity provider; unset leaves it to the JVM, which may wait \
             for minutes. A few seconds are sensible when creation of the producer must not hang. The answer has a \
             limit of its own, sasl.login.read.timeout.ms. OAUTHBEARER only.",
        ),
    java(76, "sasl.login.read.timeout.ms", Kind::int(i32::MIN as i64), None, Low)
        .since(Release::V3)
        .ms()
        .not_available(NO_OIDC)
        .text(
            "How long to wait for the identity provider's answer once connected. Unset may mean for ever. Set it \
             together with sasl.login.connect.timeout.ms; after it the attempt counts as failed and is repeated after \
             sasl.login.retry.backoff.ms.",
        ),
    java(78, "sasl.login.retry.backoff.ms", Kind::long(i64::MIN), Some("100"), Low)
        .since(Release::V3)
        .ms()
        .not_available(NO_OIDC)
        .text(
            "The first pause before a failed request for a token is repeated; it doubles from there on. The default is \
             brisk: raise it if the provider limits the rate of requests. The growth ends at \
             sasl.login.retry.backoff.max.ms.",
        ),
    java(77, "sasl.login.retry.backoff.max.ms", Kind::long(i64::MIN), Some("10000"), Low)
        .since(Release::V3)
        .ms()
        .not_available(NO_OIDC)
        .text(
            "The longest pause between two requests for a token while the identity provider fails. Long pauses spare \
             the provider and lengthen the time to recover; keep it below sasl.login.refresh.buffer.seconds, or a \
             token may run out between two tries.",
        ),
]);
