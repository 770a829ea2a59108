//! From roles to what this terminal can show: the only place where colours become the terminal's.

use ratatui::style::{Color, Modifier, Style};
use ratatui::symbols::border;

use crate::domain::theme::{Colour, Paint, Role, Theme};

/// How many colours there are to draw with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// None: attributes only.
    None,
    /// The sixteen named ones.
    Sixteen,
    /// The palette of 256.
    Palette,
    /// Red, green and blue.
    True,
}

/// The characters that stand for something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyphs {
    /// Went well.
    pub good: &'static str,
    /// Went wrong.
    pub bad: &'static str,
    /// Wants care.
    pub warning: &'static str,
    /// Is not over.
    pub waiting: &'static str,
    /// Leads to.
    pub arrow: &'static str,
    /// Between two facts.
    pub dot: &'static str,
    /// Something was cut off here.
    pub cut: &'static str,
    /// A newline in one line of text.
    pub newline: &'static str,
    /// A horizontal line.
    pub line: &'static str,
    /// A piece of a bar that is full, and of one that is empty.
    pub bar: [&'static str; 2],
    /// A place that is taken, and one that is free.
    pub slot: [&'static str; 2],
    /// Heights from nothing to a whole cell.
    pub levels: [&'static str; 9],
    /// So many times.
    pub times: &'static str,
    /// In a chart: a load began, a load ended, a vertical line.
    pub marks: [&'static str; 3],
    /// The frame of a pane.
    pub border: border::Set<'static>,
    /// Whether every character stays within ASCII.
    pub ascii: bool,
}

const UTF8: Glyphs = Glyphs {
    good: "✓",
    bad: "✗",
    warning: "▲",
    waiting: "…",
    arrow: "→",
    dot: "·",
    cut: "…",
    newline: "⏎",
    line: "─",
    bar: ["▇", "▁"],
    slot: ["▮", "▯"],
    levels: [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
    times: "×",
    marks: ["▶", "■", "┊"],
    border: border::ROUNDED,
    ascii: false,
};

const ASCII: Glyphs = Glyphs {
    good: "+",
    bad: "x",
    warning: "!",
    waiting: ".",
    arrow: "->",
    dot: "-",
    cut: ">",
    newline: "|",
    line: "-",
    bar: ["#", "."],
    slot: ["#", "."],
    levels: [" ", ".", ".", ":", ":", "=", "=", "#", "#"],
    times: "x",
    marks: [">", "<", "|"],
    border: border::Set {
        top_left: "+",
        top_right: "+",
        bottom_left: "+",
        bottom_right: "+",
        vertical_left: "|",
        vertical_right: "|",
        horizontal_top: "-",
        horizontal_bottom: "-",
    },
    ascii: true,
};

/// What every role looks like on this terminal, and the characters to draw with.
#[derive(Clone, Debug)]
pub struct Styles {
    roles: [Style; Role::ALL.len()],
    ground: Style,
    /// The characters.
    pub glyphs: Glyphs,
}

impl Styles {
    /// The theme as far as the terminal can show it; without UTF-8 everything drawn is ASCII.
    pub fn new(theme: &Theme, depth: Depth, utf8: bool) -> Self {
        let mut roles = [Style::new(); Role::ALL.len()];
        for (role, _) in Role::ALL {
            let mut paint = theme.paint(role);
            // What is behind a text is the ground of everything, and nothing to stand out by.
            if depth == Depth::None && role == Role::Text {
                paint.back = None;
            }
            // Whatever colours stand in a selected row, they stand out from a reversed ground as they do from the other
            // side; of sixteen colours the next best behind a row is perhaps one of theirs.
            if depth == Depth::Sixteen && role == Role::Selected {
                let by_itself = |colour: &Colour| matches!(colour, Colour::Named(_));
                paint.reversed |= paint.back.is_some_and(|back| !by_itself(&back));
                paint.front = paint.front.filter(by_itself);
                paint.back = paint.back.filter(by_itself);
            }
            roles[role as usize] = style(paint, depth);
        }
        let text = &mut roles[Role::Text as usize];
        let ground = Style { fg: text.fg, bg: text.bg.take(), ..Style::new() };
        Self { roles, ground, glyphs: if utf8 { UTF8 } else { ASCII } }
    }

    /// What lies under everything: the colours of plain text, on which all other roles stand.
    pub fn ground(&self) -> Style {
        self.ground
    }

    /// What a role looks like.
    pub fn of(&self, role: Role) -> Style {
        self.roles[role as usize]
    }
}

fn style(paint: Paint, depth: Depth) -> Style {
    let mut style = Style::new();
    style.fg = paint.front.and_then(|colour| shown(colour, depth));
    style.bg = paint.back.and_then(|colour| shown(colour, depth));
    // Without colours, what stood on one stands out by being reversed.
    let reversed = paint.reversed || (depth == Depth::None && paint.back.is_some());
    for (wanted, modifier) in [
        (paint.bold, Modifier::BOLD),
        (paint.dim, Modifier::DIM),
        (paint.italic, Modifier::ITALIC),
        (paint.underlined, Modifier::UNDERLINED),
        (reversed, Modifier::REVERSED),
    ] {
        if wanted {
            style = style.add_modifier(modifier);
        }
    }
    style
}

fn shown(colour: Colour, depth: Depth) -> Option<Color> {
    match (depth, colour) {
        (Depth::None, _) => None,
        (_, Colour::Named(number)) => Some(named(number)),
        (Depth::Sixteen, Colour::Indexed(number)) => Some(named(nearest_named(palette(number)))),
        (Depth::Sixteen, Colour::Rgb(red, green, blue)) => Some(named(nearest_named((red, green, blue)))),
        (Depth::Palette | Depth::True, Colour::Indexed(number)) => Some(Color::Indexed(number)),
        (Depth::Palette, Colour::Rgb(red, green, blue)) => Some(Color::Indexed(nearest_indexed((red, green, blue)))),
        (Depth::True, Colour::Rgb(red, green, blue)) => Some(Color::Rgb(red, green, blue)),
    }
}

/// The escape sequences of the sixteen, which every terminal knows, instead of the palette's.
fn named(number: u8) -> Color {
    const NAMED: [Color; 16] = [
        Color::Black,
        Color::Red,
        Color::Green,
        Color::Yellow,
        Color::Blue,
        Color::Magenta,
        Color::Cyan,
        Color::Gray,
        Color::DarkGray,
        Color::LightRed,
        Color::LightGreen,
        Color::LightYellow,
        Color::LightBlue,
        Color::LightMagenta,
        Color::LightCyan,
        Color::White,
    ];
    NAMED[usize::from(number) % NAMED.len()]
}

type Rgb = (u8, u8, u8);

/// The steps of one channel in the palette's cube of six by six by six.
const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// What xterm shows for a colour, as red, green and blue; `None` for the terminal's own.
pub fn rgb(colour: Color) -> Option<(u8, u8, u8)> {
    match colour {
        Color::Reset => None,
        Color::Rgb(red, green, blue) => Some((red, green, blue)),
        Color::Indexed(number) => Some(palette(number)),
        colour => (0..16).find(|number| named(*number) == colour).map(palette),
    }
}

/// xterm's colours for the palette of 256.
fn palette(number: u8) -> Rgb {
    const NAMED: [Rgb; 16] = [
        (0, 0, 0),
        (205, 0, 0),
        (0, 205, 0),
        (205, 205, 0),
        (0, 0, 238),
        (205, 0, 205),
        (0, 205, 205),
        (229, 229, 229),
        (127, 127, 127),
        (255, 0, 0),
        (0, 255, 0),
        (255, 255, 0),
        (92, 92, 255),
        (255, 0, 255),
        (0, 255, 255),
        (255, 255, 255),
    ];
    match number {
        0..=15 => NAMED[usize::from(number)],
        16..=231 => {
            let at = number - 16;
            let step = |place: u8| STEPS[usize::from(place % 6)];
            (step(at / 36), step(at / 6), step(at))
        }
        232..=255 => {
            let grey = 8 + 10 * (number - 232);
            (grey, grey, grey)
        }
    }
}

/// The named colour that does the same: of the same hue if one of its two shades is about as light, or else a grey as
/// light. What was chosen to stand out from its ground still does.
fn nearest_named(colour: Rgb) -> u8 {
    const GREYS: [u8; 4] = [0, 8, 7, 15];
    // From red round by yellow, green, cyan, blue and magenta: the darker shade and the lighter one.
    const HUES: [[u8; 2]; 6] = [[1, 9], [3, 11], [2, 10], [6, 14], [4, 12], [5, 13]];
    const FAR: f64 = 2.3;
    let off = |number: u8| {
        let (one, other) = (luminance(palette(number)) + 0.05, luminance(colour) + 0.05);
        one.max(other) / one.min(other)
    };
    let nearest = |numbers: &[u8]| numbers.iter().copied().min_by(|one, other| off(*one).total_cmp(&off(*other)));
    let shade = hue(colour).and_then(|hue| nearest(&HUES[hue])).filter(|number| off(*number) < FAR);
    shade.or_else(|| nearest(&GREYS)).unwrap_or(7)
}

/// The sixth of the colour circle around red, yellow, green, cyan, blue or magenta; none of a grey.
fn hue((red, green, blue): Rgb) -> Option<usize> {
    let most = red.max(green).max(blue);
    let range = i32::from(most) - i32::from(red.min(green).min(blue));
    if range * 4 < i32::from(most) || most < 60 {
        return None;
    }
    let step = |one: u8, other: u8| (i32::from(one) - i32::from(other)) * 60 / range;
    let degrees = match most {
        most if most == red => step(green, blue),
        most if most == green => 120 + step(blue, red),
        _ => 240 + step(red, green),
    };
    usize::try_from((degrees + 390) % 360 / 60).ok()
}

/// How light a colour is, from 0 to 1: WCAG 2's relative luminance.
fn luminance((red, green, blue): Rgb) -> f64 {
    let linear = |channel: u8| {
        let channel = f64::from(channel) / 255.0;
        if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

fn nearest_indexed(colour: Rgb) -> u8 {
    (16..=255).min_by_key(|number| distance(palette(*number), colour)).unwrap_or(7)
}

fn distance(one: Rgb, other: Rgb) -> u32 {
    let square = |one: u8, other: u8| u32::from(one.abs_diff(other)).pow(2);
    square(one.0, other.0) + square(one.1, other.1) + square(one.2, other.2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fg(colour: Colour, depth: Depth) -> Option<Color> {
        let mut theme = Theme::default();
        theme.set(Role::Bad, Paint { front: Some(colour), ..Paint::default() });
        Styles::new(&theme, depth, true).of(Role::Bad).fg
    }

    #[test]
    fn a_colour_becomes_what_the_terminal_has() {
        let cases = [
            (Colour::Named(1), Depth::True, Some(Color::Red)),
            (Colour::Named(1), Depth::Sixteen, Some(Color::Red)),
            (Colour::Named(1), Depth::None, None),
            (Colour::Indexed(200), Depth::Palette, Some(Color::Indexed(200))),
            (Colour::Indexed(196), Depth::Sixteen, Some(Color::LightRed)),
            (Colour::Rgb(255, 0, 0), Depth::True, Some(Color::Rgb(255, 0, 0))),
            (Colour::Rgb(255, 0, 0), Depth::Palette, Some(Color::Indexed(196))),
            (Colour::Rgb(250, 250, 250), Depth::Sixteen, Some(Color::White)),
            (Colour::Rgb(8, 8, 8), Depth::Palette, Some(Color::Indexed(232))),
            (Colour::Rgb(1, 2, 3), Depth::None, None),
        ];
        for (colour, depth, expected) in cases {
            assert_eq!(fg(colour, depth), expected, "{colour:?} {depth:?}");
        }
    }

    #[test]
    fn without_colours_what_stood_on_one_is_reversed() {
        let mut theme = Theme::default();
        theme.set(Role::Guard, Paint { back: Some(Colour::Named(1)), bold: true, ..Paint::default() });
        let style = Styles::new(&theme, Depth::None, true).of(Role::Guard);
        assert_eq!((style.fg, style.bg), (None, None));
        assert_eq!(style.add_modifier, Modifier::BOLD | Modifier::REVERSED);
    }
}
