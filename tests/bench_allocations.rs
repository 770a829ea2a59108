//! A load allocates nothing for each record: counted by the allocator itself, which is why this is a program of its own.
//! librdkafka's and the embedded brokers' memory is the C library's and not counted.

#![allow(clippy::unwrap_used, clippy::expect_used, unsafe_code)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use linger::cli::target::TargetArgs;
use linger::domain::load::{Keys, Plan, Until};
use linger::domain::outcome::Outcome;
use linger::kafka::embedded::Embedded;
use linger::kafka::producer::{Cancel, Generations, LoadSender, Requests};
use linger::load::clock::{Clock as _, SystemClock};
use linger::load::driver::{End, Sender, drive};
use linger::load::schedule::Schedule;

/// Counts.
struct Counting;

static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);

// SAFETY: everything is handed on to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        // SAFETY: the caller keeps alloc's contract.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps dealloc's contract.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        // SAFETY: the caller keeps realloc's contract.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

struct Taker<'a>(&'a mut LoadSender);

impl Sender for Taker<'_> {
    fn send(&mut self, most: u32, cancel: &Cancel) -> Result<u32, Box<Outcome>> {
        self.0.send(most, cancel)
    }

    fn is_unreachable(&self) -> bool {
        false
    }
}

const RECORDS: u64 = 200_000;

/// Sends so many records, and waits until all are delivered. Returns what was allocated meanwhile.
fn allocated(generations: &Generations, sender: &mut LoadSender, rate: Option<u32>) -> u64 {
    let before = ALLOCATIONS.load(Ordering::Relaxed);
    let until = Until { records: Some(RECORDS), duration: None };
    let clock = SystemClock::begin();
    let plan = Plan { topic: String::new(), until, size: 100, keys: Keys::Sequential, rate };
    let mut schedule = Schedule::begin(&plan, clock.now());
    let cancel = Cancel::new();
    let end = drive(&mut Taker(sender), &mut schedule, &clock, &cancel, || false, |outcome| panic!("{outcome:?}"));
    assert_eq!(end, End::Complete);
    assert_eq!(generations.flush(Instant::now() + Duration::from_secs(60)), 0);
    ALLOCATIONS.load(Ordering::Relaxed) - before
}

#[test]
fn a_load_allocates_for_batches_and_not_for_records() {
    let embedded = Embedded::start().unwrap();
    assert!(embedded.create_topic("t", 3));
    let set = vec!["batch.size=131072".to_owned()];
    let target = TargetArgs { set, ..TargetArgs::default() }.resolve(&|_| None).expect("the built-in profile");
    let (generations, mut lanes) =
        Generations::start(&embedded.settings(&target.settings), Requests::Whole).expect("the producer starts");
    let drained = std::thread::spawn(move || while lanes.requests.blocking_recv().is_some() {});
    let mut sender = generations.load("t", 100, Keys::Sequential, None).unwrap();

    let first = allocated(&generations, &mut sender, None);
    for (name, rate) in [("at full speed", None), ("at a rate", Some(200_000))] {
        let requests = generations.snapshot().requests.sent;
        let count = allocated(&generations, &mut sender, rate);
        let requests = generations.snapshot().requests.sent - requests;
        let told = format!("{name}: {count} allocations, {requests} requests, {RECORDS} records (at first {first})");
        #[allow(clippy::cast_precision_loss)]
        let a_record = count as f64 / RECORDS as f64;
        assert!(a_record < 0.05, "{told}");
        eprintln!("{told}");
    }
    assert_eq!(sender.tally().progress().delivered, 3 * RECORDS);
    drop((sender, generations));
    drained.join().unwrap();
}
