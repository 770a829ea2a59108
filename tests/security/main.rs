//! TLS and logging in as Java's profiles and librdkafka's say it: what librdkafka is given, and what is told before anything
//! connects.

#![allow(clippy::unwrap_used)]

#[path = "../certificates/mod.rs"]
mod certificates;
mod files;
mod login;
mod stores;

use certificates::Certificates;
use linger::cli::target::{Target, TargetArgs};

const CANARY: &str = "canary-in-a-secret";

fn resolve(set: &[(&str, &str)]) -> Result<Target, String> {
    let set = set.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let args = TargetArgs { bootstrap_server: Some("127.0.0.1:1".into()), set, ..TargetArgs::default() };
    args.resolve(&|_| None).map_err(|problems| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

fn given(target: &Target, name: &str) -> Option<String> {
    target.settings.client.iter().find(|(given, _)| given == name).map(|(_, value)| value.clone())
}

/// What librdkafka is given of these properties, which must be taken.
fn taken(set: &[(&str, &str)], names: &[&str]) -> Vec<Option<String>> {
    let target = resolve(set).unwrap_or_else(|told| panic!("{set:?}: {told}"));
    names.iter().map(|name| given(&target, name)).collect()
}

fn made() -> (tempfile::TempDir, Certificates) {
    let folder = tempfile::tempdir().unwrap();
    let certificates = Certificates::make(folder.path());
    (folder, certificates)
}

/// What more is set, the property, the path given to it, and what is told.
type Told<'a> = (&'a [(&'a str, &'a str)], &'a str, String, String);

/// The folder of certificates, with files in it that are none; and its path.
fn made_with_others() -> (tempfile::TempDir, Certificates, String) {
    let (folder, files) = made();
    std::fs::write(folder.path().join("trust store.jks"), [0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2]).unwrap();
    std::fs::write(folder.path().join("empty.pem"), "").unwrap();
    std::fs::write(folder.path().join("secret.txt"), CANARY).unwrap();
    let here = folder.path().display().to_string();
    (folder, files, here)
}

fn are_told(cases: Vec<Told<'_>>) {
    for (more, name, path, told) in cases {
        let set = [&[("security.protocol", "SSL"), (name, path.as_str())], more].concat();
        assert_eq!(resolve(&set).unwrap_err(), format!("--set: {name}: {told}"));
    }
}
