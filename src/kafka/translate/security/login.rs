//! Logging in: `sasl.jaas.config` as Java reads it, or librdkafka's user and password.

use super::Translator;
use crate::domain::profile::java::jaas::{self, Module};

const JAAS: &str = "sasl.jaas.config";
const MECHANISM: &str = "sasl.mechanism";
const NATIVE: [&str; 2] = ["sasl.username", "sasl.password"];
const MECHANISMS: &str = "allowed: PLAIN, SCRAM-SHA-256, SCRAM-SHA-512";

/// How a login module logs in.
enum Login {
    Plain,
    Scram,
}

impl Login {
    /// By the class, whichever package a company's own build of Kafka put it in.
    fn of(class: &str) -> Result<Self, String> {
        let name = class.rsplit('.').next().unwrap_or(class);
        let why = match name {
            "PlainLoginModule" => return Ok(Self::Plain),
            "ScramLoginModule" => return Ok(Self::Scram),
            "Krb5LoginModule" => "Kerberos is not built in".to_owned(),
            "OAuthBearerLoginModule" | "IAMLoginModule" => {
                "tokens from an identity provider can't be had here".to_owned()
            }
            // Anything else in its place may be a part of a password.
            _ if name.ends_with("LoginModule") => format!("'{name}' is Java code, which is not run here"),
            _ => "the login module is Java code, which is not run here".to_owned(),
        };
        Err(format!("{why}; use PlainLoginModule or ScramLoginModule, or 'sasl.username' and 'sasl.password'"))
    }

    fn module(&self) -> &'static str {
        match self {
            Self::Plain => "PlainLoginModule",
            Self::Scram => "ScramLoginModule",
        }
    }

    fn serves(&self, mechanism: &str) -> bool {
        match self {
            Self::Plain => mechanism == "PLAIN",
            Self::Scram => mechanism == "SCRAM-SHA-256" || mechanism == "SCRAM-SHA-512",
        }
    }

    fn mechanisms(&self) -> &'static str {
        match self {
            Self::Plain => "PLAIN",
            Self::Scram => "SCRAM-SHA-256 or SCRAM-SHA-512",
        }
    }
}

impl Translator<'_> {
    pub(super) fn log_in(&mut self) {
        let counts = self.counts(JAAS, &NATIVE);
        let login = if counts { self.jaas() } else { None };
        if !self.mechanism(login.as_ref()) || counts {
            return;
        }
        let missing: Vec<String> = NATIVE
            .iter()
            .filter(|name| self.pair(name).is_none_or(str::is_empty))
            .map(|name| format!("'{name}'"))
            .collect();
        if !missing.is_empty() {
            let mechanism = self.pair("sasl.mechanisms").unwrap_or_default();
            let or_jaas = if self.is_java() { ", or 'sasl.jaas.config'" } else { "" };
            let message = format!("logging in with {mechanism} needs {}{or_jaas}", missing.join(" and "));
            self.accuse("mechanism", MECHANISM, &message);
        }
    }

    /// The user and the password of Java's login module.
    fn jaas(&mut self) -> Option<Login> {
        let text = self.value(JAAS).unwrap_or_default();
        match read(text) {
            Ok((login, user, password)) => {
                self.stand_in("sasl.username", JAAS, user);
                self.stand_in("sasl.password", JAAS, password);
                Some(login)
            }
            Err(why) => {
                self.accuse("login", JAAS, &why);
                None
            }
        }
    }

    /// Whether there is a mechanism that needs a user and a password; else why is told, where that is an error.
    fn mechanism(&mut self, login: Option<&Login>) -> bool {
        let mechanism = self.pair("sasl.mechanisms").map(str::to_owned);
        let is_set = self.effective.is_set(MECHANISM) || mechanism.is_some();
        let unsigned = self.pair("enable.sasl.oauthbearer.unsecure.jwt") == Some("true");
        let problem = match (mechanism.as_deref(), login) {
            (Some("OAUTHBEARER"), _) if unsigned => return false,
            (Some("OAUTHBEARER"), _) => "'OAUTHBEARER' needs tokens from an identity provider, which is not built in",
            (Some("GSSAPI"), _) | (None, None) if is_set => "'GSSAPI' (Kerberos) is not built in",
            (None, Some(login)) => {
                let (module, mechanisms) = (login.module(), login.mechanisms());
                let message = format!(
                    "the login module is {module}, so that 'sasl.mechanism' must be set to {mechanisms}; its default is \
                     GSSAPI (Kerberos)"
                );
                self.accuse("login", JAAS, &message);
                return false;
            }
            (Some("GSSAPI") | None, None) => {
                let problem = "logging in needs 'sasl.mechanism'; its default, GSSAPI (Kerberos), is not built in";
                self.accuse("mechanism", "security.protocol", &format!("{problem}; {MECHANISMS}"));
                return false;
            }
            (Some("PLAIN" | "SCRAM-SHA-256" | "SCRAM-SHA-512"), None) => return true,
            (Some(mechanism), Some(login)) if login.serves(mechanism) => return true,
            (Some(mechanism), Some(login)) => {
                let (module, mechanisms) = (login.module(), login.mechanisms());
                let message =
                    format!("'{mechanism}', but the login module of 'sasl.jaas.config' is {module}, for {mechanisms}");
                self.accuse("mechanism", MECHANISM, &message);
                return false;
            }
            (Some(mechanism), None) => {
                let message = format!("'{mechanism}' is not one of the mechanisms built in; {MECHANISMS}");
                self.accuse("mechanism", MECHANISM, &message);
                return false;
            }
        };
        self.accuse("mechanism", MECHANISM, &format!("{problem}; {MECHANISMS}"));
        false
    }
}

/// The login module's kind, user and password.
fn read(text: &str) -> Result<(Login, String, String), String> {
    let mut modules = jaas::modules(text).map_err(|why| {
        let hint = if text.trim_start().starts_with("KafkaClient") {
            "; paste only what stands between the braces of 'KafkaClient {…};'"
        } else {
            ""
        };
        why + hint
    })?;
    let count = modules.len();
    let module = modules.pop().filter(|_| count == 1).ok_or_else(|| {
        // Java's words.
        format!("JAAS config property contains {count} login modules, should be 1 module")
    })?;
    let login = Login::of(module.class.trim())?;
    if module.options.get("tokenauth").is_some_and(|value| value.eq_ignore_ascii_case("true")) {
        return Err("'tokenauth' (delegation tokens) can't be had here; use a user and a password".to_owned());
    }
    let user = option(&module, "username")?;
    let password = option(&module, "password")?;
    Ok((login, user, password))
}

fn option(module: &Module, name: &str) -> Result<String, String> {
    match module.options.get(name).filter(|value| !value.is_empty()) {
        Some(value) => Ok(value.clone()),
        None => Err(format!("the login module has no '{name}'; it is given as {name}=\"…\" before the semicolon")),
    }
}
