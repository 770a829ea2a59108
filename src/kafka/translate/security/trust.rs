//! Java's trust store: PEM goes to librdkafka, every other format is to be converted.

use super::Translator;
use super::content::Content;
use super::files::{conversion, shell_word, with_end};
use super::pem::{self, Block, Part};

const NATIVE: [&str; 2] = ["ssl.ca.location", "ssl.ca.pem"];
const CERTIFICATES: &str = "ssl.truststore.certificates";
const TYPE: &str = "ssl.truststore.type";
const LOCATION: &str = "ssl.truststore.location";

impl Translator<'_> {
    pub(super) fn trust_store(&mut self) {
        let (text, file) = (self.value(CERTIFICATES).is_some(), self.value(LOCATION).is_some());
        if text && file {
            // Java's words.
            return self.accuse(
                "trust-store",
                CERTIFICATES,
                "Both SSL trust store location and separate trust certificates are specified.",
            );
        }
        if text && self.counts(CERTIFICATES, &NATIVE) {
            self.trusted_text();
        } else if file && self.counts(LOCATION, &NATIVE) {
            self.trusted_file();
        }
    }

    fn trust_store_type(&self) -> String {
        self.value(TYPE).unwrap_or("JKS").to_owned()
    }

    fn trusted_text(&mut self) {
        let kind = self.trust_store_type();
        if !kind.eq_ignore_ascii_case("PEM") {
            let java = "SSL trust store certs can be specified only for PEM, but trust store type is";
            return self.accuse_type(CERTIFICATES, TYPE, &format!("{java} {kind}."));
        }
        let text = self.value(CERTIFICATES).unwrap_or_default();
        let blocks: Vec<Block<'_>> =
            pem::blocks(text).into_iter().filter(|block| block.is(Part::Certificate)).collect();
        if blocks.is_empty() {
            return self.accuse("trust-store", CERTIFICATES, "there is no '-----BEGIN CERTIFICATE-----' in it");
        }
        let lines = pem::in_lines(&blocks);
        self.stand_in("ssl.ca.pem", CERTIFICATES, lines);
    }

    fn trusted_file(&mut self) {
        let path = self.value(LOCATION).unwrap_or_default().to_owned();
        let kind = self.trust_store_type();
        let content = match Content::of(&path) {
            Ok(content) => content,
            Err(why) => return self.accuse("no-such-file", LOCATION, &why),
        };
        let is_pem = kind.eq_ignore_ascii_case("PEM");
        if content.has(Part::Certificate) || matches!(content, Content::Stream) {
            if is_pem {
                self.stand_in("ssl.ca.location", LOCATION, path);
            } else {
                let message = format!("the file '{path}' is PEM, but the type of the trust store is '{kind}'");
                self.accuse_type(LOCATION, TYPE, &message);
            }
            return;
        }
        let how = match &content {
            Content::Jks | Content::Pkcs12 | Content::Der => {
                let converted = shell_word(&with_end(&path, "pem"));
                format!(
                    "{}; then set 'ssl.truststore.location' to {converted} and 'ssl.truststore.type' to PEM",
                    conversion(&content, &path)
                )
            }
            Content::Pem(_) | Content::Folder | Content::Stream | Content::Other(_) => String::new(),
        };
        let needed = "trust stores are read as PEM here, with '-----BEGIN CERTIFICATE-----'";
        self.accuse("trust-store", LOCATION, &format!("the file '{path}' {}; {needed}{how}", content.words()));
    }
}
