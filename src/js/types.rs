//! What crosses the boundary, typed for both sides.

use js_sys::JsString;
use serde::Serialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::client;
use crate::contract::{ErrorReport, ValidationIssue};
use crate::policy::{RateLimit, Retries};

/// Converts a value to JavaScript. All of these types can be represented there, so this does not
/// fail.
pub(super) fn to_js<T: Tsify + Serialize>(value: &T) -> Result<Ts<T>, JsValue> {
    value.into_ts().map_err(|_| JsValue::UNDEFINED)
}

/// The settings of a call, as the package's JavaScript checked them.
#[derive(Tsify)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "it describes the object that JsCallSettings reads")]
pub struct CallSettings {
    /// A number for the key and server: all calls of one scope share the rate limit.
    pub scope: u32,
    /// Requests in a window; 0 for no limit.
    pub requests: u32,
    /// The window in milliseconds.
    pub per_ms: f64,
    /// The timeout of an attempt in milliseconds.
    pub timeout_ms: f64,
    /// The deadline of the whole call in milliseconds; `Infinity` if it follows from `timeout_ms`.
    /// An optional number costs a thirtieth of a call: it crosses through memory.
    pub deadline_ms: f64,
    /// Attempts after the first.
    pub max_retries: u32,
    /// Whether to retry if the value may have been created.
    pub retry_unknown: bool,
    /// Whether to send undocumented fields.
    pub send_unknown: bool,
}

#[wasm_bindgen]
extern "C" {
    /// [`CallSettings`] in JavaScript. Deserializing it with serde costs 7 KB and an eighth of a
    /// call.
    #[wasm_bindgen(typescript_type = "CallSettings")]
    pub type JsCallSettings;
    #[wasm_bindgen(method, getter)]
    fn scope(this: &JsCallSettings) -> u32;
    #[wasm_bindgen(method, getter)]
    fn requests(this: &JsCallSettings) -> u32;
    #[wasm_bindgen(method, getter, js_name = perMs)]
    fn per_ms(this: &JsCallSettings) -> f64;
    #[wasm_bindgen(method, getter, js_name = timeoutMs)]
    fn timeout_ms(this: &JsCallSettings) -> f64;
    #[wasm_bindgen(method, getter, js_name = deadlineMs)]
    fn deadline_ms(this: &JsCallSettings) -> f64;
    #[wasm_bindgen(method, getter, js_name = maxRetries)]
    fn max_retries(this: &JsCallSettings) -> u32;
    #[wasm_bindgen(method, getter, js_name = retryUnknown)]
    fn retry_unknown(this: &JsCallSettings) -> bool;
    #[wasm_bindgen(method, getter, js_name = sendUnknown)]
    pub(super) fn send_unknown(this: &JsCallSettings) -> bool;
}

impl From<&JsCallSettings> for client::CallSettings {
    fn from(settings: &JsCallSettings) -> Self {
        let limit = RateLimit { requests: settings.requests(), per_ms: settings.per_ms() };
        let deadline_ms = settings.deadline_ms();
        client::CallSettings {
            scope: settings.scope(),
            rate_limit: (limit.requests > 0).then_some(limit),
            timeout_ms: settings.timeout_ms(),
            deadline_ms: deadline_ms.is_finite().then_some(deadline_ms),
            retries: Retries { max: settings.max_retries(), unknown: settings.retry_unknown() },
        }
    }
}

/// A checked request.
#[derive(Serialize, Tsify)]
pub struct Checked {
    /// Everything that is wrong with it; empty if it may be sent.
    pub issues: Vec<ValidationIssue>,
    /// The documented fields of its body as they were read, in an object that inherits nothing.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Record<string, unknown>")]
    pub body: JsValue,
}

/// A definition that was read.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub struct DefinitionRead {
    /// Everything that is wrong with it; unless this is empty, the rest has no meaning.
    pub issues: Vec<ValidationIssue>,
    /// Its ID.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "unknown")]
    pub id: JsValue,
    /// The index of its type in `CustomFieldType::ALL`.
    pub field_type: u32,
    /// A copy of its options, if it has any.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "unknown")]
    pub options: JsValue,
}

#[wasm_bindgen]
extern "C" {
    /// [`DefinitionRead`] in JavaScript.
    #[wasm_bindgen(typescript_type = "DefinitionRead")]
    pub type JsDefinitionRead;
    #[wasm_bindgen(method, getter)]
    pub(super) fn id(this: &JsDefinitionRead) -> JsString;
    #[wasm_bindgen(method, getter, js_name = fieldType)]
    pub(super) fn field_type(this: &JsDefinitionRead) -> u32;
    #[wasm_bindgen(method, getter)]
    pub(super) fn options(this: &JsDefinitionRead) -> JsValue;
}

/// A call that was started.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
pub struct Started {
    /// Its number, for all reports.
    pub call: u32,
    /// The request's body as JSON text.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "string")]
    pub body: JsValue,
    /// Its first step.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Step")]
    pub step: JsValue,
}

/// The next action of a call, and the waiting call that it wakes, if any.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
pub struct Step {
    /// What the call does.
    pub action: Action,
    /// A waiting call to resume, which then reports that a call woke it.
    #[tsify(type = "number | null")]
    pub wake: Option<u32>,
}

/// What a call does next.
#[derive(Serialize, Tsify)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Action {
    /// Wait, then report `woken`.
    Wait {
        /// Milliseconds.
        ms: f64,
        /// Why the call waits, if the caller's hook is to be called.
        #[tsify(type = "WaitReason | null")]
        reason: Option<WaitReason>,
        /// The expected wait in milliseconds; `null` if it depends on a response.
        #[tsify(type = "number | null")]
        notice_ms: Option<f64>,
    },
    /// Send the request, then report `responded`, or how else it ended.
    Send {
        /// Milliseconds for the attempt, the response's body included.
        within_ms: f64,
    },
    /// Read the response's body, then report `read`, or how else it ended.
    Read {
        /// The maximum number of bytes to read.
        max_bytes: u32,
    },
    /// The response's body is the value.
    Resolve,
    /// The call failed.
    Reject {
        /// The error.
        #[tsify(type = "ErrorReport")]
        report: Box<ErrorReport>,
    },
}

/// Why a call waits.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub enum WaitReason {
    /// A slot within the rate limit.
    RateLimit,
    /// The backoff before a retry.
    Retry,
}

impl From<client::Step> for Step {
    fn from(step: client::Step) -> Self {
        Step { action: step.action.into(), wake: step.wake }
    }
}

impl From<client::Action> for Action {
    fn from(action: client::Action) -> Self {
        match action {
            client::Action::Wait { ms, notice } => Action::Wait {
                ms,
                reason: notice.map(|notice| match notice.reason {
                    client::WaitReason::RateLimit => WaitReason::RateLimit,
                    client::WaitReason::Retry => WaitReason::Retry,
                }),
                notice_ms: notice.and_then(|notice| notice.ms),
            },
            client::Action::Send { within_ms } => Action::Send { within_ms },
            client::Action::Read { max_bytes } => Action::Read { max_bytes },
            client::Action::Resolve => Action::Resolve,
            client::Action::Reject(report) => Action::Reject { report },
        }
    }
}
