//! The QR code beside the code, for a phone that can reach this page. Dark on light in every theme, because many
//! cameras read nothing else.

use leptos::prelude::*;
use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};
use wasm_bindgen::JsCast;
use web_sys::CanvasRenderingContext2d;

use super::location;
use super::parts::{nothing, plain};
use super::reflect::{call, set};
use super::shell::{Shell, later};
use crate::jellyfin::code::Code;
use crate::page::approval_link as link;
use crate::text::login as words;

const ID: &str = "quick-connect-qr";

/// Modules of light around it, which the standard wants so that a reader finds it.
const QUIET: i32 = 4;

/// The largest version that is drawn: 57 modules a side hold every address that people use. Larger ones would have
/// modules too small for a camera across a room.
const LARGEST: u8 = 10;

/// The QR code for the code that is shown, or its place, if a phone could follow it.
pub fn qr(shell: Shell) -> AnyView {
    let code = shell.read(|model| model.waiting.request().map(|request| request.code));
    let link = shell.read(|model| {
        let code = code.or(Code::parse("000000").ok())?;
        if model.config.links_to_jellyfin {
            link::to_jellyfin(model.address()?, code)
        } else {
            link::here(&location::page(), code)
        }
    });
    if link.is_some() && code.is_none() {
        return plain("div", &[("class", "qr")], vec![]);
    }
    let Some(code) = link.and_then(|link| encoded(&link)) else { return nothing() };
    let side = code.size() + 2 * QUIET;
    later(Box::new(move || draw(&code)));
    let side = side.unsigned_abs().to_string();
    let attributes =
        [("id", ID), ("class", "qr"), ("width", &side), ("height", &side), ("role", "img"), ("aria-label", words::QR)];
    plain("canvas", &attributes, vec![])
}

/// One mask for all: a reader undoes any, and finding the best of the eight takes 0.7 kB of a first visit. Of the levels
/// of correction, the second lowest keeps the modules large, which counts for more across a room than what dirt could
/// cover; a higher one is taken where it costs no size.
fn encoded(link: &str) -> Option<QrCode> {
    let segments = [QrSegment::make_bytes(link.as_bytes())];
    let (smallest, largest) = (Version::new(1), Version::new(LARGEST));
    QrCode::encode_segments_advanced(&segments, QrCodeEcc::Medium, smallest, largest, Some(Mask::new(0)), true).ok()
}

/// A pixel for each module. Not a picture with an address, which a host may forbid: the configuration of nginx in
/// Jellyfin's documentation does.
fn draw(code: &QrCode) {
    let Some(canvas) = document().get_element_by_id(ID) else { return };
    let Some(context) = call(&canvas, "getContext", &"2d".into()) else { return };
    let place: &CanvasRenderingContext2d = context.unchecked_ref();
    set(&context, "fillStyle", &"#fff".into());
    place.fill_rect(0.0, 0.0, 99.0, 99.0);
    set(&context, "fillStyle", &"#000".into());
    for y in 0..code.size() {
        for x in 0..code.size() {
            if code.get_module(x, y) {
                place.fill_rect(f64::from(x + QUIET), f64::from(y + QUIET), 1.0, 1.0);
            }
        }
    }
}
