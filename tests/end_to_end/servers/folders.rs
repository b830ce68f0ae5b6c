//! Several servers on one host, each in a folder, and addresses as an address bar shows them.

use fake_jellyfin::Jellyfin;
use serde_json::json;

use crate::support::device::Device;
use crate::support::home::{Home, Setup, home, until};
use crate::support::servers::{cellar, connect};

/// An attic at `/jf1` and a cellar at `/jf2`.
fn two_servers<const DEVICES: usize>(folder: &'static str) -> (Home, [Device; DEVICES]) {
    let mut cellar = Jellyfin::default();
    cellar.rename("cellar");
    cellar.set_server_id("c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0");
    cellar.set_base_path("/jf2");
    Setup::new().with(|fake| fake.set_base_path("/jf1")).beside(cellar).in_folder(folder).start()
}

#[test]
fn the_folder_that_serves_the_page_decides_and_both_servers_stay_signed_in() {
    let (home, [tv]) = two_servers("/web/quick/");
    let second = home.page().replace("/jf1/", "/jf2/");
    tv.sign_in("demo", "demo");
    tv.wait_for_text("#account", "demo on attic");
    tv.go(&second);
    tv.wait_for_text("h1", "to cellar");
    let code = tv.code();
    assert_eq!(home.with_beside(|cellar| cellar.approve(&code, "guest")), Some(true));
    tv.hurry();
    tv.wait_for_text("#account", "guest on cellar");
    for _ in 0..2 {
        tv.open("");
        tv.wait_for_text("#account", "demo on attic");
        tv.go("about:blank");
        tv.go(&second);
        tv.wait_for_text("#account", "guest on cellar");
    }
    tv.press("#sign-out");
    tv.wait_for_text("h1", "to cellar");
    tv.open("");
    tv.wait_for_text("#account", "demo on attic");
    assert_eq!(home.with(|fake| fake.tokens().len()), 1);
}

#[test]
fn a_page_outside_of_the_web_folders_belongs_to_the_server_around_it() {
    let (home, [tv]) = two_servers("/quick/");
    tv.open("");
    tv.wait_for_text("h1", "to attic");
    tv.code();
    tv.go(&home.page().replace("/jf1/", "/jf2/"));
    tv.wait_for_text("h1", "to cellar");
}

#[test]
fn another_server_that_was_used_last_does_not_keep_a_servers_own_page() {
    let cellar = cellar();
    let (_home, [tv]) = home();
    tv.open("");
    tv.code();
    tv.press("#change-server");
    connect(&tv, &cellar.origin());
    tv.wait_for_text("h1", "to cellar");
    tv.code();
    tv.open("");
    tv.wait_for_text("h1", "to attic");
}

#[test]
fn whatever_stands_in_an_address_bar_is_understood() {
    let (_home, [tv]) = home();
    let (there, []) = two_servers("/web/quick/");
    let place = there.origin().replace("http://", "");
    tv.open("");
    tv.code();
    for typed in [
        format!("{place}/jf2/web/quick/#/login"),
        format!("http://{place}/jf2/web/quick/index.html?a=b#/settings?code=123456"),
        format!("{place}/jf2/web/#/home.html"),
        format!("http://{place}/jf2/web/index.html#!/details?id=7&serverId=1"),
        format!("{place}/jf2/Web/"),
        format!("{place}/jf2/System/Info/Public"),
        format!("{place}/jf2/some/where/else.html"),
    ] {
        tv.press("#change-server");
        connect(&tv, &typed);
        tv.wait_for_text("h1", "to cellar");
        let code = tv.code();
        let known = there.with_beside(|cellar| cellar.code_of(&tv.id()) == Some(code.as_str()));
        assert_eq!(known, Some(true), "{typed}");
        tv.run("localStorage.removeItem('jellyfin-quick-connect.servers'); sessionStorage.clear()", json!([]));
        tv.open("");
        until("the own server", || tv.text("h1").contains("to attic").then_some(()));
    }
}
