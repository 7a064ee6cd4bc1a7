//! The transport: the platform's `fetch`, or the caller's, called once as `fetch(url, init)`, and the
//! answer read through gloo-net's `Response`.
//!
//! gloo-net's `Request` is not used: it is built twice (60 µs a call in Node), custom fetches of
//! other makes refuse it, and it panics where a header value is refused.

use std::cell::Cell;

use gloo_net::http::Response;
use js_sys::{Function, JSON, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortController;

use crate::client::{Answer, Body, End, Failure, Transport};
use crate::validation::CheckedRequest;

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
    /// Reads a response's body within bounds; never rejects.
    pub(super) read: Function,
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
    raw: JsValue,
    read: Function,
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
        let raw = response.clone();
        // The package's JavaScript turns a foreign response into one of the platform's.
        let response = response.dyn_into::<web_sys::Response>().map_err(failed)?;
        Ok(FetchAnswer { response: response.into(), raw, read: self.read.clone(), guard })
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
    let text: JsValue = JSON::stringify(&super::body_object(request.body()))?.into();
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

    async fn read(&self) -> Body<JsValue> {
        let read = match self.read.call1(&JsValue::UNDEFINED, &self.raw) {
            Ok(read) => JsFuture::from(Promise::resolve(&read)).await,
            Err(cause) => Err(cause),
        };
        let read = read.unwrap_or_default();
        let get = |name: &str| Reflect::get(&read, &JsValue::from_str(name)).unwrap_or_default();
        let present = |value: JsValue| if value.is_undefined() { None } else { Some(value) };
        let end = match present(get("lost")) {
            Some(lost) => {
                End::Lost(Reflect::get(&lost, &JsValue::from_str("cause")).unwrap_or_default())
            }
            None if get("tooBig").is_truthy() => End::TooBig,
            None => {
                self.guard.done.set(true);
                End::Whole
            }
        };
        Body {
            json: present(get("json")),
            text: get("text"),
            small: get("small").is_truthy(),
            end,
            retry_after: get("retryAfter").as_f64(),
        }
    }

    fn headers(&self) -> JsValue {
        self.response.headers().into_raw().into()
    }
}
