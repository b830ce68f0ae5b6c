//! Where the person is in this page: the screen that is shown, and what a link brought along.

use leptos::prelude::*;

use crate::account::session::Session;
use crate::app::browser::{history, location, storage};
use crate::jellyfin::code::Code;
use crate::page::route::Route;
use crate::text::embedded as words;

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
    /// Where the person is to go after the sign-in: a page of this origin.
    pub return_to: RwSignal<Option<String>>,
    /// What became of a sign-in for another page, in words; then there is nothing left to do here.
    pub handed_over: RwSignal<Option<String>>,
    /// What a screen reader is told besides what is on the screen.
    pub spoken: RwSignal<String>,
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
            return_to: RwSignal::new(None),
            handed_over: RwSignal::new(None),
            spoken: RwSignal::default(),
            code_arrived: Trigger::new(),
        }
    }

    /// Shows a screen. A code or an address that stood in the address bar is gone from it.
    pub fn go(self, route: Route) {
        self.route.set(route);
        history::replace(&self.hash());
    }

    /// The hash of the screen that is shown. Where to go after the sign-in stays in it, for a reload.
    pub fn hash(self) -> String {
        let hash = self.route.get_untracked().hash();
        let return_to = self.return_to.get_untracked().filter(|_| hash == Route::Login.hash());
        return_to.map_or(hash.to_owned(), |to| format!("{hash}?return={}", location::encoded(&to)))
    }

    /// Gives a sign-in to the page for which it was made. Nothing of it is kept here.
    pub fn hand_over(self, session: &Session, device: &str) {
        location::tell_embedder(
            "signed-in",
            &[
                ("server", session.server.as_str()),
                ("serverId", &session.server_id),
                ("userId", &session.user.id),
                ("userName", &session.user.name),
                ("token", session.token.reveal()),
                ("deviceId", device),
            ],
        );
        self.handed_over.set(Some(words::HANDED_OVER.text().to_owned()));
    }

    /// Tells the page that wants a sign-in that it gets none.
    pub fn cancel(self) {
        location::tell_embedder("cancelled", &[]);
        storage::forget_pending();
        self.handed_over.set(Some(words::CANCELLED.text().to_owned()));
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
