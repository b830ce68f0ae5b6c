//! The QR code beside the code, for a phone that can reach this page. Dark on light in every theme, because many cameras
//! read nothing else.

use leptos::html::Canvas;
use leptos::prelude::*;
use qrcodegen::{Mask, QrCode as Modules, QrCodeEcc, QrSegment, Version};
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use crate::app::browser::location;
use crate::app::state::{use_connection, use_preferences};
use crate::jellyfin::code::Code;
use crate::page::approval_link;
use crate::text::login as words;

/// Modules of light around it, which the standard wants so that a reader finds it.
const QUIET: i32 = 4;

/// The largest version that is drawn: 57 modules a side hold every address that people use. Larger ones would have
/// modules too small for a camera across a room.
const LARGEST: u8 = 10;

/// The QR code for a code, or its place while there is none, if a phone could follow it.
#[component]
pub fn QrCode(
    /// What [`modules`] makes of it.
    modules: Option<Modules>,
    /// Whether there is a code.
    is_there: bool,
) -> impl IntoView {
    modules.map(|modules| {
        if is_there {
            view! { <Drawn modules=modules /> }.into_any()
        } else {
            view! { <div class="qr"></div> }.into_any()
        }
    })
}

/// The QR code for a code; while there is none, any code tells whether there will be one.
pub fn modules(code: Option<Code>) -> Option<Modules> {
    let (connection, preferences) = (use_connection(), use_preferences());
    let code = code.or(Code::parse("000000").ok())?;
    let link = if preferences.config.with_untracked(|config| config.links_to_jellyfin) {
        approval_link::to_jellyfin(&connection.address.get_untracked()?, code)
    } else {
        approval_link::here(&location::page(), code)
    };
    encoded(&link?)
}

#[component]
fn Drawn(modules: Modules) -> impl IntoView {
    let canvas = NodeRef::<Canvas>::new();
    let side = (modules.size() + 2 * QUIET).to_string();
    canvas.on_load(move |canvas| draw(&canvas, &modules));
    view! {
        <canvas
            id="quick-connect-qr"
            class="qr"
            width=side.clone()
            height=side
            role="img"
            aria-label=words::QR
            node_ref=canvas
        ></canvas>
    }
}

/// One mask for all: a reader undoes any, and finding the best of the eight takes 0.7 kB of a first visit. Of the levels
/// of correction, the second lowest keeps the modules large, which counts for more across a room than what dirt could
/// cover; a higher one is taken where it costs no size.
fn encoded(link: &str) -> Option<Modules> {
    let segments = [QrSegment::make_bytes(link.as_bytes())];
    let (smallest, largest) = (Version::new(1), Version::new(LARGEST));
    Modules::encode_segments_advanced(&segments, QrCodeEcc::Medium, smallest, largest, Some(Mask::new(0)), true).ok()
}

/// A pixel for each module. Not a picture with an address, which a host may forbid: the configuration of nginx in
/// Jellyfin's documentation does.
fn draw(canvas: &HtmlCanvasElement, modules: &Modules) {
    let context = canvas.get_context("2d").ok().flatten();
    let Some(context) = context.and_then(|context| context.dyn_into::<CanvasRenderingContext2d>().ok()) else { return };
    context.set_fill_style_str("#fff");
    context.fill_rect(0.0, 0.0, canvas.width().into(), canvas.height().into());
    context.set_fill_style_str("#000");
    for y in 0..modules.size() {
        for x in 0..modules.size() {
            if modules.get_module(x, y) {
                context.fill_rect(f64::from(x + QUIET), f64::from(y + QUIET), 1.0, 1.0);
            }
        }
    }
}
