//! A code, a tile a digit.

use leptos::prelude::*;

use crate::jellyfin::code::Code;
use crate::text;

/// A code in two groups, or the empty place for one. For a screen reader it is one picture with a name that is spoken
/// digit by digit.
#[component]
pub fn CodeTiles(
    /// The id.
    id: &'static str,
    /// The code; none while there is none.
    code: Option<Code>,
) -> impl IntoView {
    let digits = code.map_or(" ".repeat(Code::LENGTH), |code| code.digits());
    let tiles: Vec<_> =
        digits.chars().map(|digit| view! { <span class="tile">{digit.to_string()}</span> }.into_any()).collect();
    view! {
        <p id=id class="tiles" dir="ltr" translate="no" role="img" aria-label=text::code_label(code)>
            {tiles}
        </p>
    }
}
