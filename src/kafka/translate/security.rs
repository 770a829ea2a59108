//! What TLS and logging in need besides the values themselves.

use super::Translator;
use crate::domain::profile::Setting;

const MECHANISMS: &str = "allowed: PLAIN, SCRAM-SHA-256, SCRAM-SHA-512";

impl Translator<'_> {
    pub(super) fn security(&mut self) {
        let protocol = self.pair("security.protocol").unwrap_or("plaintext").to_lowercase();
        if protocol.ends_with("ssl") {
            self.trust_the_system();
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
        self.error(&setting, &format!("{problem}; {MECHANISMS}"));
    }

    fn no_mechanism(&mut self) {
        if let Some(setting) = self.effective.setting("security.protocol").cloned() {
            let problem = "logging in needs 'sasl.mechanism'; its default, GSSAPI (Kerberos), is not built in";
            self.error(&setting, &format!("{problem}; {MECHANISMS}"));
        }
    }
}
