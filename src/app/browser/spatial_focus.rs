//! Moving the focus: to a screen that has just been opened, by the arrow keys of a remote, and by its pointer.
//!
//! On a television, the focus follows the pointer, and a field that the focus only comes by is locked, so that no keyboard
//! opens over the screen: OK, a key or a press unlocks it. Elsewhere both would be in the way: of the extensions that fill in
//! passwords, among others.

use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::time::Duration;

use super::location;
use leptos::prelude::{document, set_timeout, window};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, KeyboardEvent, MouseEvent, Node};

/// Whatever can be pressed or typed into; the number pad has the focus as a whole.
const CONTROLS: &str = "a[href], button:not([tabindex]), input, summary, [tabindex='0']";

/// Moves the focus to the field with this id, ready to be typed into, as somebody wants who has just pressed something.
pub fn to(id: &str) {
    let found = document().get_element_by_id(id);
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        lock(&element, false);
        let _ = element.focus();
    }
}

/// Moves the focus to an element that is about to be shown, so that a screen reader and a remote begin there; to the
/// first control after one that takes no focus, a heading, which then stays in sight. Not bound to the part of the screen that asks for it, which is often the
/// one that goes.
pub fn on_arrival(id: &str) {
    on_arrival_at(id.to_owned());
}

/// The same for an id that is made up at run time.
pub fn on_arrival_at(id: String) {
    set_timeout(move || go_to(&id), Duration::ZERO);
}

/// The same for one that is there already.
pub fn go_to(id: &str) {
    let Some(place) = document().get_element_by_id(id) else { return };
    if takes_focus(&place) {
        move_to(place.unchecked_ref());
    } else if let Some(control) = controls().iter().find(|control| follows(&place, control)) {
        move_to(control);
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }
}

/// Moves the focus to the control that is nearest to a place.
pub fn move_near(place: &Place) {
    if let Some(control) = least(&controls(), &|control| Some(place.on_screen().gap(control))) {
        move_to(control);
    }
}

/// The control that has the focus, or the part of the screen that it was moved to.
pub fn focused() -> Option<Element> {
    active().filter(takes_focus)
}

/// Whether an element is a control or lies in one.
pub fn is_in_control(element: &Element) -> bool {
    element.closest(CONTROLS).ok().flatten().is_some()
}

/// Whether the arrow that is down now has done its work: held down, it moves nothing that comes meanwhile.
static IS_USED_UP: AtomicBool = AtomicBool::new(false);

/// Takes an arrow that is down now for the caller alone, until it is down anew.
pub fn use_up_arrow() {
    IS_USED_UP.store(true, Ordering::Relaxed);
}

/// Moves the focus to the nearest control in the direction of an arrow key. In a field that has text the arrows to
/// the sides stay with the field. An Enter that is held down counts once: it must not press what appears under it.
pub fn on_key(event: &KeyboardEvent) {
    if event.is_composing() {
        return;
    }
    let key = event.key();
    if event.repeat() && key == "Enter" {
        return event.prevent_default();
    }
    if !event.repeat() {
        IS_USED_UP.store(false, Ordering::Relaxed);
    } else if IS_USED_UP.load(Ordering::Relaxed) {
        return event.prevent_default();
    }
    let active = active();
    let Some(direction) = Direction::of(&key) else {
        return if let Some(input) = active.as_ref().and_then(locked) {
            lock(&input, false);
            if key == "Enter" {
                event.prevent_default();
                open(&input);
            }
        };
    };
    if event.default_prevented() || event.alt_key() || event.ctrl_key() || event.meta_key() || event.shift_key() {
        return;
    }
    let input = active.as_ref().and_then(|element| element.dyn_ref::<HtmlInputElement>());
    if direction.is_sideways() && input.is_some_and(|input| locked(input).is_none() && has_more(input, direction)) {
        return;
    }
    let controls = controls();
    let is_active = |control: &HtmlElement| active.as_ref().is_some_and(|active| control.is_same_node(Some(active)));
    let target = match controls.iter().find(|control| is_active(control)) {
        Some(control) => {
            let from = Place::seen(control);
            least(&controls, &|control| direction.distance(&from, control))
        }
        None => active.and_then(|place| controls.iter().find(|control| follows(&place, control))).or(controls.first()),
    };
    if let Some(target) = target {
        event.prevent_default();
        move_to(target);
    }
}

/// On a television the focus follows the pointer, unless somebody is typing. What moves below a pointer at rest does not get it, though
/// browsers tell of that, too.
pub fn on_pointer(event: &Event) {
    static LAST: AtomicI32 = AtomicI32::new(0);
    let Some(pointer) = event.dyn_ref::<MouseEvent>().filter(|_| location::is_television()) else { return };
    let place = (pointer.screen_x() << 16) + pointer.screen_y();
    let has_moved = LAST.swap(place, Ordering::Relaxed) != place;
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let Some(control) = target.and_then(|target| target.closest(CONTROLS).ok().flatten()) else { return };
    let control: &HtmlElement = control.unchecked_ref();
    if event.type_() != "mousemove" {
        if let Some(input) = locked(control) {
            lock(control, false);
            open(&input);
        }
    } else if has_moved && !is_typing() && !control.is_same_node(active().as_deref()) {
        lock(control, true);
        let _ = control.focus();
    }
}

/// Whether the focus is in a field that is being typed into.
fn is_typing() -> bool {
    is_in_field() && active().as_ref().and_then(locked).is_none()
}

fn takes_focus(element: &Element) -> bool {
    element.matches("a[href], button, input, summary, [tabindex]") == Ok(true)
}

