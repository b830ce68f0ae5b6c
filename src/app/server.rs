//! Finding the server: the one that the host has set, the last one that was used, the one that serves the page, or the
//! one that a person types; and learning what it says about itself.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use super::model::{Finding, Model, Server};
use super::shell::{Shell, spawn};
use super::{clock, fetch, focus, location, storage};
use crate::jellyfin::login_disclaimer::paragraphs;
use crate::jellyfin::{Lost, branding, public_users as people, system};
use crate::page::config::{Config, ConfigError};
use crate::server::address::{Address, Typed};
use crate::server::search::{Said, Search};

/// Between two looks for something that may be there in a moment.
const PAUSE: Duration = Duration::from_secs(2);

/// How long a server that has answered waits for a better one.
const GRACE: Duration = Duration::from_millis(1500);

/// Reads `config.json` and settles which server it is, unless only a person can say.
pub async fn settle(shell: Shell) {
    let page = location::page();
    if location::config().is_none() {
        read_config(shell, &page).await;
    }
    if shell.read(|model| model.address().is_some()) {
        return;
    }
    let server = first_choice(shell, &page).await.map_or(Server::Choosing { back: None }, Server::At);
    shell.settle(server);
}

/// Jellyfin's own web folder is taken without asking, so that the code need not wait for a probe.
async fn first_choice(shell: Shell, page: &str) -> Option<Address> {
    let (config, last, is_linked) = shell.read(|model| {
        let last = model.servers.list().first().map(|known| known.address.clone());
        (model.config.clone(), last, model.link_server.is_some())
    });
    if config.server.is_some() {
        return config.server;
    }
    if !config.servers.is_empty() {
        let only = config.servers.first().filter(|_| config.servers.len() == 1).cloned();
        return last.filter(|last| config.servers.contains(last)).or(only);
    }
    if is_linked {
        return None;
    }
    let around = Address::around_page(page);
    match last.filter(|last| !around.contains(last)).or_else(|| Address::above_web_folder(page)) {
        Some(server) => Some(server),
        None => first_that_answers(shell, around).await,
    }
}

/// Each folder is asked in turn, the nearest first, and again while one may only be out of reach. None when nothing
/// there is a Jellyfin server.
async fn first_that_answers(shell: Shell, around: Vec<Address>) -> Option<Address> {
    loop {
        let mut may_come = None;
        for address in &around {
            match ask(address).await {
                Ok(_) | Err(Lost::Starting) => return Some(address.clone()),
                Err(Lost::NotFound | Lost::Garbled | Lost::Page) => {}
                Err(lost) => may_come = Some(lost),
            }
        }
        may_come?;
        shell.change(|model| {
            if matches!(model.server, Server::Looking(_)) {
                model.server = Server::Looking(may_come);
            }
        });
        clock::sleep(PAUSE).await;
        if !shell.read(|model| matches!(model.server, Server::Looking(_))) {
            return shell.read(|model| model.address().cloned());
        }
    }
}

fn ask(address: &Address) -> Pin<Box<dyn Future<Output = Said>>> {
    let reply = fetch::send(address, system::public_info());
    Box::pin(async move { system::read_public_info(reply.await) })
}

/// What the host has set, as far as the page has read it before the program.
pub fn early_config() -> (Config, Vec<ConfigError>) {
    location::config().map(|text| understood(&text)).unwrap_or_default()
}

fn understood(text: &str) -> (Config, Vec<ConfigError>) {
    if text.trim_start().starts_with('<') {
        return Default::default();
    }
    let (config, errors) = Config::read(text);
    location::set_title(config.name.as_deref());
    (config, errors)
}

/// A lost request does not mean that there is no file: the page would then turn to another server than its host
/// wants. A host that answers every path with its own page has none, and neither has a page that is itself a file.
async fn read_config(shell: Shell, page: &str) {
    loop {
        match fetch::read_file("config.json").await {
            Ok(text) => {
                let (config, errors) = understood(&text);
                shell.change(|model| {
                    model.config = config;
                    model.config_errors = errors;
                });
                return;
            }
            Err(lost) if lost != Lost::NotFound && page.starts_with("http") => clock::sleep(PAUSE).await,
            _ => return,
        }
    }
}

