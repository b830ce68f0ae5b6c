//! How the waiting device polls: rarely, one request at a time, without preflights, and only while its screen is
//! visible. Between polls it does next to nothing.

use fake_jellyfin::Fault;
use serde_json::json;

use crate::support::home::{Home, Setup, home, until};

/// The pause that the contract asks for, less the inaccuracy of timers and sockets.
const LEAST_PAUSE: u64 = 4900;

#[test]
fn polls_are_five_seconds_apart_and_never_overlap() {
    let (home, [tv]) = home();
    tv.open("");
    let polls = until("three polls", || Some(home.polls()).filter(|polls| polls.len() >= 3));
    for pair in polls.windows(2) {
        assert!(!pair[0].overlaps(&pair[1]));
        let apart = pair[1].arrived - pair[0].arrived;
        assert!(apart >= LEAST_PAUSE, "{apart} ms between two polls");
    }
}

#[test]
fn polls_of_a_slow_server_do_not_overlap_either() {
    let (home, [tv]) = home();
    home.fault("/QuickConnect/Connect", Fault::Delay(2500), 2);
    tv.open("");
    tv.code();
    until("two polls", || {
        tv.press("#check-now");
        Some(()).filter(|()| home.polls().len() >= 2)
    });
    let polls = home.polls();
    assert!(!polls[0].overlaps(&polls[1]));
}

#[test]
fn a_page_of_another_origin_polls_without_preflights_and_signs_in() {
    let (home, [tv, phone]) = Setup::new().apart().start();
    tv.open("");
    let code = tv.code();
    until("two polls", || Some(()).filter(|()| home.polls().len() >= 2));
    phone.sign_in("guest", "");
    phone.approve(&code);
    phone.wait_for_result("approved");
    tv.wait_for("#settings");
    tv.wait_for_text("#account", "guest");
    let preflights = |path: &str| {
        let seen = home.seen();
        seen.iter().filter(|seen| seen.method == "OPTIONS" && seen.path().ends_with(path)).count()
    };
    assert_eq!(preflights("/QuickConnect/Connect"), 0);
    assert!(preflights("/QuickConnect/Initiate") > 0, "the count of preflights counts nothing");
}

#[test]
fn polling_stops_when_somebody_signs_in_by_name() {
    let (home, [tv]) = home();
    tv.open("");
    tv.code();
    until("a poll", || Some(()).filter(|()| !home.polls().is_empty()));
    tv.enter("demo", "demo");
    tv.wait_for("#settings");
    stays_silent(&home);
}

#[test]
fn polling_stops_when_somebody_goes_to_the_other_screen() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    tv.follow("#/login");
    tv.code();
    tv.follow("#/settings");
    tv.wait_for("#settings");
    stays_silent(&home);
}

#[test]
fn reopening_the_screen_again_and_again_leaves_one_poll_at_a_time() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    for _ in 0..5 {
        tv.follow("#/login");
        tv.code();
        tv.follow("#/settings");
        tv.wait_for("#settings");
    }
    home.forget_seen();
    tv.follow("#/login");
    let polls = until("two polls", || Some(home.polls()).filter(|polls| polls.len() >= 2));
    assert!(polls[1].arrived - polls[0].arrived >= LEAST_PAUSE);
}

/// Counts timers that fire and changes of the page.
const COUNT: &str = "
    window.wakeUps = window.changes = 0;
    const set = window.setTimeout;
    window.setTimeout = (task, time) => set(() => { wakeUps += 1; task(); }, time);
    new MutationObserver(() => { changes += 1; })
        .observe(document, { attributes: true, childList: true, characterData: true, subtree: true });";

#[test]
fn a_page_that_waits_wakes_up_once_a_second_and_changes_only_then_and_with_an_answer() {
    let (home, [tv]) = home();
    tv.prepare(COUNT);
    tv.open("");
    tv.code();
    tv.wait_for("#person-0");
    let polled = home.polls().len();
    until("a poll", || (home.polls().len() > polled).then_some(()));
    // At least the time of four polls.
    let script = "wakeUps = changes = 0;
        const begin = performance.now();
        return new Promise(done => {
            const look = () => performance.now() < begin + arguments[0] ? requestAnimationFrame(look)
                : done([wakeUps, changes, performance.now() - begin]);
            look();
        })";
    home.forget_seen();
    let seen = tv.run(script, json!([4 * LEAST_PAUSE]));
    #[expect(clippy::cast_precision_loss, reason = "a handful")]
    let answers = home.polls().len() as f64;
    let [wake_ups, changes, time] = [0, 1, 2].map(|place| seen[place].as_f64().expect("a number"));
    // The first and the last second may be incomplete.
    let most = time / 1000.0 + 2.0;
    assert!(wake_ups > 3.0 && wake_ups <= most, "{wake_ups} timers in {time} ms");
    assert!(changes > 3.0 && changes <= most + answers, "{changes} changes in {time} ms, {answers} answers");
}

/// Replaces the browser's screen wake lock, which is not available here.
const LOCK: &str = "
    window.locks = [];
    Object.defineProperty(navigator, 'wakeLock', { value: { request: async () => {
        const lock = { released: false, release: async () => { lock.released = true; } };
        locks.push(lock);
        return lock;
    } } });";

#[test]
fn the_screen_stays_on_while_a_code_is_shown_and_no_longer() {
    let (home, [tv]) = home();
    tv.prepare(LOCK);
    tv.open("");
    tv.code();
    let locks = |what: &str, count: usize, held: usize| {
        until(what, || {
            let seen = tv.run("return [locks.length, locks.filter(lock => !lock.released).length]", json!([]));
            (seen == json!([count, held])).then_some(())
        });
    };
    locks("one lock", 1, 1);
    tv.run("locks[0].released = true", json!([]));
    locks("another one after the browser has ended the first", 2, 1);
    tv.enter("demo", "demo");
    tv.wait_for("#settings");
    locks("none after the sign-in", 2, 0);
    tv.press("#sign-out");
    tv.code();
    locks("one for the next code", 3, 1);
    home.with(|fake| fake.enable_quick_connect(false));
    tv.press("#check-now");
    tv.wait_for_state("disabled");
    locks("none without a code", 3, 0);
}

/// Asserts that no poll arrives for longer than the pause between two.
fn stays_silent(home: &Home) {
    let before = home.polls().len();
    let left = home.with(|fake| fake.now());
    until("time to pass", || Some(()).filter(|()| home.with(|fake| fake.now()) > left + 6500));
    assert_eq!(home.polls().len(), before, "polls after the screen was left");
}
