//! From the terminal library's events to ours.

use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

use crate::app::key::{Code, Key};
use crate::app::msg::{Mouse, MouseKind, Msg};

/// Keys that come closer together than this were not typed by hand.
const BURST: Duration = Duration::from_millis(10);

/// Tells typing from pasting, where the terminal does not bracket pastes.
///
/// Text keys that arrive together become one [`Msg::Paste`], which triggers nothing: an Enter among them is a newline
/// and a `y` answers no question. One key held down stays keys, and so do Tab and all keys that type no text.
#[derive(Debug, Default)]
pub struct Bursts {
    last_pasted: Option<Instant>,
}

impl Bursts {
    /// Turns events that were there at once into messages. `at` is the wall clock in microseconds since the epoch.
    pub fn digest(&mut self, events: impl IntoIterator<Item = Event>, now: Instant, at: i64) -> Vec<Msg> {
        let mut messages = Vec::new();
        let mut run = Vec::new();
        for event in events {
            let key = match event {
                Event::Key(event) => key(event),
                Event::Mouse(_) | Event::Paste(_) | Event::Resize(..) | Event::FocusGained | Event::FocusLost => None,
            };
            if let Some(key) = key
                && text(key).is_some()
            {
                run.push(key);
                continue;
            }
            self.end_run(&mut run, now, at, &mut messages);
            // A pasted text holds no such key: what follows it is typed.
            self.last_pasted = None;
            messages.extend(key.map(|key| Msg::Key { key, at }).or_else(|| other(event, at)));
        }
        self.end_run(&mut run, now, at, &mut messages);
        messages
    }

    fn end_run(&mut self, run: &mut Vec<Key>, now: Instant, at: i64, messages: &mut Vec<Msg>) {
        let Some(first) = run.first() else { return };
        let goes_on = self.last_pasted.is_some_and(|last| now.duration_since(last) < BURST);
        let mixed = run.iter().any(|key| key != first);
        let breaks = run.len() > 1 && text(*first) == Some('\n');
        if goes_on || mixed || breaks {
            self.last_pasted = Some(now);
            messages.push(Msg::Paste(run.drain(..).filter_map(text).collect()));
        } else {
            messages.extend(run.drain(..).map(|key| Msg::Key { key, at }));
        }
    }
}

/// The character that the key adds to a pasted text. A line feed in raw mode is Ctrl-J, but in the midst of a text it
/// is the end of a line.
fn text(key: Key) -> Option<char> {
    match key {
        Key { code: Code::Enter, ctrl: false, alt: false, .. }
        | Key { code: Code::Char('j'), ctrl: true, alt: false, .. } => Some('\n'),
        key => key.typed(),
    }
}

/// A key as the interface knows it; releases and keys that it has no name for are none.
fn key(event: KeyEvent) -> Option<Key> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let mut ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    let mut shift = event.modifiers.contains(KeyModifiers::SHIFT);
    let code = match event.code {
        KeyCode::Char(character) => {
            shift = false;
            Code::Char(if ctrl { control(character) } else { character })
        }
        KeyCode::Null => {
            ctrl = true;
            Code::Char(' ')
        }
        KeyCode::BackTab => {
            shift = false;
            Code::BackTab
        }
        KeyCode::Tab if shift => {
            shift = false;
            Code::BackTab
        }
        KeyCode::F(number) => Code::F(number),
        KeyCode::Enter => Code::Enter,
        KeyCode::Tab => Code::Tab,
        KeyCode::Esc => Code::Esc,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Insert => Code::Insert,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::CapsLock
        | KeyCode::ScrollLock
        | KeyCode::NumLock
        | KeyCode::PrintScreen
        | KeyCode::Pause
        | KeyCode::Menu
        | KeyCode::KeypadBegin
        | KeyCode::Media(_)
        | KeyCode::Modifier(_) => return None,
    };
    Some(Key { code, ctrl, alt: event.modifiers.contains(KeyModifiers::ALT), shift })
}

/// crossterm names the control characters 0x1c to 0x1f after the digits that a VT220 typed them with.
fn control(character: char) -> char {
    match character {
        '4' => '\\',
        '5' => ']',
        '6' => '^',
        '7' => '_',
        other => other.to_ascii_lowercase(),
    }
}

