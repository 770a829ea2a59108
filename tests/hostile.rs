//! Text from outside, made to break out of its cells, stays in them in every pane and dialog.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod scene;

use std::collections::BTreeSet;
use std::num::NonZeroU16;

use linger::app::learned::Learned;
use linger::app::msg::Msg;
use linger::config::themes;
use linger::domain::outcome::{Outcome, Status};
use linger::domain::request::Request;
use linger::domain::swap::SwapStep;
use linger::domain::topic::{ClusterView, TopicLook};
use linger::domain::trouble::{BrokerName, Told, Trouble, What};
use linger::ui::styles::{Depth, Styles};
use ratatui::Terminal;
use ratatui::backend::{CrosstermBackend, TestBackend};
use ratatui::buffer::Buffer;
use ratatui::style::Color;
use scene::requests::refused;
use scene::{START, Scene, failure, found, guarded_session};

/// Colours, a cleared screen, a moved cursor, a title, a bell, the same by C1 controls, NUL, DEL, backspaces, every end of
/// a line, marks that turn the direction of writing, and a joiner without anything to join.
const HOSTILE: &str = "\u{1b}[31m\u{1b}[2J\u{1b}[H\u{1b}]0;x\u{7}\u{9b}7m\u{9d}y\u{9c}\0\u{7f}\u{8}\u{8}\r\n\t\u{b}\u{c}\u{85}\
                       \u{2028}\u{202e}\u{2066}\u{200f}\u{61c}\u{200d}\u{feff}evil";

/// A workbench where every text that comes from outside is hostile.
fn scene(width: u16, height: u16) -> Scene {
    let mut session = guarded_session();
    session.running.name = format!("p{HOSTILE}");
    session.running.cluster = format!("c{HOSTILE}");
    let mut scene = Scene::new(session, width, height);
    let at = u64::try_from(START).unwrap();
    let hostile = || HOSTILE.to_owned();
    scene.tell(Msg::ClusterSeen(Ok(ClusterView {
        topics: vec![hostile(), format!("a{HOSTILE}")],
        ..ClusterView::default()
    })));
    let mut away = scene::standing(1);
    away.reason = Some(hostile());
    away.brokers[1].address = hostile();
    away.brokers[1].state = hostile();
    scene.tell(Msg::Standing(away));
    scene
        .paste(HOSTILE)
        .keys("<Up>")
        .paste(HOSTILE)
        .keys("<F4>t<Down><Down>")
        .paste(HOSTILE)
        .keys("<Right>")
        .paste(HOSTILE);
    scene.keys("<F5>a").accepted(0, 3).delivered(0, 3, 1);
    scene.keys("<F5>").accepted(1, 3).failed(1, failure(-192, true, Some(HOSTILE)));
    scene.keys("<F5>");
    let status = Status::Failed(failure(10, false, Some(HOSTILE)));
    let outcome = Outcome { status, topic: hostile(), ..scene::delivered(9, 0, 0, -1) };
    scene.tell(Msg::LoadFailed { outcome: Box::new(outcome), count: 7, missed: 0, at: START });
    let broker = Some(BrokerName { id: Some(1), address: hostile() });
    let trouble = Trouble { what: What::Connection, code: -195, text: hostile(), broker };
    scene.tell(Msg::Trouble(Told::Trouble { trouble, times: 2, since: at, at }));
    scene.tell(scene::requests::metered(1, 5));
    let request = Request { cause: Some(HOSTILE.into()), topic: Some(HOSTILE.into()), ..refused(1, 3, 3, 1) };
    scene.tell(Msg::Requests { requests: vec![request, scene::requests::request(1, 3, 9)], dropped: 0 });
    scene
}

/// Where the keys lead, each on a fresh scene.
const WAYS: [&str; 29] = [
    "<Alt-1>",
    "<Alt-1><F9>",
    "<Alt-3>",
    "<Alt-3><F9>",
    "<Alt-4>",
    "<Alt-4><Down><Enter>",
    "<Alt-4><F9>",
    "<Alt-4><F9><Enter>",
    "<Alt-5>",
    "<Alt-5><Down>",
    "<Alt-5><Down><Down>",
    "<Alt-5><End>",
    "<Alt-5><F9>",
    "<Alt-5><F9><Down><Down>",
    "<Alt-5><Home><Enter>",
    "<F1>",
    "<^P>",
    "<^P>send<Enter>",
    "<F4>",
    "<F7>",
    "<Alt-3>:",
    "<Alt-4>/",
    "<F10>",
    "<Alt-2>/client<Enter><Enter>",
    "<Alt-2>e",
    "<Alt-2>w",
    "<Alt-5>c",
    "<F8>",
    "<Alt-1><Up><Up><Up><Up><Up><Up>",
];

