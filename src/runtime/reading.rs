//! Reading records back: a thread that connects when it is first asked.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

use tokio::sync::mpsc::Sender;

use crate::app::msg::Msg;
use crate::kafka::inspect::Reader;
use crate::kafka::settings::Settings;

/// How long one record may take: somebody waits for it.
const PATIENCE: Duration = Duration::from_secs(10);

/// Wishes that may wait.
const WAITING: usize = 4;

/// The record that is wanted.
pub struct Wish {
    /// Its number.
    pub n: u64,
    /// The topic.
    pub topic: String,
    /// The partition.
    pub partition: i32,
    /// The offset.
    pub offset: i64,
}

/// Where records are asked back. It never waits. Dropping it ends the reading.
pub struct Reading(SyncSender<Wish>);

/// The other end of a [`Reading`].
pub struct Wanted(Receiver<Wish>);

/// Both ends.
pub fn reading() -> (Reading, Wanted) {
    let (wishes, wanted) = sync_channel(WAITING);
    (Reading(wishes), Wanted(wanted))
}

impl Reading {
    /// Asks for a record.
    ///
    /// # Errors
    /// Why it can't be read.
    pub fn read(&self, wish: Wish) -> Result<(), String> {
        self.0.try_send(wish).map_err(|_| "others are still being read, or the cluster did not start".to_owned())
    }
}

impl Wanted {
    /// Reads what is wanted, and tells it, until the [`Reading`] is gone.
    pub fn serve(self, settings: &Settings, tell: &Sender<Msg>) {
        let mut reader = None;
        for wish in self.0 {
            let begun = match reader.take() {
                Some(reader) => Ok(reader),
                None => Reader::start(settings),
            };
            let read = begun.and_then(|started: Reader| {
                let record = started.record(&wish.topic, wish.partition, wish.offset, PATIENCE);
                reader = Some(started);
                record
            });
            let read = read.map(Box::new).map_err(|error| error.to_string());
            if tell.blocking_send(Msg::ReadBack { n: wish.n, read }).is_err() {
                return;
            }
        }
    }
}
