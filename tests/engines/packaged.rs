//! The app of webOS's package, opened from its folder: on `file:`, where nothing can be fetched.

use std::fs;

use serde_json::json;
use xtask::browser::engines::Browser;
use xtask::packages;

use crate::television::Television;
use crate::{jellyfin, project};

#[test]
fn app_in_chromium_now() {
    works_in(Browser::ChromiumNow);
}

/// Its television's name, which comes with the page.
const WEBOS: &str = "Object.defineProperty(navigator, 'userAgent', { value: 'Mozilla/5.0 (Web0S; Linux/SmartTV) \
    AppleWebKit/537.36 (KHTML, like Gecko) Chrome/79.0.3945.79 Safari/537.36 WebAppManager' });";

/// The server is asked for at the first start and remembered; the code, the session and the way back are as elsewhere.
fn works_in(browser: Browser) {
    let mut television = Television::with(browser);
    television.prepare(WEBOS);
    let folder = std::env::temp_dir().join(format!("packaged-{}-{}", std::process::id(), browser.name()));
    fs::create_dir_all(&folder).expect("a folder");
    for entry in packages::app(&project().join("dist"), "{}").expect("the app") {
        fs::write(folder.join(&entry.name), &entry.content).expect("a file");
    }
    let server = jellyfin();
    television.open(&format!("file://{}/index.html", folder.display()));
    television.type_into("[name=server]", &server.localhost());
    television.press("#connect");
    let code = television.code();
    television.reload();
    assert_eq!(television.code(), code, "the server is remembered, and the code comes back");
    assert!(server.with(|fake| fake.approve(&code, "demo")), "the server does not know the code {code}");
    television.press("#check-now");
    television.wait_for("#account", "attic");
    television.reload();
    television.wait_for("#account", "demo");
    television.press("#account-menu");
    television.press("#sign-out");
    assert_ne!(television.code(), code);
    ends_by_back(&mut television);
    // No look at the console: an address that is typed is tried by https first, and the browser complains of that.
    let _ = fs::remove_dir_all(&folder);
}

/// Where there is nothing to go back to, Back leaves the app.
fn ends_by_back(television: &mut Television) {
    television.look("window.webOSSystem = { platformBack: function () { window.isLeft = true; } }");
    television.look(
        "(function () {
            var press = new KeyboardEvent('keydown', { key: 'GoBack', bubbles: true, cancelable: true });
            Object.defineProperty(press, 'keyCode', { value: 461 });
            (document.activeElement || document.body).dispatchEvent(press);
        })()",
    );
    television.wait_until("window.isLeft === true");
    assert_eq!(television.look("window.isLeft"), json!(true));
}
