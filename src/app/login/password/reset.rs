//! The way back in for somebody who forgot the password: ask the server for a PIN, then hand it in.

use leptos::html::Input;
use leptos::prelude::*;

use crate::app::browser::{fetch, spatial_focus};
use crate::app::components::{Button, Field, Form, Problem, When, Words, field};
use crate::app::state::{spawn, use_account, use_connection};
use crate::jellyfin::passwords::{
    Forgotten, PinRedeemed, forgot_password, read_forgotten, read_pin_redeemed, redeem_pin,
};
use crate::jellyfin::secret::Password;
use crate::text::{login as login_words, password_reset as words};

/// How far it has come.
#[derive(Clone, PartialEq, Eq)]
pub enum Step {
    /// The password is known.
    Closed,
    /// The name is asked for.
    Name,
    /// The PIN is asked for; with the file that it is in.
    Pin(Option<String>),
}

/// The form of a step.
#[component]
pub fn PasswordReset(
    /// What this form asks for.
    asked: Step,
    /// How far it has come.
    step: RwSignal<Step>,
    /// Called with what it came to, or with nothing.
    #[prop(into)]
    on_close: Callback<(String,)>,
) -> impl IntoView {
    let (account, connection) = (use_account(), use_connection());
    let input = NodeRef::<Input>::new();
    let is_busy = RwSignal::new(false);
    let problem = RwSignal::new(String::new());
    let is_pin = matches!(asked, Step::Pin(_));

    let submit = move || {
        let Some(server) = connection.address.get_untracked().filter(|_| !is_busy.get_untracked()) else { return };
        let typed = field::value(input).trim().to_owned();
        if typed.is_empty() {
            let missing = if is_pin { words::PIN_MISSING } else { login_words::NAME_MISSING };
            return problem.set(missing.into());
        }
        is_busy.set(true);
        problem.set(String::new());
        let call = if is_pin { redeem_pin(&Password::new(typed.clone())) } else { forgot_password(&typed) };
        spawn(async move {
            let reply = fetch::send(&server, call).await;
            let label = untrack(move || connection.label());
            is_busy.set(false);
            if is_pin {
                match read_pin_redeemed(reply) {
                    PinRedeemed::Reset(names) => on_close.run((words::reset(&names),)),
                    other => problem.set(words::pin_refused(&other, &label)),
                }
                return;
            }
            account.last_name.set(typed);
            match read_forgotten(reply) {
                Forgotten::PinCode { file } => {
                    step.set(Step::Pin(file));
                    spatial_focus::on_arrival("pin");
                }
                other => problem.set(words::refused(&other, &label)),
            }
        });
    };
    let back = move || {
        if is_pin {
            step.set(Step::Name);
            spatial_focus::on_arrival("username");
        } else {
            on_close.run((String::new(),));
        }
    };
    let label = move || match (is_busy.get(), is_pin) {
        (true, _) => words::WAITING.text().to_owned(),
        (false, true) => words::HAND_IN.text().to_owned(),
        (false, false) => words::ASK.text().to_owned(),
    };
    let how = match &asked {
        Step::Pin(file) => words::pin_is_in(file.as_deref()),
        Step::Closed | Step::Name => words::HOW.text().to_owned(),
    };
    let name = account.last_name.get_untracked();
    view! {
        <Form id="reset-form" labelled_by="by-name" on_submit=submit>
            <Words text=how />
            <When
                condition=move || is_pin
                otherwise=move || {
                    view! {
                        <Field
                            id="username"
                            label=login_words::NAME
                            input=input
                            value=name.clone()
                            autocomplete="username"
                        />
                    }
                }
            >
                <Field id="pin" label=words::PIN input=input autocomplete="off" autocapitalize="characters" />
            </When>
            <Problem text=problem />
            <p class="buttons">
                <Button id="reset" class="primary" kind="submit" label=label is_busy=is_busy />
                <Button id="reset-cancel" label=words::CANCEL on_press=back />
            </p>
        </Form>
    }
}
