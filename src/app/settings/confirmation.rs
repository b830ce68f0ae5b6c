//! What is done only after a second question: it says what it will do, asks, does it, and says what came of it. There
//! is one at a time, and it stands where it was asked for.

use std::future::Future;
use std::pin::Pin;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::browser::spatial_focus;
use crate::app::components::{Button, Problem, Status, When};
use crate::app::state::Account;
use crate::flow::confirmation::{Action, Confirmation, Step};
use crate::jellyfin::Lost;
use crate::text::settings as words;

/// The second question of the screen, if one is asked.
#[derive(Clone, Copy)]
pub struct Question {
    confirmation: RwSignal<Option<Confirmation>>,
    /// The id of what gets the focus when it is closed.
    asked_at: StoredValue<&'static str>,
    account: Account,
}

/// Why something was not done, as far as is known.
pub enum NotDone {
    /// No usable answer came.
    Lost(Lost),
    /// The server has refused for this reason.
    Refused(&'static str),
}

/// Doing it. It comes to nothing when the account is another one by then.
pub type Work = Pin<Box<dyn Future<Output = Option<Result<(), NotDone>>>>>;

impl Question {
    /// None is asked.
    pub fn new(account: Account) -> Self {
        Self { confirmation: RwSignal::new(None), asked_at: StoredValue::new(""), account }
    }

    /// Asks whether it is to be done. When that is closed, the focus goes to the control with this id.
    pub fn ask(self, action: Action, asked_at: &'static str) {
        self.asked_at.set_value(asked_at);
        self.confirmation.set(Some(Confirmation { action, step: Step::Asking }));
        spatial_focus::on_arrival("task");
    }

    /// What it is about.
    pub fn action(self) -> Option<Action> {
        self.confirmation.with(|asked| asked.as_ref().map(|asked| asked.action.clone()))
    }

    /// Whether it is about something of this kind.
    pub fn is_about(self, kind: fn(&Action) -> bool) -> bool {
        self.confirmation.with(|asked| asked.as_ref().is_some_and(|asked| kind(&asked.action)))
    }

    /// Back to where it was asked for, unless it is being done.
    pub fn close(self) {
        if !untrack(move || self.is_at(&Step::UnderWay)) {
            self.confirmation.set(None);
            spatial_focus::on_arrival(self.asked_at.get_value());
        }
    }

    /// Takes back a question of this kind: what it was asked about is gone.
    pub fn withdraw(self, kind: fn(&Action) -> bool) {
        self.confirmation.update(|asked| _ = asked.take_if(|asked| kind(&asked.action)));
    }

    /// Says why it cannot be done.
    pub fn refuse(self, why: &str) {
        self.confirmation.update(|asked| {
            if let Some(asked) = asked {
                asked.step = Step::Failed(why.to_owned());
            }
        });
    }

    /// Does it, to its end even if the screen is left, and says what came of it.
    pub fn perform(self, work: Work) {
        let Some(action) = untrack(move || self.action()) else { return };
        self.set_step(&action, Step::UnderWay);
        spawn_local(async move {
            match work.await {
                Some(Ok(())) => {
                    self.set_step(&action, Step::Done);
                    spatial_focus::on_arrival("task-close");
                }
                Some(Err(NotDone::Refused(why))) => self.set_step(&action, Step::Failed(why.to_owned())),
                Some(Err(NotDone::Lost(lost))) => {
                    let why = untrack(|| self.account.with_session(|session| words::not_done(lost, session)));
                    self.set_step(&action, Step::Failed(why.unwrap_or_default()));
                }
                None => {}
            }
        });
    }

    /// Another one may have been asked meanwhile.
    fn set_step(self, action: &Action, step: Step) {
        self.confirmation.update(|asked| {
            if let Some(asked) = asked.as_mut().filter(|asked| asked.action == *action) {
                asked.step = step;
            }
        });
    }

    fn is_at(self, step: &Step) -> bool {
        self.confirmation.with(|asked| asked.as_ref().is_some_and(|asked| asked.step == *step))
    }
}

/// The question on the screen, or what came of it.
#[component]
pub fn QuestionPanel(
    /// What is asked.
    question: Question,
    /// The accounts that it concerns besides.
    #[prop(optional, into)]
    accounts: Signal<Vec<String>>,
    /// Does it.
    #[prop(into)]
    on_confirm: Callback<()>,
    /// What has to be typed for it.
    #[prop(optional)]
    children: Option<ChildrenFn>,
) -> impl IntoView {
    let is_done = Memo::new(move |_| question.is_at(&Step::Done));
    let is_under_way = Memo::new(move |_| question.is_at(&Step::UnderWay));
    let text = move || {
        let Some(action) = question.action() else { return String::new() };
        let asked = |session: &_| words::question(&action, session, &accounts.get());
        if is_done.get() { words::done(&action) } else { question.account.with_session(asked).unwrap_or_default() }
    };
    let problem = move || {
        question.confirmation.with(|asked| match asked.as_ref().map(|asked| &asked.step) {
            Some(Step::Failed(why)) => why.clone(),
            _ => String::new(),
        })
    };
    let do_it = move || {
        question.action().map(|action| words::do_it(&action, is_under_way.get()).to_owned()).unwrap_or_default()
    };
    let close = move || if is_done.get() { words::CLOSE } else { words::CANCEL }.to_owned();
    view! {
        <div id="task" role="group" tabindex="-1">
            <Status class="question" text=text />
            <When condition=move || !is_done.get()>{children.as_ref().map(|fields| fields())}</When>
            <Problem text=problem />
            <p class="buttons">
                <When condition=move || !is_done.get()>
                    <Button id="task-do" class="danger" label=do_it is_busy=is_under_way on_press=on_confirm />
                </When>
                <Button id="task-close" label=close is_busy=is_under_way on_press=move || question.close() />
            </p>
        </div>
    }
}
