//! Sessions on several servers: what the host offers holds at once, a server with a session is never lost sight of, and
//! rights that are taken away are gone.

use fake_jellyfin::Jellyfin;
use fake_jellyfin::http::Server;
use serde_json::json;

use crate::support::home::{Setup, home, home_with_tabs, until};
use crate::support::servers::{cellar, connect, press_in_row};

#[test]
fn a_session_on_a_server_that_the_host_does_not_offer_any_more_is_kept_and_not_used() {
    let cellar = cellar();
    let (_home, [tv]) = Setup::new().apart().start();
    tv.sign_in("demo", "demo");
    tv.wait_for_text("#account", "demo on attic");
    // As if somebody had signed in elsewhere before the host set the server.
    tv.run(
        "for (const [key, value] of Object.entries(localStorage).filter(([key]) => key.endsWith('.session')))
             localStorage[key] = JSON.stringify({ ...JSON.parse(value), Address: arguments[0], ServerName: 'cellar' })",
        json!([cellar.origin()]),
    );
    tv.open("");
    tv.wait_for_text("h1", "to attic");
    tv.wait_for_text("#login [role=status]", "demo is still signed in on cellar");
    assert!(tv.kept(".others").contains(&cellar.origin()));
    let asked: Vec<String> = cellar.seen().into_iter().map(|it| it.target).collect();
    assert_eq!(asked, [""; 0]);
}

#[test]
fn a_session_of_this_tab_comes_back_from_another_server() {
    let (home, [tv]) = home();
    tv.open("");
    tv.code();
    tv.press("#stay-signed-in");
    tv.enter("demo", "demo");
    tv.wait_for_text("#account", "demo on attic");
    let token = home.token_of(&tv);
    let cellar = cellar();
    tv.press("#other-server");
    connect(&tv, &cellar.origin());
    tv.wait_for_text("h1", "to cellar");
    tv.enter("guest", "");
    tv.wait_for_text("#account", "guest on cellar");
    tv.reload();
    tv.wait_for_text("#account", "guest on cellar");
    tv.press("#other-server");
    press_in_row(&tv, "attic", ".pick");
    tv.wait_for_text("#account", "demo on attic");
    assert!(home.with(|fake| fake.is_token_alive(&token)));
    let kept = tv.run("return JSON.stringify(localStorage).includes(arguments[0])", json!([token]));
    assert_eq!(kept, false);
}

#[test]
fn a_server_with_a_session_stays_in_the_list_however_many_are_used_after_it() {
    let (_home, [tv]) = home();
    tv.sign_in("demo", "demo");
    let others: Vec<_> = (0..7)
        .map(|number| json!({ "Address": format!("http://h{number}"), "Id": format!("{number}"), "Name": format!("h{number}") }))
        .collect();
    tv.run("localStorage['jellyfin-quick-connect.servers'] = arguments[0]", json!([json!(others[..6]).to_string()]));
    tv.reload();
    tv.press("#other-server");
    tv.wait_for_text(".known .pick", "Signed in as demo");
}

#[test]
fn an_administrator_who_is_none_any_more_is_told_at_once() {
    let (home, [phone]) = home();
    phone.sign_in("demo", "demo");
    phone.wait_for("#switch-quick-connect");
    home.with(|fake| fake.user_mut("demo").take_administration());
    phone.press("#switch-quick-connect");
    phone.press("#task-do");
    until("the plain page", || (!phone.shows("#switch-quick-connect")).then_some(()));
    phone.wait_for_text("[role=alert]", "no longer an administrator");
    phone.wait_for_text("#account", "demo");
}

#[test]
fn a_session_that_another_tab_has_begun_is_not_overwritten() {
    let (_home, [tv]) = home_with_tabs();
    let cellar = cellar();
    let mut loft = Jellyfin::default();
    loft.rename("loft");
    loft.set_server_id("a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0");
    let loft = Server::start(loft).expect("a free port");
    // Or their tokens would be the same.
    cellar.with(|fake| fake.seed(77));
    loft.with(|fake| fake.seed(99));
    tv.sign_in("demo", "demo");
    tv.open_tab();
    tv.open("");
    tv.wait_for_text("#account", "demo on attic");
    tv.press("#other-server");
    connect(&tv, &cellar.origin());
    tv.wait_for_text("h1", "to cellar");
    tv.enter("guest", "");
    tv.wait_for_text("#account", "guest on cellar");
    tv.go_to_tab(0);
    tv.press("#other-server");
    connect(&tv, &loft.origin());
    tv.wait_for_text("h1", "to loft");
    tv.enter("guest", "");
    tv.wait_for_text("#account", "guest on loft");
    let kept = tv.kept(".others");
    for token in cellar.with(|fake| fake.tokens()) {
        assert!(kept.contains(&token), "{kept}");
    }
    assert_eq!(kept.matches("demo").count(), 1, "{kept}");
}