fn active() -> Option<Element> {
    document().active_element()
}

/// Moves the focus, and the page with it: nothing that has the focus is at its very edge, where a television cuts it off.
fn move_to(control: &HtmlElement) {
    if !control.is_same_node(active().as_deref()) {
        lock(control, true);
    }
    let _ = control.focus();
    let height = f64::from(document().document_element().map(|page| page.client_height()).unwrap_or_default());
    let edge = height / 8.0;
    let place = control.get_bounding_client_rect();
    let by = (place.bottom() - height + edge).max(0.0).min(place.top() - edge);
    window().scroll_by_with_x_and_y(0.0, by);
}

/// The attribute with the keyboard that a locked field gets once it is opened.
const KEYBOARD: &str = "data-keyboard";

/// A locked field takes text, from a real keyboard or by voice, and opens no keyboard on the screen.
fn lock(element: &HtmlElement, is_locked: bool) {
    let Some(input) = element.dyn_ref::<HtmlInputElement>() else { return };
    let is_locked = is_locked && location::is_television();
    let _ = match (is_locked, input.get_attribute(KEYBOARD)) {
        (true, None) => {
            let _ = input.set_attribute(KEYBOARD, &input.get_attribute("inputmode").unwrap_or_default());
            input.set_attribute("inputmode", "none")
        }
        (false, Some(keyboard)) => {
            let _ = input.remove_attribute(KEYBOARD);
            input.set_attribute("inputmode", &keyboard)
        }
        _ => Ok(()),
    };
    // Chromium 53 and 56 know no other way, and take text again only after somebody has asked where the field is.
    if !knows_keyboards(input) {
        input.set_read_only(is_locked);
        let _ = input.get_bounding_client_rect();
    }
}

fn knows_keyboards(input: &HtmlInputElement) -> bool {
    js_sys::Reflect::has(input, &"inputMode".into()) == Ok(true)
}

fn locked(element: &Element) -> Option<HtmlInputElement> {
    element.dyn_ref::<HtmlInputElement>().filter(|input| input.has_attribute(KEYBOARD)).cloned()
}

/// A television opens its keyboard for a field that gets the focus.
fn open(input: &HtmlInputElement) {
    let _ = input.blur();
    let _ = input.focus();
}

/// Whether the caret of a field can go on in that direction, or the text is selected.
fn has_more(input: &HtmlInputElement, direction: Direction) -> bool {
    let start = input.selection_start().ok().flatten();
    let end = input.selection_end().ok().flatten();
    let value = input.value();
    // Arabic, Hebrew and Persian begin at the right.
    let is_from_right = value.starts_with(|first| ('\u{590}'..='\u{8ff}').contains(&first));
    let is_to_beginning = (direction == Direction::Left) != is_from_right;
    let edge = if is_to_beginning { 0 } else { u32::try_from(value.encode_utf16().count()).unwrap_or(0) };
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
    let Ok(found) = document().query_selector_all(CONTROLS) else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|index| found.get(index)?.dyn_into::<HtmlElement>().ok())
        .filter(|element| element.offset_width() > 0)
        .collect()
}

/// The control with the least distance, among those that have one.
fn least<'a>(controls: &'a [HtmlElement], distance: &dyn Fn(&Place) -> Option<f64>) -> Option<&'a HtmlElement> {
    let mut best: Option<(f64, &HtmlElement)> = None;
    for control in controls {
        let Some(distance) = distance(&Place::seen(control)) else { continue };
        if best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, control));
        }
    }
    best.map(|(_, control)| control)
}

/// A box, in CSS pixels.
#[derive(Clone, Copy)]
pub struct Place {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Place {
    /// Where an element is on the page.
    pub fn on_page(element: &Element) -> Self {
        Self::seen(element).moved_down(scrolled())
    }

    fn on_screen(self) -> Self {
        self.moved_down(-scrolled())
    }

    fn seen(element: &Element) -> Self {
        let seen = element.get_bounding_client_rect();
        Self { left: seen.left(), top: seen.top(), right: seen.right(), bottom: seen.bottom() }
    }

    fn moved_down(self, by: f64) -> Self {
        Self { top: self.top + by, bottom: self.bottom + by, ..self }
    }

    /// How far it is from another one.
    fn gap(self, other: &Self) -> f64 {
        apart(self.top, self.bottom, other.top, other.bottom) + apart(self.left, self.right, other.left, other.right)
    }
}

fn scrolled() -> f64 {
    window().page_y_offset().unwrap_or_default()
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
    fn distance(self, from: &Place, to: &Place) -> Option<f64> {
        /// Boxes that touch may overlap by this much, in CSS pixels.
        const OVERLAP: f64 = 2.0;
        /// Boxes that share less than this barely share a row or a column, in CSS pixels.
        const BARELY: f64 = 8.0;
        let ahead = match self {
            Self::Up => from.top - to.bottom,
            Self::Down => to.top - from.bottom,
            Self::Left => from.left - to.right,
            Self::Right => to.left - from.right,
        };
        if ahead < -OVERLAP {
            return None;
        }
        let aside = if self.is_sideways() {
            apart(from.top, from.bottom, to.top + BARELY, to.bottom - BARELY)
        } else {
            apart(from.left, from.right, to.left + BARELY, to.right - BARELY)
        };
        // Five times: from the code field the button far below it is nearer than the number pad close beside it.
        Some(ahead.max(0.0) + 5.0 * aside)
    }
}

/// The gap between two spans; zero when they overlap.
fn apart(start: f64, end: f64, other_start: f64, other_end: f64) -> f64 {
    (other_start - end).max(start - other_end).max(0.0)
}