/// Tries what was typed at all the addresses that it may stand for, side by side.
pub fn find(shell: Shell, typed: &Typed, label: String) {
    let search = Search::among(label, typed.candidates());
    let addresses: Vec<_> = search.tried.iter().map(|(address, _)| address.clone()).collect();
    shell.change(|model| model.finding = Finding::UnderWay(search));
    try_all(shell, addresses, typed.with_usual_path().as_ref());
}

fn try_all(shell: Shell, addresses: Vec<Address>, next: Option<&Typed>) {
    for address in addresses {
        let next = next.cloned();
        spawn(async move {
            let said = ask(&address).await;
            let mut is_settled = false;
            let mut is_found = false;
            shell.change(|model| {
                if let Finding::UnderWay(search) = &mut model.finding {
                    search.put(&address, said);
                    is_settled = search.is_settled();
                    is_found = search.found().is_some();
                }
            });
            if is_found && !is_settled {
                clock::sleep(GRACE).await;
            }
            if is_found || is_settled {
                conclude(shell, next);
            }
        });
    }
}

/// Takes the best server that has answered. When none has, but something else did, the usual path is tried, once.
fn conclude(shell: Shell, next: Option<Typed>) {
    let Some(mut search) = shell.read(|model| match &model.finding {
        Finding::UnderWay(search) => Some(search.clone()),
        _ => None,
    }) else {
        return;
    };
    if let Some((address, info)) = search.found() {
        use_server(shell, &address);
        if let Some(info) = info {
            introduce(shell, &address, info);
        }
        return;
    }
    let more: Vec<_> = next.filter(|_| search.met_something_else()).map(|typed| typed.candidates()).unwrap_or_default();
    let is_new = more.first().is_some_and(|first| search.tried.iter().all(|(tried, _)| tried != first));
    if is_new {
        search.tried.extend(more.iter().map(|address| (address.clone(), None)));
        shell.change(|model| model.finding = Finding::UnderWay(search));
        try_all(shell, more, None);
    } else {
        shell.change(|model| model.finding = Finding::Failed(search));
        focus::on_arrival("server");
    }
}

/// Turns to a server that a person has chosen: to the session there, or else to its login.
pub fn use_server(shell: Shell, address: &Address) {
    shell.change(|model| {
        model.finding = Finding::Ready;
        model.link_server = None;
        model.servers.used(address, clock::minutes_since_1970());
        storage::keep_servers(&model.servers);
    });
    shell.settle(Server::At(address.clone()));
    focus::on_arrival("heading");
    shell.go_to_session_at(address);
}

/// Learns what the server says about itself; not urgent, and no harm if it does not say.
pub async fn learn_about(shell: Shell, address: Address) {
    if let Ok(info) = ask(&address).await {
        introduce(shell, &address, info);
    }
}

/// Learns what the login screen of a server is to show beside the ways in; no harm either if it does not say.
pub async fn learn_login(shell: Shell, address: Address) {
    learn_about(shell, address.clone()).await;
    let is_here = move |model: &Model| model.address() == Some(&address);
    let Some(address) = shell.read(|model| model.address().cloned()) else { return };
    if let Ok(people) = people::read_public_users(fetch::send(&address, people::public_users()).await)
        && shell.read(&is_here)
    {
        shell.change(|model| model.people = people);
    }
    if let Ok(branding) = branding::read_branding(fetch::send(&address, branding::branding()).await)
        && shell.read(&is_here)
    {
        shell.change(|model| {
            model.disclaimer = branding.disclaimer.map(|text| paragraphs(&text)).unwrap_or_default();
            model.has_splash = branding.has_splash;
        });
    }
}

fn introduce(shell: Shell, address: &Address, info: system::ServerInfo) {
    shell.update_session(|session| {
        if session.server == *address {
            session.server_name.clone_from(&info.name);
        }
    });
    shell.change(|model| {
        let is_another = model.servers.introduce(address, &info);
        storage::keep_servers(&model.servers);
        if model.address() == Some(address) {
            model.is_another_server |= is_another;
            model.info = Some(info);
        }
    });
}
