//! The theme and the mouse, changed while the workbench is open.

use crate::scene::Scene;
use linger::app::dialog::Dialog;
use linger::app::looks::Choice;
use linger::app::msg::Effect;

fn with_themes() -> Scene {
    let mut scene = Scene::wide();
    let choice = |name: &str| Choice { name: name.to_owned(), description: String::new() };
    scene.state.looks.themes = ["one", "two", "three"].map(choice).to_vec();
    scene
}

#[test]
fn a_theme_is_shown_at_once_and_taken_or_given_back() {
    use Effect::UseTheme;
    let cases = [
        ("<Down>", 1, vec![UseTheme(1)], true),
        ("<Down><Down><Down>", 2, vec![UseTheme(1), UseTheme(2)], true),
        ("<Up>", 0, vec![], true),
        ("<Down><Enter>", 1, vec![UseTheme(1)], false),
        ("<Down><Esc>", 0, vec![UseTheme(1), UseTheme(0)], false),
        ("<Enter>", 0, vec![], false),
        ("<Esc>", 0, vec![], false),
        ("x", 0, vec![], true),
    ];
    for (keys, theme, effects, open) in cases {
        let mut scene = with_themes();
        scene.keys("<^P>theme<Enter>");
        assert_eq!(scene.state.dialog, Some(Dialog::Themes { before: 0 }));
        scene.keys(keys);
        assert_eq!(scene.state.looks.theme, theme, "{keys}");
        assert_eq!(scene.take_effects(), effects, "{keys}");
        assert_eq!(scene.state.dialog.is_some(), open, "{keys}");
    }
}

#[test]
fn the_mouse_is_left_to_the_terminal_and_taken_again() {
    let mut scene = Scene::wide();
    scene.keys("<^P>mouse<Enter>");
    assert_eq!(scene.take_effects(), [Effect::UseMouse(false)]);
    assert_eq!(scene.state.notice.as_ref().unwrap().text, "The mouse is the terminal's: it selects text.");
    scene.keys("<^P>mouse<Enter>");
    assert_eq!(scene.take_effects(), [Effect::UseMouse(true)]);
    assert!(scene.state.looks.mouse);
}
