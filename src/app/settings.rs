//! The settings screen: whose account this is, the way to Jellyfin, the approval of other devices, and the way out.

use leptos::prelude::*;

use super::model::Model;
use super::parts::{self, Tone, fixed, notice, plain};
use super::shell::{Shell, spawn, spawn_detached};
use super::{approve_panel, devices, edges, fetch, focus, handover, location, server, switch};
use crate::account::session::{Ended, Session};
use crate::jellyfin::sessions::{LoggedOut, logout, read_logged_out};
use crate::jellyfin::users::{Me, me, read_me};
use crate::page::route::Route;
use crate::text::server::CHANGE;
use crate::text::settings as words;

/// The settings route.
pub fn settings(shell: Shell) -> AnyView {
    focus::on_arrival("heading");
    shell.change(|model| {
        model.is_administrator = false;
        model.task = None;
    });
    spawn(check(shell));
    let result = |model: &Model| model.approval.result().unwrap_or_default().to_owned();
    let content = vec![
        parts::heading(shell, |_| words::HEADING.to_owned(), |_| String::new()),
        notice(shell, Tone::Plain, |model| if model.is_kept { "" } else { words::NOT_KEPT }.to_owned()),
        parts::cards(vec![
            account(shell),
            approve_panel::approve_panel(shell),
            shell.part(|model| model.is_administrator.to_string(), more),
        ]),
    ];
    parts::screen("settings", parts::following(shell, "data-result", result), content)
}

/// What is not shown in a frame, as the approval is not.
fn more(shell: Shell) -> AnyView {
    if location::is_framed() {
        return parts::nothing();
    }
    plain("div", &[("class", "more")], vec![switch::switch(shell), devices::devices(shell)])
}

fn account(shell: Shell) -> AnyView {
    let person = |model: &Model| of_session(model, |session| session.user.name.clone());
    let place = |model: &Model| of_session(model, |session| words::on_server(session.server_label()));
    let account = vec![
        plain("span", &[("class", "person")], vec![parts::following_words(shell, person)]),
        parts::words(" "),
        plain("span", &[("class", "where")], vec![parts::following_words(shell, place)]),
    ];
    let open = vec![
        fixed("class", "button primary"),
        fixed("id", "open-jellyfin"),
        parts::following(shell, "href", |model| match &model.config.open_jellyfin {
            Some(address) => address.clone(),
            None => of_session(model, |session| session.server.join("/web/")),
        }),
        parts::on_press(shell, parts::Press::Do(handover::before_opening)),
    ];
    let buttons = vec![
        parts::worded("a", open, words::OPEN_JELLYFIN),
        parts::button(
            shell,
            "sign-out",
            "",
            sign_out_label,
            |model| model.is_leaving,
            |shell| {
                shell.change(|model| model.is_leaving = true);
                spawn_detached(sign_out(shell));
            },
        ),
        shell.part(|model| model.config.server.is_none().to_string(), other_server),
        edges::button(shell),
    ];
    let content = vec![
        plain("p", &[("id", "account")], account),
        parts::buttons(buttons),
        shell.part(|model| model.config.open_jellyfin.is_some().to_string(), handover::obstacle),
    ];
    parts::card("card account", "account-heading", words::ACCOUNT, content)
}

fn other_server(shell: Shell) -> AnyView {
    if shell.read(|model| model.config.server.is_some()) {
        return parts::nothing();
    }
    parts::button(
        shell,
        "other-server",
        "",
        |_| CHANGE.to_owned(),
        parts::never,
        |shell| {
            shell.choose_server();
            shell.go(Route::Login);
        },
    )
}

fn sign_out_label(model: &Model) -> String {
    if model.is_leaving { words::SIGNING_OUT } else { words::SIGN_OUT }.to_owned()
}

fn of_session(model: &Model, read: fn(&Session) -> String) -> String {
    model.session.as_ref().map(read).unwrap_or_default()
}

/// Asks the server whether it still accepts the session, and what it calls itself. No answer is no verdict.
async fn check(shell: Shell) {
    let Some((device, session)) = shell.session() else { return };
    match read_me(fetch::send(&session.server, me(&device, &session.token)).await) {
        Me::SignedOut => return shell.end_session(Ended::ByServer),
        Me::User(user) => {
            shell.change(|model| model.is_administrator = user.is_administrator);
            shell.update_session(|session| session.user = user);
        }
        Me::NotAllowed | Me::Lost(_) => {}
    }
    server::learn_about(shell, session.server).await;
}

/// Forgets the session, so that closing the page cannot keep it, and tells the server; what that said is said on the
/// login screen, unless somebody has signed in there meanwhile.
async fn sign_out(shell: Shell) {
    let Some((device, session)) = shell.session() else { return };
    shell.forget_kept_session();
    let reply = fetch::send(&session.server, logout(&device, &session.token)).await;
    let is_current = |model: &Model| model.session.as_ref().is_some_and(|current| current.token == session.token);
    if shell.read(is_current) {
        shell.end_session(match read_logged_out(reply) {
            LoggedOut::Revoked => Ended::SignedOut,
            LoggedOut::Unknown(_) => Ended::SignedOutHereOnly,
        });
    }
}
