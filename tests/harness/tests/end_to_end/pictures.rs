//! Pictures of every state at the sizes of a television, a laptop and a phone, in `target/pictures`, and the two that
//! the README shows. Not a test of anything: run it by name when the look has changed, and look.

use std::fs;
use std::path::{Path, PathBuf};

use harness::http::Fault;
use serde_json::json;

use crate::device::Device;
use crate::home::home;

/// Width and height in CSS pixels, colours, and the name in the file's name.
const SCREENS: [(u32, u32, &str, &str); 5] = [
    (1920, 1080, "dark", "television"),
    (1280, 720, "dark", "laptop"),
    (390, 844, "dark", "phone"),
    (1280, 720, "light", "laptop-light"),
    (390, 844, "light", "phone-light"),
];

#[test]
#[ignore = "makes pictures, checks nothing"]
fn pictures() {
    let (home, [tv, phone]) = home();
    tv.open("");
    let code = tv.code();
    take(&tv, "waiting");
    phone.open(&format!("#/settings?code={code}"));
    phone.code();
    take(&phone, "login-with-code");
    phone.enter("demo", "wrong");
    phone.wait_for_text("[role=alert]", "wrong");
    take(&phone, "wrong-password");
    phone.enter("demo", "demo");
    phone.wait_for("#settings");
    take(&phone, "settings");
    phone.enter_code("12x");
    phone.wait_for_text("[role=alert]", "digits only");
    take(&phone, "refused-code");
    phone.enter_code(&code);
    phone.wait_for("#approve");
    take(&phone, "confirm");
    phone.press("#approve");
    phone.wait_for_result("approved");
    take(&phone, "approved");
    tv.wait_for("#settings");
    take(&tv, "signed-in");
    phone.press("#sign-out");
    phone.wait_for("#login");
    take(&phone, "signed-out");
    home.fault("/QuickConnect/Connect", Fault::Drop, 1000);
    phone.press("#check-now");
    phone.wait_for_state("retrying");
    take(&phone, "retrying");
    home.fault("/QuickConnect/Initiate", Fault::Drop, 1000);
    phone.open("");
    phone.wait_for_state("unreachable");
    take(&phone, "unreachable");
    home.clear_faults();
    home.with(|fake| fake.enable_quick_connect(false));
    tv.press("#sign-out");
    tv.wait_for_state("disabled");
    take(&tv, "disabled");
    for (from, to) in [("waiting-laptop", "waiting-device"), ("confirm-phone", "signed-in-device")] {
        let shown = workspace().join("tests/pictures");
        fs::create_dir_all(&shown).expect("a folder for the README's pictures");
        fs::copy(folder().join(from).with_extension("png"), shown.join(to).with_extension("png")).expect("a copy");
    }
}

fn take(device: &Device, state: &str) {
    for (width, height, colours, screen) in SCREENS {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500 });
        device.command("Emulation.setDeviceMetricsOverride", metrics);
        let scheme = json!({ "features": [{ "name": "prefers-color-scheme", "value": colours }] });
        device.command("Emulation.setEmulatedMedia", scheme);
        fs::create_dir_all(folder()).expect("a folder for pictures");
        device.take_picture(&folder().join(format!("{state}-{screen}.png")));
    }
    device.command("Emulation.clearDeviceMetricsOverride", json!({}));
}

fn folder() -> PathBuf {
    workspace().join("target/pictures")
}

fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("the project")
}
