//! The exports that take an operation, for the one that there is.

use carecycle_custom_fields::js::{self, BodyEnd, Checked, JsCallSettings, Started, Step};
use js_sys::Array;
use tsify::Ts;
use wasm_bindgen::JsValue;

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
    js::check(CREATE, &Array::of1(customer_id), body)
}

pub fn validate(
    customer_id: &JsValue,
    body: &JsValue,
    send_unknown: bool,
) -> Result<JsValue, JsValue> {
    js::validate(CREATE, &Array::of1(customer_id), body, send_unknown)
}

pub fn read(call: u32, end: BodyEnd, json: &JsValue) -> Result<Ts<Step>, JsValue> {
    js::read(call, CREATE, end, json, false)
}

/// As `read`, at a path of the page's own origin.
pub fn read_of_own_backend(call: u32, end: BodyEnd, json: &JsValue) -> Result<Ts<Step>, JsValue> {
    js::read(call, CREATE, end, json, true)
}
