//! The form for name and password: what was typed stays, except a password that was wrong.

use std::time::Duration;

use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::people::People;
use super::second_step_link::{SecondStepLink, page_of};
use super::unencrypted::Unencrypted;
use super::welcome::Welcome;
use crate::app::browser::{clock, fetch, location, spatial_focus};
use crate::app::components::{Button, Field, Form, PasswordField, Problem, Status, When, field};
use crate::app::state::{spawn, use_account, use_connection};
use crate::jellyfin::public_users::PublicUser;
use crate::jellyfin::secret::Password;
use crate::jellyfin::users::{ByName, authenticate_by_name, read_by_name};
use crate::text::{login as words, password_reset as forgotten_words};

/// How long a sign-in takes before more is said about it.
const UNTIL_SLOW: Duration = Duration::from_secs(5);

/// The form.
#[component]
pub fn PasswordForm(
    /// What the server shows to anybody.
    welcome: Welcome,
    /// What a password reset came to.
    #[prop(into)]
    said: Signal<String>,
    /// Called with the name that was typed when the password is forgotten.
    #[prop(into)]
    on_forgotten: Callback<(String,)>,
) -> impl IntoView {
    let (account, connection) = (use_account(), use_connection());
    let (name, password) = (NodeRef::<Input>::new(), NodeRef::<Input>::new());
    let is_busy = RwSignal::new(false);
    let problem = RwSignal::new(String::new());
    // The field whose content was refused; empty if none was.
    let refused = RwSignal::new("");
    // The account that was picked; its name is in the field.
    let picked = RwSignal::new(String::new());
    // Where a plug-in's page for a second step is.
    let second_step = RwSignal::new(String::new());
    let is_slow = RwSignal::new(false);
    // Which sign-in is waited for, of those that were sent.
    let attempt = StoredValue::new(0_u32);
    let cancel = move || {
        attempt.update_value(|attempt| *attempt += 1);
        is_busy.set(false);
        is_slow.set(false);
        spatial_focus::to("sign-in");
    };

    // What was said about the last try goes with the first key of the next one.
    let leave_problem = move || {
        problem.set(String::new());
        refused.set("");
    };

    let sign_in = move || {
        if is_busy.get_untracked() {
            return;
        }
        let typed = field::value(name).trim().to_owned();
        if typed.is_empty() {
            problem.set(words::NAME_MISSING.to_owned());
            refused.set("username");
            return spatial_focus::to("username");
        }
        // With a remote, the name's Enter means that the name is done.
        if location::is_television() && spatial_focus::focused().is_some_and(|it| it.id() == "username") {
            return spatial_focus::to("password");
        }
        let Some(server) = connection.address.get_untracked() else {
            return problem.set(words::NOT_YET.to_owned());
        };
        leave_problem();
        second_step.set(String::new());
        is_busy.set(true);
        let typed_password = Password::new(field::value(password));
        let call = account.device.with_value(|device| authenticate_by_name(&typed, &typed_password, device));
        let mine = attempt.get_value() + 1;
        attempt.set_value(mine);
        spawn(async move {
            clock::sleep(UNTIL_SLOW).await;
            is_slow.set(is_busy.get_untracked() && attempt.get_value() == mine);
        });
        // It goes on whatever the screen shows: a token that comes late must not be nobody's.
        spawn_local(async move {
            let outcome = read_by_name(fetch::send(&server, call).await);
            if attempt.try_get_value() != Some(mine) {
                if let ByName::SignedIn(authentication) = outcome {
                    account.sign_in_late(server, authentication, false);
                }
                return;
            }
            is_busy.set(false);
            is_slow.set(false);
            let label = untrack(move || connection.label());
            problem.set(words::by_name(&outcome, &label, &fetch::led_to()).unwrap_or_default());
            match outcome {
                ByName::SignedIn(authentication) => account.sign_in(server, authentication),
                ByName::WrongNameOrPassword => {
                    field::set_value(password, "");
                    refused.set("password");
                    spatial_focus::to("password");
                }
                ByName::SecondStep(step) => second_step.set(page_of(&server, &step)),
                ByName::PerhapsWrong | ByName::NotAllowed | ByName::Lost(_) => {}
            }
        });
    };
    let is_refused = move |field: &'static str| Signal::derive(move || refused.get() == field);
    // Signs in at once where the server says that there is no password; else asks for it.
    let pick = move |person: PublicUser| {
        field::set_value(name, &person.user.name);
        leave_problem();
        picked.set(person.user.id);
        if person.has_no_password {
            field::set_value(password, "");
            sign_in();
        } else {
            spatial_focus::to("password");
        }
    };
    let slow = move || if is_slow.get() { words::STILL_CHECKING } else { "" }.to_owned();
    let label = move || if is_busy.get() { words::SIGNING_IN } else { words::SIGN_IN }.to_owned();
    let forget = move || on_forgotten.run((field::value(name),));
    view! {
        <Form id="name-form" labelled_by="by-name" on_submit=sign_in>
            <div class="fields" on:input=move |_| leave_problem()>
                <div on:input=move |_| picked.set(String::new())>
                    <Field
                        id="username"
                        label=words::NAME
                        input=name
                        value=account.last_name.get_untracked()
                        autocomplete="username"
                        described_by="name-problem"
                        is_invalid=is_refused("username")
                    />
                </div>
                <PasswordField
                    id="password"
                    label=words::PASSWORD
                    input=password
                    autocomplete="current-password"
                    described_by="password-hint name-problem"
                    is_invalid=is_refused("password")
                />
                <Status class="status good" text=said />
                // One of the two is there: nothing moves when it becomes the other.
                <Problem id="name-problem" text=problem />
                <p id="password-hint" class="hint">
                    {words::PASSWORD_HINT}
                </p>
                <Unencrypted />
                <SecondStepLink page=second_step />
                <Status text=slow />
                <p class="buttons">
                    <Button id="sign-in" class="primary" kind="submit" label=label is_busy=is_busy />
                    <When condition=move || is_slow.get()>
                        <Button id="cancel-sign-in" label=words::CANCEL on_press=cancel />
                    </When>
                    <Button id="forgot-password" label=forgotten_words::OPEN on_press=forget />
                </p>
            </div>
            // Last, because they come last: nothing that somebody is about to press moves.
            <People people=welcome.people picked=picked on_pick=pick />
        </Form>
    }
}
