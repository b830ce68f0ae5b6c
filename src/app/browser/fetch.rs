//! Sending: the one file that knows `fetch`. An answer is read up to a limit and within a time; dropping the future
//! aborts the request.

use gloo_net::http::{Request, RequestBuilder, Response};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Reflect, Uint8Array};
use leptos::prelude::window;
use std::pin::{Pin, pin};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, ReadableStreamDefaultReader, RequestCache, RequestMode};

use super::{local_network, location};
use crate::flow::machine::{Won, race};
use crate::jellyfin::system::public_info;
use crate::jellyfin::{Answer, Call, Lost, MOST_BYTES, Method, Reply, TIMEOUT_MS};
use crate::server::address::Address;

/// Sends a call to the server at `base` and brings back what came of it. Boxed: what is inside is large, and would be
/// repeated wherever it is waited for.
pub fn send(base: &Address, call: Call) -> Pin<Box<dyn Future<Output = Reply>>> {
    Box::pin(send_from(location::page(), base.clone(), call))
}

async fn send_from(page: String, base: Address, call: Call) -> Reply {
    if !base.may_be_asked_from(&page)
        && (!base.may_be_asked_with_permission() || local_network::permission().await.is_none())
    {
        return Err(Lost::MixedContent);
    }
    let patience = call.patience_ms;
    match exchange(base.join(&call.target), Some(call), patience).await {
        Err(Lost::NoAnswer) if !base.shares_origin_with(&page) => Err(or_offline(why_no_answer(&base).await)),
        reply => reply.map_err(or_offline),
    }
}

/// The browser's word that it is offline is no more than a hint: one whose only network is virtual says so, too.
fn or_offline(lost: Lost) -> Lost {
    match lost {
        Lost::NoAnswer | Lost::NoSecureConnection if !window().navigator().on_line() => Lost::Offline,
        lost => lost,
    }
}

/// A browser does not tell a page why another origin could not be read. Whether a question that needs no permission
/// gets its answer, and whether one gets there whose answer is not shown, tells most of it.
async fn why_no_answer(base: &Address) -> Lost {
    /// How long each of the two may take, in milliseconds: whoever waits has waited already.
    const QUICKLY_MS: u32 = 5_000;
    let question = public_info();
    let url = base.join(&question.target);
    if exchange(url.clone(), Some(question), QUICKLY_MS).await.is_ok() {
        return Lost::NoAnswer;
    }
    let abort = AbortOnDrop::new();
    let is_there = async {
        let request = Request::get(&url).mode(RequestMode::NoCors).cache(RequestCache::NoStore);
        let abort = abort.as_ref().map(|abort| abort.0.signal()).ok();
        match request.abort_signal(abort.as_ref()).build() {
            Ok(request) => request.send().await.is_ok(),
            Err(_) => false,
        }
    };
    match race(pin!(is_there), pin!(TimeoutFuture::new(QUICKLY_MS))).await {
        Won::First(true) => Lost::Unreadable,
        _ if base.is_at_home() && local_network::permission().await.as_deref() == Some("denied") => Lost::Forbidden,
        _ if base.is_secure() => Lost::NoSecureConnection,
        _ => Lost::NoAnswer,
    }
}

/// Reads a file beside the page.
///
/// # Errors
/// Why nothing came; a file that is not there is [`Lost::NotFound`].
pub async fn read_file(name: &str) -> Result<String, Lost> {
    let answer = exchange(name.to_owned(), None, TIMEOUT_MS).await?;
    match answer.status {
        200 => Ok(answer.body),
        500.. => Err(Lost::Status(answer.status)),
        _ => Err(Lost::NotFound),
    }
}

fn exchange(url: String, call: Option<Call>, most_ms: u32) -> Pin<Box<dyn Future<Output = Reply>>> {
    Box::pin(async move {
        let abort = AbortOnDrop::new()?;
        let answer = pin!(answer(&url, call.as_ref(), &abort));
        match race(answer, pin!(TimeoutFuture::new(most_ms))).await {
            Won::First(reply) => reply,
            Won::Second(()) => Err(Lost::TimedOut),
        }
    })
}

async fn answer(url: &str, call: Option<&Call>, abort: &AbortOnDrop) -> Reply {
    let request = match call {
        Some(call) => for_call(url, call),
        None => Request::get(url).cache(RequestCache::NoStore),
    };
    let request = request.abort_signal(Some(&abort.0.signal()));
    let body = call.and_then(|call| call.body.as_deref());
    let sent = match body {
        Some(body) => request.header("Content-Type", "application/json").body(body),
        None => request.build(),
    };
    let response = sent.map_err(|_| Lost::NoAnswer)?.send().await.map_err(|_| Lost::NoAnswer)?;
    if response.status() == 429 {
        return Err(Lost::busy(response.headers().get("Retry-After").as_deref()));
    }
    Ok(Answer { status: response.status(), body: text(&response).await? })
}

/// `no-store`, because neither a poll nor an answer with a token belongs in a cache.
fn for_call(url: &str, call: &Call) -> RequestBuilder {
    let request = match call.method {
        Method::Get => Request::get(url),
        Method::Post => Request::post(url),
        Method::Delete => Request::delete(url),
    };
    let request = request.cache(RequestCache::NoStore);
    match &call.authorization {
        Some(authorization) => request.header("Authorization", authorization),
        None => request,
    }
}

/// The body chunk by chunk, so that one without end is left in time. A body that breaks off is as good as garbled.
async fn text(response: &Response) -> Result<String, Lost> {
    let Some(stream) = response.body() else {
        return Ok(String::new());
    };
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    let mut bytes = Vec::new();
    loop {
        let chunk = JsFuture::from(reader.read()).await.map_err(|_| Lost::Garbled)?;
        let value = member(&chunk, "value");
        if member(&chunk, "done").is_truthy() || !value.is_instance_of::<Uint8Array>() {
            return Ok(String::from_utf8_lossy(&bytes).into_owned());
        }
        bytes.extend(Uint8Array::from(value).to_vec());
        if bytes.len() > MOST_BYTES {
            return Err(Lost::TooLarge);
        }
    }
}

fn member(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or_default()
}

/// gloo-net does not abort a request whose future is dropped; this does.
struct AbortOnDrop(AbortController);

impl AbortOnDrop {
    fn new() -> Result<Self, Lost> {
        AbortController::new().map(Self).map_err(|_| Lost::NoAnswer)
    }
}

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}
