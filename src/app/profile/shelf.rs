//! What the interface asks of the profiles on the disk, and what it is told of them.

use crate::app::profile::{With, Written};
use crate::domain::profile::{Guard, Profile};
use crate::domain::property::ClientModel;

/// A change of a profile's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The property, by the name that the file has or shall have for it.
    pub name: String,
    /// The value as it is written; `None` takes the line away.
    pub written: Option<Written>,
}

/// A profile as it was read from the disk, and the changes that are to be made there.
#[derive(Clone, Debug, PartialEq)]
pub struct Saving {
    /// The profile.
    pub saved: Box<Profile>,
    /// The changes.
    pub edits: Vec<Edit>,
}

impl Saving {
    /// Whether a secret would be written as it is.
    pub fn has_secrets(&self) -> bool {
        self.edits.iter().any(|edit| matches!(edit.written, Some(Written::Hidden(_))))
    }

    /// The same with references in place of secrets: `${env:SASL_PASSWORD}` for `sasl.password`.
    #[must_use]
    pub fn with_references(self) -> Self {
        let refer = |edit: Edit| match &edit.written {
            Some(Written::Hidden(_)) => Edit { written: Some(Written::Text(reference_for(&edit.name))), ..edit },
            Some(Written::Text(_)) | None => edit,
        };
        Self { edits: self.edits.into_iter().map(refer).collect(), ..self }
    }
}

/// Something that is asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum ProfileWish {
    /// Look which profiles there are; answered by [`ProfileNews::Listed`].
    List,
    /// Read a profile, by its name or its file; answered by [`ProfileNews::Read`].
    Read {
        /// The name or the file.
        which: String,
        /// What it is read for.
        why: Why,
    },
    /// Change a profile's own file; answered by [`ProfileNews::Kept`].
    Save(Saving),
    /// Write a profile with changes under a new name; answered by [`ProfileNews::Kept`].
    SaveAs {
        /// The profile that it goes out from, and the changes.
        saving: Saving,
        /// The new name.
        name: String,
        /// Whether a profile of that name may be overwritten.
        over: bool,
    },
    /// Give a profile another name; answered by [`ProfileNews::Kept`].
    Rename {
        /// The name.
        from: String,
        /// The new name.
        to: String,
    },
    /// Write a profile once more under another name; answered by [`ProfileNews::Kept`].
    Duplicate {
        /// The name.
        from: String,
        /// The new name.
        to: String,
    },
    /// Delete a profile; answered by [`ProfileNews::Kept`].
    Delete {
        /// The name.
        name: String,
    },
}

/// What a profile is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// To be compared with the draft.
    Compare,
    /// To see what saving the draft in its file would change.
    Save,
    /// To see what a new profile would have of its own.
    SaveAs,
}

/// Something that is told.
#[derive(Clone, Debug, PartialEq)]
pub enum ProfileNews {
    /// The profiles there are, the built-in ones first.
    Listed(Vec<Known>),
    /// A profile was read.
    Read {
        /// What it was read for.
        why: Why,
        /// It, or what is wrong with it.
        profile: Result<Box<Profile>, String>,
    },
    /// A profile was written, renamed, duplicated or deleted, or not.
    Kept {
        /// What was asked for.
        wish: ProfileWish,
        /// What came of it.
        done: Done,
    },
}

/// What came of a wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Done {
    /// It is done; with the file.
    Well(String),
    /// There is a profile of that name already.
    Exists,
    /// It is not done, for this reason.
    Failed(String),
}

/// A profile there is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Its name.
    pub name: String,
    /// Whether it is compiled in: then it can't be changed, renamed or deleted.
    pub built_in: bool,
    /// Where it is.
    pub place: String,
    /// What it is for.
    pub description: Option<String>,
    /// What must happen before a record is sent with it.
    pub guard: Guard,
    /// The variables of the environment that it asks for and that are not set.
    pub needs: Vec<String>,
    /// What is wrong with it, if it can't be used.
    pub broken: Option<String>,
}

