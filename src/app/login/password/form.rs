//! The form for name and password: what was typed stays, except a password that was wrong.

use std::time::Duration;

use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::people::{Household, People, SEARCH};
use crate::app::browser::{clock, fetch, location, spatial_focus};
use crate::app::components::{Button, Field, Form, PasswordField, Problem, Status, When, field};
use crate::app::login::second_step_link::{SecondStepLink, page_of};
use crate::app::login::unencrypted::Unencrypted;
use crate::app::login::welcome::Welcome;
use crate::app::state::{Account, Connection, effect, spawn, use_account, use_connection};
use crate::jellyfin::public_users::PublicUser;
use crate::jellyfin::secret::Password;
use crate::jellyfin::users::{ByName, authenticate_by_name, read_by_name};
use crate::server::address::Address;
use crate::text::{login as words, password_reset as forgotten_words};

/// How long a sign-in takes before more is said about it.
const UNTIL_SLOW: Duration = Duration::from_secs(5);

/// The form.
#[component]
pub fn PasswordForm(
    /// What the server shows to anybody.
    welcome: Welcome,
    /// Whose password is asked for, because the session that was held has ended.
    asked_name: RwSignal<String>,
    /// What a password reset came to.
    #[prop(into)]
    said: Signal<String>,
    /// Called with the name that was typed when the password is forgotten.
    #[prop(into)]
    on_forgotten: Callback<(String,)>,
) -> impl IntoView {
    let household = Household::new(welcome.people);
    let form = SignIn::new(household);
    let SignIn { name, password, is_busy, is_slow, picked, refused, .. } = form;
    let is_refused = move |field: &'static str| Signal::derive(move || refused.get() == field);
    effect(move |is_first| {
        let asked_name = asked_name.get();
        if !is_first {
            field::set_value(name, &asked_name);
            form.leave_problem();
        }
    });
    effect(move |_| form.account.is_signing_in.set(is_busy.get()));
    on_cleanup(move || form.account.is_signing_in.set(false));
    let slow = move || if is_slow.get() { words::STILL_CHECKING.text() } else { "" }.to_owned();
    let label = move || if is_busy.get() { words::SIGNING_IN } else { words::SIGN_IN }.text().to_owned();
    let forget = move || on_forgotten.run((field::value(name),));
    view! {
        <Form id="name-form" labelled_by="by-name" on_submit=move || form.send()>
            <div class="fields" on:input=move |_| form.leave_problem()>
                <div on:input=move |_| picked.set(String::new())>
                    <Field
                        id="username"
                        label=words::NAME
                        input=name
                        value=form.account.last_name.get_untracked()
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
                <Problem id="name-problem" text=form.problem />
                <p id="password-hint" class="hint">
                    {words::PASSWORD_HINT}
                </p>
                <Unencrypted />
                <SecondStepLink page=form.second_step />
                <Status text=slow />
                <p class="buttons">
                    <Button id="sign-in" class="primary" kind="submit" label=label is_busy=is_busy />
                    <When condition=move || is_slow.get()>
                        <Button id="cancel-sign-in" label=words::CANCEL on_press=move || form.cancel() />
                    </When>
                    <Button id="forgot-password" label=forgotten_words::HEADING on_press=forget />
                </p>
            </div>
            // Last, because they come last: nothing that somebody is about to press moves.
            <People household=household picked=picked on_pick=move |person| form.pick(person) />
        </Form>
    }
}

/// What was typed, and what came of the last try.
#[derive(Clone, Copy)]
struct SignIn {
    name: NodeRef<Input>,
    password: NodeRef<Input>,
    is_busy: RwSignal<bool>,
    /// Whether it takes long.
    is_slow: RwSignal<bool>,
    problem: RwSignal<String>,
    /// The field whose content was refused; empty if none was.
    refused: RwSignal<&'static str>,
    /// The account that was picked; its name is in the field.
    picked: RwSignal<String>,
    /// Those to pick from.
    household: Household,
    /// Where a plug-in's page for a second step is.
    second_step: RwSignal<String>,
    /// Which sign-in is waited for, of those that were sent.
    attempt: StoredValue<u32>,
    account: Account,
    connection: Connection,
}

