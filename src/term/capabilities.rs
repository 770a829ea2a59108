//! What the terminal can show, as far as the environment tells.

/// How many colours there are to draw with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Colours {
    /// None: `NO_COLOR` is set, or the terminal has none.
    None,
    /// The sixteen named ones.
    Sixteen,
    /// The palette of 256.
    Palette,
    /// Red, green and blue with 8 bits each.
    True,
}

/// What the terminal can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capabilities {
    /// The colours.
    pub colours: Colours,
    /// Whether it takes UTF-8; otherwise borders and marks are ASCII.
    pub utf8: bool,
}

/// Why a workbench can't open here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// Standard input is a file or a pipe.
    #[error("standard input is not a terminal: the workbench needs one; 'linger send' is made for scripts")]
    Input,
    /// Standard output is a file or a pipe.
    #[error("standard output is not a terminal: the workbench needs one; 'linger send' is made for scripts")]
    Output,
    /// `TERM=dumb`.
    #[error("TERM is 'dumb': the workbench needs a terminal that can move its cursor; 'linger send' needs none")]
    Dumb,
}

/// Whether a workbench can open: both ends are a terminal, and it is not a dumb one.
///
/// # Errors
/// What is missing.
pub fn fit(input: bool, output: bool, env: impl Fn(&str) -> Option<String>) -> Result<(), Unfit> {
    if !input {
        return Err(Unfit::Input);
    }
    if !output {
        return Err(Unfit::Output);
    }
    if env("TERM").as_deref() == Some("dumb") {
        return Err(Unfit::Dumb);
    }
    Ok(())
}

impl Capabilities {
    /// Reads them from environment variables, by a function that looks one up.
    pub fn from_env(env: impl Fn(&str) -> Option<String>) -> Self {
        Self { colours: colours(&env), utf8: utf8(&env) }
    }
}

fn colours(env: &impl Fn(&str) -> Option<String>) -> Colours {
    let set = |name: &str| env(name).filter(|value| !value.is_empty());
    if set("NO_COLOR").is_some() {
        return Colours::None;
    }
    let term = set("TERM").unwrap_or_default();
    if term.starts_with("vt") || term.ends_with("-mono") || term.ends_with("-m") {
        return Colours::None;
    }
    if matches!(set("COLORTERM").as_deref(), Some("truecolor" | "24bit")) || term.ends_with("-direct") {
        return Colours::True;
    }
    if term.contains("256color") { Colours::Palette } else { Colours::Sixteen }
}

/// The first of these that is set names the character set, as in `setlocale(3)`.
fn utf8(env: &impl Fn(&str) -> Option<String>) -> bool {
    let locale =
        ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|name| env(name).filter(|value| !value.is_empty()));
    locale.is_some_and(|locale| {
        let locale = locale.to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Capabilities {
        Capabilities::from_env(lookup(variables))
    }

    fn lookup(variables: &[(&str, &str)]) -> impl Fn(&str) -> Option<String> {
        move |name| variables.iter().find(|(own, _)| *own == name).map(|(_, value)| (*value).to_owned())
    }

    #[test]
    fn colours_follow_no_color_then_the_terminal() {
        let table: &[(&[(&str, &str)], Colours)] = &[
            (&[], Colours::Sixteen),
            (&[("TERM", "xterm")], Colours::Sixteen),
            (&[("TERM", "linux")], Colours::Sixteen),
            (&[("TERM", "xterm-256color")], Colours::Palette),
            (&[("TERM", "tmux-256color")], Colours::Palette),
            (&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")], Colours::True),
            (&[("TERM", "xterm"), ("COLORTERM", "24bit")], Colours::True),
            (&[("TERM", "xterm-256color"), ("COLORTERM", "gnome-terminal")], Colours::Palette),
            (&[("TERM", "xterm-direct")], Colours::True),
            (&[("TERM", "vt100")], Colours::None),
            (&[("TERM", "xterm-mono")], Colours::None),
            (&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor"), ("NO_COLOR", "1")], Colours::None),
            (&[("TERM", "xterm-256color"), ("NO_COLOR", "")], Colours::Palette),
        ];
        for (variables, expected) in table {
            assert_eq!(read(variables).colours, *expected, "{variables:?}");
        }
    }

    #[test]
    fn the_first_locale_variable_that_is_set_decides_about_utf8() {
        let table: &[(&[(&str, &str)], bool)] = &[
            (&[], false),
            (&[("LANG", "C")], false),
            (&[("LANG", "ko_KR.UTF-8")], true),
            (&[("LANG", "de_DE.utf8")], true),
            (&[("LC_CTYPE", "UTF-8")], true),
            (&[("LC_ALL", "C"), ("LANG", "en_US.UTF-8")], false),
            (&[("LC_ALL", ""), ("LANG", "en_US.UTF-8")], true),
            (&[("LC_CTYPE", "en_US.ISO-8859-1"), ("LANG", "en_US.UTF-8")], false),
        ];
        for (variables, expected) in table {
            assert_eq!(read(variables).utf8, *expected, "{variables:?}");
        }
    }

    #[test]
    fn a_workbench_needs_a_terminal_on_both_sides_that_is_not_dumb() {
        assert_eq!(fit(true, true, lookup(&[("TERM", "xterm")])), Ok(()));
        assert_eq!(fit(true, true, lookup(&[])), Ok(()));
        assert_eq!(fit(false, true, lookup(&[])), Err(Unfit::Input));
        assert_eq!(fit(true, false, lookup(&[])), Err(Unfit::Output));
        assert_eq!(fit(true, true, lookup(&[("TERM", "dumb")])), Err(Unfit::Dumb));
    }
}
