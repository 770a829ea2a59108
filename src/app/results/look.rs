//! How the results are looked at: which are shown, which is selected, and where the window over them stands.

use crate::app::results::filter::Filter;
use crate::app::results::groups::Subject;
use crate::app::results::{Entry, EntryId, Results, Row};

/// What the pane shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// The rows, and what is known of the selected one where there is room.
    #[default]
    Rows,
    /// All that is known of the selected one.
    Detail,
    /// The selected record's life.
    Life,
    /// The selected record as the log has it, beside what was sent.
    ReadBack,
}

/// How the results are looked at.
#[derive(Clone, Debug, Default)]
pub struct Look {
    view: View,
    filter: Filter,
    /// The selected entry; `None` follows the newest.
    selected: Option<EntryId>,
    /// Rows between the top of the window and the selected entry: what comes above moves neither.
    row: usize,
    /// The numbers of the next record and the next group when it no longer followed.
    left_at: (u64, u64),
    /// The first line of the detail on the screen, and whose detail it is.
    detail: Option<(EntryId, usize)>,
}

impl Look {
    pub(super) fn filter(&self) -> &Filter {
        &self.filter
    }

    pub(super) fn selected(&self) -> Option<EntryId> {
        self.selected
    }

    pub(super) fn select(&mut self, id: Option<EntryId>) {
        self.selected = id;
    }
}

