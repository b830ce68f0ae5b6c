//! Choosing among the accounts that are held, while something else is under way: in this tab, in another one, at the server.

use fake_jellyfin::Fault;
use serde_json::json;

use super::side_by_side::{adds, choices, chooses, demo_and_guest, is_alive, signs_out};
use crate::sessions::steps::{
    BY_NAME, LOGOUT, a_moment, enters_for_this_tab, is_answered, is_asked, stands_ready_in_another_tab,
};
use crate::support::device::Device;
use crate::support::home::{Home, Setup, home, home_with_tabs, until};

const ME: &str = "/Users/Me";

/// In one tab guest is signed in for that tab and put aside for demo; in another tab guest signs in for good.
fn guest_for_a_tab_and_for_good() -> (Home, Device) {
    let (home, [tv]) = home_with_tabs();
    tv.open("");
    tv.code();
    enters_for_this_tab(&tv, "guest", "");
    tv.press("#switch-account");
    tv.wait_for("#login");
    tv.press("#stay-signed-in");
    tv.wait_for("#stay-signed-in[aria-checked=true]");
    tv.enter("demo", "demo");
    tv.wait_for_text("#account", "demo");
    tv.open_tab();
    tv.open("#/login");
    tv.code();
    tv.enter("guest", "");
    tv.wait_for_text("#account", "guest");
    tv.go_to_tab(0);
    (home, tv)
}

/// Demo is in use, and guest is held beside.
fn demo_beside_guest() -> (Home, Device) {
    let (home, tv) = demo_and_guest();
    tv.press("#switch-account");
    chooses(&tv, "demo");
    (home, tv)
}

/// The next press on `#task-do` switches Quick Connect off, slowly.
fn is_about_to_switch_off(home: &Home, tv: &Device) {
    tv.wait_for("#switch-quick-connect");
    tv.press("#switch-quick-connect");
    tv.wait_for("#task-do");
    home.fault("/System/Configuration", Fault::Delay(3000), 4);
}

/// Quick Connect is off, and the page has had its time to make something of it.
fn is_switched_off_in_the_end(home: &Home) {
    until("the end", || (!home.with(|fake| fake.quick_connect_is_enabled())).then_some(()));
    std::thread::sleep(std::time::Duration::from_secs(8));
}

/// Of one account there is one sign-in; a person sees each name once.
#[test]
fn an_account_that_is_held_for_a_tab_and_signs_in_for_good_elsewhere_is_one_choice() {
    let (_home, tv) = guest_for_a_tab_and_for_good();
    tv.press("#switch-account");
    tv.wait_for("#held");
    a_moment();
    assert_eq!(choices(&tv), ["demo", "guest"]);
}

/// The press leads to guest, whose last sign-in is good, or says that it has ended; the server is not asked without end.
#[test]
fn and_a_press_on_it_leads_there() {
    let (home, tv) = guest_for_a_tab_and_for_good();
    tv.press("#switch-account");
    tv.wait_for("#held");
    a_moment();
    let before = home.requests(ME).len();
    let press = "[...document.querySelectorAll('#held > .choice')]
        .find(it => it.textContent.endsWith(' guest')).click()";
    tv.run(press, json!([]));
    a_moment();
    a_moment();
    let asked = home.requests(ME).len() - before;
    assert!(asked < 10, "the server was asked {asked} times");
    tv.wait_for_text("#account", "guest");
}

/// Whoever has pressed their own name does not become somebody else by the approval of a code that is no longer shown.
#[test]
fn a_late_approval_for_somebody_else_does_not_overtake_a_choice() {
    let (home, [tv]) = Setup::new()
        .with(|fake| {
            fake.add_user("anna", "horse");
        })
        .start();
    tv.open("");
    let code = tv.code();
    tv.enter("demo", "demo");
    tv.wait_for_text("#account", "demo");
    adds(&tv, "guest", "");
    tv.press("#sign-out");
    tv.wait_for_text("#login [role=status]", "Signed out.");
    a_moment();
    home.fault(ME, Fault::Delay(8000), 1);
    home.forget_seen();
    tv.press("#held > button");
    is_asked(&home, ME);
    home.with(|fake| assert!(fake.approve(&code, "anna")));
    tv.wait_for("#settings");
    tv.wait_for_text("#account", "demo");
}

