//! A door before a broker that can be watched, held and shut.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

/// What the door lets through.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Door {
    Open,
    /// Requests go through, answers stay.
    AnswersHeld,
    /// Connections are closed, new ones too.
    Shut,
}

struct State {
    door: Mutex<Door>,
    changed: Condvar,
    requested: AtomicU64,
    upstream: Mutex<Option<String>>,
    open: Mutex<Vec<TcpStream>>,
}

/// Relays connections to a broker that advertises this address.
pub struct Proxy {
    address: String,
    state: Arc<State>,
}

impl Proxy {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let state = Arc::new(State {
            door: Mutex::new(Door::Open),
            changed: Condvar::new(),
            requested: AtomicU64::new(0),
            upstream: Mutex::new(None),
            open: Mutex::new(Vec::new()),
        });
        thread::spawn({
            let state = Arc::clone(&state);
            move || {
                for client in listener.incoming().map_while(Result::ok) {
                    // A client whose broker is not there is closed, as the broker's port would refuse it.
                    drop(state.relay(client));
                }
            }
        });
        Self { address, state }
    }

    /// `host:port` that clients come to.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Where connections lead from now on.
    pub fn lead_to(&self, upstream: String) {
        *self.state.upstream.lock().unwrap() = Some(upstream);
    }

    /// Bytes that clients have sent.
    pub fn requested(&self) -> u64 {
        self.state.requested.load(Ordering::SeqCst)
    }

    /// Lets requests through and keeps the answers to them.
    pub fn hold_answers(&self) {
        self.state.set(Door::AnswersHeld);
    }

    /// Lets everything through again.
    pub fn open(&self) {
        self.state.set(Door::Open);
    }

    /// Closes every connection, and each new one at once.
    pub fn shut(&self) {
        self.state.set(Door::Shut);
        for connection in self.state.open.lock().unwrap().drain(..) {
            drop(connection.shutdown(Shutdown::Both));
        }
    }
}

impl State {
    fn set(&self, door: Door) {
        *self.door.lock().unwrap() = door;
        self.changed.notify_all();
    }

    fn relay(self: &Arc<Self>, client: TcpStream) -> std::io::Result<()> {
        if *self.door.lock().unwrap() == Door::Shut {
            return Ok(());
        }
        let upstream = self.upstream.lock().unwrap().clone().ok_or(ErrorKind::NotConnected)?;
        let broker = TcpStream::connect(upstream)?;
        let (from_client, from_broker) = (client.try_clone()?, broker.try_clone()?);
        self.open.lock().unwrap().extend([client.try_clone()?, broker.try_clone()?]);
        let requests = Arc::clone(self);
        thread::spawn(move || {
            copy(from_client, broker, |bytes| {
                requests.requested.fetch_add(bytes as u64, Ordering::SeqCst);
                true
            });
        });
        let answers = Arc::clone(self);
        thread::spawn(move || copy(from_broker, client, |_| answers.may_answer()));
        Ok(())
    }

    /// Waits while answers are held. An answer that was held when the door was shut is lost.
    fn may_answer(&self) -> bool {
        let door = self.door.lock().unwrap();
        *self.changed.wait_while(door, |door| *door == Door::AnswersHeld).unwrap() == Door::Open
    }
}

/// Passes bytes on, each piece if it may pass, until one side ends; then ends the other.
fn copy(mut from: TcpStream, mut to: TcpStream, may_pass: impl Fn(usize) -> bool) {
    let mut piece = vec![0; 64 * 1024];
    while let Ok(bytes @ 1..) = from.read(&mut piece) {
        if !may_pass(bytes) || to.write_all(&piece[..bytes]).is_err() {
            break;
        }
    }
    drop(from.shutdown(Shutdown::Both));
    drop(to.shutdown(Shutdown::Both));
}
