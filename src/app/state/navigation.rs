//! Where the person is in this page: the screen that is shown, and what a link brought along.

use leptos::prelude::*;

use crate::app::browser::{history, storage};
use crate::jellyfin::code::Code;
use crate::page::route::Route;

/// Where the person is in this page.
#[derive(Clone, Copy)]
pub struct Navigation {
    /// The screen that is shown.
    pub route: RwSignal<Route>,
    /// A code that nobody has decided on yet. It also outlives a sign-in that has to come first.
    pub kept_code: RwSignal<Option<KeptCode>>,
    /// The code of an approval whose answer nobody has seen, because the page was loaded again or somebody signed out.
    pub unanswered: RwSignal<Option<Code>>,
    /// The server's address from a link, to fill the field with.
    pub linked_server: RwSignal<Option<String>>,
    /// Tells that a link has brought a code while a screen was open.
    pub code_arrived: Trigger,
}

/// A code that waits for a decision.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptCode {
    /// As it was written.
    pub text: String,
    /// Whether the person typed it here. Any other came in a link, and is warned of.
    pub was_typed: bool,
}

impl Navigation {
    /// Begins at the login.
    pub fn new() -> Self {
        let unanswered = storage::approving().and_then(|code| Code::parse(&code).ok());
        storage::keep_approving(None);
        let kept = storage::code().map(|text| KeptCode { text, was_typed: false });
        Self {
            route: RwSignal::new(Route::Login),
            kept_code: RwSignal::new(kept),
            unanswered: RwSignal::new(unanswered),
            linked_server: RwSignal::new(None),
            code_arrived: Trigger::new(),
        }
    }

    /// Shows a screen. A code or an address that stood in the address bar is gone from it.
    pub fn go(self, route: Route) {
        history::replace(route.hash());
        self.route.set(route);
    }

    /// Keeps a code for this tab.
    pub fn keep_code(self, text: String, was_typed: bool) {
        storage::keep_code(Some(&text));
        self.kept_code.set(Some(KeptCode { text, was_typed }));
    }

    /// Forgets the code that was kept.
    pub fn forget_code(self) {
        storage::keep_code(None);
        self.kept_code.set(None);
    }

    /// What became of the last approval is known.
    pub fn knows_the_answer(self) {
        storage::keep_approving(None);
        self.unanswered.set(None);
    }

    /// The screen is left while an approval is on its way.
    pub fn leaves_unanswered(self) {
        self.unanswered.set(storage::approving().and_then(|code| Code::parse(&code).ok()));
    }

    /// Whether this code came in a link.
    pub fn is_linked(self, code: Code) -> bool {
        self.kept_code
            .with(|kept| kept.as_ref().is_some_and(|kept| !kept.was_typed && Code::parse(&kept.text) == Ok(code)))
    }
}