/// The second of two sign-outs is one, whatever became of the first.
#[test]
fn a_sign_out_whose_answer_comes_late_does_not_undo_the_next_one() {
    let (home, tv) = demo_and_guest();
    home.fault(LOGOUT, Fault::Delay(9000), 1);
    home.fault(LOGOUT, Fault::Hang, 1);
    tv.press("#sign-out");
    is_asked(&home, LOGOUT);
    tv.follow("#/login");
    tv.wait_for("#held > button");
    a_moment();
    chooses(&tv, "demo");
    tv.press("#sign-out");
    until("both", || (home.requests(LOGOUT).len() == 2).then_some(()));
    is_answered(&home, LOGOUT, 0);
    a_moment();
    assert_eq!(tv.text("#sign-out"), "Signing out…");
    tv.wait_for("#login");
}

/// The newer sign-in of demo counts, in whatever tab it was made.
#[test]
fn a_choice_does_not_end_the_sign_in_that_another_tab_makes_meanwhile() {
    let (home, tv) = demo_and_guest();
    stands_ready_in_another_tab(&tv);
    tv.press("#switch-account");
    tv.wait_for("#held > button");
    a_moment();
    home.fault(ME, Fault::Delay(8000), 1);
    home.forget_seen();
    tv.press("#held > button");
    is_asked(&home, ME);
    tv.go_to_tab(1);
    tv.press("#sign-in");
    is_answered(&home, BY_NAME, 0);
    tv.wait_for_text("#account", "demo");
    tv.go_to_tab(0);
    is_answered(&home, ME, 0);
    a_moment();
    a_moment();
    assert!(is_alive(&home, "demo"), "demo has just signed in");
    tv.wait_for_text("#account", "demo");
}

/// A press on a name counts again once the person has come back from the choice of a server.
#[test]
fn a_choice_that_was_left_for_the_choice_of_a_server_can_be_pressed_again() {
    let (home, tv) = demo_and_guest();
    signs_out(&tv);
    a_moment();
    home.fault(ME, Fault::Delay(3000), 1);
    home.forget_seen();
    tv.press("#held > button");
    is_asked(&home, ME);
    tv.press("#change-server");
    tv.wait_for("[name=server]");
    tv.press("#keep-server");
    tv.wait_for("#held");
    is_answered(&home, ME, 0);
    a_moment();
    chooses(&tv, "demo");
}

/// What was begun goes on when the person goes to the other accounts, and the page does not stop.
#[test]
fn quick_connect_that_is_switched_off_while_the_person_goes_to_the_accounts_does_not_stop_the_page() {
    let (home, tv) = demo_beside_guest();
    is_about_to_switch_off(&home, &tv);
    home.forget_seen();
    tv.press("#task-do");
    is_asked(&home, "/System/Configuration");
    tv.press("#switch-account");
    tv.wait_for("#held");
    is_switched_off_in_the_end(&home);
    assert!(tv.shows("#login"), "{}", tv.text("body"));
    chooses(&tv, "guest");
}

/// While an approval is on its way nobody leaves: neither by signing out nor for another account, who would be told of it.
#[test]
fn an_approval_that_is_on_its_way_is_not_told_to_the_next_account() {
    let (home, tv) = demo_beside_guest();
    tv.enter_code(&home.television());
    home.fault("/QuickConnect/Authorize", Fault::Delay(6000), 1);
    tv.press("#approve");
    is_asked(&home, "/QuickConnect/Authorize");
    tv.press("#switch-account");
    chooses(&tv, "guest");
    let seen = tv.text("#settings");
    assert!(!seen.contains("may have been approved"), "{seen}");
}

