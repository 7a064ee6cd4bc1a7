//! What crosses to the package's JavaScript of issues and errors: arrays of their parts, which it names
//! again (`pkg-template/src/parts.ts`). Objects would take serde-wasm-bindgen's cache of key names
//! along, a tenth of the module.

use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::client::Error;
use crate::contract::ValidationIssue;

type IssueParts<'a> = (&'a [String], &'a str, &'a str, &'a str, &'a str);

fn parts(issues: &[ValidationIssue]) -> Vec<IssueParts<'_>> {
    let mut list = Vec::with_capacity(issues.len());
    for ValidationIssue { path, message, expected, received, code } in issues {
        list.push((
            path.as_slice(),
            message.as_str(),
            expected.as_str(),
            received.as_str(),
            code.as_str(),
        ));
    }
    list
}

/// Issues.
pub(super) fn issues(issues: &[ValidationIssue]) -> JsValue {
    to_js(&parts(issues))
}

/// An error; kinds and outcomes are their numbers.
#[allow(clippy::boxed_local, reason = "unboxing would copy a large value")]
pub(super) fn describe(error: Box<Error>) -> JsValue {
    let mut attempts = Vec::with_capacity(error.attempts.len());
    for attempt in &error.attempts {
        attempts.push((attempt.kind as u8, attempt.outcome as u8, attempt.status));
    }
    to_js(&(
        error.kind as u8,
        error.outcome as u8,
        error.status,
        &error.message,
        &error.code,
        error.retry_after,
        attempts,
        parts(&error.issues),
    ))
}

/// A plain JavaScript value. Our own types cannot fail to serialize.
fn to_js(value: &impl Serialize) -> JsValue {
    value.serialize(&serde_wasm_bindgen::Serializer::new()).unwrap_or(JsValue::UNDEFINED)
}
