//! The whole flow with each release of the server.

use fake_jellyfin::{Request, Version};

use crate::support::home::{Setup, until};

/// An approval on a phone, both ways to sign in, signing out, a restart, the switch, and a link.
fn the_whole_flow_works_with(version: Version) {
    let (home, [tv, phone]) = Setup::of(version).start();
    phone.open("#/login");
    phone.enter("demo", "wrong");
    phone.wait_for_text(".by-name [role=alert]", "Wrong username or password");
    phone.enter("demo", "demo");
    phone.wait_for_text("#account", "demo on attic");
    tv.open("");
    let first = tv.code();
    home.with(fake_jellyfin::Jellyfin::restart);
    tv.press("#check-now");
    let second = tv.code_after(&first);
    phone.approve(&first);
    phone.wait_for_result("unknown");
    phone.open(&format!("#/settings?code={second}"));
    phone.press("#approve");
    phone.wait_for_result("approved");
    tv.wait_for_text("#account", "demo on attic");
    // Where there is no page, there is no link that leads anywhere.
    let jellyfin = tv.look("#open-jellyfin", "new URL(element.href).pathname").expect("a link");
    assert_eq!(home.with(|fake| fake.handle(&Request::get(&jellyfin)).status), 200);
    assert_eq!(home.with(|fake| fake.tokens().len()), 2);
    phone.press("#next");
    phone.approve(&second);
    until("a refusal", || {
        (phone.shows("#settings[data-result=used]") || phone.shows("#settings[data-result=unknown]")).then_some(())
    });
    tv.press("#sign-out");
    tv.wait_for_text("#login [role=status]", "Signed out.");
    assert_eq!(home.with(|fake| fake.tokens().len()), 1);
    home.with(|fake| fake.enable_quick_connect(false));
    tv.press("#new-code");
    tv.wait_for_state("disabled");
    home.with(|fake| fake.enable_quick_connect(true));
    tv.press("#check-now");
    tv.code();
    home.with(|fake| fake.revoke_user("demo"));
    phone.reload();
    phone.wait_for_text("#login [role=alert]", "The server has signed out this device");
    for seen in home.seen() {
        let is_legacy = seen.headers.iter().any(|(name, _)| name.to_ascii_lowercase().starts_with("x-emby"));
        assert!(
            !is_legacy && !seen.target.to_ascii_lowercase().contains("api_key"),
            "{} has legacy credentials",
            seen.target
        );
    }
}

#[test]
fn the_whole_flow_works_with_10_8() {
    the_whole_flow_works_with(Version::V10_8_13);
}

#[test]
fn the_whole_flow_works_with_10_9() {
    the_whole_flow_works_with(Version::V10_9_11);
}

#[test]
fn the_whole_flow_works_with_10_10() {
    the_whole_flow_works_with(Version::V10_10_7);
}

#[test]
fn the_whole_flow_works_with_10_11() {
    the_whole_flow_works_with(Version::V10_11_11);
}

#[test]
fn the_whole_flow_works_with_12_0() {
    the_whole_flow_works_with(Version::V12_0);
}
