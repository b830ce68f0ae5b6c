//! Who may approve what, and which of two errors comes first.

use crate::calls::{DISABLED, SENTENCE, authorize, initiate, me, redeem};
use fake_jellyfin::Jellyfin;
use serde_json::{Value, json};

#[test]
fn the_errors_of_an_approval_come_in_their_order() {
    let mut fake = Jellyfin::default();
    let token = fake.sign_in("guest", "desk");
    let demo = fake.user_mut("demo").id().to_owned();
    fake.enable_quick_connect(false);
    // Every later condition is wrong as well.
    assert_eq!(authorize(&mut fake, "code=&userId=x", "dead"), (401, String::new()));
    fake.user_mut("guest").allow_only_between(0.0, 0.0);
    assert_eq!(authorize(&mut fake, "code=&userId=x", &token), (403, String::new()));
    fake.user_mut("guest").allow_at_any_time();
    let (status, problem) = authorize(&mut fake, "code=%20&userId=x", &token);
    let errors = serde_json::from_str::<Value>(&problem).expect("a problem")["errors"].clone();
    let expected = json!({
        "code": ["The code field is required."], "userId": ["The value 'x' is not valid."],
    });
    assert_eq!((status, errors), (400, expected));
    let foreign = format!("code=1&userId={demo}");
    assert_eq!(authorize(&mut fake, &foreign, &token), (403, SENTENCE.into()));
    assert_eq!(authorize(&mut fake, "code=1", &token), (401, DISABLED.into()));
    fake.enable_quick_connect(true);
    assert_eq!(authorize(&mut fake, "code=1", &token), (404, SENTENCE.into()));
    let (_, code) = initiate(&mut fake);
    fake.user_mut("guest").limit_sessions(1);
    assert_eq!(authorize(&mut fake, &format!("code={code}"), &token), (403, SENTENCE.into()));
    fake.user_mut("guest").limit_sessions(0);
    assert_eq!(authorize(&mut fake, &format!("code={code}"), &token), (200, "true".into()));
    assert_eq!(authorize(&mut fake, &format!("code={code}"), &token), (500, SENTENCE.into()));
}

#[test]
fn administrators_and_keys_approve_for_others() {
    let mut fake = Jellyfin::default();
    let (token, key) = (fake.sign_in("demo", "desk"), fake.add_api_key());
    let guest = fake.user_mut("guest").id().to_owned();
    let stray = "f".repeat(32);
    for (bearer, user, expected) in [
        (&token, format!("&userId={guest}"), 200),
        (&token, format!("&userId={}", "0".repeat(32)), 200),
        (&token, format!("&userId={stray}"), 400),
        (&key, format!("&userId={guest}"), 200),
        (&key, String::new(), 400),
    ] {
        let (_, code) = initiate(&mut fake);
        assert_eq!(authorize(&mut fake, &format!("code={code}{user}"), bearer).0, expected);
    }
    assert_eq!(me(&mut fake, &key), 400);
}

#[test]
fn a_disabled_user_can_be_approved_and_gets_a_useless_token() {
    let mut fake = Jellyfin::default();
    fake.user_mut("guest").disable();
    let (secret, code) = initiate(&mut fake);
    assert!(fake.approve(&code, "guest"));
    let (status, token) = redeem(&mut fake, &secret);
    assert_eq!((status, me(&mut fake, &token)), (200, 401));
}
