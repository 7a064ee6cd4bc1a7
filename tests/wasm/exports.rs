//! The exports that take an operation, for the one that there is.

use carecycle_custom_fields::js::{self, BodyEnd, Checked, JsCallSettings, Started, Step};
use js_sys::Array;
use tsify::Ts;
use wasm_bindgen::{JsCast, JsValue};

/// Its place in `OPERATIONS`.
const CREATE: u32 = 0;

pub fn start(
    settings: &JsCallSettings,
    customer_id: &JsValue,
    body: &JsValue,
) -> Result<Ts<Started>, JsValue> {
    js::start(settings, CREATE, &Array::of1(customer_id), body)
}

pub fn check(customer_id: &JsValue, body: &JsValue) -> Result<Ts<Checked>, JsValue> {
    js::check(CREATE, &Array::of1(customer_id), body, None)
}

pub fn validate(
    customer_id: &JsValue,
    body: &JsValue,
    send_unknown: bool,
) -> Result<JsValue, JsValue> {
    js::validate(CREATE, &Array::of1(customer_id), body, send_unknown, None)
}

pub fn read(call: u32, end: BodyEnd, json: &JsValue) -> Result<Ts<Step>, JsValue> {
    js::read(call, CREATE, end, json, false)
}

/// What is wrong with a request that is checked against a definition.
pub fn validate_for(
    definition: &JsValue,
    customer_id: &JsValue,
    body: &JsValue,
) -> Result<JsValue, JsValue> {
    let read = js::read_definition(definition)?.js_value();
    let definition = Some(read.unchecked_into());
    js::validate(CREATE, &Array::of1(customer_id), body, false, definition)
}

/// As `read`, at a path of the page's own origin.
pub fn read_of_own_backend(call: u32, end: BodyEnd, json: &JsValue) -> Result<Ts<Step>, JsValue> {
    js::read(call, CREATE, end, json, true)
}
