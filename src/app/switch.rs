//! Quick Connect on or off for the whole server. What is shown is what the server says after a change, and not what was
//! wished for.

use leptos::prelude::*;

use super::model::{Listing, Model};
use super::shell::Shell;
use super::{asking, parts, task};
use crate::flow::confirmation::{Action, Confirmation};
use crate::jellyfin::configuration as calls;
use crate::text::settings as words;

/// The card, for administrators only.
pub fn switch(shell: Shell) -> AnyView {
    if !shell.read(|model| model.is_administrator) {
        return parts::nothing();
    }
    look(shell);
    let content = vec![
        parts::paragraph(shell, "status", "status", |model| match &model.switch {
            Listing::Here(on) => words::switch_is(*on).to_owned(),
            Listing::Failed(lost) => {
                model.session.as_ref().map(|session| words::not_listed(*lost, session)).unwrap_or_default()
            }
            _ => words::LOADING.to_owned(),
        }),
        shell.part(|model| task::key(model, is_switch), below),
    ];
    parts::card("card on-off", "switch", words::SWITCH, content)
}

fn is_switch(action: &Action) -> bool {
    matches!(action, Action::SwitchQuickConnect(_))
}

fn below(shell: Shell) -> AnyView {
    if shell.read(|model| model.task.as_ref().is_some_and(|task| is_switch(&task.action))) {
        return task::task(shell);
    }
    let label = |model: &Model| {
        match model.switch {
            Listing::Here(on) => words::switch_to(!on),
            _ => words::REFRESH,
        }
        .to_owned()
    };
    parts::buttons(vec![parts::button(
        shell,
        "switch-quick-connect",
        "",
        label,
        |model| model.switch == Listing::Loading,
        |shell| match shell.read(|model| model.switch.clone()) {
            Listing::Here(on) => task::ask(shell, Action::SwitchQuickConnect(!on)),
            _ => look(shell),
        },
    )])
}

/// Asks the server how it is.
pub fn look(shell: Shell) {
    shell.change(|model| model.switch = Listing::Loading);
    asking::ask(shell, calls::configuration, |shell, reply| {
        let found = calls::read_configuration(reply);
        shell.change(|model| {
            model.switch = found.map_or_else(Listing::Failed, |configuration| Listing::Here(configuration.is_on()));
        });
    });
}

/// Reads the configuration anew, right before it is sent back: what somebody else has changed meanwhile stays.
pub fn set(shell: Shell) {
    asking::ask(shell, calls::configuration, |shell, reply| {
        let wanted = shell.read(|model| match &model.task {
            Some(Confirmation { action: Action::SwitchQuickConnect(on), .. }) => Some(*on),
            _ => None,
        });
        match (calls::read_configuration(reply), wanted, shell.session()) {
            (Ok(configuration), Some(on), Some((device, session))) if configuration.is_on() != on => {
                let call = calls::switch(&configuration, on, &device, &session.token);
                asking::send(shell, call, |shell, reply| task::finish(shell, calls::read_switched(reply)));
            }
            (configuration, ..) => task::finish(shell, configuration.map(drop)),
        }
    });
}
