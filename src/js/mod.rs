//! The one boundary: converts between JavaScript's values and the other rooms, and decides nothing.
//!
//! The package's JavaScript calls these functions with arguments that it has checked; customer ID and
//! body come as they are. Nothing that input reaches may panic: a panic in an async path would end
//! the user's process. Every import that can throw is `catch`.

mod allocator;
mod document;
mod fetch;
mod read;
mod report;
mod runtime;

use js_sys::{Array, Function, Object, Promise, Reflect};
use serde::Serialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

use crate::client;
use crate::contract::{CreateCustomerCustomFieldValueRequest, REQUEST_FIELDS, ValidationIssue};
use crate::validation::{CheckedRequest, Raw, UnknownFields, check_request};

/// Creates the value. Resolves to the answer's own object, or rejects with a plain description of
/// the error, from which the package makes an instance of the right class.
#[wasm_bindgen]
#[allow(clippy::too_many_arguments, reason = "positional arguments need no glue code")]
pub fn create(
    customer_id: &JsValue,
    body: &JsValue,
    send_unknown: bool,
    fetch: Function,
    read: Function,
    base_url: String,
    init: Object,
    signal: JsValue,
    timeout_ms: f64,
) -> Promise {
    // Read before the function returns: what the caller changes afterwards does not matter.
    let checked = check(read::raw(customer_id), body, send_unknown);
    future_to_promise(async move {
        let transport = fetch::Fetch { fetch, read, base_url, init };
        let runtime = runtime::Host { signal };
        let result = match checked {
            Ok(request) => client::create(&transport, &runtime, &request, timeout_ms).await,
            Err(issues) => Err(client::Error::invalid(issues)),
        };
        result.map_err(report::describe)
    })
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
