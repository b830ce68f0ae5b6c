//! Who is signed in on what: for administrators every device, each of which can be removed; for anybody else the own
//! sessions. Asked for when somebody wants to see it.

use leptos::prelude::*;

use super::model::{Listing, Model};
use super::parts::{plain, plainly};
use super::shell::Shell;
use super::{asking, date, parts, task};
use crate::flow::confirmation::Action;
use crate::jellyfin::sessions::{SignedInDevice, devices as all_devices, read_signed_in, sessions};
use crate::text::settings as words;

/// The card.
pub fn devices(shell: Shell) -> AnyView {
    shell.change(|model| model.devices = Listing::Closed);
    let label =
        |model: &Model| if model.devices == Listing::Closed { words::SHOW_DEVICES } else { words::REFRESH }.to_owned();
    let content = vec![
        parts::paragraph(shell, "hint", "paragraph", |model| {
            if model.is_administrator { words::DEVICES_OF_ALL } else { words::OWN_DEVICES }.to_owned()
        }),
        shell.part(|model| task::key(model, is_removal), question),
        parts::paragraph(shell, "status", "status", |model| match &model.devices {
            Listing::Loading => words::LOADING.to_owned(),
            Listing::Failed(lost) => {
                model.session.as_ref().map(|session| words::not_listed(*lost, session)).unwrap_or_default()
            }
            Listing::Here(found) => words::devices_found(found.len()),
            Listing::Closed => String::new(),
        }),
        shell.part(key, rows),
        parts::buttons(vec![parts::button(shell, "show-devices", "", label, is_loading, look)]),
    ];
    parts::card("card devices", "devices", words::DEVICES, content)
}

fn is_removal(action: &Action) -> bool {
    matches!(action, Action::RemoveDevice(_))
}

fn is_loading(model: &Model) -> bool {
    model.devices == Listing::Loading
}

fn question(shell: Shell) -> AnyView {
    let is_here = shell.read(|model| model.task.as_ref().is_some_and(|task| is_removal(&task.action)));
    if is_here { task::task(shell) } else { parts::nothing() }
}

/// Asks the server anew; what was shown stays until the answer is here.
pub fn look(shell: Shell) {
    shell.change(|model| {
        if !matches!(model.devices, Listing::Here(_)) {
            model.devices = Listing::Loading;
        }
    });
    let call = if shell.read(|model| model.is_administrator) { all_devices } else { sessions };
    asking::ask(shell, call, |shell, reply| {
        let mut listing = read_signed_in(reply).map_or_else(Listing::Failed, Listing::Here);
        shell.change(|model| {
            if let (Listing::Here(found), Some(session)) = (&mut listing, &model.session) {
                // Up to 10.8 everybody sees every session.
                found.retain(|it| model.is_administrator || it.user_id == session.user.id);
            }
            model.devices = listing;
        });
    });
}

fn key(model: &Model) -> String {
    let Listing::Here(found) = &model.devices else { return String::new() };
    found.iter().flat_map(|it| [&*it.device_id, &*it.user_id, &*it.last_activity]).collect()
}

fn rows(shell: Shell) -> AnyView {
    let rows = shell.read(|model| match &model.devices {
        Listing::Here(found) => found.iter().enumerate().map(|(number, it)| row(shell, model, number, it)).collect(),
        _ => Vec::new(),
    });
    plain("div", &[("class", "rows"), ("id", "device-list")], rows)
}

fn row(shell: Shell, model: &Model, number: usize, it: &SignedInDevice) -> AnyView {
    let is_own = it.device_id == model.device.id;
    let facts = words::device_facts(it, &date::shown(&it.last_activity), is_own);
    let text = vec![parts::words(&it.device), parts::words(" "), plainly("span", &[("class", "where")], &facts)];
    let mut content = vec![plain("p", &[("class", "row-text")], text)];
    if model.is_administrator && !is_own {
        let label = words::remove(&it.device);
        content.push(parts::choice(shell, &label, vec![parts::words(words::REMOVE)], number, ask_to_remove));
    }
    plain("div", &[("class", "row")], content)
}

fn ask_to_remove(shell: Shell, number: usize) {
    let found = shell.read(|model| match &model.devices {
        Listing::Here(found) => found.get(number).cloned(),
        _ => None,
    });
    if let Some(found) = found {
        task::ask(shell, Action::RemoveDevice(found));
    }
}

/// The names of all accounts that would be signed out with a device, as far as they are known.
pub fn accounts_on(model: &Model, action: &Action) -> Vec<String> {
    match (&model.devices, action) {
        (Listing::Here(found), Action::RemoveDevice(device) | Action::RemoveApprovedDevice(device)) => {
            found.iter().filter(|it| it.device_id == device.device_id).map(|it| it.user.clone()).collect()
        }
        _ => Vec::new(),
    }
}
