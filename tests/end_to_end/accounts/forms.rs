//! The rest of the login screen: account tiles, a forgotten password, the administrator's branding, and refusals.

use fake_jellyfin::Fault;
use fake_jellyfin::{Jellyfin, Version};
use serde_json::json;

use crate::support::device::Device;
use crate::support::home::{Setup, home, until};

/// Waits for the tile with this name and returns its index.
fn tile(tv: &Device, name: &str) -> String {
    let script = "return [...document.querySelectorAll('.person-tile')]
        .find(it => it.querySelector('.person-name').textContent === arguments[0])?.id";
    let id = until(name, || tv.run(script, json!([name])).as_str().map(str::to_owned));
    format!("#{id}")
}

#[test]
fn a_tile_signs_in_at_once_or_asks_for_the_password_alone() {
    let (home, [tv]) = Setup::new()
        .with(|fake| {
            fake.user_mut("demo").show();
        })
        .start();
    tv.open("");
    tv.press(&tile(&tv, "demo"));
    tv.wait_for_focus("[name=password]");
    assert_eq!(tv.typed("[name=username]"), "demo");
    let id = home.with(|fake| fake.user_named("demo").expect("demo").id().to_owned());
    until("the picture", || {
        home.seen().iter().any(|it| it.path().contains(&id) && it.status == Some(200)).then_some(())
    });
    let drawn = tv.look(&format!("{} img", tile(&tv, "demo")), "String(element.naturalWidth > 0)");
    assert_eq!(drawn.as_deref(), Some("true"));
    assert!(!tv.shows(&format!("{} img", tile(&tv, "guest"))), "guest has no picture");
    assert_eq!(home.requests("/Users/AuthenticateByName").len(), 0);
    tv.keys("demo\u{e007}");
    tv.wait_for_text("#account", "demo");
    tv.press("#sign-out");
    tv.press(&tile(&tv, "guest"));
    tv.wait_for_text("#account", "guest");
    assert_eq!(home.requests("/Users/AuthenticateByName").len(), 2);
}

#[test]
fn where_the_server_does_not_say_who_has_no_password_a_tile_asks_for_it() {
    let (home, [tv]) = Setup::of(Version::V12_0).start();
    tv.open("");
    tv.press(&tile(&tv, "guest"));
    tv.wait_for_focus("[name=password]");
    assert_eq!(home.requests("/Users/AuthenticateByName").len(), 0);
    tv.press("#sign-in");
    tv.wait_for_text("#account", "guest");
}

#[test]
fn a_refusal_names_its_reasons_and_a_server_in_trouble_takes_the_same_press_again() {
    let (home, [tv]) = home();
    tv.open("");
    home.with(|fake| fake.fail_sign_ins(1));
    tv.enter("demo", "demo");
    tv.wait_for_text(".by-name [role=alert]", "had a problem (error 500)");
    assert_eq!(tv.typed("[name=password]"), "demo");
    tv.press("#sign-in");
    tv.wait_for("#settings");
    tv.press("#sign-out");
    tv.wait_for("#login");
    home.with(|fake| {
        fake.user_mut("demo").disable();
    });
    tv.enter("demo", "demo");
    for reason in ["disabled or locked", "at this time", "from this network", "too many devices"] {
        tv.wait_for_text(".by-name [role=alert]", reason);
    }
    assert_eq!(tv.typed("[name=password]"), "demo");
}

#[test]
fn a_forgotten_password_is_replaced_by_a_pin() {
    let (_home, [mut tv]) = home();
    for version in [Version::V10_9_11, Version::V10_11_11] {
        let (home, []) = Setup::of(version).start();
        tv.visit(&home);
        tv.open("");
        tv.type_into("[name=username]", "demo");
        tv.press("#forgot-password");
        tv.wait_for_text("#reset-form", "Ask an administrator to read the PIN");
        assert_eq!(tv.typed("[name=username]"), "demo");
        tv.press("#reset");
        tv.wait_for_text("#reset-form", "in the file /var/lib/jellyfin/passwordreset");
        tv.wait_for_focus("#pin");
        tv.press("#reset");
        tv.wait_for_text("#reset-form [role=alert]", "Enter the PIN");
        tv.type_into("#pin", "00-00-00-00");
        tv.press("#reset");
        tv.wait_for_text("#reset-form [role=alert]", "This PIN is wrong");
        let pin = home.with(|fake| fake.reset_pin_of("demo").expect("a pin").to_owned());
        tv.type_into("#pin", &pin);
        tv.press("#reset");
        tv.wait_for_text("#name-form [role=status]", "is the password of demo now. Sign in with it");
        assert_eq!(tv.typed("[name=username]"), "demo");
        tv.type_into("[name=password]", &pin);
        tv.press("#sign-in");
        tv.wait_for_text("#account", "demo");
    }
}

