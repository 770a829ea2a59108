//! The flags that say which cluster and which producer, the same everywhere.

use clap::Args;

/// Which cluster is produced to, and with which properties.
#[derive(Args, Clone, Debug, Default, PartialEq, Eq)]
pub struct TargetArgs {
    /// The producer profile: the name of a built-in or own one, or a TOML file.
    #[arg(long, value_name = "NAME|FILE")]
    pub profile: Option<String>,
    /// The brokers to ask first; short for --set bootstrap.servers=…, on the profile `local` unless one is named.
    #[arg(short, long, value_name = "HOST:PORT,…")]
    pub bootstrap_server: Option<String>,
    /// Sets a producer property, above what the profile says; may be given more than once.
    #[arg(long, value_name = "NAME=VALUE")]
    pub set: Vec<String>,
    /// The topic records go to.
    #[arg(long, value_name = "TOPIC")]
    pub topic: Option<String>,
}
