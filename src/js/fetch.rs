//! The transport: the platform's `fetch`, or the caller's, called once as `fetch(url, init)`, and the
//! answer read through gloo-net's `Response`.
//!
//! gloo-net's `Request` is not used: it is built twice (60 µs a call in Node), custom fetches of
//! other makes refuse it, and it panics where a header value is refused.

use std::cell::Cell;

use gloo_net::http::Response;
use js_sys::{Array, Date, Function, JSON, JsString, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, ReadableStreamDefaultReader, TextDecoder, TextDecoderOptions};

use crate::client::{Answer, Body, End, Failure, Transport};
use crate::validation::CheckedRequest;

/// An answer's body is read up to this many bytes.
const MAX_BODY: u32 = 8 << 20;

/// An error keeps this many characters of a body's text.
const KEPT_TEXT: u32 = 64 << 10;

/// Codes of Node, undici and Bun that say: there was no connection, so nothing was sent.
const NOT_SENT: [&str; 7] = [
    "ECONNREFUSED",
    "ENOTFOUND",
    "EAI_AGAIN",
    "EHOSTUNREACH",
    "ENETUNREACH",
    "UND_ERR_CONNECT_TIMEOUT",
    "ConnectionRefused",
];

/// Sends requests to one server.
pub(super) struct Fetch {
    pub(super) fetch: Function,
    pub(super) base_url: String,
    /// What every request has: method, headers with the key, redirect mode and so on.
    pub(super) init: Object,
}

/// Aborts the request when dropped before all is read. Aborted without a reason: the caller's own
/// reason is kept by the package's JavaScript.
struct AbortOnDrop {
    controller: AbortController,
    done: Cell<bool>,
}

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        if !self.done.get() {
            self.controller.abort();
        }
    }
}

pub(super) struct FetchAnswer {
    response: Response,
    guard: AbortOnDrop,
}

impl Transport for Fetch {
    type Answer = FetchAnswer;

    async fn send(&self, request: &CheckedRequest) -> Result<FetchAnswer, Failure<JsValue>> {
        let failed = |cause: JsValue| Failure { not_sent: was_not_sent(&cause), cause };
        let controller = AbortController::new().map_err(failed)?;
        let guard = AbortOnDrop { controller, done: Cell::new(false) };
        let sent = self.call(request, &guard.controller).map_err(failed)?;
        let response = JsFuture::from(sent).await.map_err(failed)?;
        // The package's JavaScript turns a foreign response into one of the platform's.
        let response = response.dyn_into::<web_sys::Response>().map_err(failed)?;
        Ok(FetchAnswer { response: response.into(), guard })
    }
}

impl Fetch {
    fn call(
        &self,
        request: &CheckedRequest,
        controller: &AbortController,
    ) -> Result<Promise, JsValue> {
        let mut url = self.base_url.clone();
        url.push_str("/v2/customers/");
        url.push_str(request.customer_id());
        url.push_str("/custom-fields");
        let init = Object::assign(&Object::new(), &self.init);
        Reflect::set(&init, &JsValue::from_str("body"), &body_text(request)?)?;
        Reflect::set(&init, &JsValue::from_str("signal"), &controller.signal())?;
        let sent = self.fetch.call2(&JsValue::UNDEFINED, &JsValue::from_str(&url), &init)?;
        Ok(Promise::resolve(&sent))
    }
}

fn body_text(request: &CheckedRequest) -> Result<JsValue, JsValue> {
    let text: JsValue = JSON::stringify(&super::to_js(request.body()))?.into();
    if request.unknown().is_empty() {
        return Ok(text);
    }
    let mut text = text.as_string().unwrap_or_default();
    text.pop();
    for (name, json) in request.unknown() {
        text.push(',');
        let name: JsValue = JSON::stringify(&JsValue::from_str(name))?.into();
        text.push_str(&name.as_string().unwrap_or_default());
        text.push(':');
        text.push_str(json);
    }
    text.push('}');
    Ok(JsValue::from_str(&text))
}

