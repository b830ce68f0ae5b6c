//! Choosing a server: by its address, or among those that were used before or that the host offers.

mod known_servers;
mod server_search;

use leptos::html::Input;
use leptos::prelude::*;

use crate::app::browser::spatial_focus;
use crate::app::components::{Button, Card, Details, Field, Form, Problem, Status, When, field};
use crate::app::picture_edges::PictureEdges;
use crate::app::state::{Server, use_account, use_connection, use_layer, use_navigation, use_preferences};
use crate::page::config::Config;
use crate::server::address::{Address, Typed};
use crate::text::server as words;
use known_servers::KnownServers;
use server_search::{Finding, ServerSearch};

/// The choice.
#[component]
pub fn ServerChoice() -> impl IntoView {
    let (account, connection) = (use_account(), use_connection());
    let (navigation, preferences) = (use_navigation(), use_preferences());
    let is_linked = navigation.linked_server.with_untracked(Option::is_some);
    spatial_focus::on_arrival(if is_linked { "connect" } else { "heading" });

    // The server to go back to.
    let back: Memo<Option<Address>> = Memo::new(move |_| {
        connection.server.with(|server| match server {
            Server::Choosing { back } => back.clone(),
            _ => None,
        })
    });
    let keep = move || {
        if let Some(server) = back.get_untracked() {
            connection.settle(Server::At(server.clone()));
            spatial_focus::on_arrival("heading");
            account.go_to_session_at(&server);
        }
    };
    use_layer(move || back.get().is_some(), keep);
    view! {
        <div class="ways">
            <When condition=move || preferences.config.with(Config::leaves_the_server_open)>
                <ByAddress can_go_back=move || back.get().is_some() on_back=keep />
            </When>
            <KnownServers />
        </div>
        <p class="buttons">
            <PictureEdges />
        </p>
    }
}

#[component]
fn ByAddress(
    /// Whether there is a server to go back to.
    #[prop(into)]
    can_go_back: Signal<bool>,
    /// Goes back to it.
    #[prop(into)]
    on_back: Callback<()>,
) -> impl IntoView {
    let navigation = use_navigation();
    let input = NodeRef::<Input>::new();
    let search = ServerSearch::new(use_account());
    let is_busy = Signal::derive(move || search.finding.with(|finding| matches!(finding, Finding::UnderWay(_))));

    let submit = move || {
        if is_busy.get_untracked() {
            return;
        }
        let typed = field::value(input);
        match Typed::parse(&typed) {
            Ok(address) => search.start(&address, typed.trim().to_owned()),
            Err(error) => {
                search.finding.set(Finding::Refused(error));
                spatial_focus::to("server");
            }
        }
    };
    let status = move || {
        search.finding.with(|finding| match finding {
            Finding::UnderWay(search) => words::searching(search),
            _ => String::new(),
        })
    };
    let problem = move || {
        search.finding.with(|finding| match finding {
            Finding::Refused(error) => words::address_error(*error).into(),
            Finding::Failed(search) => words::failure(search),
            _ => String::new(),
        })
    };
    let details = move || {
        search.finding.with(|finding| match finding {
            Finding::Failed(search) => words::tried(search),
            _ => String::new(),
        })
    };
    let is_refused = move || search.finding.with(|finding| matches!(finding, Finding::Refused(_)));
    let label = move || if is_busy.get() { words::CONNECTING } else { words::CONNECT }.text().to_owned();
    view! {
        <Card class="by-address" heading_id="server-heading" heading=words::BY_ADDRESS>
            <Form id="server-form" labelled_by="server-heading" on_submit=submit>
                <div on:input=move |_| search.leave()>
                    <Field
                        id="server"
                        label=words::ADDRESS
                        input=input
                        value=navigation.linked_server.get_untracked().unwrap_or_default()
                        inputmode="url"
                        autocomplete="url"
                        described_by="server-hint server-problem"
                        is_invalid=is_refused
                    />
                </div>
                <p id="server-hint" class="hint">
                    {words::ADDRESS_HINT}
                </p>
                <Status text=status />
                <Problem id="server-problem" text=problem />
                <Details text=details />
                <p class="buttons">
                    <Button id="connect" class="primary" kind="submit" label=label is_busy=is_busy />
                    <When condition=move || can_go_back.get()>
                        <Button id="keep-server" label=words::CANCEL on_press=on_back />
                    </When>
                </p>
            </Form>
        </Card>
    }
}
