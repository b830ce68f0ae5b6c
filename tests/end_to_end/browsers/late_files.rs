//! Files that come late or oddly, and a television with many accounts.

use fake_jellyfin::Fault;
use serde_json::json;

use crate::accounts::side_by_side::choices;
use crate::sessions::steps::a_moment;
use crate::support::home::{Setup, home, until};

/// The file of a language comes when the screen on which it was picked is gone: the page speaks it, and goes on.
#[test]
fn a_language_that_comes_after_the_sign_in_does_not_stop_the_page() {
    let (home, [tv]) = home();
    tv.open("");
    let code = tv.code();
    home.fault("/web/language-", Fault::Delay(9000), 1);
    tv.press("#language");
    tv.press("#language-de");
    home.approve(&code);
    tv.hurry();
    tv.wait_for_text("#account", "demo");
    until("the file", || home.requests("_de.js").first().and_then(|it| it.ended));
    a_moment();
    tv.read_in("de");
    assert!(tv.shows("#settings"), "{}", tv.text("body"));
    tv.wait_for_text("#account", "demo on attic");
    tv.press("#sign-out");
    tv.wait_for("#login");
}

/// And when the menu in which it was picked is closed.
#[test]
fn a_language_that_comes_when_the_list_is_closed_does_not_stop_the_page() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    tv.press("#account-menu");
    home.fault("/web/language-", Fault::Delay(5000), 1);
    tv.press("#language");
    tv.press("#language-de");
    tv.press("h1");
    until("the menu to close", || (!tv.shows("#sign-out")).then_some(()));
    until("the file", || home.requests("_de.js").first().and_then(|it| it.ended));
    a_moment();
    tv.read_in("de");
    assert!(tv.shows("#settings"), "{}", tv.text("body"));
    tv.press("#sign-out");
    tv.wait_for("#login");
}

/// A host whose web server names another encoding with every text is read as before: JSON is UTF-8.
#[test]
fn a_configuration_that_is_sent_with_another_encoding_is_read_as_json_is() {
    let (home, [tv]) = home();
    let config = r#"{"name":"Küche"}"#;
    home.fault("/config.json", Fault::body(200, "text/plain; charset=iso-8859-1", config), 1000);
    tv.open("");
    tv.code();
    let title = tv.run("return document.title + document.body.innerText", json!([]));
    assert!(title.as_str().unwrap_or_default().contains("Küche"), "{title}");
}

/// On a television with 720 lines nothing has to be scrolled to, also in a household of five.
#[test]
fn on_a_television_five_accounts_leave_the_code_and_its_buttons_on_the_screen() {
    let names = ["anna", "bert", "carl", "dora", "emil"];
    let (home, [mut tv]) = Setup::new()
        .with(|fake| {
            for name in names {
                fake.add_user(name, "horse");
            }
        })
        .start();
    tv.use_name();
    tv.be_television();
    tv.set_screen(1280, 720, "dark");
    tv.open("");
    for name in names {
        let code = tv.code();
        home.with(|fake| assert!(fake.approve(&code, name)));
        tv.hurry();
        tv.wait_for_text("#account", name);
        tv.press("#switch-account");
        tv.wait_for("#held");
    }
    tv.code();
    assert_eq!(choices(&tv).len(), 5);
    let below = tv.run(
        "return [...document.querySelectorAll('button, .time-left, .said, .qr, #quick-connect-code')]
            .filter(it => it.getBoundingClientRect().bottom > 720).map(it => it.id + ' ' + it.textContent)",
        json!([]),
    );
    assert_eq!(below, json!([]));
}
