//! Every outcome of an approval, each with a keyboard, with arrows and OK, and by pasting. Each has its own message,
//! makes one request for one press, and offers a next step that works.

use fake_jellyfin::Fault;
use serde_json::json;

use super::steps::sessions_are_known;
use crate::support::home::{Home, home, until};
use crate::support::person::{Person, Way};

const PAGE: &str = "<!DOCTYPE html><title>Router</title>";

/// A refusal by the server.
struct Refusal {
    name: &'static str,
    /// Creates the code to enter.
    code: fn(&Home) -> String,
    /// Happens between the confirm step and the press.
    meanwhile: fn(&Home, &str),
    result: &'static str,
    says: &'static str,
    /// What the administrator then does, after which the same code can be approved. None if the code is used up.
    remedy: Option<fn(&Home, &str)>,
}

const REFUSALS: [Refusal; 6] = [
    Refusal {
        name: "a code that no device shows",
        code: |_| "999999".to_owned(),
        meanwhile: |_, _| (),
        result: "unknown",
        says: "No device is waiting with this code. It may be mistyped or expired",
        remedy: Some(show_again),
    },
    Refusal {
        name: "a code that has expired",
        code: Home::television,
        meanwhile: |home, _| home.with(|fake| fake.advance(11 * 60_000)),
        result: "unknown",
        says: "It may be mistyped or expired",
        remedy: Some(show_again),
    },
    Refusal {
        name: "a code that was used already (500)",
        code: Home::television,
        meanwhile: |home, code| home.approve(code),
        result: "used",
        says: "This code was already used. If the other device has not signed in, get a new code there",
        remedy: None,
    },
    Refusal {
        name: "switched off (401 with a sentence)",
        code: Home::television,
        meanwhile: |home, _| home.with(|fake| fake.enable_quick_connect(false)),
        result: "disabled",
        says: "Quick Connect is off on this server. An administrator can turn it on",
        remedy: Some(|home, _| home.with(|fake| fake.enable_quick_connect(true))),
    },
    Refusal {
        name: "an account that is not let in now (403 empty)",
        code: Home::television,
        meanwhile: |home, _| home.with(|fake| _ = fake.user_mut("guest").allow_only_between(0.0, 0.0)),
        result: "forbidden",
        says: "The server does not allow this account right now. Ask an administrator about the account’s hours",
        remedy: Some(|home, _| home.with(|fake| _ = fake.user_mut("guest").allow_at_any_time())),
    },
    Refusal {
        name: "too many sessions on the account (403 with a sentence)",
        code: Home::television,
        meanwhile: |home, _| home.with(|fake| _ = fake.user_mut("guest").limit_sessions(1)),
        result: "forbidden",
        says: "This account has too many devices, or is not allowed to use that one. Sign out on another device",
        remedy: Some(|home, _| home.with(|fake| _ = fake.user_mut("guest").limit_sessions(0))),
    },
];

/// Answers that say nothing about the code, and the message for each.
fn troubles() -> Vec<(Fault, &'static str)> {
    vec![
        (Fault::body(502, "text/html", PAGE), "The proxy can’t reach Jellyfin"),
        (Fault::body(503, "text/html", PAGE), "attic is still starting"),
        (Fault::body(500, "text/html", PAGE), "attic had a problem"),
        (Fault::body(401, "text/html", PAGE), "A proxy or filter in front of the server refused this"),
        (Fault::body(200, "text/html", PAGE), "attic sent a web page instead of an answer"),
        (Fault::body(200, "application/json", "1"), "attic sent an answer that is not from Jellyfin"),
        (Fault::Status(429), "attic is busy right now"),
    ]
}

#[test]
fn every_outcome_is_told_and_leads_on_by_keyboard_alone() {
    tell_every_outcome(Way::Keyboard);
}

#[test]
fn every_outcome_is_told_and_leads_on_by_arrows_and_ok_alone() {
    tell_every_outcome(Way::Remote);
}

#[test]
fn every_outcome_is_told_and_leads_on_by_paste() {
    tell_every_outcome(Way::Paste);
}

