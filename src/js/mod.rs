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

use js_sys::{Function, Object, Promise};
use serde::Serialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

use crate::client;
use crate::contract::{CreateCustomerCustomFieldValueRequest, ValidationIssue};
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

/// What is wrong with a request; an empty array where nothing is.
#[wasm_bindgen]
pub fn validate(customer_id: &JsValue, body: &JsValue, send_unknown: bool) -> JsValue {
    let issues = check(read::raw(customer_id), body, send_unknown).err();
    to_js(&issues.unwrap_or_default())
}

/// A body alone, for Standard Schema: `{value}` or `{issues}`.
#[wasm_bindgen]
pub fn parse(body: &JsValue) -> JsValue {
    let any_customer = Raw::Text("00000000-0000-0000-0000-000000000000".into());
    match check(any_customer, body, false) {
        Ok(request) => to_js(&Parsed { value: Some(request.body()), issues: None }),
        Err(issues) => to_js(&Parsed { value: None, issues: Some(issues) }),
    }
}

#[derive(Serialize)]
struct Parsed<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'a CreateCustomerCustomFieldValueRequest>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issues: Option<Vec<ValidationIssue>>,
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
