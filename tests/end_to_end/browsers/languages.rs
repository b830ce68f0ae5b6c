//! The page in other languages than English: which one it is, that everything is said in it, and that the choice is easily
//! changed and loses nothing.

use fake_jellyfin::Fault;
use serde_json::json;
use thirtyfour::Key;

use crate::support::device::Device;
use crate::support::home::{Setup, home, until};

fn spoken(device: &Device) -> String {
    let page = device.run("return document.documentElement.lang + ' ' + document.documentElement.dir", json!([]));
    page.as_str().unwrap_or_default().to_owned()
}

fn wait_until_spoken(device: &Device, expected: &str) {
    until(expected, || (spoken(device) == expected).then_some(()));
}

/// Where the middle of an element is, from the left.
fn middle(device: &Device, selector: &str) -> f64 {
    let place = "(function (it) { return it.left + it.width / 2; })(element.getBoundingClientRect())";
    device.look(selector, place).and_then(|place| place.parse().ok()).expect("a place")
}

#[test]
fn a_sign_in_and_an_approval_in_german() {
    let (home, [tv, phone]) = home();
    tv.prefer("de-AT,en");
    phone.prefer("de");
    tv.open("");
    let code = tv.code();
    tv.wait_for_text("h1", "Bei attic einloggen");
    tv.wait_for_text(".by-code", "dein Profil › Quick Connect");
    tv.wait_for_text(".time-left", "Läuft ab in ");
    tv.wait_for_text(".said", "Wartet auf die Autorisierung …");
    assert_eq!(spoken(&tv), "de ltr");
    phone.open(&format!("#/settings?code={code}"));
    phone.wait_for_text(".notice", "Logge dich zuerst ein. Der Code bleibt solange erhalten.");
    phone.enter("demo", "wrong");
    phone.wait_for_text("[role=alert]", "Benutzername oder Passwort ist falsch.");
    phone.enter("demo", "demo");
    phone.wait_for_text("#confirm", "Das andere Gerät als demo einloggen?");
    phone.press("#approve");
    phone.wait_for_result("approved");
    phone.wait_for_text("#settings", "ist als demo eingeloggt.");
    tv.wait_for_text("#account", "bei attic");
    let files: Vec<_> = home.requests("_de.js").iter().map(|seen| seen.path().to_owned()).collect();
    assert!(files.len() <= 2, "once for each device: {files:?}");
}

#[test]
fn a_sign_in_and_an_approval_from_right_to_left() {
    let (_home, [tv, phone]) = home();
    for device in [&tv, &phone] {
        device.prefer("ar");
    }
    tv.set_screen(1280, 720, "dark");
    tv.open("");
    let code = tv.code();
    tv.wait_for_text(".said", "في انتظار التفويض…");
    assert_eq!(spoken(&tv), "ar rtl");
    tv.wait_for("#person-0");
    // The code is on the right, as the first thing to read, and its digits keep their order.
    assert!(middle(&tv, ".by-code") > middle(&tv, ".by-name"));
    assert!(middle(&tv, ".tile:first-child") < middle(&tv, ".tile:last-child"));
    phone.open(&format!("#/settings?code={code}"));
    phone.enter("demo", "demo");
    phone.wait_for_text("#confirm", "تسجيل دخول الجهاز الآخر باسم");
    phone.press("#approve");
    phone.wait_for_result("approved");
    tv.wait_for_text("#account", "attic");
}

#[test]
fn arrows_lead_where_the_eye_expects_from_right_to_left() {
    let (_home, [tv]) = home();
    tv.prefer("ar");
    tv.set_screen(1280, 720, "dark");
    tv.open("");
    tv.code();
    tv.wait_for("#person-0");
    tv.run("document.getElementById('new-code').focus()", json!([]));
    tv.remote_key("ArrowRight", 39);
    tv.wait_for_focus("#check-now");
    tv.remote_key("ArrowLeft", 37);
    tv.wait_for_focus("#new-code");
}

#[test]
fn without_the_file_of_its_language_the_page_is_english_and_the_code_no_later() {
    for fault in [Fault::Drop, Fault::Hang] {
        let (home, [tv]) = home();
        tv.prefer("de");
        home.fault("/web/language-", fault, 1000);
        tv.open("");
        tv.code();
        tv.wait_for_text("h1", "Sign in to attic");
        tv.wait_for_text(".said", "Waiting for approval…");
    }
}

