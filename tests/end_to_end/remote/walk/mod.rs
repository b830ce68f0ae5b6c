//! Walks through every state of every screen with nothing but arrows, OK and Back. In each state, each arrow is tried
//! from each control: the focus is never lost, stays within the area that no television cuts off, and reaches every
//! control. So does the Tab key. Each control is pressed, and Back leads one layer up, or out of the app from the lowest. In
//! each state and each of `languages::LANGUAGES`, axe looks for mistakes that shut people out, the arrows lead where the eye
//! expects, and nothing is left in English.

mod axe;
mod languages;
mod walker;

use serde_json::json;
use thirtyfour::Key;

use fake_jellyfin::http::{Server, closed_port};
use fake_jellyfin::{Fault, Jellyfin};

use crate::support::device::Device;
use crate::support::home::{Home, Setup, until};
use crate::support::{camera, jellyfin_web};
pub use walker::TELEVISION;
use walker::{PAD, Walk};

/// Each state, and the beginnings of the names of the states that Back may lead to. Empty if Back leaves the app.
const STATES: [(&str, &str); 25] = [
    ("approved", "settings"),
    ("camera", "settings"),
    ("choice", ""),
    ("choice of another server", "other ways|forgotten password"),
    ("choice of another server from inside", "settings|other ways"),
    ("choice that failed", "login"),
    ("choice that failed, unfolded", "login"),
    ("confirm", "settings"),
    ("forgotten password", "other ways"),
    ("forgotten password, pin", "forgotten password"),
    ("login", ""),
    ("login from inside", "settings"),
    ("login in trouble", ""),
    ("login in trouble, unfolded", ""),
    ("login with an offer", ""),
    ("menu of the account", "settings|confirm|picker|approved|refused|task|camera"),
    ("other ways", "login"),
    ("picker", "confirm"),
    ("refused", "settings"),
    ("settings", ""),
    ("settings in a frame", ""),
    ("settings with devices", ""),
    ("task after an approval", "approved"),
    ("task of a device", "settings|confirm|picker|approved"),
    ("task of the switch", "settings|confirm|picker|approved"),
];

/// A home with a television.
fn home() -> (Home, [Device; 1]) {
    let (home, [tv]) = Setup::new().start();
    make_television(&tv);
    (home, [tv])
}

/// Turns a device into a television that counts the exits.
fn make_television(tv: &Device) {
    tv.prepare(TELEVISION);
    tv.be_television();
    tv.set_screen(1280, 720, "dark");
}

/// Explores from the current state, except what other tests explore, presses Back, and returns the states that were
/// found.
fn explore(walk: &mut Walk, known: &[&str]) -> Vec<String> {
    walk.done = known.iter().map(|state| (*state).to_owned()).collect();
    walk.explore(&[]);
    let first = walk.look().state;
    walk.back(&first);
    walk.done.iter().filter(|state| !known.contains(&state.as_str())).cloned().collect()
}

fn open(tv: &Device) {
    tv.open("");
    tv.code();
    wait_for_people(tv);
}

/// They are known before they are shown.
fn wait_for_people(tv: &Device) {
    let are_there = || tv.run("return Boolean(document.querySelector('#person-0'))", json!([])) == true;
    until("the people", || are_there().then_some(()));
}

const SIGNED_OUT: [&str; 4] = ["choice of another server", "forgotten password", "login", "other ways"];
const PIN: &str = "forgotten password, pin";
const OFFER: &str = "login with an offer";
const FRAMED: &str = "settings in a frame";
const GUESTS: [&str; 6] = [
    "choice of another server from inside",
    "confirm",
    "menu of the account",
    "refused",
    "settings",
    "settings with devices",
];
const ADMINISTRATORS: [&str; 5] =
    ["approved", "picker", "task after an approval", "task of a device", "task of the switch"];
const FAILED: [&str; 2] = ["choice that failed", "choice that failed, unfolded"];
const IN_TROUBLE: [&str; 2] = ["login in trouble", "login in trouble, unfolded"];