fn is_harmful(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The bytes that a terminal of this size gets for the picture.
fn written(scene: &Scene) -> Vec<u8> {
    let (width, height) = scene.state.size;
    let mut bytes = Vec::new();
    let viewport = ratatui::Viewport::Fixed(ratatui::layout::Rect::new(0, 0, width, height));
    let options = ratatui::TerminalOptions { viewport };
    let mut terminal = Terminal::with_options(CrosstermBackend::new(&mut bytes), options).unwrap();
    terminal.draw(|frame| drop(linger::ui::draw(&scene.state, &scene.styles, frame))).unwrap();
    drop(terminal);
    bytes
}

fn drawn(scene: &Scene) -> Buffer {
    let (width, height) = scene.state.size;
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    let mut learned = Learned::default();
    terminal.draw(|frame| learned = linger::ui::draw(&scene.state, &scene.styles, frame)).unwrap();
    terminal.backend().buffer().clone()
}

/// The colours that a theme can bring onto the screen.
fn palette(styles: &Styles) -> BTreeSet<String> {
    let roles = linger::domain::theme::Role::ALL.into_iter().map(|(role, _)| styles.of(role));
    let all = roles.chain([styles.ground()]).flat_map(|style| [style.fg, style.bg]).flatten().chain([Color::Reset]);
    all.map(|colour| format!("{colour:?}")).collect()
}

#[test]
fn no_text_from_outside_moves_the_cursor_or_changes_colours() {
    let dark = &themes::built_in()[1].theme;
    for (size, utf8) in [((120, 40), true), ((80, 24), true), ((60, 16), true), ((80, 24), false)] {
        for keys in WAYS {
            let mut scene = scene(size.0, size.1);
            scene.styles = Styles::new(dark, Depth::True, utf8);
            scene.keys(keys);
            let buffer = drawn(&scene);
            let known = palette(&scene.styles);
            let mut terminal = vt100::Parser::new(cells(size.1), cells(size.0), 0);
            crossterm_colours();
            terminal.process(&written(&scene));
            for (at, cell) in buffer.content().iter().enumerate() {
                let (x, y) = buffer.pos_of(at);
                let place = format!("{keys} at {size:?}, cell {x}, {y}");
                assert!(!cell.symbol().contains(is_harmful), "{place}: {:?}", cell.symbol());
                assert!(
                    known.contains(&format!("{:?}", cell.fg)) && known.contains(&format!("{:?}", cell.bg)),
                    "{place}"
                );
                // What a terminal shows there is what was meant.
                let shown = terminal.screen().cell(y, x).unwrap();
                assert_eq!(shown.contents().trim_end(), cell.symbol().trim_end(), "{place}");
                if let Color::Rgb(red, green, blue) = cell.fg {
                    assert_eq!(shown.fgcolor(), vt100::Color::Rgb(red, green, blue), "{place}");
                }
            }
        }
    }
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).unwrap()
}

/// Which colours there are is decided before, as the workbench does it.
fn crossterm_colours() {
    ratatui::crossterm::style::force_color_output(true);
}

#[test]
fn every_pane_shows_something_hostile() {
    for keys in ["<Alt-1>", "<Alt-1><F9>", "<Alt-4><Down><Enter>", "<Alt-5>", "<Alt-5><Down><Down>", "<F5>"] {
        let mut scene = scene(80, 24);
        let picture = scene.keys(keys).picture();
        let (title, rest) = picture.split_once('\n').unwrap();
        assert!(title.contains('␛') && rest.contains('␛'), "{keys}: {picture}");
    }
}

#[test]
fn a_hostile_name_reaches_the_questions_as_it_is_and_harmless() {
    let mut scene = Scene::bare(guarded_session(), 80, 24);
    scene.keys("<Up><Up><Up><^U>").paste("a\u{202e}b");
    scene.tell(Msg::TopicSeen { topic: scene.state.record.topic_name(), look: found("orders", 6) });
    scene.tell(Msg::TopicSeen { topic: scene.state.record.topic_name(), look: TopicLook::Failed(HOSTILE.to_owned()) });
    scene.tell(Msg::Swap {
        change: vec![(HOSTILE.to_owned(), Some(HOSTILE.to_owned()))].into(),
        step: SwapStep::Refused(HOSTILE.to_owned()),
        at: START,
    });
    let picture = scene.picture();
    assert!(picture.contains("a⟨202E⟩b"), "{picture}");
    assert!(!picture.replace('\n', "").contains(is_harmful), "{picture:?}");
}
