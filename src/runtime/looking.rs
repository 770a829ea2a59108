//! Looking at the cluster for the form: one thread asks, and only what was wanted last.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::mpsc::Sender;

use crate::app::msg::Msg;
use crate::domain::topic::{ClusterView, TopicLook, TopicView};

/// The pause in the typing of a topic's name after which the cluster is asked for it.
const QUIET: Duration = Duration::from_millis(120);

/// Who looks.
pub trait Looks {
    /// Looks at a topic, and creates nothing.
    fn topic(&self, name: &str) -> TopicLook;

    /// The view with what its topic allows, if the cluster tells that.
    fn limits(&self, view: &TopicView) -> Option<TopicView>;

    /// Looks at the cluster.
    ///
    /// # Errors
    /// Why nothing was seen.
    fn cluster(&self) -> Result<ClusterView, String>;
}

#[derive(Default)]
struct Wanted {
    topic: Option<String>,
    cluster: bool,
    ended: bool,
    /// Counts the wishes.
    changes: u64,
}

impl Wanted {
    fn is_empty(&self) -> bool {
        self.topic.is_none() && !self.cluster
    }
}

/// Where one asks for a look. It never waits. Dropping it ends the looking.
pub struct Looking(Arc<(Mutex<Wanted>, Condvar)>);

/// The other end of a [`Looking`].
pub struct Wishes(Arc<(Mutex<Wanted>, Condvar)>);

/// Both ends.
pub fn looking() -> (Looking, Wishes) {
    let shared = Arc::default();
    (Looking(Arc::clone(&shared)), Wishes(shared))
}

impl Looking {
    /// Wants to see this topic, and no longer another.
    pub fn topic(&self, name: String) {
        self.wish(|wanted| wanted.topic = Some(name));
    }

    /// Wants to see the cluster.
    pub fn cluster(&self) {
        self.wish(|wanted| wanted.cluster = true);
    }

    fn wish(&self, change: impl FnOnce(&mut Wanted)) {
        let (wanted, bell) = &*self.0;
        let mut wanted = wanted.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut wanted);
        wanted.changes += 1;
        bell.notify_one();
    }
}

impl Drop for Looking {
    fn drop(&mut self) {
        self.wish(|wanted| wanted.ended = true);
    }
}

impl Wishes {
    /// Looks, and tells what was seen, until the [`Looking`] is gone.
    pub fn serve(self, eyes: &impl Looks, tell: &Sender<Msg>) {
        while let Some((topic, cluster)) = self.next(QUIET) {
            // The topic first: somebody may wait to send to it.
            let look = topic.as_ref().map(|topic| eyes.topic(topic));
            let found = match &look {
                Some(TopicLook::Found(view)) => Some(view.clone()),
                Some(TopicLook::Unknown | TopicLook::Failed(_)) | None => None,
            };
            let seen = topic.zip(look).map(|(topic, look)| Msg::TopicSeen { topic, look });
            if seen.is_some_and(|seen| tell.blocking_send(seen).is_err()) {
                return;
            }
            if cluster && tell.blocking_send(Msg::ClusterSeen(eyes.cluster())).is_err() {
                return;
            }
            // At last what nobody waits for.
            let limits = found.and_then(|view| eyes.limits(&view));
            let limits = limits.map(|view| Msg::TopicSeen { topic: view.name.clone(), look: TopicLook::Found(view) });
            if limits.is_some_and(|seen| tell.blocking_send(seen).is_err()) {
                return;
            }
        }
    }

    /// What is wanted, once nothing new was for so long.
    fn next(&self, quiet: Duration) -> Option<(Option<String>, bool)> {
        let (wanted, bell) = &*self.0;
        let mut wanted = wanted.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if wanted.ended {
                return None;
            }
            if wanted.is_empty() {
                wanted = bell.wait(wanted).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            let seen = wanted.changes;
            let (after, pause) = bell
                .wait_timeout_while(wanted, quiet, |wanted| wanted.changes == seen)
                .unwrap_or_else(PoisonError::into_inner);
            wanted = after;
            if pause.timed_out() {
                return Some((wanted.topic.take(), std::mem::take(&mut wanted.cluster)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::mpsc::channel;

    use super::*;

    struct Eyes;

    impl Looks for Eyes {
        fn topic(&self, name: &str) -> TopicLook {
            TopicLook::Failed(format!("looked for {name}"))
        }

        fn limits(&self, _: &TopicView) -> Option<TopicView> {
            None
        }

        fn cluster(&self) -> Result<ClusterView, String> {
            Err("nobody there".to_owned())
        }
    }

    #[test]
    fn only_the_topic_wanted_last_is_looked_at() {
        let (looking, wishes) = looking();
        let (tell, mut messages) = channel(8);
        for name in ["o", "or", "orders"] {
            looking.topic(name.to_owned());
        }
        let thread = std::thread::spawn(move || wishes.serve(&Eyes, &tell));
        assert_eq!(
            messages.blocking_recv(),
            Some(Msg::TopicSeen {
                topic: "orders".to_owned(),
                look: TopicLook::Failed("looked for orders".to_owned())
            })
        );
        drop(looking);
        assert_eq!(messages.blocking_recv(), None);
        assert!(thread.join().is_ok());
    }

    #[test]
    fn the_cluster_and_a_topic_are_both_seen() {
        let (looking, wishes) = looking();
        looking.cluster();
        looking.topic("orders".to_owned());
        assert_eq!(wishes.next(Duration::ZERO), Some((Some("orders".to_owned()), true)));
        looking.cluster();
        assert_eq!(wishes.next(Duration::ZERO), Some((None, true)));
    }

    #[test]
    fn it_ends_when_nobody_can_ask_any_more() {
        let (looking, wishes) = looking();
        looking.topic("orders".to_owned());
        drop(looking);
        assert_eq!(wishes.next(Duration::ZERO), None);
    }
}
