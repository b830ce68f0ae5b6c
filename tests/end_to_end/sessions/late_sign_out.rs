//! A sign-out whose answer is late, or that the server does not hear at once: whoever signs in meanwhile stays signed in, and
//! what is said of it is true, and said at its own server only.

use fake_jellyfin::{Fault, Version};

use super::steps::{
    LOGOUT, a_moment, enters_for_this_tab, is_answered, is_asked, living, no_token_is_left_with_nobody,
    shares_with_jellyfin,
};
use crate::support::device::Device;
use crate::support::home::{Home, Setup, home, home_with_tabs, until};
use crate::support::servers::{cellar, connect};

/// On 10.8 the answer to the sign-out of demo does not come, and the next code is shown.
fn a_sign_out_hangs_on_10_8() -> (Home, Device) {
    let (home, [tv]) = Setup::of(Version::V10_8_13).with_tabs().start();
    tv.sign_in("demo", "demo");
    home.fault(LOGOUT, Fault::Hang, 1);
    tv.press("#sign-out");
    is_asked(&home, LOGOUT);
    tv.follow("#/login");
    tv.code();
    (home, tv)
}

/// Demo, whose session Jellyfin's own page shares, signs out. The server fails at it, and again at the second try.
fn a_sign_out_fails_twice() -> (Home, Device) {
    let (home, [tv]) = home_with_tabs();
    tv.sign_in("demo", "demo");
    shares_with_jellyfin(&tv);
    home.fault(LOGOUT, Fault::Status(503), 2);
    tv.press("#sign-out");
    (home, tv)
}

#[test]
fn on_10_8_signing_in_again_while_a_sign_out_hangs_is_kept() {
    let (home, tv) = a_sign_out_hangs_on_10_8();
    tv.enter("demo", "demo");
    tv.wait_for_text("#account", "demo");
    assert!(!tv.text("main").contains("can’t save"), "{}", tv.text("main"));
    no_token_is_left_with_nobody(&home, &tv);
    // After its time the request is given up.
    is_answered(&home, LOGOUT, 0);
    a_moment();
    tv.reload();
    tv.wait_for_text("#account", "demo");
    assert_eq!(home.with(living).len(), 1);
}

#[test]
fn on_10_8_a_tab_that_is_opened_does_not_end_a_sign_in_that_follows_a_sign_out() {
    let (home, tv) = a_sign_out_hangs_on_10_8();
    enters_for_this_tab(&tv, "demo", "demo");
    tv.open_tab();
    tv.open("");
    tv.code();
    a_moment();
    assert_eq!(home.with(living).len(), 1);
}

#[test]
fn a_sign_in_that_is_used_again_for_a_tab_is_not_ended_by_another_one() {
    let (home, tv) = a_sign_out_fails_twice();
    tv.wait_for_text("#login [role=alert]", "could not be told");
    tv.press("#stay-signed-in");
    tv.press("#take-over");
    tv.wait_for_text("#account", "demo");
    tv.open_tab();
    tv.open("");
    tv.wait_for("#login");
    a_moment();
    assert_eq!(home.with(living).len(), 1);
}

#[test]
fn a_sign_out_that_is_heard_at_the_second_try_is_said_and_no_longer_offered() {
    let (home, tv) = a_sign_out_fails_twice();
    tv.wait_for_text("#login [role=status]", "Signed out.");
    until("no offer", || (!tv.shows("#take-over")).then_some(()));
    assert!(!tv.text("#login").contains("could not be told"));
    assert_eq!(home.with(living).len(), 0);
}

#[test]
fn what_is_said_of_a_sign_out_is_not_said_at_another_server() {
    let (home, [tv]) = home();
    let cellar = cellar();
    tv.sign_in("demo", "demo");
    home.fault(LOGOUT, Fault::Status(503), 1000);
    tv.press("#sign-out");
    tv.wait_for_text("#login [role=alert]", "could not be told");
    tv.press("#change-server");
    connect(&tv, &cellar.origin());
    tv.wait_for_text("h1", "to cellar");
    tv.code();
    assert!(!tv.text("main").contains("could not be told"));
}