fn tell_every_outcome(way: Way) {
    let (home, [phone]) = home();
    if way == Way::Remote {
        phone.be_television();
    }
    phone.sign_in("guest", "");
    phone.wait_for_focus("#settings *");
    let story = Story { home: &home, person: Person { device: &phone, way } };
    story.tell("approved", |story| story.approve(&story.home.television()));
    for refusal in REFUSALS {
        story.tell(refusal.name, |story| story.is_refused(&refusal));
    }
    for (fault, says) in troubles() {
        story.tell(&format!("server trouble, {fault:?}"), |story| story.meets_trouble(fault, says));
    }
    story.tell("no network", Story::has_no_network);
    story.tell("a request that never arrives", Story::never_arrives);
    story.tell("an answer that is lost, pressed again", Story::loses_the_answer_and_presses_again);
    story.tell("an answer that is lost, waited for", Story::loses_the_answer_and_waits);
    story.tell("a session that has ended (401 empty)", Story::has_been_signed_out);
    let used = Refusal { name: "a code that was used already (409)", ..REFUSALS[2] };
    home.with(|fake| fake.imitate_jellyfin(404));
    story.tell(used.name, |story| story.is_refused(&used));
}

/// A person and a server for one outcome.
struct Story<'a> {
    home: &'a Home,
    person: Person<'a>,
}

/// Prints which outcome it was if a test fails.
struct Told<'a>(&'a str, Way);

impl Drop for Told<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("The outcome was: {}, by {:?}.", self.0, self.1);
        }
    }
}

