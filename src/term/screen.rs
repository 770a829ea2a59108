//! The screen: frames go out whole, each as one synchronized update.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;
use std::sync::Arc;

use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Frame, Terminal, TerminalOptions, Viewport};

use crate::term::escape;
use crate::term::session::{Session, Tty};

/// What the backend writes of one frame. It is put on the terminal when the frame is whole, so flushing does nothing.
#[derive(Clone, Debug, Default)]
struct Paper(Rc<RefCell<Vec<u8>>>);

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The terminal's screen.
pub struct Screen<T: Tty> {
    session: Arc<Session<T>>,
    terminal: Terminal<CrosstermBackend<Paper>>,
    paper: Paper,
    title: String,
}

impl<T: Tty> Screen<T> {
    /// A screen of this size. Nothing is asked of the terminal, nothing drawn.
    ///
    /// # Errors
    /// None comes from a screen that is not drawn yet.
    pub fn new(session: Arc<Session<T>>, (width, height): (u16, u16)) -> io::Result<Self> {
        // Which colours there are was decided from the environment before; crossterm would decide on its own.
        crossterm::style::force_color_output(true);
        let viewport = Viewport::Fixed(Rect::new(0, 0, width, height));
        let paper = Paper::default();
        let terminal = Terminal::with_options(CrosstermBackend::new(paper.clone()), TerminalOptions { viewport })?;
        Ok(Self { session, terminal, paper, title: String::new() })
    }

    /// Draws a frame; what differs from the one before goes to the terminal in one piece.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn draw<R>(&mut self, draw: impl FnOnce(&mut Frame<'_>) -> R) -> io::Result<R> {
        let mut learned = None;
        self.terminal.draw(|frame| learned = Some(draw(frame)))?;
        let frame = self.paper.0.take();
        let whole = [escape::BEGIN_FRAME.as_bytes(), &frame, escape::END_FRAME.as_bytes()].concat();
        self.session.write(&whole)?;
        learned.ok_or_else(|| io::Error::other("the frame was not drawn"))
    }

    /// The terminal has this size now, or shows something else than what was drawn: the next frame draws all of it.
    pub fn renew(&mut self, (width, height): (u16, u16)) {
        self.title.clear();
        // Not `clear`: it asks where the cursor stands. Nothing can fail, since frames are kept aside.
        let _ = self.terminal.resize(Rect::new(0, 0, width, height));
    }

    /// Sets the window's title, if it changes.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn title(&mut self, title: &str) -> io::Result<()> {
        if self.title != title {
            title.clone_into(&mut self.title);
            self.session.write(escape::title(title).as_bytes())?;
        }
        Ok(())
    }

    /// Takes the mouse, or leaves it to the terminal.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn use_mouse(&self, on: bool) -> io::Result<()> {
        self.session.use_mouse(on)
    }

    /// Writes a control sequence that is no part of a frame.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn write(&self, sequence: &[u8]) -> io::Result<()> {
        self.session.write(sequence)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use ratatui::layout::Position;

    use super::*;
    use crate::term::session::recorded::Recorded;

    fn screen() -> (Recorded, Screen<Recorded>) {
        let tty = Recorded::default();
        let session = Arc::new(Session::new(tty.clone()));
        session.enter().unwrap();
        (tty, Screen::new(session, (20, 3)).unwrap())
    }

    fn say(text: &str) -> impl FnOnce(&mut Frame<'_>) {
        move |frame| {
            frame.render_widget(text, frame.area());
            frame.set_cursor_position(Position::new(1, 0));
        }
    }

    #[test]
    fn a_frame_goes_out_in_one_piece_as_a_synchronized_update() {
        let (tty, mut screen) = screen();
        let before = tty.log().len();
        screen.draw(say("hello")).unwrap();
        let written = tty.log().split_off(before);
        assert_eq!(written.len(), 1);
        assert!(written[0].starts_with(escape::BEGIN_FRAME) && written[0].ends_with(escape::END_FRAME));
        assert!(written[0].contains("hello") && written[0].contains("\x1b[?25h\x1b[1;2H"), "{:?}", written[0]);
    }

    #[test]
    fn only_what_changed_is_drawn_until_the_screen_is_renewed() {
        let (tty, mut screen) = screen();
        screen.draw(say("hello")).unwrap();
        screen.draw(say("hullo")).unwrap();
        assert!(tty.log().last().unwrap().contains('u') && !tty.log().last().unwrap().contains("llo"));
        screen.renew((20, 3));
        screen.draw(say("hullo")).unwrap();
        assert!(tty.log().last().unwrap().contains("hullo"));
    }

    #[test]
    fn the_terminal_is_asked_nothing() {
        let (tty, mut screen) = screen();
        screen.draw(say("hello")).unwrap();
        screen.renew((10, 2));
        screen.title("linger").unwrap();
        screen.draw(say("hello")).unwrap();
        // Device status and attributes, modes, colours and keyboard flags would be asked with these.
        for question in ["\x1b[6n", "\x1b[c", "\x1b[0c", "$p", ";?", "\x1b[?u"] {
            assert!(!tty.log().concat().contains(question), "{question:?}");
        }
    }

    #[test]
    fn a_title_is_written_when_it_changes() {
        let (tty, mut screen) = screen();
        let before = tty.log().len();
        for title in ["a", "a", "b"] {
            screen.title(title).unwrap();
        }
        assert_eq!(tty.log().split_off(before), [escape::title("a"), escape::title("b")]);
    }
}
