//! What comes into the interface, and what it asks for: both are data.
//!
//! Points in time are microseconds since the epoch; messages that need one carry it as `at`.

use std::sync::Arc;

use crate::app::files::{FileNews, FileWish};
use crate::app::key::Key;
use crate::app::learned::Learned;
use crate::app::profile::shelf::{ProfileNews, ProfileWish};
use crate::app::session::Running;
use crate::app::tuning::Change;
#[cfg(doc)]
use crate::app::tuning::of_profile;
use crate::app::weight::Weighed;
use crate::domain::compression::Weight;
use crate::domain::load::{Plan, Progress, Report};
use crate::domain::meter::Meter;
use crate::domain::outcome::{Failure, Outcome};
use crate::domain::partitioner::{Preview, TopicShape};
use crate::domain::read_back::Answer;
use crate::domain::record::Record;
use crate::domain::request::Request;
use crate::domain::standing::Standing;
use crate::domain::swap::SwapStep;
use crate::domain::topic::{ClusterView, TopicChange, TopicLook};
use crate::domain::trouble::Told;

/// A fact that the interface is told.
#[derive(Clone, Debug, PartialEq)]
pub enum Msg {
    /// A key was pressed or repeated.
    Key {
        /// The key.
        key: Key,
        /// When.
        at: i64,
    },
    /// A text was pasted (bracketed paste): it goes into the field under the cursor or nowhere, and triggers nothing.
    Paste(String),
    /// The mouse did something.
    Mouse(Mouse),
    /// The terminal has this size now.
    Resize {
        /// Columns.
        width: u16,
        /// Rows.
        height: u16,
    },
    /// The terminal got the focus.
    FocusGained,
    /// The terminal lost the focus.
    FocusLost,
    /// The program goes on after a suspend, or after another program had the terminal.
    Resumed,
    /// The producer took record `n`.
    Accepted {
        /// The record's number, as in [`Effect::Send`].
        n: u64,
        /// The partition that was chosen.
        partition: i32,
        /// The record's timestamp, milliseconds since the epoch.
        timestamp: i64,
        /// When.
        at: i64,
    },
    /// Record `outcome.n` came to its end: delivered, sent, failed, or refused before it was accepted.
    Ended {
        /// The end.
        outcome: Box<Outcome>,
        /// When.
        at: i64,
    },
    /// The client told of a trouble that is about no single record, or of its end.
    Trouble(Told),
    /// Records of a load failed, all of the same error in the same partition.
    LoadFailed {
        /// One of them.
        outcome: Box<Outcome>,
        /// How many.
        count: u64,
        /// How often such a failure came too fast to be told, in the producer's life.
        missed: u64,
        /// When the last of them did.
        at: i64,
    },
    /// How the producer stands now (sent when it changed).
    Standing(Standing),
    /// What the producer is doing, ten times a second while something moves.
    Metered(Arc<Meter>),
    /// Produce requests ended.
    Requests {
        /// They, in the order in which that was settled.
        requests: Vec<Request>,
        /// How many there were in all that came too fast to be told here.
        dropped: u64,
    },
    /// A load began, goes on, or was stopped and waits for its last answers.
    LoadProgress(Progress),
    /// A load is over.
    LoadEnded(Box<Report>),
    /// A load could not begin, for this reason.
    LoadRefused(String),
    /// The producer runs with this profile from now on: just before the [`Msg::Swap`] that tells that it is done.
    Running(Box<Running>),
    /// An [`Effect::UseProfile`] was done, or the reason why it was not: then everything is as before.
    ProfileUsed(Result<Box<Running>, String>),
    /// An [`Effect::Tune`] goes on, or is over.
    Swap {
        /// The change, as it was asked for.
        change: Change,
        /// How far it is.
        step: SwapStep,
        /// When.
        at: i64,
    },
    /// An [`Effect::LookAt`] was answered.
    TopicSeen {
        /// The topic that was asked for.
        topic: String,
        /// What was seen.
        look: TopicLook,
    },
    /// An [`Effect::Foresee`] was answered.
    Foreseen {
        /// The topic that was asked for.
        topic: String,
        /// The partition, if it is known, and by which rule; `None` without a producer.
        preview: Option<Preview>,
    },
    /// An [`Effect::Weigh`] was answered.
    Weighed {
        /// What was weighed, as it was asked for.
        what: Weighed,
        /// What it weighs; `None` if it could not be weighed.
        weight: Option<Weight>,
    },
    /// An [`Effect::LookAtCluster`] was answered, or the reason why it was not.
    ClusterSeen(Result<ClusterView, String>),
    /// An [`Effect::ChangeTopic`] was answered: the brokers tell of it, or the error.
    TopicChanged {
        /// The change, as it was asked for.
        change: TopicChange,
        /// What came of it.
        result: Result<(), Failure>,
    },
    /// The producer could not be started, for this reason: nothing can be sent.
    ProducerFailed(String),
    /// A flush goes on; it ends with 0, or with the program's end.
    FlushProgress {
        /// Records not yet at their end.
        outstanding: u64,
    },
    /// An [`Effect::ReadBack`] was answered: the record as the log has it, or why there is none.
    ReadBack {
        /// The record's number.
        n: u64,
        /// What was read.
        read: Answer,
    },
    /// An [`Effect::Copy`] was done: where the text is now, or why it is nowhere.
    Copied(Result<String, String>),
    /// A second after an [`Effect::TickArm`].
    ArmTicked {
        /// When.
        at: i64,
    },
    /// An [`Effect::TickTour`] was asked for.
    TourTicked {
        /// When.
        at: i64,
    },
    /// Something that a person should read, from outside the interface (an effect that failed, as a copy).
    Notice(String),
    /// The program was asked to end by this signal (`SIGTERM`, `SIGHUP`, `SIGINT`).
    TerminateRequested(&'static str),
    /// The files and the editor.
    Files(FileNews),
    /// The profiles on the disk.
    Profile(ProfileNews),
    /// A draw ended, and this is what it learned. It makes nothing dirty.
    Drawn(Learned),
}

/// A mouse event, in cells from the upper left corner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    /// What happened.
    pub kind: MouseKind,
    /// The column, from 0.
    pub column: u16,
    /// The row, from 0.
    pub row: u16,
    /// When.
    pub at: i64,
}

