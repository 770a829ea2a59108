//! The `linger` binary.

fn main() {}
