//! Finding the server that the page belongs to, and learning its name.

use std::time::Duration;

use super::model::Server;
use super::shell::Shell;
use super::{clock, fetch, location};
use crate::address::Address;
use crate::config::Config;
use crate::jellyfin::{Lost, system};

/// Between two looks for something that may be there in a moment.
const PAUSE: Duration = Duration::from_secs(2);

/// The server in `config.json`, else the one that serves the page; none when neither names one. Jellyfin's own web
/// folder is taken without asking, as is a page with a single candidate, so that the code need not wait for a probe.
pub async fn find(shell: Shell) -> Option<Address> {
    if let Server::At(address) = shell.read(|model| model.server.clone()) {
        return Some(address);
    }
    let page = location::page();
    let around = Address::around_page(&page);
    let found = match read_config(shell, &page).await.server {
        Some(server) => Some(server),
        None if around.len() > 1 && Address::above_web_folder(&page).is_none() => first_that_answers(around).await,
        None => around.into_iter().next(),
    };
    shell.change(|model| model.server = found.clone().map_or(Server::Nowhere, Server::At));
    found
}

/// Each folder is asked in turn, the nearest first, and again while one may only be out of reach. The last one, the
/// host itself, when none of them is a Jellyfin server.
async fn first_that_answers(around: Vec<Address>) -> Option<Address> {
    loop {
        let mut may_come = false;
        for address in &around {
            match system::read_public_info(fetch::send(address, &system::public_info()).await) {
                Ok(_) | Err(Lost::Starting) => return Some(address.clone()),
                Err(lost) => may_come |= !matches!(lost, Lost::NotFound | Lost::Garbled),
            }
        }
        if !may_come {
            return around.into_iter().last();
        }
        clock::sleep(PAUSE).await;
    }
}

/// A lost request does not mean that there is no file: the page would then turn to another server than its host
/// wants. A host that answers every path with its own page has none, and neither has a page that is itself a file.
async fn read_config(shell: Shell, page: &str) -> Config {
    loop {
        match fetch::read_file("config.json").await {
            Ok(text) if !text.trim_start().starts_with('<') => {
                let (config, error) = Config::read(&text);
                shell.change(|model| model.config_error = error);
                return config;
            }
            Err(lost) if lost != Lost::NotFound && page.starts_with("http") => clock::sleep(PAUSE).await,
            _ => return Config::default(),
        }
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
        shell.change(|model| {
            if model.server == Server::At(address) {
                model.server_name = info.name;
            }
        });
    }
}
