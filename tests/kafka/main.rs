//! Tests against Apache Kafka itself: real brokers, started here, with Kafka's own clients and tools as the judge.
//!
//! They need Java 17 or later (`java`, `javac`) and Maven (`mvn`, for the first run only). Where one is missing the tests
//! are reported as ignored, with the reason; with `CI=true` that is a failure.
//!
//! `LINGER_FIXTURES=write cargo test --test kafka fixtures` makes the fixtures in `tests/fixtures/oracle` again.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod cases;
#[path = "../certificates/mod.rs"]
mod certificates;
#[path = "../choices/mod.rs"]
mod choices;
mod fixtures;
mod harness;
mod honesty;
#[path = "../stage/mod.rs"]
mod producing;
#[path = "../terminal/pty.rs"]
#[allow(dead_code, reason = "shared with the tests of the terminal, which need more of it")]
mod pty;
#[path = "../measured/watch.rs"]
mod watch;

use std::process::ExitCode;

use harness::stage;
use libtest_mimic::{Arguments, Completion, Failed, Trial};

/// Tests that run side by side: most of them wait for a broker, and all of them share its two cores with it.
const THREADS: usize = 3;

fn main() -> ExitCode {
    if honesty::is_the_runner_to_be_killed() {
        honesty::hold_a_broker();
    }
    let mut arguments = Arguments::from_args();
    arguments.test_threads.get_or_insert(THREADS);
    let trials = [honesty::trials(), fixtures::trials(), cases::trials()].into_iter().flatten().collect();
    let conclusion = libtest_mimic::run(&arguments, trials);
    stage::close();
    conclusion.exit_code()
}

/// A test that runs where Kafka can, and says why it doesn't where it can't.
fn trial(name: String, test: fn()) -> Trial {
    Trial::ignorable_test(name, move || match stage::missing() {
        None => {
            test();
            Ok(Completion::Completed)
        }
        Some(reason) if std::env::var_os("CI").is_some_and(|ci| ci == "true") => {
            Err(Failed::from(format!("with CI=true the Kafka tests must run, but {reason}")))
        }
        Some(reason) => Ok(Completion::ignored_with(reason)),
    })
}

/// The tests of a module, named after it.
macro_rules! trials {
    ($($test:ident),+ $(,)?) => {
        pub fn trials() -> Vec<libtest_mimic::Trial> {
            let module = module_path!().rsplit("::").next().unwrap_or_default();
            vec![$(crate::trial(format!("{module}::{}", stringify!($test)), $test)),+]
        }
    };
}
use trials;