#[test]
fn together_the_walks_come_by_every_state() {
    let alone = ["camera", "choice", "login from inside", PIN, OFFER, FRAMED];
    let mut walked = [&SIGNED_OUT[..], &GUESTS, &ADMINISTRATORS, &FAILED, &IN_TROUBLE, &alone].concat();
    walked.sort_unstable();
    assert_eq!(walked, STATES.map(|(state, _)| state));
}

#[test]
fn before_a_sign_in_and_as_somebody_who_is_no_administrator() {
    walk_as_somebody_who_is_no_administrator("en");
}

#[test]
fn the_same_from_right_to_left() {
    walk_as_somebody_who_is_no_administrator("ar");
}

fn walk_as_somebody_who_is_no_administrator(language: &str) {
    let (_home, [tv]) = home();
    tv.speak(language);
    let mut walk = Walk::begin(&tv, &open);
    // The English walk comes by the same states.
    walk.is_in_each_language = language == "en";
    assert_eq!(explore(&mut walk, &[]), SIGNED_OUT);
    walk.press("other-ways");
    walk.press("person-0");
    tv.wait_for_text("#account", "guest");
    walk.start = &|tv| {
        tv.open("");
        tv.wait_for("#show-devices");
    };
    // The account's menu leads to the login.
    let known = [&SIGNED_OUT[..], &["login from inside"]].concat();
    assert_eq!(explore(&mut walk, &known), GUESTS);
    walk.press("account-menu\nsign-out");
    wait_for_people(&tv);
    walk.press("other-ways");
    walk.press("forgot-password");
    assert_eq!(walk.press("reset").state, PIN, "{walk}");
    walk.back(PIN);
    walk.back("forgotten password");
    walk.back("other ways");
    walk.back("login");
}

#[test]
fn as_an_administrator() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    let start = |tv: &Device| {
        let is_there = home.with(|fake| {
            fake.enable_quick_connect(true);
            fake.sign_in("guest", "old-tablet");
            fake.next_code("123456");
            fake.pending_codes().contains(&"123456".to_owned())
        });
        tv.open("");
        tv.wait_for("#switch-quick-connect");
        let ask = "return fetch('/QuickConnect/Initiate', { method: 'POST', headers: { Authorization:
            'MediaBrowser Client=\"c\", Device=\"d\", DeviceId=\"waits\", Version=\"1\"' } }).then(it => it.status)";
        assert!(is_there || tv.run(ask, json!([])) == 200);
    };
    let mut walk = Walk::begin(&tv, &start);
    let mut found = [&ADMINISTRATORS[..], &["confirm", "settings", "settings with devices"]].concat();
    found.sort_unstable();
    assert_eq!(explore(&mut walk, &["refused", "menu of the account", "choice of another server from inside"]), found);
    walk.press("account-menu\nsign-out");
    tv.wait_for("#login");
}

#[test]
fn a_device_that_was_approved_can_be_removed_at_once() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    home.with(|fake| fake.next_code("123456"));
    let ask = "return fetch('/QuickConnect/Initiate', { method: 'POST', headers: { Authorization:
        'MediaBrowser Client=\"c\", Device=\"d\", DeviceId=\"waits\", Version=\"1\"' } }).then(it => it.status)";
    assert_eq!(tv.run(ask, json!([])), 200);
    let mut walk = Walk::begin(&tv, &|tv| tv.wait_for("#switch-quick-connect"));
    walk.press(PAD);
    assert_eq!(walk.press("approve").state, "approved");
    home.with(|fake| fake.sign_in("demo", "living-room"));
    tv.wait_for_text(".result", "is signed in as");
    assert_eq!(walk.press("not-you").state, "task after an approval");
    walk.back("task after an approval");
    walk.press("not-you");
    walk.press("task-do");
    tv.wait_for_text(".status", "has been removed");
    walk.back("settings");
}

