//! What stands in the code field, and what becomes of it.

use leptos::html::Input;
use leptos::prelude::*;

use super::approving_device::ApprovingDevice;
use super::number_pad::{self, Key};
use crate::app::browser::spatial_focus;
use crate::app::components::field;
use crate::flow::approval::Event;
use crate::jellyfin::code::Code;
use crate::text::settings as words;

/// The code field.
#[derive(Clone, Copy)]
pub struct CodeField {
    /// The element.
    pub input: NodeRef<Input>,
    /// What stands in it, as of the last look.
    pub typed: RwSignal<Typed>,
    /// What was entered by a key of the pad or of a remote, for a screen reader, which does not hear it from the field.
    said: RwSignal<String>,
    /// Why that is not a code.
    pub problem: RwSignal<String>,
    device: ApprovingDevice,
}

/// A text that is being typed.
#[derive(Clone, PartialEq, Eq)]
pub struct Typed {
    /// The text.
    pub text: String,
    /// Where the next character would go, counted in UTF-16 units, which for digits are characters.
    pub caret: usize,
}

impl CodeField {
    /// A field with this text.
    pub fn new(device: ApprovingDevice, said: RwSignal<String>, text: &str) -> Self {
        Self {
            input: NodeRef::new(),
            typed: RwSignal::new(Typed::whole(text)),
            said,
            problem: RwSignal::new(String::new()),
            device,
        }
    }

    /// Puts a text into the field, as a link does: that alone leads nowhere.
    pub fn fill(self, text: &str) {
        field::set_value(self.input, text);
        self.typed.set(Typed::whole(text));
        self.problem.set(String::new());
    }

    /// Leads to the confirm step, if the field holds a code, however it came there. Not at the very moment at which an
    /// answer has led back here: such a press was meant for what stood there before.
    pub fn submit(self) {
        if untrack(move || self.device.is_busy()) {
            return;
        }
        let now = Typed::read(self.input);
        let code = Code::parse(&now.text);
        self.typed.set(now);
        match code {
            Ok(code) => {
                self.problem.set(String::new());
                self.device.enter(code);
            }
            Err(error) => {
                self.problem.set(words::code_error(error));
                spatial_focus::to(number_pad::entry());
            }
        }
    }

    /// Takes over what the field holds now. Six digits go on by themselves, unless one was just put right among them.
    pub fn follow(self) {
        self.take_over(true);
    }

    fn take_over(self, may_lead_on: bool) {
        let mut now = Typed::read(self.input);
        let is_new = self.typed.with_untracked(|typed| typed.text != now.text);
        if self.typed.with_untracked(|typed| *typed == now) || !untrack(move || self.device.is_entering()) {
            return;
        }
        // A space bar that was meant for the button that stood there before.
        let is_same_code = |typed: &Typed| {
            is_new && Code::parse(&typed.text).is_ok() && Code::parse(&typed.text) == Code::parse(&now.text)
        };
        if self.typed.with_untracked(is_same_code) && untrack(move || self.device.is_busy()) {
            return self.typed.with_untracked(|typed| typed.write(self.input));
        }
        let overtyped = Code::overtyped(&now.text, now.caret).filter(|_| is_new);
        let leads_on = may_lead_on && is_new && overtyped.is_none() && Code::parse(&now.text).is_ok();
        if let Some(shorter) = overtyped {
            now.text = shorter;
            now.write(self.input);
        }
        self.typed.set(now);
        if is_new {
            self.device.is_settled();
            self.problem.set(String::new());
            if untrack(move || self.device.is_unknown()) {
                self.device.tell(Event::Cancelled);
            }
        }
        if leads_on {
            self.submit();
        }
    }

    /// Types with the pad or the number keys, at the end.
    pub fn press(self, key: Key) {
        if !untrack(move || self.device.is_entering()) {
            return;
        }
        let mut text = field::value(self.input);
        match key {
            Key::Group(digits) => return self.say(words::one_of(digits)),
            Key::LeaveGroup => return self.say(words::so_far(&text)),
            // A code that is complete has been tried: another one begins.
            Key::Digit(digit) if Code::parse(&text).is_ok() => text = digit.to_string(),
            Key::Digit(digit) => text.push_str(&digit.to_string()),
            // A second press on the button that has led back here.
            Key::TakeBack if untrack(move || self.device.is_busy()) => return,
            Key::TakeBack => _ = text.pop(),
        }
        field::set_value(self.input, &text);
        self.take_over(!matches!(key, Key::TakeBack));
        self.say(words::so_far(&text));
    }

    /// Says it, also if it is what was said last: a screen reader hears changes only.
    fn say(self, mut text: String) {
        if self.said.with_untracked(|said| *said == text) {
            text.push('\u{a0}');
        }
        self.said.set(text);
    }
}

impl Typed {
    /// The caret stands behind it.
    fn whole(text: &str) -> Self {
        Self { text: text.to_owned(), caret: text.len() }
    }

    fn read(input: NodeRef<Input>) -> Self {
        let caret = input.get_untracked().and_then(|input| input.selection_start().ok().flatten());
        let caret = caret.and_then(|caret| usize::try_from(caret).ok()).unwrap_or_default();
        Self { text: field::value(input), caret }
    }

    fn write(&self, input: NodeRef<Input>) {
        field::set_value(input, &self.text);
        if let (Some(input), Ok(caret)) = (input.get_untracked(), u32::try_from(self.caret)) {
            let _ = input.set_selection_range(caret, caret);
        }
    }
}
