//! The real binary in a real terminal: it takes the terminal, and gives it back whatever happens.

#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "terminal/drafts.rs"]
mod drafts;
#[path = "terminal/editing.rs"]
mod editing;
#[path = "terminal/pty.rs"]
mod pty;

use std::time::Duration;

use nix::sys::signal::Signal;
use pty::{Pty, Seen};

const F5: &str = "\x1b[15~";
const CTRL_C: &str = "\x03";
const CTRL_T: &str = "\x14";
const CTRL_Z: &str = "\x1a";

/// Opens the workbench on the embedded cluster and waits until it knows its topic.
fn open() -> Pty {
    let pty = Pty::start(&[]);
    pty.wait_for("6 partitions");
    pty
}

/// Nobody listens there: no system gives a port below 1024 to whoever asks for any.
const DEAD: &str = "127.0.0.1:451";

/// Opens the workbench on a cluster that is not there, and sends a record that then waits.
fn open_with_a_record_outstanding() -> Pty {
    let mut pty = Pty::start(&["-b", DEAD, "--topic", "orders"]);
    pty.wait_for("Record");
    pty.type_in("hello");
    pty.wait_for("hello");
    pty.type_in(F5);
    pty.wait_for("y send this one");
    pty.type_in("y");
    pty.wait_for("waiting");
    pty
}

fn send(pty: &mut Pty, value: &str) {
    pty.type_in(value);
    pty.wait_for(value);
    pty.type_in(F5);
    pty.wait_for("orders-");
}

fn assert_given_back(pty: &Pty) {
    let seen = pty.seen();
    assert!(seen.is_given_back(), "not everything was given back:\n{}", seen.text());
    drop(seen);
    assert!(pty.has_line_mode(), "the terminal is still in raw mode");
}

#[test]
fn a_record_composed_and_sent_gets_its_partition_and_offset() {
    let mut pty = open();
    send(&mut pty, "hello");
    pty.wait("an offset and the size", |seen| seen.shows("@ 0") && seen.shows("value 5 B"));
    pty.type_in(CTRL_T);
    pty.wait("the next offset", |seen| seen.shows("@ 1"));
    pty.type_in(CTRL_C);
    pty.wait("the end of the other screen", Seen::is_given_back);
    assert_eq!(pty.wait_for_exit(), 0);
    assert_given_back(&pty);
    pty.wait_for("linger: 2 records: 2 delivered");
}

#[test]
fn the_tour_sends_a_real_record_and_is_left_at_any_moment() {
    let mut pty = Pty::start(&["--demo"]);
    for step in ["Tour 1 of", "Tour 2 of", "Tour 3 of"] {
        pty.wait_for(step);
        pty.type_in(" ");
    }
    pty.wait_for("orders-4 @ 0");
    pty.type_in("\x1b");
    pty.wait_for("The tour is over");
    pty.wait("the end of the captions", |seen| !seen.shows("Esc end the tour"));
    pty.type_in(CTRL_C);
    assert_eq!(pty.wait_for_exit(), 0);
    assert_given_back(&pty);
    pty.wait_for("linger: 1 record: 1 delivered");
}

#[test]
fn the_terminal_is_asked_nothing_and_told_what_is_open() {
    let pty = open();
    let seen = pty.seen();
    let bytes = String::from_utf8_lossy(&seen.bytes).into_owned();
    // Cursor position, device attributes, a mode, a colour, keyboard flags.
    for question in ["\x1b[6n", "\x1b[c", "\x1b[>c", "$p", ";?\x07", "\x1b[?u"] {
        assert!(!bytes.contains(question), "{question:?} was asked");
    }
    assert!(bytes.contains("\x1b]2;linger embedded: embedded\x07"));
    assert!(bytes.contains("\x1b[?2026h") && bytes.contains("\x1b[?2026l"));
    assert!(!pty.has_line_mode());
}

