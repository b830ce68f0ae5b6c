//! Another password for the own account, which signs out everything else.

use leptos::html::Input;
use leptos::prelude::*;

use super::super::confirmation::{NotDone, Question, QuestionPanel};
use super::super::devices::DeviceList;
use super::approving_device::ApprovingDevice;
use crate::account::session::Ended;
use crate::app::browser::spatial_focus;
use crate::app::components::{PasswordField, field};
use crate::app::state::{Account, use_account};
use crate::jellyfin::Lost;
use crate::jellyfin::Reply;
use crate::jellyfin::secret::Password;
use crate::jellyfin::users::{PasswordChanged, change_password, read_password_changed};
use crate::text::settings as words;

/// The question whether the password is to be changed, with the fields for it.
#[component]
pub fn NewPassword(
    /// What has approved the device that is to be signed out.
    device: ApprovingDevice,
    /// The list that is another one afterwards.
    devices: DeviceList,
    /// The question.
    question: Question,
) -> impl IntoView {
    let account = use_account();
    let (old_input, new_input) = (NodeRef::<Input>::new(), NodeRef::<Input>::new());
    let change = move || {
        if field::value(new_input).is_empty() {
            question.refuse(words::NEW_PASSWORD_MISSING);
            return spatial_focus::to("new-password");
        }
        let old = Password::new(field::value(old_input));
        let new = Password::new(field::value(new_input));
        question.perform(Box::pin(async move {
            let reply = account.ask(|device, token| change_password(&old, &new, None, device, token)).await?;
            let changed = change(account, &old, &new, reply).await?;
            if question.is_gone() {
                return None;
            }
            if !matches!(changed, Err(NotDone::Refused(_))) {
                devices.refresh();
            }
            if changed.is_ok() {
                device.leave();
            }
            Some(changed)
        }));
    };
    view! {
        <QuestionPanel question=question on_confirm=change>
            <PasswordField
                id="old-password"
                label=words::OLD_PASSWORD
                input=old_input
                autocomplete="current-password"
            />
            <PasswordField
                id="new-password"
                label=words::NEW_PASSWORD
                input=new_input
                autocomplete="new-password"
            />
        </QuestionPanel>
    }
}

/// 10.8 has another path, with the account's id.
async fn change(account: Account, old: &Password, new: &Password, reply: Reply) -> Option<Result<(), NotDone>> {
    let mut changed = read_password_changed(reply);
    if changed == PasswordChanged::WrongPath {
        let id = account.session.with_untracked(|session| session.as_ref().map(|session| session.user.id.clone()))?;
        let reply = account.ask(|device, token| change_password(old, new, Some(&id), device, token));
        changed = read_password_changed(reply.await?);
    }
    Some(match changed {
        PasswordChanged::Yes => Ok(()),
        PasswordChanged::WrongPassword => Err(NotDone::Refused(words::WRONG_PASSWORD)),
        PasswordChanged::WrongPath => Err(NotDone::Lost(Lost::NotFound)),
        PasswordChanged::Lost(lost) => Err(NotDone::Lost(lost)),
        PasswordChanged::SignedOut => {
            account.end_session(Ended::ByServer);
            return None;
        }
    })
}
