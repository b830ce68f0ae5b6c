//! The login screen: the code panel, and beside it the form for name and password; or the choice of a server.

use leptos::prelude::*;

use super::forgotten::Step;
use super::model::{Model, Server};
use super::parts::{self, Tone, notice};
use super::shell::Shell;
use super::{branding, code_panel, edges, focus, forgotten, handover, name_form, server_panel};
use crate::account::session::Ended;
use crate::page::config::SignInWays;
use crate::page::route::Route;
use crate::text::{login as words, server as server_words};

/// The login route.
pub fn login(shell: Shell) -> AnyView {
    focus::on_arrival("heading");
    let state = |model: &Model| if is_choosing(model) { "unreachable" } else { model.waiting.name() }.to_owned();
    let heading = |model: &Model| if is_choosing(model) { server_words::HEADING } else { words::HEADING }.to_owned();
    let place = |model: &Model| words::server(model.server_label());
    let content = vec![
        parts::heading(shell, heading, place),
        notice(shell, Tone::Bad, |model| {
            model.ended.filter(|ended| *ended != Ended::SignedOut).map_or("", words::ended).to_owned()
        }),
        notice(shell, Tone::Good, |model| {
            model.ended.filter(|ended| *ended == Ended::SignedOut).map_or("", words::ended).to_owned()
        }),
        notice(shell, Tone::Bad, about_server),
        notice(shell, Tone::Plain, |model| match &model.server {
            Server::Choosing { back: None } if is_first_choice(model) => server_words::NONE_HERE.to_owned(),
            _ => String::new(),
        }),
        notice(shell, Tone::Plain, |model| {
            if model.link_code.is_some() && model.session.is_none() { words::CODE_IS_KEPT } else { "" }.to_owned()
        }),
        shell.part(|model| model.session.is_some().to_string(), already_signed_in),
        shell.part(|model| model.address().is_some().to_string(), handover::offer),
        shell.part(ways_key, ways),
    ];
    parts::screen("login", parts::following(shell, "data-state", state), content)
}

/// What is out of the ordinary with the server.
fn about_server(model: &Model) -> String {
    match &model.info {
        Some(info) if !info.is_set_up => server_words::not_set_up(model.server_label()),
        Some(info) if !info.is_recent_enough() => server_words::too_old(model.server_label(), &info.version),
        _ if model.is_another_server => server_words::ANOTHER_SERVER.to_owned(),
        _ => String::new(),
    }
}

/// Whether nothing else explains why a server has to be chosen: neither a list, nor a link.
fn is_first_choice(model: &Model) -> bool {
    model.servers.list().is_empty() && model.config.leaves_the_server_open() && model.link_server.is_none()
}

fn is_choosing(model: &Model) -> bool {
    matches!(model.server, Server::Choosing { .. })
}

/// Another server is another sign-in, but one that has just been found is the one that was looked for.
fn ways_key(model: &Model) -> String {
    if is_choosing(model) { "choosing".to_owned() } else { (model.config.ways as u32).to_string() }
}

fn ways(shell: Shell) -> AnyView {
    if shell.read(is_choosing) {
        return server_panel::server_panel(shell);
    }
    let ways = shell.read(|model| model.config.ways);
    let mut cards = Vec::new();
    if ways != SignInWays::Password {
        cards.push(code_panel::code_panel(shell));
    }
    if ways != SignInWays::Code {
        cards.push(shell.part(
            |model| model.reset.step.number().to_string(),
            |shell| match shell.read(|model| model.reset.step.clone()) {
                Step::Closed => name_form::name_form(shell),
                _ => forgotten::form(shell),
            },
        ));
    }
    let settings = parts::buttons(vec![
        parts::switch(
            shell,
            "stay-signed-in",
            words::STAY_SIGNED_IN,
            |model| model.stays,
            |shell| shell.change(|model| model.stays = !model.stays),
        ),
        shell.part(|model| model.config.server.is_none().to_string(), change_server),
        edges::button(shell),
    ]);
    let disclaimer = shell.part(|model| model.disclaimer.len().to_string(), branding::disclaimer);
    let splash = shell.part(|model| model.has_splash.to_string(), branding::splash);
    parts::group(vec![splash, parts::cards(cards), settings, disclaimer])
}

fn change_server(shell: Shell) -> AnyView {
    if shell.read(|model| model.config.server.is_some()) {
        return parts::nothing();
    }
    parts::button(shell, "change-server", "", |_| server_words::CHANGE.to_owned(), parts::never, Shell::choose_server)
}

/// The way back for somebody who is signed in and came here all the same.
fn already_signed_in(shell: Shell) -> AnyView {
    let Some(name) = shell.read(|model| model.session.as_ref().map(|session| session.user.name.clone())) else {
        return parts::nothing();
    };
    let link = parts::worded("a", vec![parts::fixed("href", Route::Settings.hash())], &words::already_signed_in(&name));
    parts::element("p", vec![parts::fixed("class", "notice"), parts::fixed("role", "status")], vec![link])
}
