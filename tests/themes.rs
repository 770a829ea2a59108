//! What is written can be read in every theme, on every terminal, by people who see colours in different ways.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod scene;

use linger::config::themes;
use linger::domain::theme::{NamedTheme, Role};
use linger::ui::styles::{Depth, Styles, rgb};
use ratatui::style::{Color, Modifier, Style};
use scene::Scene;

/// Red, green and blue, from 0 to 1 and linear in light.
type Light = [f64; 3];

fn light(colour: Color) -> Light {
    let (red, green, blue) = rgb(colour).expect("a colour of its own");
    [red, green, blue].map(|channel| {
        let channel = f64::from(channel) / 255.0;
        if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
    })
}

/// WCAG 2's relative luminance.
fn luminance([red, green, blue]: Light) -> f64 {
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// WCAG 2's contrast ratio, from 1 to 21.
fn contrast(one: Color, other: Color) -> f64 {
    let (one, other) = (luminance(light(one)), luminance(light(other)));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// The colours of a role's characters and of what is behind them.
fn colours(styles: &Styles, role: Role) -> (Color, Color) {
    let Style { fg, bg, add_modifier, .. } = styles.ground().patch(styles.of(role));
    assert!(!add_modifier.contains(Modifier::DIM), "{role:?} is dimmed by the terminal: nobody knows how far");
    let (front, back) = (fg.unwrap(), bg.unwrap());
    if add_modifier.contains(Modifier::REVERSED) { (back, front) } else { (front, back) }
}

/// The built-in themes that say what is behind a text.
fn with_ground() -> Vec<NamedTheme> {
    let mut themes = themes::built_in();
    themes.retain(|theme| theme.theme.paint(Role::Text).back.is_some());
    assert_eq!(themes.len(), 4);
    themes
}

/// Borders are no text.
fn is_text(role: Role) -> bool {
    !matches!(role, Role::Border | Role::BorderFocused)
}

#[test]
fn texts_stand_out_from_what_is_behind_them() {
    for theme in with_ground() {
        let texts = if theme.name == "high-contrast" { 7.0 } else { 4.5 };
        // On a palette the next best colours are near; sixteen are what a terminal makes of them.
        for (depth, texts) in [(Depth::True, texts), (Depth::Palette, texts * 0.9), (Depth::Sixteen, 3.0)] {
            let styles = Styles::new(&theme.theme, depth, true);
            for (role, name) in Role::ALL {
                let (front, back) = colours(&styles, role);
                let (found, least) = (contrast(front, back), if is_text(role) { texts } else { 3.0 });
                assert!(found >= least, "{} {depth:?}: {name} has {found:.2}, not {least}", theme.name);
            }
        }
    }
}

#[test]
fn a_selected_row_stays_readable_whatever_stands_in_it() {
    for theme in with_ground() {
        for depth in [Depth::True, Depth::Palette, Depth::Sixteen] {
            let styles = Styles::new(&theme.theme, depth, true);
            let (ground, selected) = (styles.ground(), styles.ground().patch(styles.of(Role::Selected)));
            let reversed = selected.add_modifier.contains(Modifier::REVERSED);
            assert!(reversed || contrast(ground.bg.unwrap(), selected.bg.unwrap()) >= 1.2, "{} {depth:?}", theme.name);
            for (role, name) in Role::ALL.into_iter().filter(|(role, _)| is_text(*role)) {
                // A row is painted as selected behind its spans, which keep their own colours.
                let style = styles.ground().patch(styles.of(Role::Selected)).patch(styles.of(role));
                let found = contrast(style.fg.unwrap(), style.bg.unwrap());
                assert!(found >= 3.0, "{} {depth:?}: {name} has {found:.2} in a selected row", theme.name);
            }
        }
    }
}

/// What a colour looks like to someone without red, green or blue cones: the matrices of Machado, Oliveira and Fernandes
/// (2009), severity 1.
const BLINDNESS: [(&str, [Light; 3]); 3] = [
    (
        "protanopia",
        [[0.152_286, 1.052_583, -0.204_868], [0.114_503, 0.786_281, 0.099_216], [-0.003_882, -0.048_116, 1.051_998]],
    ),
    (
        "deuteranopia",
        [[0.367_322, 0.860_646, -0.227_968], [0.280_085, 0.672_501, 0.047_413], [-0.011_820, 0.042_940, 0.968_881]],
    ),
    (
        "tritanopia",
        [[1.255_528, -0.076_749, -0.178_779], [-0.078_411, 0.930_809, 0.147_602], [0.004_733, 0.691_367, 0.303_900]],
    ),
];

fn seen(colour: Color, eyes: &[Light; 3]) -> Light {
    let light = light(colour);
    eyes.map(|row| row.iter().zip(light).map(|(part, channel)| part * channel).sum::<f64>().clamp(0.0, 1.0))
}

/// CIELAB under D65: distances there are those that people see, about 2 is the least.
fn lab([red, green, blue]: Light) -> Light {
    let x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.950_47;
    let y = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    let z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.088_83;
    let curve = |part: f64| if part > 0.008_856 { part.cbrt() } else { 7.787 * part + 16.0 / 116.0 };
    let [x, y, z] = [x, y, z].map(curve);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

fn distance(one: Light, other: Light) -> f64 {
    let (one, other) = (lab(one), lab(other));
    one.iter().zip(other).map(|(one, other)| (one - other).powi(2)).sum::<f64>().sqrt()
}

#[test]
fn what_went_well_and_wrong_and_wants_care_stay_apart_for_colour_blind_people() {
    let theme = themes::built_in().into_iter().find(|theme| theme.name == "colour-blind").unwrap();
    for depth in [Depth::True, Depth::Palette] {
        let styles = Styles::new(&theme.theme, depth, true);
        let of = |role| colours(&styles, role).0;
        let pairs = [(Role::Good, Role::Bad), (Role::Good, Role::Warning), (Role::Bad, Role::Warning)];
        for (eyes, matrix) in BLINDNESS {
            for (one, other) in pairs {
                let found = distance(seen(of(one), &matrix), seen(of(other), &matrix));
                assert!(found >= 20.0, "{eyes} {depth:?}: {one:?} and {other:?} are {found:.1} apart");
            }
        }
    }
}

#[test]
fn with_sixteen_colours_what_went_well_and_wrong_keep_their_hues_where_they_can_be_read() {
    use Color::{Cyan, DarkGray, Green, LightGreen, LightRed, LightYellow, Red, Yellow};
    let expected = [
        ("dark", [Green, LightRed, Yellow]),
        // Green and yellow can't be read on white.
        ("light", [DarkGray, Red, DarkGray]),
        ("high-contrast", [LightGreen, LightRed, Yellow]),
        ("colour-blind", [Cyan, LightRed, LightYellow]),
    ];
    for (theme, (name, expected)) in with_ground().into_iter().zip(expected) {
        let styles = Styles::new(&theme.theme, Depth::Sixteen, true);
        let found = [Role::Good, Role::Bad, Role::Warning].map(|role| styles.of(role).fg.unwrap());
        assert_eq!((theme.name.as_str(), found), (name, expected));
    }
}

#[test]
fn marks_say_what_colours_say() {
    for utf8 in [true, false] {
        let glyphs = Styles::new(&themes::built_in()[0].theme, Depth::None, utf8).glyphs;
        let marks = [glyphs.good, glyphs.bad, glyphs.warning, glyphs.waiting];
        for (at, mark) in marks.iter().enumerate() {
            assert!(!mark.trim().is_empty() && !marks[at + 1..].contains(mark), "{marks:?}");
        }
    }
}

#[test]
fn without_colours_good_bad_and_warning_the_selected_row_and_the_guard_still_differ() {
    for theme in themes::built_in() {
        let styles = Styles::new(&theme.theme, Depth::None, true);
        let look = |role| (styles.of(role).fg, styles.of(role).bg, styles.of(role).add_modifier);
        assert!(Role::ALL.iter().all(|(role, _)| look(*role).0.is_none() && look(*role).1.is_none()));
        assert!(!look(Role::Text).2.contains(Modifier::REVERSED), "{}", theme.name);
        for role in [Role::Selected, Role::Guard] {
            assert!(look(role).2.contains(Modifier::REVERSED), "{}: {role:?}", theme.name);
        }
        assert_ne!(look(Role::Bad).2, look(Role::Text).2, "{}", theme.name);
    }
}

#[test]
fn the_ground_of_a_theme_lies_under_every_cell() {
    for theme in with_ground() {
        for (width, height) in [(120, 40), (80, 24), (40, 12)] {
            for keys in ["", "<Alt-5>", "<F1>", "<^P>"] {
                let mut scene = Scene::new(scene::session(), width, height);
                scene.styles = Styles::new(&theme.theme, Depth::True, true);
                scene.keys(keys);
                let picture = scene.draw();
                assert!(picture.content().iter().all(|cell| cell.bg != Color::Reset && cell.fg != Color::Reset));
            }
        }
    }
}
