//! Reading a response: its head through gloo-net, its JSON property by property.

use std::cell::RefCell;

use gloo_net::http::Response;
use js_sys::{Date, JsString, Reflect};
use wasm_bindgen::prelude::*;

use super::keys::keys;
use super::value::{is_record, own_value, read};
use crate::client::{Head, Json};
use crate::contract::{Outcome, Shape};
use crate::policy::{is_json_type, seconds_until};
use crate::validation::Raw;

#[wasm_bindgen]
extern "C" {
    /// Headers whose names and values stay in JavaScript.
    type Named;
    #[wasm_bindgen(method)]
    fn get(this: &Named, name: &JsString) -> JsValue;
}

thread_local! {
    /// The content type of the last response and whether it is JSON, since the next one's is most
    /// likely the same.
    static CONTENT_TYPE: RefCell<(JsValue, bool)> =
        const { RefCell::new((JsValue::NULL, false)) };
}

/// Whether a body is JSON by its content type.
fn is_json(response: &web_sys::Response) -> bool {
    let headers: Named = response.headers().unchecked_into();
    let content_type = headers.get(&keys().content_type);
    CONTENT_TYPE.with_borrow_mut(|(last, is_json)| {
        if content_type != *last {
            *is_json = content_type.as_string().is_some_and(|text| is_json_type(&text));
            *last = content_type;
        }
        *is_json
    })
}

/// The head of a response, which the package's JavaScript ensures is the platform's own.
pub(super) fn head(response: web_sys::Response, wall_ms: f64) -> Head {
    let response = Response::from(response);
    let mut head = Head { status: response.status(), is_json: false, retry_after: None };
    match head.status {
        200..=299 => head.is_json = is_json(&response.into()),
        // Only errors have a `Retry-After`.
        400.. => {
            let headers = response.headers();
            head.retry_after = headers.get("retry-after").and_then(|header| {
                // Platforms parse nearly anything as a date; an HTTP date ends in GMT.
                if header.ends_with("GMT") {
                    // By the server's own clock, if it sends a `Date`: ours may be hours off.
                    let now = headers.get("date").map_or(f64::NAN, |now| Date::parse(&now));
                    let now = if now.is_nan() { wall_ms } else { now };
                    seconds_until(Date::parse(&header), now)
                } else {
                    Some(JsValue::from_str(&header).unchecked_into_f64())
                }
            });
        }
        _ => {}
    }
    head
}

/// The content of a JSON body; `outcome` is trusted only if it comes from the page's own backend.
pub(super) fn json(operation: u32, json: &JsValue, is_own_backend: bool) -> Json {
    let Some(names) = keys().of(operation).filter(|_| is_record(json)) else {
        return Json::default();
    };
    // An object from `JSON.parse` has no other prototype, so one check covers all its fields.
    let is_inherited = keys().are_inherited(&names.of_response);
    let get = |name: &JsString| match is_inherited {
        true => own_value(json, name),
        false => Reflect::get(json, name),
    };
    let mut fields = Vec::with_capacity(names.response.len());
    for key in &names.response {
        fields.push(read(get(&key.name), key.field.shape).0);
    }
    let word = |name| match read(get(name), Shape::Exactly("")).0 {
        Raw::Text(word) => Some(word),
        _ => None,
    };
    let code = word(&keys().code);
    let outcome = if is_own_backend { word(&keys().outcome) } else { None };
    let retry_after = get(&keys().retry_after).ok();
    // A number crosses through memory, even one that is absent.
    let retry_after = retry_after.filter(|seconds| *seconds != JsValue::UNDEFINED);
    Json {
        fields,
        code,
        retry_after: retry_after.and_then(|seconds| seconds.as_f64()),
        outcome: outcome.and_then(|word| Outcome::from_name(&word)),
    }
}
