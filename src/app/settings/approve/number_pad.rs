//! The number pad, for whoever has arrows and OK only, and the number keys of a remote. The style sheet shows the pad on
//! televisions only.
//!
//! A digit takes two arrows, so a code takes twelve presses: the digits stand in groups to the left, above and to the
//! right, and within a group to the left, above, to the right and below. Down leads to what follows the pad, unless a group is
//! chosen.

use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::app::browser::{location, spatial_focus};
use crate::app::components::Icon;
use crate::app::state::{is_back, listen_keys};
use crate::text::settings as words;

/// The id of the pad, which has the focus as a whole.
const PAD: &str = "pad";

/// What was pressed on the pad.
#[derive(Clone, Copy)]
pub enum Key {
    /// 0 to 9.
    Digit(u32),
    /// A group was chosen, of these digits.
    Group(&'static [u32]),
    /// The group was left without a digit.
    LeaveGroup,
    /// Takes the last digit back.
    TakeBack,
}

/// A direction, in which a group stands on the pad, or a digit in its group.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Arrow {
    Left,
    Up,
    Right,
    Down,
}

/// The element that takes a code on this device: the pad on a television, so that no keyboard opens; else the field.
pub fn entry() -> &'static str {
    if location::is_television() { PAD } else { "code" }
}

/// The pad. A number key does the same as its key on the pad, while the focus is in no field.
#[component]
pub fn NumberPad(
    /// Called with the key that was pressed.
    #[prop(into)]
    on_key: Callback<(Key,)>,
) -> impl IntoView {
    let chosen = RwSignal::new(None::<Arrow>);
    let press = move |key: Key| {
        let was_chosen = chosen.get_untracked().is_some();
        chosen.set(None);
        // The last press was the arrow to a group.
        let key = if was_chosen && matches!(key, Key::TakeBack) { Key::LeaveGroup } else { key };
        on_key.run((key,));
    };
    listen_keys(move |event| {
        if let Some(digit) = digit(&event).filter(|_| is_plain(&event) && !event.repeat())
            && !spatial_focus::is_in_field()
            && !is_asking()
        {
            press(Key::Digit(digit));
        }
    });
    // True if it was for the pad. One that is held down counts once.
    let take = move |event: &KeyboardEvent| {
        let key = event.key();
        let (arrow, group) = (Arrow::of(&key), chosen.get_untracked());
        match (arrow, group) {
            (Some(Arrow::Down), None) => spatial_focus::go_to("continue"),
            _ if event.repeat() => return arrow.is_some() || is_ok(&key),
            (Some(arrow), None) => {
                chosen.set(Some(arrow));
                on_key.run((Key::Group(arrow.digits()),));
            }
            (Some(arrow), Some(group)) => {
                press(group.digits().get(arrow as usize).map_or(Key::TakeBack, |digit| Key::Digit(*digit)));
            }
            (None, _) if is_ok(&key) => press(Key::TakeBack),
            (None, Some(_)) if is_back(event) => press(Key::TakeBack),
            _ => return false,
        }
        true
    };
    let on_keydown = move |event: KeyboardEvent| {
        if event.is_instance_of::<KeyboardEvent>() && is_plain(&event) && take(&event) {
            event.prevent_default();
            event.stop_propagation();
            spatial_focus::use_up_arrow();
        }
    };
    // A pointer's press leaves the focus with the pad as a whole.
    let on_mousedown = move |event: MouseEvent| {
        event.prevent_default();
        spatial_focus::go_to(PAD);
    };
    let key = move |key: Key, class: &'static str, label: AnyView| {
        let spoken = matches!(key, Key::TakeBack).then(|| format!("OK: {}", words::TAKE_BACK.text()));
        view! {
            <button type="button" tabindex="-1" class=class aria-label=spoken on:click=move |_| press(key)>
                {label}
            </button>
        }
        .into_any()
    };
    let group = move |arrow: Arrow| {
        let class = move || {
            let is_chosen = chosen.get() == Some(arrow);
            format!("pad-group {}{}", arrow.class(), if is_chosen { " chosen" } else { "" })
        };
        let digits = Arrow::ALL.into_iter().zip(arrow.digits());
        let keys = digits.map(|(at, digit)| key(Key::Digit(*digit), at.class(), digit.to_string().into_any()));
        view! { <div class=class>{arrow.icon().draw()}{keys.collect_view()}</div> }.into_any()
    };
    view! {
        <div
            id=PAD
            class=move || if chosen.get().is_some() { "pad choosing" } else { "pad" }
            dir="ltr"
            tabindex="0"
            role="group"
            aria-label=words::PAD
            aria-describedby="pad-hint"
            on:keydown=on_keydown
            on:mousedown=on_mousedown
            on:focusout=move |_| chosen.set(None)
        >
            {group(Arrow::Left)}
            {group(Arrow::Up)}
            {group(Arrow::Right)}
            {key(Key::TakeBack, "take-back", view! { "OK" {Icon::TakeBack.draw()} }.into_any())}
        </div>
    }
}

impl Arrow {
    /// In the order of [`Self::digits`].
    const ALL: [Self; 4] = [Self::Left, Self::Up, Self::Right, Self::Down];

    fn of(key: &str) -> Option<Self> {
        Some(match key {
            "ArrowLeft" => Self::Left,
            "ArrowUp" => Self::Up,
            "ArrowRight" => Self::Right,
            "ArrowDown" => Self::Down,
            _ => return None,
        })
    }

    /// The digits of the group in this direction: the one to its left, above, to its right, below.
    const fn digits(self) -> &'static [u32] {
        match self {
            Self::Left => &[1, 2, 3],
            Self::Up => &[4, 5, 6],
            Self::Right => &[7, 8, 9, 0],
            Self::Down => &[],
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Left => "to-left",
            Self::Up => "to-up",
            Self::Right => "to-right",
            Self::Down => "to-down",
        }
    }

    const fn icon(self) -> Icon {
        match self {
            Self::Left => Icon::ToLeft,
            Self::Right => Icon::ToRight,
            Self::Up | Self::Down => Icon::Up,
        }
    }
}

/// Whether the focus is at a question or in a menu, which have nothing to do with a code.
fn is_asking() -> bool {
    spatial_focus::focused().is_some_and(|element| element.closest("#task, .menu").is_ok_and(|found| found.is_some()))
}

fn is_plain(event: &KeyboardEvent) -> bool {
    !(event.alt_key() || event.ctrl_key() || event.meta_key() || event.shift_key())
}

/// Whether a key presses what has the focus.
fn is_ok(key: &str) -> bool {
    matches!(key, "Enter" | " ")
}

fn digit(event: &KeyboardEvent) -> Option<u32> {
    match (event.key().as_bytes(), event.key_code()) {
        ([digit @ b'0'..=b'9'], _) => Some(u32::from(digit - b'0')),
        // The number pad, which some remotes send without a name.
        (_, code @ 96..=105) => Some(code - 96),
        _ => None,
    }
}
