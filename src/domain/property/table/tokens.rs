//! OAuth tokens: the assertion that buys one, and how one is checked.

use super::super::Importance::{High, Low, Medium};
use super::{Kind, NO_OIDC, Property, Release, Stage, Unit, java, native, staged};

const BROKER_SIDE: &str = "it configures how brokers check tokens";

pub(super) static ROWS: &[Property] = &staged(Stage::Security, [
    java(84, "sasl.oauthbearer.assertion.algorithm", Kind::choice_any_case(&["ES256", "RS256"]), Some("RS256"), Medium)
        .since(Release::V4)
        .same(Kind::choice(&["RS256", "ES256"]), Some("RS256"), Low)
        .not_available(NO_OIDC)
        .text(
            "The signature on the assertion with which the client proves itself instead of a secret: RS256 for RSA \
             keys, ES256 for elliptic curves. It follows from the kind of key in \
             sasl.oauthbearer.assertion.private.key.file and from what the provider accepts; there is nothing to tune.",
        ),
    java(92, "sasl.oauthbearer.assertion.private.key.file", Kind::Text, None, Medium)
        .since(Release::V4)
        .same(Kind::Text, None, Low)
        .not_available(NO_OIDC)
        .text(
            "The PEM file with the key that signs assertions. Protect it as one would a password: who has it can be \
             this client. A changed file is noticed and read again, which allows rotation without a restart; an \
             encrypted one needs sasl.oauthbearer.assertion.private.key.passphrase.",
        ),
    native("sasl.oauthbearer.assertion.private.key.pem", Kind::Secret, None, Low)
        .not_available(NO_OIDC)
        .text("The key that signs assertions, as PEM text rather than a file."),
    java(93, "sasl.oauthbearer.assertion.private.key.passphrase", Kind::Secret, None, Medium)
        .since(Release::V4)
        .same(Kind::Secret, None, Low)
        .not_available(NO_OIDC)
        .text(
            "Unlocks the key that signs assertions. Leave it out for a key that is not encrypted. If a new key file \
             comes with another passphrase, the running client can't follow and needs a restart; so keep the same one \
             over rotations of the key.",
        ),
    java(91, "sasl.oauthbearer.assertion.file", Kind::Text, None, Medium)
        .since(Release::V4)
        .same(Kind::Text, None, Low)
        .not_available(NO_OIDC)
        .text(
            "A file with a ready signed assertion, renewed by something outside, as Kubernetes' projected service \
             account tokens are. It is read again when it changes. Every claim and key property is ignored beside it; \
             drop it to have the client sign its own.",
        ),
    java(94, "sasl.oauthbearer.assertion.template.file", Kind::Text, None, Medium)
        .since(Release::V4)
        .renamed("sasl.oauthbearer.assertion.jwt.template.file", Kind::Text, None, Low)
        .not_available(NO_OIDC)
        .text(
            "A JSON file with further headers and claims that the provider wants in the assertion and for which there \
             is no property, such as a key id. Put in it only what the claim properties can't say, so that nobody has \
             to know which of the two wins.",
        ),
    java(85, "sasl.oauthbearer.assertion.claim.aud", Kind::Text, None, Medium)
        .since(Release::V4)
        .same(Kind::Text, None, Low)
        .not_available(NO_OIDC)
        .text(
            "Whom the assertion is addressed to, commonly the provider's token endpoint or issuer address. A provider \
             rejects what is not for it, so copy its documentation's value exactly. Not used when \
             sasl.oauthbearer.assertion.file brings a finished assertion.",
        ),
    java(87, "sasl.oauthbearer.assertion.claim.iss", Kind::Text, None, Medium)
        .since(Release::V4)
        .same(Kind::Text, None, Low)
        .not_available(NO_OIDC)
        .text(
            "Who issued the assertion: usually the client's own id, as registered with the provider. Often equal to \
             the subject. Beside a finished assertion in a file it is not read; a template file can carry it too.",
        ),
    java(90, "sasl.oauthbearer.assertion.claim.sub", Kind::Text, None, Medium)
        .since(Release::V4)
        .same(Kind::Text, None, Low)
        .not_available(NO_OIDC)
        .text(
            "On whose behalf the assertion asks: the service account or user. The token's subject, and so the \
             principal that the broker's ACLs speak of, usually follows from it. For a program that acts for itself it \
             is the same as the issuer claim.",
        ),
    java(86, "sasl.oauthbearer.assertion.claim.exp.seconds", Kind::whole(0, 86_400), Some("300"), Low)
        .since(Release::V4)
        .unit(Unit::Seconds)
        .same(Kind::whole(1, 2_147_483_647), Some("300"), Low)
        .not_available(NO_OIDC)
        .text(
            "How far in the future the assertion ends. It is used once, right after signing, so that minutes are \
             plenty; longer only helps a thief. Raise it if the provider's clock runs ahead, in step with \
             sasl.oauthbearer.assertion.claim.nbf.seconds for one that lags.",
        ),
    java(89, "sasl.oauthbearer.assertion.claim.nbf.seconds", Kind::whole(0, 3600), Some("60"), Low)
        .since(Release::V4)
        .unit(Unit::Seconds)
        .same(Kind::whole(0, 2_147_483_647), Some("60"), Low)
        .not_available(NO_OIDC)
        .text(
            "How far in the past the assertion's validity begins, to allow for a provider whose clock is behind. A \
             minute covers ordinary drift; mend the clocks if more seems needed. The end is set by \
             sasl.oauthbearer.assertion.claim.exp.seconds.",
        ),
    java(88, "sasl.oauthbearer.assertion.claim.jti.include", Kind::Bool, Some("false"), Medium)
        .since(Release::V4)
        .same(Kind::Bool, Some("false"), Low)
        .not_available(NO_OIDC)
        .text(
            "Adds a random identifier to each assertion, by which a provider can notice one that is played twice. \
             Switch it on where the provider demands it; it harms nobody else, since every assertion is made anew. \
             Without a local key it has no say.",
        ),
    java(95, "sasl.oauthbearer.scope.claim.name", Kind::Text, Some("scope"), Low)
        .since(Release::V3)
        .no_effect(BROKER_SIDE)
        .text(
            "Under which claim a token lists its scopes, for validation. Some providers say scp instead of scope. A \
             producer hardly looks at it, for the broker decides what a token permits; set it as the broker has it to \
             keep the two alike.",
        ),
    java(96, "sasl.oauthbearer.sub.claim.name", Kind::Text, Some("sub"), Low)
        .since(Release::V3)
        .no_effect(BROKER_SIDE)
        .text(
            "Which claim of the token names the user. The broker makes the principal of it, so ACLs depend on the \
             broker's value; on the client it matters for the name in logs. Providers with a client_id or azp claim \
             and no useful sub are the reason to change it.",
        ),
    java(103, "sasl.oauthbearer.expected.audience", Kind::List, Some(""), High)
        .since(Release::V3)
        .older(None, None)
        .no_effect(BROKER_SIDE)
        .text(
            "The audiences of which a token must name one, for the verifier to take it. Strongly advised on brokers, \
             so that tokens for other services open nothing. A producer that sets it checks only itself; the audience \
             it gets is chosen by the provider, often from sasl.oauthbearer.scope.",
        ),
    java(104, "sasl.oauthbearer.expected.issuer", Kind::Text, None, High)
        .since(Release::V3)
        .no_effect(BROKER_SIDE)
        .text(
            "The issuer that a token must come from. On brokers it shuts out tokens of foreign realms which the same \
             keys could sign. It must equal the iss claim to the letter, trailing slash included. Without bearing on \
             how a producer gets its token.",
        ),
    java(102, "sasl.oauthbearer.clock.skew.seconds", Kind::int(i32::MIN as i64), Some("30"), Low)
        .since(Release::V3)
        .unit(Unit::Seconds)
        .no_effect(BROKER_SIDE)
        .text(
            "By how much the clocks of provider and verifier may differ before a token counts as not yet or no longer \
             valid. Better clocks beat a larger value, since it prolongs the life of stolen tokens. The broker's \
             setting is what decides over a login.",
        ),
    java(98, "sasl.oauthbearer.jwks.endpoint.url", Kind::Text, None, Medium)
        .since(Release::V3)
        .no_effect(BROKER_SIDE)
        .text(
            "Where the provider publishes its signing keys, for who verifies tokens. That is the broker; a producer \
             shares the property only because both read the same class of settings. Has to be an allowed URL like the \
             token endpoint. Set it on the listener, not here.",
        ),
    java(99, "sasl.oauthbearer.jwks.endpoint.refresh.ms", Kind::long(i64::MIN), Some("3600000"), Low)
        .since(Release::V3)
        .ms()
        .no_effect(BROKER_SIDE)
        .text(
            "How often the verifier fetches the provider's keys anew. Shorter follows key rotation faster, longer \
             spares the provider; an unknown key triggers a fetch of its own. On the producing side nothing reads it.",
        ),
    java(101, "sasl.oauthbearer.jwks.endpoint.retry.backoff.ms", Kind::long(i64::MIN), Some("100"), Low)
        .since(Release::V3)
        .ms()
        .no_effect(BROKER_SIDE)
        .text(
            "The pause after a first failed fetch of the provider's keys, doubled for each further one. It belongs to \
             the broker's configuration and is accepted here without effect on sends; its upper end is \
             sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms.",
        ),
    java(100, "sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms", Kind::long(i64::MIN), Some("10000"), Low)
        .since(Release::V3)
        .ms()
        .no_effect(BROKER_SIDE)
        .text(
            "The ceiling of the pause between fetches of the provider's keys. While fetching fails, brokers go on with \
             the keys they have, so it concerns new keys alone. Tune it on brokers; a producer never fetches them.",
        ),
]);
