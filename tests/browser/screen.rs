//! The app on a screen, and what a person does with it.

use std::any::Any;
use std::time::Duration;

use gloo_timers::future::sleep;
use leptos::mount::mount_to;
use leptos::prelude::document;
use quick_connect_client::app::App;
use quick_connect_client::jellyfin::code::Code;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::FAKE;
use crate::rig::{OPEN, fill, js, seen};

/// Longer than a poll's pause.
const PATIENCE: Duration = Duration::from_secs(9);

/// The app, in its own element until it is dropped.
pub struct Screen {
    app: Option<Box<dyn Any>>,
    place: HtmlElement,
}

impl Screen {
    /// Begins anew, with this server in `config.json` and this hash in the address bar.
    pub fn open_at(server: &str, hash: &str) -> Self {
        js(OPEN, &[server, hash]);
        Self::mount()
    }

    pub fn open() -> Self {
        Self::open_at(FAKE, "")
    }

    /// Signed in by name, as a person does it.
    pub async fn open_signed_in(name: &str, password: &str) -> Self {
        let screen = Self::open();
        screen.sign_in(name, password).await;
        screen.until("the account", || screen.text("#account").contains(name)).await;
        screen
    }

    pub fn mount() -> Self {
        let place: HtmlElement = document().create_element("div").expect("an element").unchecked_into();
        place.set_class_name("test");
        document().body().expect("a body").append_child(&place).expect("a place");
        let app = mount_to(place.clone(), App);
        Self { app: Some(Box::new(app)), place }
    }

    /// Leaves the page and comes back, in the same browser.
    pub fn reopen(self) -> Self {
        drop(self);
        Self::mount()
    }

    pub async fn sign_in(&self, name: &str, password: &str) {
        self.until("the server", || self.text("h1").contains(" to ")).await;
        fill("input[name=username]", name);
        fill("input[name=password]", password);
        self.press("#sign-in");
    }

    /// The text of everything that fits, or nothing.
    pub fn text(&self, selector: &str) -> String {
        let found = self.place.query_selector_all(selector).expect("a selector");
        (0..found.length()).filter_map(|index| found.get(index)?.text_content()).collect::<Vec<_>>().join(" ")
    }

    pub fn attribute(&self, selector: &str, name: &str) -> Option<String> {
        self.place.query_selector(selector).expect("a selector")?.get_attribute(name)
    }

    pub fn press(&self, selector: &str) {
        let found = self.place.query_selector(selector).expect("a selector");
        found.unwrap_or_else(|| panic!("no {selector}")).unchecked_into::<HtmlElement>().click();
    }

    /// Waits for the next code and tells its digits.
    pub async fn code(&self) -> String {
        self.until("a code", || self.text("#quick-connect-code").len() == Code::LENGTH).await;
        self.text("#quick-connect-code")
    }

    pub fn is(&self, state: &str) -> bool {
        self.attribute("#login", "data-state").as_deref() == Some(state)
    }

    /// Waits for something that is true soon.
    pub async fn until(&self, what: &str, is_there: impl Fn() -> bool) {
        let step = Duration::from_millis(20);
        for _ in 0..PATIENCE.as_millis() / step.as_millis() {
            if is_there() {
                return;
            }
            sleep(step).await;
        }
        panic!("{what} never came; requests: {:?}; on the screen: {}", seen(""), self.place.inner_text());
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.app.take();
        self.place.remove();
    }
}
