//! The one table of commands. Keys, hints, help and the README's key list come from it.
//!
//! Every function key has a second key, since laptops hide function keys and terminals take some of them (F1, F10 and
//! F11). The second keys are control characters that nothing on the way takes: not the terminal's line discipline (`^S`
//! and `^Q` stop and start the output, `^C` and `^Z` mean here what they mean there), not tmux and screen (`^B`, `^A`),
//! not what fingers know from readline in a text (`^E ^K ^U ^W ^D ^F ^H`), and none that arrives as another key
//! (`^I ^J ^M ^[`). `^T` stands for transmit, `^V` for $VISUAL, `^N` for null and the other kinds, `^O` for only this pane, `^G` gets help.

mod context;
mod legend;
#[cfg(test)]
mod tests;

pub use context::Context;
pub use legend::{MARKS, TEXT_KEYS};

pub use crate::app::results::ResultsCommand;
pub use crate::app::what_if::WhatIfCommand;

/// A command; what each does stands in the table.
#[allow(missing_docs)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Send,
    Load,
    NextPane,
    PreviousPane,
    GoToRecord,
    GoToPipeline,
    GoToRequests,
    GoToResults,
    Zoom,
    Pause,
    Help,
    Back,
    Quit,
    Redraw,
    Suspend,
    Kind,
    Form(FormCommand),
    Undo,
    Redo,
    NextField,
    PreviousField,
    StepUp,
    StepDown,
    OtherProperty,
    TypeValue,
    SetProperty,
    ChangeSpan,
    LaneUp,
    LaneDown,
    LanePageUp,
    LanePageDown,
    Requests(RequestsCommand),
    Results(ResultsCommand),
    Files(FilesCommand),
    Topic(TopicCommand),
    WhatIf(WhatIfCommand),
    SendOnce,
    AllowSends,
    DoNotSend,
    QuitNow,
    QuitAfterFlush,
    Stay,
    KindUp,
    KindDown,
    ChooseKind,
    RemoveHeader,
    KeepKind,
    StartLoad,
    NextLoadField,
    PreviousLoadField,
    NoLoad,
    ApplyValue,
    KeepValue,
    FormUp,
    FormDown,
    ChooseForm,
    ToFile,
    NoCopy,
    ReplaceForm,
    KeepForm,
    ApplyFilter,
    KeepFilter,
    HelpUp,
    HelpDown,
    CloseHelp,
    Palette,
    PaletteUp,
    PaletteDown,
    PalettePageUp,
    PalettePageDown,
    RunChosen,
    ClosePalette,
    Theme,
    ThemeUp,
    ThemeDown,
    TakeTheme,
    FormerTheme,
    Mouse,
}

/// A command of the form; what each does stands in the table.
#[allow(missing_docs)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormCommand {
    FormatJson,
    CompactJson,
    HeaderUp,
    HeaderDown,
    Topics,
    TopicUp,
    TopicDown,
    ChooseTopic,
    KeepTopic,
    Ways,
    NextWayField,
    PreviousWayField,
    TurnWay,
    CloseWays,
    StopWaiting,
    Bytes,
    BytesUp,
    BytesDown,
    CloseBytes,
}

impl Command {
    /// The command about files and the editor, if it is one.
    pub fn of_files(self) -> Option<FilesCommand> {
        if let Self::Files(command) = self { Some(command) } else { None }
    }

    /// The command of the what-if, if it is one.
    pub fn of_what_if(self) -> Option<WhatIfCommand> {
        if let Self::WhatIf(command) = self { Some(command) } else { None }
    }
}

/// A command of the Requests pane; what each does stands in the table.
#[allow(missing_docs)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestsCommand {
    Up,
    Down,
    PageUp,
    PageDown,
    Newest,
    Oldest,
    Detail,
    OnlyBroker,
    OnlyPartition,
    OnlySlow,
    OnlyRetried,
    OnlyFailed,
    All,
    TypeFilter,
    ShowRecord,
    View,
    Earlier,
    Later,
    Longer,
    Shorter,
}