#[test]
fn nothing_is_drawn_while_nothing_happens() {
    let mut pty = open();
    send(&mut pty, "hello");
    pty.wait_for_quiet(Duration::from_secs(2));
    let before = pty.seen().bytes.len();
    pty.wait_for_quiet(Duration::from_secs(3));
    assert_eq!(pty.seen().bytes.len(), before, "it drew while nothing happened");
}

#[test]
fn another_size_is_drawn_at_once() {
    let pty = open();
    for (columns, rows) in [(80, 24), (200, 60), (60, 16), (120, 40)] {
        pty.resize(columns, rows);
        pty.wait("the hints on the last line, and a title on the first", |seen| {
            let lines: Vec<String> = seen.screen().rows(0, columns).collect();
            lines.first().is_some_and(|line| line.contains("linger"))
                && lines.get(usize::from(rows) - 1).is_some_and(|line| line.contains("send"))
        });
    }
    pty.resize(20, 5);
    pty.wait_for("needs a");
}

#[test]
fn a_pasted_text_is_a_text_and_sends_nothing() {
    let mut pty = open();
    pty.type_in("\x1b[200~first\rsecond\x1b[15~\r\x1b[201~");
    pty.wait_for("second");
    pty.type_in("!");
    pty.wait_for("!");
    assert!(pty.seen().shows("No record sent yet"));
}

#[test]
fn a_text_pasted_without_brackets_is_a_text_and_answers_no_question() {
    let mut pty = Pty::start(&["--topic", "new-topic"]);
    pty.wait_for("new-topic");
    pty.type_in("first\rsecond\r");
    pty.wait_for("second");
    assert!(pty.seen().shows("No record sent yet"));
    // More than a terminal hands out in one piece.
    pty.type_in(&"long ".repeat(1600));
    pty.type_in("last");
    pty.wait_for("last");
}

#[test]
fn ctrl_z_gives_the_terminal_back_and_going_on_draws_everything() {
    let mut pty = open();
    for _ in 0..2 {
        pty.type_in(CTRL_Z);
        pty.wait_until_stopped();
        pty.wait("the end of the other screen", Seen::is_given_back);
        assert_given_back(&pty);
        pty.signal(Signal::SIGCONT);
        pty.wait("the workbench again", |seen| seen.screen().alternate_screen() && seen.shows("6 partitions"));
        assert!(!pty.has_line_mode());
    }
    send(&mut pty, "hello");
}

#[test]
fn sigtstp_stops_it_as_ctrl_z_does() {
    let pty = open();
    pty.signal(Signal::SIGTSTP);
    pty.wait_until_stopped();
    pty.wait("the end of the other screen", Seen::is_given_back);
    assert_given_back(&pty);
    pty.signal(Signal::SIGCONT);
    pty.wait("the workbench again", |seen| seen.screen().alternate_screen() && seen.shows("6 partitions"));
}

#[test]
fn signals_give_the_terminal_back_and_account_for_the_records() {
    for signal in [Signal::SIGTERM, Signal::SIGHUP, Signal::SIGINT] {
        let mut pty = open();
        send(&mut pty, "hello");
        pty.signal(signal);
        assert_eq!(pty.wait_for_exit(), 130, "{signal}");
        assert_given_back(&pty);
        pty.wait_for("linger: 1 record: 1 delivered");
    }
}

#[test]
fn a_signal_accounts_for_a_record_that_never_left() {
    let mut pty = open_with_a_record_outstanding();
    pty.signal(Signal::SIGTERM);
    assert_eq!(pty.wait_for_exit(), 130);
    assert_given_back(&pty);
    pty.wait("the account", |seen| seen.shows("record 0 to orders") && seen.shows("1 record: 0 delivered, 1 failed"));
}

#[test]
fn quitting_with_records_outstanding_asks_first() {
    let mut pty = open_with_a_record_outstanding();
    pty.type_in(CTRL_C);
    pty.wait_for("quit now");
    pty.type_in("n");
    pty.wait("the end of the question", |seen| !seen.shows("quit now"));
    pty.type_in(CTRL_C);
    pty.wait_for("quit now");
    pty.type_in("y");
    let code = pty.wait_for_exit();
    assert_eq!(code, 3, "no broker was reached and nothing delivered");
    assert_given_back(&pty);
}

