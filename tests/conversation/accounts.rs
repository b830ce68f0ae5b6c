//! Signing in with a name and a password, and signing out.

use fake_jellyfin::{Jellyfin, Phase, Version};
use quick_connect_client::jellyfin::Lost;
use quick_connect_client::jellyfin::secret::{Password, Token};
use quick_connect_client::jellyfin::sessions::{LoggedOut, logout, read_logged_out};
use quick_connect_client::jellyfin::users::{ByName, Me, authenticate_by_name, me, read_by_name, read_me};

use crate::exchange::{exchange, waiting_device};

/// What signing in by name comes to after something was changed at the server.
fn by_name(name: &str, password: &str, change: fn(&mut Jellyfin)) -> ByName {
    let mut fake = Jellyfin::new(Version::V12_0);
    change(&mut fake);
    let call = authenticate_by_name(name, &Password::new(password), &waiting_device());
    read_by_name(Ok(exchange(&mut fake, &call)))
}

#[test]
fn signing_in_by_name_tells_what_the_server_says() {
    for (name, password) in [("demo", "demo"), ("DEMO", "demo"), ("guest", "")] {
        let outcome = by_name(name, password, |_| {});
        let ByName::SignedIn(authentication) = outcome else { panic!("{name}: {outcome:?}") };
        assert_eq!(authentication.user.is_administrator, name != "guest", "{name}");
    }
    let disabled = |fake: &mut Jellyfin| _ = fake.user_mut("demo").disable();
    let locked = |fake: &mut Jellyfin| fake.fail_sign_ins(1);
    let elsewhere = |fake: &mut Jellyfin| _ = fake.user_mut("guest").allow_only_devices(&["phone-1"]);
    for (name, password, change, outcome) in [
        ("demo", "Demo", (|_| {}) as fn(&mut Jellyfin), ByName::WrongNameOrPassword),
        ("demo", "", |_| {}, ByName::WrongNameOrPassword),
        ("nobody", "demo", |_| {}, ByName::WrongNameOrPassword),
        ("demo", "demo", disabled, ByName::NotAllowed),
        ("guest", "", elsewhere, ByName::NotAllowed),
        ("demo", "demo", locked, ByName::Lost(Lost::Status(500))),
        ("demo", "demo", |fake| fake.set_phase(Phase::Starting), ByName::Lost(Lost::Starting)),
    ] {
        assert_eq!(by_name(name, password, change), outcome, "{name} with {password:?}");
    }
}

#[test]
fn a_password_may_hold_anything() {
    let password = "\"\\ %2B+é\u{1f600}\t</script>";
    let mut fake = Jellyfin::new(Version::V10_8_13);
    fake.add_user("Zoë \"Z\"", password);
    let call = authenticate_by_name("zoë \"z\"", &Password::new(password), &waiting_device());
    assert!(matches!(read_by_name(Ok(exchange(&mut fake, &call))), ByName::SignedIn(_)));
}

#[test]
fn signing_out_revokes_the_token_in_every_version() {
    for version in Version::ALL {
        let mut fake = Jellyfin::new(version);
        let (device, token) = (waiting_device(), Token::new(fake.sign_in("demo", &waiting_device().id)));
        let whose = |fake: &mut Jellyfin| read_me(Ok(exchange(fake, &me(&device, &token))));
        assert!(matches!(whose(&mut fake), Me::User(user) if user.name == "demo"), "{version}");
        for _ in 0..2 {
            let left = read_logged_out(Ok(exchange(&mut fake, &logout(&device, &token))));
            assert_eq!(left, LoggedOut::Revoked, "{version}");
            assert_eq!(whose(&mut fake), Me::SignedOut, "{version}");
        }
    }
}
