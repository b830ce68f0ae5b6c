//! Chromium asks somebody before a page from the internet may reach the home network.

use fake_jellyfin::Jellyfin;
use fake_jellyfin::http::Server;
use serde_json::json;

use crate::support::device::Device;
use crate::support::home::Setup;
use crate::support::servers::connect;

fn answer_the_question(device: &Device, answer: &str) {
    let permission = json!({ "name": "local-network-access" });
    device.command("Browser.setPermission", json!({ "permission": permission, "setting": answer }));
    for name in ["local-network", "loopback-network"] {
        device.command("Browser.setPermission", json!({ "permission": { "name": name }, "setting": answer }));
    }
}

#[test]
fn a_home_network_that_the_browser_keeps_the_page_from_is_named_and_reached_once_it_may_be() {
    let server = Server::start(Jellyfin::default()).expect("a free port");
    for is_secure in [false, true] {
        let setup = Setup::new().public().with_flag("--host-resolver-rules=MAP *.local 127.0.0.1");
        let (_home, [tv]) = if is_secure { setup.secure() } else { setup }.start();
        answer_the_question(&tv, "denied");
        tv.open("");
        tv.code();
        tv.press("#change-server");
        connect(&tv, &server.origin_at("attic.local"));
        tv.wait_for_text("#server-form [role=alert]", "This browser blocks the connection to");
        answer_the_question(&tv, "granted");
        tv.wait_for_state("waiting");
        let code = tv.code();
        assert!(server.with(|fake| fake.code_of(&tv.id()) == Some(code.as_str())), "{is_secure}");
    }
}
