//! The login screen: the code panel, and beside it the form for name and password.

use leptos::prelude::*;

use super::model::Server;
use super::parts::{Tone, notice};
use super::shell::Shell;
use super::{code_panel, focus, name_form};
use crate::route::Route;
use crate::session::Ended;
use crate::text::login as words;

/// The login route.
pub fn login(shell: Shell) -> AnyView {
    focus::on_arrival("heading");
    let state = shell.text(|model| {
        let name = if model.server == Server::Nowhere { "unreachable" } else { model.waiting.name() };
        name.to_owned()
    });

    view! {
        <section id="login" class="screen" data-state=state>
            <h1 id="heading" tabindex="-1">
                {words::HEADING} " "
                <span class="where">{shell.text(|model| words::server(model.server_label()))}</span>
            </h1>
            {notice(shell, Tone::Bad, |model| {
                model.ended.filter(|ended| *ended != Ended::SignedOut).map_or("", words::ended).to_owned()
            })}
            {notice(shell, Tone::Good, |model| {
                model.ended.filter(|ended| *ended == Ended::SignedOut).map_or("", words::ended).to_owned()
            })}
            {notice(shell, Tone::Plain, |model| {
                if model.link_code.is_some() && model.session.is_none() { words::CODE_IS_KEPT } else { "" }.to_owned()
            })}
            {shell.part(|model| model.session.is_some().to_string(), already_signed_in)}
            <div class="ways">
                {code_panel::code_panel(shell)}
                {name_form::name_form(shell)}
            </div>
        </section>
    }
    .into_any()
}

/// The way back for somebody who is signed in and came here all the same.
fn already_signed_in(shell: Shell) -> AnyView {
    let Some(name) = shell.read(|model| model.session.as_ref().map(|session| session.user.name.clone())) else {
        return ().into_any();
    };
    view! {
        <p class="notice" role="status"><a href=Route::Settings.hash()>{words::already_signed_in(&name)}</a></p>
    }
    .into_any()
}
