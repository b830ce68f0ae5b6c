//! Where a token may be, and what it says about the device.

use crate::calls::{bearing, get, me, post};
use fake_jellyfin::{Jellyfin, Request, Version};

#[test]
fn a_token_counts_only_in_the_places_that_a_release_knows() {
    let legacy: [fn(&str) -> Request; 5] = [
        |token| Request::get("/Users/Me").header("Authorization", &format!("Emby Token={token}")),
        |token| Request::get("/Users/Me").header("X-Emby-Authorization", &bearing(token)),
        |token| Request::get("/Users/Me").header("X-Emby-Token", token),
        |token| Request::get("/Users/Me").header("x-mediabrowser-token", token),
        |token| Request::get(&format!("/Users/Me?api_key={token}")),
    ];
    let always: [fn(&str) -> Request; 2] = [
        |token| Request::get("/users/me/").header("authorization", &format!("mediabrowser Token={token}")),
        |token| Request::get(&format!("/Users/Me?apikey={token}")),
    ];
    for version in Version::ALL {
        let mut fake = Jellyfin::new(version);
        let token = fake.sign_in("demo", "desk");
        for place in always {
            assert_eq!(fake.handle(&place(&token)).status, 200, "{version}");
        }
        for (index, place) in legacy.iter().enumerate() {
            let expected = if version == Version::V12_0 { 401 } else { 200 };
            assert_eq!(fake.handle(&place(&token)).status, expected, "{version} {index}");
            fake.accept_legacy_authorization(false);
            let off = version >= Version::V10_11_11;
            assert_eq!(fake.handle(&place(&token)).status, if off { 401 } else { 200 });
            fake.accept_legacy_authorization(version != Version::V12_0);
        }
        for wrong in [format!("Bearer {token}"), format!("MediaBrowser token={token}"), token.clone()] {
            assert_eq!(get(&mut fake, "/Users/Me", &wrong).status, 401);
        }
        let both = Request::get("/Users/Me").header("Authorization", &bearing("dead"));
        let both = both.header("X-Emby-Authorization", &bearing(&token));
        let emby_wins = version < Version::V10_11_11;
        assert_eq!(fake.handle(&both).status, if emby_wins { 200 } else { 401 }, "{version}");
    }
}

#[test]
fn a_live_token_fills_in_its_device_and_may_rename_it() {
    let mut fake = Jellyfin::default();
    let token = fake.sign_in("demo", "desk");
    let answer = post(&mut fake, "/QuickConnect/Initiate", &bearing(&token));
    assert_eq!(answer.json()["DeviceId"], "desk");
    let renaming = format!("MediaBrowser Client=\"x\", Device=\"New%20name\", DeviceId=\"x\", Token={token}");
    assert_eq!(get(&mut fake, "/Users/Me", &renaming).status, 200);
    let row = &fake.devices()[0];
    assert_eq!((row.name.as_str(), row.client.as_str()), ("New name", "Harness"));
    assert_eq!(row.device_id, "desk");
}

#[test]
fn a_bad_token_does_no_harm_where_none_is_needed() {
    let mut fake = Jellyfin::default();
    assert_eq!(get(&mut fake, "/QuickConnect/Enabled", &bearing("dead")).status, 200);
    assert_eq!(get(&mut fake, "/System/Info", &bearing("dead")).status, 401);
}

#[test]
fn a_schedule_shuts_a_user_out_of_some_calls_only() {
    let mut fake = Jellyfin::default();
    let token = fake.sign_in("guest", "sofa");
    let id = fake.user_mut("guest").allow_only_between(0.0, 1.0).id().to_owned();
    assert_eq!(me(&mut fake, &token), 403);
    assert_eq!(post(&mut fake, "/Sessions/Logout", &bearing(&token)).status, 403);
    assert_eq!(get(&mut fake, &format!("/Users/{id}"), &bearing(&token)).status, 200);
    assert_eq!(get(&mut fake, "/System/Info", &bearing(&token)).status, 200);
    assert!(fake.is_token_alive(&token));
    fake.come_from_outside(true);
    fake.user_mut("guest").allow_remote_access(false);
    assert_eq!(get(&mut fake, "/System/Info", &bearing(&token)).status, 403);
    fake.allow_remote_access(false);
    assert_eq!(get(&mut fake, "/System/Ping", "").status, 503);
}
