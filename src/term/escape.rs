//! The control sequences that do not go through the drawing buffer. Texts from outside are made harmless here.

/// Takes the screen: the title is kept aside, the other screen is shown and cleared, the cursor hidden, pastes are
/// bracketed.
pub const ENTER: &str = concat!("\x1b[22;0t", "\x1b[?1049h", "\x1b[2J", "\x1b[?25l", "\x1b[?2004h");

/// Asks for mouse buttons, not for every movement. Terminals select text all the same while Shift is held.
pub const MOUSE_ON: &str = concat!("\x1b[?1000h", "\x1b[?1006h");

/// Leaves the mouse to the terminal.
pub const MOUSE_OFF: &str = concat!("\x1b[?1006l", "\x1b[?1000l");

/// Gives everything back, also from the middle of a frame.
pub const LEAVE: &str = concat!(
    "\x1b[?2026l",
    "\x1b[0m",
    "\x1b[?1006l",
    "\x1b[?1000l",
    "\x1b[?2004l",
    "\x1b[?1049l",
    "\x1b[?25h",
    "\x1b[23;0t",
);

/// Begins a synchronized update, the cursor hidden until the frame says where it stands.
pub const BEGIN_FRAME: &str = "\x1b[?2026h\x1b[?25l";

/// Ends a synchronized update.
pub const END_FRAME: &str = "\x1b[?2026l";

/// Characters of a window title at most.
const TITLE: usize = 120;

/// Sets the window's title to this text without control characters.
pub fn title(text: &str) -> String {
    let harmless: String = text.chars().filter(|character| !is_control(*character)).take(TITLE).collect();
    format!("\x1b]2;{harmless}\x07")
}

/// C0, DEL, C1, and the marks that change the direction of the text around them.
fn is_control(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_holds_no_control_characters_and_is_short() {
        assert_eq!(title("linger: orders 주문"), "\x1b]2;linger: orders 주문\x07");
        assert_eq!(title("a\x1b]0;b\x07c\u{9b}d\u{202e}e\nf\u{7f}"), "\x1b]2;a]0;bcdef\x07");
        assert_eq!(title(&"x".repeat(500)).len(), "\x1b]2;\x07".len() + TITLE);
    }

    #[test]
    fn leaving_undoes_each_mode_that_entering_sets() {
        for mode in ["1049", "2004", "1000", "1006"] {
            assert!(
                [ENTER, MOUSE_ON].concat().contains(&format!("\x1b[?{mode}h"))
                    && LEAVE.contains(&format!("\x1b[?{mode}l")),
                "{mode}"
            );
        }
        assert!(ENTER.contains("\x1b[?25l") && LEAVE.contains("\x1b[?25h"));
    }
}
