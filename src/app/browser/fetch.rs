//! Sending: the one file that knows `fetch`. An answer is read up to a limit and within a time; dropping the future
//! aborts the request.

use gloo_net::http::{Request, RequestBuilder, Response};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Reflect, Uint8Array};
use leptos::prelude::window;
use std::cell::RefCell;
use std::pin::{Pin, pin};
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, ReadableStreamDefaultReader, RequestCache, RequestMode, RequestRedirect, ResponseType};

use super::{clock, local_network, location};
use crate::flow::machine::{Won, race};
use crate::jellyfin::system::{public_info, read_public_info, send_and_settle};
use crate::jellyfin::{Answer, Call, Headers, Lost, MOST_BYTES, Method, Reply, TIMEOUT_MS};
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
    let base = MOVED
        .with_borrow(|moved| moved.iter().find(|(old, _)| *old == base).map(|(_, new)| new.clone()))
        .unwrap_or(base);
    let is_own = base.shares_origin_with(&page);
    send_and_settle(call, async |call| deliver(&base, is_own, call).await.map_err(or_offline)).await
}

async fn deliver(base: &Address, is_own: bool, call: Call) -> Reply {
    let patience = call.patience_ms;
    match exchange(base.join(&call.target), Some(call.clone()), patience).await {
        Err(Lost::Redirected) => match new_address(base).await {
            Some(new) => {
                let url = new.join(&call.target);
                MOVED.with_borrow_mut(|moved| moved.push((base.clone(), new)));
                exchange(url, Some(call), patience).await.map(|(answer, _)| answer)
            }
            None if is_own => Err(Lost::GateClosed),
            None => Err(Lost::Redirected),
        },
        Err(Lost::NoAnswer) => {
            if let Some(why) = known_why(base) {
                return Err(why);
            }
            let why = why_no_answer(base, is_own).await;
            WHY.set(Some((base.clone(), why, clock::now())));
            Err(why)
        }
        reply => {
            if known_why(base).is_some() {
                WHY.set(None);
            }
            reply.map(|(answer, _)| answer)
        }
    }
}

/// The browser's word that it is offline is no more than a hint: one whose only network is virtual says so, too.
fn or_offline(lost: Lost) -> Lost {
    match lost {
        Lost::NoAnswer | Lost::NoSecureConnection if !window().navigator().on_line() => Lost::Offline,
        lost => lost,
    }
}

