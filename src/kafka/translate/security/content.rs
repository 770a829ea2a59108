//! What a file that should hold keys or certificates turns out to be.

use std::fs::{self, File};
use std::io::{self, Read as _};

use super::pem::{self, Part};

/// A bundle of every public authority has a fifth of this.
const LONGEST: u64 = 4 << 20;

/// What a file is, by how it begins.
pub(super) enum Content {
    /// PEM, and its text.
    Pem(String),
    /// Java's own format of key and trust stores.
    Jks,
    /// A PKCS#12 store.
    Pkcs12,
    /// A certificate in DER.
    Der,
    /// A folder.
    Folder,
    /// Something that can be read but once, as a pipe: it is left alone.
    Stream,
    /// None of these; says what.
    Other(String),
}

impl Content {
    /// Looks at a file.
    ///
    /// # Errors
    /// Why it can't be read, with its path.
    pub(super) fn of(path: &str) -> Result<Self, String> {
        if path.is_empty() {
            return Err("the path is empty; a file must be named".to_owned());
        }
        let unreadable = |error: &io::Error| format!("the file '{path}' can't be read: {}", why(error));
        let kind = fs::metadata(path).map_err(|error| unreadable(&error))?;
        if kind.is_dir() {
            return Ok(Self::Folder);
        }
        if !kind.is_file() {
            return Ok(Self::Stream);
        }
        let mut bytes = Vec::new();
        let read = File::open(path).and_then(|file| file.take(LONGEST).read_to_end(&mut bytes));
        read.map_err(|error| unreadable(&error))?;
        Ok(Self::of_bytes(&bytes))
    }

    fn of_bytes(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        if !pem::blocks(&text).is_empty() {
            return Self::Pem(text.into_owned());
        }
        match bytes {
            [] => Self::Other("is empty".to_owned()),
            // JKS and JCEKS.
            [0xfe, 0xed, 0xfe, 0xed, ..] | [0xce, 0xce, 0xce, 0xce, ..] => Self::Jks,
            [0x30, ..] => match inside(bytes) {
                [0x02, 0x01, 0x03, ..] => Self::Pkcs12,
                [0x30, ..] => Self::Der,
                _ => Self::Other("begins as ASN.1 that is neither a certificate nor a PKCS#12 store".to_owned()),
            },
            [b'P', b'K', 3, 4, ..] => Self::Other("begins like a ZIP or JAR archive".to_owned()),
            [b'<', ..] => Self::Other("begins like HTML or XML".to_owned()),
            [b'{', ..] => Self::Other("begins like JSON".to_owned()),
            _ if text.contains("-----BEGIN ") => Self::Other("begins a PEM block that does not end".to_owned()),
            // Its text is not shown: a file named by mistake may hold a secret.
            _ if bytes.iter().take(64).all(|byte| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..)) => {
                Self::Other("is text without a line '-----BEGIN …-----'".to_owned())
            }
            first => {
                let magic: Vec<String> = first.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
                Self::Other(format!("begins with the bytes {}", magic.join(" ")))
            }
        }
    }

    /// What it is instead of what it should be.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Pem(text) => {
                let mut labels: Vec<&str> = pem::blocks(text).iter().map(|block| block.label).collect();
                labels.dedup();
                labels.truncate(3);
                format!("holds only: {}", labels.join(", "))
            }
            Self::Jks => "is a Java key store (JKS)".to_owned(),
            Self::Pkcs12 => "is a PKCS#12 store".to_owned(),
            Self::Der => "is a certificate in DER".to_owned(),
            Self::Folder => "is a folder".to_owned(),
            Self::Stream => "is no file".to_owned(),
            Self::Other(what) => what.clone(),
        }
    }

    /// Whether it is PEM with such a block.
    pub(super) fn has(&self, part: Part) -> bool {
        match self {
            Self::Pem(text) => pem::blocks(text).iter().any(|block| block.is(part)),
            Self::Jks | Self::Pkcs12 | Self::Der | Self::Folder | Self::Stream | Self::Other(_) => false,
        }
    }
}

/// What is in an ASN.1 sequence: behind its type and its length, of which the short form is one byte.
fn inside(bytes: &[u8]) -> &[u8] {
    let long = match bytes.get(1) {
        Some(length) if *length > 0x80 => usize::from(length & 0x7f),
        Some(_) | None => 0,
    };
    bytes.get(2 + long..).unwrap_or_default()
}

fn why(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        // The enum of the standard library is open.
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_file_is_known_by_how_it_begins_and_its_text_is_not_shown() {
        let cases: [(&[u8], &str); 12] = [
            (b"", "is empty"),
            (&[0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2], "is a Java key store (JKS)"),
            (&[0x30, 0x82, 0x04, 0x02, 0x02, 0x01, 0x03, 0x30], "is a PKCS#12 store"),
            (&[0x30, 0x80, 0x02, 0x01, 0x03, 0x30], "is a PKCS#12 store"),
            (&[0x30, 0x82, 0x01, 0x02, 0x30, 0x81], "is a certificate in DER"),
            (b"PK\x03\x04", "begins like a ZIP or JAR archive"),
            (b"<!DOCTYPE html>", "begins like HTML or XML"),
            (b"{\"keys\":[]}", "begins like JSON"),
            (b"hunter2 canary", "is text without a line '-----BEGIN …-----'"),
            (b"-----BEGIN CERTIFICATE-----\nAA==", "begins a PEM block that does not end"),
            (&[0x1f, 0x8b, 0x08, 0x00, 0x99], "begins with the bytes 1f 8b 08 00"),
            (b"-----BEGIN PUBLIC KEY-----\nAA==\n-----END PUBLIC KEY-----", "holds only: PUBLIC KEY"),
        ];
        for (bytes, words) in cases {
            assert_eq!(Content::of_bytes(bytes).words(), words);
        }
    }

    #[test]
    fn what_can_not_be_read_is_told_with_its_path() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name).display().to_string();
        let (there, missing) = (path("ca.pem"), path("nowhere"));
        std::fs::write(&there, "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n").unwrap();
        assert!(Content::of(&there).is_ok_and(|content| content.has(Part::Certificate)));
        assert!(Content::of(&path("")).is_ok_and(|content| matches!(content, Content::Folder)));
        let told = |path: &str| Content::of(path).err().unwrap();
        assert_eq!(told(&missing), format!("the file '{missing}' can't be read: no such file"));
        assert_eq!(told(""), "the path is empty; a file must be named");
    }
}
