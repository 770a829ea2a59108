//! The JSON objects that linger reads and writes, one a line: a promise to people's scripts.
//!
//! Fields are added, never renamed. What is not known is null, never 0. `…Micros` are microseconds, points in time
//! since the epoch; a record's `timestamp` is in milliseconds, as Kafka's is.

mod card;
mod check;
mod input;
mod output;
mod report;
pub mod shown;

pub use card::CardLine;
pub use check::CheckObject;
pub use input::{LineError, parse_record};
pub use output::{OutcomeLine, RequestLine};
pub use report::ReportLine;
