//! The QR code beside the code, as an independent decoder reads it from a screenshot.

use fake_jellyfin::Version;

use crate::support::device::Device;
use crate::support::home::{Setup, home, until};
use crate::support::qr_reader::decode;

/// Every QR code on the screen.
fn read(device: &Device) -> Vec<String> {
    decode(device.picture())
}

/// Waits until the screen shows this QR code and no other.
fn wait_for(device: &Device, link: &str) {
    until(&format!("a QR code that says {link}"), || (read(device) == [link]).then_some(()));
}

#[test]
fn the_code_on_the_screen_leads_a_camera_to_the_settings_in_every_size_and_theme() {
    let (_home, [mut tv]) = home();
    tv.use_name();
    tv.open("");
    let link = format!("{}#/settings?code={}", tv.page(), tv.code());
    tv.wait_for("#quick-connect-qr");
    for (width, height) in [(1280, 720), (390, 844), (1920, 1080)] {
        for colours in ["dark", "light"] {
            tv.set_screen(width, height, colours);
            wait_for(&tv, &link);
        }
    }
    assert_eq!(
        tv.look("#quick-connect-qr", "element.getAttribute('aria-label')").as_deref(),
        Some("QR code: scan it with a phone to approve the code")
    );
}

#[test]
fn a_new_code_brings_a_new_qr_code_and_no_code_brings_none() {
    let (home, [mut tv]) = home();
    tv.use_name();
    tv.open("");
    let first = tv.code();
    tv.press("#new-code");
    let second = tv.code_after(&first);
    wait_for(&tv, &format!("{}#/settings?code={second}", tv.page()));
    home.with(|fake| fake.enable_quick_connect(false));
    tv.press("#check-now");
    tv.wait_for_state("disabled");
    assert_eq!(read(&tv), [""; 0]);
}

#[test]
fn a_host_that_allows_no_pictures_but_its_own_files_does_not_keep_it_away() {
    let (_home, [mut tv]) = Setup::new().with_policy("img-src 'self' https://*").start();
    tv.use_name();
    tv.open("");
    let link = format!("{}#/settings?code={}", tv.page(), tv.code());
    wait_for(&tv, &link);
}

#[test]
fn an_address_that_only_this_machine_knows_is_not_drawn() {
    let (_home, [tv]) = home();
    tv.open("");
    tv.code();
    assert!(!tv.shows("#quick-connect-qr"));
}

#[test]
fn the_link_of_the_qr_code_leads_a_phone_in_another_folder_to_the_confirm_step() {
    the_link_leads_a_phone_to_the_confirm_step(Version::default());
}

#[test]
fn on_10_8_the_link_of_the_qr_code_names_the_file_as_the_page_does() {
    the_link_leads_a_phone_to_the_confirm_step(Version::V10_8_13);
}

fn the_link_leads_a_phone_to_the_confirm_step(version: Version) {
    let (home, [mut tv, phone]) = Setup::of(version).in_folder("/web/quick/").start();
    tv.use_name();
    tv.open("");
    let code = tv.code();
    let link = until("a QR code", || read(&tv).pop());
    phone.go(&link);
    phone.wait_for_text("#login [role=status]", "The code is kept until then");
    phone.enter("demo", "demo");
    phone.wait_for("#settings");
    phone.wait_for_text("#confirm", "This code came from a link");
    assert_eq!(phone.text("#confirm-code").replace(' ', ""), code);
    phone.press("#approve");
    phone.wait_for_result("approved");
    tv.wait_for("#settings");
    assert_eq!(home.approvals().len(), 1);
}

#[test]
fn the_host_can_have_it_lead_to_jellyfins_own_page() {
    let (_home, [mut tv]) = Setup::new().with_config(r#"{ "quickConnectLink": "jellyfin" }"#).start();
    tv.use_name();
    tv.open("");
    let code = tv.code();
    wait_for(&tv, &format!("{}index.html#/quickconnect?code={code}", tv.page()));
}
