//! The session that Jellyfin's own web client keeps on this origin: ours handed over when it is opened, its taken over
//! with one press.

use leptos::prelude::*;

use super::model::{Model, Server};
use super::parts::{self, element, fixed};
use super::shell::{Shell, spawn};
use super::{clock, fetch, location, storage};
use crate::account::jellyfin_web::{Found, HandOver, REMEMBER_ME, SERVERS, hand_over, take_over};
use crate::account::session::Session;
use crate::jellyfin::users::{Me, me, read_me};
use crate::server::address::Address;
use crate::text::jellyfin_web as words;

/// Signs Jellyfin's own web client in, before it is opened. Without effect where [`obstacle`] names a reason.
pub fn before_opening(shell: Shell) {
    if let Some(HandOver::Write(servers)) = shell.read(handed_over) {
        storage::write(SERVERS, servers.reveal());
    }
}

/// Why Jellyfin's own web client will ask for a sign-in of its own; nothing when it will not, or when the host leads
/// somewhere else.
pub fn obstacle(shell: Shell) -> AnyView {
    let is_for_tab = shell.read(|model| model.is_for_tab);
    let why = match shell.read(handed_over) {
        _ if shell.read(|model| model.config.open_jellyfin.is_some()) => return parts::nothing(),
        Some(HandOver::Write(_)) => return parts::nothing(),
        Some(HandOver::NotRemembered) => words::NOT_REMEMBERED,
        Some(HandOver::Unreadable) => words::UNREADABLE,
        None if is_for_tab => words::FOR_TAB,
        None => words::ELSEWHERE,
    };
    parts::worded("p", vec![fixed("class", "hint")], why)
}

/// None for a session that must not, or cannot, be kept where Jellyfin's own web client looks.
fn handed_over(model: &Model) -> Option<HandOver> {
    let session = model.session.as_ref().filter(|session| session.server.shares_origin_with(&location::page()))?;
    if model.is_for_tab {
        return None;
    }
    let (stored, remember_me) = (storage::read(SERVERS), storage::read(REMEMBER_ME));
    Some(hand_over(stored.as_deref(), remember_me.as_deref(), session, clock::milliseconds_since_1970()))
}

/// The offer to go on with the sign-in that Jellyfin's own web client has; nothing when it has none for this server.
pub fn offer(shell: Shell) -> AnyView {
    if shell.read(found).is_none() {
        return parts::nothing();
    }
    let button = parts::button(
        shell,
        "take-over",
        "",
        |model| if model.is_taking_over { words::TAKING_OVER } else { words::TAKE_OVER }.to_owned(),
        |model| model.is_taking_over,
        |shell| {
            shell.change(|model| {
                model.is_taking_over = true;
                model.take_over_said.clear();
            });
            spawn(go_on(shell));
        },
    );
    let content = vec![
        parts::worded("span", vec![], words::OFFER),
        parts::words(" "),
        button,
        parts::paragraph(shell, "status bad", "alert", |model| model.take_over_said.clone()),
    ];
    element("div", vec![fixed("class", "notice"), fixed("role", "group")], content)
}

fn found(model: &Model) -> Option<(Address, Found)> {
    let Server::At(server) = &model.server else { return None };
    if model.session.is_some() || !server.shares_origin_with(&location::page()) {
        return None;
    }
    Some((server.clone(), take_over(storage::read(SERVERS).as_deref(), server, None)?))
}

/// The server says whose the token is, and whether it is still good.
async fn go_on(shell: Shell) {
    let Some((server, found)) = shell.read(found) else { return };
    let device = shell.read(|model| model.device.clone());
    let said = match read_me(fetch::send(&server, me(&device, &found.token)).await) {
        Me::User(user) => {
            let Found { server_id, server_name, token, .. } = found;
            let is_for_tab = shell.read(|model| !model.stays);
            return shell.begin_session(Session { server, server_id, server_name, user, token }, is_for_tab);
        }
        Me::SignedOut => words::ENDED.to_owned(),
        Me::NotAllowed => words::NOT_ALLOWED.to_owned(),
        Me::Lost(lost) => shell.read(|model| crate::text::lost(lost, model.server_label())),
    };
    shell.change(|model| {
        model.is_taking_over = false;
        model.take_over_said = said;
    });
}
