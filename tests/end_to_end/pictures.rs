//! Takes pictures of every state at the sizes of a television, a laptop and a phone, in `target/pictures`, and the two
//! for the README. These test nothing: run them by name after changing the design, and look at the pictures.

use std::fs;
use std::path::{Path, PathBuf};

use fake_jellyfin::http::{Server, closed_port};
use fake_jellyfin::{Fault, Jellyfin, Phase};
use serde_json::json;

use crate::support::device::Device;
use crate::support::home::{Setup, home};

/// Width and height in CSS pixels, colour scheme, and the name for files.
const SCREENS: [(u32, u32, &str, &str); 11] = [
    (1920, 1080, "dark", "television"),
    (1280, 720, "dark", "television-720"),
    (1280, 720, "dark", "laptop"),
    (1440, 900, "dark", "desktop"),
    (820, 1180, "dark", "tablet"),
    (390, 844, "dark", "phone"),
    (844, 390, "dark", "phone-aside"),
    (1440, 900, "light", "desktop-light"),
    (820, 1180, "light", "tablet-light"),
    (390, 844, "light", "phone-light"),
    (844, 390, "light", "phone-aside-light"),
];

#[test]
#[ignore = "makes pictures, checks nothing"]
fn pictures() {
    let (home, [mut tv, phone]) = home();
    tv.use_name();
    tv.open("");
    let code = tv.code();
    take(&tv, "waiting");
    phone.open(&format!("#/settings?code={code}"));
    phone.code();
    take(&phone, "login-with-code");
    phone.enter("demo", "wrong");
    phone.wait_for_text("[role=alert]", "Wrong username");
    take(&phone, "wrong-password");
    phone.enter("demo", "demo");
    // The code of the link leads to the confirm step.
    phone.press("#approve-cancel");
    phone.wait_for("[name=code]");
    take(&phone, "settings");
    phone.enter_code("12x");
    phone.wait_for_text("[role=alert]", "only digits");
    take(&phone, "refused-code");
    phone.type_into("[name=code]", "123");
    take(&phone, "half-a-code");
    phone.enter_code(&code);
    phone.wait_for("#approve");
    take(&phone, "confirm");
    phone.press("#for-another");
    phone.wait_for_text("#accounts", "guest");
    take(&phone, "picker");
    phone.press("#picker-close");
    phone.press("#approve");
    phone.wait_for_text(".result", "is signed in as");
    take(&phone, "approved");
    phone.press("#not-you");
    phone.wait_for("#task-do");
    take(&phone, "not-you");
    phone.press("#task-close");
    phone.press("#next");
    phone.press("#account-menu");
    phone.wait_for("#sign-out");
    take(&phone, "menu");
    phone.press("#account-menu");
    phone.enter_code("999999");
    phone.press("#approve");
    phone.wait_for_result("unknown");
    take(&phone, "unknown");
    phone.press("#show-devices");
    phone.wait_for_text("#device-list", "Linux");
    take(&phone, "devices");
    phone.press("#device-list .choice");
    phone.wait_for("#task-do");
    take(&phone, "remove");
    phone.press("#task-close");
    phone.press("#switch-quick-connect");
    phone.wait_for("#task-do");
    take(&phone, "switch");
    phone.press("#task-close");
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
    phone.run("sessionStorage.clear()", json!([]));
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

#[test]
#[ignore = "makes pictures, checks nothing"]
fn pictures_of_servers() {
    let (home, [tv]) = home();
    let attic = home.origin();
    let other = Server::start(Jellyfin::default()).expect("a free port");
    other.with(|fake| {
        fake.rename("The cinema in the cellar");
        fake.set_server_id("0123456789abcdef0123456789abcdef");
    });
    let cellar = other.origin();
    tv.open("");
    tv.press("#change-server");
    tv.wait_for(".known");
    take(&tv, "server-choice");
    let port = closed_port().expect("a free port");
    tv.type_into("[name=server]", &format!("127.0.0.1:{port}"));
    tv.press("#connect");
    tv.wait_for("#server-form details");
    take(&tv, "server-not-found");
    tv.press("#server-form summary");
    take(&tv, "server-not-found-unfolded");
    tv.sign_in("demo", "demo");
    tv.press("#other-server");
    tv.type_into("[name=server]", &cellar);
    tv.press("#connect");
    tv.wait_for_text("h1", "cinema");
    tv.press("#change-server");
    tv.wait_for_text(".pick", "Signed in");
    take(&tv, "several-servers");
    let config = json!({ "servers": [attic, cellar], "name": "Family cinema" });
    let (_page, [tv]) = Setup::new().with_config(&config.to_string()).start();
    tv.open("");
    tv.wait_for(".known");
    take(&tv, "server-list");
    home.with(|fake| fake.set_phase(Phase::Starting));
    tv.press(".pick");
    tv.wait_for("details");
    tv.press("details summary");
    take(&tv, "starting");
}

#[test]
#[ignore = "makes pictures, checks nothing"]
fn pictures_of_forms() {
    let (home, [tv]) = Setup::new()
        .with(|fake| {
            fake.user_mut("demo").show();
            for name in ["Grandmother", "Zoë", "A guest with a long name", "Kids"] {
                fake.add_user(name, "demo").show().give_image();
            }
            fake.show_splash_screen(true);
            fake.set_disclaimer(Some(
                "<p>For the <b>family</b> and friends.</p>By signing in you agree to our \
                <a href='https://example.org/rules'>rules of the house</a>.",
            ));
        })
        .start();
    tv.open("");
    tv.wait_for(".disclaimer");
    take(&tv, "tiles");
    tv.press("#forgot-password");
    tv.wait_for("#reset-form");
    take(&tv, "forgot-password");
    tv.type_into("[name=username]", "demo");
    tv.press("#reset");
    tv.wait_for("#pin");
    tv.type_into("#pin", "AA-BB-CC-DD");
    tv.press("#reset");
    tv.wait_for_text("[role=alert]", "This PIN is wrong");
    take(&tv, "forgot-password-pin");
    let pin = home.with(|fake| fake.reset_pin_of("demo").expect("a pin").to_owned());
    tv.type_into("#pin", &pin);
    tv.press("#reset");
    tv.wait_for_text("[role=status]", "is the password of");
    take(&tv, "forgot-password-done");
    let (_home, [tv]) = Setup::new().with_config(r#"{ "signIn": "password" }"#).start();
    tv.open("");
    tv.wait_for(".person-tile");
    take(&tv, "password-only");
    let (_home, [tv]) = Setup::new().with_config(r#"{ "signIn": "code", "sever": "x" }"#).start();
    tv.open("");
    tv.code();
    take(&tv, "code-only");
    tv.run(
        "localStorage.setItem('jellyfin_credentials', JSON.stringify({ Servers: [{ Id: arguments[0], \
         ManualAddress: location.origin, AccessToken: 'x', UserId: 'y', DateLastAccessed: 1 }] }))",
        json!([tv.run("return fetch('/System/Info/Public').then(it => it.json()).then(it => it.Id)", json!([]))]),
    );
    tv.reload();
    tv.wait_for("#take-over");
    tv.code();
    take(&tv, "take-over");
}

#[test]
#[ignore = "makes pictures, checks nothing"]
fn pictures_of_a_television() {
    let (home, [mut tv]) = Setup::new()
        .with(|fake| {
            fake.user_mut("demo").show();
            for name in ["Grandmother", "Zoë", "A guest with a long name", "Kids", "Bartholomew", "Uncle"] {
                fake.add_user(name, "demo").show().give_image();
            }
            fake.show_splash_screen(true);
            fake.set_disclaimer(Some("For the family and friends."));
        })
        .start();
    tv.be_television();
    tv.use_name();
    tv.open("");
    tv.code();
    tv.wait_for(".disclaimer");
    take(&tv, "tv-code");
    tv.run("document.documentElement.setAttribute('data-idle', 1)", json!([]));
    take(&tv, "tv-dim");
    tv.run("document.documentElement.removeAttribute('data-idle')", json!([]));
    tv.press("#new-code");
    tv.wait_for_text("#login [role=status]", "new code");
    take(&tv, "tv-new-code");
    tv.press("#other-ways");
    tv.wait_for("#person-0");
    take(&tv, "tv-other-ways");
    tv.press("#person-1");
    tv.keys("wrong\u{e007}");
    tv.wait_for_text("[role=alert]", "Wrong username");
    take(&tv, "tv-wrong-password");
    tv.press("#change-server");
    tv.wait_for(".known");
    take(&tv, "tv-servers");
    tv.press("#keep-server");
    tv.press("#back-to-code");
    home.fault("/QuickConnect", Fault::Drop, 1000);
    tv.wait_for_text("#login [role=status]", "Can’t connect");
    take(&tv, "tv-lost");
    home.clear_faults();
    home.with(|fake| fake.enable_quick_connect(false));
    tv.run("sessionStorage.clear()", json!([]));
    tv.open("");
    tv.wait_for_state("disabled");
    take(&tv, "tv-off");
}

/// A television's login is another one than anybody else's; all the rest is the same everywhere but for its style.
fn take(device: &Device, state: &str) {
    let has_login = device.run("return Boolean(document.getElementById('login'));", json!([])) == json!(true);
    let is_of_television = state.starts_with("tv-");
    for (width, height, colours, screen) in SCREENS {
        let is_television = screen.starts_with("television");
        if is_of_television && !is_television || has_login && is_television && !is_of_television {
            continue;
        }
        device.set_screen(width, height, colours);
        device.run("document.documentElement.toggleAttribute('data-television', arguments[0])", json!([is_television]));
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
