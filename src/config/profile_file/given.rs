//! The texts of a profile's `[producer]` as they are written.

use std::path::Path;

use super::chain::Layer;
use super::{Override, Sources};
use crate::config::reference;
use crate::domain::profile::Given;

/// What the layers and the overrides say, each name as it is written; `None` where the profile itself is no TOML. What a
/// reference stands for is put in its place, if that is known.
pub(super) fn given(layers: &[Layer], overrides: &[Override], sources: &Sources<'_>) -> Option<Given> {
    layers.last().filter(|leaf| leaf.raw.is_toml)?;
    let model = layers.iter().rev().find_map(|layer| layer.raw.model).unwrap_or_default();
    let mut given = Given { model, properties: Vec::new() };
    let text = |text: &str, folder: &Path| {
        reference::resolve(text, folder, sources.environment).unwrap_or_else(|_| text.to_owned())
    };
    for layer in layers {
        for raw in &layer.raw.producer {
            given.set(&raw.name, text(&raw.text, &layer.folder));
        }
    }
    for set in overrides {
        match &set.text {
            Some(written) => given.set(&set.name, text(written, Path::new(""))),
            None => given.remove(&set.name),
        }
    }
    Some(given)
}