#[test]
fn the_page_speaks_it_before_the_program_is_there() {
    let (home, [tv]) = home();
    tv.prefer("de");
    home.fault(".wasm", Fault::Hang, 1000);
    tv.open("");
    tv.early_code();
    tv.wait_for_text("#skeleton h1", "Einloggen");
    tv.wait_for_text("#skeleton", "Wird geladen …");
    // It was asked for with the program and not after it, which never comes.
    assert!(home.requests(".wasm").iter().all(|seen| seen.ended.is_none()) && !home.requests(".wasm").is_empty());
}

#[test]
fn what_was_picked_counts_most_then_the_link_the_host_and_the_browser() {
    let (_home, [tv]) = Setup::new().with_config(r#"{"language":"de"}"#).start();
    tv.open("");
    wait_until_spoken(&tv, "de ltr");
    tv.wait_for_text(".said", "Wartet auf die Autorisierung …");
    let page = tv.page().to_owned();
    tv.go("about:blank");
    tv.go(&format!("{page}?lang=ar#/login"));
    wait_until_spoken(&tv, "ar rtl");
    tv.wait_for("#language");
    tv.press("#language");
    tv.press("#language-en");
    tv.wait_for_text(".said", "Waiting for approval…");
    tv.reload();
    tv.wait_for_text(".said", "Waiting for approval…");
    assert!(spoken(&tv).starts_with("en"));
    tv.press("#language");
    tv.press("#language-");
    wait_until_spoken(&tv, "ar rtl");
}

#[test]
fn a_language_is_picked_at_once_by_keys_and_nothing_is_lost() {
    let (home, [tv]) = home();
    tv.open("");
    let code = tv.code();
    tv.wait_for("#person-0");
    tv.type_into("[name=username]", "dem");
    tv.run("document.getElementById('language').focus()", json!([]));
    tv.key(&Key::Enter);
    tv.wait_for_focus("#language-");
    tv.run("document.getElementById('language-de').focus()", json!([]));
    tv.key(&Key::Enter);
    tv.wait_for_text("h1", "Bei attic einloggen");
    tv.wait_for_text("#language", "Sprache: Deutsch");
    tv.wait_for_focus("#language");
    assert_eq!((tv.code(), tv.typed("[name=username]")), (code.clone(), "dem".to_owned()));
    assert_eq!(home.requests("/QuickConnect/Initiate").len(), 1);
    tv.reload();
    tv.wait_for_text("h1", "Bei attic einloggen");
    assert_eq!(tv.code(), code);
    // A file that does not come changes nothing.
    home.fault("/web/language-", Fault::Drop, 1000);
    tv.press("#language");
    tv.press("#language-ar");
    tv.wait_for_text("[role=alert]", "Diese Sprache konnte nicht geladen werden.");
    assert_eq!(spoken(&tv), "de ltr");
    tv.remote_key("Escape", 27);
    until("the list to close", || (!tv.shows(".languages")).then_some(()));
}

#[test]
fn the_rules_of_plurals_are_those_of_the_browser() {
    let (_home, [device]) = home();
    device.open("");
    for language in locales::LANGUAGES {
        let script = "const rules = new Intl.PluralRules(arguments[0]);
            return Array.from({ length: 1200 }, (_, count) => rules.select(count)).join(' ')";
        let expected = device.run(script, json!([language.tag]));
        let own: Vec<_> = (0..1200).map(|count| locales::plurals::form(language.tag, count)).collect();
        assert_eq!(expected, own.join(" "), "{}", language.tag);
    }
}

#[test]
fn on_a_television_the_time_and_its_line_begin_on_the_right_from_right_to_left() {
    let (_home, [tv]) = home();
    tv.be_television();
    tv.prefer("ar");
    tv.set_screen(1280, 720, "dark");
    tv.open("");
    tv.code();
    let right = |selector: &str| tv.look(selector, "Math.round(element.getBoundingClientRect().right)");
    assert_eq!(right(".time-line"), right(".time-left"));
}
