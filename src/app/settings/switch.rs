//! Quick Connect on or off for the whole server. What is shown is what the server says after a change, and not what was
//! wished for.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::confirmation::{NotDone, Question, QuestionPanel};
use super::listing::Listing;
use crate::app::components::{Button, Card, Status, When};
use crate::app::state::{Account, use_account};
use crate::flow::confirmation::Action;
use crate::jellyfin::Reply;
use crate::jellyfin::configuration as calls;
use crate::text::settings as words;

/// The card, for administrators only.
#[component]
pub fn Switch(
    /// Asked before it is changed.
    question: Question,
) -> impl IntoView {
    let account = use_account();
    let is_on = RwSignal::new(Listing::Loading);
    let look = move || {
        is_on.set(Listing::Loading);
        let reply = account.ask_or_end(calls::configuration);
        spawn_local(async move {
            if let Some(reply) = reply.await {
                is_on.set(calls::read_configuration(reply).map(|configuration| configuration.is_on()).into());
            }
        });
    };
    look();
    let status = move || {
        is_on.with(|is_on| match is_on {
            Listing::Here(on) => words::switch_is(*on).to_owned(),
            other => other.status(account),
        })
    };
    let label = move || match is_on.get() {
        Listing::Here(on) => words::switch_to(!on).to_owned(),
        _ => words::REFRESH.to_owned(),
    };
    let press = move || match is_on.get_untracked() {
        Listing::Here(on) => question.ask(Action::SwitchQuickConnect(!on), "switch-quick-connect"),
        _ => look(),
    };
    let change = move || {
        let Some(Action::SwitchQuickConnect(on)) = untrack(move || question.action()) else { return };
        let reply = account.ask_or_end(calls::configuration);
        question.perform(Box::pin(async move {
            let changed = change(account, reply.await?, on).await;
            look();
            changed
        }));
    };
    let is_loading = move || is_on.with(|is_on| *is_on == Listing::Loading);
    let button = move || {
        view! {
            <p class="buttons">
                <Button id="switch-quick-connect" label=label is_busy=is_loading on_press=press />
            </p>
        }
    };
    view! {
        <Card class="on-off" heading_id="switch" heading=words::SWITCH>
            <Status text=status />
            <When condition=move || question.is_about(|action| matches!(action, Action::SwitchQuickConnect(_))) otherwise=button>
                <QuestionPanel question=question on_confirm=change />
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
