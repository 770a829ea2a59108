//! Who logs in.

use super::{CANARY, resolve, taken};

#[test]
fn a_login_of_java_is_taken_apart_as_java_does() {
    let plain = "org.apache.kafka.common.security.plain.PlainLoginModule";
    let scram = "org.apache.kafka.common.security.scram.ScramLoginModule";
    let cases = [
        ("PLAIN", format!("{plain} required username=\"alice\" password=\"pw\";"), "alice", "pw"),
        ("PLAIN", format!("{plain} required username='alice' password='p;\"w';"), "alice", "p;\"w"),
        (
            "PLAIN",
            format!("  {plain}\n\trequired\n\tusername = \"alice\"\n password=\"p\\\"w\\\\\" ; \n"),
            "alice",
            "p\"w\\",
        ),
        (
            "PLAIN",
            format!("{plain} required password=pw username=alice serviceName=kafka user_bob=\"x\";"),
            "alice",
            "pw",
        ),
        ("PLAIN", format!("kafkashaded.{plain} REQUIRED username=\"a b\" password=\"\\101\\n\";"), "a b", "A\n"),
        ("SCRAM-SHA-256", format!("{scram} required username=\"alice\" password=\"pw\";"), "alice", "pw"),
        ("SCRAM-SHA-512", format!("{scram} required // who\n username=alice /* how */ password=pw;"), "alice", "pw"),
    ];
    for (mechanism, jaas, user, password) in &cases {
        let set = [("security.protocol", "SASL_PLAINTEXT"), ("sasl.mechanism", mechanism), ("sasl.jaas.config", jaas)];
        let given = taken(&set, &["sasl.mechanisms", "sasl.username", "sasl.password"]);
        assert_eq!(given.iter().flatten().collect::<Vec<_>>(), [mechanism, user, password], "{jaas}");
    }
}

#[test]
fn a_login_that_can_not_be_is_told_without_the_password() {
    let plain = format!("x.PlainLoginModule required username=\"alice\" password=\"{CANARY}\";");
    let scram = format!("x.ScramLoginModule required username=\"alice\" password=\"{CANARY}\";");
    let two = format!("{plain} {plain}");
    let token = format!("x.ScramLoginModule required username=\"a\" password=\"{CANARY}\" tokenauth=\"true\";");
    let oauth = format!("x.OAuthBearerLoginModule required clientSecret=\"{CANARY}\";");
    let kerberos = format!("com.sun.security.auth.module.Krb5LoginModule required keyTab=\"{CANARY}\";");
    let own = format!("com.example.VaultLoginModule required password=\"{CANARY}\";");
    let nobody = format!("x.PlainLoginModule required password=\"{CANARY}\";");
    let unquoted = format!("x.PlainLoginModule required username=alice password=my {CANARY};");
    let open = format!("x.PlainLoginModule required username=\"alice\" password=\"{CANARY}\"");
    let file = format!("KafkaClient {{ {plain} }};");
    let cases = [
        (
            "SCRAM-SHA-256",
            &plain,
            "--set: sasl.mechanism: 'SCRAM-SHA-256', but the login module of 'sasl.jaas.config' is \
          PlainLoginModule, for PLAIN",
        ),
        (
            "PLAIN",
            &scram,
            "--set: sasl.mechanism: 'PLAIN', but the login module of 'sasl.jaas.config' is ScramLoginModule, for \
          SCRAM-SHA-256 or SCRAM-SHA-512",
        ),
        (
            "",
            &plain,
            "--set: sasl.jaas.config: the login module is PlainLoginModule, so that 'sasl.mechanism' must be set to \
          PLAIN; its default is GSSAPI (Kerberos)",
        ),
        ("PLAIN", &two, "--set: sasl.jaas.config: JAAS config property contains 2 login modules, should be 1 module"),
        (
            "SCRAM-SHA-256",
            &token,
            "--set: sasl.jaas.config: 'tokenauth' (delegation tokens) can't be had here; use a user and a \
          password",
        ),
        (
            "PLAIN",
            &oauth,
            "--set: sasl.jaas.config: tokens from an identity provider can't be had here; use PlainLoginModule or \
          ScramLoginModule, or 'sasl.username' and 'sasl.password'",
        ),
        (
            "PLAIN",
            &kerberos,
            "--set: sasl.jaas.config: Kerberos is not built in; use PlainLoginModule or ScramLoginModule, or \
          'sasl.username' and 'sasl.password'",
        ),
        (
            "PLAIN",
            &own,
            "--set: sasl.jaas.config: 'VaultLoginModule' is Java code, which is not run here; use PlainLoginModule \
          or ScramLoginModule, or 'sasl.username' and 'sasl.password'",
        ),
        (
            "PLAIN",
            &nobody,
            "--set: sasl.jaas.config: the login module has no 'username'; it is given as username=\"…\" before \
          the semicolon",
        ),
        ("PLAIN", &unquoted, "--set: sasl.jaas.config: Value not specified for key '********' in JAAS config"),
        ("PLAIN", &open, "--set: sasl.jaas.config: JAAS config entry not terminated by semi-colon"),
        (
            "PLAIN",
            &file,
            "--set: sasl.jaas.config: Login module control flag is not available in the JAAS config; paste only \
          what stands between the braces of 'KafkaClient {…};'",
        ),
    ];
    for (mechanism, jaas, told) in cases {
        let mut set = vec![("security.protocol", "SASL_SSL"), ("sasl.jaas.config", jaas.as_str())];
        if !mechanism.is_empty() {
            set.push(("sasl.mechanism", mechanism));
        }
        assert_eq!(resolve(&set).unwrap_err(), told, "{jaas}");
    }
}

#[test]
fn who_logs_in_must_be_said() {
    let sasl = ("security.protocol", "SASL_PLAINTEXT");
    let cases: [(&[(&str, &str)], &str); 5] = [
        (
            &[sasl, ("sasl.mechanism", "PLAIN")],
            "--set: sasl.mechanism: logging in with PLAIN needs 'sasl.username' and 'sasl.password', or 'sasl.jaas.config'",
        ),
        (
            &[sasl, ("sasl.mechanism", "PLAIN"), ("sasl.username", "alice")],
            "--set: sasl.mechanism: logging in with PLAIN needs 'sasl.password', or 'sasl.jaas.config'",
        ),
        (
            &[sasl, ("sasl.mechanism", "PLAIN"), ("sasl.username", "alice"), ("sasl.password", "")],
            "--set: sasl.mechanism: logging in with PLAIN needs 'sasl.password', or 'sasl.jaas.config'",
        ),
        (
            &[sasl, ("sasl.mechanism", "FOO"), ("sasl.username", "alice"), ("sasl.password", "x")],
            "--set: sasl.mechanism: 'FOO' is not one of the mechanisms built in; allowed: PLAIN, SCRAM-SHA-256, SCRAM-SHA-512",
        ),
        (
            &[sasl, ("sasl.mechanism", "OAUTHBEARER")],
            "--set: sasl.mechanism: 'OAUTHBEARER' needs tokens from an identity provider, which is not built in; allowed: \
          PLAIN, SCRAM-SHA-256, SCRAM-SHA-512",
        ),
    ];
    for (set, told) in cases {
        assert_eq!(resolve(set).unwrap_err(), told);
    }
}
