//! The language of the page, for views: a message stands in one like any text, and changes with the language.

use leptos::attr::IntoAttributeValue;
use leptos::prelude::*;
use leptos::reactive::graph::Observer;

use crate::app::browser::locale;
use crate::text::Message;
use crate::text::message::when_read;

thread_local! {
    static CHANGED: ArcTrigger = ArcTrigger::new();
}

/// Speaks the language of the page. Whatever shows a message shows it anew when that changes.
pub fn follow_language() {
    when_read(|| {
        if Observer::get().is_some() {
            CHANGED.with(Track::track);
        }
    });
    locale::follow(|| CHANGED.with(Notify::notify));
}

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
