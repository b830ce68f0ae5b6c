//! The calls around the login page, against every release of the fake Jellyfin: who is on the public list, whose picture
//! is where, what the administrator wrote, and the way back in for somebody who has forgotten their password.

#![cfg(not(target_family = "wasm"))]

use fake_jellyfin::{Jellyfin, Request, Version};
use quick_connect_client::jellyfin::branding::{Branding, SPLASH, branding, read_branding};
use quick_connect_client::jellyfin::device::Device;
use quick_connect_client::jellyfin::login_disclaimer::paragraphs;
use quick_connect_client::jellyfin::passwords::{
    Forgotten, PinRedeemed, forgot_password, read_forgotten, read_pin_redeemed, redeem_pin,
};
use quick_connect_client::jellyfin::public_users::{image, public_users, read_public_users};
use quick_connect_client::jellyfin::secret::Password;
use quick_connect_client::jellyfin::users::{ByName, authenticate_by_name, read_by_name};
use quick_connect_client::jellyfin::{Answer, Call, Reply};

#[expect(clippy::unnecessary_wraps, reason = "as its users need it")]
fn ask(fake: &mut Jellyfin, call: &Call) -> Reply {
    let mut request = Request::new(call.method.as_str(), &call.target);
    if let Some(authorization) = &call.authorization {
        request = request.header("Authorization", authorization);
    }
    if let Some(body) = &call.body {
        request = request.json(body);
    }
    let response = fake.handle(&request);
    Ok(Answer::new(response.status, response.text()))
}

fn sign_in(fake: &mut Jellyfin, name: &str, password: &str) -> ByName {
    let device = Device { id: "web-77aa".into(), name: "Firefox".into() };
    read_by_name(ask(fake, &authenticate_by_name(name, &Password::new(password), &device)))
}

fn get(fake: &mut Jellyfin, target: &str) -> u16 {
    fake.handle(&Request::get(target)).status
}

#[test]
fn the_public_list_tells_who_needs_no_password_up_to_10_11() {
    for version in Version::ALL {
        let mut fake = Jellyfin::new(version);
        fake.user_mut("demo").show();
        let listed = read_public_users(ask(&mut fake, &public_users())).expect("a list");
        let shown: Vec<_> = listed.iter().map(|it| (it.user.name.as_str(), it.has_no_password)).collect();
        assert_eq!(shown, [("demo", false), ("guest", version != Version::V12_0)], "{version}");
        assert!(listed[0].user.is_administrator);
        let pictures: Vec<_> = listed.iter().map(|it| image(&it.user)).collect();
        assert_eq!(get(&mut fake, pictures[0].as_deref().expect("a picture")), 200, "{version}");
        assert_eq!(pictures[1], None);
        assert!(matches!(sign_in(&mut fake, "guest", ""), ByName::SignedIn(_)), "{version}");
        fake.user_mut("guest").disable();
        fake.user_mut("demo").disable();
        assert_eq!(read_public_users(ask(&mut fake, &public_users())), Ok(vec![]), "{version}");
    }
}

#[test]
fn a_picture_belongs_to_whoever_signed_in() {
    let mut fake = Jellyfin::default();
    let ByName::SignedIn(authentication) = sign_in(&mut fake, "demo", "demo") else { panic!() };
    assert_eq!(get(&mut fake, &image(&authentication.user).expect("a picture")), 200);
}

#[test]
fn the_administrators_words_and_picture_are_there_when_they_are_set() {
    for version in Version::ALL {
        let mut fake = Jellyfin::new(version);
        assert_eq!(read_branding(ask(&mut fake, &branding())), Ok(Branding::default()), "{version}");
        assert_eq!(get(&mut fake, SPLASH), 404);
        fake.set_disclaimer(Some("Ask **Zoë** & [read](https://h/?a=1&b='2') <script>x</script>"));
        fake.show_splash_screen(true);
        let branding = read_branding(ask(&mut fake, &branding())).expect("branding");
        assert!(branding.has_splash);
        assert_eq!(get(&mut fake, SPLASH), 200, "{version}");
        let read = paragraphs(&branding.disclaimer.expect("a text"));
        let runs: Vec<_> = read[0].iter().map(|run| (run.text.as_str(), run.is_strong, run.link.as_deref())).collect();
        let link = Some("https://h/?a=1&b='2'");
        let expected = [("Ask ", false, None), ("Zoë", true, None), (" & ", false, None), ("read", false, link)];
        assert_eq!((read.len(), runs.as_slice()), (1, &expected[..]), "{version}");
    }
}

#[test]
fn a_pin_becomes_the_password_as_it_was_typed() {
    for version in Version::ALL {
        let mut fake = Jellyfin::new(version);
        let forgotten = read_forgotten(ask(&mut fake, &forgot_password("DEMO")));
        assert!(matches!(forgotten, Forgotten::PinCode { file: Some(file) } if file.starts_with("/var/")), "{version}");
        let pin = fake.reset_pin_of("demo").expect("a pin").replace('-', "").to_lowercase();
        let wrong = read_pin_redeemed(ask(&mut fake, &redeem_pin(&Password::new("00-00-00-00"))));
        assert_eq!(wrong, PinRedeemed::WrongPin, "{version}");
        let redeem = |fake: &mut Jellyfin| read_pin_redeemed(ask(fake, &redeem_pin(&Password::new(pin.as_str()))));
        assert_eq!(redeem(&mut fake), PinRedeemed::Reset(vec!["demo".to_owned()]), "{version}");
        assert_eq!(redeem(&mut fake), PinRedeemed::WrongPin, "{version}: it works once");
        assert_eq!(sign_in(&mut fake, "demo", "demo"), ByName::WrongNameOrPassword, "{version}");
        assert!(matches!(sign_in(&mut fake, "demo", &pin), ByName::SignedIn(_)), "{version}");
    }
}

#[test]
fn a_pin_is_good_for_half_an_hour() {
    let mut fake = Jellyfin::default();
    let _ = ask(&mut fake, &forgot_password("demo"));
    let pin = Password::new(fake.reset_pin_of("demo").expect("a pin"));
    fake.advance(31 * 60 * 1000);
    assert_eq!(read_pin_redeemed(ask(&mut fake, &redeem_pin(&pin))), PinRedeemed::WrongPin);
}

#[test]
fn who_may_not_ask_is_told_so_up_to_10_11_1_only() {
    for version in Version::ALL {
        let mut fake = Jellyfin::new(version);
        let is_open = version < Version::V10_11_11;
        for (name, from_outside) in [("nobody", false), ("demo", true)] {
            fake.come_from_outside(from_outside);
            let forgotten = read_forgotten(ask(&mut fake, &forgot_password(name)));
            assert_eq!(forgotten == Forgotten::InNetworkRequired, is_open, "{version} {name}");
            assert_eq!(matches!(forgotten, Forgotten::PinCode { .. }), !is_open, "{version} {name}");
            assert_eq!(fake.reset_pin_of(name), None);
        }
        assert_eq!(read_forgotten(ask(&mut fake, &forgot_password(" "))), Forgotten::NoName, "{version}");
        let blank = read_pin_redeemed(ask(&mut fake, &redeem_pin(&Password::new(""))));
        assert_eq!(blank, PinRedeemed::NoPin, "{version}");
    }
}
