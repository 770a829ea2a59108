//! Certificates, keys and key stores for tests, made anew each time.
#![allow(dead_code, reason = "each of the tests that share this needs another part of it")]

use std::fs;
use std::path::{Path, PathBuf};

use openssl::asn1::Asn1Time;
use openssl::bn::BigNum;
use openssl::ec::{EcGroup, EcKey};
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkcs12::Pkcs12;
use openssl::pkey::{PKey, Private};
use openssl::stack::Stack;
use openssl::symm::Cipher;
use openssl::x509::extension::{BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectAlternativeName};
use openssl::x509::{X509, X509Builder, X509Name};

/// What opens the encrypted key and the key store.
pub const PASSWORD: &str = "opens-the-key";

/// The files that a test of TLS needs.
pub struct Certificates {
    folder: PathBuf,
}

struct Identity {
    certificate: X509,
    key: PKey<Private>,
}

impl Certificates {
    /// Makes all of them in this folder: an authority, a server's certificate for 127.0.0.1 and localhost, a client's
    /// that an intermediate of the authority signed, and another authority that nobody knows.
    pub fn make(folder: &Path) -> Self {
        fs::create_dir_all(folder).unwrap();
        let made = Self { folder: folder.to_owned() };
        let (root, stranger) = (authority("test-ca", None), authority("other-ca", None));
        let intermediate = authority("test-intermediate", Some(&root));
        let server = leaf("localhost", &root, true);
        let client = leaf("client1", &intermediate, false);
        let chain = [pem(&client), pem(&intermediate)].concat();
        let key = text(client.key.private_key_to_pem_pkcs8().unwrap());
        let encrypted = client.key.private_key_to_pem_pkcs8_passphrase(Cipher::aes_256_cbc(), PASSWORD.as_bytes());
        let encrypted = text(encrypted.unwrap());
        made.write("ca.pem", &pem(&root));
        made.write("other-ca.pem", &pem(&stranger));
        made.write("server.pem", &[text(server.key.private_key_to_pem_pkcs8().unwrap()), pem(&server)].concat());
        made.write("client.crt", &chain);
        made.write("client.key", &key);
        made.write("client.pem", &[key, chain.clone()].concat());
        made.write("client-encrypted.key", &encrypted);
        made.write("client-encrypted.pem", &[encrypted, chain].concat());
        made.write("other.key", &text(stranger.key.private_key_to_pem_pkcs8().unwrap()));
        let mut others = Stack::new().unwrap();
        others.push(intermediate.certificate.clone()).unwrap();
        let mut store = Pkcs12::builder();
        store.name("client").pkey(&client.key).cert(&client.certificate).ca(others);
        fs::write(made.path("client.p12"), store.build2(PASSWORD).unwrap().to_der().unwrap()).unwrap();
        fs::write(made.path("ca.der"), root.certificate.to_der().unwrap()).unwrap();
        made
    }

    /// The path of one of the files.
    pub fn path(&self, name: &str) -> String {
        self.folder.join(name).display().to_string()
    }

    /// The text of one of them.
    pub fn text(&self, name: &str) -> String {
        fs::read_to_string(self.folder.join(name)).unwrap()
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.folder.join(name), text).unwrap();
    }
}

fn authority(name: &str, signer: Option<&Identity>) -> Identity {
    issue(name, signer, |builder| {
        builder.append_extension(BasicConstraints::new().critical().ca().build().unwrap()).unwrap();
        let usage = KeyUsage::new().critical().key_cert_sign().crl_sign().build().unwrap();
        builder.append_extension(usage).unwrap();
    })
}

fn leaf(name: &str, signer: &Identity, is_server: bool) -> Identity {
    issue(name, Some(signer), |builder| {
        builder.append_extension(BasicConstraints::new().build().unwrap()).unwrap();
        builder.append_extension(KeyUsage::new().digital_signature().build().unwrap()).unwrap();
        let mut usage = ExtendedKeyUsage::new();
        if is_server {
            let context = builder.x509v3_context(Some(&signer.certificate), None);
            let names = SubjectAlternativeName::new().ip("127.0.0.1").dns("localhost").build(&context).unwrap();
            builder.append_extension(names).unwrap();
            usage.server_auth();
        } else {
            usage.client_auth();
        }
        builder.append_extension(usage.build().unwrap()).unwrap();
    })
}

fn issue(name: &str, signer: Option<&Identity>, extend: impl FnOnce(&mut X509Builder)) -> Identity {
    let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap();
    let key = PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap();
    let mut subject = X509Name::builder().unwrap();
    subject.append_entry_by_nid(Nid::COMMONNAME, name).unwrap();
    let subject = subject.build();
    let mut serial = BigNum::new().unwrap();
    serial.rand(127, openssl::bn::MsbOption::MAYBE_ZERO, false).unwrap();
    let mut builder = X509::builder().unwrap();
    builder.set_version(2).unwrap();
    builder.set_serial_number(&serial.to_asn1_integer().unwrap()).unwrap();
    builder.set_subject_name(&subject).unwrap();
    builder.set_issuer_name(signer.map_or(&subject, |signer| signer.certificate.subject_name())).unwrap();
    builder.set_pubkey(&key).unwrap();
    builder.set_not_before(&Asn1Time::days_from_now(0).unwrap()).unwrap();
    builder.set_not_after(&Asn1Time::days_from_now(30).unwrap()).unwrap();
    extend(&mut builder);
    builder.sign(signer.map_or(&key, |signer| &signer.key), MessageDigest::sha256()).unwrap();
    Identity { certificate: builder.build(), key }
}

fn pem(identity: &Identity) -> String {
    text(identity.certificate.to_pem().unwrap())
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}
