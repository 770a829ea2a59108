//! A theme: what each role on the screen looks like, in terms of no terminal in particular.

/// What a piece of the screen is for. The colour follows from the role, never the other way round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// What is read first: values, texts.
    Text,
    /// What is read second: labels, notes, units.
    Dim,
    /// The name of the program and of panes.
    Title,
    /// The frame of a pane.
    Border,
    /// The frame of the pane that has the keys, and of a dialog.
    BorderFocused,
    /// The label of the field that has the cursor.
    Focus,
    /// The name of a key.
    Key,
    /// The selected row.
    Selected,
    /// Something went well.
    Good,
    /// Something went wrong.
    Bad,
    /// Something wants care: a wait, a doubt, a tombstone.
    Warning,
    /// The words null and empty where a text would stand.
    Null,
    /// The name of a cluster that is not a local one.
    Guard,
    /// A stand-in for a character that can't be shown.
    Invisible,
    /// The name of a member of a JSON object.
    JsonName,
    /// A JSON string.
    JsonString,
    /// A JSON number, true, false and null.
    JsonScalar,
}

impl Role {
    /// Every role and its name in a theme.
    pub const ALL: [(Role, &'static str); 17] = [
        (Role::Text, "text"),
        (Role::Dim, "dim"),
        (Role::Title, "title"),
        (Role::Border, "border"),
        (Role::BorderFocused, "border-focused"),
        (Role::Focus, "focus"),
        (Role::Key, "key"),
        (Role::Selected, "selected"),
        (Role::Good, "good"),
        (Role::Bad, "bad"),
        (Role::Warning, "warning"),
        (Role::Null, "null"),
        (Role::Guard, "guard"),
        (Role::Invisible, "invisible"),
        (Role::JsonName, "json-name"),
        (Role::JsonString, "json-string"),
        (Role::JsonScalar, "json-scalar"),
    ];
}

/// A colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// One of the sixteen that the terminal's own palette names, 0 to 15.
    Named(u8),
    /// One of the palette of 256.
    Indexed(u8),
    /// Red, green and blue.
    Rgb(u8, u8, u8),
}

/// What a role looks like.
// Each flag is an attribute of its own, not a state of one machine.
#[allow(clippy::struct_excessive_bools)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Paint {
    /// The colour of the characters; `None` is the terminal's own.
    pub front: Option<Colour>,
    /// The colour behind them; `None` is the terminal's own.
    pub back: Option<Colour>,
    /// Bold.
    pub bold: bool,
    /// Dim.
    pub dim: bool,
    /// Italic.
    pub italic: bool,
    /// Underlined.
    pub underlined: bool,
    /// Front and back exchanged.
    pub reversed: bool,
}

/// The paint of every role.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Theme {
    paints: [Paint; Role::ALL.len()],
}

impl Theme {
    /// What a role looks like.
    pub fn paint(&self, role: Role) -> Paint {
        self.paints[role as usize]
    }

    /// Gives a role its looks.
    pub fn set(&mut self, role: Role, paint: Paint) {
        self.paints[role as usize] = paint;
    }
}

/// A theme that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedTheme {
    /// Its name.
    pub name: String,
    /// What its file says of it, in a line.
    pub description: String,
    /// The theme.
    pub theme: Theme,
}
