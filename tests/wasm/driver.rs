//! Drives a call as `pkg-template/core/call.ts` does, against responses that a test wrote down.

use std::cell::Cell;

use carecycle_custom_fields::js::{
    BodyEnd, Failure, JsCallSettings, Waker, failed, responded, woken,
};
use js_sys::{Function, JSON, JsString, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::exports::{read, start};
use super::javascript::{ID, get, js, json};

thread_local! {
    static SCOPES: Cell<u32> = const { Cell::new(0) };
}

/// A key and server that no other test calls.
pub fn new_scope() -> u32 {
    SCOPES.with(|scopes| scopes.replace(scopes.get() + 1))
}

/// Settings of a call; what a test does not say has a default.
pub fn settings(scope: u32, more: &str) -> JsCallSettings {
    let settings = format!(
        "{{ scope: {scope}, requests: 0, perMs: 60_000, timeoutMs: 30_000, deadlineMs: undefined,
            maxRetries: 2, retryUnknown: false, sendUnknown: false, {more} }}"
    );
    js(&settings).unchecked_into()
}

/// A step in JavaScript.
pub fn step(step: Result<tsify::Ts<carecycle_custom_fields::js::Step>, JsValue>) -> JsValue {
    step.unwrap().js_value()
}

/// A call that is in progress.
pub struct Started {
    pub call: u32,
    /// What is sent.
    pub body: String,
    pub step: JsValue,
}

/// Starts a call with a body.
pub fn begin(settings: &JsCallSettings, body: &JsValue) -> Started {
    let started = start(settings, &ID.into(), body).unwrap().js_value();
    Started {
        call: get(&started, "call").as_f64().unwrap() as u32,
        body: get(&started, "body").as_string().unwrap(),
        step: get(&started, "step"),
    }
}

/// A call from its start to its end.
pub struct Run {
    /// The actions before the last, as JSON.
    pub actions: Vec<String>,
    /// The report of a call that rejected.
    pub report: Option<JsValue>,
    /// The value of a call that resolved.
    pub value: JsValue,
}

/// Drives a call. Each of `responses` is a function: the promise or response that it returns, or what
/// it throws, is what `fetch` would give. Timers are over immediately; the core believes them.
pub async fn run(settings: &JsCallSettings, responses: &[&str]) -> Run {
    let Started { call, step: mut next, .. } = begin(settings, &js("body()"));
    let mut responses = responses.iter();
    let mut run = Run { actions: Vec::new(), report: None, value: JsValue::UNDEFINED };
    let mut response = JsValue::UNDEFINED;
    loop {
        let action = get(&next, "action");
        let kind = get(&action, "type").as_string().unwrap();
        if kind == "reject" {
            run.report = Some(get(&action, "report"));
        }
        if kind == "resolve" || kind == "reject" {
            return run;
        }
        run.actions.push(json(&action));
        next = step(match kind.as_str() {
            "wait" => woken(call, Waker::Timer),
            "send" => match fetch(responses.next().unwrap()).await {
                Ok(head) => {
                    response = head;
                    responded(call, response.clone().unchecked_into())
                }
                Err(_) => failed(call, Failure::Lost, &JsValue::UNDEFINED),
            },
            _ => {
                let (end, json) =
                    body_of(&response, get(&action, "maxBytes").as_f64().unwrap()).await;
                run.value = json.clone();
                read(call, end, &json)
            }
        });
    }
}

async fn fetch(response: &str) -> Result<JsValue, JsValue> {
    let response = js(response).unchecked_into::<Function>().call0(&JsValue::UNDEFINED)?;
    JsFuture::from(Promise::resolve(&response)).await
}

async fn body_of(response: &JsValue, max_bytes: f64) -> (BodyEnd, JsValue) {
    let text = response.unchecked_ref::<web_sys::Response>().text().unwrap();
    match JsFuture::from(text).await {
        Err(_) => (BodyEnd::Lost, JsValue::UNDEFINED),
        Ok(text) if f64::from(text.unchecked_ref::<JsString>().length()) > max_bytes => {
            (BodyEnd::TooBig, JsValue::UNDEFINED)
        }
        Ok(text) => {
            let json = JSON::parse(&text.as_string().unwrap());
            let is_empty = text.unchecked_ref::<JsString>().length() == 0;
            let end = if is_empty { BodyEnd::Empty } else { BodyEnd::Whole };
            (end, json.unwrap_or(JsValue::UNDEFINED))
        }
    }
}
