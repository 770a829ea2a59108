//! The interface on its stage: messages change its state, and what it asks for is done.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::app::files::{Edited, FileNews, FileWish};
use crate::app::msg::{Effect, Leave, Msg};
use crate::app::state::State;
use crate::app::update::update;
use crate::domain::swap::SwapStep;
use crate::kafka::producer::Generations;
use crate::runtime::account::Account;
use crate::runtime::clock::now_micros;
use crate::runtime::copying::copy;
use crate::runtime::crew::Crew;
use crate::runtime::desk::{Desk, Edit};
use crate::runtime::farewell::Reason;
use crate::runtime::keeping::{Form, Keeper};
use crate::runtime::profiles;
use crate::runtime::pump::{Stage, Turn};
use crate::runtime::reading;
use crate::runtime::shelf;
use crate::runtime::tuning::Wish;
use crate::runtime::wardrobe::Wardrobe;
use crate::term::input;
use crate::term::screen::Screen;
use crate::term::session::Tty;
use crate::ui;
use crate::ui::styles::Styles;

/// From one flush to the next while the program is being left: a record may have come to linger in between.
const FLUSH_AGAIN: Duration = Duration::from_millis(50);

/// The interface, and everything it can do something with.
pub struct Bench<T: Tty> {
    state: State,
    screen: Screen<T>,
    styles: Styles,
    wardrobe: Wardrobe,
    crew: Crew,
    account: Account,
    dirty: bool,
    /// What effects led to at once, before anything else is heard.
    replies: VecDeque<Msg>,
    flusher: Option<Flusher>,
    /// Whether the program ends when the last record did.
    leaving: bool,
    reason: Reason,
    desk: Desk,
    edit: Option<Edit>,
    keeper: Option<Keeper>,
    /// The form that was kept last: its revision, and whether it held something unsent.
    kept: (u64, bool),
}

impl<T: Tty> Bench<T> {
    /// The interface with its crew, which works already.
    pub fn new(state: State, screen: Screen<T>, styles: Styles, crew: Crew, desk: Desk) -> Self {
        Self {
            state,
            screen,
            styles,
            wardrobe: Wardrobe::default(),
            crew,
            account: Account::default(),
            dirty: true,
            replies: VecDeque::new(),
            flusher: None,
            leaving: false,
            reason: Reason::Left,
            desk,
            edit: None,
            keeper: None,
            kept: (0, false),
        }
    }

    /// Gives it themes to change into.
    pub fn dress(&mut self, wardrobe: Wardrobe) {
        self.wardrobe = wardrobe;
    }

    /// Does what the interface asks for.
    pub fn perform(&mut self, effects: Vec<Effect>) -> Option<Turn> {
        // Each is done, whatever the ones before lead to.
        effects.into_iter().fold(None, |turn, effect| turn.or(self.perform_one(effect)))
    }

