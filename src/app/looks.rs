//! What a person chose of the interface itself: the theme, and whether the mouse is ours.

use crate::app::dialog::Dialog;
use crate::app::msg::Effect;
use crate::app::state::State;

/// A theme that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its name.
    pub name: String,
    /// What it is, in a line.
    pub description: String,
}

/// The choices and what is chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looks {
    /// The themes there are.
    pub themes: Vec<Choice>,
    /// The one in force.
    pub theme: usize,
    /// Whether clicks and the wheel come to us; otherwise the terminal selects text with them.
    pub mouse: bool,
}

impl Default for Looks {
    fn default() -> Self {
        Self { themes: Vec::new(), theme: 0, mouse: true }
    }
}

/// Shows another theme at once.
pub(super) fn wear(state: &mut State, theme: usize) -> Vec<Effect> {
    let theme = theme.min(state.looks.themes.len().saturating_sub(1));
    if theme == state.looks.theme {
        return Vec::new();
    }
    state.looks.theme = theme;
    vec![Effect::UseTheme(theme)]
}

/// Opens the list of themes.
pub(super) fn choose_theme(state: &mut State) {
    let before = state.looks.theme;
    state.open(Dialog::Themes { before });
}

/// Gives the mouse to the terminal, or takes it again.
pub(super) fn toggle_mouse(state: &mut State) -> Vec<Effect> {
    state.looks.mouse = !state.looks.mouse;
    let words = if state.looks.mouse {
        "The mouse is linger's again."
    } else {
        "The mouse is the terminal's: it selects text."
    };
    state.say(words, false);
    vec![Effect::UseMouse(state.looks.mouse)]
}
