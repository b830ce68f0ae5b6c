//! Deliberate breakages of the core and of the shell around it, one line each. The simulation must catch every one of
//! them, which proves that its checks can fail.

use std::time::Duration;

use quick_connect_client::flow::machine::Machine;
use quick_connect_client::flow::quick_connect::{Effect, Event, Older, POLL_PAUSE, Pace, Pause, State, Turn, Waiting};
use quick_connect_client::jellyfin::quick_connect::{Initiated, Polled, Redeemed};
use quick_connect_client::jellyfin::users::Me;
use quick_connect_client::jellyfin::{Lost, Method};

/// The core, whole or broken.
pub struct Core {
    pub state: State,
    pub bug: Bug,
}

/// A breakage.
#[derive(Clone, Copy)]
pub struct Bug {
    /// What is wrong.
    pub name: &'static str,
    /// The rule that it breaks, as the check that catches it calls it; or the rules, with spaces between.
    pub breaks: &'static str,
    /// What becomes of the state that the core would come to, if this event brings it there.
    pub next: Option<fn(&State, &Event, State) -> State>,
    /// What is wanted in place of what the core wants.
    pub effect: Option<fn(&State, Effect) -> Effect>,
    pub shell: ShellBug,
}

/// What is wrong with the shell.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum ShellBug {
    None,
    KeepsNothing,
    LeavesTheSecretBehind,
    LeavesTheOtherTabsAlone,
    /// What waits at a server is forgotten with the look at another one.
    ForgetsTheCodeOfTheServerItLeaves,
    /// A closed tab goes on being the one that waits.
    KeepsTheClaimOfAClosedTab,
    /// What a tab shows is forgotten when it is closed.
    TakesItsCodesAlong,
    /// A sign-in in another tab is not noticed.
    FollowsNoOtherTab,
    /// The codes that a sign-in leaves behind are not looked after.
    LeavesCodesBehind,
    /// A sign-in that comes late takes the place of the one before, whoever it is.
    TakesEveryLateSignIn,
    /// A sign-in that comes late is dropped.
    DropsLateSignIns,
    /// A sign-in that comes late is compared only with the session in use.
    ForgetsWhatIsPutAside,
    /// A sign-in for one tab takes the place of the one that lasts.
    LendsATabForGood,
    /// A sign-in ends that of another account on the same server.
    KeepsOneAccount,
    /// Sign-ins of other accounts are kept also where the server has ended them.
    KeepsEveryAccount,
    /// After a sign-out the next account is gone on with.
    GoesOnAsSomebodyElse,
    /// Nothing asks whether the session is still good.
    BelievesItsSession,
    /// A server that does not hear that a session is over is not told again.
    EndsASessionOnlyOnce,
}

impl Machine for Core {
    type Event = Event;
    type Effect = Effect;

    fn next(self, event: Event, now: Duration) -> Self {
        let Some(spoil) = self.bug.next else { return Self { state: self.state.next(event, now), ..self } };
        let before = self.state.clone();
        let after = self.state.next(event.clone(), now);
        Self { state: spoil(&before, &event, after), bug: self.bug }
    }

    fn effect(&self) -> Option<Effect> {
        let wanted = self.state.effect()?;
        Some(self.bug.effect.map_or(wanted.clone(), |spoil| spoil(&self.state, wanted)))
    }

    fn is_over(&self) -> bool {
        self.state.is_over()
    }
}

/// Nothing is wrong.
pub const NONE: Bug = Bug { name: "", breaks: "", next: None, effect: None, shell: ShellBug::None };

