//! The call that replaces the whole configuration.

use crate::calls::{bearing, get};
use fake_jellyfin::{Jellyfin, Request};

#[test]
fn a_careless_write_resets_the_whole_configuration() {
    let mut fake = Jellyfin::default();
    let token = fake.sign_in("demo", "desk");
    let write = |fake: &mut Jellyfin, token: &str, body: &str| {
        let request = Request::post("/System/Configuration").json(body);
        fake.handle(&request.header("Authorization", &bearing(token)))
    };
    let guest = fake.sign_in("guest", "sofa");
    assert_eq!(get(&mut fake, "/System/Configuration", &bearing(&guest)).status, 200);
    assert_eq!(write(&mut fake, &guest, "{}").status, 403);
    assert_eq!(write(&mut fake, "dead", "{}").status, 401);
    assert_eq!(write(&mut fake, &token, r#"{"CorsHosts":null}"#).status, 400);
    assert_eq!(write(&mut fake, &token, r#"{"CachePath":"/no/such"}"#).status, 404);
    assert_eq!(fake.configuration()["ServerName"], "attic");
    let answer = write(&mut fake, &token, r#"{"quickConnectAvailable":false,"Unknown":1}"#);
    assert_eq!((answer.status, answer.body.is_empty()), (204, true));
    let after = fake.configuration();
    assert_eq!((&after["ServerName"], &after["QuickConnectAvailable"]), (&"".into(), &false.into()));
    assert_eq!(after.get("Unknown"), None);
    assert_eq!(get(&mut fake, "/Startup/Configuration", "").status, 200);
    fake.complete_wizard(true);
    assert_eq!(get(&mut fake, "/Startup/Configuration", "").status, 401);
    assert_eq!(get(&mut fake, "/Startup/Configuration", &bearing(&guest)).status, 403);
}
