//! What the Pipeline pane shows while records flow, and what its keys ask for.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod scene;

use scene::flow::Flow;
use scene::{Scene, session};

/// Compares a scene with its pictures.
fn pictures(name: &str, sizes: &[(u16, u16)], make: impl Fn(u16, u16) -> Scene) {
    for (width, height) in sizes {
        let mut scene = make(*width, *height);
        insta::assert_snapshot!(format!("{name}-{width}x{height}"), scene.picture());
    }
}

const SIZES: [(u16, u16); 3] = [(60, 16), (80, 24), (120, 40)];

fn flowing(width: u16, height: u16, keys: &str) -> (Scene, Flow) {
    let mut scene = Scene::new(session(), width, height);
    let mut flow = Flow::new(6, 3);
    flow.run(&mut scene, 45);
    scene.keys(keys);
    (scene, flow)
}

#[test]
fn a_flow() {
    pictures("flow", &SIZES, |width, height| flowing(width, height, "<Alt-2>").0);
    pictures("flow-zoomed", &SIZES, |width, height| flowing(width, height, "<Alt-2>z").0);
}
