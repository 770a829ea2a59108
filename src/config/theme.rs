//! Reads themes. A bad line is a warning, and the rest works.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::domain::diagnostic::{Diagnostic, Place, Position};
use crate::domain::property::names::nearest;
use crate::domain::theme::{Colour, NamedTheme, Paint, Role, Theme};

const NAMES: [&str; 8] = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];
const ALLOWED: &str = "bold, dim, italic, underlined, reversed, a colour (black, red, green, yellow, blue, magenta, \
                       cyan, white, each also as bright-…; 0 to 255; #rrggbb), and 'on' with a colour behind it";

/// The theme that is compiled in.
pub fn built_in() -> Theme {
    read("themes/default.toml", include_str!("../../themes/default.toml")).0
}

/// Reads a theme from the text of a file, whose `path` is for the warnings. What is not understood looks like plain
/// text.
pub fn read(path: &str, text: &str) -> (Theme, Vec<Diagnostic>) {
    let (named, warnings) = read_named("", path, text);
    (named.theme, warnings)
}

/// As [`read`], with the theme's name and what its file says of it.
pub fn read_named(name: &str, path: &str, text: &str) -> (NamedTheme, Vec<Diagnostic>) {
    let mut theme = Theme::default();
    let mut description = String::new();
    let mut warnings = Vec::new();
    let mut warn = |offset: usize, what: String| {
        let at = Some(Position::of(text, offset));
        warnings.push(Diagnostic::warning(Place::File { path: path.to_owned(), at }, what));
    };
    match DeTable::parse(text) {
        Err(error) => warn(error.span().map_or(0, |span| span.start), format!("this is not TOML: {}", error.message())),
        Ok(table) => {
            for (key, value) in table.get_ref() {
                match (key.get_ref().as_ref(), value.get_ref()) {
                    ("description", DeValue::String(words)) => words.as_ref().clone_into(&mut description),
                    ("roles", DeValue::Table(roles)) => roles_of(roles, &mut theme, &mut warn),
                    (name, _) => {
                        let what = format!("'{name}' is not part of a theme; allowed: description = \"…\", [roles]");
                        warn(key.span().start, what);
                    }
                }
            }
        }
    }
    (NamedTheme { name: name.to_owned(), description, theme }, warnings)
}

fn roles_of(roles: &DeTable<'_>, theme: &mut Theme, warn: &mut impl FnMut(usize, String)) {
    for (key, value) in roles {
        let name = key.get_ref().as_ref();
        let Some((role, _)) = Role::ALL.iter().find(|(_, known)| *known == name) else {
            warn(key.span().start, unknown_role(name));
            continue;
        };
        match paint(value) {
            Ok(paint) => theme.set(*role, paint),
            Err(what) => warn(value.span().start, what),
        }
    }
}

fn unknown_role(name: &str) -> String {
    let near = |known: &str| strsim::damerau_levenshtein(known, name);
    let nearest = Role::ALL.iter().map(|(_, known)| *known).min_by_key(|known| near(known)).unwrap_or_default();
    if near(nearest) <= 2 {
        return format!("'{name}' is no role; did you mean '{nearest}'?");
    }
    let names: Vec<&str> = Role::ALL.iter().map(|(_, known)| *known).collect();
    format!("'{name}' is no role; allowed: {}", names.join(", "))
}

fn paint(value: &Spanned<DeValue<'_>>) -> Result<Paint, String> {
    let DeValue::String(words) = value.get_ref() else {
        return Err(format!("a role is a text in quotes: {ALLOWED}"));
    };
    let mut paint = Paint::default();
    let mut words = words.split_whitespace();
    while let Some(word) = words.next() {
        match word {
            "bold" => paint.bold = true,
            "dim" => paint.dim = true,
            "italic" => paint.italic = true,
            "underlined" => paint.underlined = true,
            "reversed" => paint.reversed = true,
            "on" => {
                let word = words.next().unwrap_or_default();
                let behind =
                    colour(word).ok_or_else(|| format!("'{word}' behind 'on' is no colour; allowed: {ALLOWED}"))?;
                paint.back = Some(behind);
            }
            word => match colour(word) {
                Some(front) => paint.front = Some(front),
                None => return Err(format!("'{word}' is no attribute and no colour; {}", meant(word))),
            },
        }
    }
    Ok(paint)
}