/// A command about files and the editor; what each does stands in the table.
#[allow(missing_docs)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilesCommand {
    Edit,
    EditAgain,
    TakeAsItIs,
    PutAway,
    Open,
    Save,
    SaveAs,
    FileUp,
    FileDown,
    ChooseFile,
    NoFile,
    WriteFile,
    WriteNoFile,
}

/// A command about the cluster's topics; what each does stands in the table.
#[allow(missing_docs)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TopicCommand {
    New,
    Grow,
    Ask,
    NextField,
    PreviousField,
    Close,
    Change,
    DoNotChange,
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The command.
    pub command: Command,
    /// Its name in a keymap.
    pub id: &'static str,
    /// What it does, in a line.
    pub doc: &'static str,
    /// Its word in the hint line; none keeps it out of there.
    pub hint: Option<&'static str>,
    /// Where its keys work.
    pub context: Context,
    /// Its keys, the one to be shown first.
    pub keys: &'static [&'static str],
}

const fn row(
    command: Command,
    id: &'static str,
    context: Context,
    keys: &'static [&'static str],
    hint: Option<&'static str>,
    doc: &'static str,
) -> Entry {
    Entry { command, id, doc, hint, context, keys }
}

use Command as C;
use Context as X;
use FilesCommand as D;
use FormCommand as F;
use RequestsCommand as R;
use ResultsCommand as Q;
use TopicCommand as T;
use WhatIfCommand as W;

