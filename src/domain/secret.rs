//! Values that are never shown.

use std::fmt;

/// A password, a private key, a token: prints as stars, whatever prints it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Secret(String);

/// What stands in a secret's place, whatever its length.
pub const STARS: &str = "********";

impl Secret {
    /// Wraps the text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for the one who hands it to the client.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(STARS)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(STARS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_prints_as_stars_and_does_not_tell_its_length() {
        for text in ["", "x", "a-long-canary-value"] {
            let secret = Secret::new(text);
            assert_eq!(format!("{secret} {secret:?}"), format!("{STARS} {STARS}"));
            assert_eq!(secret.expose(), text);
        }
    }
}
