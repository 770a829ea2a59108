//! How much compression makes of what is sent.

use super::Requests;

/// The requests that are looked at: the newest.
const LATEST: usize = 20;

impl Requests {
    /// What so many bytes come to, if they are compressed as the batches of the last requests were; `None` while there
    /// was no request. Derived: other records compress otherwise, and the request's own head is counted in.
    pub fn compressed(&self, bytes: u64) -> Option<u64> {
        let known =
            self.kept.iter().rev().take(LATEST).filter_map(|request| Some((request.bytes?, request.wire_bytes)));
        let (plain, wire) = known.fold((0, 0), |sum: (u64, u64), one| (sum.0 + one.0, sum.1 + one.1));
        let scaled = u128::from(bytes) * u128::from(wire) / u128::from(plain.max(1));
        (plain > 0).then(|| u64::try_from(scaled).unwrap_or(u64::MAX))
    }
}
