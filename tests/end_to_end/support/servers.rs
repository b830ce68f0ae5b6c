//! A second server, and how a person switches to it.

use fake_jellyfin::Jellyfin;
use fake_jellyfin::http::Server;
use serde_json::json;

use super::device::Device;
use super::home::until;

/// A server with another name and id, and other tokens.
pub fn cellar() -> Server {
    let mut fake = Jellyfin::default();
    fake.seed(77);
    fake.rename("cellar");
    fake.set_server_id("c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0");
    Server::start(fake).expect("a free port")
}

/// Types an address and presses the connect button.
pub fn connect(tv: &Device, typed: &str) {
    tv.type_into("[name=server]", typed);
    tv.press("#connect");
}

/// Presses the button in the row of this server.
pub fn press_in_row(tv: &Device, server: &str, button: &str) {
    let place = "return [...document.querySelectorAll('.pick-name')].findIndex(it => it.textContent === arguments[0])";
    let place = until(server, || tv.run(place, json!([server])).as_i64().filter(|place| *place >= 0));
    tv.run(
        "document.querySelectorAll(arguments[0])[arguments[1]].id = 'the-row'",
        json!([".known .with-button", place]),
    );
    tv.press(&format!("#the-row {button}"));
}
