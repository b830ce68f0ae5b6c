//! The waiting device when nothing goes wrong: codes that come, run out and are replaced, in every release.

use fake_jellyfin::Fault;
use fake_jellyfin::{Jellyfin, Version};
use quick_connect_client::jellyfin::device::Device;

use crate::exchange::waiting_device;
use crate::stage::{Button, Conversation, Twist};
use crate::transcript::{OPENED, SIGNED_IN};

#[test]
fn an_approval_signs_in_at_the_next_poll() {
    let conversation = Conversation::new(Version::V12_0).at(12, Twist::Approves);
    conversation.sign_in();
    conversation.reads(&[
        OPENED,
        "rest 5 s
         GET /QuickConnect/Connect -> 200
         rest 5 s
         GET /QuickConnect/Connect -> 200
         rest 5 s
         -- Approves",
        SIGNED_IN,
    ]);
}

/// Until a code is about to run out.
const NINE_MINUTES: &str = "107 × rest 5 s, GET /QuickConnect/Connect -> 200
                            rest 5 s";

#[test]
fn a_code_that_runs_out_is_replaced_in_time_and_both_are_polled_until_the_server_forgets_the_old_one() {
    let conversation = Conversation::new(Version::V12_0).at(620, Twist::Approves);
    conversation.sign_in();
    conversation.reads(&[
        OPENED,
        NINE_MINUTES,
        "POST /QuickConnect/Initiate -> 200
         shows waiting (RunningOut)
         12 × rest 5 s, GET /QuickConnect/Connect -> 200
         rest 5 s
         GET /QuickConnect/Connect -> 404
         rest 5 s
         GET /QuickConnect/Connect -> 200
         rest 5 s
         GET /QuickConnect/Connect -> 200
         rest 5 s
         -- Approves",
        SIGNED_IN,
    ]);
}

#[test]
fn an_approval_in_the_last_second_of_a_code_signs_in() {
    let conversation = Conversation::new(Version::V12_0).at(599, Twist::ApprovesTheLastCode);
    conversation.sign_in();
    conversation.reads(&[
        OPENED,
        NINE_MINUTES,
        "POST /QuickConnect/Initiate -> 200
         shows waiting (RunningOut)
         11 × rest 5 s, GET /QuickConnect/Connect -> 200
         rest 5 s
         -- ApprovesTheLastCode
         GET /QuickConnect/Connect -> 200
         rest 5 s",
        SIGNED_IN,
    ]);
}

#[test]
fn a_code_that_was_typed_slowly_counts_although_the_next_one_is_on_the_screen() {
    let conversation = Conversation::new(Version::V12_0).at(561, Twist::ApprovesTheLastCode);
    conversation.sign_in();
    conversation.reads(&[
        OPENED,
        NINE_MINUTES,
        "POST /QuickConnect/Initiate -> 200
         shows waiting (RunningOut)
         4 × rest 5 s, GET /QuickConnect/Connect -> 200
         rest 5 s
         -- ApprovesTheLastCode",
        SIGNED_IN,
    ]);
}

#[test]
fn a_code_that_another_device_was_given_is_replaced() {
    let conversation = Conversation::new(Version::V12_0).at(1, Twist::CodeIsGivenAway).at(11, Twist::Approves);
    conversation.sign_in();
    conversation.reads(&[
        OPENED,
        "rest 5 s
         -- CodeIsGivenAway
         GET /QuickConnect/Connect -> 404
         shows requesting (Forgotten)
         rest 5 s
         POST /QuickConnect/Initiate -> 200
         shows waiting (Forgotten)
         rest 5 s
         -- Approves",
        SIGNED_IN,
    ]);
}

#[test]
fn a_wish_for_a_new_code_does_not_throw_away_an_approval() {
    let conversation = Conversation::new(Version::V12_0).at(2, Twist::Approves).at(3, Twist::Presses(Button::NewCode));
    conversation.sign_in();
    conversation.reads(&[
        OPENED,
        "rest 5 s
         -- Approves
         -- Presses(NewCode)",
        SIGNED_IN,
    ]);
}

#[test]
fn a_wish_for_a_new_code_is_granted_at_once() {
    let conversation = Conversation::new(Version::V12_0).at(2, Twist::Presses(Button::NewCode)).at(3, Twist::Approves);
    conversation.sign_in();
    conversation.reads(&[
        OPENED,
        "rest 5 s
         -- Presses(NewCode)
         GET /QuickConnect/Connect -> 200
         POST /QuickConnect/Initiate -> 200
         shows waiting (Asked)
         rest 5 s
         -- Approves
         GET /QuickConnect/Connect -> 200
         rest 5 s",
        SIGNED_IN,
    ]);
}

#[test]
fn check_now_cuts_the_rest_short_and_never_doubles_a_poll() {
    let conversation = Conversation::new(Version::V12_0)
        .spoil("/Connect", &Fault::Delay(3000), 1)
        .at(1, Twist::Presses(Button::CheckNow))
        .at(2, Twist::Presses(Button::CheckNow))
        .at(3, Twist::Approves);
    conversation.sign_in();
    conversation.reads(&[
        OPENED,
        "rest 5 s
         -- Presses(CheckNow)
         -- Presses(CheckNow)
         -- Approves
         GET /QuickConnect/Connect -> 200
         rest 5 s",
        SIGNED_IN,
    ]);
}

#[test]
fn a_10_8_server_is_asked_by_get_after_it_refused_post_and_by_get_ever_after() {
    let conversation = Conversation::new(Version::V10_8_13).at(1, Twist::Restarts).at(11, Twist::Approves);
    conversation.sign_in();
    conversation.reads(&[
        "shows requesting (Opened)
         POST /QuickConnect/Initiate -> 405
         GET /QuickConnect/Initiate -> 200
         shows waiting (Opened)
         rest 5 s
         -- Restarts
         GET /QuickConnect/Connect -> 404
         shows requesting (Forgotten)
         rest 5 s
         GET /QuickConnect/Initiate -> 200
         shows waiting (Forgotten)
         rest 5 s
         -- Approves",
        SIGNED_IN,
    ]);
}

#[test]
fn every_version_signs_in_in_its_folder_too() {
    for version in Version::ALL {
        for base_path in ["", "/jellyfin", "/a/b"] {
            let mut fake = Jellyfin::new(version);
            fake.set_base_path(base_path);
            let server_id = fake.server_id().to_owned();
            let conversation = Conversation::with(fake).at(3, Twist::Approves);
            let authentication = conversation.sign_in();
            assert_eq!(authentication.server_id, server_id, "{version} in {base_path:?}");
            let asked = conversation.lines.borrow().iter().filter(|line| line.contains("/Initiate")).count();
            assert_eq!(asked, if version == Version::V10_8_13 { 2 } else { 1 }, "{version} in {base_path:?}");
        }
    }
}

#[test]
fn the_device_goes_by_its_own_name_at_the_server() {
    let conversation = Conversation::new(Version::V12_0).at(3, Twist::Approves);
    conversation.sign_in();
    let fake = conversation.fake.borrow();
    let [device] = fake.devices() else { panic!("not one device") };
    let Device { id, name } = waiting_device();
    assert_eq!((&device.device_id, &device.name), (&id, &name));
}
