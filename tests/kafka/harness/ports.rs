//! Loopback ports for brokers.

use std::net::TcpListener;
use std::process;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU16, Ordering};

/// Below the ports that systems give to outgoing connections, so that none takes a broker's while it is down.
const LOWEST: u16 = 20_000;
const COUNT: u16 = 12_000;

/// Test runs side by side begin at different ports.
static NEXT: LazyLock<AtomicU16> =
    LazyLock::new(|| AtomicU16::new(u16::try_from(process::id() * 97 % u32::from(COUNT)).unwrap()));

/// A port that nobody listens on and that this process has not been given before.
pub fn free() -> u16 {
    for _ in 0..COUNT {
        let port = LOWEST + NEXT.fetch_add(1, Ordering::Relaxed) % COUNT;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
    panic!("no loopback port from {LOWEST} on is free");
}