#[test]
fn leaving_can_wait_for_records_that_linger_and_wakes_them() {
    let mut pty = Pty::start(&["--set", "linger.ms=60000", "--set", "delivery.timeout.ms=120000"]);
    pty.wait_for("6 partitions");
    pty.type_in("hello");
    pty.wait_for("hello");
    pty.type_in(F5);
    pty.wait_for("waiting");
    pty.type_in(CTRL_C);
    pty.wait_for("wait, then quit");
    pty.type_in("w");
    assert_eq!(pty.wait_for_exit(), 0);
    assert_given_back(&pty);
    pty.wait_for("linger: 1 record: 1 delivered");
}

#[test]
fn a_terminal_that_goes_away_ends_it() {
    let mut pty = open();
    pty.hang_up("x");
    assert_eq!(pty.wait_for_exit(), 130);
}

#[test]
fn a_terminal_that_goes_away_without_a_signal_ends_it_too() {
    let mut pty = Pty::start_with(&[], (100, 30), |command| command.set_controlling_tty(false));
    pty.wait_for("6 partitions");
    pty.hang_up("x");
    assert_eq!(pty.wait_for_exit(), 130);
}

#[test]
fn a_dumb_terminal_is_told_so() {
    let mut pty = Pty::start_with(&[], (100, 30), |command| command.env("TERM", "dumb"));
    assert_eq!(pty.wait_for_exit(), 2);
    pty.wait_for("linger: TERM is 'dumb'");
    assert!(!pty.seen().bytes.contains(&0x1b), "an escape sequence went to a dumb terminal");
}

#[test]
fn without_a_terminal_it_says_what_is_made_for_scripts() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_linger")).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.starts_with("linger: standard input is not a terminal") && told.contains("linger send"), "{told}");
    assert_eq!(output.stdout, b"");
}

#[test]
fn a_terminal_without_colours_or_utf8_gets_neither() {
    let pty = Pty::start_with(&[], (100, 30), |command| {
        command.env("NO_COLOR", "1");
        command.env("LC_ALL", "C");
    });
    pty.wait_for("6 partitions");
    let seen = pty.seen();
    let bytes = String::from_utf8(seen.bytes.clone()).unwrap();
    drop(seen);
    assert!(bytes.is_ascii(), "characters beyond ASCII were drawn");
    let colours: Vec<&str> = styles(&bytes).filter(|style| is_colour(style)).collect();
    assert_eq!(colours, Vec::<&str>::new());
    let colourful = open();
    let bytes = String::from_utf8(colourful.seen().bytes.clone()).unwrap();
    assert!(!bytes.is_ascii() && styles(&bytes).any(is_colour));
}

/// What stands between `ESC [` and `m`.
fn styles(written: &str) -> impl Iterator<Item = &str> {
    written.split("\x1b[").skip(1).filter_map(|rest| {
        let (style, _) = rest.split_once(|c: char| c.is_ascii_alphabetic())?;
        rest[style.len()..].starts_with('m').then_some(style)
    })
}

/// Whether a style names a colour; 39, 49 and 59 are the terminal's own.
fn is_colour(style: &str) -> bool {
    let mut codes = style.split(';').filter_map(|part| part.parse::<u16>().ok());
    codes.any(|code| matches!(code, 30..=38 | 40..=48 | 58 | 90..=107))
}

#[test]
fn its_log_goes_to_the_state_folder_or_where_it_is_asked_to() {
    let mut pty = Pty::start(&["--log", "own.log"]);
    pty.wait_for("6 partitions");
    pty.type_in(CTRL_C);
    assert_eq!(pty.wait_for_exit(), 0);
    assert!(pty.home().join("own.log").is_file());
    let mut pty = open();
    pty.type_in(CTRL_C);
    assert_eq!(pty.wait_for_exit(), 0);
    assert!(pty.home().join(".local/state/linger/linger.log").is_file());
}
