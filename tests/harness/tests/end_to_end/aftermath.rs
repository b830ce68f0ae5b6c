//! After an approval: what can be done when it was a mistake.

use crate::device::Device;
use crate::home::{Home, home};

fn approved(name: &str, password: &str) -> (Home, [Device; 2]) {
    let (home, [tv, phone]) = home();
    tv.open("");
    phone.sign_in(name, password);
    phone.approve(&tv.code());
    phone.wait_for_text(".result", "now.");
    tv.wait_for("#settings");
    (home, [tv, phone])
}

#[test]
fn an_administrator_removes_what_should_not_have_been_approved() {
    let (home, [tv, phone]) = approved("demo", "demo");
    phone.press("#not-you");
    phone.wait_for_text("#task", "Everybody who is signed in on it is signed out there at once");
    assert_eq!(home.requests("/Devices").len(), 0);
    phone.press("#task-do");
    phone.wait_for_text("#task", "is removed");
    let removals = home.requests("/Devices");
    let removal = removals.iter().find(|seen| seen.method == "DELETE").expect("a removal");
    assert!(removal.target.contains(&format!("id={}", tv.id())), "{}", removal.target);
    assert!(!home.with(|fake| fake.devices().iter().any(|device| device.device_id == tv.id())));
    tv.reload();
    tv.wait_for_text("[role=alert]", "You have been signed out");
    phone.press("#task-close");
    phone.wait_for_focus("#next");
}

#[test]
fn anybody_else_changes_the_password_which_signs_the_device_out() {
    let (home, [tv, phone]) = approved("guest", "");
    phone.press("#not-you");
    phone.wait_for_text("#task", "an administrator of attic removes the device");
    phone.press("#task-do");
    phone.wait_for_text("#task [role=alert]", "Type a new password first");
    phone.type_into("#old-password", "wrong");
    phone.type_into("#new-password", "correct horse");
    phone.press("#task-do");
    phone.wait_for_text("#task [role=alert]", "current password is wrong");
    phone.type_into("#old-password", "");
    phone.press("#task-do");
    phone.wait_for_text("#task", "Your password is changed");
    tv.reload();
    tv.wait_for_text("[role=alert]", "You have been signed out");
    phone.reload();
    phone.wait_for("#settings");
    assert!(home.requests("/Devices").is_empty());
}
