//! The number pad, for whoever has arrows and OK only, and the number keys of a remote. The style sheet shows the pad on
//! televisions only.

use leptos::ev::{self, KeyboardEvent};
use leptos::prelude::*;

use crate::app::browser::spatial_focus;
use crate::app::components::Button;
use crate::app::state::listen;
use crate::text::settings as words;

/// A key of the pad.
#[derive(Clone, Copy)]
pub enum Key {
    /// 0 to 9.
    Digit(u32),
    /// Takes the last digit back.
    TakeBack,
}

/// The pad. A number key does the same as its key on the pad, while the focus is in no field.
#[component]
pub fn NumberPad(
    /// Called with the key that was pressed.
    #[prop(into)]
    on_key: Callback<(Key,)>,
) -> impl IntoView {
    listen(ev::keydown, move |event| {
        if let Some(digit) = digit(&event)
            && !spatial_focus::is_in_field()
        {
            on_key.run((Key::Digit(digit),));
        }
    });
    let key = |key: Key| {
        let (label, spoken) = match key {
            Key::Digit(digit) => (digit.to_string(), digit.to_string()),
            Key::TakeBack => ("⌫".to_owned(), words::TAKE_BACK.text().to_owned()),
        };
        view! { <Button id="" class="choice" label=label spoken=spoken on_press=move || on_key.run((key,)) /> }
            .into_any()
    };
    let keys = (1..10).map(Key::Digit).chain([Key::TakeBack, Key::Digit(0)]);
    view! {
        <div class="pad" dir="ltr" role="group" aria-label=words::PAD>
            {keys.map(key).collect_view()}
        </div>
    }
}

fn digit(event: &KeyboardEvent) -> Option<u32> {
    match (event.key().as_bytes(), event.key_code()) {
        ([digit @ b'0'..=b'9'], _) => Some(u32::from(digit - b'0')),
        // The number pad, which some remotes send without a name.
        (_, code @ 96..=105) => Some(code - 96),
        _ => None,
    }
}
