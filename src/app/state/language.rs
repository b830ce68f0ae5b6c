//! The language of the page, for views: a message stands in one like any text, and changes with the language.

use leptos::attr::IntoAttributeValue;
use leptos::prelude::*;

use crate::text::Message;

impl Message {
    /// What it says, in the language of the moment.
    pub fn signal(self) -> Signal<String> {
        Signal::derive(move || self.into())
    }
}

impl From<Message> for Signal<String> {
    fn from(message: Message) -> Self {
        message.signal()
    }
}

impl IntoRender for Message {
    type Output = Signal<String>;

    fn into_render(self) -> Self::Output {
        self.signal()
    }
}

impl IntoAttributeValue for Message {
    type Output = Signal<String>;

    fn into_attribute_value(self) -> Self::Output {
        self.signal()
    }
}
