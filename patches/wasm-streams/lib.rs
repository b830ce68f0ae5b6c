//! Replaces the crate `wasm-streams`. Leptos always depends on `server_fn`, and that on `wasm-streams`, which exports ten
//! functions to JavaScript. Neither the linker nor wasm-opt may drop an export, although this program has no server
//! functions and never calls them: 4.3 kB of a first visit.
//!
//! This has only what `server_fn` names, so anything missing fails to compile, and none of it is ever called.

#![cfg(target_family = "wasm")]

use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use wasm_bindgen::JsValue;

/// A stream of the browser's, taken from it and given back.
#[derive(Debug)]
pub struct ReadableStream(web_sys::ReadableStream);

/// A stream without chunks.
#[derive(Debug)]
pub struct IntoStream;

impl ReadableStream {
    /// Takes a stream of the browser's.
    #[must_use]
    pub fn from_raw(raw: web_sys::ReadableStream) -> Self {
        Self(raw)
    }

    /// The body of a server function's request.
    ///
    /// # Panics
    /// Always: this program has no server functions.
    pub fn from_stream(_: impl Stream<Item = Result<JsValue, JsValue>> + 'static) -> Self {
        unreachable!("this program has no server functions")
    }

    /// Gives the browser's stream back.
    #[must_use]
    pub fn into_raw(self) -> web_sys::ReadableStream {
        self.0
    }

    /// The body of a server function's answer; there is none.
    #[must_use]
    pub fn into_stream(self) -> IntoStream {
        IntoStream
    }
}

impl Stream for IntoStream {
    type Item = Result<JsValue, JsValue>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(None)
    }
}
