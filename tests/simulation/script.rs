//! What happens to one sign-in from outside, drawn from its seed: what the person does, and what goes wrong.

use fake_jellyfin::Phase;

use crate::front::Front;
use crate::random::Random;
use crate::{MINUTE, SECOND};

/// What happens from outside.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Twist {
    /// The person enters the code that is shown into another device, where they are signed in.
    Approves,
    /// The same with a code that was shown before, if one was.
    ApprovesAnOldCode,
    /// An administrator approves the code that is shown for an account that has just been disabled.
    ApprovesForADisabledAccount,
    PressesCheckNow,
    PressesNewCode,
    /// Browser events in a swarm: visible, online, awake, so many of them.
    Stirs(u64),
    /// The page is loaded again: by the person, after a crash, or by an app switch.
    Reloads,
    /// Another tab with the page is opened in front of the others.
    OpensATab,
    /// The tab in front is closed, if there are others.
    ClosesATab,
    /// The person turns to a tab.
    TurnsToTab(usize),
    Restarts,
    SwitchesOff,
    SwitchesOn,
    Enters(Phase),
    /// Something gets in front of the server, or goes away.
    IsInFront(Option<Front>),
    /// The device sleeps so many milliseconds; its monotonic clock may go on or stand still.
    Sleeps {
        milliseconds: u64,
        clock_goes_on: bool,
    },
    /// Somebody sets the device's wall clock, by so many milliseconds.
    SetsTheClock(i64),
    /// What the tab keeps is cleared away.
    ClearsStorage,
    /// From here on the tab can keep nothing, or can again.
    StorageWorks(bool),
    /// In the tab in front the person turns to another server, and a code waits there.
    LeavesForAnotherServer,
    /// And comes back.
    ComesBack,
    /// Name and password of this account are sent from the tab in front.
    SendsPassword(&'static str),
    /// Another tab signs this account in.
    SignsInInAnotherTab(&'static str),
    /// Another tab signs out.
    SignsOutInAnotherTab,
    /// The next sign-out does not reach the server.
    LosesASignOut,
    /// An administrator ends the sessions of this device.
    EndsTheSession,
    /// Whoever is signed in turns to another server and is signed in there as well.
    TurnsToTheCellar,
    /// And back.
    TurnsBack,
    /// This account signs in for one tab only, beside whoever is signed in for good.
    LendsTheTab(&'static str),
    /// This account signs in beside whoever is signed in, for good.
    AddsAccount(&'static str),
    /// Somebody who is held beside is gone on as, without a password.
    SwitchesAccount,
    /// From here on nothing goes wrong any more.
    Calms,
    /// The person gives up and closes the tab.
    Leaves,
}

/// The moments of a sign-in, in milliseconds, in order.
pub struct Script {
    /// What happens and when.
    pub twists: Vec<(u64, Twist)>,
    /// How many of a hundred requests go wrong.
    pub faults: u64,
    /// Whether somebody approves when all is calm, if nobody has before.
    pub is_approved: bool,
    /// Whether the story goes on after the sign-in: with others, in other ways, in other tabs.
    pub lives_on: bool,
}

pub fn draw(random: &Random) -> Script {
    let length = match random.below(100) {
        0..=64 => 5 * SECOND + random.below(30 * SECOND),
        65..=89 => 10 * SECOND + random.below(3 * MINUTE),
        90..=97 => MINUTE + random.below(9 * MINUTE),
        _ => 8 * MINUTE + random.below(18 * MINUTE),
    };
    let is_approved = !random.happens(4);
    let lives_on = is_approved && random.happens(30);
    let mut twists = vec![];
    if random.happens(75) {
        twists.extend((0..random.below(9)).map(|_| (random.below(length), trouble(random))));
    }
    if random.happens(20) {
        let at = random.below(length);
        twists.push((at, Twist::LeavesForAnotherServer));
        twists.push((at + random.below(MINUTE), Twist::ComesBack));
    }
    // Codes one after the other, and the person has written down an earlier one.
    if is_approved && random.happens(3) {
        let at = random.below(length);
        twists.extend((0..3).map(|n| (at + n * 12 * SECOND, Twist::PressesNewCode)));
        twists.push((at + 30 * SECOND, Twist::ApprovesAnOldCode));
    }
    if lives_on {
        twists.extend((0..=random.below(4)).map(|_| (random.below(length), session(random))));
        // A code is left behind, and approved when its sign-in has been put aside or another one is in its tab.
        if random.happens(20) {
            let at = random.below(length);
            let aside = random.pick(&[Twist::TurnsToTheCellar, Twist::LendsTheTab("guest")]);
            twists.push((at, Twist::SendsPassword("demo")));
            twists.push((at + 3 * SECOND, aside));
            twists.push((at + 6 * SECOND, Twist::ApprovesAnOldCode));
        }
        // Two accounts side by side, one after the other.
        if random.happens(20) {
            let at = random.below(length);
            twists.push((at, Twist::SendsPassword("demo")));
            twists.push((at + 3 * SECOND, Twist::AddsAccount("guest")));
            twists.push((at + 4 * SECOND, Twist::SwitchesAccount));
            twists.push((at + 6 * SECOND, random.pick(&[Twist::ApprovesAnOldCode, Twist::SignsOutInAnotherTab])));
            twists.push((at + 8 * SECOND, Twist::SwitchesAccount));
        }
        // A guest's sign-out is lost.
        if random.happens(10) {
            let at = random.below(length);
            twists.push((at, Twist::SendsPassword("guest")));
            twists.push((at + 4 * SECOND, Twist::LosesASignOut));
            twists.push((at + 5 * SECOND, Twist::SignsOutInAnotherTab));
        }
        // The tab that has shown a code is closed, and then somebody approves it.
        if random.happens(20) {
            let at = random.below(length);
            twists.push((at, Twist::OpensATab));
            twists.push((at + 3 * SECOND, Twist::TurnsToTab(0)));
            twists.push((at + 4 * SECOND, Twist::ClosesATab));
            twists.push((at + 5 * SECOND, Twist::SendsPassword("demo")));
            twists.push((at + 8 * SECOND, Twist::ApprovesAnOldCode));
        }
    }
    if is_approved && random.happens(80) {
        let at = random.below(length);
        let how = match random.below(20) {
            0 => Twist::ApprovesForADisabledAccount,
            1 | 2 => Twist::ApprovesAnOldCode,
            _ => Twist::Approves,
        };
        twists.push((at, how));
        if random.happens(10) {
            twists.push((at + random.below(20 * SECOND), random.pick(&[Twist::Approves, Twist::ApprovesAnOldCode])));
        }
        // What is done right after an approval is what loses it.
        if random.happens(30) {
            twists.push((at + random.below(6 * SECOND), trouble(random)));
        }
        if lives_on && random.happens(50) {
            let at = (at + random.below(4 * SECOND)).saturating_sub(2 * SECOND);
            twists.push((at, session(random)));
        }
    }
    twists.retain(|(moment, _)| *moment < length);
    twists.push((length, if is_approved { Twist::Calms } else { Twist::Leaves }));
    twists.sort_by_key(|(moment, _)| *moment);
    Script { twists, faults: random.pick(&[0, 0, 0, 5, 20, 60, 95]), is_approved, lives_on }
}

fn trouble(random: &Random) -> Twist {
    match random.below(30) {
        0..=2 => Twist::PressesCheckNow,
        3..=5 => Twist::PressesNewCode,
        6 | 7 => Twist::Stirs(1 + random.below(30)),
        8..=11 => Twist::Reloads,
        12 => Twist::OpensATab,
        13 => Twist::TurnsToTab(usize::try_from(random.below(2)).expect("0 or 1")),
        14 => Twist::Restarts,
        15 => Twist::SwitchesOff,
        16 | 17 => Twist::SwitchesOn,
        18 => Twist::Enters(random.pick(&[Phase::Loading, Phase::Starting, Phase::StartingUnnamed])),
        19 => Twist::Enters(Phase::Running),
        20 | 21 => {
            let milliseconds = random.below(random.pick(&[20 * SECOND, 5 * MINUTE, 20 * MINUTE]));
            Twist::Sleeps { milliseconds, clock_goes_on: random.happens(50) }
        }
        22 | 23 => {
            let by = random.below(random.pick(&[MINUTE, 20 * MINUTE, 60 * 24 * 365 * MINUTE]));
            Twist::SetsTheClock(random.pick(&[-1, 1]) * i64::try_from(by).expect("a year"))
        }
        24 => Twist::ClearsStorage,
        25 | 26 => Twist::IsInFront(Some(Front::draw(random))),
        27 => Twist::IsInFront(None),
        28 => Twist::ClosesATab,
        _ => Twist::StorageWorks(random.happens(50)),
    }
}

/// What happens to the sessions of the browser.
fn session(random: &Random) -> Twist {
    let name = random.pick(&["demo", "demo", "guest"]);
    match random.below(15) {
        0..=2 => Twist::SendsPassword(name),
        3 => Twist::SignsInInAnotherTab(name),
        4..=6 => Twist::SignsOutInAnotherTab,
        7 => Twist::TurnsToTheCellar,
        8 => Twist::TurnsBack,
        9 => Twist::LendsTheTab(name),
        10 | 11 => Twist::AddsAccount(name),
        12 | 13 => Twist::SwitchesAccount,
        _ => Twist::EndsTheSession,
    }
}
