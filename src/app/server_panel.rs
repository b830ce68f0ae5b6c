//! Choosing a server: by its address, or among those that were used before or that the host offers.

use leptos::prelude::*;

use super::model::{Finding, Model, Server};
use super::parts::{Press, fixed, on_press};
use super::shell::Shell;
use super::{edges, field, focus, parts, server};
use crate::server::address::{Address, Typed};
use crate::server::known::KnownServer;
use crate::text::server as words;

/// The panel.
pub fn server_panel(shell: Shell) -> AnyView {
    focus::on_arrival(if shell.read(|model| model.link_server.is_some()) { "connect" } else { "heading" });
    let mut cards = Vec::new();
    if shell.read(|model| model.config.leaves_the_server_open()) {
        cards.push(by_address(shell));
    }
    cards.push(shell.part(list_key, list));
    parts::group(vec![parts::cards(cards), parts::buttons(vec![edges::button(shell)])])
}

fn by_address(shell: Shell) -> AnyView {
    let typed = shell.read(|model| model.link_server.clone().unwrap_or_default());
    let attributes = [
        ("type", "text"),
        ("inputmode", "url"),
        ("autocomplete", "url"),
        ("autocapitalize", "none"),
        ("aria-describedby", "server-hint"),
    ];
    let mut content = parts::field("server", words::ADDRESS, &typed, &attributes);
    content.push(parts::worded("p", vec![fixed("id", "server-hint"), fixed("class", "hint")], words::ADDRESS_HINT));
    content.extend([
        parts::paragraph(shell, "status", "status", |model| match &model.finding {
            Finding::UnderWay(search) => words::searching(search),
            _ => String::new(),
        }),
        parts::paragraph(shell, "status bad", "alert", |model| match &model.finding {
            Finding::Refused(error) => words::address_error(*error).to_owned(),
            Finding::Failed(search) => words::failure(search),
            _ => String::new(),
        }),
        parts::details(shell, |model| match &model.finding {
            Finding::Failed(search) => words::tried(search),
            _ => String::new(),
        }),
        parts::buttons(vec![
            parts::submit(
                shell,
                "connect",
                |model| if is_under_way(model) { words::CONNECTING } else { words::CONNECT }.to_owned(),
                is_under_way,
            ),
            shell.part(|model| back(model).is_some().to_string(), back_button),
        ]),
    ]);
    let form = parts::form("server-form", "server-heading", submit, shell, content);
    parts::card("card by-address", "server-heading", words::BY_ADDRESS, vec![form])
}

fn is_under_way(model: &Model) -> bool {
    matches!(model.finding, Finding::UnderWay(_))
}

fn submit(shell: Shell) {
    if shell.read(is_under_way) {
        return;
    }
    let typed = field::value("server");
    match Typed::parse(&typed) {
        Ok(address) => server::find(shell, &address, typed.trim().to_owned()),
        Err(error) => {
            shell.change(|model| model.finding = Finding::Refused(error));
            focus::to("server");
        }
    }
}

fn back(model: &Model) -> Option<Address> {
    match &model.server {
        Server::Choosing { back } => back.clone(),
        _ => None,
    }
}

fn back_button(shell: Shell) -> AnyView {
    if shell.read(|model| back(model).is_none()) {
        return parts::nothing();
    }
    parts::button(shell, "keep-server", "", |_| words::CANCEL.to_owned(), parts::never, keep)
}

/// Back to the server that there was, and to the session there.
pub fn keep(shell: Shell) {
    if let Some(address) = shell.read(back) {
        shell.change(|model| model.finding = Finding::Ready);
        shell.settle(Server::At(address.clone()));
        focus::on_arrival("heading");
        shell.go_to_session_at(&address);
    }
}

/// The servers to choose from: those that the host offers, else those that were used here.
fn to_choose_from(model: &Model) -> Vec<Address> {
    if model.config.leaves_the_server_open() {
        return model.servers.list().iter().map(|known| known.address.clone()).collect();
    }
    model.config.servers.clone()
}

fn list_key(model: &Model) -> String {
    to_choose_from(model).iter().map(Address::as_str).collect::<Vec<_>>().join(" ")
}

fn list(shell: Shell) -> AnyView {
    let servers = shell.read(to_choose_from);
    let is_open = shell.read(|model| model.config.leaves_the_server_open());
    if servers.is_empty() {
        return parts::nothing();
    }
    let rows = (0..servers.len()).map(|number| row(shell, &servers[number], number, is_open)).collect();
    parts::card("card known", "known-heading", if is_open { words::KNOWN } else { words::OFFERED }, rows)
}

fn row(shell: Shell, address: &Address, number: usize, can_be_forgotten: bool) -> AnyView {
    let (name, more) = shell.read(|model| {
        let known = model.servers.at(address);
        let mut more = if known.is_some() { address.without_scheme() } else { address.as_str() }.to_owned();
        if let Some(known) = known {
            more.push_str(" · ");
            more.push_str(&words::last_used(known.used, model.today));
        }
        if let Some(session) = model.session_at(address) {
            more.push_str(" · ");
            more.push_str(&words::signed_in_as(&session.user.name));
        }
        (known.map_or(address.without_scheme(), KnownServer::label).to_owned(), more)
    });
    let button = |class, press| vec![fixed("type", "button"), fixed("class", class), on_press(shell, press)];
    let pick = parts::element(
        "button",
        button("pick", Press::With(number, pick)),
        vec![
            parts::worded("span", vec![fixed("class", "pick-name")], &name),
            parts::worded("span", vec![fixed("class", "pick-more")], &more),
        ],
    );
    let mut row = vec![pick];
    if can_be_forgotten {
        let mut attributes = button("forget", Press::With(number, forget));
        attributes.push(fixed("aria-label", &words::forget(&name)));
        row.push(parts::worded("button", attributes, words::FORGET));
    }
    parts::element("div", vec![fixed("class", "with-button")], row)
}

fn pick(shell: Shell, number: usize) {
    if let Some(address) = shell.read(|model| to_choose_from(model).get(number).cloned()) {
        server::use_server(shell, &address);
    }
}

fn forget(shell: Shell, number: usize) {
    if let Some(address) = shell.read(|model| to_choose_from(model).get(number).cloned()) {
        shell.forget_server(&address);
        focus::on_arrival("heading");
    }
}
