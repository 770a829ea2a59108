//! Keeping the draft: one thread writes it once the typing paused, and sleeps until something changes.

use std::io;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use tokio::sync::mpsc::Sender;

use crate::app::msg::Msg;
use crate::config::drafts::Place;
use crate::domain::draft::Draft;

/// The pause in the typing after which the draft is written.
const QUIET: Duration = Duration::from_millis(400);

/// How long somebody may type without a pause before it is written all the same.
const LONGEST: Duration = Duration::from_secs(3);

/// What stands in the form.
#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    /// Something that was not sent.
    Unsent(Box<Draft>),
    /// Nothing that would be lost.
    Done,
}

/// Where drafts are kept.
pub trait Keeps: Send + 'static {
    /// Keeps the draft, or forgets it.
    ///
    /// # Errors
    /// The system refuses.
    fn keep(&self, form: &Form) -> io::Result<()>;
}

impl Keeps for Place {
    fn keep(&self, form: &Form) -> io::Result<()> {
        match form {
            Form::Unsent(draft) => Self::keep(self, draft),
            Form::Done => self.forget(),
        }
    }
}

#[derive(Default)]
struct Wanted {
    /// What is to be kept; `None` while all is.
    form: Option<Form>,
    /// Counts the wishes.
    changes: u64,
    ended: bool,
}

/// Keeps the draft. Dropping it writes what is not written yet.
pub struct Keeper {
    wanted: Arc<(Mutex<Wanted>, Condvar)>,
    thread: Option<JoinHandle<()>>,
}

impl Keeper {
    /// Keeps drafts there. What can't be written is told, once until it can be again.
    ///
    /// # Errors
    /// No thread could be started.
    pub fn start(place: impl Keeps, tell: Sender<Msg>) -> io::Result<Self> {
        let wanted: Arc<(Mutex<Wanted>, Condvar)> = Arc::default();
        let seen = Arc::clone(&wanted);
        let thread = thread::Builder::new().name("draft".to_owned()).spawn(move || serve(&seen, &place, &tell))?;
        Ok(Self { wanted, thread: Some(thread) })
    }

    /// This stands in the form now. It never waits.
    pub fn keep(&self, form: Form) {
        self.wish(|wanted| wanted.form = Some(form));
    }

    fn wish(&self, change: impl FnOnce(&mut Wanted)) {
        let (wanted, bell) = &*self.wanted;
        let mut wanted = wanted.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut wanted);
        wanted.changes += 1;
        bell.notify_one();
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.wish(|wanted| wanted.ended = true);
        if let Some(thread) = self.thread.take() {
            // One that panicked has told so.
            let _ = thread.join();
        }
    }
}

fn serve(wanted: &(Mutex<Wanted>, Condvar), place: &impl Keeps, tell: &Sender<Msg>) {
    let mut failed = false;
    while let Some(form) = next(wanted) {
        match place.keep(&form) {
            Ok(()) => failed = false,
            Err(error) => {
                tracing::error!("the draft can't be kept: {error}");
                if !failed {
                    // Who is too busy to hear it can read it in the log.
                    let _ = tell.try_send(Msg::Notice(format!("The draft can't be kept for the next start: {error}")));
                }
                failed = true;
            }
        }
    }
}

/// What is to be kept, once the typing paused; `None` when there will be no more.
fn next((wanted, bell): &(Mutex<Wanted>, Condvar)) -> Option<Form> {
    let mut wanted = wanted.lock().unwrap_or_else(PoisonError::into_inner);
    while wanted.form.is_none() && !wanted.ended {
        wanted = bell.wait(wanted).unwrap_or_else(PoisonError::into_inner);
    }
    let begun = Instant::now();
    while !wanted.ended && begun.elapsed() < LONGEST {
        let seen = wanted.changes;
        let (after, pause) = bell
            .wait_timeout_while(wanted, QUIET, |wanted| wanted.changes == seen)
            .unwrap_or_else(PoisonError::into_inner);
        wanted = after;
        if pause.timed_out() {
            break;
        }
    }
    wanted.form.take()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::sync::mpsc;

    use tokio::sync::mpsc::channel;

    use super::*;

    /// Tells what is to be kept, and refuses topics of that name.
    struct Shelf(mpsc::Sender<Option<String>>);

    impl Keeps for Shelf {
        fn keep(&self, form: &Form) -> io::Result<()> {
            let topic = match form {
                Form::Unsent(draft) => Some(draft.topic.clone()),
                Form::Done => None,
            };
            let refused = topic.as_deref() == Some("refused");
            self.0.send(topic).unwrap();
            if refused { Err(io::Error::other("no")) } else { Ok(()) }
        }
    }

    fn draft(topic: &str) -> Form {
        Form::Unsent(Box::new(Draft { topic: topic.to_owned(), ..Draft::default() }))
    }

    #[test]
    fn what_is_typed_together_is_kept_once_and_what_is_not_written_yet_at_the_end() {
        let (sender, kept) = mpsc::channel();
        let (tell, _told) = channel(4);
        let keeper = Keeper::start(Shelf(sender), tell).unwrap();
        for topic in ["o", "or", "orders"] {
            keeper.keep(draft(topic));
        }
        assert_eq!(kept.recv().unwrap().as_deref(), Some("orders"));
        keeper.keep(draft("late"));
        drop(keeper);
        assert_eq!(kept.iter().collect::<Vec<_>>(), [Some("late".to_owned())]);
    }

    #[test]
    fn nothing_is_written_where_nothing_changed() {
        let (sender, kept) = mpsc::channel();
        let (tell, _told) = channel(4);
        drop(Keeper::start(Shelf(sender), tell).unwrap());
        assert_eq!(kept.iter().count(), 0);
    }

    #[test]
    fn what_was_sent_is_forgotten() {
        let (sender, kept) = mpsc::channel();
        let (tell, _told) = channel(4);
        let keeper = Keeper::start(Shelf(sender), tell).unwrap();
        keeper.keep(draft("orders"));
        keeper.keep(Form::Done);
        drop(keeper);
        assert_eq!(kept.iter().collect::<Vec<_>>(), [None]);
    }

    #[test]
    fn that_nothing_can_be_kept_is_told_once() {
        let (sender, kept) = mpsc::channel();
        let (tell, mut told) = channel(4);
        let keeper = Keeper::start(Shelf(sender), tell).unwrap();
        for _ in 0..2 {
            keeper.keep(draft("refused"));
            kept.recv().unwrap();
        }
        drop(keeper);
        assert_eq!(
            told.blocking_recv(),
            Some(Msg::Notice("The draft can't be kept for the next start: no".to_owned()))
        );
        assert_eq!(told.blocking_recv(), None);
    }
}
