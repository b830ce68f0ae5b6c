//! What Back closes: layers that lie over a screen, the uppermost first. Keys close it, and so does the browser's own
//! way back, for which the history has an entry for each open layer. Without one, Back is left to whoever shows the
//! page; src/boot/ tells televisions.

use std::time::Duration;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::effect;
use super::navigation::Navigation;
use crate::app::browser::{history, spatial_focus};

/// The layers of what is on the screen, the lowest first.
#[derive(Clone, Copy)]
pub struct Layers {
    all: RwSignal<Vec<Layer>>,
    /// How often one was opened.
    count: StoredValue<usize>,
    /// Whether the history is on its way to another entry because a layer was closed.
    is_going_back: StoredValue<bool>,
}

#[derive(Clone, Copy)]
struct Layer {
    is_open: Signal<bool>,
    close: Callback<()>,
    /// Which one it was of all that were opened, when it was opened last.
    opened: StoredValue<usize>,
}

/// Makes a layer of a part of the screen, for as long as that part is there. It is open while it `shows` something: not
/// `false`, not nothing. The one that was opened last, or shows something else since, is above; of those that are opened
/// together, the inner one.
pub fn use_layer<T>(shows: impl Fn() -> T + Send + Sync + 'static, close: impl Fn() + Send + Sync + 'static)
where
    T: Default + PartialEq + Send + Sync + 'static,
{
    let shows = Memo::new(move |_| shows());
    add(Signal::derive(move || shows.with(|shows| *shows != T::default())), Callback::new(move |()| close()));
}

/// Apart, so that it is compiled once and not once for each layer. What `is_open` is read from is followed: it need not
/// close for a layer to come above the others.
fn add(is_open: Signal<bool>, close: Callback<()>) {
    let layers: Layers = expect_context();
    let opened = StoredValue::new(0);
    let layer = Layer { is_open, close, opened };
    layers.all.update(|all| all.push(layer));
    effect(move |_| {
        if is_open.get() {
            layers.count.update_value(|count| *count += 1);
            opened.set_value(layers.count.get_value());
        }
    });
    on_cleanup(move || layers.all.update(|all| all.retain(|other| !other.close.matches(&layer.close))));
}

/// Whether a key means Back.
pub fn is_back(event: &KeyboardEvent) -> bool {
    match event.key().as_str() {
        "Escape" | "GoBack" | "BrowserBack" => true,
        "Backspace" => !spatial_focus::is_in_field(),
        // Back of webOS, and of Tizen.
        _ => matches!(event.key_code(), 461 | 10009),
    }
}

impl Layers {
    /// No layers.
    pub fn new() -> Self {
        Self { all: RwSignal::default(), count: StoredValue::new(0), is_going_back: StoredValue::new(false) }
    }

    /// Keeps as many entries in the history as there are open layers, from now on.
    pub fn keep_history(self) {
        let depth = Memo::new(move |_| self.depth());
        effect(move |_| {
            // Read, not only tracked: a memo that was never computed follows nothing.
            depth.get();
            self.follow();
        });
    }

    /// A link was followed, which ends the way to another entry. It has an entry of its own, the first for what is open
    /// now.
    pub fn on_link(self) {
        self.is_going_back.set_value(false);
        self.follow_later();
    }

    /// The history is at another entry. One without a number is a link's.
    pub fn on_history(self, navigation: Navigation) {
        let is_expected = self.is_going_back.get_value();
        self.is_going_back.set_value(false);
        let Some(entry) = history::entry() else { return };
        if !is_expected && untrack(move || self.depth()) > entry {
            self.close_uppermost();
        }
        history::replace(&navigation.hash());
        self.follow_later();
    }

    /// A key that means Back closes a layer, one a press: held down it does not leave the page.
    pub fn on_key(self, event: &KeyboardEvent) {
        if !is_back(event) || event.is_composing() {
            return;
        }
        if event.repeat() {
            event.prevent_default();
        } else if untrack(move || self.depth()) > 0 {
            event.prevent_default();
            self.close_uppermost();
        }
    }

    /// A layer may be gone already when the screen is.
    fn depth(self) -> usize {
        self.all.with(|all| all.iter().filter(|layer| layer.is_open.try_get().unwrap_or_default()).count())
    }

    fn close_uppermost(self) {
        let open = move |all: &Vec<Layer>| {
            all.iter()
                .filter(|it| it.is_open.try_get().unwrap_or_default())
                .max_by_key(|it| it.opened.get_value())
                .copied()
        };
        let uppermost = untrack(move || self.all.with(open));
        if let Some(layer) = uppermost {
            layer.close.run(());
        }
    }

    /// Brings the history to as many entries as there are open layers.
    fn follow(self) {
        let Some(entry) = history::entry().filter(|_| !self.is_going_back.get_value()) else { return };
        let depth = untrack(move || self.depth());
        for number in entry + 1..=depth {
            history::push(number);
        }
        if entry > depth {
            self.is_going_back.set_value(true);
            history::go_back(entry - depth);
        }
    }

    /// What is closed may take a moment, or may be busy and stay.
    fn follow_later(self) {
        set_timeout(move || self.follow(), Duration::ZERO);
    }
}
