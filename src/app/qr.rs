//! The QR code beside the code, for a phone that can reach this page. Dark on light in every theme, because many
//! cameras read nothing else.

use leptos::prelude::*;
use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};

use super::location;
use super::parts::{nothing, plain};
use super::shell::Shell;
use crate::code::Code;
use crate::link;
use crate::text::login as words;

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
    let Some(picture) = link.and_then(|link| picture(&link)) else { return nothing() };
    plain("img", &[("id", "quick-connect-qr"), ("class", "qr"), ("src", &picture), ("alt", words::QR)], vec![])
}

/// A picture as a data address. One mask for all: a reader undoes any, and finding the best of the eight takes 0.7 kB of
/// a first visit. Of the levels of correction, the second lowest keeps the modules large, which counts for
/// more across a room than what dirt could cover; a higher one is taken where it costs no size.
fn picture(link: &str) -> Option<String> {
    let segments = [QrSegment::make_bytes(link.as_bytes())];
    let (smallest, largest) = (Version::new(1), Version::new(LARGEST));
    let level = QrCodeEcc::Medium;
    let code = QrCode::encode_segments_advanced(&segments, level, smallest, largest, Some(Mask::new(0)), true).ok()?;
    let side = (code.size() + 2 * QUIET).unsigned_abs().to_string();
    let mut svg = String::from("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 ");
    svg.push_str(&side);
    svg.push(' ');
    svg.push_str(&side);
    svg.push_str("' shape-rendering='crispEdges'%3E%3Cpath fill='%23fff' d='M0 0h99v99H0z'/%3E%3Cpath d='");
    for y in 0..code.size() {
        for x in 0..code.size() {
            if code.get_module(x, y) {
                svg.push('M');
                svg.push_str(&(x + QUIET).unsigned_abs().to_string());
                svg.push(' ');
                svg.push_str(&(y + QUIET).unsigned_abs().to_string());
                svg.push_str("h1v1h-1z");
            }
        }
    }
    svg.push_str("'/%3E%3C/svg%3E");
    Some(svg)
}
