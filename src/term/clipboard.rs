//! Putting a text into the clipboard of the terminal that a person sits at: OSC 52, which goes through ssh.
//!
//! What multiplexers do with it differs. tmux takes it from a program only with `set-clipboard on` and passes it through
//! only with `allow-passthrough on`, neither of which is its default, but its own command reaches the outer terminal.
//! GNU screen passes on what is wrapped for it, in pieces. No terminal says whether it took a text.

use data_encoding::BASE64;

/// Bytes of base64 that terminals take in one OSC 52 at least: more is cut off silently by some.
const MOST: usize = 74_994;

/// Bytes that GNU screen passes on in one piece.
const PIECE: usize = 76;

/// What stands between the program and the terminal, as far as the environment tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Nothing that is known.
    Straight,
    /// tmux on this machine: its command can be asked.
    Tmux,
    /// tmux at the other end of an ssh connection.
    FarTmux,
    /// GNU screen.
    Screen,
}

impl Way {
    /// Reads it from environment variables, by a function that looks one up.
    pub fn from_env(env: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| env(name).is_some_and(|value| !value.is_empty());
        if set("TMUX") {
            Self::Tmux
        } else if set("STY") {
            Self::Screen
        } else if env("TERM").is_some_and(|term| term.starts_with("tmux")) {
            Self::FarTmux
        } else {
            Self::Straight
        }
    }
}

/// Whether the text is short enough for one OSC 52.
pub fn fits(text: &str) -> bool {
    BASE64.encode_len(text.len()) <= MOST
}

/// The control sequence that puts the text into the clipboard; `None` if it is longer than terminals take.
pub fn sequence(text: &str, way: Way) -> Option<String> {
    if !fits(text) {
        return None;
    }
    let encoded = BASE64.encode(text.as_bytes());
    let straight = format!("\x1b]52;c;{encoded}\x07");
    Some(match way {
        Way::Straight => straight,
        // One of the two arrives, by tmux's configuration.
        Way::Tmux | Way::FarTmux => format!("{straight}\x1bPtmux;{}\x1b\\", straight.replace('\x1b', "\x1b\x1b")),
        Way::Screen => straight.as_bytes().chunks(PIECE).fold(String::new(), |mut wrapped, piece| {
            wrapped.push_str("\x1bP");
            wrapped.push_str(&String::from_utf8_lossy(piece));
            wrapped.push_str("\x1b\\");
            wrapped
        }),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn the_way_is_read_from_the_environment() {
        let table: [(&[(&str, &str)], Way); 6] = [
            (&[], Way::Straight),
            (&[("TERM", "xterm-256color")], Way::Straight),
            (&[("TERM", "tmux-256color"), ("TMUX", "/tmp/tmux-0/default,1,0")], Way::Tmux),
            (&[("TERM", "tmux-256color")], Way::FarTmux),
            (&[("TERM", "screen"), ("STY", "1.pts")], Way::Screen),
            // Which of the two it is can't be known: what is wrapped for one would be seen in the other.
            (&[("TERM", "screen-256color"), ("TMUX", "")], Way::Straight),
        ];
        for (variables, way) in table {
            let env = |name: &str| variables.iter().find(|(own, _)| *own == name).map(|(_, value)| (*value).to_owned());
            assert_eq!(Way::from_env(env), way, "{variables:?}");
        }
    }

    #[test]
    fn a_text_is_encoded_and_can_end_no_sequence() {
        assert_eq!(sequence("a\x1b\x07", Way::Straight).unwrap(), "\x1b]52;c;YRsH\x07");
        assert_eq!(
            sequence("a", Way::Tmux).unwrap(),
            "\x1b]52;c;YQ==\x07\x1bPtmux;\x1b\x1b]52;c;YQ==\x07\x1b\\",
            "the ESC within is doubled"
        );
    }

    #[test]
    fn screen_is_given_pieces_that_make_up_the_whole() {
        let wrapped = sequence(&"text ".repeat(100), Way::Screen).unwrap();
        let pieces: Vec<&str> = wrapped.split("\x1b\\").filter(|piece| !piece.is_empty()).collect();
        assert!(pieces.len() > 5 && pieces.iter().all(|piece| piece.len() <= PIECE + 2));
        let joined: String = pieces.iter().map(|piece| piece.strip_prefix("\x1bP").unwrap()).collect();
        assert_eq!(joined, sequence(&"text ".repeat(100), Way::Straight).unwrap());
    }

    #[test]
    fn what_is_longer_than_terminals_take_is_not_sent() {
        assert!(sequence(&"x".repeat(56_000), Way::Straight).is_some());
        for way in [Way::Straight, Way::Tmux, Way::FarTmux, Way::Screen] {
            assert_eq!(sequence(&"x".repeat(57_000), way), None);
        }
    }
}
