//! Signing in by name and password.

use fake_jellyfin::Fault;

use crate::support::home::{Setup, home};

#[test]
fn a_wrong_password_is_told_and_only_the_password_is_emptied() {
    let (_home, [tv]) = home();
    tv.open("#/login");
    tv.enter("demo", "Demo");
    tv.wait_for_text("[role=alert]", "Wrong username or password");
    assert_eq!(tv.typed("[name=username]"), "demo");
    assert_eq!(tv.typed("[name=password]"), "");
    tv.wait_for_focus("[name=password]");
    tv.keys("demo\u{e007}");
    tv.wait_for("#settings");
}

#[test]
fn a_missing_name_is_told_before_anything_is_sent() {
    let (home, [tv]) = home();
    tv.open("#/login");
    tv.enter("  ", "demo");
    tv.wait_for_text("[role=alert]", "Enter a username");
    tv.wait_for_focus("[name=username]");
    assert_eq!(home.requests("/Users/AuthenticateByName").len(), 0);
}

#[test]
fn somebody_without_a_password_signs_in_with_an_empty_one() {
    let (_home, [tv]) = home();
    tv.sign_in("guest", "");
    tv.wait_for_text("#account", "guest");
}

#[test]
fn names_and_passwords_of_every_script_arrive_as_typed() {
    let (_home, [tv]) = Setup::new()
        .with(|fake| {
            fake.add_user("Zoë \"Ž\" 李", "pä\\ss, \"wörd\"=%20 ");
        })
        .start();
    tv.sign_in("Zoë \"Ž\" 李", "pä\\ss, \"wörd\"=%20 ");
    tv.wait_for_text("#account", "Zoë \"Ž\" 李");
}

#[test]
fn an_account_that_may_not_sign_in_is_told_so() {
    let (home, [tv]) = home();
    home.with(|fake| {
        fake.user_mut("guest").disable();
    });
    tv.open("#/login");
    tv.enter("guest", "");
    tv.wait_for_text("[role=alert]", "This account can’t sign in now");
    assert_eq!(tv.typed("[name=username]"), "guest");
}

#[test]
fn a_sign_in_that_gets_lost_keeps_what_was_typed() {
    let (home, [tv]) = home();
    tv.open("#/login");
    home.fault("/Users/AuthenticateByName", Fault::Drop, 1000);
    tv.enter("demo", "demo");
    tv.wait_for_text("[role=alert]", "Can’t connect to");
    assert_eq!(tv.typed("[name=password]"), "demo");
    home.clear_faults();
    tv.press("#sign-in");
    tv.wait_for("#settings");
}

#[test]
fn a_double_click_signs_in_once() {
    let (home, [tv]) = home();
    tv.open("#/login");
    home.fault("/Users/AuthenticateByName", Fault::Delay(300), 2);
    tv.type_into("[name=username]", "guest");
    tv.double_click("#sign-in");
    tv.wait_for("#settings");
    assert_eq!(home.requests("/Users/AuthenticateByName").len(), 1);
}

#[test]
fn the_password_can_be_shown() {
    let (_home, [tv]) = home();
    tv.open("#/login");
    tv.type_into("[name=password]", "demo");
    for (kind, pressed) in [("text", "true"), ("password", "false")] {
        tv.press(".reveal");
        tv.wait_for(&format!("[name=password][type={kind}]"));
        tv.wait_for(&format!(".reveal[aria-pressed={pressed}]"));
        assert_eq!(tv.typed("[name=password]"), "demo");
    }
}
