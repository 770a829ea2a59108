//! Many records: memory stays bounded, and every one of them is accounted for.

use std::fmt::Write as _;
use std::io::{Read, Write as _};
use std::sync::mpsc;
use std::time::Duration;
use std::{fs, iter, thread};

use crate::harness::broker::Spec;
use crate::harness::product::{Outcome, Running, parse};
use crate::harness::stage;

crate::trials![
    two_million_lines_stay_under_100_mib,
    a_broker_that_takes_nothing_holds_up_the_input_and_memory_stays_bounded,
];

/// More can be asked for: `LINGER_LINES=10000000 cargo test --release --test kafka two_million`.
const LINES: u64 = 2_000_000;

const MIB: u64 = 1024 * 1024;

/// Lines that are made as they are read.
struct Lines {
    next: u64,
    end: u64,
    chunk: String,
    read: usize,
}

impl Read for Lines {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.read == self.chunk.len() {
            self.chunk.clear();
            self.read = 0;
            let until = self.end.min(self.next + 1000);
            for n in self.next..until {
                writeln!(self.chunk, "record {n:>10} of a long input, about as long as a line of a log is").unwrap();
            }
            self.next = until;
        }
        let bytes = self.chunk.as_bytes()[self.read..].iter().len().min(into.len());
        into[..bytes].copy_from_slice(&self.chunk.as_bytes()[self.read..self.read + bytes]);
        self.read += bytes;
        Ok(bytes)
    }
}

/// The most memory a process ever had, in bytes; `None` when it has ended.
fn peak_memory(pid: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib * 1024)
}

fn two_million_lines_stay_under_100_mib() {
    let lines = std::env::var("LINGER_LINES").map_or(LINES, |lines| lines.parse().expect("a number of lines"));
    let cluster = stage::strict();
    let topic = cluster.topic("volume", 3, &[("retention.bytes", "-1"), ("segment.bytes", "268435456")]);
    let mut running = Running::start(&["send", "-b", &cluster.bootstrap(), "--topic", &topic, "-"]);
    let mut stdin = running.take_input();
    let writer = thread::spawn(move || {
        let mut input = Lines { next: 0, end: lines, chunk: String::new(), read: 0 };
        std::io::copy(&mut input, &mut stdin).unwrap();
    });
    let pid = running.pid();
    let mut peak = 0;
    let mut last = String::new();
    // The high-water mark never falls, so that looking at each line of output, the last one among them, is enough.
    while let Some(line) = running.line() {
        peak = peak_memory(pid).unwrap_or(peak);
        last = line;
    }
    writer.join().unwrap();
    running.finish().exits(0);
    assert!(last.contains(&lines.to_string()) || last.contains(&grouped(lines)), "the last line counts: {last}");
    assert_eq!(cluster.end_offsets(&topic).iter().sum::<i64>(), i64::try_from(lines).unwrap());
    println!("{lines} lines: at most {} MiB", peak / MIB);
    assert!((MIB..100 * MIB).contains(&peak), "the peak was {} MiB", peak / MIB);
}

/// The smallest records cost the most beside their bytes; all of them are delivered when the broker goes on.
fn a_broker_that_takes_nothing_holds_up_the_input_and_memory_stays_bounded() {
    const RECORDS: u64 = 400_000;
    let cluster = stage::own("stuck", &Spec { nodes: 1, ..Spec::default() });
    let topic = cluster.topic("stuck", 3, &[]);
    let mut running = Running::start(&["send", "-b", &cluster.bootstrap(), "--topic", &topic, "--format", "json", "-"]);
    running.say("first");
    assert_eq!(running.outcome().delivered_at(), 0);
    cluster.node(1).freeze();
    let mut stdin = running.take_input();
    let (progress_to, progress) = mpsc::channel();
    let writer = thread::spawn(move || {
        for _ in 0..RECORDS / 1000 {
            stdin.write_all("x\n".repeat(1000).as_bytes()).unwrap();
            progress_to.send(()).unwrap();
        }
    });
    // Intake has no more room when no thousand lines are taken for so long.
    let taken = iter::from_fn(|| progress.recv_timeout(Duration::from_secs(2)).ok()).count();
    assert!((10..400).contains(&taken), "{taken} thousand lines were taken");
    let peak = peak_memory(running.pid()).expect("it waits");

    assert!(peak < 150 * MIB, "{taken} thousand records waiting take {} MiB", peak / MIB);
    cluster.node(1).thaw();
    let mut heard = 1;
    while let Some(line) = running.line() {
        assert_eq!(parse::<Outcome>(&line, "outcome").status, "delivered");
        heard += 1;
    }
    writer.join().unwrap();
    running.finish().exits(0);
    assert_eq!(heard, RECORDS + 1);
    assert_eq!(cluster.end_offsets(&topic).iter().sum::<i64>(), i64::try_from(RECORDS + 1).unwrap());
}

/// 2000000 as people write it.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().map(|c| std::str::from_utf8(c).unwrap()).collect();
    groups.join(" ")
}