thread_local! {
    /// Servers that are at home under https by now, with where.
    static MOVED: RefCell<Vec<(Address, Address)>> = const { RefCell::new(Vec::new()) };
    /// Why the last call to a server had no answer, and when that was found out; none once there is one.
    static WHY: RefCell<Option<(Address, Lost, Duration)>> = const { RefCell::new(None) };
    /// Where the last redirect led that was not followed, if that can be known.
    static LED_TO: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Where the server sent the last request that was lost as [`Lost::Redirected`]; empty where the browser does not say.
pub fn led_to() -> String {
    LED_TO.with_borrow(String::clone)
}

/// Where a server leads to that sends requests on; only the way from http to https on the same host is taken.
async fn new_address(base: &Address) -> Option<Address> {
    let question = public_info();
    let (target, url) = (question.target.clone(), base.join(&question.target));
    LED_TO.take();
    let (answer, url) = exchange(url, Some(question), QUICKLY_MS).await.ok()?;
    let new = url.strip_suffix(&target).and_then(|new| base.made_secure(new));
    LED_TO.set(url);
    read_public_info(Ok(answer)).ok()?;
    new
}

/// How long a question about what happened may take, in milliseconds: whoever waits has waited already.
const QUICKLY_MS: u32 = 5_000;

/// So long what was found out holds: to find it out takes two more requests, and a server that has trouble should not get
/// three for each.
const WHY_HOLDS: Duration = Duration::from_secs(60);

fn known_why(base: &Address) -> Option<Lost> {
    WHY.with_borrow(|known| {
        let (server, why, found) = known.as_ref()?;
        (server == base && clock::now() < *found + WHY_HOLDS).then_some(*why)
    })
}

/// A browser does not tell a page why an answer could not be read. On the page's own origin, a request that does not
/// follow redirects shows whether there was one. On another one, a question that needs no permission tells, and one
/// whose answer is not shown.
async fn why_no_answer(base: &Address, is_own: bool) -> Lost {
    let question = public_info();
    let url = base.join(&question.target);
    if exchange(url.clone(), Some(question), QUICKLY_MS).await.is_ok() {
        return Lost::NoAnswer;
    }
    let abort = AbortOnDrop::new();
    let is_there = async {
        let request = Request::get(&url).cache(RequestCache::NoStore);
        let request =
            if is_own { request.redirect(RequestRedirect::Manual) } else { request.mode(RequestMode::NoCors) };
        let abort = abort.as_ref().map(|abort| abort.0.signal()).ok();
        match request.abort_signal(abort.as_ref()).build() {
            Ok(request) => request.send().await.is_ok(),
            Err(_) => false,
        }
    };
    match race(pin!(is_there), pin!(TimeoutFuture::new(QUICKLY_MS))).await {
        Won::First(true) if is_own => Lost::GateClosed,
        Won::First(true) => Lost::Unreadable,
        _ if !is_own && base.is_at_home() && local_network::permission().await.as_deref() == Some("denied") => {
            Lost::Forbidden
        }
        _ if base.is_secure() && !is_own => Lost::NoSecureConnection,
        _ => Lost::NoAnswer,
    }
}

/// Reads a file beside the page.
///
/// # Errors
/// Why nothing came; a file that is not there is [`Lost::NotFound`].
pub async fn read_file(name: &str) -> Result<String, Lost> {
    let (answer, _) = exchange(name.to_owned(), None, TIMEOUT_MS).await?;
    match answer.status {
        200 => Ok(answer.body),
        500.. => Err(Lost::Status(answer.status)),
        _ => Err(Lost::NotFound),
    }
}

/// An answer and the address that it came from.
type Exchanged = Result<(Answer, String), Lost>;

fn exchange(url: String, call: Option<Call>, most_ms: u32) -> Pin<Box<dyn Future<Output = Exchanged>>> {
    Box::pin(async move {
        let abort = AbortOnDrop::new()?;
        let answer = pin!(answer(&url, call.as_ref(), &abort));
        match race(answer, pin!(TimeoutFuture::new(most_ms))).await {
            Won::First(reply) => reply,
            Won::Second(()) => Err(Lost::TimedOut),
        }
    })
}

async fn answer(url: &str, call: Option<&Call>, abort: &AbortOnDrop) -> Exchanged {
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
    let headers = response.headers();
    match response.status() {
        // Not followed, and nothing of it is shown.
        0 => return Err(Lost::Redirected),
        429 => return Err(Lost::busy(headers.get("Retry-After").as_deref())),
        _ => {}
    }
    // Across origins a page sees some headers, but not these.
    let is_own = response.type_() == ResponseType::Basic;
    let headers = Headers::of(is_own, headers.has("X-Response-Time-ms"), headers.has("WWW-Authenticate"));
    let answer = Answer::new(response.status(), text(&response).await?).with_headers(headers);
    Ok((answer, response.url()))
}

/// `no-store`, because neither a poll nor an answer with a token belongs in a cache.
fn for_call(url: &str, call: &Call) -> RequestBuilder {
    let request = match call.method {
        Method::Get => Request::get(url),
        Method::Post => Request::post(url),
        Method::Delete => Request::delete(url),
    };
    let request = request.cache(RequestCache::NoStore);
    // Wherever a redirect leads, a password, a token or a secret does not go along.
    let request = if call.may_be_redirected() { request } else { request.redirect(RequestRedirect::Manual) };
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
