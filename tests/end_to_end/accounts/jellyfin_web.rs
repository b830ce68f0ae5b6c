//! The page beside Jellyfin's own page on the same server: one sign-in serves both, and entries of other servers are
//! kept.

use fake_jellyfin::http::Seen;
use serde_json::{Value, json};

use crate::support::device::Device;
use crate::support::home::{Home, Setup, home, until};
use crate::support::jellyfin_web::{here, keep};

/// The entry of another server that was used with Jellyfin's own page.
fn elsewhere() -> Value {
    json!({
        "Id": "e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1", "Name": "elsewhere", "ManualAddress": "https://elsewhere.test",
        "AccessToken": "another-token", "UserId": "somebody", "DateLastAccessed": 5, "Unknown": { "kept": [1, 2] },
    })
}

fn kept(tv: &Device) -> Value {
    let kept = tv.run("return localStorage.getItem('jellyfin_credentials')", json!([]));
    serde_json::from_str(kept.as_str().unwrap_or("null")).expect("JSON")
}

/// The server has been asked about that token, and it is gone from there.
fn is_tried(home: &Home, tv: &Device, token: &str) {
    let carries = |seen: &Seen| seen.headers.iter().any(|(_, value)| value.contains(token));
    until("a question with it", || home.requests("/Users/Me").iter().any(carries).then_some(()));
    until("its end", || (!kept(tv).to_string().contains(token)).then_some(()));
}

#[test]
fn a_living_sign_in_of_its_own_stays_also_where_it_is_of_the_same_account() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    let theirs = home.with(|fake| fake.sign_in("demo", "jellyfins-own-page"));
    let name = |home: &Home| {
        home.with(|fake| fake.devices().iter().find(|row| row.token == theirs).map(|row| row.name.clone()))
    };
    let before = name(&home);
    keep(&tv, &[here(&home, &theirs)]);
    tv.reload();
    tv.wait_for_text("#account", "demo");
    let carries = |seen: &Seen| seen.headers.iter().any(|(_, value)| value.contains(&theirs));
    until("its answer", || {
        home.requests("/Users/Me").iter().any(|seen| carries(seen) && seen.ended.is_some()).then_some(())
    });
    tv.open_jellyfin();
    assert_eq!(kept(&tv)["Servers"][0]["AccessToken"], json!(theirs));
    assert_eq!(home.with(|fake| fake.tokens().len()), 2);
    assert_eq!(name(&home), before, "its device stays its own");
}

#[test]
fn a_dead_sign_in_of_somebody_else_is_not_spoken_of() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    let mut entry = here(&home, "a-dead-token");
    entry["UserId"] = json!(home.with(|fake| fake.user_named("guest").expect("guest").id().to_owned()));
    keep(&tv, &[entry]);
    tv.reload();
    tv.wait_for_text("#account", "demo");
    is_tried(&home, &tv, "a-dead-token");
    assert!(!tv.text("main").contains("signed in here as somebody else"));
    tv.open_jellyfin();
    assert_eq!(kept(&tv)["Servers"][0]["AccessToken"], json!(home.with(|fake| fake.tokens().remove(0))));
}

#[test]
fn opening_jellyfin_hands_the_session_over_and_keeps_what_is_there() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    assert_eq!(kept(&tv), Value::Null, "nothing before the press");
    keep(&tv, &[elsewhere(), here(&home, "a-dead-token")]);
    tv.reload();
    is_tried(&home, &tv, "a-dead-token");
    tv.open_jellyfin();
    let servers = kept(&tv)["Servers"].clone();
    let token = home.with(|fake| fake.tokens().remove(0));
    let entry = |id: &str| servers.as_array().and_then(|all| all.iter().find(|it| it["Id"] == id)).cloned();
    let expected = here(&home, &token);
    let ours = entry(expected["Id"].as_str().unwrap_or_default()).expect("an entry of this server");
    for member in ["AccessToken", "UserId", "Name"] {
        assert_eq!(ours[member], expected[member], "{member}");
    }
    assert!(ours["DateLastAccessed"].as_i64() > Some(1_700_000_000_000), "the newest is the one that is opened");
    assert_eq!(entry("e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1"), Some(elsewhere()));
    assert_eq!(servers.as_array().map(Vec::len), Some(2));
    assert!(home.with(|fake| fake.is_token_alive(&token)));
}

#[test]
fn jellyfins_own_setting_not_to_remember_is_respected_and_said() {
    let (_home, [tv]) = home();
    tv.sign_in("demo", "demo");
    tv.run("localStorage.setItem('enableAutoLogin', 'false')", json!([]));
    tv.reload();
    tv.wait_for_text(".account .hint", "does not remember sign-ins in this browser");
    tv.open_jellyfin();
    assert_eq!(kept(&tv), Value::Null);
}

#[test]
fn a_session_for_this_tab_is_not_handed_over_and_that_is_said() {
    let (_home, [tv]) = home();
    tv.open("");
    tv.press("#stay-signed-in");
    tv.enter("demo", "demo");
    tv.wait_for_text(".account .hint", "for this tab only");
    tv.open_jellyfin();
    assert_eq!(kept(&tv), Value::Null);
}

#[test]
fn a_sign_in_of_jellyfins_own_page_is_gone_on_with_by_one_press() {
    let (home, [tv]) = home();
    tv.open("");
    tv.code();
    assert!(!tv.shows("#take-over"));
    let token = home.with(|fake| fake.sign_in("demo", "jellyfins-own-page"));
    keep(&tv, &[elsewhere(), here(&home, &token)]);
    tv.reload();
    tv.wait_for_text("#login", "This browser is signed in to Jellyfin already");
    tv.code();
    assert!(!tv.shows("#settings"), "nobody pressed anything");
    tv.press("#take-over");
    tv.wait_for_text("#account", "demo on attic");
    assert!(tv.kept(".session").contains(&token));
    assert_eq!(home.with(|fake| fake.tokens()), [token]);
    assert_eq!(home.requests("/Users/AuthenticateByName").len(), 0);
}

#[test]
fn a_sign_in_of_jellyfins_own_page_that_has_ended_is_told() {
    let (home, [tv]) = home();
    tv.open("");
    tv.code();
    keep(&tv, &[here(&home, "a-dead-token")]);
    tv.reload();
    tv.press("#take-over");
    tv.wait_for_text("#login [role=alert]", "That sign-in has ended. Sign in with a code or a password");
    tv.code();
    assert_eq!(tv.kept(".session"), "");
}

#[test]
fn across_origins_nothing_is_handed_over_or_offered() {
    let (home, [tv]) = Setup::new().apart().start();
    tv.open("");
    keep(&tv, &[here(&home, &home.with(|fake| fake.sign_in("demo", "jellyfins-own-page")))]);
    let before = kept(&tv);
    tv.reload();
    tv.code();
    assert!(!tv.shows("#take-over"));
    tv.enter("demo", "demo");
    tv.wait_for_text(".account .hint", "It has another address than this page");
    tv.open_jellyfin();
    tv.open("");
    assert_eq!(kept(&tv), before);
}