/// Whether the runtime says that there was no connection: `error.code` or `error.cause.code`.
fn was_not_sent(error: &JsValue) -> bool {
    let get = |of: &JsValue, name: &str| Reflect::get(of, &JsValue::from_str(name)).ok();
    let listed = |of: &JsValue| {
        let code = get(of, "code").and_then(|code| code.as_string());
        code.is_some_and(|code| NOT_SENT.contains(&code.as_str()))
    };
    listed(error) || get(error, "cause").is_some_and(|cause| listed(&cause))
}

impl Answer for FetchAnswer {
    type Value = JsValue;

    fn status(&self) -> u16 {
        self.response.status()
    }

    fn is_redirect(&self) -> bool {
        self.response.type_() == web_sys::ResponseType::Opaqueredirect
    }

    fn retry_after(&self) -> Option<f64> {
        let text = self.response.headers().get("retry-after")?;
        let seconds = js_sys::Number::from(JsValue::from_str(&text)).value_of();
        if !seconds.is_nan() {
            return Some(seconds);
        }
        // A date that is past means: now.
        Some(((Date::parse(&text) - Date::now()) / 1000.0).ceil()).map(|wait| wait.max(0.0))
    }

    async fn read(&self) -> Body<JsValue> {
        let chunks = Array::new();
        let end = match self.collect(&chunks).await {
            Ok(true) => End::Whole,
            Ok(false) => End::TooBig,
            Err(cause) => End::Lost(cause),
        };
        let bytes = join(&chunks);
        // Not UTF-8 is not JSON: a replaced character would be a changed value.
        let strict = decode(&bytes, true);
        let json = match (&end, &strict) {
            (End::Whole, Some(text)) => JSON::parse(text).ok(),
            _ => None,
        };
        if matches!(end, End::Whole) {
            self.guard.done.set(true);
        }
        let text = strict.or_else(|| decode(&bytes, false)).unwrap_or_default();
        let text = JsString::from(JsValue::from_str(&text));
        let small = text.length() <= KEPT_TEXT;
        Body { json, text: text.slice(0, KEPT_TEXT).into(), small, end }
    }

    fn headers(&self) -> JsValue {
        self.response.headers().into_raw().into()
    }
}

impl FetchAnswer {
    /// Fills `chunks`; false where there is more than [`MAX_BODY`].
    async fn collect(&self, chunks: &Array) -> Result<bool, JsValue> {
        let Some(stream) = self.response.body() else {
            return Ok(true);
        };
        let reader = ReadableStreamDefaultReader::new(&stream)?;
        let mut total = 0;
        loop {
            let read = JsFuture::from(reader.read()).await?;
            if Reflect::get(&read, &JsValue::from_str("done"))?.is_truthy() {
                return Ok(true);
            }
            let chunk = Reflect::get(&read, &JsValue::from_str("value"))?;
            let chunk = chunk.dyn_into::<Uint8Array>()?;
            total += chunk.length().min(MAX_BODY + 1);
            if total > MAX_BODY {
                return Ok(false);
            }
            chunks.push(&chunk);
        }
    }
}

fn join(chunks: &Array) -> Uint8Array {
    let chunk = |index| chunks.get(index).unchecked_into::<Uint8Array>();
    if chunks.length() == 1 {
        return chunk(0);
    }
    let length = (0..chunks.length()).map(|index| chunk(index).length()).sum();
    let joined = Uint8Array::new_with_length(length);
    let mut offset = 0;
    for index in 0..chunks.length() {
        joined.set(&chunk(index), offset);
        offset += chunk(index).length();
    }
    joined
}

fn decode(bytes: &Uint8Array, fatal: bool) -> Option<String> {
    let options = TextDecoderOptions::new();
    options.set_fatal(fatal);
    let decoder = TextDecoder::new_with_label_and_options("utf-8", &options).ok()?;
    decoder.decode_with_buffer_source(bytes).ok()
}
