//! Java's key stores and trust stores.

use linger::cli::target::TargetArgs;

use super::certificates::{Certificates, PASSWORD};
use super::{CANARY, are_told, given, made, made_with_others, resolve, taken};

#[test]
fn keys_and_certificates_of_java_reach_librdkafka() {
    let (_folder, files) = made();
    let (ca, pem, encrypted) = (files.path("ca.pem"), files.path("client.pem"), files.path("client-encrypted.pem"));
    let (p12, ssl) = (files.path("client.p12"), ("security.protocol", "SSL"));
    let (store, pem_type) = (("ssl.keystore.location", pem.as_str()), ("ssl.keystore.type", "PEM"));
    let names = ["ssl.certificate.location", "ssl.key.location", "ssl.keystore.location"];
    let given = |set: &[(&str, &str)]| taken(&[&[ssl], set].concat(), &names);
    let one = |text: &str| Some(text.to_owned());
    let trust = [("ssl.truststore.type", "PEM"), ("ssl.truststore.location", ca.as_str())];
    assert_eq!(taken(&[&[ssl], &trust[..]].concat(), &["ssl.ca.location"]), [one(&ca)]);
    assert_eq!(given(&[store, pem_type]), [one(&pem), one(&pem), None]);
    let locked = [pem_type, ("ssl.keystore.location", &encrypted), ("ssl.key.password", PASSWORD)];
    assert_eq!(given(&locked), [one(&encrypted), one(&encrypted), None]);
    for kind in [&[][..], &[("ssl.keystore.type", "PKCS12")]] {
        let store = [("ssl.keystore.location", p12.as_str()), ("ssl.keystore.password", PASSWORD)];
        assert_eq!(given(&[&store, kind].concat()), [None, None, one(&p12)]);
    }
    let (key, chain) = (files.text("client.key"), files.text("client.crt"));
    for (key, chain) in [(key.clone(), chain.clone()), (key.replace('\n', " "), chain.replace('\n', " "))] {
        let set = [ssl, pem_type, ("ssl.keystore.key", &key), ("ssl.keystore.certificate.chain", &chain)];
        let given = taken(&set, &["ssl.key.pem", "ssl.certificate.pem"]);
        assert_eq!(given, [one(&files.text("client.key")), one(&files.text("client.crt"))]);
    }
    let authorities = files.text("ca.pem") + &files.text("other-ca.pem");
    let set = [ssl, ("ssl.truststore.type", "PEM"), ("ssl.truststore.certificates", &authorities)];
    assert_eq!(taken(&set, &["ssl.ca.pem", "ssl.ca.location"]), [one(&authorities), None]);
}

#[test]
fn what_is_wrong_with_a_store_of_javas_is_told_before_connecting() {
    let (_folder, files, here) = made_with_others();
    let at = |name: &str| files.path(name);
    let pem = [("ssl.truststore.type", "PEM"), ("ssl.keystore.type", "PEM")];
    let trusted = "trust stores are read as PEM here, with '-----BEGIN CERTIFICATE-----'";
    are_told(vec![
        (
            &[],
            "ssl.truststore.location",
            at("trust store.jks"),
            format!(
                "the file '{here}/trust store.jks' is a Java key store (JKS); {trusted}. This makes it: keytool -list -rfc \
                  -keystore '{here}/trust store.jks' > '{here}/trust store.pem'; then set 'ssl.truststore.location' to \
                  '{here}/trust store.pem' and 'ssl.truststore.type' to PEM"
            ),
        ),
        (
            &[("ssl.truststore.type", "PKCS12")],
            "ssl.truststore.location",
            at("client.p12"),
            format!(
                "the file '{here}/client.p12' is a PKCS#12 store; {trusted}. This makes it: openssl pkcs12 -in \
                  {here}/client.p12 -nokeys -out {here}/client.pem; then set 'ssl.truststore.location' to \
                  {here}/client.pem and 'ssl.truststore.type' to PEM"
            ),
        ),
        (
            &[],
            "ssl.truststore.location",
            at("ca.pem"),
            format!(
                "the file '{here}/ca.pem' is PEM, but the type of the trust store is 'JKS'; set ssl.truststore.type=PEM"
            ),
        ),
        (
            &pem,
            "ssl.truststore.location",
            at("no.pem"),
            format!("the file '{here}/no.pem' can't be read: no such file"),
        ),
        (
            &pem,
            "ssl.keystore.location",
            at("ca.pem"),
            format!(
                "the file '{here}/ca.pem' holds only: CERTIFICATE; a PEM key store needs a private key \
                  ('-----BEGIN PRIVATE KEY-----')"
            ),
        ),
        (
            &pem,
            "ssl.keystore.location",
            at("client-encrypted.pem"),
            format!("the private key in '{here}/client-encrypted.pem' is encrypted: 'ssl.key.password' must be set"),
        ),
        (
            &[],
            "ssl.keystore.location",
            at("client.pem"),
            format!(
                "the file '{here}/client.pem' is PEM, but the type of the key store is 'JKS'; set ssl.keystore.type=PEM"
            ),
        ),
        (
            &[],
            "ssl.keystore.location",
            at("trust store.jks"),
            format!(
                "the file '{here}/trust store.jks' is a Java key store (JKS); needed: PKCS#12 or PEM. This makes it: keytool \
                  -importkeystore -srckeystore '{here}/trust store.jks' -destkeystore '{here}/trust store.p12' -deststoretype \
                  PKCS12; then set 'ssl.keystore.location' to '{here}/trust store.p12'"
            ),
        ),
        (
            &[],
            "ssl.keystore.location",
            at("secret.txt"),
            format!("the file '{here}/secret.txt' is text without a line '-----BEGIN …-----'; needed: PKCS#12 or PEM"),
        ),
    ]);
}

