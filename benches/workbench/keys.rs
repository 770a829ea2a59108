//! The loop under a load at full speed: how often it draws, how soon a key is on the screen, and what it costs when
//! nothing happens.

use std::time::Duration;

use linger::domain::partitioner::draw::{Draws as _, Random};

use crate::cost;
use crate::rig::{Mark, Rig, press};

/// Opens the form, takes the rate and the end out of it, and starts.
const START: [&str; 9] = ["F7", "Down", "End", "^U", "Up", "Up", "End", "^U", "Enter"];

/// What is pressed: through all panes, into them and back.
const KEYS: [&str; 22] = [
    "Alt-3",
    "Right",
    "Left",
    "F9",
    "t",
    "t",
    "F9",
    "Alt-4",
    "Down",
    "Down",
    "Home",
    "F9",
    "v",
    "v",
    "v",
    "F9",
    "Alt-5",
    "F9",
    "F9",
    "Alt-1",
    "x",
    "Backspace",
];

pub fn measure(time: Duration) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(measured(time));
    runtime.shutdown_background();
}

async fn measured(time: Duration) {
    let quiet = time / 3;
    let mut rig = Rig::open();
    rig.run_until("a producer and its topic", |stage| stage.standing && stage.topic).await;
    rig.press(&START).await;
    rig.run_until("records", |stage| stage.delivered > 50_000).await;

    println!("\nthe loop on the embedded cluster, 120x40, 100 B as fast as they are taken");
    let before = rig.mark();
    rig.run_for(quiet).await;
    tell("flowing", &before, &rig.mark());

    rig.stage.answers.clear();
    rig.stage.idle_keys = 0;
    let (pressed, person) = (rig.pressed.clone(), rig.person.clone());
    let before = rig.mark();
    let fingers = tokio::spawn(async move {
        let mut random = Random::seeded(7);
        for key in KEYS.iter().cycle() {
            // At any moment of the loop's thirtieth of a second; 55 ms on average.
            tokio::time::sleep(Duration::from_micros(u64::from(random.draw() % 70_000) + 20_000)).await;
            press(&pressed, &person, key).await;
        }
    });
    rig.run_for(time).await;
    fingers.abort();
    tell("with keys", &before, &rig.mark());
    let millis: Vec<f64> = rig.stage.answers.iter().map(|answer| answer.as_secs_f64() * 1e3).collect();
    println!(
        "key to picture  p50 {:.2}  p99 {:.2}  max {:.2} ms of {} keys, {} changed nothing (target: p99 under 50 ms)",
        cost::at(&millis, 0.5),
        cost::at(&millis, 0.99),
        cost::at(&millis, 1.0),
        millis.len(),
        rig.stage.idle_keys,
    );

    rig.press(&["F7"]).await;
    rig.run_until("the load's end", |stage| stage.loads > 0).await;
    // What it comes to that nothing moves is seen for a while.
    rig.run_for(Duration::from_secs(4)).await;
    let before = rig.mark();
    rig.run_for(quiet).await;
    tell("idle", &before, &rig.mark());
    println!(
        "                (targets: at most 30 draws a second of themselves; idle no draw and under 0.5 % of a core)"
    );
}

#[allow(clippy::cast_precision_loss)]
fn tell(name: &str, before: &Mark, after: &Mark) {
    let seconds = (after.at - before.at).as_secs_f64();
    let share = |before: Duration, after: Duration| after.saturating_sub(before).as_secs_f64() / seconds * 100.0;
    let (draws, keyed) = (after.draws - before.draws, after.keyed - before.keyed);
    println!(
        "{name:<15} {:>9.0} records/s  {:>5.1} draws/s of themselves, {:>4.1} for keys  {:>6.0} B/draw",
        (after.delivered - before.delivered) as f64 / seconds,
        (draws - keyed) as f64 / seconds,
        keyed as f64 / seconds,
        (after.bytes - before.bytes) as f64 / draws.max(1) as f64,
    );
    println!(
        "{:<15} the loop took {:.2} % of a core and waited for one {:.2} % of the time; the process took {:.2} %",
        "",
        share(before.drawing, after.drawing),
        share(before.starved, after.starved),
        share(before.process, after.process),
    );
}
