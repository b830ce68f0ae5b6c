//! The secret of a request and the token of a session never appear where a bystander, a screenshot or a synchronised
//! history could reveal them.

use serde_json::json;

use crate::support::device::Device;
use crate::support::home::{home, until};

#[test]
fn secret_and_token_are_nowhere_to_be_seen() {
    let (home, [tv, phone]) = home();
    phone.open("");
    let mut seen = Seen::default();
    seen.look_at(&phone);
    phone.enter("demo", "demo");
    phone.wait_for("#settings");
    tv.open("");
    let code = tv.code();
    let secret = home.with(|fake| fake.secret_of(&tv.id()).expect("a secret").to_owned());
    seen.look_at(&tv);
    phone.enter_code(&code);
    phone.wait_for("#approve");
    seen.look_at(&phone);
    phone.press("#approve");
    phone.wait_for_result("approved");
    tv.wait_for("#settings");
    seen.look_at(&tv);
    seen.look_at(&phone);
    let tokens = home.with(|fake| fake.tokens());
    assert_eq!(tokens.len(), 2);
    for device in [&tv, &phone] {
        let session = device.kept(".session");
        assert!(tokens.iter().any(|token| session.contains(token.as_str())), "the search looks for the wrong text");
    }
    for device in [&tv, &phone] {
        device.press("#sign-out");
        device.wait_for_state("waiting");
        seen.look_at(device);
    }
    for hidden in tokens.iter().chain([&secret]) {
        assert_eq!(seen.places_of(hidden), [""; 0], "a secret is to be seen");
    }
}

#[test]
fn a_secret_that_is_shown_would_be_found_in_each_of_the_places() {
    let (_home, [tv]) = home();
    tv.open("");
    tv.code();
    for (place, plant) in [
        ("console", "console.debug('planted-c0ffee')"),
        ("console", "console.log({ deep: ['planted-c0ffee'] })"),
        ("console", "console.warn('wrong:', new Error('planted-c0ffee'))"),
        ("console", "setTimeout(() => { throw new Error('planted-c0ffee') })"),
        ("history", "history.pushState(null, '', '#/planted-c0ffee'); history.pushState(null, '', '#/login')"),
        ("page", "document.querySelector('#login').dataset.planted = 'planted-c0ffee'"),
        ("title", "document.title = 'planted-c0ffee'"),
    ] {
        tv.run(plant, json!([]));
        until(plant, || {
            let mut seen = Seen::default();
            seen.look_at(&tv);
            seen.places_of("planted-c0ffee").contains(&place).then_some(())
        });
    }
}

/// Everything that could be seen, with its place.
#[derive(Default)]
struct Seen(Vec<(&'static str, String)>);

impl Seen {
    fn look_at(&mut self, device: &Device) {
        let page = device.run("return document.documentElement.outerHTML", json!([]));
        let title = device.run("return document.title", json!([]));
        self.0.extend(device.console().into_iter().map(|line| ("console", line)));
        self.0.push(("history", device.history()));
        self.0.push(("address", device.address()));
        self.0.push(("page", page.to_string()));
        self.0.push(("title", title.to_string()));
    }

    fn places_of(&self, hidden: &str) -> Vec<&'static str> {
        assert!(hidden.len() > 8, "too short to be told from chance");
        self.0.iter().filter(|(_, text)| text.contains(hidden)).map(|(place, _)| *place).collect()
    }
}
