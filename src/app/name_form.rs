//! The form for name and password: what was typed stays, except a password that was wrong.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::model::{Attempt, Server};
use super::shell::{Shell, spawn};
use super::{fetch, field, focus, parts};
use crate::address::Address;
use crate::jellyfin::users::{ByName, authenticate_by_name, read_by_name};
use crate::secret::Password;
use crate::text::{self, login as words};

/// The form.
pub fn name_form(shell: Shell) -> AnyView {
    shell.change(|model| {
        model.attempt = Attempt::Ready;
        model.shows_password = false;
    });
    let form = parts::form(
        "name-form",
        "by-name",
        submit,
        shell,
        vec![
            fields(shell),
            parts::paragraph(shell, "hint", "paragraph", |_| words::PASSWORD_HINT.to_owned()),
            parts::paragraph(shell, "status bad", "alert", |model| match &model.attempt {
                Attempt::Refused(why) => why.clone(),
                _ => String::new(),
            }),
            parts::buttons(vec![parts::submit(
                shell,
                "sign-in",
                |model| match model.attempt {
                    Attempt::UnderWay => words::SIGNING_IN.to_owned(),
                    _ => words::SIGN_IN.to_owned(),
                },
                |model| model.attempt == Attempt::UnderWay,
            )]),
        ],
    );
    parts::card("card by-name", "by-name", words::BY_NAME, vec![form])
}

fn fields(shell: Shell) -> AnyView {
    let kind = shell.text(|model| if model.shows_password { "text" } else { "password" }.to_owned());
    let is_shown = shell.text(|model| model.shows_password.to_string());
    view! {
        <label for="username">{words::NAME}</label>
        <input id="username" name="username" type="text" autocomplete="username" autocapitalize="none"
            spellcheck="false" />
        <label for="password">{words::PASSWORD}</label>
        <span class="with-button">
            <input id="password" name="password" autocomplete="current-password" type=kind />
            <button class="reveal" type="button" aria-label=text::SHOW_PASSWORD.to_owned() aria-pressed=is_shown on:click=move |_: MouseEvent| reveal(shell)>
                {text::SHOW}
            </button>
        </span>
    }
    .into_any()
}

fn reveal(shell: Shell) {
    shell.change(|model| model.shows_password = !model.shows_password);
}

fn submit(shell: Shell) {
    if shell.read(|model| model.attempt == Attempt::UnderWay) {
        return;
    }
    let name = field::value("username").trim().to_owned();
    if name.is_empty() {
        refuse(shell, words::NAME_MISSING.into());
        return focus::to("username");
    }
    match shell.read(|model| model.server.clone()) {
        Server::Looking => refuse(shell, words::NOT_YET.into()),
        Server::Nowhere => refuse(shell, words::NO_SERVER.into()),
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
    let outcome = read_by_name(fetch::send(&server, &call).await);
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
