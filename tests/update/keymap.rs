//! A person's own keys, in what they do and in what is shown of them.

use crate::scene::Scene;
use linger::app::dialog::Dialog;
use linger::app::keymap::Keymap;
use linger::config::keymap::read;

/// A workbench with this keymap.
fn with(keys: &str) -> Scene {
    let (bindings, problems) = read("keymap.toml", &format!("[keys]\n{keys}"));
    assert_eq!(problems, []);
    let mut scene = Scene::wide();
    scene.state.keymap = Keymap::with(&bindings).0;
    scene
}

#[test]
fn an_own_key_does_what_it_was_given_to_and_the_default_one_nothing() {
    let mut scene = with("zoom = \"F12\"\nquit = []\nrow-down = \"n\"\n");
    assert!(scene.keys("<F12>").state.zoom);
    assert!(scene.keys("<F9>").state.zoom && scene.keys("<^O>").state.zoom);
    scene.keys("<F12><^C>");
    assert!(!scene.state.zoom && scene.state.dialog.is_none());
    scene.keys("v<F5><F5><Alt-5>n");
    assert_eq!(scene.state.results.selected().unwrap().n, 0);
    scene.keys("<Home>j");
    assert_eq!(scene.state.results.selected().unwrap().n, 1);
}

#[test]
fn hints_help_and_palette_show_the_keys_in_force() {
    let mut scene = with("zoom = \"F12\"\nsend = [\"Alt-s\"]\nhelp = []\nkind = \"F3\"\n");
    let hints = scene.picture().lines().nth(39).unwrap().to_owned();
    for shown in ["Alt-s send", "F3 kind", "F12 zoom"] {
        assert!(hints.contains(shown), "{hints}");
    }
    assert!(!hints.contains("help") && !hints.contains("F5") && !hints.contains("F9"), "{hints}");
    scene.keys("<^P>send");
    let row = scene.picture().lines().find(|line| line.contains("Send the record")).unwrap().to_owned();
    assert!(row.contains("Alt-s") && !row.contains("F5"), "{row}");
    scene.keys("<^U>help<Enter>");
    assert!(matches!(scene.state.dialog, Some(Dialog::Help { .. })), "what has no key is found by its name");
    let help = scene.picture();
    assert!(help.contains("Alt-s ") && help.contains("F12 ") && !help.contains("F5 ^T"), "{help}");
}

#[test]
fn help_scrolls_to_its_last_line_on_a_small_screen() {
    let mut scene = with("");
    scene.state.size = (80, 24);
    scene.keys("<F1>");
    let (page, lines) = scene.state.learned.help;
    assert!(page < lines, "{page} of {lines}");
    for _ in 0..lines {
        scene.keys("<PgDn>");
    }
    assert_eq!(scene.state.dialog, Some(Dialog::Help { top: lines - page }));
    assert!(scene.picture().contains(&format!("{lines} of {lines}")));
    scene.keys("<Down><Up>");
    assert_eq!(scene.state.dialog, Some(Dialog::Help { top: lines - page - 1 }));
    scene.keys("<PgUp>");
    assert!(matches!(scene.state.dialog, Some(Dialog::Help { top }) if top < lines - page - 2));
}
