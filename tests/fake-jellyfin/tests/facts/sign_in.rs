//! Passwords: judging them, counting them, forgetting and changing them.

use crate::calls::{bearing, sign_in};
use fake_jellyfin::{Jellyfin, Request, Version};
use serde_json::{Value, json};

#[test]
fn wrong_passwords_lock_an_account_until_it_is_enabled_again() {
    let mut fake = Jellyfin::new(Version::V12_0);
    fake.user_mut("demo").limit_attempts(2);
    let mut outcome = |password: &str| sign_in(&mut fake, "DEMO", password, "tv").0;
    assert_eq!([outcome("x"), outcome("demo"), outcome("x"), outcome("x")], [401, 200, 401, 401]);
    assert_eq!([outcome("x"), outcome("demo")], [403, 403]);
    fake.user_mut("demo").enable();
    assert_eq!(sign_in(&mut fake, "demo", "demo", "tv").0, 200);
}

#[test]
fn a_new_user_is_never_locked_out() {
    let mut fake = Jellyfin::default();
    for _ in 0..50 {
        assert_eq!(sign_in(&mut fake, "demo", "x", "tv").0, 401);
    }
    assert_eq!(sign_in(&mut fake, "demo", "demo", "tv").0, 200);
}

#[test]
fn a_password_sign_in_is_judged_in_its_order() {
    let mut fake = Jellyfin::default();
    assert_eq!(sign_in(&mut fake, "", "x", "").0, 400);
    fake.user_mut("guest").allow_remote_access(false).allow_only_devices(&["desk"]);
    assert_eq!(sign_in(&mut fake, "guest", "x", "tv").0, 401);
    assert_eq!(sign_in(&mut fake, "guest", "", "tv").0, 403);
    fake.come_from_outside(true);
    assert_eq!(sign_in(&mut fake, "guest", "x", "desk").0, 403);
    fake.come_from_outside(false);
    fake.fail_sign_ins(1);
    assert_eq!(sign_in(&mut fake, "demo", "x", "desk").0, 401);
    assert_eq!(sign_in(&mut fake, "demo", "demo", "desk").0, 500);
    assert_eq!(sign_in(&mut fake, "demo", "demo", "desk").0, 200);
}

#[test]
fn signing_in_without_a_device_signs_everybody_out_on_10_8() {
    for version in Version::ALL {
        let mut fake = Jellyfin::new(version);
        let token = fake.sign_in("guest", "desk");
        assert_eq!(sign_in(&mut fake, "demo", "demo", "").0, 400);
        assert_eq!(fake.is_token_alive(&token), version != Version::V10_8_13, "{version}");
    }
}

#[test]
fn signing_in_again_on_a_device_ends_the_old_token_since_10_9() {
    for version in Version::ALL {
        let mut fake = Jellyfin::new(version);
        let (_, first) = sign_in(&mut fake, "demo", "demo", "tv");
        let (_, guests) = sign_in(&mut fake, "guest", "", "tv");
        let (_, second) = sign_in(&mut fake, "demo", "demo", "tv");
        let old = version == Version::V10_8_13;
        assert_eq!(fake.is_token_alive(&guests), !old, "{version}");
        assert!(!fake.is_token_alive(&first), "{version}");
        assert!(fake.is_token_alive(&second), "{version}");
        let (_, third) = sign_in(&mut fake, "demo", "demo", "tv");
        assert_eq!(second == third, old, "{version}");
    }
}

#[test]
fn of_two_sign_outs_at_once_one_may_fail_until_10_11() {
    for version in Version::ALL {
        let mut fake = Jellyfin::new(version);
        let token = bearing(&fake.sign_in("demo", "desk"));
        fake.let_logouts_meet();
        let mut sign_out = || fake.handle(&Request::post("/Sessions/Logout").header("Authorization", &token)).status;
        let second = if version == Version::V12_0 { 204 } else { 500 };
        assert_eq!([sign_out(), sign_out(), sign_out()], [204, second, 401], "{version}");
    }
}

#[test]
fn changing_a_password_ends_the_other_tokens() {
    for (version, target) in [(Version::V12_0, "/Users/Password".to_owned()), (Version::V10_8_13, String::new())] {
        let mut fake = Jellyfin::new(version);
        let (here, there) = (fake.sign_in("demo", "desk"), fake.sign_in("demo", "tv"));
        let own = format!("/Users/{}/Password", fake.user_mut("demo").id());
        let target = if target.is_empty() { own } else { target };
        let mut change = |current: &str| {
            let body = json!({ "CurrentPw": current, "NewPw": "new" }).to_string();
            let request = Request::post(&target).json(&body);
            fake.handle(&request.header("Authorization", &bearing(&here))).status
        };
        assert_eq!([change("x"), change("demo")], [403, 204]);
        assert!(fake.is_token_alive(&here) && !fake.is_token_alive(&there));
        assert_eq!(sign_in(&mut fake, "demo", "new", "phone").0, 200);
    }
}

#[test]
fn a_forgotten_password_becomes_the_pin_as_it_was_sent() {
    let mut fake = Jellyfin::default();
    let ask = |fake: &mut Jellyfin, target: &str, body: Value| {
        let answer = fake.handle(&Request::post(target).json(&body.to_string()));
        (answer.status, answer.json())
    };
    let (_, unknown) = ask(&mut fake, "/Users/ForgotPassword", json!({"EnteredUsername": "nobody"}));
    let (_, known) = ask(&mut fake, "/Users/ForgotPassword", json!({"EnteredUsername": "demo"}));
    assert_eq!((&unknown["Action"], &known["Action"]), (&"PinCode".into(), &"PinCode".into()));
    let pin = fake.reset_pin_of("demo").expect("a pin").replace('-', "");
    assert_eq!(ask(&mut fake, "/Users/ForgotPassword/Pin", json!({"Pin": "00"})).0, 404);
    let (status, result) = ask(&mut fake, "/Users/ForgotPassword/Pin", json!({"Pin": pin}));
    assert_eq!((status, result), (200, json!({"Success": true, "UsersReset": ["demo"]})));
    assert_eq!(sign_in(&mut fake, "demo", &pin, "tv").0, 200);
    let mut fake = Jellyfin::new(Version::V10_10_7);
    let (_, result) = ask(&mut fake, "/Users/ForgotPassword", json!({"EnteredUsername": "nobody"}));
    assert_eq!(result, json!({"Action": "InNetworkRequired", "PinFile": ""}));
}
