//! The shell: shows the core in a browser.
//!
//! One [`model::Model`] says everything that the screens show; [`shell::Shell`] is the handle to it. Views are
//! functions of the model, written with the few shapes in [`parts`], so that Leptos' generic code is compiled once
//! and not once per place: that saves 27 kB brotli.
//!
//! - shared: `model`, `shell`, `parts`, `server` (finding it), `sessions` (how they begin and end), `handover` (to and
//!   from Jellyfin's own web client), `inbox` (from buttons to a flow), `asking` (the server, for a function)
//! - screens: `login` (with `code_panel` and its `qr`, `name_form`, `people`, `forgotten`, `branding`, or `server_panel`)
//!   and `settings`, which has
//!   - `approve_panel`: `code_field` with its `scanner`, `confirm_step` with its `picker`, `aftermath`
//!   - `devices` and `switch`, and `task` for what is done only after a second question
//! - browser capabilities, one a file: `awake`, `back`, `camera`, `clock`, `date`, `edges`, `fetch`, `field`, `focus`,
//!   `location`, `random`, `storage`; and `reflect`, for those that not every browser has

mod aftermath;
mod approve_panel;
mod asking;
mod awake;
mod back;
mod branding;
mod camera;
mod clock;
mod code_field;
mod code_panel;
mod confirm_step;
mod date;
mod devices;
mod edges;
mod fetch;
mod field;
mod focus;
mod forgotten;
mod handover;
mod inbox;
mod location;
mod login;
mod model;
mod name_form;
mod parts;
mod people;
mod picker;
mod qr;
mod random;
mod reflect;
mod scanner;
mod server;
mod server_panel;
mod sessions;
mod settings;
mod shell;
mod storage;
mod switch;
mod task;

use leptos::prelude::*;

use crate::page::route::Route;
use crate::text;
use parts::Tone;
use shell::Shell;

/// Puts the app in the place of what the page shows while it loads.
pub fn start() {
    mount_to_body(App);
    if let Some(skeleton) = document().get_element_by_id("skeleton") {
        skeleton.remove();
    }
}

/// The whole app.
#[component]
pub fn App() -> impl IntoView {
    let shell = Shell::new();
    let hash = window_event_listener(leptos::ev::hashchange, move |_| back::on_link(shell));
    edges::apply(&shell.read(|model| model.edges).to_string());
    shell::spawn(server::settle(shell));
    sessions::follow_other_tabs(shell);
    let keys = window_event_listener(leptos::ev::keydown, move |event| {
        back::on_key(shell, &event);
        focus::on_key(&event);
    });
    let history = window_event_listener_untyped("popstate", move |_| back::on_history(shell));
    let pointer =
        ["mousemove", "click"].map(|name| window_event_listener_untyped(name, |event| focus::on_pointer(&event)));
    on_cleanup(move || {
        hash.remove();
        keys.remove();
        history.remove();
        pointer.into_iter().for_each(WindowListenerHandle::remove);
    });

    view! {
        {shell.part(back::key, back::follow)}
        {parts::notice(shell, Tone::Bad, |model| text::config_errors(&model.config_errors))}
        <main>
            {shell.part(
                |model| match (model.route, &model.session) {
                    (Route::Settings, Some(session)) => format!("{} {}", session.server.as_str(), session.user.id),
                    _ => model.route.hash().to_owned(),
                },
                |shell| match shell.read(|model| model.route) {
                    Route::Login => login::login(shell),
                    Route::Settings => settings::settings(shell),
                },
            )}
        </main>
    }
}