/// All of them.
pub const BUGS: &[Bug] = &[
    next("a lost poll gives the code up", "lost", |_, event, after| match (event, after) {
        (Event::Polled(Polled::Lost(_)), _) => State::start(),
        (_, after) => after,
    }),
    next("a lost redeem starts over", "lost", |_, event, after| match (event, after) {
        (Event::Redeemed(Redeemed::Lost(_)), _) => State::start(),
        (_, after) => after,
    }),
    next("a code that a proxy hides is shown for ever", "lost", |_, event, after| match (event, after) {
        (Event::Polled(Polled::Lost(Lost::NotFound)), State::Waiting(mut waiting)) => {
            waiting.request.misses = 0;
            State::Waiting(waiting)
        }
        (_, after) => after,
    }),
    next("a gate's refusal at the redeem is believed", "lost", |_, event, after| match (event, after) {
        (Event::Redeemed(Redeemed::Lost(Lost::Status(401 | 403) | Lost::NotFound)), _) => State::start(),
        (_, after) => after,
    }),
    next("a gate's refusal of the token is believed", "lost", |_, event, after| match (event, after) {
        (Event::Checked(Me::Lost(Lost::Status(401))), _) => State::start(),
        (_, after) => after,
    }),
    next("a new code is asked for without keeping the old one", "lost", |before, _, after| match (before, after) {
        (State::Waiting(old), State::Waiting(new)) if new.request != old.request && old.turn == Turn::Successor => {
            State::Waiting(Waiting { older: Older::default(), ..new })
        }
        (_, after) => after,
    }),
    next("switched off forgets the code", "lost", |_, _, after| match after {
        State::Disabled { pace, .. } => State::Disabled { pace, request: None, older: Older::default() },
        after => after,
    }),
    next("a tab that steps aside forgets its code", "lost", |_, _, after| match after {
        State::Aside { turn, pace, .. } => State::Aside { request: None, older: Older::default(), turn, pace },
        after => after,
    }),
    next("the older code is forgotten as soon as the newest is pending", "lost", |_, event, after| {
        match (event, after) {
            (Event::Polled(Polled::Pending), State::Waiting(waiting)) => {
                State::Waiting(Waiting { older: Older::default(), ..waiting })
            }
            (_, after) => after,
        }
    }),
    next("only the last of the older codes is kept", "lost", |_, event, after| match (event, after) {
        (Event::Initiated(Initiated::Code(..)), State::Waiting(mut waiting)) => {
            let newest = waiting.older.iter().max_by_key(|older| older.received).cloned();
            waiting.older = newest.into_iter().collect();
            State::Waiting(waiting)
        }
        (_, after) => after,
    }),
    next("an approval is not noticed", "truth", |before, event, after| match event {
        Event::Polled(Polled::Approved) => before.clone(),
        _ => after,
    }),
    next("switched off is taken for a lost poll", "truth", |before, event, after| match event {
        Event::Polled(Polled::Disabled) => before.clone(),
        _ => after,
    }),
    next("a forgotten code stays on the screen", "stale", |before, event, after| match (before, event) {
        (State::Waiting(Waiting { turn: Turn::Newest, .. }), Event::Polled(Polled::Forgotten)) => before.clone(),
        _ => after,
    }),
    next("an approval that is too late is redeemed for ever", "stale", |before, event, after| match event {
        Event::Redeemed(Redeemed::Forgotten) => before.clone(),
        _ => after,
    }),
    next("a dead token signs in", "session", |before, event, after| match (before, event) {
        (State::Checking { authentication, others, .. }, Event::Checked(Me::SignedOut)) => {
            State::SignedIn(authentication.clone(), others.clone())
        }
        _ => after,
    }),
    next("a dead token is tried again and again", "stale", |before, event, after| match event {
        Event::Checked(Me::SignedOut) => before.clone(),
        _ => after,
    }),
    next("switched on is asked about again at once and never noticed", "pace", |before, event, after| match event {
        Event::Enabled(true) => before.clone(),
        _ => after,
    }),
    next("a nudge polls however often it comes", "pace", |_, event, after| match (event, after) {
        (
            Event::Nudged,
            State::Waiting(Waiting { pace: Pace::Resting(_), request, older, turn, is_new_wanted, trouble }),
        ) => State::Waiting(Waiting { pace: Pace::Asking, request, older, turn, is_new_wanted, trouble }),
        (_, after) => after,
    }),
    effect("polls are a second apart", "pace", |_, wanted| match wanted {
        Effect::Rest(_) => Effect::Rest(Pause::exactly(Duration::from_secs(1))),
        wanted => wanted,
    }),
    effect("a lost poll is repeated at once", "pace", |state, wanted| match (state, wanted) {
        (State::Waiting(Waiting { trouble: Some(_), .. }), Effect::Rest(_)) => {
            Effect::Rest(Pause::exactly(Duration::ZERO))
        }
        (_, wanted) => wanted,
    }),
    effect("pauses grow without end", "lost", |state, wanted| match (state.trouble(), wanted) {
        (Some(trouble), Effect::Rest(_)) => {
            Effect::Rest(Pause::exactly(POLL_PAUSE * 2_u32.saturating_pow(trouble.count.min(20))))
        }
        (_, wanted) => wanted,
    }),
    effect("only one method is tried", "lost", |_, wanted| match wanted {
        Effect::Initiate(_) => Effect::Initiate(Method::Get),
        wanted => wanted,
    }),
    next("a tab does not step aside", "leaving", |before, event, after| match event {
        Event::SteppedAside => before.clone(),
        _ => after,
    }),
    shell("the other tabs are left alone", "leaving", ShellBug::LeavesTheOtherTabsAlone),
    shell("what a reload needs is not kept", "lost token", ShellBug::KeepsNothing),
    shell("the secret stays behind after the sign-in", "session", ShellBug::LeavesTheSecretBehind),
    shell("another server ends what waits at this one", "lost", ShellBug::ForgetsTheCodeOfTheServerItLeaves),
    shell("a closed tab goes on being the one that waits", "lost", ShellBug::KeepsTheClaimOfAClosedTab),
    shell("a closed tab takes its codes along", "token", ShellBug::TakesItsCodesAlong),
    shell("a sign-in in another tab is not noticed", "leaving", ShellBug::FollowsNoOtherTab),
    shell("codes are left behind by a sign-in", "token", ShellBug::LeavesCodesBehind),
    shell("every late sign-in is taken", "session", ShellBug::TakesEveryLateSignIn),
    shell("late sign-ins are dropped", "token", ShellBug::DropsLateSignIns),
    shell("late sign-ins are compared with the one in use only", "session", ShellBug::ForgetsWhatIsPutAside),
    shell("a sign-in for one tab takes the place of the lasting one", "session", ShellBug::LendsATabForGood),
    shell("another account ends the one before it", "session", ShellBug::KeepsOneAccount),
    shell("on 10.8 a session is kept that another account has ended", "session", ShellBug::KeepsEveryAccount),
    shell("after a sign-out the next account is gone on with", "session", ShellBug::GoesOnAsSomebodyElse),
    shell("a session is believed for ever", "session", ShellBug::BelievesItsSession),
    shell("the server is told only once that a session is over", "token", ShellBug::EndsASessionOnlyOnce),
];

const fn next(name: &'static str, breaks: &'static str, next: fn(&State, &Event, State) -> State) -> Bug {
    Bug { name, breaks, next: Some(next), ..NONE }
}

const fn effect(name: &'static str, breaks: &'static str, effect: fn(&State, Effect) -> Effect) -> Bug {
    Bug { name, breaks, effect: Some(effect), ..NONE }
}

const fn shell(name: &'static str, breaks: &'static str, shell: ShellBug) -> Bug {
    Bug { name, breaks, shell, ..NONE }
}
