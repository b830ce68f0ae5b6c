//! Chromium, which starts slowly, is lent from story to story. Each story gets it with one empty tab in a new context, which
//! is to Chromium what a private window is: with storage, cache, history, permissions, passwords, rules about https and
//! connections of its own. The context ends with the story, and so does chromedriver's session, with everything that was
//! emulated in it.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use thirtyfour::Capabilities;
use xtask::browser::socket::Socket;
use xtask::browser::{Outcome, PATIENCE};

use crate::support::chromedriver::Chromedriver;
use crate::support::chromium::{Chromium, Edition};

/// The browsers without flags that no story has. They end with the test program.
static IDLE: Mutex<Vec<Browser>> = Mutex::new(Vec::new());

/// A running Chromium. Dropping it ends it, as is right after a story that failed.
pub struct Browser {
    flags: Vec<String>,
    chromium: Chromium,
    chromedriver: Chromedriver,
    socket: Mutex<Socket>,
    context: Option<String>,
}

impl Browser {
    /// One of this edition with these additional flags. If there are none, one that is idle is taken before another is
    /// started.
    pub fn lent(edition: Edition, flags: &[String]) -> Self {
        let mut idle = idle();
        let place = idle.iter().position(|it| it.chromium.edition == edition && flags.is_empty());
        let kept = place.map(|place| idle.swap_remove(place));
        drop(idle);
        kept.unwrap_or_else(|| Self::start(edition, flags))
    }

    /// Makes it new for the next story. If that fails, it ends; also if it has flags, since each story has its own.
    pub fn renewed(mut self) -> Option<Self> {
        (self.flags.is_empty() && self.renew().is_ok()).then_some(self)
    }

    /// Keeps it for the next story.
    pub fn keep(self) {
        idle().push(self);
    }

    fn start(edition: Edition, flags: &[String]) -> Self {
        let chromium = Chromium::start(edition, flags);
        let socket = Socket::connect(&chromium.devtools, chromium.port).expect("a browser that takes commands");
        let chromedriver = Chromedriver::start();
        let mut browser =
            Self { flags: flags.to_owned(), chromium, chromedriver, socket: Mutex::new(socket), context: None };
        browser.renew().expect("a new context");
        browser
    }

    /// Opens a context with one empty tab, and ends everything else. In this order, because Chromium ends with its last
    /// tab.
    fn renew(&mut self) -> Outcome<()> {
        let before = self.tabs()?;
        let context = self.command("Target.createBrowserContext", json!({}))?["browserContextId"].take();
        let old = self.context.replace(context.as_str().ok_or("a context without a name")?.to_owned());
        self.open_tab(false)?;
        if let Some(old) = old {
            self.command("Target.disposeBrowserContext", json!({ "browserContextId": old }))?;
        } else {
            for tab in before {
                self.command("Target.closeTarget", json!({ "targetId": tab }))?;
            }
        }
        let started = Instant::now();
        while self.tabs()?.len() > 1 {
            if started.elapsed() > PATIENCE {
                return Err("Old tabs do not end.".to_owned());
            }
            thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }

    /// Where chromedriver listens, and what makes it control this browser.
    pub fn session(&self) -> (String, Capabilities) {
        (self.chromedriver.address(), Chromedriver::join(self.chromium.port))
    }

    /// Opens a tab. Returns its name for `DevTools` and chromedriver, whose own command would open it in another context.
    fn open_tab(&self, is_behind: bool) -> Outcome<String> {
        let tab = json!({ "url": "about:blank", "browserContextId": self.context, "background": is_behind });
        let opened = self.command("Target.createTarget", tab)?;
        Ok(opened["targetId"].as_str().unwrap_or_default().to_owned())
    }

    /// Opens another tab, behind the one that is seen.
    pub fn open_tab_behind(&self) -> Outcome<String> {
        assert_eq!(self.chromium.edition, Edition::Whole, "this story has to begin with home_with_tabs()");
        self.open_tab(true)
    }

    /// The context, for the commands that need its name.
    pub fn context(&self) -> Option<&str> {
        self.context.as_deref()
    }

    /// The tabs of all contexts.
    fn tabs(&self) -> Outcome<Vec<Value>> {
        let mut targets = self.command("Target.getTargets", json!({}))?["targetInfos"].take();
        let targets = targets.as_array_mut().ok_or("no list of tabs")?;
        Ok(targets.iter_mut().filter(|it| it["type"] == "page").map(|it| it["targetId"].take()).collect())
    }

    fn command(&self, method: &str, parameters: Value) -> Outcome<Value> {
        let mut socket = self.socket.lock().unwrap_or_else(PoisonError::into_inner);
        socket.command(method, &parameters, drop)
    }
}

fn idle() -> MutexGuard<'static, Vec<Browser>> {
    IDLE.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::device::Device;
    use crate::support::home::home;

