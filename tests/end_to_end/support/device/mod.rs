//! A device: a browser, and what a person does with it. Clicks and keys are real, in `input`; what is on the screen is
//! read by scripts, in `look`; whose it is, in `owner`.

mod input;
mod look;
mod owner;

use std::cell::RefCell;
use std::future::Future;
use std::path::Path;

use serde_json::{Value, json};
use thirtyfour::WebDriver;
use thirtyfour::error::WebDriverResult;
use tokio::runtime::Runtime;

use crate::support::browser::Browser;
use crate::support::chromium::Edition;
use crate::support::home::{Home, until};
use crate::support::language::Language;

/// Makes the console print the content of objects, which chromedriver's log would show as `Object`.
const SPELL_OUT: &str = "
    const spelled = it => it instanceof Error ? it.stack : JSON.stringify(it) || String(it);
    for (const level of ['debug', 'log', 'info', 'warn', 'error', 'trace', 'dir', 'table']) {
        const show = console[level];
        console[level] = (...all) => show(...all.map(spelled));
    }";

/// The clipboard is all that the contexts of one Chromium share.
const EMPTY_THE_CLIPBOARD: &str = "
    document.addEventListener('copy', event => {
        event.clipboardData.setData('text/plain', '');
        event.preventDefault();
    }, { once: true });
    document.execCommand('copy')";

/// A browser in which nothing has happened yet.
pub struct Device {
    runtime: Runtime,
    driver: Option<WebDriver>,
    browser: Option<Browser>,
    page: String,
    /// What the page speaks, and the story reads.
    language: RefCell<Language>,
    /// The languages of its owner, and the browser's name for itself, where they are not the browser's own.
    owner: RefCell<(String, Option<String>)>,
}

impl Device {
    /// A browser of this edition with these additional flags. The page is not opened yet.
    pub fn start(page: &str, edition: Edition, flags: &[String]) -> Self {
        Self::with(Browser::lent(edition, flags), page)
    }

