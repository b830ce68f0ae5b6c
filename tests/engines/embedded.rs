//! Sign-in for somebody else's app in the other families of browsers: the example that hosting/embedding shows.

use std::fs;

use fake_jellyfin::Jellyfin;
use fake_jellyfin::http::Server;
use serde_json::json;
use xtask::browser::engines::Browser;

use crate::television::Television;
use crate::{project, release_files, stories};

stories! {
    signs_in:
    element_in_firefox: Browser::Firefox,
    element_in_webkit: Browser::WebKit,
}

/// The frame shows the login, and the page around it gets the code and the sign-in.
fn signs_in(browser: Browser) {
    let folder = std::env::temp_dir().join(format!("embedded-{}-{}", std::process::id(), browser.name()));
    fs::create_dir_all(&folder).expect("a folder");
    let app = Server::files_only(&folder).start().expect("a free port");
    let listed = json!({ "embed": [app.origin()] }).to_string();
    let media = Server::builder(Jellyfin::default()).files("/web/quick/", release_files());
    let media = media.replace("config.json", listed).start().expect("a free port");
    let example = fs::read_to_string(project().join("hosting/embedding/example.html")).expect("the example");
    let example = example.replace("https://media.example.org", &media.origin());
    fs::write(folder.join("index.html"), example).expect("a file");

    let mut television = Television::with(browser);
    television.open(&app.origin());
    television.wait_for("#said", "Approve the code");
    let said = television.look("document.querySelector('#said').textContent");
    let announced: String = said.as_str().unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
    television.enter_frame();
    television.wait_for("[role=status]", &format!("This sign-in is for {}", app.origin()));
    assert_eq!(television.code(), announced);
    television.leave_frame();
    assert!(media.with(|fake| fake.approve(&announced, "demo")), "the server does not know the code {announced}");
    television.wait_for("#said", "Signed in as demo.");
    assert_eq!(television.look("document.querySelectorAll('iframe').length"), 0);
    let _ = fs::remove_dir_all(&folder);
}
