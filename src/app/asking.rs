//! Asking the server in the account's name, where nothing waits for the answer but the screen: the reply goes to a plain
//! function. One task serves all such questions, which keeps the program small, and it outlives the part of the screen
//! that asked.

use super::fetch;
use super::model::Model;
use super::shell::{Shell, spawn_detached};
use crate::jellyfin::device::Device;
use crate::jellyfin::secret::Token;
use crate::jellyfin::{Call, Lost, Reply};
use crate::server::address::Address;

/// Sends what the account's token makes of a call; without effect when nobody is signed in.
pub fn ask(shell: Shell, call: fn(&Device, &Token) -> Call, then: fn(Shell, Reply)) {
    if let Some((device, session)) = shell.session() {
        send(shell, call(&device, &session.token), then);
    }
}

/// Sends a call to the account's server: the one of this moment, because the call may carry its token. The reply is for
/// this account too, and for nobody once another one is on the screen.
pub fn send(shell: Shell, call: Call, then: fn(Shell, Reply)) {
    let Some(account) = shell.read(account) else { return then(shell, Err(Lost::NoAnswer)) };
    let reply = fetch::send(&account.0, call);
    spawn_detached(async move {
        let reply = reply.await;
        if shell.read(self::account).as_ref() == Some(&account) {
            then(shell, reply);
        }
    });
}

fn account(model: &Model) -> Option<(Address, String)> {
    model.session.as_ref().map(|session| (session.server.clone(), session.user.id.clone()))
}
