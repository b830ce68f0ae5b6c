//! Moving the focus: to a screen that has just been opened, and by the arrow keys of a remote.

use std::time::Duration;

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{DomRect, Element, HtmlElement, HtmlInputElement, KeyboardEvent, Node};

use super::clock;
use super::shell::spawn_detached;

/// Moves the focus to the element with this id.
pub fn to(id: &str) {
    let found = document().get_element_by_id(id);
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Moves the focus to an element that is about to be shown, so that a screen reader and a remote begin there. Not bound
/// to the part of the screen that asks for it, which is often the one that goes.
pub fn on_arrival(id: &'static str) {
    spawn_detached(async move {
        clock::sleep(Duration::ZERO).await;
        to(id);
    });
}

/// Moves the focus to the nearest control in the direction of an arrow key. In a field that has text the arrows to
/// the sides stay with the field. An Enter that is held down counts once: it must not press what appears under it.
pub fn on_key(event: &KeyboardEvent) {
    if event.is_composing() {
        return;
    }
    if event.repeat() && event.key() == "Enter" {
        return event.prevent_default();
    }
    let Some(direction) = Direction::of(&event.key()) else { return };
    if event.default_prevented() || event.alt_key() || event.ctrl_key() || event.meta_key() || event.shift_key() {
        return;
    }
    let active = document().active_element();
    let input = active.as_ref().and_then(|element| element.dyn_ref::<HtmlInputElement>());
    if direction.is_sideways() && input.is_some_and(|input| has_more(input, direction)) {
        return;
    }
    let controls = controls();
    let is_active = |control: &HtmlElement| active.as_ref().is_some_and(|active| control.is_same_node(Some(active)));
    let target = match controls.iter().find(|control| is_active(control)) {
        Some(control) => nearest(&control.get_bounding_client_rect(), direction, &controls),
        None => active.and_then(|place| controls.iter().find(|control| follows(&place, control))).or(controls.first()),
    };
    if let Some(target) = target {
        event.prevent_default();
        let _ = target.focus();
    }
}

/// Whether the caret of a field can go on in that direction, or the text is selected.
fn has_more(input: &HtmlInputElement, direction: Direction) -> bool {
    let start = input.selection_start().ok().flatten();
    let end = input.selection_end().ok().flatten();
    let edge =
        if direction == Direction::Left { 0 } else { u32::try_from(input.value().encode_utf16().count()).unwrap_or(0) };
    start.is_none() || start != end || start != Some(edge)
}

/// Whether the focus is in a field, which takes the keys for itself.
pub fn is_in_field() -> bool {
    document().active_element().is_some_and(|element| element.dyn_ref::<HtmlInputElement>().is_some())
}

/// Whether a control comes after an element, or stands in it.
fn follows(place: &Element, control: &HtmlElement) -> bool {
    place.compare_document_position(control) & Node::DOCUMENT_POSITION_FOLLOWING != 0
}

/// Every control that can be seen, in the order of the page.
fn controls() -> Vec<HtmlElement> {
    let Ok(found) = document().query_selector_all("a[href], button, input, summary") else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|index| found.get(index)?.dyn_into::<HtmlElement>().ok())
        .filter(|element| element.offset_width() > 0)
        .collect()
}

/// The control that lies in that direction, the nearest first; one that is off to the side counts as farther.
fn nearest<'a>(from: &DomRect, direction: Direction, controls: &'a [HtmlElement]) -> Option<&'a HtmlElement> {
    let mut best: Option<(f64, &HtmlElement)> = None;
    for control in controls {
        let Some(distance) = direction.distance(from, &control.get_bounding_client_rect()) else { continue };
        if best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, control));
        }
    }
    best.map(|(_, control)| control)
}

#[derive(Clone, Copy, PartialEq)]
enum Direction {
    Up,
    Down,
    Left,
    Right,
}

impl Direction {
    fn of(key: &str) -> Option<Self> {
        Some(match key {
            "ArrowUp" => Self::Up,
            "ArrowDown" => Self::Down,
            "ArrowLeft" => Self::Left,
            "ArrowRight" => Self::Right,
            _ => return None,
        })
    }

    fn is_sideways(self) -> bool {
        matches!(self, Self::Left | Self::Right)
    }

    /// How far it is from one box to another that lies wholly in this direction; none when it does not.
    fn distance(self, from: &DomRect, to: &DomRect) -> Option<f64> {
        /// Boxes that touch may overlap by this much, in CSS pixels.
        const OVERLAP: f64 = 2.0;
        let ahead = match self {
            Self::Up => from.top() - to.bottom(),
            Self::Down => to.top() - from.bottom(),
            Self::Left => from.left() - to.right(),
            Self::Right => to.left() - from.right(),
        };
        if ahead < -OVERLAP {
            return None;
        }
        let aside = if self.is_sideways() {
            apart(from.top(), from.bottom(), to.top(), to.bottom())
        } else {
            apart(from.left(), from.right(), to.left(), to.right())
        };
        // Five times: from the code field the button far below it is nearer than the number pad close beside it.
        Some(ahead.max(0.0) + 5.0 * aside)
    }
}

/// The gap between two spans; zero when they overlap.
fn apart(start: f64, end: f64, other_start: f64, other_end: f64) -> f64 {
    (other_start - end).max(start - other_end).max(0.0)
}