#[test]
fn javas_own_rules_for_stores_hold() {
    let (_folder, files) = made();
    let (ca, pem) = (files.path("ca.pem"), files.path("client.pem"));
    let (key, chain) = (files.text("client.key"), files.text("client.crt"));
    let (pem_keys, pem_trust) = (("ssl.keystore.type", "PEM"), ("ssl.truststore.type", "PEM"));
    let cases: [(&[(&str, &str)], &str); 8] = [
        (
            &[pem_trust, ("ssl.truststore.location", &ca), ("ssl.truststore.certificates", &chain)],
            "ssl.truststore.certificates: Both SSL trust store location and separate trust certificates are specified.",
        ),
        (
            &[("ssl.truststore.certificates", &chain)],
            "ssl.truststore.certificates: SSL trust store certs can be specified only for PEM, but trust store type is JKS. Fix: set ssl.truststore.type=PEM",
        ),
        (
            &[pem_trust, ("ssl.truststore.certificates", CANARY)],
            "ssl.truststore.certificates: there is no '-----BEGIN CERTIFICATE-----' in it",
        ),
        (
            &[pem_keys, ("ssl.keystore.key", &key)],
            "ssl.keystore.key: SSL private key is specified, but certificate chain is not specified.",
        ),
        (
            &[pem_keys, ("ssl.keystore.certificate.chain", &chain)],
            "ssl.keystore.certificate.chain: SSL certificate chain is specified, but private key is not specified",
        ),
        (
            &[("ssl.keystore.key", &key), ("ssl.keystore.certificate.chain", &chain)],
            "ssl.keystore.key: SSL private key can be specified only for PEM, but key store type is JKS. Fix: set ssl.keystore.type=PEM",
        ),
        (
            &[pem_keys, ("ssl.keystore.location", &pem), ("ssl.keystore.password", CANARY)],
            "ssl.keystore.password: SSL key store password cannot be specified with PEM format, only key password may be \
          specified; set 'ssl.key.password' instead",
        ),
        (
            &[pem_keys, ("ssl.keystore.key", CANARY), ("ssl.keystore.certificate.chain", &chain)],
            "ssl.keystore.key: there is no '-----BEGIN PRIVATE KEY-----' in it",
        ),
    ];
    for (set, told) in cases {
        let set = [&[("security.protocol", "SSL")], set].concat();
        assert_eq!(resolve(&set).unwrap_err(), format!("--set: {told}"));
    }
}

#[test]
fn the_protocol_says_what_counts() {
    let jaas = "not.a.Module";
    let unused =
        [("ssl.truststore.location", "/no.jks"), ("ssl.keystore.location", "/no.jks"), ("sasl.jaas.config", jaas)];
    let target = resolve(&unused).unwrap();
    for name in ["ssl.keystore.location", "ssl.ca.location", "sasl.username"] {
        assert_eq!(given(&target, name), None, "{name}");
    }
    for name in ["https", "HTTPS"] {
        let set = [("security.protocol", "SSL"), ("ssl.endpoint.identification.algorithm", name)];
        assert_eq!(taken(&set, &["ssl.endpoint.identification.algorithm"]), [Some("https".to_owned())]);
    }
}

#[test]
fn of_two_names_for_one_thing_the_one_set_last_counts_and_the_other_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let files = Certificates::make(folder.path());
    let (ca, other) = (files.path("ca.pem"), files.path("other-ca.pem"));
    let java = format!("\"ssl.truststore.type\" = \"PEM\"\n\"ssl.truststore.location\" = \"{ca}\"\n");
    let base = "[producer]\n\"bootstrap.servers\" = \"127.0.0.1:1\"\n\"security.protocol\" = \"SSL\"\n";
    let native = format!("\"ssl.ca.location\" = \"{other}\"\n");
    let write = |name: &str, text: String| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let base_java = write("java.toml", [base, &java].concat());
    let base_native = write("native.toml", [base, &native].concat());
    let told = |file: &str| {
        format!("{file}:5:1: warning: ssl.truststore.location: this is not used, for 'ssl.ca.location' is set")
    };
    let both = write("both.toml", [base, &java, &native].concat());
    let passed = write("passed.toml", [base, &java, "[librdkafka]\n", &native].concat());
    let cases = [
        (both.clone(), &other, Some(told(&both))),
        (passed.clone(), &other, Some(told(&passed))),
        (write("last-java.toml", format!("extends = \"{base_native}\"\n[producer]\n{java}")), &ca, None),
        (
            write("last-native.toml", format!("extends = \"{base_java}\"\n[producer]\n{native}")),
            &other,
            Some(told(&base_java)),
        ),
    ];
    for (file, path, warning) in cases {
        let target = TargetArgs { profile: Some(file.clone()), ..TargetArgs::default() }.resolve(&|_| None).unwrap();
        assert_eq!(given(&target, "ssl.ca.location").as_ref(), Some(path), "{file}");
        let warned: Vec<String> = target.warnings.iter().map(ToString::to_string).collect();
        assert_eq!(warned, warning.into_iter().collect::<Vec<_>>(), "{file}");
    }
}