impl Results {
    /// Records and groups that the filter takes, newest first.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        let mut rows = self.rows.iter().rev().filter(|row| row.shown).peekable();
        let mut groups = self.groups.all.iter().rev().filter(|group| group.shown).peekable();
        std::iter::from_fn(move || {
            let after = groups.peek().map(|group| group.after);
            match (rows.peek().map(|row| row.n), after) {
                (Some(n), Some(after)) if after <= n => rows.next().map(Entry::Record),
                (_, Some(_)) => groups.next().map(Entry::Group),
                (_, None) => rows.next().map(Entry::Record),
            }
        })
    }

    /// How many entries the filter takes.
    pub fn len(&self) -> usize {
        if self.look.filter.is_all() { self.kept() } else { self.entries().count() }
    }

    /// Whether the filter takes none.
    pub fn is_empty(&self) -> bool {
        self.entries().next().is_none()
    }

    /// How many entries are kept, whatever the filter.
    pub fn kept(&self) -> usize {
        self.rows.len() + self.groups.all.len()
    }

    /// Which entries are shown.
    pub fn filter(&self) -> &Filter {
        &self.look.filter
    }

    /// Shows only what the filter takes. A selected entry that it hides is left, and the newest followed.
    pub fn set_filter(&mut self, filter: Filter) {
        for row in &mut self.rows {
            row.refilter(&filter);
        }
        for group in &mut self.groups.all {
            group.refilter(&filter);
        }
        self.look.filter = filter;
        if let Some(id) = self.look.selected
            && self.place(id).is_none()
        {
            self.follow();
        }
    }

    /// What the pane shows.
    pub fn view(&self) -> View {
        if self.is_empty() { View::Rows } else { self.look.view }
    }

    /// Shows this, or the rows again if it is shown already.
    pub fn toggle_view(&mut self, view: View) {
        self.look.view = if self.look.view == view || self.is_empty() { View::Rows } else { view };
        if self.look.view != View::Rows {
            self.stay();
        }
    }

    /// Shows the rows. Says whether something else was shown.
    pub fn show_rows(&mut self) -> bool {
        std::mem::take(&mut self.look.view) != View::Rows
    }

    /// Whether the newest entry is the selected one, whichever it is.
    pub fn is_following(&self) -> bool {
        self.look.selected.is_none()
    }

    /// How many shown entries came since the newest one is no longer followed.
    pub fn came(&self) -> usize {
        if self.is_following() {
            return 0;
        }
        let (record, group) = self.look.left_at;
        let rows = self.rows.iter().rev().take_while(|row| row.n >= record).filter(|row| row.shown);
        let groups = self.groups.all.iter().rev().take_while(|one| one.id >= group).filter(|group| group.shown);
        rows.count() + groups.count()
    }

    fn place(&self, id: EntryId) -> Option<usize> {
        self.entries().position(|entry| entry.id() == id)
    }

    /// The place of the selected entry among the newest first.
    pub fn selected_index(&self) -> usize {
        self.look.selected.and_then(|id| self.place(id)).unwrap_or(0)
    }

    /// The selected entry.
    pub fn selected_entry(&self) -> Option<Entry<'_>> {
        self.entries().nth(self.selected_index())
    }

    /// The selected row, if it is a record's.
    pub fn selected(&self) -> Option<&Row> {
        match self.selected_entry()? {
            Entry::Record(row) => Some(row),
            Entry::Group(_) => None,
        }
    }

    /// The first entry of a window of this height, and the selected one.
    pub fn window(&self, height: usize) -> (usize, usize) {
        let index = self.selected_index();
        let top = index.saturating_sub(self.look.row.min(height.saturating_sub(1)));
        (top.min(self.len().saturating_sub(height)).min(index), index)
    }

    /// Moves the selection by rows, down to the older ones, in a window of `page` rows. At the top it follows again.
    pub fn select_by(&mut self, rows: isize, page: usize) {
        let last = self.len().saturating_sub(1);
        let (top, index) = self.window(page);
        let target = index.saturating_add_signed(rows).min(last);
        if target == 0 {
            self.follow();
        } else {
            self.put(target, top, page);
        }
    }

    /// Selects an entry, if it is shown, in a window of `page` rows.
    pub fn select(&mut self, id: EntryId, page: usize) {
        let top = self.window(page).0;
        if let Some(target) = self.place(id) {
            self.put(target, top, page);
        }
    }

    /// Selects the entry at a place; the window moves only as far as it must.
    fn put(&mut self, target: usize, top: usize, page: usize) {
        let Some(id) = self.entries().nth(target).map(Entry::id) else { return };
        self.leave_newest();
        self.look.selected = Some(id);
        self.look.row = target.saturating_sub(top).min(page.saturating_sub(1));
    }

    fn leave_newest(&mut self) {
        if self.is_following() {
            self.look.left_at = (self.next, self.groups.next());
        }
    }

    /// The entry selected now stays so, also if it is the newest and others come.
    pub(crate) fn stay(&mut self) {
        if let Some(id) = self.selected_entry().map(Entry::id) {
            self.leave_newest();
            self.look.selected = Some(id);
        }
    }

    /// Selects the newest row and follows.
    pub fn follow(&mut self) {
        (self.look.selected, self.look.row) = (None, 0);
    }

    /// Selects the next older failure, or with `newer` the next newer one: a record that failed, or failures of a load.
    /// Says whether there is one.
    pub fn select_failure(&mut self, newer: bool, page: usize) -> bool {
        let from = self.selected_index();
        let failed = |entry: &Entry<'_>| match entry {
            Entry::Record(row) => row.is_failed(),
            Entry::Group(group) => match group.subject {
                Subject::Load(_) => true,
                Subject::Trouble { .. } => false,
            },
        };
        // The newest itself is one that was not jumped to while it is followed.
        let first = if self.is_following() { from } else { from + 1 };
        let target = {
            let mut places = self.entries().enumerate().filter(|(_, entry)| failed(entry)).map(|(place, _)| place);
            if newer { places.take_while(|place| *place < from).last() } else { places.find(|place| *place >= first) }
        };
        let Some(target) = target else { return false };
        let top = self.window(page).0;
        self.put(target, top, page);
        true
    }

    /// The first line of the selected entry's detail on the screen.
    pub fn detail_top(&self) -> usize {
        let selected = self.selected_entry().map(Entry::id);
        self.look.detail.filter(|(id, _)| Some(*id) == selected).map_or(0, |(_, top)| top)
    }

    /// Scrolls the detail by lines, to no more than `most`. Who reads on stays with what is read.
    pub fn scroll_detail(&mut self, lines: isize, most: usize) {
        let top = self.detail_top().min(most).saturating_add_signed(lines).min(most);
        self.stay();
        self.look.detail = self.look.selected.map(|id| (id, top));
    }

    /// Looks at these results as at others: the same entry is selected, if it is still there.
    pub(crate) fn look_as(&mut self, other: &Results) {
        let look = other.look.clone();
        if self.look.filter != look.filter {
            self.set_filter(look.filter.clone());
        }
        self.look = look;
        if let Some(id) = self.look.selected
            && self.place(id).is_none()
        {
            self.follow();
        }
    }
}
