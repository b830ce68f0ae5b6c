//! Which server the page uses: typed, linked to, set by the host or used before, and several side by side.

use fake_jellyfin::http::Server;
use fake_jellyfin::{Jellyfin, Version};
use serde_json::json;

use crate::support::device::Device;
use crate::support::home::{Setup, home, until};
use crate::support::servers::{cellar, connect, press_in_row};

/// How often somebody signed in by name.
fn sign_ins(server: &Server) -> usize {
    server.seen().iter().filter(|seen| seen.path().ends_with("/AuthenticateByName") && seen.method == "POST").count()
}

fn offered(tv: &Device) -> String {
    tv.run("return [...document.querySelectorAll('.pick-name')].map(it => it.textContent).join(', ')", json!([]))
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn a_server_is_found_however_its_address_is_typed_and_offered_again_later() {
    let cellar = cellar();
    let port = cellar.port();
    let (_home, [tv]) = home();
    tv.open("");
    tv.code();
    for typed in [
        format!("127.0.0.1:{port}"),
        format!("  HTTP://LOCALHOST:{port}/web/index.html "),
        format!("http:\\\\attic.test:{port}\\"),
    ] {
        tv.press("#change-server");
        connect(&tv, &typed);
        tv.wait_for_text("h1", "to cellar");
        let code = tv.code();
        assert!(cellar.with(|fake| fake.code_of(&tv.id()) == Some(code.as_str())), "{typed}");
    }
    tv.press("#change-server");
    tv.wait_for_text(".known h2", "Recent servers");
    assert_eq!(offered(&tv), "cellar, attic");
    tv.wait_for_text(".pick", &format!("localhost:{port}"));
    press_in_row(&tv, "attic", ".pick");
    tv.wait_for_text("h1", "to attic");
    tv.reload();
    tv.wait_for_text("h1", "to attic");
    tv.code();
    tv.press("#change-server");
    press_in_row(&tv, "cellar", ".forget");
    until("one row less", || (offered(&tv) == "attic").then_some(()));
    tv.press("#keep-server");
    tv.wait_for_text("h1", "to attic");
    tv.reload();
    tv.code();
    tv.press("#change-server");
    until("the same rows", || (offered(&tv) == "attic").then_some(()));
}

#[test]
fn what_cannot_be_an_address_is_told_at_once_and_stays_in_the_field() {
    let (_home, [tv]) = home();
    tv.open("#/login?server=");
    tv.press("#change-server");
    for (typed, why) in [
        ("", "Enter the server’s address"),
        ("ftp://tv.local", "Only http:// and https:// work here"),
        ("my server", "Check it for spaces"),
        ("tv.local:70000", "A port is a number up to 65535"),
        ("demo:demo@tv.local", "Leave out the name and password before the @"),
    ] {
        connect(&tv, typed);
        tv.wait_for_text("#server-form [role=alert]", why);
        assert_eq!(tv.typed("[name=server]"), typed);
        tv.wait_for_focus("[name=server]");
    }
}

#[test]
fn a_link_fills_the_address_and_signs_nobody_in() {
    let cellar = cellar();
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    for link in [format!("http%3A%2F%2F127.0.0.1%3A{}", cellar.port()), cellar.origin()] {
        tv.open(&format!("#/login?server={link}"));
        tv.wait_for_text("h1", "Select server");
        assert_eq!(tv.typed("[name=server]"), cellar.origin());
        tv.wait_for_focus("#connect");
        assert!(tv.address().ends_with("#/login"), "{}", tv.address());
        assert!(!tv.history().contains("server="));
    }
    assert_eq!(cellar.seen().len(), 0);
    tv.open("#/settings");
    tv.wait_for_text("#account", "demo on attic");
    assert_eq!(sign_ins(&home), 1);
    tv.follow(&format!("#/login?server={}", cellar.origin()));
    tv.wait_for_text("h1", "Select server");
    assert_eq!(tv.typed("[name=server]"), cellar.origin());
    assert_eq!(cellar.seen().len(), 0);
    tv.press("#connect");
    let code = tv.code();
    assert!(cellar.with(|fake| fake.approve(&code, "demo")));
    tv.hurry();
    tv.wait_for_text("#account", "demo on cellar");
}

#[test]
fn a_server_that_the_host_has_fixed_cannot_be_left() {
    let cellar = cellar();
    let (_home, [tv]) = Setup::new().apart().start();
    tv.open(&format!("#/login?server={}", cellar.origin()));
    tv.wait_for_text("h1", "to attic");
    tv.code();
    tv.follow(&format!("#/login?server={}", cellar.origin()));
    until("a clean address", || tv.address().ends_with("#/login").then_some(()));
    assert!(tv.shows("#stay-signed-in") && !tv.shows("#change-server") && !tv.shows("[name=server]"));
    tv.enter("demo", "demo");
    tv.wait_for_text("#account", "demo on attic");
    tv.press("#account-menu");
    tv.wait_for("#sign-out");
    assert!(!tv.shows("#other-server"));
    assert_eq!(cellar.seen().len(), 0);
}

#[test]
fn of_a_list_that_the_host_has_set_one_is_chosen_and_no_other_can_be_typed() {
    let (attic, cellar) = (Server::start(Jellyfin::default()).expect("a free port"), cellar());
    let config = json!({ "servers": [attic.origin(), cellar.origin()] });
    let (_home, [tv]) = Setup::new().with_config(&config.to_string()).start();
    tv.open("");
    tv.wait_for_text(".known h2", "Servers");
    assert!(!tv.shows("[name=server]") && !tv.shows(".forget"));
    let bare = |server: &Server| server.origin().replace("http://", "");
    assert_eq!(offered(&tv), format!("{}, {}", bare(&attic), bare(&cellar)));
    press_in_row(&tv, &bare(&cellar), ".pick");
    tv.wait_for_text("h1", "to cellar");
    tv.code();
    tv.reload();
    tv.wait_for_text("h1", "to cellar");
    tv.press("#change-server");
    until("the same list", || (offered(&tv) == format!("{}, cellar", bare(&attic))).then_some(()));
    assert!(!tv.shows("[name=server]") && !tv.shows(".forget"));
    press_in_row(&tv, &bare(&attic), ".pick");
    tv.wait_for_text("h1", "to attic");
}

#[test]
fn the_ways_in_the_name_and_where_jellyfin_opens_are_as_the_host_has_set() {
    let (_home, [mut tv]) = home();
    for (ways, code, name) in [("both", true, true), ("code", true, false), ("password", false, true)] {
        let config = json!({ "signIn": ways, "name": "Family cinema", "openJellyfin": "../start.html" });
        let (home, []) = Setup::new().with_config(&config.to_string()).start();
        tv.visit(&home);
        tv.open("");
        tv.wait_for(if code { "#check-now" } else { "[name=username]" });
        assert_eq!((tv.shows(".by-code"), tv.shows(".by-name")), (code, name), "{ways}");
        tv.wait_for_text(".brand", "Family cinema");
        let title = || tv.run("return document.title", json!([]));
        until("the title", || (title() == "Sign in to attic – Family cinema").then_some(()));
        if code {
            home.approve(&tv.code());
            tv.hurry();
        } else {
            tv.enter("demo", "demo");
        }
        tv.wait_for("#settings");
        let jellyfin = tv.look("#open-jellyfin", "new URL(element.href).pathname");
        assert_eq!(jellyfin.as_deref(), Some("/start.html"));
        // The page asks for a code before it can know this, and leaves such a setting to the program.
        assert_eq!(home.requests("/QuickConnect/Initiate").len(), 1 + usize::from(code));
    }
}

#[test]
fn every_mistake_of_the_host_is_told_and_the_defaults_are_used() {
    let mistakes = json!({
        "server": 7, "servers": ["tv"], "signIn": "pin", "name": [], "openJellyfin": "javascript:alert(1)", "sever": 1,
    });
    let (_home, [tv]) = Setup::new().with_config(&mistakes.to_string()).start();
    tv.open("");
    for mistake in [
        "“server” needs an address such as",
        "“servers” needs an address such as",
        "“signIn” must be “code”, “password” or “both”",
        "“name” must be a text",
        "“openJellyfin” must be the address of a page",
        "There is no setting “sever”",
        "Defaults are used instead",
    ] {
        tv.wait_for_text("[role=alert]", mistake);
    }
    tv.code();
    tv.enter("demo", "demo");
    tv.wait_for("#settings");
    assert_eq!(tv.look("#open-jellyfin", "new URL(element.href).pathname").as_deref(), Some("/web/index.html"));
}

#[test]
fn sign_ins_on_several_servers_live_side_by_side() {
    let cellar = cellar();
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    let attics = home.with(|fake| fake.tokens());
    tv.press("#other-server");
    connect(&tv, &cellar.origin());
    tv.wait_for_text("h1", "to cellar");
    tv.enter("guest", "");
    tv.wait_for_text("#account", "guest on cellar");
    let cellars = cellar.with(|fake| fake.tokens());
    tv.press("#other-server");
    tv.wait_for_text(".pick", "Signed in as guest");
    tv.wait_for_text(".pick", "Signed in as demo");
    press_in_row(&tv, "attic", ".pick");
    tv.wait_for_text("#account", "demo on attic");
    tv.reload();
    tv.wait_for_text("#account", "demo on attic");
    tv.press("#other-server");
    press_in_row(&tv, "cellar", ".pick");
    tv.wait_for_text("#account", "guest on cellar");
    tv.reload();
    tv.wait_for_text("#account", "guest on cellar");
    tv.press("#sign-out");
    tv.wait_for_text("#login [role=status]", "Signed out.");
    assert_eq!(cellar.with(|fake| fake.tokens()), [""; 0]);
    tv.press("#change-server");
    press_in_row(&tv, "attic", ".pick");
    tv.wait_for_text("#account", "demo on attic");
    assert_eq!((cellars.len(), home.with(|fake| fake.tokens())), (1, attics));
    assert_eq!((sign_ins(&home), sign_ins(&cellar)), (1, 1));
    assert_eq!(home.requests("/Sessions/Logout").len(), 0);
}

#[test]
fn another_server_behind_a_known_address_is_pointed_out() {
    let (home, [tv]) = home();
    tv.open("");
    tv.code();
    until("the server's id kept", || tv.kept(".servers").contains("attic").then_some(()));
    tv.reload();
    tv.code();
    assert!(!tv.shows("#login > [role=alert]"));
    home.with(|fake| fake.set_server_id("c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0"));
    tv.reload();
    tv.wait_for_text("#login > [role=alert]", "Another server answers at this address now");
    tv.wait_for_text("#login > [role=alert]", "Enter no password");
}

#[test]
fn how_a_server_takes_a_request_for_a_code_is_remembered() {
    let (home, [tv]) = Setup::of(Version::V10_8_13).start();
    let methods = || home.requests("/QuickConnect/Initiate").iter().map(|it| it.method.clone()).collect::<Vec<_>>();
    tv.open("");
    let first = tv.code();
    // The page has already tried the newer way, before the program.
    assert_eq!(methods(), ["POST", "POST", "GET"]);
    tv.press("#new-code");
    tv.code_after(&first);
    // What this tab has stored would restore the code without a request.
    tv.run("sessionStorage.clear()", json!([]));
    tv.reload();
    tv.code();
    assert_eq!(methods(), ["POST", "POST", "GET", "GET", "GET"]);
}
