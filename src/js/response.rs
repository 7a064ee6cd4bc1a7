//! Reading a response: its head through gloo-net, its JSON property by property.

use gloo_net::http::Response;
use js_sys::Date;
use wasm_bindgen::prelude::*;

use super::keys::keys;
use super::value::{is_record, own_value, read_property};
use crate::client::{Head, Json};
use crate::contract::{Outcome, Shape};
use crate::policy::{is_json_type, seconds_until};
use crate::validation::Raw;

/// The head of a response of the platform, which the package's JavaScript made sure it is.
pub(super) fn head(response: web_sys::Response, wall_ms: f64) -> Head {
    let response = Response::from(response);
    let (status, headers) = (response.status(), response.headers());
    let mut head = Head { status, is_json: false, retry_after: None };
    match status {
        200..=299 => {
            head.is_json = headers.get("content-type").is_some_and(|header| is_json_type(&header));
        }
        // Only an error asks to wait.
        400.. => {
            head.retry_after = headers.get("retry-after").and_then(|header| {
                // Platforms take nearly anything for a date; a header's ends in GMT.
                if header.ends_with("GMT") {
                    // By the server's own clock, where it tells it: this one may be hours off.
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

/// What JSON holds; its `outcome` is believed only of the page's own backend.
pub(super) fn json(operation: u32, json: &JsValue, is_own_backend: bool) -> Json {
    let Some(names) = keys().of(operation).filter(|_| is_record(json)) else {
        return Json::default();
    };
    let mut fields = Vec::with_capacity(names.response.len());
    for key in &names.response {
        fields.push(read_property(json, &key.name, key.field.shape).0);
    }
    let word = |name| match read_property(json, name, Shape::Exactly("")).0 {
        Raw::Text(word) => Some(word),
        _ => None,
    };
    let code = word(&keys().code);
    let outcome = if is_own_backend { word(&keys().outcome) } else { None };
    let retry_after = own_value(json, &keys().retry_after).ok();
    Json {
        fields,
        code,
        retry_after: retry_after.and_then(|seconds| seconds.as_f64()),
        outcome: outcome.and_then(|word| Outcome::from_name(&word)),
    }
}
