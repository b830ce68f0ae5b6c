//! How long a request and its approval live, and what shortens that.

use crate::calls::{
    APPROVED, DISABLED, GONE, MINUTE, PENDING, SECOND, SENTENCE, authorize, bearing, device, get, initiate,
    initiate_from, me, poll, post, redeem,
};
use fake_jellyfin::{Jellyfin, Version};

#[test]
fn a_request_lives_for_ten_minutes_and_not_longer() {
    for version in Version::ALL {
        let mut fake = Jellyfin::new(version);
        let (secret, code) = initiate(&mut fake);
        fake.advance(10 * MINUTE);
        assert_eq!(poll(&mut fake, &secret), PENDING);
        fake.advance(1);
        assert_eq!(poll(&mut fake, &secret), GONE);
        let token = fake.sign_in("demo", "desk");
        assert_eq!(authorize(&mut fake, &format!("code={code}"), &token), (404, SENTENCE.into()));
    }
}

#[test]
fn an_approved_request_outlives_its_approval_by_a_minute() {
    let mut fake = Jellyfin::default();
    let (secret, code) = initiate(&mut fake);
    fake.advance(9 * MINUTE);
    assert!(fake.approve(&code, "demo"));
    fake.advance(10 * MINUTE);
    assert_eq!(redeem(&mut fake, &secret).0, 200);
    fake.advance(30 * SECOND);
    assert_eq!(poll(&mut fake, &secret), APPROVED);
    assert_eq!(redeem(&mut fake, &secret).0, 404);
    fake.advance(30 * SECOND);
    assert_eq!(poll(&mut fake, &secret), APPROVED);
    fake.advance(1);
    assert_eq!(poll(&mut fake, &secret), GONE);
}

#[test]
fn a_refused_approval_still_moves_the_date() {
    let mut fake = Jellyfin::default();
    let token = fake.sign_in("guest", "desk");
    fake.user_mut("guest").allow_only_devices(&["desk"]);
    let (secret, code) = initiate(&mut fake);
    fake.advance(9 * MINUTE);
    assert_eq!(authorize(&mut fake, &format!("code={code}"), &token), (403, SENTENCE.into()));
    fake.advance(11 * MINUTE);
    assert_eq!(poll(&mut fake, &secret), PENDING);
    fake.advance(1);
    assert_eq!(poll(&mut fake, &secret), GONE);
}

#[test]
fn a_secret_can_be_redeemed_again_even_when_its_token_is_dead() {
    let mut fake = Jellyfin::default();
    let (secret, code) = initiate(&mut fake);
    assert_eq!(redeem(&mut fake, &secret).0, 404);
    fake.approve(&code, "demo");
    let (_, token) = redeem(&mut fake, &secret);
    assert_eq!(me(&mut fake, &token), 200);
    assert_eq!(post(&mut fake, "/Sessions/Logout", &bearing(&token)).status, 204);
    assert_eq!(post(&mut fake, "/Sessions/Logout", &bearing(&token)).status, 401);
    assert_eq!(redeem(&mut fake, &secret), (200, token.clone()));
    assert_eq!(me(&mut fake, &token), 401);
}

#[test]
fn an_approval_that_nobody_redeems_leaves_a_token_behind() {
    let mut fake = Jellyfin::default();
    let (_, code) = initiate(&mut fake);
    fake.approve(&code, "guest");
    assert_eq!(fake.tokens().len(), 1);
    assert_eq!(fake.owner_of(&fake.tokens()[0]), Some("guest"));
}

#[test]
fn a_restart_loses_requests_and_sessions_and_keeps_tokens() {
    let mut fake = Jellyfin::default();
    let token = fake.sign_in("demo", "desk");
    let (waiting, _) = initiate(&mut fake);
    let (approved, code) = initiate_from(&mut fake, "phone");
    fake.approve(&code, "demo");
    fake.restart();
    assert_eq!(poll(&mut fake, &waiting), GONE);
    assert_eq!(redeem(&mut fake, &approved).0, 404);
    assert_eq!(fake.session_count(), 0);
    assert_eq!(me(&mut fake, &token), 200);
}

#[test]
fn a_code_that_is_given_out_twice_belongs_to_the_newcomer() {
    let mut fake = Jellyfin::default();
    let (older, code) = initiate(&mut fake);
    fake.next_code(&code);
    let (newer, same) = initiate_from(&mut fake, "phone");
    assert_eq!(code, same);
    assert_eq!(poll(&mut fake, &older), GONE);
    assert_eq!(poll(&mut fake, &newer), PENDING);
    assert_eq!(fake.code_of("tv"), None);
}

#[test]
fn one_device_may_wait_with_several_codes() {
    let mut fake = Jellyfin::default();
    let (first, _) = initiate(&mut fake);
    let (second, code) = initiate(&mut fake);
    fake.approve(&code, "demo");
    assert_eq!(poll(&mut fake, &first), PENDING);
    assert_eq!(poll(&mut fake, &second), APPROVED);
}

#[test]
fn requests_survive_while_the_feature_is_off() {
    let mut fake = Jellyfin::default();
    let (secret, code) = initiate(&mut fake);
    fake.approve(&code, "demo");
    fake.enable_quick_connect(false);
    assert_eq!(get(&mut fake, "/QuickConnect/Enabled", "").text(), "false");
    let refused = post(&mut fake, "/QuickConnect/Initiate", &device("tv"));
    assert_eq!((refused.status, refused.text().as_str()), (401, DISABLED));
    let nameless = post(&mut fake, "/QuickConnect/Initiate", "");
    assert_eq!((nameless.status, nameless.text().as_str()), (400, SENTENCE));
    assert_eq!(poll(&mut fake, &secret).0, 401);
    assert_eq!(redeem(&mut fake, &secret).0, 401);
    fake.enable_quick_connect(true);
    assert_eq!(poll(&mut fake, &secret), APPROVED);
    assert_eq!(redeem(&mut fake, &secret).0, 200);
}
