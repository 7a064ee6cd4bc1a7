//! The one boundary: converts between JavaScript's values and the other rooms, and decides nothing.
//!
//! The package's JavaScript calls these functions with arguments that it has checked; customer ID and
//! body come as they are. Nothing that input reaches may panic: a panic in an async path would end
//! the user's process. Every import that can throw is `catch`.

mod allocator;
mod document;
mod host;
mod pacers;
mod read;
mod report;

pub use host::{settle, uuid};

use js_sys::{Array, Object, Reflect};
use serde::Serialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::client::{self, Terms};
use crate::contract::{CreateCustomerCustomFieldValueRequest, REQUEST_FIELDS, ValidationIssue};
use crate::policy::{Limit, Retries};
use crate::validation::{CheckedRequest, Raw, UnknownFields, check_request};

/// Creates the value. Resolves the host with the answer's own object, or rejects it with a plain
/// description of the error, from which the package makes an instance of the right class. Calls with
/// the same `scope` share the rate limit, which 0 `requests` turn off.
#[wasm_bindgen]
#[allow(clippy::too_many_arguments, reason = "positional arguments need no glue code")]
pub fn create(
    host: host::Host,
    customer_id: &JsValue,
    body: &JsValue,
    send_unknown: bool,
    scope: String,
    requests: u32,
    per_ms: f64,
    timeout_ms: f64,
    deadline_ms: f64,
    max_retries: u32,
    retry_unknown: bool,
) {
    // Read before the function returns: what the caller changes afterwards does not matter.
    let checked = check(read::raw(customer_id), body, send_unknown);
    let limit = Limit { requests, per_ms };
    let retries = Retries { max: max_retries, unknown: retry_unknown };
    let terms = Terms { timeout_ms, deadline_ms, retries };
    spawn_local(async move {
        let call = host::Call::new(host);
        let result = match checked {
            Ok(request) => {
                let pacer = (requests > 0).then(|| pacers::of(scope));
                let pacer = pacer.as_deref().map(|pacer| (pacer, limit));
                client::create(&&call, pacer, &request, terms).await
            }
            Err(issues) => Err(client::Error::invalid(issues)),
        };
        // The package's own functions, which do not throw.
        let _ = match result {
            Ok(value) => call.host.resolve(&value),
            Err(error) => call.host.reject(&report::describe(error)),
        };
    });
}

/// What is wrong with a request, as [`issues`]; an empty array where nothing is.
#[wasm_bindgen]
pub fn validate(customer_id: &JsValue, body: &JsValue, send_unknown: bool) -> JsValue {
    let found = check(read::raw(customer_id), body, send_unknown).err();
    issues(&found.unwrap_or_default())
}

/// A body alone, for Standard Schema: the body's documented keys, or an array as of [`issues`].
#[wasm_bindgen]
pub fn parse(body: &JsValue) -> JsValue {
    let any_customer = Raw::Text("00000000-0000-0000-0000-000000000000".into());
    match check(any_customer, body, false) {
        Ok(request) => body_object(request.body()),
        Err(found) => issues(&found),
    }
}

/// Issues as arrays of their parts. Objects would take serde-wasm-bindgen's cache of key names along,
/// a tenth of the module; the package's JavaScript names the parts again.
fn issues(found: &[ValidationIssue]) -> JsValue {
    let list = Array::new();
    for ValidationIssue { path, message, expected, received, code } in found {
        list.push(&to_js(&(path, message, expected, received, code)));
    }
    list.into()
}

/// The body's documented keys as an object, absent ones left out.
fn body_object(body: &CreateCustomerCustomFieldValueRequest) -> JsValue {
    let text = |value: &Option<String>| value.as_deref().map_or(JsValue::NULL, JsValue::from_str);
    let values = [
        Some(JsValue::from_str(&body.field_definition_id)),
        body.text_value.as_ref().map(text),
        body.number_value.as_ref().map(text),
        body.boolean_value.map(|value| value.map_or(JsValue::NULL, JsValue::from_bool)),
        body.date_value.as_ref().map(text),
        body.select_value.as_ref().map(text),
        body.multi_select_value.as_ref().map(to_js),
    ];
    let object = Object::new();
    for (field, value) in REQUEST_FIELDS.iter().zip(values) {
        if let Some(value) = value {
            // Setting a key of a new plain object cannot fail.
            let _ = Reflect::set(&object, &JsValue::from_str(field.name), &value);
        }
    }
    object.into()
}

fn check(
    customer_id: Raw,
    body: &JsValue,
    send_unknown: bool,
) -> Result<CheckedRequest, Vec<ValidationIssue>> {
    let mode = if send_unknown { UnknownFields::Send } else { UnknownFields::Refuse };
    check_request(customer_id, read::body(body, mode), mode)
}

/// A plain JavaScript value; `null` for an inner `None`. Our own types cannot fail to serialize.
fn to_js(value: &impl Serialize) -> JsValue {
    let serializer = serde_wasm_bindgen::Serializer::new().serialize_missing_as_null(true);
    value.serialize(&serializer).unwrap_or(JsValue::UNDEFINED)
}
