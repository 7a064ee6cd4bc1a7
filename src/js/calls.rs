//! Calls, driven from JavaScript: each export reports an event of a call and returns its next step.

use std::cell::RefCell;

use js_sys::Array;
use tsify::Ts;
use wasm_bindgen::prelude::*;

use super::enums::{BodyEnd, Failure, Waker};
use super::platform::moment;
use super::request::ReadBody;
use super::response::head;
use super::types::{Action, JsCallSettings, Started, Step, to_js};
use crate::client::{self, CallQueue, Event, Moment};
use crate::contract::ErrorReport;

thread_local! {
    static QUEUE: RefCell<CallQueue> = const { RefCell::new(CallQueue::new()) };
}

#[cfg(feature = "provoke-trap")]
thread_local! {
    static TIMEOUT_MS: std::cell::Cell<f64> = const { std::cell::Cell::new(0.0) };
}

/// Reports an event and returns the next step. No user code runs while the queue is borrowed.
fn step(call: u32, event: Event) -> Result<Ts<Step>, JsValue> {
    step_at(moment(), call, event)
}

fn step_at(moment: Moment, call: u32, event: Event) -> Result<Ts<Step>, JsValue> {
    step_to_js(QUEUE.with_borrow_mut(|queue| queue.step(call, event, moment)))
}

/// The last step of its kind, and the number that it holds.
type Last = RefCell<Option<(f64, Ts<Step>)>>;

thread_local! {
    // Nearly every call has the same of these steps, and JavaScript only reads them.
    static SEND: Last = const { RefCell::new(None) };
    static READ: Last = const { RefCell::new(None) };
    static RESOLVE: Last = const { RefCell::new(None) };
}

fn step_to_js(step: client::Step) -> Result<Ts<Step>, JsValue> {
    let (last, number) = match (&step.action, step.wake) {
        (client::Action::Send { within_ms }, None) => (&SEND, *within_ms),
        (client::Action::Read { max_bytes }, None) => (&READ, f64::from(*max_bytes)),
        (client::Action::Resolve, None) => (&RESOLVE, 0.0),
        _ => return to_js(&Step::from(step)),
    };
    last.with_borrow_mut(|last| match last {
        Some((same, made)) if *same == number => Ok(made.clone()),
        _ => {
            let made = to_js(&Step::from(step))?;
            *last = Some((number, made.clone()));
            Ok(made)
        }
    })
}

/// Reads and checks a request, and starts its call.
#[wasm_bindgen]
pub fn start(
    settings: &JsCallSettings,
    operation: u32,
    path_arguments: &Array,
    body: &JsValue,
) -> Result<Ts<Started>, JsValue> {
    let core_settings = client::CallSettings::from(settings);
    #[cfg(feature = "provoke-trap")]
    {
        TIMEOUT_MS.set(core_settings.timeout_ms);
        super::provoke_trap(core_settings.timeout_ms, 1.25);
    }
    let mut read = ReadBody::new();
    let checked = read.check(operation, path_arguments, body, settings.send_unknown());
    let body = read.json()?.into();
    let started = match checked {
        Ok(request) => {
            let moment = moment();
            #[cfg(feature = "provoke-trap")]
            super::provoke_trap(core_settings.timeout_ms, 2.25);
            let (call, step) =
                QUEUE.with_borrow_mut(|queue| queue.start(request, core_settings, moment));
            Started { call, body, step: step_to_js(step)?.into() }
        }
        Err(issues) => {
            let report = ErrorReport::invalid(issues);
            let step = Step { action: Action::Reject { report }, wake: None };
            Started { call: 0, body, step: to_js(&step)?.into() }
        }
    };
    let is_invalid = started.call == 0;
    let started = to_js(&started)?;
    if is_invalid {
        read.restore_keys(&started.js_value(), &["step", "action", "report", "errors"])?;
    }
    Ok(started)
}

/// A wait is over.
#[wasm_bindgen]
pub fn woken(call: u32, waker: Waker) -> Result<Ts<Step>, JsValue> {
    step(call, Event::Woken(waker.into()))
}

/// The head of a response arrived.
#[wasm_bindgen]
pub fn responded(call: u32, response: web_sys::Response) -> Result<Ts<Step>, JsValue> {
    let moment = moment();
    step_at(moment, call, Event::Responded(head(response, moment.wall)))
}

/// The body of a response was read; `json` is its value if it is complete JSON, else `undefined`.
#[wasm_bindgen]
pub fn read(
    call: u32,
    operation: u32,
    end: BodyEnd,
    json: &JsValue,
    is_own_backend: bool,
) -> Result<Ts<Step>, JsValue> {
    #[cfg(feature = "provoke-trap")]
    super::provoke_trap(TIMEOUT_MS.get(), 999.25);
    let json = (*json != JsValue::UNDEFINED)
        .then(|| super::response::json(operation, json, is_own_backend));
    step(call, Event::Read(end.into(), json))
}

/// The request failed, or the runtime has no timers; `code` is the platform's error code, a string
/// that may be shown, or `undefined`.
#[wasm_bindgen]
pub fn failed(
    call: u32,
    failure: Failure,
    #[wasm_bindgen(unchecked_param_type = "string | undefined")] code: &JsValue,
) -> Result<Ts<Step>, JsValue> {
    step(call, Event::Failed(failure.into(), code.as_string()))
}

/// The attempt timed out.
#[wasm_bindgen(js_name = timedOut)]
pub fn timed_out(call: u32) -> Result<Ts<Step>, JsValue> {
    step(call, Event::TimedOut)
}

/// The caller's signal aborted the call. `sent` says whether anything of the attempt in progress may
/// have left this process.
#[wasm_bindgen]
pub fn aborted(call: u32, sent: bool) -> Result<Ts<Step>, JsValue> {
    step(call, Event::Aborted { sent })
}

/// Frees the slots of all rate limits, for tests. The caller must then wake all waiting calls.
#[wasm_bindgen(js_name = resetRateLimits)]
pub fn reset_rate_limits() {
    QUEUE.with_borrow_mut(CallQueue::reset_rate_limits);
}
