//! What is done only after a second question. Knows what there is of it and how far it has come; does not do it.

use crate::jellyfin::sessions::SignedIn;

/// Something that is done only after a second question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// What.
    pub what: What,
    /// How far it has come.
    pub step: Step,
}

/// What can be done after a second question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Sign everybody out of the device that has just been approved.
    RemoveApproved(SignedIn),
    /// Sign everybody out of a device in the list.
    Remove(SignedIn),
    /// Change the own password, which signs out everything else.
    ChangePassword,
    /// Switch Quick Connect on or off for everybody.
    Switch(bool),
}

/// How far a task has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The question is asked.
    Asking,
    /// It is being done.
    UnderWay,
    /// It is done.
    Done,
    /// It was not done, for this reason.
    Failed(String),
}