    fn perform_one(&mut self, effect: Effect) -> Option<Turn> {
        match effect {
            Effect::Send { n, record } => {
                self.account.sent(n, &record.topic);
                if let Err(outcome) = self.crew.intake.send(self.site(), n, record) {
                    self.replies.push_back(Msg::Ended { outcome, at: now_micros() });
                }
                self.crew.nudge();
            }
            Effect::CancelSend { n } => self.crew.intake.cancel(n),
            Effect::Foresee { record, shape } => {
                let preview = self.crew.producer().map(|producer| producer.foresee(&record, &shape));
                self.replies.push_back(Msg::Foreseen { topic: record.topic, preview });
            }
            Effect::Weigh { record, what } => {
                let work = move || Msg::Weighed { what, weight: Some(what.compression.weigh(&record)) };
                if self.crew.aside(work).is_err() {
                    self.replies.push_back(Msg::Weighed { what, weight: None });
                }
            }
            Effect::LookAt { topic } => self.crew.looking.topic(topic),
            Effect::LookAtCluster => self.crew.looking.cluster(),
            Effect::Tune(change) => self.tune(Wish::Change(change)),
            Effect::UseProfile { name, changes, elsewhere: _ } => self.tune(Wish::Profile { name, changes }),
            Effect::CancelTune => self.crew.tuning.cancel(),
            Effect::StartLoad(plan) => {
                if let Err(reason) = self.crew.start_load(self.site(), &plan) {
                    self.replies.push_back(Msg::LoadRefused(reason));
                }
            }
            Effect::StopLoad => self.crew.stop_load(),
            Effect::ChangeTopic(change) => {
                if let Err(failure) = self.crew.topics.change(self.site(), change.clone()) {
                    self.replies.push_back(Msg::TopicChanged { change, result: Err(failure) });
                }
            }
            Effect::TickTour => self.crew.tick_tour(),
            Effect::TickArm => self.crew.tick_arm(),
            Effect::Quit(Leave::AfterFlush) => {
                self.crew.stop_load();
                self.leaving = true;
                self.flush();
            }
            Effect::Quit(Leave::Now | Leave::Terminated) => {
                self.crew.stop_load();
                return Some(Turn::End);
            }
            Effect::Suspend => return Some(Turn::SuspendJob),
            Effect::File(wish) => return self.file(wish),
            Effect::Profile(wish) => {
                if let Err(error) = self.crew.aside(move || Msg::Profile(profiles::serve(wish))) {
                    self.replies.push_back(Msg::Notice(format!("The profiles can't be reached: {error}.")));
                }
            }
            Effect::Redraw => self.renew(),
            Effect::UseTheme(theme) => {
                if let Some(styles) = self.wardrobe.styles(theme) {
                    self.styles = styles;
                    self.dirty = true;
                }
            }
            Effect::UseMouse(on) => {
                if let Err(error) = self.screen.use_mouse(on) {
                    self.replies.push_back(Msg::Notice(format!("The terminal can't be told: {error}.")));
                }
            }
            Effect::ReadBack { n, topic, partition, offset } => {
                let site = self.site();
                if let Err(reason) = self.crew.reading.read(reading::Wish { site, n, topic, partition, offset }) {
                    self.replies.push_back(Msg::ReadBack { n, read: Err(reason) });
                }
            }
            Effect::Copy { what, text, to_file } => {
                let env = |name: &str| std::env::var(name).ok();
                let done = copy(&what, &text, to_file, env, |sequence| self.screen.write(sequence));
                self.replies.push_back(Msg::Copied(done));
            }
        }
        None
    }

    /// The screen shows something else than what was drawn, or has another size.
    pub fn renew(&mut self) {
        let (width, height) = input::size();
        self.screen.renew((width, height));
        self.replies.push_back(Msg::Resize { width, height });
        self.dirty = true;
    }

    /// The site that the person sees.
    fn site(&self) -> u32 {
        self.state.session.running.site
    }

    fn tune(&mut self, wish: Wish) {
        if let Err((change, reason)) = self.crew.tuning.ask(wish) {
            let step = SwapStep::Refused(reason);
            self.replies.push_back(Msg::Swap { change, step, at: now_micros() });
        }
        self.crew.nudge();
    }

    fn file(&mut self, wish: FileWish) -> Option<Turn> {
        match wish {
            FileWish::Edit(draft) => match self.desk.lay_out(&draft) {
                Ok(edit) => self.edit = Some(edit),
                Err(error) => {
                    let why = format!("the record can't be laid out for the editor: {error}");
                    self.replies.push_back(Msg::Files(FileNews::Edited(Edited::Failed { why, kept: None })));
                    return None;
                }
            },
            FileWish::EditAgain(file) => self.edit = Some(Edit::again(file)),
            FileWish::Forget(file) => {
                Edit::again(file).forget();
                return None;
            }
            FileWish::List(folder) => return self.aside(move || shelf::list(&folder)),
            FileWish::Open(path) => return self.aside(move || shelf::open(path)),
            FileWish::Save { path, draft, over } => return self.aside(move || shelf::save(path, &draft, over)),
        }
        Some(Turn::Edit)
    }

    fn aside(&mut self, work: impl FnOnce() -> FileNews + Send + 'static) -> Option<Turn> {
        if let Err(error) = self.crew.aside(move || Msg::Files(work())) {
            self.replies.push_back(Msg::Notice(format!("The file can't be reached: {error}.")));
        }
        None
    }

