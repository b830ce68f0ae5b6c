//! What is done only after a second question: it says what it will do, asks, does it, and closes. What came of it is said
//! in the card where it was asked. There is one at a time.

use std::future::Future;
use std::pin::Pin;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::browser::spatial_focus;
use crate::app::components::{Button, Problem};
use crate::app::state::Account;
use crate::flow::confirmation::{Action, Confirmation, Step};
use crate::jellyfin::Lost;
use crate::text::Message;
use crate::text::settings as words;

/// The second question of the screen, if one is asked.
#[derive(Clone, Copy)]
pub struct Question {
    confirmation: RwSignal<Option<Confirmation>>,
    /// What was done last.
    done: RwSignal<Option<Action>>,
    /// The id of what gets the focus when it is closed.
    asked_at: StoredValue<String>,
    account: Account,
}

/// Why something was not done, as far as is known.
pub enum NotDone {
    /// No usable answer came.
    Lost(Lost),
    /// The server has refused for this reason.
    Refused(Message),
}

/// Doing it. It comes to nothing when the account is another one by then.
pub type Work = Pin<Box<dyn Future<Output = Option<Result<(), NotDone>>>>>;

impl Question {
    /// None is asked.
    pub fn new(account: Account) -> Self {
        Self {
            confirmation: RwSignal::new(None),
            done: RwSignal::new(None),
            asked_at: StoredValue::new(String::new()),
            account,
        }
    }

    /// Asks whether it is to be done, with the focus on the answer that changes nothing. When that is closed, the focus
    /// goes to the control with this id.
    pub fn ask(self, action: Action, asked_at: &str) {
        self.leads_back_to(asked_at);
        self.done.set(None);
        self.confirmation.set(Some(Confirmation { action, step: Step::Asking }));
        spatial_focus::on_arrival("task-close");
    }

    /// Changes where the focus goes.
    pub fn leads_back_to(self, id: &str) {
        self.asked_at.set_value(id.to_owned());
    }

    /// What it is about.
    pub fn action(self) -> Option<Action> {
        self.confirmation.with(|asked| asked.as_ref().map(|asked| asked.action.clone()))
    }

    /// Whether it is about something of this kind.
    pub fn is_about(self, kind: fn(&Action) -> bool) -> bool {
        self.confirmation.with(|asked| asked.as_ref().is_some_and(|asked| kind(&asked.action)))
    }

    /// What was done, if it is of this kind and the last thing that was.
    pub fn done(self, kind: fn(&Action) -> bool) -> String {
        self.done.with(|done| done.as_ref().filter(|done| kind(done)).map(words::done)).unwrap_or_default()
    }

    /// Back to where it was asked for, unless it is being done.
    pub fn close(self) {
        if !untrack(move || self.is_at(&Step::UnderWay)) {
            self.confirmation.set(None);
            spatial_focus::on_arrival_at(self.asked_at.get_value());
        }
    }

    /// Takes back a question of this kind: what it was asked about is gone.
    pub fn withdraw(self, kind: fn(&Action) -> bool) {
        self.confirmation.update(|asked| _ = asked.take_if(|asked| kind(&asked.action)));
    }

    /// Says why it cannot be done.
    pub fn refuse(self, why: Message) {
        self.confirmation.update(|asked| {
            if let Some(asked) = asked {
                asked.step = Step::Failed(why.into());
            }
        });
    }

    /// Does it, to its end even if the screen is left, and says what came of it.
    pub fn perform(self, work: Work) {
        let Some(action) = untrack(move || self.action()) else { return };
        self.set_step(&action, Step::UnderWay);
        spawn_local(async move {
            let done = work.await;
            if self.is_gone() {
                return;
            }
            match done {
                Some(Ok(())) => {
                    self.withdraw_this(&action);
                    self.done.set(Some(action));
                    spatial_focus::on_arrival_at(self.asked_at.get_value());
                }
                Some(Err(NotDone::Refused(why))) => self.set_step(&action, Step::Failed(why.into())),
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

    /// Takes back this very question.
    pub fn withdraw_this(self, action: &Action) {
        self.confirmation.update(|asked| _ = asked.take_if(|asked| asked.action == *action));
    }

    /// Whether the screen where it was asked has been left.
    pub fn is_gone(self) -> bool {
        self.confirmation.is_disposed()
    }

    fn is_at(self, step: &Step) -> bool {
        self.confirmation.with(|asked| asked.as_ref().is_some_and(|asked| asked.step == *step))
    }
}

/// The question on the screen.
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
    children: Option<Children>,
) -> impl IntoView {
    let is_under_way = Memo::new(move |_| question.is_at(&Step::UnderWay));
    let heading = move || question.action().as_ref().map(words::question).unwrap_or_default();
    let consequence = move || {
        let Some(action) = question.action() else { return String::new() };
        let asked = |session: &_| words::consequence(&action, session, &accounts.get());
        question.account.with_session(asked).unwrap_or_default()
    };
    let problem = move || {
        question.confirmation.with(|asked| match asked.as_ref().map(|asked| &asked.step) {
            Some(Step::Failed(why)) => why.clone(),
            _ => String::new(),
        })
    };
    let do_it = move || {
        question.action().map(|action| words::do_it(&action, is_under_way.get()).text()).unwrap_or_default().to_owned()
    };
    view! {
        <div id="task" role="group" aria-labelledby="task-question" aria-describedby="task-consequence">
            <h3 id="task-question">{heading}</h3>
            <p id="task-consequence" class="lines">
                {consequence}
            </p>
            {children.map(|fields| fields())}
            <Problem text=problem />
            <p class="buttons">
                <Button id="task-do" class="danger" label=do_it is_busy=is_under_way on_press=on_confirm />
                <Button
                    id="task-close"
                    label=words::CANCEL
                    is_busy=is_under_way
                    on_press=move || question.close()
                />
            </p>
        </div>
    }
}
