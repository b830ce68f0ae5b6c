//! What each twist of the script does.

use std::rc::Rc;

use fake_jellyfin::Phase;
use quick_connect_client::flow::quick_connect::{Event, State};

use super::Story;
use crate::SECOND;
use crate::front::Front;
use crate::script::Twist;

impl Story {
    pub(super) fn happen(self: &Rc<Self>, twist: Twist) {
        let forgets = matches!(twist, Twist::SetsTheClock(_) | Twist::ClearsStorage | Twist::StorageWorks(false));
        if forgets || matches!(twist, Twist::Sleeps { .. }) {
            self.is_forgetful.set(true);
        }
        if self.is_forgetful.get() || matches!(twist, Twist::Restarts | Twist::SwitchesOff | Twist::Enters(_)) {
            self.may_leave_tokens.set(true);
        }
        self.disturb(twist);
        match twist {
            Twist::Approves => self.approve(self.shown_code(), "demo"),
            Twist::ApprovesAnOldCode => {
                let old = self.old_codes.borrow();
                let code = (!old.is_empty()).then(|| self.random.pick(&(0..old.len()).collect::<Vec<_>>()));
                let code = code.map(|place| old[place].clone());
                drop(old);
                self.approve(code, "demo");
            }
            Twist::ApprovesForADisabledAccount => {
                if let Some(code) = self.shown_code() {
                    self.may_leave_tokens.set(true);
                    self.names.borrow_mut().insert("guest".into());
                    // Up to 10.8 it ends the tokens of other accounts on the device.
                    self.void(|_| true);
                    self.fake.borrow_mut().approve(&code, "guest");
                    self.fake.borrow_mut().user_mut("guest").disable();
                    self.is_revoked.set(true);
                }
            }
            Twist::PressesCheckNow => self.stir(),
            Twist::PressesNewCode => {
                if let Some(page) = self.front_page() {
                    page.hear(Event::NewCode);
                }
            }
            Twist::Stirs(times) => (0..times).for_each(|_| self.stir()),
            Twist::Reloads => {
                let tab = self.front.get();
                if !self.tabs.borrow()[tab].is_up_to_date {
                    self.forget_what_a_tab_holds(tab);
                }
                self.drop_errands(tab, true);
                if self.front_page().is_some() {
                    self.load(tab);
                }
                self.go_on(tab);
            }
            Twist::OpensATab if self.tab_count.get() < 3 => self.open_a_tab(),
            Twist::TurnsToTab(tab) => {
                if tab < self.tab_count.get() && !self.tabs.borrow()[tab].is_closed {
                    self.front.set(tab);
                    self.is_beside.set(false);
                    self.stir();
                }
            }
            Twist::Restarts => {
                self.fake.borrow_mut().restart();
                self.void(|_| true);
            }
            Twist::SwitchesOff => self.fake.borrow_mut().enable_quick_connect(false),
            Twist::SwitchesOn => self.fake.borrow_mut().enable_quick_connect(true),
            Twist::Enters(phase) => self.fake.borrow_mut().set_phase(phase),
            Twist::IsInFront(front) => self.front_of_server.set(front),
            Twist::Sleeps { milliseconds, clock_goes_on } => {
                self.fake.borrow_mut().advance(milliseconds);
                if clock_goes_on {
                    self.clock.set(self.clock.get() + milliseconds);
                    let mut script = self.script.borrow_mut();
                    script.iter_mut().for_each(|(moment, _)| *moment += milliseconds);
                }
                self.stir();
            }
            Twist::SetsTheClock(by) => self.wall.set(self.wall.get() + by),
            Twist::ClearsStorage => {
                let tab = self.front.get();
                let mut tabs = self.tabs.borrow_mut();
                tabs[tab].pending = None;
                tabs[tab].is_up_to_date = false;
                let is_away = tabs[tab].is_away;
                drop(tabs);
                if is_away {
                    self.forget_what_a_tab_holds(tab);
                }
            }
            Twist::StorageWorks(works) => self.tabs.borrow_mut()[self.front.get()].can_keep = works,
            Twist::LeavesForAnotherServer => self.leave_for_another_server(),
            Twist::ComesBack => self.come_back(),
            Twist::ClosesATab => self.close_a_tab(),
            Twist::SendsPassword(name) => self.send_password(name),
            Twist::SignsInInAnotherTab(name) => self.sign_in_in_another_tab(name),
            Twist::LosesASignOut => self.loses_a_sign_out.set(true),
            Twist::SignsOutInAnotherTab => self.sign_out_in_another_tab(),
            Twist::EndsTheSession => self.end_sessions_at_the_server(),
            Twist::TurnsToTheCellar => self.turn_to_the_cellar(),
            Twist::TurnsBack => self.turn_back(),
            Twist::LendsTheTab(name) => self.lend_the_tab(name),
            Twist::AddsAccount(name) => self.add_an_account(name),
            Twist::SwitchesAccount => self.switch_account(),
            Twist::Calms => self.calm(),
            Twist::OpensATab | Twist::Leaves => {}
        }
    }

    /// Nothing goes wrong any more. If an approval is there that the server will still redeem, nobody does anything
    /// but look at the tab that it was given to; else somebody approves what is shown, once a second.
    pub(super) fn calm(self: &Rc<Self>) {
        self.fake.borrow_mut().enable_quick_connect(true);
        self.fake.borrow_mut().set_phase(Phase::Running);
        self.faults.set(0);
        // A proxy with error pages of its own stays: nothing is wrong with it.
        self.front_of_server.set(self.front_of_server.get().filter(|front| *front == Front::OwnErrorPages));
        let now = self.clock.get();
        self.calm_since.set(Some(now));
        if self.is_signed_in() {
            self.turn_back();
            self.come_back();
            return self.stir();
        }
        let good =
            self.approval.borrow().as_ref().filter(|approval| self.is_good(approval, self.enough())).map(|it| it.tab);
        if let Some(tab) = good {
            self.is_beside.set(self.is_beside.get() && self.front.get() == tab);
            self.front.set(tab);
        } else {
            self.script.borrow_mut().extend((1..self.enough() / SECOND).map(|n| (now + n * SECOND, Twist::Approves)));
        }
        self.come_back();
        // In a window that was there all the time nobody does anything.
        if let Some(page) = self.front_page()
            && !self.is_beside.get()
            && matches!(*page.state.borrow(), State::Aside { .. })
        {
            page.hear(Event::Nudged);
        }
    }

    /// The page comes back to the front, awakes, or has its network again.
    fn stir(self: &Rc<Self>) {
        match self.front_page() {
            Some(page) => page.hear(Event::Nudged),
            None => self.ask_whether_it_is_alive(self.front.get()),
        }
    }
}