impl Known {
    /// What it waits for: `needs $SASL_PASSWORD`; `None` if every variable is set.
    pub fn wanting(&self) -> Option<String> {
        let named: Vec<String> = self.needs.iter().map(|name| format!("${name}")).collect();
        (!named.is_empty()).then(|| format!("needs {}", named.join(", ")))
    }

    /// Why it can't be used now, and what would help.
    pub fn hindrance(&self) -> Option<String> {
        if let Some(why) = &self.broken {
            return Some(why.clone());
        }
        match self.needs.as_slice() {
            [] => None,
            [one] => Some(format!("the environment variable {one} is not set: set it, and start linger again")),
            several => Some(format!(
                "the environment variables {} are not set: set them, and start linger again",
                several.join(", ")
            )),
        }
    }
}

/// What a list of profiles is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To go on with another one.
    Use,
    /// To compare the draft with one.
    Compare,
}

/// The list of profiles.
#[derive(Clone, Debug, PartialEq)]
pub struct Shelf {
    /// What it is for.
    pub purpose: Purpose,
    /// What was typed: only what holds it is shown.
    pub filter: String,
    /// The chosen line.
    pub at: usize,
    /// The profiles; `None` until they were looked for.
    pub known: Option<Vec<Known>>,
}

/// A line of the list.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice<'a> {
    /// Something to compare with that is no other profile.
    With(With),
    /// A profile.
    Known(&'a Known),
}

impl Shelf {
    /// The lines that are shown, for a profile of this client.
    pub fn choices(&self, model: ClientModel) -> Vec<Choice<'_>> {
        let wanted = self.filter.to_lowercase();
        let holds = |text: &str| text.to_lowercase().contains(&wanted);
        let fixed = match self.purpose {
            Purpose::Use => Vec::new(),
            Purpose::Compare => With::choices(model),
        };
        let fixed = fixed.into_iter().filter(|with| holds(&with.words())).map(Choice::With);
        let known = self.known.iter().flatten().filter(|known| holds(&known.name)).map(Choice::Known);
        fixed.chain(known).collect()
    }
}

/// What a name is typed for.
#[derive(Clone, Debug, PartialEq)]
pub enum Naming {
    /// The draft is saved under it, with these changes; `None` until they are known.
    SaveAs(Option<Saving>),
    /// This profile is renamed.
    Rename(String),
    /// This profile is duplicated.
    Duplicate(String),
}

/// The name of a profile, as it is typed.
#[derive(Clone, Debug, PartialEq)]
pub struct NameForm {
    /// What for.
    pub naming: Naming,
    /// As far as it is typed.
    pub name: String,
    /// Whether there is such a profile, and a second Enter overwrites it.
    pub exists: bool,
    /// Why it could not be done.
    pub wrong: Option<String>,
}

/// Something that is asked before it is done.
#[derive(Clone, Debug, PartialEq)]
pub enum Question {
    /// Changes go into the profile's own file.
    Save(Saving),
    /// Secrets would stand in a new profile's file as they are.
    SaveAs {
        /// The profile that it goes out from, and the changes.
        saving: Saving,
        /// The new name.
        name: String,
        /// Whether a profile of that name is overwritten.
        over: bool,
    },
    /// A profile is deleted.
    Delete(Known),
    /// Another profile is used though changes are not saved.
    Use(String),
}

impl Question {
    /// What would be written.
    pub fn saving(&self) -> Option<&Saving> {
        match self {
            Self::Save(saving) | Self::SaveAs { saving, .. } => Some(saving),
            Self::Delete(_) | Self::Use(_) => None,
        }
    }
}

/// The reference that is written in place of a secret.
pub fn reference_for(name: &str) -> String {
    format!("${{env:{}}}", name.to_uppercase().replace(['.', '-'], "_"))
}
