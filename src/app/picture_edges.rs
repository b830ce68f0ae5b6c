//! How much of the picture's edges stays empty: televisions show less of a picture than they get, some much less.

use leptos::prelude::*;

use super::browser::spatial_focus;
use super::components::Button;
use super::state::use_preferences;
use crate::text;

/// Makes the empty edges wider, a step a press. Small screens have none.
#[component]
pub fn PictureEdges() -> impl IntoView {
    let preferences = use_preferences();
    let label = move || text::EDGES.get(preferences.picture_edges.get()).map_or("", |label| label.text()).to_owned();
    let press = move |()| {
        preferences.widen_picture_edges();
        // The picture moves under the focus.
        spatial_focus::on_arrival("edges");
    };
    view! { <Button id="edges" class="edges" label=label on_press=press /> }
}
