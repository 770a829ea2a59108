//! Processor time, and what many measurements come to.

use std::collections::BTreeMap;
use std::time::Duration;

/// A thread's nanoseconds so far on a processor, and waiting for one: the first two numbers of its `schedstat`.
fn scheduled(schedstat: &str) -> [Duration; 2] {
    let text = std::fs::read_to_string(schedstat).unwrap_or_default();
    let mut numbers = text.split_whitespace().map(|nanos| nanos.parse().unwrap_or(0));
    [(); 2].map(|()| Duration::from_nanos(numbers.next().unwrap_or(0)))
}

/// Processor time of the thread that asks.
pub fn of_this_thread() -> Duration {
    scheduled("/proc/thread-self/schedstat")[0]
}

/// How long the thread that asks waited for a processor, ready to go on.
pub fn starved() -> Duration {
    scheduled("/proc/thread-self/schedstat")[1]
}

/// What [`by_thread`] calls a process's first thread; others that have no name of their own have inherited its.
pub const MAIN: &str = "(main)";

/// Of each thread of a process, those of one name together. One that ended is not among them.
pub fn by_thread(pid: i32) -> BTreeMap<String, Duration> {
    let mut threads = BTreeMap::new();
    for entry in std::fs::read_dir(format!("/proc/{pid}/task")).unwrap().flatten() {
        let folder = entry.path().display().to_string();
        let Ok(name) = std::fs::read_to_string(format!("{folder}/comm")) else { continue };
        let name = if entry.file_name() == *pid.to_string() { MAIN } else { name.trim() };
        *threads.entry(name.to_owned()).or_default() += scheduled(&format!("{folder}/schedstat"))[0];
    }
    threads
}

/// Of a whole process, user and system, threads that ended among it.
pub fn of_process(pid: i32) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    // The name in parentheses may have spaces; user time is the 14th field and system time the 15th.
    let fields: Vec<&str> = stat.rsplit_once(')').unwrap().1.split_whitespace().collect();
    let ticks: u64 = fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap();
    // Linux tells them in hundredths of a second on every machine.
    Duration::from_millis(ticks * 10)
}

/// The value that a share of all lies at or below.
pub fn at<T: Copy + PartialOrd>(values: &[T], share: f64) -> T {
    let mut sorted = values.to_vec();
    sorted.sort_by(|a, b| a.partial_cmp(b).unwrap());
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let rank = (sorted.len() as f64 * share).ceil() as usize;
    sorted[rank.clamp(1, sorted.len()) - 1]
}

/// The one in the middle, or between the two in the middle.
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    f64::midpoint(sorted[(sorted.len() - 1) / 2], sorted[sorted.len() / 2])
}
