//! A sign-in for another page, which shows this one in a frame or has opened it: tells that page what happens.

use leptos::prelude::*;

use super::waiting_device::WaitingDevice;
use crate::app::browser::location;
use crate::app::components::Button;
use crate::app::state::{use_connection, use_navigation};
use crate::flow::quick_connect::State;
use crate::text::embedded as words;

/// The way out, below everything else, because the focus begins above. Nothing where the sign-in is for this page itself.
#[component]
pub fn Embedded(
    /// This device.
    device: WaitingDevice,
) -> impl IntoView {
    let navigation = use_navigation();
    location::embedder().map(|_| {
        tell(device);
        view! {
            <p class="buttons">
                <Button id="cancel-embedded" label=words::CANCEL on_press=move || navigation.cancel() />
            </p>
        }
        .into_any()
    })
}

/// A new code, or what keeps it away.
fn tell(device: WaitingDevice) {
    let connection = use_connection();
    let last = StoredValue::new(String::new());
    Effect::new(move || {
        let code = device.state.with(|state| state.request().map(|request| request.code.digits()));
        let (event, name, value) = match (code, device.state.with(State::name)) {
            _ if connection.is_choosing() => ("error", "reason", "no-server".to_owned()),
            (Some(code), _) => ("code", "code", code),
            (None, reason @ ("unreachable" | "disabled")) => ("error", "reason", reason.to_owned()),
            _ => return,
        };
        if last.with_value(|last| *last != value) {
            location::tell_embedder(event, &[(name, &value)]);
            last.set_value(value);
        }
    });
}
