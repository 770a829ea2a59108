//! Commands found by their names.

use crate::scene::{Scene, session};
use linger::app::command::{Command, Context, TABLE};
use linger::app::dialog::Dialog;
use linger::app::msg::{Effect, Mouse, MouseKind, Msg};
use linger::app::palette::items;
use linger::app::state::Pane;

/// The names in the palette, from above.
fn names(scene: &Scene) -> Vec<&'static str> {
    items(&scene.state).into_iter().map(|item| item.entry.id).collect()
}

#[test]
fn what_is_typed_finds_the_command_and_enter_runs_it() {
    let cases = [
        ("<^P>zoom<Enter>", Pane::Record, true, None),
        ("<^P>go res<Enter>", Pane::Results, false, None),
        ("<^P>help<Enter>", Pane::Record, false, Some(Dialog::Help { top: 0 })),
        ("<^P>load<Enter>", Pane::Record, false, Some(Dialog::Load)),
        ("<^P>alone<Enter>", Pane::Record, true, None),
        ("<^P>zzz<Enter>", Pane::Record, false, Some(Dialog::Palette)),
        ("<^P>zoom<^U>help<Enter>", Pane::Record, false, Some(Dialog::Help { top: 0 })),
    ];
    for (keys, focus, zoom, dialog) in cases {
        let mut scene = Scene::wide();
        scene.keys(keys);
        let state = &scene.state;
        assert_eq!((state.focus, state.zoom, &state.dialog), (focus, zoom, &dialog), "{keys}");
    }
}

#[test]
fn every_command_of_the_panes_is_found_first_by_its_own_name() {
    let mut scene = Scene::wide();
    for entry in TABLE.iter().filter(|entry| !entry.context.is_dialog() && entry.command != Command::Palette) {
        scene.state.dialog = None;
        scene.state.focus = entry.context.pane().unwrap_or(Pane::Record);
        scene.keys("<^P>").keys(entry.id);
        assert_eq!(names(&scene)[0], entry.id);
    }
}

#[test]
fn the_recent_ones_come_first_then_those_of_the_pane_and_last_those_that_cannot_be_run() {
    let mut scene = Scene::wide();
    scene.keys("<^P>redraw<Enter><^P>zoom<Enter><^P>redraw<Enter><^P>");
    assert_eq!(names(&scene)[..3], ["redraw", "zoom", "kind"]);
    let reasons: Vec<bool> = items(&scene.state).iter().map(|item| item.why_not.is_some()).collect();
    let first = reasons.iter().position(|reason| *reason).unwrap();
    assert!(reasons[first..].iter().all(|reason| *reason));
    assert_eq!(scene.take_effects().into_iter().filter(|effect| *effect == Effect::Redraw).count(), 2);
}

#[test]
fn a_command_that_cannot_be_run_says_why_and_nothing_happens() {
    let cases = [
        ("<^P>copy<Enter>", "belongs to the Results pane (Alt-5)"),
        ("<Alt-5><^P>copy<Enter>", "nothing was sent yet"),
        ("<Alt-4><^P>only-slow<Enter>", "there was no Produce request yet"),
        ("<Up><Up><^P>kind<Enter>", "only a payload has a kind"),
        ("<F4>j{<^P>send<Enter>", "line 1, column 2"),
    ];
    for (keys, reason) in cases {
        let mut scene = Scene::wide();
        scene.keys(keys);
        let notice = scene.state.notice.clone().map(|notice| notice.text).unwrap_or_default();
        assert!(notice.contains("is not available now: ") && notice.contains(reason), "{keys}: {notice}");
        assert_eq!(scene.state.dialog, Some(Dialog::Palette), "{keys}");
        assert!(scene.take_effects().is_empty(), "{keys}");
    }
    let mut scene = Scene::wide();
    scene.tell(Msg::ProducerFailed("no".to_owned()));
    scene.keys("<^P>send<Enter>");
    assert!(scene.state.notice.as_ref().unwrap().text.contains("there is no producer: no"));
}

#[test]
fn the_list_is_moved_through_clicked_and_turned() {
    let mut scene = Scene::new(session(), 80, 24);
    scene.keys("<^P><Down><Down><Up>");
    assert_eq!(scene.state.palette.index, 1);
    scene.keys("<PgDn>");
    assert_eq!(scene.state.palette.index, scene.state.learned.palette_page);
    scene.keys("<PgUp><PgUp><Up>");
    assert_eq!(scene.state.palette.index, 0);
    scene.tell(Msg::Mouse(Mouse { kind: MouseKind::ScrollDown, column: 1, row: 1, at: scene.at }));
    assert_eq!(scene.state.palette.index, 1);
    scene.keys("zoom");
    assert_eq!(scene.state.palette.index, 0, "a search begins at its best");
    let row = scene.picture().lines().position(|line| line.contains(" Show this pane alone")).unwrap();
    let press = Mouse { kind: MouseKind::Press, column: 20, row: u16::try_from(row).unwrap(), at: scene.at };
    scene.tell(Msg::Mouse(press));
    assert!(scene.state.zoom && scene.state.dialog.is_none());
}

#[test]
fn a_text_pasted_into_the_palette_runs_nothing() {
    let mut scene = Scene::wide();
    scene.keys("<^P>").paste("send\nsend\n");
    assert_eq!(scene.state.dialog, Some(Dialog::Palette));
    // Nor does one that comes as keys.
    scene.keys("<^U>");
    for key in ["s", "e", "n", "d", "Enter"] {
        scene.tell(Msg::Key { key: key.parse().unwrap(), at: scene.at });
    }
    assert_eq!(scene.state.dialog, Some(Dialog::Palette));
    assert!(!scene.sent());
}

#[test]
fn only_commands_of_dialogs_are_left_out() {
    let mut scene = Scene::wide();
    scene.keys("<^P>");
    let shown = names(&scene).len();
    let dialogs = TABLE.iter().filter(|entry| entry.context.is_dialog()).count();
    assert_eq!(shown + dialogs + 1, TABLE.len());
    assert!(Context::Palette.is_dialog() && !Context::Anywhere.is_dialog());
}
