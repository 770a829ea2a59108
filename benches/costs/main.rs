//! What the paths cost that are taken for every record, every request, every statistics document and every frame.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

mod flow;
mod frame;
mod intake;
mod requests;
#[path = "../../tests/scene/mod.rs"]
mod scene;
mod statistics;
mod tracing;

criterion::criterion_group!(
    costs,
    statistics::parse,
    tracing::request,
    frame::screen,
    intake::record,
    requests::pane,
    flow::panes
);
criterion::criterion_main!(costs);
