//! What TLS and logging in need besides the values themselves.

use super::Translator;
use super::error::origin_of;
use crate::domain::diagnostic::Diagnostic;
use crate::domain::profile::{Origin, Setting};

/// Properties that name a file.
const FILES: [&str; 5] =
    ["ssl.ca.location", "ssl.certificate.location", "ssl.key.location", "ssl.keystore.location", "ssl.crl.location"];

const MECHANISMS: &str = "allowed: PLAIN, SCRAM-SHA-256, SCRAM-SHA-512";

impl Translator<'_> {
    pub(super) fn security(&mut self) {
        let protocol = self.pair("security.protocol").unwrap_or("plaintext").to_lowercase();
        if protocol.ends_with("ssl") {
            self.trust_the_system();
            self.files();
        }
        if protocol.starts_with("sasl") {
            self.mechanism();
        }
    }

    /// The OpenSSL that is built in knows no folder of certificates: without a CA of the person's own, the system's are
    /// looked for.
    fn trust_the_system(&mut self) {
        let has_ca = ["ssl.ca.location", "ssl.ca.pem"].iter().any(|name| self.pair(name).is_some());
        if !has_ca {
            self.put("ssl.ca.location", "probe");
        }
    }

    /// librdkafka does not name a file that is missing.
    fn files(&mut self) {
        for name in FILES {
            let Some(path) = self.pair(name).filter(|path| !path.is_empty() && *path != "probe") else { continue };
            let Err(error) = std::fs::metadata(path) else { continue };
            let why = match error.kind() {
                std::io::ErrorKind::NotFound => "no such file".to_owned(),
                std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
                // The enum of the standard library is open.
                _ => error.to_string(),
            };
            let place = origin_of(name, self.profile).map_or_else(|| self.profile.place(), Origin::place);
            let message = format!("{name}: the file '{path}' can't be read: {why}");
            self.problems.push(Diagnostic::error(place, message).id("no-such-file").about(name));
        }
    }

    fn mechanism(&mut self) {
        let Some(setting): Option<Setting> = self.effective.setting("sasl.mechanism").cloned() else { return };
        let unsigned = self.pair("enable.sasl.oauthbearer.unsecure.jwt") == Some("true");
        let problem = match self.pair("sasl.mechanisms") {
            Some("OAUTHBEARER") if !unsigned => {
                "'OAUTHBEARER' needs tokens from an identity provider, which is not built in"
            }
            Some("GSSAPI") => "'GSSAPI' (Kerberos) is not built in",
            None if setting.origin.is_some() => "'GSSAPI' (Kerberos) is not built in",
            None => return self.no_mechanism(),
            Some(_) => return,
        };
        self.error("mechanism", &setting, &format!("{problem}; {MECHANISMS}"));
    }

    fn no_mechanism(&mut self) {
        if let Some(setting) = self.effective.setting("security.protocol").cloned() {
            let problem = "logging in needs 'sasl.mechanism'; its default, GSSAPI (Kerberos), is not built in";
            self.error("mechanism", &setting, &format!("{problem}; {MECHANISMS}"));
        }
    }
}
