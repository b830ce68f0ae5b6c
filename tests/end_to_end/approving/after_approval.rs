//! What can be done about an approval that was a mistake.

use fake_jellyfin::Fault;

use crate::support::device::Device;
use crate::support::home::{Home, Setup, home, until};

fn approved(name: &str, password: &str) -> (Home, [Device; 2]) {
    let (home, [tv, phone]) = home();
    tv.open("");
    phone.sign_in(name, password);
    phone.approve(&tv.code());
    phone.wait_for_text(".result", "is signed in as");
    tv.wait_for("#settings");
    (home, [tv, phone])
}

#[test]
fn an_administrator_removes_what_should_not_have_been_approved() {
    let (home, [tv, phone]) = approved("demo", "demo");
    phone.press("#not-you");
    phone.wait_for_text("#task", "Everybody on that device will be signed out");
    assert_eq!(home.requests("/Devices").len(), 0);
    phone.press("#task-do");
    phone.wait_for_text(".status", "has been removed");
    let removals = home.requests("/Devices");
    let removal = removals.iter().find(|seen| seen.method == "DELETE").expect("a removal");
    assert!(removal.target.contains(&format!("id={}", tv.id())), "{}", removal.target);
    assert!(!home.with(|fake| fake.devices().iter().any(|device| device.device_id == tv.id())));
    tv.reload();
    tv.wait_for_text("[role=alert]", "The server has signed out this device");
    phone.wait_for_focus("[name=code]");
}

#[test]
fn anybody_else_changes_the_password_which_signs_the_device_out() {
    let (home, [tv, phone]) = approved("guest", "");
    phone.press("#not-you");
    phone.wait_for_text("#task", "Ask an administrator of attic to remove that device");
    phone.press("#task-do");
    phone.wait_for_text("#task [role=alert]", "Enter a new password");
    phone.type_into("#old-password", "wrong");
    phone.type_into("#new-password", "correct horse");
    phone.press("#task-do");
    phone.wait_for_text("#task [role=alert]", "The current password is wrong");
    phone.type_into("#old-password", "");
    phone.press("#task-do");
    phone.wait_for_text(".status", "Password changed");
    tv.reload();
    tv.wait_for_text("[role=alert]", "The server has signed out this device");
    phone.reload();
    phone.wait_for("#settings");
    assert!(home.requests("/Devices").is_empty());
}

/// Approves a television's code, after which the server does not list the television among the sessions.
fn approved_without_proof(phone: &Device, home: &Home) {
    phone.enter_code(&home.television());
    phone.wait_for("#approve");
    home.fault("/Sessions", Fault::body(200, "application/json", "[]"), 1000);
    phone.press("#approve");
    phone.wait_for_text(".result", "The other device is signing in as");
    phone.wait_for_text(".result", "Check that the other device has signed in; if not, get a new code there");
    home.clear_faults();
}

#[test]
fn an_administrator_finds_what_the_server_does_not_show_in_the_list_of_devices() {
    let (home, [phone]) = home();
    phone.sign_in("demo", "demo");
    phone.wait_for("#switch-quick-connect");
    approved_without_proof(&phone, &home);
    phone.press("#not-you");
    phone.wait_for_text("#device-list .row", "Living Room TV");
    phone.wait_for_focus("#show-devices");
    assert!(!phone.shows("#old-password"), "another password of the administrator’s would not sign it out");
    phone.press("[aria-label^='Remove Living Room TV, demo, ']");
    phone.press("#task-do");
    phone.wait_for_text(".status", "Living Room TV has been removed");
    assert!(!home.with(|fake| fake.devices().iter().any(|device| device.device_id == "tv")));
}

#[test]
fn anybody_else_is_offered_another_password_for_what_the_server_does_not_show() {
    let (home, [phone]) = home();
    phone.sign_in("guest", "");
    approved_without_proof(&phone, &home);
    phone.press("#not-you");
    phone.wait_for_text("#task", "Or change the password: that signs out every device but this one");
    phone.type_into("#new-password", "correct horse");
    phone.press("#task-do");
    phone.wait_for_text(".status", "Password changed");
    assert!(!home.with(|fake| fake.devices().iter().any(|device| device.device_id == "tv")));
}

#[test]
fn of_two_devices_that_sign_in_at_once_the_approved_one_is_named() {
    let (home, [phone]) = Setup::new().with(|fake| _ = fake.add_user("Aunt Zoë", "")).start();
    phone.sign_in("demo", "demo");
    phone.enter_code(&home.television());
    phone.press("#for-another");
    phone.type_into("#search", "zo");
    phone.wait_for_text("#accounts", "Aunt Zoë");
    phone.press("#accounts .choice");
    phone.wait_for_text("#confirm-heading", "Sign in the other device as Aunt Zoë?");
    // The answer is late, so that somebody signs in by name between the approval and the request for new sessions.
    home.fault("/QuickConnect/Authorize", Fault::Delay(500), 1);
    phone.press("#approve");
    until("the approval", || home.approvals().pop());
    home.with(|fake| {
        fake.advance(1_000);
        fake.sign_in("Aunt Zoë", "tablet")
    });
    phone.wait_for_text(".result", "Living Room TV (Jellyfin Quick Connect 1.2) is signed in as Aunt Zoë.");
    phone.press("#not-you");
    phone.wait_for_text("#task", "Remove Living Room TV?");
}
