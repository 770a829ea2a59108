//! PEM text: blocks of base64 between `-----BEGIN X-----` and `-----END X-----`.

use std::fmt::Write as _;

/// Columns of a line of base64 (RFC 7468).
const COLUMNS: usize = 64;

/// One block.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Block<'a> {
    /// What it is, as `CERTIFICATE`.
    pub label: &'a str,
    body: &'a str,
}

/// What a block holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Certificate,
    Key,
    Revocations,
}

impl Block<'_> {
    pub(super) fn is(&self, part: Part) -> bool {
        match part {
            Part::Certificate => matches!(self.label, "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE"),
            Part::Key => self.label.ends_with("PRIVATE KEY"),
            Part::Revocations => self.label == "X509 CRL",
        }
    }

    /// Whether it takes a password to read it.
    pub(super) fn is_encrypted(&self) -> bool {
        self.label.starts_with("ENCRYPTED") || self.body.contains("4,ENCRYPTED")
    }
}

/// Every block of a text, in order; what stands around them does not count.
pub(super) fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut rest = text;
    while let Some((_, begun)) = rest.split_once("-----BEGIN ") {
        let Some((label, inside)) = begun.split_once("-----") else { break };
        let Some((body, after)) = inside.split_once("-----END ") else { break };
        blocks.push(Block { label: label.trim(), body });
        rest = after;
    }
    blocks
}

/// The blocks as OpenSSL wants them: in lines. Java takes any white space between them and inside, so that the whole may
/// stand in one line (KIP-651).
pub(super) fn in_lines(blocks: &[Block<'_>]) -> String {
    let mut lines = String::new();
    for Block { label, body } in blocks {
        let _ = writeln!(lines, "-----BEGIN {label}-----");
        if body.contains(':') {
            // The lines that say how it is encrypted are no base64.
            lines.push_str(body.trim_start_matches(['\r', '\n']));
        } else {
            let base64: Vec<char> = body.chars().filter(|c| !c.is_whitespace()).collect();
            for line in base64.chunks(COLUMNS) {
                lines.extend(line);
                lines.push('\n');
            }
        }
        let _ = writeln!(lines, "-----END {label}-----");
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_found_whatever_stands_around_them() {
        let text = "Alias name: ca\n-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\nx -----BEGIN \
                    ENCRYPTED PRIVATE KEY----- BB== -----END ENCRYPTED PRIVATE KEY-----";
        let found = blocks(text);
        let told: Vec<_> = found.iter().map(|block| (block.label, block.is(Part::Key), block.is_encrypted())).collect();
        assert_eq!(told, [("CERTIFICATE", false, false), ("ENCRYPTED PRIVATE KEY", true, true)]);
        assert!(found[0].is(Part::Certificate) && !found[1].is(Part::Certificate));
        for text in ["", "no pem", "-----BEGIN CERTIFICATE", "-----BEGIN CERTIFICATE-----\nAA=="] {
            assert!(blocks(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn one_line_of_pem_becomes_lines_of_64_columns() {
        let base64 = "A".repeat(70);
        let text = format!("-----BEGIN CERTIFICATE----- {base64} -----END CERTIFICATE-----");
        let lines = in_lines(&blocks(&text));
        let (first, second) = base64.split_at(64);
        assert_eq!(lines, format!("-----BEGIN CERTIFICATE-----\n{first}\n{second}\n-----END CERTIFICATE-----\n"));
        let old = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: x\n\nAA==\n-----END RSA PRIVATE \
                   KEY-----\n";
        assert_eq!(in_lines(&blocks(old)), old);
        assert!(blocks(old)[0].is_encrypted());
    }
}
