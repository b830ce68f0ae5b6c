//! Finding the server that the page belongs to, and learning its name.

use super::model::Server;
use super::shell::Shell;
use super::{fetch, location};
use crate::address::Address;
use crate::config::Config;
use crate::jellyfin::system;

/// The server in `config.json`, else the one that serves the page; none when neither names one. Jellyfin's own web
/// folder is taken without asking, as is a page with a single candidate, so that the code need not wait for a probe.
pub async fn find(shell: Shell) -> Option<Address> {
    if let Server::At(address) = shell.read(|model| model.server.clone()) {
        return Some(address);
    }
    let page = location::page();
    let around = Address::around_page(&page);
    let is_plain = page.contains("/web/") || around.len() == 1;
    let found = match read_config(shell).await.server {
        Some(server) => Some(server),
        None if is_plain => around.into_iter().next(),
        None => first_that_answers(around).await,
    };
    shell.change(|model| model.server = found.clone().map_or(Server::Nowhere, Server::At));
    found
}

/// The last one, the host itself, when none answers: it may only be down.
async fn first_that_answers(around: Vec<Address>) -> Option<Address> {
    let mut last = None;
    for address in around {
        let info = system::read_public_info(fetch::send(&address, &system::public_info()).await);
        last = Some(address);
        if info.is_ok() {
            break;
        }
    }
    last
}

/// A host that answers every path with its own page has no `config.json` either.
async fn read_config(shell: Shell) -> Config {
    match fetch::read_file("config.json").await {
        Ok(text) if !text.trim_start().starts_with('<') => {
            let (config, error) = Config::read(&text);
            shell.change(|model| model.config_error = error);
            config
        }
        _ => Config::default(),
    }
}

/// Learns what the server calls itself; not urgent, and no harm if it does not say.
pub async fn learn_name(shell: Shell, address: Address) {
    if let Ok(info) = system::read_public_info(fetch::send(&address, &system::public_info()).await) {
        shell.update_session(|session| {
            if session.server == address {
                session.server_name.clone_from(&info.name);
            }
        });
        shell.change(|model| model.server_name = info.name);
    }
}
