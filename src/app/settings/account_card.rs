//! Whose account this is, the way to Jellyfin, and the ways out.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::open_jellyfin::{OpenJellyfin, WhyItAsks};
use crate::app::components::{Button, Card, PictureEdges, When};
use crate::app::state::{use_account, use_connection, use_navigation, use_preferences};
use crate::page::route::Route;
use crate::text::server::CHANGE;
use crate::text::settings as words;

/// The account's card.
#[component]
pub fn AccountCard(
    /// Whether an approval is on its way: its answer is for whoever is signed in.
    #[prop(into)]
    is_held: Signal<bool>,
) -> impl IntoView {
    let (account, connection) = (use_account(), use_connection());
    let (navigation, preferences) = (use_navigation(), use_preferences());
    let name = move || account.with_session(|session| session.user.name.clone()).unwrap_or_default();
    let place = move || account.with_session(|session| words::on_server(session.server_label())).unwrap_or_default();
    let sign_out_label = move || if account.is_leaving.get() { words::SIGNING_OUT } else { words::SIGN_OUT }.to_owned();
    let is_busy = Signal::derive(move || account.is_leaving.get() || is_held.get());
    let sign_out = move || {
        // At once, so that a second press finds it busy.
        account.is_leaving.set(true);
        // It goes on whatever the screen shows.
        spawn_local(account.sign_out());
    };
    let choose_other_server = move || {
        connection.choose();
        navigation.go(Route::Login);
    };
    view! {
        <Card class="account" heading_id="account-heading" heading=words::ACCOUNT>
            <p id="account">
                <span class="person" translate="no">{move || name()}</span>
                " "
                <span class="where">{move || place()}</span>
            </p>
            <p class="buttons">
                <OpenJellyfin />
                <Button id="sign-out" label=sign_out_label is_busy=is_busy on_press=sign_out />
                <When condition=move || preferences.can_change_server()>
                    <Button id="other-server" label=CHANGE on_press=choose_other_server />
                </When>
                <PictureEdges />
            </p>
            <WhyItAsks />
        </Card>
    }
}