#[test]
fn with_a_server_that_is_not_there() {
    let (_home, [tv]) = home();
    let port = closed_port().expect("a free port");
    let start = |tv: &Device| {
        tv.open("");
        tv.code();
        tv.follow(&format!("#/login?server=127.0.0.1:{port}"));
        tv.wait_for_focus("#connect");
        tv.key(&Key::Enter);
        tv.wait_for("#server-form summary");
        tv.wait_for_focus("[name=server]");
    };
    let mut walk = Walk::begin(&tv, &start);
    assert_eq!(explore(&mut walk, &SIGNED_OUT), FAILED);
}

#[test]
fn with_a_choice_of_servers_at_first() {
    let server = Server::start(Jellyfin::default()).expect("a free port");
    let (home, []) = Setup::new().start();
    let config = json!({ "servers": [home.origin(), server.origin()] });
    let (_page, [tv]) = Setup::new().with_config(&config.to_string()).start();
    make_television(&tv);
    let start = |tv: &Device| {
        tv.forget_kept();
        tv.open("");
        tv.wait_for(".pick");
    };
    let mut walk = Walk::begin(&tv, &start);
    assert_eq!(explore(&mut walk, &SIGNED_OUT), ["choice"]);
}

#[test]
fn while_the_server_is_out_of_reach() {
    let (home, [tv]) = home();
    tv.open("");
    tv.code();
    home.fault("/QuickConnect", Fault::Drop, 1_000_000);
    let start = |tv: &Device| {
        tv.run("sessionStorage.clear()", json!([]));
        tv.open("");
        tv.wait_for("#login summary");
    };
    let mut walk = Walk::begin(&tv, &start);
    assert_eq!(explore(&mut walk, &SIGNED_OUT), IN_TROUBLE);
}

#[test]
fn on_the_login_while_signed_in() {
    let (_home, [tv]) = home();
    tv.sign_in("demo", "demo");
    let start = |tv: &Device| {
        tv.open("#/login");
        tv.wait_for("#login [href='#/settings']");
        tv.code();
        wait_for_people(tv);
    };
    let mut walk = Walk::begin(&tv, &start);
    let known: Vec<&str> = SIGNED_OUT.into_iter().chain(GUESTS).collect();
    assert_eq!(explore(&mut walk, &known), ["login from inside"]);
}

#[test]
fn with_the_sign_in_of_jellyfins_own_page_on_offer() {
    let (home, [tv]) = home();
    let token = home.with(|fake| fake.sign_in("demo", "jellyfins-own-page"));
    tv.open("");
    jellyfin_web::keep(&tv, &[jellyfin_web::here(&home, &token)]);
    let start = |tv: &Device| {
        open(tv);
        tv.wait_for("#take-over");
    };
    let mut walk = Walk::begin(&tv, &start);
    assert_eq!(explore(&mut walk, &SIGNED_OUT), [OFFER]);
    assert!(walk.press("take-over").state.starts_with("settings"), "{walk}");
    tv.wait_for_text("#account", "demo on attic");
}

#[test]
fn with_a_camera() {
    let (_home, [tv]) = camera::phone_with_camera("walk", "granted");
    make_television(&tv);
    let start = |tv: &Device| {
        tv.open("");
        tv.wait_for("#scan");
        tv.wait_for("#show-devices");
    };
    let mut walk = Walk::begin(&tv, &start);
    let known: Vec<&str> = GUESTS.into_iter().filter(|state| *state != "settings").collect();
    assert_eq!(explore(&mut walk, &known), ["camera", "settings"]);
}

#[test]
fn in_a_frame() {
    let (_home, [tv]) = home();
    tv.sign_in("demo", "demo");
    let start = |tv: &Device| {
        tv.open_framed("#/settings");
        tv.wait_for("#open-alone");
    };
    let mut walk = Walk::begin(&tv, &start);
    assert_eq!(explore(&mut walk, &GUESTS), [FRAMED]);
    assert!(walk.goes_to("open-alone"), "{walk}");
    tv.key(&Key::Enter);
    tv.go_to_tab(1);
    tv.wait_for("#approve-form");
}