/// A second press on the server's name makes nobody somebody else.
#[test]
fn a_press_that_was_meant_for_the_server_makes_nobody_somebody_else() {
    let (_home, tv) = demo_and_guest();
    signs_out(&tv);
    tv.press("#change-server");
    tv.wait_for(".known .pick");
    a_moment();
    tv.run("document.querySelector('.known .pick').focus()", json!([]));
    tv.keys("\u{e007}\u{e007}");
    a_moment();
    assert!(tv.shows("#login"), "{}", tv.text("main"));
}

/// The accounts stand above the code: where there are some, it comes with them and not before, and stays where it is.
#[test]
fn the_code_does_not_move_when_the_accounts_come() {
    let (home, tv) = demo_and_guest();
    signs_out(&tv);
    home.fault(".wasm", Fault::Delay(2000), 1);
    tv.run("sessionStorage.removeItem('jellyfin-quick-connect.pending')", json!([]));
    tv.reload();
    tv.code();
    tv.wait_for("#held");
    a_moment();
    let moved = "let sum = 0;
        new PerformanceObserver(list => { list.getEntries().forEach(it => { sum += it.value; }); })
            .observe({ type: 'layout-shift', buffered: true });
        return new Promise(resolve => setTimeout(() => resolve(sum), 200));";
    let moved = tv.run(moved, json!([])).as_f64().expect("a number");
    assert!(moved < 0.01, "{moved}");
}

/// A device that is removed while the person goes to the accounts is removed, and the page does not stop.
#[test]
fn a_device_that_is_removed_while_the_person_goes_to_the_accounts_does_not_stop_the_page() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    tv.wait_for("#switch-quick-connect");
    home.with(|fake| fake.sign_in("guest", "another"));
    tv.press("#show-devices");
    tv.wait_for("#device-list button");
    tv.run("[...document.querySelectorAll('#device-list button')].pop().click()", json!([]));
    tv.wait_for("#task-do");
    home.fault("/Devices", Fault::Delay(3000), 4);
    tv.press("#task-do");
    tv.press("#switch-account");
    tv.wait_for("#login");
    std::thread::sleep(std::time::Duration::from_secs(6));
    assert!(tv.shows("#login"), "{}", tv.text("body"));
    assert!(!is_alive(&home, "guest"));
}

/// In a tab that has not been loaded anew, the same: Back leads to the settings while the question is being done.
#[test]
fn quick_connect_that_is_switched_off_while_the_person_goes_and_comes_back_does_not_stop_the_page() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    is_about_to_switch_off(&home, &tv);
    tv.press("#task-do");
    tv.press("#switch-account");
    tv.wait_for("#login");
    tv.back();
    tv.wait_for("#settings");
    is_switched_off_in_the_end(&home);
    assert!(tv.shows("#settings"), "{}", tv.text("body"));
}

/// Whoever has signed out in another tab, which the server could not be told, is not signed in again by a press that was
/// made before, and the server is still told.
#[test]
fn a_choice_does_not_bring_back_who_signs_out_in_another_tab_meanwhile() {
    let (home, [tv]) = home_with_tabs();
    tv.sign_in("demo", "demo");
    tv.wait_for_text("#account", "demo");
    adds(&tv, "guest", "");
    tv.open_tab();
    tv.open("#/login");
    chooses(&tv, "demo");
    tv.go_to_tab(0);
    tv.press("#switch-account");
    tv.wait_for("#held > button");
    a_moment();
    home.fault(ME, Fault::Delay(9000), 1);
    home.fault(LOGOUT, Fault::Status(503), 1);
    home.forget_seen();
    tv.press("#held > button");
    is_asked(&home, ME);
    tv.go_to_tab(1);
    tv.press("#sign-out");
    tv.wait_for("#login");
    tv.go_to_tab(0);
    is_answered(&home, ME, 0);
    a_moment();
    assert!(!tv.text("#account").contains("demo"), "{}", tv.text("main"));
    until("the end of demo's session", || (!is_alive(&home, "demo")).then_some(()));
}