/// Every command.
#[rustfmt::skip]
pub const TABLE: &[Entry] = &[
    row(C::Send, "send", X::Anywhere, &["F5", "^T"], Some("send"), "Send the record in the form"),
    row(C::Load, "load", X::Anywhere, &["F7", "^R"], Some("load"), "Open the form of a load, or stop the load that runs"),
    row(C::Kind, "kind", X::Record, &["F4", "^N"], Some("kind"), "Choose null, empty, text, JSON, hex or base64; remove a header; at the topic, choose one"),
    row(C::Form(F::Topics), "topics", X::Record, &["Alt-t"], None, "Choose one of the cluster's topics"),
    row(C::Form(F::FormatJson), "format-json", X::Record, &["Alt-f"], None, "Write the JSON of the field in lines; nothing but white space changes"),
    row(C::Form(F::CompactJson), "compact-json", X::Record, &["Alt-c"], None, "Write the JSON of the field without white space between its parts"),
    row(C::Form(F::HeaderUp), "header-up", X::Record, &["Alt-Up"], None, "Move the header one place up"),
    row(C::Form(F::HeaderDown), "header-down", X::Record, &["Alt-Down"], None, "Move the header one place down"),
    row(C::Form(F::Ways), "ways", X::Record, &["Alt-s"], None, "Choose how it is sent: asynchronously, synchronously or fire-and-forget, how often, and what counts"),
    row(C::Form(F::Bytes), "bytes", X::Record, &["Alt-h"], None, "Show the bytes of key, value and headers as they will go"),
    row(C::WhatIf(W::Open), "what-if", X::Record, &["Alt-k"], None, "Show where the key would go if the topic had other partitions, by this producer's rule and by others"),
    row(C::StepUp, "step-up", X::Pipeline, &["+", "="], Some("up"), "Raise the selected property to the next sensible value"),
    row(C::StepDown, "step-down", X::Pipeline, &["-"], Some("down"), "Lower it to the one before"),
    row(C::OtherProperty, "other-property", X::Pipeline, &["Right", "Left"], Some("select"), "Select linger.ms or batch.size"),
    row(C::TypeValue, "type-value", X::Pipeline, &["Enter"], None, "Type a value for the selected property; a digit begins it at once"),
    row(C::SetProperty, "set-property", X::Pipeline, &[":", "s"], Some("set"), "Change any property of the running producer by name=value"),
    row(C::ChangeSpan, "change-span", X::Pipeline, &["t"], None, "Charts over 1 or 5 minutes"),
    row(C::Files(D::Edit), "edit", X::Anywhere, &["F2", "^V"], None, "Edit the whole record in $VISUAL or $EDITOR, as a file that explains itself"),
    row(C::Results(Q::Detail), "detail", X::Results, &["Enter"], Some("read"), "Show all that is known of it: for a failure its card; or the rows again"),
    row(C::Results(Q::Copy), "copy", X::Results, &["c"], Some("copy"), "Copy the row, its key, value or offset, its outcome as JSON, or the linger send command that repeats it"),
    row(C::Results(Q::Edit), "edit-result", X::Results, &["e"], Some("edit"), "Put the record back into the form, to be changed and sent"),
    row(C::Results(Q::Resend), "resend", X::Results, &["r"], Some("resend"), "Send the record again as it is; says first what that risks"),
    row(C::Results(Q::ReadBack), "read-back", X::Results, &["b"], Some("read back"), "Read the record back from the log, beside what was sent"),
    row(C::Results(Q::NextFailure), "next-failure", X::Results, &["n"], Some("next failure"), "Go to the next failure below"),
    row(C::Results(Q::TypeFilter), "filter-results", X::Results, &["/"], Some("filter"), "Type which results are shown: failed ok maybe waiting p3 orders-3 topic:orders key:user-42, any text"),
    row(C::Results(Q::Down), "row-down", X::Results, &["Down", "j"], Some("select"), "Select the row below; in the detail alone, scroll down"),
    row(C::Files(D::Open), "open-file", X::Anywhere, &["Alt-o"], None, "Choose a record file and open it in the form"),
    row(C::Files(D::Save), "save", X::Anywhere, &["Alt-w"], None, "Save the form in its record file, or in one whose name is asked"),
    row(C::Files(D::SaveAs), "save-as", X::Anywhere, &["Alt-a"], None, "Save the form in another record file"),
    row(C::NextPane, "next-pane", X::Anywhere, &["Tab"], Some("next pane"), "Go to the next pane"),
    row(C::PreviousPane, "previous-pane", X::Anywhere, &["Shift-Tab"], None, "Go to the previous pane"),
    row(C::GoToRecord, "go-to-record", X::Anywhere, &["Alt-1"], None, "Go to the Record pane"),
    row(C::GoToPipeline, "go-to-pipeline", X::Anywhere, &["Alt-2"], None, "Go to the Pipeline pane"),
    row(C::GoToRequests, "go-to-requests", X::Anywhere, &["Alt-3"], None, "Go to the Requests pane"),
    row(C::GoToResults, "go-to-results", X::Anywhere, &["Alt-4"], None, "Go to the Results pane"),
    row(C::Zoom, "zoom", X::Anywhere, &["F9", "^O", "z"], Some("zoom"), "Show this pane alone, or all of them again"),
    row(C::Pause, "pause", X::Anywhere, &["F8", "^X", "Space"], Some("pause"), "Let the panes stand still while the producer goes on, or follow it again"),
    row(C::Help, "help", X::Anywhere, &["F1", "^G", "?"], Some("help"), "Show what every key does"),
    row(C::Back, "back", X::Anywhere, &["Esc"], None, "Give up a send or a change that waits, leave the zoom, put what came of a change away"),
    row(C::Quit, "quit", X::Anywhere, &["F10", "^C", "q"], Some("quit"), "Quit; asks first if records are outstanding or the form is not sent"),
    row(C::Palette, "palette", X::Anywhere, &["^P"], Some("commands"), "Find a command by its name and run it"),
    row(C::Theme, "theme", X::Anywhere, &[], None, "Choose another theme; it is shown at once"),
    row(C::Mouse, "mouse", X::Anywhere, &[], None, "Leave the mouse to the terminal, which then selects text, or take it again"),
    row(C::Redraw, "redraw", X::Anywhere, &["^L"], None, "Draw the whole screen again"),
    row(C::Suspend, "suspend", X::Anywhere, &["^Z"], None, "Suspend to the shell; fg comes back"),
    row(C::Topic(T::New), "new-topic", X::Anywhere, &["Alt-n"], None, "Make a topic; on a cluster that is not the embedded one it asks first"),
    row(C::Topic(T::Grow), "grow-topic", X::Anywhere, &["Alt-p"], None, "Give the topic in the form more partitions, and see what that does to keys; it asks first"),
    row(C::Undo, "undo", X::Record, &["^_"], None, "Take the last change of the field back"),
    row(C::Redo, "redo", X::Record, &["^Y"], None, "Make the change again"),
    row(C::NextField, "next-field", X::RecordEdge, &["Down", "Enter"], None, "Go to the next field; in a text that takes lines, Enter is a newline"),
    row(C::PreviousField, "previous-field", X::RecordEdge, &["Up"], None, "Go to the previous field"),
    row(C::LaneDown, "lane-down", X::Pipeline, &["Down", "j"], None, "Scroll to the next partitions and brokers"),
    row(C::LaneUp, "lane-up", X::Pipeline, &["Up", "k"], None, "Scroll back"),
    row(C::LanePageDown, "lane-page-down", X::Pipeline, &["PgDn"], None, "Scroll a page on"),
    row(C::LanePageUp, "lane-page-up", X::Pipeline, &["PgUp"], None, "Scroll a page back"),
    row(C::Requests(R::Down), "request-down", X::Requests, &["Down", "j"], Some("select"), "Select the older request; where only the waterfall is, go to the next brokers"),
    row(C::Requests(R::Up), "request-up", X::Requests, &["Up", "k"], None, "Select the newer request, or go back to the brokers before"),
    row(C::Requests(R::PageUp), "request-page-up", X::Requests, &["PgUp"], None, "Go a page up"),
    row(C::Requests(R::PageDown), "request-page-down", X::Requests, &["PgDn"], None, "Go a page down"),
    row(C::Requests(R::Newest), "newest-request", X::Requests, &["Home", "g"], None, "Go to the newest request and follow, on the time axis too"),
    row(C::Requests(R::Oldest), "oldest-request", X::Requests, &["End", "G"], None, "Go to the oldest request"),
    row(C::Requests(R::Detail), "request-detail", X::Requests, &["Enter"], Some("detail"), "Show what is known of the request, or the list again"),
    row(C::Requests(R::TypeFilter), "filter", X::Requests, &["/"], Some("filter"), "Type which requests are shown: b2 p3 orders-3 slow >20 (ms) retried failed all"),
    row(C::Requests(R::OnlyBroker), "only-broker", X::Requests, &["b"], None, "Only requests to this broker, or to all again"),
    row(C::Requests(R::OnlyPartition), "only-partition", X::Requests, &["p"], None, "Only requests of this partition, or of all again"),
    row(C::Requests(R::OnlySlow), "only-slow", X::Requests, &["s"], None, "Only the slowest tenth, and those not answered"),
    row(C::Requests(R::OnlyRetried), "only-retried", X::Requests, &["r"], None, "Only requests of batches that were sent again"),
    row(C::Requests(R::OnlyFailed), "only-failed", X::Requests, &["f"], None, "Only requests that failed or were not answered"),
    row(C::Requests(R::All), "all-requests", X::Requests, &["a"], None, "All requests"),
    row(C::Requests(R::ShowRecord), "show-record", X::Requests, &["o"], Some("its record"), "Go to a record of the form that was in the request"),
    row(C::Requests(R::View), "waterfall", X::Requests, &["v"], None, "Zoomed: the waterfall and the list, the waterfall alone, or the list alone"),
    row(C::Requests(R::Earlier), "earlier", X::Requests, &["Left", "h"], None, "Zoomed: go to the earlier on the time axis"),
    row(C::Requests(R::Later), "later", X::Requests, &["Right", "l"], None, "Zoomed: go to the later on the time axis"),
    row(C::Requests(R::Shorter), "shorter", X::Requests, &["+"], None, "Zoomed: half as long a stretch of time"),
    row(C::Requests(R::Longer), "longer", X::Requests, &["-"], None, "Zoomed: twice as long a stretch of time"),
    row(C::Results(Q::PreviousFailure), "previous-failure", X::Results, &["N"], None, "Go to the next failure above"),
    row(C::Results(Q::Newest), "newest", X::Results, &["Home", "g"], Some("newest"), "Go to the newest row and follow"),
    row(C::Results(Q::Up), "row-up", X::Results, &["Up", "k"], None, "Select the row above; in the detail alone, scroll up"),
    row(C::Results(Q::PageUp), "page-up", X::Results, &["PgUp"], None, "Go a page up"),
    row(C::Results(Q::PageDown), "page-down", X::Results, &["PgDn"], None, "Go a page down"),
    row(C::Results(Q::Oldest), "oldest", X::Results, &["End", "G"], None, "Go to the oldest row"),
    row(C::Results(Q::DetailDown), "detail-down", X::Results, &["J", "Shift-Down"], None, "Scroll the detail beside the rows down"),
    row(C::Results(Q::DetailUp), "detail-up", X::Results, &["K", "Shift-Up"], None, "Scroll the detail beside the rows up"),
    row(C::Results(Q::OnlyFailed), "only-failed-results", X::Results, &["f"], None, "Only what failed, or all again"),
    row(C::Results(Q::All), "all-results", X::Results, &["a"], None, "All results"),
    row(C::Results(Q::Life), "life", X::Results, &["t"], Some("timeline"), "Show the record's life against the limits, or the rows again"),
    row(C::Results(Q::ShowRequest), "show-request", X::Results, &["o"], None, "Go to the request that carried the record"),
    row(C::SendOnce, "send-once", X::Confirm, &["y"], Some("send this one"), "Send this one record"),
    row(C::AllowSends, "allow-sends", X::Confirm, &["a"], Some("allow for this run"), "Send, and do not ask again in this run"),
    row(C::DoNotSend, "do-not-send", X::Confirm, &["n", "Esc", "^C"], Some("do not send"), "Do not send"),
    row(C::QuitNow, "quit-now", X::Leave, &["y", "^C"], Some("quit now"), "Quit now and give up what is outstanding"),
    row(C::QuitAfterFlush, "quit-after-flush", X::Leave, &["w"], Some("wait, then quit"), "Wait until nothing is outstanding, then quit"),
    row(C::Stay, "stay", X::Leave, &["n", "Esc"], Some("stay"), "Stay"),
    row(C::KindUp, "kind-up", X::Kinds, &["Up"], None, "Go up"),
    row(C::KindDown, "kind-down", X::Kinds, &["Down"], None, "Go down"),
    row(C::ChooseKind, "choose-kind", X::Kinds, &["Enter"], Some("choose"), "Choose; the letter before a kind chooses it at once"),
    row(C::RemoveHeader, "remove-header", X::Kinds, &["d"], None, "Remove the header"),
    row(C::KeepKind, "keep-kind", X::Kinds, &["Esc", "F4", "^N", "^C"], Some("keep"), "Keep the kind"),
    row(C::Form(F::TopicUp), "topic-up", X::Topics, &["Up", "PgUp"], None, "Go up"),
    row(C::Form(F::TopicDown), "topic-down", X::Topics, &["Down", "PgDn"], None, "Go down; what is typed filters the list"),
    row(C::Form(F::ChooseTopic), "choose-topic", X::Topics, &["Enter"], Some("choose"), "Choose the topic, or the name as it is typed where none is left"),
    row(C::Form(F::KeepTopic), "keep-topic", X::Topics, &["Esc", "F4", "^N", "Alt-t", "^C"], Some("keep"), "Keep the topic"),
    row(C::Form(F::TurnWay), "turn-way", X::Ways, &["Right", "Left"], Some("another"), "Choose another way or counter"),
    row(C::Form(F::NextWayField), "next-way-field", X::Ways, &["Down", "Tab"], Some("next field"), "Go to the next field"),
    row(C::Form(F::PreviousWayField), "previous-way-field", X::Ways, &["Up", "Shift-Tab"], None, "Go to the previous field"),
    row(C::Form(F::CloseWays), "close-ways", X::Ways, &["Enter", "Esc", "Alt-s", "^C"], Some("done"), "Back to the form, which sends as it is chosen here"),
    row(C::Form(F::StopWaiting), "stop-waiting", X::Awaiting, &["Esc", "^C"], Some("stop waiting"), "Wait no longer, and send no more of a series; what was sent goes on"),
    row(C::Form(F::BytesUp), "bytes-up", X::Bytes, &["Up", "PgUp", "Home"], None, "Scroll up"),
    row(C::Form(F::BytesDown), "bytes-down", X::Bytes, &["Down", "PgDn", "End"], Some("scroll"), "Scroll down"),
    row(C::Form(F::CloseBytes), "close-bytes", X::Bytes, &["Esc", "Enter", "Alt-h", "q", "^C"], Some("close"), "Close the view"),
    row(C::WhatIf(W::More), "more-partitions", X::WhatIf, &["Down", "+", "PgDn"], Some("more"), "More partitions; digits type how many"),
    row(C::WhatIf(W::Fewer), "fewer-partitions", X::WhatIf, &["Up", "-", "PgUp"], Some("fewer"), "Fewer partitions"),
    row(C::WhatIf(W::Close), "close-what-if", X::WhatIf, &["Esc", "Enter", "Alt-k", "q", "^C"], Some("close"), "Back to the form"),
    row(C::StartLoad, "start-load", X::Load, &["Enter"], Some("start"), "Start the load"),
    row(C::NextLoadField, "next-load-field", X::Load, &["Down", "Tab"], Some("next field"), "Go to the next field"),
    row(C::PreviousLoadField, "previous-load-field", X::Load, &["Up", "Shift-Tab"], None, "Go to the previous field"),
    row(C::NoLoad, "no-load", X::Load, &["Esc", "F7", "^R", "^C"], Some("no load"), "Start nothing; the form remembers what stands in it"),
    row(C::ApplyValue, "apply-value", X::Tune, &["Enter"], Some("apply"), "Apply the change to the running producer"),
    row(C::KeepValue, "keep-value", X::Tune, &["Esc", "^C"], Some("keep"), "Change nothing"),
    row(C::FormUp, "form-up", X::Copy, &["Up"], None, "Go up"),
    row(C::FormDown, "form-down", X::Copy, &["Down"], None, "Go down"),
    row(C::ChooseForm, "choose-form", X::Copy, &["Enter"], Some("copy"), "Copy; the letter before a form copies it at once"),
    row(C::ToFile, "to-file", X::Copy, &["f"], Some("to a file"), "Copy into a file in the state folder, or into the clipboard again"),
    row(C::NoCopy, "no-copy", X::Copy, &["Esc", "c", "^C"], Some("copy nothing"), "Copy nothing"),
    row(C::ReplaceForm, "replace-form", X::Replace, &["y"], Some("replace"), "Replace what stands in the form"),
    row(C::KeepForm, "keep-form", X::Replace, &["n", "Esc", "^C"], Some("keep"), "Keep what stands in the form"),
    row(C::ApplyFilter, "apply-filter", X::Filter, &["Enter"], Some("show"), "Show only these"),
    row(C::Topic(T::Ask), "change-topic", X::TopicForm, &["Enter"], Some("go on"), "Make or grow the topic; on a cluster that is not the embedded one it asks first"),
    row(C::Topic(T::NextField), "next-topic-field", X::TopicForm, &["Down", "Tab"], Some("next field"), "Go to the next field"),
    row(C::Topic(T::PreviousField), "previous-topic-field", X::TopicForm, &["Up", "Shift-Tab"], None, "Go to the previous field"),
    row(C::Topic(T::Close), "no-topic", X::TopicForm, &["Esc", "^C"], Some("leave it"), "Change nothing"),
    row(C::Topic(T::Change), "topic-yes", X::TopicQuestion, &["y"], Some("yes, do it"), "Make or grow the topic"),
    row(C::Topic(T::DoNotChange), "topic-no", X::TopicQuestion, &["n", "Esc", "^C"], Some("no"), "Go back to the form; a change that was asked for already goes on"),
    row(C::KeepFilter, "keep-filter", X::Filter, &["Esc", "^C"], Some("as before"), "Show what was shown before"),
    row(C::Files(D::EditAgain), "edit-again", X::Broken, &["Enter", "e"], Some("edit again"), "Edit the text again"),
    row(C::Files(D::TakeAsItIs), "take-as-it-is", X::Broken, &["t"], Some("take it as it is"), "Take the texts into the form as they stand, and mend them there"),
    row(C::Files(D::PutAway), "put-away", X::Broken, &["Esc", "^C"], Some("leave the form as it was"), "Leave the form as it was; the text is kept in its file"),
    row(C::Files(D::FileUp), "file-up", X::Picker, &["Up"], None, "Go up"),
    row(C::Files(D::FileDown), "file-down", X::Picker, &["Down"], None, "Go down"),
    row(C::Files(D::ChooseFile), "choose-file", X::Picker, &["Enter"], Some("open"), "Open the file in the form, or the folder; what is typed filters by name"),
    row(C::Files(D::NoFile), "no-file", X::Picker, &["Esc", "^C"], Some("open nothing"), "Open nothing"),
    row(C::Files(D::WriteFile), "write-file", X::SaveAs, &["Enter"], Some("save"), "Save; over another file only when asked a second time"),
    row(C::Files(D::WriteNoFile), "write-no-file", X::SaveAs, &["Esc", "^C"], Some("save nothing"), "Save nothing"),
    row(C::HelpUp, "help-up", X::Help, &["Up", "PgUp"], None, "Scroll up"),
    row(C::HelpDown, "help-down", X::Help, &["Down", "PgDn"], Some("scroll"), "Scroll down"),
    row(C::CloseHelp, "close-help", X::Help, &["Esc", "Enter", "F1", "^G", "?", "q", "^C"], Some("close"), "Close the help"),
    row(C::RunChosen, "run-chosen", X::Palette, &["Enter"], Some("run"), "Run the command, or say why it is not available"),
    row(C::PaletteUp, "palette-up", X::Palette, &["Up"], None, "Choose the command above"),
    row(C::PaletteDown, "palette-down", X::Palette, &["Down"], Some("choose"), "Choose the command below"),
    row(C::PalettePageUp, "palette-page-up", X::Palette, &["PgUp"], None, "Go a page up"),
    row(C::PalettePageDown, "palette-page-down", X::Palette, &["PgDn"], None, "Go a page down"),
    row(C::ClosePalette, "close-palette", X::Palette, &["Esc", "^P", "^C"], Some("close"), "Run nothing"),
    row(C::TakeTheme, "take-theme", X::Themes, &["Enter"], Some("take"), "Take the theme for this run"),
    row(C::ThemeUp, "theme-up", X::Themes, &["Up", "k"], None, "Show the theme above"),
    row(C::ThemeDown, "theme-down", X::Themes, &["Down", "j"], Some("next"), "Show the theme below"),
    row(C::FormerTheme, "former-theme", X::Themes, &["Esc", "^C"], Some("as before"), "Go back to the theme that was in force"),
];
