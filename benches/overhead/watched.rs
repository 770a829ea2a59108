//! A load through the producer, as `linger bench` and the workbench send it, with all that is counted of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use linger::domain::load::Keys;
use linger::kafka::producer::{AT_ONCE, Cancel, Generations, Lanes, Requests};
use linger::kafka::settings::Settings;

use super::{SIZE, TOPIC};

pub fn run(settings: &Settings, records: u64) {
    let (generations, lanes) = Generations::start(settings, Requests::Counted).unwrap();
    let Lanes { outcomes, mut requests, failures, troubles } = lanes;
    let shown = std::thread::spawn(move || while requests.blocking_recv().is_some() {});
    let over = Arc::new(AtomicBool::new(false));
    let looking = {
        let (generations, over) = (generations.clone(), Arc::clone(&over));
        std::thread::spawn(move || {
            while !over.load(Ordering::Acquire) {
                std::hint::black_box(generations.meter());
                std::thread::park_timeout(Duration::from_millis(100));
            }
        })
    };
    let mut sender = generations.load(TOPIC, SIZE, Keys::None, None).unwrap();
    let never = Cancel::new();
    let mut left = records;
    while left > 0 {
        let most = u32::try_from(left).unwrap_or(u32::MAX).min(AT_ONCE);
        left -= u64::from(sender.send(most, &never).unwrap());
    }
    assert_eq!(generations.flush(Instant::now() + Duration::from_secs(60)), 0);
    over.store(true, Ordering::Release);
    looking.thread().unpark();
    looking.join().unwrap();
    assert_eq!(generations.snapshot().records.delivered, records);
    drop((sender, generations, outcomes, failures, troubles));
    shown.join().unwrap();
}