    /// Everything that a story could notice of an earlier one, by name.
    fn seen(device: &Device) -> Value {
        for name in ["clipboard-read", "clipboard-write"] {
            device.command("Browser.setPermission", json!({ "permission": { "name": name }, "setting": "granted" }));
        }
        let script = "return (async () => ({
            local: localStorage.length,
            session: sessionStorage.length,
            cookies: document.cookie,
            databases: (await indexedDB.databases()).length,
            caches: (await caches.keys()).length,
            cached: await fetch('index.html', { cache: 'only-if-cached', mode: 'same-origin' }).then(it => it.ok, () => false),
            clipboard: await navigator.clipboard.readText(),
            camera: (await navigator.permissions.query({ name: 'camera' })).state,
            name: window.name,
            script: window.prepared || false,
            history: history.length,
            place: [innerWidth, innerHeight, devicePixelRatio].join(),
            program: navigator.userAgent,
            colours: matchMedia('(prefers-color-scheme: dark)').matches,
            touch: navigator.maxTouchPoints,
        }))()";
        let mut seen = device.run(script, json!([]));
        seen["tabs"] = json!(device.tabs());
        // Chromium itself may complain about a missing file.
        seen["console"] = json!(device.console().iter().any(|line| line.contains("an earlier story")));
        seen
    }

    #[test]
    fn a_story_notices_nothing_of_the_one_that_had_the_browser_before() {
        notices_nothing(Edition::Whole);
    }

    #[test]
    fn nor_in_the_small_edition() {
        notices_nothing(Edition::with_flags(&[]));
    }

    fn notices_nothing(edition: Edition) {
        let (home, []) = home();
        let place = format!("{}config.json", home.page());
        let mut first = Device::with(Browser::lent(edition, &[]), home.page());
        first.go(&place);
        let before = seen(&first);
        first.prepare("window.prepared = true");
        first.be_television();
        first.set_screen(400, 300, "dark");
        first.command("Emulation.setTouchEmulationEnabled", json!({ "enabled": true, "maxTouchPoints": 3 }));
        first.command("Browser.setPermission", json!({ "permission": { "name": "camera" }, "setting": "denied" }));
        first.go(&format!("{place}?again"));
        let leave = "return (async () => {
            localStorage.left = sessionStorage.left = window.name = 'left';
            document.cookie = 'left=1; max-age=1000';
            await new Promise(done => indexedDB.open('left').onsuccess = done);
            await caches.open('left');
            await fetch('index.html', { cache: 'reload' }).then(it => it.blob());
            await navigator.clipboard.writeText('left');
            console.error('an earlier story');
        })()";
        first.run(leave, json!([]));
        if edition == Edition::Whole {
            first.open_tab();
            first.go_to_tab(0);
        } else {
            first.run("open('about:blank')", json!([]));
        }
        let left = seen(&first);
        for (what, value) in before.as_object().expect("names") {
            assert_ne!(&left[what], value, "{what} is not left behind, so nothing is shown by its absence");
        }
        // Without a network, and with a script that runs, it is given back.
        first.command("Network.enable", json!({}));
        let conditions = json!({ "offline": true, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        first.command("Network.emulateNetworkConditions", conditions);
        first.run("setInterval(() => localStorage.left = Date.now(), 1)", json!([]));

        let browser = first.end().expect("a browser for the next story");
        let second = Device::with(browser, home.page());
        second.go(&place);
        assert_eq!(seen(&second), before);
    }
}
