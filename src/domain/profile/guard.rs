//! What must happen before a record is sent: by profile, and by topic.

/// What must happen before a record goes to the profile's cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Guard {
    /// Nothing.
    #[default]
    Open,
    /// Every send asks.
    Confirm,
    /// Nothing is ever sent.
    ReadOnly,
}

impl Guard {
    /// All of them, the weakest first.
    pub const ALL: [Self; 3] = [Self::Open, Self::Confirm, Self::ReadOnly];

    /// The name in a profile.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Confirm => "confirm",
            Self::ReadOnly => "read-only",
        }
    }

    /// The guard of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|guard| guard.name() == name)
    }
}

/// A guard of some topics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicGuard {
    /// The topics' names: `*` stands for any characters, also none, `?` for exactly one.
    pub pattern: String,
    /// What must happen before a record goes to one of them.
    pub guard: Guard,
}

impl TopicGuard {
    /// Whether the pattern names this topic.
    pub fn matches(&self, topic: &str) -> bool {
        glob(self.pattern.as_bytes(), topic.as_bytes(), |pattern, c| pattern == b'?' || pattern == c)
    }

    /// Whether every topic that `other` names is one that this pattern names. It may say no where it is so: two
    /// patterns are compared letter by letter.
    pub fn covers(&self, other: &str) -> bool {
        // In the place of other's star there may be any number of characters: only a star can stand for that.
        glob(self.pattern.as_bytes(), other.as_bytes(), |pattern, c| pattern == b'?' && c != b'*' || pattern == c)
    }

    /// Whether a topic's name can match the pattern at all: it is made of what names of topics are made of, and of `*`
    /// and `?`.
    pub fn is_pattern(pattern: &str) -> bool {
        !pattern.is_empty() && pattern.bytes().all(|c| c.is_ascii_alphanumeric() || b"._-*?".contains(&c))
    }
}

/// Matches from the left, and where that fails lets the last star stand for one character more.
fn glob(pattern: &[u8], text: &[u8], same: impl Fn(u8, u8) -> bool) -> bool {
    let (mut at, mut read) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while let Some(&c) = text.get(read) {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, read));
                at += 1;
            }
            Some(&wanted) if same(wanted, c) => {
                at += 1;
                read += 1;
            }
            Some(_) | None => {
                let Some((star_at, from)) = star else { return false };
                star = Some((star_at, from + 1));
                (at, read) = (star_at + 1, from + 1);
            }
        }
    }
    pattern[at..].iter().all(|rest| *rest == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(text: &str) -> TopicGuard {
        TopicGuard { pattern: text.to_owned(), guard: Guard::Confirm }
    }

    #[test]
    fn a_pattern_matches_whole_names_with_stars_and_question_marks() {
        let cases = [
            ("orders", "orders", true),
            ("orders", "orders2", false),
            ("orders*", "orders", true),
            ("orders*", "orders-eu", true),
            ("orders*", "my-orders", false),
            ("*.pii", "customers.pii", true),
            ("*.pii", "customers.pii.v2", false),
            ("*.pii*", "a.pii.pii", true),
            ("?", "a", true),
            ("?", "", false),
            ("?", "ab", false),
            ("a*b*c", "a-b-b-c", true),
            ("a*b*c", "a-c-b", false),
            ("*", "", true),
            ("**", "x", true),
            ("o?ders-*-v?", "orders-eu-v2", true),
            ("Orders", "orders", false),
        ];
        for (glob, topic, matches) in cases {
            assert_eq!(pattern(glob).matches(topic), matches, "'{glob}' and '{topic}'");
        }
    }

    #[test]
    fn a_pattern_covers_another_where_all_topics_of_that_are_its_own() {
        let cases = [
            ("*", "*", true),
            ("*", "orders*", true),
            ("orders*", "orders", true),
            ("orders*", "orders-*", true),
            ("orders*", "orders-?", true),
            ("orders-*", "orders*", false),
            ("orders?", "orders*", false),
            ("orders?", "orders?", true),
            ("orders", "orders", true),
            ("orders-eu", "orders-*", false),
            ("*.pii", "*.pii", true),
            ("*.pii", "eu.*.pii", true),
        ];
        for (glob, other, covers) in cases {
            assert_eq!(pattern(glob).covers(other), covers, "'{glob}' and '{other}'");
        }
    }

    #[test]
    fn a_pattern_is_made_of_what_names_of_topics_are_made_of() {
        for good in ["orders", "*", "a.b_c-D?9*"] {
            assert!(TopicGuard::is_pattern(good), "{good}");
        }
        for bad in ["", "or ders", "[a-z]", "a/b", "größe"] {
            assert!(!TopicGuard::is_pattern(bad), "{bad}");
        }
    }
}