impl SignIn {
    fn new(household: Household) -> Self {
        Self {
            household,
            name: NodeRef::new(),
            password: NodeRef::new(),
            is_busy: RwSignal::new(false),
            is_slow: RwSignal::new(false),
            problem: RwSignal::default(),
            refused: RwSignal::new(""),
            picked: RwSignal::default(),
            second_step: RwSignal::default(),
            attempt: StoredValue::new(0),
            account: use_account(),
            connection: use_connection(),
        }
    }

    fn cancel(self) {
        self.attempt.update_value(|attempt| *attempt += 1);
        self.is_busy.set(false);
        self.is_slow.set(false);
        spatial_focus::to("sign-in");
    }

    /// What was said about the last try goes with the first key of the next one.
    fn leave_problem(self) {
        self.problem.set(String::new());
        self.refused.set("");
    }

    fn send(self) {
        if self.is_busy.get_untracked() {
            return;
        }
        let focused = spatial_focus::focused().map(|it| it.id()).unwrap_or_default();
        // The search's Enter leads to what it has found.
        if focused == SEARCH {
            return self.household.go_to_first();
        }
        let typed = field::value(self.name).trim().to_owned();
        if typed.is_empty() {
            self.problem.set(words::NAME_MISSING.text().to_owned());
            self.refused.set("username");
            return spatial_focus::to("username");
        }
        // With a remote, the name's Enter means that the name is done.
        if location::is_television() && focused == "username" {
            return spatial_focus::to("password");
        }
        let Some(server) = self.connection.address.get_untracked() else {
            return self.problem.set(words::NOT_YET.text().to_owned());
        };
        self.leave_problem();
        self.second_step.set(String::new());
        self.is_busy.set(true);
        let password = Password::new(field::value(self.password));
        let call = self.account.device.with_value(|device| authenticate_by_name(&typed, &password, device));
        let mine = self.attempt.get_value() + 1;
        self.attempt.set_value(mine);
        spawn(async move {
            clock::sleep(UNTIL_SLOW).await;
            self.is_slow.set(self.is_busy.get_untracked() && self.attempt.get_value() == mine);
        });
        // It goes on whatever the screen shows: a token that comes late must not be nobody's.
        spawn_local(async move {
            let outcome = read_by_name(fetch::send(&server, call).await);
            if self.attempt.try_get_value() == Some(mine) {
                self.take(outcome, server);
            } else if let ByName::SignedIn(authentication) = outcome {
                drop(self.account.sign_in_late(server, authentication, false));
            }
        });
    }

    fn take(self, outcome: ByName, server: Address) {
        self.is_busy.set(false);
        self.is_slow.set(false);
        let label = untrack(|| self.connection.label());
        self.problem.set(words::by_name(&outcome, &label, &fetch::led_to()).unwrap_or_default());
        match outcome {
            ByName::SignedIn(authentication) => self.account.sign_in(server, authentication),
            ByName::WrongNameOrPassword => {
                field::set_value(self.password, "");
                self.refused.set("password");
                spatial_focus::to("password");
            }
            ByName::SecondStep(step) => self.second_step.set(page_of(&server, &step)),
            ByName::PerhapsWrong | ByName::NotAllowed | ByName::Lost(_) => {}
        }
    }

    /// Signs in at once where the server says that there is no password; else asks for it.
    fn pick(self, person: PublicUser) {
        field::set_value(self.name, &person.user.name);
        self.leave_problem();
        self.picked.set(person.user.id);
        if person.has_no_password {
            field::set_value(self.password, "");
            self.send();
        } else {
            spatial_focus::to("password");
        }
    }
}
