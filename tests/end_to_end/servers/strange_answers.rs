//! Servers, and proxies in front of them, that answer with something else: always a lost request, never a verdict.

use fake_jellyfin::Fault;

use crate::support::home::{home, until};

#[test]
fn polls_answered_with_anything_else_are_lost_and_the_approval_still_counts() {
    let (home, [tv]) = home();
    tv.open("");
    let code = tv.code();
    let json = "application/json; charset=utf-8";
    for (fault, cause) in [
        (Fault::body(200, json, "{\"Authenticated\":"), "that is not from Jellyfin"),
        (Fault::body(200, json, "{}"), "that is not from Jellyfin"),
        (Fault::body(200, json, "[true]"), "that is not from Jellyfin"),
        (Fault::body(200, "text/html", "<!DOCTYPE html><title>Welcome</title>"), "sent a web page"),
        (Fault::body(200, "", ""), "that is not from Jellyfin"),
        (Fault::body(200, json, vec![b'7'; 1 << 20]), "is too long"),
        (Fault::CutOff, "that is not from Jellyfin"),
        (Fault::Status(502), "can’t reach Jellyfin"),
        (Fault::Status(500), "had a problem"),
    ] {
        home.fault("/QuickConnect/Connect", fault.clone(), 1000);
        until(&format!("{cause} after {fault:.60?}"), || {
            tv.press("#check-now");
            tv.text("#login[data-state=retrying] .by-code").contains(cause).then_some(())
        });
        assert_eq!(tv.code(), code);
        home.clear_faults();
        tv.press("#check-now");
        tv.wait_for_state("waiting");
    }
    home.approve(&code);
    tv.hurry();
    tv.wait_for("#settings");
}

#[test]
fn a_request_for_a_code_answered_with_anything_else_is_made_again() {
    let (home, [tv]) = home();
    let fault = |fault| home.fault("/QuickConnect/Initiate", fault, 1);
    fault(Fault::body(200, "application/json", "{\"Code\":\"12\",\"Secret\":\"\"}"));
    fault(Fault::body(200, "text/html", "<html></html>"));
    fault(Fault::CutOff);
    tv.open("");
    tv.wait_for_state("unreachable");
    tv.wait_for_text("#login [role=status]", "sent a web page");
    tv.wait_for_state("waiting");
    assert_eq!(home.requests("/QuickConnect/Initiate").len(), 4);
}

#[test]
fn a_poll_that_is_never_answered_is_given_up_and_made_again() {
    let (home, [tv]) = home();
    tv.open("");
    home.approve(&tv.code());
    home.fault("/QuickConnect/Connect", Fault::Hang, 1);
    tv.hurry();
    tv.wait_for_state("retrying");
    tv.wait_for("#settings");
}

#[test]
fn an_approval_answered_with_anything_else_keeps_the_code() {
    let (home, [tv, phone]) = home();
    tv.open("");
    let code = tv.code();
    phone.sign_in("demo", "demo");
    home.fault("/QuickConnect/Authorize", Fault::body(200, "text/html", "<html></html>"), 1);
    phone.approve(&code);
    phone.wait_for_result("offline");
    phone.press("#approve");
    phone.wait_for_result("approved");
    tv.wait_for("#settings");
}
