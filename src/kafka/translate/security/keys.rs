//! Java's key store: PEM goes to librdkafka as certificate and key, PKCS#12 as it is, JKS is to be converted.

use super::Translator;
use super::content::Content;
use super::files::{shell_word, with_end};
use super::pem::{self, Block, Part};

const NATIVE: [&str; 4] = ["ssl.certificate.location", "ssl.certificate.pem", "ssl.key.location", "ssl.key.pem"];
const KEY: &str = "ssl.keystore.key";
const CHAIN: &str = "ssl.keystore.certificate.chain";
const TYPE: &str = "ssl.keystore.type";
const LOCATION: &str = "ssl.keystore.location";
const PASSWORD: &str = "ssl.keystore.password";

impl Translator<'_> {
    pub(super) fn key_store(&mut self) {
        let kind = self.value(TYPE).unwrap_or("JKS").to_owned();
        let is_pem = kind.eq_ignore_ascii_case("PEM");
        let is_set = |name| self.value(name).is_some();
        match (is_set(KEY), is_set(CHAIN), is_set(LOCATION)) {
            (false, false, false) => {}
            // The sentences that follow are Java's.
            (true, true, true) => {
                self.accuse("key-store", KEY, "Both SSL key store location and separate private key are specified.");
            }
            (true, false, _) => {
                self.accuse("key-store", KEY, "SSL private key is specified, but certificate chain is not specified.");
            }
            (false, true, _) => {
                self.accuse("key-store", CHAIN, "SSL certificate chain is specified, but private key is not specified");
            }
            (true, true, false) if !is_pem => {
                let java = "SSL private key can be specified only for PEM, but key store type is";
                self.accuse_type(KEY, TYPE, &format!("{java} {kind}."));
            }
            _ if is_pem && is_set(PASSWORD) => {
                let message = "SSL key store password cannot be specified with PEM format, only key password may be \
                               specified; set 'ssl.key.password' instead";
                self.accuse("key-store", PASSWORD, message);
            }
            (true, true, false) => {
                if self.counts(KEY, &NATIVE) {
                    self.key_text();
                }
            }
            (false, false, true) => self.key_file(&kind),
        }
    }

    fn key_text(&mut self) {
        let parts: [(&'static str, &'static str, Part, &str); 2] = [
            (CHAIN, "ssl.certificate.pem", Part::Certificate, "CERTIFICATE"),
            (KEY, "ssl.key.pem", Part::Key, "PRIVATE KEY"),
        ];
        for (java, native, part, label) in parts {
            let text = self.value(java).unwrap_or_default();
            let blocks: Vec<Block<'_>> = pem::blocks(text).into_iter().filter(|block| block.is(part)).collect();
            let lines = pem::in_lines(&blocks);
            if blocks.is_empty() {
                self.accuse("key-store", java, &format!("there is no '-----BEGIN {label}-----' in it"));
            } else {
                self.needs_password(java, "the private key", &lines);
                self.stand_in(native, java, lines);
            }
        }
    }

    fn key_file(&mut self, kind: &str) {
        let path = self.value(LOCATION).unwrap_or_default().to_owned();
        let content = match Content::of(&path) {
            Ok(content) => content,
            Err(why) => return self.accuse("no-such-file", LOCATION, &why),
        };
        if kind.eq_ignore_ascii_case("PEM") {
            return self.pem_file(&path, &content);
        }
        match &content {
            Content::Pkcs12 | Content::Stream => {}
            Content::Pem(_) => {
                let message = format!("the file '{path}' is PEM, but the type of the key store is '{kind}'");
                self.accuse_type(LOCATION, TYPE, &message);
            }
            Content::Jks => {
                let (file, made) = (shell_word(&path), shell_word(&with_end(&path, "p12")));
                let message = format!(
                    "the file '{path}' {}; needed: PKCS#12 or PEM. This makes it: keytool -importkeystore \
                     -srckeystore {file} -destkeystore {made} -deststoretype PKCS12; then set \
                     'ssl.keystore.location' to {made}",
                    content.words()
                );
                self.accuse("key-store", LOCATION, &message);
            }
            Content::Der | Content::Folder | Content::Other(_) => {
                let message = format!("the file '{path}' {}; needed: PKCS#12 or PEM", content.words());
                self.accuse("key-store", LOCATION, &message);
            }
        }
    }

    /// A file with the private key and the certificates, in any order.
    fn pem_file(&mut self, path: &str, content: &Content) {
        self.pairs.retain(|(name, _)| name != LOCATION);
        if !self.counts(LOCATION, &NATIVE) {
            return;
        }
        let parts: [(&'static str, Part, &str); 2] = [
            ("ssl.certificate.location", Part::Certificate, "a certificate ('-----BEGIN CERTIFICATE-----')"),
            ("ssl.key.location", Part::Key, "a private key ('-----BEGIN PRIVATE KEY-----')"),
        ];
        for (native, part, wanted) in parts {
            if !content.has(part) && !matches!(content, Content::Stream) {
                let message = format!("the file '{path}' {}; a PEM key store needs {wanted}", content.words());
                return self.accuse("key-store", LOCATION, &message);
            }
            self.stand_in(native, LOCATION, path.to_owned());
        }
        if let Content::Pem(text) = content {
            self.needs_password(LOCATION, &format!("the private key in '{path}'"), text);
        }
    }
}