fn other(event: Event, at: i64) -> Option<Msg> {
    match event {
        Event::Key(_) => None,
        Event::Mouse(event) => mouse(event, at).map(Msg::Mouse),
        // Terminals send a carriage return where a line ends.
        Event::Paste(text) => Some(Msg::Paste(text.replace("\r\n", "\n").replace('\r', "\n"))),
        Event::Resize(width, height) => Some(Msg::Resize { width, height }),
        Event::FocusGained => Some(Msg::FocusGained),
        Event::FocusLost => Some(Msg::FocusLost),
    }
}

fn mouse(event: MouseEvent, at: i64) -> Option<Mouse> {
    let kind = match event.kind {
        MouseEventKind::Down(MouseButton::Left) => MouseKind::Press,
        MouseEventKind::ScrollUp => MouseKind::ScrollUp,
        MouseEventKind::ScrollDown => MouseKind::ScrollDown,
        MouseEventKind::Down(MouseButton::Right | MouseButton::Middle)
        | MouseEventKind::Up(_)
        | MouseEventKind::Drag(_)
        | MouseEventKind::Moved
        | MouseEventKind::ScrollLeft
        | MouseEventKind::ScrollRight => return None,
    };
    Some(Mouse { kind, column: event.column, row: event.row, at })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(code: KeyCode, modifiers: KeyModifiers) -> Event {
        Event::Key(KeyEvent::new(code, modifiers))
    }

    /// Keys typed, with `\n` for Enter and `\t` for Tab.
    fn events(typed: &str) -> Vec<Event> {
        typed
            .chars()
            .map(|character| match character {
                '\n' => press(KeyCode::Enter, KeyModifiers::NONE),
                '\t' => press(KeyCode::Tab, KeyModifiers::NONE),
                upper if upper.is_uppercase() => press(KeyCode::Char(upper), KeyModifiers::SHIFT),
                other => press(KeyCode::Char(other), KeyModifiers::NONE),
            })
            .collect()
    }

    fn names(messages: Vec<Msg>) -> Vec<String> {
        messages
            .into_iter()
            .map(|message| match message {
                Msg::Key { key, .. } => key.to_string(),
                Msg::Paste(text) => format!("paste {text:?}"),
                other => format!("{other:?}"),
            })
            .collect()
    }

    fn digest(events: Vec<Event>) -> Vec<String> {
        names(Bursts::default().digest(events, Instant::now(), 0))
    }

    #[test]
    fn keys_that_come_one_by_one_are_keys() {
        let (mut bursts, mut now) = (Bursts::default(), Instant::now());
        for (typed, expected) in [("a", "a"), ("\n", "Enter"), ("y", "y"), ("\t", "Tab"), ("X", "X")] {
            now += Duration::from_millis(30);
            assert_eq!(names(bursts.digest(events(typed), now, 0)), [expected]);
        }
    }

    #[test]
    fn text_that_comes_at_once_is_a_paste_with_its_line_ends() {
        let table: &[(&str, &[&str])] = &[
            ("ab\ncd\n", &["paste \"ab\\ncd\\n\""]),
            ("y\n", &["paste \"y\\n\""]),
            ("\n\n", &["paste \"\\n\\n\""]),
            ("yes", &["paste \"yes\""]),
            ("jjj", &["j", "j", "j"]),
            ("ab\tcd", &["paste \"ab\"", "Tab", "paste \"cd\""]),
            ("a\tb", &["a", "Tab", "b"]),
        ];
        for (typed, expected) in table {
            assert_eq!(digest(events(typed)), *expected, "{typed:?}");
        }
    }

    #[test]
    fn a_paste_goes_on_while_its_pieces_follow_each_other_closely() {
        let (mut bursts, start) = (Bursts::default(), Instant::now());
        assert_eq!(names(bursts.digest(events("abc"), start, 0)), ["paste \"abc\""]);
        let soon = start + Duration::from_millis(5);
        assert_eq!(names(bursts.digest(events("\n"), soon, 0)), ["paste \"\\n\""]);
        let later = soon + Duration::from_millis(40);
        assert_eq!(names(bursts.digest(events("\n"), later, 0)), ["Enter"]);
    }

    #[test]
    fn a_key_that_types_no_text_ends_a_paste() {
        let (mut bursts, start) = (Bursts::default(), Instant::now());
        let mut typed = events("abc");
        typed.push(press(KeyCode::F(5), KeyModifiers::NONE));
        assert_eq!(names(bursts.digest(typed, start, 0)), ["paste \"abc\"", "F5"]);
        assert_eq!(names(bursts.digest(events("y"), start + Duration::from_millis(2), 0)), ["y"]);
    }

    #[test]
    fn a_line_feed_within_text_ends_a_line() {
        let mut typed = events("ab");
        typed.push(press(KeyCode::Char('j'), KeyModifiers::CONTROL));
        typed.extend(events("c"));
        assert_eq!(digest(typed), ["paste \"ab\\nc\""]);
    }

    #[test]
    fn keys_that_type_no_text_stay_keys_in_their_place() {
        let mut typed = events("ab");
        typed.push(press(KeyCode::F(5), KeyModifiers::NONE));
        typed.push(press(KeyCode::Left, KeyModifiers::SHIFT));
        assert_eq!(digest(typed), ["paste \"ab\"", "F5", "Shift-Left"]);
    }

    #[test]
    fn keys_have_the_modifiers_that_the_interface_expects() {
        let table = [
            (KeyCode::Char('A'), KeyModifiers::SHIFT, "A"),
            (KeyCode::Char('t'), KeyModifiers::CONTROL, "^T"),
            (KeyCode::Char('T'), KeyModifiers::CONTROL | KeyModifiers::SHIFT, "^T"),
            (KeyCode::Char('7'), KeyModifiers::CONTROL, "^_"),
            (KeyCode::Char('4'), KeyModifiers::CONTROL, "^\\"),
            (KeyCode::Char('x'), KeyModifiers::ALT, "Alt-x"),
            (KeyCode::BackTab, KeyModifiers::SHIFT, "Shift-Tab"),
            (KeyCode::Tab, KeyModifiers::SHIFT, "Shift-Tab"),
            (KeyCode::Home, KeyModifiers::CONTROL, "Ctrl-Home"),
            (KeyCode::F(4), KeyModifiers::SHIFT, "Shift-F4"),
        ];
        for (code, modifiers, expected) in table {
            assert_eq!(digest(vec![press(code, modifiers)]), [expected]);
        }
    }

    #[test]
    fn releases_and_unnamed_keys_are_nothing() {
        let release = KeyEvent::new_with_kind(KeyCode::Enter, KeyModifiers::NONE, KeyEventKind::Release);
        assert_eq!(digest(vec![Event::Key(release)]), Vec::<String>::new());
        let repeat = KeyEvent::new_with_kind(KeyCode::Down, KeyModifiers::NONE, KeyEventKind::Repeat);
        assert_eq!(digest(vec![Event::Key(repeat)]), ["Down"]);
        assert_eq!(digest(vec![press(KeyCode::NumLock, KeyModifiers::NONE)]), Vec::<String>::new());
    }

    #[test]
    fn a_bracketed_paste_keeps_its_text_and_gets_plain_line_ends() {
        assert_eq!(digest(vec![Event::Paste("a\r\nb\rc\n".to_owned())]), ["paste \"a\\nb\\nc\\n\""]);
    }

    #[test]
    fn presses_and_the_wheel_are_told_and_movements_are_not() {
        let at = |kind| Event::Mouse(MouseEvent { kind, column: 3, row: 4, modifiers: KeyModifiers::NONE });
        let told = Bursts::default().digest(
            [at(MouseEventKind::Down(MouseButton::Left)), at(MouseEventKind::Moved), at(MouseEventKind::ScrollUp)],
            Instant::now(),
            7,
        );
        let expected =
            [MouseKind::Press, MouseKind::ScrollUp].map(|kind| Msg::Mouse(Mouse { kind, column: 3, row: 4, at: 7 }));
        assert_eq!(told, expected);
    }
}
