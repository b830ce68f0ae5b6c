//! A crowd of screens that wait at one server, which restarts at minute three: requests a second over time, with the
//! core's own timing and with a fixed pause of 5 s. The screens are the real core; the server only counts.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fmt::Write;
use std::time::Duration;

use quick_connect_client::flow::machine::Machine;
use quick_connect_client::flow::quick_connect::{Effect, Event, POLL_PAUSE, State};
use quick_connect_client::jellyfin::Lost;
use quick_connect_client::jellyfin::code::Code;
use quick_connect_client::jellyfin::quick_connect::{Initiated, Polled};
use quick_connect_client::jellyfin::secret::Secret;

use crate::random::Random;
use crate::{HOUR, MINUTE, SECOND};

/// When the server goes down.
const DOWN: u64 = 3 * MINUTE;

/// When nobody looks any more.
const END: u64 = 6 * MINUTE;

/// How long a good answer takes.
const ANSWER: u64 = 20;

/// How the server goes down, and for how long.
#[derive(Clone, Copy, Debug)]
struct Outage {
    name: &'static str,
    length: u64,
    /// Whether requests hang until it is back and are then refused all at once, as a proxy may do.
    hangs: bool,
}

const OUTAGES: [Outage; 3] = [
    Outage { name: "a restart within a moment", length: 0, hangs: false },
    Outage { name: "30 s down, connections refused", length: 30 * SECOND, hangs: false },
    Outage { name: "12 s down, all requests held and then refused at once", length: 12 * SECOND, hangs: true },
];

/// The plots, in words; fails if the crowd comes back in a rush.
pub fn check(screens: usize) -> String {
    let mut report = String::new();
    for outage in OUTAGES {
        let ours = rates(screens, outage, false);
        let fixed = rates(screens, outage, true);
        let steady = mean(&ours[60..150]);
        let restarted = seconds(DOWN + outage.length);
        let peak = |rates: &[u32]| f64::from(*rates[restarted..].iter().max().expect("a rate")) / steady;
        let _ = writeln!(
            report,
            "\n{screens} screens, {}: {steady:.0} requests a second before; after it at most {:.2} times as many\n\
             (with a fixed pause of 5 s {:.2} times)\n\n second    ours  fixed",
            outage.name,
            peak(&ours),
            peak(&fixed)
        );
        for second in (seconds(DOWN) - 10..seconds(DOWN) + 100).step_by(5) {
            let [ours, fixed] = [&ours, &fixed].map(|rates| mean(&rates[second..second + 5]));
            let bar = "#".repeat(bar_length(ours / steady));
            let _ = writeln!(report, "{second:>7} {ours:>7.0} {fixed:>6.0}  {bar}");
        }
        assert!(peak(&ours) <= 1.2, "{report}");
        assert!(peak(&fixed) > 1.2, "a fixed pause would do as well: {report}");
    }
    report
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few times ten")]
fn bar_length(times: f64) -> usize {
    (times * 40.0) as usize
}

#[expect(clippy::cast_precision_loss, reason = "for people")]
fn mean(rates: &[u32]) -> f64 {
    f64::from(rates.iter().sum::<u32>()) / rates.len() as f64
}

fn seconds(milliseconds: u64) -> usize {
    usize::try_from(milliseconds / SECOND).expect("minutes")
}

/// Requests in each second.
fn rates(screens: usize, outage: Outage, is_fixed: bool) -> Vec<u32> {
    let random = Random::new(7);
    let mut rates = vec![0; seconds(END) + 60];
    let mut queue = BinaryHeap::new();
    let mut states: Vec<State> = vec![];
    for screen in 0..screens {
        // Opened at some time in the last nine minutes, and resting since some moment of the last five seconds.
        let opened = HOUR - random.below(9 * MINUTE);
        let state = State::start().next(code(0), Duration::from_millis(opened));
        states.push(state);
        queue.push(Reverse((random.below(5 * SECOND), screen)));
    }
    while let Some(Reverse((moment, screen))) = queue.pop() {
        if moment >= END {
            break;
        }
        let mut state = std::mem::replace(&mut states[screen], State::start());
        let now = |moment: u64| Duration::from_millis(HOUR + moment);
        if matches!(state.effect(), Some(Effect::Rest(_))) {
            state = state.next(Event::Rested, now(moment));
        }
        let effect = state.effect().expect("a waiting device always wants something");
        rates[seconds(moment)] += 1;
        let (event, answered) = answer(&effect, moment, outage);
        state = state.next(event, now(answered));
        let rest = match state.effect() {
            Some(Effect::Rest(_)) if is_fixed && state.request().is_none() && state.trouble().is_none() => 0,
            Some(Effect::Rest(_)) if is_fixed => POLL_PAUSE.as_millis().try_into().expect("short"),
            Some(Effect::Rest(pause)) => pause.pick(random.number()).as_millis().try_into().expect("short"),
            _ => 0,
        };
        states[screen] = state;
        queue.push(Reverse((answered + rest, screen)));
    }
    rates
}

/// What comes back to a request of that moment, and when. A secret is the number of restarts before it.
fn answer(effect: &Effect, moment: u64, outage: Outage) -> (Event, u64) {
    let back = DOWN + outage.length;
    let is_down = (DOWN..back).contains(&moment);
    let restarts = usize::from(moment >= back);
    let lost = Lost::NoAnswer;
    let answered = if is_down && outage.hangs { back } else { moment + ANSWER };
    let event = match effect {
        Effect::Initiate(_) if is_down => Event::Initiated(Initiated::Lost(lost)),
        Effect::Initiate(_) => code(restarts),
        Effect::Poll(_) if is_down => Event::Polled(Polled::Lost(lost)),
        Effect::Poll(secret) if secret.reveal() == restarts.to_string() => Event::Polled(Polled::Pending),
        Effect::Poll(_) => Event::Polled(Polled::Forgotten),
        other => panic!("{other:?} from a device that nobody approves"),
    };
    (event, answered)
}

fn code(restarts: usize) -> Event {
    Event::Initiated(Initiated::Code(Code::parse("123456").expect("a code"), Secret::new(restarts.to_string())))
}