/// What a mouse did, as far as the interface listens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseKind {
    /// The left button went down.
    Press,
    /// The wheel turned up.
    ScrollUp,
    /// The wheel turned down.
    ScrollDown,
}

/// How the program is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leave {
    /// Flush with progress ([`Msg::FlushProgress`]), then end.
    AfterFlush,
    /// End now: what is outstanding is given up and accounted for.
    Now,
    /// A signal asked: flush as long as is decent, then end; nobody may be there to answer.
    Terminated,
}

/// Something that the interface asks to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Send this record; answered by [`Msg::Accepted`] and [`Msg::Ended`], or by [`Msg::Ended`] alone.
    Send {
        /// The record's number, counted from 0 in this run.
        n: u64,
        /// The record.
        record: Record,
    },
    /// Give up the send that waits to be accepted; it ends with its outcome.
    CancelSend {
        /// The record's number.
        n: u64,
    },
    /// Look at a topic without creating it. Asked at each change of the name: only the latest matters, and it is well
    /// to wait for a short quiet before asking the cluster.
    LookAt {
        /// The topic.
        topic: String,
    },
    /// Say where the producer would put this record, whose partition depends on what was sent before; answered by
    /// [`Msg::Foreseen`]. Asked at each change: the latest counts.
    Foresee {
        /// The record.
        record: Box<Record>,
        /// The topic's partitions.
        shape: TopicShape,
    },
    /// Work out what this record weighs compressed; answered by [`Msg::Weighed`]. The next is asked after the answer.
    Weigh {
        /// The record.
        record: Box<Record>,
        /// What it is weighed as.
        what: Weighed,
    },
    /// Look at the cluster: its brokers and topics.
    LookAtCluster,
    /// Send a load; answered by [`Msg::LoadProgress`] and at last by [`Msg::LoadEnded`], or by [`Msg::LoadRefused`].
    StartLoad(Plan),
    /// Offer no more records of the load.
    StopLoad,
    /// Change these properties of the running producer. Answered by [`Msg::Swap`]; changes that are asked for while one
    /// goes on follow it, in order. What changes the cluster moves the producer there once the old one has delivered
    /// what it had.
    Tune(Change),
    /// Send with another profile from now on, with these changes above it: once the old producer has delivered what it
    /// had. Told by [`Msg::Swap`] as the change [`of_profile`], and answered by [`Msg::ProfileUsed`].
    UseProfile {
        /// The name of a built-in or own profile, or a file.
        name: String,
        /// What is set above it.
        changes: Change,
        /// Whether it may lead to another cluster, where no load goes on.
        elsewhere: bool,
    },
    /// Give up the change that waits for the old producer to deliver what it has: the old one goes on.
    CancelTune,
    /// Do something with files or the editor.
    File(FileWish),
    /// Do something with the profiles on the disk.
    Profile(ProfileWish),
    /// Make a topic or give one more partitions; answered by [`Msg::TopicChanged`].
    ChangeTopic(TopicChange),
    /// Tell [`Msg::ArmTicked`] in a second.
    TickArm,
    /// Tell [`Msg::TourTicked`] in a moment ([`PACE`](crate::app::tour::PACE)).
    TickTour,
    /// End the program.
    Quit(Leave),
    /// Give the terminal back and stop, as Ctrl-Z does; [`Msg::Resumed`] follows.
    Suspend,
    /// Clear the terminal and draw all of it again.
    Redraw,
    /// Draw with this theme, by its number in [`Looks::themes`](crate::app::looks::Looks::themes).
    UseTheme(usize),
    /// Let clicks and the wheel come to us, or leave them to the terminal.
    UseMouse(bool),
    /// Read this record back from the log; answered by [`Msg::ReadBack`].
    ReadBack {
        /// The record's number.
        n: u64,
        /// The topic.
        topic: String,
        /// The partition.
        partition: i32,
        /// The offset.
        offset: i64,
    },
    /// Put a text into the clipboard, or into a file; answered by [`Msg::Copied`].
    Copy {
        /// What it is, as `the key`.
        what: String,
        /// The text.
        text: String,
        /// Whether it goes into a file, and not into the clipboard.
        to_file: bool,
    },
}