    /// Keeps what stands unsent in the form from now on.
    pub fn keep_draft(&mut self, keeper: Keeper) {
        self.kept = (self.state.record.revision(), self.state.record.is_changed());
        self.keeper = Some(keeper);
    }

    fn keep_changes(&mut self) {
        let now = (self.state.record.revision(), self.state.record.is_changed());
        if let Some(keeper) = &self.keeper
            && now != self.kept
        {
            keeper.keep(if now.1 { Form::Unsent(Box::new(self.state.record.draft())) } else { Form::Done });
            self.kept = now;
        }
    }

    /// What is to be edited, once.
    pub fn take_edit(&mut self) -> Option<Edit> {
        self.edit.take()
    }

    /// Where texts are edited.
    pub fn desk(&self) -> &Desk {
        &self.desk
    }

    /// Why the program ends, when it does.
    pub fn reason(&self) -> Reason {
        self.reason
    }

    /// The crew, and the account of the records.
    pub fn close(self) -> (Crew, Account) {
        (self.crew, self.account)
    }

    fn flush(&mut self) {
        if self.flusher.is_none() {
            self.flusher = self.crew.producer().and_then(Flusher::start);
        }
        let progress = self.progress();
        self.replies.push_back(progress);
    }

    fn progress(&mut self) -> Msg {
        self.account.loads(self.crew.loads());
        Msg::FlushProgress { outstanding: self.account.outstanding() }
    }

    /// Somebody waits for the last record.
    fn tell_progress(&mut self) {
        if self.flusher.is_some() {
            let progress = self.progress();
            self.replies.push_back(progress);
        }
    }

    fn take_one(&mut self, message: Msg) -> Option<Turn> {
        match &message {
            Msg::Ended { outcome, .. } => {
                self.account.ended(outcome);
                self.crew.nudge();
                self.tell_progress();
            }
            Msg::LoadProgress(_) | Msg::LoadEnded(_) => self.tell_progress(),
            Msg::Resize { width: 0, .. } | Msg::Resize { height: 0, .. } => {
                // A terminal that does not know its size.
                self.renew();
                return None;
            }
            Msg::Resize { width, height } => self.screen.renew((*width, *height)),
            Msg::TerminateRequested(_) => self.reason = Reason::Interrupted,
            _ => {}
        }
        let flushed = message == Msg::FlushProgress { outstanding: 0 };
        let effects = update(&mut self.state, message);
        self.keep_changes();
        // What was dirty before stays so until it is drawn.
        self.dirty |= self.state.dirty;
        let turn = self.perform(effects);
        if !flushed {
            return turn;
        }
        self.flusher = None;
        turn.or(self.leaving.then_some(Turn::End))
    }
}

impl<T: Tty> Stage for Bench<T> {
    fn take(&mut self, message: Msg) -> Option<Turn> {
        let mut turn = self.take_one(message);
        while let Some(reply) = self.replies.pop_front() {
            turn = turn.or(self.take_one(reply));
        }
        turn
    }

    fn is_dirty(&self) -> bool {
        self.dirty
    }

    fn draw(&mut self) -> io::Result<()> {
        let (state, styles) = (&self.state, &self.styles);
        let learned = self.screen.draw(|frame| ui::draw(state, styles, frame))?;
        self.screen
            .title(&format!("linger {}: {}", self.state.session.running.name, self.state.session.running.cluster))?;
        self.dirty = false;
        let effects = update(&mut self.state, Msg::Drawn(learned));
        self.perform(effects);
        Ok(())
    }
}

/// Flushes again and again until it is dropped.
struct Flusher(Arc<AtomicBool>);

impl Flusher {
    fn start(producer: Generations) -> Option<Self> {
        let ended = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&ended);
        let thread = thread::Builder::new().name("flush".to_owned()).spawn(move || {
            while !seen.load(Ordering::Acquire) {
                if producer.flush(Instant::now() + FLUSH_AGAIN) == 0 {
                    thread::park_timeout(FLUSH_AGAIN);
                }
            }
        });
        thread.ok().map(|_| Self(ended))
    }
}

impl Drop for Flusher {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Release);
    }
}
