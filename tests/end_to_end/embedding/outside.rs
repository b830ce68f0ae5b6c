//! Pages of other origins, and what they hear.

use std::sync::atomic::{AtomicUsize, Ordering};

use fake_jellyfin::http::Server;
use serde_json::{Value, json};

use crate::support::device::Device;
use crate::support::home::{Home, Setup, until};

/// Keeps what is said to the page, answers like the element of `embed.js`, and can greet without being asked.
pub const PAGE: &str = "<!DOCTYPE html><meta charset=\"utf-8\"><title>Outside</title><body><script>
    window.heard = [];
    const hello = { type: 'jellyfin-quick-connect', version: 1, event: 'hello' };
    addEventListener('message', event => {
        heard.push({ ...event.data, from: event.origin });
        if (event.data.event === 'ready') { event.source.postMessage(hello, event.origin); }
    });
    function show(address) {
        const frame = document.createElement('iframe');
        frame.style = 'width: 100%; height: 90vh';
        frame.src = address;
        document.body.append(frame);
        return frame;
    }
    function greet(target) { setInterval(() => target().postMessage(hello, '*'), 50); }
</script>";

/// A page of another origin.
pub struct Outside(Server);

impl Outside {
    /// One that keeps what it hears.
    pub fn new() -> Self {
        Self::serving(PAGE)
    }

    /// One with this text.
    pub fn serving(page: &str) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("quick-connect-outside-{}-{number}", std::process::id()));
        let server = Server::files_only(folder).replace("index.html", page).start();
        Self(server.expect("a free port"))
    }

    /// Its origin.
    pub fn origin(&self) -> String {
        self.0.origin()
    }
}

/// A home whose host lists these in `embed`.
pub fn home_for<const DEVICES: usize>(embedders: &[&str]) -> (Home, [Device; DEVICES]) {
    let config = json!({ "embed": embedders }).to_string();
    Setup::new().with_tabs().in_folder("/web/quick/").with_config(&config).start()
}

/// Goes to the page and has it show ours in a frame.
pub fn frame(tv: &Device, outside: &Outside, home: &Home) {
    tv.go(&outside.origin());
    tv.run("show(arguments[0])", json!([home.page()]));
}

/// The events that the page has heard, without `ready` and `size`.
pub fn heard(tv: &Device) -> Vec<Value> {
    let heard = tv.run("return heard.filter(it => !['ready', 'size'].includes(it.event))", json!([]));
    heard.as_array().cloned().unwrap_or_default()
}

/// Waits until it hears of this event.
pub fn hears(tv: &Device, event: &str) -> Value {
    until(event, || heard(tv).into_iter().rev().find(|it| it["event"] == event))
}

/// Our page in a frame says that it is not for the page around it, and asks the server for nothing.
pub fn assert_refused(tv: &Device, home: &Home) {
    tv.enter_frame(0);
    tv.wait_for_text("[role=alert]", "not allowed to use it");
    tv.leave_frame();
    assert_eq!(home.requests("/QuickConnect/Initiate").len(), 0);
    assert_eq!(tv.run("return heard", json!([])), json!([]));
}
