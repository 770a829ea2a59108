//! The same load headless and in the workbench with all panes live, in turn: what the panes cost.

use std::time::{Duration, Instant};

use linger::kafka::embedded::Embedded;

use crate::cost;
use crate::pty::Pty;

const F7: &str = "\x1b[18~";
const DOWN: &str = "\x1b[B";
const END: &str = "\x1b[F";
const CLEAR: &str = "\x15";

/// How long a run may take.
const PATIENCE: Duration = Duration::from_secs(600);

/// One run of the load in the workbench.
struct Shown {
    /// Of the whole process.
    cpu: Duration,
    /// Of the thread that takes messages and draws.
    drawing: Duration,
    /// Of the threads that tell it of the producer.
    telling: Duration,
    elapsed: Duration,
}

/// So many rounds, A B and B A in turn. The brokers are in this process, and no part of what is measured.
#[allow(clippy::cast_precision_loss)]
pub fn measure(rounds: u64, records: u64) {
    let cluster = Embedded::start().unwrap();
    assert!(cluster.create_topic("orders", 6));
    let bootstrap = cluster.cluster().bootstrap();
    println!("\n{records} records of 100 B, as fast as they are taken, to brokers in another process; 120x40");
    println!("round  headless µs/record   workbench µs/record  of it drawing  telling   drawing, % of a core");
    let (mut alone, mut shown, mut ratios, mut shares, mut bounds) = (vec![], vec![], vec![], vec![], vec![]);
    for round in 1..=rounds {
        let mut headless = 0.0;
        let mut panes = None;
        for turn in 0..2 {
            if (round + turn) % 2 == 1 {
                headless = run_headless(&bootstrap, records);
            } else {
                panes = Some(run_workbench(&bootstrap, records));
            }
        }
        let panes = panes.unwrap();
        let each = |cpu: Duration| cpu.as_secs_f64() * 1e6 / records as f64;
        let share = panes.drawing.as_secs_f64() / panes.elapsed.as_secs_f64() * 100.0;
        println!(
            "{round:>5} {headless:>20.3} {:>21.3} {:>14.3} {:>8.3} {share:>22.2}",
            each(panes.cpu),
            each(panes.drawing),
            each(panes.telling),
        );
        alone.push(headless);
        shown.push(each(panes.cpu));
        ratios.push(each(panes.cpu.saturating_sub(panes.drawing)) / headless);
        shares.push(share);
        bounds.push(1.05 * headless + 0.03 * each(panes.elapsed));
    }
    let [alone, shown, ratio, share, bound] =
        [alone, shown, ratios, shares, bounds].map(|values| cost::median(&values));
    println!("medians: headless {alone:.3}, workbench {shown:.3} µs/record, ratio {:.3}", shown / alone);
    println!("  of the rounds' ratios without the drawing: {ratio:.3} (target: at most 1.05)");
    println!("  drawing {share:.2} % of a core (target: at most 3 %)");
    println!("  together {shown:.3} of the {bound:.3} µs/record that both targets come to");
}

/// Microseconds of processor time for a record, as `linger bench` reports them. In a terminal of its own too: Linux gives
/// each session an equal share of the processors, and a producer with a larger share waits busily for its brokers.
fn run_headless(bootstrap: &str, records: u64) -> f64 {
    let arguments = ["bench", "-b", bootstrap, "--topic", "orders", "--size", "100", "--format", "json", "--records"];
    let records_text = records.to_string();
    let mut pty = Pty::start_with(&[&arguments[..], &[&records_text]].concat(), (120, 40), |_| {});
    pty.wait_within(PATIENCE, "the report", |seen| report(&seen.bytes).is_some());
    let report = report(&pty.seen().bytes).unwrap();
    assert_eq!(pty.wait_for_exit(), 0);
    assert_eq!((report["records"].as_u64(), report["failed"].as_u64()), (Some(records), Some(0)));
    report["cpuMicrosPerRecord"].as_f64().unwrap()
}

/// The report's line among everything else that was written.
fn report(written: &[u8]) -> Option<serde_json::Value> {
    let text = String::from_utf8_lossy(written);
    let line = text.get(text.find(r#"{"type":"report""#)?..)?;
    serde_json::from_str(line.get(..line.find('\r')?)?).ok()
}

fn run_workbench(bootstrap: &str, records: u64) -> Shown {
    let mut pty = Pty::start_with(&["-b", bootstrap, "--topic", "orders"], (120, 40), |_| {});
    pty.wait_for("6 partitions");
    pty.type_in(F7);
    pty.wait_for("as many as possible");
    let mut fill = |keys: &str| {
        pty.type_in(keys);
        // Keys of one moment are a paste, and a paste starts nothing.
        pty.wait_for_quiet(Duration::from_millis(100));
    };
    for field in ["", "", &records.to_string(), ""] {
        fill(DOWN);
        fill(END);
        fill(CLEAR);
        fill(field);
    }
    let pid = pty.pid().as_raw();
    let (before, threads, begun) = (cost::of_process(pid), cost::by_thread(pid), Instant::now());
    pty.type_in("\r");
    pty.wait_within(PATIENCE, "the load's end", |seen| seen.shows("The load is over"));
    let (elapsed, after, ended) = (begun.elapsed(), cost::of_process(pid), cost::by_thread(pid));
    let spent = |name: &&str| {
        let [before, after] = [&threads, &ended].map(|spent| spent.get(*name).copied().unwrap_or_default());
        after.saturating_sub(before)
    };
    let of = |names: &[&str]| -> Duration { names.iter().map(spent).sum() };
    Shown {
        cpu: after.saturating_sub(before),
        drawing: of(&[cost::MAIN]),
        telling: of(&["watch", "tokio-rt-worker"]),
        elapsed,
    }
}
