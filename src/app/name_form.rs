//! The form for name and password: what was typed stays, except a password that was wrong.

use leptos::prelude::*;

use super::model::{Attempt, Model, Server};
use super::parts::{Press, element, fixed, flag, following, on_press, worded};
use super::shell::{Shell, spawn};
use super::{fetch, field, focus, forgotten, parts, people, server};
use crate::jellyfin::secret::Password;
use crate::jellyfin::users::{ByName, authenticate_by_name, read_by_name};
use crate::page::config::SignInWays;
use crate::server::address::Address;
use crate::text::{self, login as words, password_reset as forgotten_words};

/// The form.
pub fn name_form(shell: Shell) -> AnyView {
    shell.change(|model| {
        model.attempt = Attempt::Ready;
        model.shows_password = false;
    });
    // Where a code is shown, these wait for it.
    if shell.read(|model| model.config.ways == SignInWays::Password && model.info.is_none()) {
        spawn(async move { server::learn_login(shell, shell.server().await).await });
    }
    let mut content = fields(shell);
    content.extend([
        parts::paragraph(shell, "status good", "status", |model| model.reset.said.clone()),
        parts::paragraph(shell, "hint", "paragraph", |_| words::PASSWORD_HINT.to_owned()),
        parts::paragraph(shell, "status bad", "alert", |model| match &model.attempt {
            Attempt::Refused(why) => why.clone(),
            _ => String::new(),
        }),
        parts::buttons(vec![
            parts::submit(
                shell,
                "sign-in",
                |model| match model.attempt {
                    Attempt::UnderWay => words::SIGNING_IN.to_owned(),
                    _ => words::SIGN_IN.to_owned(),
                },
                |model| model.attempt == Attempt::UnderWay,
            ),
            parts::button(
                shell,
                "forgot-password",
                "",
                |_| forgotten_words::OPEN.to_owned(),
                parts::never,
                forgotten::open,
            ),
        ]),
        // Last, because they come last: nothing that somebody is about to press moves.
        shell.part(people::key, people::people),
    ]);
    let form = parts::form("name-form", "by-name", submit, shell, content);
    parts::card("card by-name", "by-name", words::BY_NAME, vec![form])
}

fn fields(shell: Shell) -> Vec<AnyView> {
    let name = shell.read(|model| model.last_name.clone().unwrap_or_default());
    let attributes = [("type", "text"), ("autocomplete", "username"), ("autocapitalize", "none")];
    let mut fields = parts::field("username", words::NAME, &name, &attributes);
    let kind = |model: &Model| if model.shows_password { "text" } else { "password" }.to_owned();
    let password = vec![
        fixed("id", "password"),
        fixed("name", "password"),
        fixed("autocomplete", "current-password"),
        following(shell, "type", kind),
    ];
    let reveal = vec![
        fixed("class", "reveal"),
        fixed("type", "button"),
        fixed("aria-label", text::SHOW_PASSWORD),
        flag(shell, "aria-pressed", |model| model.shows_password),
        on_press(shell, Press::Do(|shell| shell.change(|model| model.shows_password = !model.shows_password))),
    ];
    fields.push(worded("label", vec![fixed("for", "password")], words::PASSWORD));
    let row = vec![element("input", password, vec![]), worded("button", reveal, text::SHOW)];
    fields.push(element("span", vec![fixed("class", "with-button")], row));
    fields
}

/// Signs in with what was typed.
pub fn submit(shell: Shell) {
    if shell.read(|model| model.attempt == Attempt::UnderWay) {
        return;
    }
    let name = field::value("username").trim().to_owned();
    if name.is_empty() {
        refuse(shell, words::NAME_MISSING.into());
        return focus::to("username");
    }
    match shell.read(|model| model.server.clone()) {
        Server::Looking(_) | Server::Choosing { .. } => refuse(shell, words::NOT_YET.into()),
        Server::At(server) => {
            shell.change(|model| model.attempt = Attempt::UnderWay);
            spawn(sign_in(shell, server, name, Password::new(field::value("password"))));
        }
    }
}

fn refuse(shell: Shell, why: String) {
    shell.change(|model| model.attempt = Attempt::Refused(why));
}

async fn sign_in(shell: Shell, server: Address, name: String, password: Password) {
    let call = authenticate_by_name(&name, &password, &shell.read(|model| model.device.clone()));
    let outcome = read_by_name(fetch::send(&server, call).await);
    if let Some(why) = shell.read(|model| words::by_name(&outcome, model.server_label())) {
        refuse(shell, why);
    }
    match outcome {
        ByName::SignedIn(authentication) => shell.sign_in(server, authentication),
        ByName::WrongNameOrPassword => {
            field::set_value("password", "");
            focus::to("password");
        }
        ByName::NotAllowed | ByName::Lost(_) => {}
    }
}
