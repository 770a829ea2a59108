//! Logging in: SASL, Kerberos, and the renewal of what was given.

use super::super::Importance::{High, Low, Medium};
use super::{Kind, Property, Stage, Unit, java, native, staged};

const NO_KERBEROS: &str = "Kerberos is not built in; use SCRAM, PLAIN or mutual TLS";
const LOGIN: &str = "it configures Java's login of a Kerberos or OAuth client";

pub(super) static ROWS: &[Property] = &staged(Stage::Security, [
    java(70, "sasl.mechanism", Kind::Text, Some("GSSAPI"), Medium)
        .renamed("sasl.mechanisms", Kind::Text, Some("GSSAPI"), High)
        .also(&["sasl.mechanism"])
        .text(
            "How the client proves who it is when security.protocol starts with SASL: PLAIN, SCRAM-SHA-256, \
             SCRAM-SHA-512, OAUTHBEARER or GSSAPI (Kerberos). The listener has to offer it, else the answer lists what \
             it does offer. SCRAM never sends the password itself, PLAIN does and wants SASL_SSL. The default, GSSAPI, \
             is rarely what is meant. Credentials come from sasl.jaas.config.",
        ),
    native("sasl.username", Kind::Text, None, High)
        .text("Who logs in with PLAIN or SCRAM; in Java it stands inside sasl.jaas.config."),
    native("sasl.password", Kind::Secret, None, High)
        .text(
            "The password of sasl.username; better a '${env:NAME}' or '${file:PATH}' than the word itself.",
        ),
    java(71, "sasl.jaas.config", Kind::Secret, None, Medium)
        .converted("librdkafka is given its user and password as 'sasl.username' and 'sasl.password'")
        .text(
            "The login module with its options in one line, as \
             'org.apache.kafka.common.security.scram.ScramLoginModule required' with username, password and a final \
             semicolon. The module must fit sasl.mechanism; forgetting that semicolon is the classic mistake. It \
             replaces the JVM-wide JAAS file and lets each client have its own credentials. Holds a password: refer to \
             it rather than write it down.",
        ),
    java(72, "sasl.client.callback.handler.class", Kind::Class, None, Medium)
        .not_available("use 'sasl.username' and 'sasl.password' with PLAIN or SCRAM")
        .text(
            "A class that supplies what the SASL exchange asks for (name, password, token), for credentials that live \
             elsewhere than in sasl.jaas.config. Called for each connection, so it can hand out fresh ones. For most \
             mechanisms sasl.login.callback.handler.class is the better hook.",
        ),
    java(73, "sasl.login.callback.handler.class", Kind::Class, None, Medium)
        .not_available("use '${env:NAME}' or '${file:PATH}' for credentials")
        .text(
            "A class that gets the credentials at login: for OAUTHBEARER the one that fetches a token, for PLAIN one \
             that asks a vault. Called at start and at every refresh that the sasl.login.refresh.* properties bring \
             about, not for each connection. Failures here keep the producer from being created.",
        ),
    java(74, "sasl.login.class", Kind::Class, None, Medium)
        .not_available("use 'sasl.mechanism' to choose PLAIN or SCRAM")
        .text(
            "The class that carries out logging in and renewing it. Kafka has one for Kerberos, one that refreshes \
             tokens, and a plain one, and chooses by sasl.mechanism. Replace it only for a mechanism of one's own; \
             where just the source of the credentials differs, sasl.login.callback.handler.class does it.",
        ),
    java(61, "sasl.kerberos.service.name", Kind::Text, None, Medium)
        .same(Kind::Text, Some("kafka"), Low)
        .not_available(NO_KERBEROS)
        .text(
            "The first part of the brokers' Kerberos principal, before the slash: commonly kafka. It must be what the \
             brokers run as, or the ticket is for somebody else and the login fails. May also be given as serviceName \
             in sasl.jaas.config; two differing values are an error. Only for GSSAPI.",
        ),
    native("sasl.kerberos.principal", Kind::Text, Some("kafkaclient"), Low)
        .not_available(NO_KERBEROS)
        .text("The client's own name in Kerberos, for which the keytab has the key."),
    native("sasl.kerberos.keytab", Kind::Text, None, Low)
        .not_available(NO_KERBEROS)
        .text("The file with the client's Kerberos key, put into sasl.kerberos.kinit.cmd."),
    java(62, "sasl.kerberos.kinit.cmd", Kind::Text, Some("/usr/bin/kinit"), Low)
        .same(Kind::Text, Some("kinit -R -t \"%{sasl.kerberos.keytab}\" -k %{sasl.kerberos.principal} || kinit -t \"%{sasl.kerberos.keytab}\" -k %{sasl.kerberos.principal}"), Low)
        .not_available(NO_KERBEROS)
        .text(
            "The path of the command that renews a Kerberos ticket taken from the ticket cache. Adjust it where kinit \
             is installed elsewhere. With a keytab in the JAAS configuration the JVM logs in again by itself and does \
             not call it. The moment is set by sasl.kerberos.ticket.renew.window.factor.",
        ),
    java(63, "sasl.kerberos.ticket.renew.window.factor", Kind::Decimal { min: f64::MIN, max: f64::MAX }, Some("0.8"), Low)
        .not_available(NO_KERBEROS)
        .text(
            "Which part of a ticket's life passes before the login thread renews it: 0.8 of ten hours is after eight. \
             Lower it if the Kerberos servers are at times unreachable for long, so that more tries fit in; \
             sasl.kerberos.ticket.renew.jitter spreads the moment among clients.",
        ),
    java(64, "sasl.kerberos.ticket.renew.jitter", Kind::Decimal { min: f64::MIN, max: f64::MAX }, Some("0.05"), Low)
        .not_available(NO_KERBEROS)
        .text(
            "A random share added to the time of renewal, so that clients that started together do not all ask the \
             Kerberos server in the same second. Raise it in large fleets; together with \
             sasl.kerberos.ticket.renew.window.factor it must leave time before the ticket ends.",
        ),
    java(65, "sasl.kerberos.min.time.before.relogin", Kind::long(i64::MIN), Some("60000"), Low)
        .ms()
        .same(Kind::whole(0, 86_400_000), Some("60000"), Low)
        .not_available(NO_KERBEROS)
        .text(
            "The least time between two logins at Kerberos, in effect how often the login thread may try. It protects \
             the server from clients in a failing loop; lowering it helps only with tickets that live for minutes. \
             Compare sasl.kerberos.ticket.renew.window.factor, which says when a renewal is due.",
        ),
    java(66, "sasl.login.refresh.window.factor", Kind::Decimal { min: 0.5, max: 1.0 }, Some("0.8"), Low)
        .no_effect(LOGIN)
        .text(
            "For OAUTHBEARER: the share of a token's life after which it is renewed, from 0.5 to 1. Smaller renews \
             earlier and leaves more room for a provider's outage, at the price of more requests to it. \
             sasl.login.refresh.buffer.seconds and the minimum period can override the moment it yields.",
        ),
    java(67, "sasl.login.refresh.window.jitter", Kind::Decimal { min: 0.0, max: 0.25 }, Some("0.05"), Low)
        .no_effect(LOGIN)
        .text(
            "A random part, up to a quarter of a token's life, added to the moment of its renewal, so that many \
             clients do not call the identity provider together. Raise it for big fleets. Together with \
             sasl.login.refresh.window.factor it stays below the end of the token.",
        ),
    java(68, "sasl.login.refresh.min.period.seconds", Kind::whole(0, 900), Some("60"), Low)
        .short()
        .unit(Unit::Seconds)
        .no_effect(LOGIN)
        .text(
            "The client does not renew a token more often than this. Matters with tokens of a few minutes, where the \
             other rules would ask again and again; when this and sasl.login.refresh.buffer.seconds together exceed \
             the token's life, both are ignored. 0 lifts the limit.",
        ),
    java(69, "sasl.login.refresh.buffer.seconds", Kind::whole(0, 3600), Some("300"), Low)
        .short()
        .unit(Unit::Seconds)
        .no_effect(LOGIN)
        .text(
            "How much of a token's life must be left at the latest when it is renewed. If the window factor would come \
             later, the renewal is moved forward. Raise it where the provider can be away for minutes, so that a valid \
             token bridges that; shrink it along with the lifetime of short tokens.",
        ),
]);
