//! The card for name and password: the form, or the way back in for somebody who forgot the password.

mod form;
pub mod people;
mod reset;

use leptos::prelude::*;

use super::other_ways::OtherWays;
use super::welcome::Welcome;
use crate::app::browser::spatial_focus;
use crate::app::components::Card;
use crate::app::state::{effect, use_account, use_layer};
use crate::text::{login as words, password_reset as forgotten};
use form::PasswordForm;
use reset::{PasswordReset, Step};

/// The card.
#[component]
pub fn PasswordCard(
    /// What the server shows to anybody.
    welcome: Welcome,
    /// What a television shows apart from the code.
    other_ways: OtherWays,
) -> impl IntoView {
    let account = use_account();
    let step = RwSignal::new(Step::Closed);
    // What a reset came to, to be said above the form.
    let said = RwSignal::new(String::new());
    let close = move |result: String| {
        said.set(result);
        step.set(Step::Closed);
        spatial_focus::on_arrival("username");
    };
    let open = move |name: String| {
        account.last_name.set(name);
        step.set(Step::Name);
        spatial_focus::on_arrival("username");
    };
    // Whoever goes back to the code leaves this as well.
    effect(move |_| {
        if other_ways.are_hidden() {
            step.set(Step::Closed);
        }
    });
    use_layer(move || step.get() != Step::Closed, move || close(String::new()));
    use_layer(
        move || matches!(step.get(), Step::Pin(_)),
        move || {
            step.set(Step::Name);
            spatial_focus::on_arrival("username");
        },
    );
    let card = move || match step.get() {
        Step::Closed => view! {
            <Card class="by-name" heading_id="by-name" heading=words::BY_NAME>
                <PasswordForm welcome=welcome asked_name=other_ways.name said=said on_forgotten=open />
            </Card>
        }
        .into_any(),
        asked => view! {
            <Card class="by-name" heading_id="by-name" heading=forgotten::HEADING>
                <PasswordReset asked=asked step=step on_close=close />
            </Card>
        }
        .into_any(),
    };
    view! { {move || card()} }
}
