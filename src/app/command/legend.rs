//! What help says of that is no command.

/// The keys that a text understands besides the characters: what, and how help names them.
pub const TEXT_KEYS: &[(&str, &str)] = &[
    ("Left Right Up Down Home End", "Move by character as a person sees it, by drawn row, to the ends of the line"),
    ("Ctrl-Left Ctrl-Right", "Move by word"),
    ("Ctrl-Home Ctrl-End", "Go to the start or the end of the text"),
    ("Backspace Delete", "Delete a character"),
    ("^W Ctrl-Delete", "Delete the word before or behind the cursor"),
    ("^U ^K", "Delete to the start or the end of the line"),
    ("Enter", "A newline in key, value and header values"),
];

/// What the marks of the panes that watch mean: the mark, and what help says of it.
pub const MARKS: &[(&str, &str)] = &[
    (
        "~",
        "The number is sampled (librdkafka tells it ten times a second) or derived from others; all others are exact",
    ),
    ("since", "Nothing has moved since then: grey numbers are the last ones"),
    ("maybe", "Records that failed and may be in the log all the same"),
    ("an empty chart", "Nothing moved in that time, which is not 0"),
    ("measuring", "Before and after a change are compared over equal windows of 3 to 10 whole seconds"),
    (
        "within the noise",
        "The difference is below 1 %, or below three standard errors as the single seconds of both windows vary",
    ),
];
