//! A sign-in for another page, which shows this one in a frame or has opened it: says so, and tells that page what happens.

use leptos::prelude::*;

use super::waiting_device::WaitingDevice;
use crate::app::browser::location;
use crate::app::components::Button;
use crate::app::state::{use_connection, use_navigation};
use crate::flow::quick_connect::State;
use crate::text::embedded as words;

/// For whom it is, and the way out. Nothing where it is for this page itself.
#[component]
pub fn Embedded(
    /// This device.
    device: WaitingDevice,
) -> impl IntoView {
    let navigation = use_navigation();
    location::embedder().map(|origin| {
        tell(device);
        view! {
            <div class="notice" role="group">
                <span role="status">{words::for_page(&origin)}</span>
                " "
                <Button id="cancel-embedded" label=words::CANCEL on_press=move || navigation.cancel() />
            </div>
        }
        .into_any()
    })
}

fn tell(device: WaitingDevice) {
    let connection = use_connection();
    let code = Memo::new(move |_| device.state.with(|state| state.request().map(|request| request.code)));
    Effect::new(move || {
        if let Some(code) = code.get() {
            location::tell_embedder("code", &[("code", &code.digits())]);
        }
    });
    let reason = Memo::new(move |_| match device.state.with(State::name) {
        _ if connection.is_choosing() => "no-server",
        name @ ("unreachable" | "disabled") => name,
        _ => "",
    });
    Effect::new(move || {
        let reason = reason.get();
        if !reason.is_empty() {
            location::tell_embedder("error", &[("reason", reason)]);
        }
    });
}
