//! Each verdict, of a producer to which just that happens; and gone when it does not any more.

mod limits;
mod troubles;

use linger::domain::swap::SwapStep;
use linger::kafka::producer::Cancel;

use crate::stage::Stage;

/// Puts a producer with these properties in the place of the one that runs.
fn swap(stage: &Stage, set: &[&str]) {
    let settings = stage.settings(set);
    let done = stage.generations.swap(&settings, &Cancel::new(), &mut |_| {});
    assert!(matches!(done, SwapStep::Done { .. }), "{done:?}");
}
