//! What the server's administrator puts on the login page: a text, and a picture behind everything.

use leptos::prelude::*;

use super::parts::{element, fixed, nothing, worded};
use super::shell::Shell;
use crate::jellyfin::branding::SPLASH;
use crate::jellyfin::login_disclaimer::Run;

/// The text.
pub fn disclaimer(shell: Shell) -> AnyView {
    let paragraphs = shell.read(|model| model.disclaimer.clone());
    if paragraphs.is_empty() {
        return nothing();
    }
    let paragraph = |runs: &Vec<Run>| element("p", vec![], runs.iter().map(run).collect());
    element("div", vec![fixed("class", "disclaimer")], paragraphs.iter().map(paragraph).collect())
}

fn run(run: &Run) -> AnyView {
    let mut classes = String::new();
    if run.is_strong {
        classes.push_str("strong ");
    }
    if run.is_emphasised {
        classes.push_str("emphasised");
    }
    let mut attributes = vec![fixed("class", &classes)];
    if let Some(link) = &run.link {
        attributes.extend([fixed("href", link), fixed("target", "_blank"), fixed("rel", "noopener noreferrer")]);
    }
    worded(if run.link.is_some() { "a" } else { "span" }, attributes, &run.text)
}

/// The picture. One that cannot be had leaves nothing behind: it is empty for a screen reader and covered by the page.
pub fn splash(shell: Shell) -> AnyView {
    match shell.read(|model| model.address().filter(|_| model.has_splash).map(|address| address.join(SPLASH))) {
        Some(address) => {
            element("img", vec![fixed("class", "splash"), fixed("alt", ""), fixed("src", &address)], vec![])
        }
        None => nothing(),
    }
}
