//! The remaining differences between releases.

use crate::calls::{APPROVED, SENTENCE, bearing, device, get, initiate, me, poll, post};
use fake_jellyfin::{Jellyfin, Request, Version};

#[test]
fn a_release_that_is_too_old_says_its_number_and_knows_no_quick_connect() {
    let mut fake = Jellyfin::new(Version::V10_7_7);
    fake.enable_quick_connect(true);
    assert!(!Version::ALL.contains(&Version::V10_7_7));
    assert_eq!(get(&mut fake, "/System/Info/Public", "").json()["Version"], "10.7.7");
    let token = fake.sign_in("demo", "desk");
    for (method, target, status, body) in [
        ("GET", "/QuickConnect/Enabled", 404, ""),
        ("GET", "/QuickConnect/Status", 200, "\"Unavailable\""),
        ("GET", "/QuickConnect/Initiate", 401, SENTENCE),
        ("POST", "/QuickConnect/Initiate", 405, ""),
        ("GET", "/QuickConnect/Connect?secret=x", 400, SENTENCE),
        ("POST", "/QuickConnect/Authorize?code=123456", 400, SENTENCE),
    ] {
        let authorization = format!("{}, Token=\"{token}\"", device("tv"));
        let answer = fake.handle(&Request::new(method, target).header("Authorization", &authorization));
        assert_eq!((answer.status, answer.text().as_str()), (status, body), "{method} {target}");
    }
    assert_eq!(get(&mut Jellyfin::default(), "/QuickConnect/Status", "").status, 404);
}

#[test]
fn an_imitation_does_not_say_whether_quick_connect_is_on_and_it_works_all_the_same() {
    for status in [404, 405] {
        let mut fake = Jellyfin::default();
        fake.imitate_jellyfin(status);
        assert_eq!(get(&mut fake, "/QuickConnect/Enabled", "").status, status);
        assert_ne!(get(&mut fake, "/System/Info/Public", "").json()["ProductName"], "Jellyfin Server");
        let (secret, code) = initiate(&mut fake);
        let token = bearing(&fake.sign_in("demo", "desk"));
        let authorize =
            |fake: &mut Jellyfin| post(fake, &format!("/QuickConnect/Authorize?code={code}"), &token).status;
        assert_eq!((authorize(&mut fake), authorize(&mut fake)), (200, 409));
        assert_eq!(poll(&mut fake, &secret), APPROVED);
    }
}

#[test]
fn users_have_pictures_at_the_addresses_of_their_release() {
    for version in Version::ALL {
        let mut fake = Jellyfin::new(version);
        let demo = fake.user_mut("demo").id().to_owned();
        let guest = fake.user_mut("guest").id().to_owned();
        let answer = get(&mut fake, &format!("/Users/{demo}/Images/Primary?tag=x"), "");
        assert_eq!((answer.status, answer.header("Content-Type")), (200, Some("image/png")));
        assert!(answer.body.starts_with(b"\x89PNG"));
        assert_eq!(get(&mut fake, &format!("/Users/{guest}/Images/Primary"), "").status, 404);
        let newer = get(&mut fake, &format!("/UserImage?userId={demo}"), "").status;
        assert_eq!(newer, if version == Version::V10_8_13 { 404 } else { 200 });
    }
}

#[test]
fn devices_are_deleted_in_the_way_of_the_release() {
    for version in Version::ALL {
        let mut fake = Jellyfin::new(version);
        let admin = fake.sign_in("demo", "desk");
        let guest = fake.sign_in("guest", "sofa");
        let delete = |fake: &mut Jellyfin, token: &str, query: &str| {
            let request = Request::new("DELETE", &format!("/Devices{query}"));
            fake.handle(&request.header("Authorization", &bearing(token))).status
        };
        let many = version == Version::V12_0;
        assert_eq!(delete(&mut fake, &guest, "?id=sofa"), 403);
        assert_eq!(delete(&mut fake, &admin, "?id=x"), if many { 400 } else { 404 });
        assert_eq!(delete(&mut fake, &admin, ""), if many { 204 } else { 400 });
        assert_eq!(get(&mut fake, "/Devices", &bearing(&admin)).json()["TotalRecordCount"], 2);
        assert_eq!(delete(&mut fake, &admin, "?id=sofa"), 204);
        assert_eq!(me(&mut fake, &guest), 401);
    }
}

#[test]
fn another_client_gets_as_far_as_its_home_screen() {
    for version in Version::ALL {
        let mut fake = Jellyfin::new(version);
        let token = fake.sign_in("guest", "sofa");
        let id = fake.user_mut("guest").id().to_owned();
        let bearer = bearing(&token);
        assert_eq!(post(&mut fake, "/Sessions/Capabilities/Full", &bearer).status, 204);
        let home = [
            format!("/Users/{id}"),
            format!("/Users/{id}/Views"),
            format!("/Users/{id}/Items/Resume"),
            "/UserViews".to_owned(),
            "/Items".to_owned(),
            "/DisplayPreferences/usersettings?client=emby".to_owned(),
            "/System/Endpoint".to_owned(),
            "/Branding/Css.css".to_owned(),
        ];
        for target in home {
            assert_eq!(get(&mut fake, &target, &bearer).status, 200, "{target}");
        }
        assert_eq!(get(&mut fake, &format!("/socket?ApiKey={token}"), "").status, 404);
    }
}
