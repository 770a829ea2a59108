//! The themes there are, as far as this terminal can show them.

use crate::app::looks::Choice;
use crate::domain::theme::NamedTheme;
use crate::term::capabilities::{Capabilities, Colours};
use crate::ui::styles::{Depth, Styles};

/// The themes, and what the terminal can show.
#[derive(Clone, Debug)]
pub struct Wardrobe {
    themes: Vec<NamedTheme>,
    terminal: Capabilities,
}

/// No theme, for a terminal that shows no colours.
impl Default for Wardrobe {
    fn default() -> Self {
        Self::new(Vec::new(), Capabilities { colours: Colours::None, utf8: true })
    }
}

impl Wardrobe {
    /// These themes on this terminal.
    pub fn new(themes: Vec<NamedTheme>, terminal: Capabilities) -> Self {
        Self { themes, terminal }
    }

    /// What a person can choose from.
    pub fn choices(&self) -> Vec<Choice> {
        let choice = |theme: &NamedTheme| Choice { name: theme.name.clone(), description: theme.description.clone() };
        self.themes.iter().map(choice).collect()
    }

    /// What a theme looks like here.
    pub fn styles(&self, theme: usize) -> Option<Styles> {
        let depth = match self.terminal.colours {
            Colours::None => Depth::None,
            Colours::Sixteen => Depth::Sixteen,
            Colours::Palette => Depth::Palette,
            Colours::True => Depth::True,
        };
        self.themes.get(theme).map(|named| Styles::new(&named.theme, depth, self.terminal.utf8))
    }
}
