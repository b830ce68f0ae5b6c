//! An approval whose answer is lost: nothing is sent again without a press, and the second press tells what became of the
//! first.

use fake_jellyfin::Fault;

use super::steps::{deciding, fire};
use crate::support::home::{home, until};

#[test]
fn after_a_lost_answer_nothing_is_sent_again_without_a_press() {
    let (home, [phone], code) = deciding();
    home.fault("/QuickConnect/Authorize", Fault::Status(502), 1);
    home.forget_seen();
    phone.press("#approve");
    phone.wait_for_result("offline");
    fire(&phone, "#settings *:not(button):not(a)", &["online", "visibilitychange", "pageshow", "focus", "submit"]);
    phone.wait_for_text("[role=status]", "The approval did not arrive");
    until("a second look", || (home.requests("/Sessions").len() > 1).then_some(()));
    assert_eq!(home.approvals().len(), 1);
    phone.reload();
    phone.wait_for("#settings");
    phone.open(&format!("#/settings?code={code}"));
    phone.wait_for("#approve");
    assert_eq!(home.approvals().len(), 1);
}

#[test]
fn a_lost_approval_whose_code_has_expired_by_the_second_press_is_found_to_have_arrived() {
    let (home, [phone], _) = deciding();
    home.fault("/QuickConnect/Authorize", Fault::LostAnswer, 1000);
    home.fault("/Sessions", Fault::Hang, 1000);
    phone.press("#approve");
    phone.wait_for_text(".result", "Checking whether the approval arrived");
    home.forget_seen();
    until("a look at the sessions", || home.requests("/Sessions").pop());
    home.clear_faults();
    home.with(|fake| fake.advance(12 * 60_000));
    phone.press("#approve");
    phone.wait_for_text(".result", "Living Room TV (Jellyfin Quick Connect 1.2) is signed in as demo.");
    assert_eq!(home.approvals().last().and_then(|seen| seen.status), Some(404));
}

#[test]
fn where_the_sessions_cannot_be_seen_a_second_press_says_that_the_first_may_have_done_it() {
    let (home, [phone]) = home();
    phone.sign_in("demo", "demo");
    home.fault("/Sessions", Fault::Status(403), 1000);
    phone.enter_code(&home.television());
    phone.wait_for("#approve");
    home.fault("/QuickConnect/Authorize", Fault::LostAnswer, 1000);
    phone.press("#approve");
    phone.wait_for_text(".result", "Checking whether the approval arrived");
    home.clear_faults();
    phone.press("#approve");
    phone.wait_for_result("used");
    phone.wait_for_text(".result", "This code was already approved, perhaps by the first try");
}
