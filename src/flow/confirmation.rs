//! Actions that need a second press: removing a device, changing the password, switching Quick Connect off. Knows
//! which they are and how far one has come; does not carry them out.

use crate::jellyfin::sessions::SignedInDevice;

/// An action that is put to the person once more before it is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// What is to be done.
    pub action: Action,
    /// How far it has come.
    pub step: Step,
}

/// What is done only once it has been confirmed. Each has a panel on the screen where it is asked for: a `QuestionPanel`
/// under the condition `question.is_about(…)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Sign everybody out of the device that has just been approved.
    RemoveApprovedDevice(SignedInDevice),
    /// Sign everybody out of a device in the list.
    RemoveDevice(SignedInDevice),
    /// Change one's own password, which ends every other session of the account.
    ChangePassword,
    /// Switch Quick Connect off for everybody.
    SwitchOff,
}

/// How far an action has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The question is on the screen.
    Asking,
    /// Confirmed, and on its way.
    UnderWay,
    /// Not done, for this reason.
    Failed(String),
}