#[test]
fn somebody_whom_no_pin_can_help_is_told_to_ask_an_administrator() {
    let (home, [tv]) = Setup::of(Version::V10_9_11).with(|fake| fake.come_from_outside(true)).start();
    tv.open("");
    tv.press("#forgot-password");
    tv.press("#reset");
    tv.wait_for_text("#reset-form [role=alert]", "Enter a username");
    assert_eq!(home.requests("/Users/ForgotPassword").len(), 0);
    tv.type_into("#reset-form [name=username]", "demo");
    tv.press("#reset");
    tv.wait_for_text("#reset-form [role=alert]", "on the same network as the server");
    tv.wait_for_text("#reset-form [role=alert]", "ask an administrator for a new password");
    home.fault("/Users/ForgotPassword", Fault::Drop, 1000);
    tv.press("#reset");
    tv.wait_for_text("#reset-form [role=alert]", "Can’t connect to");
    tv.press("#reset-cancel");
    tv.wait_for("#name-form");
    assert_eq!(tv.typed("[name=username]"), "demo");
}

#[test]
fn what_the_administrator_writes_is_shown_as_text_and_can_do_nothing() {
    let hostile = "<script>window.hit = 1</script><img src=x onerror='window.hit = 2'><p onclick='window.hit = 3'>For \
        <b>family</b> and <em>friends</em>.</p><a href='javascript:window.hit=4'>run</a> \
        <a href='https://example.org/rules' onclick='window.hit = 5'>the rules</a><iframe src='/web/'></iframe> \
        [more](data:text/html,<script>hit=6</script>) <style>body { display: none }</style>";
    let (_home, [tv]) = Setup::new().with(|fake| fake.set_disclaimer(Some(hostile))).start();
    tv.open("");
    tv.wait_for_text(".disclaimer", "For family and friends.");
    assert_eq!(tv.look(".disclaimer .strong", "element.textContent").as_deref(), Some("family"));
    assert_eq!(tv.look(".disclaimer .emphasised", "element.textContent").as_deref(), Some("friends"));
    let members = "return [...document.querySelectorAll('.disclaimer, .disclaimer *')].map(it => it.localName)
        .filter((it, place, all) => all.indexOf(it) === place).sort().join(' ')";
    assert_eq!(tv.run(members, json!([])), "a div p span");
    let links = "return [...document.querySelectorAll('.disclaimer a')]
        .map(it => [it.href, it.target, it.rel, it.textContent, it.getAttributeNames().length])";
    let link = json!([["https://example.org/rules", "_blank", "noopener noreferrer", "the rules", 4]]);
    assert_eq!(tv.run(links, json!([])), link);
    assert_eq!(tv.run("return window.hit === undefined", json!([])), true);
}

#[test]
fn the_picture_behind_the_login_is_asked_for_only_where_the_server_shows_one() {
    let (home, [tv]) = home();
    tv.open("");
    until("the branding", || home.requests("/Branding/Configuration").first().and_then(|it| it.ended));
    tv.enter("demo", "");
    tv.wait_for_text(".by-name [role=alert]", "Wrong username");
    assert!(!tv.shows(".splash"));
    assert_eq!(home.requests("/Branding/Splashscreen").len(), 0);
    home.with(|fake| fake.show_splash_screen(true));
    tv.reload();
    tv.wait_for(".splash");
    until("the picture", || {
        home.requests("/Branding/Splashscreen").first().filter(|it| it.status == Some(200)).map(|_| ())
    });
    let order = "const all = document.elementsFromPoint(4, innerHeight - 4);
        return all.indexOf(document.querySelector('.splash')) < all.indexOf(document.body)";
    assert_eq!(tv.run(order, json!([])), true, "the page's own colours hide it");
}

#[test]
fn with_many_accounts_nothing_that_has_to_be_pressed_is_below_a_screen_of_720_lines() {
    let add = |fake: &mut Jellyfin| {
        for number in 1..=15 {
            fake.add_user(&format!("Person {number}"), "x").show().give_image();
        }
    };
    let (home, [tv]) = Setup::new().with(add).start();
    tv.set_screen(1280, 720, "dark");
    let bottom = |selector: &str| {
        let bottom = tv.look(selector, "element.getBoundingClientRect().bottom + scrollY").expect("it is there");
        bottom.parse::<f64>().expect("a number")
    };
    tv.open("");
    tv.wait_for(".person-tile");
    tv.code();
    assert!(bottom("#sign-in") < 720.0, "{}", bottom("#sign-in"));
    tv.run("document.querySelector('#person-14').focus()", json!([]));
    let shown =
        "const [box, tile] = ['.people', '#person-14'].map(it => document.querySelector(it).getBoundingClientRect());
        return tile.top >= box.top && tile.bottom <= box.bottom";
    assert_eq!(tv.run(shown, json!([])), true, "the last one comes into sight with the focus");
    tv.enter("demo", "demo");
    tv.wait_for("#settings");
    tv.enter_code(&home.television());
    tv.press("#for-another");
    tv.wait_for_text("#accounts", "Person 15");
    assert!(bottom("#picker-close") < 720.0, "{}", bottom("#picker-close"));
    tv.press("#picker-close");
    tv.wait_for_text("#confirm-heading", "Sign in the other device as demo?");
    assert!(tv.shows("#confirm-code"));
}
