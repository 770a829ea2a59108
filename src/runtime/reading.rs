//! Reading records back: a thread that connects when it is first asked.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

use tokio::sync::mpsc::Sender;

use crate::app::msg::Msg;
use crate::domain::read_back::ReadRecord;
use crate::kafka::inspect::Reader;
use crate::runtime::site::{Site, Sites};

/// How long one record may take: somebody waits for it.
const PATIENCE: Duration = Duration::from_secs(10);

/// Wishes that may wait.
const WAITING: usize = 4;

/// The record that is wanted.
pub struct Wish {
    /// The site that it was sent at.
    pub site: u32,
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
    pub fn serve(self, sites: &Sites, tell: &Sender<Msg>) {
        let mut reader = None;
        for wish in self.0 {
            let read = read(sites, &mut reader, &wish);
            if tell.blocking_send(Msg::ReadBack { n: wish.n, read: read.map(Box::new) }).is_err() {
                return;
            }
        }
    }
}

/// Reads from the site of now, through the reader of that site.
fn read(sites: &Sites, reader: &mut Option<(Arc<Site>, Reader)>, wish: &Wish) -> Result<ReadRecord, String> {
    let site = sites.now().ok_or("the cluster did not start")?;
    if site.number != wish.site {
        return Err("it was sent before the cluster was changed; reading goes to the one of now".to_owned());
    }
    if reader.as_ref().is_none_or(|(of, _)| !Arc::ptr_eq(of, &site)) {
        let begun = Reader::start(&site.settings).map_err(|error| error.to_string())?;
        *reader = Some((site, begun));
    }
    let Some((_, reader)) = reader else { return Err("nothing can be read".to_owned()) };
    reader.record(&wish.topic, wish.partition, wish.offset, PATIENCE).map_err(|error| error.to_string())
}
