//! What a cluster tells of a topic.

use std::time::Duration;

use crate::domain::diagnostic::{Diagnostic, Place};
use crate::domain::profile::{Cluster, Profile};
use crate::domain::refusal;
use crate::domain::topic::TopicView;
use crate::kafka::inspect::{Inspector, TopicLimits};
use crate::kafka::settings::Settings;

/// How long a cluster may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why a topic could not be looked at.
pub(super) enum Unseen {
    /// What was asked for is wrong.
    Refused(Box<Diagnostic>),
    /// Nobody answered, or none let us in.
    Unreachable(String),
}

/// Looks at a topic in the profile's cluster. `settings` are there unless something stands against the profile, which is
/// told then.
pub(super) fn look(name: &str, profile: &Profile, settings: Option<&Settings>) -> Result<TopicView, Unseen> {
    let refused = |message: String| {
        Err(Unseen::Refused(Box::new(Diagnostic::error(Place::Option("--topic"), message).id("topic-unseen"))))
    };
    if let Err(refusal) = refusal::validate_topic(name) {
        return refused(format!("'{name}' is no name of a topic: {refusal}"));
    }
    if profile.cluster == Cluster::Embedded {
        return refused("the embedded cluster is there only while linger runs on it; name another profile".to_owned());
    }
    let Some(settings) = settings else {
        return refused("the cluster can't be asked: the profile names no brokers, or can't be used".to_owned());
    };
    let unreachable = |why: String| Unseen::Unreachable(format!("the topic '{name}' can't be looked at: {why}"));
    let inspector = Inspector::start(settings).map_err(|error| unreachable(error.to_string()))?;
    let view = match inspector.topic(name, PATIENCE) {
        Ok(Some(view)) => view,
        Ok(None) => return refused(format!("the cluster at {} has no topic '{name}'", settings.bootstrap)),
        Err(error) => {
            let why = error.reason.as_ref().map_or_else(|| error.to_string(), |reason| reason.text.clone());
            return Err(unreachable(why));
        }
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = runtime.map_err(|error| unreachable(error.to_string()))?;
    let limits = TopicLimits::start(settings, runtime.handle().clone());
    Ok(limits.and_then(|limits| limits.told(&view, PATIENCE)).unwrap_or(view))
}
