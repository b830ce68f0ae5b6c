//! What stories about sessions begin with, and what they look for in the end.

use std::time::Duration;

use fake_jellyfin::Jellyfin;
use serde_json::json;

use crate::support::device::Device;
use crate::support::home::{Home, until};
use crate::support::servers::connect;

/// The end of a session.
pub const LOGOUT: &str = "/Sessions/Logout";
/// What makes a sign-in of an approved code.
pub const REDEEM: &str = "/Users/AuthenticateWithQuickConnect";
/// The sign-in with a password.
pub const BY_NAME: &str = "/Users/AuthenticateByName";

/// The tokens that are good.
pub fn living(fake: &mut Jellyfin) -> Vec<String> {
    fake.tokens().into_iter().filter(|token| fake.is_token_alive(token)).collect()
}

/// Every living token of this home is one that the browser keeps as a session.
pub fn no_token_is_left_with_nobody(home: &Home, tv: &Device) {
    let all = "return JSON.stringify([localStorage, sessionStorage].map(place => Object.entries(place)
        .filter(([key]) => /session|others|jellyfin_credentials/.test(key))))";
    until("no living token that nobody holds", || {
        let kept = tv.run(all, json!([])).as_str().unwrap_or_default().to_owned();
        home.with(living).iter().all(|token| kept.contains(token.as_str())).then_some(())
    });
}

/// The page comes back to the front after this time.
pub fn comes_back_after(tv: &Device, seconds: u32) {
    tv.run(
        "const now = performance.now.bind(performance);
         performance.now = () => now() + 1000 * arguments[0];
         document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))",
        json!([seconds]),
    );
}

/// Goes to the cellar and signs in there as guest.
pub fn signs_in_at(tv: &Device, cellar: &str) {
    tv.press("#other-server");
    connect(tv, cellar);
    tv.wait_for_text("h1", "to cellar");
    tv.enter("guest", "");
    tv.wait_for_text("#account", "guest on cellar");
}

/// Signs in with a password, for this tab only.
pub fn enters_for_this_tab(tv: &Device, name: &str, password: &str) {
    until("the way to sign in", || tv.shows("#stay-signed-in").then_some(()));
    if tv.shows("#stay-signed-in[aria-checked=true]") {
        tv.press("#stay-signed-in");
    }
    tv.enter(name, password);
    tv.wait_for_text("#account", name);
}

/// The first tab is this account's, for that tab only; the second waits with a code and is in front. The code that the first
/// one showed.
pub fn waits_beside_the_tab_of(tv: &Device, name: &str, password: &str) -> String {
    tv.open("");
    let code = tv.code();
    enters_for_this_tab(tv, name, password);
    tv.open_tab();
    tv.open("");
    tv.code();
    code
}

/// What is done next in this tab is for this tab only.
pub fn is_for_tab_only(tv: &Device) {
    if tv.shows("#stay-signed-in[aria-checked=true]") {
        tv.press("#stay-signed-in");
    }
    tv.wait_for("#stay-signed-in[aria-checked=false]");
}

/// In the first tab guest, for that tab only; in the second demo, for good. The code that the first one showed.
pub fn guest_beside_demo(tv: &Device) -> String {
    let code = waits_beside_the_tab_of(tv, "guest", "");
    tv.enter("demo", "demo");
    tv.wait_for_text("#account", "demo");
    code
}

/// Signs in by name while a code waits, and returns the code.
pub fn leaves_a_code_behind(tv: &Device, name: &str, password: &str) -> String {
    tv.open("");
    let code = tv.code();
    tv.enter(name, password);
    tv.wait_for_text("#account", name);
    code
}

/// The same as demo, whose settings have asked what they ask when they come up.
pub fn demo_leaves_a_code_behind(tv: &Device) -> String {
    let code = leaves_a_code_behind(tv, "demo", "demo");
    tv.wait_for("#switch-quick-connect");
    code
}

/// In the second tab, name and password of demo stand ready.
pub fn stands_ready_in_another_tab(tv: &Device) {
    tv.open_tab();
    tv.open("#/login");
    tv.code();
    tv.show_form();
    tv.type_into("[name=username]", "demo");
    tv.type_into("[name=password]", "demo");
    tv.go_to_tab(0);
}

/// "Open Jellyfin" hands the session over, and this page stays.
pub fn shares_with_jellyfin(tv: &Device) {
    tv.run("document.querySelector('#open-jellyfin').addEventListener('click', it => it.preventDefault())", json!([]));
    tv.open_jellyfin();
    until("the entry of Jellyfin's own page", || {
        let kept = tv.run("return localStorage.getItem('jellyfin_credentials')", json!([]));
        kept.as_str().is_some_and(|kept| kept.contains("AccessToken")).then_some(())
    });
}

/// The first request of this kind has been sent.
pub fn is_asked(home: &Home, path: &str) {
    until(path, || home.requests(path).first().map(|_| ()));
}

/// The request of this number has its answer.
pub fn is_answered(home: &Home, path: &str, number: usize) {
    until(path, || home.requests(path).get(number).and_then(|it| it.ended));
}

/// A code that was approved has become a sign-in.
pub fn is_redeemed(home: &Home) {
    is_answered(home, REDEEM, 0);
}

/// Long enough for what is not to happen.
pub fn a_moment() {
    std::thread::sleep(Duration::from_secs(2));
}

/// The tab in front is left for good; the one beside it is in front then.
pub fn closes_the_tab(tv: &Device, other: usize) {
    tv.go("about:blank");
    tv.go_to_tab(other);
}
