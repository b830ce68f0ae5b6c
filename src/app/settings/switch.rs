//! Quick Connect on or off for the whole server. What is shown is what the server says after a change, and not what was
//! wished for.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::confirmation::{NotDone, Question, QuestionPanel, Work};
use super::listing::Listing;
use crate::app::components::{Button, Card, Icon, Status, When};
use crate::app::state::{Account, effect, use_account};
use crate::flow::confirmation::Action;
use crate::jellyfin::Reply;
use crate::jellyfin::configuration as calls;
use crate::text::settings as words;

/// The card, for administrators only. Only switching off is asked about: it stops codes that wait.
#[component]
pub fn Switch(
    /// Asked before it is switched off.
    question: Question,
    /// Whether an approval has just been told that it is off.
    #[prop(into)]
    is_said_to_be_off: Signal<bool>,
) -> impl IntoView {
    let account = use_account();
    let is_on = RwSignal::new(Listing::Loading);
    let is_busy = RwSignal::new(true);
    let said = RwSignal::new(String::new());
    let look = move || {
        is_busy.set(true);
        let reply = account.ask_or_end(calls::configuration);
        spawn_local(async move {
            if let Some(reply) = reply.await {
                is_on.set(calls::read_configuration(reply).map(|configuration| configuration.is_on()).into());
                is_busy.set(false);
            }
        });
    };
    look();
    effect(move |_| {
        if is_said_to_be_off.get() {
            said.set(String::new());
            look();
        }
    });
    let set = move |on| -> Work {
        said.set(String::new());
        let reply = account.ask_or_end(calls::configuration);
        Box::pin(async move {
            let changed = change(account, reply.await?, on).await;
            if matches!(changed, Some(Ok(()))) {
                said.set(words::SAVED.text().to_owned());
            }
            look();
            changed
        })
    };
    let switch_on = move || {
        is_busy.set(true);
        let work = set(true);
        spawn_local(async move {
            if let Some(Err(NotDone::Lost(lost))) = work.await {
                said.set(account.with_session(|session| words::not_done(lost, session)).unwrap_or_default());
            }
        });
    };
    let press = move |_| match is_on.get_untracked() {
        _ if is_busy.get_untracked() => {}
        Listing::Here(true) => question.ask(Action::SwitchOff, "switch-quick-connect"),
        _ => switch_on(),
    };
    let is_checked = move || if is_on.with(|is_on| *is_on == Listing::Here(true)) { "true" } else { "false" };
    let status = move || {
        is_on.with(|is_on| match is_on {
            Listing::Here(on) => words::switch_is(*on).into(),
            other => other.status(account),
        })
    };
    let has_failed = move || is_on.with(|is_on| matches!(is_on, Listing::Failed(_)));
    let switch = move || {
        view! {
            <p class="buttons">
                <button
                    id="switch-quick-connect"
                    class="switch"
                    type="button"
                    role="switch"
                    aria-checked=is_checked
                    aria-disabled=move || if is_busy.get() { "true" } else { "false" }
                    on:click=press
                >
                    {words::SWITCH_LABEL}
                </button>
            </p>
        }
    };
    view! {
        <Card class="on-off" heading_id="switch" heading=words::SWITCH>
            <When condition=has_failed otherwise=switch>
                <p class="buttons">
                    <Button id="look-again" icon=Icon::Refresh label=words::REFRESH is_busy=is_busy on_press=look />
                </p>
            </When>
            <Status class="hint" text=status />
            <Status text=said />
            <When condition=move || question.is_about(|action| *action == Action::SwitchOff)>
                <QuestionPanel question=question on_confirm=move || question.perform(set(false)) />
            </When>
        </Card>
    }
}

/// The configuration was read anew right before it is sent back: what somebody else has changed meanwhile stays.
async fn change(account: Account, configuration: Reply, on: bool) -> Option<Result<(), NotDone>> {
    Some(match calls::read_configuration(configuration) {
        Ok(configuration) if configuration.is_on() != on => {
            let reply = account.ask_or_end(|device, token| calls::switch(&configuration, on, device, token)).await?;
            calls::read_switched(reply).map_err(NotDone::Lost)
        }
        Ok(_) => Ok(()),
        Err(lost) => Err(NotDone::Lost(lost)),
    })
}