impl Story<'_> {
    fn tell(&self, outcome: &str, live: impl FnOnce(&Self)) {
        let _told = Told(outcome, self.person.way);
        live(self);
        self.home.clear_faults();
    }

    /// Presses `#approve` for the first time and counts requests from there.
    fn press_approve(&self) {
        self.home.forget_seen();
        self.person.press("#approve");
    }

    /// Asserts how often the server was asked to approve since the first press.
    fn has_asked(&self, times: usize) {
        assert_eq!(self.home.approvals().len(), times, "requests to approve");
    }

    /// Enters a code, approves it, and checks which device signed in.
    fn approve(&self, code: &str) {
        self.person.enter_code(code);
        self.press_approve();
        self.is_approved();
        self.has_asked(1);
        self.goes_on("");
    }

    fn is_approved(&self) {
        let phone = self.person.device;
        phone.wait_for_result("approved");
        let proof = "Approved. Living Room TV (Jellyfin Quick Connect 1.2) is signed in as guest.";
        phone.wait_for_text(".result[role=status]", proof);
    }

    /// Presses the button for the next step, which focuses the field with this content. A code that no device shows is in
    /// the field already.
    fn goes_on(&self, kept: &str) {
        let phone = self.person.device;
        if phone.shows("#settings[data-result=unknown]") {
            phone.wait_for("[name=code][aria-invalid=true]");
            phone.wait_for_focus(self.person.entry());
            assert_eq!(phone.typed("[name=code]"), kept);
            return;
        }
        phone.wait_for_focus("#next");
        let is_approved = phone.shows("#settings[data-result=approved]");
        assert_eq!(phone.text("#next"), if is_approved { "Done" } else { "Enter another code" });
        self.person.press("#next");
        phone.wait_for_focus(self.person.entry());
        assert_eq!(phone.typed("[name=code]"), kept);
        assert_eq!(phone.text(".result"), "");
    }

    fn is_refused(&self, refusal: &Refusal) {
        let phone = self.person.device;
        let code = (refusal.code)(self.home);
        self.person.enter_code(&code);
        (refusal.meanwhile)(self.home, &code);
        self.press_approve();
        phone.wait_for_result(refusal.result);
        phone.wait_for_text(".result[role=status]", refusal.says);
        // A server whose database is locked says the same as one that knows the code as used: that is tried twice.
        self.has_asked(if refusal.result == "used" { 2 } else { 1 });
        let Some(remedy) = refusal.remedy else {
            self.goes_on("");
            return self.approve(&self.home.television());
        };
        self.goes_on(&code);
        remedy(self.home, &code);
        self.person.press("#continue");
        phone.wait_for_focus("#approve-cancel");
        self.press_approve();
        self.is_approved();
        self.has_asked(1);
        self.goes_on("");
    }

    /// Asserts that the confirm step is still there with the code, and the focus on the button with this label.
    fn can_try_again(&self, code: &str, says: &str) {
        let phone = self.person.device;
        phone.wait_for_result("offline");
        phone.wait_for_text(".result[role=status]", says);
        phone.wait_for_text("#approve", "Try again");
        phone.wait_for_focus("#approve");
        assert_eq!(phone.text("#confirm-code").replace(' ', ""), code);
    }

    fn meets_trouble(&self, fault: Fault, says: &str) {
        let code = self.home.television();
        self.person.enter_code(&code);
        self.home.fault("/QuickConnect/Authorize", fault, 1);
        self.press_approve();
        self.can_try_again(&code, says);
        self.has_asked(1);
        self.person.press("#approve");
        self.is_approved();
        self.has_asked(2);
        self.goes_on("");
    }

    fn has_no_network(&self) {
        let phone = self.person.device;
        let network = |offline: bool| {
            let conditions =
                json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
            phone.command("Network.enable", json!({}));
            phone.command("Network.emulateNetworkConditions", conditions);
        };
        let code = self.home.television();
        self.person.enter_code(&code);
        sessions_are_known(self.home);
        network(true);
        self.press_approve();
        self.can_try_again(&code, "This device may be offline");
        self.person.press("#approve");
        self.can_try_again(&code, "Checking whether the approval arrived");
        network(false);
        self.has_asked(0);
        self.person.press("#approve");
        self.is_approved();
        self.has_asked(1);
        self.goes_on("");
    }

    fn never_arrives(&self) {
        let code = self.home.television();
        self.person.enter_code(&code);
        self.home.fault("/QuickConnect/Authorize", Fault::Drop, 1000);
        self.press_approve();
        self.can_try_again(&code, "Checking whether the approval arrived");
        self.can_try_again(&code, "The approval did not arrive");
        self.home.clear_faults();
        self.press_approve();
        self.is_approved();
        self.has_asked(1);
        self.goes_on("");
    }

    /// The page's own check hangs, so that the press comes first.
    fn loses_the_answer_and_presses_again(&self) {
        let code = self.home.television();
        self.person.enter_code(&code);
        sessions_are_known(self.home);
        self.home.fault("/QuickConnect/Authorize", Fault::LostAnswer, 1000);
        self.home.fault("/Sessions", Fault::Hang, 1000);
        self.press_approve();
        self.can_try_again(&code, "Checking whether the approval arrived");
        until("a look at the sessions", || self.home.requests("/Sessions").pop());
        assert_eq!(self.home.with(|fake| fake.pending_codes()), [""; 0], "it has arrived");
        self.home.clear_faults();
        self.press_approve();
        self.is_approved();
        self.has_asked(2);
        self.goes_on("");
    }

    fn loses_the_answer_and_waits(&self) {
        let code = self.home.television();
        self.person.enter_code(&code);
        self.home.fault("/QuickConnect/Authorize", Fault::LostAnswer, 1000);
        self.press_approve();
        self.person.device.wait_for_result("offline");
        self.home.clear_faults();
        self.home.forget_seen();
        self.is_approved();
        self.has_asked(0);
        self.goes_on("");
    }

    fn has_been_signed_out(&self) {
        let phone = self.person.device;
        let code = self.home.television();
        self.person.enter_code(&code);
        self.home.with(|fake| fake.revoke_user("guest"));
        self.press_approve();
        phone.wait_for_result("signed-out");
        phone.wait_for_text(".result[role=status]", "This device has been signed out");
        self.has_asked(1);
        // The login follows by itself after a while, if the person is not quicker.
        until("the button or the login", || (phone.has_focus("#next") || phone.shows("#login")).then_some(()));
        phone.keys("\u{e007}");
        phone.wait_for_text("#login [role=alert]", "The server has signed out this device");
        phone.wait_for_text("#login [role=status]", "The code is kept until then");
        self.person.sign_in("guest", |shown| assert!(self.home.with(|fake| fake.approve(shown, "guest"))));
        phone.wait_for_focus("#approve-cancel");
        assert_eq!(phone.text("#confirm-code").replace(' ', ""), code);
        self.has_asked(1);
        assert!(!phone.text("#confirm").contains("came from a link"), "it was typed here");
        self.press_approve();
        self.is_approved();
        self.has_asked(1);
        self.goes_on("");
    }
}

/// Makes a television show this code.
fn show_again(home: &Home, code: &str) {
    home.with(|fake| fake.next_code(code));
    assert_eq!(home.television(), code);
}