    /// With a browser that is new or as good as new.
    pub fn with(browser: Browser, page: &str) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let (chromedriver, session) = browser.session();
        let driver = runtime.block_on(WebDriver::new(chromedriver, session)).expect("a session of chromedriver");
        let device = Self {
            runtime,
            driver: Some(driver),
            browser: Some(browser),
            page: page.to_owned(),
            language: RefCell::new(Language::of("en")),
            owner: RefCell::default(),
        };
        device.command("Page.addScriptToEvaluateOnNewDocument", json!({ "source": SPELL_OUT }));
        device.command("Runtime.evaluate", json!({ "expression": EMPTY_THE_CLIPBOARD, "userGesture": true }));
        let language = Language::of_stories();
        if language.tag != "en" {
            device.prefer(&language.tag);
            device.language.replace(language);
        }
        device
    }

    /// Ends the story for this device, and returns its browser for the next one, unless the story has failed or the browser
    /// cannot be renewed. That browser has ended.
    pub fn end(&mut self) -> Option<Browser> {
        let (driver, browser) = (self.driver.take()?, self.browser.take()?);
        if std::thread::panicking() {
            let script = "return [location.href, document.activeElement.id, document.body.innerText].join('\\n')";
            let last = self.runtime.block_on(driver.execute(script, Vec::new()));
            let last = last.map(|last| last.json().as_str().unwrap_or_default().to_owned());
            eprintln!("What a device showed last: {}", last.unwrap_or_else(|error| error.to_string()));
            // Killing the browser is quicker than asking it to close.
            let _ = driver.leak();
            return None;
        }
        self.runtime.block_on(driver.quit()).ok()?;
        browser.renewed()
    }

    /// Uses the page of another home from now on.
    pub fn visit(&mut self, home: &Home) {
        home.page().clone_into(&mut self.page);
    }

    /// Loads the page with this hash.
    pub fn open(&self, hash: &str) {
        // Otherwise another hash would not load it.
        if self.address() != "about:blank" {
            self.go("about:blank");
        }
        self.go(&format!("{}{hash}", self.page));
    }

    /// Clears what the page has stored, while no page is open that could store it again.
    pub fn forget_kept(&self) {
        self.go("about:blank");
        let origin: Vec<&str> = self.page.split('/').take(3).collect();
        let what = json!({ "origin": origin.join("/"), "storageTypes": "local_storage" });
        self.command("Storage.clearDataForOrigin", what);
    }

    /// Uses a name for the server instead of an address of this machine, as other devices in a home do.
    pub fn use_name(&mut self) {
        self.page = self.page.replace("127.0.0.1", "attic.home.arpa");
    }

    /// Sets the size of the window in CSS pixels and the system's colour scheme.
    pub fn set_screen(&self, width: u32, height: u32, colours: &str) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500 });
        self.command("Emulation.setDeviceMetricsOverride", metrics);
        let scheme = json!({ "features": [{ "name": "prefers-color-scheme", "value": colours }] });
        self.command("Emulation.setEmulatedMedia", scheme);
    }

    /// A screenshot as a PNG file.
    pub fn picture(&self) -> Vec<u8> {
        self.wait_for_driver(self.driver().screenshot_as_png())
    }

    /// The page's address, without a hash.
    pub fn page(&self) -> &str {
        &self.page
    }

    /// Follows a link within the page that is open.
    pub fn follow(&self, hash: &str) {
        self.run("location.hash = arguments[0]", json!([hash]));
    }

    /// Goes to any address.
    pub fn go(&self, address: &str) {
        self.wait_for_driver(self.driver().goto(address));
    }

    /// Loads the page with this hash in a frame of another page of the same host, and enters the frame.
    pub fn open_framed(&self, hash: &str) {
        // Not a frame in our own page, whose policy allows none.
        self.go(&format!("{}config.json", self.page));
        let frame = "document.body.innerHTML = '';
            const frame = document.createElement('iframe');
            frame.src = arguments[0];
            frame.style = 'width: 100%; height: 90vh';
            document.body.append(frame);
            return new Promise(done => frame.onload = () => done());";
        self.run(frame, json!([format!("{}?framed{hash}", self.page)]));
        self.wait_for_driver(self.driver().enter_frame(0));
    }

    /// Reads and presses in the frame of this number from now on.
    pub fn enter_frame(&self, number: u16) {
        let is_there = || self.run("return frames.length > arguments[0]", json!([number])) == true;
        until("a frame", || is_there().then_some(()));
        self.wait_for_driver(self.driver().enter_frame(number));
    }

    /// And in the page around it again.
    pub fn leave_frame(&self) {
        self.wait_for_driver(self.driver().enter_default_frame());
    }

    /// Opens another tab and goes there; tabs are counted from 0.
    pub fn open_tab(&self) {
        let tab = self.browser().open_tab_behind().expect("another tab");
        self.wait_for_driver(self.driver().switch_to_window(tab.into()));
    }

    /// How many tabs there are.
    pub fn tabs(&self) -> usize {
        self.wait_for_driver(self.driver().windows()).len()
    }

    /// Goes to a tab.
    pub fn go_to_tab(&self, number: usize) {
        let tab = until("a tab", || self.wait_for_driver(self.driver().windows()).get(number).cloned());
        self.wait_for_driver(self.driver().switch_to_window(tab));
    }

    /// Presses the browser's back button.
    pub fn back(&self) {
        self.wait_for_driver(self.driver().back());
    }

    /// Presses the browser's reload button.
    pub fn reload(&self) {
        self.wait_for_driver(self.driver().refresh());
    }

    /// Runs a script in every page that is opened from now on, before its own scripts.
    pub fn prepare(&self, script: &str) {
        self.command("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script }));
    }

    /// Runs a script in the page.
    pub fn run(&self, script: &str, arguments: Value) -> Value {
        let Value::Array(arguments) = arguments else { panic!("arguments are a list") };
        self.wait_for_driver(async { Ok(self.driver().execute(script, arguments).await?.json().clone()) })
    }

    /// Sends a command of the Chrome `DevTools` protocol.
    pub fn command(&self, method: &str, mut parameters: Value) -> Value {
        // Otherwise these are about the context in which Chromium was started.
        if method.starts_with("Browser.") {
            parameters["browserContextId"] = json!(self.browser().context());
        }
        self.wait_for_driver(self.driver().cdp().send_raw(method, parameters))
    }

    /// The messages in the console since the last call.
    pub fn console(&self) -> Vec<String> {
        let entries = self.wait_for_driver(self.driver().browser_log());
        entries.into_iter().map(|entry| entry.message).collect()
    }

    /// Writes a screenshot to a PNG file.
    pub fn take_picture(&self, path: &Path) {
        self.wait_for_driver(self.driver().screenshot(path));
    }

    /// Opens the page and signs in by name.
    pub fn sign_in(&self, name: &str, password: &str) {
        self.open("#/login");
        self.enter(name, password);
        self.wait_for("#settings");
    }

    /// Makes a television show the form for name and password; elsewhere it is there.
    pub fn show_form(&self) {
        until("the form", || {
            if self.shows("#other-ways") {
                self.run("document.querySelector('#other-ways').click()", json!([]));
            }
            self.shows("[name=username]").then_some(())
        });
    }

    /// Fills in the form with name and password and submits it.
    pub fn enter(&self, name: &str, password: &str) {
        self.show_form();
        self.type_into("[name=username]", name);
        self.type_into("[name=password]", password);
        self.press("#sign-in");
    }

    /// Enters a code, which leads to the confirm step.
    pub fn enter_code(&self, code: &str) {
        self.type_into("[name=code]", code);
        // Six digits lead on by themselves.
        self.run(
            "return new Promise(done => setTimeout(() => requestAnimationFrame(() => setTimeout(done))))",
            json!([]),
        );
        if !self.shows("#confirm") {
            self.keys("\u{e007}");
        }
    }

    /// Enters a code and approves it.
    pub fn approve(&self, code: &str) {
        self.enter_code(code);
        self.press("#approve");
    }

    /// The address in the address bar.
    pub fn address(&self) -> String {
        self.wait_for_driver(self.driver().current_url()).to_string()
    }

    /// Every address in the tab's history, but not what Chromium keeps as typed.
    pub fn history(&self) -> String {
        let history = self.command("Page.getNavigationHistory", json!({}));
        let entries = history["entries"].as_array().expect("entries").iter();
        entries.map(|entry| entry["url"].to_string()).collect::<Vec<_>>().join("\n")
    }

    /// What the page has stored under a name that ends like this.
    pub fn kept(&self, name: &str) -> String {
        let script = "return Object.entries(localStorage).find(([name]) => name.endsWith(arguments[0]))?.[1]";
        self.run(script, json!([name])).as_str().unwrap_or_default().to_owned()
    }

    /// The id by which the server knows this device.
    pub fn id(&self) -> String {
        self.kept(".device")
    }

    fn driver(&self) -> &WebDriver {
        self.driver.as_ref().expect("a browser that runs")
    }

    fn browser(&self) -> &Browser {
        self.browser.as_ref().expect("a browser that runs")
    }

    fn wait_for_driver<T>(&self, action: impl Future<Output = WebDriverResult<T>>) -> T {
        self.runtime.block_on(action).expect("a browser that does what it is told")
    }
}

impl Drop for Device {
    fn drop(&mut self) {
        if let Some(browser) = self.end() {
            browser.keep();
        }
    }
}
