//! The batches the Java client would have for each partition of a topic.

use super::batches::JavaBatches;

/// By partition.
#[derive(Clone, Debug, Default)]
pub(super) struct Queues(Vec<JavaBatches>);

impl Queues {
    /// Those of a partition, if a record ever went there.
    pub(super) fn get(&self, partition: i32) -> Option<&JavaBatches> {
        usize::try_from(partition).ok().and_then(|index| self.0.get(index))
    }

    /// Those of a partition.
    pub(super) fn get_mut(&mut self, partition: i32) -> &mut JavaBatches {
        let index = usize::try_from(partition).unwrap_or(0);
        if index >= self.0.len() {
            self.0.resize_with(index + 1, JavaBatches::default);
        }
        &mut self.0[index]
    }

    /// All of them.
    pub(super) fn all(&self) -> &[JavaBatches] {
        &self.0
    }
}
