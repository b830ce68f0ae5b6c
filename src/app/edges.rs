//! How much of the picture's edges stays empty: televisions show less of a picture than they get, some much less.

use leptos::prelude::*;

use super::shell::Shell;
use super::{focus, parts, storage};
use crate::text;

/// Makes the empty edges wider, a step a press, and as narrow as they were after the widest. Small screens have none.
pub fn button(shell: Shell) -> AnyView {
    parts::button(
        shell,
        "edges",
        "edges",
        |model| text::EDGES.get(model.edges).copied().unwrap_or_default().to_owned(),
        parts::never,
        |shell| {
            shell.change(|model| model.edges = (model.edges + 1) % text::EDGES.len());
            let edges = shell.read(|model| model.edges).to_string();
            storage::keep_edges(&edges);
            apply(&edges);
            focus::on_arrival("edges");
        },
    )
}

/// Lets the style sheet know the step.
pub fn apply(edges: &str) {
    if let Some(page) = document().document_element() {
        let _ = page.set_attribute("data-cut", edges);
    }
}
