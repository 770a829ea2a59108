//! Files of keys and certificates.

use super::{CANARY, are_told, made, made_with_others, resolve};

#[test]
fn what_is_wrong_with_a_file_is_told_before_connecting() {
    let (_folder, files, here) = made_with_others();
    let at = |name: &str| files.path(name);
    let certificate = "certificates in PEM ('-----BEGIN CERTIFICATE-----')";
    are_told(vec![
        (&[], "ssl.ca.location", at("no.pem"), format!("the file '{here}/no.pem' can't be read: no such file")),
        (&[], "ssl.ca.location", String::new(), "the path is empty; a file must be named".into()),
        (
            &[],
            "ssl.ca.location",
            at("empty.pem"),
            format!("the file '{here}/empty.pem' is empty; needed: {certificate}"),
        ),
        (
            &[],
            "ssl.ca.location",
            at("secret.txt"),
            format!("the file '{here}/secret.txt' is text without a line '-----BEGIN …-----'; needed: {certificate}"),
        ),
        (
            &[],
            "ssl.ca.location",
            at("client.key"),
            format!("the file '{here}/client.key' holds only: PRIVATE KEY; needed: {certificate}"),
        ),
        (
            &[],
            "ssl.ca.location",
            at("ca.der"),
            format!(
                "the file '{here}/ca.der' is a certificate in DER; needed: {certificate}. This makes it: \
                  openssl x509 -inform der -in {here}/ca.der -out {here}/ca.pem"
            ),
        ),
        (
            &[],
            "ssl.certificate.location",
            here.clone(),
            format!("the file '{here}' is a folder; needed: a certificate in PEM ('-----BEGIN CERTIFICATE-----')"),
        ),
        (
            &[],
            "ssl.key.location",
            at("ca.pem"),
            format!(
                "the file '{here}/ca.pem' holds only: CERTIFICATE; needed: a private key in PEM \
                  ('-----BEGIN PRIVATE KEY-----')"
            ),
        ),
        (
            &[],
            "ssl.key.location",
            at("client-encrypted.key"),
            format!("the private key in '{here}/client-encrypted.key' is encrypted: 'ssl.key.password' must be set"),
        ),
        (
            &[],
            "ssl.crl.location",
            at("ca.pem"),
            format!(
                "the file '{here}/ca.pem' holds only: CERTIFICATE; needed: a list of revoked certificates in PEM \
                  ('-----BEGIN X509 CRL-----')"
            ),
        ),
    ]);
}

#[test]
fn what_librdkafka_says_of_keys_and_passwords_names_the_property_and_no_value() {
    let (_folder, files) = made();
    let at = |name: &str| files.path(name);
    let (certificate, key, other) = (at("client.crt"), at("client-encrypted.key"), at("other.key"));
    let (encrypted, p12) = (at("client-encrypted.pem"), at("client.p12"));
    let cut = files.text("client.crt").replacen("MII", "MIX", 1);
    let wrong = "OpenSSL can't read this private key: 'ssl.key.password' is wrong, or the key is cut off or altered";
    let cases: [(&[(&str, &str)], String); 7] = [
        (
            &[("ssl.certificate.location", &certificate), ("ssl.key.location", &key), ("ssl.key.password", CANARY)],
            format!("ssl.key.location: {wrong}"),
        ),
        (
            &[("ssl.keystore.type", "PEM"), ("ssl.keystore.location", &encrypted), ("ssl.key.password", CANARY)],
            format!("ssl.keystore.location: {wrong}"),
        ),
        (
            &[("ssl.certificate.location", &certificate), ("ssl.key.location", &other)],
            "ssl.key.location: this private key does not belong to the certificate".into(),
        ),
        (
            &[("ssl.keystore.location", &p12), ("ssl.keystore.password", CANARY)],
            "ssl.keystore.password: this password does not open the key store".into(),
        ),
        (
            &[("ssl.keystore.location", &p12)],
            "`ssl.keystore.password` is mandatory when `ssl.keystore.location` is set".into(),
        ),
        (
            &[
                ("ssl.keystore.type", "PEM"),
                ("ssl.keystore.key", &files.text("client-encrypted.key")),
                ("ssl.keystore.certificate.chain", &files.text("client.crt")),
                ("ssl.key.password", CANARY),
            ],
            format!("ssl.keystore.key: {wrong}"),
        ),
        (
            &[("ssl.ca.pem", &cut)],
            "ssl.ca.pem: OpenSSL can't read these certificates as PEM; there is none, or one is cut off or altered"
                .into(),
        ),
    ];
    for (set, told) in cases {
        let set = [&[("security.protocol", "SSL")], set].concat();
        let said = resolve(&set).unwrap_err();
        assert_eq!(said, format!("--set: {told}"));
    }
}
