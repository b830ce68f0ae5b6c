//! The focus is never lost: when the control that has it leaves the page, the nearest one gets it.

use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, MutationObserver, MutationObserverInit};

use super::spatial_focus::{self, Place};

/// Looks after the focus for as long as the part of the screen that asks for it is there.
pub fn keep() {
    let held: StoredValue<Option<(Element, Place)>, LocalStorage> = StoredValue::new_local(None);
    let remember =
        move || held.set_value(spatial_focus::focused().map(|element| (element.clone(), Place::on_page(&element))));
    let arrived = window_event_listener(ev::focusin, move |_| remember());
    // Whoever presses beside every control wants no focus.
    let pressed = window_event_listener(ev::mousedown, move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if !target.is_some_and(|target| spatial_focus::is_in_control(&target)) {
            held.set_value(None);
        }
    });
    let restore = move || {
        let place =
            held.try_with_value(|held| held.as_ref().filter(|(element, _)| !element.is_connected()).map(|it| it.1));
        if let Some(place) = place.flatten()
            && spatial_focus::focused().is_none()
        {
            spatial_focus::move_near(&place);
        }
    };
    let changed = Closure::<dyn Fn()>::new(move || {
        // What takes the place of the control that went may come a moment later.
        if held.try_with_value(|held| held.as_ref().is_some_and(|(element, _)| !element.is_connected())) == Some(true) {
            set_timeout(restore, Duration::ZERO);
        }
    });
    let observer = MutationObserver::new(changed.as_ref().unchecked_ref());
    if let (Ok(observer), Some(body)) = (&observer, document().body()) {
        let options = MutationObserverInit::new();
        options.set_child_list(true);
        options.set_subtree(true);
        let _ = observer.observe_with_options(&body, &options);
    }
    let watching = StoredValue::new_local((observer, changed));
    on_cleanup(move || {
        arrived.remove();
        pressed.remove();
        watching.with_value(|(observer, _)| {
            if let Ok(observer) = observer {
                observer.disconnect();
            }
        });
    });
}
