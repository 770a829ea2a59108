//! What the workbench costs while a load goes at full speed, and how soon it answers.
//!
//!   cargo bench --bench workbench                     all of it
//!   cargo bench --bench workbench -- keys             the loop itself: draws a second, key to picture, and idle
//!   cargo bench --bench workbench -- share            the same load in the workbench and headless, in turn
//!
//! `--seconds N` of keys (30), `--rounds N` (6) and `--records N` (5 000 000) of the share. Without cargo's `--bench`, as
//! `cargo test --benches` runs it, all of it runs shortly, to see that it does.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

mod cost;
mod keys;
#[allow(dead_code)]
#[path = "../../tests/terminal/pty.rs"]
mod pty;
mod rig;
mod share;

use std::time::Duration;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let named = |name: &str| arguments.iter().any(|argument| argument == name);
    let short = !named("--bench");
    let number = |name: &str, usual: u64| {
        let at = arguments.iter().position(|argument| argument == name);
        at.map_or(usual, |at| arguments[at + 1].parse().expect("a number"))
    };
    let all = !named("keys") && !named("share");
    // What else runs takes processors away, and a producer that waits for one makes smaller batches.
    let busy = || println!("load average {}", std::fs::read_to_string("/proc/loadavg").unwrap_or_default().trim());
    busy();
    if all || named("keys") {
        keys::measure(Duration::from_secs(number("--seconds", if short { 2 } else { 30 })));
    }
    if all || named("share") {
        share::measure(
            number("--rounds", if short { 1 } else { 6 }),
            number("--records", if short { 200_000 } else { 5_000_000 }),
        );
    }
    busy();
}