/// The attribute or the colour that was probably meant, or what is allowed.
fn meant(word: &str) -> String {
    let attributes = ["bold", "dim", "italic", "underlined", "reversed"];
    let bright = NAMES.map(|name| format!("bright-{name}"));
    let known = attributes.into_iter().chain(NAMES).chain(bright.iter().map(String::as_str));
    nearest(word, known).map_or_else(|| format!("allowed: {ALLOWED}"), |near| format!("did you mean '{near}'?"))
}

fn colour(word: &str) -> Option<Colour> {
    if let Some(digits) = word.strip_prefix('#') {
        let number = (digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .then(|| u32::from_str_radix(digits, 16).ok())??;
        let [_, red, green, blue] = number.to_be_bytes();
        return Some(Colour::Rgb(red, green, blue));
    }
    let (name, bright) = match word.strip_prefix("bright-") {
        Some(name) => (name, 8),
        None => (word, 0),
    };
    match NAMES.iter().zip(0u8..).find(|(known, _)| **known == name) {
        Some((_, number)) => Some(Colour::Named(number + bright)),
        None => word.parse().ok().map(Colour::Indexed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_theme_names_every_role_and_has_no_fault() {
        let text = include_str!("../../themes/default.toml");
        assert_eq!(read("default.toml", text).1, []);
        for (_, name) in Role::ALL {
            assert!(text.contains(&format!("\n{name} = ")), "{name}");
        }
    }

    #[test]
    fn a_paint_is_words() {
        let cases = [
            ("", Paint::default()),
            ("bold red", Paint { bold: true, front: Some(Colour::Named(1)), ..Paint::default() }),
            (
                "bright-white on red",
                Paint { front: Some(Colour::Named(15)), back: Some(Colour::Named(1)), ..Paint::default() },
            ),
            (
                "#0a0B0c on 200",
                Paint { front: Some(Colour::Rgb(10, 11, 12)), back: Some(Colour::Indexed(200)), ..Paint::default() },
            ),
            (
                "dim italic underlined reversed",
                Paint { dim: true, italic: true, underlined: true, reversed: true, ..Paint::default() },
            ),
        ];
        for (words, expected) in cases {
            let (theme, faults) = read("t.toml", &format!("[roles]\nbad = \"{words}\"\n"));
            assert_eq!(faults, [], "{words}");
            assert_eq!(theme.paint(Role::Bad), expected, "{words}");
        }
    }

    #[test]
    fn a_bad_line_warns_with_its_place_and_the_rest_works() {
        let cases = [
            ("[roles]\nbda = \"red\"\n", "t.toml:2:1: warning: 'bda' is no role; did you mean 'bad'?"),
            ("[roles]\nshadow = \"red\"\n", "t.toml:2:1: warning: 'shadow' is no role; allowed: text, dim, title,"),
            (
                "[roles]\nbad = \"grene\"\n",
                "t.toml:2:7: warning: 'grene' is no attribute and no colour; did you mean 'green'?",
            ),
            (
                "[roles]\nbad = \"pinkish\"\n",
                "t.toml:2:7: warning: 'pinkish' is no attribute and no colour; allowed: bold,",
            ),
            ("[roles]\nbad = \"on\"\n", "t.toml:2:7: warning: '' behind 'on' is no colour; allowed: bold,"),
            ("[roles]\nbad = \"256\"\n", "t.toml:2:7: warning: '256' is no attribute and no colour"),
            ("[roles]\nbad = \"#12345\"\n", "t.toml:2:7: warning: '#12345' is no attribute and no colour"),
            ("[roles]\nbad = 1\n", "t.toml:2:7: warning: a role is a text in quotes: bold,"),
            ("[colors]\n", "t.toml:1:2: warning: 'colors' is not part of a theme; allowed: description"),
        ];
        for (text, expected) in cases {
            let (theme, faults) = read("t.toml", text);
            assert_eq!(theme, Theme::default());
            let shown: Vec<String> = faults.iter().map(ToString::to_string).collect();
            assert!(shown.len() == 1 && shown[0].starts_with(expected), "{shown:?}");
        }
        let (theme, faults) = read("t.toml", "[roles]\nbda = \"red\"\ngood = \"green\"\n");
        assert_eq!(faults.len(), 1);
        assert_eq!(theme.paint(Role::Good).front, Some(Colour::Named(2)));
        assert!(read("t.toml", "roles =").1[0].to_string().starts_with("t.toml:1:"), "what is no TOML is said so");
    }
}
