//! What can be done after a result: enter another code, sign in again, or, when a device was approved that should not
//! have been, end its session.

use leptos::prelude::*;

use super::super::confirmation::Question;
use super::super::devices::{DeviceList, Removal};
use super::approving_device::ApprovingDevice;
use super::new_password::NewPassword;
use crate::app::browser::spatial_focus;
use crate::app::components::{Button, When};
use crate::flow::approval::{Outcome, Proof, State};
use crate::flow::confirmation::Action;
use crate::text::settings as words;

/// After an approval.
#[component]
pub fn Approved(
    /// This device.
    device: ApprovingDevice,
    /// Where an administrator finds what the server does not show.
    devices: DeviceList,
    /// Asked before something is taken back.
    question: Question,
) -> impl IntoView {
    spatial_focus::on_arrival("next");
    // An administrator can remove what the server shows to have signed in, or find it in the list of all devices as long
    // as it shows nothing. For anybody else the password is what ends it.
    let doubt = move || {
        let arrival = device.state.with_untracked(|state| match state {
            State::Approved(_, Proof::Shown(arrival)) => Some(arrival.clone()),
            _ => None,
        });
        match arrival {
            _ if !devices.is_of_administrator.get_untracked() => question.ask(Action::ChangePassword, "next"),
            Some(arrival) => question.ask(Action::RemoveApprovedDevice(arrival), "next"),
            None => {
                devices.ask();
                spatial_focus::on_arrival("show-devices");
            }
        }
    };
    on_cleanup(move || {
        question.withdraw(|action| matches!(action, Action::RemoveApprovedDevice(_) | Action::ChangePassword));
    });
    let is_removal = move || question.is_about(|action| matches!(action, Action::RemoveApprovedDevice(_)));
    let is_password = move || question.is_about(|action| *action == Action::ChangePassword);
    view! {
        <When condition=is_removal>
            <Removal devices=devices question=question on_removed=move || device.leave() />
        </When>
        <When condition=is_password>
            <NewPassword device=device devices=devices question=question />
        </When>
        <When condition=move || !is_removal() && !is_password()>
            <p class="buttons">
                <Button
                    id="next"
                    label=words::DONE
                    class="primary"
                    is_busy=device.is_settling
                    on_press=move || device.leave()
                />
                <Button id="not-you" label=words::NOT_YOU on_press=doubt />
            </p>
        </When>
    }
}

/// After a refusal.
#[component]
pub fn Refused(
    /// This device.
    device: ApprovingDevice,
    /// Why the server has refused.
    outcome: Outcome,
) -> impl IntoView {
    spatial_focus::on_arrival("next");
    let (class, label) = match outcome {
        Outcome::SignedOut => ("primary", words::SIGN_IN_AGAIN),
        _ => ("", words::ANOTHER),
    };
    view! {
        <p class="buttons">
            <Button id="next" class=class label=label is_busy=device.is_settling on_press=move || device.leave() />
        </p>
    }
}
