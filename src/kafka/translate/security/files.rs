//! librdkafka's own properties that name a file: it does not tell which one it can't read.

use std::env;
use std::ffi::OsString;

use super::Translator;
use super::content::Content;
use super::pem::{self, Part};
use crate::domain::diagnostic::{Diagnostic, Place};

/// Name, whether a folder does too, what must be in it, and how to say that.
type Wanted = (&'static str, bool, Part, &'static str);

const PEM: [Wanted; 4] = [
    ("ssl.ca.location", true, Part::Certificate, "certificates in PEM ('-----BEGIN CERTIFICATE-----')"),
    ("ssl.certificate.location", false, Part::Certificate, "a certificate in PEM ('-----BEGIN CERTIFICATE-----')"),
    ("ssl.key.location", false, Part::Key, "a private key in PEM ('-----BEGIN PRIVATE KEY-----')"),
    (
        "ssl.crl.location",
        false,
        Part::Revocations,
        "a list of revoked certificates in PEM ('-----BEGIN X509 CRL-----')",
    ),
];

impl Translator<'_> {
    /// Looks at every file before anything connects. Those that Java's properties name were looked at before.
    pub(super) fn files(&mut self) {
        if ["ssl.ca.location", "ssl.ca.pem"].iter().all(|name| self.pair(name).is_none()) {
            match authorities(&|name| env::var_os(name)) {
                Ok(Some(location)) => self.put("ssl.ca.location", location),
                Ok(None) => {}
                Err(problem) => self.problems.push(problem),
            }
        }
        for wanted in PEM {
            let (name, ..) = wanted;
            let is_javas = self.stand_ins.iter().any(|(native, _)| *native == name);
            let Some(path) = self.pair(name).filter(|path| !is_javas && *path != "probe").map(str::to_owned) else {
                continue;
            };
            if let Err((id, why)) = look(&path, wanted) {
                self.accuse(id, name, &why);
            } else if name == "ssl.key.location" {
                self.password_of(name, &path);
            }
        }
    }

    fn password_of(&mut self, name: &'static str, path: &str) {
        if let Ok(Content::Pem(text)) = Content::of(path) {
            self.needs_password(name, &format!("the private key in '{path}'"), &text);
        }
    }

    /// Tells where a private key of this text is encrypted and there is no password.
    pub(super) fn needs_password(&mut self, name: &'static str, what: &str, text: &str) {
        let key = pem::blocks(text).into_iter().find(|block| block.is(Part::Key));
        let has_password = self.pair("ssl.key.password").is_some_and(|password| !password.is_empty());
        if key.is_some_and(|key| key.is_encrypted()) && !has_password {
            self.accuse("wrong-file", name, &format!("{what} is encrypted: 'ssl.key.password' must be set"));
        }
    }
}

/// The `ssl.ca.location` of who names no authorities: the OpenSSL that is built in knows no folder of them, so that the
/// system's are looked for. OpenSSL's own variables, where they are set, it follows by itself.
fn authorities(variable: &dyn Fn(&str) -> Option<OsString>) -> Result<Option<&'static str>, Diagnostic> {
    const FILE: &str = "SSL_CERT_FILE";
    let set = |name: &str| variable(name).filter(|value| !value.is_empty());
    match (set(FILE), set("SSL_CERT_DIR")) {
        (Some(file), _) => match look(&file.to_string_lossy(), PEM[0]) {
            Ok(()) => Ok(None),
            Err((id, why)) => Err(Diagnostic::error(Place::Environment(FILE.to_owned()), why).id(id)),
        },
        (None, Some(_)) => Ok(None),
        (None, None) => Ok(Some("probe")),
    }
}

/// Whether the file is what it should be; else the id and the words of what it is.
fn look(path: &str, (_, folders, part, wanted): Wanted) -> Result<(), (&'static str, String)> {
    let content = Content::of(path).map_err(|why| ("no-such-file", why))?;
    match content {
        Content::Stream => Ok(()),
        Content::Folder if folders => Ok(()),
        ref found if found.has(part) => Ok(()),
        found => {
            let why = format!("the file '{path}' {}; needed: {wanted}{}", found.words(), conversion(&found, path));
            Err(("wrong-file", why))
        }
    }
}

/// The command that makes PEM of it, where there is one.
pub(super) fn conversion(content: &Content, path: &str) -> String {
    let (file, pem) = (shell_word(path), shell_word(&with_end(path, "pem")));
    match content {
        Content::Jks => format!(". This makes it: keytool -list -rfc -keystore {file} > {pem}"),
        Content::Pkcs12 => format!(". This makes it: openssl pkcs12 -in {file} -nokeys -out {pem}"),
        Content::Der => format!(". This makes it: openssl x509 -inform der -in {file} -out {pem}"),
        Content::Pem(_) | Content::Folder | Content::Stream | Content::Other(_) => String::new(),
    }
}

/// The path with another end.
pub(super) fn with_end(path: &str, end: &str) -> String {
    std::path::Path::new(path).with_extension(end).display().to_string()
}

/// A word as a shell reads it.
pub(super) fn shell_word(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+=:@%,".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_systems_authorities_are_trusted_unless_a_variable_of_openssls_names_others() {
        let folder = std::env::temp_dir().display().to_string();
        let cases = [
            (None, "", Ok(Some("probe"))),
            (Some("SSL_CERT_FILE"), "", Ok(Some("probe"))),
            (Some("SSL_CERT_DIR"), folder.as_str(), Ok(None)),
            (
                Some("SSL_CERT_FILE"),
                "/nowhere/ca.pem",
                Err("$SSL_CERT_FILE: the file '/nowhere/ca.pem' can't be read: no such file".to_owned()),
            ),
        ];
        for (set, value, expected) in cases {
            let told = authorities(&|name| (Some(name) == set).then(|| value.into()));
            assert_eq!(told.map_err(|problem| problem.to_string()), expected, "{set:?} {value}");
        }
    }

    #[test]
    fn a_word_is_quoted_where_a_shell_would_split_it() {
        for (word, quoted) in [("/a/b-1.pem", "/a/b-1.pem"), ("a b", "'a b'"), ("it's", r"'it'\''s'"), ("", "''")] {
            assert_eq!(shell_word(word), quoted);
        }
    }
}
