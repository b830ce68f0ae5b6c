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
                    self.fake.borrow_mut().approve(&code, "guest");
                    self.fake.borrow_mut().user_mut("guest").disable();
                }
            }
            Twist::PressesCheckNow => self.front_page().hear(Event::Nudged),
            Twist::PressesNewCode => self.front_page().hear(Event::NewCode),
            Twist::Stirs(times) => (0..times).for_each(|_| self.front_page().hear(Event::Nudged)),
            Twist::Reloads => {
                let tab = self.front.get();
                if !self.tabs.borrow()[tab].is_up_to_date {
                    self.void(|approval| approval.tab == tab);
                }
                self.load(tab);
            }
            Twist::OpensATab if self.tab_count.get() < 3 => self.open_a_tab(),
            Twist::TurnsToTab(tab) => {
                if tab < self.tab_count.get() {
                    self.front.set(tab);
                    self.front_page().hear(Event::Nudged);
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
                self.front_page().hear(Event::Nudged);
            }
            Twist::SetsTheClock(by) => self.wall.set(self.wall.get() + by),
            Twist::ClearsStorage => {
                let tab = self.front.get();
                let mut tabs = self.tabs.borrow_mut();
                tabs[tab].pending = None;
                tabs[tab].is_up_to_date = false;
            }
            Twist::StorageWorks(works) => self.tabs.borrow_mut()[self.front.get()].can_keep = works,
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
        let good =
            self.approval.borrow().as_ref().filter(|approval| self.is_good(approval, self.enough())).map(|it| it.tab);
        if let Some(tab) = good {
            self.front.set(tab);
        } else {
            self.script.borrow_mut().extend((1..self.enough() / SECOND).map(|n| (now + n * SECOND, Twist::Approves)));
        }
        if matches!(*self.front_page().state.borrow(), State::Aside { .. }) {
            self.front_page().hear(Event::Nudged);
        }
    }
}
