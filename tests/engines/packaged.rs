//! The app of webOS's package, opened from its folder: on `file:`, where nothing can be fetched.

use std::fs;
use std::sync::LazyLock;
use std::time::Duration;

use serde_json::json;
use xtask::browser::engines::Browser;
use xtask::packages::{self, archives::Entry};

use crate::television::Television;
use crate::{code_of_another_device, jellyfin, release_files, stories};

// The versions that webOS has, from webOS 4 on.
stories! {
    works_in:
    app_in_chromium_53: Browser::Chromium(53),
    app_in_chromium_68: Browser::Chromium(68),
    app_in_chromium_79: Browser::Chromium(79),
    app_in_chromium_87: Browser::Chromium(87),
    app_in_chromium_94: Browser::Chromium(94),
    app_in_chromium_108: Browser::Chromium(108),
    app_in_chromium_121: Browser::Chromium(121),
    app_in_chromium_now: Browser::ChromiumNow,
}

/// The browser under the name that it has on webOS.
const WEBOS: &str = "(function (name) {
    var webos = name.replace('Headless', '').replace(/\\([^)]*\\)/, '(Web0S; Linux/SmartTV)') + ' WebAppManager';
    Object.defineProperty(navigator, 'userAgent', { value: webos });
})(navigator.userAgent);";

/// Its files.
static APP: LazyLock<Vec<Entry>> = LazyLock::new(|| packages::app(&release_files(), "{}").expect("the app"));

fn works_in(browser: Browser) {
    let keeps = (0..3).any(|_| lives_on_in(browser));
    assert!(keeps, "{} keeps nothing", browser.name());
}

/// The server is asked for at the first start and remembered; the code, the session, an approval and the way back are as
/// elsewhere.
///
/// False if the browser has lost everything at a reload, even the device's id, which the app never removes. On a busy machine
/// today's Chromium does that to a page of a file now and then, also six seconds after the last change.
fn lives_on_in(browser: Browser) -> bool {
    let mut television = Television::with(browser);
    television.prepare(WEBOS);
    let folder = std::env::temp_dir().join(format!("packaged-{}-{}", std::process::id(), browser.name()));
    fs::create_dir_all(&folder).expect("a folder");
    for entry in APP.iter() {
        fs::write(folder.join(&entry.name), &entry.content).expect("a file");
    }
    let server = jellyfin();
    television.open(&format!("file://{}/index.html", folder.display()));
    television.type_into("[name=server]", &server.localhost());
    television.press("#connect");
    let code = television.code();
    if !is_kept_at_a_reload(&mut television) {
        return false;
    }
    assert_eq!(television.code(), code, "the server is remembered, and the code comes back");
    // The code is there before the program, whose first look would find the approval.
    television.wait_for("#check-now", "");
    assert!(server.with(|fake| fake.approve(&code, "demo")), "the server does not know the code {code}");
    television.press("#check-now");
    television.wait_for("#account", "attic");
    if !is_kept_at_a_reload(&mut television) {
        return false;
    }
    television.wait_for("#account", "demo");
    let other = code_of_another_device(&server);
    television.enter_with_pad(&other);
    television.wait_for("#approve[aria-disabled=false]", "");
    go_back(&mut television);
    television.wait_until("!document.querySelector('#approve')");
    assert_eq!(television.look("window.isLeft"), json!(false), "Back has left the app instead of the question");
    television.press("#continue");
    television.wait_for("#approve[aria-disabled=false]", "");
    television.press("#approve");
    television.wait_for("#settings[data-result=approved]", "");
    television.press("#account-menu");
    television.press("#sign-out");
    assert_ne!(television.code(), code);
    go_back(&mut television);
    television.wait_until("window.isLeft");
    // No look at the console: an address that is typed is tried by https first, and the browser complains of that.
    let _ = fs::remove_dir_all(&folder);
    true
}

/// Reloads the page. False if the device's id is another one then.
fn is_kept_at_a_reload(television: &mut Television) -> bool {
    let id = "localStorage['jellyfin-quick-connect.device']";
    // Chromium needs a moment to put what is kept where the next page reads it, and a person needs longer.
    std::thread::sleep(Duration::from_millis(300));
    let before = television.look(id);
    assert!(before.is_string(), "a device without an id");
    television.reload();
    television.wait_until(&format!("Boolean({id})"));
    television.look(id) == before
}

/// Presses Back, and notes whether that leaves the app.
fn go_back(television: &mut Television) {
    television.look("window.isLeft = false");
    television.look("window.webOSSystem = { platformBack: function () { window.isLeft = true; } }");
    television.look(
        "(function () {
            var press = new KeyboardEvent('keydown', { key: 'GoBack', bubbles: true, cancelable: true });
            Object.defineProperty(press, 'keyCode', { value: 461 });
            (document.activeElement || document.body).dispatchEvent(press);
        })()",
    );
}
