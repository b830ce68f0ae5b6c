//! The approval of other devices: one step after the other, of which each is a component. Nothing is approved before the
//! press on `#approve`.

mod approving_device;
mod code_field;
mod code_input;
mod confirm;
mod new_password;
mod number_pad;
mod outcome;
mod picker;
mod scanner;

pub use approving_device::ApprovingDevice;

use leptos::prelude::*;

use super::confirmation::Question;
use super::devices::DeviceList;
use crate::app::browser::location;
use crate::app::components::{Card, Status, When};
use crate::app::state::{use_account, use_layer};
use crate::flow::approval::{Outcome, State};
use crate::flow::confirmation::Action;
use crate::jellyfin::code::Code;
use crate::text::settings as words;
use code_input::CodeInput;
use confirm::Confirm;
use outcome::{Approved, Refused};

/// What is shown below the code field; a lost answer does not change it, so that the focus stays where it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Entering,
    Confirming(Code),
    Approved,
    Refused(Outcome),
}

/// The panel. A page in somebody else's frame could be laid under what a person believes to press, so there it only
/// offers to open itself alone.
#[component]
pub fn Approve(
    /// This device.
    device: ApprovingDevice,
    /// Where an administrator finds what should not have been approved.
    devices: DeviceList,
    /// Asked before something is taken back.
    question: Question,
) -> impl IntoView {
    let content = if location::is_framed() {
        view! { <Framed /> }.into_any()
    } else {
        view! { <Steps device=device devices=devices question=question /> }.into_any()
    };
    view! {
        <Card class="approve" heading_id="approve-heading" heading=words::CONNECT>
            {content}
        </Card>
    }
}

#[component]
fn Framed() -> impl IntoView {
    view! {
        <p class="warning" role="alert">
            {words::FRAMED}
        </p>
        <p class="buttons">
            <a id="open-alone" class="button primary" href=location::page() target="_blank" rel="noopener">
                {words::OPEN_ALONE}
            </a>
        </p>
    }
}

/// How the approval stands, and what can be done now. The code field stays in the page, hidden, during the other steps.
#[component]
fn Steps(
    /// This device.
    device: ApprovingDevice,
    /// Where an administrator finds what should not have been approved.
    devices: DeviceList,
    /// Asked before something is taken back.
    question: Question,
) -> impl IntoView {
    let account = use_account();
    device.start();
    let done = move || question.done(is_about_approval);
    let said = move || {
        // The question takes its place.
        if question.is_about(is_about_approval) {
            return String::new();
        }
        let said = account.with_session(|session| device.state.with(|state| words::result(state, session)));
        said.flatten().unwrap_or_default()
    };
    let is_approved = move || {
        device.state.with(|state| matches!(state, State::Approved(..))) && !question.is_about(is_about_approval)
    };
    let step = Memo::new(move |_| if device.is_unknown() { Step::Entering } else { device.state.with(Step::of) });
    let is_administrator = devices.is_of_administrator;
    let shown = move || match step.get() {
        Step::Entering => ().into_any(),
        Step::Confirming(code) => {
            view! { <Confirm code=code device=device is_administrator=is_administrator /> }.into_any()
        }
        Step::Approved => view! { <Approved device=device devices=devices question=question /> }.into_any(),
        Step::Refused(outcome) => view! { <Refused device=device outcome=outcome /> }.into_any(),
    };
    let steps = view! {
        <Status text=done />
        <When condition=is_approved>
            <Tick />
        </When>
        <Status class="status result" text=said />
        <Status class="hint" text=move || if device.has_next.get() { words::ANOTHER_CODE_WAITS.text() } else { "" }.to_owned() />
        <CodeInput device=device />
        {move || shown()}
    };
    // Above the camera's layer.
    use_layer(move || device.state.with(|state| *state != State::Entering), move || device.leave());
    use_layer(move || device.is_picking.get(), move || picker::close(device));
    steps
}

/// Whether something takes back an approval.
fn is_about_approval(action: &Action) -> bool {
    matches!(action, Action::RemoveApprovedDevice(_) | Action::ChangePassword)
}

/// A tick that draws itself.
#[component]
fn Tick() -> impl IntoView {
    view! {
        <svg class="tick" viewBox="0 0 24 24" aria-hidden="true">
            <circle cx="12" cy="12" r="10" />
            <path d="M7 12.5l3.5 3.5L17 9" />
        </svg>
    }
}

impl Step {
    fn of(state: &State) -> Self {
        match state {
            State::Entering => Self::Entering,
            State::Confirming { request, .. }
            | State::Authorizing(request)
            | State::Retrying(request)
            | State::Doubting(request, _) => Self::Confirming(request.code),
            State::Approved(..) => Self::Approved,
            State::Refused(outcome) => Self::Refused(*outcome),
        }
    }
}
