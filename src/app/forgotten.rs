//! The way back in for somebody who forgot their password: ask the server for a pin, then hand it in.

use leptos::prelude::*;

use super::model::{Model, Server};
use super::parts;
use super::shell::{Shell, spawn};
use super::{fetch, field, focus};
use crate::jellyfin::passwords::{
    Forgotten, PinRedeemed, forgot_password, read_forgotten, read_pin_redeemed, redeem_pin,
};
use crate::jellyfin::secret::Password;
use crate::text::{login as login_words, password_reset as words};

/// How far it has come.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum Step {
    /// The password is known.
    #[default]
    Closed,
    /// The name is asked for.
    Name,
    /// The pin is asked for; with the file that it is in.
    Pin(Option<String>),
}

impl Step {
    /// Different for each step.
    pub fn number(&self) -> u32 {
        match self {
            Self::Closed => 0,
            Self::Name => 1,
            Self::Pin(_) => 2,
        }
    }
}

/// What is shown of it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Reset {
    /// How far it has come.
    pub step: Step,
    /// Whether an answer is awaited.
    pub is_busy: bool,
    /// What the last answer means.
    pub said: String,
}

/// Opens it, with the name that was typed before.
pub fn open(shell: Shell) {
    let name = field::value("username");
    shell.change(|model| {
        model.last_name = Some(name);
        model.reset = Reset { step: Step::Name, ..Reset::default() };
    });
    focus::on_arrival("username");
}

/// The form of the current step.
pub fn form(shell: Shell) -> AnyView {
    let step = shell.read(|model| model.reset.step.clone());
    let mut content = if let Step::Pin(file) = &step {
        let attributes = [("type", "text"), ("autocomplete", "off"), ("autocapitalize", "characters")];
        let mut content = vec![parts::worded("p", vec![], &words::pin_is_in(file.as_deref()))];
        content.extend(parts::field("pin", words::PIN, "", &attributes));
        content
    } else {
        let name = shell.read(|model| model.last_name.clone().unwrap_or_default());
        let attributes = [("type", "text"), ("autocomplete", "username"), ("autocapitalize", "none")];
        let mut content = vec![parts::worded("p", vec![], words::HOW)];
        content.extend(parts::field("username", login_words::NAME, &name, &attributes));
        content
    };
    content.extend([
        parts::paragraph(shell, "status bad", "alert", |model| model.reset.said.clone()),
        parts::buttons(vec![
            parts::submit(shell, "reset", label, |model| model.reset.is_busy),
            parts::button(
                shell,
                "reset-cancel",
                "",
                |_| words::CANCEL.to_owned(),
                parts::never,
                |shell| close(shell, String::new()),
            ),
        ]),
    ]);
    let form = parts::form("reset-form", "by-name", submit, shell, content);
    parts::card("card by-name", "by-name", words::HEADING, vec![form])
}

fn label(model: &Model) -> String {
    match (model.reset.is_busy, &model.reset.step) {
        (true, _) => words::WAITING,
        (false, Step::Pin(_)) => words::HAND_IN,
        (false, _) => words::ASK,
    }
    .to_owned()
}

fn submit(shell: Shell) {
    let Server::At(server) = shell.read(|model| model.server.clone()) else { return };
    let (step, is_busy) = shell.read(|model| (model.reset.step.clone(), model.reset.is_busy));
    if is_busy {
        return;
    }
    let is_pin = matches!(step, Step::Pin(_));
    let typed = field::value(if is_pin { "pin" } else { "username" }).trim().to_owned();
    if typed.is_empty() {
        return say(shell, if is_pin { words::PIN_MISSING } else { login_words::NAME_MISSING }.into());
    }
    shell.change(|model| {
        model.reset.is_busy = true;
        model.reset.said.clear();
    });
    spawn(async move {
        let call = if is_pin { redeem_pin(&Password::new(typed.clone())) } else { forgot_password(&typed) };
        let reply = fetch::send(&server, call).await;
        if !shell.read(|model| model.reset.is_busy) {
            // Somebody went back meanwhile.
            return;
        }
        shell.change(|model| model.reset.is_busy = false);
        let label = shell.read(|model| model.server_label().to_owned());
        if is_pin {
            match read_pin_redeemed(reply) {
                PinRedeemed::Reset(names) => close(shell, words::reset(&names)),
                other => say(shell, words::pin_refused(&other, &label)),
            }
        } else {
            shell.change(|model| model.last_name = Some(typed));
            match read_forgotten(reply) {
                Forgotten::PinCode { file } => {
                    shell.change(|model| model.reset.step = Step::Pin(file));
                    focus::on_arrival("pin");
                }
                other => say(shell, words::refused(&other, &label)),
            }
        }
    });
}

fn say(shell: Shell, said: String) {
    shell.change(|model| model.reset.said = said);
}

/// One step back: from the pin to the name, from the name to signing in.
pub fn back(shell: Shell) {
    if shell.read(|model| model.reset.step == Step::Name) {
        return close(shell, String::new());
    }
    shell.change(|model| model.reset = Reset { step: Step::Name, ..Reset::default() });
    focus::on_arrival("username");
}

/// Back to signing in, with what there is to say.
fn close(shell: Shell, said: String) {
    shell.change(|model| model.reset = Reset { said, ..Reset::default() });
    focus::on_arrival("username");
}
